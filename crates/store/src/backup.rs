//! Copies of a store: one archive format for both engines, so that a store can move from one to the other.
//!
//! An archive is lines of JSON, compressed with Zstandard: a header; for each table a line with its name and columns and
//! then a row a line; last a trailer with the number of rows of each table and the SHA-256 of all lines before it. Ids
//! are written with hyphens, bytes in base64. The same content gives the same lines, whichever engine held it. Rows
//! pass one by one: neither side holds a table in memory.
//!
//! The words by which texts are found are carried as a table of their own, `search`, since each engine keeps them in its
//! own way.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Error;
use crate::layout::{Column, Kind, Table, tables};
use crate::migrations::{begin, is_known, lay_down, version};
use crate::search;
use crate::sql::{Engine, Sql};
use crate::store::{Place, begin_reading, connect_alone, connect_reader, let_go};
use crate::value::{Row, Value};
use crate::writer::Connection;
use crate::{SCHEMA, sqlite};

/// The name of the format, and the newest version of it that this program knows.
const FORMAT: (&str, i64) = ("catena backup", 1);

/// The table of the words by which texts are found.
const SEARCH: &str = "search";

/// How many arguments one statement is given at most.
const ARGUMENTS: usize = 2_000;

/// How many bytes are gathered for one statement before it is run.
const GATHERED: usize = 1 << 20;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The version of the schema.
    pub schema: i64,
    /// When it was taken.
    pub at: Timestamp,
    /// How many rows each table has.
    pub rows: BTreeMap<String, i64>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: i64,
    schema: i64,
    catena: String,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct TableLine {
    table: String,
    /// Names with the words of their kinds.
    columns: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Trailer {
    rows: BTreeMap<String, i64>,
    sha256: String,
}

/// Copies the state of one instant, also while it is being written to by this process or another.
pub fn backup(place: &Place, out: impl Write, now: Timestamp) -> Result<Summary, Error> {
    let mut connection = connect_reader(place)?;
    let sql: &mut dyn Sql = &mut *connection;
    sql.batch(begin_reading(sql.engine()))?;
    let schema = match is_known(version(sql)?)? {
        0 => return Err(Error::Unreachable("there is no store".to_owned())),
        found => found,
    };
    let mut lines = Lines { out: zstd::Encoder::new(out, 3).map_err(|error| unwritten(&error))?, hash: Sha256::new() };
    lines.out.include_checksum(true).map_err(|error| unwritten(&error))?;
    let (format, number) = FORMAT;
    let catena = env!("CARGO_PKG_VERSION").to_owned();
    lines.put(&Header { format: format.to_owned(), version: number, schema, catena, at: now })?;
    let mut rows = BTreeMap::new();
    for table in &tables(schema)? {
        rows.insert(table.name.clone(), copy_out(sql, table, &mut lines)?);
    }
    rows.insert(SEARCH.to_owned(), copy_words_out(sql, &mut lines)?);
    let sha256 = hex(&lines.hash.finalize_reset());
    lines.put(&Trailer { rows: rows.clone(), sha256 })?;
    lines.out.finish().and_then(|mut out| out.flush()).map_err(|error| unwritten(&error))?;
    Ok(Summary { schema, at: now, rows })
}

/// Where lines are written and summed up.
struct Lines<W: Write> {
    out: zstd::Encoder<'static, W>,
    hash: Sha256,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &impl Serialize) -> Result<(), Error> {
        let mut bytes = serde_json::to_vec(line).map_err(|error| Error::Database(error.to_string()))?;
        bytes.push(b'\n');
        self.hash.update(&bytes);
        self.out.write_all(&bytes).map_err(|error| unwritten(&error))
    }
}

fn unwritten(error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::StorageFull {
        Error::Full
    } else {
        Error::Unreachable(format!("the backup cannot be written: {error}"))
    }
}

fn copy_out(sql: &mut dyn Sql, table: &Table, lines: &mut Lines<impl Write>) -> Result<i64, Error> {
    lines.put(&line_of(table))?;
    let order: Vec<String> = table.key.iter().map(|column| in_order(sql.engine(), column)).collect();
    // The version of the schema stands in the header.
    let chosen = if table.name == "meta" { "where name <> 'schema' " } else { "" };
    let text = format!("select {} from {} {chosen}order by {}", names(table), table.name, order.join(", "));
    let mut count = 0;
    sql.each(&text, &[], &mut |row| {
        count += 1;
        lines.put(&to_json(table, &row)?)
    })?;
    Ok(count)
}

fn copy_words_out(sql: &mut dyn Sql, lines: &mut Lines<impl Write>) -> Result<i64, Error> {
    lines.put(&line_of(&search_table()))?;
    let mut count = 0;
    search::each_words(sql, &mut |entry, words| {
        count += 1;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        lines.put(&(entry, words.join(" ")))
    })?;
    Ok(count)
}

/// A column to sort by; texts by their bytes, whatever the language of the database is.
fn in_order(engine: Engine, column: &Column) -> String {
    match (engine, column.kind) {
        (Engine::Postgres, Kind::Text) => format!("{} collate \"C\"", column.name),
        _ => column.name.clone(),
    }
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn line_of(table: &Table) -> TableLine {
    let columns = table.columns.iter().map(|column| (column.name.clone(), column.kind.word().to_owned()));
    TableLine { table: table.name.clone(), columns: columns.collect() }
}

fn search_table() -> Table {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let columns = vec![column("entry", Kind::Int), column("words", Kind::Text)];
    Table { name: SEARCH.to_owned(), columns, key: vec![column("entry", Kind::Int)], refers_to: [].into() }
}

fn to_json(table: &Table, row: &Row) -> Result<Vec<Json>, Error> {
    let json = |(place, column): (usize, &Column)| {
        Ok(match column.kind {
            Kind::Id => row.maybe_id(place)?.map_or(Json::Null, |id| id.hyphenated().to_string().into()),
            Kind::Int => row.maybe_int(place)?.map_or(Json::Null, Json::from),
            Kind::Bytes => row.maybe_bytes(place)?.map_or(Json::Null, |bytes| BASE64.encode(bytes).into()),
            Kind::Text => row.maybe_text(place)?.map_or(Json::Null, Json::from),
        })
    };
    table.columns.iter().enumerate().map(json).collect()
}

fn from_json(table: &Table, row: Vec<Json>) -> Result<Vec<Value>, Error> {
    if row.len() != table.columns.len() {
        return Err(bad(format!("a row of {} has {} values", table.name, row.len())));
    }
    let value = |(json, column): (Json, &Column)| {
        let wrong = || bad(format!("{}.{} is no {}", table.name, column.name, column.kind.word()));
        Ok(match (column.kind, json) {
            (_, Json::Null) => Value::Null,
            (Kind::Int, Json::Number(number)) => Value::Int(number.as_i64().ok_or_else(wrong)?),
            (Kind::Id, Json::String(id)) => Value::Id(Uuid::try_parse(&id).map_err(|_| wrong())?),
            (Kind::Bytes, Json::String(bytes)) => Value::Bytes(BASE64.decode(bytes).map_err(|_| wrong())?),
            (Kind::Text, Json::String(text)) => Value::Text(text),
            _ => return Err(wrong()),
        })
    };
    row.into_iter().zip(&table.columns).map(value).collect()
}

fn bad(what: impl Display) -> Error {
    Error::BadBackup(what.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Fills an empty store that nobody has open, all at once: of a damaged archive nothing remains.
pub fn restore(place: &Place, input: impl Read) -> Result<Summary, Error> {
    let input = zstd::Decoder::new(input).map_err(|error| unread(&error))?;
    let mut archive = Archive { lines: BufReader::new(input), hash: Sha256::new(), line: Vec::new() };
    let header = archive.header()?;
    let fresh = match place {
        Place::Folder(folder) if !folder.join(sqlite::FILE).exists() => Some(folder),
        _ => None,
    };
    let (mut connection, lock) = connect_alone(place)?;
    let restored = fill(&mut connection, &mut archive, &header);
    if restored.is_err() {
        let _ = connection.batch("rollback");
    }
    let_go(&mut connection);
    drop(connection);
    if let (Err(_), Some(folder)) = (&restored, fresh) {
        remove_files(folder);
    }
    drop(lock);
    restored
}

/// Removes the file that a failed restoration began.
fn remove_files(folder: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("{}{end}", sqlite::FILE)));
    }
}

fn fill(connection: &mut Connection, archive: &mut Archive<impl BufRead>, header: &Header) -> Result<Summary, Error> {
    let sql: &mut dyn Sql = &mut **connection;
    begin(sql)?;
    clear(sql)?;
    lay_down(sql, 0, header.schema)?;
    let tables = tables(header.schema)?;
    loosen(sql, &tables)?;
    let trailer = archive.rows(sql, &tables)?;
    tighten(sql, &tables)?;
    lay_down(sql, header.schema, SCHEMA)?;
    sql.batch("commit")?;
    Ok(Summary { schema: header.schema, at: header.at, rows: trailer.rows })
}

/// Takes the tables of an empty store away, whatever version they are of.
fn clear(sql: &mut dyn Sql) -> Result<(), Error> {
    let found = is_known(version(sql)?)?;
    if found == 0 {
        return Ok(());
    }
    let tables = tables(found)?;
    // What is written down about the store itself is no content.
    for table in tables.iter().filter(|table| table.name != "meta") {
        if sql.first(&format!("select 1 from {} limit 1", table.name), &[])?.is_some() {
            return Err(Error::NotEmpty);
        }
    }
    for table in tables.iter().rev() {
        sql.batch(&format!("drop table {}", table.name))?;
    }
    sql.batch(&format!("drop table {SEARCH}"))
}

/// Lets rows come before those of their own table that they refer to.
fn loosen(sql: &mut dyn Sql, tables: &[Table]) -> Result<(), Error> {
    match sql.engine() {
        Engine::Sqlite => sql.batch("pragma defer_foreign_keys = on"),
        Engine::Postgres => alter_references(sql, tables, "deferrable initially deferred"),
    }
}

/// Demands that every row refers to one that is there.
fn tighten(sql: &mut dyn Sql, tables: &[Table]) -> Result<(), Error> {
    if sql.engine() == Engine::Postgres {
        sql.batch("set constraints all immediate")?;
        alter_references(sql, tables, "not deferrable")?;
    }
    Ok(())
}

fn alter_references(sql: &mut dyn Sql, tables: &[Table], how: &str) -> Result<(), Error> {
    for table in tables.iter().filter(|table| table.refers_to.contains(&table.name)) {
        let name = &table.name;
        let references = sql.query(
            "select conname::text from pg_constraint where contype = 'f' and conrelid = confrelid \
             and conrelid = $1::text::regclass",
            crate::args![name],
        )?;
        for reference in references {
            sql.batch(&format!("alter table {name} alter constraint {} {how}", reference.text(0)?))?;
        }
    }
    Ok(())
}

/// An archive that is being read.
struct Archive<R: BufRead> {
    lines: R,
    hash: Sha256,
    line: Vec<u8>,
}

fn unread(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => bad("it ends too early"),
        _ => bad(format!("it is damaged: {error}")),
    }
}

impl<R: BufRead> Archive<R> {
    /// The next line, which is not summed up yet.
    fn next(&mut self) -> Result<&[u8], Error> {
        self.line.clear();
        self.lines.read_until(b'\n', &mut self.line).map_err(|error| unread(&error))?;
        if self.line.last() == Some(&b'\n') { Ok(&self.line) } else { Err(bad("it ends too early")) }
    }

    fn header(&mut self) -> Result<Header, Error> {
        let other = || bad("it is no backup of Catena");
        let line = self.next().map_err(|_| other())?;
        let (format, version) = FORMAT;
        // A later format may say more, but says this.
        let begin: Json = serde_json::from_slice(line).map_err(|_| other())?;
        if begin["format"] != format {
            return Err(other());
        }
        if begin["version"].as_i64().is_none_or(|found| found > version) {
            return Err(bad("a newer Catena wrote it"));
        }
        let header: Header =
            serde_json::from_slice(line).map_err(|error| bad(format!("its header is damaged: {error}")))?;
        is_known(header.schema)?;
        self.hash.update(&self.line);
        Ok(header)
    }

    /// Takes all rows in, and checks that they are those that were written.
    fn rows(&mut self, sql: &mut dyn Sql, tables: &[Table]) -> Result<Trailer, Error> {
        let search = search_table();
        let mut counts = BTreeMap::new();
        let mut waiting = tables.iter().chain([&search]);
        let mut rows: Option<Rows<'_>> = None;
        loop {
            let line = self.next()?;
            if line.first() == Some(&b'[') {
                let rows = rows.as_mut().ok_or_else(|| bad("rows stand outside of a table"))?;
                rows.add(sql, serde_json::from_slice(line).map_err(bad)?)?;
                self.hash.update(&self.line);
                continue;
            }
            if let Some(mut rows) = rows.take() {
                rows.flush(sql)?;
                counts.insert(rows.table.name.clone(), rows.count);
            }
            let Some(table) = waiting.next() else { break };
            let found: TableLine = serde_json::from_slice(line).map_err(bad)?;
            let wanted = line_of(table);
            if found.table != wanted.table || found.columns != wanted.columns {
                return Err(bad(format!("it has a table {} where {} should be", found.table, wanted.table)));
            }
            self.hash.update(&self.line);
            rows = Some(Rows::new(table));
        }
        let trailer: Trailer = serde_json::from_slice(&self.line).map_err(bad)?;
        if trailer.sha256 != hex(&self.hash.finalize_reset()) || trailer.rows != counts {
            return Err(bad("it is damaged: its checksum does not fit"));
        }
        // The compression has a checksum of its own behind the last line.
        match self.lines.fill_buf() {
            Ok([]) => Ok(trailer),
            Ok(_) => Err(bad("something follows its end")),
            Err(error) => Err(unread(&error)),
        }
    }
}

/// Rows of a table, gathered for statements that take many at once.
struct Rows<'a> {
    table: &'a Table,
    count: i64,
    gathered: Vec<Value>,
    bytes: usize,
}

impl<'a> Rows<'a> {
    fn new(table: &'a Table) -> Self {
        Self { table, count: 0, gathered: Vec::new(), bytes: 0 }
    }

    fn add(&mut self, sql: &mut dyn Sql, row: Vec<Json>) -> Result<(), Error> {
        let values = from_json(self.table, row)?;
        self.count += 1;
        if self.table.name == SEARCH {
            return put_words(sql, &values);
        }
        self.bytes += values.iter().map(size).sum::<usize>();
        self.gathered.extend(values);
        if self.gathered.len() + self.table.columns.len() > ARGUMENTS || self.bytes > GATHERED {
            self.flush(sql)?;
        }
        Ok(())
    }

    fn flush(&mut self, sql: &mut dyn Sql) -> Result<(), Error> {
        let width = self.table.columns.len();
        let row = |row: usize| {
            let places: Vec<String> = (1..=width).map(|place| format!("${}", row * width + place)).collect();
            format!("({})", places.join(", "))
        };
        let rows: Vec<String> = (0..self.gathered.len() / width).map(row).collect();
        if !rows.is_empty() {
            let text = format!("insert into {} ({}) values {}", self.table.name, names(self.table), rows.join(", "));
            sql.execute(&text, &self.gathered).map_err(|error| match error {
                Error::Conflict(what) => bad(format!("its rows do not fit together: {what}")),
                error => error,
            })?;
        }
        self.gathered.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn put_words(sql: &mut dyn Sql, values: &[Value]) -> Result<(), Error> {
    match values {
        [Value::Int(entry), Value::Text(words)] => search::put_words(sql, *entry, &search::parted(words)),
        _ => Err(bad("the words of the search are damaged")),
    }
}

/// About how much room a value takes.
fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 16,
    }
}
