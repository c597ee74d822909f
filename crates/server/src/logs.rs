//! The logs that can be analysed, by their ids. A log is read when it is first asked for and, but for the desk's own
//! records, never changes after that; what was computed from it is kept beside it, a few answers of each kind.

use std::fmt::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use catena_analysis::{Chains, Options, Selection, UnknownColumn};
use catena_formats::{Import, Quality, Recipe};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::{ChainList, Refusal};
use crate::cache::{Cache, Growing};
use crate::insight::Insight;
use crate::overview::Overview;
use crate::report::Findings;

/// How many analyses of each log are kept.
const ANALYSES: usize = 8;

/// How many lists of chains of each log are kept. A list takes four bytes a chain.
const LISTS: usize = 16;

/// For how many insights the desk's own log is kept.
const VIEWS: usize = 16;

/// Where a log comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Shipped with Catena.
    Sample,
    /// A file that the server was started with.
    File,
    /// A file that was uploaded.
    Upload,
    /// The desk's own records, as they are by now.
    Desk,
}

/// A log in memory.
pub struct Loaded {
    /// The chains that can be analysed.
    pub chains: Chains,
    /// What was left out, repaired or noticed.
    pub quality: Quality,
    /// How it was read.
    pub recipe: Recipe,
    overview: OnceLock<Overview>,
    findings: Cache<Selection, Result<Arc<Findings>, UnknownColumn>>,
    lists: Cache<(Selection, ChainList), Vec<u32>>,
}

impl Loaded {
    /// Groups what was read into chains.
    pub fn new(import: Import) -> Self {
        let Import { handoffs, mut quality, recipe } = import;
        let chains = Chains::build(handoffs);
        quality.add_chains(&chains);
        Self {
            chains,
            quality,
            recipe,
            overview: OnceLock::new(),
            findings: Cache::new(ANALYSES),
            lists: Cache::new(LISTS),
        }
    }

    /// What the log holds, in figures and names.
    pub fn overview(&self) -> &Overview {
        self.overview.get_or_init(|| Overview::of(&self.chains))
    }

    /// What is found in the chains that `selection` picks, with the default options.
    pub fn findings(&self, selection: &Selection) -> Result<Arc<Findings>, Refusal> {
        let compute = || Findings::compute(&self.chains, selection.clone(), Options::default()).map(Arc::new);
        let found = self.findings.ask(selection.clone(), compute);
        found.as_ref().clone().map_err(|unknown| Refusal::BadParameter(unknown.to_string()))
    }

    /// The numbers of the chains of a list in its order; `sort` is run if it is not known.
    pub fn list(&self, selection: Selection, list: ChainList, sort: impl FnOnce() -> Vec<u32>) -> Arc<Vec<u32>> {
        self.lists.ask((selection, list), sort)
    }
}

/// How as much of a log is read as somebody may see; again, where the last attempt failed.
type Reader = dyn Fn(&Insight) -> Result<Import, Refusal> + Send + Sync;

/// A log, read or still to be read.
pub struct Log {
    /// Its name in addresses.
    pub id: String,
    /// Its name on pages.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
    /// What it holds.
    pub description: Option<String>,
    read: Box<Reader>,
    /// A number that changes when the log has to be read again; none for a log that never changes.
    version: Option<Box<Version>>,
    /// A reading for each insight: nobody is shown what was computed for somebody else.
    views: Cache<Insight, Growing<Loaded>>,
}

/// Which state of a log is meant.
type Version = dyn Fn() -> i64 + Send + Sync;

impl Log {
    /// As much of the log as somebody has insight into, in memory. Whoever asks first reads it, the others wait; a log that
    /// grows is read again when it has grown.
    pub fn load(&self, insight: &Insight) -> Result<Arc<Loaded>, Refusal> {
        let insight = if self.is_restricted(insight) { insight } else { &Insight::Everything };
        let view = self.views.ask(insight.clone(), Growing::default);
        let version = self.version.as_ref().map_or(0, |version| version());
        view.read(version, || Ok(Loaded::new((self.read)(insight)?)))
    }

    /// Whether it shows somebody less than all its chains. Files are the server's own: no team of the desk stands in them.
    pub fn is_restricted(&self, insight: &Insight) -> bool {
        self.source == Source::Desk && *insight != Insight::Everything
    }
}

/// Logs in the order in which they were opened.
#[derive(Default)]
pub struct Logs {
    logs: Mutex<Vec<Arc<Log>>>,
}

impl Logs {
    /// All logs.
    pub fn all(&self) -> Vec<Arc<Log>> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The log with this id.
    pub fn find(&self, id: &str) -> Option<Arc<Log>> {
        self.all().into_iter().find(|log| log.id == id)
    }

    /// Adds a log that `read` will read, and returns its id.
    pub fn add(&self, name: &str, source: Source, description: Option<String>, read: Box<Reader>) -> String {
        self.insert(name, source, description, read, None)
    }

    /// Adds a log that grows before all others: it is read again when `version` has changed.
    pub fn add_growing(&self, name: &str, description: String, read: Box<Reader>, version: Box<Version>) {
        let log = Log {
            id: "desk".to_owned(),
            name: name.to_owned(),
            source: Source::Desk,
            description: Some(description),
            read,
            version: Some(version),
            views: Cache::new(VIEWS),
        };
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).insert(0, Arc::new(log));
    }

    /// Adds a log that is in memory, and returns its id.
    pub fn add_loaded(&self, name: &str, source: Source, loaded: Arc<Loaded>) -> String {
        let read = Box::new(|_: &Insight| unreachable!("a log in memory is not read again"));
        self.insert(name, source, None, read, Some(loaded))
    }

    /// Closes the log with this id.
    pub fn remove(&self, id: &str) {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).retain(|log| log.id != id);
    }

    fn insert(
        &self,
        name: &str,
        source: Source,
        description: Option<String>,
        read: Box<Reader>,
        loaded: Option<Arc<Loaded>>,
    ) -> String {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let id = free_id(name, |id| logs.iter().any(|log| log.id == id));
        let views = Cache::new(1);
        if let Some(loaded) = loaded {
            views.ask(Insight::Everything, || Growing::known(loaded));
        }
        logs.push(Arc::new(Log {
            id: id.clone(),
            name: name.to_owned(),
            source,
            description,
            read,
            version: None,
            views,
        }));
        id
    }
}

/// An id made of a file's name: its plain letters and digits without the ending, and a number where it is taken.
fn free_id(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let stem = name.split('.').find(|part| !part.is_empty()).unwrap_or_default();
    let words = stem.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if id.is_empty() {
        id.push_str("log");
    }
    let length = id.len();
    let mut number = 2;
    while is_taken(&id) {
        id.truncate(length);
        write!(id, "-{number}").expect("a string takes text");
        number += 1;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_names_and_never_taken_twice() {
        let free = |name, taken: &[&str]| free_id(name, |id| taken.contains(&id));
        assert_eq!(free("Orders 2026.csv.gz", &[]), "orders-2026");
        assert_eq!(free(".hidden.csv", &[]), "hidden");
        assert_eq!(free("…", &[]), "log");
        assert_eq!(free("Aufträge.csv", &[]), "auftr-ge");
        assert_eq!(free("orders.csv", &["orders", "orders-2"]), "orders-3");
    }
}
