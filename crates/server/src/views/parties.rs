//! People, teams and organisations, as pages show them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{PartyRef, RequestSummary};

/// A person, a team or an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartyView {
    /// Its id.
    pub id: Uuid,
    /// `person`, `team` or `organisation`.
    pub kind: String,
    /// Whether it belongs to the organisation that runs Catena.
    pub internal: bool,
    /// Its name.
    pub name: String,
    /// The department of a team, the organisation of a person.
    #[schema(required)]
    pub parent: Option<PartyRef>,
    /// The calendar on which it works.
    #[schema(required)]
    pub calendar: Option<Uuid>,
    /// Whether only those who take part see what is asked of it.
    pub confidential: bool,
    /// Whether it can no longer be asked for anything.
    pub closed: bool,
    /// When its names and words were erased; what it asked for remains.
    #[schema(required)]
    pub erased_at: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
}

/// A page of parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyPage {
    /// By name.
    pub parties: Vec<PartyView>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// Who belongs to which team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MemberView {
    /// The team.
    pub team: Uuid,
    /// The person.
    pub person: Uuid,
    /// Whether they lead it.
    pub leads: bool,
}

/// Everybody inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Directory {
    /// Teams and people, by kind and name.
    pub parties: Vec<PartyView>,
    /// Who belongs to which team.
    pub members: Vec<MemberView>,
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandleView {
    /// Its id.
    pub id: Uuid,
    /// `email`, `phone`, `order` …
    pub kind: String,
    /// The address itself.
    pub value: String,
    /// How it is known.
    pub evidence: String,
    /// Since when.
    pub added_at: Timestamp,
}

/// Somebody with everything they asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyDetail {
    /// Who.
    #[serde(flatten)]
    pub party: PartyView,
    /// How they can be reached.
    pub handles: Vec<HandleView>,
    /// Their teams.
    pub teams: Vec<PartyRef>,
    /// What they asked for, the newest first; the last hundred.
    pub requests: Vec<RequestSummary>,
    /// How much they asked for, counted up to 1,001.
    pub count: i64,
}
