//! Whoever reads all releases and adds and subtracts: does any figure, or any mixture of figures, speak of too few?

use std::collections::{BTreeMap, BTreeSet};

use catena_pulse::batch::Value;
use catena_pulse::measure::Question;
use catena_pulse::plan::{PersonId, Place, Wave};
use catena_pulse::release::{Change, Release, Table};
use proptest::prelude::*;

use crate::world::{Company, Disk, chance, company, run};

/// The answers to a question, each with its label and its steps above the lowest score, as they stand on disk.
fn answers(disk: &Disk, question: &Question) -> Vec<(String, u32)> {
    let label = |row: &catena_pulse::batch::AnswerRow| serde_json::to_string(&row.label).unwrap();
    let steps = |value: Value| match (value, question) {
        (Value::Enps(score), Question::Enps) => score.map(|score| u32::from(score.value())),
        (Value::Item(0, score), Question::Item(_)) => score.map(|score| u32::from(score.value()) - 1),
        _ => None,
    };
    disk.answers.iter().filter_map(|row| Some((label(row), steps(row.value)?))).collect()
}

/// For each figure, which answers it is about.
fn figures(table: &Table, answers: &[(String, u32)]) -> Vec<Vec<bool>> {
    let of = |groups: &[usize]| {
        let labels = groups.iter().flat_map(|&group| &table.groups[group].labels);
        let labels: BTreeSet<String> = labels.map(|label| serde_json::to_string(label).unwrap()).collect();
        answers.iter().map(|answer| labels.contains(&answer.0)).collect()
    };
    table.cells.iter().map(|cell| of(&cell.groups)).collect()
}

/// The fewest answers that a sum or difference of figures is about, tried one by one.
fn fewest_by_sums(figures: &[Vec<bool>], answers: usize) -> usize {
    let distinct: BTreeSet<&Vec<bool>> = figures.iter().collect();
    let distinct: Vec<&Vec<bool>> = distinct.into_iter().take(7).collect();
    let mut fewest = usize::MAX;
    for mixture in 0..3_usize.pow(distinct.len() as u32) {
        let mut sum = vec![0_i32; answers];
        let mut left = mixture;
        for figure in &distinct {
            let factor = (left % 3) as i32 - 1;
            left /= 3;
            sum.iter_mut().zip(*figure).for_each(|(sum, is_in)| *sum += factor * i32::from(*is_in));
        }
        let about = sum.iter().filter(|part| **part != 0).count();
        if about > 0 {
            fewest = fewest.min(about);
        }
    }
    fewest
}

/// Whether some sum of multiples of figures is the sum of these answers alone: whether it is in their span.
fn is_spanned(figures: &[Vec<bool>], set: &[usize]) -> bool {
    let number = |is_in: bool| if is_in { 1.0 } else { 0.0 };
    let mut rows: Vec<Vec<f64>> = figures.iter().map(|row| row.iter().copied().map(number).collect()).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let mut wanted: Vec<f64> = (0..columns).map(|at| number(set.contains(&at))).collect();
    let mut from = 0;
    for column in 0..columns {
        let Some(pivot) = (from..rows.len()).find(|&row| rows[row][column].abs() > 1e-9) else { continue };
        rows.swap(from, pivot);
        let pivot = rows[from].clone();
        let reduce = |row: &mut Vec<f64>| {
            let factor = row[column] / pivot[column];
            row.iter_mut().zip(&pivot).for_each(|(value, pivot)| *value -= factor * pivot);
        };
        rows[from + 1..].iter_mut().for_each(reduce);
        let factor = wanted[column] / pivot[column];
        wanted.iter_mut().zip(&pivot).for_each(|(value, pivot)| *value -= factor * pivot);
        from += 1;
    }
    wanted.iter().all(|value| value.abs() < 1e-9)
}

/// All sets of up to five of `n`.
fn small_sets(n: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![vec![]];
    for at in 0..n {
        let more: Vec<Vec<usize>> =
            sets.iter().filter(|set| set.len() < 5).map(|set| [set.as_slice(), &[at]].concat()).collect();
        sets.extend(more);
    }
    sets.retain(|set| !set.is_empty());
    sets
}

/// What has to hold of each release, whatever was answered.
fn check(wave: &Wave, disk: &Disk, release: &Release) -> Result<(), TestCaseError> {
    for turnout in release.turnout() {
        prop_assert!(turnout.answered >= 6 && turnout.answered <= turnout.asked, "{:?}", turnout);
    }
    for table in release.tables() {
        let answers = answers(disk, &table.question);
        let figures = figures(table, &answers);
        prop_assert!(table.groups.iter().all(|group| group.n >= 6));
        for (cell, figure) in table.cells.iter().zip(&figures) {
            let theirs: Vec<u32> = answers.iter().zip(figure).filter(|(_, is_in)| **is_in).map(|it| it.0.1).collect();
            prop_assert_eq!(theirs.len(), cell.n as usize, "a figure says how many answers it is about");
            prop_assert!(cell.n >= 6);
            for (measure, range) in &cell.totals {
                let total = theirs.iter().map(|&steps| measure.weight(steps as u8)).sum();
                prop_assert!(range.holds(total), "{:?} of {:?} is {}", measure, cell, total);
                prop_assert!(!measure.is_distribution() || cell.n >= 10);
                prop_assert!(cell.n >= 30 || range.high - range.low >= 2);
                prop_assert!(
                    *measure == table.question.headline() || cell.totals.contains_key(&table.question.headline())
                );
            }
            if let Place::Unit(unit) = &cell.place {
                let within = |label: &str| {
                    let label: catena_pulse::tree::Label = serde_json::from_str(label).unwrap();
                    wave.tree().is_within(&label.unit, unit)
                };
                prop_assert!(answers.iter().zip(figure).all(|(answer, is_in)| !is_in || within(&answer.0)));
            }
        }
        prop_assert!(fewest_by_sums(&figures, answers.len()) >= 6);
    }
    Ok(())
}

/// A wave of the company, published after others.
fn publish(
    company: &Company,
    name: &str,
    share: f64,
    seed: u64,
    before: &[(Wave, Release)],
) -> Option<(Wave, Disk, Release)> {
    let earlier: Vec<(&Wave, &Release)> = before.iter().map(|(wave, release)| (wave, release)).collect();
    let waves: Vec<Wave> = before.iter().map(|(wave, _)| wave.clone()).collect();
    let wave = company.plan(name).launch(&waves).ok()?;
    let disk = run(&wave, share, true, seed);
    let release = wave.publish(disk.ledgers(), &earlier, &mut chance(seed)).unwrap();
    Some((wave, disk, release))
}

/// The people of a place, by the cells of the roster.
fn people<'a>(wave: &'a Wave, place: &Place) -> BTreeSet<&'a PersonId> {
    let here = |label: &catena_pulse::tree::Label| match place {
        Place::Unit(unit) => wave.tree().is_within(&label.unit, unit),
        Place::Attribute(value) => label.attribute.as_ref() == Some(value),
    };
    wave.cells().iter().filter(|cell| here(&cell.label)).flat_map(|cell| &cell.people).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn no_sum_or_difference_of_figures_is_about_fewer_than_six(
        company in company(5, 12), share in 0.3..=1.0_f64, seed: u64,
    ) {
        let Some((wave, disk, release)) = publish(&company, "spring", share, seed, &[]) else { return Ok(()) };
        check(&wave, &disk, &release)?;
    }

    #[test]
    fn one_person_more_or_less_exposes_nobody(
        company in company(4, 10), seed: u64, at: prop::sample::Index,
    ) {
        let mut more = company.clone();
        let at = at.index(more.people.len());
        let like = more.people[at].first().copied().flatten();
        more.people[at].push(like);
        for company in [company, more] {
            let Some((wave, disk, release)) = publish(&company, "spring", 1.0, seed, &[]) else { continue };
            check(&wave, &disk, &release)?;
        }
    }

    #[test]
    fn several_waves_with_people_coming_and_going_expose_nobody(
        company in company(4, 12), share in 0.6..=1.0_f64, seed: u64,
        moves in prop::collection::vec((any::<prop::sample::Index>(), -4_i32..=4), 2..4),
    ) {
        let mut company = company;
        let mut published: Vec<(Wave, Release)> = Vec::new();
        for (wave, (at, by)) in moves.into_iter().enumerate() {
            let name = format!("wave {wave}");
            let Some((wave, disk, release)) = publish(&company, &name, share, seed ^ wave as u64, &published) else { break };
            check(&wave, &disk, &release)?;
            for table in release.tables() {
                for cell in &table.cells {
                    let now = people(&wave, &cell.place);
                    let near = published.iter().any(|(wave, release)| {
                        release.table(&table.question).unwrap().cells.iter().any(|earlier| {
                            let then = people(wave, &earlier.place);
                            let (gone, come) = (then.difference(&now).count(), now.difference(&then).count());
                            (1..6).contains(&gone) || (1..6).contains(&come)
                        })
                    });
                    prop_assert_eq!(cell.change == Change::Withheld, near);
                    prop_assert!(!near || cell.totals.values().all(|range| range.low < range.high));
                }
            }
            published.push((wave, release));
            let at = at.index(company.people.len());
            let size = (company.people[at].len() as i32 + by).max(0) as usize;
            company.people[at].resize(size, None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_multiples_of_figures_add_up_to_five_answers_or_fewer(company in company(4, 6), seed: u64) {
        let Some((_, disk, release)) = publish(&company, "spring", 1.0, seed, &[]) else { return Ok(()) };
        for table in release.tables() {
            let answers = answers(&disk, &table.question);
            prop_assume!(answers.len() <= 16);
            if answers.len() < 6 {
                prop_assert!(table.cells.is_empty());
                continue;
            }
            let figures = figures(table, &answers);
            for set in small_sets(answers.len()) {
                prop_assert!(!is_spanned(&figures, &set), "{:?} of {:?}", set, figures);
            }
        }
    }
}

#[test]
fn the_attackers_find_what_they_look_for() {
    let all = vec![true; 7];
    let six = vec![true, true, true, true, true, true, false];
    assert_eq!(fewest_by_sums(&[all.clone(), six.clone()], 7), 1);
    assert!(is_spanned(&[all.clone(), six.clone()], &[6]));
    assert!(!is_spanned(&[all, six], &[5]));
    let pairs = [vec![true, true, false], vec![false, true, true], vec![true, false, true]];
    assert!(is_spanned(&pairs, &[1]) && is_spanned(&pairs, &[0, 2]));
    assert_eq!(small_sets(6).len(), 62);
}

#[test]
fn a_small_team_is_in_the_company_and_nowhere_else() {
    let people = vec![vec![], vec![None; 9], vec![None; 8], vec![None; 3], vec![None; 4]];
    let company = Company { parents: vec![0, 0, 0, 1, 1], people };
    let wave = company.plan("spring").launch(&[]).unwrap();
    let disk = run(&wave, 1.0, false, 3);
    let release = wave.publish(disk.ledgers(), &[], &mut chance(3)).unwrap();
    let n: BTreeMap<String, u32> =
        release.tables()[0].cells.iter().map(|cell| (serde_json::to_string(&cell.place).unwrap(), cell.n)).collect();
    // The three and the four of units 3 and 4 count in unit 1 above them, and are not told apart in it.
    assert_eq!(n.keys().collect::<Vec<_>>(), [r#"{"unit":"unit 0"}"#, r#"{"unit":"unit 1"}"#, r#"{"unit":"unit 2"}"#]);
    assert_eq!(n[r#"{"unit":"unit 0"}"#], 24);
    assert_eq!(n[r#"{"unit":"unit 1"}"#], 16);
}
