//! Each test of the suite runs once for either engine, on a store of its own.

pub mod calls;
pub mod cluster;
pub mod explained;
pub mod pulse;
pub mod samples;
pub mod shop;
pub mod voices;

use std::path::{Path, PathBuf};

use catena_store::{Place, Store};
use tempfile::TempDir;

/// A place for a store, which is gone with it.
pub struct Home {
    place: Place,
    folder: TempDir,
}

impl Home {
    pub fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        Self { place: Place::Folder(folder.path().join("store")), folder }
    }

    pub fn postgres() -> Self {
        Self { place: Place::Postgres(cluster::database()), folder: TempDir::new().unwrap() }
    }

    /// One of the other engine.
    pub fn other(&self) -> Self {
        match self.place {
            Place::Folder(_) => Self::postgres(),
            Place::Postgres(_) => Self::sqlite(),
        }
    }

    /// One of the same engine.
    pub fn another(&self) -> Self {
        match self.place {
            Place::Folder(_) => Self::sqlite(),
            Place::Postgres(_) => Self::postgres(),
        }
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    pub fn open(&self) -> Store {
        Store::open(&self.place).unwrap()
    }

    /// A folder for other things.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the store's own files; none if a server keeps them.
    pub fn files(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder.clone()),
            Place::Postgres(_) => None,
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Place::Postgres(url) = &self.place {
            cluster::remove(url);
        }
    }
}

/// Makes two tests of each function: one an engine.
macro_rules! on_both_engines {
    ($($(#[$about:meta])* fn $name:ident($home:ident: &Home) $body:block)*) => {
        $($(#[$about])* fn $name($home: &Home) $body)*

        mod sqlite {
            $(#[test] fn $name() { super::$name(&crate::harness::Home::sqlite()); })*
        }

        mod postgres {
            $(#[test] fn $name() { super::$name(&crate::harness::Home::postgres()); })*
        }
    };
}
pub(crate) use on_both_engines;
