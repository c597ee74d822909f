//! Full-text search: the one place, beside the schema, where the engines speak differently.
//!
//! Each text is an entry with a number that grows, so that the newest matches come first without sorting them all. The
//! engines are handed the plain words of a text and do not part it themselves: what one finds the other does.

use std::collections::BTreeSet;

use catena_domain::id::{PartyId, RequestId};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::{Engine, Sql};
use crate::writer::Tx;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a request is about.
    Subject,
    /// Said to or by a customer.
    Message,
    /// Said among colleagues.
    Note,
    /// The name of a file that is attached to a message.
    MessageFile,
    /// The name of a file that is attached to a note.
    NoteFile,
    /// A name with its addresses.
    Party,
}

impl Kind {
    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Message => "message",
            Self::Note => "note",
            Self::MessageFile => "message_file",
            Self::NoteFile => "note_file",
            Self::Party => "party",
        }
    }
}

/// A text that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its number: greater is newer.
    pub entry: i64,
    /// The message, note, file, request or party.
    pub id: Uuid,
    /// What it is, in one word.
    pub kind: String,
    /// The request it belongs to.
    pub request: Option<RequestId>,
}

/// Makes a text findable, or findable by its new words. `owner` is the person whose words they are.
pub fn put(
    tx: &mut Tx<'_>,
    kind: Kind,
    id: Uuid,
    request: Option<RequestId>,
    owner: PartyId,
    text: &str,
) -> Result<(), Error> {
    remove(tx, id)?;
    let sql = tx.sql();
    let entry =
        sql.first("select coalesce(max(entry), 0) + 1 from search_entry", &[])?.map_or(Ok(1), |row| row.int(0))?;
    sql.execute(
        "insert into search_entry (entry, id, kind, request, owner) values ($1, $2, $3, $4, $5)",
        args![entry, id, kind.word(), request, owner],
    )?;
    tx.index(Change::Put(entry, words_of(text)));
    Ok(())
}

/// Makes a text unfindable.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    if let Some(row) = tx.sql().first("select entry from search_entry where id = $1", args![id])? {
        tx.sql().execute("delete from search_entry where id = $1", args![id])?;
        tx.index(Change::Remove(row.int(0)?));
    }
    Ok(())
}

/// Something that the index is to be told.
#[derive(Debug)]
pub(crate) enum Change {
    /// The words of an entry that has none yet.
    Put(i64, BTreeSet<String>),
    /// That an entry is gone.
    Remove(i64),
}

/// What the index is to be told before the commit, in this order. An index writes down what it was told at each savepoint
/// anew, so it is told once for all writes that are committed together.
#[derive(Debug, Default)]
pub(crate) struct Untold {
    changes: Vec<Change>,
    told: usize,
}

impl Untold {
    /// One change more.
    pub(crate) fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// How far it is, to come [`back`](Self::back) to.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.changes.len(), self.told)
    }

    /// What was pushed and told since is undone: the savepoint of that time was rolled back to.
    pub(crate) fn back(&mut self, (length, told): (usize, usize)) {
        self.changes.truncate(length);
        self.told = told;
    }

    /// Tells the index what it does not know yet.
    pub(crate) fn tell(&mut self, sql: &mut dyn Sql) -> Result<(), Error> {
        for change in &self.changes[self.told..] {
            match change {
                Change::Put(entry, words) => put_words(sql, *entry, words)?,
                Change::Remove(entry) => remove_words(sql, *entry)?,
            }
        }
        self.told = self.changes.len();
        Ok(())
    }
}

fn remove_words(sql: &mut dyn Sql, entry: i64) -> Result<(), Error> {
    let delete = match sql.engine() {
        Engine::Sqlite => "delete from search where rowid = $1",
        Engine::Postgres => "delete from search where entry = $1",
    };
    sql.execute(delete, args![entry])?;
    Ok(())
}

/// Writes down the words of an entry that has none yet.
pub(crate) fn put_words(sql: &mut dyn Sql, entry: i64, words: &BTreeSet<String>) -> Result<(), Error> {
    let insert = match sql.engine() {
        Engine::Sqlite => "insert into search (rowid, body) values ($1, $2)",
        Engine::Postgres => "insert into search (entry, body) values ($1, array_to_tsvector(string_to_array($2, ' ')))",
    };
    sql.execute(insert, args![entry, joined(words)])?;
    Ok(())
}

/// Hands over the words of all entries, by entry.
pub(crate) fn each_words(
    sql: &mut dyn Sql,
    take: &mut dyn FnMut(i64, BTreeSet<String>) -> Result<(), Error>,
) -> Result<(), Error> {
    let text = match sql.engine() {
        Engine::Sqlite => "select rowid, body from search order by rowid",
        Engine::Postgres => "select entry, array_to_string(tsvector_to_array(body), ' ') from search order by entry",
    };
    sql.each(text, &[], &mut |row| take(row.int(0)?, parted(&row.text(1)?)))
}

/// Takes words out of those by which a text is found.
pub(crate) fn forget_words(sql: &mut dyn Sql, id: Uuid, words: &BTreeSet<String>) -> Result<(), Error> {
    let [read, write] = match sql.engine() {
        Engine::Sqlite => [
            "select e.entry, s.body from search_entry e join search s on s.rowid = e.entry where e.id = $1",
            "update search set body = $2 where rowid = $1",
        ],
        Engine::Postgres => [
            "select e.entry, array_to_string(tsvector_to_array(s.body), ' ') from search_entry e \
             join search s on s.entry = e.entry where e.id = $1",
            "update search set body = array_to_tsvector(string_to_array($2, ' ')) where entry = $1",
        ],
    };
    if let Some(row) = sql.first(read, args![id])? {
        let mut left = parted(&row.text(1)?);
        left.retain(|word| !words.contains(word));
        sql.execute(write, args![row.int(0)?, joined(&left)])?;
    }
    Ok(())
}

/// Beyond how many texts it is quicker to look for the next newest one than to gather them all. PostgreSQL keeps no
/// samples of what erasing has to reach, so it cannot know which of the two is.
const FEW: i64 = 2_000;

/// The newest texts that contain all words, each word also as the beginning of a longer one; those before entry
/// `before`.
pub fn find(sql: &mut dyn Sql, words: &str, before: Option<i64>, limit: i64) -> Result<Vec<Match>, Error> {
    let Some(wanted) = wanted(sql.engine(), words) else { return Ok(Vec::new()) };
    let text = match sql.engine() {
        Engine::Sqlite => {
            "select e.entry, e.id, e.kind, e.request from search join search_entry e on e.entry = search.rowid \
             where search match $1 and search.rowid < $2 order by search.rowid desc limit $3"
        }
        Engine::Postgres if count(sql, words, FEW)? < FEW => {
            "select e.entry, e.id, e.kind, e.request \
             from (select entry from search where body @@ $1::text::tsquery offset 0) as s \
             join search_entry e on e.entry = s.entry where s.entry < $2 order by s.entry desc limit $3"
        }
        Engine::Postgres => {
            "select e.entry, e.id, e.kind, e.request from search s join search_entry e on e.entry = s.entry \
             where s.body @@ $1::text::tsquery and s.entry < $2 order by s.entry desc limit $3"
        }
    };
    let rows = sql.query(text, args![wanted, before.unwrap_or(i64::MAX), limit])?;
    let read = |row: &crate::Row| {
        Ok(Match { entry: row.int(0)?, id: row.id(1)?, kind: row.text(2)?, request: row.maybe_id(3)?.map(RequestId) })
    };
    rows.iter().map(read).collect()
}

/// How many texts contain all words, counted up to `most`.
pub fn count(sql: &mut dyn Sql, words: &str, most: i64) -> Result<i64, Error> {
    let Some(wanted) = wanted(sql.engine(), words) else { return Ok(0) };
    let text = match sql.engine() {
        Engine::Sqlite => "select count(*) from (select 1 from search where search match $1 limit $2) as chosen",
        Engine::Postgres => {
            "select count(*) from (select 1 from search where body @@ $1::text::tsquery limit $2) as chosen"
        }
    };
    sql.first(text, args![wanted, most])?.map_or(Ok(0), |row| row.int(0))
}

/// The words in the engine's own language; none if there are none.
fn wanted(engine: Engine, words: &str) -> Option<String> {
    let words = words_of(words);
    let each = |word: &String| match engine {
        Engine::Sqlite => format!("\"{word}\"*"),
        Engine::Postgres => format!("'{word}':*"),
    };
    let between = match engine {
        Engine::Sqlite => " ",
        Engine::Postgres => " & ",
    };
    (!words.is_empty()).then(|| words.iter().map(each).collect::<Vec<_>>().join(between))
}

/// How long a word is at most, in bytes; of a longer one its beginning counts.
const LONGEST: usize = 200;

/// How many bytes of words are kept of one text at most.
const MOST: usize = 500_000;

/// The words of a text as the search knows them, so that both engines find the same: in small letters, without accents
/// and ligatures. Whatever is no letter or digit parts them.
pub(crate) fn words_of(text: &str) -> BTreeSet<String> {
    let small = text.nfkd().flat_map(char::to_lowercase).nfkd();
    let plain = small.filter(|&letter| canonical_combining_class(letter) == 0);
    let plain: String = plain.map(|letter| if letter == 'ς' { 'σ' } else { letter }).collect();
    let mut room = MOST;
    let mut words = BTreeSet::new();
    for word in plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = &word[..word.floor_char_boundary(LONGEST)];
        if word.len() >= room {
            break;
        }
        if words.insert(word.to_owned()) {
            room -= word.len();
        }
    }
    words
}

fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The words as they are kept.
pub(crate) fn parted(words: &str) -> BTreeSet<String> {
    words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
