//! A recipe for a table that nobody has described: from its header and its first thousand rows.
//!
//! Everything here is a guess and says so: the proposal comes with a confidence and with its reasons in sentences, and
//! what nothing speaks for is left out rather than made up.

mod cases;
mod events;
mod shape;
mod words;
mod work;

use std::path::Path;

use serde::Serialize;
use utoipa::ToSchema;

use crate::csv::{Table, missing_columns};
use crate::kind::Kind as Content;
use crate::quality::Rule;
use crate::reason::Reason;
use crate::recipe::{Csv, Encoding, Kind, Recipe, Time};
use crate::source::Source;
use crate::{Error, ocel, recipe, xes};
use shape::{Sampled, Shape};
use words::{Role, fit};

/// Rows that are looked at.
const ROWS: usize = 1000;
/// Attributes that are proposed, at most.
const ATTRIBUTES: usize = 12;
/// Different values up to which a column is good to filter by.
const FEW: usize = 60;

/// A recipe for a file, how sure it is, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Proposal {
    /// The recipe.
    pub recipe: Recipe,
    /// From 0, a stab in the dark, to 1, certain.
    pub confidence: f64,
    /// What speaks for it, and what it leaves open.
    pub reasons: Vec<Reason>,
    /// The columns of a table; empty for other files.
    pub columns: Vec<Column>,
}

/// A column of a file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// Some of its values.
    pub examples: Vec<String>,
    /// The share of rows in which it has a value.
    pub filled: f64,
    /// What its values look like: `instant`, `truth`, `number`, `text` or `empty`.
    pub kind: String,
}

/// Proposes a recipe for the file `path`.
pub fn propose(path: &Path) -> Result<Proposal, Error> {
    let source = Source::open(path, &())?;
    let proposed = match source.kind {
        Content::Table => return table(path, source),
        Content::Xes => xes::Log::open(&source.name, source.reader)?.propose(),
        Content::OcelJson | Content::OcelXml | Content::OcelSqlite => ocel::Log::open(path, None, &())?.propose(),
    };
    let ocel::Proposed { recipe, confidence, reasons, .. } = proposed;
    Ok(Proposal { recipe, confidence, reasons, columns: Vec::new() })
}

/// The beginning of a table, and what has been concluded from it.
struct Sample {
    file: String,
    columns: Vec<Sampled>,
    rows: usize,
    reasons: Vec<Reason>,
    confidence: f64,
}

fn table(path: &Path, source: Source<'_>) -> Result<Proposal, Error> {
    let mut csv = Csv::default();
    let mut table = Table::open(source, &csv)?;
    let (mut rows, quality) = table.sample(ROWS)?;
    let mut reasons = Vec::new();
    if quality.count(Rule::NotUtf8) > 0 {
        csv.encoding = Encoding::Latin1;
        table = Table::open(Source::open(path, &())?, &csv)?;
        rows = table.sample(ROWS)?.0;
        reasons.push(Reason::Latin1);
    }
    if rows.is_empty() {
        return Err(Error::NothingUsable {
            file: table.file,
            problem: "there are no rows below the header".to_owned(),
            todo: "check that its export is complete".to_owned(),
        });
    }
    if table.delimiter != b',' {
        csv.delimiter = Some(table.delimiter as char);
    }
    let values = |index: usize| rows.iter().map(|row| row.get(index).cloned().unwrap_or_default()).collect();
    let columns: Vec<Vec<String>> = (0..table.header.len()).map(values).collect();
    csv.missing = shape::markers(&columns);
    if !csv.missing.is_empty() {
        reasons.push(Reason::NoValue { markers: csv.missing.clone() });
    }
    let columns: Vec<Sampled> =
        table.header.iter().zip(columns).map(|(name, values)| Sampled::new(name, values, &csv.missing)).collect();
    let described = columns.iter().map(Column::from).collect();
    let mut sample = Sample { file: table.file, columns, rows: rows.len(), reasons, confidence: 1.0 };

    let mut recipe = if missing_columns(&table.header).is_empty() {
        sample.because(1.0, Reason::NativeHeader);
        Recipe { kind: Kind::Native, ..Recipe::default() }
    } else {
        let found = work::with_parents(&mut sample)
            .or_else(|| events::transitions(&mut sample))
            .or_else(|| cases::milestones(&mut sample, 3))
            .or_else(|| work::alone(&mut sample))
            .or_else(|| cases::milestones(&mut sample, 2))
            .or_else(|| skeleton(&mut sample));
        found.ok_or_else(|| Error::NothingUsable {
            file: sample.file.clone(),
            problem: "nothing in its header and first rows tells who held what from when to when".to_owned(),
            todo: "write a recipe by hand: docs/recipes.md has an example for each kind of log".to_owned(),
        })?
    };
    recipe.time = sample.time();
    recipe.csv = csv;
    Ok(Proposal { recipe, confidence: sample.confidence, reasons: sample.reasons, columns: described })
}

/// Where no column names itself but one holds instants: a recipe whose columns are still to be chosen.
fn skeleton(sample: &mut Sample) -> Option<Recipe> {
    const FEWEST: usize = 3;
    let time = sample.columns.iter().find(|column| column.shape == Shape::Instant && column.filled > 0.0)?.name.clone();
    if sample.columns.len() < FEWEST {
        return None;
    }
    sample.because(0.0, Reason::Nothing);
    let transitions = recipe::Transitions { time, ..recipe::Transitions::default() };
    Some(Recipe { kind: Kind::Transitions, transitions: Some(transitions), ..Recipe::default() })
}

impl From<&Sampled> for Column {
    fn from(column: &Sampled) -> Self {
        let kind = match column.shape {
            Shape::Empty => "empty",
            Shape::Instant => "instant",
            Shape::Truth => "truth",
            Shape::Number => "number",
            Shape::Text => "text",
        };
        Self { name: column.name.clone(), examples: column.examples(), filled: column.filled, kind: kind.to_owned() }
    }
}

impl Sample {
    /// One more reason, which leaves the proposal `sure` of what it was sure of before.
    fn because(&mut self, sure: f64, reason: Reason) {
        self.confidence *= sure;
        self.reasons.push(reason);
    }

    /// The column that fits `role` best among those that `fits` allows, and how well.
    fn best(&self, role: Role, fits: impl Fn(&Sampled) -> bool) -> Option<(usize, f64)> {
        let scored = self.columns.iter().enumerate().filter(|(_, column)| column.filled > 0.0 && fits(column));
        scored
            .map(|(index, column)| (index, fit(&column.name, role)))
            .filter(|&(_, score)| score > 0.0)
            // The first of equals: exports put the important columns first.
            .fold(
                None,
                |best: Option<(usize, f64)>, next| {
                    if best.is_none_or(|best| next.1 > best.1) { Some(next) } else { best }
                },
            )
    }

    /// The name of a column.
    fn name(&self, index: usize) -> String {
        self.columns[index].name.clone()
    }

    /// How instants are written: all formats that occur, day and month in the same order everywhere.
    fn time(&mut self) -> Time {
        let instants = || self.columns.iter().filter(|column| column.shape == Shape::Instant);
        let month_first = instants()
            .any(|column| !column.ambiguous && column.format.as_ref().is_some_and(|format| format.starts_with("%m")));
        let mut formats: Vec<String> = Vec::new();
        for column in instants() {
            let turned = |format: &String| {
                if month_first && column.ambiguous { shape::swapped(format) } else { format.clone() }
            };
            let format = column.format.as_ref().map_or_else(|| "rfc3339".to_owned(), turned);
            for format in std::iter::once(format).chain(column.days.as_ref().map(turned)) {
                if !formats.contains(&format) {
                    formats.push(format);
                }
            }
        }
        // A longer format first: the shorter one may fit its beginning.
        formats.sort_by_key(|format| std::cmp::Reverse(format.len()));
        let ambiguous = !month_first && instants().count() > 0 && instants().all(|column| column.ambiguous);
        if formats == ["rfc3339"] {
            formats.clear();
        } else if !formats.is_empty() {
            self.because(1.0, Reason::Written { formats: formats.clone() });
        }
        if ambiguous {
            self.because(0.6, Reason::DayOrMonth);
        }
        Time { formats, zone: None }
    }

    /// Columns with few values that are good to filter by, apart from those in `used`.
    fn attributes(&self, used: &[usize]) -> Vec<String> {
        let good = |&index: &usize| {
            let column = &self.columns[index];
            // Nobody filters by persons, and least of all by customers.
            let a_person = [Role::Person, Role::Customer].iter().any(|&role| fit(&column.name, role) > 0.5);
            !used.contains(&index)
                && !a_person
                && matches!(column.shape, Shape::Text | Shape::Number | Shape::Truth)
                && (2..=FEW).contains(&column.distinct)
                // What differs in every row tells rows apart and groups none.
                && (column.distinct as f64) < 0.9 * column.filled * self.rows as f64
        };
        let mut found: Vec<usize> = (0..self.columns.len()).filter(good).collect();
        found.sort_by_key(|&index| self.columns[index].distinct);
        found.truncate(ATTRIBUTES);
        found.sort_unstable();
        found.into_iter().map(|index| self.name(index)).collect()
    }
}
