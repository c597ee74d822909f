//! `catena policy`: what is promised to whom.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::PolicyVerb;
use super::files::{self, Mention};
use super::lists;
use super::names::{self, Candidate};
use super::server::{Ask, Server};
use super::views::{Party, Policy, Rule};
use crate::show::table::Table;
use crate::show::words::{duration, some};

/// The rules as a file holds them: what the API shows, or with names in the place of ids.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: i64,
    rules: Vec<WrittenRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    service: Option<Mention>,
    priority: Option<u8>,
    customer: Option<Mention>,
    first_response: Option<i64>,
    resolution: Option<i64>,
    calendar: Option<Mention>,
}

pub fn run(server: &Server, verb: &PolicyVerb) -> Result<()> {
    match verb {
        PolicyVerb::Show => show(server),
        PolicyVerb::Save { file } => save(server, file),
    }
}

fn show(server: &Server) -> Result<()> {
    let answer = server.ask("the rules were not shown", &Ask::get("/policy"))?;
    server.print(&answer, |policy: Policy| {
        if policy.rules.is_empty() {
            return Ok(format!("Nothing is promised by rule (version {}).\n", policy.version));
        }
        let (services, calendars) = (names::services(server)?, names::calendars(server)?);
        let heading = ["service", "customer", "priority", "first response", "resolution", "calendar"];
        let mut table = Table::new(&heading).with_words(3);
        for rule in &policy.rules {
            table.push(row(server, rule, &services, &calendars)?);
        }
        Ok(format!("{}\nversion {}\n", lists::lines(&table), policy.version))
    })
}

fn row(server: &Server, rule: &Rule, services: &[Candidate], calendars: &[Candidate]) -> Result<Vec<String>> {
    let customer = match rule.customer {
        None => "any".to_owned(),
        Some(id) => {
            let party: Party = server.ask("a customer was not found", &Ask::get(format!("/parties/{id}")))?.read()?;
            party.name
        }
    };
    let time = |seconds: Option<i64>| seconds.map_or_else(|| "–".to_owned(), duration);
    Ok(vec![
        rule.service.map_or_else(|| "any".to_owned(), |id| name_of(services, id)),
        customer,
        rule.priority.map_or_else(|| "any".to_owned(), |priority| priority.to_string()),
        time(rule.first_response),
        time(rule.resolution),
        rule.calendar.map_or_else(|| "elapsed time".to_owned(), |id| name_of(calendars, id)),
    ])
}

fn name_of(known: &[Candidate], id: Uuid) -> String {
    known.iter().find(|candidate| candidate.id == id).map_or_else(|| id.to_string(), |candidate| candidate.name.clone())
}

fn save(server: &Server, file: &Path) -> Result<()> {
    let written: Written = files::read(file)?;
    let rules = written.rules.iter().map(|rule| read(server, rule)).collect::<Result<Vec<Value>>>()?;
    let body = json!({ "version": written.version, "rules": rules });
    let answer = server.ask("the rules were not saved", &Ask::put("/policy", body))?;
    server.print(&answer, |policy: Policy| {
        let rules = some(policy.rules.len() as u64, "rule counts", "rules count");
        Ok(format!("{rules} from now on: version {}.\n", policy.version))
    })
}

/// A rule with ids.
fn read(server: &Server, rule: &WrittenRule) -> Result<Value> {
    let find = |mention: &Option<Mention>, find: fn(&Server, &str) -> Result<Uuid>| {
        mention.as_ref().map(|mention| find(server, &mention.text())).transpose()
    };
    Ok(json!({
        "service": find(&rule.service, names::service)?,
        "priority": rule.priority,
        "customer": find(&rule.customer, names::anybody)?,
        "first_response": rule.first_response,
        "resolution": rule.resolution,
        "calendar": find(&rule.calendar, names::calendar)?,
    }))
}
