//! `catena reference`: the generated pages and descriptions that the repository keeps. Not shown in the help, since it is
//! of use only where the sources are.

use std::fmt::Write;

use anyhow::Result;
use clap::CommandFactory;

use crate::arguments::{Arguments, Reference};
use crate::terminal;

pub fn run(reference: Reference) -> Result<()> {
    terminal::print(&match reference {
        Reference::Openapi => pretty(&catena_server::openapi())?,
        Reference::Schema => pretty(&catena_server::json_schema())?,
        Reference::Commands => commands(),
        Reference::Problems => catena_server::problems(),
    })
}

fn pretty(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// The help of every command, in Markdown.
fn commands() -> String {
    let mut catena = Arguments::command().term_width(100);
    catena.build();
    let mut page = String::from("# Commands\n\nThis page is generated from `crates/cli/src/arguments.rs`.\n");
    let mut section = |title: &str, command: &mut clap::Command| {
        let _ = write!(page, "\n## {title}\n\n```text\n{}\n```\n", command.render_long_help().to_string().trim_end());
    };
    section("catena", &mut catena.clone());
    for command in catena.get_subcommands_mut().filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        let title = format!("catena {}", command.get_name());
        section(&title, command);
    }
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}
