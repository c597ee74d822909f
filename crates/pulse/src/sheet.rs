//! What one person says in a wave, as it comes from the form. A sheet stays whole only in memory: what is kept is taken
//! apart, value by value.

use serde::{Deserialize, Serialize};

use crate::scale::{Agreement, Enps, Score};

/// The answers of one person. Any of them may be left out, but not all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Whether they would recommend working here.
    pub recommends: Option<Score<Enps>>,
    /// One for each item of the wave, in its order.
    pub items: Vec<Option<Score<Agreement>>>,
    /// What they want to say in words.
    pub comment: Option<Comment>,
}

/// Words, without blanks around them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Comment(String);

/// Why words are no comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing but blanks.
    #[error("a comment has words")]
    Empty,
    /// Too many letters.
    #[error("a comment has at most {LONGEST} letters")]
    TooLong,
}

/// How many letters a comment may have.
pub const LONGEST: usize = 4_000;

impl Comment {
    /// A comment of these words; letters that are not printed are left out, line breaks stay.
    pub fn new(words: &str) -> Result<Self, Refusal> {
        let kept: String = words.chars().filter(|&letter| letter == '\n' || !letter.is_control()).collect();
        let kept = kept.trim();
        match kept.chars().count() {
            0 => Err(Refusal::Empty),
            letters if letters > LONGEST => Err(Refusal::TooLong),
            _ => Ok(Self(kept.to_owned())),
        }
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Comment {
    type Error = Refusal;

    fn try_from(words: String) -> Result<Self, Refusal> {
        Self::new(&words)
    }
}

impl From<Comment> for String {
    fn from(comment: Comment) -> Self {
        comment.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_has_words_and_an_end() {
        assert_eq!(Comment::new(" \0\u{7} "), Err(Refusal::Empty));
        assert_eq!(Comment::new(&"a".repeat(LONGEST + 1)), Err(Refusal::TooLong));
        assert_eq!(Comment::new(" too\0 late\nagain ").unwrap().words(), "too late\nagain");
    }
}
