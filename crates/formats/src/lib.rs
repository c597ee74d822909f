//! Logs in, hand-offs out, and back: native CSV, recipes, XES, OCEL.
//!
//! [`read`] turns files into [`Handoffs`], with a [`Quality`] report of everything that was left out, repaired or
//! noticed on the way. Nothing here judges promises; that is the analysis. No network, no clock.

mod calendar;
mod csv;
mod error;
mod guess;
mod instants;
mod internal;
mod joins;
mod kind;
mod milestones;
mod ocel;
mod progress;
mod promise;
mod quality;
mod reason;
pub mod recipe;
mod rows;
mod source;
mod spans;
mod tables;
mod transitions;
mod values;
pub mod write;
mod xes;
mod xml;

use std::path::{Path, PathBuf};

use catena_analysis::Handoffs;

pub use error::Error;
pub use guess::{Column, Proposal, propose};
pub use instants::rfc_3339;
pub use progress::Progress;
pub use quality::{Action, Finding, Place, Quality, Rule};
pub use reason::Reason;
pub use recipe::Recipe;

use kind::Kind;
use source::Source;

/// What came out of an input.
#[derive(Debug)]
pub struct Import {
    /// The hand-offs, in the order of the input.
    pub handoffs: Handoffs,
    /// What was left out, repaired or noticed.
    pub quality: Quality,
    /// The recipe that was used: the one given, or the one that the kind of file implies.
    pub recipe: Recipe,
}

/// Reads a log from one or several files of the same kind.
///
/// What a file holds is told by its content: a table (plain, gzip or Zstandard), XES, or OCEL as JSON, XML or SQLite.
/// Without a recipe, a table has to be in Catena's own format; XES and OCEL then follow the recipe that they imply.
pub fn read(paths: &[PathBuf], recipe: Option<&Recipe>, progress: &(dyn Progress + Sync)) -> Result<Import, Error> {
    let Some((path, others)) = paths.split_first() else {
        return Err(Error::NothingUsable {
            file: "no file".to_owned(),
            problem: "there is nothing to read".to_owned(),
            todo: "name one or several files of a log".to_owned(),
        });
    };
    let first = Source::open(path, progress)?;
    let kind = first.kind;
    if matches!(kind, Kind::OcelJson | Kind::OcelXml | Kind::OcelSqlite) {
        drop(first);
        return usable(ocel::read(paths, recipe, progress)?, path);
    }
    let others = others.iter().map(|path| {
        let source = Source::open(path, progress)?;
        if source.kind == kind { Ok(source) } else { Err(Error::mixed(source.name)) }
    });
    let sources = std::iter::once(Ok(first)).chain(others);
    let import = match kind {
        Kind::Xes => xes::read(sources.map(|source| source.map(|source| (source.name, source.reader))), recipe)?,
        _ => tables::read(sources, recipe, paths, progress)?,
    };
    usable(import, path)
}

/// Refuses an import of which nothing can be used, with the first reason.
fn usable(import: Import, path: &Path) -> Result<Import, Error> {
    let handoffs = &import.handoffs;
    if (0..handoffs.len()).any(|row| handoffs.get(row).fault.is_none()) {
        return Ok(import);
    }
    let mut left_out = import.quality.findings.iter().filter(|finding| finding.action == Action::LeftOut);
    let first = left_out.find_map(|finding| Some((finding, finding.places.first()?)));
    let (problem, todo) = match first {
        None => ("there are no rows below the header".to_owned(), "check that its export is complete".to_owned()),
        Some((finding, place)) => {
            let column = place.column.as_ref().map(|column| format!(", column {column:?}")).unwrap_or_default();
            let problem = format!(
                "none of its {} rows can be used; the first problem is in line {}{column}, {:?}: {}",
                import.quality.rows,
                place.line,
                place.text,
                finding.sentence.trim_end_matches('.')
            );
            (problem, "correct the file, or describe it in a recipe (`catena recipe` proposes one)".to_owned())
        }
    };
    Err(Error::NothingUsable { file: path.display().to_string(), problem, todo })
}
