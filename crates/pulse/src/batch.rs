//! What becomes visible on disk together: the uses of a crowd of tokens and the answers given with them, taken apart value
//! by value.
//!
//! Always: a batch holds a crowd at least and has one label, all its people belong at or below that label, and nothing in
//! it says which value came with which token, or with which other value. It can be written and shown, not made: the only
//! way to one is [`crate::intake::Intake`].

use rand::seq::SliceRandom;
use rand::{CryptoRng, RngExt};
use serde::{Deserialize, Serialize};

use crate::floor::Floor;
use crate::hex;
use crate::scale::{Agreement, Enps, Score};
use crate::sheet::{Comment, Sheet};
use crate::token::TokenHash;
use crate::tree::Label;

/// The id of a kept value: 122 random bits in the shape of a version 4 UUID. It says nothing of when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RowId([u8; 16]);

/// One value of one person, as it is kept. A value that was left out is kept too, so that all questions of a batch have
/// the same number of rows and none tells who left one out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// To the question of recommending.
    Enps(Option<Score<Enps>>),
    /// To an item, counted from nought in the order of the wave.
    Item(u8, Option<Score<Agreement>>),
}

/// A row of the ledger of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    /// Its id.
    pub id: RowId,
    /// Where it counts.
    pub label: Label,
    /// What was answered.
    pub value: Value,
}

/// A row of the ledger of comments, beside no score (rule 13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentRow {
    /// Its id.
    pub id: RowId,
    /// Where it counts.
    pub label: Label,
    /// The words; none where somebody answered without.
    pub comment: Option<Comment>,
}

/// What is to be written in one transaction, in this order, into tables that keep no order of their own. A batch of which
/// it is not known whether it was written is written again: its ids are the same.
#[derive(Debug, Serialize)]
#[must_use = "its answers are nowhere else"]
pub struct Batch {
    label: Label,
    used: Vec<TokenHash>,
    answers: Vec<AnswerRow>,
    comments: Vec<CommentRow>,
}

/// An answer that is held in memory.
#[derive(Debug)]
pub(crate) struct Held {
    pub hash: TokenHash,
    pub sheet: Sheet,
}

/// A crowd at least of answers: the only thing from which a batch can be made.
#[derive(Debug)]
pub(crate) struct Crowd(Vec<Held>);

impl Crowd {
    /// These answers, where there are enough of them.
    pub fn new(floor: Floor, held: Vec<Held>) -> Result<Self, Vec<Held>> {
        if held.len() < floor.crowd() { Err(held) } else { Ok(Self(held)) }
    }
}

impl Batch {
    /// Takes a crowd's answers apart. Every ledger, and in the ledger of answers every question, has an order of its own
    /// that has nothing to do with when the answers came.
    pub(crate) fn of(crowd: Crowd, label: Label, chance: &mut impl CryptoRng) -> Self {
        let mut used = Vec::new();
        let mut answers = Vec::new();
        let mut comments = Vec::new();
        for Held { hash, sheet } in crowd.0 {
            used.push(hash);
            let items = sheet.items.iter().zip(0..).map(|(&score, item)| Value::Item(item, score));
            for value in std::iter::once(Value::Enps(sheet.recommends)).chain(items) {
                answers.push(AnswerRow { id: RowId::new(chance), label: label.clone(), value });
            }
            comments.push(CommentRow { id: RowId::new(chance), label: label.clone(), comment: sheet.comment });
        }
        used.shuffle(chance);
        answers.shuffle(chance);
        comments.shuffle(chance);
        Self { label, used, answers, comments }
    }

    /// Where its answers count.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// The tokens that were used.
    pub fn used(&self) -> &[TokenHash] {
        &self.used
    }

    /// The values that were given.
    pub fn answers(&self) -> &[AnswerRow] {
        &self.answers
    }

    /// The words that were given.
    pub fn comments(&self) -> &[CommentRow] {
        &self.comments
    }
}

impl RowId {
    fn new(chance: &mut impl CryptoRng) -> Self {
        let mut bytes: [u8; 16] = chance.random();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// The id, to be kept.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// An id that was kept.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<String> for RowId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        hex::read(&text).map(Self).ok_or_else(|| "an id has 32 hexadecimal digits".to_owned())
    }
}

impl From<RowId> for String {
    fn from(id: RowId) -> Self {
        hex::written(&id.0)
    }
}
