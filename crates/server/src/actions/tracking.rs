//! What customers can do without an account: ask for a service, look where it is, answer.
//!
//! They see the headline, the steps by their names, what was promised and the conversation: no colleague's name, no
//! note, no figure that is not theirs.

use catena_domain::chain::Work;
use catena_domain::event::Fact;
use catena_domain::id::{PartyId, RequestId, ServiceId};
use catena_domain::promise::{Kind, Standing};
use catena_domain::request::Status;
use catena_store::keep::{self, Tracking};
use catena_store::parties::{self, Handle, PartyRow};
use catena_store::{Sql, Tx, requests as rows, services, talk};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::fields::{self, FilledField, known};
use super::files::{Holder, files_of_messages};
use super::requests::{NewRequest, optional_words, take_down, visible, words};
use super::talk::{NewMessage, speak, to_html};
use super::work::{Bench, no_request};
use super::{Actor, Refusal, feedback, merge, notices, record};
use crate::desk::{Desk, key_of};
use crate::views::requests::StandingWord;
use crate::views::tracking::{
    Offer, OfferList, StepState, Told, TrackedStep, TrackingLink, TrackingLinkList, TrackingLinkView, TrackingPage,
};

/// A request that a customer sends without an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicRequest {
    /// The service.
    pub service: Uuid,
    /// The customer's name.
    pub name: String,
    /// Where they can be reached.
    pub email: String,
    /// What it is about.
    pub subject: String,
    /// The same at length.
    #[serde(default)]
    pub details: String,
    /// The files that go with it, which were sent before, by their ids.
    #[serde(default)]
    pub files: Vec<Uuid>,
    /// What stands in the custom fields of the service.
    #[serde(default)]
    pub fields: Vec<FilledField>,
}

/// What customers can ask for.
pub fn offers(desk: &Desk) -> Result<OfferList, Refusal> {
    desk.store.read(|sql| {
        let open = services::all(sql)?.into_iter().filter(|row| row.for_customers && !row.closed);
        let offers = open.map(|row| {
            let plan = super::services::plan_of(&row)?;
            let fields = known(&plan.fields, false).cloned().collect();
            Ok(Offer { id: row.id.0, name: row.name, description: row.description, fields })
        });
        let services = offers.collect::<Result<_, Refusal>>()?;
        Ok(OfferList { organisation: organisation(sql)?, services })
    })
}

/// The name of the organisation that runs the desk, if one was recorded: the only one inside.
pub fn organisation(sql: &mut dyn Sql) -> Result<Option<String>, Refusal> {
    let mut inside = parties::internal(sql)?.into_iter().filter(|row| row.kind == "organisation" && !row.closed);
    Ok(inside.next().filter(|_| inside.next().is_none()).map(|row| row.name))
}

/// Takes down what a customer asks for, and hands them the link with which they follow it.
pub fn ask_publicly(desk: &Desk, tx: &mut Tx<'_>, new: &PublicRequest) -> Result<TrackingLink, Refusal> {
    let service = super::services::load(tx.sql(), ServiceId(new.service))?;
    if !service.for_customers || service.closed {
        return Err(Refusal::Missing("there is no such service".to_owned()));
    }
    let name = words(&new.name, 200, "the name")?;
    let email = words(&new.email, 300, "the address")?.to_lowercase();
    if !email.contains('@') {
        return Err(Refusal::Invalid("the address has no @".to_owned()));
    }
    let moment = desk.moment();
    // Whoever knows an address need not be the one it belongs to: nobody is merged by it.
    let customer = PartyRow {
        id: PartyId(desk.id()),
        kind: "person".to_owned(),
        internal: false,
        name,
        parent: None,
        calendar: None,
        confidential: false,
        closed: false,
        erased_at: None,
        created_at: moment.now,
        revision: 1,
    };
    parties::save(tx, &customer)?;
    record::append(tx, moment, customer.id, customer.id.0, Fact::PartyAdded)?;
    let handle = Handle {
        id: desk.id(),
        party: customer.id,
        kind: "email".to_owned(),
        value: email,
        evidence: "written into the public form".to_owned(),
        added_at: moment.now,
    };
    parties::add_handle(tx, &handle)?;
    super::parties::make_findable(tx, customer.id)?;
    let request = NewRequest {
        subject: new.subject.clone(),
        details: optional_words(&new.details, 10_000, "the details")?,
        customer: None,
        provider: None,
        service: Some(new.service),
        priority: None,
        due_at: None,
        tags: Vec::new(),
        fields: new.fields.clone(),
    };
    let (acted, bench) = take_down(desk, tx, customer.id, customer.id, &request)?;
    let root = RequestId(acted.request);
    let link = link(desk, tx, customer.id, root)?;
    notices::tell(desk, tx, &bench)?;
    if !new.files.is_empty() {
        let files = NewMessage { files: new.files.clone(), ..NewMessage::default() };
        let mut bench = Bench::load(tx.sql(), desk, root)?;
        speak(desk, tx, &mut bench, customer.id, Holder::form(), false, &files)?;
    }
    Ok(link)
}

/// Makes a link for the customer of a chain. Earlier ones go on working.
pub fn make_link(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId) -> Result<TrackingLink, Refusal> {
    actor.must_work()?;
    let bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let root = bench.chain.root().id();
    link(desk, tx, actor.person, root)
}

/// Makes another link for whoever sends the same form again, because the first answer did not reach them.
pub fn link_again(desk: &Desk, tx: &mut Tx<'_>, root: RequestId) -> Result<TrackingLink, Refusal> {
    let row = rows::find(tx.sql(), root)?.ok_or_else(|| no_request(root))?;
    link(desk, tx, row.customer, root)
}

fn link(desk: &Desk, tx: &mut Tx<'_>, by: PartyId, root: RequestId) -> Result<TrackingLink, Refusal> {
    let secret = desk.secret();
    let moment = desk.moment();
    let tracking = Tracking { id: desk.id(), request: root, made_at: moment.now, revoked_at: None };
    keep::add_tracking(tx, &secret.key(), &tracking)?;
    record::append(tx, moment, by, tracking.id, Fact::TrackingMade)?;
    Ok(TrackingLink { id: tracking.id, path: format!("/track/{}", secret.text()), request: root.0 })
}

/// The links to a chain, the newest first: when they were made and whether they work, never what makes them work.
pub fn links(desk: &Desk, actor: &Actor, id: RequestId) -> Result<TrackingLinkList, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let row = rows::find(sql, id)?.filter(|row| actor.sees(row)).ok_or_else(|| no_request(id))?;
        let links = keep::trackings(sql, row.root)?;
        let link =
            |link: Tracking| TrackingLinkView { id: link.id, made_at: link.made_at, revoked_at: link.revoked_at };
        Ok(TrackingLinkList { links: links.into_iter().map(link).collect() })
    })
}

/// Lets a link work no more.
pub fn revoke_link(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId, link: Uuid) -> Result<(), Refusal> {
    actor.must_work()?;
    let bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let root = bench.chain.root().id();
    let moment = desk.moment();
    if !keep::revoke_tracking(tx, root, link, moment.now)? {
        return Err(Refusal::Missing("there is no such link that works".to_owned()));
    }
    record::append(tx, moment, actor.person, link, Fact::TrackingRevoked)
}

/// What the bearer of a link sees.
pub fn track(desk: &Desk, key: &str) -> Result<TrackingPage, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| {
        let bench = open(sql, desk, key)?;
        let root = bench.chain.root();
        let id = root.id();
        let row = bench.row(id)?;
        let find = bench.calendars();
        let standing = bench.chain.standing(id, Kind::Resolution, &find, now);
        let (due_at, standing) = match standing {
            Some(Standing::Open { due }) => (Some(due), Some(StandingWord::Open)),
            Some(Standing::Kept { due, .. }) => (Some(due), Some(StandingWord::Kept)),
            Some(Standing::Broken { due, .. }) => (Some(due), Some(StandingWord::Broken)),
            None => (None, None),
        };
        let pressure = bench.chain.pressure(&find, now);
        let expected_at =
            pressure.get(&id).and_then(|pressed| pressed.expected_end).filter(|_| !row.is_open || due_at.is_some());
        let mut steps = Vec::new();
        for other in bench.rows.iter().filter(|other| other.parent == Some(id) && other.step.is_some()) {
            let work = bench.work(other.id)?;
            if work.request.status() != Status::Withdrawn {
                steps.push(TrackedStep { name: other.subject.clone(), state: state(work), done_at: other.done_at });
            }
        }
        let customer = root.request.customer();
        let mut messages = Vec::new();
        let joined = merge::parts(sql, id)?.into_iter().map(|part| part.id);
        for said_in in std::iter::once(id).chain(joined) {
            let mut files = files_of_messages(sql, said_in)?;
            for message in talk::messages(sql, said_in)? {
                messages.push(Told {
                    from_you: message.author == customer,
                    at: message.at,
                    files: files.remove(&message.id).unwrap_or_default(),
                    html: to_html(&message.body),
                });
            }
        }
        messages.sort_by_key(|message| message.at);
        Ok(TrackingPage {
            number: row.number,
            subject: row.subject.clone(),
            service: match row.service {
                Some(service) => services::find(sql, service)?.map(|service| service.name),
                None => None,
            },
            asked_at: row.asked_at,
            state: state(root),
            waits_for_you: row.rests.as_deref() == Some("customer"),
            due_at,
            standing,
            expected_at,
            done_at: row.done_at,
            steps,
            fields: fields::show(sql, &bench, false)?.into_iter().filter(|field| !field.values.is_empty()).collect(),
            messages,
            feedback: feedback::questions_about(sql, id, now)?,
            now,
        })
    })
}

/// Keeps what the bearer of a link says.
pub fn answer(desk: &Desk, tx: &mut Tx<'_>, key: &str, new: &NewMessage) -> Result<(), Refusal> {
    let link = bearer(tx.sql(), key)?;
    let mut bench = open(tx.sql(), desk, key)?;
    let customer = bench.chain.root().request.customer();
    if new.signed || new.also.is_some() {
        return Err(Refusal::Invalid("only colleagues sign messages, or do something else with them".to_owned()));
    }
    if new.body.chars().count() > 10_000 {
        return Err(Refusal::Invalid("the message has more than 10,000 letters".to_owned()));
    }
    speak(desk, tx, &mut bench, customer, Holder::link(link.id), false, new).map(|_| ())
}

/// The chain that a link shows.
fn open(sql: &mut dyn Sql, desk: &Desk, key: &str) -> Result<Bench, Refusal> {
    let request = bearer(sql, key)?.request;
    Bench::load(sql, desk, request)
}

/// The link of whoever shows its key, to the request that goes on for what they asked.
pub fn bearer(sql: &mut dyn Sql, key: &str) -> Result<Tracking, Refusal> {
    let missing = || Refusal::Missing("this link does not work, or no longer".to_owned());
    let tracking = keep::find_tracking(sql, &key_of(key))?.filter(|tracking| tracking.revoked_at.is_none());
    let tracking = tracking.ok_or_else(missing)?;
    let asked = rows::find(sql, tracking.request)?.ok_or_else(missing)?;
    Ok(Tracking { request: merge::goes_on(sql, asked)?.id, ..tracking })
}

/// Lets whoever shows the key of a link that works go on.
pub fn check(desk: &Desk, key: &str) -> Result<(), Refusal> {
    desk.store.read(|sql| bearer(sql, key)).map(|_| ())
}

fn state(work: &Work) -> StepState {
    match work.request.status() {
        Status::Planned => StepState::Planned,
        Status::Offered | Status::Returned => StepState::Waiting,
        Status::Accepted => StepState::Working,
        Status::Done | Status::Received => StepState::Done,
        Status::Withdrawn => StepState::Withdrawn,
    }
}
