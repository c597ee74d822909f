//! What customers did next: recorded, corrected and removed by whoever heard of it.

use catena_domain::event::Fact;
use catena_domain::feedback::Outcome;
use catena_domain::id::{AskId, PartyId};
use catena_store::reviews::{self as rows, OutcomeRow};
use catena_store::{Sql, Tx};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{PAGE, as_seen, customer_of, filter, invalid, may_correct, must_correct, past};
use crate::actions::feedback::{load, outcome};
use crate::actions::requests::reference;
use crate::actions::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::views::feedback::{OutcomeView, OutcomeWord, Recorded};

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

/// What a customer did next, as far as they may know of it.
pub fn list_outcomes(desk: &Desk, actor: &Actor, customer: PartyId) -> Result<Vec<OutcomeView>, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let found = rows::outcomes(sql, &filter(actor, Some(customer)), None, PAGE)?;
        let mut outcomes = Vec::new();
        for row in found {
            outcomes.extend(outcome_view(sql, actor, &row)?);
        }
        Ok(outcomes)
    })
}

/// What a customer did next; nothing if its word is none that is known.
fn outcome_view(sql: &mut dyn Sql, actor: &Actor, row: &OutcomeRow) -> Result<Option<OutcomeView>, Refusal> {
    let Some(what) = outcome(&row.what) else { return Ok(None) };
    Ok(Some(OutcomeView {
        id: row.id,
        what,
        ask: row.ask.map(|ask| ask.0),
        at: row.at,
        recorded_by: reference(sql, row.recorded_by)?,
        revision: row.revision,
        may_change: may_correct(sql, actor, row.recorded_by, Some(row.customer))?,
    }))
}

/// Records what a customer did next.
pub fn add_outcome(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewOutcome) -> Result<Recorded, Refusal> {
    actor.must_work()?;
    let moment = desk.moment();
    let row = outcome_of(tx.sql(), actor, desk.id(), new, moment.now)?;
    rows::add_outcome(tx, &row)?;
    record::append(tx, moment, actor.person, row.id, Fact::OutcomeRecorded { outcome: row.what })?;
    Ok(Recorded { id: row.id })
}

/// Corrects what a customer did next, unless somebody changed it since it was `seen`.
pub fn change_outcome(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Uuid,
    new: &NewOutcome,
    seen: Option<i64>,
) -> Result<OutcomeView, Refusal> {
    let known = outcome_to_correct(tx.sql(), actor, id, seen)?;
    let moment = desk.moment();
    let new = NewOutcome { at: new.at.or(Some(known.at)), ..new.clone() };
    let row = outcome_of(tx.sql(), actor, id, &new, moment.now)?;
    let (recorded_by, recorded_at) = (known.recorded_by, known.recorded_at);
    let row = OutcomeRow { recorded_by, recorded_at, revision: known.revision + 1, ..row };
    rows::change_outcome(tx, &row)?;
    record::append(tx, moment, actor.person, id, Fact::OutcomeChanged { outcome: row.what.clone() })?;
    outcome_view(tx.sql(), actor, &row)?.ok_or_else(|| invalid("nobody knows this outcome"))
}

/// Removes what a customer did next, unless somebody changed it since it was `seen`.
pub fn remove_outcome(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid, seen: Option<i64>) -> Result<(), Refusal> {
    outcome_to_correct(tx.sql(), actor, id, seen)?;
    rows::remove_outcome(tx, id)?;
    record::append(tx, desk.moment(), actor.person, id, Fact::OutcomeRemoved)
}

fn outcome_to_correct(sql: &mut dyn Sql, actor: &Actor, id: Uuid, seen: Option<i64>) -> Result<OutcomeRow, Refusal> {
    actor.must_work()?;
    let missing = || Refusal::Missing(format!("there is no outcome {id}"));
    let row = rows::find_outcome(sql, id)?.ok_or_else(missing)?;
    if let Some(ask) = row.ask {
        load(sql, actor, ask).map_err(|_| missing())?;
    }
    must_correct(sql, actor, row.recorded_by, Some(row.customer))?;
    as_seen(row.revision, seen)?;
    Ok(row)
}

/// What a customer did next, as somebody writes it down.
fn outcome_of(
    sql: &mut dyn Sql,
    actor: &Actor,
    id: Uuid,
    new: &NewOutcome,
    now: Timestamp,
) -> Result<OutcomeRow, Refusal> {
    let ask = new.ask.map(|ask| load(sql, actor, AskId(ask))).transpose()?;
    let customer = match (&ask, new.customer) {
        (Some(ask), Some(customer)) if ask.customer.0 != customer => {
            return Err(invalid("somebody else gave this answer"));
        }
        (Some(ask), _) => ask.customer,
        (None, Some(customer)) => customer_of(sql, PartyId(customer))?.id,
        (None, None) => return Err(invalid("say of which customer, or after which answer")),
    };
    let what = match new.what {
        OutcomeWord::CameBack => Outcome::CameBack,
        OutcomeWord::Referred => Outcome::Referred,
        OutcomeWord::Left => Outcome::Left,
    };
    Ok(OutcomeRow {
        id,
        customer,
        ask: ask.map(|ask| ask.id),
        what: what.word().to_owned(),
        at: past(new.at, now)?,
        recorded_by: actor.person,
        recorded_at: now,
        revision: 1,
    })
}
