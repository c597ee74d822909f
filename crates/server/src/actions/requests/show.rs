//! What is shown of requests: names looked up, promises judged at the instant of looking, and nothing that whoever asks
//! may not know.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use catena_domain::chain::{Pressure, Work};
use catena_domain::id::{PartyId, RequestId, ServiceId, StepId};
use catena_domain::promise::{Kind, Standing};
use catena_domain::request::{End, Rest};
use catena_store::requests::{self as rows, Filter, NEVER, Order, RequestRow};
use catena_store::{Sql, keep, parties, services, talk};
use jiff::Timestamp;

use super::allowed;
use crate::actions::files::{files_of_messages, files_of_notes, waiting_for_conversation, waiting_for_notes};
use crate::actions::merge;
use crate::actions::talk::to_html;
use crate::actions::work::Bench;
use crate::actions::{Actor, Refusal, fields};
use crate::desk::{Desk, PlanText};
use crate::views::requests::{
    ActWord, ChainLink, DraftView, EventView, ForecastView, HoldView, MessageView, NoteView, PartRef, PartyRef,
    PauseView, PromiseView, PromiseWord, RequestDetail, RequestSummary, RestWord, RootRef, StandingWord, StatusWord,
};

/// Names that were looked up once.
#[derive(Default)]
pub struct Names {
    parties: HashMap<PartyId, String>,
    services: HashMap<ServiceId, String>,
    plans: HashMap<(ServiceId, i64), PlanText>,
    roots: HashMap<RequestId, RequestRow>,
}

impl Names {
    pub(in crate::actions) fn party(&mut self, sql: &mut dyn Sql, id: PartyId) -> Result<PartyRef, Refusal> {
        if let Some(name) = self.parties.get(&id) {
            return Ok(PartyRef { id: id.0, name: name.clone() });
        }
        let name = parties::find(sql, id)?.map(|row| row.name).unwrap_or_default();
        self.parties.insert(id, name.clone());
        Ok(PartyRef { id: id.0, name })
    }

    pub(in crate::actions) fn service(&mut self, sql: &mut dyn Sql, id: ServiceId) -> Result<PartyRef, Refusal> {
        let name = match self.services.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(services::find(sql, id)?.map(|row| row.name).unwrap_or_default()),
        };
        Ok(PartyRef { id: id.0, name: name.clone() })
    }

    fn plan(&mut self, sql: &mut dyn Sql, id: ServiceId, version: i64) -> Result<&PlanText, Refusal> {
        Ok(match self.plans.entry((id, version)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let text = services::plan(sql, id, version)?.unwrap_or_default();
                place.insert(serde_json::from_str(&text).unwrap_or_default())
            }
        })
    }

    /// A request, as its lists say.
    pub(in crate::actions) fn request(
        &mut self,
        sql: &mut dyn Sql,
        id: RequestId,
    ) -> Result<Option<RequestRow>, Refusal> {
        Ok(match self.roots.entry(id) {
            Entry::Occupied(known) => Some(known.get().clone()),
            Entry::Vacant(place) => rows::find(sql, id)?.map(|row| place.insert(row).clone()),
        })
    }
}

/// A party by its name.
pub fn reference(sql: &mut dyn Sql, id: PartyId) -> Result<PartyRef, Refusal> {
    Names::default().party(sql, id)
}

/// Requests as lists show them.
pub fn summaries(
    sql: &mut dyn Sql,
    actor: &Actor,
    found: &[RequestRow],
    now: Timestamp,
) -> Result<Vec<RequestSummary>, Refusal> {
    let mut names = Names::default();
    found.iter().map(|row| summary(sql, &mut names, actor, row, now)).collect()
}

fn summary(
    sql: &mut dyn Sql,
    names: &mut Names,
    actor: &Actor,
    row: &RequestRow,
    now: Timestamp,
) -> Result<RequestSummary, Refusal> {
    let top =
        if row.parent.is_none() { row.clone() } else { names.request(sql, row.root)?.unwrap_or_else(|| row.clone()) };
    let service = row.service.map(|id| names.service(sql, id)).transpose()?;
    Ok(RequestSummary {
        id: row.id.0,
        number: row.number,
        subject: row.subject.clone(),
        status: status(&row.status),
        rests: row.rests.as_deref().map(rest),
        customer: names.party(sql, row.customer)?,
        provider: names.party(sql, row.provider)?,
        external: row.external,
        service,
        step: row.step.map(|_| row.subject.clone()),
        priority: row.priority,
        awaited: row.awaited,
        asked_at: row.asked_at,
        opened_at: row.opened_at,
        accepted_at: row.accepted_at,
        done_at: row.done_at,
        due_at: row.due_at,
        latest_start_at: (row.urgency != NEVER).then(|| Timestamp::from_microsecond(row.urgency).ok()).flatten(),
        standing: standing(row, now),
        critical: row.critical,
        root: RootRef {
            id: top.id.0,
            number: top.number,
            subject: top.subject.clone(),
            customer: names.party(sql, top.customer)?,
            external: top.external,
            due_at: top.due_at,
            standing: standing(&top, now),
        },
        may: acts(actor, row),
        revision: row.revision,
    })
}

/// What is true of a request's promise. While it rests for the customer the promise cannot break.
fn standing(row: &RequestRow, now: Timestamp) -> Option<StandingWord> {
    let due = row.due_at?;
    let waits = matches!(row.rests.as_deref(), Some("customer" | "agreed"));
    Some(match row.kept {
        Some(true) => StandingWord::Kept,
        Some(false) => StandingWord::Broken,
        None if row.status == "withdrawn" => return None,
        None if !waits && due < now => StandingWord::Broken,
        None => StandingWord::Open,
    })
}

/// What somebody may do with a request now.
fn acts(actor: &Actor, row: &RequestRow) -> Vec<ActWord> {
    use ActWord::{Accept, Finish, Offer, Pause, Receive, Reopen, Resume, Return, Transfer, Withdraw};
    if row.merged.is_some() {
        return Vec::new();
    }
    let rests = row.rests.is_some();
    let possible: &[ActWord] = match (row.status.as_str(), rests) {
        ("planned", _) => &[Withdraw],
        ("offered", false) => &[Accept, Finish, Return, Transfer, Pause, Withdraw],
        ("offered", true) => &[Accept, Finish, Return, Transfer, Resume, Withdraw],
        ("accepted", false) => &[Finish, Return, Transfer, Pause, Withdraw],
        ("accepted", true) => &[Resume, Finish, Return, Transfer, Withdraw],
        ("returned", _) => &[Offer, Transfer, Withdraw],
        ("done", _) => &[Receive, Reopen],
        ("received", _) => &[Reopen],
        _ => &[],
    };
    possible.iter().copied().filter(|&act| allowed(actor, row, act)).collect()
}

/// A request with everything around it.
pub fn detail(
    sql: &mut dyn Sql,
    desk: &Desk,
    actor: &Actor,
    id: RequestId,
    now: Timestamp,
) -> Result<RequestDetail, Refusal> {
    let bench = Bench::load(sql, desk, id)?;
    let row = super::visible(actor, &bench, id)?.clone();
    let mut names = Names::default();
    let find = bench.calendars();
    let pressure = bench.chain.pressure(&find, now);
    let staff = actor.role.is_staff();
    let mut chain = Vec::new();
    for other in &bench.rows {
        let known = actor.sees(other) || (staff && other.root == row.root);
        if let Some(work) = bench.chain.find(other.id).filter(|_| known) {
            let pressed = pressure.get(&other.id).copied();
            let mut shown = link(sql, &mut names, actor, other, work, pressed, &bench, now)?;
            if !actor.sees(other) {
                // That there is work is no secret, what it is about is.
                shown.request.subject = String::new();
            }
            chain.push(shown);
        }
    }
    let this = chain.iter().find(|link| link.request.id == id.0).cloned();
    let this = this.ok_or_else(|| crate::actions::work::no_request(id))?;
    let root = bench.chain.root();
    let top = root.id();
    let due = bench.chain.due(root, &find, now);
    let forecast = desk.forecasts().of(sql, &bench.chain, due, now)?.map(ForecastView::from);
    let mut parts = merge::parts(sql, top)?;
    parts.retain(|part| actor.sees(part));
    let mut messages = Vec::new();
    for (said_in, part) in std::iter::once((top, None)).chain(parts.iter().map(|part| (part.id, Some(part.number)))) {
        let mut files = files_of_messages(sql, said_in)?;
        for message in talk::messages(sql, said_in)? {
            messages.push(MessageView {
                id: message.id.0,
                author: names.party(sql, message.author)?,
                outward: message.outward,
                at: message.at,
                html: to_html(&message.body),
                files: files.remove(&message.id).unwrap_or_default(),
                body: message.body,
                part,
            });
        }
    }
    messages.sort_by_key(|message| message.at);
    let joined = row.merged.map(|into| rows::find(sql, into)).transpose()?.flatten().filter(|into| actor.sees(into));
    let mut notes = Vec::new();
    if staff {
        let mut note_files = files_of_notes(sql, top)?;
        for note in talk::notes(sql, top)? {
            let about = bench.row(note.request)?;
            if actor.sees(about) {
                notes.push(NoteView {
                    id: note.id.0,
                    request: note.request.0,
                    author: names.party(sql, note.author)?,
                    at: note.at,
                    html: to_html(&note.body),
                    files: note_files.remove(&note.id).unwrap_or_default(),
                    body: note.body,
                });
            }
        }
    }
    let history = if staff { history(sql, &mut names, actor, &bench)? } else { Vec::new() };
    let others = others(sql, actor, root)?;
    let drafts = talk::drafts(sql, actor.account, id)?;
    let followers = keep::followers(sql, id)?;
    let following = followers.contains(&actor.person);
    let followers = followers.into_iter().map(|person| names.party(sql, person)).collect::<Result<_, _>>()?;
    Ok(RequestDetail {
        details: rows::details(sql, id)?,
        tags: rows::tags(sql, id)?,
        fields: if actor.sees(bench.row(top)?) { fields::show(sql, &bench, staff)? } else { Vec::new() },
        asked_by: names.party(sql, row.asked_by)?,
        forecast,
        chain,
        messages,
        notes,
        drafts: drafts.into_iter().map(|draft| DraftView { kind: draft.kind, body: draft.body }).collect(),
        message_files: waiting_for_conversation(sql, actor, top)?,
        note_files: waiting_for_notes(sql, actor, id)?,
        history,
        others: summaries(sql, actor, &others, now)?,
        followers: if staff { followers } else { Vec::new() },
        following,
        snoozed_until: keep::snoozed_until(sql, id, actor.person)?,
        merged: joined.as_ref().map(part_ref),
        parts: parts.iter().map(part_ref).collect(),
        link: this,
    })
}

/// What else the customer of a chain asked for, the newest first, as far as they may know.
fn others(sql: &mut dyn Sql, actor: &Actor, root: &Work) -> Result<Vec<RequestRow>, Refusal> {
    let customer = root.request.customer();
    if !actor.role.is_staff() && customer != actor.person {
        return Ok(Vec::new());
    }
    let filter = Filter { customers: Some(vec![customer]), roots: Some(true), ..actor.filter() };
    let found = rows::list(sql, &filter, Order::Newest, None, 21)?;
    Ok(found.into_iter().filter(|other| other.id != root.id()).take(20).collect())
}

/// What happened in a chain, in order.
fn history(sql: &mut dyn Sql, names: &mut Names, actor: &Actor, bench: &Bench) -> Result<Vec<EventView>, Refusal> {
    bench.events().map(|event| names.event(sql, actor, event)).collect()
}

fn part_ref(row: &RequestRow) -> PartRef {
    PartRef { id: row.id.0, number: row.number, subject: row.subject.clone() }
}

#[expect(clippy::too_many_arguments, reason = "a view of one row with all that is known around it")]
fn link(
    sql: &mut dyn Sql,
    names: &mut Names,
    actor: &Actor,
    row: &RequestRow,
    work: &Work,
    pressed: Option<Pressure>,
    bench: &Bench,
    now: Timestamp,
) -> Result<ChainLink, Refusal> {
    let find = bench.calendars();
    let mut holds = Vec::new();
    for hold in work.request.holds() {
        holds.push(HoldView {
            provider: names.party(sql, hold.provider)?,
            offered_at: hold.offered_at,
            accepted_at: hold.accepted_at,
            ended_at: hold.ended.map(|(at, _)| at),
            end: hold.ended.map(|(_, end)| match end {
                End::Done => "done",
                End::Returned => "returned",
                End::Transferred => "transferred",
                End::Withdrawn => "withdrawn",
            }),
        });
    }
    let mut pauses = Vec::new();
    for pause in work.request.pauses() {
        pauses.push(PauseView {
            from: pause.from,
            to: pause.to,
            why: match pause.why {
                Rest::Customer => RestWord::Customer,
                Rest::Colleague => RestWord::Colleague,
                Rest::Agreed => RestWord::Agreed,
            },
            by: names.party(sql, pause.by)?,
        });
    }
    let promises = work.promises.iter().filter_map(|promised| {
        let (due_at, met_at, standing) = match bench.chain.standing(work.id(), promised.kind, &find, now)? {
            Standing::Open { due } => (due, None, StandingWord::Open),
            Standing::Kept { due, at } => (due, Some(at), StandingWord::Kept),
            Standing::Broken { due, at } => (due, at, StandingWord::Broken),
        };
        Some(PromiseView {
            kind: match promised.kind {
                Kind::FirstResponse => PromiseWord::FirstResponse,
                Kind::Resolution => PromiseWord::Resolution,
            },
            made_at: promised.first.at,
            due_at,
            met_at,
            standing,
            policy: promised.policy,
            renegotiated: promised.changes.len(),
        })
    });
    let checklist = match (work.asked.service, work.asked.version, work.asked.step) {
        (Some(service), Some(version), Some(StepId(step))) => {
            let plan = names.plan(sql, service, version)?;
            plan.steps.iter().find(|known| known.id == step).map(|known| known.checklist.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    Ok(ChainLink {
        request: summary(sql, names, actor, row, now)?,
        parent: row.parent.map(|id| id.0),
        after: work.asked.after.iter().map(|id| id.0).collect(),
        holds,
        pauses,
        promises: promises.collect(),
        expected_at: pressed.and_then(|pressed| pressed.expected_end),
        slack: pressed.and_then(|pressed| pressed.slack),
        allowed: work.asked.seconds,
        checklist,
    })
}

/// A status by its word in lists.
pub fn status(word: &str) -> StatusWord {
    match word {
        "planned" => StatusWord::Planned,
        "offered" => StatusWord::Offered,
        "accepted" => StatusWord::Accepted,
        "returned" => StatusWord::Returned,
        "done" => StatusWord::Done,
        "received" => StatusWord::Received,
        _ => StatusWord::Withdrawn,
    }
}

/// A rest by its word in lists.
pub fn rest(word: &str) -> RestWord {
    match word {
        "customer" => RestWord::Customer,
        "agreed" => RestWord::Agreed,
        _ => RestWord::Colleague,
    }
}
