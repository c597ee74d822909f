//! Which chains an analysis looks at: `docs/definitions.md`, "Filters". Typical budgets never depend on them.

use std::fmt;

use crate::chains::{Chain, Chains};
use crate::handoffs::{Attribute, Instant};

/// Filters; all of them have to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Chains whose root's customer is a colleague, instead of those of external customers.
    pub internal: bool,
    /// Roots opened at or after this instant.
    pub from: Option<Instant>,
    /// Roots opened before this instant.
    pub to: Option<Instant>,
    /// `(name, value)`: an attribute of the root; or `provider`, who took part; or `customer`, whose root it is. Several
    /// values of one name are alternatives.
    pub conditions: Vec<(String, String)>,
}

/// A filter names a column that the input does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// What was asked for.
    pub name: String,
    /// What could have been.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no column `{}` to filter by; there are {}", self.name, self.known.join(", "))
    }
}

impl std::error::Error for UnknownColumn {}

/// The chains that a [`Selection`] picks from an input.
#[derive(Clone, Debug)]
pub struct Chosen {
    chosen: Vec<bool>,
    count: usize,
}

impl Chosen {
    /// Whether chain number `chain` is among them.
    #[inline]
    pub fn contains(&self, chain: usize) -> bool {
        self.chosen[chain]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Their numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.chosen.iter().enumerate().filter(|&(_, &chosen)| chosen).map(|(chain, _)| chain)
    }
}

/// All conditions on one name: one of the values has to fit.
enum Condition<'a> {
    Provider(Vec<u32>),
    Customer(Vec<u32>),
    Attribute(&'a Attribute, Vec<u32>),
}

impl Selection {
    /// Picks chains.
    pub fn choose(&self, chains: &Chains) -> Result<Chosen, UnknownColumn> {
        let conditions = self.conditions(chains)?;
        let by_block = chains.by_block(|_, block| {
            block.map(|chain| self.fits(&chain) && conditions.iter().all(|one| one.fits(&chain))).collect::<Vec<bool>>()
        });
        let chosen: Vec<bool> = by_block.into_iter().flatten().collect();
        let count = chosen.iter().filter(|&&chosen| chosen).count();
        Ok(Chosen { chosen, count })
    }

    fn fits(&self, chain: &Chain) -> bool {
        let opened = chain.opened[0];
        chain.is_internal() == self.internal
            && self.from.is_none_or(|from| opened >= from)
            && self.to.is_none_or(|to| opened < to)
    }

    fn conditions<'a>(&self, chains: &'a Chains) -> Result<Vec<Condition<'a>>, UnknownColumn> {
        let mut names: Vec<&str> = self.conditions.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .map(|name| {
                let values = self.conditions.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
                if let Some(column) = chains.attributes().iter().find(|column| column.name == name) {
                    return Ok(Condition::Attribute(column, values.filter_map(|value| column.code(value)).collect()));
                }
                let parties: Vec<u32> = values.filter_map(|value| chains.parties().find(value)).collect();
                match name {
                    "provider" => Ok(Condition::Provider(parties)),
                    "customer" => Ok(Condition::Customer(parties)),
                    _ => {
                        let attributes = chains.attributes().iter().map(|column| column.name.clone());
                        let known = ["provider", "customer"].map(str::to_owned).into_iter().chain(attributes).collect();
                        Err(UnknownColumn { name: name.to_owned(), known })
                    }
                }
            })
            .collect()
    }
}

impl Condition<'_> {
    fn fits(&self, chain: &Chain) -> bool {
        match self {
            Self::Provider(parties) => chain.providers.iter().any(|provider| parties.contains(provider)),
            Self::Customer(parties) => parties.contains(&chain.customers[0]),
            Self::Attribute(column, codes) => codes.contains(&column.codes[chain.rows[0] as usize]),
        }
    }
}
