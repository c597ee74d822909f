//! The release: all that anybody ever reads of a wave. One for each closed wave, never changed, the same for everybody: a
//! fixed table of the places of the organisation by the questions of the wave, who took part, and comments (rules 5, 10).
//!
//! Always: every figure is about a union of groups of a crowd at least, no two of which share an answer. So what can be
//! got from figures by adding and subtracting is about such a union too, or about nobody (rules 1 to 4). The audit then looks
//! at what the figures say of small sets of people, and figures that say too much are made coarser or left out (rule 6).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::audit::Audit;
use crate::floor::Floor;
use crate::hex;
use crate::interval::{self, Estimate};
use crate::measure::{EXACT, Measure, Question, Range};
use crate::plan::{Place, WaveId};
use crate::sheet::Comment;
use crate::tree::Label;

/// A published wave. It is read with [`Release::read`], which checks that nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    pub(crate) wave: WaveId,
    pub(crate) floor: Floor,
    /// The digest of the release before.
    pub(crate) before: Option<Digest>,
    pub(crate) turnout: Vec<Turnout>,
    pub(crate) tables: Vec<Table>,
    pub(crate) comments: Vec<Comments>,
}

/// SHA-256 of a release's bytes, which hold the digest of the release before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

/// How many of those asked took part, where a crowd did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnout {
    /// Where.
    pub place: Place,
    /// How many were asked.
    pub asked: u32,
    /// How many answered.
    pub answered: u32,
}

/// What is published of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Which one.
    pub question: Question,
    /// The groups of which each figure is made. They share no answer, and each has a crowd at least.
    pub groups: Vec<Group>,
    /// The figures.
    pub cells: Vec<Cell>,
}

/// Answers that always count together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The labels of the answers.
    pub labels: Vec<Label>,
    /// How many answered the question.
    pub n: u32,
}

/// What is published of one question at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Where.
    pub place: Place,
    /// How many answers it is about.
    pub n: u32,
    /// The groups whose answers those are, by their position in the table.
    pub groups: Vec<usize>,
    /// What is told.
    pub totals: BTreeMap<Measure, Range>,
    /// Whether it may be held against an earlier wave.
    pub change: Change,
}

/// Whether a figure may be held against that of an earlier wave (rule 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The question was not published there before.
    First,
    /// The people are nearly those of something published before, and the difference would be about so few of them.
    Withheld,
    /// Since this wave.
    Since(WaveId),
}

/// Comments of ten people or more, in no order, beside no score (rule 13). How many wrote none is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comments {
    /// The places at which they are read.
    pub places: Vec<Place>,
    /// The words.
    pub words: Vec<Comment>,
}

/// Bytes that are not those of the release that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the release with that digest")]
pub struct Changed;

impl Release {
    /// The wave that was published.
    pub fn wave(&self) -> &WaveId {
        &self.wave
    }

    /// The floor that was promised.
    pub fn floor(&self) -> Floor {
        self.floor
    }

    /// Who took part, where a crowd did.
    pub fn turnout(&self) -> &[Turnout] {
        &self.turnout
    }

    /// The table of each question, eNPS first.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of a question.
    pub fn table(&self, question: &Question) -> Option<&Table> {
        self.tables.iter().find(|table| &table.question == question)
    }

    /// The figure of a question at a place, where there is one.
    pub fn cell(&self, question: &Question, place: &Place) -> Option<&Cell> {
        self.table(question)?.cells.iter().find(|cell| &cell.place == place)
    }

    /// The comments that are read at a place.
    pub fn comments(&self, place: &Place) -> impl Iterator<Item = &Comment> {
        self.comments.iter().filter(|group| group.places.contains(place)).flat_map(|group| &group.words)
    }

    /// Its bytes, which are what is kept and signed: JSON without blanks, every list in its one order.
    #[expect(clippy::missing_panics_doc, reason = "numbers, words and lists of them can always be written as JSON")]
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a release is numbers, words and lists of them")
    }

    /// The digest of its bytes.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes())
    }

    /// The release whose bytes these are. They have to be the ones of `digest`, to the last one.
    pub fn read(bytes: &[u8], digest: Digest) -> Result<Self, Changed> {
        #[derive(Deserialize)]
        struct Kept {
            wave: WaveId,
            floor: Floor,
            before: Option<Digest>,
            turnout: Vec<Turnout>,
            tables: Vec<Table>,
            comments: Vec<Comments>,
        }
        let Kept { wave, floor, before, turnout, tables, comments } =
            serde_json::from_slice(bytes).map_err(|_| Changed)?;
        let release = Self { wave, floor, before, turnout, tables, comments };
        if release.digest() == digest && release.bytes() == bytes { Ok(release) } else { Err(Changed) }
    }

    /// Whether it pins nobody, as anybody can check with nothing but the release: every group has a crowd, and every person
    /// and every small set of people that the audit looks at could still have answered quite differently.
    pub fn is_safe(&self) -> bool {
        self.tables.iter().all(|table| {
            let sizes: Vec<u32> = table.groups.iter().map(|group| group.n).collect();
            let bounds = table.bounds();
            let audit = Audit { question: &table.question, floor: self.floor, sizes: &sizes, bounds: &bounds };
            sizes.iter().all(|&n| n as usize >= self.floor.crowd()) && audit.pinned(None, &[]).is_none()
        })
    }
}

impl Cell {
    /// Whether so few answered that the word "early" belongs beside the figure.
    pub fn is_early(&self) -> bool {
        self.n < EXACT
    }

    /// A measure between its two ends, and the interval around both: shares from 0 to 1, eNPS from −100 to 100, means on
    /// the scale of the question. The interval is made of what is published alone, so that it tells no more.
    pub fn estimate(&self, question: &Question, measure: Measure) -> Option<(Estimate, Estimate)> {
        let range = self.totals.get(&measure)?;
        let n = f64::from(self.n);
        let lowest = if *question == Question::Enps { 0.0 } else { 1.0 };
        let at = |total: u32| {
            let total = f64::from(total);
            match measure {
                Measure::Steps => {
                    let highest = lowest + f64::from(question.steps());
                    interval::mean(total + n * lowest, n, lowest, highest)
                }
                Measure::Balance => {
                    let decided = self.decided().max((total - n).abs());
                    interval::net_promoters(decided.midpoint(total - n), decided.midpoint(n - total), n)
                }
                _ => interval::share(total, n),
            }
        };
        Some((at(range.low), at(range.high)))
    }

    /// The most that promoters and detractors may be together.
    fn decided(&self) -> f64 {
        let most = |measure| self.totals.get(&measure).map_or(self.n, |range| range.high);
        f64::from((most(Measure::Promoters) + most(Measure::Detractors)).min(self.n))
    }
}

impl Digest {
    /// The digest of a release's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest, to be kept.
    pub fn words(&self) -> String {
        hex::written(&self.0)
    }
}

impl TryFrom<String> for Digest {
    type Error = Changed;

    fn try_from(words: String) -> Result<Self, Changed> {
        hex::read(&words).map(Self).ok_or(Changed)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.words()
    }
}
