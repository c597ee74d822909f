//! `catena recipe`: a proposal on standard output, how sure it is and why on standard error.

use anyhow::Result;

use crate::arguments::Recipe;
use crate::terminal::{self, STRONG, paint};

pub fn run(arguments: &Recipe) -> Result<()> {
    let proposal = catena_formats::propose(&arguments.file)?;
    let sure = format!("{:.0} % sure", proposal.confidence * 100.0);
    anstream::eprintln!("{}: {}", arguments.file.display(), paint(STRONG, &sure));
    for reason in &proposal.reasons {
        anstream::eprintln!("  {reason}");
    }
    anstream::eprintln!("Save it, correct what is wrong, and pass it with --recipe.");
    terminal::print(&proposal.recipe.to_toml())
}
