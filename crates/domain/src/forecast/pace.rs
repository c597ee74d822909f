//! How long each step of an open chain takes, beside what it took before: why a forecast is what it is.

use jiff::Timestamp;

use super::{Course, FEWEST, History, Stage, seconds};
use crate::id::StepId;

/// One step beside its past cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Which.
    pub step: StepId,
    /// Whether it still runs.
    pub running: bool,
    /// Seconds that it took, or takes so far, from when somebody was asked.
    pub took: i64,
    /// Seconds that the one in the middle of the past cases took.
    pub usual: i64,
    /// How many past cases took less time.
    pub faster: usize,
    /// How many past cases there are; never fewer than [`FEWEST`].
    pub cases: usize,
}

impl Pace {
    /// Whether it takes longer than three past cases of four.
    pub fn is_slow(&self) -> bool {
        self.faster * 4 > self.cases * 3
    }
}

impl History {
    /// The steps of `course` that are over or run at `now`, as far as enough past cases are known, in their order.
    pub fn paces(&self, course: &Course, now: Timestamp) -> Vec<Pace> {
        let pace = |step: &super::Step| {
            let (took, running) = match step.stage {
                Stage::Waiting => return None,
                Stage::Offered(at) => (seconds(at, now), true),
                Stage::Done { offered_at, at } => (seconds(offered_at, at), false),
            };
            let with_it = self.pasts.iter().filter_map(|(ids, pasts)| Some((ids.binary_search(&step.id).ok()?, pasts)));
            let mut before: Vec<i64> =
                with_it.flat_map(|(column, pasts)| pasts.iter().map(move |past| past.steps[column].work)).collect();
            if before.len() < FEWEST {
                return None;
            }
            before.sort_unstable();
            let faster = before.partition_point(|&other| other < took);
            let usual = before[before.len() / 2];
            Some(Pace { step: step.id, running, took, usual, faster, cases: before.len() })
        };
        course.steps.iter().filter_map(pace).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Step;
    use super::*;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    fn course(stages: &[Stage]) -> Course {
        let step = |(place, &stage): (usize, &Stage)| Step {
            id: StepId(Uuid::from_u128(place as u128)),
            after: place.checked_sub(1).into_iter().collect(),
            stage,
        };
        Course { opened_at: at(0), planned_for: None, steps: stages.iter().enumerate().map(step).collect() }
    }

    /// Twenty chains whose only step took 10, 20, …, 200 seconds.
    fn twenty() -> History {
        let past = |took: i64| (course(&[Stage::Done { offered_at: at(0), at: at(took) }]), at(took));
        History::learn((1..=20).map(|n| past(n * 10)))
    }

    #[test]
    fn a_step_that_runs_longer_than_three_of_four_is_slow() {
        let pace = |took: i64| twenty().paces(&course(&[Stage::Offered(at(0))]), at(took))[0];
        assert_eq!(
            pace(151),
            Pace { step: StepId(Uuid::nil()), running: true, took: 151, usual: 110, faster: 15, cases: 20 }
        );
        assert!(!pace(151).is_slow(), "just three of four are faster");
        assert!(pace(161).is_slow());
    }

    #[test]
    fn what_is_over_stays_as_it_was_and_what_waits_has_no_pace() {
        let done = Stage::Done { offered_at: at(5), at: at(195) };
        let paces = twenty().paces(&course(&[done, Stage::Waiting]), at(100_000));
        assert_eq!(paces.len(), 1);
        assert_eq!((paces[0].running, paces[0].took, paces[0].faster), (false, 190, 18));
    }

    #[test]
    fn too_few_cases_say_nothing() {
        let past = |took: i64| (course(&[Stage::Done { offered_at: at(0), at: at(took) }]), at(took));
        let history = History::learn((1..=19).map(past));
        assert_eq!(history.paces(&course(&[Stage::Offered(at(0))]), at(50)), []);
    }
}
