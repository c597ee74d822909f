//! Ratings of hand-offs from team to team and month by month, in counts.
//!
//! Months of too few are taken together with those after them until there are enough; what is left over waits. Only months
//! count about which nothing can be answered any more, and they are cut alike whatever span somebody asks for: so no two
//! files differ by a few ratings.

use std::collections::BTreeMap;

use catena_domain::id::PartyId;
use catena_domain::rating::{self, OPEN_SECONDS, Rated};
use catena_store::Sql;
use catena_store::ratings::{self as rows};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::written::Cell;
use super::{PAGE, Span, sees_pair};
use crate::actions::ratings::{Staff, rated};
use crate::actions::requests::Names;
use crate::actions::{Actor, Refusal};

/// What one team said of another, as far as it is not told yet.
struct Sheaf {
    from: Date,
    to: Date,
    rated: Vec<Rated>,
}

/// Ratings on their way into counts.
pub struct Sheaves {
    span: Span,
    /// The first instant of the month that is not settled.
    end: Timestamp,
    after: Option<(Timestamp, Uuid)>,
    open: BTreeMap<(PartyId, PartyId), Sheaf>,
}

impl Sheaves {
    /// None yet.
    pub fn new(span: Span, now: Timestamp) -> Self {
        let end = start(month(now - SignedDuration::from_secs(OPEN_SECONDS)));
        Self { span, end, after: None, open: BTreeMap::new() }
    }

    /// Reads on: whether there is more, and the rows that are full by now.
    pub fn gather(&mut self, sql: &mut dyn Sql, actor: &Actor) -> Result<(bool, Vec<Vec<Cell>>), Refusal> {
        let staff = Staff::load(sql)?;
        let mut names = Names::default();
        let mut told = Vec::new();
        let found = rows::all_before(sql, self.end, self.after, PAGE)?;
        for (row, answer, _) in &found {
            self.after = Some((row.asked_at, row.id));
            let Some(rated) = rated(row, answer.as_ref()) else { continue };
            let pair = (staff.team_of(row.provider), staff.team_of(row.customer));
            let month = month(row.asked_at);
            let full = self
                .open
                .get(&pair)
                .is_some_and(|sheaf| sheaf.to < month && rating::figures(&sheaf.rated, staff.people(pair.0)).is_some());
            if full && let Some(sheaf) = self.open.remove(&pair) {
                told.extend(self.tell(sql, actor, &staff, &mut names, pair, &sheaf)?);
            }
            let sheaf = self.open.entry(pair).or_insert_with(|| Sheaf { from: month, to: month, rated: Vec::new() });
            sheaf.to = month;
            sheaf.rated.push(rated);
        }
        let more = found.len() as i64 == PAGE;
        if !more {
            for (pair, sheaf) in std::mem::take(&mut self.open) {
                told.extend(self.tell(sql, actor, &staff, &mut names, pair, &sheaf)?);
            }
        }
        Ok((more, told))
    }

    /// The rows of a sheaf, if it is within the span, full, and theirs to see.
    fn tell(
        &self,
        sql: &mut dyn Sql,
        actor: &Actor,
        staff: &Staff,
        names: &mut Names,
        (provider, customer): (PartyId, PartyId),
        sheaf: &Sheaf,
    ) -> Result<Vec<Vec<Cell>>, Refusal> {
        let begins_late = self.span.since.is_none_or(|since| start(sheaf.from) >= since);
        let ends_early = self.span.until.is_none_or(|until| start(after(sheaf.to)) <= until);
        if !begins_late || !ends_early || !sees_pair(actor, provider, customer) {
            return Ok(Vec::new());
        }
        let Some(figures) = rating::figures(&sheaf.rated, staff.people(provider)) else { return Ok(Vec::new()) };
        let (provider, customer) = (names.party(sql, provider)?, names.party(sql, customer)?);
        let count = |count: u64| Cell::from(i64::try_from(count).ok());
        let row = |(&(occasion, chance), group): (&(rating::Occasion, rating::Chance), &rating::Group)| {
            vec![
                Cell::id(provider.id),
                Cell::said(&provider.name),
                Cell::id(customer.id),
                Cell::said(&customer.name),
                Cell::Word(sheaf.from.strftime("%Y-%m").to_string()),
                Cell::Word(sheaf.to.strftime("%Y-%m").to_string()),
                count(figures.raters),
                Cell::word(occasion.word()),
                Cell::Word(format!("{:.6}", f64::from(chance.0) / 1e6)),
                count(group.asked),
                count(group.answered),
                count(group.right),
                count(group.well),
            ]
        };
        Ok(figures.groups.iter().map(row).collect())
    }
}

/// The first day of the month of an instant, by the clocks of the whole world.
fn month(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date().first_of_month()
}

/// The first day of the month after.
fn after(month: Date) -> Date {
    month.last_of_month().tomorrow().unwrap_or(Date::MAX)
}

fn start(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |at| at.timestamp())
}
