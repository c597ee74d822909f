//! `catena feedback scores`, `catena feedback experience` and `catena rating links`: scores with what they rest on. Below
//! five answers there is none.

use anyhow::Result;
use jiff::Timestamp;
use serde::Deserialize;

use super::arguments::{FeedbackPeriod, ScoreFilter};
use super::lists::{self, plain};
use super::server::{Ask, Server};
use super::{names, voices};
use crate::show::table::Table;
use crate::show::words::{count, percent};

#[derive(Debug, Deserialize)]
struct Scores {
    scores: Vec<Line>,
}

#[derive(Debug, Deserialize)]
struct Line {
    purpose: String,
    score: Score,
    change: Option<Change>,
}

#[derive(Debug, Deserialize)]
struct Score {
    scale: String,
    n: u64,
    standing: String,
    value: Option<f64>,
    interval: Option<(f64, f64)>,
}

#[derive(Debug, Deserialize)]
struct Change {
    by: f64,
    interval: (f64, f64),
    arrow: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Experience {
    since: Timestamp,
    until: Timestamp,
    asked: u64,
    answered: u64,
    scores: Vec<Line>,
    promises: Vec<AtPromise>,
}

#[derive(Debug, Deserialize)]
struct AtPromise {
    kept: Point,
    broken: Point,
    steps: Vec<Step>,
    links: Vec<Broke>,
}

#[derive(Debug, Deserialize)]
struct Point {
    score: Score,
}

#[derive(Debug, Deserialize)]
struct Step {
    step: String,
    point: Point,
}

#[derive(Debug, Deserialize)]
struct Broke {
    provider: String,
    point: Point,
}

#[derive(Debug, Deserialize)]
struct RatedLinks {
    links: Vec<RatedLink>,
    edges: Vec<RatedEdge>,
    chains: Vec<RatedChain>,
    weakest: Weakest,
}

#[derive(Debug, Deserialize)]
struct RatedLink {
    provider: String,
    right: Option<Sampled>,
    well: Option<Sampled>,
}

#[derive(Debug, Deserialize)]
struct RatedEdge {
    provider: String,
    customer: String,
    right: Option<Sampled>,
    well: Option<Sampled>,
}

#[derive(Debug, Deserialize)]
struct Sampled {
    n: u64,
    standing: String,
    share: f64,
    interval: (f64, f64),
}

#[derive(Debug, Deserialize)]
struct RatedChain {
    chains: u64,
    links: Vec<Chained>,
    rolled: Option<Rolled>,
}

#[derive(Debug, Deserialize)]
struct Chained {
    provider: String,
}

#[derive(Debug, Deserialize)]
struct Rolled {
    share: f64,
    interval: (f64, f64),
}

#[derive(Debug, Deserialize)]
struct Weakest {
    named: Option<String>,
    candidates: Vec<String>,
}

impl Score {
    fn write(&self, value: f64) -> String {
        if self.scale == "nps" { points(value) } else { percent(value) }
    }

    /// The figure, its interval and how many answers; three cells.
    fn cells(&self) -> Vec<String> {
        let (value, interval) = match (self.value, self.interval) {
            (Some(value), Some((low, high))) => {
                (self.write(value), format!("{} to {}", self.write(low), self.write(high)))
            }
            _ => ("too few".to_owned(), String::new()),
        };
        vec![value, interval, answers(self.n, &self.standing)]
    }
}

impl Change {
    fn words(&self, scale: &str) -> String {
        let unit = if scale == "nps" { 1.0 } else { 100.0 };
        let [by, low, high] = [self.by, self.interval.0, self.interval.1].map(|end| points(unit * end));
        let arrow = self.arrow.as_deref().unwrap_or("may be noise");
        format!("{by} ({low} to {high}, {arrow})")
    }
}

fn points(value: f64) -> String {
    format!("{value:+.0}")
}

fn answers(n: u64, standing: &str) -> String {
    if standing == "early" { format!("{}, early", count(n)) } else { count(n) }
}

/// Two cells: the share with its interval, and how many ratings.
fn rated(share: Option<&Sampled>) -> Vec<String> {
    let Some(Sampled { n, standing, share, interval: (low, high) }) = share else {
        return vec!["not yet known".to_owned(), String::new()];
    };
    vec![format!("{} ({} to {})", percent(*share), percent(*low), percent(*high)), answers(*n, standing)]
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new(&["score", "about", "value", "95 %", "answers", "change"]).with_words(2);
    for line in lines {
        let about = if line.purpose == "relationship" { "the organisation" } else { "a promise" };
        let mut row = vec![line.score.scale.to_uppercase(), about.to_owned()];
        row.extend(line.score.cells());
        row.push(line.change.as_ref().map_or_else(String::new, |change| change.words(&line.score.scale)));
        table.push(row);
    }
    table
}

/// `catena feedback scores`.
pub fn scores(server: &Server, filter: &ScoreFilter) -> Result<()> {
    let ask = Ask::get("/scores")
        .with_any("survey", filter.survey.as_ref().map(|name| voices::survey_named(server, name)).transpose()?)
        .with_any("team", filter.team.as_ref().map(|name| names::team(server, name)).transpose()?)
        .with_any("kept", filter.kept);
    let answer = server.ask("the scores were not shown", &ask)?;
    server.print(&answer, |all: Scores| {
        if all.scores.is_empty() {
            return Ok("Nobody answered anything like that.\n".to_owned());
        }
        Ok(lists::lines(&table(&all.scores)))
    })
}

/// `catena feedback experience`.
pub fn experience(server: &Server, period: &FeedbackPeriod) -> Result<()> {
    let ask = Ask::get("/experience").with_any("since", period.since).with_any("until", period.until);
    let answer = server.ask("what customers experienced was not shown", &ask)?;
    server.print(&answer, |found: Experience| {
        let (since, until) = (super::times::show(found.since), super::times::show(found.until));
        let (answered, asked) = (count(found.answered), count(found.asked));
        let scores = (!found.scores.is_empty()).then(|| table(&found.scores));
        let mut parts = vec![
            format!("{since} to {until}: {answered} of {asked} who were asked answered.\n"),
            lists::section("Scores", scores.as_ref(), "None yet."),
        ];
        for at in &found.promises {
            let heading = format!("{} by what became of the promise", at.kept.score.scale.to_uppercase());
            let mut table = Table::new(&["promise", "value", "95 %", "answers"]);
            let whole = [("kept".to_owned(), &at.kept), ("broken".to_owned(), &at.broken)];
            let steps = at.steps.iter().map(|step| (plain(&step.step), &step.point));
            let links = at.links.iter().map(|link| (format!("broken by {}", link.provider), &link.point));
            for (name, point) in whole.into_iter().chain(steps).chain(links) {
                table.push([vec![name], point.score.cells()].concat());
            }
            parts.push(lists::section(&heading, Some(&table), ""));
        }
        Ok(parts.join("\n"))
    })
}

/// `catena rating links`.
pub fn rated_links(server: &Server) -> Result<()> {
    let answer = server.ask("the links were not shown", &Ask::get("/rated-links"))?;
    server.print(&answer, |found: RatedLinks| {
        let mut links = Table::new(&["team", "right the first time", "ratings", "could do their part", "ratings"]);
        for link in &found.links {
            links.push([vec![link.provider.clone()], rated(link.right.as_ref()), rated(link.well.as_ref())].concat());
        }
        let mut edges =
            Table::new(&["team", "for", "right the first time", "ratings", "could do their part", "ratings"])
                .with_words(2);
        for edge in &found.edges {
            let ends = vec![edge.provider.clone(), edge.customer.clone()];
            edges.push([ends, rated(edge.right.as_ref()), rated(edge.well.as_ref())].concat());
        }
        let mut chains = Table::new(&["chain", "chains", "all right the first time"]);
        for chain in &found.chains {
            let through = chain.rolled.as_ref().map_or_else(
                || "not yet known".to_owned(),
                |rolled| {
                    let (low, high) = rolled.interval;
                    format!("{} ({} to {})", percent(rolled.share), percent(low), percent(high))
                },
            );
            let links: Vec<&str> = chain.links.iter().map(|link| link.provider.as_str()).collect();
            chains.push(vec![links.join(" · "), count(chain.chains), through]);
        }
        let weakest = match (&found.weakest.named, &found.weakest.candidates[..]) {
            (Some(team), _) => format!("{team} is the weakest rated link."),
            (None, []) => "Which rated link is the weakest is not yet known.".to_owned(),
            (None, several) => {
                format!("Which rated link is the weakest is not yet known: one of {}.", several.join(", "))
            }
        };
        let part = |heading: &str, table: &Table, any: bool| lists::section(heading, any.then_some(table), "None yet.");
        Ok([
            format!("{weakest}\n"),
            part("Links", &links, !found.links.is_empty()),
            part("From team to team", &edges, !found.edges.is_empty()),
            part("Chains", &chains, !found.chains.is_empty()),
        ]
        .join("\n"))
    })
}
