//! Open promises by how likely they are broken.

use std::collections::BTreeMap;

use catena_analysis::Share;
use catena_domain::chain::{Chain, Pressure, Work};
use catena_domain::forecast::Outlook;
use catena_domain::id::RequestId;
use catena_domain::request::{End, Status};
use catena_store::requests::{self as rows, Filter, Order, RequestRow};
use catena_store::{Sql, events};
use jiff::Timestamp;

use super::{After, page};
use crate::actions::requests::{Names, summaries};
use crate::actions::{Actor, Refusal};
use crate::desk::{Desk, Look};
use crate::views::at_risk::{ChainAtRisk, ChainsAtRisk, RiskReason};
use crate::views::requests::ForecastView;

/// How many open requests are looked at; those that press most.
const MOST: i64 = 1_000;

/// A chain with what the past says of it.
struct Seen {
    row: RequestRow,
    chain: Chain,
    pressure: BTreeMap<RequestId, Pressure>,
    look: Option<Look>,
    broken: Option<f64>,
}

/// A page of open promises that can still be kept, the least likely to be kept first.
pub fn chains(desk: &Desk, actor: &Actor, after: Option<After>, limit: i64) -> Result<ChainsAtRisk, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let filter = Filter { roots: Some(true), is_open: Some(true), ..actor.filter() };
        let open = rows::list(sql, &filter, Order::Urgency, None, MOST + 1)?;
        let more = open.len() as i64 > MOST;
        let calendars = desk.calendars(sql)?;
        let (mut all, mut overdue) = (Vec::new(), 0);
        for row in open.into_iter().take(MOST as usize).filter(|row| row.due_at.is_some()) {
            let Some(chain) = Chain::rebuild(&events::of_chain(sql, row.id)?) else { continue };
            let find = |id| calendars.find(id);
            let due = chain.due(chain.root(), &find, now);
            let waits = matches!(row.rests.as_deref(), Some("customer" | "agreed"));
            if !waits && due.is_some_and(|due| due < now) {
                overdue += 1;
                continue;
            }
            let look = desk.forecasts().look(sql, &chain, due, now)?;
            let broken = match look.as_ref().map(|look| look.outlook) {
                Some(Outlook::Known(known)) => known.kept.map(|kept| 1.0 - kept),
                Some(Outlook::NotYetKnown { .. }) | None => None,
            };
            let pressure = chain.pressure(&find, now);
            all.push((After::of(broken, row.id.0), Seen { row, chain, pressure, look, broken }));
        }
        all.sort_by_key(|(place, _)| *place);
        let count = |is: fn(&Option<f64>) -> bool| all.iter().filter(|(_, seen)| is(&seen.broken)).count() as i64;
        let (likely, unknown) = (count(|broken| broken.is_some_and(|broken| broken > 0.5)), count(Option::is_none));
        let count = all.len() as i64;
        let (shown, next) = page(all, after, limit);
        let mut chains = Vec::with_capacity(shown.len());
        for seen in &shown {
            chains.extend(show(sql, actor, seen, now)?);
        }
        Ok(ChainsAtRisk { chains, count, likely, unknown, overdue, more, next, now })
    })
}

fn show(sql: &mut dyn Sql, actor: &Actor, seen: &Seen, now: Timestamp) -> Result<Option<ChainAtRisk>, Refusal> {
    let known = rows::of_chain(sql, seen.row.id)?;
    let in_hand = |row: &&RequestRow| matches!(row.status.as_str(), "offered" | "accepted" | "returned");
    // What is made of steps is in the hands of those who do them, if anybody does yet.
    let inner = known.iter().any(|row| row.parent.is_some() && in_hand(&row));
    let held = known.iter().filter(in_hand).filter(|row| !inner || row.parent.is_some());
    let held: Vec<RequestRow> = held.filter(|row| actor.sees(row)).cloned().collect();
    let Some(request) = summaries(sql, actor, std::slice::from_ref(&seen.row), now)?.pop() else { return Ok(None) };
    let forecast = seen.look.as_ref().map(|look| ForecastView::from(look.outlook));
    Ok(Some(ChainAtRisk {
        request,
        broken: seen.broken,
        forecast,
        in_hand: summaries(sql, actor, &held, now)?,
        reasons: reasons(sql, actor, seen, &known, now)?,
    }))
}

/// What speaks for a break, as far as whoever asks may know of it.
fn reasons(
    sql: &mut dyn Sql,
    actor: &Actor,
    seen: &Seen,
    known: &[RequestRow],
    now: Timestamp,
) -> Result<Vec<RiskReason>, Refusal> {
    let mut names = Names::default();
    let (mut returned, mut late, mut slow) = (Vec::new(), Vec::new(), Vec::new());
    for row in known.iter().filter(|row| actor.sees(row)) {
        let Some(work) = seen.chain.find(row.id) else { continue };
        let mut about = || Ok::<_, Refusal>((row.subject.clone(), names.party(sql, row.provider)?));
        let times = work.request.holds().iter().filter(|hold| matches!(hold.ended, Some((_, End::Returned)))).count();
        if times > 0 {
            let (step, provider) = about()?;
            returned.push(RiskReason::Returned { step, provider, times: times as u64 });
        }
        if let Some((by_seconds, begun)) = began_late(work, &seen.pressure, now) {
            let (step, provider) = about()?;
            late.push(RiskReason::BeganLate { step, provider, begun, by_seconds });
        }
        let paces = seen.look.iter().flat_map(|look| &look.paces);
        let pace = row.step.and_then(|step| paces.into_iter().find(|pace| pace.step == step && pace.is_slow()));
        if let Some((pace, faster)) =
            pace.and_then(|pace| Some((pace, Share::of(pace.faster as u64, pace.cases as u64)?)))
        {
            let (step, provider) = about()?;
            slow.push(RiskReason::Slow {
                step,
                provider,
                running: pace.running,
                took_seconds: pace.took,
                usual_seconds: pace.usual,
                faster: faster.into(),
            });
        }
    }
    let before = seen.look.as_ref().and_then(|look| Share::of(look.broke.broken, look.broke.chains));
    let before = before.map(|broken| RiskReason::BrokeBefore { broken: broken.into() });
    Ok(returned.into_iter().chain(late).chain(slow).chain(before).collect())
}

/// By how many seconds something that is not over should have begun earlier, and whether it has; not while it waits for
/// others, nor where it is made of steps.
fn began_late(work: &Work, pressure: &BTreeMap<RequestId, Pressure>, now: Timestamp) -> Option<(i64, bool)> {
    if work.asked.rests_on_steps || !matches!(work.request.status(), Status::Offered | Status::Accepted) {
        return None;
    }
    let latest = pressure.get(&work.id())?.latest_start?;
    let begun = work.request.holds().last().and_then(|hold| hold.accepted_at);
    let by = begun.unwrap_or(now).as_second() - latest.as_second();
    (by >= 60).then_some((by, begun.is_some()))
}
