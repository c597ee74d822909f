//! Addresses that are told of events, and how each delivery went.
//!
//! A webhook remembers the last event that it has `seen`: an event becomes a delivery, or is passed over, in the same
//! transaction that moves this mark, so that nothing is lost and nothing is taken in twice. Whoever delivers holds the
//! webhook meanwhile; if they die, somebody else may after `held_until`. All writers of a database take turns, so one
//! statement says who holds what on either engine.

use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// An address that is told of events.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookRow {
    /// Its id.
    pub id: Uuid,
    /// Where to.
    pub url: String,
    /// The secret that deliveries are signed with.
    pub secret: Vec<u8>,
    /// The kinds of events that are told; all of them if there are none.
    pub kinds: Vec<String>,
    /// `active` or `paused`.
    pub state: String,
    /// Why it is paused, if nobody asked for it.
    pub reason: Option<String>,
    /// How many deliveries failed since the last one that went well.
    pub failures: i64,
    /// The number of the last event that was looked at.
    pub seen: i64,
    /// Until when somebody is at work on it.
    pub held_until: Option<Timestamp>,
    /// When it was made.
    pub made_at: Timestamp,
}

const COLUMNS: &str = "id, url, secret, kinds, state, reason, failures, seen, held_until, made_at";

fn read(row: &Row) -> Result<WebhookRow, Error> {
    Ok(WebhookRow {
        id: row.id(0)?,
        url: row.text(1)?,
        secret: row.bytes(2)?,
        kinds: row.text(3)?.split_whitespace().map(str::to_owned).collect(),
        state: row.text(4)?,
        reason: row.maybe_text(5)?,
        failures: row.int(6)?,
        seen: row.int(7)?,
        held_until: row.maybe_instant(8)?,
        made_at: row.instant(9)?,
    })
}

/// Makes a webhook or writes down what people change about it. How far it has come is not changed here.
pub fn save(tx: &mut Tx<'_>, row: &WebhookRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into webhook (id, url, secret, kinds, state, reason, failures, seen, held_until, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict (id) do update set url = excluded.url, secret = excluded.secret, kinds = excluded.kinds, \
         state = excluded.state, reason = excluded.reason, failures = excluded.failures",
        args![
            row.id,
            &row.url,
            row.secret.clone(),
            row.kinds.join(" "),
            &row.state,
            row.reason.as_ref(),
            row.failures,
            row.seen,
            row.held_until,
            row.made_at
        ],
    )?;
    Ok(())
}

/// A webhook by its id.
pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<WebhookRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from webhook where id = $1"), args![id])?;
    row.as_ref().map(read).transpose()
}

/// All webhooks, the first made first.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<WebhookRow>, Error> {
    sql.query(&format!("select {COLUMNS} from webhook order by made_at, id"), &[])?.iter().map(read).collect()
}

/// Removes a webhook with its deliveries; false if there is none.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<bool, Error> {
    tx.sql().execute("delete from delivery where webhook = $1", args![id])?;
    Ok(tx.sql().execute("delete from webhook where id = $1", args![id])? > 0)
}

/// An event on its way to a webhook, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    /// The webhook.
    pub webhook: Uuid,
    /// The number of the event.
    pub seq: i64,
    /// The kind of the event.
    pub kind: String,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// Why it failed the last time.
    pub reason: Option<String>,
    /// What the receiver answered the last time.
    pub status: Option<i64>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was taken in.
    pub made_at: Timestamp,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// When it is tried next.
    pub next_at: Timestamp,
}

const DELIVERY: &str = "webhook, seq, kind, state, reason, status, attempts, made_at, tried_at, next_at";

fn read_delivery(row: &Row) -> Result<DeliveryRow, Error> {
    Ok(DeliveryRow {
        webhook: row.id(0)?,
        seq: row.int(1)?,
        kind: row.text(2)?,
        state: row.text(3)?,
        reason: row.maybe_text(4)?,
        status: row.maybe_int(5)?,
        attempts: row.int(6)?,
        made_at: row.instant(7)?,
        tried_at: row.maybe_instant(8)?,
        next_at: row.instant(9)?,
    })
}

/// What is to be done now, and by nobody yet: an event that was not looked at, or a first delivery whose time has come.
const DUE: &str = "w.state = 'active' and (w.held_until is null or w.held_until <= $1) \
                   and (w.seen < (select coalesce(max(seq), 0) from event) or exists (select 1 from delivery d \
                   where d.webhook = w.id and d.state = 'waiting' and d.next_at <= $1 and d.seq = (select min(f.seq) \
                   from delivery f where f.webhook = w.id and f.state = 'waiting')))";

/// Whether [`claim`] would find something; costs no write.
pub fn is_due(sql: &mut dyn Sql, now: Timestamp) -> Result<bool, Error> {
    Ok(sql.first(&format!("select 1 from webhook w where {DUE} limit 1"), args![now])?.is_some())
}

/// Takes every webhook for which something is to be done and that nobody holds, and holds it until an instant.
pub fn claim(tx: &mut Tx<'_>, now: Timestamp, until: Timestamp) -> Result<Vec<Uuid>, Error> {
    let rows =
        tx.sql().query(&format!("select w.id from webhook w where {DUE} order by w.made_at, w.id"), args![now])?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?;
    for id in &ids {
        tx.sql().execute("update webhook set held_until = $2 where id = $1", args![*id, until])?;
    }
    Ok(ids)
}

/// Holds a webhook longer, or lets it go without an instant.
pub fn hold(tx: &mut Tx<'_>, id: Uuid, until: Option<Timestamp>) -> Result<(), Error> {
    tx.sql().execute("update webhook set held_until = $2 where id = $1", args![id, until])?;
    Ok(())
}

/// Looks at up to `limit` events that a webhook has not seen: those of its kinds become deliveries. Returns how many were
/// looked at.
pub fn take_in(tx: &mut Tx<'_>, row: &WebhookRow, now: Timestamp, limit: i64) -> Result<i64, Error> {
    let events =
        tx.sql().query("select seq, kind from event where seq > $1 order by seq limit $2", args![row.seen, limit])?;
    for event in &events {
        let (seq, kind) = (event.int(0)?, event.text(1)?);
        if row.kinds.is_empty() || row.kinds.contains(&kind) {
            tx.sql().execute(
                "insert into delivery (webhook, seq, kind, state, attempts, made_at, next_at) \
                 values ($1, $2, $3, 'waiting', 0, $4, $4) on conflict do nothing",
                args![row.id, seq, kind, now],
            )?;
        }
    }
    if let Some(last) = events.last() {
        tx.sql().execute("update webhook set seen = $2 where id = $1", args![row.id, last.int(0)?])?;
    }
    Ok(events.len() as i64)
}

/// The first delivery of a webhook that still waits.
pub fn next(sql: &mut dyn Sql, webhook: Uuid) -> Result<Option<DeliveryRow>, Error> {
    let text = format!("select {DELIVERY} from delivery where webhook = $1 and state = 'waiting' order by seq limit 1");
    sql.first(&text, args![webhook])?.as_ref().map(read_delivery).transpose()
}

/// Writes down how a delivery went, if its webhook is still there; nothing that was delivered waits again.
pub fn settle(tx: &mut Tx<'_>, row: &DeliveryRow) -> Result<(), Error> {
    tx.sql().execute(
        "update delivery set state = $3, reason = $4, status = $5, attempts = $6, tried_at = $7, next_at = $8 \
         where webhook = $1 and seq = $2 and state <> 'delivered'",
        args![
            row.webhook,
            row.seq,
            &row.state,
            row.reason.as_ref(),
            row.status,
            row.attempts,
            row.tried_at,
            row.next_at
        ],
    )?;
    Ok(())
}

/// A delivery of a webhook.
pub fn delivery(sql: &mut dyn Sql, webhook: Uuid, seq: i64) -> Result<Option<DeliveryRow>, Error> {
    let text = format!("select {DELIVERY} from delivery where webhook = $1 and seq = $2");
    sql.first(&text, args![webhook, seq])?.as_ref().map(read_delivery).transpose()
}

/// Up to `limit` deliveries of a webhook before event number `before`, the last first.
pub fn deliveries(sql: &mut dyn Sql, webhook: Uuid, before: i64, limit: i64) -> Result<Vec<DeliveryRow>, Error> {
    let text = format!("select {DELIVERY} from delivery where webhook = $1 and seq < $2 order by seq desc limit $3");
    sql.query(&text, args![webhook, before, limit])?.iter().map(read_delivery).collect()
}

/// How many deliveries of a webhook wait.
pub fn waiting(sql: &mut dyn Sql, webhook: Uuid) -> Result<i64, Error> {
    let text = "select count(*) from delivery where webhook = $1 and state = 'waiting'";
    sql.first(text, args![webhook])?.map_or(Ok(0), |row| row.int(0))
}

/// Forgets deliveries that were taken in before an instant and wait no more.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), Error> {
    tx.sql().execute("delete from delivery where made_at < $1 and state <> 'waiting'", args![before])?;
    Ok(())
}
