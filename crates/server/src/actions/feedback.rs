//! What customers were asked and answered: seen by colleagues with the chain behind it, answered by the customer alone.
//!
//! A look never counts as an answer, whoever looks: only what is sent does. Nobody answers for a customer.

mod answering;
mod asking;
mod scored;
mod show;

pub use answering::{NewFeedback, answer_about, answer_by_key, answer_own, bearer, questions, questions_about};
pub use asking::{About, ask_after, ask_customer, asked_before, can_be_asked, follow_up};
pub use scored::scores;
pub use show::{outcome, request};

use catena_domain::event::Fact;
use catena_domain::id::{AskId, PartyId, RequestId, ServiceId, SurveyId};
use catena_store::feedback::{self as rows, After, AskRow, Filter};
use catena_store::{Sql, Tx, parties, requests};
use uuid::Uuid;

use super::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::views::feedback::{AskState, FeedbackLink, FeedbackPage, MomentWord};

/// The rows of a page at most.
const PAGE: i64 = 200;

/// Which feedback a list holds. Absent fields choose nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In this state; what was answered, if nothing is said.
    pub state: Option<AskState>,
    /// Of this survey.
    pub survey: Option<Uuid>,
    /// Of this customer.
    pub customer: Option<Uuid>,
    /// About this root.
    pub request: Option<Uuid>,
    /// For this service.
    pub service: Option<Uuid>,
    /// For this reason.
    pub moment: Option<MomentWord>,
    /// About promises that were kept, or broken.
    pub kept: Option<bool>,
    /// Answered poorly, or not.
    pub poor: Option<bool>,
    /// After which this request was opened.
    pub follow_up: Option<Uuid>,
    /// In whose chain this team, one below it, or one of their people took part.
    pub team: Option<Uuid>,
    /// These alone; all, if there are none.
    pub asks: Vec<Uuid>,
}

/// How many questions can be named at once.
const NAMED: usize = 100;

/// A page of what customers said, as far as they may know of it.
pub fn list(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    after: Option<After>,
    limit: i64,
) -> Result<FeedbackPage, Refusal> {
    desk.store.read(|sql| {
        let filter = filter(sql, actor, wanted)?;
        let limit = limit.clamp(1, PAGE);
        let mut found = rows::list(sql, &filter, after, limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|row| {
            let at = row.answered_at.unwrap_or(row.asked_at);
            format!("{}.{}", at.as_microsecond(), row.id.0.simple())
        });
        let count = rows::count(sql, &filter, 1_001)?;
        Ok(FeedbackPage { feedback: show::all(sql, actor, &found, desk.now())?, count, next })
    })
}

fn filter(sql: &mut dyn Sql, actor: &Actor, wanted: &Wanted) -> Result<Filter, Refusal> {
    let state = match wanted.state.unwrap_or(AskState::Answered) {
        AskState::Waiting => "waiting",
        AskState::Answered => "answered",
        AskState::Withdrawn => "withdrawn",
    };
    if wanted.asks.len() > NAMED {
        return Err(Refusal::BadParameter(format!("a list names up to {NAMED} questions")));
    }
    let moment = wanted.moment.map(|moment| match moment {
        MomentWord::Kept => "kept",
        MomentWord::Broken => "broken",
        MomentWord::Milestone => "milestone",
        MomentWord::Campaign => "campaign",
    });
    let mut filter = Filter {
        state: state.to_owned(),
        survey: wanted.survey.map(SurveyId),
        customer: wanted.customer.map(PartyId),
        request: wanted.request.map(RequestId),
        service: wanted.service.map(ServiceId),
        moment: moment.map(str::to_owned),
        kept: wanted.kept,
        poor: wanted.poor,
        follow_up: wanted.follow_up.map(RequestId),
        providers: wanted.team.map(|team| team_with_people(sql, PartyId(team))).transpose()?,
        asks: wanted.asks.iter().copied().map(AskId).collect(),
        since: None,
        until: None,
        hidden: actor.hidden.clone(),
        mine: actor.parties(),
    };
    if !actor.role.is_staff() {
        // What colleagues made of an answer is theirs.
        filter = Filter {
            customer: Some(actor.person),
            poor: None,
            follow_up: None,
            providers: None,
            hidden: Vec::new(),
            ..filter
        };
    }
    Ok(filter)
}

/// A team, those below it, and the people of all of them.
fn team_with_people(sql: &mut dyn Sql, team: PartyId) -> Result<Vec<PartyId>, Refusal> {
    let mut teams = vec![team];
    let mut next = 0;
    while next < teams.len() {
        let below = parties::below(sql, teams[next])?;
        next += 1;
        teams.extend(below.into_iter().filter(|team| !teams.contains(team)).collect::<Vec<_>>());
    }
    let mut all = teams.clone();
    for team in teams {
        all.extend(parties::members_of(sql, team)?.into_iter().map(|member| member.person));
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Makes another private link for whoever was asked; the one before no longer works.
pub fn renew_link(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: AskId) -> Result<FeedbackLink, Refusal> {
    actor.must_work()?;
    let row = load(tx.sql(), actor, id)?;
    let moment = desk.moment();
    let secret = desk.secret();
    if row.expires_at <= moment.now {
        return Err(Refusal::FeedbackExpired);
    }
    if !rows::renew_key(tx, id, &secret.key())? {
        return Err(Refusal::FeedbackGiven);
    }
    record::append(tx, moment, actor.person, id.0, Fact::FeedbackLinkMade)?;
    Ok(FeedbackLink { ask: id.0, customer: row.customer.0, path: format!("/feedback/{}", secret.text()) })
}

/// What somebody was asked, if whoever looks may know of it.
pub fn load(sql: &mut dyn Sql, actor: &Actor, id: AskId) -> Result<AskRow, Refusal> {
    let row = rows::find(sql, id)?;
    let missing = || Refusal::Missing(format!("nobody was asked under {}", id.0));
    let row = row.ok_or_else(missing)?;
    if sees(sql, actor, &row)? { Ok(row) } else { Err(missing()) }
}

/// Whether they may know of it: the customer of their own, colleagues where they may know of the chain.
fn sees(sql: &mut dyn Sql, actor: &Actor, row: &AskRow) -> Result<bool, Refusal> {
    if !actor.role.is_staff() {
        return Ok(row.customer == actor.person);
    }
    Ok(match row.request {
        Some(request) => requests::find(sql, request)?.is_some_and(|row| actor.sees(&row)),
        None => true,
    })
}
