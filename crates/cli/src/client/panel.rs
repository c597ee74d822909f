//! `catena panel`: what inner service has to do with what customers say, and what chance looks like.

use std::fmt::Write as _;

use anyhow::Result;
use serde::Deserialize;

use super::arguments::PanelVerb;
use super::lists;
use super::server::{Ask, Server};
use crate::show::table::Table;
use crate::show::words::{count, some};

#[derive(Debug, Deserialize)]
struct Shown {
    points: Vec<serde_json::Value>,
    finding: Finding,
    received: Option<Reliability>,
    experienced: Option<Reliability>,
    seen: Option<f64>,
    ratings: u64,
    answers: u64,
}

#[derive(Debug, Deserialize)]
struct World {
    seed: u32,
    finding: Finding,
    pooled: Option<Correlation>,
    alarms: Option<Alarms>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum Finding {
    Known { together: Association, lags: Vec<Slope>, tested: u64 },
    TooLittle { teams: u64, periods: u64 },
}

#[derive(Debug, Deserialize)]
struct Association {
    teams: u64,
    periods: u64,
    beta: f64,
    interval: (f64, f64),
    p: f64,
    p_by_shift: f64,
    between: Option<Correlation>,
}

#[derive(Debug, Deserialize)]
struct Slope {
    #[serde(rename = "lag")]
    periods: i32,
    found: Option<Association>,
    holds: bool,
}

#[derive(Debug, Deserialize)]
struct Correlation {
    r: f64,
    interval: (f64, f64),
}

#[derive(Debug, Deserialize)]
struct Reliability {
    of_one: f64,
    of_the_mean: f64,
}

#[derive(Debug, Deserialize)]
struct Alarms {
    worlds: u64,
    pooled: u64,
    panel: u64,
}

pub fn run(server: &Server, verb: &PanelVerb) -> Result<()> {
    match verb {
        PanelVerb::Show { period } => {
            let ask = Ask::get("/internal-external").with("period", period.word());
            let answer = server.ask("the panel was not shown", &ask)?;
            server.print(&answer, |shown: Shown| Ok(show(&shown)))
        }
        PanelVerb::NullWorld { period, seed } => {
            let ask = Ask::get("/internal-external/null-world").with("period", period.word()).with("seed", seed);
            let answer = server.ask("no world was invented", &ask)?;
            server.print(&answer, |world: World| Ok(invented(&world)))
        }
    }
}

fn show(shown: &Shown) -> String {
    let mut text = format!(
        "{} by colleagues and {} of customers; {} with enough of both.\n",
        some(shown.ratings, "rating", "ratings"),
        some(shown.answers, "answer", "answers"),
        some(shown.points.len() as u64, "cell", "cells")
    );
    text += &told(&shown.finding);
    for (side, reliability) in [("received", &shown.received), ("by customers", &shown.experienced)] {
        if let Some(of) = reliability {
            let (one, mean) = (of.of_one, of.of_the_mean);
            let _ = writeln!(text, "Cells {side}: ICC(1) {one:.2}, ICC(2) {mean:.2}.");
        }
    }
    if let Some(seen) = shown.seen {
        let _ = writeln!(text, "Through such scores a true correlation of 0.33 is seen as {seen:.2}.");
    }
    text
}

fn told(finding: &Finding) -> String {
    let (together, lags, tested) = match finding {
        Finding::Known { together, lags, tested } => (together, lags, *tested),
        Finding::TooLittle { teams, periods } => {
            return format!(
                "Too little data for a number: {} and {} can be compared, it takes 6 and 12.\n",
                some(*teams, "team", "teams"),
                some(*periods, "period", "periods")
            );
        }
    };
    let (low, high) = together.interval;
    let mut text = format!(
        "Where a team rated what it received one point higher than its own average, customers rated its promises {:+.2} \
         points [{low:+.2} to {high:+.2}], beyond season. {} by {}, {}. This is an association; load and staffing could \
         explain it.\n",
        together.beta,
        some(together.teams, "team", "teams"),
        some(together.periods, "period", "periods"),
        some(tested, "slope tested", "slopes tested"),
    );
    let mut table = Table::new(&["customers asked", "slope", "from", "to", "p", "p by shift", ""]);
    for lag in lags {
        let when = match lag.periods {
            0 => "in the same period".to_owned(),
            before if before < 0 => format!("{} before", some(before.unsigned_abs().into(), "period", "periods")),
            after => format!("{} after", some(after.unsigned_abs().into(), "period", "periods")),
        };
        table.push(match &lag.found {
            Some(found) => vec![
                when,
                format!("{:+.2}", found.beta),
                format!("{:+.2}", found.interval.0),
                format!("{:+.2}", found.interval.1),
                format!("{:.3}", found.p),
                format!("{:.3}", found.p_by_shift),
                lists::mark(lag.holds, "holds"),
            ],
            None => std::iter::once(when).chain((0..6).map(|_| String::new())).collect(),
        });
    }
    text += &lists::lines(&table);
    if let Some(between) = &together.between {
        let (low, high) = between.interval;
        let _ = writeln!(
            text,
            "Between teams, another question: r {:+.2} [{low:+.2} to {high:+.2}]. It says nothing about any one team.",
            between.r
        );
    }
    text
}

fn invented(world: &World) -> String {
    let mut text = format!("Invented: the same shop without any effect, seed {}.\n", world.seed);
    if let Some(pooled) = &world.pooled {
        let _ = writeln!(text, "All cells thrown together correlate with r {:+.2}.", pooled.r);
    }
    text += &told(&world.finding);
    if let Some(alarms) = &world.alarms {
        let _ = writeln!(
            text,
            "Of {} such worlds {} raise an alarm when all is thrown together, {} by the panel.",
            count(alarms.worlds),
            count(alarms.pooled),
            count(alarms.panel)
        );
    }
    text
}
