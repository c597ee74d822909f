//! Whether customers come back after what they met with last, from what became of customers who had met with the same.
//!
//! What a customer asks for before the last of it is over, or within a day after, is one *matter*. When a matter is over
//! a window of 90 days opens: whoever asks again within it came back. What they met with may change meanwhile, because an
//! answer comes or does not come. So past customers are compared as they stood as many days after the end as this one
//! does now: those who had come back by then are put aside, of the others the share that did not come is the
//! probability (a landmark model: van Houwelingen 2007). Only past matters whose window is over count, so that whoever
//! left yesterday does not pass for somebody who never comes.
//!
//! Why they stayed away is not known: somebody may be content and need no more flowers.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// Fewer past cases than this, and there is no probability.
pub const FEWEST: u32 = 20;
/// In how many days somebody comes back, or does not.
pub const WINDOW_DAYS: usize = 90;
/// After how many days without an answer somebody who was asked is taken to say nothing.
pub const SILENT_DAYS: i64 = 14;

const DAY: i64 = 86_400;

/// Something that a customer asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When.
    pub asked_at: Timestamp,
    /// When it was over; none while it is not.
    pub ended_at: Option<Timestamp>,
    /// Whether its promise was kept; none if nothing was promised, or while it is open.
    pub kept: Option<bool>,
    /// When they were asked how it was.
    pub questioned_at: Option<Timestamp>,
    /// When they answered, and whether poorly.
    pub answered: Option<(Timestamp, bool)>,
}

/// What a customer met with last: the first of these that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Met {
    /// They said that it was poor.
    PoorAnswer,
    /// The promises of this matter and of the one before were broken.
    BrokenTwice,
    /// A promise was broken.
    Broken,
    /// They said that it was good.
    GoodAnswer,
    /// They were asked and said nothing for two weeks.
    NoAnswer,
    /// Every promise was kept, and nothing was said.
    Kept,
}

impl Met {
    /// All of them with their words, the gravest first.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::PoorAnswer, "poor_answer"),
        (Self::BrokenTwice, "broken_twice"),
        (Self::Broken, "broken"),
        (Self::GoodAnswer, "good_answer"),
        (Self::NoAnswer, "no_answer"),
        (Self::Kept, "kept"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(met, _)| *met == self).map_or("", |(_, word)| word)
    }
}

/// How many past cases there were, and in how many of them nobody came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub cases: u32,
    /// Of these, how many did not come back.
    pub gone: u32,
}

impl Tally {
    /// The probability of not coming back, half a case more on either side: what was never seen is not impossible. None
    /// from fewer than [`FEWEST`] cases.
    pub fn chance(&self) -> Option<f64> {
        (self.cases >= FEWEST).then(|| (f64::from(self.gone) + 0.5) / (f64::from(self.cases) + 1.0))
    }

    fn add(&mut self, gone: bool) {
        self.cases += 1;
        self.gone += u32::from(gone);
    }
}

/// What a customer asked for at one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// When it began.
    pub asked_at: Timestamp,
    /// When all of it was over; none while some of it is not.
    pub ended_at: Option<Timestamp>,
    /// Whether a promise of it was broken.
    pub broken: bool,
    /// The places among the visits of what belongs to it.
    pub visits: Vec<usize>,
    questioned_at: Option<Timestamp>,
    /// All answers with whether they were poor.
    answers: Vec<(Timestamp, bool)>,
    /// Whether the matter before had a broken promise.
    broken_before: bool,
}

/// The matters of one customer, from what they asked for in the order of asking.
pub fn matters(visits: &[Visit]) -> Vec<Matter> {
    let mut matters: Vec<Matter> = Vec::new();
    for (place, visit) in visits.iter().enumerate() {
        let goes_on = |matter: &&mut Matter| {
            matter.ended_at.is_none_or(|ended| visit.asked_at.as_second() <= ended.as_second() + DAY)
        };
        if let Some(matter) = matters.last_mut().filter(goes_on) {
            matter.take_in(place, visit);
        } else {
            let broken_before = matters.last().is_some_and(|before| before.broken);
            let mut matter = Matter {
                asked_at: visit.asked_at,
                ended_at: Some(visit.asked_at),
                broken: false,
                visits: Vec::new(),
                questioned_at: None,
                answers: Vec::new(),
                broken_before,
            };
            matter.take_in(place, visit);
            matters.push(matter);
        }
    }
    matters
}

impl Matter {
    fn take_in(&mut self, place: usize, visit: &Visit) {
        self.visits.push(place);
        self.ended_at = self.ended_at.zip(visit.ended_at).map(|(one, other)| one.max(other));
        self.broken |= visit.kept == Some(false);
        self.questioned_at = match (self.questioned_at, visit.questioned_at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.answers.extend(visit.answered);
    }

    /// What the customer had met with, as it was known at `now`.
    pub fn met(&self, now: Timestamp) -> Met {
        let mut given = self.answers.iter().filter(|(at, _)| *at <= now).peekable();
        let answered = given.peek().is_some();
        let silent = self.questioned_at.is_some_and(|asked| now.as_second() >= asked.as_second() + SILENT_DAYS * DAY)
            && !answered;
        match self.broken {
            _ if given.any(|(_, poor)| *poor) => Met::PoorAnswer,
            true if self.broken_before => Met::BrokenTwice,
            true => Met::Broken,
            false if answered => Met::GoodAnswer,
            false if silent => Met::NoAnswer,
            false => Met::Kept,
        }
    }

    /// Whole days since its end; none while it is open, or once the window is over.
    pub fn days(&self, now: Timestamp) -> Option<usize> {
        let since = now.as_second() - self.ended_at?.as_second();
        usize::try_from(since.div_euclid(DAY)).ok().filter(|&days| days < WINDOW_DAYS)
    }
}

/// What customers did after what they had met with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// By the days since the end of the matter.
    days: Vec<BTreeMap<Met, Tally>>,
    /// All matters at their end.
    all: Tally,
}

impl Default for History {
    fn default() -> Self {
        Self { days: vec![BTreeMap::new(); WINDOW_DAYS], all: Tally::default() }
    }
}

impl History {
    /// Takes in the matters of one customer, as far as their windows were over at `until`. `came_back` are instants at
    /// which somebody noted that the customer came back without asking here.
    pub fn add(&mut self, matters: &[Matter], came_back: &[Timestamp], until: Timestamp) {
        for (place, matter) in matters.iter().enumerate() {
            let Some(ended_at) = matter.ended_at else { continue };
            let window = WINDOW_DAYS as i64 * DAY;
            if ended_at.as_second() + window > until.as_second() {
                continue;
            }
            let next = matters.get(place + 1).map(|next| next.asked_at);
            let noted = came_back.iter().copied().filter(|&at| at > ended_at).min();
            let again = next.into_iter().chain(noted).min().map(|at| at.as_second() - ended_at.as_second());
            let gone = again.is_none_or(|after| after >= window);
            self.all.add(gone);
            for (day, met) in self.days.iter_mut().enumerate() {
                let passed = day as i64 * DAY;
                if again.is_some_and(|after| after <= passed) {
                    break;
                }
                let then = Timestamp::from_second(ended_at.as_second() + passed).unwrap_or(ended_at);
                met.entry(matter.met(then)).or_default().add(gone);
            }
        }
    }

    /// What became of those who had met with `met` and had not come back `days` days after the end.
    pub fn after(&self, met: Met, days: usize) -> Tally {
        self.days.get(days).and_then(|day| day.get(&met)).copied().unwrap_or_default()
    }

    /// What became of all, whatever they had met with.
    pub fn all(&self) -> Tally {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + day * DAY).unwrap()
    }

    /// Asked for on one day and over on another.
    fn visit(asked: i64, ended: i64, kept: bool) -> Visit {
        Visit {
            asked_at: day(asked),
            ended_at: Some(day(ended)),
            kept: Some(kept),
            questioned_at: None,
            answered: None,
        }
    }

    fn tally(cases: u32, gone: u32) -> Tally {
        Tally { cases, gone }
    }

    #[test]
    fn what_is_asked_before_the_end_or_within_a_day_is_one_matter() {
        let open = Visit { ended_at: None, kept: None, ..visit(40, 40, true) };
        let all = [visit(0, 3, true), visit(2, 2, false), visit(4, 5, true), visit(8, 9, true), open];
        let found = matters(&all);
        let parts: Vec<&[usize]> = found.iter().map(|matter| matter.visits.as_slice()).collect();
        assert_eq!(parts, [&[0, 1, 2][..], &[3], &[4]]);
        assert_eq!((found[0].ended_at, found[0].broken), (Some(day(5)), true));
        assert_eq!((found[1].met(day(9)), found[2].ended_at), (Met::Kept, None));
    }

    #[test]
    fn what_somebody_met_with_is_known_when_it_is() {
        let asked = Visit { questioned_at: Some(day(3)), ..visit(0, 3, true) };
        let silent = &matters(&[asked])[0];
        assert_eq!((silent.met(day(16)), silent.met(day(17))), (Met::Kept, Met::NoAnswer));
        let poor = &matters(&[Visit { answered: Some((day(20), true)), ..asked }])[0];
        assert_eq!((poor.met(day(19)), poor.met(day(20))), (Met::NoAnswer, Met::PoorAnswer));
        let good = &matters(&[Visit { answered: Some((day(4), false)), ..asked }])[0];
        assert_eq!((good.met(day(3)), good.met(day(4))), (Met::Kept, Met::GoodAnswer));
        let twice = matters(&[visit(0, 1, false), visit(30, 31, false), visit(60, 61, true)]);
        let met: Vec<Met> = twice.iter().map(|matter| matter.met(day(90))).collect();
        assert_eq!(met, [Met::Broken, Met::BrokenTwice, Met::Kept]);
    }

    #[test]
    fn whoever_came_back_by_then_is_put_aside() {
        let mut history = History::default();
        for customer in 0..30 {
            let mut all = vec![visit(0, 1, false)];
            if customer < 10 {
                // These come on the twentieth day, all others never.
                all.push(visit(21, 22, true));
            }
            history.add(&matters(&all), &[], day(100));
        }
        assert_eq!(history.all(), tally(30, 20), "the second matters had no 90 days yet");
        assert_eq!(history.after(Met::Broken, 0), tally(30, 20));
        assert_eq!(history.after(Met::Broken, 19), tally(30, 20));
        assert_eq!(history.after(Met::Broken, 20), tally(20, 20));
        assert_eq!(history.after(Met::Kept, 0), tally(0, 0));
        let chance = history.after(Met::Broken, 20).chance().unwrap();
        assert!((chance - 20.5 / 21.0).abs() < 1e-12);
    }

    #[test]
    fn the_ninetieth_day_is_too_late_and_a_noted_return_is_one() {
        let mut history = History::default();
        history.add(&matters(&[visit(0, 1, true), visit(91, 91, true)]), &[], day(91));
        assert_eq!(history.all(), tally(1, 1));
        history.add(&matters(&[visit(0, 1, true)]), &[day(90)], day(91));
        assert_eq!(history.all(), tally(2, 1));
        history.add(&matters(&[visit(0, 1, true)]), &[day(0)], day(91));
        assert_eq!(history.all(), tally(3, 2), "to come back is to come after the end");
    }

    #[test]
    fn nineteen_cases_are_too_few() {
        assert_eq!(tally(19, 19).chance(), None);
        assert!(tally(20, 0).chance().is_some_and(|chance| chance > 0.0 && chance < 0.05));
    }

    #[test]
    fn days_are_whole_and_end_with_the_window() {
        let matter = &matters(&[visit(0, 1, true)])[0];
        let at = |second: i64| Timestamp::from_second(day(1).as_second() + second).unwrap();
        assert_eq!(matter.days(day(0)), None, "the future is no past");
        assert_eq!((matter.days(at(0)), matter.days(at(DAY - 1)), matter.days(at(DAY))), (Some(0), Some(0), Some(1)));
        assert_eq!((matter.days(day(90)), matter.days(day(91))), (Some(89), None));
    }

    proptest! {
        #[test]
        fn nobody_is_lost_from_the_tallies(
            customers in prop::collection::vec(prop::collection::vec((1_i64..60, 0_i64..9, any::<bool>()), 1..6), 1..20),
        ) {
            let mut history = History::default();
            let mut ended = 0;
            for customer in &customers {
                let mut now = 0;
                let visits: Vec<Visit> = customer.iter().map(|&(pause, took, kept)| {
                    now += pause;
                    visit(now, now + took, kept)
                }).collect();
                let all = matters(&visits);
                prop_assert_eq!(all.iter().map(|matter| matter.visits.len()).sum::<usize>(), visits.len());
                prop_assert!(all.windows(2).all(|two| two[0].ended_at.unwrap() < two[1].asked_at));
                ended += all.len() as u32;
                history.add(&all, &[], day(10_000));
            }
            prop_assert_eq!(history.all().cases, ended);
            let on = |day: usize| Met::ALL.iter().map(|(met, _)| history.after(*met, day)).fold(Tally::default(), |sum, one| {
                tally(sum.cases + one.cases, sum.gone + one.gone)
            });
            prop_assert_eq!(on(0), history.all());
            for later in 1..WINDOW_DAYS {
                prop_assert!(on(later).cases <= on(later - 1).cases, "nobody comes in again");
                prop_assert_eq!(on(later).gone, history.all().gone, "whoever stays away is there to the end");
            }
        }
    }
}
