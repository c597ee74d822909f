//! What customers said of kept and broken promises, and which work came back.

use catena_analysis::Parties;
use serde::Serialize;
use utoipa::ToSchema;

use super::figures::Mean;

/// Ratings of the roots. Fewer than five ratings show none.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Ratings {
    /// Of kept promises.
    #[schema(required)]
    pub kept: Option<Mean>,
    /// Of broken promises.
    #[schema(required)]
    pub broken: Option<Mean>,
    /// Of the promises that each link broke.
    pub by_link: Vec<LinkRating>,
}

/// Ratings of the promises that one link broke.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LinkRating {
    /// The link.
    pub provider: String,
    /// The ratings.
    pub rating: Mean,
}

/// Work that came back.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Rework {
    /// Chains that returned to a team that had already held them.
    pub ping_pong_chains: u64,
    /// Hand-offs that were returned or reopened.
    pub rework_hand_offs: u64,
    /// The same by team.
    pub teams: Vec<TeamRework>,
}

/// Work that came back to one team.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TeamRework {
    /// The team.
    pub provider: String,
    /// Chains that returned to it.
    pub ping_pong_chains: u64,
    /// Its hand-offs that were returned or reopened.
    pub rework_hand_offs: u64,
}

impl Ratings {
    pub(super) fn new(parties: &Parties, found: &catena_analysis::Ratings) -> Self {
        let by_link = found.by_link.iter();
        Self {
            kept: found.kept.map(Mean::from),
            broken: found.broken.map(Mean::from),
            by_link: by_link
                .map(|&(provider, mean)| LinkRating {
                    provider: parties.name(provider).to_owned(),
                    rating: mean.into(),
                })
                .collect(),
        }
    }
}

impl Rework {
    pub(super) fn new(parties: &Parties, found: &catena_analysis::Rework) -> Self {
        Self {
            ping_pong_chains: found.ping_pong_chains,
            rework_hand_offs: found.rework_hand_offs,
            teams: found
                .teams
                .iter()
                .map(|team| TeamRework {
                    provider: parties.name(team.provider).to_owned(),
                    ping_pong_chains: team.ping_pong_chains,
                    rework_hand_offs: team.rework_hand_offs,
                })
                .collect(),
        }
    }
}
