//! The audit once more, naively: every way in which the answers may have been given is tried, and those that fit all
//! published figures are looked at.

use catena_pulse::measure::{Measure, Question, Range};
use catena_pulse::plan::Wave;
use catena_pulse::release::{Release, Table};
use proptest::prelude::*;

use crate::world::{Company, chance, run};

/// How often each score was chosen in a group.
type Counts = Vec<u32>;

/// All ways in which `n` people choose among `values` scores.
fn ways(n: u32, values: usize) -> Vec<Counts> {
    if values == 1 {
        return vec![vec![n]];
    }
    (0..=n)
        .flat_map(|first| ways(n - first, values - 1).into_iter().map(move |rest| [vec![first], rest].concat()))
        .collect()
}

fn total(counts: &Counts, measure: Measure) -> u32 {
    counts.iter().zip(0..).map(|(count, steps)| count * measure.weight(steps)).sum()
}

/// The least that so many of a group can have chosen together.
fn least(counts: &Counts, mut people: u32) -> u32 {
    let mut sum = 0;
    for (count, steps) in counts.iter().zip(0..) {
        let taken = people.min(*count);
        sum += taken * steps;
        people -= taken;
    }
    sum
}

/// The most of the same.
fn most(counts: &Counts, people: u32) -> u32 {
    let n: u32 = counts.iter().sum();
    let all = total(counts, Measure::Steps);
    all - least(counts, n - people)
}

type Bounds = Vec<(Vec<usize>, Measure, Range)>;

fn bounds(table: &Table) -> Bounds {
    let of = |cell: &catena_pulse::release::Cell| {
        let groups = cell.groups.clone();
        cell.totals.clone().into_iter().map(move |(measure, range)| (groups.clone(), measure, range))
    };
    table.cells.iter().flat_map(of).collect()
}

/// How narrow the narrowest set of up to four people is, as a share of their scale; nothing where nothing fits.
fn narrowest(sizes: &[u32], values: usize, bounds: &Bounds) -> Option<f64> {
    let ways: Vec<Vec<Counts>> = sizes.iter().map(|&n| ways(n, values)).collect();
    let second = ways.get(1).cloned().unwrap_or_else(|| vec![vec![0; values]]);
    let sets: Vec<(u32, u32)> = (0..=4)
        .flat_map(|one| (0..=4 - one).map(move |two| (one, two)))
        .filter(|set| set.0 + set.1 > 0 && (sizes.len() > 1 || set.1 == 0))
        .collect();
    let mut ends = vec![(u32::MAX, 0); sets.len()];
    for one in &ways[0] {
        for two in &second {
            let fits = |(groups, measure, range): &(Vec<usize>, Measure, Range)| {
                range.holds(groups.iter().map(|&group| total([one, two][group], *measure)).sum())
            };
            if bounds.iter().all(fits) {
                for (ends, set) in ends.iter_mut().zip(&sets) {
                    ends.0 = ends.0.min(least(one, set.0) + least(two, set.1));
                    ends.1 = ends.1.max(most(one, set.0) + most(two, set.1));
                }
            }
        }
    }
    let width = |(ends, set): (&(u32, u32), &(u32, u32))| {
        (ends.0 <= ends.1).then(|| f64::from(ends.1 - ends.0) / f64::from((set.0 + set.1) * (values as u32 - 1)))
    };
    ends.iter().zip(&sets).filter_map(width).reduce(f64::min)
}

fn published(company: &Company, name: &str, seed: u64, before: &[(Wave, Release)]) -> Option<(Wave, Release)> {
    let earlier: Vec<(&Wave, &Release)> = before.iter().map(|(wave, release)| (wave, release)).collect();
    let wave = company.plan(name).launch(&[]).ok()?;
    let disk = run(&wave, 1.0, false, seed);
    let release = wave.publish(disk.ledgers(), &earlier, &mut chance(seed)).unwrap();
    Some((wave, release))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nobody_and_no_four_people_are_known_closer_than_two_fifths_of_the_scale(
        one in 6_usize..=7, two in 6_usize..=7, seed: u64,
    ) {
        let company = Company { parents: vec![0, 0, 0], people: vec![vec![], vec![None; one], vec![None; two]] };
        let (wave, release) = published(&company, "spring", seed, &[]).unwrap();
        let item = Question::Item("rest".into());
        let table = release.table(&item).unwrap();
        let sizes: Vec<u32> = table.groups.iter().map(|group| group.n).collect();
        let narrowest_now = narrowest(&sizes, 5, &bounds(table)).unwrap();
        prop_assert!(narrowest_now >= 0.4 - 1e-9, "{narrowest_now} in {table:?}");
        prop_assert!(release.is_safe());

        let (_, again) = published(&company, "autumn", seed / 2, &[(wave, release.clone())]).unwrap();
        let later = again.table(&item).unwrap();
        if later.groups == table.groups {
            let both = [bounds(table), bounds(later)].concat();
            if let Some(narrowest) = narrowest(&sizes, 5, &both) {
                prop_assert!(narrowest >= 0.4 - 1e-9, "{narrowest} in {table:?} and {later:?}");
            }
        }
    }

    #[test]
    fn no_score_of_recommending_pins_anybody(people in 6_usize..=8, seed: u64) {
        let company = Company { parents: vec![0], people: vec![vec![None; people]] };
        let (_, release) = published(&company, "spring", seed, &[]).unwrap();
        let table = release.table(&Question::Enps).unwrap();
        let narrowest = narrowest(&[table.groups[0].n], 11, &bounds(table)).unwrap();
        prop_assert!(narrowest >= 0.4 - 1e-9, "{narrowest} in {table:?}");
    }
}

#[test]
fn the_naive_audit_finds_what_is_pinned() {
    let everybody = |low, high| vec![(vec![0], Measure::Steps, Range { low, high })];
    assert!(narrowest(&[6], 5, &everybody(24, 24)).unwrap() < 1e-9);
    assert!((narrowest(&[6], 5, &everybody(18, 24)).unwrap() - 0.375).abs() < 1e-9);
    assert_eq!(narrowest(&[6], 5, &everybody(25, 30)), None);
    assert_eq!(ways(6, 5).len(), 210);
}
