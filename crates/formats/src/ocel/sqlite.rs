//! OCEL 2.0 as an SQLite database, opened read-only and as a file that nobody else changes.
//!
//! Only plain tables and their stored columns are read: a view, a virtual table or a computed column under a name of
//! the format could run anything. Exporters differ in the types of ids (`990001` as a text in one table, as an integer
//! in the next), so every value is read as text whatever its type.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use catena_analysis::names::Names;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::model::Builder;

/// Bytes of one value or row.
const LONGEST: i32 = 16 << 20;
/// Columns of the format itself in the tables of types; all others are attributes.
const OWN: [&str; 3] = ["ocel_id", "ocel_time", "ocel_changed_field"];

/// Why a database is not a log.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// SQLite cannot read it.
    Sqlite(rusqlite::Error),
    /// A table without which it is no log is not there.
    NoTable(&'static str),
}

impl From<rusqlite::Error> for Unreadable {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Reads the log in the database `path`. A table that is missing counts as empty, except for the two lists of events
/// and of objects.
pub(super) fn read(path: &Path, builder: &mut Builder) -> Result<(), Unreadable> {
    let database = Database::open(path)?;
    for table in ["event", "object"] {
        if !database.tables.contains_key(table) {
            return Err(Unreadable::NoTable(table));
        }
    }
    read_objects(&database, builder)?;
    read_events(&database, builder)?;
    database.rows("object_object", &["ocel_source_id", "ocel_target_id", "ocel_qualifier"], |row| {
        builder.link(&row[0], &row[1], &row[2]);
    })?;
    Ok(())
}

fn read_objects(database: &Database, builder: &mut Builder) -> Result<(), Unreadable> {
    let mut numbers = HashMap::new();
    database.rows("object", &["ocel_id", "ocel_type"], |row| {
        let number = builder.object(&row[0], &row[1], 0);
        numbers.insert(row[0].clone(), number);
    })?;
    for table in database.type_tables("object")? {
        let attributes = database.attributes(&table)?;
        let columns: Vec<&str> = OWN.into_iter().chain(attributes.iter().map(String::as_str)).collect();
        database.rows(&table, &columns, |row| {
            let Some(&number) = numbers.get(&row[0]) else { return };
            let changed = &row[2];
            for (name, value) in attributes.iter().zip(&row[3..]) {
                if !value.is_empty() && (changed.is_empty() || changed == name) {
                    builder.object_value(number, name, &row[1], value);
                }
            }
        })?;
    }
    Ok(())
}

fn read_events(database: &Database, builder: &mut Builder) -> Result<(), Unreadable> {
    let mut ids = Names::default();
    let mut times: Vec<String> = Vec::new();
    let mut values: Vec<(u32, String, String)> = Vec::new();
    for table in database.type_tables("event")? {
        let attributes = database.attributes(&table)?;
        let columns: Vec<&str> = OWN[..2].iter().copied().chain(attributes.iter().map(String::as_str)).collect();
        database.rows(&table, &columns, |row| {
            let code = ids.code(&row[0]);
            if code as usize == times.len() {
                times.push(row[1].clone());
            }
            for (name, value) in attributes.iter().zip(&row[2..]) {
                if !value.is_empty() {
                    values.push((code, name.clone(), value.clone()));
                }
            }
        })?;
    }
    let mut numbers: Vec<Option<u32>> = Vec::new();
    database.rows("event", &["ocel_id", "ocel_type"], |row| {
        let code = ids.code(&row[0]) as usize;
        let number = builder.event(&row[0], &row[1], times.get(code).map_or("", String::as_str), 0);
        numbers.resize(numbers.len().max(code + 1), None);
        numbers[code].get_or_insert(number);
    })?;
    for (code, name, value) in &values {
        if let Some(&Some(number)) = numbers.get(*code as usize) {
            builder.event_value(number, name, value);
        }
    }
    database.rows("event_object", &["ocel_event_id", "ocel_object_id", "ocel_qualifier"], |row| {
        match ids.find(&row[0]).and_then(|code| numbers.get(code as usize).copied().flatten()) {
            Some(number) => builder.relate(number, &row[1], &row[2]),
            None => builder.unknown_event(&row[0]),
        }
    })?;
    Ok(())
}

/// A database of which only plain tables can be seen.
struct Database {
    connection: Connection,
    /// The tables' names by their names in lower case.
    tables: HashMap<String, String>,
}

impl Database {
    fn open(path: &Path) -> rusqlite::Result<Self> {
        let mut address = String::from("file:");
        for &byte in path.as_os_str().as_encoded_bytes() {
            if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
                address.push(char::from(byte));
            } else {
                write!(address, "%{byte:02x}").expect("writing to a string");
            }
        }
        address.push_str("?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        let mut tables = HashMap::new();
        let mut listed = connection.prepare(
            "select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by rowid",
        )?;
        let mut rows = listed.query([])?;
        while let Some(row) = rows.next()? {
            let name = text(row.get_ref(0)?);
            tables.insert(name.to_lowercase(), name);
        }
        drop(rows);
        drop(listed);
        Ok(Self { connection, tables })
    }

    /// The tables `event_…` or `object_…` with times and attributes, one for each type.
    fn type_tables(&self, of: &str) -> rusqlite::Result<Vec<String>> {
        let mut tables = Vec::new();
        self.rows(&format!("{of}_map_type"), &["ocel_type_map"], |row| {
            let table = format!("{of}_{}", row[0]);
            if !tables.contains(&table) {
                tables.push(table);
            }
        })?;
        Ok(tables)
    }

    /// The stored columns of `table` that hold attributes.
    fn attributes(&self, table: &str) -> rusqlite::Result<Vec<String>> {
        let columns = self.columns(table)?;
        Ok(columns.into_iter().filter(|column| !OWN.contains(&column.to_lowercase().as_str())).collect())
    }

    fn columns(&self, table: &str) -> rusqlite::Result<Vec<String>> {
        let Some(name) = self.tables.get(&table.to_lowercase()) else { return Ok(Vec::new()) };
        let mut listed = self.connection.prepare(&format!("pragma table_info({})", quoted(name)))?;
        let mut rows = listed.query([])?;
        let mut columns = Vec::new();
        while let Some(row) = rows.next()? {
            columns.push(text(row.get_ref(1)?));
        }
        Ok(columns)
    }

    /// Gives `take` each row of `table` in the order in which they are stored: the values of `columns` as text, empty
    /// for a column that the table has not. No rows where there is no such table.
    fn rows(&self, table: &str, columns: &[&str], mut take: impl FnMut(&[String])) -> rusqlite::Result<()> {
        let Some(name) = self.tables.get(&table.to_lowercase()) else { return Ok(()) };
        let known = self.columns(name)?;
        let list: Vec<String> = columns
            .iter()
            .map(|&column| match known.iter().find(|known| known.eq_ignore_ascii_case(column)) {
                Some(known) => quoted(known),
                None => "null".to_owned(),
            })
            .collect();
        let mut statement = self.connection.prepare(&format!("select {} from {}", list.join(", "), quoted(name)))?;
        let mut rows = statement.query([])?;
        let mut values = vec![String::new(); columns.len()];
        while let Some(row) = rows.next()? {
            for (index, value) in values.iter_mut().enumerate() {
                *value = text(row.get_ref(index)?);
            }
            take(&values);
        }
        Ok(())
    }
}

/// A name as SQL takes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A value of any type as text.
fn text(value: ValueRef) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(value) => value.to_string(),
        ValueRef::Real(value) => value.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}
