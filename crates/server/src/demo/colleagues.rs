//! Who received the hand-offs of the demonstration, and what colleagues said of them: asked by the same rule as on a desk
//! at work, answered from the simulator's truth. Whoever looks around finds a few questions that still wait for them.

use std::collections::HashMap;

use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, PartyId, RequestId};
use catena_domain::rating::{A_DAY, Occasion, ask, day};
use catena_simulator::{Verdict, lot, verdict};
use catena_store::Tx;
use catena_store::ratings::{self, AnswerRow, RatingRow};
use catena_store::thanks::{self, Thanks};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::actions::Refusal;
use crate::desk::Desk;

/// The seed of what is thought.
pub const SEED: u64 = 7;
/// For how many seconds before the demonstration begins questions wait for whoever looks around.
const RECENT: i64 = 60 * 3600;

/// A hand-off that somebody received.
pub struct Reception {
    /// Its id in the simulator.
    pub id: String,
    /// The request.
    pub request: RequestId,
    /// The team that relied on it.
    pub customer: PartyId,
    /// The team that did it.
    pub provider: PartyId,
    /// The name of that team.
    pub team: String,
    /// When it was done.
    pub done_at: Timestamp,
    /// Whether it was late.
    pub late: bool,
    /// The act with which it was received.
    pub act: ActId,
    /// By whom.
    pub by: PartyId,
    /// When.
    pub at: Timestamp,
}

/// Who works where, and what was received.
#[derive(Default)]
pub struct Colleagues {
    members: HashMap<PartyId, Vec<PartyId>>,
    visitors: HashMap<PartyId, PartyId>,
    receptions: Vec<Reception>,
}

impl Colleagues {
    /// A person works in a team.
    pub fn join(&mut self, team: PartyId, person: PartyId) {
        self.members.entry(team).or_default().push(person);
    }

    /// Whoever looks around works in a team.
    pub fn visit(&mut self, team: PartyId, person: PartyId) {
        self.visitors.entry(team).or_insert(person);
    }

    /// Who receives what `provider` did for `customer`, how many seconds after it was done; nobody if no team relied on
    /// it. `before` is how many seconds before the demonstration begins that is.
    pub fn receiver(&self, id: &str, customer: PartyId, provider: PartyId, before: i64) -> Option<(PartyId, i64)> {
        let members = self.members.get(&customer)?;
        let pause = 120 + (lot(SEED, id, "pause") % 900) as i64;
        let visitor = self.visitors.get(&customer).filter(|_| !self.visitors.contains_key(&provider));
        let by = match visitor.filter(|_| before < RECENT && lot(SEED, id, "visitor").is_multiple_of(3)) {
            Some(&visitor) => visitor,
            None => members[(lot(SEED, id, "receiver") % members.len() as u64) as usize],
        };
        Some((by, pause))
    }

    /// Somebody received something.
    pub fn receive(&mut self, reception: Reception) {
        self.receptions.push(reception);
    }

    /// Asks, answers and thanks up to `now`; what happened by that.
    pub fn speak(mut self, desk: &Desk, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let zone = TimeZone::get("Europe/Vienna").unwrap_or(TimeZone::UTC);
        self.receptions.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        let mut received: HashMap<PartyId, Vec<(Timestamp, Occasion, bool)>> = HashMap::new();
        let mut prompted: HashMap<PartyId, Vec<Timestamp>> = HashMap::new();
        let mut happened = Vec::new();
        for one in &self.receptions {
            let Some(thought) = verdict(SEED, &one.team, &one.id, one.late) else { continue };
            let Some(people) = self.members.get(&one.provider) else { continue };
            let doer = people[(lot(SEED, &one.id, "doer") % people.len() as u64) as usize];
            let visits = self.visitors.values().any(|&visitor| visitor == one.by);
            let (from, to) = day(one.at, &zone);
            let before = received.entry(one.by).or_default();
            let earlier: Vec<(Occasion, bool)> =
                before.iter().filter(|(at, ..)| (from..to).contains(at)).map(|&(_, why, asked)| (why, asked)).collect();
            let occasion = if one.late { Occasion::Broken } else { Occasion::Drawn };
            // Whoever looks around is to see how it is.
            let draw = ask(occasion, &earlier, if visits { 0 } else { lot(SEED, &one.id, "draw") });
            before.push((one.at, occasion, draw.asked));
            let of_doer = prompted.entry(doer).or_default();
            let comes = draw.asked && of_doer.iter().filter(|at| (from..to).contains(*at)).count() < A_DAY;
            if comes {
                of_doer.push(one.at);
            }
            let row = RatingRow {
                id: desk.id(),
                request: one.request,
                done_at: one.done_at,
                customer: one.customer,
                provider: one.provider,
                rater: one.by,
                doer: Some(doer),
                prompted: comes,
                occasion: occasion.word().to_owned(),
                chance: i64::from(draw.chance.0),
                asked: draw.asked,
                asked_at: one.at,
                act: one.act,
                taken_back: false,
            };
            ratings::add(tx, &row)?;
            if draw.asked {
                let asked = Fact::RatingAsked(row.id);
                happened.push(Event { act: one.act, ..event(desk, one, PartyId::CATENA, one.at, asked) });
                for (side, by, share) in [("customer", one.by, 80), ("provider", doer, 45)] {
                    let at = one.at + SignedDuration::from_mins(1 + (lot(SEED, &one.id, side) % 600) as i64);
                    let answers =
                        lot(SEED, &one.id, by_whom(side)) % 100 < share && at < now && !(visits && by == one.by);
                    if answers {
                        ratings::answer(tx, row.id, &said(side, &thought, at))?;
                        happened.push(event(desk, one, by, at, Fact::RatingGiven(row.id)));
                    }
                }
            }
            if thought.thanks && !visits {
                let (request, giver, doer) = (one.request, one.by, Some(doer));
                let (done_at, provider, at) = (one.done_at, one.provider, one.at);
                thanks::give(tx, &Thanks { request, done_at, giver, provider, doer, at })?;
                happened.push(event(desk, one, giver, at, Fact::Thanked));
            }
        }
        Ok(happened)
    }
}

fn by_whom(side: &str) -> &'static str {
    if side == "customer" { "customer answers" } else { "provider answers" }
}

fn event(desk: &Desk, one: &Reception, by: PartyId, at: Timestamp, fact: Fact) -> Event {
    Event { seq: 0, at, act: ActId(desk.id()), by, subject: one.request.0, chain: None, fact }
}

/// What one side says.
pub fn said(side: &str, thought: &Verdict, at: Timestamp) -> AnswerRow {
    let relied = side == "customer";
    AnswerRow {
        side: side.to_owned(),
        complete: if relied { thought.right } else { thought.clear },
        ease: relied.then_some(i64::from(thought.ease)),
        reason: thought
            .reason
            .filter(|_| relied)
            .or((!relied && !thought.clear).then_some("unclear"))
            .map(str::to_owned),
        lost_minutes: thought.lost_minutes.filter(|_| relied).map(i64::from),
        at,
    }
}
