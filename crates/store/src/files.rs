//! Files that were attached, to what is said to the customer or to what colleagues note among themselves.
//!
//! Each side has ids and tables of its own, and a row of one is of another type than a row of the other: no query that
//! reads one can show the other. A file is there before what it is attached to is said; until then it waits, and only
//! its holder may attach it. Bytes stand in a table beside the names, so that lists do not read them. What is erased
//! keeps its row without a name and without bytes.

use std::fmt::Debug;

use catena_domain::id::{MessageFileId, MessageId, NoteFileId, NoteId, PartyId, RequestId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, Value};
use crate::writer::Tx;

/// What files are attached to.
pub trait Side: Clone + Debug + PartialEq + Eq {
    /// The id of a file.
    type File: Copy + Debug + PartialEq + Eq + Into<Value>;
    /// The id of what it is attached to.
    type Text: Copy + Debug + PartialEq + Eq + Into<Value>;
    /// How the tables and the column of this side are called.
    const NAME: &'static str;

    /// An id as it stands in the tables.
    fn file(id: Uuid) -> Self::File;
    /// The same of what a file is attached to.
    fn text(id: Uuid) -> Self::Text;
}

/// The conversation with the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfMessages;

/// The notes of colleagues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfNotes;

impl Side for OfMessages {
    type File = MessageFileId;
    type Text = MessageId;
    const NAME: &'static str = "message";

    fn file(id: Uuid) -> MessageFileId {
        MessageFileId(id)
    }

    fn text(id: Uuid) -> MessageId {
        MessageId(id)
    }
}

impl Side for OfNotes {
    type File = NoteFileId;
    type Text = NoteId;
    const NAME: &'static str = "note";

    fn file(id: Uuid) -> NoteFileId {
        NoteFileId(id)
    }

    fn text(id: Uuid) -> NoteId {
        NoteId(id)
    }
}

/// A file of one side, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow<S: Side> {
    /// Its id.
    pub id: S::File,
    /// What it is attached to; none while it waits.
    pub text: Option<S::Text>,
    /// In which request; none while it waits for one that is still to be asked.
    pub request: Option<RequestId>,
    /// Who sent it; none while nobody has said who they are.
    pub author: Option<PartyId>,
    /// Who may attach it: an account, a customer's link, or the public form.
    pub holder: Uuid,
    /// How it is called; empty once it was erased.
    pub name: String,
    /// What its bytes are, as a media type.
    pub kind: String,
    /// How many bytes it has, or had.
    pub size: i64,
    /// When it was sent.
    pub at: Timestamp,
}

const COLUMNS: &str = "request, author, holder, name, kind, size, at";

fn read<S: Side>(row: &Row) -> Result<FileRow<S>, Error> {
    Ok(FileRow {
        id: S::file(row.id(0)?),
        text: row.maybe_id(1)?.map(S::text),
        request: row.maybe_id(2)?.map(RequestId),
        author: row.maybe_id(3)?.map(PartyId),
        holder: row.id(4)?,
        name: row.text(5)?,
        kind: row.text(6)?,
        size: row.int(7)?,
        at: row.instant(8)?,
    })
}

fn list<S: Side>(sql: &mut dyn Sql, which: &str, args: &[Value]) -> Result<Vec<FileRow<S>>, Error> {
    let side = S::NAME;
    let rows =
        sql.query(&format!("select id, {side}, {COLUMNS} from {side}_file where {which} order by at, id"), args)?;
    rows.iter().map(read).collect()
}

/// Keeps a file with its bytes.
pub fn add<S: Side>(tx: &mut Tx<'_>, row: &FileRow<S>, bytes: Vec<u8>) -> Result<(), Error> {
    let side = S::NAME;
    tx.sql().execute(
        &format!("insert into {side}_file (id, {side}, {COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &[
            row.id.into(),
            row.text.map_or(Value::Null, Into::into),
            row.request.into(),
            row.author.into(),
            row.holder.into(),
            (&row.name).into(),
            (&row.kind).into(),
            row.size.into(),
            row.at.into(),
        ],
    )?;
    tx.sql().execute(
        &format!("insert into {side}_file_bytes (file, bytes) values ($1, $2)"),
        &[row.id.into(), bytes.into()],
    )?;
    Ok(())
}

/// A file by its id.
pub fn find<S: Side>(sql: &mut dyn Sql, id: S::File) -> Result<Option<FileRow<S>>, Error> {
    Ok(list(sql, "id = $1", &[id.into()])?.pop())
}

/// The bytes of a file; none if there is no such file, or if it was erased.
pub fn bytes<S: Side>(sql: &mut dyn Sql, id: S::File) -> Result<Option<Vec<u8>>, Error> {
    let row = sql.first(&format!("select bytes from {}_file_bytes where file = $1", S::NAME), &[id.into()])?;
    row.map(|row| row.bytes(0)).transpose()
}

/// The files that are attached to anything in a chain, in the order in which they were sent.
pub fn of_chain<S: Side>(sql: &mut dyn Sql, root: RequestId) -> Result<Vec<FileRow<S>>, Error> {
    let which = format!("{} is not null and request in (select id from request where root = $1)", S::NAME);
    list(sql, &which, args![root])
}

/// What a holder sent and has not attached, in the order in which it was sent.
pub fn waiting<S: Side>(sql: &mut dyn Sql, holder: Uuid) -> Result<Vec<FileRow<S>>, Error> {
    list(sql, &format!("holder = $1 and {} is null", S::NAME), args![holder])
}

/// Attaches a file that waits; false if there is none that does.
pub fn attach<S: Side>(
    tx: &mut Tx<'_>,
    id: S::File,
    text: S::Text,
    request: RequestId,
    author: PartyId,
) -> Result<bool, Error> {
    let side = S::NAME;
    let attach =
        format!("update {side}_file set {side} = $2, request = $3, author = $4 where id = $1 and {side} is null");
    Ok(tx.sql().execute(&attach, &[id.into(), text.into(), request.into(), author.into()])? > 0)
}

/// Forgets a file that waits; false if there is none that does.
pub fn discard<S: Side>(tx: &mut Tx<'_>, id: S::File) -> Result<bool, Error> {
    let side = S::NAME;
    let which = format!("in (select id from {side}_file where id = $1 and {side} is null)");
    tx.sql().execute(&format!("delete from {side}_file_bytes where file {which}"), &[id.into()])?;
    Ok(tx.sql().execute(&format!("delete from {side}_file where id = $1 and {side} is null"), &[id.into()])? > 0)
}

/// Forgets what was sent before an instant and waits for nothing any more.
pub fn sweep<S: Side>(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), Error> {
    let side = S::NAME;
    let which = format!("in (select id from {side}_file where {side} is null and at < $1)");
    tx.sql().execute(&format!("delete from {side}_file_bytes where file {which}"), args![before])?;
    tx.sql().execute(&format!("delete from {side}_file where {side} is null and at < $1"), args![before])?;
    Ok(())
}
