//! What can be typed after `catena outbox` and `catena webhook`.

use clap::{Subcommand, ValueEnum};
use uuid::Uuid;

use super::Page;

words! {
    #[doc = "Where a notice stands."]
    NoticeState { Waiting = "waiting", Sent = "sent", Failed = "failed", NotSent = "not_sent", }
    #[doc = "What somebody is told of."]
    NoticeKind {
        Received = "received", Answered = "answered", Done = "done", DueMoved = "due_moved", Offered = "offered",
        Feedback = "feedback", TeamOffered = "team_offered", Returned = "returned", Mentioned = "mentioned",
        Pulse = "pulse",
    }
    #[doc = "In which language notices are written."]
    Language { En = "en", Fr = "fr", De = "de", }
}

/// `catena outbox`.
#[derive(Debug, Subcommand)]
pub enum OutboxVerb {
    /// List notices on their way out, the newest first; for administrators and auditors
    List {
        /// Those in this state
        #[arg(long)]
        state: Option<NoticeState>,
        /// Those of this kind
        #[arg(long)]
        kind: Option<NoticeKind>,
        /// Those for this party, by name, address or id
        #[arg(long, value_name = "NAME")]
        recipient: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Put a notice back among those that wait
    Retry {
        /// The notice's id
        notice: Uuid,
    },
    /// Keep a notice from being sent
    Cancel {
        /// The notice's id
        notice: Uuid,
    },
    /// Say in which language the organisation writes
    Language {
        /// The language
        language: Language,
    },
}

/// `catena webhook`.
#[derive(Debug, Subcommand)]
pub enum WebhookVerb {
    /// List addresses that are told of events
    List,
    /// Tell an address of events from now on; its secret is printed once
    Add {
        /// Where to, such as `https://example.org/hook`
        url: String,
        /// A kind of event that is told, such as `asked`; repeatable. All of them where it is not given
        #[arg(long, value_name = "KIND")]
        kind: Vec<String>,
    },
    /// Tell an address nothing for a while; what happens meanwhile waits
    Pause {
        /// The webhook's id
        webhook: Uuid,
    },
    /// Go on telling an address that was paused, or that failed too often
    Resume {
        /// The webhook's id
        webhook: Uuid,
    },
    /// Make a new secret, which is printed once
    Secret {
        /// The webhook's id
        webhook: Uuid,
    },
    /// List what was sent to an address, the newest first
    Deliveries {
        /// The webhook's id
        webhook: Uuid,
    },
    /// Send one of them again
    Retry {
        /// The webhook's id
        webhook: Uuid,
        /// The number of the event
        seq: i64,
    },
    /// Tell an address no longer; what waits for it is forgotten
    Remove {
        /// The webhook's id
        webhook: Uuid,
    },
    /// Send a message at once that tells of nothing, and say how it was taken
    Test {
        /// The webhook's id
        webhook: Uuid,
    },
}
