//! What was said: to and by the customer, and among colleagues. Two tables and two types, so that no query that reads
//! one can show the other.

use catena_domain::id::{AccountId, MessageId, NoteId, PartyId, RequestId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::writer::Tx;

/// Something said to the customer or by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its id.
    pub id: MessageId,
    /// In which request.
    pub request: RequestId,
    /// Who wrote it.
    pub author: PartyId,
    /// Whether it goes to the customer, instead of coming from them.
    pub outward: bool,
    /// When.
    pub at: Timestamp,
    /// The words, in Markdown.
    pub body: String,
}

/// Something that colleagues said among themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// Its id.
    pub id: NoteId,
    /// In which request.
    pub request: RequestId,
    /// Who wrote it.
    pub author: PartyId,
    /// When.
    pub at: Timestamp,
    /// The words, in Markdown.
    pub body: String,
}

/// Keeps a message.
pub fn add_message(tx: &mut Tx<'_>, row: &MessageRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into message (id, request, author, outward, at, body) values ($1, $2, $3, $4, $5, $6)",
        args![row.id, row.request, row.author, row.outward, row.at, &row.body],
    )?;
    Ok(())
}

/// The conversation with the customer of a request, in order.
pub fn messages(sql: &mut dyn Sql, request: RequestId) -> Result<Vec<MessageRow>, Error> {
    let rows = sql.query(
        "select id, request, author, outward, at, body from message where request = $1 order by at, id",
        args![request],
    )?;
    let read = |row: &crate::Row| {
        Ok(MessageRow {
            id: MessageId(row.id(0)?),
            request: RequestId(row.id(1)?),
            author: PartyId(row.id(2)?),
            outward: row.flag(3)?,
            at: row.instant(4)?,
            body: row.text(5)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Keeps a note and whom it mentions.
pub fn add_note(tx: &mut Tx<'_>, row: &NoteRow, mentioned: &[PartyId]) -> Result<(), Error> {
    tx.sql().execute(
        "insert into note (id, request, author, at, body) values ($1, $2, $3, $4, $5)",
        args![row.id, row.request, row.author, row.at, &row.body],
    )?;
    for person in mentioned {
        tx.sql().execute(
            "insert into mention (note, person) values ($1, $2) on conflict do nothing",
            args![row.id, *person],
        )?;
    }
    Ok(())
}

/// The notes on all requests of a chain, in order.
pub fn notes(sql: &mut dyn Sql, root: RequestId) -> Result<Vec<NoteRow>, Error> {
    let rows = sql.query(
        "select n.id, n.request, n.author, n.at, n.body from note n join request r on r.id = n.request \
         where r.root = $1 order by n.at, n.id",
        args![root],
    )?;
    let read = |row: &crate::Row| {
        Ok(NoteRow {
            id: NoteId(row.id(0)?),
            request: RequestId(row.id(1)?),
            author: PartyId(row.id(2)?),
            at: row.instant(3)?,
            body: row.text(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What somebody began to write, so that it survives a reload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// `message` or `note`.
    pub kind: String,
    /// The words so far.
    pub body: String,
    /// When they last changed.
    pub changed_at: Timestamp,
}

/// Keeps what somebody began to write; an empty draft is forgotten.
pub fn save_draft(tx: &mut Tx<'_>, account: AccountId, request: RequestId, draft: &Draft) -> Result<(), Error> {
    if draft.body.is_empty() {
        tx.sql().execute(
            "delete from draft where account = $1 and request = $2 and kind = $3",
            args![account, request, &draft.kind],
        )?;
    } else {
        tx.sql().execute(
            "insert into draft (account, request, kind, body, changed_at) values ($1, $2, $3, $4, $5) \
             on conflict (account, request, kind) do update set body = excluded.body, changed_at = excluded.changed_at",
            args![account, request, &draft.kind, &draft.body, draft.changed_at],
        )?;
    }
    Ok(())
}

/// What somebody began to write about a request.
pub fn drafts(sql: &mut dyn Sql, account: AccountId, request: RequestId) -> Result<Vec<Draft>, Error> {
    let rows = sql.query(
        "select kind, body, changed_at from draft where account = $1 and request = $2 order by kind",
        args![account, request],
    )?;
    rows.iter().map(|row| Ok(Draft { kind: row.text(0)?, body: row.text(1)?, changed_at: row.instant(2)? })).collect()
}

/// A note that mentions somebody who has not looked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionRow {
    /// The note.
    pub note: NoteId,
    /// Its request.
    pub request: RequestId,
    /// Who wrote it.
    pub author: PartyId,
    /// When.
    pub at: Timestamp,
    /// The words, in Markdown.
    pub body: String,
}

/// The notes that mention a person and that they have not looked at, the newest first.
pub fn mentions(sql: &mut dyn Sql, person: PartyId, limit: i64) -> Result<Vec<MentionRow>, Error> {
    let rows = sql.query(
        "select n.id, n.request, n.author, n.at, n.body from mention m join note n on n.id = m.note \
         where m.person = $1 and m.seen_at is null order by n.at desc, n.id desc limit $2",
        args![person, limit],
    )?;
    let read = |row: &crate::Row| {
        Ok(MentionRow {
            note: NoteId(row.id(0)?),
            request: RequestId(row.id(1)?),
            author: PartyId(row.id(2)?),
            at: row.instant(3)?,
            body: row.text(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes down that a person looked at a note that mentions them; false if none does, or they did so before.
pub fn see_mention(tx: &mut Tx<'_>, person: PartyId, note: NoteId, now: Timestamp) -> Result<bool, Error> {
    let seen = "update mention set seen_at = $3 where person = $1 and note = $2 and seen_at is null";
    Ok(tx.sql().execute(seen, args![person, note, now])? > 0)
}

/// The words of a message; none if there is no such message.
pub fn words_of_message(sql: &mut dyn Sql, id: MessageId) -> Result<Option<String>, Error> {
    sql.first("select body from message where id = $1", args![id])?.map(|row| row.text(0)).transpose()
}

/// Whom a note mentions.
pub fn mentioned(sql: &mut dyn Sql, note: NoteId) -> Result<Vec<PartyId>, Error> {
    let rows = sql.query("select person from mention where note = $1 order by person", args![note])?;
    rows.iter().map(|row| row.id(0).map(PartyId)).collect()
}
