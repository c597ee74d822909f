//! What customers outside asked for and how it went for each, all of them in one pass: what is learnt from of who comes back.

use catena_domain::id::{PartyId, RequestId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;

/// A root that somebody outside asked for, with one question about it and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// Who asked.
    pub customer: PartyId,
    /// What for.
    pub request: RequestId,
    /// Its number for people.
    pub number: i64,
    /// Who is asked now.
    pub provider: PartyId,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done for good, so far; none while it is open.
    pub ended_at: Option<Timestamp>,
    /// Whether the promise was kept, once that is settled.
    pub kept: Option<bool>,
    /// When the customer was asked how it was.
    pub questioned_at: Option<Timestamp>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// Whether that was poor.
    pub poor: bool,
}

/// What was asked for since an instant: by customer, then in the order of asking; a root once for each question about it. What was
/// withdrawn, joined to something else or opened by colleagues to ask what went wrong is not there.
pub fn since(sql: &mut dyn Sql, instant: Timestamp) -> Result<Vec<VisitRow>, Error> {
    let rows = sql.query(
        "select r.customer, r.id, r.number, r.provider, r.asked_at, r.done_at, r.kept, a.asked_at, a.answered_at, \
         coalesce(a.poor, 0), r.is_open from request r \
         left join survey_ask a on a.request = r.id and a.customer = r.customer and a.state <> 'withdrawn' \
         where r.parent is null and r.external = 1 and r.merged is null and r.status <> 'withdrawn' and r.asked_at >= $1 \
         and not exists (select 1 from survey_ask f where f.follow_up = r.id) \
         order by r.customer, r.asked_at, r.id, a.asked_at",
        args![instant],
    )?;
    let read = |row: &crate::value::Row| {
        let open = row.flag(10)?;
        Ok(VisitRow {
            customer: PartyId(row.id(0)?),
            request: RequestId(row.id(1)?),
            number: row.int(2)?,
            provider: PartyId(row.id(3)?),
            asked_at: row.instant(4)?,
            ended_at: row.maybe_instant(5)?.filter(|_| !open),
            kept: row.maybe_int(6)?.map(|kept| kept != 0).filter(|_| !open),
            questioned_at: row.maybe_instant(7)?,
            answered_at: row.maybe_instant(8)?,
            poor: row.flag(9)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What customers did next, as colleagues noted it: who, what in one word, and when, in that order of time.
pub fn outcomes(sql: &mut dyn Sql) -> Result<Vec<(PartyId, String, Timestamp)>, Error> {
    let rows = sql.query("select customer, what, at from outcome order by at, id", &[])?;
    rows.iter().map(|row| Ok((PartyId(row.id(0)?), row.text(1)?, row.instant(2)?))).collect()
}
