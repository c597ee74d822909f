//! What customers let know without being asked: public reviews, what they said to somebody, what they did next; and which
//! team looks after them. It stands beside what they answer and never goes into the scores of surveys: nobody was asked.

use catena_domain::event::Fact;
use catena_domain::feedback::{Feeling, LONGEST, Outcome, Stars};
use catena_domain::id::{AskId, PartyId, RequestId};
use catena_store::feedback::After;
use catena_store::parties::{self, PartyRow};
use catena_store::reviews::{self as rows, Filter, HeardRow, OutcomeRow, ReviewRow};
use catena_store::{Sql, Tx, requests};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::feedback::{can_be_asked, load, outcome, request};
use super::requests::{Names, optional_words, reference, words};
use super::work::no_request;
use super::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::views::feedback::{
    ConversationPage, ConversationView, OutcomeView, OutcomeWord, OwnerView, Recorded, ReviewPage, ReviewView,
};

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

/// What a customer said to somebody.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConversation {
    /// Who said it.
    pub customer: Uuid,
    /// What it is about, if it is about a request.
    pub request: Option<Uuid>,
    /// To whom; to whoever records it, if nothing is said.
    pub heard_by: Option<Uuid>,
    /// What was said.
    pub words: String,
    /// How it felt, from −2 to 2.
    pub feeling: Option<i64>,
    /// When; now, if nothing is said.
    pub at: Option<Timestamp>,
}

/// What a customer did next.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOutcome {
    /// Who; whoever answered, if it was after an answer.
    pub customer: Option<Uuid>,
    /// After which answer.
    pub ask: Option<Uuid>,
    /// What.
    pub what: OutcomeWord,
    /// When; now, if nothing is said.
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
        let mut found = rows::reviews(sql, &filter(actor, customer), after, limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|row| cursor(row.at, row.id));
        let mut names = Names::default();
        let mut reviews = Vec::new();
        for row in found {
            reviews.push(ReviewView {
                id: row.id,
                customer: row.customer.map(|customer| names.party(sql, customer)).transpose()?,
                request: request(sql, &mut names, actor, row.request)?,
                source: row.source,
                stars: row.stars,
                words: row.words,
                link: row.link,
                verified: row.verified,
                incentive: row.incentive,
                at: row.at,
                recorded_by: names.party(sql, row.recorded_by)?,
            });
        }
        Ok(ReviewPage { reviews, next })
    })
}

/// Records a public review.
pub fn add_review(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewReview) -> Result<Recorded, Refusal> {
    actor.must_work()?;
    let moment = desk.moment();
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
    let about = new.request.map(|id| root(tx.sql(), actor, RequestId(id))).transpose()?;
    let customer = new.customer.map(PartyId).or(about.as_ref().map(|row| row.customer));
    let customer = customer.map(|id| customer_of(tx.sql(), id)).transpose()?.map(|row| row.id);
    same_customer(customer, about.as_ref())?;
    let row = ReviewRow {
        id: desk.id(),
        customer,
        request: about.map(|row| row.id),
        source: words(&new.source, 120, "where it stands")?,
        stars: stars.map(|stars| i64::from(stars.value())),
        words: said,
        link,
        verified: new.verified,
        incentive: new.incentive,
        at: past(new.at, moment.now)?,
        recorded_by: actor.person,
        recorded_at: moment.now,
    };
    rows::add_review(tx, &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::ReviewRecorded)?;
    Ok(Recorded { id: row.id })
}

/// A page of what customers said to somebody.
pub fn list_conversations(
    desk: &Desk,
    actor: &Actor,
    customer: Option<PartyId>,
    after: Option<After>,
    limit: i64,
) -> Result<ConversationPage, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let limit = limit.clamp(1, PAGE);
        let mut found = rows::heard(sql, &filter(actor, customer), after, limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|row| cursor(row.at, row.id));
        let mut names = Names::default();
        let mut conversations = Vec::new();
        for row in found {
            conversations.push(ConversationView {
                id: row.id,
                customer: names.party(sql, row.customer)?,
                request: request(sql, &mut names, actor, row.request)?,
                heard_by: names.party(sql, row.heard_by)?,
                words: row.words,
                feeling: row.feeling,
                at: row.at,
            });
        }
        Ok(ConversationPage { conversations, next })
    })
}

/// Records what a customer said to somebody.
pub fn add_conversation(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewConversation,
) -> Result<Recorded, Refusal> {
    actor.must_work()?;
    let moment = desk.moment();
    let wrong = || invalid("how it felt is a number from -2 to 2");
    let feeling = new.feeling.map(|feeling| Feeling::new(feeling).ok_or_else(wrong)).transpose()?;
    let about = new.request.map(|id| root(tx.sql(), actor, RequestId(id))).transpose()?;
    let customer = customer_of(tx.sql(), PartyId(new.customer))?.id;
    same_customer(Some(customer), about.as_ref())?;
    let heard_by = new.heard_by.map_or(actor.person, PartyId);
    if !parties::find(tx.sql(), heard_by)?.is_some_and(|row| row.internal && row.kind == "person") {
        return Err(invalid("a colleague heard it"));
    }
    let row = HeardRow {
        id: desk.id(),
        customer,
        request: about.map(|row| row.id),
        heard_by,
        words: words(&new.words, LONGEST, "what was said")?,
        feeling: feeling.map(|feeling| i64::from(feeling.value())),
        at: past(new.at, moment.now)?,
        recorded_by: actor.person,
        recorded_at: moment.now,
    };
    rows::add_heard(tx, &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::ConversationRecorded)?;
    Ok(Recorded { id: row.id })
}

/// What a customer did next.
pub fn list_outcomes(desk: &Desk, actor: &Actor, customer: PartyId) -> Result<Vec<OutcomeView>, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let mut outcomes = Vec::new();
        for row in rows::outcomes(sql, customer)? {
            let Some(what) = outcome(&row.what) else { continue };
            let recorded_by = reference(sql, row.recorded_by)?;
            outcomes.push(OutcomeView { id: row.id, what, ask: row.ask.map(|ask| ask.0), at: row.at, recorded_by });
        }
        Ok(outcomes)
    })
}

/// Records what a customer did next.
pub fn add_outcome(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewOutcome) -> Result<Recorded, Refusal> {
    actor.must_work()?;
    let moment = desk.moment();
    let ask = new.ask.map(|ask| load(tx.sql(), actor, AskId(ask))).transpose()?;
    let customer = match (&ask, new.customer) {
        (Some(ask), Some(customer)) if ask.customer.0 != customer => {
            return Err(invalid("somebody else gave this answer"));
        }
        (Some(ask), _) => ask.customer,
        (None, Some(customer)) => customer_of(tx.sql(), PartyId(customer))?.id,
        (None, None) => return Err(invalid("say of which customer, or after which answer")),
    };
    let what = match new.what {
        OutcomeWord::CameBack => Outcome::CameBack,
        OutcomeWord::Referred => Outcome::Referred,
        OutcomeWord::Left => Outcome::Left,
    };
    let row = OutcomeRow {
        id: desk.id(),
        customer,
        ask: ask.map(|ask| ask.id),
        what: what.word().to_owned(),
        at: past(new.at, moment.now)?,
        recorded_by: actor.person,
        recorded_at: moment.now,
    };
    rows::add_outcome(tx, &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::OutcomeRecorded { outcome: row.what })?;
    Ok(Recorded { id: row.id })
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
    Filter { customer, hidden: actor.hidden.clone(), mine: actor.parties() }
}

fn cursor(at: Timestamp, id: Uuid) -> String {
    format!("{}.{}", at.as_microsecond(), id.simple())
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
