//! The planned chain of a service: its steps, who performs each, what waits for what, how long each may take.
//!
//! A blueprint is an acyclic graph. Whoever uses a step's output is its customer: the performer of the first step that
//! waits for it, or whoever holds the request itself. A step is offered when all it waits for is over.

use jiff::Timestamp;

use crate::calendar::Calendar;
use crate::id::{PartyId, StepId};
use crate::plan::{self, NoPlan, Plan, Progress, Schedule};
use crate::request::Status;

/// One planned hand-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id within the blueprint.
    pub id: StepId,
    /// Who performs it: a team or a person.
    pub provider: PartyId,
    /// Seconds of the performer's working time that it may take.
    pub seconds: i64,
    /// The steps that have to be over before it is offered.
    pub after: Vec<StepId>,
}

/// Steps that can be performed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blueprint {
    steps: Vec<Step>,
}

/// Why steps are no blueprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There are no steps.
    #[error("a blueprint has at least one step")]
    Empty,
    /// Two steps have one id.
    #[error("two steps have the same id")]
    Twice(StepId),
    /// A step waits for one that is not there.
    #[error("a step waits for one that does not exist")]
    UnknownStep(StepId),
    /// Steps wait for each other.
    #[error("steps wait for each other")]
    Cycle(StepId),
    /// A step takes less than no time.
    #[error("a step takes less than no time")]
    NegativeDuration(StepId),
}

impl Blueprint {
    /// Steps in the order in which they are shown.
    pub fn new(steps: Vec<Step>) -> Result<Self, Refusal> {
        if steps.is_empty() {
            return Err(Refusal::Empty);
        }
        let twice = |(place, step): (usize, &Step)| steps[..place].iter().any(|other| other.id == step.id);
        if let Some(place) = steps.iter().enumerate().position(twice) {
            return Err(Refusal::Twice(steps[place].id));
        }
        let blueprint = Self { steps };
        blueprint.plan(|_| None).map_err(|error| {
            let step = |place: usize| blueprint.steps[place].id;
            match error {
                NoPlan::UnknownStep(place) => Refusal::UnknownStep(step(place)),
                NoPlan::Cycle(place) => Refusal::Cycle(step(place)),
                NoPlan::NegativeDuration(place) => Refusal::NegativeDuration(step(place)),
            }
        })?;
        Ok(blueprint)
    }

    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The steps that are to be offered now: planned, and all that they wait for is over. `status` says where a step
    /// stands.
    pub fn ready(&self, status: impl Fn(StepId) -> Status) -> impl Iterator<Item = StepId> {
        let can_be_offered = move |step: &&Step| {
            status(step.id) == Status::Planned && step.after.iter().all(|&before| !status(before).is_open())
        };
        self.steps.iter().filter(can_be_offered).map(|step| step.id)
    }

    /// The step that uses the output of `step`; none if whoever holds the request does.
    pub fn user_of(&self, step: StepId) -> Option<StepId> {
        self.steps.iter().find(|other| other.after.contains(&step)).map(|other| other.id)
    }

    /// When each step can and has to run, each on its performer's calendar; see [`Plan::schedule`].
    pub fn schedule(
        &self,
        begin: Timestamp,
        due: Timestamp,
        calendar: impl Fn(PartyId) -> Option<Calendar>,
    ) -> Option<Schedule> {
        self.plan(calendar).ok()?.schedule(begin, due)
    }

    /// When the last step will be over, as things stand; see [`Plan::forecast`].
    pub fn forecast(
        &self,
        now: Timestamp,
        progress: impl Fn(StepId) -> Progress,
        calendar: impl Fn(PartyId) -> Option<Calendar>,
    ) -> Option<Timestamp> {
        let progress: Vec<Progress> = self.steps.iter().map(|step| progress(step.id)).collect();
        self.plan(calendar).ok()?.forecast(now, &progress)
    }

    fn plan(&self, calendar: impl Fn(PartyId) -> Option<Calendar>) -> Result<Plan, NoPlan> {
        // A step that is not there gets the first place beyond the others.
        let place = |id: &StepId| self.steps.iter().position(|step| step.id == *id).unwrap_or(self.steps.len());
        let step = |step: &Step| plan::Step {
            seconds: step.seconds,
            calendar: calendar(step.provider),
            after: step.after.iter().map(place).collect(),
        };
        Plan::new(self.steps.iter().map(step).collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> StepId {
        StepId(Uuid::from_u128(number))
    }

    fn step(number: u128, hours: i64, after: &[u128]) -> Step {
        let after = after.iter().copied().map(id).collect();
        Step { id: id(number), provider: PartyId(Uuid::from_u128(100 + number)), seconds: hours * 3600, after }
    }

    /// Inventory, then design and a card side by side, then delivery.
    fn bouquet() -> Blueprint {
        Blueprint::new(vec![step(1, 1, &[]), step(2, 2, &[1]), step(3, 1, &[1]), step(4, 1, &[2, 3])]).unwrap()
    }

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + hour * 3600).unwrap()
    }

    #[test]
    fn a_step_is_offered_when_all_it_waits_for_is_over() {
        let ready = |over: &[(u128, Status)]| -> Vec<StepId> {
            let status =
                |step| over.iter().find(|(number, _)| id(*number) == step).map_or(Status::Planned, |&(_, s)| s);
            bouquet().ready(status).collect()
        };
        assert_eq!(ready(&[]), [id(1)]);
        assert_eq!(ready(&[(1, Status::Accepted)]), []);
        assert_eq!(ready(&[(1, Status::Done)]), [id(2), id(3)]);
        assert_eq!(ready(&[(1, Status::Received), (2, Status::Offered), (3, Status::Withdrawn)]), []);
        assert_eq!(ready(&[(1, Status::Done), (2, Status::Done), (3, Status::Withdrawn)]), [id(4)]);
    }

    #[test]
    fn whoever_uses_the_output_is_the_customer() {
        assert_eq!(bouquet().user_of(id(1)), Some(id(2)));
        assert_eq!(bouquet().user_of(id(3)), Some(id(4)));
        assert_eq!(bouquet().user_of(id(4)), None);
    }

    #[test]
    fn the_promise_that_a_blueprint_can_keep_is_the_longest_way_through_it() {
        let schedule = bouquet().schedule(at(0), at(5), |_| None).unwrap();
        assert_eq!((schedule.end, schedule.shortfall(at(3))), (at(4), Some(3600)));
    }

    #[test]
    fn the_forecast_follows_what_has_happened() {
        let forecast = |now: i64, progress: &[(u128, Progress)]| {
            let progress =
                |step| progress.iter().find(|(number, _)| id(*number) == step).map_or(Progress::Waiting, |p| p.1);
            bouquet().forecast(at(now), progress, |_| None).unwrap()
        };
        assert_eq!(forecast(0, &[]), at(4));
        // Nobody has begun two hours later, and later still the first step overruns.
        assert_eq!(forecast(2, &[]), at(6));
        assert_eq!(forecast(2, &[(1, Progress::Running(at(0)))]), at(5));
        // The design was quick, the card is slow.
        let told = [(1, Progress::Done(at(1))), (2, Progress::Done(at(2))), (3, Progress::Running(at(1)))];
        assert_eq!(forecast(3, &told), at(4));
        let all = [1, 2, 3, 4].map(|number| (number, Progress::Done(at(4))));
        assert_eq!(forecast(9, &all), at(4));
    }

    #[test]
    fn what_cannot_be_performed_is_no_blueprint() {
        let refused = |steps: Vec<Step>| Blueprint::new(steps).unwrap_err();
        assert_eq!(refused(vec![]), Refusal::Empty);
        assert_eq!(refused(vec![step(1, 1, &[]), step(1, 1, &[])]), Refusal::Twice(id(1)));
        assert_eq!(refused(vec![step(1, 1, &[]), step(2, 1, &[9])]), Refusal::UnknownStep(id(2)));
        assert_eq!(refused(vec![step(1, 1, &[2]), step(2, 1, &[1])]), Refusal::Cycle(id(1)));
        assert_eq!(refused(vec![step(1, -1, &[])]), Refusal::NegativeDuration(id(1)));
    }
}
