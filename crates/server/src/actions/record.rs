//! The record of what happened, for those who may see all of it.

use catena_domain::event::{Event, Fact};
use catena_domain::id::PartyId;
use catena_store::{Tx, events};
use uuid::Uuid;

use super::requests::Names;
use super::{Actor, Refusal};
use crate::desk::{Desk, Moment};
use crate::views::record::RecordPage;

/// Records something that belongs to no chain.
pub fn append(tx: &mut Tx<'_>, moment: Moment, by: PartyId, subject: Uuid, fact: Fact) -> Result<(), Refusal> {
    let event = Event { seq: 0, at: moment.now, act: moment.act, by, subject, chain: None, fact };
    tx.append(vec![event])?;
    Ok(())
}

/// What happened before event `before`, the last first; to one subject if it is given.
pub fn list(
    desk: &Desk,
    actor: &Actor,
    before: Option<i64>,
    subject: Option<Uuid>,
    limit: i64,
) -> Result<RecordPage, Refusal> {
    actor.must_audit()?;
    desk.store.read(|sql| {
        let limit = limit.clamp(1, 200);
        let found = events::before(sql, before.unwrap_or(i64::MAX), subject, limit)?;
        let next = found.last().map(|event| event.seq).filter(|&seq| seq > 1 && found.len() as i64 == limit);
        let mut names = Names::default();
        let events = found.iter().map(|event| names.event(sql, actor, event)).collect::<Result<_, _>>()?;
        Ok(RecordPage { events, next })
    })
}
