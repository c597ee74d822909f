//! Days: opening hours, weekdays, seasons and the feasts that load everybody at once. All shops keep Central European
//! time, given as a rule, so that no time zone database is needed.

use catena_analysis::Instant;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::chance::Chance;

/// Turns local time into instants.
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    pub fn new() -> Self {
        Self {
            zone: TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("the rule of Central European time is valid"),
        }
    }

    /// `minutes` after the midnight that begins `date`, by the clock on the wall.
    pub fn at(&self, date: Date, minutes: i64) -> Instant {
        let wall = date.at(0, 0, 0, 0).saturating_add(minutes.minutes());
        self.zone.to_ambiguous_timestamp(wall).compatible().map_or(0, jiff::Timestamp::as_second)
    }
}

/// Minutes after midnight between which a shop takes orders.
pub fn opening_hours(date: Date) -> (i64, i64) {
    if date.weekday() == Weekday::Sunday { (9 * 60, 13 * 60) } else { (8 * 60, 18 * 60 + 30) }
}

/// How many orders come in on `date`: 1 is an ordinary day.
pub fn demand(date: Date) -> f64 {
    let weekday = match date.weekday() {
        Weekday::Sunday => 0.55,
        Weekday::Monday => 0.8,
        Weekday::Tuesday => 0.85,
        Weekday::Wednesday => 0.95,
        Weekday::Thursday => 1.05,
        Weekday::Friday => 1.4,
        Weekday::Saturday => 1.35,
    };
    let season = match date.month() {
        1 | 8 => 0.8,
        2 | 3 | 9 | 11 => 0.95,
        4 | 6 | 10 => 1.05,
        5 | 12 => 1.15,
        _ => 0.9,
    };
    let feast = feast(date).map_or(1.0, |feast| 1.0 + feast.rush * feast.nearness(date));
    weekday * season * feast
}

/// How loaded every team is on `date`: 1 is an ordinary day.
pub fn load(date: Date) -> f64 {
    let end_of_week = if matches!(date.weekday(), Weekday::Friday | Weekday::Saturday) { 1.08 } else { 0.98 };
    end_of_week * feast(date).map_or(1.0, |feast| 1.0 + feast.strain * feast.nearness(date))
}

/// A day for which everybody wants flowers.
pub struct Feast {
    pub name: &'static str,
    pub on: Date,
    /// Days before it on which people already order.
    lead_days: i32,
    /// How far demand and load rise above an ordinary day, on the feast itself.
    rush: f64,
    strain: f64,
}

impl Feast {
    /// From just above 0 on the first day of the rush to 1 on the feast.
    fn nearness(&self, date: Date) -> f64 {
        let days = days_between(date, self.on);
        (1.0 - f64::from(days) / f64::from(self.lead_days + 1)).powi(2)
    }
}

/// The feast whose rush `date` belongs to.
pub fn feast(date: Date) -> Option<Feast> {
    let year = date.year();
    let mothers_day = Date::new(year, 5, 1).and_then(|may| may.nth_weekday_of_month(2, Weekday::Sunday));
    let fixed = |name, month, day, lead_days, rush, strain| {
        Date::new(year, month, day).ok().map(|on| Feast { name, on, lead_days, rush, strain })
    };
    [
        fixed("Valentine's Day", 2, 14, 5, 3.5, 1.3),
        mothers_day.ok().map(|on| Feast { name: "Mother's Day", on, lead_days: 5, rush: 4.5, strain: 1.3 }),
        fixed("All Saints", 11, 1, 4, 0.8, 0.3),
        fixed("Christmas", 12, 24, 8, 1.4, 0.6),
    ]
    .into_iter()
    .flatten()
    .find(|feast| (0..=feast.lead_days).contains(&days_between(date, feast.on)))
}

/// The first minute of `date` at which an order may come in, the last one, and a draw between the two.
pub fn opening_minute(date: Date, chance: &mut Chance) -> i64 {
    let (from, to) = opening_hours(date);
    // Mornings are busier: the smaller of two draws, half of the time.
    let draw = chance.whole(from, to - 1);
    if chance.happens(0.5) { draw.min(chance.whole(from, to - 1)) } else { draw }
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn clocks_go_forward_in_march_and_back_in_october() {
        let calendar = Calendar::new();
        let day = |from, to| calendar.at(to, 0) - calendar.at(from, 0);
        assert_eq!(day(date(2024, 3, 31), date(2024, 4, 1)), 23 * 3600);
        assert_eq!(day(date(2024, 10, 27), date(2024, 10, 28)), 25 * 3600);
        assert_eq!(calendar.at(date(2024, 1, 1), 60), 1_704_067_200);
    }

    #[test]
    fn feasts_load_everybody_and_mothers_day_moves() {
        assert_eq!(feast(date(2025, 5, 11)).unwrap().name, "Mother's Day");
        assert_eq!(feast(date(2024, 5, 12)).unwrap().name, "Mother's Day");
        assert!(feast(date(2024, 2, 15)).is_none());
        assert!(load(date(2024, 2, 14)) > 1.9);
        assert!(load(date(2024, 2, 10)) < load(date(2024, 2, 13)));
        assert!(demand(date(2024, 12, 23)) > 1.5 * demand(date(2024, 11, 25)));
    }
}
