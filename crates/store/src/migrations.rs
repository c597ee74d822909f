//! The schema, step by step. Steps go forward only and in one transaction: a store that was left by an older Catena is
//! either as it was or as this one needs it.

use crate::error::Error;
use crate::sql::{Engine, Sql};

/// The version of the schema that this program reads and writes.
pub const SCHEMA: i64 = STEPS.len() as i64;

/// Each step in the words that both engines share, and in those of each engine alone.
///
/// Texts reach the search as plain words parted by spaces: see `search.rs`.
const STEPS: &[Step] = &[Step {
    shared: include_str!("schema/1.sql"),
    sqlite: "
        create virtual table search using fts5 (body, tokenize = 'ascii', detail = none, columnsize = 0);
        insert into search (search, rank) values ('secure-delete', 1);
    ",
    postgres: "
        create table search (entry bigint primary key, body tsvector not null);
        create index search_by_word on search using gin (body);
    ",
}];

struct Step {
    shared: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// The version of the schema that a store has; 0 if it has none.
pub fn version(sql: &mut dyn Sql) -> Result<i64, Error> {
    let known = match sql.engine() {
        Engine::Sqlite => "select count(*) from sqlite_master where name = 'meta'",
        Engine::Postgres => {
            "select count(*) from information_schema.tables where table_name = 'meta' and table_schema = current_schema()"
        }
    };
    if sql.first(known, &[])?.map_or(Ok(0), |row| row.int(0))? == 0 {
        return Ok(0);
    }
    let row = sql.first("select value from meta where name = 'schema'", &[])?;
    row.map_or(Ok(0), |row| row.text(0)?.parse().map_err(|_| Error::Database("the schema has no version".to_owned())))
}

/// PostgreSQL keeps no samples of columns in which names, addresses and words can stand: erasure would not reach them.
const NO_SAMPLES: &str = "
    do $$ declare c record; begin
        for c in select table_name, column_name from information_schema.columns
            where table_schema = current_schema() and data_type in ('text', 'bytea', 'tsvector')
            and column_name not in ('kind', 'status', 'state', 'role', 'rests')
        loop
            execute format('alter table %I alter column %I set statistics 0', c.table_name, c.column_name);
        end loop;
    end $$;
";

/// Brings a store to the schema of this program.
pub fn migrate(sql: &mut dyn Sql) -> Result<(), Error> {
    if is_known(version(sql)?)? == SCHEMA {
        return Ok(());
    }
    begin(sql)?;
    // Another node may have been faster.
    let done = version(sql).and_then(|found| lay_down(sql, is_known(found)?, SCHEMA));
    match done {
        Ok(()) => sql.batch("commit"),
        Err(error) => {
            sql.batch("rollback")?;
            Err(error)
        }
    }
}

/// The lock of a database that writers hold in turn.
pub(crate) const TURN: i64 = 4_711_001;

/// Begins a transaction that writes, after all others have ended.
pub fn begin(sql: &mut dyn Sql) -> Result<(), Error> {
    match sql.engine() {
        Engine::Sqlite => sql.batch("begin immediate"),
        Engine::Postgres => sql.batch(&format!("begin; select pg_advisory_xact_lock({TURN})")),
    }
}

/// A version, unless only a newer Catena knows it.
pub fn is_known(found: i64) -> Result<i64, Error> {
    if found > SCHEMA { Err(Error::Newer { found, known: SCHEMA }) } else { Ok(found) }
}

/// Takes the steps after version `found` up to version `wanted`.
pub fn lay_down(sql: &mut dyn Sql, found: i64, wanted: i64) -> Result<(), Error> {
    let engine = sql.engine();
    for step in STEPS.iter().take(wanted as usize).skip(found as usize) {
        sql.batch(&in_words_of(engine, step.shared))?;
        let own = match engine {
            Engine::Sqlite => step.sqlite,
            Engine::Postgres => step.postgres,
        };
        // A step that both engines share has nothing of its own to say.
        if !own.trim().is_empty() {
            sql.batch(own)?;
        }
    }
    if engine == Engine::Postgres {
        sql.batch(NO_SAMPLES)?;
    }
    sql.execute(
        "insert into meta (name, value) values ('schema', $1) on conflict (name) do update set value = excluded.value",
        crate::args![wanted.to_string()],
    )?;
    Ok(())
}

/// The steps up to a version as SQLite takes them, with the names of our types where it would have its own.
pub fn with_names_of_types(version: i64) -> impl Iterator<Item = String> {
    STEPS
        .iter()
        .take(version as usize)
        .map(|step| format!("{};{}", step.shared.replace(") TABLES", ")").replace(") LEDGER", ")"), step.sqlite))
}

/// The schema with the types of an engine.
fn in_words_of(engine: Engine, schema: &str) -> String {
    let [id, int, bytes, tables, ledger] = match engine {
        // A ledger keeps no number of rows, which would say in which order they came.
        Engine::Sqlite => ["blob", "integer", "blob", "strict", "strict, without rowid"],
        Engine::Postgres => ["uuid", "bigint", "bytea", "", ""],
    };
    schema
        .replace(" ID", &format!(" {id}"))
        .replace(" INT", &format!(" {int}"))
        .replace(" BYTES", &format!(" {bytes}"))
        .replace(") TABLES", &format!(") {tables}"))
        .replace(") LEDGER", &format!(") {ledger}"))
}
