//! Everybody who gives or asks for a hand-off, under a number: providers first, each part in the bytewise order of
//! names, so that comparing two providers' numbers compares their names, whatever the order of the input.

use rayon::prelude::*;

use crate::handoffs::Handoffs;
use crate::texts::Texts;

/// The names of providers and customers.
#[derive(Debug, Default)]
pub struct Parties {
    names: Texts,
    providers: usize,
}

impl Parties {
    /// Renumbers the providers and customers of `handoffs`, and sorts `by_provider` accordingly. The dictionary of
    /// `handoffs` is used up.
    pub(crate) fn number<T: Default>(handoffs: &mut Handoffs, mut by_provider: Vec<T>) -> (Self, Vec<T>) {
        let names = std::mem::take(&mut handoffs.names);
        let mut gives = vec![false; names.len()];
        for &code in &handoffs.providers {
            gives[code as usize] = true;
        }
        let mut order: Vec<u32> = (0..names.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| {
            gives[b as usize].cmp(&gives[a as usize]).then_with(|| names.name(a).cmp(names.name(b)))
        });
        let mut parties = Self { names: Texts::default(), providers: gives.iter().filter(|&&gives| gives).count() };
        let mut numbers = vec![0; order.len()];
        for (number, &code) in order.iter().enumerate() {
            numbers[code as usize] = number as u32;
            parties.names.push(names.name(code));
        }
        let renumber = |codes: &mut Vec<u32>| codes.par_iter_mut().for_each(|code| *code = numbers[*code as usize]);
        renumber(&mut handoffs.providers);
        renumber(&mut handoffs.customers);
        let sorted =
            order[..parties.providers].iter().map(|&code| std::mem::take(&mut by_provider[code as usize])).collect();
        (parties, sorted)
    }

    /// The name of party `number`.
    ///
    /// # Panics
    /// If there is no such party.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize)
    }

    /// How many parties give hand-offs: those with the smallest numbers.
    pub fn providers(&self) -> usize {
        self.providers
    }

    /// Whether party `number` gives hand-offs.
    pub fn is_provider(&self, number: u32) -> bool {
        (number as usize) < self.providers
    }

    /// How many parties there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The number of the party called `name`.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.search(0, self.providers, name).or_else(|| self.search(self.providers, self.len(), name))
    }

    fn search(&self, mut low: usize, mut high: usize, name: &str) -> Option<u32> {
        while low < high {
            let middle = low.midpoint(high);
            match self.names.get(middle).cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}
