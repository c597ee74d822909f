//! The desk under load: durable writes beside a bare server with the same store, what each thing costs among fifty
//! thousand requests, lists and searches at two sizes, news to many watchers; on both engines.

mod bare;
#[expect(dead_code, reason = "the suite of the store uses all of it")]
#[path = "../../crates/store/tests/it/harness/cluster.rs"]
mod cluster;
mod served;
mod sizes;
mod voices;

use std::io::BufRead;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use catena_bench::load::{Connection, Load, memory};
use catena_store::Place;

pub use bare::bare;
use served::{Desk, Served, per_request, run};
pub use voices::voices;

use super::{Outcome, row};

/// How long each load lasts.
const LONG: Duration = Duration::from_secs(4);
/// What a request is about, at length: as many bytes as the bare server keeps.
const DETAILS: &str = "A dozen long-stemmed red roses with some greenery, wrapped in brown paper, please with a card that \
                       says nothing but thank you, and ring twice because the bell is old and tired.";

/// What a client sends, by its number and how often it sent before: an address and a body.
type Sent<'a> = dyn Fn(usize, usize) -> (String, String) + Sync + 'a;

/// Prints every budget of the desk, on both engines or the one that is named.
pub fn desk(catena: &Path, engine: Option<&str>) -> Outcome<()> {
    if engine != Some("postgres") {
        let folders = tempfile::tempdir()?;
        on(catena, &|| Ok(Place::Folder(tempfile::tempdir_in(folders.path())?.keep())))?;
        voices(catena)?;
    }
    if engine != Some("sqlite") {
        // As safe as a server is by default: the desk asks for no more.
        let cluster = cluster::Cluster::start("-c shared_buffers=256MB");
        on(catena, &|| Ok(Place::Postgres(cluster.database())))?;
    }
    Ok(())
}

/// What a desk of fifty thousand requests costs, on the embedded engine.
pub fn cost(catena: &Path) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    sizes::fifty_thousand(catena, &Place::Folder(folder.path().to_owned()))
}

/// Lists and searches among few and among many, on the embedded engine.
pub fn many() -> Outcome<()> {
    let folders = tempfile::tempdir()?;
    sizes::sizes(1_000_000, &|| Ok(Place::Folder(tempfile::tempdir_in(folders.path())?.keep())))
}

fn on(catena: &Path, fresh: &dyn Fn() -> Outcome<Place>) -> Outcome<()> {
    writes(catena, &fresh()?, &fresh()?, &[1, 8, 32])?;
    watchers(catena, &fresh()?)?;
    sizes::fifty_thousand(catena, &fresh()?)?;
    sizes::sizes(1_000_000, fresh)
}

/// The desk at one place beside a bare server at another of the same kind.
fn writes(catena: &Path, place: &Place, other: &Place, loads: &[usize]) -> Outcome<()> {
    let engine = place.engine();
    let desk = Desk::open(catena, place)?;
    let mut command = Command::new(std::env::current_exe()?);
    let bare = Served::start(
        command.arg("bare").arg(match other {
            Place::Folder(folder) => folder.as_os_str(),
            Place::Postgres(url) => url.as_ref(),
        }),
        "http://",
    )?;
    let team = &desk.team;
    let body = |client: usize, number: usize| {
        format!(r#"{{"subject":"Order {client}.{number}","details":"{DETAILS}","provider":"{team}"}}"#)
    };
    // The creates come first, so that there are requests enough to answer: one here and one there, as customers write.
    let known = AtomicUsize::new(0);
    let reply = |client: usize, number: usize| {
        let number = (client * 7_919 + number * 104_729) % known.load(Ordering::Relaxed).max(1);
        format!("/api/v1/requests/{}/messages", number + 1)
    };
    let words = || r#"{"body":"It is on its way: the courier rings twice, as you wished."}"#.to_owned();
    for (what, rows, sent) in [
        ("creates", "/rows", &(|client, number| ("/api/v1/requests".to_owned(), body(client, number))) as &Sent<'_>),
        ("replies", "/replies", &(|client, number| (reply(client, number), words())) as &Sent<'_>),
    ] {
        for &clients in loads {
            let mut runs = Vec::new();
            for _ in 0..3 {
                let one = run(&bare, "", clients, |client, number| ("/bare".to_owned(), sent(client, number).1))?;
                let same = run(&bare, "", clients, |client, number| (rows.to_owned(), sent(client, number).1))?;
                let real = run(&desk.served, &desk.key, clients, sent)?;
                if what == "creates" {
                    known.fetch_add(real.0.answered as usize, Ordering::Relaxed);
                }
                runs.push((real.0.rate() / one.0.rate(), [real, same, one]));
            }
            runs.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (ratio, [real, same, one]) = &runs[1];
            let said = |what: &str, (load, used): &(Load, Duration)| {
                format!("{what} {:.0}/s, {:.3} ms CPU", load.rate(), per_request(load, *used))
            };
            let budget = if clients == 32 { "≥ 60 %" } else { "" };
            let p99 = real.0.quantile(0.99).as_secs_f64() * 1e3;
            row(
                &format!("{engine:?}: durable {what}, {clients} clients, against a bare row"),
                budget,
                format!("{:.0} %", ratio * 100.0),
                &format!("{}, p99 {p99:.1} ms; {}", said("desk", real), said("bare", one)),
            );
            row(
                &format!("{engine:?}: the same against the same rows"),
                budget,
                format!("{:.0} %", real.0.rate() / same.0.rate() * 100.0),
                &said("bare", same),
            );
        }
    }
    Ok(())
}

/// The time from the answer to a write until each of 500 watchers knows of it, while eight clients write.
fn watchers(catena: &Path, place: &Place) -> Outcome<()> {
    const WATCHERS: usize = 500;
    let desk = Desk::open_sparing(catena, place)?;
    let (address, key, team) = (desk.served.address, desk.key.clone(), desk.team.clone());
    let before = memory(desk.served.child.id())?;
    let mut streams = Vec::new();
    for _ in 0..WATCHERS {
        streams.push(Connection::open(address, &key)?.watch("/api/v1/events")?);
    }
    let each = memory(desk.served.child.id())?.saturating_sub(before) / WATCHERS as u64;
    let create = |client: usize, number: usize| {
        ("/api/v1/requests".to_owned(), format!(r#"{{"subject":"{client}.{number}","provider":"{team}"}}"#))
    };
    let acknowledged = std::sync::Mutex::new(std::collections::HashMap::new());
    let seen = std::sync::Mutex::new(Vec::<(String, Instant)>::new());
    std::thread::scope(|scope| -> Outcome<()> {
        let (acknowledged, seen) = (&acknowledged, &seen);
        for mut stream in streams {
            scope.spawn(move || {
                let mut own = Vec::new();
                let mut line = String::new();
                let _ = stream.get_ref().set_read_timeout(Some(Duration::from_secs(3)));
                while stream.read_line(&mut line).is_ok_and(|read| read > 0) {
                    if let Some(data) = line.strip_prefix("data: ")
                        && data.contains("\"asked\"")
                        && let Some(at) = data.find("\"subject\":\"")
                    {
                        own.push((data[at + 11..at + 47].to_owned(), Instant::now()));
                    }
                    line.clear();
                }
                if let Ok(mut seen) = seen.lock() {
                    seen.extend(own);
                }
            });
        }
        std::thread::scope(|writers| {
            for client in 0..8 {
                let (key, create) = (&key, &create);
                writers.spawn(move || -> std::io::Result<()> {
                    let mut connection = Connection::open(address, key)?;
                    let begin = Instant::now();
                    let mut number = 0;
                    while begin.elapsed() < LONG {
                        let (path, body) = create(client, number);
                        let answer = connection.send("POST", &path, &body, "")?;
                        let at = Instant::now();
                        let body: serde_json::Value = serde_json::from_slice(&answer.body)?;
                        let id = body["request"].as_str().unwrap_or_default().to_owned();
                        if let Ok(mut acknowledged) = acknowledged.lock() {
                            acknowledged.insert(id, at);
                        }
                        number += 1;
                        // News reach five hundred watchers: a few dozen writes a second are plenty.
                        std::thread::sleep(Duration::from_millis(200));
                    }
                    Ok(())
                });
            }
        });
        Ok(())
    })?;
    let acknowledged = acknowledged.into_inner().map_err(|_| "a writer fell")?;
    let mut waits: Vec<Duration> = seen
        .into_inner()
        .map_err(|_| "a watcher fell")?
        .iter()
        .filter_map(|(id, at)| Some(at.saturating_duration_since(*acknowledged.get(id)?)))
        .collect();
    waits.sort_unstable();
    let told = waits.len() as f64 / (acknowledged.len() * WATCHERS).max(1) as f64;
    let p99 = waits.get(waits.len() * 99 / 100).copied().unwrap_or_default();
    row(
        "an event reaches 500 connections while 8 clients write",
        "≤ 1 s (p99)",
        format!("{:.0} ms", p99.as_secs_f64() * 1e3),
        &format!("{:.1} % of {} told", told * 100.0, acknowledged.len() * WATCHERS),
    );
    row("memory of each connection", "≤ 50 kB", format!("{} kB", each / 1000), "");
    Ok(())
}
