//! `catena service`: what can be asked for, and the plan behind it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::ServiceVerb;
use super::files::{self, Mention};
use super::names::{self, Candidate};
use super::server::{Answer, Ask, Server, fresh_id};
use super::views::{Plan, Service, Services, Step};
use super::{lists, times};
use crate::show::table::{Table, cut, wrap};
use crate::show::words::duration;
use crate::terminal::{self, FAINT, STRONG, paint};

/// A service as a file holds it: what the API shows, or what somebody wrote.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Option<Uuid>,
    name: String,
    #[serde(default)]
    description: String,
    provider: Mention,
    #[serde(default)]
    for_customers: bool,
    #[serde(default)]
    closed: bool,
    #[serde(default)]
    plan: WrittenPlan,
    revision: Option<i64>,
    #[serde(default, rename = "version")]
    _version: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenPlan {
    steps: Vec<WrittenStep>,
    fields: Vec<WrittenField>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    id: Option<Uuid>,
    name: String,
    provider: Mention,
    seconds: i64,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    checklist: Vec<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(default = "text")]
    kind: String,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    internal: bool,
}

/// What stands in a field of which nothing else is said.
fn text() -> String {
    "text".to_owned()
}

pub fn run(server: &Server, verb: &ServiceVerb) -> Result<()> {
    match verb {
        ServiceVerb::List => list(server),
        ServiceVerb::Show { service } => show(server, service),
        ServiceVerb::Versions { service } => versions(server, service),
        ServiceVerb::Possible { service, due } => possible(server, service, *due),
        ServiceVerb::Save { file } => save(server, file),
    }
}

fn list(server: &Server) -> Result<()> {
    let answer = server.ask("the services were not listed", &Ask::get("/services"))?;
    server.print(&answer, |all: Services| {
        if all.services.is_empty() {
            return Ok("There is no service yet.\n".to_owned());
        }
        let mut table = Table::new(&["name", "answered for by", "", "steps", "version", "id"]).with_words(3);
        for service in &all.services {
            table.push(vec![
                cut(&service.name, terminal::width() / 3),
                service.provider.name.clone(),
                marks(service),
                service.plan.steps.len().to_string(),
                service.version.to_string(),
                service.id.to_string(),
            ]);
        }
        Ok(lists::lines(&table))
    })
}

fn marks(service: &Service) -> String {
    let marks = [lists::mark(service.for_customers, "for customers"), lists::mark(service.closed, "closed")];
    marks.into_iter().filter(|mark| !mark.is_empty()).collect::<Vec<_>>().join(", ")
}

fn show(server: &Server, name: &str) -> Result<()> {
    let failed = format!("the service \"{name}\" was not shown");
    let all: Value = server.ask(&failed, &Ask::get("/services"))?.read()?;
    let known: Services = serde_json::from_value(all.clone()).context(failed)?;
    let id = match name.parse() {
        Ok(id) => id,
        Err(_) => names::choose("service", name, &candidates(&known))?.id,
    };
    let found = all["services"].as_array().into_iter().flatten().find(|service| service["id"] == json!(id));
    let Some(found) = found else { bail!("there is no service {id}") };
    let people = names::everybody_inside(server)?;
    server.print(&Answer::from(found), |service: Service| Ok(page(&service, &people)))
}

#[derive(Debug, Deserialize)]
struct Versions {
    versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
struct Version {
    #[serde(rename = "version")]
    number: i64,
    made_at: Timestamp,
    plan: Plan,
}

fn versions(server: &Server, name: &str) -> Result<()> {
    let id = names::service(server, name)?;
    let answer = server.ask("the versions were not listed", &Ask::get(format!("/services/{id}/versions")))?;
    server.print(&answer, |all: Versions| {
        let mut table = Table::new(&["version", "written", "steps"]);
        for one in all.versions {
            let steps: Vec<String> = one.plan.steps.into_iter().map(|step| step.name).collect();
            table.push(vec![one.number.to_string(), times::show(one.made_at), steps.join(", ")]);
        }
        Ok(lists::lines(&table))
    })
}

#[derive(Debug, Deserialize)]
struct Possible {
    earliest_end_at: Option<Timestamp>,
    shortfall: Option<i64>,
}

fn possible(server: &Server, name: &str, due: Option<Timestamp>) -> Result<()> {
    let id = names::service(server, name)?;
    let ask = Ask::get(format!("/services/{id}/possible")).with_any("due_at", due);
    let answer = server.ask("nothing was said of the service", &ask)?;
    server.print(&answer, |found: Possible| {
        let end = match found.earliest_end_at {
            Some(end) => format!("It can be done {} at the earliest.\n", times::show(end)),
            None => "Nothing is planned that takes time, or no calendar holds so much.\n".to_owned(),
        };
        let short = found.shortfall.map(|short| format!("That is {} too late.\n", duration(short)));
        Ok(end + &short.unwrap_or_default())
    })
}

fn candidates(services: &Services) -> Vec<Candidate> {
    let candidate = |service: &Service| Candidate {
        id: service.id,
        name: service.name.clone(),
        kind: service.provider.name.clone(),
    };
    services.services.iter().map(candidate).collect()
}

fn page(service: &Service, people: &[Candidate]) -> String {
    let marks = marks(service);
    let about = if marks.is_empty() { String::new() } else { format!("  {marks}") };
    let mut lines = vec![
        format!("{}{about}", paint(STRONG, &service.name)),
        format!("{} answers for it, version {}", service.provider.name, service.version),
        paint(FAINT, &service.id.to_string()),
    ];
    lines.extend(service.description.lines().map(|line| wrap(line, terminal::width(), 0)));
    if !service.plan.fields.is_empty() {
        let labels: Vec<&str> = service.plan.fields.iter().map(|field| field.label.as_str()).collect();
        lines.push(format!("asks for {}", labels.join(", ")));
    }
    let mut table = Table::new(&["step", "by", "after", "takes"]).with_words(3);
    let step_name = |id: &Uuid| {
        let known = service.plan.steps.iter().find(|step| step.id == *id);
        known.map_or_else(|| id.to_string(), |step| step.name.clone())
    };
    for step in &service.plan.steps {
        let by = people.iter().find(|known| known.id == step.provider);
        let after: Vec<String> = step.after.iter().map(step_name).collect();
        let by = by.map_or_else(|| step.provider.to_string(), |known| known.name.clone());
        table.push(vec![step.name.clone(), by, after.join(", "), duration(step.seconds)]);
    }
    let table = (!service.plan.steps.is_empty()).then_some(&table);
    let plan = lists::section("The plan", table, "Whoever answers for it does it all.");
    format!("{}\n\n{plan}", lines.join("\n"))
}

/// Saves what a file holds: in the place of the service with its id or its name, or as a new one.
fn save(server: &Server, file: &Path) -> Result<()> {
    let written: Written = files::read(file)?;
    let known: Services = server.ask("the services were not listed", &Ask::get("/services"))?.read()?;
    let place = match written.id {
        Some(id) => known.services.iter().find(|service| service.id == id),
        None => known.services.iter().find(|service| service.name == written.name),
    };
    if let (Some(id), None) = (written.id, place) {
        bail!("{}: there is no service {id}; leave the id out to make a new one", file.display());
    }
    let steps = steps(server, &written.plan.steps, place.map_or(&[], |service| &service.plan.steps))?;
    let body = json!({
        "name": written.name,
        "description": written.description,
        "provider": provider(server, &written.provider)?,
        "for_customers": written.for_customers,
        "closed": written.closed,
        "plan": { "steps": steps, "fields": written.plan.fields },
    });
    let ask = match place {
        Some(service) => Ask::put(format!("/services/{}", service.id), body).seen(written.revision),
        None => Ask::post("/services", body),
    };
    let answer = server.ask(&format!("the service \"{}\" was not saved", written.name), &ask)?;
    server.print(&answer, |service: Service| {
        let name = paint(STRONG, &service.name);
        Ok(format!("{name} was saved: version {}.\n{}\n", service.version, paint(FAINT, &service.id.to_string())))
    })
}

/// The steps with ids: the one that is written, that of the step of the same name so far, or a new one.
fn steps(server: &Server, written: &[WrittenStep], so_far: &[Step]) -> Result<Vec<Value>> {
    let mut ids = Vec::new();
    for step in written {
        let same = so_far.iter().find(|known| known.name == step.name).map(|known| known.id);
        ids.push(step.id.or(same).map_or_else(fresh_id, Ok)?);
    }
    let find = |text: &String| -> Result<Uuid> {
        let named = written.iter().position(|step| step.name == *text).map(|index| ids[index]);
        named.or_else(|| text.parse().ok()).with_context(|| format!("there is no step \"{text}\" to come after"))
    };
    let mut steps = Vec::new();
    for (step, id) in written.iter().zip(&ids) {
        let after = step.after.iter().map(find).collect::<Result<Vec<Uuid>>>()?;
        steps.push(json!({
            "id": id,
            "name": step.name,
            "provider": provider(server, &step.provider)?,
            "seconds": step.seconds,
            "after": after,
            "checklist": step.checklist,
        }));
    }
    Ok(steps)
}

fn provider(server: &Server, mention: &Mention) -> Result<Uuid> {
    mention.id().map_or_else(|| names::colleague(server, &mention.text()), Ok)
}
