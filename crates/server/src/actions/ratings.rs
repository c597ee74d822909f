//! How hand-offs are rated by those who relied on them, and what those say who did them. The question is put in the
//! transaction in which a hand-off is received. One rating is seen by its two parties alone, and not before the rule of
//! [`rating`] says so; figures of a team count nothing sooner than its members could see it one by one.

mod team;

pub use team::{Staff, of_team, rated};

use catena_domain::chain::Stamp;
use catena_domain::event::Fact;
use catena_domain::id::{ActId, PartyId, RequestId};
use catena_domain::rating::{self, A_DAY, Answer, OPEN_SECONDS, Occasion, Reason, Side};
use catena_domain::request::{End, Request};
use catena_store::ratings::{self as rows, AnswerRow, RatingRow};
use catena_store::{Sql, Tx, parties, requests};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{reference, summaries};
use super::work::Bench;
use super::{Actor, Refusal, record, thanks};
use crate::desk::{Desk, Moment};
use crate::views::ratings::{RatingAnswered, RatingList, RatingView, ReasonWord, RequestVoices, SaidView};

/// How many ratings somebody sees of what they gave and got.
const MOST: i64 = 100;

/// What somebody answers about a hand-off.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    /// Customers: whether it was complete and right the first time. Providers: whether the request was complete and clear.
    pub right: bool,
    /// Customers: how well they could do their part with what they got, from 1 to 5. Not for providers.
    pub ease: Option<u8>,
    /// What was amiss.
    pub reason: Option<ReasonWord>,
    /// Customers: minutes that they lost.
    pub lost_minutes: Option<u32>,
}

/// Until when a question is put off.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutOff {
    /// It comes back then; null if it never does.
    pub until: Option<Timestamp>,
}

/// Asks whoever just received a hand-off how it went, if they may judge it and the draw falls on it.
pub fn receive(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    bench: &Bench,
    id: RequestId,
    stamp: Stamp,
) -> Result<(), Refusal> {
    let work = bench.work(id)?;
    let (Some(done_at), false) = (work.request.done_at(), work.asked.external) else { return Ok(()) };
    let known = rows::of_request(tx.sql(), id)?;
    if let Some(known) = known.iter().find(|row| row.done_at == done_at) {
        // The draw stands: nobody receives something again until it falls as they like.
        return Ok(rows::bring_back(tx, known.id, stamp.act)?);
    }
    let Some(doer) = judged_by(tx.sql(), actor, bench, id)?.ok() else { return Ok(()) };
    let at = bench.chain.last_at();
    let (from, to) = rating::day(at, &zone_of(tx.sql(), desk, actor.person)?);
    let earlier: Vec<(Occasion, bool)> = rows::received_by(tx.sql(), actor.person, from, to)?
        .into_iter()
        .filter_map(|(word, asked)| Some((Occasion::of(&word)?, asked)))
        .collect();
    let occasion = occasion(&work.request, bench.row(id)?.kept);
    let draw = rating::ask(occasion, &earlier, desk.chance());
    let prompted = match doer.filter(|_| draw.asked) {
        Some(doer) => {
            let (from, to) = rating::day(at, &zone_of(tx.sql(), desk, doer)?);
            rows::prompted(tx.sql(), doer, from, to)? < A_DAY as i64
        }
        None => false,
    };
    let row = RatingRow {
        id: desk.id(),
        request: id,
        done_at,
        customer: work.request.customer(),
        provider: work.request.provider(),
        rater: actor.person,
        doer,
        prompted,
        occasion: occasion.word().to_owned(),
        chance: i64::from(draw.chance.0),
        asked: draw.asked,
        asked_at: at,
        act: stamp.act,
        taken_back: false,
    };
    rows::add(tx, &row)?;
    if draw.asked {
        let moment = Moment { now: at, act: stamp.act };
        record::append(tx, moment, PartyId::CATENA, id.0, Fact::RatingAsked(row.id))?;
    }
    Ok(())
}

/// Takes back what was received with an act. What was answered stays.
pub fn take_back(tx: &mut Tx<'_>, act: Uuid) -> Result<(), Refusal> {
    Ok(rows::take_back(tx, ActId(act))?)
}

/// Whether somebody may judge a hand-off, and then the person who did it last, if it was one.
pub fn judged_by(
    sql: &mut dyn Sql,
    actor: &Actor,
    bench: &Bench,
    id: RequestId,
) -> Result<Result<Option<PartyId>, rating::Refusal>, Refusal> {
    let request = &bench.work(id)?.request;
    if !actor.role.works() || !is_colleague(sql, actor.person)? {
        return Ok(Err(rating::Refusal::DidNotRely));
    }
    let (doers, last) = rating::doers(bench.events(), id);
    let providers = request.holds().iter().map(|hold| hold.provider);
    let judged = rating::may_rate(&actor.parties(), request.customer(), providers, &doers);
    let doer = match last {
        Some(last) if is_colleague(sql, last)? => Some(last),
        _ => None,
    };
    Ok(judged.map(|()| doer))
}

fn is_colleague(sql: &mut dyn Sql, id: PartyId) -> Result<bool, Refusal> {
    Ok(parties::find(sql, id)?.is_some_and(|row| row.kind == "person" && row.internal))
}

fn occasion(request: &Request, kept: Option<bool>) -> Occasion {
    let returned = request.holds().iter().any(|hold| matches!(hold.ended, Some((_, End::Returned))));
    match kept {
        Some(false) => Occasion::Broken,
        _ if returned || !request.reopened().is_empty() => Occasion::Returned,
        _ => Occasion::Drawn,
    }
}

/// Whose clocks count a person's day: those of their calendar, else of the first of their teams that has one.
fn zone_of(sql: &mut dyn Sql, desk: &Desk, person: PartyId) -> Result<TimeZone, Refusal> {
    let known = desk.calendars(sql)?;
    let teams = parties::teams_of(sql, person)?;
    for id in std::iter::once(person).chain(teams.iter().map(|member| member.team)) {
        let series = parties::find(sql, id)?.and_then(|row| row.calendar);
        if let Some(calendar) = series.and_then(|series| known.current(series)).and_then(|version| known.find(version))
        {
            return Ok(calendar.zone().clone());
        }
    }
    Ok(TimeZone::UTC)
}

/// The questions that wait for an answer of whoever asks: what they received before what they did.
pub fn waiting(desk: &Desk, actor: &Actor) -> Result<RatingList, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let since = now - SignedDuration::from_secs(OPEN_SECONDS);
        let mut ratings = Vec::new();
        for (row, _) in rows::waiting(sql, actor.person, since, now)? {
            ratings.extend(view(sql, actor, &row, now)?);
        }
        Ok(RatingList { ratings })
    })
}

/// How many questions wait for an answer of whoever asks.
pub fn to_rate(sql: &mut dyn Sql, actor: &Actor, now: Timestamp) -> Result<i64, Refusal> {
    let mut count = 0;
    if actor.role.is_staff() {
        let since = now - SignedDuration::from_secs(OPEN_SECONDS);
        for (row, _) in rows::waiting(sql, actor.person, since, now)? {
            let seen = requests::find(sql, row.request)?.is_some_and(|request| actor.sees(&request));
            count += i64::from(seen);
        }
    }
    Ok(count)
}

/// What whoever asks gave and got, as far as they may see it.
pub fn mine(desk: &Desk, actor: &Actor) -> Result<RatingList, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let mut ratings = Vec::new();
        for row in rows::of_person(sql, actor.person, MOST)? {
            ratings.extend(view(sql, actor, &row, now)?);
        }
        Ok(RatingList { ratings })
    })
}

/// What whoever asks may see of what was said of a hand-off.
pub fn of_request(desk: &Desk, actor: &Actor, id: RequestId) -> Result<RequestVoices, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let bench = Bench::load(sql, desk, id)?;
        super::requests::visible(actor, &bench, id)?;
        let mut ratings = Vec::new();
        for row in rows::of_request(sql, id)? {
            if row.asked && !row.taken_back && side_of(actor, &row).is_some() {
                ratings.extend(view(sql, actor, &row, now)?);
            }
        }
        Ok(RequestVoices {
            ratings,
            may_thank: thanks::may_thank(sql, actor, &bench, id)?,
            thanks: thanks::of_request(sql, actor, id)?,
        })
    })
}

/// Answers a question, once.
pub fn answer(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Uuid,
    new: &NewRating,
) -> Result<RatingAnswered, Refusal> {
    actor.must_work()?;
    let (row, side) = own(tx.sql(), actor, id)?;
    let moment = desk.moment();
    if row.taken_back {
        return Err(Refusal::NotNow("that it was received was taken back".to_owned()));
    }
    if !rating::is_open(row.asked_at, moment.now) {
        return Err(Refusal::NotNow(rating::Refusal::Closed.to_string()));
    }
    let said = Answer {
        right: new.right,
        ease: new.ease,
        reason: new.reason.map(Reason::from),
        lost_minutes: new.lost_minutes,
    };
    let said = said.check(side).map_err(|refusal| Refusal::Invalid(refusal.to_string()))?;
    let kept = AnswerRow {
        side: side.word().to_owned(),
        complete: said.right,
        ease: said.ease.map(i64::from),
        reason: said.reason.map(|reason| reason.word().to_owned()),
        lost_minutes: said.lost_minutes.map(i64::from),
        at: moment.now,
    };
    if !rows::answer(tx, id, &kept)? {
        return Err(Refusal::NotNow("this was answered already".to_owned()));
    }
    record::append(tx, moment, actor.person, row.request.0, Fact::RatingGiven(id))?;
    Ok(RatingAnswered { rating: id, side: side.into() })
}

/// Puts a question off, or away.
pub fn put_off(tx: &mut Tx<'_>, actor: &Actor, id: Uuid, new: &PutOff) -> Result<(), Refusal> {
    actor.must_work()?;
    let (row, side) = own(tx.sql(), actor, id)?;
    let end = row.asked_at + SignedDuration::from_secs(OPEN_SECONDS);
    Ok(rows::put_off(tx, id, side.word(), new.until.unwrap_or(end).min(end))?)
}

/// A question to whoever asks; what others are asked is missing.
fn own(sql: &mut dyn Sql, actor: &Actor, id: Uuid) -> Result<(RatingRow, Side), Refusal> {
    let missing = || Refusal::Missing(format!("there is no question {id}"));
    let row = rows::find(sql, id)?.filter(|row| row.asked).ok_or_else(missing)?;
    let side = side_of(actor, &row).ok_or_else(missing)?;
    requests::find(sql, row.request)?.filter(|request| actor.sees(request)).ok_or_else(missing)?;
    Ok((row, side))
}

fn side_of(actor: &Actor, row: &RatingRow) -> Option<Side> {
    if row.rater == actor.person {
        Some(Side::Customer)
    } else {
        (row.doer == Some(actor.person)).then_some(Side::Provider)
    }
}

/// A question as one of its parties sees it; nothing if the hand-off is none of their business any more.
fn view(sql: &mut dyn Sql, actor: &Actor, row: &RatingRow, now: Timestamp) -> Result<Option<RatingView>, Refusal> {
    let Some(side) = side_of(actor, row) else { return Ok(None) };
    let Some(request) = requests::find(sql, row.request)?.filter(|request| actor.sees(request)) else {
        return Ok(None);
    };
    let Some(request) = summaries(sql, actor, &[request], now)?.pop() else { return Ok(None) };
    let answers = rows::answers(sql, row.id)?;
    let (own, other): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.side == side.word());
    let shown = rating::is_shown(!own.is_empty() && !other.is_empty(), row.asked_at, now);
    let other_party = if side == Side::Customer { row.doer } else { Some(row.rater) };
    Ok(Some(RatingView {
        id: row.id,
        request,
        side: side.into(),
        other_party: other_party.map(|id| reference(sql, id)).transpose()?,
        asked_at: row.asked_at,
        open_until: row.asked_at + SignedDuration::from_secs(OPEN_SECONDS),
        waits: own.is_empty() && !row.taken_back && rating::is_open(row.asked_at, now),
        shown,
        own: own.first().map(|row| said(row)),
        other: other.first().filter(|_| shown).map(|row| said(row)),
    }))
}

fn said(row: &AnswerRow) -> SaidView {
    SaidView {
        right: row.complete,
        ease: row.ease.and_then(|ease| u8::try_from(ease).ok()),
        reason: row.reason.as_deref().and_then(Reason::of).map(ReasonWord::from),
        lost_minutes: row.lost_minutes.and_then(|minutes| u32::try_from(minutes).ok()),
        at: row.at,
    }
}
