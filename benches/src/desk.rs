//! The desk under load: durable writes beside a bare server with the same store, lists and searches at two sizes, news to
//! many watchers.

use std::io::BufRead;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use catena_bench::load::{Connection, Load, cpu, load, memory};
use catena_domain::chain::{Asked, Chain, Stamp};
use catena_domain::id::{ActId, PartyId, RequestId};
use catena_domain::policy::Priority;
use catena_store::requests::{self, Filter, Order, RequestRow};
use catena_store::{Place, Store, Tx, args, parties, search};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Outcome, median, row};

/// How long each load lasts.
const LONG: Duration = Duration::from_secs(4);
/// What a request is about, at length: as many bytes as the bare server keeps.
const DETAILS: &str = "A dozen long-stemmed red roses with some greenery, wrapped in brown paper, please with a card that \
                       says nothing but thank you, and ring twice because the bell is old and tired.";

/// Prints every budget of the desk.
pub fn desk(catena: &Path) -> Outcome<()> {
    writes(catena)?;
    watchers(catena)?;
    sizes()
}

/// A bare server: the same HTTP stack and the same writer and nothing else. `/bare` inserts what was sent as one row,
/// `/rows` the rows that the desk writes for it: two events, the request, its words and their entry in the search.
pub fn bare(folder: &Path) -> Outcome<()> {
    let store = Store::open(&Place::Folder(folder.to_owned()))?;
    let team = PartyId(Uuid::from_u128(1_000_000_000));
    store.write_now(move |tx| parties::save(tx, &team_row(team, "Team", Timestamp::UNIX_EPOCH)))?;
    let rows = store.clone();
    let insert_rows = async move |body: Bytes| {
        let done = rows.write(move |tx| insert_rows(tx, team, &body)).await;
        if done.is_ok() { StatusCode::CREATED } else { StatusCode::INTERNAL_SERVER_ERROR }
    };
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        let insert = async move |body: Bytes| {
            let text = String::from_utf8_lossy(&body).into_owned();
            let insert = "insert into request_text (request, subject, details) values ($1, $2, $3)";
            let id = fresh();
            let done: Result<u64, catena_store::Error> =
                store.write(move |tx| tx.sql().execute(insert, args![id, "bare", text])).await;
            if done.is_ok() { StatusCode::CREATED } else { StatusCode::INTERNAL_SERVER_ERROR }
        };
        axum::serve(listener, Router::new().route("/bare", post(insert)).route("/rows", post(insert_rows))).await?;
        Ok(())
    })
}

/// The rows that a create leaves, without any of the questions that come before.
fn insert_rows(tx: &mut Tx<'_>, team: PartyId, body: &[u8]) -> Result<(), catena_store::Error> {
    let (id, number) = (RequestId(fresh()), requests::next_number(tx.sql())?);
    let now = Timestamp::from_microsecond(1_790_000_000_000_000 + number).unwrap_or_default();
    let asked = Asked {
        parent: None,
        customer: team,
        external: false,
        provider: team,
        service: None,
        version: None,
        step: None,
        awaited: true,
        after: Vec::new(),
        seconds: None,
        calendar: None,
        rests_on_steps: false,
        priority: Priority(3),
    };
    let (_, events) = Chain::ask(id, asked, Stamp { act: ActId(id.0), by: team, now });
    tx.append(events)?;
    requests::save(tx, &request_row(id, number, team, team, now))?;
    let text = String::from_utf8_lossy(body);
    requests::describe(tx, id, "Order", &text)?;
    search::put(tx, search::Kind::Subject, id.0, Some(id), team, &text)
}

/// Ids that grow, like those that the desk makes.
fn fresh() -> Uuid {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u128((u128::from(number) << 64) | 0x8000_0000_0000_0000)
}

/// A program that serves, until it is dropped.
struct Served {
    child: Child,
    address: SocketAddr,
    welcome: String,
}

impl Served {
    fn start(command: &mut Command, wanted: &str) -> Outcome<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let (mut address, mut welcome) = (None, String::new());
        for line in std::io::BufReader::new(out).lines() {
            let line = line?;
            if let Some(at) = line.split("http://").nth(1) {
                let (host, path) = at.split_once('/').unwrap_or((at, ""));
                address = host.trim().parse().ok();
                path.clone_into(&mut welcome);
            }
            if line.contains(wanted) {
                break;
            }
        }
        Ok(Self { child, address: address.ok_or("no address")?, welcome })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A desk with a token and a team.
struct Desk {
    served: Served,
    key: String,
    team: String,
}

impl Desk {
    fn open(catena: &Path, folder: &Path) -> Outcome<Self> {
        let mut command = Command::new(catena);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
        let served = Served::start(&mut command, "/welcome/")?;
        let mut connection = Connection::open(served.address, "")?;
        let welcome = format!("/api/v1/{}", served.welcome);
        let answer = connection.send("POST", &welcome, r#"{"password":"a long password"}"#, "")?;
        let cookies: Vec<&str> = answer
            .headers
            .iter()
            .filter_map(|line| line.strip_prefix("set-cookie: "))
            .filter_map(|cookie| cookie.split(';').next())
            .collect();
        let more = format!("cookie: {}\r\n", cookies.join("; "));
        let mut ask = |path: &str, body: &str| -> Outcome<serde_json::Value> {
            let answer = connection.send("POST", &format!("/api/v1/{path}"), body, &more)?;
            if answer.status >= 300 {
                return Err(String::from_utf8_lossy(&answer.body).into());
            }
            Ok(serde_json::from_slice(&answer.body)?)
        };
        let key = ask("tokens", r#"{"name":"load","scope":"admin"}"#)?["secret"].as_str().ok_or("no token")?.to_owned();
        let team = ask("parties", r#"{"kind":"team","internal":true,"name":"Team"}"#)?["id"]
            .as_str()
            .ok_or("no team")?
            .to_owned();
        Ok(Self { served, key, team })
    }
}

/// A load, and the processor time that the server took for it.
fn run(
    served: &Served,
    key: &str,
    clients: usize,
    ask: impl Fn(usize, usize) -> (String, String) + Copy + Send + Sync,
) -> Outcome<(Load, Duration)> {
    let before = cpu(served.child.id())?;
    let load = load(served.address, key, clients, LONG, ask)?;
    Ok((load, cpu(served.child.id())?.saturating_sub(before)))
}

fn per_request(load: &Load, used: Duration) -> f64 {
    used.as_secs_f64() * 1e3 / load.answered.max(1) as f64
}

fn writes(catena: &Path) -> Outcome<()> {
    let (one, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let desk = Desk::open(catena, one.path())?;
    let mut command = Command::new(std::env::current_exe()?);
    let bare = Served::start(command.arg("bare").arg(other.path()), "http://")?;
    let team = &desk.team;
    let create = |client: usize, number: usize| {
        let body = format!(r#"{{"subject":"Order {client}.{number}","details":"{DETAILS}","provider":"{team}"}}"#);
        ("/api/v1/requests".to_owned(), body)
    };
    let plain = |client: usize, number: usize| ("/bare".to_owned(), create(client, number).1);
    let rows = |client: usize, number: usize| ("/rows".to_owned(), create(client, number).1);
    for clients in [1, 8, 32] {
        let mut runs = Vec::new();
        for _ in 0..3 {
            let one = run(&bare, "", clients, plain)?;
            let same = run(&bare, "", clients, rows)?;
            let real = run(&desk.served, &desk.key, clients, create)?;
            runs.push((real.0.rate() / one.0.rate(), [real, same, one]));
        }
        runs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (ratio, [real, same, one]) = &runs[1];
        let said = |what: &str, (load, used): &(Load, Duration)| {
            format!("{what} {:.0}/s, {:.3} ms CPU", load.rate(), per_request(load, *used))
        };
        row(
            &format!("durable creates, {clients} clients, against a bare row"),
            if clients == 32 { "≥ 60 %" } else { "" },
            format!("{:.0} %", ratio * 100.0),
            &format!(
                "{}, p99 {:.1} ms; {}",
                said("desk", real),
                real.0.quantile(0.99).as_secs_f64() * 1e3,
                said("bare", one)
            ),
        );
        row(
            &format!("durable creates, {clients} clients, against the same rows"),
            if clients == 32 { "≥ 60 %" } else { "" },
            format!("{:.0} %", real.0.rate() / same.0.rate() * 100.0),
            &said("bare", same),
        );
    }
    Ok(())
}

/// The time from the answer to a write until each of 500 watchers knows of it, while eight clients write.
fn watchers(catena: &Path) -> Outcome<()> {
    const WATCHERS: usize = 500;
    let folder = tempfile::tempdir()?;
    let desk = Desk::open(catena, folder.path())?;
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

/// Lists and searches of a store with ten thousand requests, and with a million.
fn sizes() -> Outcome<()> {
    let mut before: Option<[Duration; 4]> = None;
    for count in [10_000, 1_000_000] {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&Place::Folder(folder.path().to_owned()))?;
        let team = fill(&store, count)?;
        let urgent = Filter { providers: Some(vec![team]), is_open: Some(true), ..Filter::default() };
        let read = |work: &dyn Fn(&mut dyn catena_store::Sql) -> Result<usize, catena_store::Error>| {
            median(|| store.read(|sql| work(sql)).unwrap_or_default())
        };
        let root = RequestId(Uuid::from_u128(5));
        let times = [
            read(&|sql| Ok(requests::list(sql, &urgent, Order::Urgency, None, 50)?.len())),
            read(&|sql| Ok(requests::of_chain(sql, root)?.len())),
            read(&|sql| Ok(search::find(sql, "rare", None, 100)?.len())),
            read(&|sql| {
                let found = search::find(sql, "common", None, 50)?.len();
                Ok(found + search::count(sql, "common", 1_001)? as usize)
            }),
        ];
        if let Some(small) = before {
            let ratio = |place: usize| format!("{:.2} ×", times[place].as_secs_f64() / small[place].as_secs_f64());
            let both = |place: usize| {
                format!(
                    "{:.2} ms, {:.2} ms at 10 thousand",
                    times[place].as_secs_f64() * 1e3,
                    small[place].as_secs_f64() * 1e3
                )
            };
            row("50 most urgent of a team among a million", "≤ 1.5 ×", ratio(0), &both(0));
            row("one request with its chain", "≤ 1.5 ×", ratio(1), &both(1));
            row("a search term with 100 hits", "≤ 1.5 ×", ratio(2), &both(2));
            let slow = format!("{:.1} ms", times[3].as_secs_f64() * 1e3);
            row(
                "a term in a tenth of all requests",
                "≤ 300 ms",
                slow,
                "the newest 50, and whether there are more than 1,000",
            );
        }
        before = Some(times);
    }
    Ok(())
}

/// So many open requests of twenty teams, each with words to find: a hundred hold a rare one, a tenth a common one.
fn fill(store: &Store, count: u64) -> Outcome<PartyId> {
    let now = Timestamp::from_second(1_790_000_000)?;
    let team = |number: u64| PartyId(Uuid::from_u128(u128::from(1_000_000_000 + number % 20)));
    store.write_now(move |tx| {
        for number in 0..20 {
            let row = team_row(team(number), &format!("Team {number}"), now);
            parties::save(tx, &row)?;
        }
        Ok::<_, catena_store::Error>(())
    })?;
    for block in (0..count).step_by(10_000) {
        store.write_now(move |tx| {
            for number in block..(block + 10_000).min(count) {
                let id = RequestId(Uuid::from_u128(u128::from(number + 5)));
                let mut row = request_row(id, number as i64 + 1, team(number + 1), team(number), now);
                row.urgency = (number as i64).wrapping_mul(7_919_117) % 1_000_000_007;
                requests::save(tx, &row)?;
                requests::describe(tx, id, "Flowers", "")?;
                let rare = if number % (count / 100) == 0 { "rare" } else { "usual" };
                let common = if number % 10 == 0 { "common" } else { "other" };
                let text = format!("Flowers number {number} {rare} {common}");
                search::put(tx, search::Kind::Subject, id.0, Some(id), row.customer, &text)?;
            }
            Ok::<_, catena_store::Error>(())
        })?;
    }
    Ok(team(0))
}

fn team_row(id: PartyId, name: &str, now: Timestamp) -> parties::PartyRow {
    parties::PartyRow {
        id,
        kind: "team".to_owned(),
        internal: true,
        name: name.to_owned(),
        parent: None,
        calendar: None,
        confidential: false,
        closed: false,
        erased_at: None,
        created_at: now,
        revision: 1,
    }
}

/// A request that was just offered.
fn request_row(id: RequestId, number: i64, customer: PartyId, provider: PartyId, now: Timestamp) -> RequestRow {
    RequestRow {
        id,
        number,
        root: id,
        parent: None,
        customer,
        provider,
        external: false,
        service: None,
        step: None,
        priority: 3,
        status: "offered".to_owned(),
        rests: None,
        is_open: true,
        awaited: true,
        asked_at: now,
        asked_by: customer,
        opened_at: Some(now),
        accepted_at: None,
        done_at: None,
        due_at: Some(now),
        kept: None,
        urgency: requests::NEVER,
        expected_at: None,
        critical: true,
        merged: None,
        revision: 1,
        changed_at: now,
        subject: String::new(),
    }
}
