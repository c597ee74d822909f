//! Why an input cannot be read at all, and what to do about it.
//!
//! A row that cannot be used is no error: it is counted in the [`Quality`](crate::Quality) report. An [`Error`] means
//! that there is nothing to analyse. Every message names the file, the place where it is known, and a way out; none
//! repeats its source.

use std::io;
use std::path::PathBuf;

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened or read.
    #[error("{}: cannot be read; check that the file exists and that you may read it", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The file is of a kind that holds no log.
    #[error("{file}: this looks like {looks_like}, not a log; {todo}")]
    OtherKind {
        /// The file.
        file: String,
        /// What the first bytes look like: `a ZIP archive`.
        looks_like: &'static str,
        /// What to do: `unpack it and give the file inside`.
        todo: &'static str,
    },
    /// A CSV file that is not in the native format, and nobody said how to read it.
    #[error(
        "{file}: the header has no {missing}, so this is not Catena's own format; propose a recipe with `catena recipe {file}` and pass it with --recipe"
    )]
    NeedsRecipe {
        /// The file.
        file: String,
        /// The columns that the native format has and this file has not: `column "id" or "parent"`.
        missing: String,
    },
    /// The recipe itself cannot be used.
    #[error("{file}: {problem}")]
    Recipe {
        /// The recipe's file, or `the recipe`.
        file: String,
        /// What is wrong, where, and what to write instead.
        problem: String,
    },
    /// The recipe and the input do not fit.
    #[error("{file}: the recipe asks for the column {column:?}, but there is none; the columns are {columns}")]
    NoSuchColumn {
        /// The input.
        file: String,
        /// The column that the recipe names.
        column: String,
        /// The columns that there are, joined by commas.
        columns: String,
    },
    /// The file breaks the rules of its format at one place, and nothing after it can be trusted.
    #[error("{file}:{line}{}: {problem}; {todo}", column.map(|column| format!(":{column}")).unwrap_or_default())]
    Malformed {
        /// The file.
        file: String,
        /// The line, from 1; 0 where the format has no lines.
        line: u64,
        /// The column within the line, from 1.
        column: Option<u64>,
        /// What is wrong.
        problem: String,
        /// What to do about it.
        todo: String,
    },
    /// Unpacking would take more than the limits allow.
    #[error(
        "{file}: unpacks to more than {limit}; it is damaged or made to exhaust this machine. If you trust it, unpack it first and give the unpacked file"
    )]
    Bomb {
        /// The file.
        file: String,
        /// The limit that was passed: `2,000 times its size`.
        limit: String,
    },
    /// Nothing in the file can be used.
    #[error("{file}: {problem}; {todo}")]
    NothingUsable {
        /// The file.
        file: String,
        /// What was found instead of rows: `the file is empty`.
        problem: String,
        /// What to do about it.
        todo: String,
    },
}

impl Error {
    /// The recipe at hand cannot be used; whoever knows its file says so later.
    pub(crate) fn in_recipe(problem: String) -> Self {
        Self::Recipe { file: "the recipe".to_owned(), problem }
    }
}
