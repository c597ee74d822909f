//! Answers on closed scales, and their scores: `docs/definitions.md`, "Scores".
//!
//! The scale is part of the type: answers on two scales cannot be added, nor their scores compared.
//!
//! ```
//! use catena_analysis::score::{Counts, Csat};
//!
//! let january = Counts::<Csat>::of([1, 0, 2, 9, 8])?;
//! let february = Counts::<Csat>::of([0, 1, 1, 4, 9])?;
//! assert_eq!((january + february).n(), 35);
//! # Ok::<(), catena_analysis::score::OffScale>(())
//! ```
//!
//! ```compile_fail,E0308
//! use catena_analysis::score::{Ces, Counts, Csat};
//!
//! let satisfied = Counts::<Csat>::of([1, 0, 2, 9, 8])?;
//! let easy = Counts::<Ces>::of([0, 0, 1, 1, 2, 9, 8])?;
//! assert_eq!((satisfied + easy).n(), 41);
//! # Ok::<(), catena_analysis::score::OffScale>(())
//! ```

use std::fmt::{self, Debug};
use std::iter::Sum;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign};

use crate::estimate::{Estimate, FEWEST_RATINGS, Mean, Moments, Share, Z};

/// From this many answers a figure is no longer called early.
pub const SETTLED: u64 = 30;

/// A closed scale of whole numbers.
pub trait Scale: Copy + Debug + Eq + Send + Sync + 'static {
    /// The lowest answer.
    const LOWEST: u8;
    /// The highest answer, at most ten above the lowest.
    const HIGHEST: u8;
}

/// A scale from 0 to 10 whose 9 and 10 promote and whose 0 to 6 detract.
pub trait Promoting: Scale {}

/// A scale whose upper answers are good ones.
pub trait Favouring: Scale {
    /// The lowest good answer.
    const GOOD: u8;
}

/// Would you recommend us? Customers, 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nps;

/// Would you recommend us as a place to work? Staff, 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enps;

/// How satisfied are you? 1 to 5, of which 4 and 5 are satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csat;

/// They made it easy: CES 2.0, 1 to 7, of which 5 to 7 agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ces;

/// A statement that the staff agree to or not, 1 to 5, of which 4 and 5 agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Favourable;

/// I could do my part well with what I got: the customer of a hand-off, 1 to 5, of which 4 and 5 agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received;

/// Stars of a public review, 1 to 5. Who writes one chose to: never mixed with CSAT, no box, only a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stars;

impl Scale for Nps {
    const LOWEST: u8 = 0;
    const HIGHEST: u8 = 10;
}

impl Scale for Enps {
    const LOWEST: u8 = 0;
    const HIGHEST: u8 = 10;
}

impl Scale for Csat {
    const LOWEST: u8 = 1;
    const HIGHEST: u8 = 5;
}

impl Scale for Ces {
    const LOWEST: u8 = 1;
    const HIGHEST: u8 = 7;
}

impl Scale for Favourable {
    const LOWEST: u8 = 1;
    const HIGHEST: u8 = 5;
}

impl Scale for Received {
    const LOWEST: u8 = 1;
    const HIGHEST: u8 = 5;
}

impl Scale for Stars {
    const LOWEST: u8 = 1;
    const HIGHEST: u8 = 5;
}

impl Promoting for Nps {}
impl Promoting for Enps {}

impl Favouring for Csat {
    const GOOD: u8 = 4;
}

impl Favouring for Ces {
    const GOOD: u8 = 5;
}

impl Favouring for Favourable {
    const GOOD: u8 = 4;
}

impl Favouring for Received {
    const GOOD: u8 = 4;
}

/// An answer that its scale does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffScale {
    /// The lowest answer there is.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
}

impl OffScale {
    fn of<S: Scale>() -> Self {
        Self { lowest: S::LOWEST, highest: S::HIGHEST }
    }
}

impl fmt::Display for OffScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scale goes from {} to {}", self.lowest, self.highest)
    }
}

impl std::error::Error for OffScale {}

/// How often each answer of one scale was given. Periods are pooled by adding counts, never by averaging scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts<S> {
    counts: [u64; 11],
    scale: PhantomData<S>,
}

impl<S> Default for Counts<S> {
    fn default() -> Self {
        Self { counts: [0; 11], scale: PhantomData }
    }
}

impl<S: Scale> Counts<S> {
    /// So many of each answer, from the lowest on; an error if there are more or fewer answers than the scale has.
    pub fn of<const ANSWERS: usize>(times: [u64; ANSWERS]) -> Result<Self, OffScale> {
        let mut counts = Self::default();
        if ANSWERS != usize::from(S::HIGHEST - S::LOWEST) + 1 {
            return Err(OffScale::of::<S>());
        }
        for (answer, times) in (S::LOWEST..=S::HIGHEST).zip(times) {
            counts.take(answer, times)?;
        }
        Ok(counts)
    }

    /// Takes in an answer that was given `times` times.
    pub fn take(&mut self, answer: u8, times: u64) -> Result<(), OffScale> {
        if !(S::LOWEST..=S::HIGHEST).contains(&answer) {
            return Err(OffScale::of::<S>());
        }
        self.counts[usize::from(answer - S::LOWEST)] += times;
        Ok(())
    }

    /// Each answer of the scale, the lowest first, with how often it was given.
    pub fn answers(&self) -> impl Iterator<Item = (u8, u64)> + '_ {
        (S::LOWEST..=S::HIGHEST).zip(self.counts.iter().copied())
    }

    /// How many answers.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The mean answer; `None` below [`FEWEST_RATINGS`].
    pub fn mean(&self) -> Option<Mean> {
        self.moments().mean()
    }

    pub(crate) fn moments(&self) -> Moments {
        let mut moments = Moments::default();
        self.answers().for_each(|(answer, times)| moments.add_times(f64::from(answer), times));
        moments
    }

    fn between(&self, low: u8, high: u8) -> u64 {
        self.answers().filter(|(answer, _)| (low..=high).contains(answer)).map(|(_, times)| times).sum()
    }
}

impl<S: Favouring> Counts<S> {
    /// The share of good answers; `None` below [`FEWEST_RATINGS`].
    pub fn good(&self) -> Option<Share> {
        let n = self.n();
        Share::of(self.between(S::GOOD, S::HIGHEST), n).filter(|_| n >= FEWEST_RATINGS)
    }
}

impl<S: Promoting> Counts<S> {
    /// Promoters less detractors; `None` below [`FEWEST_RATINGS`].
    pub fn net(&self) -> Option<Net> {
        let (promoters, detractors) = (self.between(9, 10), self.between(0, 6));
        (self.n() >= FEWEST_RATINGS).then(|| Net::of(promoters, detractors, self.n()))
    }
}

impl<S: Scale> Add for Counts<S> {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl<S: Scale> AddAssign for Counts<S> {
    fn add_assign(&mut self, other: Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(ours, theirs)| *ours += theirs);
    }
}

impl<S: Scale> Sum for Counts<S> {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// A net promoter score, in points from −100 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Net {
    /// How many answered 9 or 10.
    pub promoters: u64,
    /// How many answered 0 to 6.
    pub detractors: u64,
    /// How many answered.
    pub n: u64,
    /// `100 · (promoters − detractors) / n`.
    pub points: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

impl Net {
    /// The adjusted Wald interval: as if three more had answered, ¾ of them promoters, ¾ detractors (Rocks 2016).
    fn of(promoters: u64, detractors: u64, n: u64) -> Self {
        let points = 100.0 * (promoters as f64 - detractors as f64) / n as f64;
        let (centre, variance) = adjusted(promoters, detractors, n);
        let half = Z * variance.sqrt();
        let end = |end: f64| (100.0 * end).clamp(-100.0, 100.0);
        Self { promoters, detractors, n, points, interval: (end(centre - half), end(centre + half)) }
    }

    /// The variance of its adjusted value, in squared points.
    pub(crate) fn variance(&self) -> f64 {
        1e4 * adjusted(self.promoters, self.detractors, self.n).1
    }
}

impl Estimate for Net {
    fn n(&self) -> u64 {
        self.n
    }

    fn value(&self) -> f64 {
        self.points
    }

    fn interval(&self) -> (f64, f64) {
        self.interval
    }
}

/// The adjusted score as a share, and the variance of it as a mean.
fn adjusted(promoters: u64, detractors: u64, n: u64) -> (f64, f64) {
    let n = n as f64 + 3.0;
    let (promoters, detractors) = ((promoters as f64 + 0.75) / n, (detractors as f64 + 0.75) / n);
    let net = promoters - detractors;
    (net, (promoters + detractors - net * net) / n)
}

/// How far a figure may be trusted by the number of answers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Below [`FEWEST_RATINGS`]: the words of the answers, no figure.
    Nothing,
    /// Below [`SETTLED`]: the interval and the word early, no arrow.
    Early,
    /// The figure, its interval, and an arrow where it changed.
    Settled,
}

impl Standing {
    /// The standing of a figure from `n` answers.
    pub fn of(n: u64) -> Self {
        match n {
            0..FEWEST_RATINGS => Self::Nothing,
            FEWEST_RATINGS..SETTLED => Self::Early,
            SETTLED.. => Self::Settled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(promoters: u64, passives: u64, detractors: u64) -> Net {
        Counts::<Nps>::of([0, 0, 0, 0, 0, 0, detractors, 0, passives, promoters, 0]).unwrap().net().unwrap()
    }

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-3, "{value} is not {expected}");
    }

    #[test]
    fn fifty_promoters_and_twenty_detractors_of_hundred_are_thirty_within_fifteen_points() {
        let net = net(50, 30, 20);
        near(net.points, 30.0);
        // By hand: shares 50.75/103 and 20.75/103, centre 0.29126, variance 0.69417 − 0.08483, half 0.15076.
        near(net.interval.0, 14.05);
        near(net.interval.1, 44.20);
    }

    #[test]
    fn passives_count_and_blanks_do_not() {
        near(net(5, 5, 0).points, 50.0);
        assert_eq!(Counts::<Nps>::default().net(), None);
        assert_eq!(Counts::<Nps>::default().n(), 0);
    }

    #[test]
    fn unanimous_promoters_end_at_hundred_and_the_score_lies_in_its_interval() {
        for n in [5, 6, 10, 29, 30, 100, 1_000, 1_000_000] {
            let all = net(n, 0, 0);
            assert!(all.interval.0 < 100.0 && all.interval.1 >= 100.0, "{all:?}");
            let none = net(0, 0, n);
            near(none.interval.0, -all.interval.1);
        }
    }

    #[test]
    fn csat_is_the_top_two_of_five_with_wilsons_interval() {
        let share = Counts::<Csat>::of([1, 0, 1, 3, 5]).unwrap().good().unwrap();
        assert_eq!(Some(share), Share::of(8, 10));
    }

    #[test]
    fn ces_is_a_mean_and_the_share_of_five_to_seven() {
        let counts = Counts::<Ces>::of([1, 0, 0, 1, 2, 3, 3]).unwrap();
        assert_eq!(counts.good(), Share::of(8, 10));
        near(counts.mean().unwrap().mean, 5.4);
    }

    #[test]
    fn four_answers_give_no_figure() {
        let counts = Counts::<Favourable>::of([0, 0, 0, 2, 2]).unwrap();
        assert_eq!((counts.good(), counts.mean()), (None, None));
        assert_eq!(Counts::<Enps>::of([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]).unwrap().net(), None);
    }

    #[test]
    fn months_are_pooled_by_their_counts() {
        let busy = Counts::<Csat>::of([0, 0, 0, 0, 90]).unwrap();
        let quiet = Counts::<Csat>::of([10, 0, 0, 0, 0]).unwrap();
        let pooled: Counts<Csat> = [busy, quiet].into_iter().sum();
        near(pooled.good().unwrap().share, 0.9);
    }

    #[test]
    fn an_answer_off_the_scale_is_refused() {
        let mut counts = Counts::<Csat>::default();
        let off = OffScale { lowest: 1, highest: 5 };
        assert_eq!(off.to_string(), "the scale goes from 1 to 5");
        assert_eq!(counts.take(0, 1), Err(off));
        assert_eq!(counts.take(6, 1), Err(off));
        assert_eq!(counts.take(5, 1), Ok(()));
        assert_eq!(Counts::<Csat>::of([1, 2, 3]), Err(off));
        assert!(Counts::<Nps>::default().take(255, 1).is_err());
    }

    #[test]
    fn a_figure_is_nothing_below_five_and_early_below_thirty() {
        use Standing::{Early, Nothing, Settled};
        let standings = [0, 4, 5, 29, 30, u64::MAX].map(Standing::of);
        assert_eq!(standings, [Nothing, Nothing, Early, Early, Settled, Settled]);
    }
}
