//! Writing down what customers are asked, and asking many of them because somebody wants to know.

mod audience;

pub use audience::{Audience, audience, campaigns};

use catena_domain::event::Fact;
use catena_domain::feedback::when::{Candidate, Moment, Purpose, rests_until};
use catena_domain::id::{PartyId, SurveyId};
use catena_domain::party::Role;
use catena_store::feedback::{self as asks, Filter};
use catena_store::surveys::{self as rows, SurveyRow};
use catena_store::{Error, Sql, Tx, parties, services};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::feedback::{About, ask_customer, asked_before, can_be_asked};
use super::requests::words;
use super::{Actor, Refusal, record};
use crate::desk::{ChoiceText, Desk, OccasionsText, PurposeWord, QuestionText, SurveyText, WordingText};
use crate::views::feedback::{CampaignResult, RestingCustomer, SurveyView};

/// How many customers are asked at once at most.
const CAMPAIGN: usize = 500;
/// The most days between two questions of a survey to one person.
const RAREST: i64 = 3_650;

/// A survey as somebody writes it down.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSurvey {
    /// Its name among colleagues.
    pub name: String,
    /// What it is about.
    pub purpose: PurposeWord,
    /// Days between two of its questions to one person; 90, or 180 about the relationship, if nothing is said, and never
    /// fewer.
    pub every_days: Option<i64>,
    /// What stands above it. It can be answered in the languages of its title.
    pub title: WordingText,
    /// The questions in their order.
    pub questions: Vec<QuestionText>,
    /// When it asks by itself.
    #[serde(default)]
    pub occasions: OccasionsText,
}

/// Whether a survey asks.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyRunning {
    /// Whether it asks from now on.
    pub running: bool,
}

/// Customers to ask.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCampaign {
    /// Whom, at most 500 at once.
    pub customers: Vec<Uuid>,
}

/// All surveys.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<SurveyView>, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| rows::all(sql)?.into_iter().map(|row| view(sql, row)).collect())
}

/// One survey.
pub fn show(desk: &Desk, actor: &Actor, id: SurveyId) -> Result<SurveyView, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let row = load(sql, id)?;
        view(sql, row)
    })
}

/// Writes a survey down: a new one, or the next version of one. Who was asked before answers what they were asked. `seen`
/// is the revision that they saw: if somebody changed it since, nothing is written.
pub fn save(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Option<SurveyId>,
    new: &NewSurvey,
    seen: Option<i64>,
) -> Result<SurveyView, Refusal> {
    actor.must_administer()?;
    let known = id.map(|id| load(tx.sql(), id)).transpose()?;
    if let (Some(known), Some(seen)) = (&known, seen)
        && known.revision != seen
    {
        return Err(Refusal::Stale(format!("{} was changed meanwhile", known.name)));
    }
    let purpose = Purpose::from(new.purpose);
    let every_days = new.every_days.unwrap_or(purpose.days());
    if !(purpose.days()..=RAREST).contains(&every_days) {
        let least = purpose.days();
        return Err(Refusal::Invalid(format!("nobody is asked the same more often than every {least} days")));
    }
    let before = known.as_ref().map(text_of).transpose()?.unwrap_or_default();
    let text = settle(desk, new, &before);
    text.questionnaire().check().map_err(|refusal| Refusal::Invalid(refusal.to_string()))?;
    check_occasions(tx.sql(), &text.occasions)?;
    let questions = serde_json::to_string(&text).map_err(|error| Refusal::Invalid(error.to_string()))?;
    let moment = desk.moment();
    let version = match &known {
        None => 1,
        Some(row) if row.questions == questions => row.version,
        Some(row) => row.version + 1,
    };
    let row = SurveyRow {
        id: known.as_ref().map_or_else(|| SurveyId(desk.id()), |row| row.id),
        name: words(&new.name, 120, "the name")?,
        purpose: purpose.word().to_owned(),
        every_days,
        running: known.as_ref().is_none_or(|row| row.running),
        version,
        questions,
        revision: known.as_ref().map_or(1, |row| row.revision + 1),
        made_at: known.as_ref().map_or(moment.now, |row| row.made_at),
    };
    rows::save(tx, &row, moment.now)?;
    record::append(tx, moment, actor.person, row.id.0, Fact::SurveyChanged { version })?;
    view(tx.sql(), row)
}

/// Lets a survey ask, or no longer. Who was asked can answer all the same.
pub fn run(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: SurveyId,
    new: &SurveyRunning,
) -> Result<SurveyView, Refusal> {
    actor.must_administer()?;
    let row = load(tx.sql(), id)?;
    if row.running == new.running {
        return view(tx.sql(), row);
    }
    let moment = desk.moment();
    let row = SurveyRow { running: new.running, revision: row.revision + 1, ..row };
    rows::save(tx, &row, moment.now)?;
    record::append(tx, moment, actor.person, id.0, Fact::SurveyStopped(!new.running))?;
    view(tx.sql(), row)
}

/// Asks customers now, but for those who were asked something not long ago.
pub fn campaign(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: SurveyId,
    new: &NewCampaign,
) -> Result<CampaignResult, Refusal> {
    must_campaign(actor)?;
    actor.must_work()?;
    if new.customers.is_empty() || new.customers.len() > CAMPAIGN {
        return Err(Refusal::Invalid(format!("between one and {CAMPAIGN} customers are asked at once")));
    }
    let survey = load(tx.sql(), id)?;
    if !survey.running {
        return Err(Refusal::NotNow("this survey does not ask at the moment".to_owned()));
    }
    let moment = desk.moment();
    let candidate = candidate(&survey, Moment::Campaign)?;
    let mut done = CampaignResult { asked: Vec::new(), resting: Vec::new(), unknown: Vec::new() };
    let mut customers = new.customers.clone();
    customers.sort_unstable();
    customers.dedup();
    for customer in customers {
        let Some(party) = parties::find(tx.sql(), PartyId(customer))?.filter(can_be_asked) else {
            done.unknown.push(customer);
            continue;
        };
        let before = asked_before(tx.sql(), &candidate, party.id, moment.now)?;
        match rests_until(&candidate, &before, moment.now) {
            Some(until) => done.resting.push(RestingCustomer { customer, until }),
            None => done.asked.push(ask_customer(desk, tx, &survey, party.id, moment, actor.person, &About::Campaign)?),
        }
    }
    Ok(done)
}

/// Lets them go on if they ask many customers at once.
fn must_campaign(actor: &Actor) -> Result<(), Refusal> {
    if matches!(actor.role, Role::Administrator | Role::Lead) {
        return Ok(());
    }
    Err(Refusal::NotAllowed("only leads and administrators ask many customers at once".to_owned()))
}

/// A survey that is there.
pub fn load(sql: &mut dyn Sql, id: SurveyId) -> Result<SurveyRow, Refusal> {
    rows::find(sql, id)?.ok_or_else(|| Refusal::Missing(format!("there is no survey {}", id.0)))
}

/// What a survey asks.
pub fn text_of(row: &SurveyRow) -> Result<SurveyText, Refusal> {
    read(&row.name, &row.questions)
}

/// What a survey asked in a version.
pub fn text_in(sql: &mut dyn Sql, id: SurveyId, version: i64) -> Result<SurveyText, Refusal> {
    let text = rows::questions(sql, id, version)?.unwrap_or_default();
    read(&id.0.to_string(), &text)
}

fn read(name: &str, text: &str) -> Result<SurveyText, Refusal> {
    let unreadable = |error| Refusal::Store(Error::Database(format!("the questions of {name}: {error}")));
    serde_json::from_str(text).map_err(unreadable)
}

/// A survey that may ask for a reason.
pub fn candidate(row: &SurveyRow, moment: Moment) -> Result<Candidate, Refusal> {
    let unknown = || Refusal::Store(Error::Database(format!("the purpose of {}: {}", row.name, row.purpose)));
    let purpose = Purpose::of(&row.purpose).ok_or_else(unknown)?;
    Ok(Candidate { survey: row.id, purpose, every_days: row.every_days, moment })
}

/// A survey as it is kept: each question and choice with an id of its own. A question of another scale than before is
/// another question.
fn settle(desk: &Desk, new: &NewSurvey, before: &SurveyText) -> SurveyText {
    let fresh = |id: Uuid| if id.is_nil() { desk.id() } else { id };
    let question = |question: &QuestionText| {
        let known = before.questions.iter().find(|known| known.id == question.id);
        let other = known.is_some_and(|known| known.scale != question.scale);
        let choice = |choice: &ChoiceText| ChoiceText { id: fresh(choice.id), label: choice.label.trimmed() };
        QuestionText {
            id: if other { desk.id() } else { fresh(question.id) },
            scale: question.scale,
            label: question.label.trimmed(),
            choices: question.choices.iter().map(choice).collect(),
            required: question.required,
        }
    };
    SurveyText {
        title: new.title.trimmed(),
        questions: new.questions.iter().map(question).collect(),
        occasions: new.occasions.clone(),
    }
}

/// Lets occasions pass whose steps and services are there.
fn check_occasions(sql: &mut dyn Sql, occasions: &OccasionsText) -> Result<(), Refusal> {
    let known = services::all(sql)?;
    let unknown = |id: &&Uuid| !known.iter().any(|service| service.id.0 == **id);
    if let Some(id) = occasions.services.iter().find(unknown) {
        return Err(Refusal::Invalid(format!("there is no service {id}")));
    }
    let plans = known.iter().map(super::services::plan_of).collect::<Result<Vec<_>, _>>()?;
    let is_step = |id: &Uuid| plans.iter().any(|plan| plan.steps.iter().any(|step| step.id == *id));
    match occasions.steps.iter().find(|id| !is_step(id)) {
        Some(id) => Err(Refusal::Invalid(format!("no service has a step {id}"))),
        None => Ok(()),
    }
}

fn view(sql: &mut dyn Sql, row: SurveyRow) -> Result<SurveyView, Refusal> {
    let text = text_of(&row)?;
    let purpose = candidate(&row, Moment::Campaign)?.purpose;
    let mut counted = |state: &str| {
        let filter = Filter { state: state.to_owned(), survey: Some(row.id), ..Filter::default() };
        asks::count(sql, &filter, 1_001)
    };
    Ok(SurveyView {
        waiting: counted("waiting")?,
        answered: counted("answered")?,
        id: row.id.0,
        name: row.name,
        purpose: purpose.into(),
        every_days: row.every_days,
        running: row.running,
        version: row.version,
        revision: row.revision,
        made_at: row.made_at,
        title: text.title,
        questions: text.questions,
        occasions: text.occasions,
    })
}
