//! From ids to rows: which row is whose parent.
//!
//! Ids are strings and there may be ten million of them, so they are spread by hash over small tables that fit a
//! processor's cache and are filled on all cores. The answer does not depend on how they were spread.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};

use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::prelude::*;

use crate::texts::Texts;

/// No parent: a root.
pub const ROOT: u32 = u32::MAX;
/// The parent's id is not among the hand-offs.
pub const UNKNOWN: u32 = u32::MAX - 1;

const PARTITIONS: usize = 256;
const CHUNK: usize = 1 << 16;

/// What the ids say.
pub struct Resolved {
    /// The row of each row's parent, [`ROOT`] or [`UNKNOWN`]. A parent id that several rows carry means the first.
    pub parents: Vec<u32>,
    /// All rows whose id another row carries too, ascending.
    pub duplicates: Vec<u32>,
}

/// Finds the parent of every row; `is_root` says which rows have none.
pub fn resolve(ids: &Texts, parent_ids: &Texts, is_root: impl Fn(usize) -> bool + Sync) -> Resolved {
    let hasher = DefaultHashBuilder::default();
    resolve_by(|id| hasher.hash_one(id), ids, parent_ids, is_root)
}

fn resolve_by(
    hash: impl Fn(&str) -> u64 + Sync,
    ids: &Texts,
    parent_ids: &Texts,
    is_root: impl Fn(usize) -> bool + Sync,
) -> Resolved {
    let rows = ids.len();
    let given = spread(rows, |row| Some(hash(ids.get(row))));
    let asked = spread(rows, |row| (!is_root(row)).then(|| hash(parent_ids.get(row))));
    // By hash alone first: rows of one partition lie far apart, and reading their ids here would cost more than all
    // else. Who shares a hash is told apart below, where rows are read as they stand.
    let likely: Vec<AtomicU32> = (0..rows).into_par_iter().map(|_| AtomicU32::new(ROOT)).collect();
    let (tables, doubles): (Vec<Table>, Vec<Vec<u32>>) = (0..PARTITIONS)
        .into_par_iter()
        .map(|partition| {
            let (table, doubles) = Table::fill(&given, partition, ids);
            for &(tag, row) in asked.iter().flat_map(|chunk| chunk.partition(partition)) {
                likely[row as usize].store(table.find(tag, |_| true), Ordering::Relaxed);
            }
            (table, doubles)
        })
        .unzip();
    drop((given, asked));
    let parents = likely
        .into_par_iter()
        .enumerate()
        .map(|(row, parent)| match parent.into_inner() {
            parent @ (ROOT | UNKNOWN) => parent,
            parent => {
                let id = parent_ids.get(row);
                if ids.get(parent as usize) == id {
                    return parent;
                }
                let hash = hash(id);
                tables[partition_of(hash)].find(hash as u32, |row| ids.get(row as usize) == id)
            }
        })
        .collect();
    let mut duplicates = doubles.concat();
    duplicates.par_sort_unstable();
    duplicates.dedup();
    Resolved { parents, duplicates }
}

/// The ids of one partition: lower half of the hash, first row.
struct Table(HashTable<(u32, u32)>);

impl Table {
    /// The ids of a partition, and the rows whose id another row has too.
    fn fill(given: &[Chunk], partition: usize, ids: &Texts) -> (Self, Vec<u32>) {
        let mut doubles = Vec::new();
        let count = given.iter().map(|chunk| chunk.partition(partition).len()).sum();
        let mut table: HashTable<(u32, u32)> = HashTable::with_capacity(count);
        for &(tag, row) in given.iter().flat_map(|chunk| chunk.partition(partition)) {
            let same =
                |&(other_tag, other): &(u32, u32)| other_tag == tag && ids.get(other as usize) == ids.get(row as usize);
            match table.entry(widen(tag), same, |&(tag, _)| widen(tag)) {
                hashbrown::hash_table::Entry::Occupied(first) => doubles.extend([first.get().1, row]),
                hashbrown::hash_table::Entry::Vacant(slot) => {
                    slot.insert((tag, row));
                }
            }
        }
        (Self(table), doubles)
    }

    /// The first row under `tag` that `fits`, or [`UNKNOWN`].
    fn find(&self, tag: u32, fits: impl Fn(u32) -> bool) -> u32 {
        self.0.find(widen(tag), |&(other, row)| other == tag && fits(row)).map_or(UNKNOWN, |&(_, row)| row)
    }
}

/// Rows of one stretch of the input, sorted by partition; the order of rows is kept within each.
struct Chunk {
    /// Lower half of the hash, row.
    items: Vec<(u32, u32)>,
    starts: [u32; PARTITIONS + 1],
}

impl Chunk {
    fn partition(&self, partition: usize) -> &[(u32, u32)] {
        &self.items[self.starts[partition] as usize..self.starts[partition + 1] as usize]
    }
}

fn spread(rows: usize, hash: impl Fn(usize) -> Option<u64> + Sync) -> Vec<Chunk> {
    (0..rows.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let hashes: Vec<(u64, u32)> = (chunk * CHUNK..rows.min((chunk + 1) * CHUNK))
                .filter_map(|row| hash(row).map(|hash| (hash, row as u32)))
                .collect();
            let mut starts = [0; PARTITIONS + 1];
            for &(hash, _) in &hashes {
                starts[partition_of(hash) + 1] += 1;
            }
            for index in 0..PARTITIONS {
                starts[index + 1] += starts[index];
            }
            let mut next = starts;
            let mut items = vec![(0, 0); hashes.len()];
            for &(hash, row) in &hashes {
                let slot = &mut next[partition_of(hash)];
                items[*slot as usize] = (hash as u32, row);
                *slot += 1;
            }
            Chunk { items, starts }
        })
        .collect()
}

/// The upper eight bits decide.
fn partition_of(hash: u64) -> usize {
    (hash >> 56) as usize
}

/// A table wants all 64 bits filled; half of the hash is what was kept.
fn widen(tag: u32) -> u64 {
    u64::from(tag).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The head of each row's tree, and the rows that lie on a cycle.
pub struct Heads {
    /// For each row the root above it; where there is none the row whose parent is unknown, or the first row of the
    /// cycle.
    pub head: Vec<u32>,
    /// Rows that are their own ancestor.
    pub cycles: Vec<u32>,
}

/// Follows the parents of every row upwards, each row once.
pub fn heads(parents: &[u32]) -> Heads {
    const UNSET: u32 = u32::MAX;
    const ON_PATH: u32 = u32::MAX - 1;
    let mut head = vec![UNSET; parents.len()];
    let mut cycles = Vec::new();
    let mut path = Vec::new();
    for start in 0..parents.len() as u32 {
        let mut row = start;
        let found = loop {
            match head[row as usize] {
                UNSET => {}
                ON_PATH => {
                    let begin = path.iter().rposition(|&other| other == row).unwrap_or(0);
                    cycles.extend_from_slice(&path[begin..]);
                    break path[begin..].iter().copied().min().unwrap_or(row);
                }
                known => break known,
            }
            path.push(row);
            if parents[row as usize] >= UNKNOWN {
                break row;
            }
            head[row as usize] = ON_PATH;
            row = parents[row as usize];
        };
        for row in path.drain(..) {
            head[row as usize] = found;
        }
    }
    Heads { head, cycles }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[&str]) -> Texts {
        let mut texts = Texts::default();
        for text in list {
            texts.push(text);
        }
        texts
    }

    #[test]
    fn parents_are_found_wherever_they_stand() {
        let resolved = resolve(&texts(&["b", "a", "c", "a"]), &texts(&["a", "", "x", "b"]), |row| row == 1);
        assert_eq!(resolved.parents, [1, ROOT, UNKNOWN, 0]);
        assert_eq!(resolved.duplicates, [1, 3]);
    }

    #[test]
    fn ids_that_share_a_hash_are_told_apart() {
        let resolved = resolve_by(|_| 7, &texts(&["b", "a", "c", "a"]), &texts(&["a", "", "x", "b"]), |row| row == 1);
        assert_eq!(resolved.parents, [1, ROOT, UNKNOWN, 0]);
        assert_eq!(resolved.duplicates, [1, 3]);
    }

    #[test]
    fn a_cycle_is_one_tree_with_everything_that_hangs_on_it() {
        // 0 -> 1 -> 2 -> 1, 3 -> 0, 4 is a root, 5 -> itself
        let heads = heads(&[1, 2, 1, 0, ROOT, 5]);
        assert_eq!(heads.head, [1, 1, 1, 1, 4, 5]);
        assert_eq!(heads.cycles, [1, 2, 5]);
    }
}
