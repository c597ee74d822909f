//! The same shop without any effect: `docs/definitions.md`, "Null world".
//!
//! The teams, the periods and the number of answers behind each reading are those of a real panel; so are how high each
//! team stands on either side, the season of each period, and how much readings jump beyond both. Only what is left of
//! one side has nothing to do with what is left of the other. A part of it lasts: half of it is still there a period
//! later; the rest is the luck of who answered, the smaller the more did.

use catena_analysis::Resampling;
use catena_analysis::panel::{Association, Naive, Panel, Reading, Shape, Sources};
use rayon::prelude::*;

use crate::chance::Chance;

/// How much of a period's state is left in the next one.
const MEMORY: f64 = 0.5;
/// Streams of worlds of [`World`](crate::World) begin at 1 << 62; these are apart from them.
const STREAM: u64 = 3 << 61;

/// What worlds without an effect are made like.
#[derive(Clone, Debug)]
pub struct Null {
    received: Side,
    experienced: Side,
}

#[derive(Clone, Debug)]
struct Side {
    /// The readings that are replaced, by team, then period.
    readings: Vec<Reading>,
    shape: Shape,
    /// The variance of one answer within a cell.
    within: f64,
    /// The standard deviation of what lasts.
    state: f64,
}

/// How many of some worlds without an effect each method calls significant at 5 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NullAlarms {
    /// How many worlds.
    pub worlds: u32,
    /// All cells thrown together and correlated.
    pub pooled: u32,
    /// Two-way fixed effects with the wild cluster bootstrap.
    pub wild: u32,
}

impl Null {
    /// Like this panel, which was made of these sources; `within` are the variances of one answer within a cell, of what
    /// was received and of what customers said.
    pub fn like(sources: &Sources, panel: &Panel, within: (f64, f64)) -> Self {
        let (received, experienced) = panel.shapes();
        Self {
            received: Side::of(&sources.received, received, within.0),
            experienced: Side::of(&sources.experienced, experienced, within.1),
        }
    }

    /// One such world.
    pub fn world(&self, seed: u64) -> Sources {
        let mut chance = Chance::new(seed, STREAM);
        let received = self.received.draw(&mut chance);
        Sources { received, experienced: self.experienced.draw(&mut chance), controls: Vec::new() }
    }

    /// Of `worlds` such worlds, with `seed` and those after it. Worlds that give no number raise no alarm.
    pub fn alarms(&self, seed: u64, worlds: u32, resampling: Resampling) -> NullAlarms {
        let alarm = |p: f64| u32::from(p <= 0.05);
        let raised = (0..worlds).into_par_iter().map(|number| {
            let seed = seed.wrapping_add(u64::from(number));
            let found = Panel::of(&self.world(seed), 0).map(|panel| {
                let pooled = Naive::of(&panel).pooled.map_or(0, |pooled| alarm(pooled.p()));
                (pooled, alarm(Association::chance(&panel, Resampling { seed, ..resampling })))
            });
            let (pooled, wild) = found.unwrap_or_default();
            NullAlarms { worlds: 1, pooled, wild }
        });
        raised.reduce(NullAlarms::default, |one, other| NullAlarms {
            worlds: one.worlds + other.worlds,
            pooled: one.pooled + other.pooled,
            wild: one.wild + other.wild,
        })
    }
}

impl Side {
    fn of(readings: &[Reading], shape: Shape, within: f64) -> Self {
        let known = |reading: &&Reading| {
            shape.levels.contains_key(&reading.team) && shape.seasons.contains_key(&reading.period) && reading.n > 0
        };
        let mut readings: Vec<Reading> = readings.iter().filter(known).copied().collect();
        readings.sort_by_key(|reading| (reading.team, reading.period));
        let luck = readings.iter().map(|reading| within / reading.n as f64).sum::<f64>() / readings.len().max(1) as f64;
        let state = (shape.left * shape.left - luck).max(0.0).sqrt();
        // Where more would be luck than is left in all, all of it is.
        let within = if luck > 0.0 { within * (shape.left * shape.left / luck).min(1.0) } else { 0.0 };
        Self { readings, shape, within, state }
    }

    fn draw(&self, chance: &mut Chance) -> Vec<Reading> {
        let mut drawn = Vec::with_capacity(self.readings.len());
        for of_team in self.readings.chunk_by(|one, other| one.team == other.team) {
            let mut state = chance.normal();
            let mut period = of_team[0].period;
            for reading in of_team {
                while period < reading.period {
                    state = MEMORY * state + (1.0 - MEMORY * MEMORY).sqrt() * chance.normal();
                    period += 1;
                }
                let luck = (self.within / reading.n as f64).sqrt() * chance.normal();
                let level = self.shape.levels[&reading.team] + self.shape.seasons[&reading.period];
                drawn.push(Reading { mean: level + self.state * state + luck, ..*reading });
            }
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;

    /// A shop with an effect that can be seen, in which a third of the cells has few answers.
    fn shop() -> Sources {
        let mut sources = World { teams: 8, periods: 24, effect: 0.8, seed: 3 }.readings();
        for (place, reading) in sources.received.iter_mut().chain(&mut sources.experienced).enumerate() {
            reading.n = if place % 3 == 0 { 5 } else { 30 };
        }
        sources
    }

    fn null() -> (Sources, Null) {
        let sources = shop();
        let null = Null::like(&sources, &Panel::of(&sources, 0).unwrap(), (2.0, 2.0));
        (sources, null)
    }

    #[test]
    fn a_null_world_has_the_same_teams_periods_answers_levels_and_seasons() {
        let (sources, null) = null();
        let world = null.world(1);
        assert_eq!(world, null.world(1));
        assert_ne!(world, null.world(2));
        let cells = |readings: &[Reading]| readings.iter().map(|one| (one.team, one.period, one.n)).collect::<Vec<_>>();
        assert_eq!(cells(&world.received), cells(&sources.received));
        assert_eq!(cells(&world.experienced), cells(&sources.experienced));
        // On the average of many worlds nothing is left but levels and seasons.
        let (shape, _) = Panel::of(&sources, 0).unwrap().shapes();
        let worlds: Vec<Sources> = (0..400).map(|seed| null.world(seed)).collect();
        for place in [0, 50, 191] {
            let reading = sources.received[place];
            let mean = worlds.iter().map(|world| world.received[place].mean).sum::<f64>() / 400.0;
            let expected = shape.levels[&reading.team] + shape.seasons[&reading.period];
            assert!((mean - expected).abs() < 0.25, "{mean} is not {expected}");
        }
    }

    #[test]
    fn where_there_is_an_effect_its_null_worlds_raise_few_alarms_and_the_pooled_correlation_many() {
        let (sources, null) = null();
        let draws = Resampling { resamples: 399, seed: 1 };
        assert!(Association::chance(&Panel::of(&sources, 0).unwrap(), draws) < 0.01, "the shop itself has one");
        let alarms = null.alarms(1, 100, draws);
        assert_eq!(alarms.worlds, 100);
        assert!(alarms.wild <= 12, "{alarms:?}");
        assert!(alarms.pooled >= 60, "{alarms:?}");
        assert_eq!(null.alarms(1, 5, draws), null.alarms(1, 5, draws));
    }
}
