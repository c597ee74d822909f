//! Hand-offs out: native CSV, OCEL 2.0 as JSON, XES.
//!
//! Each format is written so that the reader of this crate gives back the same hand-offs with the same attributes;
//! only lines and files are those of the new file. Rows are written as they come, in memory that does not grow with
//! what they say.

mod native;
mod ocel;
mod xes;

use std::hash::BuildHasher;

use catena_analysis::{Fault, Handoff, Handoffs};
use hashbrown::{DefaultHashBuilder, HashTable};

pub use native::native_csv;
pub use ocel::ocel_json;
pub use xes::xes;

/// The names of the further columns, changed where they would be taken for one of `own` or for each other.
fn further(handoffs: &Handoffs, own: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for attribute in handoffs.attributes() {
        let mut name = attribute.name.clone();
        while name.is_empty()
            || own
                .iter()
                .chain(names.iter().map(String::as_str).collect::<Vec<_>>().iter())
                .any(|taken| taken.eq_ignore_ascii_case(&name))
        {
            name.push('_');
        }
        names.push(name);
    }
    names
}

/// The name under which a fault that a reader found is kept.
fn fault(handoff: &Handoff) -> Option<&'static str> {
    handoff.fault.map(Fault::code)
}

/// Finds rows by id: the first one, where several carry the same.
struct Rows {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Rows {
    fn new(handoffs: &Handoffs) -> Self {
        let mut rows = Self { table: HashTable::with_capacity(handoffs.len()), hasher: DefaultHashBuilder::default() };
        for row in 0..handoffs.len() {
            let id = handoffs.get(row).id;
            let hasher = &rows.hasher;
            let hash = |row: &u32| hasher.hash_one(handoffs.get(*row as usize).id);
            rows.table
                .entry(hasher.hash_one(id), |&other| handoffs.get(other as usize).id == id, hash)
                .or_insert(row as u32);
        }
        rows
    }

    fn find(&self, handoffs: &Handoffs, id: &str) -> Option<u32> {
        self.table.find(self.hasher.hash_one(id), |&row| handoffs.get(row as usize).id == id).copied()
    }
}
