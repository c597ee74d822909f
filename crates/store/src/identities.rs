//! By what accounts are known to a provider that signs people in: its own name for them, never their address.

use catena_domain::id::{AccountId, PartyId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// Whom a provider means by a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// What it calls them: it never calls anybody else so.
    pub subject: String,
    /// Who that is here.
    pub account: AccountId,
    /// Since when that is known.
    pub linked_at: Timestamp,
}

/// Whom a provider means.
pub fn find(sql: &mut dyn Sql, issuer: &str, subject: &str) -> Result<Option<AccountId>, Error> {
    let row = sql.first("select account from identity where issuer = $1 and subject = $2", args![issuer, subject])?;
    row.map(|row| row.id(0).map(AccountId)).transpose()
}

/// By what providers know an account.
pub fn of_account(sql: &mut dyn Sql, account: AccountId) -> Result<Vec<Identity>, Error> {
    let text = "select issuer, subject, linked_at from identity where account = $1 order by issuer";
    let rows = sql.query(text, args![account])?;
    let read =
        |row: &Row| Ok(Identity { issuer: row.text(0)?, subject: row.text(1)?, account, linked_at: row.instant(2)? });
    rows.iter().map(read).collect()
}

/// Writes down whom a provider means. A conflict if it means somebody else, or knows the account by another name.
pub fn link(tx: &mut Tx<'_>, identity: &Identity) -> Result<(), Error> {
    tx.sql().execute(
        "insert into identity (issuer, subject, account, linked_at) values ($1, $2, $3, $4)",
        args![&identity.issuer, &identity.subject, identity.account, identity.linked_at],
    )?;
    Ok(())
}

/// Forgets by what providers know an account; false if none does.
pub fn unlink(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from identity where account = $1", args![account])? > 0)
}

/// Accounts that an e-mail address may belong to: by the name to sign in with, or by an address of the person, then with
/// who recorded it.
pub fn holders(sql: &mut dyn Sql, email: &str) -> Result<Vec<(AccountId, Option<PartyId>)>, Error> {
    let email = email.to_lowercase();
    let rows = sql.query(
        "select a.id, null as by_whom from account a where a.login = $1 \
         union select a.id, e.actor from account a join handle h on h.party = a.party \
         join event e on e.subject = h.party and e.at = h.added_at and e.kind = 'handle_added' \
         where h.kind = 'email' and h.value = $1",
        args![email],
    )?;
    rows.iter().map(|row| Ok((AccountId(row.id(0)?), row.maybe_id(1)?.map(PartyId)))).collect()
}

/// Keeps under the hash of a key that a provider vouched for somebody whose second factor is still to be asked for.
pub fn vouch(
    tx: &mut Tx<'_>,
    key: &[u8],
    account: AccountId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Error> {
    tx.sql().execute("delete from vouched where expires_at <= $1", args![now])?;
    let text = "insert into vouched (key, account, expires_at) values ($1, $2, $3)";
    tx.sql().execute(text, args![key, account, expires_at])?;
    Ok(())
}

/// For whom a provider vouched, by the hash of a key.
pub fn vouched(sql: &mut dyn Sql, key: &[u8], now: Timestamp) -> Result<Option<AccountId>, Error> {
    let row = sql.first("select account from vouched where key = $1 and expires_at > $2", args![key, now])?;
    row.map(|row| row.id(0).map(AccountId)).transpose()
}

/// Uses that up; false if it was already.
pub fn use_vouched(tx: &mut Tx<'_>, key: &[u8]) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from vouched where key = $1", args![key])? > 0)
}

/// Uses up all that providers vouched for of an account.
pub fn end_vouched(tx: &mut Tx<'_>, account: AccountId) -> Result<(), Error> {
    tx.sql().execute("delete from vouched where account = $1", args![account])?;
    Ok(())
}
