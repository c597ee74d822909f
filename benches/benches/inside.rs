//! The parts of an analysis, each by itself, in hand-offs a second.

use catena_analysis::panel::associate;
use catena_analysis::{Chains, Options, Resampling, Selection, analyze, domino, pyramid, rework};
use catena_bench::generate::handoffs;
use catena_bench::reference::sum;
use catena_simulator::World;
use divan::Bencher;
use divan::counter::ItemsCount;

const COUNT: usize = 500_000;

fn main() {
    divan::main();
}

#[divan::bench]
fn group_into_chains(bencher: Bencher) {
    let input = handoffs(COUNT, 20);
    bencher.counter(ItemsCount::new(input.len())).with_inputs(|| input.clone()).bench_values(Chains::build);
}

/// Runs one part over chains of which so many percent broke.
fn over(bencher: Bencher, broken: u64, part: impl Fn(&Chains, &catena_analysis::Chosen) -> u64 + Sync) {
    let chains = Chains::build(handoffs(COUNT, broken));
    let chosen = Selection::default().choose(&chains).expect("no filters");
    bencher.counter(ItemsCount::new(chains.rows())).bench(|| part(&chains, &chosen));
}

#[divan::bench(args = [5, 50])]
fn bare_sum(bencher: Bencher, broken: u64) {
    over(bencher, broken, |chains, _| sum(chains).cast_unsigned());
}

#[divan::bench(args = [5, 50])]
fn path_charges_and_saves(bencher: Bencher, broken: u64) {
    let options = Options { credit: false, resampling: None, ..Options::default() };
    over(bencher, broken, move |chains, chosen| analyze(chains, chosen, &options).outcomes.broken_promises);
}

#[divan::bench(args = [5, 50])]
fn with_credit(bencher: Bencher, broken: u64) {
    let options = Options { resampling: None, ..Options::default() };
    over(bencher, broken, move |chains, chosen| analyze(chains, chosen, &options).outcomes.broken_promises);
}

#[divan::bench(args = [5, 50])]
fn with_credit_and_bootstrap(bencher: Bencher, broken: u64) {
    over(bencher, broken, |chains, chosen| analyze(chains, chosen, &Options::default()).outcomes.broken_promises);
}

#[divan::bench(args = [5, 50])]
fn domino_with_resampling(bencher: Bencher, broken: u64) {
    over(bencher, broken, |chains, chosen| domino(chains, chosen, Some(Resampling::default())).edges.len() as u64);
}

#[divan::bench(args = [5, 50])]
fn everyones_customers(bencher: Bencher, broken: u64) {
    over(bencher, broken, |chains, chosen| pyramid(chains, chosen).flows.len() as u64);
}

#[divan::bench(args = [5, 50])]
fn ping_pong(bencher: Bencher, broken: u64) {
    over(bencher, broken, |chains, chosen| rework(chains, chosen).ping_pong_chains);
}

#[divan::bench(args = [8, 20])]
fn inner_service_and_customers_at_five_lags(bencher: Bencher, teams: u32) {
    let sources = World { teams, periods: 24, effect: 0.3, seed: 1 }.readings();
    bencher.bench(|| associate(&sources, Resampling { resamples: 999, seed: 1 }).is_ok());
}
