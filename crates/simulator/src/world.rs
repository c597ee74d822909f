//! Worlds of teams and months in which it is known what inner service does to customers: nothing, or so much:
//! `docs/definitions.md`, "Null world".
//!
//! What a team receives and what its customers say share a season that hits every team alike, and good teams are good at
//! both; from month to month either side remembers half of where it was. In a null world there is no more to it. So every
//! line on a dashboard goes up and down with every other, and whoever correlates two of them finds an effect: a world
//! shows what chance and season look like, and [`Alarms`] how often each method falls for them.

use catena_analysis::Resampling;
use catena_analysis::panel::{Association, Naive, Panel, Reading, Sources};
use rayon::prelude::*;

use crate::chance::Chance;

/// How much of last month is left this month.
const MEMORY: f64 = 0.5;
/// How the levels of what a team receives and of what its customers say go together.
const LEVELS_TOGETHER: f64 = 0.5;
/// The size of the differences between teams, where a month of one team by itself has the size 1.
const LEVEL: f64 = 0.85;
/// The size of the season, by the same measure.
const SEASON: f64 = 0.6;
/// Answers behind each reading: enough that none is left out, alike so that none weighs more.
const ANSWERS: u64 = 25;
/// Streams of orders are numbered from 0 on; these are far behind them.
const STREAM: u64 = 1 << 62;

/// A world to make.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// How many teams.
    pub teams: u32,
    /// How many months.
    pub periods: u32,
    /// How much higher customers rate where a team received one more than usual, beyond season; 0 in a null world.
    pub effect: f64,
    /// Where its chance comes from.
    pub seed: u64,
}

impl World {
    /// What its teams received and what their customers said, in standard deviations.
    pub fn readings(&self) -> Sources {
        let mut chance = Chance::new(self.seed, STREAM);
        let season: Vec<f64> = (0..self.periods).map(|_| SEASON * chance.normal()).collect();
        let mut sources = Sources::default();
        for team in 0..self.teams {
            let level = chance.normal();
            let other = LEVELS_TOGETHER * level + (1.0 - LEVELS_TOGETHER * LEVELS_TOGETHER).sqrt() * chance.normal();
            let (mut received, mut said) = (chance.normal(), chance.normal());
            for (period, season) in season.iter().enumerate() {
                let reading = |mean| Reading { team, period: period as i32, mean, n: ANSWERS };
                sources.received.push(reading(LEVEL * level + season + received));
                sources.experienced.push(reading(LEVEL * other + season + self.effect * received + said));
                received = next(received, &mut chance);
                said = next(said, &mut chance);
            }
        }
        sources
    }
}

/// A month later: of the same size, and half the same.
fn next(now: f64, chance: &mut Chance) -> f64 {
    MEMORY * now + (1.0 - MEMORY * MEMORY).sqrt() * chance.normal()
}

/// How many of some worlds each method calls significant at 5 %: false alarms where the effect is 0, power elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alarms {
    /// How many worlds.
    pub worlds: u32,
    /// All cells thrown together and correlated.
    pub pooled: u32,
    /// The teams' means correlated: it finds what is there, good teams, and mistakes it for an effect.
    pub between: u32,
    /// Two-way fixed effects, as if months were independent.
    pub plain: u32,
    /// Two-way fixed effects, clustered by team.
    pub clustered: u32,
    /// Two-way fixed effects with the wild cluster bootstrap.
    pub wild: u32,
    /// Two-way fixed effects with each team's series turned.
    pub shifted: u32,
}

impl Alarms {
    /// Of `worlds` worlds like `world`, with its seed and those after it. Worlds too small for a number raise none.
    pub fn of(world: World, worlds: u32, resampling: Resampling) -> Self {
        let raised = (0..worlds).into_par_iter().map(|number| {
            let world = World { seed: world.seed.wrapping_add(u64::from(number)), ..world };
            Panel::of(&world.readings(), 0).map_or(Self { worlds: 1, ..Self::default() }, |panel| {
                let resampling = Resampling { seed: world.seed, ..resampling };
                Self::raised(&Naive::of(&panel), Association::chances(&panel, resampling))
            })
        });
        raised.reduce(Self::default, Self::and)
    }

    fn raised(naive: &Naive, (wild, shifted): (f64, f64)) -> Self {
        let alarm = |p: f64| u32::from(p <= 0.05);
        Self {
            worlds: 1,
            pooled: naive.pooled.map_or(0, |pooled| alarm(pooled.p())),
            between: naive.between.map_or(0, |between| alarm(between.p())),
            plain: alarm(naive.plain),
            clustered: alarm(naive.clustered),
            wild: alarm(wild),
            shifted: alarm(shifted),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            worlds: self.worlds + other.worlds,
            pooled: self.pooled + other.pooled,
            between: self.between + other.between,
            plain: self.plain + other.plain,
            clustered: self.clustered + other.clustered,
            wild: self.wild + other.wild,
            shifted: self.shifted + other.shifted,
        }
    }

    /// Such a count as a percentage of the worlds, rounded.
    pub fn percent(&self, alarms: u32) -> u32 {
        (f64::from(alarms) / f64::from(self.worlds.max(1)) * 100.0).round() as u32
    }
}
