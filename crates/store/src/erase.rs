//! Erasing a person: names, addresses and words go; what happened, and how often, stays.
//!
//! Gone are what the person wrote, how they are called and reached, and with what they signed in. What others wrote
//! stays, without the words of the name in chains of their own, and without the full name and the addresses everywhere.
//! Rows of requests, events, messages, notes and files stay, so that no count changes. Files that others attached keep
//! their bytes, whatever stands in them: nobody can take a name out of a picture.

use std::collections::BTreeSet;

use catena_domain::id::PartyId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts;
use crate::args;
use crate::error::Error;
use crate::parties;
use crate::pg::Pg;
use crate::search::{self, words_of};
use crate::sql::Sql;
use crate::sqlite::Sqlite;
use crate::store::Place;
use crate::value::Value;
use crate::writer::Tx;

/// What stands where something was taken out.
const GAP: &str = "…";

/// Erases a person or an organisation; false if there is no such party. The files still hold the old bytes until
/// [`after_erasure`].
///
/// Answers kept for repeated calls are emptied, whoever asked: any of them may quote the person. A call that is repeated
/// is still not done twice.
pub fn erase_party(tx: &mut Tx<'_>, party: PartyId, now: Timestamp) -> Result<bool, Error> {
    let Some(mut row) = parties::find(tx.sql(), party)? else { return Ok(false) };
    tx.tell_index()?;
    let account = accounts::of_party(tx.sql(), party)?;
    let handles = parties::handles(tx.sql(), party)?;
    let addresses =
        handles.iter().map(|handle| handle.value.as_str()).chain(account.as_ref().map(|a| a.login.as_str()));
    let traces = Traces::new(&row.name, addresses);

    let chains = ids(tx.sql(), "select distinct root from request where customer = $1", args![party])?;
    let seen_in = ids(
        tx.sql(),
        "select id from request where customer = $1 or asked_by = $1 or provider = $1 \
         union select request from message where author = $1 union select request from note where author = $1",
        args![party],
    )?;
    forget_words_of(tx, party)?;
    forget_account(tx, party)?;
    for id in seen_in {
        tx.sql().execute(&without_words("request"), args![id])?;
    }
    tx.sql().execute("update idempotency set body = $1", args![Vec::<u8>::new()])?;
    tx.sql().execute(
        "update tracking set revoked_at = $2 where revoked_at is null \
         and request in (select id from request where customer = $1)",
        args![party, now],
    )?;
    for text in TEXTS {
        take_out(tx.sql(), text, &chains, &traces)?;
    }

    tx.sql().execute("delete from handle where party = $1", args![party])?;
    row.name = String::new();
    row.closed = true;
    row.erased_at = Some(now);
    row.revision += 1;
    parties::save(tx, &row)?;
    Ok(true)
}

fn ids(sql: &mut dyn Sql, text: &str, args: &[Value]) -> Result<Vec<Uuid>, Error> {
    sql.query(text, args)?.iter().map(|row| row.id(0)).collect()
}

/// What the person wrote, attached, keeps for themselves or is told.
fn forget_words_of(tx: &mut Tx<'_>, party: PartyId) -> Result<(), Error> {
    for id in ids(tx.sql(), "select id from search_entry where owner = $1 or id = $1", args![party])? {
        search::remove(tx, id)?;
    }
    // Who asks for a paying customer writes down the customer's words; all else that they ask for is in their own.
    let asked = "select id from request where customer = $1 or (asked_by = $1 and external = 0)";
    for id in ids(tx.sql(), asked, args![party])? {
        search::remove(tx, id)?;
    }
    tx.sql().execute(
        &format!("update request_text set subject = '', details = '' where request in ({asked})"),
        args![party],
    )?;
    // A number may be one to call, a day a birthday; what was chosen from a list of options says nothing of anybody.
    for text in ["delete from field_text where", "delete from field_value where measure is not null and"] {
        tx.sql().execute(&format!("{text} request in ({asked})"), args![party])?;
    }
    for text in [
        "update message set body = '' where author = $1",
        "update feedback_words set words = '', source = '', link = '' where customer = $1 or author = $1",
        "update survey_ask set state = 'withdrawn', withdrawn_by = null where customer = $1 and state in ('waiting', 'withdrawn')",
        "update note set body = '' where author = $1",
        "delete from message_file_bytes where file in (select id from message_file where author = $1)",
        "delete from message_file where author = $1 and message is null",
        "update message_file set name = '' where author = $1",
        "delete from note_file_bytes where file in (select id from note_file where author = $1)",
        "delete from note_file where author = $1 and note is null",
        "update note_file set name = '' where author = $1",
        "delete from mention where person = $1",
        "delete from follower where person = $1",
        "delete from snooze where person = $1",
        "delete from saved_view where owner = $1",
        "delete from macro where owner = $1 and shared = 0 and team is null",
        "delete from signature where owner = $1",
    ] {
        tx.sql().execute(text, args![party])?;
    }
    tx.sql().execute(&without_words("recipient"), args![party])?;
    Ok(())
}

/// What takes the words and the address of notices away, and does not send those that wait; their number stays.
fn without_words(column: &str) -> String {
    format!(
        "update outbox set address = '', subject = '', body = '', \
         reason = case when state in ('waiting', 'failed') then 'erased' else reason end, \
         state = case when state in ('waiting', 'failed') then 'not_sent' else state end where {column} = $1"
    )
}

/// Whatever the person signed in with. The account stays, closed, under a name that says nothing.
fn forget_account(tx: &mut Tx<'_>, party: PartyId) -> Result<(), Error> {
    let Some(mut account) = accounts::of_party(tx.sql(), party)? else { return Ok(()) };
    for text in [
        "delete from draft where account = $1",
        "delete from session where account = $1",
        "delete from presence where account = $1",
        "delete from one_time_link where account = $1",
        "delete from recovery_code where account = $1",
        "delete from identity where account = $1",
        "delete from vouched where account = $1",
        "delete from token where account = $1",
        "delete from idempotency where account = $1",
        "delete from notice_choice where account = $1",
    ] {
        tx.sql().execute(text, args![account.id])?;
    }
    account.login = format!("erased-{}", account.id.0);
    account.password = None;
    account.secret = None;
    account.second_factor = false;
    account.closed = true;
    accounts::save(tx, &account)
}

/// Where others may have written about the person: a table, what its rows are known by, those columns' names for the
/// search and the chain, and the columns with words.
struct Written {
    table: &'static str,
    /// The columns by which a row is known; the first is the text's id in the search.
    key: &'static [&'static str],
    /// The column with the request, if it belongs to one.
    request: Option<&'static str>,
    words: &'static [&'static str],
}

const TEXTS: &[Written] = &[
    Written { table: "request_text", key: &["request"], request: Some("request"), words: &["subject", "details"] },
    Written { table: "field_text", key: &["request", "field"], request: Some("request"), words: &["words"] },
    Written { table: "message", key: &["id"], request: Some("request"), words: &["body"] },
    Written { table: "note", key: &["id"], request: Some("request"), words: &["body"] },
    Written { table: "message_file", key: &["id"], request: Some("request"), words: &["name"] },
    Written { table: "note_file", key: &["id"], request: Some("request"), words: &["name"] },
    Written { table: "draft", key: &["account", "request", "kind"], request: Some("request"), words: &["body"] },
    Written { table: "outbox", key: &["id"], request: Some("request"), words: &["address", "subject", "body"] },
    Written {
        table: "feedback_words",
        key: &["item", "question"],
        request: Some("request"),
        words: &["words", "source", "link"],
    },
    Written { table: "pulse_wave", key: &["id"], request: None, words: &["name", "form"] },
    Written { table: "saved_view", key: &["id"], request: None, words: &["name", "query"] },
    Written { table: "macro", key: &["id"], request: None, words: &["name", "body", "tags"] },
    Written { table: "signature", key: &["owner"], request: None, words: &["words"] },
];

/// Takes the traces of a person out of what others wrote.
fn take_out(sql: &mut dyn Sql, text: &Written, chains: &[Uuid], traces: &Traces) -> Result<(), Error> {
    let Written { table, key, request, words } = text;
    let columns = [*key, *words].concat().join(", ");
    if let Some(request) = request {
        let read = format!("select {columns} from {table} where {request} in (select id from request where root = $1)");
        for &chain in chains {
            rewrite(sql, text, &read, args![chain], |words| traces.without_words(&traces.without_phrases(words)))?;
        }
    }
    for phrase in &traces.phrases {
        let like = format!("%{}%", phrase.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let any: Vec<String> = words.iter().map(|column| format!("lower({column}) like $1 escape '\\'")).collect();
        let read = format!("select {columns} from {table} where {}", any.join(" or "));
        rewrite(sql, text, &read, args![like], |words| traces.without_phrases(words))?;
    }
    Ok(())
}

fn rewrite(
    sql: &mut dyn Sql,
    text: &Written,
    read: &str,
    args: &[Value],
    without: impl Fn(&str) -> String,
) -> Result<(), Error> {
    let Written { table, key, words, .. } = text;
    for row in sql.query(read, args)? {
        let before =
            (key.len()..key.len() + words.len()).map(|place| row.text(place)).collect::<Result<Vec<_>, _>>()?;
        let after: Vec<String> = before.iter().map(|words| without(words)).collect();
        if before == after {
            continue;
        }
        let known = (0..key.len()).map(|place| format!("{} = ${}", key[place], place + 1)).collect::<Vec<_>>();
        let set = (0..words.len()).map(|place| format!("{} = ${}", words[place], key.len() + place + 1));
        let set = set.collect::<Vec<_>>().join(", ");
        let mut args: Vec<Value> = row.0[..key.len()].to_vec();
        args.extend(after.iter().map(Value::from));
        sql.execute(&format!("update {table} set {set} where {}", known.join(" and ")), &args)?;
        let left: BTreeSet<String> = after.iter().flat_map(|words| words_of(words)).collect();
        let gone = before.iter().flat_map(|words| words_of(words)).filter(|word| !left.contains(word)).collect();
        search::forget_words(sql, row.id(0)?, &gone)?;
    }
    Ok(())
}

/// By what a person is recognised.
struct Traces {
    /// The full name and the addresses, in small letters; only those that are of nobody else.
    phrases: Vec<String>,
    /// The words of the name, as the search knows them.
    words: BTreeSet<String>,
}

impl Traces {
    fn new<'a>(name: &'a str, addresses: impl Iterator<Item = &'a str>) -> Self {
        let words = words_of(name).into_iter().filter(|word| word.chars().count() > 2).collect();
        let is_whole = name.split_whitespace().count() > 1;
        let telling =
            |address: &&str| address.contains('@') || address.chars().filter(char::is_ascii_digit).count() > 5;
        let phrases = is_whole.then_some(name).into_iter().chain(addresses.filter(telling));
        let phrases: BTreeSet<String> = phrases.map(|phrase| phrase.trim().to_lowercase()).collect();
        Self { phrases: phrases.into_iter().collect(), words }
    }

    /// A text without the full name and the addresses, in whatever letters they are written.
    fn without_phrases(&self, text: &str) -> String {
        self.phrases.iter().fold(text.to_owned(), |text, phrase| {
            let mut left = String::new();
            let mut rest = text.as_str();
            while let Some(letter) = rest.chars().next() {
                let inside = left.chars().next_back().is_some_and(char::is_alphanumeric);
                if let Some(end) = end_of(rest, phrase).filter(|_| !inside) {
                    left.push_str(GAP);
                    rest = &rest[end..];
                } else {
                    left.push(letter);
                    rest = &rest[letter.len_utf8()..];
                }
            }
            left
        })
    }

    /// A text without the words of the name.
    fn without_words(&self, text: &str) -> String {
        let mut left = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            left.push_str(if words_of(word).iter().any(|word| self.words.contains(word)) { GAP } else { word });
            let next = after.find(char::is_alphanumeric).unwrap_or(after.len());
            left.push_str(&after[..next]);
            rest = &after[next..];
        }
        left
    }
}

/// Where `phrase` ends if `text` begins with it, and no word goes on behind it.
fn end_of(text: &str, phrase: &str) -> Option<usize> {
    let mut wanted = phrase.chars();
    let mut letters = text.char_indices().peekable();
    let mut expected = wanted.next();
    while let Some(first) = expected {
        let (_, letter) = letters.next()?;
        let mut lower = letter.to_lowercase();
        if lower.next() != Some(first) {
            return None;
        }
        for more in lower {
            if wanted.next() != Some(more) {
                return None;
            }
        }
        expected = wanted.next();
    }
    match letters.peek() {
        Some((_, next)) if next.is_alphanumeric() => None,
        Some(&(end, _)) => Some(end),
        None => Some(text.len()),
    }
}

/// Makes erased bytes disappear from the files, after the erasure was written. Blocks, also others who write; waits for
/// those who read, and says [`Error::Held`] if that takes too long: then it is to be tried again.
///
/// SQLite overwrites what is deleted at once (`secure_delete`, also in the search), so it is enough to take in and empty
/// the write-ahead log. The blocks of the disk that the log gave back belong to the file system.
///
/// PostgreSQL writes the tables anew. Its own write-ahead log (`pg_wal`), archives of it, replicas and base backups that
/// the server's administrator keeps still hold the old bytes until they are recycled: that is out of Catena's reach.
pub fn after_erasure(place: &Place) -> Result<(), Error> {
    match place {
        Place::Folder(folder) => Sqlite::writer(folder)?.fold(),
        Place::Postgres(url) => rewrite_tables(&mut Pg::connect(url)?),
    }
}

/// The tables in which something is deleted or overwritten when a person is erased.
const TOUCHED: &[&str] = &[
    "party",
    "handle",
    "request_text",
    "message",
    "note",
    "message_file",
    "message_file_bytes",
    "note_file",
    "note_file_bytes",
    "mention",
    "draft",
    "follower",
    "snooze",
    "presence",
    "saved_view",
    "macro",
    "signature",
    "field_text",
    "field_value",
    "feedback_words",
    "survey_ask",
    "pulse_wave",
    "account",
    "session",
    "one_time_link",
    "recovery_code",
    "identity",
    "vouched",
    "token",
    "idempotency",
    "outbox",
    "notice_choice",
    "search_entry",
    "search",
];

/// How often the server is asked whether those who read have ended, a tenth of a second apart.
const PATIENCE: usize = 100;

fn rewrite_tables(sql: &mut Pg) -> Result<(), Error> {
    sql.batch("set statement_timeout = 0")?;
    let mark = sql.query("select pg_current_xact_id()::text", &[])?;
    let mark = mark.first().map_or(Ok(String::new()), |row| row.text(0))?;
    // Rows stay as long as anybody may see them: whoever reads this database since before, or follows its log, and, since
    // a new look at it begins with what is still going on, whoever writes to any database of the server since before.
    let old = "select pg_snapshot_xmin(pg_current_snapshot()) <= $1::text::xid8 \
               or exists (select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() \
               and age(backend_xmin) >= age($1::text::xid8::xid)) \
               or exists (select 1 from pg_replication_slots where age(xmin) >= age($1::text::xid8::xid))";
    let mut patience = PATIENCE;
    while sql.query(old, args![&mark])?.first().map_or(Ok(false), |row| row.flag(0))? {
        if patience == 0 {
            return Err(Error::Held("somebody has been reading for long".to_owned()));
        }
        patience -= 1;
        sql.batch("select pg_sleep(0.1)")?;
    }
    for table in TOUCHED {
        sql.batch(&format!("vacuum full {table}"))?;
    }
    // The files that were replaced are empty by now, and go with the next checkpoint: not everybody may ask for one.
    let _ = sql.batch("checkpoint");
    Ok(())
}
