//! Who is asked: one reception in five by chance, each one after a break or a return, and nobody more than three times
//! a day.
//!
//! What is stored is the chance that this very reception had of being asked when its day began: the chance of its own
//! draw, times the chance that the draws before it on that day had left room. So where the daily limit may have cut in,
//! the chance is smaller than one in five (or than one, after a break), by exactly as much as it cut in on average; a
//! reception after three certain ones had none at all. Each answer, weighted by one over it, stands for as many
//! receptions as it should.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How many questions a person is asked in a day at most.
pub const A_DAY: usize = 3;

/// A chance in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chance(pub u32);

impl Chance {
    /// Certainty.
    pub const ONE: Self = Self(1_000_000);

    /// As a share of one.
    pub fn share(self) -> f64 {
        f64::from(self.0) / f64::from(Self::ONE.0)
    }
}

/// Why a reception may be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    /// By chance alone.
    Drawn,
    /// Its promise was broken.
    Broken,
    /// It was given back, or reopened.
    Returned,
}

impl Occasion {
    /// All occasions with their words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Drawn, "drawn"), (Self::Broken, "broken"), (Self::Returned, "returned")];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(occasion, _)| *occasion == self).map_or("", |(_, word)| word)
    }

    /// The occasion of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(occasion, _)| *occasion)
    }

    /// The chance of being asked where there is room.
    pub fn chance(self) -> Chance {
        match self {
            Self::Drawn => Chance(Chance::ONE.0 / 5),
            Self::Broken | Self::Returned => Chance::ONE,
        }
    }
}

/// What became of a reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// How likely it was to be asked, all in all.
    pub chance: Chance,
    /// Whether it is asked.
    pub asked: bool,
}

/// Decides whether a reception is asked about. `earlier` are those of the same person on the same day, with whether they
/// were asked; `lot` is drawn from all numbers alike.
pub fn ask(occasion: Occasion, earlier: &[(Occasion, bool)], lot: u64) -> Draw {
    let wanted = match occasion {
        Occasion::Drawn => lot < u64::MAX / 5,
        Occasion::Broken | Occasion::Returned => true,
    };
    let asked = wanted && earlier.iter().filter(|(_, asked)| *asked).count() < A_DAY;
    let share = occasion.chance().share() * room(earlier.iter().map(|(occasion, _)| occasion.chance().share()));
    let millionths = (share * f64::from(Chance::ONE.0)).round() as u32;
    // What happened had a chance, however small.
    Draw { chance: Chance(millionths.max(u32::from(asked))), asked }
}

/// How likely fewer than [`A_DAY`] were asked before, if each was with its chance while there was room.
fn room(chances: impl Iterator<Item = f64>) -> f64 {
    // How likely it is that so many were asked.
    let mut counts = [0.0; A_DAY];
    counts[0] = 1.0;
    for chance in chances {
        for asked in (0..A_DAY).rev() {
            let before = if asked == 0 { 0.0 } else { counts[asked - 1] * chance };
            counts[asked] = counts[asked] * (1.0 - chance) + before;
        }
    }
    counts.iter().sum()
}

/// The day of `now` on the clocks of a zone: from this instant until just before that one.
pub fn day(now: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
    let here = now.to_zoned(zone.clone());
    let from = here.start_of_day().map_or(now, |start| start.timestamp());
    let to = here.tomorrow().and_then(|next| next.start_of_day()).map_or(Timestamp::MAX, |start| start.timestamp());
    (from, to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawn(lots: &[u64]) -> Vec<Draw> {
        let occasions: Vec<_> = lots.iter().map(|&lot| (Occasion::Drawn, lot)).collect();
        on_a_day(&occasions)
    }

    fn on_a_day(receptions: &[(Occasion, u64)]) -> Vec<Draw> {
        let mut earlier = Vec::new();
        let mut draws = Vec::new();
        for &(occasion, lot) in receptions {
            let draw = ask(occasion, &earlier, lot);
            earlier.push((occasion, draw.asked));
            draws.push(draw);
        }
        draws
    }

    #[test]
    fn one_in_five_is_drawn_and_each_after_a_break_or_a_return() {
        assert!(ask(Occasion::Drawn, &[], 0).asked);
        assert!(ask(Occasion::Drawn, &[], u64::MAX / 5 - 1).asked);
        assert!(!ask(Occasion::Drawn, &[], u64::MAX / 5).asked);
        assert_eq!(ask(Occasion::Drawn, &[], u64::MAX).chance, Chance(200_000));
        for occasion in [Occasion::Broken, Occasion::Returned] {
            assert_eq!(ask(occasion, &[], u64::MAX), Draw { chance: Chance::ONE, asked: true });
        }
    }

    #[test]
    fn nobody_is_asked_a_fourth_time_on_a_day() {
        let draws = drawn(&[0; 6]);
        assert_eq!(draws.iter().map(|draw| draw.asked).collect::<Vec<_>>(), [true, true, true, false, false, false]);
        // The fourth had room unless all three before it were drawn: 0.2 · (1 − 0.008).
        let chances: Vec<u32> = draws.iter().map(|draw| draw.chance.0).collect();
        assert_eq!(chances[..4], [200_000, 200_000, 200_000, 198_400]);
        assert_eq!(drawn(&[u64::MAX; 4])[3].chance, draws[3].chance, "whatever became of the three before");
    }

    #[test]
    fn after_three_breaks_there_is_no_chance_left() {
        let draws =
            on_a_day(&[(Occasion::Broken, 9), (Occasion::Returned, 9), (Occasion::Broken, 9), (Occasion::Drawn, 0)]);
        assert_eq!(draws[3], Draw { chance: Chance(0), asked: false });
    }

    #[test]
    fn a_day_is_that_of_the_clocks_on_the_wall() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let (from, to) = day(at("2026-03-02T14:59:59Z"), &tokyo);
        assert_eq!((from, to), (at("2026-03-01T15:00:00Z"), at("2026-03-02T15:00:00Z")));
        assert_eq!(day(at("2026-03-02T15:00:00Z"), &tokyo).0, to, "midnight begins the next one");
        let vienna = TimeZone::get("Europe/Vienna").unwrap();
        let (from, to) = day(at("2026-03-29T12:00:00Z"), &vienna);
        assert_eq!(to.as_second() - from.as_second(), 23 * 3600, "the clocks are put on");
    }

    #[test]
    fn the_stored_chance_is_how_often_a_reception_is_asked() {
        use Occasion::{Broken, Drawn, Returned};
        let day = [Drawn, Broken, Drawn, Drawn, Returned, Drawn, Drawn, Broken, Drawn];
        // Every way in which the draws can fall, with how likely it is.
        let mut often = [0.0; 9];
        let mut stored = [Chance(0); 9];
        for falls in 0_u32..1 << day.len() {
            let lots = day
                .iter()
                .enumerate()
                .map(|(place, &occasion)| (occasion, if falls & (1 << place) == 0 { u64::MAX } else { 0 }));
            let lots: Vec<_> = lots.collect();
            let likely: f64 = lots.iter().map(|(_, lot)| if *lot == 0 { 0.2 } else { 0.8 }).product();
            for (place, draw) in on_a_day(&lots).into_iter().enumerate() {
                often[place] += if draw.asked { likely } else { 0.0 };
                stored[place] = draw.chance;
            }
        }
        for (place, chance) in stored.iter().enumerate() {
            assert!((chance.share() - often[place]).abs() < 1e-6, "{place}: {chance:?} but {}", often[place]);
        }
        assert!(stored[8] < stored[0] && stored[7] < Chance::ONE, "the limit cut in: {stored:?}");
    }

    fn occasion() -> impl Strategy<Value = Occasion> {
        prop_oneof![6 => Just(Occasion::Drawn), 1 => Just(Occasion::Broken), 1 => Just(Occasion::Returned)]
    }

    proptest! {
        #[test]
        fn whatever_a_day_brings_three_are_asked_at_most_and_whoever_is_had_a_chance(
            day in prop::collection::vec((occasion(), any::<u64>()), 0..200),
        ) {
            let draws = on_a_day(&day);
            prop_assert!(draws.iter().filter(|draw| draw.asked).count() <= A_DAY);
            for (draw, (occasion, _)) in draws.iter().zip(&day) {
                prop_assert!(draw.chance <= occasion.chance());
                prop_assert!(!draw.asked || draw.chance > Chance(0));
            }
        }
    }
}
