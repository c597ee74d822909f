//! Who else is at a request right now: seen by those who look at it too, so that two people do not answer at once.

use catena_domain::id::RequestId;
use catena_store::{Tx, presence, requests};
use jiff::SignedDuration;

use super::requests::reference;
use super::work::no_request;
use super::{Actor, Refusal};
use crate::desk::Desk;
use crate::views::requests::{Here, HereList};

/// For how long somebody counts as there after they said so. Pages say it again well before.
const LONG: SignedDuration = SignedDuration::from_secs(30);

/// Whoever asks is at a request, and maybe writes. Returns who else is.
pub fn arrive(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId, writing: bool) -> Result<HereList, Refusal> {
    actor.must_be_staff()?;
    requests::find(tx.sql(), id)?.filter(|row| actor.sees(row)).ok_or_else(|| no_request(id))?;
    let now = desk.now();
    presence::arrive(tx, id, actor.account, writing, now, now - LONG)?;
    let mut others = Vec::new();
    for there in presence::present(tx.sql(), id, now - LONG)? {
        if there.account != actor.account {
            others.push(Here { person: reference(tx.sql(), there.person)?, writing: there.writing });
        }
    }
    Ok(HereList { others })
}

/// Whoever asks looks away.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor, id: RequestId) -> Result<(), Refusal> {
    actor.must_be_staff()?;
    Ok(presence::leave(tx, id, actor.account)?)
}
