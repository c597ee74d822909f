//! What customers said to somebody: recorded, corrected and removed by whoever heard of it.

use catena_domain::event::Fact;
use catena_domain::feedback::{Feeling, LONGEST};
use catena_domain::id::{PartyId, RequestId};
use catena_store::feedback::After;
use catena_store::reviews::{self as rows, HeardRow};
use catena_store::{Sql, Tx, parties};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    PAGE, as_seen, customer_of, filter, invalid, may_correct, must_correct, page, past, root, same_customer, sees,
};
use crate::actions::feedback::request;
use crate::actions::requests::{Names, words};
use crate::actions::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::views::feedback::{ConversationPage, ConversationView, Recorded};

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
        let found = rows::heard(sql, &filter(actor, customer), after, limit + 1)?;
        let (found, next) = page(found, limit, |row| (row.at, row.id));
        let mut names = Names::default();
        let conversations =
            found.into_iter().map(|row| conversation_view(sql, &mut names, actor, row)).collect::<Result<_, _>>()?;
        Ok(ConversationPage { conversations, next })
    })
}

fn conversation_view(
    sql: &mut dyn Sql,
    names: &mut Names,
    actor: &Actor,
    row: HeardRow,
) -> Result<ConversationView, Refusal> {
    Ok(ConversationView {
        id: row.id,
        customer: names.party(sql, row.customer)?,
        request: request(sql, names, actor, row.request)?,
        heard_by: names.party(sql, row.heard_by)?,
        words: row.words,
        feeling: row.feeling,
        at: row.at,
        revision: row.revision,
        may_change: may_correct(sql, actor, row.recorded_by, Some(row.customer))?,
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
    let row = conversation_of(tx.sql(), actor, desk.id(), new, moment.now)?;
    rows::add_heard(tx, &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::ConversationRecorded)?;
    Ok(Recorded { id: row.id })
}

/// Corrects what a customer said to somebody, unless somebody changed it since it was `seen`.
pub fn change_conversation(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Uuid,
    new: &NewConversation,
    seen: Option<i64>,
) -> Result<ConversationView, Refusal> {
    let known = conversation_to_correct(tx.sql(), actor, id, seen)?;
    let moment = desk.moment();
    let new = NewConversation {
        at: new.at.or(Some(known.at)),
        heard_by: new.heard_by.or(Some(known.heard_by.0)),
        ..new.clone()
    };
    let row = conversation_of(tx.sql(), actor, id, &new, moment.now)?;
    let (recorded_by, recorded_at) = (known.recorded_by, known.recorded_at);
    let row = HeardRow { recorded_by, recorded_at, revision: known.revision + 1, ..row };
    rows::change_heard(tx, &row)?;
    record::append(tx, moment, actor.person, id, Fact::ConversationChanged)?;
    conversation_view(tx.sql(), &mut Names::default(), actor, row)
}

/// Removes what a customer said to somebody, unless somebody changed it since it was `seen`.
pub fn remove_conversation(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Uuid,
    seen: Option<i64>,
) -> Result<(), Refusal> {
    conversation_to_correct(tx.sql(), actor, id, seen)?;
    rows::remove_heard(tx, id)?;
    record::append(tx, desk.moment(), actor.person, id, Fact::ConversationRemoved)
}

fn conversation_to_correct(sql: &mut dyn Sql, actor: &Actor, id: Uuid, seen: Option<i64>) -> Result<HeardRow, Refusal> {
    actor.must_work()?;
    let missing = || Refusal::Missing(format!("there is no conversation {id}"));
    let row = rows::find_heard(sql, id)?.ok_or_else(missing)?;
    if !sees(sql, actor, row.request)? {
        return Err(missing());
    }
    must_correct(sql, actor, row.recorded_by, Some(row.customer))?;
    as_seen(row.revision, seen)?;
    Ok(row)
}

/// What a customer said, as somebody writes it down.
fn conversation_of(
    sql: &mut dyn Sql,
    actor: &Actor,
    id: Uuid,
    new: &NewConversation,
    now: Timestamp,
) -> Result<HeardRow, Refusal> {
    let wrong = || invalid("how it felt is a number from -2 to 2");
    let feeling = new.feeling.map(|feeling| Feeling::new(feeling).ok_or_else(wrong)).transpose()?;
    let about = new.request.map(|id| root(sql, actor, RequestId(id))).transpose()?;
    let customer = customer_of(sql, PartyId(new.customer))?.id;
    same_customer(Some(customer), about.as_ref())?;
    let heard_by = new.heard_by.map_or(actor.person, PartyId);
    if !parties::find(sql, heard_by)?.is_some_and(|row| row.internal && row.kind == "person") {
        return Err(invalid("a colleague heard it"));
    }
    Ok(HeardRow {
        id,
        customer,
        request: about.map(|row| row.id),
        heard_by,
        words: words(&new.words, LONGEST, "what was said")?,
        feeling: feeling.map(|feeling| i64::from(feeling.value())),
        at: past(new.at, now)?,
        recorded_by: actor.person,
        recorded_at: now,
        revision: 1,
    })
}
