//! How early or late a promise was ended, in steps that stand on either side of it: `docs/definitions.md`, "The step at
//! the promise".

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// How far from its due instant a promise was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// More than a day early.
    DaysEarly,
    /// More than an hour early, a day at most.
    HoursEarly,
    /// An hour early at most: just kept.
    JustKept,
    /// An hour late at most: just broken.
    JustBroken,
    /// More than an hour late, a day at most.
    HoursLate,
    /// More than a day late.
    DaysLate,
}

impl Step {
    /// All of them, the earliest first.
    pub const ALL: [Self; 6] =
        [Self::DaysEarly, Self::HoursEarly, Self::JustKept, Self::JustBroken, Self::HoursLate, Self::DaysLate];

    /// Of a promise that was ended so many seconds after its due instant, or before it where they are fewer than none.
    pub fn of(overrun_seconds: i64) -> Self {
        match overrun_seconds {
            seconds if seconds < -DAY => Self::DaysEarly,
            seconds if seconds < -HOUR => Self::HoursEarly,
            seconds if seconds <= 0 => Self::JustKept,
            seconds if seconds <= HOUR => Self::JustBroken,
            seconds if seconds <= DAY => Self::HoursLate,
            _ => Self::DaysLate,
        }
    }

    /// Whether the promise was kept.
    pub fn is_kept(self) -> bool {
        self <= Self::JustKept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promise_itself_is_kept_and_a_second_after_it_is_not() {
        assert_eq!((Step::of(0), Step::of(1)), (Step::JustKept, Step::JustBroken));
        for (step, overrun) in Step::ALL.into_iter().zip([-DAY - 1, -HOUR - 1, -HOUR, HOUR, HOUR + 1, DAY + 1]) {
            assert_eq!(Step::of(overrun), step, "{overrun}");
            assert_eq!(step.is_kept(), overrun <= 0);
        }
        assert_eq!((Step::of(-DAY), Step::of(DAY)), (Step::HoursEarly, Step::HoursLate));
        assert_eq!((Step::of(i64::MIN), Step::of(i64::MAX)), (Step::DaysEarly, Step::DaysLate));
    }
}
