//! `catena calendar`: working hours, and why a deadline is when it is.

use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::arguments::CalendarVerb;
use super::files;
use super::lists::{self, plain};
use super::names::{self, Candidate};
use super::server::{Ask, Server};
use super::times;
use super::views::{Calendar, Calendars, Hours, Trace};
use crate::show::table::Table;
use crate::show::words::duration;
use crate::terminal::{FAINT, STRONG, paint};

/// A calendar as a file holds it: what the API shows, or what somebody wrote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Option<Uuid>,
    name: String,
    hours: Hours,
    version: Option<i64>,
    #[serde(default, rename = "made_at")]
    _made_at: Option<Timestamp>,
    #[serde(default, rename = "week_seconds")]
    _week_seconds: Option<i64>,
}

pub fn run(server: &Server, verb: &CalendarVerb) -> Result<()> {
    match verb {
        CalendarVerb::List => list(server),
        CalendarVerb::Show { calendar } => show(server, calendar),
        CalendarVerb::Save { file } => save(server, file),
        CalendarVerb::Trace { calendar, from, takes } => trace(server, calendar, *from, *takes),
    }
}

fn list(server: &Server) -> Result<()> {
    let answer = server.ask("the calendars were not listed", &Ask::get("/calendars"))?;
    server.print(&answer, |all: Calendars| {
        if all.calendars.is_empty() {
            return Ok("There is no calendar yet: time counts as it passes.\n".to_owned());
        }
        let mut table = Table::new(&["name", "zone", "a week", "exceptions", "version", "id"]).with_words(2);
        for calendar in &all.calendars {
            table.push(vec![
                calendar.name.clone(),
                calendar.hours.zone.clone(),
                hours(calendar.week_seconds),
                calendar.hours.exceptions.len().to_string(),
                calendar.version.to_string(),
                calendar.id.to_string(),
            ]);
        }
        Ok(lists::lines(&table))
    })
}

fn show(server: &Server, name: &str) -> Result<()> {
    let id = names::calendar(server, name)?;
    let answer = server.ask("the calendar was not shown", &Ask::get(format!("/calendars/{id}")))?;
    server.print(&answer, |calendar: Calendar| {
        let Hours { zone, .. } = &calendar.hours;
        let week = hours(calendar.week_seconds);
        Ok(format!("{}: {week} a week in {zone}, version {}\n", paint(STRONG, &calendar.name), calendar.version))
    })
}

/// Seconds as hours and minutes, which working time is counted in.
fn hours(seconds: i64) -> String {
    match seconds % 3600 / 60 {
        0 => format!("{} h", seconds / 3600),
        minutes => format!("{} h {minutes} min", seconds / 3600),
    }
}

/// Saves what a file holds: in the place of the calendar with its id or its name, or as a new one.
fn save(server: &Server, file: &Path) -> Result<()> {
    let written: Written = files::read(file)?;
    let known = names::calendars(server)?;
    let place = match written.id {
        Some(id) => known.iter().find(|calendar| calendar.id == id),
        None => known.iter().find(|calendar| calendar.name == written.name),
    };
    if let (Some(id), None) = (written.id, place) {
        bail!("{}: there is no calendar {id}; leave the id out to make a new one", file.display());
    }
    let body = json!({ "name": written.name, "hours": written.hours });
    let ask = match place {
        Some(Candidate { id, .. }) => Ask::put(format!("/calendars/{id}"), body).seen(written.version),
        None => Ask::post("/calendars", body),
    };
    let answer = server.ask(&format!("the calendar \"{}\" was not saved", written.name), &ask)?;
    server.print(&answer, |calendar: Calendar| {
        let name = paint(STRONG, &calendar.name);
        Ok(format!("{name} was saved: version {}.\n{}\n", calendar.version, paint(FAINT, &calendar.id.to_string())))
    })
}

fn trace(server: &Server, name: &str, from: Timestamp, seconds: i64) -> Result<()> {
    let id = names::calendar(server, name)?;
    let all: Calendars = server.ask("the calendars were not listed", &Ask::get("/calendars"))?.read()?;
    let calendar = all.calendars.into_iter().find(|calendar| calendar.id == id);
    let calendar = calendar.with_context(|| format!("there is no calendar {id}"))?;
    let body = json!({ "hours": calendar.hours, "from": from, "seconds": seconds });
    let answer = server.ask("the deadline was not traced", &Ask::post("/deadlines", body))?;
    server.print(&answer, |trace: Trace| {
        let head = match trace.due_at {
            Some(due) => {
                format!("{} of working time from {} end at {}\n\n", hours(seconds), times::show(from), times::show(due))
            }
            None => "There is not so much working time within ten years.\n\n".to_owned(),
        };
        let mut table = Table::new(&["from", "to", "why", "counted"]).with_words(3);
        for stretch in &trace.stretches {
            let length = stretch.to.duration_since(stretch.from).as_secs();
            let counted = if stretch.counted { duration(length) } else { "–".to_owned() };
            table.push(vec![times::show(stretch.from), times::show(stretch.to), plain(&stretch.reason), counted]);
        }
        Ok(head + &lists::lines(&table))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_time_is_never_told_in_days() {
        assert_eq!([hours(138_600), hours(144_000), hours(0)], ["38 h 30 min", "40 h", "0 h"]);
    }
}
