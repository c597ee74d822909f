//! Answering: by a private link, on the page that follows a request, or with an account. Only what is sent is an answer;
//! each question takes one, once, while it waits.

use catena_domain::event::Fact;
use catena_domain::feedback::questionnaire::Given;
use catena_domain::id::{AskId, RequestId};
use catena_store::feedback::{self as rows, AskRow};
use catena_store::{Sql, Tx, requests};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::asking::follow_up;
use super::load;
use crate::actions::surveys::text_in;
use crate::actions::tracking::organisation;
use crate::actions::{Actor, Refusal, record};
use crate::desk::{Desk, key_of};
use crate::views::feedback::{QuestionPage, QuestionState};

/// What a customer answers to one question.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// Which.
    pub question: Uuid,
    /// A value of its scale.
    pub value: Option<i64>,
    /// What they choose.
    #[serde(default)]
    pub chosen: Vec<Uuid>,
    /// What they write.
    pub words: Option<String>,
}

/// What a customer answers.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeedback {
    /// Each answered question once.
    pub answers: Vec<NewAnswer>,
}

/// What was asked of whoever shows the key of a link.
pub fn bearer(sql: &mut dyn Sql, key: &str) -> Result<AskRow, Refusal> {
    let row = rows::find_key(sql, &key_of(key))?.filter(|row| row.state != "withdrawn");
    row.ok_or_else(|| Refusal::Missing("this link does not work, or no longer".to_owned()))
}

/// What the bearer of a link is asked. Looking at it records nothing.
pub fn questions(desk: &Desk, key: &str) -> Result<QuestionPage, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| {
        let row = bearer(sql, key)?;
        page(sql, &row, now)
    })
}

/// What the customer of a root is asked on the page that follows it.
pub fn questions_about(sql: &mut dyn Sql, root: RequestId, now: Timestamp) -> Result<Option<QuestionPage>, Refusal> {
    let row = rows::about(sql, root)?;
    row.map(|row| page(sql, &row, now)).transpose()
}

fn page(sql: &mut dyn Sql, row: &AskRow, now: Timestamp) -> Result<QuestionPage, Refusal> {
    let text = text_in(sql, row.survey, row.version)?;
    let request = row.request.map(|id| requests::find(sql, id)).transpose()?.flatten();
    let state = match row.state.as_str() {
        "waiting" if row.expires_at > now => QuestionState::Open,
        "waiting" => QuestionState::Expired,
        _ => QuestionState::Answered,
    };
    let languages = text.questionnaire().title.languages().into_iter().map(str::to_owned).collect();
    Ok(QuestionPage {
        organisation: organisation(sql)?,
        state,
        number: request.as_ref().map(|request| request.number),
        subject: request.map(|request| request.subject),
        languages,
        title: text.title,
        questions: if state == QuestionState::Open { text.questions } else { Vec::new() },
    })
}

/// Keeps what the bearer of a link answers.
pub fn answer_by_key(desk: &Desk, tx: &mut Tx<'_>, key: &str, new: &NewFeedback) -> Result<(), Refusal> {
    let row = bearer(tx.sql(), key)?;
    keep(desk, tx, &row, new)
}

/// Keeps what the customer of a root answers on the page that follows it.
pub fn answer_about(desk: &Desk, tx: &mut Tx<'_>, root: RequestId, new: &NewFeedback) -> Result<(), Refusal> {
    let row = rows::about(tx.sql(), root)?;
    let row = row.ok_or_else(|| Refusal::Missing("nothing is asked about this request".to_owned()))?;
    keep(desk, tx, &row, new)
}

/// Keeps what a customer answers with an account.
pub fn answer_own(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: AskId, new: &NewFeedback) -> Result<(), Refusal> {
    actor.must_write()?;
    if actor.role.is_staff() {
        return Err(Refusal::NotAllowed("nobody answers for a customer".to_owned()));
    }
    let row = load(tx.sql(), actor, id)?;
    keep(desk, tx, &row, new)
}

fn keep(desk: &Desk, tx: &mut Tx<'_>, row: &AskRow, new: &NewFeedback) -> Result<(), Refusal> {
    let moment = desk.moment();
    match row.state.as_str() {
        "waiting" if row.expires_at > moment.now => {}
        "waiting" => return Err(Refusal::FeedbackExpired),
        "answered" => return Err(Refusal::FeedbackGiven),
        _ => return Err(Refusal::Missing("this is no longer asked".to_owned())),
    }
    let given: Vec<Given> = new
        .answers
        .iter()
        .map(|answer| Given {
            question: answer.question,
            value: answer.value,
            chosen: answer.chosen.clone(),
            words: answer.words.clone(),
        })
        .collect();
    let questionnaire = text_in(tx.sql(), row.survey, row.version)?.questionnaire();
    let answers = questionnaire.read(&given).map_err(|refusal| Refusal::Invalid(refusal.to_string()))?;
    let poor = answers.iter().any(|(_, answer)| answer.is_poor());
    if !rows::answer(tx, row, &answers, poor, moment.now)? {
        return Err(Refusal::FeedbackGiven);
    }
    record::append(tx, moment, row.customer, row.id.0, Fact::FeedbackGiven { poor })?;
    if poor {
        follow_up(desk, tx, row, moment.act)?;
    }
    Ok(())
}
