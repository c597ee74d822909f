//! Between what the store keeps of the pulse and what `catena_pulse` knows.

use std::fmt::Display;

use catena_pulse::batch::{AnswerRow, Batch, CommentRow, RowId};
use catena_pulse::plan::{PersonId, Wave};
use catena_pulse::release::{Digest, Release};
use catena_pulse::sheet::Comment;
use catena_pulse::token::{Issued, Token, TokenHash};
use catena_store::pulse::{self as rows, BatchRows, GivenRow, IssuedRow, LedgerRows, ReleaseRow, WaveRow};
use catena_store::{Error, Sql};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use uuid::Uuid;

use super::form::PulseForm;
use crate::actions::Refusal;

/// A wave that is over, with what was released of it.
pub struct Past {
    /// As it is kept.
    pub row: WaveRow,
    /// Who was asked what.
    pub wave: Wave,
    /// What came of it.
    pub release: Release,
}

/// All waves that are over, the oldest first. A release that was changed is refused, with all that comes after it.
pub fn past(sql: &mut dyn Sql) -> Result<Vec<Past>, Refusal> {
    let all = rows::waves(sql)?;
    let mut past = Vec::new();
    for ReleaseRow { wave, bytes, digest } in rows::releases(sql)? {
        let Some(row) = all.iter().find(|row| row.id == wave).cloned() else { continue };
        let digest = Digest::try_from(digest).map_err(|error| damaged(&error))?;
        let release = Release::read(&bytes, digest).map_err(|error| damaged(&error))?;
        past.push(Past { wave: wave_of(&row)?, row, release });
    }
    Ok(past)
}

/// Who is asked what in a wave.
pub fn wave_of(row: &WaveRow) -> Result<Wave, Refusal> {
    read(&row.wave)
}

/// What the form of a wave says.
pub fn form_of(row: &WaveRow) -> Result<PulseForm, Refusal> {
    read(&row.form)
}

/// The slip of a person: computed from the secret of the wave, so that nothing need be written down when somebody takes
/// theirs, and nobody has two.
pub fn slip(secret: &[u8], person: &PersonId) -> Result<Token, Refusal> {
    let mut sum = Hmac::<Sha256>::new_from_slice(secret).map_err(|error| damaged(&error))?;
    sum.update(b"catena slip 1\0");
    sum.update(person.0.as_bytes());
    let bytes = sum.finalize().into_bytes();
    let words = bytes.iter().fold(String::new(), |words, byte| words + &format!("{byte:02x}"));
    Token::read(&words).map_err(|error| damaged(&error))
}

/// The ledgers as `catena_pulse` reads them.
pub struct Read {
    /// Slips.
    pub issued: Vec<Issued>,
    /// The used ones.
    pub used: Vec<TokenHash>,
    /// Values.
    pub answers: Vec<AnswerRow>,
    /// Comments.
    pub comments: Vec<CommentRow>,
}

/// Reads ledgers.
pub fn ledgers(rows: &LedgerRows) -> Result<Read, Refusal> {
    let issued = |row: &IssuedRow| Ok::<_, Refusal>(Issued { hash: hash(&row.hash)?, cell: read(&row.cell)? });
    let answer = |row: &GivenRow| {
        let value = read(row.given.as_deref().unwrap_or_default())?;
        Ok::<_, Refusal>(AnswerRow { id: RowId::from_bytes(*row.id.as_bytes()), label: read(&row.label)?, value })
    };
    let comment = |row: &GivenRow| {
        let comment = row.given.as_deref().map(Comment::new).transpose().map_err(|error| damaged(&error))?;
        Ok::<_, Refusal>(CommentRow { id: RowId::from_bytes(*row.id.as_bytes()), label: read(&row.label)?, comment })
    };
    Ok(Read {
        issued: rows.issued.iter().map(issued).collect::<Result<_, _>>()?,
        used: rows.used.iter().map(|bytes| hash(bytes)).collect::<Result<_, _>>()?,
        answers: rows.answers.iter().map(answer).collect::<Result<_, _>>()?,
        comments: rows.comments.iter().map(comment).collect::<Result<_, _>>()?,
    })
}

/// A batch as the store writes it.
pub fn rows_of(batch: &Batch) -> BatchRows {
    let id = |id: &RowId| Uuid::from_bytes(*id.bytes());
    let answer =
        |row: &AnswerRow| GivenRow { id: id(&row.id), label: written(&row.label), given: Some(written(&row.value)) };
    let comment = |row: &CommentRow| GivenRow {
        id: id(&row.id),
        label: written(&row.label),
        given: row.comment.as_ref().map(|comment| comment.words().to_owned()),
    };
    BatchRows {
        used: batch.used().iter().map(|hash| hash.bytes().to_vec()).collect(),
        answers: batch.answers().iter().map(answer).collect(),
        comments: batch.comments().iter().map(comment).collect(),
    }
}

/// A slip as the store keeps it.
pub fn issued_row(issued: &Issued) -> IssuedRow {
    IssuedRow { hash: issued.hash.bytes().to_vec(), cell: written(&issued.cell) }
}

/// Something as JSON.
pub fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|_| damaged(&"a row cannot be read"))
}

fn hash(bytes: &[u8]) -> Result<TokenHash, Refusal> {
    let bytes = bytes.try_into().map_err(|_| damaged(&"a hash has another length"))?;
    Ok(TokenHash::from_bytes(bytes))
}

/// What is said of rows that do not fit; never what stands in them.
pub fn damaged(error: &impl Display) -> Refusal {
    Refusal::Store(Error::Database(format!("the pulse: {error}")))
}
