//! What customers let know without being asked: public reviews, what they said to somebody, what they did next; and which
//! team looks after them. It stands beside what they answer and never goes into the scores of surveys: nobody was asked.

mod conversations;
mod outcomes;

pub use conversations::{
    NewConversation, add_conversation, change_conversation, list_conversations, remove_conversation,
};
pub use outcomes::{NewOutcome, add_outcome, change_outcome, list_outcomes, remove_outcome};

use catena_domain::event::Fact;
use catena_domain::feedback::{LONGEST, Stars};
use catena_domain::id::{PartyId, RequestId};
use catena_domain::party::Role;
use catena_store::feedback::After;
use catena_store::parties::{self, PartyRow};
use catena_store::reviews::{self as rows, Filter, ReviewRow};
use catena_store::{Sql, Tx, requests};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::feedback::{can_be_asked, request};
use super::requests::{Names, optional_words, reference, words};
use super::work::no_request;
use super::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::views::feedback::{OwnerView, Recorded, ReviewPage, ReviewView};

/// The rows of a page at most.
const PAGE: i64 = 200;

/// A public review that somebody found.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// Where it stands.
    pub source: String,
    /// How many stars, from 1 to 5.
    pub stars: Option<i64>,
    /// What it says.
    #[serde(default)]
    pub words: String,
    /// Its address.
    #[serde(default)]
    pub link: String,
    /// Whose it is, if that is known.
    pub customer: Option<Uuid>,
    /// What it is about, if that is known.
    pub request: Option<Uuid>,
    /// Whether they are known to have bought what they write about.
    #[serde(default)]
    pub verified: bool,
    /// Whether they got something for it.
    #[serde(default)]
    pub incentive: bool,
    /// When it was written; now, if nothing is said.
    pub at: Option<Timestamp>,
}

/// Who looks after a customer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOwner {
    /// The team; null if none does.
    pub team: Option<Uuid>,
}

/// A page of public reviews.
pub fn list_reviews(
    desk: &Desk,
    actor: &Actor,
    customer: Option<PartyId>,
    after: Option<After>,
    limit: i64,
) -> Result<ReviewPage, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let limit = limit.clamp(1, PAGE);
        let found = rows::reviews(sql, &filter(actor, customer), after, limit + 1)?;
        let (found, next) = page(found, limit, |row| (row.at, row.id));
        let mut names = Names::default();
        let reviews =
            found.into_iter().map(|row| review_view(sql, &mut names, actor, row)).collect::<Result<_, _>>()?;
        Ok(ReviewPage { reviews, next })
    })
}

fn review_view(sql: &mut dyn Sql, names: &mut Names, actor: &Actor, row: ReviewRow) -> Result<ReviewView, Refusal> {
    Ok(ReviewView {
        id: row.id,
        customer: row.customer.map(|customer| names.party(sql, customer)).transpose()?,
        request: request(sql, names, actor, row.request)?,
        source: row.source,
        stars: row.stars,
        words: row.words,
        link: row.link,
        verified: row.verified,
        incentive: row.incentive,
        at: row.at,
        recorded_by: names.party(sql, row.recorded_by)?,
        revision: row.revision,
        may_change: may_correct(sql, actor, row.recorded_by, row.customer)?,
    })
}

/// Records a public review.
pub fn add_review(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewReview) -> Result<Recorded, Refusal> {
    actor.must_work()?;
    let moment = desk.moment();
    let row = review_of(tx.sql(), actor, desk.id(), new, moment.now)?;
    rows::add_review(tx, &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::ReviewRecorded)?;
    Ok(Recorded { id: row.id })
}

/// Corrects a public review. `seen` is the revision that they saw: if somebody changed it since, nothing is written.
pub fn change_review(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Uuid,
    new: &NewReview,
    seen: Option<i64>,
) -> Result<ReviewView, Refusal> {
    let known = review_to_correct(tx.sql(), actor, id, seen)?;
    let moment = desk.moment();
    let new = NewReview { at: new.at.or(Some(known.at)), ..new.clone() };
    let row = review_of(tx.sql(), actor, id, &new, moment.now)?;
    let (recorded_by, recorded_at) = (known.recorded_by, known.recorded_at);
    let row = ReviewRow { recorded_by, recorded_at, revision: known.revision + 1, ..row };
    rows::change_review(tx, &row)?;
    record::append(tx, moment, actor.person, id, Fact::ReviewChanged)?;
    review_view(tx.sql(), &mut Names::default(), actor, row)
}

/// Removes a public review, unless somebody changed it since it was `seen`.
pub fn remove_review(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid, seen: Option<i64>) -> Result<(), Refusal> {
    review_to_correct(tx.sql(), actor, id, seen)?;
    rows::remove_review(tx, id)?;
    record::append(tx, desk.moment(), actor.person, id, Fact::ReviewRemoved)
}

fn review_to_correct(sql: &mut dyn Sql, actor: &Actor, id: Uuid, seen: Option<i64>) -> Result<ReviewRow, Refusal> {
    actor.must_work()?;
    let row = rows::find_review(sql, id)?.ok_or_else(|| Refusal::Missing(format!("there is no review {id}")))?;
    if !sees(sql, actor, row.request)? {
        return Err(Refusal::Missing(format!("there is no review {id}")));
    }
    must_correct(sql, actor, row.recorded_by, row.customer)?;
    as_seen(row.revision, seen)?;
    Ok(row)
}

/// A review as somebody writes it down.
fn review_of(
    sql: &mut dyn Sql,
    actor: &Actor,
    id: Uuid,
    new: &NewReview,
    now: Timestamp,
) -> Result<ReviewRow, Refusal> {
    let stars =
        new.stars.map(|stars| Stars::new(stars).ok_or_else(|| invalid("a review has 1 to 5 stars"))).transpose()?;
    let said = optional_words(&new.words, LONGEST, "the text")?;
    if stars.is_none() && said.is_empty() {
        return Err(invalid("a review has stars, a text or both"));
    }
    let link = optional_words(&new.link, 2_000, "the address")?;
    if !link.is_empty() && !["https://", "http://"].iter().any(|beginning| link.starts_with(beginning)) {
        return Err(invalid("the address of a review begins with https://"));
    }
    let about = new.request.map(|id| root(sql, actor, RequestId(id))).transpose()?;
    let customer = new.customer.map(PartyId).or(about.as_ref().map(|row| row.customer));
    let customer = customer.map(|id| customer_of(sql, id)).transpose()?.map(|row| row.id);
    same_customer(customer, about.as_ref())?;
    Ok(ReviewRow {
        id,
        customer,
        request: about.map(|row| row.id),
        source: words(&new.source, 120, "where it stands")?,
        stars: stars.map(|stars| i64::from(stars.value())),
        words: said,
        link,
        verified: new.verified,
        incentive: new.incentive,
        at: past(new.at, now)?,
        recorded_by: actor.person,
        recorded_at: now,
        revision: 1,
    })
}

/// Which team looks after a customer.
pub fn show_owner(desk: &Desk, actor: &Actor, customer: PartyId) -> Result<OwnerView, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        customer_of(sql, customer)?;
        let team = rows::owner(sql, customer)?;
        Ok(OwnerView { team: team.map(|team| reference(sql, team)).transpose()? })
    })
}

/// Has a team look after a customer, or none.
pub fn change_owner(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    customer: PartyId,
    new: &NewOwner,
) -> Result<OwnerView, Refusal> {
    actor.must_work()?;
    let customer = customer_of(tx.sql(), customer)?.id;
    let team = new.team.map(PartyId);
    if let Some(team) = team {
        let row = parties::find(tx.sql(), team)?;
        if !row.is_some_and(|row| row.internal && row.kind == "team" && !row.closed) {
            return Err(Refusal::Invalid(format!("there is no team {} here", team.0)));
        }
    }
    rows::set_owner(tx, customer, team)?;
    record::append(tx, desk.moment(), actor.person, customer.0, Fact::OwnerChanged(team))?;
    Ok(OwnerView { team: team.map(|team| reference(tx.sql(), team)).transpose()? })
}

fn filter(actor: &Actor, customer: Option<PartyId>) -> Filter {
    Filter { customer, hidden: actor.hidden.clone(), mine: actor.parties(), ..Filter::default() }
}

/// The rows of a page, of which one more than `limit` were read, and where the next one begins.
fn page<T>(mut found: Vec<T>, limit: i64, place: impl Fn(&T) -> (Timestamp, Uuid)) -> (Vec<T>, Option<String>) {
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|row| {
        let (at, id) = place(row);
        format!("{}.{}", at.as_microsecond(), id.simple())
    });
    (found, next)
}

/// Whether they may correct what somebody recorded: whoever did, administrators, and those who lead the team that looks
/// after the customer.
fn may_correct(
    sql: &mut dyn Sql,
    actor: &Actor,
    recorded_by: PartyId,
    customer: Option<PartyId>,
) -> Result<bool, Refusal> {
    if !actor.role.works() {
        return Ok(false);
    }
    if recorded_by == actor.person || actor.role == Role::Administrator {
        return Ok(true);
    }
    let owner = customer.map(|customer| rows::owner(sql, customer)).transpose()?.flatten();
    Ok(owner.is_some_and(|team| actor.led.contains(&team)))
}

fn must_correct(
    sql: &mut dyn Sql,
    actor: &Actor,
    recorded_by: PartyId,
    customer: Option<PartyId>,
) -> Result<(), Refusal> {
    if may_correct(sql, actor, recorded_by, customer)? {
        return Ok(());
    }
    let why = "whoever recorded it corrects it, those who lead the team of the customer, and administrators";
    Err(Refusal::NotAllowed(why.to_owned()))
}

/// Lets them go on if nobody was faster.
fn as_seen(revision: i64, seen: Option<i64>) -> Result<(), Refusal> {
    match seen {
        Some(seen) if seen != revision => Err(Refusal::Stale("it was changed meanwhile".to_owned())),
        _ => Ok(()),
    }
}

/// Whether they may know of what was said about a request.
fn sees(sql: &mut dyn Sql, actor: &Actor, about: Option<RequestId>) -> Result<bool, Refusal> {
    let Some(id) = about else { return Ok(true) };
    Ok(requests::find(sql, id)?.is_some_and(|row| actor.sees(&row)))
}

fn invalid(why: &str) -> Refusal {
    Refusal::Invalid(why.to_owned())
}

/// A customer outside; also one who was closed, for what they say still counts.
fn customer_of(sql: &mut dyn Sql, id: PartyId) -> Result<PartyRow, Refusal> {
    let row = parties::find(sql, id)?.filter(|row| can_be_asked(&PartyRow { closed: false, ..row.clone() }));
    row.ok_or_else(|| Refusal::Missing(format!("there is no customer {}", id.0)))
}

/// A root that they may know of.
fn root(sql: &mut dyn Sql, actor: &Actor, id: RequestId) -> Result<requests::RequestRow, Refusal> {
    let row = requests::find(sql, id)?.filter(|row| actor.sees(row)).ok_or_else(|| no_request(id))?;
    if row.parent.is_none() { Ok(row) } else { Err(invalid("say which request of a customer it is about")) }
}

fn same_customer(customer: Option<PartyId>, about: Option<&requests::RequestRow>) -> Result<(), Refusal> {
    match (customer, about) {
        (Some(customer), Some(row)) if row.customer != customer => Err(invalid("somebody else asked for this request")),
        _ => Ok(()),
    }
}

/// An instant that has been; now, if nothing is said.
fn past(at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Refusal> {
    match at {
        Some(at) if at > now => Err(invalid("this has not been yet")),
        at => Ok(at.unwrap_or(now)),
    }
}
