//! What holds for panels, by hand, against plain least squares, and under hostile readings.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::*;
use crate::bootstrap::{Resampling, below};

const DRAWS: Resampling = Resampling { resamples: 999, seed: 4 };

fn reading(team: usize, period: usize, mean: f64, n: u64) -> Reading {
    Reading { team: team as u32, period: period as i32, mean, n }
}

fn rng(seed: u64) -> ChaCha8Rng {
    Resampling { resamples: 0, seed }.rng(7, 0)
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// A full panel from two functions of team and period, ten answers everywhere.
fn full(teams: usize, periods: usize, mut of: impl FnMut(usize, usize) -> (f64, f64)) -> Sources {
    let mut sources = Sources::default();
    for team in 0..teams {
        for period in 0..periods {
            let (x, y) = of(team, period);
            sources.received.push(reading(team, period, x, 10));
            sources.experienced.push(reading(team, period, y, 10));
        }
    }
    sources
}

/// Noise with a slope within teams, team levels and a season; a sixth of the cells is missing, answers differ.
fn ragged(seed: u64, teams: usize, periods: usize, slope: f64) -> Sources {
    let mut rng = rng(seed);
    let season: Vec<f64> = (0..periods).map(|_| normal(&mut rng)).collect();
    let mut sources = full(teams, periods, |team, period| {
        let x = normal(&mut rng);
        (x + team as f64 + season[period], slope * x + normal(&mut rng) - team as f64 + season[period])
    });
    for readings in [&mut sources.received, &mut sources.experienced] {
        for reading in readings.iter_mut() {
            reading.n = 5 + below(&mut rng, 40) as u64;
        }
        readings.retain(|_| below(&mut rng, 12) > 0);
    }
    sources
}

fn panel(sources: &Sources) -> Panel {
    Panel::of(sources, 0).unwrap()
}

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-8, "{value} is not {expected}");
}

#[test]
fn below_six_teams_or_twelve_periods_there_is_no_number() {
    let noise = |teams, periods| {
        let mut rng = rng(1);
        Panel::of(&full(teams, periods, |_, _| (normal(&mut rng), normal(&mut rng))), 0)
    };
    assert_eq!(noise(5, 12), Err(TooLittle { teams: 5, periods: 12 }));
    assert_eq!(noise(6, 11), Err(TooLittle { teams: 6, periods: 11 }));
    assert_eq!(noise(0, 0), Err(TooLittle { teams: 0, periods: 0 }));
    assert!(noise(6, 12).is_ok());
}

#[test]
fn four_answers_on_one_side_make_no_cell_and_a_lone_cell_makes_no_team() {
    let mut rng = rng(2);
    let mut sources = full(6, 12, |_, _| (normal(&mut rng), normal(&mut rng)));
    assert_eq!(panel(&sources).cells(), 72);
    sources.received[3].n = 4;
    sources.experienced[20].n = 4;
    sources.experienced[21].mean = f64::NAN;
    assert_eq!(panel(&sources).cells(), 69);
    for reading in &mut sources.experienced[61..] {
        reading.n = 4;
    }
    assert_eq!(Panel::of(&sources, 0), Err(TooLittle { teams: 5, periods: 12 }));
}

#[test]
fn two_readings_of_one_month_are_pooled_by_their_answers() {
    let mut rng = rng(2);
    let mut sources = full(6, 12, |_, _| (normal(&mut rng), normal(&mut rng)));
    sources.received[0] = reading(0, 0, 1.0, 3);
    sources.received.push(reading(0, 0, 4.0, 6));
    let panel = panel(&sources);
    let (team, period, received, _) = panel.points().next().unwrap();
    assert_eq!((team, period, panel.cells()), (0, 0, 72));
    near(received, 3.0);
}

#[test]
fn what_does_not_vary_within_teams_beyond_season_has_no_slope() {
    let mut rng = rng(3);
    let sources = full(8, 14, |team, period| (0.1 * team as f64 + 0.7 * period as f64, normal(&mut rng)));
    assert_eq!(Panel::of(&sources, 0), Err(TooLittle { teams: 8, periods: 14 }));
}

#[test]
fn customers_who_always_say_the_same_are_associated_with_nothing() {
    let mut rng = rng(3);
    let sources = full(8, 14, |_, _| (normal(&mut rng), 4.2));
    let found = Association::of(&panel(&sources), DRAWS);
    assert_eq!((found.beta, found.interval, found.p, found.p_by_shift, found.r), (0.0, (0.0, 0.0), 1.0, 1.0, 0.0));
}

#[test]
fn a_slope_without_noise_is_found_exactly() {
    let mut rng = rng(4);
    let sources = full(7, 13, |team, period| {
        let x = normal(&mut rng);
        (x + team as f64, 2.0 * x - 3.0 * team as f64 + (period as f64).sin())
    });
    let found = Association::of(&panel(&sources), DRAWS);
    near(found.beta, 2.0);
    near(found.interval.0, 2.0);
    near(found.interval.1, 2.0);
    near(found.r, 1.0);
    near(found.p, 0.001);
}

#[test]
fn slope_and_clustered_error_by_hand() {
    // Received: level + season + d·c, so that d·c is left; customers: 3·d·c + f·k, all sums being 0.
    let d = [1.0, -1.0, 2.0, -2.0, 3.0, -3.0];
    let f = [1.0, 1.0, -1.0, -1.0, 0.0, 0.0];
    let c = [1.0, -1.0].repeat(6);
    let k: Vec<f64> = (0..12).map(|t| if t < 6 { 1.0 } else { -1.0 } + if t == 0 { 1.0 } else { 0.0 }).collect();
    let mean_k = k.iter().sum::<f64>() / 12.0;
    let k: Vec<f64> = k.iter().map(|k| k - mean_k).collect();
    let sources = full(6, 12, |g, t| (5.0 + g as f64 + t as f64 + d[g] * c[t], 3.0 * d[g] * c[t] + f[g] * k[t]));
    let within = Within::of(&panel(&sources));
    // Σ d f = 0, so f·k has no slope of its own: what is left of it is its own size, and a team's score is d f Σ c k.
    near(within.beta, 3.0);
    let c_k: f64 = c.iter().zip(&k).map(|(c, k)| c * k).sum();
    let scores: f64 = d.iter().zip(&f).map(|(d, f)| (d * f * c_k).powi(2)).sum();
    let weight = 10.0_f64.sqrt();
    let spread = 28.0 * 12.0;
    near(within.error, (6.0 / 5.0 * scores).sqrt() * weight / (weight * spread));
    near(c_k, 1.0);
    near(within.error, (6.0 / 5.0 * 10.0_f64).sqrt() / 336.0);
}

/// Weighted least squares of customers' ratings on the received ones, a dummy for each team and period, and controls.
fn by_dummies(panel: &Panel) -> f64 {
    let (teams, periods) = (panel.teams(), panel.periods());
    let controls = panel.cells[0].controls.len();
    let columns = 1 + controls + teams + periods - 1;
    let mut normal = vec![vec![0.0; columns + 1]; columns];
    for cell in &panel.cells {
        let mut row = vec![0.0; columns + 1];
        row[0] = cell.received;
        row[1..=controls].copy_from_slice(&cell.controls);
        row[1 + controls + cell.team] = 1.0;
        if cell.period > 0 {
            row[controls + teams + cell.period] = 1.0;
        }
        row[columns] = cell.experienced;
        for (i, line) in normal.iter_mut().enumerate() {
            for (sum, value) in line.iter_mut().zip(&row) {
                *sum += cell.weight * row[i] * value;
            }
        }
    }
    for pivot in 0..columns {
        let best = (pivot..columns).max_by(|&a, &b| normal[a][pivot].abs().total_cmp(&normal[b][pivot].abs())).unwrap();
        normal.swap(pivot, best);
        let line = normal[pivot].clone();
        for (_, other) in normal.iter_mut().enumerate().filter(|&(place, _)| place != pivot) {
            let share = other[pivot] / line[pivot];
            other.iter_mut().zip(&line).for_each(|(value, pivot)| *value -= share * pivot);
        }
    }
    normal[0][columns] / normal[0][0]
}

#[test]
fn a_ragged_panel_agrees_with_least_squares_on_dummies() {
    for seed in 0..20 {
        let mut sources = ragged(seed, 6 + seed as usize % 5, 12 + seed as usize, 0.4);
        if seed % 2 == 1 {
            let mut rng = rng(seed);
            let burden = |reading: &Reading| (reading.team, reading.period);
            let places: Vec<(u32, i32)> = sources.experienced.iter().map(burden).collect();
            for _ in 0..2 {
                let burdens = places.iter().map(|&(team, period)| Burden { team, period, value: normal(&mut rng) });
                sources.controls.push(burdens.collect());
            }
        }
        let panel = panel(&sources);
        near(Within::of(&panel).beta, by_dummies(&panel));
    }
}

#[test]
fn the_order_of_rows_changes_no_bit() {
    let mut sources = ragged(5, 8, 18, 0.3);
    sources.received.push(reading(1, 1, 3.0, 7));
    sources.received.push(reading(1, 1, 0.1, 9));
    let found = associate(&sources, DRAWS).unwrap();
    let mut rng = rng(6);
    for readings in [&mut sources.received, &mut sources.experienced] {
        for place in (1..readings.len()).rev() {
            readings.swap(place, below(&mut rng, place + 1));
        }
    }
    assert_eq!(associate(&sources, DRAWS).unwrap(), found);
}

#[test]
fn the_number_of_cores_changes_no_bit() {
    let sources = ragged(7, 9, 20, 0.2);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| associate(&sources, DRAWS).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_constant_for_a_team_or_a_period_changes_nothing() {
    let sources = ragged(8, 7, 16, 0.3);
    let found = Association::of(&panel(&sources), DRAWS);
    let mut moved = sources.clone();
    for reading in moved.received.iter_mut().filter(|reading| reading.team == 2) {
        reading.mean += 64.0;
    }
    for reading in moved.experienced.iter_mut().filter(|reading| reading.period == 5) {
        reading.mean -= 128.0;
    }
    for reading in moved.received.iter_mut().chain(&mut moved.experienced) {
        reading.mean += 8.0 * f64::from(reading.period);
    }
    let again = Association::of(&panel(&moved), DRAWS);
    near(again.beta, found.beta);
    near(again.r, found.r);
    assert!((again.interval.0 - found.interval.0).abs() < 1e-6 && (again.interval.1 - found.interval.1).abs() < 1e-6);
    assert_eq!((again.p, again.p_by_shift), (found.p, found.p_by_shift));
}

#[test]
fn the_interval_excludes_0_exactly_where_p_is_at_most_five_percent() {
    let mut refused = 0;
    for seed in 0..40 {
        let found = Association::of(&panel(&ragged(seed, 6 + seed as usize % 4, 14, 0.3)), DRAWS);
        let (low, high) = found.interval;
        assert!(low < found.beta && found.beta < high, "{found:?}");
        assert_eq!(found.p <= 0.05, low > 0.0 || high < 0.0, "{found:?}");
        assert_eq!(low > 0.0, found.r_interval.0 > 0.0);
        refused += usize::from(found.p <= 0.05);
    }
    assert!((5..38).contains(&refused), "{refused} of 40");
}

#[test]
fn too_few_draws_leave_the_interval_open() {
    let found = Association::of(&panel(&ragged(1, 8, 14, 1.0)), Resampling { resamples: 10, seed: 1 });
    assert_eq!(found.interval, (f64::NEG_INFINITY, f64::INFINITY));
    near(Association::of(&panel(&ragged(1, 8, 14, 1.0)), Resampling { resamples: 0, seed: 1 }).p, 1.0);
}

#[test]
fn what_comes_a_month_later_shows_a_month_later() {
    let mut rng = rng(9);
    let received: Vec<Vec<f64>> = (0..10).map(|_| (0..24).map(|_| normal(&mut rng)).collect()).collect();
    let sources = full(10, 24, |team, period| {
        let before = if period > 0 { received[team][period - 1] } else { 0.0 };
        (received[team][period], before + 0.3 * normal(&mut rng))
    });
    let found = associate(&sources, DRAWS).unwrap();
    assert_eq!(found.lags.iter().map(|lagged| lagged.lag).collect::<Vec<_>>(), LAGS);
    for Lagged { lag, found } in &found.lags {
        let found = found.unwrap();
        assert_eq!(found.periods, 24 - lag.unsigned_abs() as usize);
        if *lag == 1 {
            assert!((found.beta - 1.0).abs() < 0.1 && found.p <= 0.002 && found.p_by_shift <= 0.002, "{found:?}");
        } else {
            assert!(found.beta.abs() < 0.3, "{lag}: {found:?}");
        }
    }
    assert_eq!(found.lags[2].found, Ok(found.together));
}

#[test]
fn a_lag_may_have_too_few_periods() {
    let found = associate(&ragged(3, 8, 13, 0.3), DRAWS).unwrap();
    assert_eq!(found.lags[4].found, Err(TooLittle { teams: 8, periods: 11 }));
    assert!(found.lags[3].found.is_ok());
}

#[test]
fn load_that_drives_both_sides_is_taken_out() {
    let mut rng = rng(10);
    let load: Vec<Vec<f64>> = (0..8).map(|_| (0..20).map(|_| normal(&mut rng)).collect()).collect();
    let mut sources = full(8, 20, |team, period| {
        let load = load[team][period];
        (normal(&mut rng) - 2.0 * load, normal(&mut rng) - 2.0 * load)
    });
    let without = Association::of(&panel(&sources), DRAWS);
    assert!(without.beta > 0.6 && without.p < 0.01, "{without:?}");
    let burden =
        |team: usize, period: usize| Burden { team: team as u32, period: period as i32, value: load[team][period] };
    let burdens: Vec<Burden> = (0..160).map(|cell| burden(cell / 20, cell % 20)).collect();
    // The same load twice, the second time in other units, says no more than once.
    let again = burdens.iter().map(|burden| Burden { value: 3.0 * burden.value + 1.0, ..*burden }).collect();
    sources.controls = vec![burdens];
    let with = Association::of(&panel(&sources), DRAWS);
    assert!(with.beta.abs() < 0.25 && with.p > 0.05 && with.p_by_shift > 0.05, "{with:?}");
    sources.controls.push(again);
    near(Association::of(&panel(&sources), DRAWS).beta, with.beta);
    sources.controls[1].truncate(100);
    assert_eq!(Panel::of(&sources, 0), Err(TooLittle { teams: 5, periods: 20 }));
}

#[test]
fn better_teams_are_told_apart_from_better_months() {
    let mut rng = rng(11);
    let sources = full(12, 18, |team, _| (team as f64 + normal(&mut rng), team as f64 + normal(&mut rng)));
    let found = Association::of(&panel(&sources), DRAWS);
    assert!(found.between.unwrap().r > 0.95 && found.p > 0.05, "{found:?}");
    let naive = Naive::of(&panel(&sources));
    assert!(naive.pooled.unwrap().p() < 1e-6 && naive.clustered > 0.05, "{naive:?}");
}

#[test]
fn hostile_readings_make_no_number_that_is_none() {
    let mut sources = ragged(12, 8, 16, 0.3);
    let expected = associate(&sources, DRAWS).unwrap();
    for (mean, n) in [(f64::NAN, 9), (f64::INFINITY, u64::MAX), (1.0, 0), (1.0, 4)] {
        sources.received.push(Reading { team: 3, period: i32::MAX, mean, n });
        sources.experienced.push(Reading { team: u32::MAX, period: i32::MIN, mean, n });
    }
    sources.received.push(Reading { team: 3, period: i32::MAX, mean: 1.0, n: 50 });
    assert_eq!(associate(&sources, DRAWS).unwrap(), expected);
    for reading in &mut sources.received {
        reading.mean *= f64::MAX;
    }
    assert!(associate(&sources, DRAWS).is_err());
}
