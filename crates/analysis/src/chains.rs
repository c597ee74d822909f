//! Complete chains, grouped: a root and all its hand-offs side by side in memory.
//!
//! [`Chains::build`] takes the columns as they were read, says which chains cannot be used and why, and lays out the
//! others in the order of their root ids. Within a chain a parent stands before its children, and the children of one
//! hand-off stand together: first those it waits for, by opening and id, then the rest. See `docs/definitions.md`,
//! "Chains".

use rayon::prelude::*;

use crate::group::{Order, PLACES, Remarks, sort_by_id};
use crate::handoffs::{Attribute, Fault, Handoffs, Instant, NEVER, flag};
use crate::parties::Parties;
use crate::resolve::{UNKNOWN, heads, resolve};
use crate::texts::Texts;

/// Something that was put right by a rule while chains were grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// A hand-off opened before the one it serves: treated as not awaited.
    OpensBeforeParent,
    /// A hand-off opened when the one it serves was already closed: treated as not awaited.
    OpensAfterParent,
}

impl Remark {
    /// All remarks.
    pub const ALL: [Self; 2] = [Self::OpensBeforeParent, Self::OpensAfterParent];

    /// The name in reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpensBeforeParent => "opens_before_parent",
            Self::OpensAfterParent => "opens_after_parent",
        }
    }
}

/// How many hand-offs a remark concerns, and the first thousand of them.
#[derive(Clone, Debug, Default)]
pub struct Remarked {
    /// All of them, in complete chains.
    pub count: u64,
    /// Rows of the input, ascending.
    pub rows: Vec<u32>,
}

/// How many chains were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Chains that are not finished: some hand-off has no closing instant.
    pub open: u64,
    /// Chains with a hand-off that cannot be used, under the first fault in the order of [`Fault::ALL`].
    pub faulty: [u64; Fault::ALL.len()],
}

impl LeftOut {
    /// Each reason that occurred with the number of chains: `open`, `bad_time`, …
    pub fn by_reason(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let faulty = Fault::ALL.iter().zip(self.faulty).map(|(fault, count)| (fault.code(), count));
        std::iter::once(("open", self.open)).chain(faulty).filter(|&(_, count)| count > 0)
    }

    /// All chains that were left out.
    pub fn total(&self) -> u64 {
        self.open + self.faulty.iter().sum::<u64>()
    }
}

/// Some consecutive chains, as columns. Places are counted from the start of each chain.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Where each chain begins, and the end of the last.
    pub(crate) starts: Vec<u32>,
    pub(crate) opened: Vec<Instant>,
    pub(crate) started: Vec<Instant>,
    pub(crate) closed: Vec<Instant>,
    pub(crate) due: Vec<Instant>,
    pub(crate) providers: Vec<u32>,
    pub(crate) customers: Vec<u32>,
    pub(crate) parents: Vec<u32>,
    pub(crate) first_child: Vec<u32>,
    pub(crate) awaited: Vec<u32>,
    pub(crate) flags: Vec<u8>,
    pub(crate) ratings: Vec<f32>,
    pub(crate) rows: Vec<u32>,
}

/// One complete chain: columns over its hand-offs, the root at place 0.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a> {
    /// Opening instants.
    pub opened: &'a [Instant],
    pub(crate) started: &'a [Instant],
    /// Closing instants.
    pub closed: &'a [Instant],
    pub(crate) due: &'a [Instant],
    /// Numbers of the providers among the [`Parties`].
    pub providers: &'a [u32],
    /// Numbers of the customers among the [`Parties`].
    pub customers: &'a [u32],
    /// The place of each hand-off's parent; the root's is 0.
    pub parents: &'a [u32],
    pub(crate) first_child: &'a [u32],
    pub(crate) awaited: &'a [u32],
    pub(crate) flags: &'a [u8],
    pub(crate) ratings: &'a [f32],
    /// The row of the input from which each hand-off came.
    pub rows: &'a [u32],
}

impl Chain<'_> {
    /// How many hand-offs the chain has, the root included.
    pub fn len(&self) -> usize {
        self.opened.len()
    }

    /// Never: a chain has a root.
    pub fn is_empty(&self) -> bool {
        self.opened.is_empty()
    }

    /// When somebody began to work on `place`.
    pub fn started(&self, place: usize) -> Option<Instant> {
        Some(self.started[place]).filter(|&started| started != NEVER)
    }

    /// When `place` was promised for.
    pub fn due(&self, place: usize) -> Option<Instant> {
        Some(self.due[place]).filter(|&due| due != NEVER)
    }

    /// The verdict on `place`.
    pub fn rating(&self, place: usize) -> Option<f32> {
        Some(self.ratings[place]).filter(|rating| !rating.is_nan())
    }

    /// Whether the parent waits for `place`: it is awaited and opened while the parent was open.
    pub fn is_awaited(&self, place: usize) -> bool {
        self.flags[place] & flag::AWAITED != 0
    }

    /// Whether `place` is a wait for the external customer.
    pub fn is_customer_hold(&self, place: usize) -> bool {
        self.flags[place] & flag::CUSTOMER_HOLD != 0
    }

    /// Whether `place` was returned or reopened.
    pub fn is_rework(&self, place: usize) -> bool {
        self.flags[place] & flag::REWORK != 0
    }

    /// Whether the root's customer is a colleague.
    pub fn is_internal(&self) -> bool {
        self.flags[0] & flag::INTERNAL != 0
    }

    /// The children that `place` waits for, in the order of `(opened, id)`.
    #[inline]
    pub fn awaited_children(&self, place: usize) -> std::ops::Range<usize> {
        let first = self.first_child[place] as usize;
        first..first + self.awaited[place] as usize
    }

    /// Closed minus opened of the root, in seconds.
    pub fn lead_seconds(&self) -> i64 {
        self.closed[0] - self.opened[0]
    }

    /// How late the root closed, in seconds: 0 or less if the promise was kept, `None` without a promise.
    pub fn overrun_seconds(&self) -> Option<i64> {
        self.due(0).map(|due| self.closed[0] - due)
    }
}

/// All complete chains of an input, in the order of their root ids.
#[derive(Debug)]
pub struct Chains {
    pub(crate) blocks: Vec<Block>,
    /// The number of the first chain of each block, and the number of chains.
    firsts: Vec<u32>,
    ids: Texts,
    parties: Parties,
    attributes: Vec<Attribute>,
    lines: Vec<u32>,
    files: Vec<(u32, String)>,
    /// Sorted durations of the hand-offs that a typical budget is made of, by provider.
    pub(crate) durations: Vec<Vec<i64>>,
    /// Rows with a fault, ascending.
    faults: Vec<(u32, Fault)>,
    open_rows: u64,
    left_out: LeftOut,
    remarks: Remarks,
}

impl Chains {
    /// Groups hand-offs into chains; leaves out, and counts, those that are open or faulty.
    pub fn build(mut handoffs: Handoffs) -> Self {
        let ((resolved, tree), durations) = rayon::join(
            || {
                let resolved = resolve(&handoffs.ids, &handoffs.parents, |row| handoffs.flags[row] & flag::ROOT != 0);
                let tree = heads(&resolved.parents);
                (resolved, tree)
            },
            || durations(&handoffs),
        );
        handoffs.parents = Texts::default();
        let faults = judge(&handoffs, &resolved.parents, &resolved.duplicates, &tree.cycles);
        let (parties, durations) = Parties::number(&mut handoffs, durations);

        let (verdicts, open_rows) = verdicts(&handoffs, &faults, &tree.head);
        let mut left_out = LeftOut::default();
        let mut roots = Vec::new();
        for (row, &verdict) in verdicts.iter().enumerate() {
            if tree.head[row] as usize == row {
                match verdict {
                    COMPLETE => roots.push(row as u32),
                    OPEN => left_out.open += 1,
                    fault => left_out.faulty[fault as usize] += 1,
                }
            }
        }
        drop(verdicts);
        sort_by_id(&mut roots, &handoffs.ids);

        let order = Order::new(&roots, &tree.head);
        drop(tree);
        let bounds = order.blocks();
        let grouped: Vec<(Block, Remarks)> =
            bounds.par_windows(2).map(|pair| order.group(pair[0]..pair[1], &handoffs, &resolved.parents)).collect();
        let mut remarks: Remarks = Default::default();
        let mut blocks = Vec::with_capacity(grouped.len());
        for (block, found) in grouped {
            blocks.push(block);
            for (remarked, found) in remarks.iter_mut().zip(found) {
                remarked.count += found.count;
                remarked.rows.extend(found.rows);
            }
        }
        for remarked in &mut remarks {
            remarked.rows.sort_unstable();
            remarked.rows.truncate(PLACES);
        }
        Self {
            blocks,
            firsts: bounds.iter().map(|&chain| chain as u32).collect(),
            ids: handoffs.ids,
            parties,
            attributes: handoffs.attributes,
            lines: handoffs.lines,
            files: handoffs.files,
            durations,
            faults,
            open_rows,
            left_out,
            remarks,
        }
    }

    /// How many complete chains there are.
    pub fn len(&self) -> usize {
        self.firsts.last().copied().unwrap_or(0) as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many hand-offs the input had, complete or not.
    pub fn rows(&self) -> usize {
        self.ids.len()
    }

    /// Chain number `chain`, counted in the order of root ids.
    ///
    /// # Panics
    /// If there is no such chain.
    pub fn chain(&self, chain: usize) -> Chain<'_> {
        let block = self.firsts.partition_point(|&first| first as usize <= chain) - 1;
        self.blocks[block].chain(chain - self.firsts[block] as usize)
    }

    /// The number of the chain whose root is `id`.
    pub fn find(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.root_id(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The id of the root of chain `chain`.
    pub fn root_id(&self, chain: usize) -> &str {
        self.id(self.chain(chain).rows[0])
    }

    /// The id of a row of the input.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row as usize)
    }

    /// Everybody who gives or asks for a hand-off.
    pub fn parties(&self) -> &Parties {
        &self.parties
    }

    /// The further columns, by row of the input.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The file and line of a row of the input.
    pub fn place(&self, row: u32) -> (&str, u32) {
        let index = self.files.partition_point(|&(first, _)| first <= row);
        let file = index.checked_sub(1).map_or("", |index| self.files[index].1.as_str());
        (file, self.lines.get(row as usize).copied().unwrap_or(0))
    }

    /// How many chains could not be used, and why.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// Rows of the input that have a fault, ascending; a row has the first one that applies.
    pub fn faults(&self) -> &[(u32, Fault)] {
        &self.faults
    }

    /// How many hand-offs of the input are still open.
    pub fn open_rows(&self) -> u64 {
        self.open_rows
    }

    /// Hand-offs of complete chains to which a rule was applied.
    pub fn remarked(&self, remark: Remark) -> &Remarked {
        &self.remarks[remark as usize]
    }

    /// Runs `visit` over all chains of each block on all cores and returns what each block gave, in order. `visit` gets
    /// the number of the first chain and the block's chains.
    pub(crate) fn by_block<T: Send>(&self, visit: impl Fn(usize, BlockChains<'_>) -> T + Sync) -> Vec<T> {
        self.blocks
            .par_iter()
            .zip(&self.firsts)
            .map(|(block, &first)| visit(first as usize, BlockChains { block, next: 0 }))
            .collect()
    }
}

/// The chains of one block, in order.
pub(crate) struct BlockChains<'a> {
    block: &'a Block,
    next: usize,
}

impl<'a> Iterator for BlockChains<'a> {
    type Item = Chain<'a>;

    fn next(&mut self) -> Option<Chain<'a>> {
        (self.next + 1 < self.block.starts.len()).then(|| {
            self.next += 1;
            self.block.chain(self.next - 1)
        })
    }
}

impl Block {
    /// Makes room for so many hand-offs and chains.
    pub(crate) fn reserve(&mut self, hand_offs: usize, chains: usize) {
        self.starts.reserve_exact(chains + 1);
        for column in [&mut self.opened, &mut self.started, &mut self.closed, &mut self.due] {
            column.reserve_exact(hand_offs);
        }
        for column in [
            &mut self.providers,
            &mut self.customers,
            &mut self.parents,
            &mut self.first_child,
            &mut self.awaited,
            &mut self.rows,
        ] {
            column.reserve_exact(hand_offs);
        }
        self.flags.reserve_exact(hand_offs);
        self.ratings.reserve_exact(hand_offs);
    }

    #[inline]
    fn chain(&self, index: usize) -> Chain<'_> {
        let range = self.starts[index] as usize..self.starts[index + 1] as usize;
        Chain {
            opened: &self.opened[range.clone()],
            started: &self.started[range.clone()],
            closed: &self.closed[range.clone()],
            due: &self.due[range.clone()],
            providers: &self.providers[range.clone()],
            customers: &self.customers[range.clone()],
            parents: &self.parents[range.clone()],
            first_child: &self.first_child[range.clone()],
            awaited: &self.awaited[range.clone()],
            flags: &self.flags[range.clone()],
            ratings: &self.ratings[range.clone()],
            rows: &self.rows[range],
        }
    }
}

/// The first fault of each row that has one, ascending by row.
fn judge(handoffs: &Handoffs, parents: &[u32], duplicates: &[u32], cycles: &[u32]) -> Vec<(u32, Fault)> {
    let mut faults = handoffs.faults.clone();
    faults.extend(duplicates.iter().map(|&row| (row, Fault::DuplicateId)));
    faults.extend(cycles.iter().map(|&row| (row, Fault::Cycle)));
    let more: Vec<(u32, Fault)> = (0..handoffs.len())
        .into_par_iter()
        .filter_map(|row| {
            if parents[row] == UNKNOWN {
                Some((row as u32, Fault::UnknownParent))
            } else if handoffs.closed[row] != NEVER && handoffs.closed[row] < handoffs.opened[row] {
                Some((row as u32, Fault::ClosesBeforeOpens))
            } else {
                None
            }
        })
        .collect();
    faults.extend(more);
    faults.sort_unstable();
    faults.dedup_by_key(|&mut (row, _)| row);
    faults
}

/// Durations of closed hand-offs that have a parent and no due instant, by provider and sorted. What closes before it
/// opens, or when cannot be read, has no duration; any other hand-off counts, whatever became of its chain.
fn durations(handoffs: &Handoffs) -> Vec<Vec<i64>> {
    let mut durations = vec![Vec::new(); handoffs.names.len()];
    let mut unread = handoffs.faults.iter().map(|&(row, _)| row as usize).peekable();
    for row in 0..handoffs.len() {
        let flags = handoffs.flags[row];
        let is_unread = unread.next_if_eq(&row).is_some() && flags & flag::TIMED == 0;
        if is_unread || flags & (flag::ROOT | flag::CUSTOMER_HOLD) != 0 {
            continue;
        }
        let (opened, closed) = (handoffs.opened[row], handoffs.closed[row]);
        if handoffs.due[row] == NEVER && closed != NEVER && opened <= closed {
            durations[handoffs.providers[row] as usize].push(closed - opened);
        }
    }
    durations.par_iter_mut().for_each(|durations| durations.par_sort_unstable());
    durations
}

const COMPLETE: u8 = u8::MAX;
const OPEN: u8 = u8::MAX - 1;

/// For each head whether its chain is [`COMPLETE`], [`OPEN`] or has a fault (the smallest), and how many rows are open.
fn verdicts(handoffs: &Handoffs, faults: &[(u32, Fault)], heads: &[u32]) -> (Vec<u8>, u64) {
    let mut verdicts = vec![COMPLETE; handoffs.len()];
    let mut open = 0;
    for (row, &head) in heads.iter().enumerate() {
        if handoffs.closed[row] == NEVER {
            open += 1;
            verdicts[head as usize] = OPEN;
        }
    }
    for &(row, fault) in faults {
        let verdict = &mut verdicts[heads[row as usize] as usize];
        *verdict = (*verdict).min(fault as u8);
    }
    (verdicts, open)
}
