//! Calendars, read from the store once: a version never changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use catena_domain::calendar::{Calendar, Hours};
use catena_domain::id::CalendarId;
use catena_store::{Error, Sql, calendars};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A calendar as people write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarText {
    /// The zone whose clocks show the hours, such as `Europe/Vienna`.
    pub zone: String,
    /// The hours of each day from Monday, such as `09:00-12:30`; an end at or before the beginning is on the next day.
    pub week: Vec<Vec<String>>,
    /// Days that differ from their weekday, such as `2026-12-24`; a holiday has no hours.
    #[serde(default)]
    pub exceptions: BTreeMap<String, Vec<String>>,
}

/// Why a text is no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACalendar {
    /// No such zone.
    #[error("there is no time zone \"{0}\"")]
    Zone(String),
    /// Not seven days.
    #[error("a week has seven days, not {0}")]
    Week(usize),
    /// No hours.
    #[error("\"{0}\" are no hours such as 09:00-17:30")]
    Hours(String),
    /// No day.
    #[error("\"{0}\" is no day such as 2026-12-24")]
    Day(String),
    /// Nobody ever works.
    #[error("there are no working hours in the week")]
    Empty,
}

impl CalendarText {
    /// The calendar that it says.
    pub fn read(&self) -> Result<Calendar, NotACalendar> {
        let zone = TimeZone::get(&self.zone).map_err(|_| NotACalendar::Zone(self.zone.clone()))?;
        let hours = |texts: &Vec<String>| -> Result<Vec<Hours>, NotACalendar> {
            texts.iter().map(|text| text.parse().map_err(|_| NotACalendar::Hours(text.clone()))).collect()
        };
        let week: Vec<Vec<Hours>> = self.week.iter().map(hours).collect::<Result<_, _>>()?;
        let week: [Vec<Hours>; 7] = week.try_into().map_err(|week: Vec<Vec<Hours>>| NotACalendar::Week(week.len()))?;
        let mut exceptions = BTreeMap::new();
        for (day, texts) in &self.exceptions {
            let date: Date = day.parse().map_err(|_| NotACalendar::Day(day.clone()))?;
            exceptions.insert(date, hours(texts)?);
        }
        Calendar::new(week, exceptions, zone).map_err(|_| NotACalendar::Empty)
    }
}

/// All calendars in all versions.
pub struct Calendars {
    versions: HashMap<CalendarId, Calendar>,
    current: HashMap<CalendarId, CalendarId>,
    count: i64,
}

impl Calendars {
    /// A version by its id.
    pub fn find(&self, version: CalendarId) -> Option<Calendar> {
        self.versions.get(&version).cloned()
    }

    /// The version of a series that counts.
    pub fn current(&self, series: CalendarId) -> Option<CalendarId> {
        self.current.get(&series).copied()
    }
}

pub(super) fn current(known: &Mutex<Option<Arc<Calendars>>>, sql: &mut dyn Sql) -> Result<Arc<Calendars>, Error> {
    let count = calendars::count(sql)?;
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(fresh) = known.as_ref().filter(|calendars| calendars.count == count) {
        return Ok(fresh.clone());
    }
    let mut all = Calendars { versions: HashMap::new(), current: HashMap::new(), count };
    for row in calendars::all(sql)? {
        let text: CalendarText =
            serde_json::from_str(&row.hours).map_err(|error| Error::Database(error.to_string()))?;
        all.versions.insert(row.id, text.read().map_err(|error| Error::Database(error.to_string()))?);
        all.current.entry(row.series).or_insert(row.id);
    }
    let all = Arc::new(all);
    *known = Some(all.clone());
    Ok(all)
}
