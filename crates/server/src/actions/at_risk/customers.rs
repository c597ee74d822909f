//! Customers whose last matter is over, by how likely they do not come back.

use catena_analysis::Share;
use catena_domain::id::{PartyId, RequestId};
use catena_domain::returning::{History, Met, SILENT_DAYS, Tally};
use catena_store::visits::VisitRow;
use catena_store::{Sql, requests, reviews};
use jiff::Timestamp;

use super::{After, page};
use crate::actions::requests::{Names, summaries};
use crate::actions::{Actor, Refusal};
use crate::desk::{Customer, Desk};
use crate::views::at_risk::{CustomerAtRisk, CustomersAtRisk, MetFigures, MetWord};

/// So many days after the end it is told what became of customers: whoever answers has answered by then, mostly.
const LATER: usize = SILENT_DAYS as usize + 1;

/// In which order customers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By how much less likely they come back than others who were away as long: for whom something went wrong.
    #[default]
    Excess,
    /// By how likely they do not come back: whoever was away for long comes first.
    Chance,
}

/// Which customers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those who met with this last.
    pub met: Option<MetWord>,
    /// Only those who have come back before.
    pub regulars: bool,
    /// In this order.
    pub order: Order,
}

/// Somebody who may not come back.
struct Away<'a> {
    customer: &'a Customer,
    last: RequestId,
    met: Met,
    days: usize,
    tally: Tally,
    usual: Option<f64>,
}

/// A page of customers whose last matter ended within 90 days and who have not come back.
pub fn customers(
    desk: &Desk,
    actor: &Actor,
    wanted: Wanted,
    after: Option<After>,
    limit: i64,
) -> Result<CustomersAtRisk, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let known = desk.returns().customers(sql, now)?;
        let history = &known.history;
        let mut all: Vec<(After, Away)> = known
            .all
            .iter()
            .filter(|customer| is_shown(actor, &customer.visits))
            .filter_map(|customer| away(history, customer, now))
            .filter(|away| wanted.met.is_none_or(|met| met == word(away.met)))
            .filter(|away| !wanted.regulars || away.customer.matters.len() > 1)
            .map(|away| (place(&away, wanted.order), away))
            .collect();
        all.sort_by_key(|(place, _)| *place);
        let count = all.len() as i64;
        let unknown = all.iter().filter(|(_, away)| away.tally.chance().is_none()).count() as i64;
        let likely = all.iter().filter(|(_, away)| excess(away).is_some_and(|more| more > 0.0)).count() as i64;
        let (shown, next) = page(all, after, limit);
        let mut names = Names::default();
        let mut customers = Vec::with_capacity(shown.len());
        for away in &shown {
            customers.extend(show(sql, actor, &mut names, away, now)?);
        }
        let past = Met::ALL.iter().map(|&(met, _)| {
            let tally = history.after(met, LATER);
            MetFigures { met: word(met), gone: enough(tally), cases: u64::from(tally.cases) }
        });
        Ok(CustomersAtRisk {
            customers,
            count,
            likely,
            unknown,
            past: past.collect(),
            days: LATER as u64,
            all: enough(whatever(history, LATER)),
            next,
            now,
        })
    })
}

/// Whether whoever asks may know of all that a customer asked for: half of it would tell a wrong story.
fn is_shown(actor: &Actor, visits: &[VisitRow]) -> bool {
    let mine = actor.parties();
    let hidden = |visit: &VisitRow| actor.hidden.contains(&visit.provider) && !mine.contains(&visit.provider);
    !visits.iter().any(hidden)
}

/// Where somebody stands whose last matter is over, unless they are known to have left.
fn away<'a>(history: &History, customer: &'a Customer, now: Timestamp) -> Option<Away<'a>> {
    let matter = customer.matters.last()?;
    let days = matter.days(now)?;
    let ended_at = matter.ended_at?;
    if customer.left_at.is_some_and(|left| left >= ended_at) {
        return None;
    }
    let last = customer.visits.get(*matter.visits.last()?)?.request;
    let met = matter.met(now);
    let usual = whatever(history, days).chance();
    Some(Away { customer, last, met, days, tally: history.after(met, days), usual })
}

/// What became of all who had not come back by then, whatever they had met with.
fn whatever(history: &History, days: usize) -> Tally {
    let sum = |sum: Tally, one: Tally| Tally { cases: sum.cases + one.cases, gone: sum.gone + one.gone };
    Met::ALL.iter().map(|(met, _)| history.after(*met, days)).fold(Tally::default(), sum)
}

/// How much more likely they do not come back than others who were away as long.
fn excess(away: &Away) -> Option<f64> {
    Some(away.tally.chance()? - away.usual?)
}

fn place(away: &Away, order: Order) -> After {
    let said = match order {
        Order::Excess => excess(away),
        Order::Chance => away.tally.chance(),
    };
    After::of(said, away.customer.party.0)
}

fn show(
    sql: &mut dyn Sql,
    actor: &Actor,
    names: &mut Names,
    away: &Away,
    now: Timestamp,
) -> Result<Option<CustomerAtRisk>, Refusal> {
    let Some(row) = requests::find(sql, away.last)?.filter(|row| actor.sees(row)) else { return Ok(None) };
    let Some(last) = summaries(sql, actor, &[row], now)?.pop() else { return Ok(None) };
    let owner = reviews::owner(sql, away.customer.party)?.filter(|team| !actor.hidden.contains(team));
    Ok(Some(CustomerAtRisk {
        customer: names.party(sql, away.customer.party)?,
        owner: owner.map(|team: PartyId| names.party(sql, team)).transpose()?,
        last,
        matters: away.customer.matters.len() as u64,
        met: word(away.met),
        days: away.days as u64,
        past: enough(away.tally),
        gone: away.tally.chance(),
        usual: away.usual,
    }))
}

/// A share, where there are cases enough to say so.
fn enough(tally: Tally) -> Option<crate::report::Share> {
    tally.chance()?;
    Share::of(u64::from(tally.gone), u64::from(tally.cases)).map(Into::into)
}

fn word(met: Met) -> MetWord {
    match met {
        Met::PoorAnswer => MetWord::PoorAnswer,
        Met::BrokenTwice => MetWord::BrokenTwice,
        Met::Broken => MetWord::Broken,
        Met::GoodAnswer => MetWord::GoodAnswer,
        Met::NoAnswer => MetWord::NoAnswer,
        Met::Kept => MetWord::Kept,
    }
}
