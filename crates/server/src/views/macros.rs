//! Ready texts, signatures and mentions, as pages show them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{PartyRef, RequestSummary, RestWord};

/// Who sees a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Whoever wrote it.
    Private,
    /// A team.
    Team,
    /// All colleagues.
    Everybody,
}

/// A ready text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MacroView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The words, in Markdown with placeholders.
    pub body: String,
    /// Who sees it.
    pub audience: Audience,
    /// The team that shares it.
    #[schema(required)]
    pub team: Option<PartyRef>,
    /// The priority that a request gets when it is sent; null to leave it.
    #[schema(required)]
    pub priority: Option<i64>,
    /// The tags that a request gets when it is sent.
    pub tags: Vec<String>,
    /// Why a request rests once it is sent; null if it goes on.
    #[schema(required)]
    pub rests: Option<RestWord>,
    /// Whether whoever asks may change it.
    pub may_change: bool,
}

/// Ready texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MacroList {
    /// By name.
    pub macros: Vec<MacroView>,
}

/// What a team writes under messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamSignature {
    /// The team.
    pub team: PartyRef,
    /// The words; empty if it has none.
    pub words: String,
    /// Whether whoever asks may change it.
    pub may_change: bool,
}

/// What somebody writes under messages to customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signatures {
    /// Their own words; empty if they have none.
    pub own: String,
    /// Those of their teams, by name; a lead's teams below too.
    pub teams: Vec<TeamSignature>,
    /// What is written under their messages: their own, else that of the first of their teams that has one.
    pub used: String,
}

/// A note that mentions whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MentionView {
    /// The note.
    pub note: Uuid,
    /// Its request.
    pub request: RequestSummary,
    /// Who wrote it.
    pub author: PartyRef,
    /// When.
    pub at: Timestamp,
    /// The words as safe HTML.
    pub html: String,
}
