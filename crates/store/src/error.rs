//! What can go wrong with a store.

/// Why the store did not do what was asked. Nothing of a refused write remains.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It would stand twice, or point to nothing.
    #[error("the store already has this, or misses what it refers to: {0}")]
    Conflict(String),
    /// There is no room left.
    #[error("the disk is full: nothing was written; free some space and try again")]
    Full,
    /// It can be read and not written.
    #[error("the store cannot be written to: its files are read-only")]
    ReadOnly,
    /// Somebody else holds it.
    #[error("the store is in use by another process: {0}")]
    Held(String),
    /// A newer Catena wrote it.
    #[error("the store was written by a newer Catena (schema {found}, this one knows {known})")]
    Newer {
        /// Its schema.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// It cannot be reached or opened.
    #[error("the store cannot be reached: {0}")]
    Unreachable(String),
    /// It is no backup, or a damaged one.
    #[error("the backup cannot be read: {0}")]
    BadBackup(String),
    /// Only an empty store takes in a backup.
    #[error("the store is not empty")]
    NotEmpty,
    /// Anything else.
    #[error("the store failed: {0}")]
    Database(String),
    /// The connection was lost at the very moment of the commit, and nobody can be asked.
    #[error("the connection to the store was lost: it is not known whether this was written")]
    Unsure,
    /// What was to be written panicked.
    #[error("the write failed by a mistake in the program; nothing of it remains")]
    Panicked,
    /// It is stopping.
    #[error("the store is closed")]
    Closed,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, ConstraintViolation, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly};
        let extended = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full,
            // There was no room for the memory that readers and the writer share.
            _ if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => Self::Full,
            Some(CannotOpen) => Self::Unreachable(error.to_string()),
            Some(ReadOnly) => Self::ReadOnly,
            Some(ConstraintViolation) => Self::Conflict(error.to_string()),
            Some(DatabaseBusy | DatabaseLocked) => Self::Held(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let said = match error.as_db_error() {
            Some(told) => format!("{} ({})", told.message(), told.code().code()),
            None => in_full(&error),
        };
        match error.code().map(postgres::error::SqlState::code) {
            Some(code) if code.starts_with("23") => Self::Conflict(said),
            Some("53100") => Self::Full,
            Some("25006") => Self::ReadOnly,
            Some("55P03") => Self::Held(said),
            // The connection or the server is gone, there is no such database, or nobody may come in.
            Some(code) if ["08", "28", "3D", "53", "57P"].iter().any(|class| code.starts_with(class)) => {
                Self::Unreachable(said)
            }
            Some(_) => Self::Database(said),
            None => Self::Unreachable(said),
        }
    }
}

/// What went wrong, and what that came from.
fn in_full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |said, cause| format!("{said}: {cause}"))
}
