//! What can be typed after `catena at-risk`.

use clap::{Subcommand, ValueEnum};

use super::Page;

words! {
    #[doc = "What a customer met with last."]
    Met {
        #[doc = "They said that it was poor"]
        PoorAnswer = "poor_answer",
        #[doc = "The promises of the last two matters were broken"]
        BrokenTwice = "broken_twice",
        #[doc = "A promise was broken"]
        Broken = "broken",
        #[doc = "They said that it was good"]
        GoodAnswer = "good_answer",
        #[doc = "They were asked how it was and said nothing"]
        NoAnswer = "no_answer",
        #[doc = "Every promise was kept, and nothing was said"]
        Kept = "kept",
    }
    #[doc = "In which order customers are listed."]
    RiskOrder {
        #[doc = "Less likely to come back than others who were away as long"]
        Excess = "excess",
        #[doc = "Less likely to come back at all"]
        Chance = "chance",
    }
}

/// `catena at-risk`.
#[derive(Debug, Subcommand)]
pub enum RiskVerb {
    /// List open promises, the least likely to be kept first, with the reasons
    Chains {
        #[command(flatten)]
        page: Page,
    },
    /// List customers who may not come back, with what became of others like them
    Customers {
        /// Only those who met with this last
        #[arg(long, value_name = "WHAT")]
        met: Option<Met>,
        /// Only those who have come back before
        #[arg(long)]
        regulars: bool,
        /// In which order
        #[arg(long, value_name = "ORDER", default_value = "excess")]
        order: RiskOrder,
        #[command(flatten)]
        page: Page,
    },
}
