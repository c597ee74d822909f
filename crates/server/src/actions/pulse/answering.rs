//! Answering: a slip for whoever is asked, and an answer from whoever has a slip.
//!
//! The two know nothing of each other: the slip is handed out to somebody who signed in, and writes nothing down; an answer
//! comes with the slip alone. What is wrong with an answer is said without repeating anything of it, because what is refused
//! stands in the server's output.

use catena_pulse::plan::PersonId;
use catena_pulse::scale::{Scale, Score};
use catena_pulse::sheet::{Comment, LONGEST, Refusal as Unfit, Sheet};
use catena_pulse::token::Token;
use catena_store::pulse as rows;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::load;
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::desk::pulse::{is_open, receive, slip, wave_of};
use crate::views::pulse::PulseSlip;

/// What somebody answers. It cannot be printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPulseAnswer {
    /// The slip that it is given with.
    pub slip: String,
    /// How likely they are to recommend working here, 0 to 10; null to leave it out.
    pub recommends: Option<u8>,
    /// How far they agree with each statement, 1 to 5, in the order of the form; null to leave one out.
    pub items: Vec<Option<u8>>,
    /// What they want to say, up to 4,000 letters.
    pub comment: Option<String>,
}

/// The slip of whoever asks; the same one each time. Blocks.
pub fn show_slip(desk: &Desk, actor: &Actor, wave: Uuid) -> Result<PulseSlip, Refusal> {
    actor.must_be_staff()?;
    actor.must_write()?;
    let (row, secret) = desk.store.read(|sql| Ok::<_, Refusal>((load(sql, wave)?, rows::secret(sql, wave)?)))?;
    let secret = secret.filter(|_| !row.closed).ok_or(Refusal::PulseClosed)?;
    let person = PersonId(actor.person.0.to_string());
    if wave_of(&row)?.cell_of(&person).is_none() {
        return Err(Refusal::Missing("whoever asks was not there when this pulse was launched".to_owned()));
    }
    let token = slip(&secret, &person)?;
    Ok(PulseSlip { used: !is_open(desk, wave, &token)?, slip: token.words() })
}

/// Takes an answer. It is held in memory until a crowd of them can be written. Blocks: outside of a write.
pub fn answer(desk: &Desk, wave: Uuid, new: &NewPulseAnswer) -> Result<(), Refusal> {
    let token = Token::read(&new.slip).map_err(|_| Refusal::SlipUnknown)?;
    let sheet = Sheet {
        recommends: new.recommends.map(score).transpose()?,
        items: new.items.iter().map(|value| value.map(score).transpose()).collect::<Result<_, _>>()?,
        comment: comment(new.comment.as_deref().unwrap_or_default())?,
    };
    receive(desk, wave, &token, sheet)
}

fn score<S: Scale>(value: u8) -> Result<Score<S>, Refusal> {
    let unfit = || Refusal::Invalid(format!("a score is between {} and {}", S::LOWEST, S::HIGHEST));
    Score::new(value).map_err(|_| unfit())
}

fn comment(words: &str) -> Result<Option<Comment>, Refusal> {
    match Comment::new(words) {
        Ok(comment) => Ok(Some(comment)),
        Err(Unfit::Empty) => Ok(None),
        Err(Unfit::TooLong) => Err(Refusal::Invalid(format!("a comment has at most {LONGEST} letters"))),
    }
}
