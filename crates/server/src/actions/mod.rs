//! What people do: list logs, analyse, ask what a repair would keep, look at chains, bring a file. One function each.
//!
//! They know logs, uploads and findings, and nothing of HTTP. All of them compute: call them off the runtime.

mod bring;
mod chains;
mod export;
mod findings;
mod logs;
mod sieve;

use std::io;

pub use bring::{Brought, analyze_upload, in_full, keep_upload, read_upload, receive_upload};
pub use chains::{ChainList, ChainOrder, explain_chain, list_chains};
pub use export::{ChainExport, export_chains};
pub use findings::{WhatIf, analyze, try_repairs};
pub use logs::{OpenLog, list_logs, open_log};

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
}
