//! Joining two requests of one customer that are about the same, and parting them again.
//!
//! To join is a link and moves nothing: the part rests, its conversation is shown with that of the request it was joined
//! to, and whoever follows the part follows that one. Its own promise is not counted meanwhile; parted, it counts as if
//! the two had never been joined.

use catena_domain::id::RequestId;
use catena_store::requests::{self as rows, RequestRow};
use catena_store::{Sql, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::visible;
use super::work::{Bench, stamp};
use super::{Actor, Refusal};
use crate::desk::Desk;
use crate::views::requests::Acted;

/// A request to which another one is joined.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// The request that goes on for both.
    pub into: Uuid,
}

/// Joins a request to another one of the same customer.
pub fn merge(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId, new: &NewMerge) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    let row = visible(actor, &bench, id)?.clone();
    may(actor, &row)?;
    let into = rows::find(tx.sql(), RequestId(new.into))?.filter(|into| actor.sees(into));
    let into = into.ok_or_else(|| Refusal::Missing(format!("there is no request {}", new.into)))?;
    may(actor, &into)?;
    if row.parent.is_some() || into.parent.is_some() {
        return Err(Refusal::Invalid("only what a customer asked for can be joined, not a hand-off".to_owned()));
    }
    if row.customer != into.customer {
        return Err(Refusal::Invalid("only requests of one customer can be joined".to_owned()));
    }
    if !into.is_open || into.merged.is_some() {
        return Err(Refusal::NotNow(format!("request {} is over, or was joined to another itself", into.number)));
    }
    let stamp = stamp(desk.moment(), actor.person);
    let events = bench.chain.merge(into.id, stamp)?;
    bench.save(tx, events)?;
    bench.acted(id, stamp, None)
}

/// Parts a request from the one that it was joined to.
pub fn part(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    may(actor, visible(actor, &bench, id)?)?;
    let stamp = stamp(desk.moment(), actor.person);
    let events = bench.chain.part(stamp)?;
    bench.save(tx, events)?;
    bench.acted(id, stamp, None)
}

fn may(actor: &Actor, row: &RequestRow) -> Result<(), Refusal> {
    if actor.has_a_say(row) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed("only those who take part in a request join it to another".to_owned()))
    }
}

/// The request that goes on for this one: itself, unless it was joined to another.
pub fn goes_on(sql: &mut dyn Sql, mut row: RequestRow) -> Result<RequestRow, Refusal> {
    while let Some(into) = row.merged {
        row = rows::find(sql, into)?.ok_or_else(|| super::work::no_request(into))?;
    }
    Ok(row)
}

/// All requests that were joined to this one, also by way of others, in the order of their numbers.
pub fn parts(sql: &mut dyn Sql, id: RequestId) -> Result<Vec<RequestRow>, Refusal> {
    let mut found = rows::parts(sql, id)?;
    let mut next = 0;
    while let Some(part) = found.get(next).map(|part| part.id) {
        found.extend(rows::parts(sql, part)?);
        next += 1;
    }
    found.sort_by_key(|part| part.number);
    Ok(found)
}
