//! The log is valid, repeatable and of the promised size.

use std::collections::{HashMap, HashSet};

use catena_analysis::{Handoff, Handoffs};
use catena_simulator::{ATTRIBUTES, Plan, simulate};

fn rows(handoffs: &Handoffs) -> Vec<Handoff<'_>> {
    (0..handoffs.len()).map(|row| handoffs.get(row)).collect()
}

fn year(seed: u64) -> Plan {
    Plan { years: 1, seed, ..Plan::default() }
}

#[test]
fn the_same_plan_gives_the_same_rows_and_another_seed_gives_others() {
    let (once, again, other) = (simulate(&year(7)), simulate(&year(7)), simulate(&year(8)));
    assert_eq!(rows(&once.handoffs), rows(&again.handoffs));
    assert_eq!(once.truth, again.truth);
    assert_ne!(rows(&once.handoffs), rows(&other.handoffs));
}

#[test]
fn two_years_hold_between_fifteen_and_twenty_five_thousand_chains() {
    let simulation = simulate(&Plan::default());
    let roots = rows(&simulation.handoffs).iter().filter(|row| row.parent.is_none()).count();
    assert!((15_000..25_000).contains(&roots), "{roots}");
}

#[test]
fn every_row_is_valid() {
    let simulation = simulate(&year(1));
    let rows = rows(&simulation.handoffs);
    let by_id: HashMap<&str, &Handoff> = rows.iter().map(|row| (row.id, row)).collect();
    assert_eq!(by_id.len(), rows.len(), "ids are unique");
    for row in &rows {
        assert_eq!(row.fault, None);
        let started = row.started.unwrap_or(row.opened);
        assert!(row.opened <= started, "{}", row.id);
        assert!(row.closed.is_none_or(|closed| started <= closed), "{}", row.id);
        if let Some(parent) = row.parent {
            let parent = by_id[parent];
            assert!(parent.opened <= row.opened, "{}", row.id);
            assert!(parent.closed.is_none_or(|closed| row.opened < closed), "{}", row.id);
        }
    }
}

#[test]
fn a_few_chains_of_the_last_days_are_open() {
    let simulation = simulate(&year(1));
    let rows = rows(&simulation.handoffs);
    let open: Vec<_> = rows.iter().filter(|row| row.parent.is_none() && row.closed.is_none()).collect();
    assert!((3..100).contains(&open.len()), "{}", open.len());
    let end = 1_735_653_600; // 2024-12-31T15:00:00+01:00
    assert!(open.iter().all(|row| row.opened > end - 8 * 86_400));
    assert!(rows.iter().all(|row| row.opened < end && row.closed.is_none_or(|closed| closed < end)));
}

#[test]
fn a_longer_log_begins_with_the_chains_of_the_shorter_one() {
    let short = simulate(&year(3));
    let long = simulate(&Plan { years: 2, ..year(3) });
    let ids = |handoffs: &Handoffs| -> Vec<String> {
        rows(handoffs).iter().filter(|row| row.parent.is_none()).map(|row| row.id.to_owned()).collect()
    };
    let (short, long) = (ids(&short.handoffs), ids(&long.handoffs));
    assert_eq!(short[..], long[..short.len()]);
}

#[test]
fn fewer_shops_leave_the_orders_of_the_others_as_they_were() {
    let of_first = |plan: &Plan| -> Vec<(i64, Option<i64>)> {
        let simulation = simulate(plan);
        rows(&simulation.handoffs)
            .iter()
            .filter(|row| row.id.starts_with("G01"))
            .map(|row| (row.opened, row.closed))
            .collect()
    };
    assert_eq!(of_first(&year(1)), of_first(&Plan { shops: 4, ..year(1) }));
}

#[test]
fn roots_carry_all_attributes_and_parties_are_roles_or_numbers() {
    let simulation = simulate(&year(1));
    assert_eq!(simulation.handoffs.attributes().len(), ATTRIBUTES.len());
    let teams: HashSet<&str> = simulation.truth.teams.iter().map(|team| team.name.as_str()).collect();
    assert!((8..=12).contains(&teams.len()));
    for (place, row) in rows(&simulation.handoffs).iter().enumerate() {
        for attribute in simulation.handoffs.attributes() {
            let given = row.parent.is_none() || (attribute.name == "department" && !row.customer_hold);
            assert_eq!(attribute.value(place).is_some(), given, "{} {}", row.id, attribute.name);
        }
        for party in [row.customer, row.provider] {
            assert!(
                teams.contains(party) || party.starts_with("Customer 0") || party.starts_with("Customer 1"),
                "{party}"
            );
        }
        assert_eq!(row.customer_hold, !teams.contains(row.provider), "{}", row.id);
    }
}

#[test]
fn mess_spoils_its_share_of_the_chains_and_nothing_else() {
    let clean = simulate(&year(1));
    let messy = simulate(&Plan { mess: 0.02, ..year(1) });
    let clean = rows(&clean.handoffs);
    let before: HashSet<String> = clean.iter().map(|row| format!("{:?}", Handoff { line: 0, ..*row })).collect();
    let spoilt = rows(&messy.handoffs)
        .iter()
        .filter(|row| !before.contains(&format!("{:?}", Handoff { line: 0, ..**row })))
        .count();
    let chains = clean.iter().filter(|row| row.parent.is_none()).count();
    // One rule of six repeats a row, which leaves no row that was not there before.
    let share = spoilt as f64 / chains as f64;
    assert!((0.01..0.025).contains(&share), "{share}");
}
