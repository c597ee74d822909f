//! The embedded engine: one file in a folder, written by one thread, read by several.
//!
//! `synchronous = full` in WAL mode: a commit has reached the disk when it returns. `secure_delete` overwrites what is
//! deleted, so that erased words are gone from the file. `lower` knows all letters, as on the other engine.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql};

use crate::error::Error;
use crate::sql::{Engine, Sql};
use crate::value::{Row, Value};

/// The name of the file in its folder.
pub const FILE: &str = "catena.db";

/// A connection to the file.
pub struct Sqlite {
    connection: Connection,
    /// Why the engine gave up a transaction by itself, as it does when the disk is full. Until somebody rolls it back
    /// nothing is run any more: it would stand outside of a transaction.
    given_up: Option<Error>,
}

impl Sqlite {
    /// Opens the file for writing, and makes it if need be.
    pub fn writer(folder: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path(folder))?;
        let this = Self::prepare(connection)?;
        this.connection.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; \
             pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864",
        )?;
        Ok(this)
    }

    /// Opens the file for reading alone.
    pub fn reader(folder: &Path) -> Result<Self, Error> {
        let file = path(folder);
        if !file.exists() {
            return Err(Error::Unreachable(format!("there is none in {}", folder.display())));
        }
        let this = Self::reading(&file, OpenFlags::SQLITE_OPEN_READ_WRITE);
        match this {
            // Readers tell each other and the writer where they are in a file beside it, and on a disk that can only be
            // read there is none. Nobody writes there either, so it goes without.
            Err(Error::Unreachable(_) | Error::ReadOnly) if !path_of_log(folder).exists() => {
                let name = file.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                Self::reading(Path::new(&format!("file:{name}?immutable=1")), flags)
            }
            other => other,
        }
    }

    fn reading(file: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let this = Self::prepare(Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?)?;
        this.connection.execute_batch("pragma query_only = on")?;
        this.connection.query_row("select count(*) from sqlite_master", [], |_| Ok(()))?;
        Ok(this)
    }

    fn prepare(connection: Connection) -> Result<Self, Error> {
        connection.busy_timeout(Duration::from_secs(10))?;
        // Else a statement is planned anew whenever other values are given to it, though no plan depends on them.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(256);
        connection.execute_batch(
            "pragma foreign_keys = on; pragma cache_size = -16000; pragma temp_store = memory; pragma mmap_size = 0",
        )?;
        connection.create_scalar_function("lower", 1, FunctionFlags::SQLITE_DETERMINISTIC, |context| {
            Ok(context.get::<Option<String>>(0)?.map(|text| text.to_lowercase()))
        })?;
        Ok(Self { connection, given_up: None })
    }

    fn run<T>(&mut self, run: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(error) = &self.given_up {
            return Err(error.clone());
        }
        let began = !self.connection.is_autocommit();
        let done = run(&self.connection);
        if began && self.connection.is_autocommit() {
            self.given_up = done.as_ref().err().cloned();
        }
        done
    }

    /// Lets the file take in what was written beside it, and empties that.
    pub fn fold(&mut self) -> Result<(), Error> {
        let rows = self.query("pragma wal_checkpoint(truncate)", &[])?;
        match rows.first().map(|row| row.flag(0)).transpose()? {
            Some(true) => Err(Error::Held("somebody has been reading for long".to_owned())),
            _ => Ok(()),
        }
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn path_of_log(folder: &Path) -> PathBuf {
    folder.join(format!("{FILE}-wal"))
}

/// Gives a statement its arguments. To SQLite `$2` is a name and no place: places follow from where names come first.
fn bind(statement: &mut Statement<'_>, args: &[Value]) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let name = statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = name.and_then(|number| args.get(number.checked_sub(1)?));
        let value = value.ok_or_else(|| Error::Database(format!("argument {place} of a statement is missing")))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Id(id) => ValueRef::Blob(id.as_bytes()),
        }))
    }
}

impl Sql for Sqlite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn each(&mut self, sql: &str, args: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let columns = statement.column_count();
            bind(&mut statement, args)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                let values = (0..columns).map(|column| {
                    Ok(match row.get_ref(column)? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(number) => Value::Int(number),
                        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                        ValueRef::Real(number) => Value::Int(number as i64),
                    })
                });
                take(Row(values.collect::<Result<_, rusqlite::Error>>()?))?;
            }
            Ok(())
        })
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            bind(&mut statement, args)?;
            Ok(statement.raw_execute()? as u64)
        })
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        if sql == "rollback" && self.given_up.take().is_some() {
            return Ok(());
        }
        self.run(|connection| {
            if sql.contains(';') {
                return Ok(connection.execute_batch(sql)?);
            }
            // One statement, such as those around each transaction, is not read anew each time.
            let mut statement = connection.prepare_cached(sql)?;
            while statement.raw_query().next()?.is_some() {}
            Ok(())
        })
    }
}
