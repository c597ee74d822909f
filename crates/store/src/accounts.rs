//! Who can sign in, and with what. Nothing secret is kept as it was handed out: passwords under a slow hash, everything
//! else, which is random and long, under a fast one.

use catena_domain::id::{AccountId, PartyId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Its id.
    pub id: AccountId,
    /// The person.
    pub party: PartyId,
    /// The name to sign in with, in small letters.
    pub login: String,
    /// The password's hash; none before one is chosen.
    pub password: Option<String>,
    /// `administrator`, `lead`, `member`, `auditor` or `customer`.
    pub role: String,
    /// The secret shared with the second factor.
    pub secret: Option<Vec<u8>>,
    /// Whether the second factor is asked for.
    pub second_factor: bool,
    /// Whether it can no longer sign in.
    pub closed: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "a.id, a.party, a.login, a.password, a.role, a.secret, a.second_factor, a.closed, a.created_at";

fn read(row: &Row) -> Result<AccountRow, Error> {
    Ok(AccountRow {
        id: AccountId(row.id(0)?),
        party: PartyId(row.id(1)?),
        login: row.text(2)?,
        password: row.maybe_text(3)?,
        role: row.text(4)?,
        secret: row.maybe_bytes(5)?,
        second_factor: row.flag(6)?,
        closed: row.flag(7)?,
        created_at: row.instant(8)?,
    })
}

/// Makes an account or writes down its changes.
pub fn save(tx: &mut Tx<'_>, row: &AccountRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into account (id, party, login, password, role, secret, second_factor, closed, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (id) do update set login = excluded.login, password = excluded.password, role = excluded.role, \
         secret = excluded.secret, second_factor = excluded.second_factor, closed = excluded.closed",
        args![
            row.id,
            row.party,
            &row.login,
            row.password.as_ref(),
            &row.role,
            row.secret.clone(),
            row.second_factor,
            row.closed,
            row.created_at
        ],
    )?;
    Ok(())
}

/// All accounts by the names to sign in with.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<AccountRow>, Error> {
    let rows = sql.query(&format!("select {COLUMNS} from account a order by a.login"), &[])?;
    rows.iter().map(read).collect()
}

/// An account by its id.
pub fn find(sql: &mut dyn Sql, id: AccountId) -> Result<Option<AccountRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from account a where a.id = $1"), args![id])?;
    row.as_ref().map(read).transpose()
}

/// An account by the name to sign in with.
pub fn find_login(sql: &mut dyn Sql, login: &str) -> Result<Option<AccountRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from account a where a.login = $1"), args![login.to_lowercase()])?;
    row.as_ref().map(read).transpose()
}

/// The account of a person.
pub fn of_party(sql: &mut dyn Sql, party: PartyId) -> Result<Option<AccountRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from account a where a.party = $1"), args![party])?;
    row.as_ref().map(read).transpose()
}

/// A browser in which somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of its key.
    pub key: Vec<u8>,
    /// Its id, which is no secret.
    pub id: Uuid,
    /// Who signed in.
    pub account: AccountId,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// What the browser calls itself.
    pub agent: String,
    /// Whether rights changed since it got its key: it gets another one.
    pub outdated: bool,
}

fn read_session(row: &Row) -> Result<SessionRow, Error> {
    Ok(SessionRow {
        key: row.bytes(0)?,
        id: row.id(1)?,
        account: AccountId(row.id(2)?),
        created_at: row.instant(3)?,
        seen_at: row.instant(4)?,
        expires_at: row.instant(5)?,
        agent: row.text(6)?,
        outdated: row.flag(7)?,
    })
}

/// Begins a session.
pub fn add_session(tx: &mut Tx<'_>, row: &SessionRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into session (key, id, account, created_at, seen_at, expires_at, agent, outdated) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            row.key.clone(),
            row.id,
            row.account,
            row.created_at,
            row.seen_at,
            row.expires_at,
            &row.agent,
            row.outdated
        ],
    )?;
    Ok(())
}

/// A session by the hash of its key.
pub fn find_session(sql: &mut dyn Sql, key: &[u8]) -> Result<Option<SessionRow>, Error> {
    let row = sql.first(
        "select key, id, account, created_at, seen_at, expires_at, agent, outdated from session where key = $1",
        args![key],
    )?;
    row.as_ref().map(read_session).transpose()
}

/// The sessions of an account, the last used first.
pub fn sessions(sql: &mut dyn Sql, account: AccountId) -> Result<Vec<SessionRow>, Error> {
    let rows = sql.query(
        "select key, id, account, created_at, seen_at, expires_at, agent, outdated from session where account = $1 \
         order by seen_at desc, id",
        args![account],
    )?;
    rows.iter().map(read_session).collect()
}

/// A session by the hash of the key that it had before, if it got another one after `since`.
pub fn find_renewed(sql: &mut dyn Sql, key: &[u8], since: Timestamp) -> Result<Option<SessionRow>, Error> {
    let row = sql.first(
        "select key, id, account, created_at, seen_at, expires_at, agent, outdated from session \
         where previous = $1 and renewed_at > $2",
        args![key, since],
    )?;
    row.as_ref().map(read_session).transpose()
}

/// Says that the rights of an account changed: each of its sessions gets another key when it is used next.
pub fn outdate_sessions(tx: &mut Tx<'_>, account: AccountId) -> Result<(), Error> {
    tx.sql().execute("update session set outdated = 1 where account = $1", args![account])?;
    Ok(())
}

/// Gives a session whose rights changed another key; false if it has one by now.
pub fn renew_session(tx: &mut Tx<'_>, key: &[u8], new: &[u8], now: Timestamp) -> Result<bool, Error> {
    let renew = "update session set key = $2, previous = $1, renewed_at = $3, outdated = 0 \
                 where key = $1 and outdated = 1";
    Ok(tx.sql().execute(renew, args![key, new, now])? > 0)
}

/// Says that a session is in use.
pub fn touch_session(tx: &mut Tx<'_>, key: &[u8], now: Timestamp, expires_at: Timestamp) -> Result<(), Error> {
    tx.touch("update session set seen_at = $2, expires_at = $3 where key = $1", args![key, now, expires_at])?;
    Ok(())
}

/// Ends a session of an account; false if there is none.
pub fn end_session(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from session where account = $1 and id = $2", args![account, id])? > 0)
}

/// Ends all sessions of an account, or all but one.
pub fn end_sessions(tx: &mut Tx<'_>, account: AccountId, but: Option<Uuid>) -> Result<(), Error> {
    let kept = but.unwrap_or(Uuid::nil());
    tx.sql().execute("delete from session where account = $1 and id <> $2", args![account, kept])?;
    Ok(())
}

/// Forgets sessions that ended by themselves.
pub fn sweep_sessions(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Error> {
    tx.sql().execute("delete from session where expires_at <= $1", args![now])?;
    Ok(())
}

/// What a one-time link lets its bearer do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Choose a password.
    Password,
    /// Choose a password, and set the second factor up anew.
    SecondFactor,
}

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Whose password it lets choose.
    pub account: AccountId,
    /// What else it does.
    pub purpose: Purpose,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Keeps a one-time link under the hash of its key; earlier ones of the account no longer work.
pub fn add_link(tx: &mut Tx<'_>, key: &[u8], row: &LinkRow, now: Timestamp) -> Result<(), Error> {
    tx.sql().execute("delete from one_time_link where account = $1", args![row.account])?;
    let purpose = match row.purpose {
        Purpose::Password => "password",
        Purpose::SecondFactor => "second_factor",
    };
    tx.sql().execute(
        "insert into one_time_link (key, account, purpose, made_at, expires_at, used_at) values ($1, $2, $3, $4, $5, null)",
        args![key, row.account, purpose, now, row.expires_at],
    )?;
    Ok(())
}

/// A one-time link by the hash of its key.
pub fn find_link(sql: &mut dyn Sql, key: &[u8]) -> Result<Option<LinkRow>, Error> {
    let row =
        sql.first("select account, purpose, expires_at, used_at from one_time_link where key = $1", args![key])?;
    row.map(|row| {
        Ok(LinkRow {
            account: AccountId(row.id(0)?),
            purpose: if row.text(1)? == "password" { Purpose::Password } else { Purpose::SecondFactor },
            expires_at: row.instant(2)?,
            used_at: row.maybe_instant(3)?,
        })
    })
    .transpose()
}

/// Marks a one-time link as used; false if it was already.
pub fn use_link(tx: &mut Tx<'_>, key: &[u8], now: Timestamp) -> Result<bool, Error> {
    let used = "update one_time_link set used_at = $2 where key = $1 and used_at is null";
    Ok(tx.sql().execute(used, args![key, now])? > 0)
}

/// Replaces the recovery codes of an account by these hashes.
pub fn set_recovery_codes(tx: &mut Tx<'_>, account: AccountId, keys: &[Vec<u8>]) -> Result<(), Error> {
    tx.sql().execute("delete from recovery_code where account = $1", args![account])?;
    for key in keys {
        tx.sql().execute("insert into recovery_code (account, key) values ($1, $2)", args![account, key.clone()])?;
    }
    Ok(())
}

/// Uses a recovery code up; false if there is no such code.
pub fn use_recovery_code(tx: &mut Tx<'_>, account: AccountId, key: &[u8]) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from recovery_code where account = $1 and key = $2", args![account, key])? > 0)
}

/// Uses a code of the second factor up, by its time step; false if it, or a later one, was used before.
pub fn use_factor_step(tx: &mut Tx<'_>, account: AccountId, step: i64) -> Result<bool, Error> {
    let used = "update account set factor_step = $2 where id = $1 and coalesce(factor_step, -1) < $2";
    Ok(tx.sql().execute(used, args![account, step])? > 0)
}

/// How many recovery codes are left.
pub fn recovery_codes_left(sql: &mut dyn Sql, account: AccountId) -> Result<i64, Error> {
    sql.first("select count(*) from recovery_code where account = $1", args![account])?.map_or(Ok(0), |row| row.int(0))
}

/// What a program signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// As whom.
    pub account: AccountId,
    /// What it is for.
    pub name: String,
    /// `read`, `write` or `admin`.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

const TOKEN: &str = "id, account, name, scopes, created_at, used_at, expires_at, revoked_at";

fn read_token(row: &Row) -> Result<TokenRow, Error> {
    Ok(TokenRow {
        id: row.id(0)?,
        account: AccountId(row.id(1)?),
        name: row.text(2)?,
        scopes: row.text(3)?,
        created_at: row.instant(4)?,
        used_at: row.maybe_instant(5)?,
        expires_at: row.maybe_instant(6)?,
        revoked_at: row.maybe_instant(7)?,
    })
}

/// Keeps a token under the hash of its key.
pub fn add_token(tx: &mut Tx<'_>, key: &[u8], row: &TokenRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into token (id, key, account, name, scopes, created_at, used_at, expires_at, revoked_at) \
         values ($1, $2, $3, $4, $5, $6, null, $7, null)",
        args![row.id, key, row.account, &row.name, &row.scopes, row.created_at, row.expires_at],
    )?;
    Ok(())
}

/// A token by the hash of its key.
pub fn find_token(sql: &mut dyn Sql, key: &[u8]) -> Result<Option<TokenRow>, Error> {
    let row = sql.first(&format!("select {TOKEN} from token where key = $1"), args![key])?;
    row.as_ref().map(read_token).transpose()
}

/// The tokens of an account, the newest first.
pub fn tokens(sql: &mut dyn Sql, account: AccountId) -> Result<Vec<TokenRow>, Error> {
    let rows = sql
        .query(&format!("select {TOKEN} from token where account = $1 order by created_at desc, id"), args![account])?;
    rows.iter().map(read_token).collect()
}

/// Says that a token is in use.
pub fn touch_token(tx: &mut Tx<'_>, key: &[u8], now: Timestamp) -> Result<(), Error> {
    tx.touch("update token set used_at = $2 where key = $1", args![key, now])?;
    Ok(())
}

/// Revokes a token of an account; false if there is none that works.
pub fn revoke_token(tx: &mut Tx<'_>, account: AccountId, id: Uuid, now: Timestamp) -> Result<bool, Error> {
    let revoke = "update token set revoked_at = $3 where account = $1 and id = $2 and revoked_at is null";
    Ok(tx.sql().execute(revoke, args![account, id, now])? > 0)
}

/// Revokes all tokens of an account.
pub fn revoke_tokens(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), Error> {
    let revoke = "update token set revoked_at = $2 where account = $1 and revoked_at is null";
    tx.sql().execute(revoke, args![account, now])?;
    Ok(())
}
