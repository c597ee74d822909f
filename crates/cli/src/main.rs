//! The one binary, `catena`: what was typed becomes one call, its outcome an exit code.
//!
//! 0 done, 1 failed, 2 not understood. Whoever closes the pipe early has seen enough: that is no failure. Nothing is
//! computed here; the findings come from the same functions that the server answers with.

mod admin;
mod analyze;
mod arguments;
mod client;
mod convert;
mod explain;
mod keeping;
mod log;
mod progress;
mod quality;
mod recipe;
mod reference;
mod sample;
mod serve;
mod show;
mod sign_on;
mod terminal;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};

/// Answers are many small pieces of memory, taken on one thread and given back on another.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command) {
        Err(error) if !is_broken_pipe(&error) => {
            terminal::complain(&error);
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn run(command: &Command) -> Result<()> {
    match command {
        Command::Analyze(analyze) => analyze::run(analyze),
        Command::Explain(explain) => explain::run(explain),
        Command::Quality(quality) => quality::run(quality),
        Command::Recipe(recipe) => recipe::run(recipe),
        Command::Convert(convert) => convert::run(convert),
        Command::Sample(sample) => sample::run(sample),
        Command::Serve(serve) => serve::run(serve),
        Command::Admin(admin) => admin::run(admin),
        Command::Backup { file, keep } => keeping::backup(file, keep),
        Command::Restore { file, keep } => keeping::restore(file, keep),
        Command::Doctor { keep } => keeping::examine(keep),
        Command::Client(client) => client::run(client),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "catena", &mut script);
            terminal::print(&String::from_utf8_lossy(&script))
        }
        Command::Reference { page } => reference::run(*page),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
