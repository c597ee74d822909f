//! The shops at work while one watches: orders come in, colleagues take them, hand on, are late or in time. Everything
//! goes through the same actions as what people do.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use catena_domain::id::{AccountId, PartyId, RequestId, ServiceId};
use catena_domain::party::Role;
use catena_simulator::{Verdict, lot, verdict};
use catena_store::requests::{self, Filter, Order, RequestRow};
use catena_store::services::{self, ServiceRow};
use catena_store::{Sql, Tx, accounts, parties, ratings as questions};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::colleagues::SEED;
use super::pulse;
use crate::actions::ratings::{NewRating, answer};
use crate::actions::requests::{NewAct, NewRequest, act, ask};
use crate::actions::{Actor, Refusal, Scope};
use crate::desk::{Desk, PlanText, StepText};
use crate::views::ratings::ReasonWord;
use crate::views::requests::ActWord;

/// How many orders are under way at most.
const BUSY: usize = 12;

/// Lets the shops work at `speed` times the speed of real ones, until the task is dropped.
pub async fn simulate(desk: Arc<Desk>, speed: u32) {
    let speed = i64::from(speed.max(1));
    let set_up = desk.clone();
    let Ok(Ok(Some(mut shop))) = tokio::task::spawn_blocking(move || Shop::open(&set_up, speed)).await else { return };
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let desk = desk.clone();
        let worked = tokio::task::spawn_blocking(move || {
            let done = shop.work(&desk);
            (shop, done)
        });
        match worked.await {
            Ok((next, done)) => {
                shop = next;
                if let Err(error) = done {
                    tracing::debug!(%error, "the simulated shop could not do something");
                }
            }
            Err(_) => return,
        }
    }
}

struct Shop {
    service: ServiceId,
    clerks: PartyId,
    customers: Vec<PartyId>,
    speed: i64,
    /// When somebody next does something about a request.
    plans: HashMap<RequestId, Timestamp>,
    next_order: Timestamp,
    /// When somebody next says how it is to work here.
    next_answer: Timestamp,
}

impl Shop {
    /// The demonstration's shop in the south, whose service is adapted to the speed. None without the demonstration.
    fn open(desk: &Arc<Desk>, speed: i64) -> Result<Option<Self>, Refusal> {
        let own = desk.clone();
        desk.store.write_now(move |tx| {
            let teams = parties::teams(tx.sql())?;
            let team = |name: &str| teams.iter().find(|team| team.name == name).map(|team| team.id);
            let found = (team("Clerks South"), team("Design South"), team("Couriers South"));
            let (Some(clerks), Some(design), Some(couriers)) = found else { return Ok(None) };
            let name = format!("Express bouquet, {speed} times as fast");
            let known = services::all(tx.sql())?.into_iter().find(|service| service.name == name);
            let service = if let Some(service) = known {
                service.id
            } else {
                let (made, brought) = (own.id(), own.id());
                let step = |id, name: &str, provider: PartyId, minutes: i64, after: Vec<Uuid>| StepText {
                    id,
                    name: name.to_owned(),
                    provider: provider.0,
                    seconds: (minutes * 60 / speed).max(1),
                    after,
                    checklist: Vec::new(),
                };
                let steps = vec![
                    step(made, "Arrange the flowers", design, 60, Vec::new()),
                    step(brought, "Deliver", couriers, 45, vec![made]),
                ];
                let plan = PlanText { steps, fields: Vec::new() };
                let row = ServiceRow {
                    id: ServiceId(own.id()),
                    name,
                    description: "Asked for and done by the simulated shop.".to_owned(),
                    provider: clerks,
                    for_customers: false,
                    closed: false,
                    version: 1,
                    plan: serde_json::to_string(&plan).unwrap_or_default(),
                    revision: 1,
                };
                services::save(tx, &row, own.now())?;
                row.id
            };
            let filter = Filter { external: Some(true), roots: Some(true), ..Filter::default() };
            let last = requests::list(tx.sql(), &filter, Order::Newest, None, 120)?;
            let customers = last.into_iter().map(|row| row.customer).collect();
            Ok::<_, Refusal>(Some(Self {
                service,
                clerks,
                customers,
                speed,
                plans: HashMap::new(),
                next_order: own.now(),
                next_answer: own.now(),
            }))
        })
    }

    /// Does what is due by now.
    fn work(&mut self, desk: &Arc<Desk>) -> Result<(), Refusal> {
        let now = desk.now();
        let filter = Filter { service: Some(self.service), is_open: Some(true), ..Filter::default() };
        let open = desk.store.read(|sql| requests::list(sql, &filter, Order::Urgency, None, 200))?;
        if now >= self.next_order && open.iter().filter(|row| row.parent.is_none()).count() < BUSY {
            self.order(desk)?;
            self.next_order = now + self.minutes(desk, 8, 40);
        }
        if now >= self.next_answer {
            pulse::answer(desk)?;
            self.next_answer = now + self.minutes(desk, 4, 30);
        }
        let done = Filter { service: Some(self.service), status: Some("done".to_owned()), ..Filter::default() };
        let done = desk.store.read(|sql| requests::list(sql, &done, Order::Newest, None, 200))?;
        let under_way: Vec<&RequestRow> = open.iter().chain(&done).filter(|row| row.parent.is_some()).collect();
        self.plans.retain(|id, _| under_way.iter().any(|row| row.id == *id));
        for row in under_way {
            match self.plans.get(&row.id) {
                None if matches!(row.status.as_str(), "offered" | "accepted" | "done") => {
                    let wait = match row.status.as_str() {
                        "accepted" => self.work_time(desk, row),
                        _ => self.minutes(desk, 2, 20),
                    };
                    self.plans.insert(row.id, now + wait);
                }
                Some(&at) if at <= now => {
                    self.plans.remove(&row.id);
                    Self::step(desk, row)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// How long somebody works on a step. Every fourth takes longer than it may.
    fn work_time(&self, desk: &Desk, row: &RequestRow) -> SignedDuration {
        let late = desk.id().as_bytes()[15].is_multiple_of(4);
        let usual = if row.subject == "Deliver" { (20, 40) } else { (30, 52) };
        if late { self.minutes(desk, usual.1, usual.1 + 45) } else { self.minutes(desk, usual.0, usual.1) }
    }

    fn minutes(&self, desk: &Desk, from: i64, to: i64) -> SignedDuration {
        let bytes = desk.id().into_bytes();
        let share = i64::from(u16::from_be_bytes([bytes[14], bytes[13]]));
        SignedDuration::from_millis((from * 60_000 + (to - from) * 60_000 * share / 65_535) / self.speed)
    }

    fn order(&self, desk: &Arc<Desk>) -> Result<(), Refusal> {
        let byte = usize::from(desk.id().as_bytes()[15]);
        let Some(&customer) = self.customers.get(byte % self.customers.len().max(1)) else { return Ok(()) };
        let wishes = ["Red roses", "Sunflowers", "Tulips, mixed", "White lilies", "A wreath of herbs", "Peonies"];
        let due = desk.now() + self.minutes(desk, 115, 150);
        let new = NewRequest {
            subject: wishes[byte % wishes.len()].to_owned(),
            details: String::new(),
            customer: None,
            provider: None,
            service: Some(self.service.0),
            priority: None,
            due_at: Some(due),
            tags: vec!["simulated".to_owned()],
            fields: Vec::new(),
        };
        let (own, clerks) = (desk.clone(), self.clerks);
        desk.store.write_now(move |tx| ask(&own, tx, clerks, customer, &new))?;
        Ok(())
    }

    /// The next thing that somebody does with a request; whoever receives it may be asked how it went.
    fn step(desk: &Arc<Desk>, row: &RequestRow) -> Result<(), Refusal> {
        let (what, team) = match row.status.as_str() {
            "offered" => (ActWord::Accept, row.provider),
            "accepted" => (ActWord::Finish, row.provider),
            _ => (ActWord::Receive, row.customer),
        };
        let new = NewAct { act: what, note: None, to: None, why: None, answers: Vec::new() };
        let (own, row) = (desk.clone(), row.clone());
        desk.store.write_now(move |tx| {
            let actor = somebody(tx.sql(), team, row.id)?;
            act(&own, tx, &actor, row.id, &new, None)?;
            if what == ActWord::Receive { say(&own, tx, &row) } else { Ok(()) }
        })
    }
}

/// Whoever of a team looks after a request: nobody who signs in, whom nothing is to be done for.
fn somebody(sql: &mut dyn Sql, team: PartyId, request: RequestId) -> Result<Actor, Refusal> {
    let mut people = Vec::new();
    for member in parties::members_of(sql, team)? {
        if accounts::of_party(sql, member.person)?.is_none() {
            people.push(member.person);
        }
    }
    let place = usize::from(request.0.as_bytes()[15]) % people.len().max(1);
    Ok(Actor {
        account: AccountId(Uuid::nil()),
        person: people.get(place).copied().unwrap_or(team),
        role: Role::Member,
        teams: vec![(team, false)],
        led: Vec::new(),
        hidden: Vec::new(),
        scope: Scope::Write,
        session: None,
    })
}

/// Both sides say how it went, if they were asked: most of those who relied on it, and some of those who did it.
fn say(desk: &Desk, tx: &mut Tx<'_>, row: &RequestRow) -> Result<(), Refusal> {
    let id = row.id.0.to_string();
    let team = parties::find(tx.sql(), row.provider)?.map(|team| team.name).unwrap_or_default();
    let late = row.kept == Some(false);
    let Some(thought) = verdict(SEED, &team, &id, late) else { return Ok(()) };
    for asked in questions::of_request(tx.sql(), row.id)?.into_iter().filter(|rating| rating.asked) {
        for (party, share) in [(row.customer, 80), (row.provider, 45)] {
            let actor = somebody(tx.sql(), party, row.id)?;
            let (relied, did) = (asked.rater == actor.person, asked.doer == Some(actor.person));
            if (relied || did) && lot(SEED, &id, if relied { "customer" } else { "provider" }) % 100 < share {
                answer(desk, tx, &actor, asked.id, &said(&thought, relied))?;
            }
        }
    }
    Ok(())
}

fn said(thought: &Verdict, relied: bool) -> NewRating {
    let reason = match thought.reason {
        _ if !relied => (!thought.clear).then_some(ReasonWord::Unclear),
        Some("late") => Some(ReasonWord::Late),
        Some("missing") => Some(ReasonWord::Missing),
        Some("wrong") => Some(ReasonWord::Wrong),
        Some("no_answer") => Some(ReasonWord::NoAnswer),
        Some("tone") => Some(ReasonWord::Tone),
        Some(_) => Some(ReasonWord::Unclear),
        None => None,
    };
    NewRating {
        right: if relied { thought.right } else { thought.clear },
        ease: relied.then_some(thought.ease),
        reason,
        lost_minutes: thought.lost_minutes.filter(|_| relied),
    }
}
