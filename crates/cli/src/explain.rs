//! `catena explain`: one chain as a waterfall.

use anyhow::{Result, bail};
use catena_analysis::Chains;
use catena_server::report::ChainDetail;

use crate::arguments::Explain;
use crate::show::waterfall;
use crate::{log, terminal};

pub fn run(arguments: &Explain) -> Result<()> {
    let chains = log::open(std::slice::from_ref(&arguments.file), &arguments.reading)?.chains;
    let Some(number) = find(&chains, &arguments.chain) else {
        bail!("{}: {}", arguments.file.display(), missing(&chains, &arguments.chain));
    };
    let chain = ChainDetail::new(&chains, number, arguments.budget.typical);
    if arguments.json {
        return terminal::print(&format!("{}\n", serde_json::to_string_pretty(&chain)?));
    }
    terminal::print(&waterfall::show(&chain, terminal::width()))
}

/// The number of the chain whose root is `id`, or that `id` is part of.
fn find(chains: &Chains, id: &str) -> Option<usize> {
    chains.find(id).or_else(|| {
        let holds = |chain: &usize| chains.chain(*chain).rows.iter().any(|&row| chains.id(row) == id);
        (0..chains.len()).find(holds)
    })
}

/// Why there is no such chain, and what to do.
fn missing(chains: &Chains, id: &str) -> String {
    let row = (0..chains.rows() as u32).find(|&row| chains.id(row) == id);
    match row {
        Some(row) => {
            let (file, line) = chains.place(row);
            format!(
                "{id} stands in {file}:{line}, but its chain is not complete or cannot be used; `catena quality` says why"
            )
        }
        None if chains.is_empty() => format!("there is no chain {id}, nor any other complete one"),
        None => format!("there is no chain {id}; the first one is {}", chains.root_id(0)),
    }
}
