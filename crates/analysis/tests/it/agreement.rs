//! The analysis against the naive reference, figure by figure, on thousands of random forests; and the laws that hold
//! whatever the figures are.

use std::collections::{BTreeMap, BTreeSet};

use catena_analysis::{
    Analysis, Chains, Chosen, Fault, Handoff, Handoffs, Options, Repair, Resampling, Selection, analyze, domino,
    explain,
};
use proptest::prelude::*;

use crate::reference::{self, Findings, Row};
use crate::trees::{Chance, forest, forests};

fn handoffs(rows: &[Row]) -> Handoffs {
    let mut handoffs = Handoffs::new(&[]);
    for row in rows {
        let handoff = Handoff {
            id: &row.id,
            parent: row.parent.as_deref(),
            customer: &row.customer,
            provider: &row.provider,
            opened: row.opened,
            started: row.started,
            closed: row.closed,
            due: row.due,
            awaited: row.awaited,
            rating: row.rating,
            customer_hold: row.customer_hold,
            ..Handoff::default()
        };
        handoffs.push(&handoff, &[]);
    }
    handoffs
}

/// Both populations: the reference knows no internal roots, and these rows have none.
fn everything(chains: &Chains) -> Chosen {
    Selection::default().choose(chains).unwrap()
}

fn run(rows: &[Row], typical: f64) -> (Chains, Analysis) {
    let chains = Chains::build(handoffs(rows));
    let analysis = analyze(&chains, &everything(&chains), &Options { typical, resampling: None, ..Options::default() });
    (chains, analysis)
}

fn same_findings(rows: &[Row], typical: f64) {
    let expected = reference::analyze(rows, typical);
    let (chains, found) = run(rows, typical);
    let left_out: BTreeMap<String, u64> =
        chains.left_out().by_reason().map(|(reason, count)| (reason.to_owned(), count)).collect();
    assert_eq!(left_out, expected.left_out, "left out");
    assert_eq!(
        (
            found.outcomes.complete_chains,
            found.outcomes.kept_promises,
            found.outcomes.broken_promises,
            found.outcomes.without_promise,
            found.lead_seconds,
            found.overrun_seconds,
            found.plan_gap_seconds,
        ),
        (
            expected.complete_chains,
            expected.kept,
            expected.broken,
            expected.without_promise,
            expected.lead_seconds,
            expected.overrun_seconds,
            expected.plan_gap_seconds,
        ),
        "totals"
    );
    let name = |provider: u32| chains.parties().name(provider).to_owned();
    let links: Vec<reference::Link> = found
        .links
        .iter()
        .map(|link| reference::Link {
            provider: name(link.provider),
            held_seconds: link.held_seconds,
            waiting_seconds: link.waiting_seconds,
            charged_seconds: link.charged_seconds,
            broke: link.broke,
            saves: link.saves,
            credit: link.credit,
        })
        .collect();
    assert_eq!(links, expected.links, "links");
    let plan: Vec<(String, u64)> = found.plan.steps.iter().map(|step| (name(step.provider), step.saves)).collect();
    assert_eq!(plan, expected.repair_plan, "repair plan");
    let rows_behind = |providers: Vec<u32>| {
        let repair = Repair::new(&chains, typical, providers);
        (0..chains.len()).filter(|&chain| repair.saves(chain)).count() as u64
    };
    for link in &found.links {
        assert_eq!(rows_behind(vec![link.provider]), link.saves, "rows behind saves");
    }
    let steps = found.plan.steps.iter();
    assert_eq!(rows_behind(steps.clone().map(|step| step.provider).collect()), steps.map(|step| step.saves).sum());
    assert_eq!(
        (found.plan.needs_several, found.repairs.saved_by_all(), found.credit_left_out),
        (expected.needs_several, expected.saved_by_all, expected.credit_left_out),
        "what several save"
    );
    same_chains(&chains, &expected, typical);
    same_domino(&chains, &expected);
    same_what_if(&chains, &found, &expected);
}

fn same_chains(chains: &Chains, expected: &Findings, typical: f64) {
    for (number, (root, expected)) in expected.chains.iter().enumerate() {
        assert_eq!(chains.root_id(number), root);
        assert_eq!(chains.find(root), Some(number));
        let chain = chains.chain(number);
        let told = explain(chains, number, typical);
        let overrun = expected.overrun.filter(|&overrun| overrun > 0);
        assert_eq!((told.overrun, told.plan_gap), (overrun, expected.plan_gap), "chain {root}");
        let mut path: Vec<(String, i64, i64)> = Vec::new();
        for part in &told.path {
            let id = chains.id(chain.rows[part.place]).to_owned();
            match path.last_mut() {
                Some((last, _, to)) if *last == id && *to == part.from => *to = part.to,
                _ => path.push((id, part.from, part.to)),
            }
        }
        let held: Vec<_> = expected.held.iter().map(|held| (held.id.clone(), held.from, held.to)).collect();
        assert_eq!(path, merged(held), "critical path of {root}");
        for place in 0..chain.len() {
            let (held, id) = (&told.held[place], chains.id(chain.rows[place]));
            let expected = &expected.handoffs[id];
            assert_eq!(
                (held.budget, held.on_path, held.waiting),
                (expected.budget, expected.on_path, expected.waiting),
                "{id} of {root}"
            );
            assert_eq!(held.charged.to_string(), expected.charge.to_string(), "{id} of {root}");
        }
        for repaired in told.repairs {
            let set = BTreeSet::from([chains.parties().name(repaired.provider).to_owned()]);
            let end = reference::replay(&expected.rows, &excesses(expected), &set);
            assert_eq!(repaired.ends_at, end, "{set:?} repaired in {root}");
        }
    }
}

fn excesses(chain: &reference::Chain) -> BTreeMap<String, i64> {
    chain.handoffs.iter().map(|(id, handoff)| (id.clone(), handoff.excess)).collect()
}

/// Joins parts of one holder that follow each other.
fn merged(parts: Vec<(String, i64, i64)>) -> Vec<(String, i64, i64)> {
    let mut merged: Vec<(String, i64, i64)> = Vec::new();
    for (id, from, to) in parts {
        match merged.last_mut() {
            Some((last, _, end)) if *last == id && *end == from => *end = to,
            _ => merged.push((id, from, to)),
        }
    }
    merged
}

fn same_domino(chains: &Chains, expected: &Findings) {
    let found = domino(chains, &everything(chains), None);
    let name = |party: u32| chains.parties().name(party).to_owned();
    let edges: BTreeMap<(String, String), [u64; 4]> = found
        .edges
        .iter()
        .map(|edge| {
            let table = edge.table;
            let cells =
                [table.broke_parent_broke, table.broke_parent_kept, table.kept_parent_broke, table.kept_parent_kept];
            ((name(edge.provider), name(edge.customer)), cells)
        })
        .collect();
    let expected_edges: BTreeMap<(String, String), [u64; 4]> = expected
        .edges
        .iter()
        .map(|(ends, edge)| {
            (
                ends.clone(),
                [edge.broke_parent_broke, edge.broke_parent_kept, edge.kept_parent_broke, edge.kept_parent_kept],
            )
        })
        .collect();
    assert_eq!(edges, expected_edges, "edges");
    let blast: BTreeMap<String, (u64, u64)> =
        found.blast.iter().map(|blast| (name(blast.provider), (blast.roots, blast.broke))).collect();
    let expected_blast: BTreeMap<String, (u64, u64)> = expected
        .blast
        .iter()
        .filter(|(_, blast)| blast.roots > 0)
        .map(|(name, blast)| (name.clone(), (blast.roots, blast.broke)))
        .collect();
    assert_eq!(blast, expected_blast, "blast radius");
    let late: BTreeMap<String, (u64, u64)> =
        found.absorbing.iter().map(|one| (name(one.provider), (one.share.n, one.share.k))).collect();
    let expected_late: BTreeMap<String, (u64, u64)> = expected
        .late_received
        .iter()
        .filter(|(_, late)| late.cases > 0)
        .map(|(name, late)| (name.clone(), (late.cases, late.closed_by_due)))
        .collect();
    assert_eq!(late, expected_late, "late-received work");
}

/// Any set of providers, not only the single ones and the plan.
fn same_what_if(chains: &Chains, found: &Analysis, expected: &Findings) {
    let providers: Vec<u32> = found.links.iter().map(|link| link.provider).collect();
    for set in 0..8_usize {
        let chosen: Vec<u32> =
            providers.iter().enumerate().filter(|(index, _)| (index + set) % 8 < set).map(|(_, &p)| p).collect();
        let names: BTreeSet<String> = chosen.iter().map(|&p| chains.parties().name(p).to_owned()).collect();
        assert_eq!(found.repairs.saved_by(&chosen), expected.count_saved(&names), "{names:?} repaired");
    }
}

#[test]
fn every_figure_equals_the_reference_on_thousands_of_random_forests() {
    // The last two hold charges that are exactly half a thousandth.
    for seed in (0..4000).chain([75_854, 116_684]) {
        let rows = forest(seed, 2 + seed as usize % 39);
        let typical = [0.75, 0.5, 0.9, 1.0, 0.01][seed as usize % 5];
        let outcome = std::panic::catch_unwind(|| same_findings(&rows, typical));
        assert!(outcome.is_ok(), "forest {seed} differs: {rows:#?}");
    }
}

#[test]
fn forests_together_give_what_the_reference_gives() {
    for seed in 0..12 {
        let mut rows = Vec::new();
        for index in 0..40 {
            for mut row in forest(seed * 1000 + index, 25) {
                row.id = format!("{index}/{}", row.id);
                row.parent = row.parent.map(|parent| format!("{index}/{parent}"));
                rows.push(row);
            }
        }
        same_findings(&rows, 0.75);
    }
}

/// Everything that an analysis says, as text.
fn told(rows: &[Row]) -> String {
    let chains = Chains::build(handoffs(rows));
    let chosen = everything(&chains);
    let resampling = Some(Resampling { resamples: 50, seed: 3 });
    let found = analyze(&chains, &chosen, &Options { resampling, ..Options::default() });
    let name = |party: u32| chains.parties().name(party);
    let links: Vec<_> = found.links.iter().map(|link| (name(link.provider), link)).collect();
    let plan: Vec<_> = found.plan.steps.iter().map(|step| (name(step.provider), step.saves)).collect();
    let sets: Vec<_> =
        found.plan.sets.iter().map(|(set, n)| (set.iter().map(|&p| name(p)).collect::<Vec<_>>(), n)).collect();
    let chains_told: Vec<_> = (0..chains.len()).map(|chain| explain(&chains, chain, 0.75)).collect();
    format!(
        "{links:#?} {plan:?} {sets:?} {:?} {:?} {chains_told:?}",
        found.outcomes,
        domino(&chains, &chosen, resampling)
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn held_parts_follow_each_other_and_sum_to_the_lead_time(rows in forests()) {
        let (chains, found) = run(&rows, 0.75);
        let mut lead = 0;
        for number in 0..chains.len() {
            let chain = chains.chain(number);
            let path = explain(&chains, number, 0.75).path;
            let mut at = chain.opened[0];
            for part in path {
                prop_assert_eq!(part.from, at);
                prop_assert!(part.to > part.from);
                at = part.to;
            }
            prop_assert_eq!(at, chain.closed[0]);
            lead += chain.lead_seconds();
        }
        prop_assert_eq!(found.lead_seconds, lead);
        prop_assert_eq!(found.links.iter().map(|l| l.held_seconds).sum::<i64>() + found.customer_held_seconds, lead);
    }

    #[test]
    fn charges_and_plan_gap_equal_the_overrun(rows in forests()) {
        let (chains, found) = run(&rows, 0.75);
        let charged: f64 = found.links.iter().map(|link| link.charged_seconds).sum();
        let sum = charged + found.plan_gap_seconds as f64;
        prop_assert!((sum - found.overrun_seconds as f64).abs() < 1e-3 * (found.links.len() + 1) as f64);
        for (index, broken) in found.broken.iter().enumerate() {
            let told = explain(&chains, broken.chain as usize, 0.75);
            let charged: f64 = told.held.iter().map(|held| held.charged).sum();
            prop_assert!((charged + told.plan_gap as f64 - broken.overrun_seconds as f64).abs() < 0.05);
            prop_assert_eq!(told.held.iter().any(|held| held.charged > 0.0), !found.breakers(index).is_empty());
        }
    }

    #[test]
    fn a_replay_never_ends_later_when_more_is_repaired(rows in forests()) {
        let (chains, found) = run(&rows, 0.75);
        let all: Vec<u32> = found.links.iter().map(|link| link.provider).collect();
        let mut before = 0;
        for count in 0..=all.len() {
            let saved = found.repairs.saved_by(&all[..count]);
            prop_assert!(saved >= before);
            before = saved;
        }
        prop_assert_eq!(before, found.repairs.saved_by_all());
        for number in 0..chains.len() {
            let told = explain(&chains, number, 0.75);
            for repaired in &told.repairs {
                prop_assert!(repaired.ends_at <= chains.chain(number).closed[0]);
                prop_assert!(told.ends_if_all_repaired <= repaired.ends_at);
            }
        }
    }

    #[test]
    fn credits_add_up_to_what_a_repair_of_everybody_saves(rows in forests()) {
        let (_, found) = run(&rows, 0.75);
        let credit: f64 = found.links.iter().map(|link| link.credit).sum();
        let saved = found.repairs.saved_by_all() - found.credit_left_out;
        prop_assert!((credit - saved as f64).abs() < 1e-3 * (found.links.len() + 1) as f64);
        prop_assert_eq!(
            found.plan.steps.iter().map(|step| step.saves).sum::<u64>() + found.plan.needs_several,
            found.repairs.saved_by_all()
        );
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(rows in forests(), seed: u64) {
        let expected = told(&rows);
        let mut shuffled = rows.clone();
        let mut chance = Chance(seed);
        for index in (1..shuffled.len()).rev() {
            shuffled.swap(index, chance.below(index + 1));
        }
        prop_assert_eq!(told(&shuffled), expected);
    }
}

#[test]
fn a_chain_as_deep_as_its_input_says_is_no_danger() {
    let depth = 200_000;
    let mut handoffs = Handoffs::new(&[]);
    for index in 0..depth {
        let (id, parent) = (index.to_string(), (index - 1).to_string());
        let handoff = Handoff {
            id: &id,
            parent: (index > 0).then_some(parent.as_str()),
            provider: "Team",
            opened: index,
            closed: Some(2 * depth - index),
            due: Some(2 * depth - index - 1),
            ..Handoff::default()
        };
        handoffs.push(&handoff, &[]);
    }
    let chains = Chains::build(handoffs);
    let found = analyze(&chains, &everything(&chains), &Options::default());
    assert_eq!(found.outcomes.broken_promises, 1);
    assert_eq!(found.links[0].held_seconds, 2 * depth);
}

#[test]
fn a_root_with_a_hundred_thousand_children_by_as_many_providers_is_no_danger() {
    let mut handoffs = Handoffs::new(&[]);
    handoffs.push(
        &Handoff {
            id: "root",
            provider: "Desk",
            opened: 0,
            closed: Some(300_000),
            due: Some(10),
            ..Handoff::default()
        },
        &[],
    );
    for index in 0..100_000_i64 {
        let (id, provider) = (format!("c{index}"), format!("Team {index}"));
        let (opened, closed) = (index, index + 2 + index % 7);
        let handoff = Handoff {
            id: &id,
            parent: Some("root"),
            provider: &provider,
            opened,
            closed: Some(closed),
            due: Some(opened + 1),
            ..Handoff::default()
        };
        handoffs.push(&handoff, &[]);
    }
    let chains = Chains::build(handoffs);
    let found = analyze(&chains, &everything(&chains), &Options::default());
    assert_eq!(found.links.iter().map(|link| link.held_seconds).sum::<i64>(), 300_000);
    assert_eq!(found.outcomes.broken_promises, 1);
}

#[test]
fn a_fault_of_the_reader_leaves_the_chain_out_under_its_reason() {
    let mut handoffs = Handoffs::new(&[]);
    let root = Handoff { id: "a", provider: "Desk", closed: Some(9), ..Handoff::default() };
    handoffs.push(&root, &[]);
    handoffs.push(&Handoff { id: "b", parent: Some("a"), fault: Some(Fault::BadTime), ..root }, &[]);
    handoffs.push(&Handoff { id: "c", ..root }, &[]);
    let chains = Chains::build(handoffs);
    assert_eq!(chains.len(), 1);
    assert_eq!(chains.left_out().by_reason().collect::<Vec<_>>(), [("bad_time", 1)]);
    assert_eq!(chains.faults(), [(1, Fault::BadTime)]);
}

#[test]
fn the_answer_is_the_same_on_any_number_of_cores() {
    let mut rows = Vec::new();
    for index in 0..300 {
        for mut row in forest(index, 30) {
            row.id = format!("{index}/{}", row.id);
            row.parent = row.parent.map(|parent| format!("{index}/{parent}"));
            rows.push(row);
        }
    }
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| told(&rows));
    let alone = on(1);
    assert_eq!(alone, on(2));
    assert_eq!(alone, on(7));
}
