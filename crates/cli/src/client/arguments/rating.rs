//! What can be typed after `catena rating`.

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::{Once, RequestName, when};

words! {
    #[doc = "Whether it was so."]
    YesNo {
        Yes = "yes",
        No = "no",
    }
    #[doc = "What was amiss."]
    RatingReason {
        #[doc = "It came too late"]
        Late = "late",
        #[doc = "Something was missing"]
        Missing = "missing",
        #[doc = "Something was wrong"]
        Wrong = "wrong",
        #[doc = "It was not clear"]
        Unclear = "unclear",
        #[doc = "Nobody answered a question"]
        NoAnswer = "no_answer",
        #[doc = "The tone"]
        Tone = "tone",
    }
}

/// `catena rating`.
#[derive(Debug, Subcommand)]
pub enum RatingVerb {
    /// List the questions about hand-offs that wait for your answer
    Waiting,
    /// Say how a hand-off was that you received, or what was asked of you
    Answer(RatingAnswer),
    /// Put a question off, or away
    Later {
        /// The hand-off's number or id
        request: RequestName,
        /// Until when; never to come again where it is not given
        #[arg(long, value_name = "WHEN", value_parser = when)]
        until: Option<Timestamp>,
    },
    /// List what you said of hand-offs, and what was said of yours
    List,
    /// Show what you said of a hand-off or were told of it, and who thanked for it
    Show {
        /// Its number or id
        request: RequestName,
    },
    /// Show what is said of a team and what it says, in counts
    Team {
        /// Its name or id
        team: String,
    },
    /// Show how hand-offs of the last year are rated, from team to team and along whole chains
    Links,
    /// Thank for a hand-off that you received
    Thank {
        /// Its number or id
        request: RequestName,
    },
    /// List the thank-yous that a team or a colleague got and gave
    Thanks {
        /// Their name or id
        party: String,
    },
}

/// `catena rating answer`.
#[derive(Debug, Args)]
pub struct RatingAnswer {
    /// The hand-off's number or id
    pub request: RequestName,
    /// Whether it was complete and right the first time; if you did it, whether the request was complete and clear
    pub right: YesNo,
    /// How well you could do your part with what you got, from 1 to 5; not if you did it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub ease: Option<u8>,
    /// What was amiss
    #[arg(long)]
    pub reason: Option<RatingReason>,
    /// Minutes that you lost; not if you did it
    #[arg(long, value_name = "MINUTES")]
    pub lost: Option<u32>,
    #[command(flatten)]
    pub once: Once,
}
