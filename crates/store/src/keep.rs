//! Smaller things that people keep beside requests: what they follow, set aside, look at again; links for customers;
//! answers that are given twice alike; facts about the store itself.

use catena_domain::id::{AccountId, PartyId, RequestId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// A fact about the store, such as whether it holds the demonstration.
pub fn fact(sql: &mut dyn Sql, name: &str) -> Result<Option<String>, Error> {
    sql.first("select value from meta where name = $1", args![name])?.map(|row| row.text(0)).transpose()
}

/// Writes down a fact about the store.
pub fn set_fact(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), Error> {
    tx.sql().execute(
        "insert into meta (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        args![name, value],
    )?;
    Ok(())
}

/// Lets a person know of what happens to a request from now on.
pub fn follow(tx: &mut Tx<'_>, request: RequestId, person: PartyId) -> Result<(), Error> {
    tx.sql().execute(
        "insert into follower (request, person) values ($1, $2) on conflict do nothing",
        args![request, person],
    )?;
    Ok(())
}

/// No longer lets a person know.
pub fn unfollow(tx: &mut Tx<'_>, request: RequestId, person: PartyId) -> Result<(), Error> {
    tx.sql().execute("delete from follower where request = $1 and person = $2", args![request, person])?;
    Ok(())
}

/// Who follows a request.
pub fn followers(sql: &mut dyn Sql, request: RequestId) -> Result<Vec<PartyId>, Error> {
    let rows = sql.query("select person from follower where request = $1 order by person", args![request])?;
    rows.iter().map(|row| row.id(0).map(PartyId)).collect()
}

/// Sets a request aside for one person until an instant; without one it is there again.
pub fn snooze(tx: &mut Tx<'_>, request: RequestId, person: PartyId, until: Option<Timestamp>) -> Result<(), Error> {
    match until {
        Some(until) => tx.sql().execute(
            "insert into snooze (request, person, until_at) values ($1, $2, $3) \
             on conflict (person, request) do update set until_at = excluded.until_at",
            args![request, person, until],
        )?,
        None => tx.sql().execute("delete from snooze where request = $1 and person = $2", args![request, person])?,
    };
    Ok(())
}

/// Until when a person set a request aside.
pub fn snoozed_until(sql: &mut dyn Sql, request: RequestId, person: PartyId) -> Result<Option<Timestamp>, Error> {
    let row = sql.first("select until_at from snooze where request = $1 and person = $2", args![request, person])?;
    row.map(|row| row.instant(0)).transpose()
}

/// A list that somebody looks at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// Who saved it.
    pub owner: PartyId,
    /// Its name.
    pub name: String,
    /// The filters, as they stand in an address.
    pub query: String,
    /// Whether colleagues see it.
    pub shared: bool,
}

/// Saves a view or its changes.
pub fn save_view(tx: &mut Tx<'_>, view: &SavedView) -> Result<(), Error> {
    tx.sql().execute(
        "insert into saved_view (id, owner, name, query, shared) values ($1, $2, $3, $4, $5) \
         on conflict (id) do update set name = excluded.name, query = excluded.query, shared = excluded.shared",
        args![view.id, view.owner, &view.name, &view.query, view.shared],
    )?;
    Ok(())
}

/// Forgets a view of a person; false if they have no such view.
pub fn remove_view(tx: &mut Tx<'_>, owner: PartyId, id: Uuid) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from saved_view where owner = $1 and id = $2", args![owner, id])? > 0)
}

/// The views that a person sees, by name.
pub fn views(sql: &mut dyn Sql, person: PartyId) -> Result<Vec<SavedView>, Error> {
    let rows = sql.query(
        "select id, owner, name, query, shared from saved_view where owner = $1 or shared = 1 order by name, id",
        args![person],
    )?;
    let read = |row: &Row| {
        Ok(SavedView {
            id: row.id(0)?,
            owner: PartyId(row.id(1)?),
            name: row.text(2)?,
            query: row.text(3)?,
            shared: row.flag(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// A link with which a customer follows a request, kept under the hash of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// The root that it shows.
    pub request: RequestId,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

fn read_tracking(row: &Row) -> Result<Tracking, Error> {
    Ok(Tracking {
        id: row.id(0)?,
        request: RequestId(row.id(1)?),
        made_at: row.instant(2)?,
        revoked_at: row.maybe_instant(3)?,
    })
}

/// Keeps a link for a customer.
pub fn add_tracking(tx: &mut Tx<'_>, key: &[u8], tracking: &Tracking) -> Result<(), Error> {
    tx.sql().execute(
        "insert into tracking (key, id, request, made_at, revoked_at) values ($1, $2, $3, $4, null)",
        args![key, tracking.id, tracking.request, tracking.made_at],
    )?;
    Ok(())
}

/// A link by the hash of its key.
pub fn find_tracking(sql: &mut dyn Sql, key: &[u8]) -> Result<Option<Tracking>, Error> {
    let row = sql.first("select id, request, made_at, revoked_at from tracking where key = $1", args![key])?;
    row.as_ref().map(read_tracking).transpose()
}

/// The links of a request, the newest first.
pub fn trackings(sql: &mut dyn Sql, request: RequestId) -> Result<Vec<Tracking>, Error> {
    let rows = sql.query(
        "select id, request, made_at, revoked_at from tracking where request = $1 order by made_at desc, id",
        args![request],
    )?;
    rows.iter().map(read_tracking).collect()
}

/// Revokes a link; false if there is none that works.
pub fn revoke_tracking(tx: &mut Tx<'_>, request: RequestId, id: Uuid, now: Timestamp) -> Result<bool, Error> {
    let revoke = "update tracking set revoked_at = $3 where request = $1 and id = $2 and revoked_at is null";
    Ok(tx.sql().execute(revoke, args![request, id, now])? > 0)
}

/// An answer that is given again when the same is asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The hash of what was asked.
    pub digest: Vec<u8>,
    /// The answer's status.
    pub status: i64,
    /// The answer.
    pub body: Vec<u8>,
}

/// The answer that was given under a key.
pub fn given(sql: &mut dyn Sql, account: AccountId, key: &str) -> Result<Option<Given>, Error> {
    let row =
        sql.first("select digest, status, body from idempotency where account = $1 and key = $2", args![account, key])?;
    row.map(|row| Ok(Given { digest: row.bytes(0)?, status: row.int(1)?, body: row.bytes(2)? })).transpose()
}

/// Keeps an answer under a key.
pub fn remember(tx: &mut Tx<'_>, account: AccountId, key: &str, given: &Given, now: Timestamp) -> Result<(), Error> {
    tx.sql().execute(
        "insert into idempotency (account, key, digest, status, body, at) values ($1, $2, $3, $4, $5, $6)",
        args![account, key, given.digest.clone(), given.status, given.body.clone(), now],
    )?;
    Ok(())
}

/// Forgets answers that were given before an instant.
pub fn forget_given(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), Error> {
    tx.sql().execute("delete from idempotency where at < $1", args![before])?;
    Ok(())
}
