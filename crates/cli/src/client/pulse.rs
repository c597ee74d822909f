//! `catena pulse`: how it is to work here. Nobody answers from here: a form says before what is kept, and of whom.

use std::io::{self, Write};

use anyhow::{Result, bail};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::arguments::PulseVerb;
use super::server::{Answer, Ask, Server};
use super::views::Named;
use super::{files, lists, times};
use crate::show::table::Table;
use crate::show::words::some;
use crate::terminal::{STRONG, paint};

#[derive(Debug, Deserialize)]
struct Overview {
    open: Option<Open>,
    closed: Vec<Over>,
}

#[derive(Debug, Deserialize)]
struct Open {
    id: Uuid,
    number: i64,
    name: String,
    floor: u16,
    people: u64,
    ends_at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct Over {
    id: Uuid,
    number: i64,
    name: String,
    floor: u16,
    closed_at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
struct Preview {
    people: u64,
    teamless: u64,
    cells: Vec<Cell>,
}

#[derive(Debug, Deserialize)]
struct Cell {
    name: String,
    people: u64,
    teams: Vec<Team>,
}

#[derive(Debug, Deserialize)]
struct Team {
    name: String,
    people: u64,
}

#[derive(Debug, Deserialize)]
struct Release {
    wave: Over,
    crowd: u64,
    places: Vec<Place>,
    questions: Vec<Asked>,
    comments: Vec<Comments>,
}

#[derive(Debug, Deserialize)]
struct Place {
    unit: String,
    name: String,
    depth: usize,
    people: u64,
    answered: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    question: String,
    words: Option<Wording>,
    figures: Vec<Figure>,
}

#[derive(Debug, Deserialize)]
struct Wording {
    en: String,
    fr: String,
    de: String,
}

#[derive(Debug, Deserialize)]
struct Figure {
    unit: String,
    n: u64,
    early: bool,
    measures: Vec<Told>,
}

#[derive(Debug, Deserialize)]
struct Told {
    measure: String,
    low: f64,
    high: f64,
    interval_low: f64,
    interval_high: f64,
}

#[derive(Debug, Deserialize)]
struct Comments {
    unit: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Teams {
    teams: Vec<OfTeam>,
}

#[derive(Debug, Deserialize)]
struct OfTeam {
    team: String,
    now: Share,
    before: Option<Share>,
}

#[derive(Debug, Deserialize)]
struct Share {
    n: u64,
    low: f64,
    high: f64,
}

#[derive(Debug, Deserialize)]
struct Looks {
    looks: Vec<Look>,
}

#[derive(Debug, Deserialize)]
struct Look {
    by: Named,
    at: Timestamp,
}

pub fn run(server: &Server, verb: &PulseVerb) -> Result<()> {
    match verb {
        PulseVerb::List => {
            let answer = server.ask("the waves were not listed", &Ask::get("/pulse"))?;
            server.print(&answer, |overview: Overview| Ok(show_waves(&overview)))
        }
        PulseVerb::Preview { file } => {
            let ask = Ask::post("/pulse/preview", files::read::<Value>(file)?);
            let answer = server.ask("nothing can be said of that wave", &ask)?;
            server.print(&answer, |preview: Preview| Ok(show_preview(&preview)))
        }
        PulseVerb::Launch { file } => {
            let ask = Ask::post("/pulse/waves", files::read::<Value>(file)?);
            let answer = server.ask("the wave was not launched", &ask)?;
            server.print(&answer, |open: Open| Ok(format!("{}\n", launched(&open))))
        }
        PulseVerb::Remind { wave } => {
            let wave = find(server, wave)?;
            server.ask("nobody was reminded", &Ask::post(format!("/pulse/waves/{wave}/reminder"), Value::Null))?;
            server.confirm("Everybody is reminded, whether or not they answered.")
        }
        PulseVerb::Close { wave, yes } => {
            if !yes {
                bail!("a wave that ended takes no answers any more; if that is meant, add --yes");
            }
            let wave = find(server, wave)?;
            server.ask("the wave was not ended", &Ask::post(format!("/pulse/waves/{wave}/close"), Value::Null))?;
            server.confirm("It is over: what came of it is released, and all single answers are destroyed.")
        }
        PulseVerb::Results { wave, csv } => results(server, find(server, wave)?, *csv),
        PulseVerb::Teams => {
            let answer = server.ask("it is not known what was released of teams", &Ask::get("/pulse/teams"))?;
            server.print(&answer, |told: Teams| Ok(show_teams(told)))
        }
        PulseVerb::Looks { wave } => {
            let ask = Ask::get(format!("/pulse/waves/{}/looks", find(server, wave)?));
            let answer = server.ask("it is not known who looked", &ask)?;
            server.print(&answer, |looks: Looks| Ok(show_looks(looks)))
        }
    }
}

/// The wave of a number or an id.
fn find(server: &Server, wave: &str) -> Result<Uuid> {
    if let Ok(id) = wave.parse() {
        return Ok(id);
    }
    let all: Overview = server.ask("the waves were not listed", &Ask::get("/pulse"))?.read()?;
    let open = all.open.iter().map(|open| (open.number, open.id));
    let known = open.chain(all.closed.iter().map(|closed| (closed.number, closed.id)));
    match known.into_iter().find(|(number, _)| number.to_string() == wave) {
        Some((_, id)) => Ok(id),
        None => bail!("there is no wave {wave}; `catena pulse list` shows them"),
    }
}

fn results(server: &Server, wave: Uuid, csv: bool) -> Result<()> {
    let ask = Ask::get(format!("/pulse/waves/{wave}/release"));
    let failed = "what was released is not shown";
    if csv {
        let bytes = server.bytes(failed, &ask.with("format", "csv"))?;
        return Ok(io::stdout().lock().write_all(&bytes)?);
    }
    let answer: Answer = server.ask(failed, &ask)?;
    server.print(&answer, |release: Release| Ok(show_release(&release)))
}

fn launched(open: &Open) -> String {
    let people = some(open.people, "person is", "people are");
    format!("{} ({}) is open until {}: {people} asked.", open.name, open.number, times::show(open.ends_at))
}

fn show_waves(overview: &Overview) -> String {
    if overview.open.is_none() && overview.closed.is_empty() {
        return "There was no wave yet.\n".to_owned();
    }
    let mut table = Table::new(&["wave", "name", "state", "floor", "id"]).with_words(4);
    if let Some(open) = &overview.open {
        let state = format!("open until {}", times::show(open.ends_at));
        table.push(vec![
            open.number.to_string(),
            open.name.clone(),
            state,
            open.floor.to_string(),
            open.id.to_string(),
        ]);
    }
    for closed in &overview.closed {
        let state = format!("over since {}", times::show_any(closed.closed_at));
        table.push(vec![
            closed.number.to_string(),
            closed.name.clone(),
            state,
            closed.floor.to_string(),
            closed.id.to_string(),
        ]);
    }
    lists::lines(&table)
}

fn show_preview(preview: &Preview) -> String {
    let mut table = Table::new(&["answers count at", "people", "teams"]).with_words(3);
    for cell in &preview.cells {
        let teams: Vec<String> = cell.teams.iter().map(|team| format!("{} ({})", team.name, team.people)).collect();
        table.push(vec![cell.name.clone(), cell.people.to_string(), teams.join(", ")]);
    }
    let people = some(preview.people, "person would be", "people would be");
    format!("{people} asked, {} of them without a team.\n\n{}", preview.teamless, lists::lines(&table))
}

fn show_teams(told: Teams) -> String {
    if told.teams.is_empty() {
        return "Nothing is told of any team yet.\n".to_owned();
    }
    let range = |share: &Share| format!("{:.0} to {:.0} %", 100.0 * share.low, 100.0 * share.high);
    let mut table = Table::new(&["team", "favourable", "people", "before"]).with_words(1);
    for team in told.teams {
        let before = team.before.as_ref().map_or("–".to_owned(), range);
        table.push(vec![team.team, range(&team.now), team.now.n.to_string(), before]);
    }
    lists::lines(&table)
}

fn show_looks(looks: Looks) -> String {
    if looks.looks.is_empty() {
        return "Nobody looked yet.\n".to_owned();
    }
    let mut table = Table::new(&["when", "who"]).with_words(2);
    for look in looks.looks {
        table.push(vec![times::show(look.at), look.by.name]);
    }
    lists::lines(&table)
}

fn show_release(release: &Release) -> String {
    let title = format!("{} ({}), floor {}", release.wave.name, release.wave.number, release.wave.floor);
    let mut text = format!("{}\n", paint(STRONG, &title));
    for question in &release.questions {
        let words = question.words.as_ref().map(|words| {
            [&words.en, &words.fr, &words.de].into_iter().find(|words| !words.is_empty()).map_or("", String::as_str)
        });
        let heading = words.unwrap_or("eNPS");
        let mut table = Table::new(&["where", "took part", "n", "figure", "95 %", ""]).with_words(1);
        for place in &release.places {
            let name = format!("{}{}", "  ".repeat(place.depth), place.name);
            let part = place.answered.map_or(String::new(), |answered| format!("{answered} of {}", place.people));
            let figure = question.figures.iter().find(|figure| figure.unit == place.unit);
            table.push(match figure.and_then(|figure| figure.measures.first().map(|told| (figure, told))) {
                Some((figure, told)) => {
                    let early = if figure.early { "early".to_owned() } else { String::new() };
                    let band = range(&told.measure, told.low, told.high);
                    let interval = range(&told.measure, told.interval_low, told.interval_high);
                    vec![name, part, figure.n.to_string(), band, interval, early]
                }
                None if place.people < release.crowd => {
                    vec![
                        name,
                        part,
                        String::new(),
                        "counts above: too few people".to_owned(),
                        String::new(),
                        String::new(),
                    ]
                }
                None => vec![name, part, String::new(), "withheld".to_owned(), String::new(), String::new()],
            });
        }
        text.extend(["\n", heading, &mark(&question.question), "\n", &lists::lines(&table)]);
    }
    for Comments { unit, words } in release.comments.iter().take(1) {
        let place = release.places.iter().find(|place| place.unit == *unit).map_or("", |place| place.name.as_str());
        text.extend(["\nComments, ", place, ", in no order:\n"]);
        for comment in words {
            text.extend(["  · ", &comment.replace('\n', " "), "\n"]);
        }
    }
    text
}

fn mark(question: &str) -> String {
    if question == "enps" { String::new() } else { format!(" [{question}]") }
}

/// A figure as a range: shares in per cent, the recommendation as a number.
fn range(measure: &str, low: f64, high: f64) -> String {
    let (scale, unit) = if measure == "balance" { (1.0, "") } else { (100.0, " %") };
    let (low, high) = ((low * scale).round(), (high * scale).round());
    if (low - high).abs() < 0.5 { format!("{low:.0}{unit}") } else { format!("{low:.0} to {high:.0}{unit}") }
}
