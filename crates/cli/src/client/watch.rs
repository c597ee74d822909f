//! `catena watch`: what happens on a server, a line each, as it happens. A connection that is lost is made anew, and goes on
//! after the last event that was printed.

use std::io::BufRead;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::lists::{self, plain};
use super::server::{Ask, Problem, Server};
use super::views::{News, Summary};
use crate::terminal::{self, STRONG, paint};

/// The first pause before another try, and the longest.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30);

pub fn run(server: &Server) -> Result<()> {
    let mut seen = None;
    let mut pause = FIRST;
    let mut began = false;
    loop {
        match server.events(seen) {
            Ok(stream) => {
                if !began {
                    terminal::note("Watching; Ctrl+C ends it.");
                }
                began = true;
                pause = FIRST;
                follow(server, stream, &mut seen)?;
            }
            // Nobody comes back to a server that turned them away, or that was never there.
            Err(error) if !began || error.downcast_ref().is_some_and(Problem::turns_away) => {
                return Err(error.context("what happens was not watched"));
            }
            Err(_) => {}
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST);
    }
}

/// Prints a stream until it ends or breaks.
fn follow(server: &Server, stream: impl BufRead, seen: &mut Option<i64>) -> Result<()> {
    let mut kind = String::new();
    // Whatever breaks the stream off is answered by another connection.
    for line in stream.lines().map_while(Result::ok) {
        match line.split_once(':') {
            Some(("event", word)) => word.trim().clone_into(&mut kind),
            Some(("data", data)) if kind == "happened" => {
                let news: Value = serde_json::from_str(data.trim()).context("an event cannot be read")?;
                *seen = news["seq"].as_i64().or(*seen);
                terminal::print(&line_of(server, &news)?)?;
            }
            Some(("data", _)) if kind == "anew" => terminal::note("Some of what happened was missed."),
            _ => {}
        }
    }
    Ok(())
}

fn line_of(server: &Server, news: &Value) -> Result<String> {
    if server.prints_json() {
        return Ok(format!("{news}\n"));
    }
    let news: News = serde_json::from_value(news.clone()).context("an event cannot be read")?;
    let what = match news.chain {
        // It may be one that whoever watches may not know of, or gone by now.
        Some(_) => {
            let ask = Ask::get(format!("/requests/{}", news.subject));
            let request = server.ask("the request was not shown", &ask).and_then(|answer| answer.read::<Summary>());
            request.map_or_else(
                |_| news.subject.to_string(),
                |request| {
                    let stands = lists::status(&request);
                    format!("{} {}, {}: {stands}", request.number, request.subject, request.provider.name)
                },
            )
        }
        None => news.subject.to_string(),
    };
    Ok(format!("{}  {}  {what}\n", news.seq, paint(STRONG, &plain(&news.kind))))
}
