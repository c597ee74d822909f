//! What can be typed to work with a desk on a server: nouns, then verbs. Every command takes the options of [`Remote`].

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::times;

/// A choice whose words are those of the API.
macro_rules! words {
    ($(#[doc = $what:literal] $name:ident { $($(#[doc = $help:literal])? $variant:ident = $word:literal,)* })*) => {$(
        #[doc = $what]
        #[derive(Clone, Copy, Debug, ValueEnum)]
        pub enum $name { $($(#[doc = $help])? $variant,)* }

        impl $name {
            /// Its word in the API.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    )*};
}

mod at_risk;
mod outbound;
mod own;
mod panel;
mod pulse;
mod rating;
mod request;
mod voices;

pub use at_risk::{Met, RiskVerb};
pub use outbound::{NoticeKind, NoticeState, OutboxVerb, WebhookVerb};
pub use own::{DemoVerb, MacroVerb, SessionVerb, SignatureVerb, ViewVerb};
pub use panel::PanelVerb;
pub use pulse::PulseVerb;
pub use rating::{RatingAnswer, RatingReason, RatingVerb};
pub use request::{Act, Change, Create, Ending, HandOff, RequestFilter, RequestName, RequestVerb, Status};
pub use voices::{
    AudienceFilter, ConversationVerb, ExportFilter, FeedbackFilter, FeedbackPeriod, FeedbackVerb, NewConversation,
    NewReview, Occasion, OutcomeVerb, ReviewVerb, ScoreFilter, SurveyVerb,
};

/// What to do on a server.
#[derive(Debug, Subcommand)]
pub enum Client {
    /// Show what waits for you on a server, and what you wait for
    Today(Remote),
    /// Show how much waits for each team
    Board(Remote),
    /// Open promises and customers by what the past says of them
    AtRisk(On<RiskVerb>),
    /// Find requests, messages, notes and parties by words
    Search(Search),
    /// Print what happens on a server as it happens, until interrupted
    Watch(Remote),
    /// Ask for something, hand it on, accept, finish: work with requests on a server
    Request(On<RequestVerb>),
    /// People, teams and organisations
    Party(On<PartyVerb>),
    /// Who belongs to which team
    Team(On<TeamVerb>),
    /// What can be asked for, and the plan behind it
    Service(On<ServiceVerb>),
    /// Working hours
    Calendar(On<CalendarVerb>),
    /// What is promised to whom
    Policy(On<PolicyVerb>),
    /// Who can sign in
    Account(On<AccountVerb>),
    /// What programs sign in with
    #[command(after_help = TOKENS)]
    Token(On<TokenVerb>),
    /// Whose token this is, and the browsers in which you are signed in
    Session(On<SessionVerb>),
    /// Saved lists of requests
    View(On<ViewVerb>),
    /// Ready texts for messages and notes
    Macro(On<MacroVerb>),
    /// What stands under messages to customers
    Signature(On<SignatureVerb>),
    /// What colleagues say of hand-offs, and thank-yous
    Rating(On<RatingVerb>),
    /// What inner service has to do with what customers say
    Panel(On<PanelVerb>),
    /// How it is to work here, said so that nobody can tell who said what
    Pulse(On<PulseVerb>),
    /// The demonstration
    Demo(On<DemoVerb>),
    /// What happened
    Record(On<RecordVerb>),
    /// What customers are asked
    Survey(On<SurveyVerb>),
    /// What customers answered
    Feedback(On<FeedbackVerb>),
    /// Public reviews
    Review(On<ReviewVerb>),
    /// What customers said to somebody
    Conversation(On<ConversationVerb>),
    /// What customers did next
    Outcome(On<OutcomeVerb>),
    /// Notices on their way out
    Outbox(On<OutboxVerb>),
    /// Addresses of other programs that are told of events
    Webhook(On<WebhookVerb>),
}

const TOKENS: &str = "Tokens are made in a browser, by whoever signed in there: a token cannot make tokens.";

/// What the options of [`Remote`] stand under in the help.
pub const SERVER: &str = "Server";

/// Which server is asked, as whom, and how its answers are printed.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = SERVER)]
pub struct Remote {
    /// The server
    #[arg(long, value_name = "URL", global = true, env = "CATENA_SERVER", hide_env_values = true)]
    #[arg(default_value = "http://127.0.0.1:7070", value_parser = super::server::address)]
    pub server: String,
    /// The file that holds the token; the variable `CATENA_TOKEN` holds it where this is not given
    #[arg(long, value_name = "FILE", global = true, value_hint = ValueHint::FilePath)]
    pub token_file: Option<PathBuf>,
    /// Print the server's answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// What is done to one noun.
#[derive(Debug, Args)]
pub struct On<V: Subcommand> {
    #[command(subcommand)]
    pub verb: V,
    #[command(flatten)]
    pub remote: Remote,
}

/// `catena search`.
#[derive(Debug, Args)]
pub struct Search {
    /// The words; each also finds longer ones that begin with it. A number finds the request
    #[arg(required = true)]
    pub words: Vec<String>,
    /// How many rows
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub limit: u8,
    #[command(flatten)]
    pub remote: Remote,
}

/// How much of a list.
#[derive(Debug, Args)]
pub struct Page {
    /// How many rows
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u8).range(1..=200))]
    pub limit: u8,
    /// All rows, however many
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
}

/// What keeps a script that runs twice from creating twice.
#[derive(Debug, Args)]
pub struct Once {
    /// What names this creation: the same key twice creates once. A new one is drawn where it is not given
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// `catena party`.
#[derive(Debug, Subcommand)]
pub enum PartyVerb {
    /// List people, teams and organisations
    List {
        /// A part of the name or of an address
        words: Option<String>,
        /// Of this kind
        #[arg(long)]
        kind: Option<PartyKind>,
        /// Only those inside
        #[arg(long, conflicts_with = "external")]
        internal: bool,
        /// Only those outside
        #[arg(long)]
        external: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Show somebody, and what they asked for
    Show {
        /// Their name, address or id
        party: String,
    },
    /// Record somebody
    Create(NewParty),
    /// Change what is known about somebody
    Change(PartyChange),
    /// Record a way to reach somebody
    Reach {
        /// Their name, address or id
        party: String,
        /// The address, number or name
        value: String,
        /// What it is: `email`, `phone`, `order` …
        #[arg(long, default_value = "email")]
        kind: String,
        /// How it is known, such as "told us on the phone"
        #[arg(long, value_name = "TEXT", default_value = "")]
        evidence: String,
    },
    /// Forget a way to reach somebody
    Unreach {
        /// Their name, address or id
        party: String,
        /// The address itself, or its id
        handle: String,
    },
    /// Show which team looks after a customer, or have one do so
    Owner {
        /// The customer's name, address or id
        party: String,
        /// The team, by name or id
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// No team does from now on
        #[arg(long, conflicts_with = "team")]
        nobody: bool,
    },
    /// Erase a person's names and words for good; what happened remains
    Erase {
        /// Their name, address or id
        party: String,
        /// That it is meant: nobody brings back what was erased
        #[arg(long, required = true)]
        yes: bool,
    },
}

/// `catena party create`.
#[derive(Debug, Args)]
pub struct NewParty {
    /// Their name
    pub name: String,
    /// What they are
    #[arg(long)]
    pub kind: PartyKind,
    /// They belong to the organisation that runs Catena, as every team does
    #[arg(long)]
    pub internal: bool,
    /// The department of a team, the organisation of a person, by name or id
    #[arg(long, value_name = "NAME")]
    pub parent: Option<String>,
    /// The calendar on which they work, by name or id
    #[arg(long, value_name = "NAME")]
    pub calendar: Option<String>,
    /// Only those who take part see what is asked of the team
    #[arg(long)]
    pub confidential: bool,
    /// Where they can be reached; repeatable
    #[arg(long, value_name = "ADDRESS")]
    pub email: Vec<String>,
    /// Where they can be called; repeatable
    #[arg(long, value_name = "NUMBER")]
    pub phone: Vec<String>,
    #[command(flatten)]
    pub once: Once,
}

/// `catena party change`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct PartyChange {
    /// Their name, address or id
    pub party: String,
    /// Another name
    #[arg(long, group = "what")]
    pub name: Option<String>,
    /// The department of a team, the organisation of a person, by name or id; `none` for none
    #[arg(long, value_name = "NAME", group = "what")]
    pub parent: Option<String>,
    /// The calendar on which they work, by name or id; `none` for none
    #[arg(long, value_name = "NAME", group = "what")]
    pub calendar: Option<String>,
    /// Whether only those who take part see what is asked of the team
    #[arg(long, value_name = "YES", group = "what")]
    pub confidential: Option<bool>,
    /// Whether they can no longer be asked for anything
    #[arg(long, value_name = "YES", group = "what")]
    pub closed: Option<bool>,
}

/// `catena team`.
#[derive(Debug, Subcommand)]
pub enum TeamVerb {
    /// List who belongs to a team
    Members {
        /// The team, by name or id; all teams where it is not given
        team: Option<String>,
    },
    /// Make somebody a member of a team
    Join {
        /// The team, by name or id
        team: String,
        /// The person, by name or id
        person: String,
        /// They lead it
        #[arg(long)]
        leads: bool,
    },
    /// End a membership
    Leave {
        /// The team, by name or id
        team: String,
        /// The person, by name or id
        person: String,
    },
}

/// `catena service`.
#[derive(Debug, Subcommand)]
pub enum ServiceVerb {
    /// List what can be asked for
    List,
    /// Show a service and the plan behind it
    Show {
        /// Its name or id
        service: String,
    },
    /// List the versions of a service's plan
    Versions {
        /// Its name or id
        service: String,
    },
    /// Say when a service could be done at the earliest
    Possible {
        /// Its name or id
        service: String,
        /// The instant that somebody would promise
        #[arg(long, value_name = "WHEN", value_parser = when)]
        due: Option<Timestamp>,
    },
    /// Write a service down: a new one, or the next version of one
    ///
    /// The file holds what `catena service show --json` prints. Providers may be given by name, a step may name those before
    /// it in `after`, and ids of steps may be left out.
    Save {
        #[arg(help = "The file; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

/// `catena calendar`.
#[derive(Debug, Subcommand)]
pub enum CalendarVerb {
    /// List working hours
    List,
    /// Show one calendar, as a file holds it with `--json`
    Show {
        /// Its name or id
        calendar: String,
    },
    /// Write working hours down: a new calendar, or the next version of one
    ///
    /// The file holds a name and `hours`, as in `catena calendar list --json`.
    Save {
        #[arg(help = "The file; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Show when so much working time is over, and why then
    Trace {
        /// Its name or id
        calendar: String,
        /// From when
        #[arg(long, value_name = "WHEN", value_parser = when)]
        from: Timestamp,
        /// How much working time, such as `4h` or `1h 30m`
        #[arg(long, value_name = "TIME", value_parser = times::read_seconds)]
        takes: i64,
    },
}

/// `catena policy`.
#[derive(Debug, Subcommand)]
pub enum PolicyVerb {
    /// Show what is promised to whom
    Show,
    /// Write down what is promised from now on
    ///
    /// The file holds what `catena policy show --json` prints, with the version that it was read in. Services, customers and
    /// calendars may be given by name.
    Save {
        #[arg(help = "The file; `-` reads it from standard input", value_name = "FILE.json", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

/// `catena account`.
#[derive(Debug, Subcommand)]
pub enum AccountVerb {
    /// List who can sign in
    List,
    /// Invite somebody: the one-time link is printed once, to be handed over
    Invite {
        /// The name they will sign in with
        login: String,
        /// Their name, if nobody recorded them yet
        #[arg(long, required_unless_present = "person")]
        name: Option<String>,
        /// Who they are, by name or id, if they are known already
        #[arg(long, value_name = "NAME", conflicts_with = "name")]
        person: Option<String>,
        /// What they may do
        #[arg(long, default_value = "member")]
        role: Role,
        /// Their team, by name or id; repeatable
        #[arg(long, value_name = "NAME")]
        team: Vec<String>,
    },
    /// Let somebody sign in no longer; their tokens end too
    Close {
        /// The name they sign in with, or the account's id
        account: String,
    },
    /// Let somebody sign in again
    Open {
        /// The name they sign in with, or the account's id
        account: String,
    },
    /// Say what somebody may do
    Role {
        /// The name they sign in with, or the account's id
        account: String,
        /// What they may do from now on
        role: Role,
    },
    /// Show which notices you get, or switch them off
    Notices {
        /// A kind that you are not told of; repeatable, all others are told
        #[arg(long, value_name = "KIND")]
        off: Vec<NoticeKind>,
        /// Be told of all of them
        #[arg(long, conflicts_with = "off")]
        all: bool,
    },
    /// Make a new one-time link, with which somebody chooses their password anew
    Reset {
        /// The name they sign in with, or the account's id
        account: String,
        /// Remove the second factor too
        #[arg(long)]
        second_factor: bool,
    },
}

/// `catena token`.
#[derive(Debug, Subcommand)]
pub enum TokenVerb {
    /// List your own tokens
    #[command(after_help = TOKENS)]
    List,
    /// Let a token work no longer
    Revoke {
        /// The token's id
        token: Uuid,
    },
}

/// `catena record`.
#[derive(Debug, Subcommand)]
pub enum RecordVerb {
    /// List what happened, the last first; for administrators and auditors
    List {
        /// Only what happened to this: the number of a request, or the id of anything
        #[arg(long, value_name = "ID")]
        about: Option<RequestName>,
        /// Only what happened before this event
        #[arg(long, value_name = "SEQ")]
        before: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
}

words! {
    #[doc = "What somebody is."]
    PartyKind { Person = "person", Team = "team", Organisation = "organisation", }
    #[doc = "What somebody who signs in may do."]
    Role {
        Administrator = "administrator", Lead = "lead", Member = "member", Auditor = "auditor", Customer = "customer",
    }
}

/// An instant as it is typed here.
fn when(text: &str) -> Result<Timestamp, String> {
    times::read(text, &TimeZone::system())
}
