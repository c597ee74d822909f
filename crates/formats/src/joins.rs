//! Further tables, joined to the input by a key, and where each column that a recipe names is found.
//!
//! A joined table is held in memory, but only the columns that somebody asks for. Its file lies beside the recipe (or
//! the input) or below: a recipe cannot reach into other folders.

use std::path::{Component, Path, PathBuf};

use catena_analysis::names::Names;
use catena_analysis::texts::Texts;

use crate::csv::Table;
use crate::quality::{Quality, Rule};
use crate::recipe::{Join, Recipe};
use crate::source::Source;
use crate::{Error, Progress};

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// The field of the row itself.
    Field(usize),
    /// A column of a joined table.
    Joined { table: usize, column: usize },
}

/// A joined table.
#[derive(Debug)]
struct Joined {
    /// What its columns are called by.
    name: String,
    /// The column that holds the key on our side.
    on: String,
    keys: Names,
    /// The columns that somebody asks for, by name.
    columns: Vec<(String, Texts)>,
}

/// All joined tables of a recipe.
#[derive(Debug)]
pub(crate) struct Joins {
    tables: Vec<Joined>,
}

impl Joins {
    /// Reads the tables that `recipe` joins from `folder`, as far as `wanted` columns need them.
    pub fn read(
        wanted: &[String],
        recipe: &Recipe,
        folder: &Path,
        progress: &(dyn Progress + Sync),
        quality: &mut Quality,
    ) -> Result<Self, Error> {
        let keys = recipe.joins.iter().map(|join| join.on.as_str());
        let asked: Vec<&str> = wanted.iter().map(String::as_str).chain(keys).collect();
        let read = |join: &Join| {
            let mut columns: Vec<&str> = asked.iter().filter_map(|column| part_of(column, &join.name())).collect();
            columns.sort_unstable();
            columns.dedup();
            Joined::read(&beside(folder, join)?, join, recipe, &columns, progress, quality)
        };
        Ok(Self { tables: recipe.joins.iter().map(read).collect::<Result<_, _>>()? })
    }

    /// Finds `wanted` in the rows of `table` and in the joined ones.
    pub fn lookup(&self, table: &Table<'_>, wanted: &[String], missing: &[String]) -> Result<Lookup<'_>, Error> {
        let keys = self.tables.iter().enumerate().map(|(index, joined)| self.find(table, &joined.on, index));
        let keys = keys.collect::<Result<_, _>>()?;
        let wanted =
            wanted.iter().map(|column| self.find(table, column, self.tables.len())).collect::<Result<_, _>>()?;
        Ok(Lookup { tables: &self.tables, keys, wanted, missing: missing.to_owned() })
    }

    /// Finds one column in the first `known` joined tables, else in the input.
    fn find(&self, table: &Table<'_>, column: &str, known: usize) -> Result<Cell, Error> {
        let joined = self.tables[..known].iter().enumerate().find_map(|(table, joined)| {
            let name = part_of(column, &joined.name)?;
            let column = joined.columns.iter().position(|(column, _)| column == name)?;
            Some(Cell::Joined { table, column })
        });
        joined
            .or_else(|| table.column(column).map(Cell::Field))
            .ok_or_else(|| Error::no_such_column(&table.file, column, &table.header))
    }
}

/// Gives a value for each column that a recipe asks for, row by row.
#[derive(Debug)]
pub(crate) struct Lookup<'j> {
    tables: &'j [Joined],
    /// The key of each table, which may come from a table before it.
    keys: Vec<Cell>,
    wanted: Vec<Cell>,
    missing: Vec<String>,
}

impl Lookup<'_> {
    /// Appends the values for the row with the given fields to `values`. `unknown` hears of each key that a joined
    /// table has no row for.
    pub fn values<'v>(
        &'v self,
        field: impl Fn(usize) -> &'v str,
        values: &mut Vec<&'v str>,
        mut unknown: impl FnMut(&str, &str),
    ) {
        let mut rows: Vec<Option<u32>> = Vec::with_capacity(self.tables.len());
        let value = |cell: Cell, rows: &[Option<u32>]| match cell {
            Cell::Field(index) => known(field(index), &self.missing),
            Cell::Joined { table, column } => {
                rows[table].map_or("", |row| self.tables[table].columns[column].1.get(row as usize))
            }
        };
        for (table, &key) in self.tables.iter().zip(&self.keys) {
            let key = value(key, &rows);
            let row = table.keys.find(key).filter(|_| !key.is_empty());
            if row.is_none() && !key.is_empty() {
                unknown(&table.on, key);
            }
            rows.push(row);
        }
        values.extend(self.wanted.iter().map(|&cell| value(cell, &rows)));
    }
}

impl Joined {
    /// Reads the `columns` of one table.
    fn read(
        path: &Path,
        join: &Join,
        recipe: &Recipe,
        columns: &[&str],
        progress: &(dyn Progress + Sync),
        quality: &mut Quality,
    ) -> Result<Self, Error> {
        let csv = join.csv.as_ref().unwrap_or(&recipe.csv);
        let mut table = Table::open(Source::open(path, progress)?, csv)?;
        quality.append(std::mem::take(&mut table.quality));
        let place =
            |name: &str| table.column(name).ok_or_else(|| Error::no_such_column(&table.file, name, &table.header));
        let key = place(&join.key)?;
        let places = columns.iter().map(|name| place(name)).collect::<Result<Vec<_>, _>>()?;
        let mut keys = Names::default();
        let mut texts = vec![Texts::default(); columns.len()];
        let file = table.file.clone();
        table.each(quality, |record, quality| {
            let value = |index| known(record.field(index), &csv.missing);
            let before = keys.len();
            if keys.code(value(key)) as usize == before {
                for (column, &place) in texts.iter_mut().zip(&places) {
                    column.push(value(place));
                }
            } else {
                quality.add(Rule::SeveralJoinedRows, &file, record.line, Some(&join.key), value(key));
            }
        })?;
        let columns = columns.iter().map(|&name| name.to_owned()).zip(texts).collect();
        Ok(Self { name: join.name(), on: join.on.clone(), keys, columns })
    }
}

/// `text`, or nothing if it stands for "no value".
fn known<'t>(text: &'t str, missing: &[String]) -> &'t str {
    if missing.iter().any(|marker| marker == text.trim()) { "" } else { text }
}

/// `column` without `name.` before it.
fn part_of<'c>(column: &'c str, name: &str) -> Option<&'c str> {
    column.strip_prefix(name)?.strip_prefix('.')
}

/// The file of a joined table, which lies in `folder` or below.
fn beside(folder: &Path, join: &Join) -> Result<PathBuf, Error> {
    let file = Path::new(&join.file);
    let inside = file.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if inside && !join.file.is_empty() {
        Ok(folder.join(file))
    } else {
        Err(Error::in_recipe(format!(
            "join.file: {:?} is not beside the recipe; move the file there and give its name",
            join.file
        )))
    }
}
