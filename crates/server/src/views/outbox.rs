//! Notices on their way out, as the outbox shows them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::PartyRef;
use crate::desk::wording::{Language, NoticeKind};

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// It waits to be handed over.
    Waiting,
    /// It was handed over.
    Sent,
    /// It could not be handed over.
    Failed,
    /// It is not sent.
    NotSent,
}

/// The request that a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeRequest {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
}

/// A notice to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeView {
    /// Its id.
    pub id: Uuid,
    /// What it is about; null if that is gone.
    #[schema(required)]
    pub request: Option<NoticeRequest>,
    /// Whom it is for.
    pub recipient: PartyRef,
    /// What they are told of.
    pub kind: NoticeKind,
    /// Where to; empty if nobody knows.
    pub address: String,
    /// Its subject, without secrets.
    pub subject: String,
    /// Its words, without secrets.
    pub body: String,
    /// Where it stands.
    pub state: NoticeState,
    /// Why: `no_channel` while no mail server is set up; `no_address`, `switched_off`, `no_right`, `cancelled`,
    /// `taken_back` or `erased` of one that is not sent; words of one that failed.
    #[schema(required)]
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was written.
    pub made_at: Timestamp,
    /// Whether it can be put back among those that wait.
    pub may_retry: bool,
    /// Whether it can be kept from being sent.
    pub may_cancel: bool,
}

/// A page of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutboxPage {
    /// The newest first.
    pub notices: Vec<NoticeView>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<Uuid>,
    /// In which language those are told who did not choose one.
    pub language: Language,
}

/// What somebody is told, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeSettings {
    /// All kinds that may concern them.
    pub kinds: Vec<NoticeKind>,
    /// Those that they do not want.
    pub off: Vec<NoticeKind>,
    /// In which language; null for that of the organisation.
    #[schema(required)]
    pub language: Option<Language>,
    /// Where to; null if nobody recorded an address.
    #[schema(required)]
    pub address: Option<String>,
}
