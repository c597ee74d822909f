//! Where answers come in. An answer and the use of its token are held in memory until a crowd of the same cell can be
//! written at once; nothing smaller ever leaves.
//!
//! It makes no file and sends nothing: whoever drives it writes each [`Batch`] in one transaction. After a crash it is
//! opened again from what is on disk, where the tokens of answers that were only held are still unused.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rand::CryptoRng;
use rand::seq::SliceRandom;

use crate::batch::{Batch, Crowd, Held};
use crate::floor::Floor;
use crate::gather::gather;
use crate::plan::{Wave, WaveId};
use crate::sheet::Sheet;
use crate::token::{Issued, Token, TokenHash};
use crate::tree::{Label, Tree};

/// The intake of one running wave.
#[derive(Debug)]
pub struct Intake {
    wave: WaveId,
    floor: Floor,
    items: usize,
    tree: Tree,
    /// Tokens with which one may still answer.
    open: HashMap<TokenHash, Label>,
    /// Tokens with which somebody answered, whether that is on disk or held.
    spent: BTreeSet<TokenHash>,
    held: BTreeMap<Label, Vec<Held>>,
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The token is none of this wave.
    #[error("this is no token of this wave")]
    UnknownToken,
    /// Somebody answered with it; it is not said whether that answer is written yet.
    #[error("this token was used")]
    UsedToken,
    /// As many items as the wave has are expected.
    #[error("this wave has {0} items")]
    OtherItems(usize),
    /// Nothing was answered.
    #[error("nothing was answered")]
    NothingSaid,
}

/// Ledgers that do not fit each other, or the wave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// A used token that was never issued.
    #[error("a used token was never issued")]
    StrayUse,
    /// A token whose answer would count where the wave has no cell.
    #[error("a token belongs to no cell of the wave")]
    StrayToken,
}

impl Intake {
    /// Opens the intake of a wave: at its launch, or again after the process ended, with what the ledger of used tokens
    /// says.
    pub fn open(wave: &Wave, issued: &[Issued], used: &[TokenHash]) -> Result<Self, Misfit> {
        let cells: BTreeSet<&Label> = wave.cells().iter().map(|cell| &cell.label).collect();
        if issued.iter().any(|token| !cells.contains(&token.cell)) {
            return Err(Misfit::StrayToken);
        }
        let mut open: HashMap<TokenHash, Label> = issued.iter().map(|token| (token.hash, token.cell.clone())).collect();
        if !used.iter().all(|hash| open.remove(hash).is_some()) {
            return Err(Misfit::StrayUse);
        }
        Ok(Self {
            wave: wave.id().clone(),
            floor: wave.floor(),
            items: wave.items().len(),
            tree: wave.tree().clone(),
            open,
            spent: used.iter().copied().collect(),
            held: BTreeMap::new(),
        })
    }

    /// Takes an answer. Where two crowds of its cell are held, one of them, drawn at random, leaves as a batch that is to be
    /// written before anything else happens; the other stays, so that at the end there is a crowd for whoever comes last.
    pub fn receive(
        &mut self,
        token: &Token,
        sheet: Sheet,
        chance: &mut impl CryptoRng,
    ) -> Result<Option<Batch>, Refusal> {
        let hash = token.hash(&self.wave);
        if self.spent.contains(&hash) {
            return Err(Refusal::UsedToken);
        }
        if !self.open.contains_key(&hash) {
            return Err(Refusal::UnknownToken);
        }
        if sheet.items.len() != self.items {
            return Err(Refusal::OtherItems(self.items));
        }
        if sheet.recommends.is_none() && sheet.comment.is_none() && sheet.items.iter().all(Option::is_none) {
            return Err(Refusal::NothingSaid);
        }
        let Some(label) = self.open.remove(&hash) else { return Err(Refusal::UnknownToken) };
        self.spent.insert(hash);
        let held = self.held.entry(label.clone()).or_default();
        held.push(Held { hash, sheet });
        if held.len() < 2 * self.floor.crowd() {
            return Ok(None);
        }
        held.shuffle(chance);
        let leaving = held.split_off(held.len() - self.floor.crowd());
        Ok(self.batch(label, leaving, chance))
    }

    /// Whether somebody could answer with this token: it is one of this wave, and unused.
    pub fn is_open(&self, token: &Token) -> bool {
        self.open.contains_key(&token.hash(&self.wave))
    }

    /// What can be written before the process ends in an orderly way: every cell's held answers, where they are a crowd.
    /// Those of other cells are forgotten with the process, and their tokens work again.
    pub fn pause(&mut self, chance: &mut impl CryptoRng) -> Vec<Batch> {
        let held = std::mem::take(&mut self.held);
        held.into_iter().filter_map(|(label, held)| self.batch(label, held, chance)).collect()
    }

    /// Ends the wave. What is held is gathered: a cell with a crowd leaves under its own label; fewer answers join those of
    /// other small rests under the label of a unit above them all. Where even all that is held is less than a crowd it is
    /// discarded, and the uses of its tokens with it: to write so few, in whatever place and order, would show them to
    /// whoever compares the files before with the files after.
    pub fn close(mut self, chance: &mut impl CryptoRng) -> Vec<Batch> {
        let held = std::mem::take(&mut self.held);
        let batches = gather(&self.tree, self.floor.crowd(), held);
        batches.into_iter().filter_map(|(label, held)| self.batch(label, held, chance)).collect()
    }

    /// A batch of these answers; too few are held on.
    fn batch(&mut self, label: Label, held: Vec<Held>, chance: &mut impl CryptoRng) -> Option<Batch> {
        match Crowd::new(self.floor, held) {
            Ok(crowd) => Some(Batch::of(crowd, label, chance)),
            Err(few) => {
                self.held.entry(label).or_default().extend(few);
                None
            }
        }
    }
}
