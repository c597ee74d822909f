//! Thank-yous for hand-offs: who thanked whom, once for each time that it was done.

use catena_domain::id::{PartyId, RequestId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, Value};
use crate::writer::Tx;

/// A thank-you.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thanks {
    /// For this hand-off …
    pub request: RequestId,
    /// … as it was done at this instant.
    pub done_at: Timestamp,
    /// Who thanked.
    pub giver: PartyId,
    /// The team or the person that was asked for it.
    pub provider: PartyId,
    /// The person who did it, if it was one.
    pub doer: Option<PartyId>,
    /// When.
    pub at: Timestamp,
}

const COLUMNS: &str = "request, done_at, giver, provider, doer, at";

fn read_all(sql: &mut dyn Sql, text: &str, args: &[Value]) -> Result<Vec<Thanks>, Error> {
    let read = |row: &Row| {
        Ok(Thanks {
            request: RequestId(row.id(0)?),
            done_at: row.instant(1)?,
            giver: PartyId(row.id(2)?),
            provider: PartyId(row.id(3)?),
            doer: row.maybe_id(4)?.map(PartyId),
            at: row.instant(5)?,
        })
    };
    sql.query(text, args)?.iter().map(read).collect()
}

/// Keeps a thank-you; false if it was given before, and nothing is changed.
pub fn give(tx: &mut Tx<'_>, thanks: &Thanks) -> Result<bool, Error> {
    let kept = tx.sql().execute(
        &format!("insert into thanks ({COLUMNS}) values ($1, $2, $3, $4, $5, $6) on conflict do nothing"),
        args![thanks.request, thanks.done_at, thanks.giver, thanks.provider, thanks.doer, thanks.at],
    )?;
    Ok(kept > 0)
}

/// The thank-yous for a hand-off, the last first.
pub fn of_request(sql: &mut dyn Sql, request: RequestId) -> Result<Vec<Thanks>, Error> {
    read_all(sql, &format!("select {COLUMNS} from thanks where request = $1 order by at desc, giver"), args![request])
}

/// The last thank-yous that a person gave.
pub fn given(sql: &mut dyn Sql, giver: PartyId, limit: i64) -> Result<Vec<Thanks>, Error> {
    let text = format!("select {COLUMNS} from thanks where giver = $1 order by at desc, request limit $2");
    read_all(sql, &text, args![giver, limit])
}

/// The last thank-yous that a team or a person got: as those who were asked, or as who did it.
pub fn got(sql: &mut dyn Sql, party: PartyId, limit: i64) -> Result<Vec<Thanks>, Error> {
    let text =
        format!("select {COLUMNS} from thanks where provider = $1 or doer = $1 order by at desc, request limit $2");
    read_all(sql, &text, args![party, limit])
}

/// Up to `limit` thank-yous from one instant until just before another, the last first, after one of them.
pub fn between(
    sql: &mut dyn Sql,
    from: Timestamp,
    to: Timestamp,
    after: Option<Thanks>,
    limit: i64,
) -> Result<Vec<Thanks>, Error> {
    let order = "order by at desc, request desc, giver desc limit";
    match after {
        None => read_all(
            sql,
            &format!("select {COLUMNS} from thanks where at >= $1 and at < $2 {order} $3"),
            args![from, to, limit],
        ),
        Some(last) => read_all(
            sql,
            &format!("select {COLUMNS} from thanks where at >= $1 and (at, request, giver) < ($2, $3, $4) {order} $5"),
            args![from, last.at, last.request, last.giver, limit],
        ),
    }
}
