//! Asking, handing on, accepting, returning, doing, receiving: what people do with requests.

use std::collections::HashMap;

use catena_domain::chain::{Asked, Chain, Stamp, Work};
use catena_domain::event::Fact;
use catena_domain::id::{CalendarId, NoteId, PartyId, RequestId, ServiceId, StepId};
use catena_domain::plan::propose_due;
use catena_domain::policy::{self, Policy, Priority};
use catena_domain::promise::{Kind, Term};
use catena_domain::request::{Act, Answer};
use catena_store::requests::{self as rows, After, Filter, Order, RequestRow};
use catena_store::talk::{self, NoteRow};
use catena_store::{Sql, Tx, calendars, events, keep, parties, search};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::fields::{self, FilledField};
use super::work::{Bench, no_request, stamp};
use super::{Actor, Refusal, feedback, notices, present, ratings};
use crate::desk::{Calendars, Desk, PlanText};
use crate::views::requests::{ActWord, Acted, PromiseWord, RequestDetail, RequestPage, RestWord};

mod happened;
mod show;

pub use show::{Names, reference, rest as rest_of, status as status_of, summaries};

/// The largest number of letters in a subject.
const SUBJECT: usize = 300;
/// The largest number of letters in anything longer.
pub const WORDS: usize = 50_000;
/// The rows of a page at most.
const PAGE: i64 = 200;

/// A request that somebody asks for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// What it is about.
    pub subject: String,
    /// The same at length.
    #[serde(default)]
    pub details: String,
    /// For whom; whoever asks, if it is not given.
    pub customer: Option<Uuid>,
    /// Of whom; who answers for the service, if it is not given.
    pub provider: Option<Uuid>,
    /// What is asked for.
    pub service: Option<Uuid>,
    /// How urgent, from 1 to 4; 3 if it is not given.
    pub priority: Option<u8>,
    /// By when it was promised; what the policy says, if it is not given.
    pub due_at: Option<Timestamp>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// What stands in the custom fields of the service.
    #[serde(default)]
    pub fields: Vec<FilledField>,
}

/// A hand-off that somebody raises.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHandOff {
    /// What is needed.
    pub subject: String,
    /// The same at length.
    #[serde(default)]
    pub details: String,
    /// Of whom.
    pub provider: Uuid,
    /// Whether the request waits for it; it does if nothing is said.
    pub awaited: Option<bool>,
    /// The hand-offs that have to be over before.
    #[serde(default)]
    pub after: Vec<Uuid>,
    /// Seconds of working time that it may take.
    pub seconds: Option<i64>,
    /// By when; what the request can spare, if it is not given.
    pub due_at: Option<Timestamp>,
}

/// Something that somebody does with a request.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAct {
    /// What.
    pub act: ActWord,
    /// What is missing, when it is returned; a note to colleagues otherwise.
    pub note: Option<String>,
    /// Who is asked instead, when it is transferred.
    pub to: Option<Uuid>,
    /// Why, when it is paused.
    pub why: Option<RestWord>,
    /// What is to become of each open hand-off, when it ends.
    #[serde(default)]
    pub answers: Vec<AnswerText>,
}

/// What is to become of an open hand-off.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerText {
    /// Which.
    pub request: Uuid,
    /// Whether somebody still needs it.
    pub needed: bool,
}

/// A term that is agreed on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTerm {
    /// Of which promise.
    pub promise: PromiseWord,
    /// Until when.
    pub due_at: Timestamp,
}

/// What is changed in a request.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "a field that is null is not one that is absent")]
pub struct RequestChange {
    /// What it is about.
    pub subject: Option<String>,
    /// The same at length.
    pub details: Option<String>,
    /// How urgent, from 1 to 4.
    pub priority: Option<u8>,
    /// All its tags.
    pub tags: Option<Vec<String>>,
    /// What stands in custom fields from now on; those that are not given stay.
    #[serde(default)]
    pub fields: Vec<FilledField>,
    /// Whether whoever asks follows it.
    pub following: Option<bool>,
    /// Until when whoever asks sets it aside; null to have it back.
    #[serde(default, deserialize_with = "present")]
    pub snoozed_until: Option<Option<Timestamp>>,
}

/// A page of requests that they may know of.
pub fn list(
    desk: &Desk,
    actor: &Actor,
    filter: &Filter,
    order: Order,
    cursor: Option<After>,
    limit: i64,
) -> Result<RequestPage, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| {
        let limit = limit.clamp(1, PAGE);
        let mut found = rows::list(sql, filter, order, cursor, limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let count = rows::count(sql, filter, 1001)?;
        let next = found.last().filter(|_| more).map(|row| match order {
            Order::Urgency => format!("{}.{}", row.urgency, row.id.0.simple()),
            Order::Newest => format!("{}.{}", row.number, row.id.0.simple()),
        });
        Ok(RequestPage { requests: summaries(sql, actor, &found, now)?, count, next })
    })
}

/// A request with everything around it, as far as they may know.
pub fn show(desk: &Desk, actor: &Actor, id: RequestId) -> Result<RequestDetail, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| show::detail(sql, desk, actor, id, now))
}

/// The request with a number.
pub fn find_number(desk: &Desk, actor: &Actor, number: i64) -> Result<RequestId, Refusal> {
    let row = desk.store.read(|sql| rows::find_number(sql, number))?;
    let row = row.filter(|row| actor.sees(row));
    row.map(|row| row.id).ok_or_else(|| Refusal::Missing(format!("there is no request number {number}")))
}

/// Asks for something: the root and the planned hand-offs of its service.
pub fn create(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewRequest) -> Result<Acted, Refusal> {
    actor.must_write()?;
    if actor.role.is_staff() {
        actor.must_work()?;
    }
    let customer = PartyId(new.customer.unwrap_or(actor.person.0));
    if customer != actor.person && !actor.role.works() {
        return Err(Refusal::NotAllowed("customers ask for themselves".to_owned()));
    }
    ask(desk, tx, actor.person, customer, new)
}

/// Asks for something on behalf of `by`, who was let in already.
pub fn ask(desk: &Desk, tx: &mut Tx<'_>, by: PartyId, customer: PartyId, new: &NewRequest) -> Result<Acted, Refusal> {
    let (acted, bench) = take_down(desk, tx, by, customer, new)?;
    notices::tell(desk, tx, &bench)?;
    Ok(acted)
}

/// The same, but nobody is told yet.
pub fn take_down(
    desk: &Desk,
    tx: &mut Tx<'_>,
    by: PartyId,
    customer: PartyId,
    new: &NewRequest,
) -> Result<(Acted, Bench), Refusal> {
    let moment = desk.moment();
    let subject = words(&new.subject, SUBJECT, "the subject")?;
    let details = optional_words(&new.details, WORDS, "the details")?;
    let customer_row = active(tx.sql(), customer)?;
    let service = new.service.map(ServiceId);
    let service = service.map(|id| super::services::load(tx.sql(), id)).transpose()?;
    if service.as_ref().is_some_and(|service| service.closed) {
        return Err(Refusal::NotNow("the service can no longer be asked for".to_owned()));
    }
    let provider = new.provider.map(PartyId).or_else(|| service.as_ref().map(|service| service.provider));
    let provider =
        provider.ok_or_else(|| Refusal::Invalid("say of whom it is asked, or for which service".to_owned()))?;
    let provider_row = active(tx.sql(), provider)?;
    if !provider_row.internal {
        return Err(Refusal::Invalid("only a team or a person of the organisation can be asked".to_owned()));
    }
    let priority = priority(new.priority)?;
    let plan: PlanText = service.as_ref().map(super::services::plan_of).transpose()?.unwrap_or_default();
    let staff = parties::find(tx.sql(), by)?.is_some_and(|row| row.internal);
    let filled = fields::fill(&plan, &new.fields, staff)?;
    let known = desk.calendars(tx.sql())?;
    let calendar_of = |sql: &mut dyn Sql, party: PartyId| -> Result<Option<CalendarId>, Refusal> {
        Ok(parties::find(sql, party)?.and_then(|row| row.calendar).and_then(|series| known.current(series)))
    };
    let root = RequestId(desk.id());
    let asked = Asked {
        parent: None,
        customer,
        external: !customer_row.internal,
        provider,
        service: service.as_ref().map(|service| service.id),
        version: service.as_ref().map(|service| service.version),
        step: None,
        awaited: true,
        after: Vec::new(),
        seconds: None,
        calendar: provider_row.calendar.and_then(|series| known.current(series)),
        rests_on_steps: !plan.steps.is_empty(),
        priority,
    };
    let stamp = stamp(moment, by);
    let (mut chain, mut events) = Chain::ask(root, asked, stamp);
    let ids: HashMap<Uuid, RequestId> = plan.steps.iter().map(|step| (step.id, RequestId(desk.id()))).collect();
    let blueprint = plan.blueprint()?;
    let mut steps = Vec::new();
    for step in super::services::in_order(&plan) {
        let user = blueprint.as_ref().and_then(|blueprint| blueprint.user_of(StepId(step.id)));
        let user = user.and_then(|user| plan.steps.iter().find(|other| other.id == user.0));
        let asked = Asked {
            parent: Some(root),
            customer: user.map_or(provider, |user| PartyId(user.provider)),
            external: false,
            provider: PartyId(step.provider),
            service: service.as_ref().map(|service| service.id),
            version: service.as_ref().map(|service| service.version),
            step: Some(StepId(step.id)),
            awaited: true,
            after: step.after.iter().filter_map(|before| ids.get(before).copied()).collect(),
            seconds: Some(step.seconds),
            calendar: calendar_of(tx.sql(), PartyId(step.provider))?,
            rests_on_steps: false,
            priority,
        };
        steps.push((ids[&step.id], asked));
    }
    events.extend(chain.raise_all(steps, stamp)?);
    let shortfall = promise_all(&known, tx, &mut chain, &mut events, new.due_at, stamp)?;
    let mut bench = Bench::begin(chain, known);
    bench.save(tx, events)?;
    rows::describe(tx, root, &subject, &details)?;
    fields::keep(tx, root, &filled)?;
    make_findable(tx, &bench, root, customer, &format!("{subject}\n{details}"))?;
    for step in &plan.steps {
        rows::describe(tx, ids[&step.id], &step.name, "")?;
    }
    for tag in &new.tags {
        rows::tag(tx, root, &words(tag, 60, "a tag")?)?;
    }
    let acted = bench.acted(root, stamp, shortfall)?;
    Ok((acted, bench))
}

/// Promises what the policy says, or until `due_at`, and to each planned hand-off what that leaves it. Returns the
/// seconds by which the promise is too short.
fn promise_all(
    known: &Calendars,
    tx: &mut Tx<'_>,
    chain: &mut Chain,
    events: &mut Vec<catena_domain::event::Event>,
    due_at: Option<Timestamp>,
    stamp: catena_domain::chain::Stamp,
) -> Result<Option<i64>, Refusal> {
    let find = |id| known.find(id);
    let root = chain.root();
    let (root_id, asked) = (root.id(), root.asked.clone());
    let current = calendars::policy(tx.sql())?;
    let mut resolution = false;
    if let Some(current) = current {
        let policy: Policy = super::policies::read(&current)?;
        let about = policy::Asked { service: asked.service, priority: asked.priority, customer: asked.customer };
        if let Some(rule) = policy.rule_for(&about) {
            let version = rule.calendar.and_then(|series| known.current(series));
            let calendar = version.and_then(|id| Some((id, known.find(id)?)));
            for (kind, seconds) in rule.promises() {
                if kind == Kind::Resolution && due_at.is_some() {
                    continue;
                }
                resolution |= kind == Kind::Resolution;
                let calendar = calendar.as_ref().map(|(id, calendar)| (*id, calendar));
                let promised = (kind, Term::Within(seconds), calendar, Some(current.version));
                events.extend(chain.promise(root_id, promised, stamp)?);
            }
        }
    }
    if let Some(due) = due_at {
        resolution = true;
        events.extend(chain.promise(root_id, (Kind::Resolution, Term::Until(due), None, None), stamp)?);
    }
    if !resolution {
        return Ok(None);
    }
    let pressure = chain.pressure(&find, stamp.now);
    let root_pressure = pressure.get(&root_id).copied();
    let hand_offs: Vec<RequestId> =
        chain.works().iter().filter(|work| work.request.parent().is_some()).map(Work::id).collect();
    for id in hand_offs {
        // What can no longer be kept is due at once, and shown as too late.
        let due = pressure.get(&id).and_then(|pressed| pressed.due).map(|due| due.max(stamp.now));
        if let Some(due) = due {
            let itself = catena_domain::chain::Stamp { by: PartyId::CATENA, ..stamp };
            events.extend(chain.promise(id, (Kind::Resolution, Term::Until(due), None, None), itself)?);
        }
    }
    let missing = root_pressure.and_then(|pressed| {
        let (due, end) = (pressed.due?, pressed.expected_end?);
        Some(end.as_second() - due.as_second()).filter(|&seconds| seconds > 0)
    });
    Ok(missing)
}

/// Raises a hand-off from a request.
pub fn hand_off(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    parent: RequestId,
    new: &NewHandOff,
) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let subject = words(&new.subject, SUBJECT, "the subject")?;
    let details = optional_words(&new.details, WORDS, "the details")?;
    let mut bench = Bench::load(tx.sql(), desk, parent)?;
    let row = visible(actor, &bench, parent)?;
    if !actor.sides(row).any() {
        return Err(Refusal::NotAllowed("only those who take part in a request hand work on from it".to_owned()));
    }
    let provider = active(tx.sql(), PartyId(new.provider))?;
    if !provider.internal {
        return Err(Refusal::Invalid("only a team or a person of the organisation can be asked".to_owned()));
    }
    if new.seconds.is_some_and(|seconds| !(0..=315_360_000).contains(&seconds)) {
        return Err(Refusal::Invalid("the time that it may take is between nothing and ten years".to_owned()));
    }
    let known = desk.calendars(tx.sql())?;
    let stamp = stamp(desk.moment(), actor.person);
    let id = RequestId(desk.id());
    let above = bench.work(parent)?;
    let asked = Asked {
        parent: Some(parent),
        customer: above.request.provider(),
        external: false,
        provider: provider.id,
        service: None,
        version: None,
        step: None,
        awaited: new.awaited.unwrap_or(true),
        after: new.after.iter().map(|&id| RequestId(id)).collect(),
        seconds: new.seconds,
        calendar: provider.calendar.and_then(|series| known.current(series)),
        rests_on_steps: false,
        priority: above.priority,
    };
    let find = |id| known.find(id);
    let spare = bench.chain.due(above, &find, stamp.now).and_then(|due| {
        let calendar = above.asked.calendar.and_then(find);
        propose_due(due, above.asked.seconds.unwrap_or(0), calendar.as_ref())
    });
    let mut events = bench.chain.raise(id, asked, stamp)?;
    if let Some(due) = new.due_at.or(spare.map(|due| due.max(stamp.now))) {
        events.extend(bench.chain.promise(id, (Kind::Resolution, Term::Until(due), None, None), stamp)?);
    }
    bench.save(tx, events)?;
    rows::describe(tx, id, &subject, &details)?;
    search::put(tx, search::Kind::Subject, id.0, Some(id), actor.person, &format!("{subject}\n{details}"))?;
    notices::tell(desk, tx, &bench)?;
    bench.acted(id, stamp, None)
}

/// Does something with a request. `seen` is the revision that they saw: if somebody changed it since, nothing is done.
pub fn act(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RequestId,
    new: &NewAct,
    seen: Option<i64>,
) -> Result<Acted, Refusal> {
    actor.must_write()?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    let row = visible(actor, &bench, id)?;
    if seen.is_some_and(|seen| seen != row.revision) {
        return Err(Refusal::Stale(format!("request {} was changed meanwhile", row.number)));
    }
    may(actor, row, new.act)?;
    let stamp = stamp(desk.moment(), actor.person);
    let note = new.note.as_deref().map(|note| optional_words(note, WORDS, "the note")).transpose()?;
    let note = note.filter(|note| !note.is_empty());
    let note_id = NoteId(desk.id());
    let act = match new.act {
        ActWord::Offer => Act::Offer,
        ActWord::Accept => Act::Accept,
        ActWord::Return if note.is_none() => {
            return Err(Refusal::Invalid("say what is missing when you return something".to_owned()));
        }
        ActWord::Return => Act::Return(note_id),
        ActWord::Transfer => {
            let to = new.to.ok_or_else(|| Refusal::Invalid("say who is asked instead".to_owned()))?;
            let to = active(tx.sql(), PartyId(to))?;
            if !to.internal {
                return Err(Refusal::Invalid("only a team or a person of the organisation can be asked".to_owned()));
            }
            Act::Transfer(to.id)
        }
        ActWord::Finish => Act::Finish,
        ActWord::Receive => Act::Receive,
        ActWord::Reopen => Act::Reopen,
        ActWord::Withdraw => Act::Withdraw,
        ActWord::Pause => {
            let why = new.why.ok_or_else(|| Refusal::Invalid("say why it rests".to_owned()))?;
            Act::Pause(why.into())
        }
        ActWord::Resume => Act::Resume,
    };
    let answer = |answer: &AnswerText| {
        let what = if answer.needed { Answer::GoesOn } else { Answer::NoLongerNeeded };
        (RequestId(answer.request), what)
    };
    let answers: Vec<(RequestId, Answer)> = new.answers.iter().map(answer).collect();
    let mut events = bench.chain.act(id, act, &answers, stamp)?;
    if let Some(body) = note {
        if !matches!(act, Act::Return(_)) {
            events.extend(bench.chain.remark(id, note_id, stamp)?);
        }
        let at = bench.chain.last_at();
        keep_note(tx, &NoteRow { id: note_id, request: id, author: actor.person, at, body }, &[])?;
    }
    bench.save(tx, events)?;
    if act == Act::Receive {
        ratings::receive(desk, tx, actor, &bench, id, stamp)?;
    }
    notices::tell(desk, tx, &bench)?;
    feedback::ask_after(desk, tx, &bench)?;
    bench.acted(id, stamp, None)
}

/// Takes an act back, as long as nothing else happened in the chain.
pub fn undo(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, act: Uuid) -> Result<Acted, Refusal> {
    actor.must_write()?;
    let act = catena_domain::id::ActId(act);
    let root = events::chain_of_act(tx.sql(), act)?;
    let root = root.ok_or_else(|| Refusal::Missing("there is no such act".to_owned()))?;
    let mut bench = Bench::load(tx.sql(), desk, root)?;
    visible(actor, &bench, root).or_else(|_| actor.must_be_staff().and_then(|()| bench.row(root)))?;
    let stamp = stamp(desk.moment(), actor.person);
    let events = bench.chain.undo(act, stamp)?;
    let subject = events.first().map_or(root, |event| RequestId(event.subject));
    bench.save(tx, events)?;
    ratings::take_back(tx, act.0)?;
    notices::tell(desk, tx, &bench)?;
    feedback::ask_after(desk, tx, &bench)?;
    bench.acted(subject, stamp, None)
}

/// Agrees on another term, or promises what was not promised yet.
pub fn agree(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RequestId,
    new: &NewTerm,
    seen: Option<i64>,
) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    let row = visible(actor, &bench, id)?;
    if seen.is_some_and(|seen| seen != row.revision) {
        return Err(Refusal::Stale(format!("request {} was changed meanwhile", row.number)));
    }
    if !actor.has_a_say(row) {
        return Err(Refusal::NotAllowed("only those who take part in a request promise something about it".to_owned()));
    }
    let kind = match new.promise {
        PromiseWord::FirstResponse => Kind::FirstResponse,
        PromiseWord::Resolution => Kind::Resolution,
    };
    let find = bench.calendars();
    let stamp = stamp(desk.moment(), actor.person);
    let promised = bench.work(id)?.promises.iter().any(|promised| promised.kind == kind);
    let events = if promised {
        bench.chain.renegotiate(id, kind, Term::Until(new.due_at), &find, stamp)?
    } else {
        bench.chain.promise(id, (kind, Term::Until(new.due_at), None, None), stamp)?
    };
    let end = bench.chain.pressure(&find, stamp.now).get(&id).and_then(|pressed| pressed.expected_end);
    let shortfall = end.map(|end| end.as_second() - new.due_at.as_second()).filter(|&seconds| seconds > 0);
    bench.save(tx, events)?;
    notices::tell(desk, tx, &bench)?;
    bench.acted(id, stamp, shortfall)
}

/// Changes what a request is about, how urgent it is, how it is found.
pub fn change(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RequestId,
    change: &RequestChange,
    seen: Option<i64>,
) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    let row = visible(actor, &bench, id)?.clone();
    if seen.is_some_and(|seen| seen != row.revision) {
        return Err(Refusal::Stale(format!("request {} was changed meanwhile", row.number)));
    }
    let stamp = stamp(desk.moment(), actor.person);
    if let Some(wanted) = change.priority {
        let wanted = priority(Some(wanted))?;
        prioritize(tx, &mut bench, id, wanted, stamp)?;
    }
    if !change.fields.is_empty() {
        fields::change(tx, &mut bench, id, &change.fields, stamp)?;
    }
    if change.subject.is_some() || change.details.is_some() || !change.fields.is_empty() {
        let subject = change.subject.as_ref().unwrap_or(&row.subject);
        let subject = words(subject, SUBJECT, "the subject")?;
        let details = match &change.details {
            Some(details) => optional_words(details, WORDS, "the details")?,
            None => rows::details(tx.sql(), id)?,
        };
        rows::describe(tx, id, &subject, &details)?;
        make_findable(tx, &bench, id, row.customer, &format!("{subject}\n{details}"))?;
    }
    if let Some(tags) = &change.tags {
        let wanted: Vec<String> = tags.iter().map(|tag| words(tag, 60, "a tag")).collect::<Result<_, _>>()?;
        for tag in rows::tags(tx.sql(), id)? {
            if !wanted.contains(&tag) {
                rows::untag(tx, id, &tag)?;
            }
        }
        put_tags(tx, id, &wanted)?;
    }
    match change.following {
        Some(true) => keep::follow(tx, id, actor.person)?,
        Some(false) => keep::unfollow(tx, id, actor.person)?,
        None => {}
    }
    if let Some(until) = change.snoozed_until {
        keep::snooze(tx, id, actor.person, until)?;
    }
    bench.acted(id, stamp, None)
}

/// Makes a request findable by what it is about and what stands in its fields.
fn make_findable(tx: &mut Tx<'_>, bench: &Bench, id: RequestId, owner: PartyId, about: &str) -> Result<(), Refusal> {
    let text = format!("{about}\n{}", fields::findable(tx.sql(), bench, id)?);
    Ok(search::put(tx, search::Kind::Subject, id.0, Some(id), owner, &text)?)
}

/// Makes a request more or less urgent: a root with all that is open below it.
pub fn prioritize(
    tx: &mut Tx<'_>,
    bench: &mut Bench,
    id: RequestId,
    wanted: Priority,
    stamp: Stamp,
) -> Result<(), Refusal> {
    let is_root = bench.row(id)?.parent.is_none();
    let works = if is_root { bench.chain.works().iter().map(Work::id).collect() } else { vec![id] };
    let mut events = Vec::new();
    for work in works {
        if bench.work(work)?.priority != wanted && bench.work(work)?.is_open() {
            events.extend(bench.chain.note(work, Fact::Prioritized(wanted), stamp)?);
        }
    }
    bench.save(tx, events)
}

/// Puts tags on a request, beside those that it has.
pub fn put_tags(tx: &mut Tx<'_>, id: RequestId, tags: &[String]) -> Result<(), Refusal> {
    tags.iter().try_for_each(|tag| Ok(rows::tag(tx, id, tag)?))
}

/// Keeps a note and makes it findable.
pub fn keep_note(tx: &mut Tx<'_>, note: &NoteRow, mentioned: &[PartyId]) -> Result<(), Refusal> {
    search::put(tx, search::Kind::Note, note.id.0, Some(note.request), note.author, &note.body)?;
    Ok(talk::add_note(tx, note, mentioned)?)
}

/// What lists say of a request, if they may know of it.
pub fn visible<'a>(actor: &Actor, bench: &'a Bench, id: RequestId) -> Result<&'a RequestRow, Refusal> {
    let row = bench.row(id)?;
    if actor.sees(row) { Ok(row) } else { Err(no_request(id)) }
}

/// Lets them do something with a request if it is theirs to do.
fn may(actor: &Actor, row: &RequestRow, act: ActWord) -> Result<(), Refusal> {
    if allowed(actor, row, act) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed(format!("request {}: this is for others to do", row.number)))
    }
}

/// Whether something is theirs to do, whether or not it is the time for it.
pub fn allowed(actor: &Actor, row: &RequestRow, act: ActWord) -> bool {
    use catena_domain::party::Role;
    let sides = actor.sides(row);
    match (actor.role, act) {
        (Role::Administrator, _) => true,
        (Role::Customer, ActWord::Receive | ActWord::Reopen | ActWord::Withdraw) => row.customer == actor.person,
        (Role::Auditor | Role::Customer, _) => false,
        (_, ActWord::Accept | ActWord::Return | ActWord::Finish | ActWord::Pause | ActWord::Resume) => sides.gives,
        (_, ActWord::Transfer) => sides.any(),
        (_, ActWord::Offer | ActWord::Receive | ActWord::Reopen | ActWord::Withdraw) => sides.asks,
    }
}

/// A party that can take part in something new.
fn active(sql: &mut dyn Sql, id: PartyId) -> Result<parties::PartyRow, Refusal> {
    let row = parties::find(sql, id)?.filter(|row| !row.closed && row.erased_at.is_none());
    row.ok_or_else(|| Refusal::Invalid(format!("there is nobody {} to ask or to be asked", id.0)))
}

/// A priority, if it is one; 3 if it is not given.
pub fn priority(given: Option<u8>) -> Result<Priority, Refusal> {
    match given.unwrap_or(3) {
        priority @ 1..=4 => Ok(Priority(priority)),
        other => Err(Refusal::Invalid(format!("a priority is 1, 2, 3 or 4, not {other}"))),
    }
}

/// Words that have to be there, without the spaces around them.
pub fn words(text: &str, most: usize, what: &str) -> Result<String, Refusal> {
    let text = optional_words(text, most, what)?;
    if text.is_empty() { Err(Refusal::Invalid(format!("{what} is empty"))) } else { Ok(text) }
}

/// Words that need not be there.
pub fn optional_words(text: &str, most: usize, what: &str) -> Result<String, Refusal> {
    let text = text.trim().replace('\0', "");
    if text.chars().count() > most {
        return Err(Refusal::Invalid(format!("{what} has more than {most} letters")));
    }
    Ok(text)
}
