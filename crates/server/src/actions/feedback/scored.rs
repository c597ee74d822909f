//! The scores of what a list of feedback holds.

use catena_domain::feedback::Answer;
use catena_store::feedback::{self as rows, Filter};
use uuid::Uuid;

use super::{Wanted, filter};
use crate::actions::scores::{KINDS, Tally, first_on};
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::desk::voices::{answer, question_order};
use crate::views::scores::{PurposeScore, ScoreList};

/// The scores of all answers that fit, as far as a colleague may know of them: the same ones that the list holds.
pub fn scores(desk: &Desk, actor: &Actor, wanted: &Wanted) -> Result<ScoreList, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        // What was chosen by what it says has no score.
        let chosen = Filter { poor: None, ..filter(sql, actor, wanted)? };
        let given = rows::values(sql, &chosen)?;
        let order = question_order(sql, given.iter().map(|row| (row.survey, row.version)))?;
        let mut tallies = KINDS.map(|(purpose, scale)| (purpose, scale, Tally::on(scale)));
        for sheet in given.chunk_by(|one, other| one.ask == other.ask) {
            let questions = order.get(&(sheet[0].survey, sheet[0].version));
            let place = |question: Uuid| questions.and_then(|all| all.iter().position(|other| *other == question));
            let mut answers: Vec<(usize, Answer)> = sheet
                .iter()
                .filter_map(|row| Some((place(row.question).unwrap_or(usize::MAX), answer(&row.scale, row.value)?)))
                .collect();
            answers.sort_by_key(|(place, _)| *place);
            for (purpose, scale, tally) in &mut tallies {
                let counted = first_on(*scale, answers.iter().map(|(_, answer)| answer));
                if let Some(answer) = counted.filter(|_| purpose.word() == sheet[0].purpose) {
                    tally.take(answer);
                }
            }
        }
        let known = tallies.into_iter().filter(|(_, _, tally)| tally.n() > 0);
        let scores = known.map(|(purpose, _, tally)| PurposeScore { purpose: purpose.into(), score: tally.score() });
        Ok(ScoreList { scores: scores.collect() })
    })
}
