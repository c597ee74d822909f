//! Chains as lists, one in full, all as CSV.

use std::sync::Arc;

use catena_analysis::{Chain, Chains, Options, Selection};
use rayon::prelude::*;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Refusal;
use super::sieve::Sieve;
use crate::logs::Loaded;
use crate::report::{ChainDetail, ChainRow, Findings, Outcome};

/// Which chains, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChainList {
    /// What became of the promise.
    pub outcome: Option<Outcome>,
    /// A team that took part.
    pub provider: Option<String>,
    /// `provider>customer`: a hand-off between these two.
    pub edge: Option<String>,
    /// A team that broke the promise.
    pub broke: Option<String>,
    /// Teams whose repair together would have kept the promise.
    pub repair: Vec<String>,
    /// A part of the root's id or the customer's name, in any case.
    pub text: Option<String>,
    /// The order; ties by root.
    pub order: ChainOrder,
}

/// The order of a list of chains; the ones with a minus are descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub enum ChainOrder {
    /// The most overdue first.
    #[default]
    #[serde(rename = "-overrun")]
    MostOverrun,
    /// The least overdue first.
    #[serde(rename = "overrun")]
    LeastOverrun,
    /// The latest first.
    #[serde(rename = "-opened")]
    LastOpened,
    /// The earliest first.
    #[serde(rename = "opened")]
    FirstOpened,
    /// The slowest first.
    #[serde(rename = "-lead")]
    LongestLead,
    /// The fastest first.
    #[serde(rename = "lead")]
    ShortestLead,
    /// The largest first.
    #[serde(rename = "-hand_offs")]
    MostHandOffs,
    /// The smallest first.
    #[serde(rename = "hand_offs")]
    FewestHandOffs,
    /// By root, ascending.
    #[serde(rename = "root")]
    Root,
    /// By root, descending.
    #[serde(rename = "-root")]
    RootDescending,
}

/// So many rows of a list, from row `offset` on, and how many rows it has.
pub fn list_chains(
    loaded: &Loaded,
    selection: &Selection,
    list: ChainList,
    offset: u64,
    limit: u64,
) -> Result<(u64, Vec<ChainRow>), Refusal> {
    let findings = loaded.findings(selection)?;
    let numbers = numbers(loaded, &findings, list)?;
    let page = numbers.iter().skip(offset as usize).take(limit as usize);
    Ok((numbers.len() as u64, page.map(|&number| row(loaded, &findings, number)).collect()))
}

/// The chain with the root `root`, explained with the default options.
pub fn explain_chain(loaded: &Loaded, log: &str, root: &str) -> Result<ChainDetail, Refusal> {
    let unknown = || Refusal::UnknownChain { log: log.to_owned(), root: root.to_owned() };
    let number = loaded.chains.find(root).ok_or_else(unknown)?;
    Ok(ChainDetail::new(&loaded.chains, number, Options::default().typical))
}

/// Chain number `number` as a row.
pub fn row(loaded: &Loaded, findings: &Findings, number: u32) -> ChainRow {
    let breakers = findings.analysis.breakers_of_chain(number as usize);
    ChainRow::new(&loaded.chains, number as usize, breakers)
}

/// The numbers of the chains of a list, in its order.
pub fn numbers(loaded: &Loaded, findings: &Findings, list: ChainList) -> Result<Arc<Vec<u32>>, Refusal> {
    let sieve = Sieve::new(&loaded.chains, &list)?;
    let order = list.order;
    Ok(loaded.list(findings.selection.clone(), list, || {
        let all = (0..loaded.chains.len() as u32).into_par_iter();
        let fitting = all.filter(|&number| findings.chosen.contains(number as usize) && sieve.fits(findings, number));
        order.sort(&loaded.chains, fitting.collect())
    }))
}

impl ChainOrder {
    /// Puts chain numbers, which ascend, in this order.
    fn sort(self, chains: &Chains, mut numbers: Vec<u32>) -> Vec<u32> {
        let overrun = |chain: &Chain| chain.overrun_seconds().unwrap_or(0).max(0);
        let (key, descending): (&(dyn Fn(&Chain) -> i64 + Sync), bool) = match self {
            Self::Root => return numbers,
            Self::RootDescending => {
                numbers.reverse();
                return numbers;
            }
            Self::MostOverrun => (&overrun, true),
            Self::LeastOverrun => (&overrun, false),
            Self::LastOpened => (&|chain| chain.opened[0], true),
            Self::FirstOpened => (&|chain| chain.opened[0], false),
            Self::LongestLead => (&|chain| chain.lead_seconds(), true),
            Self::ShortestLead => (&|chain| chain.lead_seconds(), false),
            Self::MostHandOffs => (&|chain| chain.len() as i64, true),
            Self::FewestHandOffs => (&|chain| chain.len() as i64, false),
        };
        let keyed = numbers.into_par_iter().map(|number| {
            let key = key(&chains.chain(number as usize));
            (if descending { -key } else { key }, number)
        });
        let mut keyed: Vec<(i64, u32)> = keyed.collect();
        keyed.par_sort_unstable();
        keyed.into_par_iter().map(|(_, number)| number).collect()
    }
}
