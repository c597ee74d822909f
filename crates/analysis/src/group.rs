//! Sorting rows into chains, and the hand-offs of each chain into their order.

use rayon::prelude::*;

use crate::chains::{Block, Remark, Remarked};
use crate::handoffs::{Handoffs, flag};
use crate::texts::Texts;

/// Hand-offs a block aims to hold: large enough to be worth a task, small enough for a processor's cache.
const BLOCK: usize = 1 << 14;
/// How many rows are remembered for each remark; all are counted.
pub const PLACES: usize = 1000;

/// What was remarked, by the number of the remark.
pub type Remarks = [Remarked; Remark::ALL.len()];

/// Sorts rows by their ids, bytewise. Comparing the first eight bytes as a number settles most.
pub fn sort_by_id(rows: &mut Vec<u32>, ids: &Texts) {
    let mut keyed: Vec<(u64, u32)> = rows
        .par_iter()
        .map(|&row| {
            let mut key = [0; 8];
            let id = ids.get(row as usize).as_bytes();
            let length = id.len().min(8);
            key[..length].copy_from_slice(&id[..length]);
            (u64::from_be_bytes(key), row)
        })
        .collect();
    keyed.par_sort_unstable_by(|&(a, row), &(b, other)| {
        a.cmp(&b).then_with(|| ids.get(row as usize).cmp(ids.get(other as usize)))
    });
    *rows = keyed.into_iter().map(|(_, row)| row).collect();
}

/// Rows sorted by chain.
pub struct Order {
    /// Where each chain begins in `rows`, and the end of the last.
    starts: Vec<u32>,
    rows: Vec<u32>,
    /// The place of each row within its chain, before its children are put in order.
    slots: Vec<u32>,
}

impl Order {
    /// Sorts all rows whose head is one of `roots` behind each other, in the order of `roots`.
    pub fn new(roots: &[u32], heads: &[u32]) -> Self {
        const LEFT_OUT: u32 = u32::MAX;
        let mut chain_of = vec![LEFT_OUT; heads.len()];
        for (chain, &root) in roots.iter().enumerate() {
            chain_of[root as usize] = chain as u32;
        }
        let mut starts = vec![0; roots.len() + 1];
        for &head in heads {
            let chain = chain_of[head as usize];
            if chain != LEFT_OUT {
                starts[chain as usize + 1] += 1;
            }
        }
        for chain in 0..roots.len() {
            starts[chain + 1] += starts[chain];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().map_or(0, |&end| end as usize)];
        let mut slots = vec![0; heads.len()];
        for (row, &head) in heads.iter().enumerate() {
            let chain = chain_of[head as usize];
            if chain != LEFT_OUT {
                let next = &mut next[chain as usize];
                rows[*next as usize] = row as u32;
                slots[row] = *next - starts[chain as usize];
                *next += 1;
            }
        }
        Self { starts, rows, slots }
    }

    /// Bounds of blocks of chains, each with about [`BLOCK`] hand-offs.
    pub fn blocks(&self) -> Vec<usize> {
        let mut bounds = vec![0];
        let mut begin = 0;
        for (chain, &end) in self.starts.iter().enumerate().skip(1) {
            if end as usize - begin >= BLOCK || chain + 1 == self.starts.len() {
                bounds.push(chain);
                begin = end as usize;
            }
        }
        bounds
    }

    /// Lays out the chains of one block.
    pub fn group(&self, chains: std::ops::Range<usize>, handoffs: &Handoffs, parents: &[u32]) -> (Block, Remarks) {
        let mut block = Block::default();
        let mut remarks: Remarks = Default::default();
        let mut layout = Layout::default();
        let hand_offs = (self.starts[chains.end] - self.starts[chains.start]) as usize;
        block.reserve(hand_offs, chains.len());
        block.starts.push(0);
        for chain in chains {
            let rows = &self.rows[self.starts[chain] as usize..self.starts[chain + 1] as usize];
            layout.arrange(rows, handoffs, parents, &self.slots, &mut remarks);
            for (place, &slot) in layout.order.iter().enumerate() {
                let slot = slot as usize;
                let row = rows[slot] as usize;
                let parent = if place == 0 { 0 } else { layout.place[self.slots[parents[row] as usize] as usize] };
                block.opened.push(handoffs.opened[row]);
                block.started.push(handoffs.started[row]);
                block.closed.push(handoffs.closed[row]);
                block.due.push(handoffs.due[row]);
                block.providers.push(handoffs.providers[row]);
                block.customers.push(handoffs.customers[row]);
                block.parents.push(parent);
                block.first_child.push(layout.first_child[place]);
                block.awaited.push(layout.awaited_children[place]);
                let awaited = if layout.awaited[slot] { flag::AWAITED } else { 0 };
                block.flags.push(handoffs.flags[row] & !flag::AWAITED | awaited);
                block.ratings.push(handoffs.ratings[row]);
                block.rows.push(row as u32);
            }
            block.starts.push(block.opened.len() as u32);
        }
        (block, remarks)
    }
}

/// Room in which one chain after another is put in order.
#[derive(Default)]
struct Layout {
    /// Whether the hand-off in each slot is awaited, after the rule for those that open outside their parent.
    awaited: Vec<bool>,
    /// Where the children of each slot begin in `children`, and the end of the last.
    starts: Vec<u32>,
    next: Vec<u32>,
    children: Vec<u32>,
    /// Slots in their final order, and the place of each slot.
    order: Vec<u32>,
    place: Vec<u32>,
    /// By place: the place of the first child, and how many children are awaited.
    first_child: Vec<u32>,
    awaited_children: Vec<u32>,
}

impl Layout {
    fn arrange(&mut self, rows: &[u32], handoffs: &Handoffs, parents: &[u32], slots: &[u32], remarks: &mut Remarks) {
        let count = rows.len();
        let parent_slot = |row: u32| slots[parents[row as usize] as usize] as usize;
        self.awaited.clear();
        self.starts.clear();
        self.starts.resize(count + 1, 0);
        let mut root = 0;
        for (slot, &row) in rows.iter().enumerate() {
            let flags = handoffs.flags[row as usize];
            let mut awaited = flags & flag::AWAITED != 0;
            if flags & flag::ROOT != 0 {
                root = slot;
            } else {
                self.starts[parent_slot(row) + 1] += 1;
                let parent = parents[row as usize] as usize;
                let opened = handoffs.opened[row as usize];
                let outside = if opened < handoffs.opened[parent] {
                    Some(Remark::OpensBeforeParent)
                } else if opened >= handoffs.closed[parent] {
                    Some(Remark::OpensAfterParent)
                } else {
                    None
                };
                if let Some(remark) = outside {
                    awaited = false;
                    let remarked = &mut remarks[remark as usize];
                    remarked.count += 1;
                    if remarked.rows.len() < PLACES {
                        remarked.rows.push(row);
                    }
                }
            }
            self.awaited.push(awaited);
        }
        for slot in 0..count {
            self.starts[slot + 1] += self.starts[slot];
        }
        self.next.clear();
        self.next.extend_from_slice(&self.starts);
        self.children.clear();
        self.children.resize(count - 1, 0);
        for (slot, &row) in rows.iter().enumerate() {
            if slot != root {
                let next = &mut self.next[parent_slot(row)];
                self.children[*next as usize] = slot as u32;
                *next += 1;
            }
        }
        self.order.clear();
        self.order.push(root as u32);
        self.place.clear();
        self.place.resize(count, 0);
        self.first_child.clear();
        self.awaited_children.clear();
        for place in 0..count {
            let slot = self.order[place] as usize;
            self.place[slot] = place as u32;
            let children = &mut self.children[self.starts[slot] as usize..self.starts[slot + 1] as usize];
            if children.len() > 1 {
                let awaited = &self.awaited;
                children.sort_unstable_by(|&a, &b| {
                    let (row, other) = (rows[a as usize] as usize, rows[b as usize] as usize);
                    awaited[b as usize]
                        .cmp(&awaited[a as usize])
                        .then_with(|| handoffs.opened[row].cmp(&handoffs.opened[other]))
                        .then_with(|| handoffs.ids.get(row).cmp(handoffs.ids.get(other)))
                });
            }
            self.first_child.push(self.order.len() as u32);
            self.awaited_children.push(children.iter().filter(|&&child| self.awaited[child as usize]).count() as u32);
            self.order.extend_from_slice(children);
        }
    }
}
