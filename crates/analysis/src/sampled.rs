//! Complete and right the first time, from hand-offs of which not all are asked about: `docs/definitions.md`,
//! "Complete and accurate".
//!
//! Most questions are drawn at random, some are certain because something went wrong. Counting answers alike would make
//! every team look as bad as its worst days; weighing each by one over its chance of being asked does not. What nobody
//! answered is not guessed: the figure takes for granted that whether an answer comes does not hang on what it says.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::estimate::{Estimate, FEWEST_RATINGS, combine, wilson};

/// Fewer raters than this show no figure.
pub const FEWEST_RATERS: usize = 3;

/// The chance that somebody was asked: above 0, at most 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Chance(f64);

impl Chance {
    /// Asked without fail.
    pub const CERTAIN: Self = Self(1.0);

    /// A chance of `share`; `None` unless it is above 0 and at most 1.
    pub fn of(share: f64) -> Option<Self> {
        (share > 0.0 && share <= 1.0).then_some(Self(share))
    }

    fn weight(self) -> f64 {
        1.0 / self.0
    }
}

/// What the customer of a hand-off answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Who answered.
    pub rater: u32,
    /// Complete and right the first time? Or 4 or 5, where the question was whether one could do one's part well.
    pub good: bool,
    /// How likely it was that this hand-off would be asked about.
    pub asked: Chance,
}

impl Answer {
    fn value(&self) -> f64 {
        f64::from(u8::from(self.good))
    }
}

/// The mean answer there would be if all had been asked: each weighed by one over its chance (Hájek 1971), in the order
/// given. `None` of none.
pub fn mean(answers: impl IntoIterator<Item = (f64, Chance)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (value, asked) in answers {
        sum += value * asked.weight();
        weights += asked.weight();
    }
    (weights > 0.0).then(|| sum / weights)
}

/// The share of hand-offs that were complete and right the first time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// How many answers.
    pub n: u64,
    /// By how many raters.
    pub raters: usize,
    /// The share: their [`mean`].
    pub share: f64,
    /// How many answers of a plain random draw would be as certain.
    pub effective: f64,
    /// The 95 % interval.
    pub interval: (f64, f64),
}

impl Sampled {
    /// Of these answers, in any order; `None` below five by three raters.
    ///
    /// The variance is the linearised one over raters, `R/(R−1) · Σ_r (Σ_{i∈r} w_i (y_i − p) / Σ w)²`. It becomes the
    /// size of a plain draw with the same variance, at most the answers there are, which is shortened for having been
    /// estimated from few raters (Korn and Graubard 1998) and put into Wilson's interval; so an interval neither leaves
    /// 0 to 1 nor closes where all said the same.
    pub fn of(answers: &[Answer]) -> Option<Self> {
        let mut sorted = answers.to_vec();
        sorted.sort_unstable_by(|a, b| {
            a.rater.cmp(&b.rater).then(a.asked.0.total_cmp(&b.asked.0)).then(a.good.cmp(&b.good))
        });
        let by_rater = || sorted.chunk_by(|a, b| a.rater == b.rater);
        let raters = by_rater().count();
        let n = sorted.len() as u64;
        if n < FEWEST_RATINGS || raters < FEWEST_RATERS {
            return None;
        }
        let share = mean(sorted.iter().map(|answer| (answer.value(), answer.asked)))?;
        let weights: f64 = sorted.iter().map(|answer| answer.asked.weight()).sum();
        let squared: f64 = sorted.iter().map(|answer| answer.asked.weight().powi(2)).sum();
        let distance = |answer: &Answer| answer.asked.weight() * (answer.value() - share) / weights;
        let squares: f64 = by_rater().map(|own| own.iter().map(distance).sum::<f64>().powi(2)).sum();
        let count = raters as f64;
        let variance = count / (count - 1.0) * squares;
        let alike = weights * weights / squared;
        let as_certain = if variance > 0.0 { (share * (1.0 - share) / variance).min(n as f64) } else { alike };
        let effective = as_certain * (quantile(n as f64 - 1.0) / quantile(count - 1.0)).powi(2);
        Some(Self { n, raters, share, effective, interval: wilson(share, effective) })
    }
}

impl Estimate for Sampled {
    fn n(&self) -> u64 {
        self.n
    }

    fn value(&self) -> f64 {
        self.share
    }

    fn interval(&self) -> (f64, f64) {
        self.interval
    }
}

/// The 97.5 % point of Student's t.
fn quantile(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975))
}

/// How many chains pass through all their links complete and right the first time: the rolled first-pass yield.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rolled {
    /// How many links.
    pub links: usize,
    /// The product of their shares.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

impl Rolled {
    /// Along these links, one after another; `None` without any. On logarithms the product is a sum, and each of its
    /// ends is as far away as the root of the squared distances of the links' ends (Zou and Donner 2008).
    pub fn of(links: &[Sampled]) -> Option<Self> {
        if links.is_empty() {
            return None;
        }
        let share = links.iter().map(|link| link.share).product();
        let interval = if links.iter().any(|link| link.share <= 0.0) {
            // Nothing came through: there is no logarithm to take, and no more can come through than at all upper ends.
            (0.0, links.iter().map(|link| link.interval.1).product())
        } else {
            let logs = links.iter().map(|link| (1.0, link.share.ln(), (link.interval.0.ln(), link.interval.1.ln())));
            let (_, (low, high)) = combine(logs);
            (low.exp(), high.exp().min(1.0))
        };
        Some(Self { links: links.len(), share, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::Resampling;
    use crate::estimate::Share;
    use rand_distr::{Bernoulli, Distribution};

    fn answers(count: u32, good: u32, raters: u32) -> Vec<Answer> {
        (0..count).map(|i| Answer { rater: i % raters, good: i < good, asked: Chance::CERTAIN }).collect()
    }

    /// Hand-offs of which 15 % break; of the broken ones 40 % are complete and right, of the others 95 %. All broken
    /// ones are asked about and one in five of the others, and so it is with twelve raters.
    fn world(seed: u64, handoffs: u32) -> Vec<Answer> {
        let mut rng = Resampling { resamples: 0, seed }.rng(9, 0);
        let mut happens = |share: f64| Bernoulli::new(share).unwrap().sample(&mut rng);
        (0..handoffs)
            .filter_map(|handoff| {
                let broke = happens(0.15);
                let good = happens(if broke { 0.4 } else { 0.95 });
                let asked = if broke { Chance::CERTAIN } else { Chance(0.2) };
                happens(asked.0).then_some(Answer { rater: handoff % 12, good, asked })
            })
            .collect()
    }

    const TRUTH: f64 = 0.15 * 0.4 + 0.85 * 0.95;

    #[test]
    fn asking_after_every_break_biases_the_plain_mean_and_not_the_weighted_one() {
        let answers = world(1, 20_000);
        let plain = answers.iter().filter(|answer| answer.good).count() as f64 / answers.len() as f64;
        assert!(plain < TRUTH - 0.15, "{plain}");
        let sampled = Sampled::of(&answers).unwrap();
        assert!((sampled.share - TRUTH).abs() < 0.01, "{sampled:?}");
    }

    #[test]
    fn about_nineteen_of_twenty_intervals_hold_the_truth() {
        for (handoffs, least) in [(200, 460), (2_000, 460)] {
            let held = (0..500)
                .filter(|&seed| {
                    let (low, high) = Sampled::of(&world(seed, handoffs)).unwrap().interval;
                    low <= TRUTH && TRUTH <= high
                })
                .count();
            assert!((least..=495).contains(&held), "{held} of 500 for {handoffs} hand-offs");
        }
    }

    #[test]
    fn a_mean_weighs_each_answer_by_how_many_it_stands_for() {
        assert_eq!(mean([(5.0, Chance(0.2)), (1.0, Chance::CERTAIN)]), Some(26.0 / 6.0));
        assert_eq!(mean([]), None);
    }

    #[test]
    fn five_ratings_by_three_raters_are_the_least() {
        assert_eq!(Sampled::of(&[]), None);
        assert_eq!(Sampled::of(&answers(4, 4, 4)), None);
        assert_eq!(Sampled::of(&answers(500, 400, 2)), None);
        assert!(Sampled::of(&answers(5, 4, 3)).is_some());
    }

    #[test]
    fn equal_chances_give_the_plain_share() {
        let mut asked = answers(60, 45, 20);
        assert!((Sampled::of(&asked).unwrap().share - 0.75).abs() < 1e-12);
        for answer in &mut asked {
            answer.asked = Chance(0.2);
        }
        let sampled = Sampled::of(&asked).unwrap();
        assert!((sampled.share - 0.75).abs() < 1e-12 && sampled.effective <= 60.0);
    }

    #[test]
    fn by_hand_two_weights_and_three_raters() {
        let one = |rater, good, asked| Answer { rater, good, asked: Chance(asked) };
        let sampled = Sampled::of(&[
            one(1, true, 0.2),
            one(1, false, 1.0),
            one(2, true, 0.2),
            one(2, true, 1.0),
            one(3, false, 0.2),
        ]);
        let sampled = sampled.unwrap();
        // Weights 5, 1, 5, 1, 5: 11 of 17. Distances (5·6 − 11)/17², (6·6)/17², −(5·11)/17².
        assert!((sampled.share - 11.0 / 17.0).abs() < 1e-12);
        let variance = 1.5 * (19.0_f64.powi(2) + 36.0_f64.powi(2) + 55.0_f64.powi(2)) / 289.0_f64.powi(2);
        let certain = (11.0 / 17.0 * 6.0 / 17.0 / variance).min(5.0);
        let expected = certain * (2.776_445 / 4.302_653_f64).powi(2);
        assert!((sampled.effective - expected).abs() < 1e-4, "{sampled:?}");
    }

    #[test]
    fn raters_who_each_always_say_the_same_widen_the_interval() {
        let answers = |of: &dyn Fn(u32) -> bool| -> Vec<Answer> {
            (0..100).map(|i| Answer { rater: i % 10, good: of(i), asked: Chance::CERTAIN }).collect()
        };
        let stubborn = Sampled::of(&answers(&|i| i % 10 < 7)).unwrap();
        let fair = Sampled::of(&answers(&|i| (i / 10 + i % 10) % 10 < 7)).unwrap();
        assert!((stubborn.share - fair.share).abs() < 1e-12);
        assert!(stubborn.interval.0 < fair.interval.0 && stubborn.interval.1 > fair.interval.1);
        assert!(stubborn.effective < 10.0 && fair.effective > 50.0, "{stubborn:?} {fair:?}");
    }

    #[test]
    fn unanimous_answers_leave_doubt() {
        let all = Sampled::of(&answers(20, 20, 5)).unwrap();
        assert!((all.share - 1.0).abs() < 1e-12 && all.interval.0 < 0.85 && all.interval.1 >= 1.0, "{all:?}");
        let none = Sampled::of(&answers(20, 0, 5)).unwrap();
        assert!(none.share <= 0.0 && none.interval.0 <= 0.0 && none.interval.1 > 0.15, "{none:?}");
    }

    #[test]
    fn the_order_of_answers_changes_no_bit() {
        let mut answers = world(3, 500);
        let sampled = Sampled::of(&answers);
        answers.reverse();
        assert_eq!(Sampled::of(&answers), sampled);
        answers.rotate_left(17);
        assert_eq!(Sampled::of(&answers), sampled);
    }

    #[test]
    fn a_chance_is_above_nothing_and_at_most_certain() {
        for share in [0.0, -0.2, 1.01, f64::NAN, f64::INFINITY] {
            assert_eq!(Chance::of(share), None);
        }
        assert_eq!(Chance::of(1.0), Some(Chance::CERTAIN));
    }

    fn link(share: f64) -> Sampled {
        let n = 200_u32;
        let interval = Share::of((share * f64::from(n)).round() as u64, u64::from(n)).unwrap().interval;
        Sampled { n: u64::from(n), raters: 20, share, effective: f64::from(n), interval }
    }

    #[test]
    fn six_links_of_ninety_percent_are_fifty_three() {
        for (links, expected) in [(3, 0.73), (4, 0.66), (5, 0.59), (6, 0.53)] {
            let rolled = Rolled::of(&vec![link(0.9); links]).unwrap();
            assert!((rolled.share - expected).abs() < 5e-3, "{rolled:?}");
            assert!(rolled.interval.0 < rolled.share && rolled.share < rolled.interval.1);
        }
        assert_eq!(Rolled::of(&[]), None);
    }

    #[test]
    fn one_link_rolls_to_itself_and_a_chain_is_wider_than_its_parts() {
        let one = Rolled::of(&[link(0.9)]).unwrap();
        assert!((one.interval.0 - link(0.9).interval.0).abs() < 1e-12);
        let two = Rolled::of(&[link(0.9), link(0.9)]).unwrap();
        let relative = |interval: (f64, f64)| (interval.1 / interval.0).ln();
        assert!((relative(two.interval) / relative(one.interval) - 2.0_f64.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn a_link_that_never_came_through_leaves_an_upper_end() {
        let rolled = Rolled::of(&[link(0.9), link(0.0)]).unwrap();
        assert!(rolled.share <= 0.0 && rolled.interval.0 <= 0.0 && rolled.interval.1 > 0.0 && rolled.interval.1 < 0.05);
    }
}
