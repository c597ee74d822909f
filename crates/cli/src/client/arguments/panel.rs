//! What can be typed after `catena panel`.

use clap::{Subcommand, ValueEnum};

words! {
    #[doc = "How long a period is."]
    Period {
        #[doc = "A month of the calendar"]
        Month = "month",
        #[doc = "A week from Monday on"]
        Week = "week",
    }
}

/// `catena panel`.
#[derive(Debug, Subcommand)]
pub enum PanelVerb {
    /// Show what inner service has to do with what customers say
    Show {
        /// How long a period is
        #[arg(long, value_name = "PERIOD", default_value = "month")]
        period: Period,
    },
    /// Invent the same shop without any effect, and say how often such shops raise an alarm
    NullWorld {
        /// How long a period is
        #[arg(long, value_name = "PERIOD", default_value = "month")]
        period: Period,
        /// Where its chance comes from: the same number, the same world
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u32,
    },
}
