//! `catena rating`: what colleagues say of hand-offs, and thank-yous.

use anyhow::{Context, Result};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::arguments::{RatingAnswer, RatingReason, RatingVerb, RequestName};
use super::bodies::given;
use super::server::{Ask, Server};
use super::views::{Named, Summary};
use super::{lists, names, times};
use crate::show::table::{Table, cut};
use crate::show::words::{count, some};
use crate::terminal::{self, STRONG, paint};

#[derive(Debug, Deserialize)]
struct Ratings {
    ratings: Vec<Rating>,
}

#[derive(Debug, Deserialize)]
struct Rating {
    id: Uuid,
    request: Summary,
    side: String,
    open_until: Timestamp,
    waits: bool,
    shown: bool,
    own: Option<Said>,
    other: Option<Said>,
}

#[derive(Debug, Deserialize)]
struct Said {
    right: bool,
    ease: Option<u8>,
    reason: Option<String>,
    lost_minutes: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Voices {
    ratings: Vec<Rating>,
    thanks: Vec<Thanks>,
}

#[derive(Debug, Deserialize)]
struct Thanks {
    giver: Named,
    provider: Named,
    doer: Option<Named>,
    number: i64,
    subject: String,
    at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct AllThanks {
    got: Vec<Thanks>,
    given: Vec<Thanks>,
}

#[derive(Debug, Deserialize)]
struct Scores {
    team: Named,
    given: Option<Figures>,
    received: Option<Figures>,
    edges: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    provider: Named,
    customer: Named,
    figures: Figures,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum Figures {
    NotYet,
    Known { raters: u64, groups: Vec<Group> },
}

#[derive(Debug, Deserialize)]
struct Group {
    occasion: String,
    chance_millionths: u32,
    asked: u64,
    answered: u64,
    right: u64,
    well: u64,
}

pub fn run(server: &Server, verb: &RatingVerb) -> Result<()> {
    match verb {
        RatingVerb::Waiting => {
            let answer = server.ask("the questions were not listed", &Ask::get("/ratings/waiting"))?;
            server.print(&answer, |all: Ratings| Ok(table(&all.ratings, "Nothing waits for your answer.")))
        }
        RatingVerb::List => {
            let answer = server.ask("the ratings were not listed", &Ask::get("/ratings"))?;
            server.print(&answer, |all: Ratings| Ok(table(&all.ratings, "You have given none and got none.")))
        }
        RatingVerb::Answer(typed) => answer(server, typed),
        RatingVerb::Later { request, until } => {
            let rating = waiting(server, *request)?.id;
            let ask = Ask::put(format!("/ratings/{rating}/later"), json!({ "until": until }));
            server.ask("the question was not put off", &ask)?;
            server.confirm(match until {
                Some(_) => "The question comes back then.",
                None => "The question does not come back.",
            })
        }
        RatingVerb::Show { request } => show(server, *request),
        RatingVerb::Team { team } => {
            let id = names::team(server, team)?;
            let answer = server.ask(&format!("{team} was not shown"), &Ask::get(format!("/teams/{id}/ratings")))?;
            server.print(&answer, |scores: Scores| Ok(figures(&scores)))
        }
        RatingVerb::Links => super::scores::rated_links(server),
        RatingVerb::Thank { request } => {
            let id = names::request(server, *request)?;
            server.ask("nobody was thanked", &Ask::put(format!("/requests/{id}/thanks"), json!({})))?;
            server.confirm("Thanks were given.")
        }
        RatingVerb::Thanks { party } => {
            let id = names::colleague(server, party)?;
            let answer = server.ask("the thank-yous were not listed", &Ask::get(format!("/parties/{id}/thanks")))?;
            server.print(&answer, |all: AllThanks| {
                let part = |heading: &str, all: &[Thanks]| {
                    lists::section(heading, (!all.is_empty()).then(|| thanks(all)).as_ref(), "None yet.")
                };
                Ok(format!("{}\n{}", part("Got", &all.got), part("Given", &all.given)))
            })
        }
    }
}

/// The question about a hand-off that waits for an answer.
fn waiting(server: &Server, name: RequestName) -> Result<Rating> {
    let asked: Ratings = server.ask("the questions were not listed", &Ask::get("/ratings/waiting"))?.read()?;
    let fits = |rating: &Rating| match name {
        RequestName::Id(id) => rating.request.id == id,
        RequestName::Number(number) => rating.request.number == number,
    };
    asked.ratings.into_iter().find(fits).context("no question about this hand-off waits for your answer")
}

fn answer(server: &Server, typed: &RatingAnswer) -> Result<()> {
    let rating = waiting(server, typed.request)?;
    let body = given(json!({
        "right": typed.right.word() == "yes",
        "ease": typed.ease,
        "reason": typed.reason.map(RatingReason::word),
        "lost_minutes": typed.lost,
    }));
    let ask = Ask::post(format!("/ratings/{}/answer", rating.id), body).once(typed.once.key.as_deref())?;
    server.ask("the answer was not taken down", &ask)?;
    let until = times::show(rating.open_until);
    server.confirm(&format!("Thank you. Each of you sees what the other said once both have answered, or on {until}."))
}

fn show(server: &Server, request: RequestName) -> Result<()> {
    let id = names::request(server, request)?;
    let answer = server.ask("the ratings were not shown", &Ask::get(format!("/requests/{id}/ratings")))?;
    server.print(&answer, |voices: Voices| {
        let thanked = |one: &Thanks| format!("{} thanked on {}\n", one.giver.name, times::show(one.at));
        let thanks: String = voices.thanks.iter().map(thanked).collect();
        Ok(table(&voices.ratings, "You were not asked about it.") + &thanks)
    })
}

fn table(ratings: &[Rating], nothing: &str) -> String {
    if ratings.is_empty() {
        return format!("{nothing}\n");
    }
    let width = terminal::width() / 4;
    let mut table = Table::new(&["number", "about", "you", "you said", "they said", "until"]).with_words(6);
    for rating in ratings {
        let other = match &rating.other {
            Some(said) => words(said),
            None if rating.shown => "nothing".to_owned(),
            None => "not shown yet".to_owned(),
        };
        table.push(vec![
            rating.request.number.to_string(),
            cut(&rating.request.subject, width),
            if rating.side == "customer" { "relied on it" } else { "did it" }.to_owned(),
            rating.own.as_ref().map_or_else(|| lists::mark(rating.waits, "waits"), words),
            other,
            times::show(rating.open_until),
        ]);
    }
    lists::lines(&table)
}

/// What somebody said, on one line.
fn words(said: &Said) -> String {
    let right = if said.right { "right" } else { "not right" }.to_owned();
    let ease = said.ease.map(|ease| format!("{ease} of 5"));
    let lost = said.lost_minutes.map(|minutes| format!("{minutes} min lost"));
    let reason = said.reason.as_deref().map(lists::plain);
    std::iter::once(right).chain(ease).chain(reason).chain(lost).collect::<Vec<_>>().join(", ")
}

fn thanks(all: &[Thanks]) -> Table {
    let mut table = Table::new(&["when", "by", "to", "for", "number"]).with_words(4);
    for one in all {
        let to = match &one.doer {
            Some(doer) => format!("{} ({})", one.provider.name, doer.name),
            None => one.provider.name.clone(),
        };
        let subject = cut(&one.subject, terminal::width() / 4);
        table.push(vec![times::show(one.at), one.giver.name.clone(), to, subject, one.number.to_string()]);
    }
    table
}

fn figures(team: &Scores) -> String {
    let mut text = format!("{}\n", paint(STRONG, &team.team.name));
    let mut add = |heading: &str, figures: &Figures| {
        text += &lists::section(
            heading,
            groups(figures).as_ref(),
            "Not yet: it takes five ratings by three people, of a team of at least three.",
        );
    };
    if let Some(given) = &team.given {
        add("What others say of its work", given);
    }
    if let Some(received) = &team.received {
        add("What it says of the work of others", received);
    }
    for edge in &team.edges {
        add(&format!("{} for {}", edge.provider.name, edge.customer.name), &edge.figures);
    }
    if team.given.is_none() && team.edges.is_empty() {
        text += "What is said of a team is for its members and those whom it works with.\n";
    }
    text
}

fn groups(figures: &Figures) -> Option<Table> {
    let Figures::Known { raters, groups } = figures else { return None };
    let people = some(*raters, "person", "people");
    let mut table =
        Table::new(&["asked", "chance", "asked of", "answered", "right first time", "could go on well", "by"]);
    for (place, group) in groups.iter().enumerate() {
        table.push(vec![
            if group.occasion == "drawn" { "by chance" } else { group.occasion.as_str() }.to_owned(),
            format!("{:.1} %", f64::from(group.chance_millionths) / 10_000.0),
            count(group.asked),
            count(group.answered),
            count(group.right),
            count(group.well),
            if place == 0 { people.clone() } else { String::new() },
        ]);
    }
    Some(table)
}
