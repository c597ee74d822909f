//! How sure the figures are: chains resampled with replacement. `docs/definitions.md`, "Bootstrap".
//!
//! A resample of n chains is n draws over the few different things that chains say, so it is one multinomial draw of
//! their counts: the same distribution as drawing chain by chain, at a fraction of the cost. Each resample has its own
//! stream of the seed; neither the order of the input nor the number of cores changes it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Binomial, Distribution};
use rayon::prelude::*;

use crate::repair::Set;

/// How often, and from which seed, chains are drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// How many resamples.
    pub resamples: u32,
    /// Where chance begins.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { resamples: 1000, seed: 1 }
    }
}

impl Resampling {
    /// A stream of its own for each purpose and resample: 0 saves, 1 domino, 2 wild weights, 3 turned panels, 4 true shares,
    /// 5 turned corners.
    pub(crate) fn rng(self, purpose: u64, resample: u32) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(purpose << 32 | u64::from(resample));
        rng
    }
}

/// A whole number below `bound`, each as likely as the others to within 2⁻³².
pub(crate) fn below(rng: &mut ChaCha8Rng, bound: usize) -> usize {
    ((u64::from(rng.next_u32()) * bound as u64) >> 32) as usize
}

/// What resampling says of one link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertainty {
    /// The 2.5 % and 97.5 % points of its saves.
    pub saves_interval: (u64, u64),
    /// The share of resamples in which it saves the most.
    pub p_weakest: f64,
}

/// Resamples `chains` chains, of which each of `alone` says who would have kept its promise alone and how often that
/// occurs. One entry a provider.
pub fn saves(alone: &[(Set, u64)], chains: u64, providers: usize, resampling: Resampling) -> Vec<Uncertainty> {
    let mut saving: Vec<u32> = alone.iter().flat_map(|(set, _)| set.iter().copied()).collect();
    saving.sort_unstable();
    saving.dedup();
    let places: Vec<Vec<usize>> = alone
        .iter()
        .map(|(set, _)| set.iter().filter_map(|provider| saving.binary_search(provider).ok()).collect())
        .collect();
    let counts: Vec<u64> = alone.iter().map(|&(_, count)| count).collect();
    let drawn: Vec<Vec<u64>> = (0..resampling.resamples)
        .into_par_iter()
        .map(|resample| {
            let mut saves = vec![0; saving.len()];
            draw(&counts, chains, &mut resampling.rng(0, resample), |kind, times| {
                for &place in &places[kind] {
                    saves[place] += times;
                }
            });
            saves
        })
        .collect();
    let mut wins = vec![0.0; saving.len()];
    for saves in &drawn {
        let most = saves.iter().copied().max().unwrap_or(0);
        if most > 0 {
            let equals = saves.iter().filter(|&&saves| saves == most).count() as f64;
            for (wins, _) in wins.iter_mut().zip(saves).filter(|&(_, &saves)| saves == most) {
                *wins += 1.0 / equals;
            }
        }
    }
    let mut answer = vec![Uncertainty { saves_interval: (0, 0), p_weakest: 0.0 }; providers];
    for (place, &provider) in saving.iter().enumerate() {
        let mut column: Vec<u64> = drawn.iter().map(|saves| saves[place]).collect();
        answer[provider as usize] = Uncertainty {
            saves_interval: middle(&mut column).unwrap_or((0, 0)),
            // Thirds of a resample are added up; six decimals hide what binary arithmetic leaves behind.
            p_weakest: (wins[place] / f64::from(resampling.resamples.max(1)) * 1e6).round() / 1e6,
        };
    }
    answer
}

/// The 2.5 % and 97.5 % points of a statistic of resampled chains. `kinds` are the different things that chains say,
/// with how many chains say each; `statistic` gets the number of draws of each kind and may be unknown. `purpose`
/// keeps the streams of different statistics apart. `None` if it is unknown in more than one resample of twenty.
pub fn interval<T: Copy>(
    kinds: &[(T, u64)],
    chains: u64,
    resampling: Resampling,
    purpose: u64,
    statistic: impl Fn(&mut dyn Iterator<Item = (T, u64)>) -> Option<f64>,
) -> Option<(f64, f64)> {
    let counts: Vec<u64> = kinds.iter().map(|&(_, count)| count).collect();
    let mut drawn = Vec::new();
    for resample in 0..resampling.resamples {
        let mut times = vec![0; kinds.len()];
        draw(&counts, chains, &mut resampling.rng(purpose, resample), |kind, count| times[kind] = count);
        drawn.extend(statistic(&mut kinds.iter().zip(times).map(|(&(kind, _), times)| (kind, times))));
    }
    if drawn.len() * 20 < resampling.resamples as usize * 19 {
        return None;
    }
    drawn.sort_unstable_by(f64::total_cmp);
    middle_of_sorted(&drawn)
}

/// Draws `chains` chains of which `counts[kind]` are of each kind and the rest of no kind.
fn draw(counts: &[u64], chains: u64, rng: &mut ChaCha8Rng, mut drawn: impl FnMut(usize, u64)) {
    let (mut left, mut of) = (chains, chains);
    for (kind, &count) in counts.iter().enumerate() {
        if left == 0 {
            break;
        }
        let share = count as f64 / of as f64;
        let times = Binomial::new(left, share.clamp(0.0, 1.0)).map_or(0, |binomial| binomial.sample(rng));
        if times > 0 {
            drawn(kind, times);
        }
        left -= times.min(left);
        of -= count;
    }
}

fn middle(values: &mut [u64]) -> Option<(u64, u64)> {
    values.sort_unstable();
    middle_of_sorted(values)
}

/// The nearest-rank 2.5 % and 97.5 % points.
fn middle_of_sorted<T: Copy>(values: &[T]) -> Option<(T, T)> {
    let last = values.len().checked_sub(1)?;
    let place = |share: f64| ((share * values.len() as f64).ceil() as usize).saturating_sub(1).min(last);
    Some((values[place(0.025)], values[place(0.975)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_alone_saves_half_of_hundred_chains_is_surely_the_weakest() {
        let alone: Vec<(Set, u64)> = vec![(Box::new([0]), 50), (Box::new([0, 1]), 5), (Box::new([1]), 2)];
        let found = saves(&alone, 100, 3, Resampling::default());
        assert!(found[0].p_weakest > 0.999);
        assert!(found[0].saves_interval.0 > 40 && found[0].saves_interval.1 < 70, "{found:?}");
        assert_eq!(found[2], Uncertainty { saves_interval: (0, 0), p_weakest: 0.0 });
    }

    #[test]
    fn equal_links_share_the_doubt() {
        let alone: Vec<(Set, u64)> = vec![(Box::new([0, 1]), 30)];
        let found = saves(&alone, 60, 2, Resampling { resamples: 200, seed: 7 });
        assert_eq!((found[0].p_weakest, found[1].p_weakest), (0.5, 0.5));
        assert_eq!(found[0].saves_interval, found[1].saves_interval);
    }

    #[test]
    fn a_resample_has_the_mean_and_spread_of_drawing_chain_by_chain() {
        let (chains, count) = (400_u64, 100_u64);
        let draws: Vec<f64> = (0..4000)
            .map(|resample| {
                let mut times = 0;
                let mut rng = Resampling { resamples: 0, seed: 3 }.rng(0, resample);
                draw(&[30, count, 9], chains, &mut rng, |kind, drawn| {
                    if kind == 1 {
                        times = drawn;
                    }
                });
                times as f64
            })
            .collect();
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 4000.0;
        assert!((mean - 100.0).abs() < 1.0, "{mean}");
        assert!((variance - 75.0).abs() < 6.0, "{variance}");
    }
}
