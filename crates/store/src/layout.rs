//! Which tables and columns the schema has, read from the schema itself: what backs up, restores and erases a store
//! meets every table, also those that come later.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::error::Error;
use crate::migrations::with_names_of_types;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An id.
    Id,
    /// A whole number, a flag or an instant.
    Int,
    /// Bytes.
    Bytes,
    /// Words.
    Text,
}

impl Kind {
    /// Its word in a backup.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Int => "int",
            Self::Bytes => "bytes",
            Self::Text => "text",
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// What stands in it.
    pub(crate) kind: Kind,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: String,
    /// Its columns in their order.
    pub(crate) columns: Vec<Column>,
    /// The columns by which a row is known.
    pub(crate) key: Vec<Column>,
    /// The tables whose rows it refers to.
    pub(crate) refers_to: BTreeSet<String>,
}

/// The tables of a version of the schema, each after those it refers to; without the search, which both engines keep in
/// ways of their own.
pub(crate) fn tables(version: i64) -> Result<Vec<Table>, Error> {
    let blank = Connection::open_in_memory()?;
    for step in with_names_of_types(version) {
        blank.execute_batch(&step)?;
    }
    let mut names = blank.prepare(
        "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' \
         order by name",
    )?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut waiting = names.iter().map(|name| table(&blank, name)).collect::<Result<Vec<_>, _>>()?;
    let mut tables: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let known = |name: &String| tables.iter().any(|table| table.name == *name);
        let ready = |table: &Table| table.refers_to.iter().all(|other| known(other) || *other == table.name);
        let place = waiting.iter().position(ready);
        let place = place.ok_or_else(|| Error::Database("tables refer to each other in a circle".to_owned()))?;
        tables.push(waiting.remove(place));
    }
    Ok(tables)
}

fn table(blank: &Connection, name: &str) -> Result<Table, Error> {
    let mut columns = blank.prepare("select name, type, pk from pragma_table_info($1) order by cid")?;
    let columns = columns
        .query_map([name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?)))?
        .map(|column| {
            let (column, declared, place) = column?;
            let kind = match declared.as_str() {
                "ID" => Kind::Id,
                "INT" => Kind::Int,
                "BYTES" => Kind::Bytes,
                "text" | "TEXT" => Kind::Text,
                other => return Err(Error::Database(format!("{name}.{column} is of no known type: {other}"))),
            };
            Ok((place, Column { name: column, kind }))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let mut key: Vec<&(i64, Column)> = columns.iter().filter(|(place, _)| *place > 0).collect();
    key.sort_by_key(|(place, _)| *place);
    let key = key.into_iter().map(|(_, column)| column.clone()).collect();
    let mut others = blank.prepare("select \"table\" from pragma_foreign_key_list($1)")?;
    let refers_to = others.query_map([name], |row| row.get::<_, String>(0))?.collect::<Result<_, _>>()?;
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(Table { name: name.to_owned(), columns, key, refers_to })
}
