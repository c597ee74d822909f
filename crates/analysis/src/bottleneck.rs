//! Necessary, not sufficient: how good hand-offs have to be before customers can be content: `docs/definitions.md`,
//! "Bottleneck".
//!
//! Good hand-offs alone make nobody happy, but poor ones may be enough to keep everybody from it. So this looks for an
//! empty corner, many answers but none that are high where hand-offs were poor, not for a slope (necessary condition
//! analysis, Dul 2016). Season is taken away first, and chance is asked by turning each team's own series, so that
//! neither a busy month nor a good team makes the corner.

use rayon::prelude::*;

use crate::bootstrap::{Resampling, below};
use crate::panel::Panel;

const PURPOSE: u64 = 5;
const ROUNDING: f64 = 1e-9;

/// The least ceiling above all points that never falls: CE-FDH, the free disposal hull. It assumes no form, and each
/// step of it is a point that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Ceiling {
    /// Its steps, from the lowest of what was received on: from here, at most so much was experienced.
    pub steps: Vec<(f64, f64)>,
    /// The lowest and the highest that was received.
    pub received: (f64, f64),
    /// The lowest and the highest that was experienced.
    pub experienced: (f64, f64),
}

/// What a level of experience needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// It was reached with the poorest hand-offs too.
    Nothing,
    /// It was never reached below this.
    AtLeast(f64),
    /// It was never reached at all.
    Unseen,
}

impl Ceiling {
    /// Above points of what was received and what was experienced, in any order. `None` where one of them does not vary
    /// or a point is not a number.
    pub fn of(points: &[(f64, f64)]) -> Option<Self> {
        if points.iter().any(|(x, y)| !(x.is_finite() && y.is_finite())) {
            return None;
        }
        let mut sorted = points.to_vec();
        sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let (first, last) = (sorted.first()?, sorted.last()?);
        let received = (first.0, last.0);
        let experienced = sorted
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point.1), high.max(point.1)));
        if received.0 >= received.1 || experienced.0 >= experienced.1 {
            return None;
        }
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for point in sorted {
            if steps.last().is_none_or(|step| point.1 > step.1) {
                steps.push(point);
            }
        }
        Some(Self { steps, received, experienced })
    }

    /// The effect size d: the empty corner as a share of the rectangle that the points span (Dul 2016).
    pub fn effect(&self) -> f64 {
        let ends = self.steps.iter().skip(1).map(|step| step.0).chain([self.received.1]);
        let empty: f64 =
            self.steps.iter().zip(ends).map(|(step, end)| (end - step.0) * (self.experienced.1 - step.1)).sum();
        empty / ((self.received.1 - self.received.0) * (self.experienced.1 - self.experienced.0))
    }

    /// How good hand-offs must be for customers to rate at least `level`.
    pub fn needed(&self, level: f64) -> Need {
        match self.steps.iter().position(|step| step.1 >= level) {
            Some(0) => Need::Nothing,
            Some(step) => Need::AtLeast(self.steps[step].0),
            None => Need::Unseen,
        }
    }
}

/// How large an effect size is (Dul 2016).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Below 0.1.
    Small,
    /// Below 0.3.
    Medium,
    /// Below 0.5.
    Large,
    /// From 0.5 on.
    VeryLarge,
}

impl Size {
    /// Of an effect size.
    pub fn of(effect: f64) -> Self {
        match effect {
            ..0.1 => Self::Small,
            0.1..0.3 => Self::Medium,
            0.3..0.5 => Self::Large,
            _ => Self::VeryLarge,
        }
    }
}

/// Whether good hand-offs are necessary for content customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Bottleneck {
    /// The ceiling, season taken away: what is needed in a period like the average one.
    pub ceiling: Ceiling,
    /// Its effect size.
    pub effect: f64,
    /// How likely chance leaves a corner as empty.
    pub p: f64,
}

impl Bottleneck {
    /// Of a panel; `None` where customers' ratings do not vary beyond season. Chance turns each team's series of
    /// received ratings by an offset of its own and asks how often the corner is as empty, the observed one counted.
    pub fn of(panel: &Panel, resampling: Resampling) -> Option<Self> {
        let points = panel.points_without_season();
        let ceiling = Ceiling::of(&points)?;
        let effect = ceiling.effect();
        let runs: Vec<usize> = panel.run_lengths().collect();
        let as_empty = (0..resampling.resamples)
            .into_par_iter()
            .filter(|&draw| {
                let mut rng = resampling.rng(PURPOSE, draw);
                let mut turned = Vec::with_capacity(points.len());
                for &length in &runs {
                    let own = &points[turned.len()..turned.len() + length];
                    let offset = below(&mut rng, length);
                    let later = own.iter().cycle().skip(offset);
                    turned.extend(own.iter().zip(later).map(|(point, later)| (later.0, point.1)));
                }
                Ceiling::of(&turned).is_some_and(|turned| turned.effect() >= effect * (1.0 - ROUNDING))
            })
            .count();
        let p = (as_empty + 1) as f64 / (f64::from(resampling.resamples) + 1.0);
        Some(Self { ceiling, effect, p })
    }

    /// Whether the corner is empty beyond chance and not small.
    pub fn is_necessary(&self) -> bool {
        self.p <= 0.05 && Size::of(self.effect) > Size::Small
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::{Reading, Sources};
    use rand_distr::{Distribution, StandardNormal, StandardUniform};

    const DRAWS: Resampling = Resampling { resamples: 999, seed: 2 };

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
    }

    #[test]
    fn five_points_by_hand() {
        let points = [(1.0, 20.0), (3.0, 60.0), (2.0, 10.0), (5.0, 50.0), (4.0, 100.0)];
        let ceiling = Ceiling::of(&points).unwrap();
        assert_eq!(ceiling.steps, [(1.0, 20.0), (3.0, 60.0), (4.0, 100.0)]);
        // (3 − 1)·80 + (4 − 3)·40 of (5 − 1)·(100 − 10).
        near(ceiling.effect(), 200.0 / 360.0);
        assert_eq!(ceiling.needed(5.0), Need::Nothing);
        assert_eq!(ceiling.needed(20.0), Need::Nothing);
        assert_eq!(ceiling.needed(20.1), Need::AtLeast(3.0));
        assert_eq!(ceiling.needed(90.0), Need::AtLeast(4.0));
        assert_eq!(ceiling.needed(100.5), Need::Unseen);
    }

    #[test]
    fn a_straight_line_empties_half_and_a_full_corner_nothing() {
        let line: Vec<(f64, f64)> = (0..=1000).map(|i| (f64::from(i), f64::from(i))).collect();
        assert!((Ceiling::of(&line).unwrap().effect() - 0.5).abs() < 1e-3);
        near(Ceiling::of(&[(0.0, 9.0), (1.0, 1.0), (2.0, 5.0)]).unwrap().effect(), 0.0);
    }

    #[test]
    fn what_does_not_vary_or_is_no_number_has_no_ceiling() {
        assert_eq!(Ceiling::of(&[]), None);
        assert_eq!(Ceiling::of(&[(1.0, 1.0)]), None);
        assert_eq!(Ceiling::of(&[(1.0, 1.0), (1.0, 2.0)]), None);
        assert_eq!(Ceiling::of(&[(1.0, 1.0), (2.0, 1.0)]), None);
        assert_eq!(Ceiling::of(&[(1.0, 1.0), (2.0, f64::NAN)]), None);
    }

    #[test]
    fn sizes_begin_where_the_books_say() {
        let sizes = [0.0, 0.1, 0.3, 0.5, 1.0].map(Size::of);
        assert_eq!(sizes, [Size::Small, Size::Medium, Size::Large, Size::VeryLarge, Size::VeryLarge]);
    }

    /// Eight teams and 24 periods with levels and a season; customers' ratings from what was received and from luck.
    fn panel(seed: u64, customers: impl Fn(f64, f64, f64) -> f64) -> Panel {
        let mut rng = Resampling { resamples: 0, seed }.rng(7, 0);
        let season: Vec<f64> = (0..24).map(|_| StandardNormal.sample(&mut rng)).collect();
        let mut sources = Sources::default();
        for cell in 0..192 {
            let (team, period) = (cell / 24, (cell % 24) as usize);
            let [received, luck]: [f64; 2] = [(); 2].map(|()| StandardUniform.sample(&mut rng));
            let both = season[period] + 0.2 * f64::from(team % 4);
            let reading = |mean| Reading { team, period: period as i32, mean, n: 20 };
            sources.received.push(reading(received + both));
            sources.experienced.push(reading(customers(received, luck, both)));
        }
        Panel::of(&sources, 0).unwrap()
    }

    #[test]
    fn an_empty_corner_is_found() {
        let found = Bottleneck::of(&panel(1, |received, luck, _| received * luck), DRAWS).unwrap();
        assert!(found.p <= 0.01, "{found:?}");
    }

    #[test]
    fn season_and_good_teams_make_no_corner_beyond_chance() {
        let alarms = (0..60)
            .filter(|&seed| Bottleneck::of(&panel(seed, |_, luck, both| luck + both), DRAWS).unwrap().is_necessary())
            .count();
        assert!(alarms <= 6, "{alarms} of 60");
    }

    #[test]
    fn the_number_of_cores_changes_no_bit() {
        let panel = panel(3, |received, luck, both| received * luck + both);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Bottleneck::of(&panel, DRAWS))
        };
        assert_eq!(on(1), on(3));
    }
}
