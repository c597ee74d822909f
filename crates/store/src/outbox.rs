//! Notices on their way out: one row a recipient, written in the transaction of the act that causes it, and what people
//! chose to be told. Which notices there are and what they say is decided elsewhere.

use catena_domain::id::{AccountId, ActId, PartyId, RequestId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, Value};
use crate::writer::Tx;

/// A notice to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id; sorts by the time at which it was made.
    pub id: Uuid,
    /// What it is about.
    pub request: Option<RequestId>,
    /// The act that caused it.
    pub act: ActId,
    /// Whom it is for.
    pub recipient: PartyId,
    /// What they are told of, in one word.
    pub kind: String,
    /// Where to; empty if nobody knows.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its words.
    pub body: String,
    /// `waiting`, `sent`, `failed` or `not_sent`.
    pub state: String,
    /// Why it failed or is not sent.
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was written.
    pub made_at: Timestamp,
    /// When it is tried next.
    pub next_at: Timestamp,
}

const COLUMNS: &str =
    "id, request, act, recipient, kind, address, subject, body, state, reason, attempts, made_at, next_at";

fn read(row: &Row) -> Result<Notice, Error> {
    Ok(Notice {
        id: row.id(0)?,
        request: row.maybe_id(1)?.map(RequestId),
        act: ActId(row.id(2)?),
        recipient: PartyId(row.id(3)?),
        kind: row.text(4)?,
        address: row.text(5)?,
        subject: row.text(6)?,
        body: row.text(7)?,
        state: row.text(8)?,
        reason: row.maybe_text(9)?,
        attempts: row.int(10)?,
        made_at: row.instant(11)?,
        next_at: row.instant(12)?,
    })
}

/// Puts a notice into the outbox, or writes down what became of it. What it says and to whom never changes; where to may,
/// until it is sent.
pub fn save(tx: &mut Tx<'_>, notice: &Notice) -> Result<(), Error> {
    tx.sql().execute(
        "insert into outbox (id, request, act, recipient, kind, address, subject, body, state, reason, attempts, made_at, \
         next_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         on conflict (id) do update set address = excluded.address, state = excluded.state, reason = excluded.reason, \
         attempts = excluded.attempts, next_at = excluded.next_at",
        args![
            notice.id,
            notice.request,
            notice.act,
            notice.recipient,
            &notice.kind,
            &notice.address,
            &notice.subject,
            &notice.body,
            &notice.state,
            notice.reason.as_ref(),
            notice.attempts,
            notice.made_at,
            notice.next_at
        ],
    )?;
    Ok(())
}

/// A notice by its id.
pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<Notice>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from outbox where id = $1"), args![id])?;
    row.as_ref().map(read).transpose()
}

/// Which notices are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those in this state.
    pub state: Option<String>,
    /// Those of this kind.
    pub kind: Option<String>,
    /// Those for this party.
    pub recipient: Option<PartyId>,
}

/// Up to `limit` notices, the newest first; those before one if it is given.
pub fn list(sql: &mut dyn Sql, filter: &Filter, before: Option<Uuid>, limit: i64) -> Result<Vec<Notice>, Error> {
    let mut args: Vec<Value> = Vec::new();
    let mut conditions = Vec::new();
    let wanted: [(&str, Option<Value>); 4] = [
        ("state =", filter.state.as_ref().map(Value::from)),
        ("kind =", filter.kind.as_ref().map(Value::from)),
        ("recipient =", filter.recipient.map(Value::from)),
        ("id <", before.map(Value::from)),
    ];
    for (condition, value) in wanted {
        if let Some(value) = value {
            args.push(value);
            conditions.push(format!("{condition} ${}", args.len()));
        }
    }
    let chosen = if conditions.is_empty() { String::new() } else { format!("where {} ", conditions.join(" and ")) };
    args.push(limit.into());
    let text = format!("select {COLUMNS} from outbox {chosen}order by id desc limit ${}", args.len());
    sql.query(&text, &args)?.iter().map(read).collect()
}

/// Does not send what an act that was taken back had caused, as far as it still waits.
pub fn take_back(tx: &mut Tx<'_>, act: ActId, reason: &str) -> Result<(), Error> {
    tx.sql().execute(
        "update outbox set state = 'not_sent', reason = $2 where act = $1 and state = 'waiting'",
        args![act, reason],
    )?;
    Ok(())
}

/// What somebody chose to be told, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The language of what they are told; none if they did not say.
    pub language: Option<String>,
    /// The kinds of notices that they do not want.
    pub off: Vec<String>,
}

/// What the holder of an account chose; nothing is off until they say so.
pub fn choice(sql: &mut dyn Sql, account: AccountId) -> Result<Choice, Error> {
    let row = sql.first("select language, off from notice_choice where account = $1", args![account])?;
    let Some(row) = row else { return Ok(Choice::default()) };
    let off = row.text(1)?.split_whitespace().map(str::to_owned).collect();
    Ok(Choice { language: row.maybe_text(0)?, off })
}

/// Writes down what the holder of an account chose.
pub fn set_choice(tx: &mut Tx<'_>, account: AccountId, choice: &Choice) -> Result<(), Error> {
    tx.sql().execute(
        "insert into notice_choice (account, language, off) values ($1, $2, $3) \
         on conflict (account) do update set language = excluded.language, off = excluded.off",
        args![account, choice.language.as_ref(), choice.off.join(" ")],
    )?;
    Ok(())
}
