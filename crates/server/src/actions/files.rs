//! Files that go with what is said: sent first, then named by what they belong to.
//!
//! A file for the conversation and a file for notes are of different types from the moment it arrives, and nothing turns
//! one into the other. Until it is named a file belongs to whoever sent it alone and nobody can fetch it; a day later it
//! is forgotten. After that the rights are those of the message or the note.

use std::collections::HashMap;
use std::hash::Hash;

use catena_domain::id::{AccountId, MessageFileId, MessageId, NoteFileId, NoteId, PartyId, RequestId};
use catena_store::files::{self, FileRow, OfMessages, OfNotes, Side};
use catena_store::{Sql, Tx, requests as rows, search};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::requests::visible;
use super::tracking::bearer;
use super::work::{Bench, no_request};
use super::{Actor, Refusal, merge};
use crate::desk::Desk;
use crate::files::{kind_of, may_be_shown, plain_name};
use crate::views::files::{MessageFileView, NoteFileView};

/// How many bytes a file has at most.
pub const FILE: u64 = 10 << 20;
/// How many bytes the files of one message or note have together at most.
const TOGETHER: i64 = 25 << 20;
/// How many files go with one message or note at most.
const COUNT: usize = 10;

/// How many bytes a file has at most that comes with the public form.
pub const FORM_FILE: u64 = 5 << 20;
/// How many bytes the files of one form have together at most.
const FORM_TOGETHER: i64 = 10 << 20;
/// How many files go with one form at most.
const FORM_COUNT: usize = 5;

/// How many files of one sender wait at most; the oldest make room.
const WAITING: usize = 30;
/// How many files of the public form wait at most, and how many bytes they have together.
const FORM_WAITING: (usize, i64) = (500, 500 << 20);
/// How many bytes the waiting files of one sender have together at most.
const WAITING_BYTES: i64 = 100 << 20;

/// Whoever may name a file that waits, and how much they may name at once.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    id: Uuid,
    count: usize,
    bytes: i64,
}

impl Holder {
    /// Somebody who signed in.
    pub fn account(account: AccountId) -> Self {
        Self { id: account.0, count: COUNT, bytes: TOGETHER }
    }

    /// Whoever has a customer's link.
    pub fn link(link: Uuid) -> Self {
        Self { id: link, count: COUNT, bytes: TOGETHER }
    }

    /// Whoever fills in the public form. Nobody knows them: whoever can name a file's id, of which 74 bits are chance,
    /// was told it.
    pub fn form() -> Self {
        Self { id: Uuid::nil(), count: FORM_COUNT, bytes: FORM_TOGETHER }
    }

    /// How many files of theirs wait at most, and how many bytes those have together.
    fn room(&self) -> (usize, i64) {
        if self.id.is_nil() { FORM_WAITING } else { (WAITING, WAITING_BYTES) }
    }
}

/// A file as it came.
#[derive(Debug)]
pub struct Sent {
    /// How it was called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A file that is fetched.
#[derive(Debug)]
pub struct Fetched {
    /// How it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Takes in a file for the conversation of a chain.
pub fn send_to_conversation(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RequestId,
    sent: Sent,
) -> Result<MessageFileView, Refusal> {
    actor.must_write()?;
    let bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let root = bench.chain.root();
    if actor.person != root.request.customer() {
        actor.must_work()?;
    }
    let (from, request) = (Some(actor.person), Some(root.id()));
    Ok(take_in::<OfMessages>(desk, tx, Holder::account(actor.account), from, request, sent)?.into())
}

/// Takes in a file for the notes of a request.
pub fn send_to_notes(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RequestId,
    sent: Sent,
) -> Result<NoteFileView, Refusal> {
    actor.must_work()?;
    let bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let holder = Holder::account(actor.account);
    Ok(take_in::<OfNotes>(desk, tx, holder, Some(actor.person), Some(id), sent)?.into())
}

/// Takes in a file of whoever has a customer's link.
pub fn send_by_link(desk: &Desk, tx: &mut Tx<'_>, key: &str, sent: Sent) -> Result<MessageFileView, Refusal> {
    let link = bearer(tx.sql(), key)?;
    let bench = Bench::load(tx.sql(), desk, link.request)?;
    let (from, request) = (Some(bench.chain.root().request.customer()), Some(link.request));
    Ok(take_in::<OfMessages>(desk, tx, Holder::link(link.id), from, request, sent)?.into())
}

/// Takes in a file of whoever fills in the public form.
pub fn send_with_form(desk: &Desk, tx: &mut Tx<'_>, sent: Sent) -> Result<MessageFileView, Refusal> {
    Ok(take_in::<OfMessages>(desk, tx, Holder::form(), None, None, sent)?.into())
}

fn take_in<S: Side>(
    desk: &Desk,
    tx: &mut Tx<'_>,
    holder: Holder,
    author: Option<PartyId>,
    request: Option<RequestId>,
    sent: Sent,
) -> Result<FileRow<S>, Refusal> {
    let name = plain_name(&sent.name);
    if sent.bytes.is_empty() {
        return Err(Refusal::FileEmpty(name));
    }
    let at = desk.now();
    forget_unnamed(tx, at)?;
    let row = FileRow {
        id: S::file(desk.id()),
        text: None,
        request,
        author,
        holder: holder.id,
        name,
        kind: kind_of(&sent.bytes).to_owned(),
        size: sent.bytes.len() as i64,
        at,
    };
    make_room(tx, holder, &row)?;
    files::add(tx, &row, sent.bytes)?;
    Ok(row)
}

/// Forgets what was sent a day before `now` and is named by nothing.
pub fn forget_unnamed(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Refusal> {
    let yesterday = now - SignedDuration::from_hours(24);
    files::sweep::<OfMessages>(tx, yesterday)?;
    Ok(files::sweep::<OfNotes>(tx, yesterday)?)
}

/// Forgets the oldest files of a sender who never names any.
fn make_room<S: Side>(tx: &mut Tx<'_>, holder: Holder, new: &FileRow<S>) -> Result<(), Refusal> {
    let (count, bytes) = holder.room();
    let mut waiting = files::waiting::<S>(tx.sql(), holder.id)?;
    waiting.reverse();
    let mut room = bytes - new.size;
    for (place, old) in waiting.iter().enumerate() {
        room -= old.size;
        if room < 0 || place + 1 >= count {
            files::discard::<S>(tx, old.id)?;
        }
    }
    Ok(())
}

/// Forgets a file for the conversation that whoever sent it names no more.
pub fn discard_from_conversation(tx: &mut Tx<'_>, actor: &Actor, id: RequestId, file: Uuid) -> Result<(), Refusal> {
    actor.must_write()?;
    discard::<OfMessages>(tx, actor, id, MessageFileId(file))
}

/// The same for the notes of a request.
pub fn discard_from_notes(tx: &mut Tx<'_>, actor: &Actor, id: RequestId, file: Uuid) -> Result<(), Refusal> {
    actor.must_work()?;
    discard::<OfNotes>(tx, actor, id, NoteFileId(file))
}

fn discard<S: Side>(tx: &mut Tx<'_>, actor: &Actor, id: RequestId, file: S::File) -> Result<(), Refusal> {
    let row = files::find::<S>(tx.sql(), file)?.filter(|row| row.holder == actor.account.0);
    let about = rows::find(tx.sql(), id)?.ok_or_else(|| no_request(id))?;
    let row = row.filter(|row| row.request == Some(id) || row.request == Some(about.root)).ok_or_else(no_file)?;
    if files::discard::<S>(tx, row.id)? { Ok(()) } else { Err(no_file()) }
}

/// What whoever acts sent for the conversation of a chain and has not named.
pub fn waiting_for_conversation(
    sql: &mut dyn Sql,
    actor: &Actor,
    root: RequestId,
) -> Result<Vec<MessageFileView>, Refusal> {
    Ok(waiting::<OfMessages>(sql, actor, root)?.into_iter().map(Into::into).collect())
}

/// The same for the notes of a request.
pub fn waiting_for_notes(sql: &mut dyn Sql, actor: &Actor, id: RequestId) -> Result<Vec<NoteFileView>, Refusal> {
    Ok(waiting::<OfNotes>(sql, actor, id)?.into_iter().map(Into::into).collect())
}

fn waiting<S: Side>(sql: &mut dyn Sql, actor: &Actor, id: RequestId) -> Result<Vec<FileRow<S>>, Refusal> {
    let mut rows = files::waiting::<S>(sql, actor.account.0)?;
    rows.retain(|row| row.request == Some(id));
    Ok(rows)
}

/// Lets files go with a message that is being said.
pub fn attach_to_message(
    tx: &mut Tx<'_>,
    holder: Holder,
    named: &[Uuid],
    message: MessageId,
    request: RequestId,
    author: PartyId,
) -> Result<(), Refusal> {
    attach::<OfMessages>(tx, holder, named, message, request, author, search::Kind::MessageFile)
}

/// Lets files go with a note that is being written.
pub fn attach_to_note(
    tx: &mut Tx<'_>,
    holder: Holder,
    named: &[Uuid],
    note: NoteId,
    request: RequestId,
    author: PartyId,
) -> Result<(), Refusal> {
    attach::<OfNotes>(tx, holder, named, note, request, author, search::Kind::NoteFile)
}

fn attach<S: Side>(
    tx: &mut Tx<'_>,
    holder: Holder,
    named: &[Uuid],
    text: S::Text,
    request: RequestId,
    author: PartyId,
    kind: search::Kind,
) -> Result<(), Refusal> {
    if named.len() > holder.count {
        return Err(Refusal::TooManyFiles(format!("{} files are more than {}", named.len(), holder.count)));
    }
    let mut bytes = 0;
    for &file in named {
        let gone = || Refusal::FileGone(file);
        let row = files::find::<S>(tx.sql(), S::file(file))?.filter(|row| row.holder == holder.id).ok_or_else(gone)?;
        bytes += row.size;
        if bytes > holder.bytes {
            let reason = format!("the files have together more than {} bytes", holder.bytes);
            return Err(Refusal::TooManyFiles(reason));
        }
        if !files::attach::<S>(tx, row.id, text, request, author)? {
            return Err(gone());
        }
        search::put(tx, kind, file, Some(request), author, &row.name)?;
    }
    Ok(())
}

/// The files of a conversation, by the message that they go with.
pub fn files_of_messages(
    sql: &mut dyn Sql,
    root: RequestId,
) -> Result<HashMap<MessageId, Vec<MessageFileView>>, Refusal> {
    of_chain::<OfMessages, _>(sql, root)
}

/// The files of all notes of a chain, by the note that they go with.
pub fn files_of_notes(sql: &mut dyn Sql, root: RequestId) -> Result<HashMap<NoteId, Vec<NoteFileView>>, Refusal> {
    of_chain::<OfNotes, _>(sql, root)
}

fn of_chain<S: Side, V: From<FileRow<S>>>(
    sql: &mut dyn Sql,
    root: RequestId,
) -> Result<HashMap<S::Text, Vec<V>>, Refusal>
where
    S::Text: Hash,
{
    let mut files: HashMap<S::Text, Vec<V>> = HashMap::new();
    for row in files::of_chain::<S>(sql, root)? {
        if let Some(text) = row.text {
            files.entry(text).or_default().push(row.into());
        }
    }
    Ok(files)
}

/// A file of the conversation that whoever sees a request sees with it.
pub fn fetch_from_conversation(desk: &Desk, actor: &Actor, id: RequestId, file: Uuid) -> Result<Fetched, Refusal> {
    desk.store.read(|sql| {
        let about = rows::find(sql, id)?.filter(|row| actor.sees(row)).ok_or_else(|| no_request(id))?;
        fetch::<OfMessages>(sql, MessageFileId(file), |request| request == about.root)
    })
}

/// A file of a note that whoever sees a request sees with it.
pub fn fetch_from_notes(desk: &Desk, actor: &Actor, id: RequestId, file: Uuid) -> Result<Fetched, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let about = rows::find(sql, id)?.filter(|row| actor.sees(row)).ok_or_else(|| no_request(id))?;
        let row = files::find::<OfNotes>(sql, NoteFileId(file))?;
        let noted = row.and_then(|row| row.request).map(|request| rows::find(sql, request)).transpose()?.flatten();
        let noted = noted.filter(|noted| noted.root == about.root && actor.sees(noted)).ok_or_else(no_file)?;
        fetch::<OfNotes>(sql, NoteFileId(file), |request| request == noted.id)
    })
}

/// A file of the conversation that a customer's link shows.
pub fn fetch_by_link(desk: &Desk, key: &str, file: Uuid) -> Result<Fetched, Refusal> {
    desk.store.read(|sql| {
        let link = bearer(sql, key)?;
        let joined: Vec<RequestId> = merge::parts(sql, link.request)?.iter().map(|part| part.id).collect();
        fetch::<OfMessages>(sql, MessageFileId(file), |request| request == link.request || joined.contains(&request))
    })
}

fn fetch<S: Side>(sql: &mut dyn Sql, id: S::File, belongs: impl FnOnce(RequestId) -> bool) -> Result<Fetched, Refusal> {
    let row = files::find::<S>(sql, id)?.filter(|row| row.text.is_some()).ok_or_else(no_file)?;
    if !row.request.is_some_and(belongs) {
        return Err(no_file());
    }
    let bytes = files::bytes::<S>(sql, id)?.filter(|_| !row.name.is_empty()).ok_or_else(no_file)?;
    Ok(Fetched { name: row.name, bytes })
}

fn no_file() -> Refusal {
    Refusal::Missing("there is no such file".to_owned())
}

impl From<FileRow<OfMessages>> for MessageFileView {
    fn from(row: FileRow<OfMessages>) -> Self {
        Self { id: row.id.0, shown: is_shown(&row), name: row.name, size: row.size }
    }
}

impl From<FileRow<OfNotes>> for NoteFileView {
    fn from(row: FileRow<OfNotes>) -> Self {
        Self { id: row.id.0, shown: is_shown(&row), name: row.name, size: row.size }
    }
}

fn is_shown<S: Side>(row: &FileRow<S>) -> bool {
    !row.name.is_empty() && may_be_shown(&row.kind).is_some()
}
