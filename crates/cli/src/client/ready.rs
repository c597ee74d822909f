//! `catena macro` and `catena signature`: texts that are written once and used often.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::arguments::{MacroVerb, SignatureVerb};
use super::bodies::{given, words};
use super::files::{self, Mention};
use super::server::{Ask, Server};
use super::views::Named;
use super::{lists, names};
use crate::show::table::{Table, cut};
use crate::terminal::{self, STRONG, paint};

#[derive(Debug, Deserialize)]
struct Macros {
    macros: Vec<Macro>,
}

#[derive(Debug, Deserialize)]
struct Macro {
    id: Uuid,
    name: String,
    body: String,
    audience: String,
    team: Option<Named>,
}

/// A ready text as a file holds it: what the API shows, or what somebody wrote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Option<Uuid>,
    name: String,
    body: String,
    audience: String,
    team: Option<Mention>,
    priority: Option<u8>,
    #[serde(default)]
    tags: Vec<String>,
    rests: Option<String>,
    #[serde(default, rename = "may_change")]
    _may_change: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Signatures {
    teams: Vec<TeamSignature>,
    used: String,
}

#[derive(Debug, Deserialize)]
struct TeamSignature {
    team: Named,
    words: String,
}

#[derive(Debug, Deserialize)]
struct Here {
    me: Me,
}

#[derive(Debug, Deserialize)]
struct Me {
    person: Named,
}

pub fn run_macro(server: &Server, verb: &MacroVerb) -> Result<()> {
    match verb {
        MacroVerb::List => {
            let answer = server.ask("the ready texts were not listed", &Ask::get("/macros"))?;
            server.print(&answer, |all: Macros| {
                let mut table = Table::new(&["name", "words", "whose", "id"]).with_words(3);
                for one in all.macros {
                    let words = cut(&one.body.replace('\n', " "), terminal::width() / 3);
                    let whose = one.team.map_or(one.audience, |team| team.name);
                    table.push(vec![one.name, words, whose, one.id.to_string()]);
                }
                Ok(lists::lines(&table))
            })
        }
        MacroVerb::Save { file } => save(server, file),
        MacroVerb::Remove { id } => {
            server.ask("the ready text was not removed", &Ask::delete(format!("/macros/{id}")))?;
            server.confirm("The ready text was removed.")
        }
    }
}

fn save(server: &Server, file: &Path) -> Result<()> {
    let written: Written = files::read(file)?;
    let team = written.team.as_ref().map(|team| team.id().map_or_else(|| names::team(server, &team.text()), Ok));
    let body = given(json!({
        "name": written.name,
        "body": written.body,
        "audience": written.audience,
        "team": team.transpose()?,
        "priority": written.priority,
        "tags": written.tags,
        "rests": written.rests,
    }));
    let ask = match written.id {
        Some(id) => Ask::put(format!("/macros/{id}"), body),
        None => Ask::post("/macros", body),
    };
    let answer = server.ask(&format!("the ready text \"{}\" was not saved", written.name), &ask)?;
    server.print(&answer, |one: Macro| Ok(format!("{} was saved: {}\n", paint(STRONG, &one.name), one.id)))
}

pub fn run_signature(server: &Server, verb: &SignatureVerb) -> Result<()> {
    match verb {
        SignatureVerb::Show => {
            let answer = server.ask("the signatures were not shown", &Ask::get("/signatures"))?;
            server.print(&answer, |all: Signatures| {
                let used =
                    if all.used.is_empty() { "Nothing stands under your messages.".to_owned() } else { all.used };
                let team = |one: &TeamSignature| format!("\n{}\n{}\n", paint(STRONG, &one.team.name), one.words);
                let written = all.teams.iter().filter(|one| !one.words.is_empty());
                Ok(format!("{used}\n{}", written.map(team).collect::<String>()))
            })
        }
        SignatureVerb::Write { words: text, team } => {
            let of = match team {
                Some(team) => names::team(server, team)?,
                None => me(server)?,
            };
            let ask = Ask::put(format!("/signatures/{of}"), json!({ "words": words(text)? }));
            server.ask("the signature was not written", &ask)?;
            server.confirm("The signature was written.")
        }
    }
}

fn me(server: &Server) -> Result<Uuid> {
    let here: Here = server.ask("nobody is known by this token", &Ask::get("/session"))?.read()?;
    Ok(here.me.person.id)
}
