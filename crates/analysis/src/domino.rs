//! What a broken hand-off does to the promise above it: `docs/definitions.md`, "Domino".
//!
//! Only hand-offs and parents with a due instant of their own count here: a typical budget is broken by a quarter of
//! the hand-offs that made it.

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::bootstrap::{Resampling, interval};
use crate::chains::{Chain, Chains};
use crate::estimate::{Mean, Moments, Share, TwoByTwo};
use crate::select::Chosen;

/// From this many cases a team may be marked as an absorber.
pub const FEWEST_CASES: u64 = 10;

/// All hand-offs of one provider to one customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Who gives.
    pub provider: u32,
    /// Who relies on it.
    pub customer: u32,
    /// What broke below and above.
    pub table: TwoByTwo,
    /// The 95 % interval of the risk ratio from resampling chains, where it could be computed.
    pub resampled: Option<(f64, f64)>,
}

/// Promises to customers above a link's broken hand-offs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blast {
    /// Who.
    pub provider: u32,
    /// Distinct roots with a due instant whose chain holds a hand-off of the link closed after its due.
    pub roots: u64,
    /// How many of those broke.
    pub broke: u64,
}

/// Whether a team's work leaves on time although it was received late.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absorbing {
    /// Who.
    pub provider: u32,
    /// Late-received hand-offs closed by their due, of all late-received ones.
    pub share: Share,
    /// The same share over all other teams.
    pub others: Option<f64>,
    /// Ten cases or more, and an interval above the share of the others.
    pub is_absorber: bool,
}

/// Everything of this kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Domino {
    /// Edges, the most broken parents first.
    pub edges: Vec<Edge>,
    /// Links, the most roots first.
    pub blast: Vec<Blast>,
    /// Teams with late-received work, the highest share first.
    pub absorbing: Vec<Absorbing>,
}

#[derive(Default)]
struct Part {
    edges: HashMap<(u32, u32), HashMap<TwoByTwo, u64>>,
    blast: HashMap<u32, Blast>,
    late: HashMap<u32, (u64, u64)>,
}

/// Reads the chosen chains; intervals by resampling where asked for.
pub fn domino(chains: &Chains, chosen: &Chosen, resampling: Option<Resampling>) -> Domino {
    let parts = chains.by_block(|first, block| {
        let mut part = Part::default();
        let mut tables = Vec::new();
        let mut late = Vec::new();
        for (_, chain) in block.enumerate().filter(|(index, _)| chosen.contains(first + index)) {
            part.take(&chain, &mut tables, &mut late);
        }
        part
    });
    let mut sum = Part::default();
    for part in parts {
        for (edge, kinds) in part.edges {
            let ours = sum.edges.entry(edge).or_default();
            kinds.into_iter().for_each(|(kind, count)| *ours.entry(kind).or_default() += count);
        }
        for (provider, more) in part.blast {
            let blast = sum.blast.entry(provider).or_insert(Blast { provider, ..Blast::default() });
            blast.roots += more.roots;
            blast.broke += more.broke;
        }
        for (provider, (kept, cases)) in part.late {
            let late = sum.late.entry(provider).or_default();
            late.0 += kept;
            late.1 += cases;
        }
    }
    let mut blast: Vec<Blast> = sum.blast.into_values().collect();
    blast.sort_unstable_by(|a, b| b.roots.cmp(&a.roots).then(a.provider.cmp(&b.provider)));
    Domino { edges: edges(sum.edges, chosen.len() as u64, resampling), blast, absorbing: absorbing(&sum.late) }
}

impl Part {
    fn take(&mut self, chain: &Chain, tables: &mut Vec<((u32, u32), TwoByTwo)>, late: &mut Vec<u32>) {
        // A wait for the customer has no promise, whatever its row says.
        let is_late = |place: usize| {
            let due = chain.due(place).filter(|_| !chain.is_customer_hold(place));
            due.map(|due| chain.closed[place] > due)
        };
        tables.clear();
        late.clear();
        for place in 0..chain.len() {
            let Some(broke) = is_late(place) else { continue };
            let provider = chain.providers[place];
            if broke {
                late.push(provider);
            }
            if place > 0
                && let Some(parent_broke) = is_late(chain.parents[place] as usize)
            {
                let edge = (provider, chain.customers[place]);
                let index = tables.iter().position(|&(other, _)| other == edge).unwrap_or_else(|| {
                    tables.push((edge, TwoByTwo::default()));
                    tables.len() - 1
                });
                tables[index].1.add(broke, parent_broke);
            }
            if chain.awaited_children(place).any(|child| is_late(child) == Some(true)) {
                let (kept, cases) = self.late.entry(provider).or_default();
                *kept += u64::from(!broke);
                *cases += 1;
            }
        }
        for &(edge, table) in tables.iter() {
            *self.edges.entry(edge).or_default().entry(table).or_default() += 1;
        }
        if let Some(broke) = is_late(0) {
            late.sort_unstable();
            late.dedup();
            for &provider in late.iter() {
                let blast = self.blast.entry(provider).or_default();
                blast.roots += 1;
                blast.broke += u64::from(broke);
            }
        }
    }
}

fn edges(found: HashMap<(u32, u32), HashMap<TwoByTwo, u64>>, chains: u64, resampling: Option<Resampling>) -> Vec<Edge> {
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_unstable_by_key(|&(edge, _)| edge);
    let mut edges: Vec<Edge> = found
        .into_par_iter()
        .map(|((provider, customer), kinds)| {
            let mut kinds: Vec<(TwoByTwo, u64)> = kinds.into_iter().collect();
            kinds.sort_unstable();
            let sum = |kinds: &mut dyn Iterator<Item = (TwoByTwo, u64)>| {
                let mut table = TwoByTwo::default();
                kinds.for_each(|(kind, times)| table.merge(&kind, times));
                table
            };
            let table = sum(&mut kinds.iter().copied());
            let resampled = resampling.filter(|_| table.risk_ratio().is_some()).and_then(|resampling| {
                let ratio =
                    |kinds: &mut dyn Iterator<Item = (TwoByTwo, u64)>| sum(kinds).risk_ratio().map(|(ratio, _)| ratio);
                interval(&kinds, chains, resampling, 1, ratio)
            });
            Edge { provider, customer, table, resampled }
        })
        .collect();
    edges.sort_by(|a, b| {
        let broke = |edge: &Edge| edge.table.broke_parent_broke;
        broke(b).cmp(&broke(a)).then((a.provider, a.customer).cmp(&(b.provider, b.customer)))
    });
    edges
}

fn absorbing(late: &HashMap<u32, (u64, u64)>) -> Vec<Absorbing> {
    let (all_kept, all_cases) = late.values().fold((0, 0), |sum, late| (sum.0 + late.0, sum.1 + late.1));
    let mut absorbing: Vec<Absorbing> = late
        .iter()
        .filter_map(|(&provider, &(kept, cases))| {
            let share = Share::of(kept, cases)?;
            let others = Share::of(all_kept - kept, all_cases - cases).map(|share| share.share);
            let is_absorber = cases >= FEWEST_CASES && others.is_some_and(|others| share.interval.0 > others);
            Some(Absorbing { provider, share, others, is_absorber })
        })
        .collect();
    absorbing.sort_by(|a, b| b.share.share.total_cmp(&a.share.share).then(a.provider.cmp(&b.provider)));
    absorbing
}

/// How roots were rated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    /// Promises kept; `None` below five ratings.
    pub kept: Option<Mean>,
    /// Promises broken.
    pub broken: Option<Mean>,
    /// Promises broken, by who broke them; those with five ratings or more, ascending by provider.
    pub by_link: Vec<(u32, Mean)>,
}

/// Ratings of roots by what became of their promise.
pub fn ratings(chains: &Chains, chosen: &Chosen, analysis: &Analysis) -> Ratings {
    let parts = chains.by_block(|first, block| {
        let (mut kept, mut broken) = (Moments::default(), Moments::default());
        let mut by_link: Vec<(u32, f64)> = Vec::new();
        for (index, chain) in block.enumerate().filter(|(index, _)| chosen.contains(first + index)) {
            let (Some(rating), Some(overrun)) = (chain.rating(0), chain.overrun_seconds()) else { continue };
            let rating = f64::from(rating);
            if overrun > 0 {
                broken.add(rating);
                by_link.extend(analysis.breakers_of_chain(first + index).iter().map(|&provider| (provider, rating)));
            } else {
                kept.add(rating);
            }
        }
        (kept, broken, by_link)
    });
    let (mut kept, mut broken) = (Moments::default(), Moments::default());
    let mut by_link: HashMap<u32, Moments> = HashMap::new();
    for (more_kept, more_broken, links) in parts {
        kept.merge(&more_kept);
        broken.merge(&more_broken);
        for (provider, rating) in links {
            by_link.entry(provider).or_default().add(rating);
        }
    }
    let mut by_link: Vec<(u32, Mean)> =
        by_link.into_iter().filter_map(|(provider, moments)| moments.mean().map(|mean| (provider, mean))).collect();
    by_link.sort_unstable_by_key(|&(provider, _)| provider);
    Ratings { kept: kept.mean(), broken: broken.mean(), by_link }
}
