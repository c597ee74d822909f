//! Thank-yous: one tap of whoever received a hand-off, once for each time that it was done. Colleagues see them on the
//! page of whoever gave one, of the team, and of the person who did it; of hand-offs that they may not know of they see
//! none.

use catena_domain::event::Fact;
use catena_domain::id::{PartyId, RequestId};
use catena_domain::request::Status;
use catena_store::thanks::{self as rows, Thanks};
use catena_store::{Sql, Tx, parties, requests};

use super::ratings::judged_by;
use super::requests::{reference, visible};
use super::work::Bench;
use super::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::views::ratings::{ThanksList, ThanksView};

/// How many are listed of each sort.
const MOST: i64 = 50;

/// Thanks for a hand-off. Who did so before has nothing more to say.
pub fn give(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId) -> Result<(), Refusal> {
    actor.must_work()?;
    let bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let doer = judged_by(tx.sql(), actor, &bench, id)?.map_err(|refusal| Refusal::NotAllowed(refusal.to_string()))?;
    let request = &bench.work(id)?.request;
    let done_at = request.done_at().filter(|_| request.status() == Status::Received);
    let done_at = done_at.ok_or_else(|| Refusal::NotNow("one thanks for what one has received".to_owned()))?;
    let moment = desk.moment();
    let (giver, provider) = (actor.person, request.provider());
    if rows::give(tx, &Thanks { request: id, done_at, giver, provider, doer, at: moment.now })? {
        record::append(tx, moment, actor.person, id.0, Fact::Thanked)?;
    }
    Ok(())
}

/// Whether somebody may thank for a hand-off now, and has not.
pub fn may_thank(sql: &mut dyn Sql, actor: &Actor, bench: &Bench, id: RequestId) -> Result<bool, Refusal> {
    let request = &bench.work(id)?.request;
    let (Status::Received, Some(done_at)) = (request.status(), request.done_at()) else { return Ok(false) };
    let own = |thanks: &Thanks| (thanks.giver, thanks.done_at) == (actor.person, done_at);
    Ok(!rows::of_request(sql, id)?.iter().any(own) && judged_by(sql, actor, bench, id)?.is_ok())
}

/// Who thanked for a hand-off that whoever asks may see.
pub fn of_request(sql: &mut dyn Sql, actor: &Actor, id: RequestId) -> Result<Vec<ThanksView>, Refusal> {
    let all = rows::of_request(sql, id)?;
    views(sql, actor, &all)
}

/// What a team or a person got, and what a person gave.
pub fn list(desk: &Desk, actor: &Actor, party: PartyId) -> Result<ThanksList, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let row = parties::find(sql, party)?.filter(|row| row.internal);
        row.ok_or_else(|| Refusal::Missing(format!("there is no colleague and no team {}", party.0)))?;
        let (got, given) = (rows::got(sql, party, MOST)?, rows::given(sql, party, MOST)?);
        Ok(ThanksList { got: views(sql, actor, &got)?, given: views(sql, actor, &given)? })
    })
}

fn views(sql: &mut dyn Sql, actor: &Actor, all: &[Thanks]) -> Result<Vec<ThanksView>, Refusal> {
    let mut found = Vec::new();
    for one in all {
        let Some(row) = requests::find(sql, one.request)?.filter(|row| actor.sees(row)) else { continue };
        found.push(ThanksView {
            giver: reference(sql, one.giver)?,
            provider: reference(sql, one.provider)?,
            doer: one.doer.map(|doer| reference(sql, doer)).transpose()?,
            request: row.id.0,
            number: row.number,
            subject: row.subject,
            at: one.at,
        });
    }
    Ok(found)
}
