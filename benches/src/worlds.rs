//! Six hundred worlds for each size: how often each method falls for season and level alone, and how often it finds a
//! true effect, beside the figures that the method was chosen by.

use std::time::Instant;

use catena_analysis::Resampling;
use catena_analysis::panel::{FEWEST_PERIODS, FEWEST_TEAMS, associate};
use catena_simulator::{Alarms, World};

use super::row;

const WORLDS: u32 = 600;
const EFFECT: f64 = 0.3;
const DRAWS: Resampling = Resampling { resamples: 999, seed: 1 };

/// What an earlier simulation of the same kind of world found, in percent.
struct Expected {
    teams: u32,
    periods: u32,
    /// Pooled, team means, fixed effects plain and clustered, wild, shifted.
    alarms: [u32; 6],
    /// Wild, shifted.
    power: [u32; 2],
}

const EXPECTED: [Expected; 5] = [
    Expected { teams: 5, periods: 12, alarms: [64, 10, 9, 10, 9, 6], power: [30, 39] },
    Expected { teams: 8, periods: 12, alarms: [79, 19, 13, 10, 7, 8], power: [49, 61] },
    Expected { teams: 8, periods: 24, alarms: [91, 21, 13, 7, 6, 5], power: [78, 87] },
    Expected { teams: 12, periods: 24, alarms: [97, 31, 10, 6, 5, 4], power: [94, 98] },
    Expected { teams: 20, periods: 24, alarms: [100, 48, 11, 6, 5, 4], power: [100, 100] },
];

/// Prints each size, the budgets of eight teams by 24 months, and what an association costs.
pub fn worlds() {
    println!("Significant at 5 %, in % of {WORLDS} worlds; in brackets what was expected.");
    let names = ["pooled", "team means", "plain", "clustered", "wild", "shifted", "power wild", "shifted"];
    println!("{:<16}{}", "teams × months", names.map(|name| format!("{name:>12}")).concat());
    for expected in &EXPECTED {
        let Expected { teams, periods, .. } = *expected;
        let size = format!("{teams} × {periods}");
        if (teams as usize) < FEWEST_TEAMS || (periods as usize) < FEWEST_PERIODS {
            println!("{size:<16}too little data for a number");
            continue;
        }
        let world = World { teams, periods, effect: 0.0, seed: 1 };
        let null = Alarms::of(world, WORLDS, DRAWS);
        let real = Alarms::of(World { effect: EFFECT, ..world }, WORLDS, DRAWS);
        let alarms = [null.pooled, null.between, null.plain, null.clustered, null.wild, null.shifted];
        let alarms = alarms.map(|alarms| null.percent(alarms));
        let power = [real.wild, real.shifted].map(|found| real.percent(found));
        let found = alarms.iter().zip(&expected.alarms).chain(power.iter().zip(&expected.power));
        print!("{size:<16}");
        for (found, expected) in found {
            let cell = format!("{found} ({expected})");
            print!("{cell:>12}");
        }
        println!();
        if (teams, periods) == (8, 24) {
            budgets(alarms, power, expected.power);
        }
    }
    let sources = World { teams: 20, periods: 24, effect: EFFECT, seed: 1 }.readings();
    let begin = Instant::now();
    let lags = associate(&sources, DRAWS).map_or(0, |found| found.lags.len());
    let time = format!("{} ms", begin.elapsed().as_millis());
    row(&format!("20 teams by 24 months at {lags} lags, 999 draws"), "≤ 1 s", time, "");
}

fn budgets(alarms: [u32; 6], power: [u32; 2], expected: [u32; 2]) {
    let percent = |share: u32| format!("{share} %");
    row("  no effect, alarms of the pooled correlation", "> 60 %", percent(alarms[0]), "");
    row("  no effect, alarms of the wild bootstrap", "≤ 10 %", percent(alarms[4]), "");
    row("  no effect, alarms of the time shift", "≤ 10 %", percent(alarms[5]), "");
    for (name, (power, expected)) in ["wild bootstrap", "time shift"].into_iter().zip(power.into_iter().zip(expected)) {
        let budget = format!("{}–{} %", expected - 10, (expected + 10).min(100));
        row(&format!("  an effect of 0.3, found by the {name}"), &budget, percent(power), "");
    }
}
