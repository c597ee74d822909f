//! Publishing a closed wave: from its ledgers to the one release that is ever made of it (rule 10).
//!
//! Always: what is published is a function of the ledgers, the waves published before, and the order into which chance puts
//! the comments. Ledgers that no intake could have left are not published.

use std::collections::{BTreeMap, BTreeSet};

use rand::CryptoRng;
use rand::seq::SliceRandom;

use crate::batch::{AnswerRow, CommentRow, Value};
use crate::gather::gather;
use crate::measure::Question;
use crate::plan::{Place, Wave};
use crate::release::{Comments, Digest, Release, Turnout};
use crate::sheet::Comment;
use crate::table;
use crate::token::{Issued, TokenHash};
use crate::tree::Label;

/// What is known of a wave when it is closed: its ledgers, as they are on disk. After the release they are of no use to
/// anybody and are to be destroyed.
#[derive(Clone, Copy, Debug)]
pub struct Ledgers<'a> {
    /// All tokens of the wave.
    pub issued: &'a [Issued],
    /// Those that were used.
    pub used: &'a [TokenHash],
    /// The values that were given.
    pub answers: &'a [AnswerRow],
    /// The words that were given.
    pub comments: &'a [CommentRow],
}

/// Why a wave cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Rows are missing, too many, doubled or of another wave.
    #[error("the ledgers of the wave do not fit each other: {0}")]
    Torn(&'static str),
    /// A wave is published once.
    #[error("the wave was published before")]
    Again,
    /// Earlier releases are missing, changed or out of order.
    #[error("the earlier releases are no whole chain")]
    BrokenChain,
    /// The floor was higher before.
    #[error("an earlier wave promised a higher floor")]
    Lowered,
}

/// From how many people on their comments are shown.
pub const COMMENTS: usize = 10;

impl Wave {
    /// Publishes a closed wave. `earlier` are all waves of the company that were published, the oldest first.
    pub fn publish(
        &self,
        ledgers: Ledgers<'_>,
        earlier: &[(&Wave, &Release)],
        chance: &mut impl CryptoRng,
    ) -> Result<Release, Refusal> {
        let before = chain(earlier)?;
        if earlier.iter().any(|(wave, _)| wave.id() == self.id()) {
            return Err(Refusal::Again);
        }
        if earlier.iter().any(|(wave, _)| wave.floor() > self.floor()) {
            return Err(Refusal::Lowered);
        }
        self.check(ledgers)?;
        let items = self.items().iter().map(|item| Question::Item(item.id.clone()));
        let tables = std::iter::once(Question::Enps).chain(items).enumerate();
        let past = table::Past::of(self, earlier);
        let tables = tables.map(|(at, question)| table::build(self, at, question, ledgers, &past));
        Ok(Release {
            wave: self.id().clone(),
            floor: self.floor(),
            before,
            turnout: self.turnout(ledgers),
            tables: tables.collect(),
            comments: self.comments(ledgers, chance),
        })
    }

    /// Whether all rows are there that batches of this wave would have left.
    fn check(&self, ledgers: Ledgers<'_>) -> Result<(), Refusal> {
        let issued: BTreeSet<TokenHash> = ledgers.issued.iter().map(|issued| issued.hash).collect();
        let used: BTreeSet<&TokenHash> = ledgers.used.iter().collect();
        if used.len() != ledgers.used.len() || !used.iter().all(|hash| issued.contains(hash)) {
            return Err(Refusal::Torn("a token was used twice, or never issued"));
        }
        let ids = ledgers.answers.iter().map(|row| row.id).chain(ledgers.comments.iter().map(|row| row.id));
        if ids.collect::<BTreeSet<_>>().len() != ledgers.answers.len() + ledgers.comments.len() {
            return Err(Refusal::Torn("two rows have one id"));
        }
        let mut counts: BTreeMap<&Label, Vec<usize>> = BTreeMap::new();
        for row in ledgers.comments {
            counts.entry(&row.label).or_insert_with(|| vec![0; self.items().len() + 2])[0] += 1;
        }
        for row in ledgers.answers {
            let at = match row.value {
                Value::Enps(_) => 1,
                Value::Item(item, _) => usize::from(item) + 2,
            };
            let count = counts.get_mut(&row.label).and_then(|counts| counts.get_mut(at));
            *count.ok_or(Refusal::Torn("an answer is to no item, or stands under a label of its own"))? += 1;
        }
        for (label, counts) in &counts {
            if self.tree().find(&label.unit).is_none() {
                return Err(Refusal::Torn("a label is of no unit"));
            }
            if counts.iter().any(|count| *count != counts[0] || *count < self.floor().crowd()) {
                return Err(Refusal::Torn("a question has fewer rows than another, or less than a crowd"));
            }
        }
        if counts.values().map(|counts| counts[0]).sum::<usize>() != used.len() {
            return Err(Refusal::Torn("as many tokens were used as there are answers"));
        }
        Ok(())
    }

    /// How many took part, wherever those who did are whole groups of a crowd.
    fn turnout(&self, ledgers: Ledgers<'_>) -> Vec<Turnout> {
        let used: BTreeSet<&TokenHash> = ledgers.used.iter().collect();
        let mut by_cell: BTreeMap<Label, Vec<&Label>> = BTreeMap::new();
        for issued in ledgers.issued.iter().filter(|issued| used.contains(&issued.hash)) {
            by_cell.entry(issued.cell.clone()).or_default().push(&issued.cell);
        }
        let groups = gather(self.tree(), self.floor().crowd(), by_cell);
        let at = |place: Place| {
            let inside = |group: &&Vec<&Label>| group.iter().all(|cell| self.counts_at(cell, &place));
            let touches = |group: &&Vec<&Label>| group.iter().any(|cell| self.counts_at(cell, &place));
            let whole = groups.values().filter(touches).all(|group| inside(&group));
            let answered: usize = groups.values().filter(inside).map(Vec::len).sum();
            let asked = self.people_at(&place).len() as u32;
            (whole && answered > 0).then_some(Turnout { place, asked, answered: answered as u32 })
        };
        self.places().into_iter().filter_map(at).collect()
    }

    /// The words of each group of ten people or more.
    fn comments(&self, ledgers: Ledgers<'_>, chance: &mut impl CryptoRng) -> Vec<Comments> {
        let mut by_label: BTreeMap<Label, Vec<Option<&Comment>>> = BTreeMap::new();
        for row in ledgers.comments {
            by_label.entry(row.label.clone()).or_default().push(row.comment.as_ref());
        }
        let gathered = gather(self.tree(), self.floor().crowd().max(COMMENTS), by_label);
        let groups = gathered.into_iter().map(|(label, comments)| {
            let mut words: Vec<Comment> = comments.into_iter().flatten().cloned().collect();
            words.shuffle(chance);
            let is_unit = |place: &Place| matches!(place, Place::Unit(_));
            let places = self.places().into_iter().filter(is_unit).filter(|place| self.counts_at(&label, place));
            Comments { places: places.collect(), words }
        });
        groups.filter(|group| !group.words.is_empty()).collect()
    }
}

/// The digest of the last release, where each is the successor of the one before and belongs to its wave.
fn chain(earlier: &[(&Wave, &Release)]) -> Result<Option<Digest>, Refusal> {
    let mut last = None;
    for (wave, release) in earlier {
        if release.before != last || release.wave() != wave.id() || release.floor() != wave.floor() {
            return Err(Refusal::BrokenChain);
        }
        last = Some(release.digest());
    }
    Ok(last)
}
