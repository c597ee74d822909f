//! Everyone's customers: who hands to whom, how far from the external customer, within and across departments.
//! `docs/definitions.md`, "Everyone's customers".

use hashbrown::HashMap;

use crate::chains::{Chain, Chains};
use crate::path::{Walk, waiting_seconds};
use crate::select::Chosen;

/// The column that names the department of a hand-off's provider.
pub const DEPARTMENT: &str = "department";

/// Who relies on a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Customer {
    /// Customers outside the organisation, together.
    External,
    /// A team, or a colleague who gives no hand-offs: a number among the [`crate::Parties`].
    Party(u32),
}

/// What goes from one provider to one customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Hand-offs.
    pub hand_offs: u64,
    /// Closed by their due instant.
    pub kept: u64,
    /// Closed after it.
    pub broken: u64,
    /// Without one.
    pub without_due: u64,
    /// Time on the critical path, in seconds.
    pub held_seconds: i64,
    /// The part of it before somebody began to work, in seconds.
    pub waiting_seconds: i64,
}

impl Counts {
    fn merge(&mut self, other: &Self) {
        self.hand_offs += other.hand_offs;
        self.kept += other.kept;
        self.broken += other.broken;
        self.without_due += other.without_due;
        self.held_seconds += other.held_seconds;
        self.waiting_seconds += other.waiting_seconds;
    }
}

/// All hand-offs from one provider to one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who gives.
    pub provider: u32,
    /// Who relies on it.
    pub customer: Customer,
    /// How many, kept and broken, and how long.
    pub counts: Counts,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Who.
    pub provider: u32,
    /// Fewest hand-offs to the external customer, from 1; `None` if none leads there.
    pub distance: Option<u32>,
    /// The department it most often stands in.
    pub department: Option<String>,
    /// All its hand-offs.
    pub counts: Counts,
}

/// Hand-offs within departments and across them, and who waits at the border.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Departments {
    /// Both ends in one department.
    pub inside: Counts,
    /// Ends in two departments.
    pub across: Counts,
    /// Hand-offs by each team to another department, the longest wait first.
    pub crossing: Vec<(u32, Counts)>,
}

/// Who relies on whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pyramid {
    /// Providers, by distance and name; those that lead nowhere last.
    pub teams: Vec<Team>,
    /// The matrix of flows, by provider and customer.
    pub flows: Vec<Flow>,
    /// Silos; `None` if the input names no departments.
    pub departments: Option<Departments>,
}

/// Draws the pyramid of the chosen chains. Waits for external customers are no flow.
pub fn pyramid(chains: &Chains, chosen: &Chosen) -> Pyramid {
    let colleagues = colleagues(chains);
    let column = chains.attributes().iter().find(|column| column.name == DEPARTMENT);
    let parts = chains.by_block(|first, block| {
        let mut flows: HashMap<(u32, Customer), Counts> = HashMap::new();
        let mut departments: HashMap<(u32, u32), u64> = HashMap::new();
        let mut walk = Walk::default();
        let mut held = Vec::new();
        for (_, chain) in block.enumerate().filter(|(index, _)| chosen.contains(first + index)) {
            hold(&chain, &mut walk, &mut held);
            for (place, &(held_seconds, waiting_seconds)) in held.iter().enumerate() {
                if chain.is_customer_hold(place) {
                    continue;
                }
                let customer = customer(chains, &chain, place, &colleagues);
                let due = chain.due(place);
                flows.entry((chain.providers[place], customer)).or_default().merge(&Counts {
                    hand_offs: 1,
                    kept: u64::from(due.is_some_and(|due| chain.closed[place] <= due)),
                    broken: u64::from(due.is_some_and(|due| chain.closed[place] > due)),
                    without_due: u64::from(due.is_none()),
                    held_seconds,
                    waiting_seconds,
                });
                if let Some(column) = column
                    && let code @ 1.. = column.codes[chain.rows[place] as usize]
                {
                    *departments.entry((chain.providers[place], code)).or_default() += 1;
                }
            }
        }
        (flows, departments)
    });
    let mut flows: HashMap<(u32, Customer), Counts> = HashMap::new();
    let mut stands: HashMap<(u32, u32), u64> = HashMap::new();
    for (more, departments) in parts {
        more.into_iter().for_each(|(ends, counts)| flows.entry(ends).or_default().merge(&counts));
        departments.into_iter().for_each(|(key, count)| *stands.entry(key).or_default() += count);
    }
    let mut flows: Vec<Flow> =
        flows.into_iter().map(|((provider, customer), counts)| Flow { provider, customer, counts }).collect();
    flows.sort_unstable_by_key(|flow| (flow.provider, flow.customer));
    let name = |code| column.map_or("", |column| column.values.name(code));
    let department = most_frequent(&stands, name);
    let distance = distances(&flows);
    let mut teams: Vec<Team> = Vec::new();
    for flow in &flows {
        if teams.last().is_none_or(|team| team.provider != flow.provider) {
            teams.push(Team {
                provider: flow.provider,
                distance: distance.get(&flow.provider).copied(),
                department: department.get(&flow.provider).map(|&code| name(code).to_owned()),
                counts: Counts::default(),
            });
        }
        if let Some(team) = teams.last_mut() {
            team.counts.merge(&flow.counts);
        }
    }
    teams.sort_by_key(|team| (team.distance.unwrap_or(u32::MAX), team.provider));
    let departments = (!department.is_empty()).then(|| silos(&flows, &department));
    Pyramid { teams, flows, departments }
}

/// Parties that give nothing and are colleagues all the same: the customers of internal roots.
fn colleagues(chains: &Chains) -> Vec<u32> {
    let found = chains.by_block(|_, block| {
        let internal = block.filter(Chain::is_internal).map(|chain| chain.customers[0]);
        internal.collect::<Vec<u32>>()
    });
    let mut colleagues: Vec<u32> = found.into_iter().flatten().collect();
    colleagues.sort_unstable();
    colleagues.dedup();
    colleagues
}

fn customer(chains: &Chains, chain: &Chain, place: usize, colleagues: &[u32]) -> Customer {
    let party = chain.customers[place];
    let external_root = place == 0 && !chain.is_internal();
    if !external_root && (chains.parties().is_provider(party) || colleagues.binary_search(&party).is_ok()) {
        Customer::Party(party)
    } else {
        Customer::External
    }
}

/// Seconds held and waited by each place of a chain.
fn hold(chain: &Chain, walk: &mut Walk, held: &mut Vec<(i64, i64)>) {
    held.clear();
    held.resize(chain.len(), (0, 0));
    walk.parts(chain, |place, from, to| {
        held[place].0 += to - from;
        held[place].1 += waiting_seconds(chain, place, from, to);
    });
}

/// The department in which each provider stands most often; ties go to the name that sorts first.
fn most_frequent<'a>(stands: &HashMap<(u32, u32), u64>, name: impl Fn(u32) -> &'a str) -> HashMap<u32, u32> {
    let mut best: HashMap<u32, (u64, u32)> = HashMap::new();
    for (&(provider, code), &count) in stands {
        let entry = best.entry(provider).or_insert((count, code));
        if count > entry.0 || (count == entry.0 && name(code) < name(entry.1)) {
            *entry = (count, code);
        }
    }
    best.into_iter().map(|(provider, (_, code))| (provider, code)).collect()
}

/// Breadth first from the external customer down.
fn distances(flows: &[Flow]) -> HashMap<u32, u32> {
    let mut serving: HashMap<Customer, Vec<u32>> = HashMap::new();
    for flow in flows {
        serving.entry(flow.customer).or_default().push(flow.provider);
    }
    let mut distances = HashMap::new();
    let mut layer = vec![Customer::External];
    for distance in 1.. {
        let mut next = Vec::new();
        for provider in layer.iter().filter_map(|customer| serving.get(customer)).flatten() {
            if !distances.contains_key(provider) {
                distances.insert(*provider, distance);
                next.push(Customer::Party(*provider));
            }
        }
        if next.is_empty() {
            break;
        }
        layer = next;
    }
    distances
}

fn silos(flows: &[Flow], department: &HashMap<u32, u32>) -> Departments {
    let mut silos = Departments::default();
    let mut crossing: HashMap<u32, Counts> = HashMap::new();
    for flow in flows {
        let Customer::Party(customer) = flow.customer else { continue };
        let (Some(from), Some(to)) = (department.get(&flow.provider), department.get(&customer)) else { continue };
        if from == to {
            silos.inside.merge(&flow.counts);
        } else {
            silos.across.merge(&flow.counts);
            crossing.entry(flow.provider).or_default().merge(&flow.counts);
        }
    }
    silos.crossing = crossing.into_iter().collect();
    silos.crossing.sort_unstable_by_key(|&(team, counts)| (-counts.waiting_seconds, team));
    silos
}
