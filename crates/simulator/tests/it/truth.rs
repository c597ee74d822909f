//! What is true about the group shows in the rows.

use std::collections::HashMap;

use catena_analysis::Handoff;
use catena_simulator::{Plan, Simulation, simulate};

/// Rows with their children, and counting over them.
struct Log<'a> {
    rows: Vec<Handoff<'a>>,
    children: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Log<'a> {
    fn of(simulation: &'a Simulation) -> Self {
        let rows: Vec<_> = (0..simulation.handoffs.len()).map(|row| simulation.handoffs.get(row)).collect();
        let mut children: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            if let Some(parent) = row.parent {
                children.entry(parent).or_default().push(place);
            }
        }
        Self { rows, children }
    }

    fn late(row: &Handoff) -> Option<bool> {
        Some(row.closed? > row.due?)
    }

    fn received_late(&self, row: &Handoff) -> bool {
        self.children
            .get(row.id)
            .is_some_and(|children| children.iter().any(|&child| Self::late(&self.rows[child]) == Some(true)))
    }
}

/// `hits` of `all`.
fn share(hits: usize, all: usize) -> f64 {
    hits as f64 / all as f64
}

/// For each provider the share of rows for which `hit` is true, among those for which it says anything.
fn shares<'a>(log: &Log<'a>, hit: impl Fn(&Handoff) -> Option<bool>) -> HashMap<&'a str, f64> {
    let mut counts: HashMap<&str, [usize; 2]> = HashMap::new();
    for row in &log.rows {
        if let Some(hit) = hit(row) {
            let count = counts.entry(row.provider).or_default();
            count[0] += usize::from(hit);
            count[1] += 1;
        }
    }
    counts.into_iter().map(|(name, [hits, all])| (name, share(hits, all))).collect()
}

#[test]
fn between_85_and_90_percent_of_the_promises_are_kept() {
    for seed in 1..4 {
        let simulation = simulate(&Plan { seed, ..Plan::default() });
        let log = Log::of(&simulation);
        let roots: Vec<bool> =
            log.rows.iter().filter(|row| row.parent.is_none() && !row.internal).filter_map(Log::late).collect();
        let kept = share(roots.iter().filter(|late| !**late).count(), roots.len());
        assert!((0.85..0.9).contains(&kept), "seed {seed}: {kept}");
    }
}

#[test]
fn the_weak_link_is_late_without_having_received_late_more_often_than_any_other() {
    let simulation = simulate(&Plan::default());
    let log = Log::of(&simulation);
    let by_itself = shares(&log, |row| {
        let counts = row.parent.is_some() && !log.received_late(row);
        counts.then(|| Log::late(row)).flatten()
    });
    let weak = by_itself[simulation.truth.weak_link.as_str()];
    for (name, late) in &by_itself {
        assert!(*name == simulation.truth.weak_link || late * 1.7 < weak, "{name}: {late} against {weak}");
    }
}

#[test]
fn only_the_absorber_mostly_leaves_on_time_what_it_received_late() {
    let simulation = simulate(&Plan::default());
    let log = Log::of(&simulation);
    let on_time = shares(&log, |row| log.received_late(row).then(|| Log::late(row).map(|late| !late)).flatten());
    assert!(on_time[simulation.truth.absorber.as_str()] > 0.8);
    for team in ["Design North", "Design South", "Clerks North", "Clerks South", "Clerks West"] {
        assert!(on_time[team] < 0.65, "{team}: {}", on_time[team]);
    }
}

#[test]
fn feast_days_hit_every_region() {
    let simulation = simulate(&Plan::default());
    let log = Log::of(&simulation);
    // Valentine's Day and Mother's Day of 2024 in Central European time.
    let feasts = [1_707_865_200..1_707_951_600, 1_715_464_800..1_715_551_200];
    for clerks in ["Clerks North", "Clerks South", "Clerks West"] {
        let kept = |feast: bool| {
            let roots: Vec<bool> = log
                .rows
                .iter()
                .filter(|row| {
                    row.provider == clerks
                        && row.due.is_some_and(|due| feasts.iter().any(|day| day.contains(&due)) == feast)
                })
                .filter_map(Log::late)
                .collect();
            share(roots.iter().filter(|late| !**late).count(), roots.len())
        };
        assert!(kept(true) < kept(false) - 0.04, "{clerks}: {} against {}", kept(true), kept(false));
    }
}

#[test]
fn promises_that_were_too_tight_are_broken_far_more_often() {
    let simulation = simulate(&Plan::default());
    let log = Log::of(&simulation);
    let roots: HashMap<&str, bool> =
        log.rows.iter().filter(|row| row.parent.is_none()).filter_map(|row| Some((row.id, Log::late(row)?))).collect();
    let tight: Vec<bool> = simulation.truth.too_tight.iter().filter_map(|id| roots.get(id.as_str()).copied()).collect();
    let broken = share(tight.iter().filter(|late| **late).count(), tight.len());
    assert!(broken > 0.5, "{broken}");
}

#[test]
fn one_customer_in_four_or_five_answers_and_broken_promises_are_rated_lower() {
    let simulation = simulate(&Plan::default());
    let log = Log::of(&simulation);
    let roots: Vec<&Handoff> =
        log.rows.iter().filter(|row| row.parent.is_none() && !row.internal && row.closed.is_some()).collect();
    let mean = |late: bool| {
        let ratings: Vec<f64> = roots
            .iter()
            .filter(|row| Log::late(row) == Some(late))
            .filter_map(|row| row.rating.map(f64::from))
            .collect();
        ratings.iter().sum::<f64>() / ratings.len() as f64
    };
    let answered = share(roots.iter().filter(|row| row.rating.is_some()).count(), roots.len());
    assert!((0.2..0.25).contains(&answered), "{answered}");
    assert!(mean(false) > mean(true) + 1.0, "{} and {}", mean(false), mean(true));
}

#[test]
fn most_hand_offs_carry_a_promise_and_some_do_not() {
    let simulation = simulate(&Plan::default());
    let log = Log::of(&simulation);
    let without = shares(&log, |row| (row.parent.is_some() && !row.customer_hold).then_some(row.due.is_none()));
    for team in &simulation.truth.teams {
        if let Some(share) = without.get(team.name.as_str()) {
            assert!(*share < 0.6, "{}: {share}", team.name);
        }
    }
    assert!(without["Shopkeepers"] > 0.05 && without["Design North"] > 0.03);
}
