//! The chain analysis once more, written to be checked by eye: what the fast implementation is compared with.
//!
//! Every function follows one definition of `docs/definitions.md`, by recursion over a handful of rows, in integers and
//! exact fractions. Nothing here comes from the crate under test, and nothing is fast: children are found by looking at
//! all rows, a replay starts from nothing each time, credit visits every subset of players. Absent on purpose:
//! bootstrap, pyramid, ratings, ping-pong.

use std::collections::{BTreeMap, BTreeSet};

/// One hand-off. Instants are whole seconds; `parent: None` is a root, `closed: None` is still open.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Unique unless the input is faulty.
    pub id: String,
    /// The hand-off that this one serves.
    pub parent: Option<String>,
    /// Who relies on the result.
    pub customer: String,
    /// Who gives it.
    pub provider: String,
    /// When it was asked for.
    pub opened: i64,
    /// When somebody began to work on it.
    pub started: Option<i64>,
    /// When it was done.
    pub closed: Option<i64>,
    /// When it was promised for.
    pub due: Option<i64>,
    /// Whether the parent needs it.
    pub awaited: bool,
    /// The customer's verdict. No figure here depends on it.
    pub rating: Option<f32>,
    /// A wait for the external customer: no budget, never charged, repaired, credited or a link.
    pub customer_hold: bool,
}

/// What the input says. Sums of seconds are exact; fractions are rounded to three decimals, half away from zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Chains that are valid and closed throughout: the population of everything below.
    pub complete_chains: u64,
    /// Complete chains whose root closed by its due.
    pub kept: u64,
    /// Complete chains whose root closed after its due.
    pub broken: u64,
    /// Complete chains whose root has no due.
    pub without_promise: u64,
    /// Seconds from opened to closed of all roots.
    pub lead_seconds: i64,
    /// Seconds from due to closed of the broken roots.
    pub overrun_seconds: i64,
    /// Overrun that no inner promise explains.
    pub plan_gap_seconds: i64,
    /// Broken chains that a repair of all players keeps, with more than twelve players.
    pub credit_left_out: u64,
    /// Promises that a repair of everybody keeps and the repair plan does not.
    pub needs_several: u64,
    /// Promises that a repair of everybody keeps.
    pub saved_by_all: u64,
    /// Chains left out, by reason: `duplicate_id`, `unknown_parent`, `cycle`, `closes_before_opens`, `open`.
    pub left_out: BTreeMap<String, u64>,
    /// All providers in complete chains, the weakest first.
    pub links: Vec<Link>,
    /// Provider and promises added, step by step.
    pub repair_plan: Vec<(String, u64)>,
    /// The complete chains, by root id.
    pub chains: BTreeMap<String, Chain>,
    /// Two-by-two counts, by (provider, customer).
    pub edges: BTreeMap<(String, String), Edge>,
    /// Providers with a late hand-off.
    pub blast: BTreeMap<String, Blast>,
    /// Providers that received late work on a hand-off with a due.
    pub late_received: BTreeMap<String, LateReceived>,
}

/// One provider in all complete chains.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The provider's name.
    pub provider: String,
    /// Seconds held on critical paths.
    pub held_seconds: i64,
    /// The part of them before the holder started.
    pub waiting_seconds: i64,
    /// Overrun charged, three decimals.
    pub charged_seconds: f64,
    /// Broken promises with late work of this provider on the critical path.
    pub broke: u64,
    /// Broken promises that a repair of this provider alone keeps.
    pub saves: u64,
    /// The share of what a repair of everybody saves, three decimals.
    pub credit: f64,
}

/// One complete chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Its hand-offs, in the order of the input.
    pub rows: Vec<Row>,
    /// Who held it when, in order of time, gapless from opened to closed of the root.
    pub held: Vec<Held>,
    /// Closed less due of the root; negative or 0 where kept, `None` without a promise.
    pub overrun: Option<i64>,
    /// Overrun that no inner promise explains; 0 where kept.
    pub plan_gap: i64,
    /// What is said of each hand-off, by id.
    pub handoffs: BTreeMap<String, HandoffFinding>,
}

/// The half-open interval `[from, to)` is held by hand-off `id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The holder.
    pub id: String,
    /// First second.
    pub from: i64,
    /// One past the last second.
    pub to: i64,
}

/// What is said of one hand-off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HandoffFinding {
    /// Seconds allowed, if any.
    pub budget: Option<i64>,
    /// Own excess: seconds late by itself.
    pub excess: i64,
    /// Seconds on the critical path.
    pub on_path: i64,
    /// The part of them before it started.
    pub waiting: i64,
    /// Overrun charged to it, three decimals; 0 where the promise was not broken.
    pub charge: f64,
}

/// Hand-offs with a due whose parent has one: which of the two broke.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Both broke.
    pub broke_parent_broke: u64,
    /// Only the hand-off broke.
    pub broke_parent_kept: u64,
    /// Only the parent broke.
    pub kept_parent_broke: u64,
    /// Neither broke.
    pub kept_parent_kept: u64,
}

/// Promises whose chain holds a late hand-off of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blast {
    /// Distinct roots with a due.
    pub roots: u64,
    /// Those of them that broke.
    pub broke: u64,
}

/// Hand-offs with a due that awaited a child which closed after its own due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LateReceived {
    /// How many.
    pub cases: u64,
    /// How many of them closed by their due all the same.
    pub closed_by_due: u64,
}

/// The whole analysis; `typical` is the quantile of typical budgets, usually 0.75.
pub fn analyze(rows: &[Row], typical: f64) -> Findings {
    let mut findings = Findings::default();
    let typical = typical_budgets(rows, typical);
    for chain in group(rows) {
        match reason_to_leave_out(&chain, rows) {
            Some(reason) => *findings.left_out.entry(reason.to_owned()).or_default() += 1,
            None => {
                findings.chains.insert(root_of(&chain).id.clone(), judge_chain(&chain, &typical));
            }
        }
    }
    findings.complete_chains = findings.chains.len() as u64;
    for chain in findings.chains.values() {
        let root = root_of(&chain.rows);
        findings.lead_seconds += closed(root) - root.opened;
        findings.plan_gap_seconds += chain.plan_gap;
        match chain.overrun {
            None => findings.without_promise += 1,
            Some(overrun) if overrun <= 0 => findings.kept += 1,
            Some(overrun) => {
                findings.broken += 1;
                findings.overrun_seconds += overrun;
            }
        }
    }
    repair_links(&mut findings);
    count_dominoes(&mut findings);
    findings
}

impl Findings {
    /// When the chain of `root` would have ended if `repaired` had had no own excess.
    pub fn replay(&self, root: &str, repaired: &BTreeSet<String>) -> i64 {
        let chain = &self.chains[root];
        let excess = chain.handoffs.iter().map(|(id, finding)| (id.clone(), finding.excess)).collect();
        replay(&chain.rows, &excess, repaired)
    }

    /// How many broken promises a repair of `repaired` keeps.
    pub fn count_saved(&self, repaired: &BTreeSet<String>) -> u64 {
        self.broken_roots().filter(|root| self.keeps(root, repaired)).count() as u64
    }

    fn keeps(&self, root: &str, repaired: &BTreeSet<String>) -> bool {
        self.replay(root, repaired) <= root_of(&self.chains[root].rows).due.unwrap()
    }

    fn broken_roots(&self) -> impl Iterator<Item = &String> {
        self.chains.iter().filter(|(_, chain)| chain.overrun.is_some_and(|overrun| overrun > 0)).map(|(root, _)| root)
    }
}

/// The connected components by parent links. A link leads to the first row with that id; one to an unknown id joins
/// nothing.
pub fn group(rows: &[Row]) -> Vec<Vec<Row>> {
    let mut label: Vec<usize> = (0..rows.len()).collect();
    loop {
        let before = label.clone();
        for (i, a) in rows.iter().enumerate() {
            for (j, b) in rows.iter().enumerate() {
                let is_first = rows[..j].iter().all(|earlier| earlier.id != b.id);
                if is_first && a.parent.as_ref() == Some(&b.id) {
                    let smaller = label[i].min(label[j]);
                    (label[i], label[j]) = (smaller, smaller);
                }
            }
        }
        if label == before {
            break;
        }
    }
    let mut chains: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for (row, label) in rows.iter().zip(label) {
        chains.entry(label).or_default().push(row.clone());
    }
    chains.into_values().collect()
}

/// Why a chain cannot be analysed, if so: the first fault in the order of the list, before "open".
pub fn reason_to_leave_out(chain: &[Row], all: &[Row]) -> Option<&'static str> {
    let is_known = |id: &String| chain.iter().any(|row| row.id == *id);
    let is_double = |row: &Row| all.iter().filter(|other| other.id == row.id).count() > 1;
    if chain.iter().any(is_double) {
        return Some("duplicate_id");
    }
    if chain.iter().any(|row| row.parent.as_ref().is_some_and(|parent| !is_known(parent))) {
        return Some("unknown_parent");
    }
    // Ids are unique and parents known: a component without a root can only run in a circle.
    if !chain.iter().any(|row| row.parent.is_none()) {
        return Some("cycle");
    }
    if chain.iter().any(|row| row.closed.is_some_and(|closed| closed < row.opened)) {
        return Some("closes_before_opens");
    }
    chain.iter().any(|row| row.closed.is_none()).then_some("open")
}

/// The typical budget of each provider: the value at place ⌈q·n⌉ of the sorted durations of its closed hand-offs that
/// have a parent and no due, in the whole input. Holds by the customer and hand-offs that close before they open have
/// no duration that could be typical.
pub fn typical_budgets(rows: &[Row], quantile: f64) -> BTreeMap<String, i64> {
    let mut durations: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for row in rows {
        if let (Some(_), None, Some(closed), false) = (&row.parent, row.due, row.closed, row.customer_hold)
            && row.opened <= closed
        {
            durations.entry(row.provider.clone()).or_default().push(closed - row.opened);
        }
    }
    let mut typical = BTreeMap::new();
    for (provider, mut durations) in durations {
        durations.sort_unstable();
        // 0.55 · 100 is a hair above 55 in binary: a hair is not a place.
        let place = (quantile * durations.len() as f64 - 1e-9).ceil() as usize;
        typical.insert(provider, durations[place.clamp(1, durations.len()) - 1]);
    }
    typical
}

fn budget(row: &Row, typical: &BTreeMap<String, i64>) -> Option<i64> {
    match (row.customer_hold, row.due, &row.parent) {
        (true, _, _) | (false, None, None) => None,
        (false, Some(due), _) => Some(due - row.opened),
        (false, None, Some(_)) => typical.get(&row.provider).copied(),
    }
}

/// The hand-off without a parent.
pub fn root_of(chain: &[Row]) -> &Row {
    chain.iter().find(|row| row.parent.is_none()).unwrap()
}

fn closed(row: &Row) -> i64 {
    row.closed.unwrap()
}

/// The children that `parent` waits for, in the order of its own events. One that opened before its parent, or when its
/// parent had closed, is not awaited whatever it says.
pub fn awaited_children<'a>(chain: &'a [Row], parent: &Row) -> Vec<&'a Row> {
    let mut children: Vec<&Row> = chain
        .iter()
        .filter(|child| child.parent.as_ref() == Some(&parent.id))
        .filter(|child| child.awaited && parent.opened <= child.opened && child.opened < closed(parent))
        .collect();
    children.sort_by(|a, b| (a.opened, &a.id).cmp(&(b.opened, &b.id)));
    children
}

/// Who held a chain when: the parts of its critical path in order of time.
pub fn critical_path(chain: &[Row]) -> Vec<Held> {
    let mut held = Vec::new();
    let root = root_of(chain);
    attribute(chain, root, root.opened, closed(root), &mut held);
    held.retain(|part| part.from < part.to);
    held.sort_by_key(|part| part.from);
    held
}

fn attribute(chain: &[Row], row: &Row, lo: i64, hi: i64, held: &mut Vec<Held>) {
    let mut t = hi;
    while t > lo {
        let mut candidates = awaited_children(chain, row);
        candidates.retain(|child| lo < closed(child) && closed(child) <= t && child.opened.max(lo) < closed(child));
        candidates.sort_by(|a, b| (-closed(a), a.opened, &a.id).cmp(&(-closed(b), b.opened, &b.id)));
        let Some(child) = candidates.first() else {
            held.push(Held { id: row.id.clone(), from: lo, to: t });
            return;
        };
        held.push(Held { id: row.id.clone(), from: closed(child), to: t });
        let from = child.opened.max(lo);
        attribute(chain, child, from, closed(child), held);
        t = from;
    }
}

/// The observed instants of the own events of `row`: opening, openings of awaited children, closing.
fn own_events(row: &Row, children: &[&Row]) -> Vec<i64> {
    let mut events = vec![row.opened];
    events.extend(children.iter().map(|child| child.opened));
    events.push(closed(row));
    events
}

/// The children (as indexes) that release own event `k`: child `i` opens at own event `i + 1`, which has to come
/// earlier, and has ended by then.
fn released_by(k: usize, events: &[i64], children: &[&Row]) -> Vec<usize> {
    (0..children.len()).filter(|&i| i + 1 < k && closed(children[i]) <= events[k]).collect()
}

/// The own gaps `g_1, g_2, …` of `row`.
pub fn own_gaps(chain: &[Row], row: &Row) -> Vec<i64> {
    let children = awaited_children(chain, row);
    let events = own_events(row, &children);
    (1..events.len())
        .map(|k| {
            let ends = released_by(k, &events, &children).into_iter().map(|i| closed(children[i]));
            events[k] - ends.fold(events[k - 1], i64::max)
        })
        .collect()
}

/// Moves the own events of `row` to a start at `start` with the gaps `gaps`, where `end_of(child, start)` says when a
/// child that starts then ends. Gives the instant of the last event.
fn move_events(chain: &[Row], row: &Row, start: i64, gaps: &[i64], end_of: &mut dyn FnMut(&Row, i64) -> i64) -> i64 {
    let children = awaited_children(chain, row);
    let events = own_events(row, &children);
    let mut moved = start;
    let mut ends = Vec::new();
    for k in 1..events.len() {
        let released = released_by(k, &events, &children).into_iter().map(|i| ends[i]);
        moved = released.fold(moved, i64::max) + gaps[k - 1];
        if let Some(child) = children.get(k - 1) {
            ends.push(end_of(child, moved));
        }
    }
    moved
}

/// When the chain would have ended if hand-off `id` had needed `taken[id]` seconds less of its own.
pub fn replay_taking(chain: &[Row], taken: &BTreeMap<String, i64>) -> i64 {
    let root = root_of(chain);
    replay_row(chain, root, root.opened, taken)
}

fn replay_row(chain: &[Row], row: &Row, start: i64, taken: &BTreeMap<String, i64>) -> i64 {
    let mut remains = taken.get(&row.id).copied().unwrap_or(0);
    let mut gaps = own_gaps(chain, row);
    for gap in &mut gaps {
        let take = remains.min(*gap);
        *gap -= take;
        remains -= take;
    }
    move_events(chain, row, start, &gaps, &mut |child, start| replay_row(chain, child, start, taken))
}

/// When the chain would have ended if the providers `repaired` had had no own excess; `excess` is by hand-off id.
pub fn replay(chain: &[Row], excess: &BTreeMap<String, i64>, repaired: &BTreeSet<String>) -> i64 {
    let is_repaired = |row: &&Row| !row.customer_hold && repaired.contains(&row.provider);
    let taken = chain.iter().filter(is_repaired).map(|row| (row.id.clone(), excess[&row.id])).collect();
    replay_taking(chain, &taken)
}

/// How late `row` is by itself.
pub fn own_excess(chain: &[Row], row: &Row, typical: &BTreeMap<String, i64>) -> i64 {
    let Some(allowed) = budget(row, typical) else {
        return 0;
    };
    let gaps = own_gaps(chain, row);
    let ends_at = move_events(chain, row, row.opened, &gaps, &mut |child, start| {
        let duration = closed(child) - child.opened;
        start + budget(child, typical).map_or(duration, |budget| duration.min(budget.max(0)))
    });
    let duration = ends_at - row.opened;
    gaps.iter().sum::<i64>().min((duration - allowed).max(0))
}

fn judge_chain(rows: &[Row], typical: &BTreeMap<String, i64>) -> Chain {
    let held = critical_path(rows);
    let mut handoffs = BTreeMap::new();
    for row in rows {
        let parts: Vec<&Held> = held.iter().filter(|part| part.id == row.id).collect();
        let waiting = |part: &Held| row.started.map_or(0, |started| (started.min(part.to) - part.from).max(0));
        let finding = HandoffFinding {
            budget: budget(row, typical),
            excess: own_excess(rows, row, typical),
            on_path: parts.iter().map(|part| part.to - part.from).sum(),
            waiting: parts.iter().map(|part| waiting(part)).sum(),
            charge: 0.0,
        };
        handoffs.insert(row.id.clone(), finding);
    }
    let root = root_of(rows);
    let overrun = root.due.map(|due| closed(root) - due);
    let mut chain = Chain { rows: rows.to_vec(), held, overrun, plan_gap: 0, handoffs };
    if let Some(overrun) = overrun.filter(|&overrun| overrun > 0) {
        let explained: i64 = rows.iter().map(|row| explained_by(&chain, row)).sum();
        chain.plan_gap = (overrun - explained).max(0);
        for row in rows {
            let charge = charge_of(&chain, row).rounded();
            chain.handoffs.get_mut(&row.id).unwrap().charge = charge;
        }
    }
    chain
}

/// `s(h)`: the own excess of a hand-off, as far as it held the chain.
fn explained_by(chain: &Chain, row: &Row) -> i64 {
    let finding = &chain.handoffs[&row.id];
    finding.excess.min(finding.on_path)
}

/// `s(h) · min(1, R / Σ s)` in a broken chain.
fn charge_of(chain: &Chain, row: &Row) -> Fraction {
    let explained: i64 = chain.rows.iter().map(|row| explained_by(chain, row)).sum();
    let overrun = chain.overrun.unwrap();
    let part = i128::from(explained_by(chain, row));
    if explained <= overrun {
        Fraction::new(part, 1)
    } else {
        Fraction::new(part * i128::from(overrun), i128::from(explained))
    }
}

/// Fills in the links, the repair plan and the credit.
fn repair_links(findings: &mut Findings) {
    let rows = || findings.chains.values().flat_map(|chain| &chain.rows).filter(|row| !row.customer_hold);
    let everybody: BTreeSet<String> = rows().map(|row| row.provider.clone()).collect();
    let (credits, credit_left_out) = share_credit(findings);
    let mut links = Vec::new();
    for provider in &everybody {
        let (mut held, mut waiting, mut broke, mut charged) = (0, 0, 0, Fraction::new(0, 1));
        for chain in findings.chains.values() {
            let is_broken = chain.overrun.is_some_and(|overrun| overrun > 0);
            let own = chain.rows.iter().filter(|row| row.provider == *provider && !row.customer_hold);
            let mut is_breaker = false;
            for row in own {
                held += chain.handoffs[&row.id].on_path;
                waiting += chain.handoffs[&row.id].waiting;
                if is_broken {
                    charged = charged.plus(charge_of(chain, row));
                    is_breaker |= explained_by(chain, row) > 0;
                }
            }
            broke += u64::from(is_breaker);
        }
        links.push(Link {
            provider: provider.clone(),
            held_seconds: held,
            waiting_seconds: waiting,
            charged_seconds: charged.rounded(),
            broke,
            saves: findings.count_saved(&BTreeSet::from([provider.clone()])),
            credit: credits.get(provider).map_or(0.0, |credit| credit.rounded()),
        });
    }
    links.sort_by(|a, b| {
        let by_saves = b.saves.cmp(&a.saves);
        by_saves.then(b.charged_seconds.total_cmp(&a.charged_seconds)).then(a.provider.cmp(&b.provider))
    });

    let mut plan: BTreeSet<String> = BTreeSet::new();
    let mut steps = Vec::new();
    loop {
        let kept = findings.count_saved(&plan);
        let mut best: Option<(String, u64)> = None;
        for provider in everybody.difference(&plan) {
            let mut with = plan.clone();
            with.insert(provider.clone());
            let adds = findings.count_saved(&with) - kept;
            // Names come in order, so the first of equals has the smallest name.
            if adds > best.as_ref().map_or(0, |&(_, most)| most) {
                best = Some((provider.clone(), adds));
            }
        }
        let Some((provider, adds)) = best else {
            break;
        };
        plan.insert(provider.clone());
        steps.push((provider, adds));
    }
    findings.saved_by_all = findings.count_saved(&everybody);
    findings.needs_several = findings.saved_by_all - findings.count_saved(&plan);
    findings.credit_left_out = credit_left_out;
    findings.repair_plan = steps;
    findings.links = links;
}

/// The providers with own excess on a hand-off reached from the root through awaited ones only.
pub fn players(chain: &Chain) -> BTreeSet<String> {
    fn visit(chain: &Chain, row: &Row, players: &mut BTreeSet<String>) {
        if chain.handoffs[&row.id].excess > 0 {
            players.insert(row.provider.clone());
        }
        for child in awaited_children(&chain.rows, row) {
            visit(chain, child, players);
        }
    }
    let mut players = BTreeSet::new();
    visit(chain, root_of(&chain.rows), &mut players);
    players
}

/// The Shapley values of all broken chains added up, by provider, and the number of chains with too many players.
fn share_credit(findings: &Findings) -> (BTreeMap<String, Fraction>, u64) {
    let mut credits: BTreeMap<String, Fraction> = BTreeMap::new();
    let mut left_out = 0;
    for root in findings.broken_roots() {
        let players = players(&findings.chains[root]);
        if !findings.keeps(root, &players) {
            continue;
        }
        if players.len() > 12 {
            left_out += 1;
            continue;
        }
        let mut keeps = BTreeMap::new();
        for coalition in subsets(&players) {
            let is_kept = findings.keeps(root, &coalition);
            keeps.insert(coalition, is_kept);
        }
        let factorial = |n: usize| (1..=n as i128).product::<i128>();
        for player in &players {
            let mut ways = 0;
            for (coalition, is_kept) in &keeps {
                let mut with = coalition.clone();
                if with.insert(player.clone()) && keeps[&with] && !is_kept {
                    ways += factorial(coalition.len()) * factorial(players.len() - coalition.len() - 1);
                }
            }
            let value = Fraction::new(ways, factorial(players.len()));
            let so_far = credits.get(player).copied().unwrap_or(Fraction::new(0, 1));
            credits.insert(player.clone(), so_far.plus(value));
        }
    }
    (credits, left_out)
}

fn subsets(of: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
    let mut subsets = vec![BTreeSet::new()];
    for member in of {
        for mut with in subsets.clone() {
            with.insert(member.clone());
            subsets.push(with);
        }
    }
    subsets
}

/// Fills in the figures that look at dues only.
fn count_dominoes(findings: &mut Findings) {
    for chain in findings.chains.values() {
        let promised = |row: &&Row| row.due.is_some() && !row.customer_hold;
        let is_late = |row: &Row| closed(row) > row.due.unwrap();
        let root = root_of(&chain.rows);
        for row in chain.rows.iter().filter(promised) {
            let parent = chain.rows.iter().find(|parent| row.parent.as_ref() == Some(&parent.id));
            if let Some(parent) = parent.filter(promised) {
                let edge = findings.edges.entry((row.provider.clone(), row.customer.clone())).or_default();
                match (is_late(row), is_late(parent)) {
                    (true, true) => edge.broke_parent_broke += 1,
                    (true, false) => edge.broke_parent_kept += 1,
                    (false, true) => edge.kept_parent_broke += 1,
                    (false, false) => edge.kept_parent_kept += 1,
                }
            }
            let received = awaited_children(&chain.rows, row);
            if received.into_iter().filter(promised).any(is_late) {
                let count = findings.late_received.entry(row.provider.clone()).or_default();
                count.cases += 1;
                count.closed_by_due += u64::from(!is_late(row));
            }
        }
        if promised(&root) {
            let late = chain.rows.iter().filter(promised).filter(|row| is_late(row));
            let providers: BTreeSet<&String> = late.map(|row| &row.provider).collect();
            for provider in providers {
                let blast = findings.blast.entry(provider.clone()).or_default();
                blast.roots += 1;
                blast.broke += u64::from(is_late(root));
            }
        }
    }
}

/// A fraction in lowest terms, not negative, so that a half is a half however it was added up. Overflow panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// `numerator / denominator`; the denominator is positive.
    pub fn new(numerator: i128, denominator: i128) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self { numerator: numerator / a, denominator: denominator / a }
    }

    /// The sum of the two.
    pub fn plus(self, other: Self) -> Self {
        let cross = |a: i128, b: i128| a.checked_mul(b).expect("too many different fractions to add them exactly");
        Self::new(
            cross(self.numerator, other.denominator) + cross(other.numerator, self.denominator),
            cross(self.denominator, other.denominator),
        )
    }

    /// Three decimals, half away from zero.
    pub fn rounded(self) -> f64 {
        let thousandths = (2000 * self.numerator + self.denominator) / (2 * self.denominator);
        thousandths as f64 / 1000.0
    }
}
