//! Who looks at a request right now, and who writes: told anew every few seconds, forgotten soon.

use catena_domain::id::{AccountId, PartyId, RequestId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::writer::Tx;

/// Somebody who is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// With which account.
    pub account: AccountId,
    /// Who.
    pub person: PartyId,
    /// Whether they are writing something.
    pub writing: bool,
}

/// Somebody looks at a request, or goes on to; whoever was last there before `forgotten` is not there any more.
pub fn arrive(
    tx: &mut Tx<'_>,
    request: RequestId,
    account: AccountId,
    writing: bool,
    now: Timestamp,
    forgotten: Timestamp,
) -> Result<(), Error> {
    tx.sql().execute("delete from presence where request = $1 and seen_at < $2", args![request, forgotten])?;
    tx.sql().execute(
        "insert into presence (request, account, writing, seen_at) values ($1, $2, $3, $4) \
         on conflict (request, account) do update set writing = excluded.writing, seen_at = excluded.seen_at",
        args![request, account, writing, now],
    )?;
    Ok(())
}

/// Somebody looks away.
pub fn leave(tx: &mut Tx<'_>, request: RequestId, account: AccountId) -> Result<(), Error> {
    tx.sql().execute("delete from presence where request = $1 and account = $2", args![request, account])?;
    Ok(())
}

/// Who was there since an instant, whoever writes first.
pub fn present(sql: &mut dyn Sql, request: RequestId, since: Timestamp) -> Result<Vec<Presence>, Error> {
    let rows = sql.query(
        "select p.account, a.party, p.writing from presence p join account a on a.id = p.account \
         where p.request = $1 and p.seen_at >= $2 order by p.writing desc, p.account",
        args![request, since],
    )?;
    let read = |row: &crate::Row| {
        Ok(Presence { account: AccountId(row.id(0)?), person: PartyId(row.id(1)?), writing: row.flag(2)? })
    };
    rows.iter().map(read).collect()
}
