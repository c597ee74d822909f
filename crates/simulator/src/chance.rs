//! Dice. Every chain has a stream of its own, so that a change in one order never moves another.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{LogNormal, Poisson, StandardNormal, Triangular};

/// A stream of chance.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// Stream `stream` of `seed`.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut chacha = ChaCha8Rng::seed_from_u64(seed);
        chacha.set_stream(stream);
        Self(chacha)
    }

    /// True in a share `p` of the cases.
    pub fn happens(&mut self, p: f64) -> bool {
        self.0.random_bool(p.clamp(0.0, 1.0))
    }

    /// Uniform from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..=high)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// One of `items`, each as often as its weight says.
    pub fn pick<T: Copy>(&mut self, items: &[(T, f64)]) -> T {
        let mut left = self.between(0.0, items.iter().map(|item| item.1).sum());
        for &(item, weight) in items {
            left -= weight;
            if left < 0.0 {
                return item;
            }
        }
        items[items.len() - 1].0
    }

    /// Normal, with mean 0 and standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// How many of something that comes `mean` times on average.
    pub fn count(&mut self, mean: f64) -> usize {
        Poisson::new(mean).map_or(0, |poisson| self.0.sample(poisson) as usize)
    }

    /// How much of its plan a piece of work took that stayed within it: work fills the time it is given, mostly nine tenths.
    pub fn within_plan(&mut self) -> f64 {
        Triangular::new(0.65, 1.0, 0.95).map_or(0.9, |triangular| self.0.sample(triangular))
    }

    /// By how much of its plan a late piece of work overran it: usually some 40 %, now and then several times that,
    /// since few tickets cause most of the lost time.
    pub fn overrun(&mut self) -> f64 {
        LogNormal::new(-0.9, 0.8).map_or(0.4_f64, |normal| self.0.sample(normal)).clamp(0.05, 5.0)
    }
}
