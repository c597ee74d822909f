//! What happened: the one append-only record from which requests are rebuilt, the audit trail is read, colleagues are
//! told and chains are analysed.
//!
//! An event holds ids, instants and decisions. Names, addresses and words stand elsewhere, where they can be erased
//! without changing what happened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::chain::Asked;
use crate::id::{ActId, CalendarId, MessageId, NoteId, PartyId, RequestId};
use crate::policy::Priority;
use crate::promise::{Kind, Term};
use crate::request::What;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the record, from 1 without gaps that matter.
    pub seq: i64,
    /// When. Never before the event before it in the same chain.
    pub at: Timestamp,
    /// With what else it was decided.
    pub act: ActId,
    /// Who did it; [`PartyId::CATENA`] for what follows by itself.
    pub by: PartyId,
    /// What it happened to: a request, a party, a service …
    pub subject: Uuid,
    /// The root of the chain it belongs to, if it belongs to one.
    pub chain: Option<RequestId>,
    /// What.
    pub fact: Fact,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Fact {
    /// A request came into being.
    Asked(Asked),
    /// Something was done with a request.
    Did(What),
    /// Something was promised.
    Promised {
        /// What.
        promise: Kind,
        /// For how long.
        term: Term,
        /// Whose working time counts; without it elapsed time does.
        calendar: Option<CalendarId>,
        /// The version of the policy that says so; none if a person did.
        policy: Option<i64>,
    },
    /// Another term was agreed on.
    Renegotiated {
        /// For which promise.
        promise: Kind,
        /// For how long from now.
        term: Term,
    },
    /// The customer was told something.
    Answered(MessageId),
    /// The customer wrote.
    Wrote(MessageId),
    /// Colleagues noted something among themselves.
    Noted(NoteId),
    /// It became more or less urgent.
    Prioritized(Priority),
    /// What stands in a custom field of it changed; the value stands elsewhere.
    FieldChanged(Uuid),
    /// The request above began to wait for it, or no longer does.
    Awaited(bool),
    /// The last act in the chain was taken back.
    Undone(ActId),
    /// A request is a part of another one from now on.
    Merged(RequestId),
    /// It is a request of its own again.
    Unmerged,

    /// A person, team or organisation came into being.
    PartyAdded,
    /// Its name or place changed.
    PartyChanged,
    /// Its names and words were erased.
    PartyErased,
    /// A person joined a team.
    MemberJoined {
        /// The person.
        person: PartyId,
        /// Whether they lead it.
        leads: bool,
    },
    /// A person left a team.
    MemberLeft {
        /// The person.
        person: PartyId,
    },
    /// A way to reach a party was recorded.
    HandleAdded,
    /// A way to reach a party was removed.
    HandleRemoved,
    /// A service was written down, in this version.
    ServiceChanged {
        /// From 1.
        version: i64,
    },
    /// A calendar was written down, in this version.
    CalendarChanged {
        /// From 1.
        version: i64,
    },
    /// What is promised to whom was written down, in this version.
    PolicyChanged {
        /// From 1.
        version: i64,
    },

    /// An account was made.
    AccountAdded,
    /// A one-time link was handed out.
    LinkMade,
    /// A one-time link was used.
    LinkUsed,
    /// An account got another role.
    RoleChanged {
        /// Its name.
        role: String,
    },
    /// A password was chosen.
    PasswordChanged,
    /// A second factor is asked for from now on.
    SecondFactorAdded,
    /// No second factor is asked for any more.
    SecondFactorRemoved,
    /// An account can no longer sign in, or can again.
    AccountClosed(bool),
    /// A provider that signs people in vouched for an account, and does so from now on.
    IdentityLinked,
    /// Providers vouch for an account no longer.
    IdentityUnlinked,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out, or was signed out.
    SignedOut,
    /// A token for programs was made.
    TokenMade,
    /// A token no longer works.
    TokenRevoked,
    /// A link for the customer was made.
    TrackingMade,
    /// A link for the customer no longer works.
    TrackingRevoked,
    /// The demonstration data were put in, or removed.
    DemoChanged(bool),
    /// An address that is told of events was set up, changed or removed.
    WebhookChanged,
    /// A notice was kept from being sent.
    NoticeCancelled,
    /// A notice was put back among those that wait.
    NoticeRetried,
    /// A colleague was asked how it went; the id is that of the question.
    RatingAsked(Uuid),
    /// A question about a hand-off was answered. What was answered stands elsewhere.
    RatingGiven(Uuid),
    /// Somebody thanked for a hand-off.
    Thanked,
    /// A survey was written down, in this version.
    SurveyChanged {
        /// From 1.
        version: i64,
    },
    /// A survey no longer asks, or does again.
    SurveyStopped(bool),
    /// A customer was asked how it was; about a request, if it is about one.
    FeedbackAsked(Option<RequestId>),
    /// A customer is no longer asked.
    FeedbackWithdrawn,
    /// Another private link to the questions was made, and the one before no longer works.
    FeedbackLinkMade,
    /// A customer answered; whether poorly.
    FeedbackGiven {
        /// Whether somebody should ask what went wrong.
        poor: bool,
    },
    /// A request was opened to ask what went wrong.
    FeedbackFollowed(RequestId),
    /// A public review was recorded.
    ReviewRecorded,
    /// What a customer said to somebody was recorded.
    ConversationRecorded,
    /// What a customer did next was recorded.
    OutcomeRecorded {
        /// Its word.
        outcome: String,
    },
    /// Another team looks after a customer, or none does.
    OwnerChanged(Option<PartyId>),
    /// A customer is asked after all what they were asked before: that it went on was taken back.
    FeedbackResumed,
    /// What was recorded of a public review was corrected.
    ReviewChanged,
    /// A public review was removed.
    ReviewRemoved,
    /// What was recorded of a conversation was corrected.
    ConversationChanged,
    /// A conversation was removed.
    ConversationRemoved,
    /// What was recorded of what a customer did next was corrected.
    OutcomeChanged {
        /// Its word.
        outcome: String,
    },
    /// What a customer did next was removed.
    OutcomeRemoved,
    /// Somebody took out what was said as a file.
    FeedbackExported {
        /// What, in one word.
        what: String,
    },
    /// The staff is asked how it is to work here. Who answers is recorded nowhere.
    PulseLaunched,
    /// Everybody who is asked was reminded, whether or not they answered.
    PulseReminded,
    /// A wave of the pulse ended, and what came of it was released.
    PulseClosed,
}

impl Fact {
    /// Whether it belongs to a chain and changes it.
    pub fn of_chain(&self) -> bool {
        matches!(
            self,
            Self::Asked(_)
                | Self::FieldChanged(_)
                | Self::Did(_)
                | Self::Promised { .. }
                | Self::Renegotiated { .. }
                | Self::Answered(_)
                | Self::Wrote(_)
                | Self::Noted(_)
                | Self::Prioritized(_)
                | Self::Awaited(_)
                | Self::Undone(_)
                | Self::Merged(_)
                | Self::Unmerged
        )
    }
}
