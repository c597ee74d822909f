//! From the rows of a table to hand-offs, by a recipe.

use std::path::{Path, PathBuf};

use catena_analysis::Handoffs;

use crate::csv::Table;
use crate::joins::Joins;
use crate::milestones::Milestones;
use crate::quality::{Quality, Rule};
use crate::recipe::{Kind, Recipe};
use crate::spans::Spans;
use crate::transitions::Transitions;
use crate::{Error, Progress};

/// What turns rows into hand-offs.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one engine for a whole log")]
enum Engine {
    Spans(Spans),
    Transitions(Transitions),
    Milestones(Milestones),
}

impl Engine {
    fn new(recipe: &Recipe) -> Result<Self, Error> {
        match recipe.kind {
            Kind::Spans => Spans::new(recipe).map(Self::Spans),
            Kind::Transitions => Transitions::new(recipe).map(Self::Transitions),
            Kind::Milestones => Milestones::new(recipe).map(Self::Milestones),
            Kind::Native | Kind::Ocel => Err(Error::in_recipe(
                "kind: this input is a table; write kind = \"spans\", \"transitions\" or \"milestones\"".to_owned(),
            )),
        }
    }

    fn columns(&self) -> &[String] {
        match self {
            Self::Spans(spans) => spans.columns(),
            Self::Transitions(transitions) => transitions.columns(),
            Self::Milestones(milestones) => milestones.columns(),
        }
    }

    fn begin_file(&mut self, file: &str) {
        match self {
            Self::Spans(spans) => spans.begin_file(file),
            Self::Transitions(transitions) => transitions.begin_file(file),
            Self::Milestones(milestones) => milestones.begin_file(file),
        }
    }

    fn row(&mut self, line: u32, values: &[&str]) {
        match self {
            Self::Spans(spans) => spans.row(line, values),
            Self::Transitions(transitions) => transitions.row(line, values),
            Self::Milestones(milestones) => milestones.row(line, values),
        }
    }

    fn finish(self) -> (Handoffs, Quality) {
        match self {
            Self::Spans(spans) => spans.finish(),
            Self::Transitions(transitions) => transitions.finish(),
            Self::Milestones(milestones) => milestones.finish(),
        }
    }
}

/// Reads tables one after the other. `folder` is where joined tables lie.
pub(crate) fn read<'p>(
    tables: impl Iterator<Item = Result<Table<'p>, Error>>,
    recipe: &Recipe,
    folder: &Path,
    progress: &(dyn Progress + Sync),
) -> Result<(Handoffs, Quality), Error> {
    let mut engine = Engine::new(recipe)?;
    let mut quality = Quality::default();
    let wanted = engine.columns().to_vec();
    let joins = Joins::read(&wanted, recipe, folder, progress, &mut quality)?;
    for table in tables {
        let mut table = table?;
        let file = table.file.clone();
        let lookup = joins.lookup(&table, &wanted, &recipe.csv.missing)?;
        quality.append(std::mem::take(&mut table.quality));
        engine.begin_file(&file);
        let width = table.header.len();
        table.each(&mut quality, |record, quality| {
            if let Some(extra) = record.fields().skip(width).find(|field| !field.is_empty()) {
                quality.add(Rule::TooManyFields, &file, record.line, None, extra);
            }
            let mut values = Vec::with_capacity(wanted.len());
            lookup.values(
                |index| record.field(index),
                &mut values,
                |on, key| quality.add(Rule::NoJoinedRow, &file, record.line, Some(on), key),
            );
            engine.row(record.line, &values);
        })?;
    }
    let (handoffs, found) = engine.finish();
    quality.append(found);
    quality.hand_offs = handoffs.len() as u64;
    Ok((handoffs, quality))
}

/// The columns that a recipe needs, each of them once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted(Vec<String>);

impl Wanted {
    /// Asks for `column`; where its value will stand.
    pub fn ask(&mut self, column: &str) -> usize {
        self.0.iter().position(|known| known == column).unwrap_or_else(|| {
            self.0.push(column.to_owned());
            self.0.len() - 1
        })
    }

    /// Asks for `column` if the recipe names one.
    pub fn ask_for(&mut self, column: Option<&String>) -> Option<usize> {
        column.map(|column| self.ask(column))
    }

    /// All columns that were asked for, in the order of their values.
    pub fn columns(&self) -> &[String] {
        &self.0
    }

    /// The name of the column at `place`.
    pub fn name(&self, place: usize) -> &str {
        &self.0[place]
    }
}

/// The folder from which joined tables are read: the recipe's, else the first input's.
pub(crate) fn folder(recipe: &Recipe, paths: &[PathBuf]) -> PathBuf {
    let of_input = || paths.first().and_then(|path| path.parent()).map(Path::to_owned);
    recipe.folder.clone().or_else(of_input).unwrap_or_default()
}
