//! What people do: list logs, analyse, ask what a repair would keep, look at chains, bring a file. One function each.
//!
//! They know logs, uploads and findings, the desk and its store, and nothing of HTTP. All of them compute or wait for the
//! store: call them off the runtime.

pub mod accounts;
mod actor;
pub mod at_risk;
mod bring;
pub mod calendars;
mod chains;
pub mod experience;
mod export;
pub mod feedback;
pub mod fields;
pub mod files;
mod findings;
mod logs;
pub mod macros;
pub mod merge;
mod notices;
pub mod outbox;
pub mod panel;
pub mod parties;
pub mod policies;
pub mod presence;
pub mod pulse;
pub mod rated_links;
pub mod ratings;
pub mod record;
pub mod requests;
pub mod reviews;
pub mod scores;
pub mod services;
mod sieve;
pub mod sign_on;
pub mod surveys;
pub mod talk;
pub mod thanks;
pub mod today;
pub mod tracking;
pub mod views;
pub mod voices;
pub mod webhooks;
pub mod work;

pub use actor::{Actor, Actors, Scope, Shown};

use std::io;

use catena_domain::{blueprint, chain, promise, request};
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

pub use bring::{Brought, analyze_upload, in_full, keep_upload, read_upload, receive_upload};
pub use chains::{ChainList, ChainOrder, explain_chain, list_chains};
pub use export::{ChainExport, export_chains};
pub use findings::{WhatIf, analyze, try_repairs};
pub use logs::{OpenLog, list_logs, open_log};

/// Tells a field that is null from one that is not there.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Why something was not done: what was attempted, what stood in the way.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No log has this id.
    #[error("there is no log \"{0}\"")]
    UnknownLog(String),
    /// No complete chain has this root.
    #[error("the log \"{log}\" has no complete chain with the root \"{root}\"")]
    UnknownChain {
        /// The log's id.
        log: String,
        /// The root that was asked for.
        root: String,
    },
    /// No upload has this id.
    #[error("there is no upload \"{0}\"")]
    UnknownUpload(String),
    /// A filter or another parameter cannot be used.
    #[error("{0}")]
    BadParameter(String),
    /// The recipe cannot be used on this server.
    #[error("{0}")]
    BadRecipe(String),
    /// The file is no log that can be read.
    #[error("{0}")]
    Unreadable(String),
    /// The file is larger than allowed.
    #[error("\"{name}\" is larger than the {limit} bytes that this server accepts")]
    TooLarge {
        /// The file's name.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// Too many files are arriving at once.
    #[error("\"{0}\" was not received: too many files are arriving at the same time")]
    TooMany(String),
    /// The folder of uploads cannot be written to.
    #[error("the file could not be stored")]
    Disk(#[from] io::Error),
    /// Nobody signed in.
    #[error("this needs somebody who signed in")]
    NotSignedIn,
    /// They signed in, and it is not for them.
    #[error("{0}")]
    NotAllowed(String),
    /// It is not there, or not for them to know of.
    #[error("{0}")]
    Missing(String),
    /// Something in what was sent cannot be used.
    #[error("{0}")]
    Invalid(String),
    /// It is too late or too early for that.
    #[error("{0}")]
    NotNow(String),
    /// Hand-offs are open, and nobody said what is to become of them.
    #[error("{} open hand-offs need an answer first", .0.len())]
    OpenHandOffs(Vec<Uuid>),
    /// Somebody changed it meanwhile.
    #[error("{0}")]
    Stale(String),
    /// The name and the password do not belong together, or the link or code does not work.
    #[error("{0}")]
    WrongSecret(String),
    /// A second factor is needed too.
    #[error("the code of the second factor is needed too")]
    SecondFactor,
    /// Too many guesses.
    #[error("too many attempts: try again in {0} s")]
    TooOften(i64),
    /// The same key came with something else.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// A file that is to be attached is larger than allowed.
    #[error("\"{name}\" is larger than the {limit} bytes that a file may have here")]
    FileTooLarge {
        /// The file's name.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file that is to be attached has nothing in it.
    #[error("\"{0}\" has nothing in it")]
    FileEmpty(String),
    /// More files are to be attached than go together.
    #[error("{0}")]
    TooManyFiles(String),
    /// A file that is to be attached is none that waits for whoever asks.
    #[error("no file {0} waits to be attached")]
    FileGone(Uuid),
    /// A customer answers too late.
    #[error("these questions can no longer be answered")]
    FeedbackExpired,
    /// A customer answers again.
    #[error("these questions were answered already")]
    FeedbackGiven,
    /// The wave of the pulse is over.
    #[error("this pulse is over, and takes no answers any more")]
    PulseClosed,
    /// The slip is none of this wave.
    #[error("this is no slip of this pulse")]
    SlipUnknown,
    /// Somebody answered with the slip; whether that is written yet is not told.
    #[error("somebody answered with this slip")]
    SlipUsed,
    /// Another process of the database takes the answers.
    #[error("another node of this desk takes the answers of this pulse")]
    PulseElsewhere,
    /// The server was started without a store.
    #[error("this server keeps no desk: it was started to look at logs only")]
    NoDesk,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] catena_store::Error),
}

impl From<chain::Refusal> for Refusal {
    fn from(refusal: chain::Refusal) -> Self {
        match refusal {
            chain::Refusal::Unanswered(request::Unanswered(open)) => {
                Self::OpenHandOffs(open.into_iter().map(|id| id.0).collect())
            }
            chain::Refusal::UnknownRequest(id) => Self::Missing(format!("there is no request {}", id.0)),
            other => Self::NotNow(other.to_string()),
        }
    }
}

impl From<blueprint::Refusal> for Refusal {
    fn from(refusal: blueprint::Refusal) -> Self {
        Self::Invalid(refusal.to_string())
    }
}

impl From<promise::Refusal> for Refusal {
    fn from(refusal: promise::Refusal) -> Self {
        Self::NotNow(refusal.to_string())
    }
}
