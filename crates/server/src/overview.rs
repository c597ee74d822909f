//! What a log holds, in figures and names: what lists show, and what chains can be filtered by.

use std::collections::{BTreeSet, HashMap};

use catena_analysis::{Chains, Customer, Instant, Selection, pyramid};

/// How many values of an attribute are listed.
const VALUES: usize = 200;

/// A log in figures and names.
#[derive(Debug)]
pub struct Overview {
    /// Hand-offs read, roots included.
    pub hand_offs: u64,
    /// Chains read.
    pub chains: u64,
    /// Chains that can be analysed.
    pub complete_chains: u64,
    /// Chains that cannot.
    pub left_out: u64,
    /// When the first complete chain was opened.
    pub first_opened: Option<Instant>,
    /// When the last complete chain was closed.
    pub last_closed: Option<Instant>,
    /// The attributes that roots of complete chains have.
    pub attributes: Vec<Attribute>,
    /// The teams of complete chains, by name.
    pub providers: Vec<String>,
    /// Who hands to whom, by name; an empty customer stands for the external ones.
    pub edges: Vec<(String, String)>,
}

/// An attribute of roots.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// How many values it has.
    pub distinct: u64,
    /// The most frequent values with the number of chains, the most frequent first.
    pub values: Vec<(String, u64)>,
}

impl Overview {
    /// Reads all complete chains.
    pub fn of(chains: &Chains) -> Self {
        let complete = chains.len() as u64;
        let left_out = chains.left_out().total();
        let edges = edges(chains);
        let providers: BTreeSet<&String> = edges.iter().map(|(provider, _)| provider).collect();
        let roots: Vec<usize> = (0..chains.len()).map(|chain| chains.chain(chain).rows[0] as usize).collect();
        Self {
            hand_offs: chains.rows() as u64,
            chains: complete + left_out,
            complete_chains: complete,
            left_out,
            first_opened: (0..chains.len()).map(|chain| chains.chain(chain).opened[0]).min(),
            last_closed: (0..chains.len()).map(|chain| chains.chain(chain).closed[0]).max(),
            attributes: chains
                .attributes()
                .iter()
                .map(|column| Attribute::of(&column.name, roots.iter().filter_map(|&row| column.value(row))))
                .filter(|attribute| attribute.distinct > 0)
                .collect(),
            providers: providers.into_iter().cloned().collect(),
            edges: edges.into_iter().collect(),
        }
    }
}

impl Attribute {
    fn of<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
        let mut values: Vec<(&str, u64)> = counts.into_iter().collect();
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Self {
            name: name.to_owned(),
            distinct: values.len() as u64,
            values: values.into_iter().take(VALUES).map(|(value, chains)| (value.to_owned(), chains)).collect(),
        }
    }
}

/// The flows of external and of internal chains together.
fn edges(chains: &Chains) -> BTreeSet<(String, String)> {
    let name = |party| chains.parties().name(party).to_owned();
    let mut edges = BTreeSet::new();
    for internal in [false, true] {
        let selection = Selection { internal, ..Selection::default() };
        let Ok(chosen) = selection.choose(chains) else { continue };
        for flow in pyramid(chains, &chosen).flows {
            let customer = match flow.customer {
                Customer::External => String::new(),
                Customer::Party(party) => name(party),
            };
            edges.insert((name(flow.provider), customer));
        }
    }
    edges
}
