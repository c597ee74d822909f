//! `catena party` and `catena team`: people, teams and organisations, and who belongs to which team.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::{NewParty, Page, PartyChange, PartyKind, PartyVerb, TeamVerb};
use super::bodies::given;
use super::pages::{self, By};
use super::server::{Answer, Ask, Server};
use super::views::{Directory, Handle, Named, Party, PartyDetail, PartyPage};
use super::{lists, names};
use crate::show::table::{Table, cut};
use crate::show::words::count;
use crate::terminal::{self, FAINT, STRONG, paint};

pub fn run(server: &Server, verb: &PartyVerb) -> Result<()> {
    match verb {
        PartyVerb::List { words, kind, internal, external, page } => {
            let ask = Ask::get("/parties")
                .with_any("q", words.as_ref())
                .with_any("kind", kind.map(PartyKind::word))
                .with_any("internal", (*internal || *external).then_some(*internal));
            list(server, ask, page)
        }
        PartyVerb::Show { party } => {
            let id = names::anybody(server, party)?;
            let answer = server.ask(&format!("\"{party}\" was not shown"), &Ask::get(format!("/parties/{id}")))?;
            server.print(&answer, |detail: PartyDetail| Ok(show(&detail)))
        }
        PartyVerb::Create(new) => create(server, new),
        PartyVerb::Change(typed) => change(server, typed),
        PartyVerb::Reach { party, value, kind, evidence } => {
            let id = names::anybody(server, party)?;
            let body = json!({ "kind": kind, "value": value, "evidence": evidence });
            server.ask("the address was not recorded", &Ask::post(format!("/parties/{id}/handles"), body))?;
            server.confirm(&format!("{party} can be reached at {value}."))
        }
        PartyVerb::Unreach { party, handle } => {
            let id = names::anybody(server, party)?;
            let handle = reached_by(server, id, handle)?;
            server.ask("the address was not forgotten", &Ask::delete(format!("/parties/{id}/handles/{handle}")))?;
            server.confirm("The address is forgotten.")
        }
        PartyVerb::Owner { party, team, nobody } => owner(server, party, team.as_deref(), *nobody),
        PartyVerb::Erase { party, .. } => {
            let id = names::anybody(server, party)?;
            let ask = Ask::post(format!("/parties/{id}/erasure"), Value::Null);
            server.ask(&format!("\"{party}\" was not erased"), &ask)?;
            server.confirm("The names and words were erased; what happened remains.")
        }
    }
}

#[derive(Debug, Deserialize)]
struct Owner {
    team: Option<Named>,
}

/// Shows which team looks after a customer, after it was changed if that is asked for.
fn owner(server: &Server, party: &str, team: Option<&str>, nobody: bool) -> Result<()> {
    let id = names::anybody(server, party)?;
    let place = format!("/parties/{id}/owner");
    let team = team.map(|team| names::team(server, team)).transpose()?;
    let ask = if team.is_some() || nobody { Ask::put(place, json!({ "team": team })) } else { Ask::get(place) };
    let answer = server.ask(&format!("who looks after {party} was not said"), &ask)?;
    server.print(&answer, |owner: Owner| {
        let who = owner.team.map_or_else(|| "No team".to_owned(), |team| team.name);
        Ok(format!("{who} looks after {party}.\n"))
    })
}

/// The id of a way to reach somebody, by the address itself.
fn reached_by(server: &Server, party: Uuid, handle: &str) -> Result<Uuid> {
    if let Ok(id) = handle.parse() {
        return Ok(id);
    }
    let detail: PartyDetail =
        server.ask("the addresses were not listed", &Ask::get(format!("/parties/{party}")))?.read()?;
    let same = |known: &&Handle| known.value.to_lowercase() == handle.to_lowercase();
    let found = detail.handles.iter().find(same).map(|known| known.id);
    found.with_context(|| format!("they are not reached at {handle}"))
}

pub fn run_team(server: &Server, verb: &TeamVerb) -> Result<()> {
    match verb {
        TeamVerb::Members { team } => members(server, team.as_deref()),
        TeamVerb::Join { team, person, leads } => {
            let path = membership(server, team, person)?;
            server.ask(&format!("{person} did not join {team}"), &Ask::put(path, json!({ "leads": leads })))?;
            server.confirm(&format!("{person} {} {team}.", if *leads { "leads" } else { "belongs to" }))
        }
        TeamVerb::Leave { team, person } => {
            let path = membership(server, team, person)?;
            server.ask(&format!("{person} did not leave {team}"), &Ask::delete(path))?;
            server.confirm(&format!("{person} belongs to {team} no longer."))
        }
    }
}

fn list(server: &Server, ask: Ask, page: &Page) -> Result<()> {
    let answer = pages::some(server, "the parties were not listed", page, ask, "parties", By::Cursor)?;
    server.print(&answer, |page: PartyPage| {
        if page.parties.is_empty() {
            return Ok("There is nobody like that.\n".to_owned());
        }
        let mut table = Table::new(&["name", "kind", "belongs to", "", "id"]).with_words(5);
        for party in &page.parties {
            let parent = party.parent.as_ref().map_or("", |parent| parent.name.as_str());
            let id = party.id.to_string();
            table.push(vec![cut(&party.name, terminal::width() / 3), kind(party), parent.to_owned(), marks(party), id]);
        }
        Ok(lists::lines(&table))
    })
}

/// What somebody is, and on which side.
fn kind(party: &Party) -> String {
    if party.internal { party.kind.clone() } else { format!("{}, outside", party.kind) }
}

fn marks(party: &Party) -> String {
    let marks = [lists::mark(party.closed, "closed"), lists::mark(party.confidential, "confidential")];
    marks.into_iter().filter(|mark| !mark.is_empty()).collect::<Vec<_>>().join(", ")
}

fn show(detail: &PartyDetail) -> String {
    let party = &detail.party;
    let marks = marks(party);
    let about = if marks.is_empty() { kind(party) } else { format!("{}, {marks}", kind(party)) };
    let mut lines = vec![format!("{}  {about}", paint(STRONG, &party.name)), paint(FAINT, &party.id.to_string())];
    lines.extend(party.parent.as_ref().map(|parent| format!("belongs to {}", parent.name)));
    if !detail.teams.is_empty() {
        let teams: Vec<&str> = detail.teams.iter().map(|team| team.name.as_str()).collect();
        lines.push(format!("in {}", teams.join(", ")));
    }
    for handle in &detail.handles {
        let evidence = if handle.evidence.is_empty() { String::new() } else { format!(" ({})", handle.evidence) };
        lines.push(format!("{} {}{evidence}", handle.kind, handle.value));
    }
    let heading = format!("Asked for ({})", count(detail.count));
    let asked = lists::section(&heading, lists::requests(&detail.requests).as_ref(), "Nothing so far.");
    format!("{}\n\n{asked}", lines.join("\n"))
}

fn create(server: &Server, new: &NewParty) -> Result<()> {
    let handle = |kind: &str, value: &String| json!({ "kind": kind, "value": value });
    let email = new.email.iter().map(|value| handle("email", value));
    let handles: Vec<Value> = email.chain(new.phone.iter().map(|value| handle("phone", value))).collect();
    let body = given(json!({
        "kind": new.kind.word(),
        "name": new.name,
        "internal": new.internal || matches!(new.kind, PartyKind::Team),
        "parent": new.parent.as_deref().map(|name| names::anybody(server, name)).transpose()?,
        "calendar": new.calendar.as_deref().map(|name| names::calendar(server, name)).transpose()?,
        "confidential": new.confidential,
        "handles": handles,
    }));
    let ask = Ask::post("/parties", body).once(new.once.key.as_deref())?;
    let answer = server.ask(&format!("{} was not recorded", new.name), &ask)?;
    print(server, &answer, "was recorded")
}

fn change(server: &Server, typed: &PartyChange) -> Result<()> {
    let id = names::anybody(server, &typed.party)?;
    let mut body = given(json!({ "name": typed.name, "confidential": typed.confidential, "closed": typed.closed }));
    if let Some(name) = &typed.parent {
        body["parent"] = json!(unless_none(name, |name| names::anybody(server, name))?);
    }
    if let Some(name) = &typed.calendar {
        body["calendar"] = json!(unless_none(name, |name| names::calendar(server, name))?);
    }
    let answer =
        server.ask(&format!("\"{}\" was not changed", typed.party), &Ask::patch(format!("/parties/{id}"), body))?;
    print(server, &answer, "was changed")
}

fn unless_none(name: &str, find: impl FnOnce(&str) -> Result<Uuid>) -> Result<Option<Uuid>> {
    if name == "none" { Ok(None) } else { find(name).map(Some) }
}

fn print(server: &Server, answer: &Answer, done: &str) -> Result<()> {
    server.print(answer, |party: Party| {
        Ok(format!("{} {done}.\n{}\n", paint(STRONG, &party.name), paint(FAINT, &party.id.to_string())))
    })
}

fn members(server: &Server, team: Option<&str>) -> Result<()> {
    let team = team.map(|name| names::team(server, name)).transpose()?;
    let answer = server.ask("the members were not listed", &Ask::get("/directory"))?;
    server.print(&answer, |directory: Directory| {
        let name = |id: Uuid| directory.parties.iter().find(|party| party.id == id).map_or("", |party| &party.name);
        let wanted = directory.members.iter().filter(|member| team.is_none_or(|team| team == member.team));
        let mut rows: Vec<Vec<String>> = wanted
            .map(|member| {
                vec![name(member.team).to_owned(), name(member.person).to_owned(), lists::mark(member.leads, "leads")]
            })
            .collect();
        if rows.is_empty() {
            return Ok("Nobody belongs to it.\n".to_owned());
        }
        rows.sort();
        let mut table = Table::new(&["team", "person", ""]).with_words(3);
        for row in rows {
            table.push(row);
        }
        Ok(lists::lines(&table))
    })
}

fn membership(server: &Server, team: &str, person: &str) -> Result<String> {
    let (team, person) = (names::team(server, team)?, names::person(server, person)?);
    Ok(format!("/teams/{team}/members/{person}"))
}
