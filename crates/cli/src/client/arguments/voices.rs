//! What can be typed after `catena survey`, `feedback`, `review`, `conversation` and `outcome`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Once, Page, RequestName, when};

words! {
    #[doc = "Where a question to a customer stands."]
    FeedbackState { Waiting = "waiting", Answered = "answered", Withdrawn = "withdrawn", }
    #[doc = "Why a customer was asked."]
    Occasion { Kept = "kept", Broken = "broken", Milestone = "milestone", Campaign = "campaign", }
    #[doc = "What a customer did next."]
    NextStep { CameBack = "came_back", Referred = "referred", Left = "left", }
    #[doc = "What is taken out as a file."]
    Voices {
        Answers = "answers", Reviews = "reviews", Conversations = "conversations", Outcomes = "outcomes",
        Thanks = "thanks", Ratings = "ratings",
    }
    #[doc = "How a file is written."]
    FileFormat { Csv = "csv", Json = "json", }
}

/// `catena survey`.
#[derive(Debug, Subcommand)]
pub enum SurveyVerb {
    /// List what customers are asked
    List,
    /// Show a survey, as a file holds it with `--json`
    Show {
        /// Its name or id
        survey: String,
    },
    /// Write a survey down: a new one, which asks from then on, or the next version of one
    ///
    /// The file holds what `catena survey show --json` prints. Without an `id` it is a new one, unless there is one of that
    /// name. Who was asked before answers what they were asked.
    Save {
        #[arg(help = "The file; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Ask nobody for now; who was asked can answer all the same
    Stop {
        /// Its name or id
        survey: String,
    },
    /// Ask again
    Start {
        /// Its name or id
        survey: String,
    },
    /// Ask customers now, and print their private links this once; who was asked something not long ago is left in peace
    Ask {
        /// Its name or id
        survey: String,
        /// The customers, by name, address or id
        #[arg(required = true)]
        customers: Vec<String>,
    },
    /// Show how many customers would be asked now, and how many are left in peace by which clock; nobody is asked
    Audience(Box<AudienceFilter>),
    /// List the campaigns of a survey with how many were asked and how many answered
    Campaigns {
        /// Its name or id
        survey: String,
    },
}

/// `catena survey audience`.
#[derive(Debug, Args)]
pub struct AudienceFilter {
    /// The survey, by name or id
    pub survey: String,
    /// Who asked for this service, by name or id
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// With this tag
    #[arg(long)]
    pub tag: Option<String>,
    /// At this instant or later
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub since: Option<Timestamp>,
    /// Before this instant
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub until: Option<Timestamp>,
    /// Who was asked nothing at this instant or later
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub rested_since: Option<Timestamp>,
}

/// `catena feedback`.
#[derive(Debug, Subcommand)]
pub enum FeedbackVerb {
    /// List what customers answered, the newest first
    List(Box<FeedbackFilter>),
    /// Make another private link for a customer who was asked; the one before no longer works
    Link {
        /// What they were asked, by its id
        ask: Uuid,
    },
    /// Show the scores of what customers answered
    Scores(ScoreFilter),
    /// Show what customers experienced in a period, beside the one before and by what became of the promise
    Experience(FeedbackPeriod),
    /// Take out what was said as a file; that you did is recorded
    ///
    /// Of ratings of hand-offs there are counts from team to team alone, by months about which nothing can be answered any
    /// more; months of too few ratings go with those after them.
    Export(Box<ExportFilter>),
}

/// `catena feedback scores`.
#[derive(Debug, Args)]
pub struct ScoreFilter {
    /// Of this survey, by name or id
    #[arg(long, value_name = "NAME")]
    pub survey: Option<String>,
    /// In whose chain this team took part, or one below it, by name or id
    #[arg(long, value_name = "NAME")]
    pub team: Option<String>,
    /// About promises that were kept, or broken
    #[arg(long, value_name = "YES")]
    pub kept: Option<bool>,
}

/// `catena feedback experience`.
#[derive(Debug, Args)]
pub struct FeedbackPeriod {
    /// Where it begins; ninety days before it ends if nothing is said
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub since: Option<Timestamp>,
    /// Until just before here; now if nothing is said
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub until: Option<Timestamp>,
}

/// `catena feedback export`.
#[derive(Debug, Args)]
pub struct ExportFilter {
    /// What
    #[arg(default_value = "answers")]
    pub what: Voices,
    /// How it is written
    #[arg(long, default_value = "csv")]
    pub format: FileFormat,
    /// Answered, written, said or done at this instant or later
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub since: Option<Timestamp>,
    /// Before this instant
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub until: Option<Timestamp>,
    /// Where to, where nothing is yet; to standard output, where it is not given
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// `catena feedback list`.
#[derive(Debug, Args)]
pub struct FeedbackFilter {
    /// In this state
    #[arg(long, default_value = "answered")]
    pub state: FeedbackState,
    /// Of this survey, by name or id
    #[arg(long, value_name = "NAME")]
    pub survey: Option<String>,
    /// Of this customer, by name, address or id
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// About this request, by number or id
    #[arg(long, value_name = "REQUEST")]
    pub request: Option<RequestName>,
    /// For this service, by name or id
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// In whose chain this team took part, or one below it, by name or id
    #[arg(long, value_name = "NAME")]
    pub team: Option<String>,
    /// Asked for this reason
    #[arg(long)]
    pub occasion: Option<Occasion>,
    /// About promises that were kept, or broken
    #[arg(long, value_name = "YES")]
    pub kept: Option<bool>,
    /// Answered poorly, or not
    #[arg(long, value_name = "YES")]
    pub poor: Option<bool>,
    #[command(flatten)]
    pub page: Page,
}

/// `catena review`.
#[derive(Debug, Subcommand)]
pub enum ReviewVerb {
    /// List public reviews, the newest first
    List {
        /// Of this customer, by name, address or id
        #[arg(long, value_name = "NAME")]
        customer: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Record a public review
    Add(Box<NewReview>),
    /// Write a public review down anew, all of it
    Change {
        /// Its id
        id: Uuid,
        #[command(flatten)]
        new: Box<NewReview>,
    },
    /// Remove a public review
    Remove {
        /// Its id
        id: Uuid,
    },
}

/// `catena review add`.
#[derive(Debug, Args)]
pub struct NewReview {
    /// Where it stands
    pub source: String,
    /// How many stars
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub stars: Option<u8>,
    /// What it says; `-` reads it from standard input
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub words: String,
    /// Its address
    #[arg(long, value_name = "URL", default_value = "")]
    pub link: String,
    /// Whose it is, by name, address or id
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// The request that it is about, by number or id
    #[arg(long, value_name = "REQUEST")]
    pub request: Option<RequestName>,
    /// They are known to have bought what they write about
    #[arg(long)]
    pub verified: bool,
    /// They got something for it
    #[arg(long)]
    pub incentive: bool,
    /// When it was written; now, where it is not given
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub at: Option<Timestamp>,
    #[command(flatten)]
    pub once: Once,
}

/// `catena conversation`.
#[derive(Debug, Subcommand)]
pub enum ConversationVerb {
    /// List what customers said to somebody, the newest first
    List {
        /// Of this customer, by name, address or id
        #[arg(long, value_name = "NAME")]
        customer: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Record what a customer said to somebody
    Add(Box<NewConversation>),
    /// Write what a customer said down anew, all of it
    Change {
        /// Its id
        id: Uuid,
        #[command(flatten)]
        new: Box<NewConversation>,
    },
    /// Remove what a customer said
    Remove {
        /// Its id
        id: Uuid,
    },
}

/// `catena conversation add`.
#[derive(Debug, Args)]
pub struct NewConversation {
    /// Who said it, by name, address or id
    pub customer: String,
    /// What was said; `-` reads it from standard input
    pub words: String,
    /// The request that it is about, by number or id
    #[arg(long, value_name = "REQUEST")]
    pub request: Option<RequestName>,
    /// To whom, by name or id; to you, where it is not given
    #[arg(long, value_name = "NAME")]
    pub heard_by: Option<String>,
    /// How it felt, from -2 to 2
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(i8).range(-2..=2))]
    pub feeling: Option<i8>,
    /// When; now, where it is not given
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub at: Option<Timestamp>,
    #[command(flatten)]
    pub once: Once,
}

/// `catena outcome`.
#[derive(Debug, Subcommand)]
pub enum OutcomeVerb {
    /// List what a customer did next, the last first
    List {
        /// Their name, address or id
        customer: String,
    },
    /// Record what a customer did next
    Add {
        /// Their name, address or id
        customer: String,
        /// What
        what: NextStep,
        /// After which answer, by the id of what they were asked
        #[arg(long, value_name = "ID")]
        ask: Option<Uuid>,
        /// When; now, where it is not given
        #[arg(long, value_name = "WHEN", value_parser = when)]
        at: Option<Timestamp>,
        #[command(flatten)]
        once: Once,
    },
    /// Write down anew what a customer did next
    Change {
        /// Its id
        id: Uuid,
        /// The customer, by name, address or id
        customer: String,
        /// What
        what: NextStep,
        /// After which answer, by the id of what they were asked
        #[arg(long, value_name = "ID")]
        ask: Option<Uuid>,
        /// When; as it was recorded, where it is not given
        #[arg(long, value_name = "WHEN", value_parser = when)]
        at: Option<Timestamp>,
    },
    /// Remove what a customer did next
    Remove {
        /// Its id
        id: Uuid,
    },
}
