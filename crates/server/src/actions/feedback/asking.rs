//! Asking customers: in the transaction of the act that ends a promise, and once more when a poor answer calls for it.

use catena_domain::event::Fact;
use catena_domain::feedback::when::{self, Before, Candidate, Link, Moment, WAITS_DAYS};
use catena_domain::id::{ActId, AskId, PartyId, RequestId};
use catena_store::feedback::{self as rows, AskRow};
use catena_store::parties::{self, PartyRow};
use catena_store::requests::{self, RequestRow};
use catena_store::reviews;
use catena_store::surveys::{self, SurveyRow};
use catena_store::{Sql, Tx};
use jiff::{SignedDuration, Timestamp};

use crate::actions::notices::{self, Invitation};
use crate::actions::requests::{NewRequest, ask};
use crate::actions::surveys::{candidate, text_of};
use crate::actions::work::Bench;
use crate::actions::{Refusal, record};
use crate::desk::wording::follow_up_words;
use crate::desk::{Desk, Moment as Now};
use crate::views::feedback::FeedbackLink;

/// What somebody is asked about.
pub enum About<'a> {
    /// The promise of a chain as it is now.
    Promise {
        /// The root.
        root: &'a RequestRow,
        /// Why now.
        moment: Moment,
        /// The chain behind it.
        links: Vec<Link>,
    },
    /// The organisation.
    Campaign,
}

/// Asks the customer of a chain after what just happened in it, if it is time, and no longer asks what was taken back or
/// goes on.
pub fn ask_after(desk: &Desk, tx: &mut Tx<'_>, bench: &Bench) -> Result<(), Refusal> {
    let Some(last) = bench.happened.last() else { return Ok(()) };
    let moment = Now { now: bench.chain.last_at(), act: last.act };
    let root = bench.chain.root().id();
    let mut withdrawn = Vec::new();
    for event in &bench.happened {
        if let Fact::Undone(act) = event.fact {
            withdrawn.extend(rows::withdraw_act(tx, act, moment.act)?);
            resume(tx, act, moment)?;
        }
    }
    if when::goes_on(&bench.chain, &bench.happened) {
        withdrawn.extend(rows::withdraw_about(tx, root, moment.act)?);
    }
    if !withdrawn.is_empty() {
        notices::uninvite(tx, bench.chain.root().request.customer(), root)?;
    }
    for ask in withdrawn {
        record::append(tx, moment, PartyId::CATENA, ask.0, Fact::FeedbackWithdrawn)?;
    }
    let find = bench.calendars();
    let moments = when::moments(&bench.chain, &bench.happened, &find, moment.now);
    if moments.is_empty() {
        return Ok(());
    }
    let row = bench.row(root)?.clone();
    let customer = parties::find(tx.sql(), row.customer)?.filter(can_be_asked);
    let Some(customer) = customer else { return Ok(()) };
    let running: Vec<SurveyRow> = surveys::all(tx.sql())?.into_iter().filter(|survey| survey.running).collect();
    let mut due = Vec::new();
    for why in moments {
        for survey in &running {
            if text_of(survey)?.occasions().include(why, row.service) {
                due.push(candidate(survey, why)?);
            }
        }
    }
    let mut before = Vec::new();
    for candidate in &due {
        before.extend(asked_before(tx.sql(), candidate, customer.id, moment.now)?);
    }
    let Some(chosen) = when::choose(&due, &before, moment.now) else { return Ok(()) };
    let Some(survey) = running.iter().find(|survey| survey.id == chosen.survey) else { return Ok(()) };
    let links = when::snapshot(&bench.chain, &find, moment.now);
    let about = About::Promise { root: &row, moment: chosen.moment, links };
    ask_customer(desk, tx, survey, customer.id, moment, PartyId::CATENA, &about).map(|_| ())
}

/// Asks after all what an act had withdrawn that was taken back. The link that was handed out works as before.
fn resume(tx: &mut Tx<'_>, act: ActId, moment: Now) -> Result<(), Refusal> {
    for ask in rows::bring_back(tx, act)? {
        notices::invite_again(tx, ask.customer, ask.act)?;
        record::append(tx, moment, PartyId::CATENA, ask.id.0, Fact::FeedbackResumed)?;
    }
    Ok(())
}

/// Asks a customer. The private link is handed back this once; the notice of it says it masked.
pub fn ask_customer(
    desk: &Desk,
    tx: &mut Tx<'_>,
    survey: &SurveyRow,
    customer: PartyId,
    moment: Now,
    by: PartyId,
    about: &About<'_>,
) -> Result<FeedbackLink, Refusal> {
    let secret = desk.secret();
    let (root, why, links) = match about {
        About::Promise { root, moment, links } => (Some(*root), *moment, links.as_slice()),
        About::Campaign => (None, Moment::Campaign, [].as_slice()),
    };
    let kept = root.and_then(|root| links.iter().find(|link| link.request == root.id)).and_then(|link| link.kept);
    let row = AskRow {
        id: AskId(desk.id()),
        survey: survey.id,
        version: survey.version,
        customer,
        request: root.map(|root| root.id),
        service: root.and_then(|root| root.service),
        moment: why.word().to_owned(),
        kept,
        act: moment.act,
        state: "waiting".to_owned(),
        asked_at: moment.now,
        expires_at: moment.now + SignedDuration::from_hours(24 * WAITS_DAYS),
        answered_at: None,
        poor: None,
        follow_up: None,
    };
    rows::ask(tx, &row, &secret.key(), links)?;
    record::append(tx, moment, by, row.id.0, Fact::FeedbackAsked(row.request))?;
    let path = format!("/feedback/{}", secret.text());
    let invitation = Invitation {
        customer,
        request: row.request,
        number: root.map(|root| root.number),
        title: &text_of(survey)?.title,
        link: &format!("{}{path}", desk.address),
        act: moment.act,
        at: moment.now,
    };
    notices::invite(desk, tx, &invitation)?;
    Ok(FeedbackLink { ask: row.id.0, customer: customer.0, path })
}

/// When a customer was asked what, as far back as it matters to a survey.
pub fn asked_before(
    sql: &mut dyn Sql,
    candidate: &Candidate,
    customer: PartyId,
    now: Timestamp,
) -> Result<Vec<Before>, Refusal> {
    let days = candidate.every_days.max(candidate.purpose.days()).max(when::ANY_DAYS);
    let since = now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
    Ok(rows::before(sql, customer, since)?)
}

/// Whether somebody is a customer outside who is still there.
pub fn can_be_asked(party: &PartyRow) -> bool {
    !party.internal && party.kind != "team" && !party.closed && party.erased_at.is_none()
}

/// Opens a request to ask what went wrong: of the team that looks after the customer, or else of whoever held the promise
/// when they were asked. Nothing is opened if neither is there any more.
pub fn follow_up(desk: &Desk, tx: &mut Tx<'_>, row: &AskRow, act: ActId) -> Result<Option<RequestId>, Refusal> {
    let held = rows::links(tx.sql(), row.id)?.into_iter().find(|link| Some(link.request) == row.request);
    let held = here(tx.sql(), held.map(|link| link.provider))?;
    let owner = reviews::owner(tx.sql(), row.customer)?;
    let Some(team) = here(tx.sql(), owner)?.or(held) else { return Ok(None) };
    let number = row.request.map(|id| requests::find(tx.sql(), id)).transpose()?.flatten().map(|root| root.number);
    let (subject, details) = follow_up_words(notices::language(tx.sql())?, number);
    let new = NewRequest {
        subject,
        details,
        customer: None,
        provider: Some(team.0),
        service: None,
        priority: Some(2),
        due_at: None,
        tags: Vec::new(),
        fields: Vec::new(),
    };
    // Whoever made the promise relies on hearing what went wrong; the customer is not told of it.
    let opened = RequestId(ask(desk, tx, PartyId::CATENA, held.unwrap_or(team), &new)?.request);
    rows::follow_up(tx, row.id, opened)?;
    let moment = Now { now: desk.now(), act };
    record::append(tx, moment, PartyId::CATENA, row.id.0, Fact::FeedbackFollowed(opened))?;
    Ok(Some(opened))
}

/// A party of the organisation that is still there.
fn here(sql: &mut dyn Sql, party: Option<PartyId>) -> Result<Option<PartyId>, Refusal> {
    let row = party.map(|party| parties::find(sql, party)).transpose()?.flatten();
    Ok(row.filter(|row| row.internal && !row.closed && row.erased_at.is_none()).map(|row| row.id))
}
