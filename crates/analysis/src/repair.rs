//! What repairing links would have saved: `docs/definitions.md`, "Saves", "Repair plan", "Credit".
//!
//! A replay never ends later when more is taken away, so each broken chain is described by the *smallest* sets of
//! providers whose repair keeps its promise. Everything else — saves, plan, credit, pairs, what-if, bootstrap — is set
//! arithmetic over the few different descriptions that a log has, however many chains share each.

use std::collections::BinaryHeap;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::replay::{Bench, LANES, Program};

/// The credit of one promise is counted in these: every credit of up to twelve players is a whole number of them.
pub const CREDIT_UNITS: u64 = 27720;
/// With more players than this a chain gets no credit, and its sets are not listed but replayed when asked for.
pub const MOST_PLAYERS: usize = 12;

/// A set of providers, ascending.
pub type Set = Box<[u32]>;

/// The smallest sets of providers whose repair keeps a promise, ascending; none contains another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keepers(pub Box<[Set]>);

impl Keepers {
    /// Whether repairing the providers for which `repaired` holds keeps the promise.
    pub fn keeps(&self, repaired: impl Fn(u32) -> bool) -> bool {
        self.0.iter().any(|set| set.iter().all(|&provider| repaired(provider)))
    }

    /// Providers whose repair alone keeps the promise, ascending.
    pub fn alone(&self) -> impl Iterator<Item = u32> {
        self.0.iter().filter(|set| set.len() == 1).map(|set| set[0])
    }

    /// Each provider of the sets with its Shapley value in [`CREDIT_UNITS`]. They sum to one promise.
    ///
    /// # Panics
    /// With more than [`MOST_PLAYERS`] providers.
    pub fn credit(&self) -> Vec<(u32, u64)> {
        let mut players: Vec<u32> = self.0.iter().flatten().copied().collect();
        players.sort_unstable();
        players.dedup();
        let count = players.len();
        assert!(count <= MOST_PLAYERS, "credit is exact over all subsets");
        let bit = |provider| 1_usize << players.binary_search(provider).expect("a player");
        let masks: Vec<usize> = self.0.iter().map(|set| set.iter().map(bit).sum()).collect();
        let keeps: Vec<bool> = (0..1_usize << count).map(|all| masks.iter().any(|&mask| mask & !all == 0)).collect();
        players
            .iter()
            .enumerate()
            .map(|(player, &provider)| {
                let mut pivots = [0_u64; MOST_PLAYERS];
                for (set, _) in keeps.iter().enumerate().filter(|&(_, &kept)| !kept) {
                    if set >> player & 1 == 0 && keeps[set | 1 << player] {
                        pivots[set.count_ones() as usize] += 1;
                    }
                }
                let units = (0..count).map(|size| pivots[size] * (CREDIT_UNITS / orders(count, size))).sum();
                (provider, units)
            })
            .collect()
    }
}

/// `count · C(count − 1, size)`: one over the weight of a set of `size` players in a game of `count`.
fn orders(count: usize, size: usize) -> u64 {
    (0..size).fold(count as u64, |product, index| product * (count - 1 - index) as u64 / (index + 1) as u64)
}

/// What is known of a broken chain.
#[derive(Debug)]
pub enum Verdict {
    /// No repair keeps the promise.
    Lost,
    /// These sets do.
    Kept(Keepers),
    /// So many providers are needed together that the sets are not listed.
    Large(Large),
}

/// A chain with so many providers that it is replayed when asked for. A repair of all of them keeps its promise.
#[derive(Clone, Debug)]
pub struct Large {
    program: Program,
    limit: i64,
    alone: Vec<u32>,
}

impl Large {
    /// Whether repairing the providers for which `repaired` holds keeps the promise.
    pub fn keeps(&self, bench: &mut Bench, repaired: impl Fn(u32) -> bool) -> bool {
        self.program.end_with(bench, repaired) <= self.limit
    }
}

/// Finds the smallest sets whose repair ends the chain within `limit` seconds of its opening.
pub fn judge(program: &Program, limit: i64, bench: &mut Bench) -> Verdict {
    let players = program.players();
    if players.is_empty() || program.end(bench, |_| true) > limit {
        return Verdict::Lost;
    }
    if players.len() == 1 {
        return Verdict::Kept(Keepers(Box::new([Box::new([players[0]])])));
    }
    let (alone, others): (Vec<u32>, Vec<u32>) =
        (0..players.len() as u32).partition(|&player| program.end(bench, |other| other == player) <= limit);
    let mut sets: Vec<Set> = alone.iter().map(|&player| Box::from([players[player as usize]])).collect();
    if others.len() > 1 && program.end(bench, |player| others.contains(&player)) <= limit {
        if others.len() > MOST_PLAYERS {
            let alone = sets.iter().map(|set| set[0]).collect();
            return Verdict::Large(Large { program: program.clone(), limit, alone });
        }
        sets.extend(smallest(program, &others, limit, bench));
    }
    sets.sort_unstable();
    Verdict::Kept(Keepers(sets.into()))
}

/// All smallest sets among `others`, none of which is enough alone.
fn smallest(program: &Program, others: &[u32], limit: i64, bench: &mut Bench) -> Vec<Set> {
    let mut keeps = vec![false; 1 << others.len()];
    for first in (0..keeps.len()).step_by(LANES) {
        for (lane, end) in program.ends(bench, others, first as u32).into_iter().enumerate() {
            if let Some(kept) = keeps.get_mut(first + lane) {
                *kept = end <= limit;
            }
        }
    }
    (1..keeps.len())
        .filter(|&set| keeps[set] && (0..others.len()).all(|bit| set >> bit & 1 == 0 || !keeps[set & !(1 << bit)]))
        .map(|set| {
            let mut providers: Set = (0..others.len())
                .filter(|bit| set >> bit & 1 == 1)
                .map(|bit| program.players()[others[bit] as usize])
                .collect();
            providers.sort_unstable();
            providers
        })
        .collect()
}

/// All broken promises of an analysis by what would have kept them.
#[derive(Clone, Debug, Default)]
pub struct Repairs {
    /// Descriptions and the chains that each fits, ascending.
    kinds: Vec<(Keepers, Fits)>,
    large: Vec<Large>,
}

/// How many chains fit a description.
#[derive(Clone, Copy, Debug, Default)]
struct Fits {
    chains: u64,
    /// Those with few enough players for credit.
    credited: u64,
}

/// Counts descriptions while chains are judged.
#[derive(Debug, Default)]
pub struct Tally {
    kinds: HashMap<Keepers, Fits>,
    large: Vec<Large>,
}

impl Tally {
    /// Takes in one broken chain in which `players` providers have own excess.
    pub fn add(&mut self, verdict: Verdict, players: usize) {
        match verdict {
            Verdict::Lost => {}
            Verdict::Kept(keepers) => {
                let fits = self.kinds.entry(keepers).or_default();
                fits.chains += 1;
                fits.credited += u64::from(players <= MOST_PLAYERS);
            }
            Verdict::Large(large) => self.large.push(large),
        }
    }
}

/// One step of the repair plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanStep {
    /// Whom to repair next.
    pub provider: u32,
    /// Promises that this keeps and the steps before did not.
    pub saves: u64,
}

/// Whom to repair, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The steps, until none saves any.
    pub steps: Vec<PlanStep>,
    /// Promises that only several further repairs at once would keep.
    pub needs_several: u64,
    /// Sets of providers that need each other then, with the promises each would keep; most first.
    pub sets: Vec<(Set, u64)>,
}

impl Repairs {
    /// Joins what was counted, in any order; chains with many providers keep theirs.
    pub fn new(tallies: impl IntoIterator<Item = Tally>) -> Self {
        let mut kinds: HashMap<Keepers, Fits> = HashMap::new();
        let mut large = Vec::new();
        for tally in tallies {
            for (keepers, more) in tally.kinds {
                let fits = kinds.entry(keepers).or_default();
                fits.chains += more.chains;
                fits.credited += more.credited;
            }
            large.extend(tally.large);
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Self { kinds, large }
    }

    /// How many broken promises a repair of everybody keeps.
    pub fn saved_by_all(&self) -> u64 {
        self.kinds.iter().map(|(_, fits)| fits.chains).sum::<u64>() + self.large.len() as u64
    }

    /// How many broken promises a repair of all `providers` together keeps.
    pub fn saved_by(&self, providers: &[u32]) -> u64 {
        let set: HashSet<u32> = providers.iter().copied().collect();
        let repaired = |provider| set.contains(&provider);
        let listed = self.kinds.iter().filter(|(keepers, _)| keepers.keeps(repaired));
        let listed: u64 = listed.map(|(_, fits)| fits.chains).sum();
        let mut bench = Bench::default();
        listed + self.large.iter().filter(|large| large.keeps(&mut bench, repaired)).count() as u64
    }

    /// Broken promises by who would have kept them alone: sets of providers, ascending, and how often each occurs.
    pub fn alone(&self) -> Vec<(Set, u64)> {
        let mut alone: HashMap<Set, u64> = HashMap::new();
        for (keepers, fits) in &self.kinds {
            *alone.entry(keepers.alone().collect()).or_default() += fits.chains;
        }
        for large in &self.large {
            let mut providers = large.alone.clone();
            providers.sort_unstable();
            *alone.entry(providers.into()).or_default() += 1;
        }
        let mut alone: Vec<_> = alone.into_iter().filter(|(set, _)| !set.is_empty()).collect();
        alone.sort_unstable();
        alone
    }

    /// Pairs of providers of which a promise needed both, with the number of promises; most first.
    pub fn pairs(&self) -> Vec<(Set, u64)> {
        let pairs = self.kinds.iter().flat_map(|(keepers, fits)| {
            keepers.0.iter().filter(|set| set.len() == 2).map(|set| (set.clone(), fits.chains))
        });
        most_first(pairs)
    }

    /// Credit by provider in [`CREDIT_UNITS`].
    pub fn credit(&self, providers: usize) -> Vec<u64> {
        let credited = self.kinds.par_iter().filter(|(_, fits)| fits.credited > 0);
        let shares: Vec<_> = credited.map(|(keepers, fits)| (fits.credited, keepers.credit())).collect();
        let mut credit = vec![0; providers];
        for (chains, shares) in shares {
            for (provider, units) in shares {
                credit[provider as usize] += units * chains;
            }
        }
        credit
    }

    /// Promises that a repair of everybody keeps and that have too many players for credit.
    pub fn credit_left_out(&self) -> u64 {
        let listed: u64 = self.kinds.iter().map(|(_, fits)| fits.chains - fits.credited).sum();
        listed + self.large.len() as u64
    }

    /// Adds, one at a time, the provider that keeps the most promises not kept yet; ties go to the smaller number.
    pub fn plan(&self) -> Plan {
        let mut planning = Planning::new(self);
        while planning.step() {}
        planning.finish()
    }
}

/// The greedy search, which looks again only at what a step has changed.
struct Planning<'a> {
    repairs: &'a Repairs,
    /// Which descriptions and large chains name each provider. Large chains are numbered behind the descriptions.
    naming: HashMap<u32, Vec<u32>>,
    kept: Vec<bool>,
    /// Who would keep each description or large chain next, alone.
    next: Vec<Vec<u32>>,
    gains: HashMap<u32, u64>,
    /// Candidates by gain, then by the smaller number; those whose gain has changed since are skipped.
    queue: BinaryHeap<(u64, std::cmp::Reverse<u32>)>,
    planned: HashSet<u32>,
    plan: Plan,
    bench: Bench,
}

impl<'a> Planning<'a> {
    fn new(repairs: &'a Repairs) -> Self {
        let mut naming: HashMap<u32, Vec<u32>> = HashMap::new();
        for (index, (keepers, _)) in repairs.kinds.iter().enumerate() {
            let mut named: Vec<u32> = keepers.0.iter().flatten().copied().collect();
            named.sort_unstable();
            named.dedup();
            for provider in named {
                naming.entry(provider).or_default().push(index as u32);
            }
        }
        for (index, large) in repairs.large.iter().enumerate() {
            for &provider in large.program.players() {
                naming.entry(provider).or_default().push((repairs.kinds.len() + index) as u32);
            }
        }
        let count = repairs.kinds.len() + repairs.large.len();
        let mut planning = Self {
            repairs,
            naming,
            kept: vec![false; count],
            next: vec![Vec::new(); count],
            gains: HashMap::new(),
            queue: BinaryHeap::new(),
            planned: HashSet::new(),
            plan: Plan::default(),
            bench: Bench::default(),
        };
        for index in 0..count {
            planning.look(index);
        }
        let gains = &planning.gains;
        planning.queue = gains.iter().map(|(&provider, &gain)| (gain, std::cmp::Reverse(provider))).collect();
        planning
    }

    fn weight(&self, index: usize) -> u64 {
        self.repairs.kinds.get(index).map_or(1, |(_, fits)| fits.chains)
    }

    /// Finds who would keep `index` alone, next to those already planned, and counts it for them.
    fn look(&mut self, index: usize) {
        let next: Vec<u32> = if let Some((keepers, _)) = self.repairs.kinds.get(index) {
            let mut next: Vec<u32> = keepers.0.iter().filter_map(|set| self.only_missing(set)).collect();
            next.sort_unstable();
            next.dedup();
            next
        } else {
            let large = &self.repairs.large[index - self.repairs.kinds.len()];
            let planned = &self.planned;
            let bench = &mut self.bench;
            let players = large.program.players().iter().copied().filter(|player| !planned.contains(player));
            players.filter(|&player| large.keeps(bench, |p| p == player || planned.contains(&p))).collect()
        };
        let weight = self.weight(index);
        for &provider in &next {
            *self.gains.entry(provider).or_default() += weight;
        }
        self.next[index] = next;
    }

    fn only_missing(&self, set: &[u32]) -> Option<u32> {
        let mut missing = set.iter().copied().filter(|provider| !self.planned.contains(provider));
        let first = missing.next()?;
        missing.next().is_none().then_some(first)
    }

    /// Plans one more provider; false if none would save any.
    fn step(&mut self) -> bool {
        let (gain, provider) = loop {
            match self.queue.pop() {
                None => return false,
                Some((gain, std::cmp::Reverse(provider))) => {
                    if gain > 0 && !self.planned.contains(&provider) && self.gains.get(&provider) == Some(&gain) {
                        break (gain, provider);
                    }
                }
            }
        };
        self.planned.insert(provider);
        self.plan.steps.push(PlanStep { provider, saves: gain });
        let mut changed: HashSet<u32> = HashSet::new();
        for index in self.naming.remove(&provider).unwrap_or_default() {
            let index = index as usize;
            if self.kept[index] {
                continue;
            }
            let weight = self.weight(index);
            let before = std::mem::take(&mut self.next[index]);
            for provider in &before {
                if let Some(gain) = self.gains.get_mut(provider) {
                    *gain -= weight;
                    changed.insert(*provider);
                }
            }
            if before.contains(&provider) {
                self.kept[index] = true;
            } else {
                self.look(index);
                changed.extend(&self.next[index]);
            }
        }
        for provider in changed {
            self.queue.push((self.gains[&provider], std::cmp::Reverse(provider)));
        }
        true
    }

    fn finish(mut self) -> Plan {
        let planned = &self.planned;
        let open = self.repairs.kinds.iter().zip(&self.kept).filter(|&(_, &kept)| !kept);
        let sets = open.flat_map(|((keepers, fits), _)| {
            let rest = keepers
                .0
                .iter()
                .map(|set| -> Set { set.iter().copied().filter(|provider| !planned.contains(provider)).collect() });
            let rest: Vec<Set> = rest.collect();
            let smallest = rest.iter().enumerate().filter(|&(index, set)| {
                !rest.iter().enumerate().any(|(other_index, other)| {
                    let within = other.iter().all(|provider| set.contains(provider));
                    within && (other.len() < set.len() || (other.len() == set.len() && other_index < index))
                })
            });
            smallest.map(|(_, set)| (set.clone(), fits.chains)).collect::<Vec<_>>()
        });
        self.plan.sets = most_first(sets);
        self.plan.needs_several = (0..self.kept.len()).filter(|&index| !self.kept[index]).map(|i| self.weight(i)).sum();
        self.plan
    }
}

fn most_first(sets: impl Iterator<Item = (Set, u64)>) -> Vec<(Set, u64)> {
    let mut counts: HashMap<Set, u64> = HashMap::new();
    for (set, count) in sets {
        *counts.entry(set).or_default() += count;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, count), (b, other)| other.cmp(count).then_with(|| a.cmp(b)));
    counts
}
