//! What waits for somebody, and what they wait for.

use catena_domain::id::PartyId;
use catena_store::requests::{self as rows, Filter, Order};
use catena_store::{Sql, parties, search, talk};
use jiff::Timestamp;

use super::requests::{reference, summaries};
use super::talk::to_html;
use super::{Actor, Refusal, ratings};
use crate::desk::Desk;
use crate::views::macros::MentionView;
use crate::views::today::{Board, BoardTeam, Found, Hit, Today};

/// How many rows a column shows.
const COLUMN: i64 = 50;

/// Both columns of the page, ordered by what has to begin first.
pub fn today(desk: &Desk, actor: &Actor) -> Result<Today, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| {
        let mine = actor.parties();
        let to_do = Filter {
            providers: Some(mine.clone()),
            is_open: Some(true),
            // What is planned waits for others first, and what was given back waits for whoever asked.
            in_hand: true,
            not_snoozed: Some((actor.person, now)),
            ..actor.filter()
        };
        let relied_on = Filter {
            customers: Some(if actor.role.is_staff() { mine } else { vec![actor.person] }),
            is_open: Some(true),
            not_snoozed: Some((actor.person, now)),
            ..actor.filter()
        };
        let work = rows::list(sql, &to_do, Order::Urgency, None, COLUMN)?;
        let waits = rows::list(sql, &relied_on, Order::Urgency, None, COLUMN)?;
        Ok(Today {
            relies_on_me: summaries(sql, actor, &work, now)?,
            relies_on_me_count: rows::count(sql, &to_do, 1001)?,
            i_rely_on: summaries(sql, actor, &waits, now)?,
            i_rely_on_count: rows::count(sql, &relied_on, 1001)?,
            mentions: mentions(sql, actor, now)?,
            to_rate: ratings::to_rate(sql, actor, now)?,
            now,
        })
    })
}

/// Notes that wait for them to look at, in requests that they may still see.
fn mentions(sql: &mut dyn Sql, actor: &Actor, now: Timestamp) -> Result<Vec<MentionView>, Refusal> {
    let mut found = Vec::new();
    if !actor.role.is_staff() {
        return Ok(found);
    }
    for mention in talk::mentions(sql, actor.person, COLUMN)? {
        let row = rows::find(sql, mention.request)?.filter(|row| actor.sees(row));
        let request = row.map(|row| summaries(sql, actor, &[row], now)).transpose()?.and_then(|mut rows| rows.pop());
        if let Some(request) = request {
            let author = reference(sql, mention.author)?;
            found.push(MentionView {
                note: mention.note.0,
                request,
                author,
                at: mention.at,
                html: to_html(&mention.body),
            });
        }
    }
    Ok(found)
}

/// What waits for each team.
pub fn board(desk: &Desk, actor: &Actor) -> Result<Board, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let mut teams = Vec::new();
        for team in parties::teams(sql)?.into_iter().filter(|team| !team.closed && !actor.hidden.contains(&team.id)) {
            let (waiting, late) = rows::waiting(sql, team.id, now)?;
            let mine = actor.parties().contains(&team.id);
            teams.push(BoardTeam { team: reference(sql, team.id)?, waiting, late, mine });
        }
        Ok(Board { teams, now })
    })
}

/// Requests, people and words that match.
pub fn find(desk: &Desk, actor: &Actor, wanted: &str, limit: i64) -> Result<Found, Refusal> {
    let now = desk.now();
    let limit = limit.clamp(1, 100);
    desk.store.read(|sql| {
        let mut hits = Vec::new();
        let number = wanted.trim().trim_start_matches('#').parse::<i64>().ok();
        if let Some(row) = number.map(|number| rows::find_number(sql, number)).transpose()?.flatten()
            && actor.sees(&row)
        {
            let request = summaries(sql, actor, &[row], now)?.pop();
            hits.push(Hit { kind: "number".to_owned(), party: None, request });
        }
        let mut before = None;
        // Matches that are not for them to know of are passed over, a few pages far.
        for _ in 0..5 {
            let matches = search::find(sql, wanted, before, limit)?;
            let last = matches.len() < limit as usize;
            before = matches.last().map(|found| found.entry);
            for found in matches {
                if hits.len() as i64 >= limit {
                    break;
                }
                if matches!(found.kind.as_str(), "note" | "note_file") && !actor.role.is_staff() {
                    continue;
                }
                match found.request {
                    Some(id) => {
                        let Some(row) = rows::find(sql, id)?.filter(|row| actor.sees(row)) else { continue };
                        let request = summaries(sql, actor, &[row], now)?.pop();
                        hits.push(Hit { kind: found.kind, party: None, request });
                    }
                    None if actor.role.is_staff() => {
                        let party = Some(reference(sql, PartyId(found.id))?);
                        hits.push(Hit { kind: found.kind, party, request: None });
                    }
                    None => {}
                }
            }
            if last || hits.len() as i64 >= limit {
                break;
            }
        }
        let count = if actor.role.is_staff() { search::count(sql, wanted, 1001)? } else { hits.len() as i64 };
        Ok(Found { hits, count })
    })
}
