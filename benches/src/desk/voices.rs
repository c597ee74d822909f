//! What ten thousand survey answers a minute cost the desk of its writes.
//!
//! In each pair of runs the same load creates and replies, once while customers answer by private links at that rate, once
//! while those who would are silent. Each answers what they were asked, from a network of their own: one network may
//! answer ten times at once.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use catena_bench::load::{Connection, load};
use catena_store::Place;
use serde_json::{Value, json};

use super::served::Desk;
use super::{DETAILS, Sent};
use crate::{Outcome, row};

/// Answers a minute.
const RATE: f64 = 10_000.0;
/// How long a run lasts.
const LONG: Duration = Duration::from_secs(6);
/// Pairs of runs.
const PAIRS: usize = 7;
/// Those who answer one after the other, each on one connection at a time.
const CALLERS: usize = 4;
/// How many answers one network may give at once.
const FREE: usize = 10;
/// Customers that are asked at once.
const CAMPAIGN: usize = 500;

/// Measures it on a fresh desk in a folder.
pub fn voices(catena: &Path) -> Outcome<()> {
    for clients in [8, 32] {
        let folder = tempfile::tempdir()?;
        against_answers(catena, &Place::Folder(folder.path().to_owned()), clients)?;
    }
    Ok(())
}

fn against_answers(catena: &Path, place: &Place, clients: usize) -> Outcome<()> {
    let desk = Desk::open(catena, place)?;
    let each = (RATE / 60.0 * LONG.as_secs_f64()).ceil() as usize + CALLERS;
    let asked = Asked::prepare(&desk, each * (PAIRS + 1))?;
    let team = &desk.team;
    let known = AtomicUsize::new(0);
    // One creates and the next replies, as people do.
    let work = |client: usize, number: usize| {
        if (client + number).is_multiple_of(2) {
            let body = format!(r#"{{"subject":"Order {client}.{number}","details":"{DETAILS}","provider":"{team}"}}"#);
            return ("/api/v1/requests".to_owned(), body);
        }
        let one = (client * 7_919 + number * 104_729) % known.load(Ordering::Relaxed).max(1);
        let body = r#"{"body":"It is on its way: the courier rings twice, as you wished."}"#.to_owned();
        (format!("/api/v1/requests/{}/messages", one + 1), body)
    };
    let create = |client: usize, number: usize| work(client, client + 2 * number);
    known.fetch_add(load(desk.served.address, &desk.key, clients, LONG / 3, create)?.answered, Ordering::Relaxed);
    let mut pairs = Vec::new();
    for pair in 0..=PAIRS {
        let silent = |asked: &Asked| run(&desk, clients, &work, asked, false);
        let speaking = |asked: &Asked| run(&desk, clients, &work, asked, true);
        // What comes second finds a larger desk: both take turns.
        let (alone, beside) = if pair.is_multiple_of(2) {
            let alone = silent(&asked)?;
            (alone, speaking(&asked)?)
        } else {
            let beside = speaking(&asked)?;
            (silent(&asked)?, beside)
        };
        // The first pair warms up.
        if pair > 0 {
            pairs.push((beside.0 / alone.0, alone.0, beside.0, beside.1));
        }
    }
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (ratio, alone, beside, answers) = pairs[PAIRS / 2];
    row(
        &format!("Sqlite: writes beside 10,000 survey answers a minute, {clients} clients"),
        "≥ 85 %",
        format!("{:.0} %", ratio * 100.0),
        &format!(
            "{beside:.0}/s beside {:.0} answers a minute, {alone:.0}/s alone; pairs from {:.0} % to {:.0} %",
            answers * 60.0,
            pairs[0].0 * 100.0,
            pairs[PAIRS - 1].0 * 100.0
        ),
    );
    Ok(())
}

/// The writes and the answers of a run, each a second.
fn run(desk: &Desk, clients: usize, work: &Sent<'_>, asked: &Asked, speak: bool) -> Outcome<(f64, f64)> {
    let stop = AtomicBool::new(false);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let address = desk.served.address;
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let stop = &stop;
                scope.spawn(move || asked.answer(address, caller, begin, stop, speak))
            })
            .collect();
        let writes = load(address, &desk.key, clients, LONG, work);
        stop.store(true, Ordering::Relaxed);
        let mut answers = 0;
        for caller in callers {
            answers += caller.join().map_err(|_| "a customer fell")??;
        }
        Ok((writes?.rate(), answers as f64 / begin.elapsed().as_secs_f64()))
    })
}

/// Customers who were asked and have not answered.
struct Asked {
    /// Their links.
    paths: Vec<String>,
    /// How many answered.
    used: AtomicUsize,
    /// The networks from which they came.
    networks: AtomicUsize,
    /// How satisfied they are, and why.
    questions: [String; 2],
}

impl Asked {
    /// Asks so many; one in ten will answer poorly, and a team looks after each of those.
    fn prepare(desk: &Desk, count: usize) -> Outcome<Self> {
        let mut connection = Connection::open(desk.served.address, &desk.key)?;
        let mut ask = |method: &str, path: &str, body: &Value| -> Outcome<Value> {
            let answer = connection.send(method, &format!("/api/v1{path}"), &body.to_string(), "")?;
            if answer.status >= 300 {
                return Err(String::from_utf8_lossy(&answer.body).into());
            }
            Ok(serde_json::from_slice(&answer.body)?)
        };
        let said = json!({ "en": "How was it?" });
        let survey = json!({
            "name": "How was it?", "purpose": "transactional", "title": said,
            "questions": [{ "scale": "csat", "label": said, "required": true }, { "scale": "text", "label": said }],
        });
        let survey = ask("POST", "/surveys", &survey)?;
        let id = |value: &Value| value["id"].as_str().unwrap_or_default().to_owned();
        let mut customers = Vec::new();
        for number in 0..count {
            let customer =
                id(&ask("POST", "/parties", &json!({ "kind": "person", "name": format!("Customer {number}") }))?);
            if number.is_multiple_of(10) {
                ask("PUT", &format!("/parties/{customer}/owner"), &json!({ "team": desk.team }))?;
            }
            customers.push(customer);
        }
        let mut paths = Vec::new();
        for some in customers.chunks(CAMPAIGN) {
            let done = ask("POST", &format!("/surveys/{}/campaign", id(&survey)), &json!({ "customers": some }))?;
            let links = done["asked"].as_array().ok_or("nobody was asked")?;
            let path = |customer: &String| {
                let link = links.iter().find(|link| link["customer"] == customer.as_str())?;
                link["path"].as_str().map(|path| format!("/api/v1{path}"))
            };
            paths.extend(some.iter().filter_map(path));
        }
        let questions = [id(&survey["questions"][0]), id(&survey["questions"][1])];
        Ok(Self { paths, used: AtomicUsize::new(0), networks: AtomicUsize::new(0), questions })
    }

    /// Answers at this caller's share of the rate until it is told to stop, or idles; how many answered.
    fn answer(
        &self,
        address: SocketAddr,
        caller: usize,
        begin: Instant,
        stop: &AtomicBool,
        speak: bool,
    ) -> std::io::Result<usize> {
        let pause = Duration::from_secs_f64(CALLERS as f64 * 60.0 / RATE);
        let first = begin + pause.mul_f64(caller as f64 / CALLERS as f64);
        let mut connection = None;
        let mut answered = 0_usize;
        for turn in 0_u32.. {
            std::thread::sleep((first + pause * turn).saturating_duration_since(Instant::now()));
            if stop.load(Ordering::Relaxed) {
                break;
            }
            if !speak {
                continue;
            }
            if answered.is_multiple_of(FREE) {
                let network = self.networks.fetch_add(1, Ordering::Relaxed) as u32;
                let [_, high, middle, low] = (network + 0x0100).to_be_bytes();
                connection = Some(Connection::open_from(Ipv4Addr::new(127, 1 + high, middle, low), address)?);
            }
            let place = self.used.fetch_add(1, Ordering::Relaxed);
            let (Some(connection), Some(path)) = (&mut connection, self.paths.get(place)) else { break };
            let value = if place.is_multiple_of(10) { 1 } else { 5 };
            let [how, why] = &self.questions;
            let words = "It came in time, and the card said what it should.";
            let body = json!({ "answers": [{ "question": how, "value": value }, { "question": why, "words": words }] });
            let answer = connection.send("POST", path, &body.to_string(), "")?;
            if answer.status >= 300 {
                return Err(std::io::Error::other(String::from_utf8_lossy(&answer.body).into_owned()));
            }
            answered += 1;
        }
        Ok(answered)
    }
}
