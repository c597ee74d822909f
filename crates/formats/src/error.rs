//! Why an input cannot be read at all, and what to do about it.
//!
//! A row that cannot be used is no error: it is counted in the [`Quality`](crate::Quality) report. An [`Error`] means
//! that there is nothing to analyse. Every message names the file, the place where it is known, and a way out; none
//! repeats its source.

use std::io;
use std::path::PathBuf;

use crate::source::Overgrown;

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
    #[error("{file}: this looks like {looks_like}; {todo}")]
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
        "{file}: the header lacks the {missing} of Catena's own format; propose a recipe with `catena recipe {file}` and pass it with --recipe"
    )]
    NeedsRecipe {
        /// The file.
        file: String,
        /// The columns that the native format has and this file has not: `columns "id" and "parent"`.
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
    #[error("{file}{}: {problem}; {todo}", place(*line, *column))]
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
        "{file}: unpacks to more than {} MiB, as a file made to exhaust a machine does; if you trust it, unpack it first and give the unpacked file",
        limit >> 20
    )]
    Bomb {
        /// The file.
        file: String,
        /// The limit that was passed, in bytes.
        limit: u64,
    },
    /// A packed file that cannot be unpacked, or a disk that gives up in the middle.
    #[error("{file}: cannot be read to its end, it is damaged or cut off; fetch it again or export it again")]
    Damaged {
        /// The file.
        file: String,
        /// What the reader says.
        source: io::Error,
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
    /// Reading went on for a while and then failed.
    pub(crate) fn while_reading(file: &str, source: io::Error) -> Self {
        let file = file.to_owned();
        match source.get_ref().and_then(|inner| inner.downcast_ref::<Overgrown>()) {
            Some(&Overgrown { limit }) => Self::Bomb { file, limit },
            None => Self::Damaged { file, source },
        }
    }

    /// `file` is of another kind than the one before it.
    pub(crate) fn mixed(file: String) -> Self {
        Self::OtherKind {
            file,
            looks_like: "a log of another kind than the first file",
            todo: "read files of different kinds one by one",
        }
    }

    /// `file` has no column of that name.
    pub(crate) fn no_such_column(file: &str, column: &str, columns: &[String]) -> Self {
        Self::NoSuchColumn { file: file.to_owned(), column: column.to_owned(), columns: columns.join(", ") }
    }

    /// The recipe at hand cannot be used; whoever knows its file says so later.
    pub(crate) fn in_recipe(problem: String) -> Self {
        Self::Recipe { file: "the recipe".to_owned(), problem }
    }
}

/// `:line:column` as far as they are known.
fn place(line: u64, column: Option<u64>) -> String {
    match (line, column) {
        (0, _) => String::new(),
        (line, None) => format!(":{line}"),
        (line, Some(column)) => format!(":{line}:{column}"),
    }
}
