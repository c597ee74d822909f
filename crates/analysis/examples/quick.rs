//! quick
#![allow(clippy::disallowed_methods)]
#[path = "../benches/generate.rs"]
mod generate;
use catena_analysis::*;
use std::time::Instant;
fn main() {
    let n = 4_000_000;
    for broken in [5, 50] {
        let t = Instant::now();
        let h = generate::handoffs(n, broken);
        println!("generated {} in {:?}", h.len(), t.elapsed());
        let t = Instant::now();
        let chains = Chains::build(h);
        println!("build {:?}", t.elapsed());
        let chosen = Selection::default().choose(&chains).unwrap();
        for (what, options) in [
            ("plain", Options { credit: false, resampling: None, ..Options::default() }),
            ("credit", Options { credit: true, resampling: None, ..Options::default() }),
            ("all", Options::default()),
        ] {
            let mut times = Vec::new();
            for _ in 0..9 {
                let t = Instant::now();
                let a = analyze(&chains, &chosen, &options);
                times.push(t.elapsed());
                if times.len() == 1 { println!("{} broken of {}, plan {:?}", a.outcomes.broken_promises, a.outcomes.complete_chains, a.plan.steps.len()); }
            }
            times.sort();
            println!("{broken}% {what}: {:?} = {:.1} M/s", times[0], chains.rows() as f64 / times[0].as_secs_f64() / 1e6);
        }
        let t = Instant::now();
        domino(&chains, &chosen, Some(Resampling::default()));
        println!("domino {:?}", t.elapsed());
        let t = Instant::now();
        pyramid(&chains, &chosen);
        println!("pyramid {:?}", t.elapsed());
    }
}
