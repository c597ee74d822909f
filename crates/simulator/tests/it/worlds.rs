//! Worlds without an effect are seen through, and worlds with one are found.

use catena_analysis::Resampling;
use catena_analysis::panel::{Panel, associate};
use catena_simulator::{Alarms, World};

const WORLD: World = World { teams: 8, periods: 24, effect: 0.0, seed: 1 };
const DRAWS: Resampling = Resampling { resamples: 999, seed: 1 };

#[test]
fn pooled_months_raise_an_alarm_in_most_null_worlds_and_the_panel_in_at_most_a_tenth() {
    let alarms = Alarms::of(WORLD, 50, DRAWS);
    assert_eq!(alarms.worlds, 50);
    assert!(alarms.pooled > 30, "{alarms:?}");
    assert!(alarms.wild <= 5 && alarms.shifted <= 5, "{alarms:?}");
}

#[test]
fn a_true_effect_of_three_tenths_is_found_in_most_worlds() {
    let alarms = Alarms::of(World { effect: 0.3, ..WORLD }, 50, DRAWS);
    assert!(alarms.wild >= 28, "{alarms:?}");
    assert!(alarms.shifted >= 36, "{alarms:?}");
}

#[test]
fn a_world_is_the_same_from_the_same_seed() {
    assert_eq!(WORLD.readings(), WORLD.readings());
    assert_ne!(WORLD.readings(), World { seed: 2, ..WORLD }.readings());
    assert_eq!(Alarms::of(WORLD, 3, DRAWS), Alarms::of(WORLD, 3, DRAWS));
}

#[test]
fn nine_of_ten_intervals_or_more_hold_the_true_effect() {
    let held = (0..50)
        .filter(|&seed| {
            let found = associate(&World { effect: 0.3, seed, ..WORLD }.readings(), DRAWS).unwrap().together;
            (found.interval.0..=found.interval.1).contains(&0.3)
        })
        .count();
    assert!(held >= 45, "{held} of 50");
}

#[test]
fn a_world_of_five_teams_raises_no_alarm_because_it_gives_no_number() {
    let small = World { teams: 5, ..WORLD };
    assert!(Panel::of(&small.readings(), 0).is_err());
    assert_eq!(Alarms::of(small, 4, DRAWS), Alarms { worlds: 4, ..Alarms::default() });
}
