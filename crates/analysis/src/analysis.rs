//! Which promises were broken, who held them, which link is the weakest, and what repairing it would have saved.
//!
//! One pass over the chosen chains, on all cores; sums of fractions run in the order of root ids. See
//! `docs/definitions.md`, "Links".

use crate::bootstrap::{Resampling, Uncertainty, saves};
use crate::budget::Budgets;
use crate::chains::{BlockChains, Chain, Chains};
use crate::charge::{Charged, Charges, three_decimals};
use crate::path::{Walk, waiting_seconds};
use crate::repair::{CREDIT_UNITS, Plan, Repairs, Set, Tally, Verdict, judge};
use crate::replay::{Bench, Gaps, Program};
use crate::select::Chosen;

/// What an analysis should do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The quantile of the typical budgets, above 0 and at most 1.
    pub typical: f64,
    /// Whether to share the saved promises out as credit.
    pub credit: bool,
    /// How to estimate uncertainty; `None` leaves it out.
    pub resampling: Option<Resampling>,
}

impl Default for Options {
    fn default() -> Self {
        Self { typical: 0.75, credit: true, resampling: Some(Resampling::default()) }
    }
}

/// How many promises were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Chains looked at.
    pub complete_chains: u64,
    /// Roots closed by their due instant.
    pub kept_promises: u64,
    /// Roots closed after it.
    pub broken_promises: u64,
    /// Roots without one.
    pub without_promise: u64,
}

impl Outcomes {
    fn add(&mut self, chain: &Chain) {
        self.complete_chains += 1;
        match chain.overrun_seconds() {
            None => self.without_promise += 1,
            Some(overrun) if overrun > 0 => self.broken_promises += 1,
            Some(_) => self.kept_promises += 1,
        }
    }

    fn merge(&mut self, other: Self) {
        self.complete_chains += other.complete_chains;
        self.kept_promises += other.kept_promises;
        self.broken_promises += other.broken_promises;
        self.without_promise += other.without_promise;
    }

    /// Counts the chosen chains.
    pub fn of(chains: &Chains, chosen: &Chosen) -> Self {
        let mut outcomes = Self::default();
        for part in chains.by_block(|first, block| {
            let mut outcomes = Self::default();
            block
                .enumerate()
                .filter(|(index, _)| chosen.contains(first + index))
                .for_each(|(_, chain)| outcomes.add(&chain));
            outcomes
        }) {
            outcomes.merge(part);
        }
        outcomes
    }
}

/// All hand-offs of one provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Who: a number among the [`crate::Parties`].
    pub provider: u32,
    /// Hand-offs in complete chains, roots included.
    pub hand_offs: u64,
    /// Hand-offs with a due instant.
    pub with_due: u64,
    /// Hand-offs that are held to what is typical.
    pub with_typical: u64,
    /// Hand-offs with no budget at all.
    pub without_budget: u64,
    /// What is typical, in seconds.
    pub typical_seconds: Option<i64>,
    /// Time on the critical path, waiting included, in seconds.
    pub held_seconds: i64,
    /// The part of it before somebody began to work, in seconds.
    pub waiting_seconds: i64,
    /// Its share of overruns in seconds, rounded half away from zero to three decimals.
    pub charged_seconds: f64,
    /// Promises it broke.
    pub broke: u64,
    /// Broken promises that its repair alone would have kept.
    pub saves: u64,
    /// Its share of what a repair of everybody would have kept, three decimals; 0 where credit was not asked for.
    pub credit: f64,
    /// How sure its saves are, if asked for.
    pub uncertainty: Option<Uncertainty>,
}

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The number of the chain.
    pub chain: u32,
    /// How late the root closed, in seconds.
    pub overrun_seconds: i64,
    /// What nobody is charged, in seconds.
    pub plan_gap_seconds: i64,
    /// Seconds on the critical path in which the external customer was waited for, without the promise moving for it.
    pub customer_seconds: i64,
    /// Where its breakers begin in [`Analysis::breakers`].
    first_breaker: u32,
}

/// Whether one link can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakest {
    /// This one, with P(weakest) of at least 0.8 and ten broken promises or more.
    Named(u32),
    /// These cannot be told apart.
    Candidates(Vec<u32>),
    /// Fewer than ten broken promises.
    TooFewBrokenPromises,
    /// No link alone would have saved any.
    NobodySaves,
    /// Resampling was not asked for.
    NotEstimated,
}

/// From this P(weakest) a link is named.
pub const NAMED_FROM: f64 = 0.8;
/// With fewer broken promises no link is named.
pub const FEWEST_BROKEN: u64 = 10;

/// What the chosen chains say.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Kept and broken promises.
    pub outcomes: Outcomes,
    /// Sum of lead times, in seconds.
    pub lead_seconds: i64,
    /// Sum of overruns of broken promises, in seconds.
    pub overrun_seconds: i64,
    /// The part of the overruns that nobody is charged, in seconds.
    pub plan_gap_seconds: i64,
    /// Time on critical paths held by external customers, in seconds.
    pub customer_held_seconds: i64,
    /// The part of the plan gap that waits for external customers explain, in seconds.
    pub customer_overrun_seconds: i64,
    /// Chains that a repair of everybody keeps but that have too many players for credit.
    pub credit_left_out: u64,
    /// All links, the weakest first.
    pub links: Vec<Link>,
    /// Whether one can be named.
    pub weakest: Weakest,
    /// Whom to repair, one after the other.
    pub plan: Plan,
    /// What keeps each broken promise: answers what-if questions.
    pub repairs: Repairs,
    /// Pairs of which a promise needed both, most first.
    pub pairs: Vec<(Set, u64)>,
    /// Broken promises in the order of root ids.
    pub broken: Vec<Broken>,
    breakers: Vec<u32>,
}

impl Analysis {
    /// The providers that broke promise number `index` of [`Self::broken`], ascending.
    pub fn breakers(&self, index: usize) -> &[u32] {
        let end = self.broken.get(index + 1).map_or(self.breakers.len(), |next| next.first_breaker as usize);
        &self.breakers[self.broken[index].first_breaker as usize..end]
    }

    /// The providers that broke the promise of chain `chain`; none if it was kept.
    pub fn breakers_of_chain(&self, chain: usize) -> &[u32] {
        let found = self.broken.binary_search_by_key(&chain, |broken| broken.chain as usize);
        found.map_or(&[], |index| self.breakers(index))
    }
}

/// Analyses the chosen chains.
pub fn analyze(chains: &Chains, chosen: &Chosen, options: &Options) -> Analysis {
    let budgets = Budgets::typical(chains, options.typical);
    let providers = chains.parties().providers();
    let parts = chains.by_block(|first, block| {
        let mut pass = Pass::new(&budgets, providers);
        pass.run(first, block, chosen);
        pass.part
    });
    let mut sum = Sum::new(providers);
    let mut tallies = Vec::with_capacity(parts.len());
    for part in parts {
        tallies.push(sum.take(part));
    }
    let repairs = Repairs::new(tallies);
    let alone = repairs.alone();
    for (set, count) in &alone {
        for &provider in set {
            sum.totals[provider as usize].saves += count;
        }
    }
    let credit = if options.credit { repairs.credit(providers) } else { vec![0; providers] };
    let uncertainty =
        options.resampling.map(|resampling| saves(&alone, sum.outcomes.complete_chains, providers, resampling));
    let mut links: Vec<Link> = sum
        .totals
        .iter()
        .enumerate()
        .filter(|(_, totals)| totals.hand_offs > 0)
        .map(|(provider, totals)| Link {
            provider: provider as u32,
            hand_offs: totals.hand_offs,
            with_due: totals.with_due,
            with_typical: totals.with_typical,
            without_budget: totals.hand_offs - totals.with_due - totals.with_typical,
            typical_seconds: budgets.of_provider(provider as u32),
            held_seconds: totals.held,
            waiting_seconds: totals.waiting,
            charged_seconds: totals.charged.rounded(),
            broke: totals.broke,
            saves: totals.saves,
            credit: three_decimals(credit[provider] as f64 / CREDIT_UNITS as f64),
            uncertainty: uncertainty.as_ref().map(|all| all[provider]),
        })
        .collect();
    links.sort_by(|a, b| {
        b.saves
            .cmp(&a.saves)
            .then_with(|| b.charged_seconds.total_cmp(&a.charged_seconds))
            .then(a.provider.cmp(&b.provider))
    });
    Analysis {
        outcomes: sum.outcomes,
        lead_seconds: sum.lead,
        overrun_seconds: sum.broken.iter().map(|broken| broken.overrun_seconds).sum(),
        plan_gap_seconds: sum.broken.iter().map(|broken| broken.plan_gap_seconds).sum(),
        customer_held_seconds: sum.customer_held,
        customer_overrun_seconds: sum.broken.iter().map(|b| b.plan_gap_seconds.min(b.customer_seconds)).sum(),
        credit_left_out: if options.credit { repairs.credit_left_out() } else { 0 },
        weakest: weakest(&links, &sum.outcomes),
        links,
        plan: repairs.plan(),
        pairs: repairs.pairs(),
        repairs,
        broken: sum.broken,
        breakers: sum.breakers,
    }
}

fn weakest(links: &[Link], outcomes: &Outcomes) -> Weakest {
    if outcomes.broken_promises < FEWEST_BROKEN {
        return Weakest::TooFewBrokenPromises;
    }
    if links.iter().all(|link| link.saves == 0) {
        return Weakest::NobodySaves;
    }
    let mut by_chance: Vec<(f64, u32)> =
        links.iter().filter_map(|link| link.uncertainty.map(|sure| (sure.p_weakest, link.provider))).collect();
    by_chance.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match by_chance.first() {
        None => Weakest::NotEstimated,
        Some(&(chance, provider)) if chance >= NAMED_FROM => Weakest::Named(provider),
        Some(_) => {
            let mut covered = 0.0;
            let candidates = by_chance.into_iter().take_while(|&(chance, _)| {
                let more = covered < NAMED_FROM && chance > 0.0;
                covered += chance;
                more
            });
            Weakest::Candidates(candidates.map(|(_, provider)| provider).collect())
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Totals {
    hand_offs: u64,
    with_due: u64,
    with_typical: u64,
    held: i64,
    waiting: i64,
    charged: Charged,
    broke: u64,
    saves: u64,
}

/// Totals of the providers that one block of chains meets.
#[derive(Debug)]
struct Table {
    /// The place of each provider in `met`.
    places: Vec<u32>,
    met: Vec<(u32, Totals)>,
}

impl Table {
    fn new(providers: usize) -> Self {
        Self { places: vec![u32::MAX; providers], met: Vec::new() }
    }

    #[inline]
    fn of(&mut self, provider: u32) -> &mut Totals {
        let place = &mut self.places[provider as usize];
        if *place == u32::MAX {
            *place = self.met.len() as u32;
            self.met.push((provider, Totals::default()));
        }
        &mut self.met[*place as usize].1
    }
}

/// What one block of chains says.
#[derive(Debug)]
struct Part {
    outcomes: Outcomes,
    lead: i64,
    customer_held: i64,
    totals: Table,
    broken: Vec<Broken>,
    breakers: Vec<u32>,
    /// Beside each breaker, in the same order.
    charged: Vec<Charged>,
    tally: Tally,
}

/// Everything that is reused from chain to chain.
struct Pass<'a> {
    budgets: &'a Budgets,
    walk: Walk,
    gaps: Gaps,
    charges: Charges,
    program: Program,
    bench: Bench,
    part: Part,
}

impl<'a> Pass<'a> {
    fn new(budgets: &'a Budgets, providers: usize) -> Self {
        Self {
            budgets,
            walk: Walk::default(),
            gaps: Gaps::default(),
            charges: Charges::default(),
            program: Program::default(),
            bench: Bench::default(),
            part: Part {
                outcomes: Outcomes::default(),
                lead: 0,
                customer_held: 0,
                totals: Table::new(providers),
                broken: Vec::new(),
                breakers: Vec::new(),
                charged: Vec::new(),
                tally: Tally::default(),
            },
        }
    }

    fn run(&mut self, first: usize, block: BlockChains, chosen: &Chosen) {
        for (index, chain) in block.enumerate() {
            if !chosen.contains(first + index) {
                continue;
            }
            self.part.outcomes.add(&chain);
            self.part.lead += chain.lead_seconds();
            self.count(&chain);
            self.hold(&chain);
            if let Some(overrun) = chain.overrun_seconds().filter(|&overrun| overrun > 0) {
                self.judge((first + index) as u32, &chain, overrun);
            }
        }
    }

    fn count(&mut self, chain: &Chain) {
        for place in 0..chain.len() {
            if chain.is_customer_hold(place) {
                continue;
            }
            let totals = self.part.totals.of(chain.providers[place]);
            totals.hand_offs += 1;
            if chain.due(place).is_some() {
                totals.with_due += 1;
            } else if self.budgets.of(chain, place).is_some() {
                totals.with_typical += 1;
            }
        }
    }

    fn hold(&mut self, chain: &Chain) {
        let part = &mut self.part;
        self.charges.hold(chain, &mut self.walk, |place, from, to| {
            if chain.is_customer_hold(place) {
                part.customer_held += to - from;
            } else {
                let totals = part.totals.of(chain.providers[place]);
                totals.held += to - from;
                totals.waiting += waiting_seconds(chain, place, from, to);
            }
        });
    }

    fn judge(&mut self, number: u32, chain: &Chain, overrun: i64) {
        self.gaps.read(chain);
        self.charges.judge(chain, self.budgets, &mut self.gaps);
        let part = &mut self.part;
        let on_path = &self.charges.on_path;
        part.broken.push(Broken {
            chain: number,
            overrun_seconds: overrun,
            plan_gap_seconds: self.charges.plan_gap(overrun),
            customer_seconds: (0..chain.len())
                .filter(|&p| chain.is_customer_hold(p) && chain.due(p).is_none())
                .map(|p| on_path[p])
                .sum(),
            first_breaker: part.breakers.len() as u32,
        });
        for &(provider, at_fault) in &self.charges.by_provider {
            part.breakers.push(provider);
            part.charged.push(self.charges.share(at_fault, overrun));
        }
        let players = self.charges.players.len();
        if players > 0 {
            self.program.write(chain, &self.gaps, &self.charges.excess, &mut self.bench);
            let limit = chain.lead_seconds() - overrun;
            let verdict = judge(&self.program, limit, &mut self.bench);
            if !matches!(verdict, Verdict::Lost) {
                part.tally.add(verdict, players);
            }
        }
    }
}

/// All parts together, taken in the order of root ids.
struct Sum {
    outcomes: Outcomes,
    lead: i64,
    customer_held: i64,
    totals: Vec<Totals>,
    broken: Vec<Broken>,
    breakers: Vec<u32>,
}

impl Sum {
    fn new(providers: usize) -> Self {
        Self {
            outcomes: Outcomes::default(),
            lead: 0,
            customer_held: 0,
            totals: vec![Totals::default(); providers],
            broken: Vec::new(),
            breakers: Vec::new(),
        }
    }

    fn take(&mut self, part: Part) -> Tally {
        self.outcomes.merge(part.outcomes);
        self.lead += part.lead;
        self.customer_held += part.customer_held;
        for (provider, more) in part.totals.met {
            let totals = &mut self.totals[provider as usize];
            totals.hand_offs += more.hand_offs;
            totals.with_due += more.with_due;
            totals.with_typical += more.with_typical;
            totals.held += more.held;
            totals.waiting += more.waiting;
        }
        let shift = self.breakers.len() as u32;
        self.broken.extend(part.broken.into_iter().map(|mut broken| {
            broken.first_breaker += shift;
            broken
        }));
        for (&provider, charged) in part.breakers.iter().zip(part.charged) {
            let totals = &mut self.totals[provider as usize];
            totals.charged.add(charged);
            totals.broke += 1;
        }
        self.breakers.extend(part.breakers);
        part.tally
    }
}
