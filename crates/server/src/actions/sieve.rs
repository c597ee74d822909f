//! The conditions of a list of chains, with names looked up: what keeps a chain in it.

use catena_analysis::{Chain, Chains, Options, Repair};
use memchr::memchr2_iter;
use rayon::prelude::*;

use super::{ChainList, Refusal};
use crate::report::{Findings, Outcome};

/// The conditions of a list, with names looked up.
pub struct Sieve<'a> {
    chains: &'a Chains,
    outcome: Option<Outcome>,
    provider: Option<u32>,
    edge: Option<Edge>,
    broke: Option<u32>,
    repair: Option<Repair<'a>>,
    text: Option<Text>,
}

/// Hand-offs from a provider to a party, or to the external customers.
struct Edge {
    provider: u32,
    customer: Option<u32>,
}

/// A part of an id or of a name, in small letters, and the parties whose names hold it.
struct Text {
    part: String,
    parties: Vec<bool>,
}

impl<'a> Sieve<'a> {
    /// Looks the names up; fails if the log has none such.
    pub fn new(chains: &'a Chains, list: &ChainList) -> Result<Self, Refusal> {
        let provider = |name: &String| {
            let found = chains.parties().find(name).filter(|&party| chains.parties().is_provider(party));
            found.ok_or_else(|| Refusal::BadParameter(format!("the log has no provider \"{name}\"")))
        };
        let repair = list.repair.iter().map(provider).collect::<Result<Vec<u32>, Refusal>>()?;
        Ok(Self {
            chains,
            outcome: list.outcome,
            provider: list.provider.as_ref().map(provider).transpose()?,
            edge: list.edge.as_ref().map(|edge| Edge::read(chains, edge)).transpose()?,
            broke: list.broke.as_ref().map(provider).transpose()?,
            repair: (!repair.is_empty()).then(|| Repair::new(chains, Options::default().typical, repair)),
            text: list.text.as_ref().filter(|text| !text.is_empty()).map(|text| Text::new(chains, text)),
        })
    }

    /// Whether chain number `number` belongs to the list.
    pub fn fits(&self, findings: &Findings, number: u32) -> bool {
        let chain = self.chains.chain(number as usize);
        self.outcome.is_none_or(|outcome| Outcome::of(&chain) == outcome)
            && self.provider.is_none_or(|provider| chain.providers.contains(&provider))
            && self.edge.as_ref().is_none_or(|edge| edge.is_in(self.chains, &chain))
            && self.broke.is_none_or(|provider| {
                findings.analysis.breakers_of_chain(number as usize).binary_search(&provider).is_ok()
            })
            && self.text.as_ref().is_none_or(|text| text.is_in(self.chains, &chain))
            && self.repair.as_ref().is_none_or(|repair| repair.saves(number as usize))
    }
}

impl Edge {
    /// Reads `provider>customer`. Names may hold the sign themselves: the first cut that gives two known ones counts.
    fn read(chains: &Chains, text: &str) -> Result<Self, Refusal> {
        let parties = chains.parties();
        text.match_indices('>')
            .find_map(|(cut, _)| {
                let provider = parties.find(&text[..cut]).filter(|&party| parties.is_provider(party))?;
                match &text[cut + 1..] {
                    "" => Some(Self { provider, customer: None }),
                    name => parties.find(name).map(|customer| Self { provider, customer: Some(customer) }),
                }
            })
            .ok_or_else(|| {
                Refusal::BadParameter(format!("edge=\"{text}\" does not name a provider and a customer of the log"))
            })
    }

    fn is_in(&self, chains: &Chains, chain: &Chain) -> bool {
        (0..chain.len()).any(|place| {
            let is_external =
                if place == 0 { !chain.is_internal() } else { !chains.parties().is_provider(chain.customers[place]) };
            chain.providers[place] == self.provider
                && self.customer.map_or(is_external, |customer| chain.customers[place] == customer)
        })
    }
}

impl Text {
    fn new(chains: &Chains, text: &str) -> Self {
        let part = text.to_lowercase();
        let parties = (0..chains.parties().len() as u32).into_par_iter();
        let parties = parties.map(|party| holds(chains.parties().name(party), &part)).collect();
        Self { part, parties }
    }

    fn is_in(&self, chains: &Chains, chain: &Chain) -> bool {
        self.parties[chain.customers[0] as usize] || holds(chains.id(chain.rows[0]), &self.part)
    }
}

/// Whether `text` holds `part`, which is in small letters, in any case. Plain letters, the common ones, need no copy.
fn holds(text: &str, part: &str) -> bool {
    let (text_bytes, part_bytes) = (text.as_bytes(), part.as_bytes());
    match part_bytes.first() {
        Some(first) if text.is_ascii() => memchr2_iter(*first, first.to_ascii_uppercase(), text_bytes).any(|at| {
            text_bytes.get(at..at + part_bytes.len()).is_some_and(|here| here.eq_ignore_ascii_case(part_bytes))
        }),
        _ => text.to_lowercase().contains(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_in_any_case_and_any_script() {
        for (text, part) in
            [("G01-2026", "g01"), ("Ms Rose", "rose"), ("Blütenhaus", "ÜTEN"), ("ΑΒΓ", "βγ"), ("a", "a")]
        {
            assert!(holds(text, &part.to_lowercase()), "{text} {part}");
        }
        for (text, part) in [("G01-2026", "2027"), ("Bluete", "blüte"), ("", "a")] {
            assert!(!holds(text, part), "{text} {part}");
        }
    }
}
