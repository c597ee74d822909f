//! Working hours, and why a deadline is when it is.

use catena_domain::calendar::Reason;
use catena_domain::event::Fact;
use catena_domain::id::CalendarId;
use catena_store::Tx;
use catena_store::calendars::{self as rows, CalendarRow};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::requests::words;
use super::{Actor, Refusal, record};
use crate::desk::{CalendarText, Desk};
use crate::views::calendars::{CalendarView, DeadlineTrace, StretchView};

/// A calendar as somebody writes it down.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCalendar {
    /// Its name.
    pub name: String,
    /// Its hours.
    pub hours: CalendarText,
}

/// A question about a deadline.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The hours; they need not be saved.
    pub hours: CalendarText,
    /// From when.
    pub from: Timestamp,
    /// Seconds of working time.
    pub seconds: i64,
}

/// All calendars in the versions that count.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<CalendarView>, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let mut found: Vec<CalendarView> = Vec::new();
        for row in rows::all(sql)? {
            if found.iter().all(|known| known.id != row.series.0) {
                found.push(view(&row)?);
            }
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    })
}

/// One calendar in the version that counts.
pub fn show(desk: &Desk, actor: &Actor, series: CalendarId) -> Result<CalendarView, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let versions = rows::all(sql)?;
        let last = versions.iter().find(|row| row.series == series);
        view(last.ok_or_else(|| no_calendar(series))?)
    })
}

/// Writes a calendar down: a new one, or the next version of one. Promises keep the version they were made on. `seen`
/// is the version that they saw: if somebody wrote a later one, nothing is written.
pub fn save(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    series: Option<CalendarId>,
    new: &NewCalendar,
    seen: Option<i64>,
) -> Result<CalendarView, Refusal> {
    actor.must_administer()?;
    let name = words(&new.name, 120, "the name")?;
    new.hours.read().map_err(|error| Refusal::Invalid(error.to_string()))?;
    let versions = rows::all(tx.sql())?;
    let last = series.map(|series| {
        let known = versions.iter().find(|row| row.series == series);
        known.ok_or_else(|| no_calendar(series))
    });
    let last = last.transpose()?;
    if let (Some(last), Some(seen)) = (last, seen)
        && last.version != seen
    {
        return Err(Refusal::Stale(format!("{} was changed meanwhile", last.name)));
    }
    let moment = desk.moment();
    let id = CalendarId(desk.id());
    let row = CalendarRow {
        id,
        series: last.map_or(id, |row| row.series),
        version: last.map_or(1, |row| row.version + 1),
        name,
        hours: serde_json::to_string(&new.hours).map_err(|error| Refusal::Invalid(error.to_string()))?,
        made_at: moment.now,
    };
    rows::add(tx, &row)?;
    record::append(tx, moment, actor.person, row.series.0, Fact::CalendarChanged { version: row.version })?;
    view(&row)
}

/// The deadline that so much working time leads to, and every hour that was counted or skipped on the way.
pub fn trace(question: &Question) -> Result<DeadlineTrace, Refusal> {
    let calendar = question.hours.read().map_err(|error| Refusal::Invalid(error.to_string()))?;
    if !(0..=315_360_000).contains(&question.seconds) {
        return Err(Refusal::Invalid("the working time is between nothing and ten years".to_owned()));
    }
    let due_at = calendar.after(question.from, question.seconds);
    // A deadline years away is told by its first two years.
    let end = due_at.unwrap_or(question.from).min(question.from + SignedDuration::from_hours(24 * 730));
    let stretches = calendar.trace(question.from, end);
    let told = |stretch: &catena_domain::calendar::Stretch| StretchView {
        from: stretch.from,
        to: stretch.to,
        counted: stretch.reason == Reason::Working,
        reason: match stretch.reason {
            Reason::Working => "working",
            Reason::OutsideHours => "outside_hours",
            Reason::DayOff => "day_off",
            Reason::Holiday => "holiday",
            Reason::ExceptionalDay => "exceptional_day",
        },
    };
    Ok(DeadlineTrace { due_at, stretches: stretches.iter().map(told).collect() })
}

fn no_calendar(series: CalendarId) -> Refusal {
    Refusal::Missing(format!("there is no calendar {}", series.0))
}

fn view(row: &CalendarRow) -> Result<CalendarView, Refusal> {
    let hours: CalendarText = serde_json::from_str(&row.hours)
        .map_err(|error| Refusal::Store(catena_store::Error::Database(error.to_string())))?;
    let week = hours.read().map(|calendar| calendar.of_week()).unwrap_or_default();
    Ok(CalendarView {
        id: row.series.0,
        version: row.version,
        name: row.name.clone(),
        hours,
        week_seconds: week,
        made_at: row.made_at,
    })
}
