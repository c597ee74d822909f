//! `catena reference`: the generated pages and descriptions that the repository keeps. Not shown in the help, since it is
//! of use only where the sources are.

use std::fmt::Write;

use anyhow::Result;
use clap::{Command, CommandFactory};

use crate::arguments::{Arguments, Reference};
use crate::client::arguments::SERVER;
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

/// The help of every command, in Markdown: nouns with their verbs below them.
fn commands() -> String {
    let mut catena = Arguments::command().term_width(100);
    catena.build();
    let mut page = String::from(
        "# Commands\n\nThis page is generated from `crates/cli/src/arguments.rs` and \
         `crates/cli/src/client/arguments.rs`.\n\nThe options under \"Server\" go with every verb of a noun.\n",
    );
    describe(&mut page, "##", "catena", &catena);
    for command in shown(&catena) {
        let name = format!("catena {}", command.get_name());
        describe(&mut page, "##", &name, command);
        for verb in shown(command) {
            let verb = verb.clone().mut_args(|option| {
                let of_the_noun = option.get_help_heading() == Some(SERVER);
                option.hide(of_the_noun)
            });
            describe(&mut page, "###", &format!("{name} {}", verb.get_name()), &verb);
        }
    }
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// The commands below `command` that the help shows.
fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

fn describe(page: &mut String, depth: &str, title: &str, command: &Command) {
    let help = command.clone().render_long_help().to_string();
    let _ = write!(page, "\n{depth} {title}\n\n```text\n{}\n```\n", help.trim_end());
}
