//! What can be typed after `catena session`, `view`, `macro`, `signature` and `demo`.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};
use uuid::Uuid;

/// `catena session`.
#[derive(Debug, Subcommand)]
pub enum SessionVerb {
    /// Show whose token this is, and what they may do
    Show,
    /// List the browsers in which you are signed in
    List,
    /// Sign a browser out
    End {
        /// The session's id
        session: Uuid,
    },
}

/// `catena view`.
#[derive(Debug, Subcommand)]
pub enum ViewVerb {
    /// List saved lists of requests: your own, and those that colleagues share
    List,
    /// Save a list of requests
    Save {
        /// Its name
        name: String,
        /// The filters, as they stand in the address of the page, such as `open=true&tag=wedding`
        query: String,
        /// Colleagues see it too
        #[arg(long)]
        shared: bool,
    },
    /// Remove one of your own
    Remove {
        /// The view's id
        view: Uuid,
    },
}

/// `catena macro`.
#[derive(Debug, Subcommand)]
pub enum MacroVerb {
    /// List ready texts
    List,
    /// Write a ready text down: a new one, or in the place of one
    ///
    /// The file holds `name`, `body` and `audience` (`private`, `team` or `everybody`), if it is a team's its `team` by name or
    /// id, and what it brings: `priority`, `tags`, `rests`. With an `id` it takes the place of that one.
    Save {
        #[arg(help = "The file; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Remove a ready text
    Remove {
        /// The ready text's id
        id: Uuid,
    },
}

/// `catena signature`.
#[derive(Debug, Subcommand)]
pub enum SignatureVerb {
    /// Show what stands under your messages, and the signatures of your teams
    Show,
    /// Write a signature
    Write {
        /// The words, in Markdown; none takes it away, `-` reads them from standard input
        words: String,
        /// Of this team, by name or id, instead of yourself
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
    },
}

/// `catena demo`.
#[derive(Debug, Subcommand)]
pub enum DemoVerb {
    /// Remove the demonstration, and everything else but who can sign in
    Remove {
        /// That it is meant: it does not come back
        #[arg(long, required = true)]
        yes: bool,
    },
}
