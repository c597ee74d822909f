//! Lists, searches and single requests among few and among many.

use std::path::Path;
use std::time::{Duration, Instant};

use catena_bench::load::memory;
use catena_domain::id::{PartyId, RequestId};
use catena_store::requests::{self, Filter, Order};
use catena_store::{Place, Store, parties, search};
use jiff::Timestamp;
use uuid::Uuid;

use super::bare::{insert, request_row, team_row};
use super::served::{Desk, per_request, run};
use crate::{Outcome, median, row};

/// Lists and searches of a store with ten thousand requests, and with many.
pub fn sizes(many: u64, fresh: &dyn Fn() -> Outcome<Place>) -> Outcome<()> {
    let mut before: Option<[Duration; 4]> = None;
    for count in [10_000, many] {
        let place = fresh()?;
        let engine = place.engine();
        let store = Store::open(&place)?;
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
            row(&format!("{engine:?}: 50 most urgent of a team among {many}"), "≤ 1.5 ×", ratio(0), &both(0));
            row("  one request with its chain", "≤ 1.5 ×", ratio(1), &both(1));
            row("  a search term with 100 hits", "≤ 1.5 ×", ratio(2), &both(2));
            let slow = format!("{:.1} ms", times[3].as_secs_f64() * 1e3);
            row(
                "  a term in a tenth of all requests",
                "≤ 300 ms",
                slow,
                "the newest 50, and whether there are more than 1,000",
            );
        }
        before = Some(times);
    }
    Ok(())
}

/// How many requests are written at once: in one act of many more SQLite walks over all pages that the act touched so far
/// at each statement.
const BLOCK: usize = 200;

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
    for block in (0..count).step_by(BLOCK) {
        store.write_now(move |tx| {
            for number in block..(block + BLOCK as u64).min(count) {
                let id = RequestId(Uuid::from_u128(u128::from(number + 5)));
                let mut row = request_row(id, number as i64 + 1, team(number + 1), team(number), now);
                row.urgency = (number as i64).wrapping_mul(7_919_117) % 1_000_000_007;
                let rare = if number % (count / 100) == 0 { "rare" } else { "usual" };
                let common = if number % 10 == 0 { "common" } else { "other" };
                let text = format!("Flowers number {number} {rare} {common}");
                insert(tx, &row, &text)?;
            }
            Ok::<_, catena_store::Error>(())
        })?;
    }
    Ok(team(0))
}

/// What each thing that people do costs on a desk with fifty thousand requests, and what the desk needs to stand there.
pub fn fifty_thousand(catena: &Path, place: &Place) -> Outcome<()> {
    const COUNT: u64 = 50_000;
    let team = fill(&Store::open(place)?, COUNT)?.0;
    let begin = Instant::now();
    let desk = Desk::open(catena, place)?;
    let started = begin.elapsed();
    let served = &desk.served;
    let what = format!("{:?}: a desk of 50,000: from nothing to the first account", place.engine());
    row(&what, "", format!("{} ms", started.as_millis()), "");
    row("  memory when nothing happens", "≤ 60 MB", format!("{} MB", memory(served.child.id())? / 1_000_000), "");
    let id = |client: usize, number: usize| {
        Uuid::from_u128(5 + ((client * 7_919 + number * 104_729) as u128 % u128::from(COUNT)))
    };
    let create = |client: usize, number: usize| {
        ("/api/v1/requests".to_owned(), format!(r#"{{"subject":"Order {client}.{number}","provider":"{team}"}}"#))
    };
    let reply = |client: usize, number: usize| {
        (format!("/api/v1/requests/{}/messages", id(client, number)), r#"{"body":"It is on its way."}"#.to_owned())
    };
    let list = |_: usize, _: usize| (format!("/api/v1/requests?provider={team}&open=true&limit=50"), String::new());
    let fetch = |client: usize, number: usize| (format!("/api/v1/requests/{}", id(client, number)), String::new());
    let cost = |what: &str, ask: &(dyn Fn(usize, usize) -> (String, String) + Sync)| -> Outcome<()> {
        let (load, used) = run(served, &desk.key, 8, ask)?;
        let p99 = load.quantile(0.99).as_secs_f64() * 1e3;
        let more = format!("{:.0}/s with 8 clients, p99 {p99:.1} ms", load.rate());
        row(&format!("  {what}"), "≤ 0.5 ms CPU", format!("{:.2} ms", per_request(&load, used)), &more);
        Ok(())
    };
    cost("create", &create)?;
    cost("reply", &reply)?;
    cost("list 50", &list)?;
    cost("fetch with history", &fetch)?;
    row("  memory after that", "", format!("{} MB", memory(served.child.id())? / 1_000_000), "");
    Ok(())
}
