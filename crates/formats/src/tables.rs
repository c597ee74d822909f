//! Tables: Catena's own format read straight, all others by their recipe.

use std::path::PathBuf;

use catena_analysis::Handoffs;

use crate::csv::{self, Table};
use crate::instants::Instants;
use crate::quality::Quality;
use crate::recipe::{self, Kind, Providers, Recipe};
use crate::source::Source;
use crate::{Error, Import, Progress, rows};

/// Reads the tables that `sources` opens one after the other; `paths` are their files.
pub(crate) fn read<'p>(
    mut sources: impl Iterator<Item = Result<Source<'p>, Error>>,
    recipe: Option<&Recipe>,
    paths: &[PathBuf],
    progress: &(dyn Progress + Sync),
) -> Result<Import, Error> {
    let recipe = recipe.cloned().unwrap_or_default();
    recipe.check()?;
    let Some(first) = sources.next() else {
        return Ok(Import { handoffs: Handoffs::default(), quality: Quality::default(), recipe });
    };
    let first = Table::open(first?, &recipe.csv)?;
    let tables = std::iter::once(Ok(first));
    let others = sources.map(|source| source.and_then(|source| Table::open(source, &recipe.csv)));
    let mut tables = tables.chain(others).peekable();
    let (handoffs, quality) = if recipe.kind != Kind::Native {
        rows::read(tables, &recipe, &rows::folder(&recipe, paths), progress)?
    } else if is_plain(&recipe) {
        native(tables, &recipe)?
    } else {
        // A column more than the format has: the same rows, read the longer way.
        let header = match tables.peek() {
            Some(Ok(table)) => table.header.clone(),
            _ => Vec::new(),
        };
        let spans = as_spans(&recipe, &header);
        rows::read(tables, &spans, &rows::folder(&recipe, paths), progress)?
    };
    Ok(Import { handoffs, quality, recipe })
}

fn native<'p>(
    tables: impl Iterator<Item = Result<Table<'p>, Error>>,
    recipe: &Recipe,
) -> Result<(Handoffs, Quality), Error> {
    let instants = Instants::new(&recipe.time)?;
    let mut handoffs = Handoffs::default();
    let mut quality = Quality::default();
    for table in tables {
        let table = table?;
        let missing = csv::missing_columns(&table.header);
        if !missing.is_empty() {
            return Err(Error::NeedsRecipe { file: table.file, missing: list(&missing) });
        }
        csv::read(table, &instants, &recipe.csv.missing, &mut handoffs, &mut quality)?;
    }
    Ok((handoffs, quality))
}

/// Whether the fast way can do all that the recipe asks for.
fn is_plain(recipe: &Recipe) -> bool {
    recipe.providers != Providers::People
        && recipe.promise.is_none()
        && recipe.internal.is_none()
        && recipe.joins.is_empty()
        && recipe.attributes.is_empty()
}

/// The native columns as a recipe for spans.
fn as_spans(recipe: &Recipe, header: &[String]) -> Recipe {
    let find = |name: &str| header.iter().find(|column| column.eq_ignore_ascii_case(name)).cloned();
    let column = |name: &str| find(name).unwrap_or_else(|| name.to_owned());
    let spans = recipe::Spans {
        id: column("id"),
        parent: Some(column("parent")),
        provider: column("provider"),
        customer: Some(column("customer")),
        opened: column("opened"),
        closed: column("closed"),
        started: find("started"),
        due: find("due"),
        awaited: find("awaited"),
        rating: find("rating"),
        customer_hold: find("customer_hold"),
        rework: find("rework"),
    };
    let mut attributes = recipe.attributes.clone();
    if attributes.is_empty() {
        let known = |column: &&String| csv::COLUMNS.iter().any(|name| name.eq_ignore_ascii_case(column));
        attributes = header.iter().filter(|column| !known(column)).cloned().collect();
    }
    let internal = recipe.internal.clone().or_else(|| {
        let values = ["true", "1", "yes", "TRUE", "True", "Yes", "YES"];
        find("internal").map(|column| recipe::Internal { column, values: values.map(str::to_owned).to_vec() })
    });
    Recipe { kind: Kind::Spans, spans: Some(spans), attributes, internal, ..recipe.clone() }
}

/// `column "id"`, or `columns "id" and "parent"`.
fn list(columns: &[&str]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| format!("{column:?}")).collect();
    match quoted.split_last() {
        Some((last, [])) => format!("column {last}"),
        Some((last, others)) => format!("columns {} and {last}", others.join(", ")),
        None => String::new(),
    }
}
