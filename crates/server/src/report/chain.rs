//! One chain: as a row of a list, and in full, with who held it when and why each hand-off is charged.

use std::collections::BTreeMap;

use catena_analysis::{Chain, Chains, Held, explain};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use catena_formats::rfc_3339;

/// A chain in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainRow {
    /// Who promised what to whom, and what became of it.
    #[serde(flatten)]
    pub head: ChainHead,
    /// How many hand-offs, the root included.
    pub hand_offs: u64,
}

/// Who promised what to whom, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainHead {
    /// The id of the root.
    pub root: String,
    /// To whom the promise was made.
    pub customer: String,
    /// Who made it.
    pub provider: String,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub opened: String,
    /// When it was done.
    #[schema(format = DateTime)]
    pub closed: String,
    /// When it was promised for.
    #[schema(required, format = DateTime)]
    pub due: Option<String>,
    /// What became of the promise.
    pub outcome: Outcome,
    /// How long after the due instant it closed; 0 if it did not.
    pub overrun_seconds: i64,
    /// From opening to close.
    pub lead_seconds: i64,
    /// The links that broke the promise.
    pub broke: Vec<String>,
    /// The customer's verdict.
    #[schema(required)]
    pub rating: Option<f32>,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Closed by its due instant.
    Kept,
    /// Closed after it.
    Broken,
    /// There was no due instant.
    None,
}

/// A chain in full.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainDetail {
    /// Who promised what to whom, and what became of it.
    #[serde(flatten)]
    pub head: ChainHead,
    /// The root's further attributes.
    pub attributes: BTreeMap<String, String>,
    /// The part of the overrun that would have remained had every inner promise been kept.
    pub plan_gap_seconds: i64,
    /// Root first, parents before their children.
    pub hand_offs: Vec<ChainHandoff>,
    /// The critical path from the root's opening to its close, without gaps.
    pub path: Vec<PathPart>,
    /// What the repair of each link alone would have changed.
    pub repairs: Vec<ChainRepair>,
    /// When the chain would have ended with all of them repaired.
    #[schema(format = DateTime)]
    pub ends_if_all_repaired: String,
}

/// A hand-off within its chain.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainHandoff {
    /// Its id.
    pub id: String,
    /// The id of the hand-off it serves; null for the root.
    #[schema(required)]
    pub parent: Option<String>,
    /// How far below the root.
    pub depth: u64,
    /// Who relied on it.
    pub customer: String,
    /// Who gave it.
    pub provider: String,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub opened: String,
    /// When somebody began to work on it.
    #[schema(required, format = DateTime)]
    pub started: Option<String>,
    /// When it was done.
    #[schema(format = DateTime)]
    pub closed: String,
    /// When it was promised for.
    #[schema(required, format = DateTime)]
    pub due: Option<String>,
    /// Whether its parent waited for it.
    pub awaited: bool,
    /// Whether it outlived its parent, which then did not wait for it.
    pub ends_after_parent: bool,
    /// Whether it is a wait for the external customer.
    pub customer_hold: bool,
    /// The verdict of who relied on it.
    #[schema(required)]
    pub rating: Option<f32>,
    /// How long it was allowed to take.
    pub budget: Budget,
    /// How long it took.
    pub duration_seconds: i64,
    /// How long it held the promise.
    pub on_path_seconds: i64,
    /// The part of that before somebody began to work.
    pub waiting_on_path_seconds: i64,
    /// How much it was late by itself, without the lateness of what it waited for.
    pub own_excess_seconds: i64,
    /// The part of the overrun that it is charged with, to three decimals.
    pub charged_seconds: f64,
    /// Its further attributes.
    pub attributes: BTreeMap<String, String>,
}

/// How long a hand-off was allowed to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Budget {
    /// What it rests on.
    pub kind: BudgetKind,
    /// Its length; null without a budget.
    #[schema(required)]
    pub seconds: Option<i64>,
}

/// What a budget rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BudgetKind {
    /// The hand-off's due instant.
    Due,
    /// The typical duration of its provider.
    Typical,
    /// Nothing: it has no budget.
    None,
}

/// A part of the critical path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PathPart {
    /// Who held the promise: an index into the hand-offs of the chain.
    pub handoff: u64,
    /// From this instant …
    #[schema(format = DateTime)]
    pub from: String,
    /// … up to this one.
    #[schema(format = DateTime)]
    pub to: String,
    /// Whether it waited for somebody to begin.
    pub waiting: bool,
}

/// What the repair of one link alone would have changed in a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainRepair {
    /// The link.
    pub provider: String,
    /// When the chain would have ended.
    #[schema(format = DateTime)]
    pub ends_at: String,
    /// Whether that keeps the promise.
    pub keeps: bool,
}

impl ChainRow {
    /// Chain number `number` as a row; `breakers` are the providers that broke its promise.
    pub fn new(chains: &Chains, number: usize, breakers: &[u32]) -> Self {
        let chain = chains.chain(number);
        Self { hand_offs: chain.len() as u64, head: ChainHead::new(chains, &chain, breakers) }
    }
}

impl Outcome {
    /// What became of the promise of `chain`.
    pub fn of(chain: &Chain) -> Self {
        match chain.overrun_seconds() {
            None => Self::None,
            Some(overrun) if overrun > 0 => Self::Broken,
            Some(_) => Self::Kept,
        }
    }

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::None => "none",
        }
    }
}

impl ChainHead {
    fn new(chains: &Chains, chain: &Chain, breakers: &[u32]) -> Self {
        let name = |party: u32| chains.parties().name(party).to_owned();
        Self {
            root: chains.id(chain.rows[0]).to_owned(),
            customer: name(chain.customers[0]),
            provider: name(chain.providers[0]),
            opened: rfc_3339(chain.opened[0]),
            closed: rfc_3339(chain.closed[0]),
            due: chain.due(0).map(rfc_3339),
            outcome: Outcome::of(chain),
            overrun_seconds: chain.overrun_seconds().unwrap_or(0).max(0),
            lead_seconds: chain.lead_seconds(),
            broke: breakers.iter().map(|&provider| name(provider)).collect(),
            rating: chain.rating(0),
        }
    }
}

impl ChainDetail {
    /// Explains chain number `number` with the typical budgets at quantile `typical`.
    pub fn new(chains: &Chains, number: usize, typical: f64) -> Self {
        let chain = chains.chain(number);
        let explanation = explain(chains, number, typical);
        let mut breakers: Vec<u32> = Vec::new();
        if explanation.overrun.is_some() {
            let held = explanation.held.iter().zip(chain.providers);
            breakers.extend(held.filter(|(held, _)| held.at_fault > 0).map(|(_, &provider)| provider));
            breakers.sort_unstable();
            breakers.dedup();
        }
        let (order, depths) = tree_order(&chain);
        let mut places = vec![0; chain.len()];
        order.iter().enumerate().for_each(|(index, &place)| places[place] = index as u64);
        let hand_off =
            |&place: &usize| ChainHandoff::new(chains, &chain, place, depths[place], &explanation.held[place]);
        Self {
            head: ChainHead::new(chains, &chain, &breakers),
            attributes: attributes(chains, chain.rows[0]),
            plan_gap_seconds: explanation.plan_gap,
            hand_offs: order.iter().map(hand_off).collect(),
            path: explanation
                .path
                .iter()
                .map(|part| PathPart {
                    handoff: places[part.place],
                    from: rfc_3339(part.from),
                    to: rfc_3339(part.to),
                    waiting: part.is_waiting,
                })
                .collect(),
            repairs: explanation
                .repairs
                .iter()
                .map(|repaired| ChainRepair {
                    provider: chains.parties().name(repaired.provider).to_owned(),
                    ends_at: rfc_3339(repaired.ends_at),
                    keeps: repaired.keeps,
                })
                .collect(),
            ends_if_all_repaired: rfc_3339(explanation.ends_if_all_repaired),
        }
    }
}

/// The places of a chain with every hand-off right before its own children, and the depth of each place.
fn tree_order(chain: &Chain) -> (Vec<usize>, Vec<u64>) {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); chain.len()];
    let mut depths = vec![0; chain.len()];
    for place in 1..chain.len() {
        let parent = chain.parents[place] as usize;
        children[parent].push(place);
        depths[place] = depths[parent] + 1;
    }
    let mut order = Vec::with_capacity(chain.len());
    let mut stack = vec![0];
    while let Some(place) = stack.pop() {
        order.push(place);
        let begin = stack.len();
        stack.append(&mut children[place]);
        stack[begin..].sort_by_key(|&child| std::cmp::Reverse((chain.opened[child], child)));
    }
    (order, depths)
}

fn attributes(chains: &Chains, row: u32) -> BTreeMap<String, String> {
    let columns = chains.attributes().iter();
    columns.filter_map(|column| Some((column.name.clone(), column.value(row as usize)?.to_owned()))).collect()
}

impl ChainHandoff {
    fn new(chains: &Chains, chain: &Chain, place: usize, depth: u64, held: &Held) -> Self {
        let name = |party: u32| chains.parties().name(party).to_owned();
        Self {
            id: chains.id(chain.rows[place]).to_owned(),
            parent: (place > 0).then(|| chains.id(chain.rows[chain.parents[place] as usize]).to_owned()),
            depth,
            customer: name(chain.customers[place]),
            provider: name(chain.providers[place]),
            opened: rfc_3339(chain.opened[place]),
            started: chain.started(place).map(rfc_3339),
            closed: rfc_3339(chain.closed[place]),
            due: chain.due(place).filter(|_| !chain.is_customer_hold(place)).map(rfc_3339),
            awaited: held.is_awaited,
            ends_after_parent: held.ends_after_parent,
            customer_hold: chain.is_customer_hold(place),
            rating: chain.rating(place),
            budget: Budget {
                kind: match held.budget_kind {
                    catena_analysis::BudgetKind::Due => BudgetKind::Due,
                    catena_analysis::BudgetKind::Typical => BudgetKind::Typical,
                    catena_analysis::BudgetKind::None => BudgetKind::None,
                },
                seconds: held.budget,
            },
            duration_seconds: chain.closed[place] - chain.opened[place],
            on_path_seconds: held.on_path,
            waiting_on_path_seconds: held.waiting,
            own_excess_seconds: held.own_excess,
            charged_seconds: held.charged,
            attributes: attributes(chains, chain.rows[place]),
        }
    }
}
