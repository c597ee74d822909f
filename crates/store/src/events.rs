//! The append-only record of what happened.

use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, PartyId, RequestId};
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, places};

/// The columns of an event, in the order in which rows are read.
const COLUMNS: &str = "seq, at, act, actor, subject, chain, kind, data";

/// Asks for the number of the last event.
pub(crate) const LAST: &str = "select coalesce(max(seq), 0) from event";

/// The number of the last event; 0 if nothing happened yet.
pub fn last(sql: &mut dyn Sql) -> Result<i64, Error> {
    sql.first(LAST, &[])?.map_or(Ok(0), |row| row.int(0))
}

/// How many events one statement appends at most.
const AT_ONCE: usize = 64;

/// Appends events and numbers them. Only a writer may: see [`crate::Tx::append`].
pub(crate) fn append(sql: &mut dyn Sql, mut events: Vec<Event>) -> Result<Vec<Event>, Error> {
    let mut seq = if events.is_empty() { 0 } else { last(sql)? };
    for some in events.chunks_mut(AT_ONCE) {
        let (mut args, mut rows) = (Vec::with_capacity(8 * some.len()), Vec::with_capacity(some.len()));
        for event in some {
            seq += 1;
            event.seq = seq;
            let (kind, data) = written(&event.fact)?;
            let row = args![seq, event.at, event.act, event.by, event.subject, event.chain, kind, data];
            rows.push(format!("({})", places(&mut args, row)));
        }
        sql.execute(&format!("insert into event ({COLUMNS}) values {}", rows.join(", ")), &args)?;
    }
    Ok(events)
}

/// The events of a chain, in order.
pub fn of_chain(sql: &mut dyn Sql, root: RequestId) -> Result<Vec<Event>, Error> {
    let rows = sql.query(&format!("select {COLUMNS} from event where chain = $1 order by seq"), args![root])?;
    rows.iter().map(read).collect()
}

/// Up to `limit` events after number `seq`, in order.
pub fn after(sql: &mut dyn Sql, seq: i64, limit: i64) -> Result<Vec<Event>, Error> {
    let rows =
        sql.query(&format!("select {COLUMNS} from event where seq > $1 order by seq limit $2"), args![seq, limit])?;
    rows.iter().map(read).collect()
}

/// Up to `limit` events before number `seq`, the last first; of one subject if it is given.
pub fn before(sql: &mut dyn Sql, seq: i64, subject: Option<Uuid>, limit: i64) -> Result<Vec<Event>, Error> {
    let rows = match subject {
        Some(subject) => sql.query(
            &format!("select {COLUMNS} from event where subject = $1 and seq < $2 order by seq desc limit $3"),
            args![subject, seq, limit],
        )?,
        None => sql.query(
            &format!("select {COLUMNS} from event where seq < $1 order by seq desc limit $2"),
            args![seq, limit],
        )?,
    };
    rows.iter().map(read).collect()
}

/// The chain that an act belongs to; none if there is no such act in a chain.
pub fn chain_of_act(sql: &mut dyn Sql, act: ActId) -> Result<Option<RequestId>, Error> {
    let row = sql.first("select chain from event where act = $1 and chain is not null limit 1", args![act])?;
    row.map(|row| row.id(0).map(RequestId)).transpose()
}

fn read(row: &Row) -> Result<Event, Error> {
    let mut fact = serde_json::Map::new();
    fact.insert("kind".to_owned(), row.text(6)?.into());
    if let Some(data) = row.maybe_text(7)? {
        fact.insert("data".to_owned(), serde_json::from_str(&data).map_err(|error| unreadable(row, &error))?);
    }
    Ok(Event {
        seq: row.int(0)?,
        at: row.instant(1)?,
        act: ActId(row.id(2)?),
        by: PartyId(row.id(3)?),
        subject: row.id(4)?,
        chain: row.maybe_id(5)?.map(RequestId),
        fact: serde_json::from_value(fact.into()).map_err(|error| unreadable(row, &error))?,
    })
}

fn unreadable(row: &Row, error: &serde_json::Error) -> Error {
    Error::Database(format!("event {:?} cannot be read: {error}", row.0.first()))
}

/// The kind of a fact and the rest of it.
fn written(fact: &Fact) -> Result<(String, Option<String>), Error> {
    let value = serde_json::to_value(fact).map_err(|error| Error::Database(error.to_string()))?;
    let kind = value["kind"].as_str().unwrap_or_default().to_owned();
    Ok((kind, value.get("data").map(ToString::to_string)))
}

/// What an event is called in the record.
pub fn kind_of(fact: &Fact) -> String {
    written(fact).map(|(kind, _)| kind).unwrap_or_default()
}

/// The events of all chains whose roots lie after one and up to another, by their ids; each chain's in order.
pub fn of_chains(sql: &mut dyn Sql, after: RequestId, last: RequestId) -> Result<Vec<Event>, Error> {
    let rows = sql.query(
        &format!("select {COLUMNS} from event where chain > $1 and chain <= $2 order by chain, seq"),
        args![after, last],
    )?;
    rows.iter().map(read).collect()
}
