//! Calendars and traces of deadlines, as pages show them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::desk::CalendarText;

/// A calendar in the version that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarView {
    /// Its id, which all its versions have in common.
    pub id: Uuid,
    /// From 1.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Its hours.
    pub hours: CalendarText,
    /// The working seconds of an ordinary week.
    pub week_seconds: i64,
    /// When this version was written down.
    pub made_at: Timestamp,
}

/// All calendars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CalendarList {
    /// By name.
    pub calendars: Vec<CalendarView>,
}

/// Why a deadline is when it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeadlineTrace {
    /// The deadline; null if there is not so much working time within ten years.
    #[schema(required)]
    pub due_at: Option<Timestamp>,
    /// What was counted and what was skipped, in order and without gaps; the first two years of it.
    pub stretches: Vec<StretchView>,
}

/// A stretch of time that was counted or skipped for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StretchView {
    /// From this instant …
    pub from: Timestamp,
    /// … until just before this one.
    pub to: Timestamp,
    /// Whether it was counted.
    pub counted: bool,
    /// Why: `working`, `outside_hours`, `day_off`, `holiday`, `exceptional_day`.
    pub reason: &'static str,
}
