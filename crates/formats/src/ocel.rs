//! OCEL 2.0, the format of object-centric logs, as JSON, XML and SQLite.
//!
//! A log is loaded into one model whatever its form ([`Log::json`], [`Log::xml`], [`Log::sqlite`]) and then walked
//! along a recipe, which [`propose`] finds where nobody gave one. A log that was written from hand-offs is recognised
//! and read back as it was.

mod json;
mod model;
mod own;
pub(crate) mod profile;
mod propose;
mod sqlite;
mod walk;
mod xml;

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::instants::Instants;
use crate::promise::Promises;
use crate::reason::Reason;
use crate::recipe::Kind;
use crate::source::Source;
use crate::xml::{Broken, Bytes};
use crate::{Error, Import, Progress, Quality, Recipe};
use model::{Builder, Ocel};

/// A log that was read, not yet walked.
#[derive(Debug)]
pub(crate) struct Log {
    ocel: Ocel,
    quality: Quality,
    file: String,
}

/// A recipe for a log, how sure it is, and why.
#[derive(Debug)]
pub(crate) struct Proposed {
    pub recipe: Recipe,
    pub confidence: f64,
    pub reasons: Vec<Reason>,
}

/// Reads the logs `paths` one after the other, by `recipe` or else by the one that the first proposes.
pub(crate) fn read(
    paths: &[PathBuf],
    recipe: Option<&Recipe>,
    progress: &(dyn Progress + Sync),
) -> Result<Import, Error> {
    let mut all: Option<Import> = None;
    for path in paths {
        let log = Log::open(path, recipe, progress)?;
        let recipe = all.as_ref().map(|all| &all.recipe).or(recipe);
        let mut part = log.import(recipe)?;
        match &mut all {
            None => all = Some(part),
            Some(all) => {
                all.handoffs.append(&mut part.handoffs);
                all.quality.append(part.quality);
            }
        }
    }
    all.ok_or_else(|| Error::in_recipe("there is no file to read".to_owned()))
}

impl Log {
    /// Reads the file `path`, its instants written as `recipe` says.
    pub fn open(path: &Path, recipe: Option<&Recipe>, progress: &(dyn Progress + Sync)) -> Result<Self, Error> {
        let instants = recipe.map_or_else(|| Ok(Instants::default()), |recipe| Instants::new(&recipe.time))?;
        let source = Source::open(path, progress)?;
        match source.kind {
            crate::kind::Kind::OcelJson => Self::json(&source.name, source.reader, instants),
            crate::kind::Kind::OcelXml => Self::xml(&source.name, source.reader, instants),
            crate::kind::Kind::OcelSqlite => Self::sqlite(path, instants),
            crate::kind::Kind::Table | crate::kind::Kind::Xes => Err(Error::OtherKind {
                file: source.name,
                looks_like: "no object-centric log",
                todo: "read files of different kinds one by one",
            }),
        }
    }

    /// Reads the JSON form.
    fn json(file: &str, source: impl Read, instants: Instants) -> Result<Self, Error> {
        Self::load(file, instants, |builder| json::read(source, builder).map_err(|broken| broken.of(file)))
    }

    /// Reads the XML form.
    fn xml(file: &str, source: Bytes, instants: Instants) -> Result<Self, Error> {
        Self::load(file, instants, |builder| xml::read(source, builder).map_err(|broken| broken.of(file)))
    }

    /// Reads the SQLite form; the database is not changed.
    fn sqlite(path: &Path, instants: Instants) -> Result<Self, Error> {
        let file = path.display().to_string();
        Self::load(&file, instants, |builder| {
            sqlite::read(path, builder).map_err(|error| {
                let problem = match error {
                    sqlite::Unreadable::Sqlite(error) => format!("the database cannot be read: {error}"),
                    sqlite::Unreadable::NoTable(table) => {
                        format!("the database has no table {table:?}, so it is not an OCEL 2.0 log")
                    }
                };
                Broken::at(0, problem).of(&file)
            })
        })
    }

    fn load(
        file: &str,
        instants: Instants,
        read: impl FnOnce(&mut Builder) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let mut builder = Builder::new(file, instants);
        read(&mut builder)?;
        let (ocel, quality) = builder.finish();
        if ocel.events.is_empty() || ocel.declared.is_empty() {
            return Err(Error::NothingUsable {
                file: file.to_owned(),
                problem: "the log has no events or no objects".to_owned(),
                todo: "check that this is an OCEL 2.0 log and that its export is complete".to_owned(),
            });
        }
        Ok(Self { ocel, quality, file: file.to_owned() })
    }

    /// The recipe by which the log is read where nobody gives one.
    pub fn propose(&self) -> Proposed {
        if profile::fits(&self.ocel) {
            return Proposed {
                recipe: Recipe { kind: Kind::Native, ..Recipe::default() },
                confidence: 1.0,
                reasons: vec![Reason::FromHandOffs],
            };
        }
        propose::propose(&self.ocel)
    }

    /// The hand-offs that `recipe`, or else the proposed one, finds in the log.
    pub fn import(mut self, recipe: Option<&Recipe>) -> Result<Import, Error> {
        let recipe = recipe.cloned().unwrap_or_else(|| self.propose().recipe);
        let handoffs = match (&recipe.kind, &recipe.ocel) {
            (Kind::Native, _) if profile::fits(&self.ocel) => profile::read(&self.ocel, &self.file, &mut self.quality),
            (Kind::Ocel, Some(rules)) => {
                self.check(rules)?;
                let promises = Promises::new(&recipe)?;
                walk::walk(&self.ocel, &recipe, rules, &promises, &self.file, &mut self.quality).map_err(|_| {
                    Error::in_recipe(format!(
                        "ocel.follow: the cases of {} share so many objects that every one would hold nearly all events; leave out the step to the objects that most cases share",
                        self.file
                    ))
                })?
            }
            _ => {
                return Err(Error::in_recipe(format!(
                    "kind: {} is an object-centric log; write kind = \"ocel\" and a table [ocel], or let `catena recipe` propose them",
                    self.file
                )));
            }
        };
        self.quality.hand_offs = handoffs.len() as u64;
        Ok(Import { handoffs, quality: self.quality, recipe })
    }

    /// Checks that the types that the recipe names are in the log, so that a slip of the pen is not read as silence.
    fn check(&self, rules: &crate::recipe::ocel::Ocel) -> Result<(), Error> {
        let ocel = &self.ocel;
        let objects = [("ocel.case", &rules.case)]
            .into_iter()
            .chain(rules.customer.iter().map(|name| ("ocel.customer", name)))
            .chain(rules.team.iter().filter_map(|team| Some(("ocel.team.object", team.object.as_ref()?))))
            .chain(
                rules.follow.iter().flat_map(|step| [("ocel.follow.from", &step.from), ("ocel.follow.to", &step.to)]),
            );
        let events = [("ocel.done", &rules.done), ("ocel.aside", &rules.aside), ("ocel.ignore", &rules.ignore)]
            .into_iter()
            .flat_map(|(field, names)| names.iter().map(move |name| (field, name)))
            .chain(rules.teams.keys().map(|name| ("ocel.teams", name)));
        let missing = objects
            .map(|(field, name)| (field, name, "object", &ocel.kinds))
            .chain(events.map(|(field, name)| (field, name, "event", &ocel.activities)))
            .find(|(_, name, _, known)| known.find(name).is_none());
        let Some((field, name, of, known)) = missing else { return Ok(()) };
        let known: Vec<&str> = known.iter().collect();
        Err(Error::in_recipe(format!(
            "{field}: {} has no type of {of} {name:?}; it has {}",
            self.file,
            known.join(", ")
        )))
    }
}
