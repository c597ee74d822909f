//! Today, the board and the search, as pages show them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::macros::MentionView;
use super::requests::{PartyRef, RequestSummary};

/// What waits for somebody, and what they wait for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Today {
    /// What others asked of them and their teams, what has to begin first first.
    pub relies_on_me: Vec<RequestSummary>,
    /// How much that is, counted up to 1,001.
    pub relies_on_me_count: i64,
    /// What they and their teams asked of others.
    pub i_rely_on: Vec<RequestSummary>,
    /// How much that is, counted up to 1,001.
    pub i_rely_on_count: i64,
    /// Notes that mention them and that they have not looked at, the newest first.
    pub mentions: Vec<MentionView>,
    /// How many hand-offs wait for their word on how it went.
    pub to_rate: i64,
    /// The server's time.
    pub now: Timestamp,
}

/// What waits for each team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Board {
    /// By name.
    pub teams: Vec<BoardTeam>,
    /// The server's time.
    pub now: Timestamp,
}

/// What waits for a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardTeam {
    /// The team.
    pub team: PartyRef,
    /// Open requests that it was asked for.
    pub waiting: i64,
    /// Those that should have begun by now.
    pub late: i64,
    /// Whether whoever asks belongs to it.
    pub mine: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Found {
    /// The newest first.
    pub hits: Vec<Hit>,
    /// How many texts match, counted up to 1,001.
    pub count: i64,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hit {
    /// Where the words stand: `number`, `subject`, `message`, `note`, `message_file`, `note_file` or `party`.
    pub kind: String,
    /// The person, team or organisation.
    #[schema(required)]
    pub party: Option<PartyRef>,
    /// The request.
    #[schema(required)]
    pub request: Option<RequestSummary>,
}
