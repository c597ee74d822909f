//! Everyone's customers: the teams by their distance to the external customer, and what flows between them.

use catena_analysis::{Counts, Customer, Parties};
use serde::Serialize;
use utoipa::ToSchema;

/// Who hands to whom.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Pyramid {
    /// All teams.
    pub teams: Vec<PyramidTeam>,
    /// What flows from providers to customers.
    pub flows: Vec<Flow>,
    /// Hand-offs inside and across departments; absent where the input names no departments.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub departments: Option<Cooperation>,
}

/// A team in the pyramid.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PyramidTeam {
    /// Its name.
    pub name: String,
    /// The fewest hops to an external customer; null where no way leads to one.
    #[schema(required)]
    pub distance: Option<u32>,
    /// The department it belongs to, where the input names one.
    #[schema(required)]
    pub department: Option<String>,
    /// How many hand-offs and roots it gave.
    pub hand_offs: u64,
    /// How long it held promises, along the critical paths.
    pub held_seconds: i64,
    /// The part of it before somebody began to work.
    pub waiting_seconds: i64,
}

/// What one team gives to another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Flow {
    /// Who gives.
    pub provider: String,
    /// Who relies on it; empty for the external customers.
    pub customer: String,
    /// How much, and how well.
    #[serde(flatten)]
    pub traffic: Traffic,
}

/// Hand-offs between teams: how many, how many promises were kept, how long they held the chains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Traffic {
    /// How many hand-offs.
    pub hand_offs: u64,
    /// Of these, how many closed by their due instant.
    pub kept: u64,
    /// Of these, how many closed after it.
    pub broken: u64,
    /// Of these, how many have no due instant.
    pub without_due: u64,
    /// How long they held promises, along the critical paths.
    pub held_seconds: i64,
    /// The part of it before somebody began to work.
    pub waiting_seconds: i64,
}

/// Hand-offs inside against across departments.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Cooperation {
    /// Between teams of one department.
    pub inside: Traffic,
    /// Between teams of different departments.
    pub across: Traffic,
    /// The hand-offs of each team to other departments, the longest wait first.
    pub crossing: Vec<Crossing>,
}

/// What one team gives to other departments.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Crossing {
    /// Who gives.
    pub provider: String,
    /// How much, and how well.
    #[serde(flatten)]
    pub traffic: Traffic,
}

impl Pyramid {
    pub(super) fn new(parties: &Parties, found: &catena_analysis::Pyramid) -> Self {
        let name = |party: u32| parties.name(party).to_owned();
        Self {
            teams: found
                .teams
                .iter()
                .map(|team| PyramidTeam {
                    name: name(team.provider),
                    distance: team.distance,
                    department: team.department.clone(),
                    hand_offs: team.counts.hand_offs,
                    held_seconds: team.counts.held_seconds,
                    waiting_seconds: team.counts.waiting_seconds,
                })
                .collect(),
            flows: found
                .flows
                .iter()
                .map(|flow| Flow {
                    provider: name(flow.provider),
                    customer: match flow.customer {
                        Customer::External => String::new(),
                        Customer::Party(party) => name(party),
                    },
                    traffic: flow.counts.into(),
                })
                .collect(),
            departments: found.departments.as_ref().map(|departments| Cooperation {
                inside: departments.inside.into(),
                across: departments.across.into(),
                crossing: departments
                    .crossing
                    .iter()
                    .map(|&(team, counts)| Crossing { provider: name(team), traffic: counts.into() })
                    .collect(),
            }),
        }
    }
}

impl From<Counts> for Traffic {
    fn from(counts: Counts) -> Self {
        Self {
            hand_offs: counts.hand_offs,
            kept: counts.kept,
            broken: counts.broken,
            without_due: counts.without_due,
            held_seconds: counts.held_seconds,
            waiting_seconds: counts.waiting_seconds,
        }
    }
}
