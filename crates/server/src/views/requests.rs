//! Requests, as lists and pages show them.

use catena_domain::forecast::Outlook;
use catena_domain::request::Rest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::fields::FieldView;
use super::files::{MessageFileView, NoteFileView};

/// A person, team or organisation by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartyRef {
    /// Its id.
    pub id: Uuid,
    /// Its name; empty once it was erased.
    pub name: String,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// It waits for its turn in a plan.
    Planned,
    /// Somebody was asked and has not answered.
    Offered,
    /// The provider took it.
    Accepted,
    /// The provider gave it back: something is missing.
    Returned,
    /// The provider says it is done.
    Done,
    /// The customer has it.
    Received,
    /// Nobody needs it any more.
    Withdrawn,
}

/// Why a request rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestWord {
    /// The customer has to answer: their promise waits too.
    Customer,
    /// A colleague has to do something: no promise waits for that.
    Colleague,
    /// The customer agreed to wait: their promise waits too.
    Agreed,
}

impl From<RestWord> for Rest {
    fn from(why: RestWord) -> Self {
        match why {
            RestWord::Customer => Self::Customer,
            RestWord::Colleague => Self::Colleague,
            RestWord::Agreed => Self::Agreed,
        }
    }
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingWord {
    /// It can still be kept.
    Open,
    /// It was kept.
    Kept,
    /// It was broken as its due instant passed.
    Broken,
}

/// What somebody may do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActWord {
    /// Ask the provider; again, if it was returned.
    Offer,
    /// Take it.
    Accept,
    /// Give it back and say what is missing.
    Return,
    /// Ask somebody else.
    Transfer,
    /// Say that it is done.
    Finish,
    /// Say that one has it.
    Receive,
    /// Ask for more after it was done.
    Reopen,
    /// Say that nobody needs it.
    Withdraw,
    /// Let it rest.
    Pause,
    /// Go on.
    Resume,
}

/// The request at the top of a chain, for whom all of it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RootRef {
    /// Its id.
    pub id: Uuid,
    /// Its number for people.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// For whom.
    pub customer: PartyRef,
    /// Whether they pay.
    pub external: bool,
    /// What was promised.
    #[schema(required)]
    pub due_at: Option<Timestamp>,
    /// What is true of that promise; null if nothing was promised.
    #[schema(required)]
    pub standing: Option<StandingWord>,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequestSummary {
    /// Its id.
    pub id: Uuid,
    /// Its number for people.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: StatusWord,
    /// Why it rests; null if it does not.
    #[schema(required)]
    pub rests: Option<RestWord>,
    /// Who asked.
    pub customer: PartyRef,
    /// Who is asked.
    pub provider: PartyRef,
    /// Whether the customer pays.
    pub external: bool,
    /// What was asked for; null if it is no service.
    #[schema(required)]
    pub service: Option<PartyRef>,
    /// What the step of a plan is called.
    #[schema(required)]
    pub step: Option<String>,
    /// How urgent, from 1 to 4.
    pub priority: i64,
    /// Whether the request above waits for it.
    pub awaited: bool,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was first offered.
    #[schema(required)]
    pub opened_at: Option<Timestamp>,
    /// When the one who holds it took it.
    #[schema(required)]
    pub accepted_at: Option<Timestamp>,
    /// When it was done.
    #[schema(required)]
    pub done_at: Option<Timestamp>,
    /// By when it has to end.
    #[schema(required)]
    pub due_at: Option<Timestamp>,
    /// By when it has to begin, if it takes what it may.
    #[schema(required)]
    pub latest_start_at: Option<Timestamp>,
    /// What is true of its promise; null if nothing was promised.
    #[schema(required)]
    pub standing: Option<StandingWord>,
    /// Whether the promise at the top moves with it.
    pub critical: bool,
    /// For whom all of it is done.
    pub root: RootRef,
    /// What whoever asks may do with it now.
    pub may: Vec<ActWord>,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
}

/// A page of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequestPage {
    /// In the order that was asked for.
    pub requests: Vec<RequestSummary>,
    /// How many there are, counted up to 1,001.
    pub count: i64,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// The time in which one provider was asked, and perhaps worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldView {
    /// Who.
    pub provider: PartyRef,
    /// From when.
    pub offered_at: Timestamp,
    /// When they took it.
    #[schema(required)]
    pub accepted_at: Option<Timestamp>,
    /// When it ended; null if it has not.
    #[schema(required)]
    pub ended_at: Option<Timestamp>,
    /// How it ended: `done`, `returned`, `transferred`, `withdrawn`.
    #[schema(required)]
    pub end: Option<&'static str>,
}

/// An interval in which a request rested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PauseView {
    /// From when.
    pub from: Timestamp,
    /// Until when; null while it rests.
    #[schema(required)]
    pub to: Option<Timestamp>,
    /// Why.
    pub why: RestWord,
    /// Who said so.
    pub by: PartyRef,
}

/// A promise and what is true of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromiseView {
    /// `first_response` or `resolution`.
    pub kind: PromiseWord,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it holds, with all that moved it.
    pub due_at: Timestamp,
    /// When it was fulfilled.
    #[schema(required)]
    pub met_at: Option<Timestamp>,
    /// What is true of it.
    pub standing: StandingWord,
    /// The version of the policy that says so; null if a person did.
    #[schema(required)]
    pub policy: Option<i64>,
    /// How often another term was agreed on.
    pub renegotiated: usize,
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseWord {
    /// An answer.
    FirstResponse,
    /// The result.
    Resolution,
}

/// A request in its chain, with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainLink {
    /// The request.
    #[serde(flatten)]
    pub request: RequestSummary,
    /// The request from which it was raised; null for the root.
    #[schema(required)]
    pub parent: Option<Uuid>,
    /// What has to be over before it is offered.
    pub after: Vec<Uuid>,
    /// Who was asked when.
    pub holds: Vec<HoldView>,
    /// When it rested.
    pub pauses: Vec<PauseView>,
    /// What was promised.
    pub promises: Vec<PromiseView>,
    /// When it can end if everybody takes what they may from now on; null once it is over.
    #[schema(required)]
    pub expected_at: Option<Timestamp>,
    /// Seconds of the performer's working time that it can still wait; negative if it is too late.
    #[schema(required)]
    pub slack: Option<i64>,
    /// Seconds of working time that it may take.
    #[schema(required)]
    pub allowed: Option<i64>,
    /// What has to be there when it is handed over.
    pub checklist: Vec<String>,
}

/// Something said to the customer or by them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageView {
    /// Its id.
    pub id: Uuid,
    /// Who wrote it.
    pub author: PartyRef,
    /// Whether it goes to the customer.
    pub outward: bool,
    /// When.
    pub at: Timestamp,
    /// The words, in Markdown.
    pub body: String,
    /// The words as safe HTML.
    pub html: String,
    /// The number of the joined request in which it was said; null if it was in this one.
    #[schema(required)]
    pub part: Option<i64>,
    /// The files that go with it.
    pub files: Vec<MessageFileView>,
}

/// Something that colleagues said among themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteView {
    /// Its id.
    pub id: Uuid,
    /// In which request of the chain.
    pub request: Uuid,
    /// Who wrote it.
    pub author: PartyRef,
    /// When.
    pub at: Timestamp,
    /// The words, in Markdown.
    pub body: String,
    /// The words as safe HTML.
    pub html: String,
    /// The files that go with it.
    pub files: Vec<NoteFileView>,
}

/// Something that happened, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventView {
    /// Its number in the record.
    pub seq: i64,
    /// With what else it was decided; with it an act is taken back.
    pub act: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who; null for what follows by itself.
    #[schema(required)]
    pub by: Option<PartyRef>,
    /// What, in one word.
    pub kind: String,
    /// What it happened to.
    pub subject: Uuid,
    /// How that is called now; null where whoever asks may not know it, or it has no name.
    #[schema(required)]
    pub name: Option<String>,
    /// Its number, if it is a request that whoever asks may know of.
    #[schema(required)]
    pub number: Option<i64>,
    /// The root of the chain it belongs to.
    #[schema(required)]
    pub chain: Option<Uuid>,
    /// The decision, as it is recorded: ids and figures.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// What somebody began to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DraftView {
    /// `message` or `note`.
    pub kind: String,
    /// The words so far.
    pub body: String,
}

/// When an open chain will end, from what past chains of the same service took.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ForecastView {
    /// This.
    Known {
        /// It ends earlier in one case of ten.
        earliest_at: Timestamp,
        /// It ends earlier in one case of two.
        expected_at: Timestamp,
        /// It ends later in one case of ten.
        latest_at: Timestamp,
        /// The probability that the promise is kept, from 0 to 1; null without a promise.
        #[schema(required)]
        kept: Option<f64>,
    },
    /// Too few past cases are known of a step that is still to come.
    NotYetKnown {
        /// How many are known; 20 are needed.
        cases: usize,
    },
}

impl From<Outlook> for ForecastView {
    fn from(outlook: Outlook) -> Self {
        match outlook {
            Outlook::Known(known) => Self::Known {
                earliest_at: known.earliest_at,
                expected_at: known.expected_at,
                latest_at: known.latest_at,
                kept: known.kept,
            },
            Outlook::NotYetKnown { cases, .. } => Self::NotYetKnown { cases },
        }
    }
}

/// A request with everything around it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RequestDetail {
    /// The request.
    #[serde(flatten)]
    pub link: ChainLink,
    /// What it is about, at length.
    pub details: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The custom fields of the chain's root, as far as whoever asks may know, with what stands in them.
    pub fields: Vec<FieldView>,
    /// Who asked for it, often on the customer's behalf.
    pub asked_by: PartyRef,
    /// When the chain will end, as things stand; null if it is over, or no service's.
    #[schema(required)]
    pub forecast: Option<ForecastView>,
    /// All requests of its chain, by number.
    pub chain: Vec<ChainLink>,
    /// The conversation with the customer, in order; it belongs to the root.
    pub messages: Vec<MessageView>,
    /// What colleagues noted in the whole chain; empty for customers.
    pub notes: Vec<NoteView>,
    /// What whoever asks began to write.
    pub drafts: Vec<DraftView>,
    /// The files that whoever asks sent for a message and has not named in one.
    pub message_files: Vec<MessageFileView>,
    /// The files that whoever asks sent for a note on this request and has not named in one.
    pub note_files: Vec<NoteFileView>,
    /// What happened in the chain, in order.
    pub history: Vec<EventView>,
    /// What else the customer at the top asked for, the newest first.
    pub others: Vec<RequestSummary>,
    /// Who else follows it.
    pub followers: Vec<PartyRef>,
    /// Whether whoever asks follows it.
    pub following: bool,
    /// Until when whoever asks set it aside.
    #[schema(required)]
    pub snoozed_until: Option<Timestamp>,
    /// The request that it was joined to.
    #[schema(required)]
    pub merged: Option<PartRef>,
    /// The requests that were joined to it; their conversation is shown with its own.
    pub parts: Vec<PartRef>,
}

/// A request that another one was joined to, or that was joined to another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartRef {
    /// Its id.
    pub id: Uuid,
    /// Its number for people.
    pub number: i64,
    /// What it is about.
    pub subject: String,
}

/// Who else is at a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HereList {
    /// They; whoever writes first.
    pub others: Vec<Here>,
}

/// Somebody who is at a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Here {
    /// Who.
    pub person: PartyRef,
    /// Whether they are writing something.
    pub writing: bool,
}

/// What an act did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Acted {
    /// The request.
    pub request: Uuid,
    /// Its number for people.
    pub number: i64,
    /// The name of the act, with which it can be taken back for ten seconds.
    pub act: Uuid,
    /// The request's revision after it.
    pub revision: i64,
    /// Seconds by which the promise is shorter than what the chain needs; null if it fits.
    #[schema(required)]
    pub shortfall: Option<i64>,
}
