//! Which rated link is the weakest, as a probability: `docs/definitions.md`, "Weakest rated link".
//!
//! With twenty ratings each, equal links look ten points apart more often than not. So the lowest figure is no answer:
//! what each link's true share may be is drawn again and again, and the link that is lowest in most draws is named only
//! where that is nearly always the same one.

use rand_distr::{Beta, Distribution};
use rayon::prelude::*;

use crate::analysis::NAMED_FROM;
use crate::bootstrap::Resampling;
use crate::sampled::Sampled;

const PURPOSE: u64 = 4;

/// What the weakest rated link may be.
#[derive(Clone, Debug, PartialEq)]
pub struct WeakestRated {
    /// Each link and how probable it is that it is the weakest, the most probable first, then by link.
    pub links: Vec<(u32, f64)>,
    /// The likeliest links that reach 0.8 together: one is the named one, several cannot be told apart, none is not yet
    /// known because fewer than two links have a figure.
    pub candidates: Vec<u32>,
}

impl WeakestRated {
    /// Of links, each with its share of hand-offs that were complete and right. A true share has a beta distribution of
    /// `share · n + ½` and `(1 − share) · n + ½`, where n are its effective answers (Jeffreys's prior).
    pub fn of(links: &[(u32, Sampled)], resampling: Resampling) -> Self {
        let mut links: Vec<(u32, f64, Beta<f64>)> = links
            .iter()
            .filter_map(|(link, sampled)| {
                let good = sampled.share * sampled.effective;
                let beta = Beta::new(good + 0.5, (sampled.effective - good).max(0.0) + 0.5).ok()?;
                Some((*link, good, beta))
            })
            .collect();
        links.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        if links.len() < 2 {
            return Self { links: links.iter().map(|&(link, ..)| (link, 1.0)).collect(), candidates: Vec::new() };
        }
        let lowest: Vec<usize> = (0..resampling.resamples)
            .into_par_iter()
            .filter_map(|draw| {
                let mut rng = resampling.rng(PURPOSE, draw);
                let shares = links.iter().map(|(_, _, beta)| beta.sample(&mut rng)).enumerate();
                shares.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
            })
            .collect();
        let mut wins = vec![0_u32; links.len()];
        for place in lowest {
            wins[place] += 1;
        }
        let p = |wins: u32| f64::from(wins) / f64::from(resampling.resamples.max(1));
        let mut links: Vec<(u32, f64)> = links.iter().zip(wins).map(|(&(link, ..), wins)| (link, p(wins))).collect();
        links.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut reached = 0.0;
        let mut candidates = Vec::new();
        for &(link, p) in &links {
            if reached >= NAMED_FROM {
                break;
            }
            reached += p;
            candidates.push(link);
        }
        Self { links, candidates }
    }

    /// The weakest link, where it is so with a probability of 0.8 or more.
    pub fn named(&self) -> Option<u32> {
        match self.candidates[..] {
            [named] => Some(named),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampled::{Answer, Chance};

    const DRAWS: Resampling = Resampling { resamples: 20_000, seed: 3 };

    /// A plain draw of `n`.
    fn link(good: u32, n: u32) -> Sampled {
        let share = f64::from(good) / f64::from(n);
        Sampled { n: u64::from(n), raters: 9, share, effective: f64::from(n), interval: (0.0, 1.0) }
    }

    #[test]
    fn forty_one_of_fifty_is_the_weakest_only_in_three_of_four_draws() {
        let links = [(4, link(47, 50)), (1, link(41, 50)), (2, link(44, 50)), (3, link(46, 50))];
        let found = WeakestRated::of(&links, DRAWS);
        assert_eq!(found.links[0].0, 1);
        assert!((found.links[0].1 - 0.76).abs() < 0.015, "{found:?}");
        assert_eq!((found.named(), &found.candidates[..]), (None, &[1, 2][..]));
    }

    #[test]
    fn a_truly_weak_link_is_named() {
        let links = [(1, link(150, 200)), (2, link(180, 200)), (3, link(184, 200))];
        let found = WeakestRated::of(&links, DRAWS);
        assert_eq!((found.named(), &found.candidates[..]), (Some(1), &[1][..]));
    }

    #[test]
    fn equal_links_share_the_doubt() {
        let found =
            WeakestRated::of(&[(1, link(18, 20)), (2, link(18, 20)), (3, link(18, 20)), (4, link(18, 20))], DRAWS);
        assert!(found.links.iter().all(|&(_, p)| (p - 0.25).abs() < 0.02), "{found:?}");
        assert_eq!(found.candidates.len(), 4);
    }

    #[test]
    fn the_order_of_links_and_the_number_of_cores_change_no_bit() {
        let mut links = vec![(4, link(47, 50)), (1, link(41, 50)), (2, link(44, 50))];
        let on = |threads, links: &[(u32, Sampled)]| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| WeakestRated::of(links, DRAWS))
        };
        let found = on(1, &links);
        links.reverse();
        assert_eq!(on(3, &links), found);
    }

    #[test]
    fn one_link_alone_is_never_the_weakest() {
        assert_eq!(WeakestRated::of(&[(1, link(4, 50))], DRAWS).named(), None);
        assert_eq!(WeakestRated::of(&[], DRAWS), WeakestRated { links: vec![], candidates: vec![] });
    }

    #[test]
    fn answers_that_say_all_the_same_leave_doubt_too() {
        let answers = |good| -> Vec<Answer> {
            (0..6).map(|rater| Answer { rater: rater % 3, good, asked: Chance::CERTAIN }).collect()
        };
        let [all, none] = [true, false].map(|good| Sampled::of(&answers(good)).unwrap());
        let found = WeakestRated::of(&[(1, all), (2, none)], DRAWS);
        assert_eq!(found.named(), Some(2));
        assert!(found.links[0].1 < 1.0, "{found:?}");
    }
}
