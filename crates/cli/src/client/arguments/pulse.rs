//! What can be typed after `catena pulse`.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};

/// `catena pulse`.
#[derive(Debug, Subcommand)]
pub enum PulseVerb {
    /// List the waves: the one that is open, and those that are over
    List,
    /// Say whom a wave would ask, and where their answers would count; nothing is kept
    Preview {
        #[arg(help = "The file with its name, floor, items and end; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Launch a wave: from then on it is frozen who is asked what
    ///
    /// The file holds `name`, `floor` (5 or more, never less than before), up to ten `items` with `id` and `words` in `en`,
    /// `fr` and `de`, `ends_at`, and `merges` if small teams are shown as one.
    Launch {
        #[arg(help = "The file; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Remind everybody, whether or not they answered; once a day at most
    Remind {
        /// Its number or id
        wave: String,
    },
    /// End a wave for good: what came of it is released, all single answers are destroyed
    Close {
        /// Its number or id
        wave: String,
        /// Yes, end it
        #[arg(long)]
        yes: bool,
    },
    /// Show what was released of a wave; that you looked can be seen by all who work there
    Results {
        /// Its number or id
        wave: String,
        /// Print its figures as CSV, without comments
        #[arg(long)]
        csv: bool,
    },
    /// Show what the last release tells of each team; that you looked can be seen by all who work there
    Teams,
    /// Show who looked at what was released of a wave
    Looks {
        /// Its number or id
        wave: String,
    },
}
