//! A dictionary: each distinct string once, under a small code in the order of first appearance.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::texts::Texts;

/// Strings and their codes, counted from 0.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Texts,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// The code of `name`, which is taken in if it is new.
    pub fn code(&mut self, name: &str) -> u32 {
        let Self { texts, index, hasher } = self;
        let hash = hasher.hash_one(name);
        *index
            .entry(hash, |&code| texts.get(code as usize) == name, |&code| hasher.hash_one(texts.get(code as usize)))
            .or_insert_with(|| {
                texts.push(name);
                (texts.len() - 1) as u32
            })
            .get()
    }

    /// The code of `name`, if it has one.
    pub fn find(&self, name: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(name);
        self.index.find(hash, |&code| self.texts.get(code as usize) == name).copied()
    }

    /// The string behind `code`.
    ///
    /// # Panics
    /// If no string has this code.
    pub fn name(&self, code: u32) -> &str {
        self.texts.get(code as usize)
    }

    /// Forgets all strings and keeps their memory.
    pub fn clear(&mut self) {
        self.texts.clear();
        self.index.clear();
    }

    /// How many strings there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All strings in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.texts.get(index))
    }
}
