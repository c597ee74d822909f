//! The analysis finds in the log what the log was made from.

use catena_analysis::{Chains, Options, Selection, Weakest, analyze, domino};
use catena_simulator::{Plan, simulate};

#[test]
fn the_analysis_names_the_weak_link_and_marks_the_absorber_alone() {
    let simulation = simulate(&Plan::default());
    let chains = Chains::build(simulation.handoffs);
    let chosen = Selection::default().choose(&chains).unwrap();
    let analysis = analyze(&chains, &chosen, &Options::default());
    let name = |provider: u32| chains.parties().name(provider).to_owned();
    assert_eq!(analysis.weakest, Weakest::Named(analysis.links[0].provider));
    assert_eq!(name(analysis.links[0].provider), simulation.truth.weak_link);
    assert!(analysis.links[0].saves > analysis.links[1].saves * 3 / 2);

    let marked: Vec<String> = domino(&chains, &chosen, None)
        .absorbing
        .iter()
        .filter(|team| team.is_absorber)
        .map(|team| name(team.provider))
        .collect();
    assert_eq!(marked, [simulation.truth.absorber]);
}

#[test]
fn some_promises_need_two_links_and_some_nobody_could_keep() {
    let simulation = simulate(&Plan::default());
    let chains = Chains::build(simulation.handoffs);
    let chosen = Selection::default().choose(&chains).unwrap();
    let analysis = analyze(&chains, &chosen, &Options { resampling: None, ..Options::default() });
    let broken = analysis.outcomes.broken_promises;
    assert!(!analysis.pairs.is_empty());
    assert!(analysis.plan.needs_several + analysis.plan.steps.iter().map(|step| step.saves).sum::<u64>() < broken);
    assert!(analysis.plan_gap_seconds > 0 && analysis.plan_gap_seconds < analysis.overrun_seconds / 2);
    assert!(chains.left_out().open > 0);
    assert_eq!(chains.left_out().total(), chains.left_out().open);
}
