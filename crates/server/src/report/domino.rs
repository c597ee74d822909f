//! How lateness travels: from a hand-off to the one it serves, to the roots, and who stops it.

use catena_analysis::Parties;
use serde::Serialize;
use utoipa::ToSchema;

use super::figures::Share;

/// Lateness between teams. Only hand-offs and parents with a due instant count.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Domino {
    /// From each provider to each customer.
    pub edges: Vec<Edge>,
    /// How far each link's broken promises reach.
    pub blast: Vec<Blast>,
    /// Who keeps promises with work that came late.
    pub absorbers: Vec<Absorber>,
}

/// What happened to the customers' promises when a provider kept or broke its own.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Edge {
    /// Who gave the hand-offs.
    pub provider: String,
    /// Who relied on them.
    pub customer: String,
    /// The hand-off broke its promise and so did its parent.
    pub broke_parent_broke: u64,
    /// The hand-off broke its promise and its parent kept its own.
    pub broke_parent_kept: u64,
    /// The hand-off kept its promise and its parent broke its own.
    pub kept_parent_broke: u64,
    /// Both kept their promises.
    pub kept_parent_kept: u64,
    /// How often the parent broke its promise when the hand-off had broken its own.
    #[schema(required)]
    pub risk_if_broken: Option<Share>,
    /// How often it did when the hand-off had kept its own.
    #[schema(required)]
    pub risk_if_kept: Option<Share>,
    /// The first risk over the second.
    #[schema(required)]
    pub risk_ratio: Option<RiskRatio>,
}

/// How many times as likely.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct RiskRatio {
    /// The ratio; 0.5 is added to each cell where one is empty.
    pub value: f64,
    /// Its 95 % interval by the log method.
    pub interval: (f64, f64),
    /// Its 95 % interval by resampling chains; absent without the bootstrap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub resampled: Option<(f64, f64)>,
}

/// How far the broken promises of a link reach.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Blast {
    /// The link.
    pub provider: String,
    /// Roots with a due instant whose chain holds a hand-off of the link that closed after its due.
    pub roots: u64,
    /// How many of these roots broke their promise.
    pub broke: u64,
}

/// How often a team keeps its promise though the work it waited for came late.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Absorber {
    /// The team.
    pub provider: String,
    /// Its hand-offs with a due instant that awaited work which closed after its own due.
    pub cases: u64,
    /// How many of them closed by their due.
    pub closed_by_due: u64,
    /// The share of these.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Whether the team is marked: ten cases at least, and an interval above the share of all others.
    pub absorber: bool,
    /// The share over all other teams.
    #[schema(required)]
    pub others_share: Option<f64>,
}

impl Domino {
    pub(super) fn new(parties: &Parties, found: &catena_analysis::Domino) -> Self {
        let name = |party: u32| parties.name(party).to_owned();
        Self {
            edges: found.edges.iter().map(|edge| Edge::new(parties, edge)).collect(),
            blast: found
                .blast
                .iter()
                .map(|blast| Blast { provider: name(blast.provider), roots: blast.roots, broke: blast.broke })
                .collect(),
            absorbers: found
                .absorbing
                .iter()
                .map(|absorbing| Absorber {
                    provider: name(absorbing.provider),
                    cases: absorbing.share.n,
                    closed_by_due: absorbing.share.k,
                    share: absorbing.share.share,
                    interval: absorbing.share.interval,
                    absorber: absorbing.is_absorber,
                    others_share: absorbing.others,
                })
                .collect(),
        }
    }
}

impl Edge {
    fn new(parties: &Parties, edge: &catena_analysis::Edge) -> Self {
        let table = &edge.table;
        Self {
            provider: parties.name(edge.provider).to_owned(),
            customer: parties.name(edge.customer).to_owned(),
            broke_parent_broke: table.broke_parent_broke,
            broke_parent_kept: table.broke_parent_kept,
            kept_parent_broke: table.kept_parent_broke,
            kept_parent_kept: table.kept_parent_kept,
            risk_if_broken: table.risk_if_broken().map(Share::from),
            risk_if_kept: table.risk_if_kept().map(Share::from),
            risk_ratio: table.risk_ratio().map(|(value, interval)| RiskRatio {
                value,
                interval,
                resampled: edge.resampled,
            }),
        }
    }
}
