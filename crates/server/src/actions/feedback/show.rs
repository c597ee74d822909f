//! What is shown of feedback: answers beside their questions as they were asked, and to colleagues the promise, the chain
//! behind it and what came of it.

use std::collections::HashMap;

use catena_domain::feedback::Answer;
use catena_domain::feedback::when::Purpose;
use catena_domain::id::{AskId, RequestId, SurveyId};
use catena_store::feedback::{self as rows, AskRow};
use catena_store::{Sql, reviews, surveys};
use jiff::Timestamp;
use uuid::Uuid;

use crate::actions::requests::Names;
use crate::actions::surveys::text_in;
use crate::actions::{Actor, Refusal};
use crate::desk::{SurveyText, WordingText};
use crate::views::feedback::{
    AnswerView, AskState, FeedbackRequest, FeedbackView, MomentWord, OutcomeWord, SnapshotLink, SurveyRef,
};

/// What was looked up once.
#[derive(Default)]
struct Known {
    names: Names,
    texts: HashMap<(SurveyId, i64), SurveyText>,
    surveys: HashMap<SurveyId, (String, Purpose)>,
}

/// What was asked and answered, for whoever looks.
pub fn all(sql: &mut dyn Sql, actor: &Actor, found: &[AskRow], now: Timestamp) -> Result<Vec<FeedbackView>, Refusal> {
    let mut known = Known::default();
    found.iter().map(|row| known.view(sql, actor, row, now)).collect()
}

impl Known {
    fn view(
        &mut self,
        sql: &mut dyn Sql,
        actor: &Actor,
        row: &AskRow,
        now: Timestamp,
    ) -> Result<FeedbackView, Refusal> {
        let staff = actor.role.is_staff();
        let text = self.text(sql, row)?;
        let open = row.state == "waiting" && row.expires_at > now;
        let (name, purpose) = self.survey(sql, row.survey)?;
        // Its name is for colleagues.
        let name = if staff { name } else { text.title.in_language("en").to_owned() };
        Ok(FeedbackView {
            id: row.id.0,
            survey: SurveyRef { id: row.survey.0, name, version: row.version, purpose: purpose.into() },
            customer: self.names.party(sql, row.customer)?,
            request: request(sql, &mut self.names, actor, row.request)?,
            service: row.service.map(|id| self.names.service(sql, id)).transpose()?,
            moment: MomentWord::of(&row.moment),
            kept: row.kept,
            state: match row.state.as_str() {
                "waiting" => AskState::Waiting,
                "answered" => AskState::Answered,
                _ => AskState::Withdrawn,
            },
            asked_at: row.asked_at,
            expires_at: row.expires_at,
            answered_at: row.answered_at,
            answers: answers(&text, &rows::answers(sql, row.id)?),
            questions: if open && !staff { text.questions } else { Vec::new() },
            poor: staff && row.poor == Some(true),
            chain: if staff { self.chain(sql, actor, row.id)? } else { Vec::new() },
            follow_up: if staff { request(sql, &mut self.names, actor, row.follow_up)? } else { None },
            outcome: if staff { reviews::outcome_after(sql, row.id)?.and_then(|row| outcome(&row.what)) } else { None },
        })
    }

    fn text(&mut self, sql: &mut dyn Sql, row: &AskRow) -> Result<SurveyText, Refusal> {
        let key = (row.survey, row.version);
        if let Some(text) = self.texts.get(&key) {
            return Ok(text.clone());
        }
        let text = text_in(sql, row.survey, row.version)?;
        self.texts.insert(key, text.clone());
        Ok(text)
    }

    fn survey(&mut self, sql: &mut dyn Sql, id: SurveyId) -> Result<(String, Purpose), Refusal> {
        if let Some(known) = self.surveys.get(&id) {
            return Ok(known.clone());
        }
        let row = surveys::find(sql, id)?;
        let purpose = row.as_ref().and_then(|row| Purpose::of(&row.purpose)).unwrap_or(Purpose::Transactional);
        let survey = (row.map(|row| row.name).unwrap_or_default(), purpose);
        self.surveys.insert(id, survey.clone());
        Ok(survey)
    }

    /// The chain as it was; what is hidden from whoever looks is left out.
    fn chain(&mut self, sql: &mut dyn Sql, actor: &Actor, ask: AskId) -> Result<Vec<SnapshotLink>, Refusal> {
        let mut chain = Vec::new();
        for link in rows::links(sql, ask)? {
            let row = self.names.request(sql, link.request)?;
            if actor.hidden.contains(&link.provider) || row.as_ref().is_some_and(|row| !actor.sees(row)) {
                continue;
            }
            chain.push(SnapshotLink {
                request: link.request.0,
                number: row.map(|row| row.number),
                provider: self.names.party(sql, link.provider)?,
                kept: link.kept,
            });
        }
        Ok(chain)
    }
}

/// A request beside feedback, if whoever looks may know of it.
pub fn request(
    sql: &mut dyn Sql,
    names: &mut Names,
    actor: &Actor,
    id: Option<RequestId>,
) -> Result<Option<FeedbackRequest>, Refusal> {
    let Some(id) = id else { return Ok(None) };
    let row = names.request(sql, id)?.filter(|row| actor.sees(row));
    Ok(row.map(|row| FeedbackRequest {
        id: row.id.0,
        number: row.number,
        subject: row.subject.clone(),
        status: crate::actions::requests::status_of(&row.status),
    }))
}

/// Answers beside their questions, in the order in which those were asked.
fn answers(text: &SurveyText, given: &[(Uuid, Answer)]) -> Vec<AnswerView> {
    let mut shown = Vec::new();
    for question in &text.questions {
        let Some((_, answer)) = given.iter().find(|(id, _)| *id == question.id) else { continue };
        let label =
            |id: &Uuid| question.choices.iter().find(|choice| choice.id == *id).map(|choice| choice.label.clone());
        let chosen: Vec<WordingText> = match answer {
            Answer::Choice(one) => label(one).into_iter().collect(),
            Answer::Choices(several) => several.iter().filter_map(label).collect(),
            _ => Vec::new(),
        };
        let words = if let Answer::Text(words) = answer { Some(words.clone()) } else { None };
        shown.push(AnswerView {
            question: question.id,
            label: question.label.clone(),
            scale: question.scale,
            value: answer.value(),
            chosen,
            words,
        });
    }
    shown
}

/// The word of an outcome.
pub fn outcome(word: &str) -> Option<OutcomeWord> {
    use catena_domain::feedback::Outcome;
    Outcome::of(word).map(|outcome| match outcome {
        Outcome::CameBack => OutcomeWord::CameBack,
        Outcome::Referred => OutcomeWord::Referred,
        Outcome::Left => OutcomeWord::Left,
    })
}
