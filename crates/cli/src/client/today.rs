//! `catena today`, `catena board`, `catena search`: what waits, for whom, and where something is.

use anyhow::Result;

use super::arguments::Search;
use super::lists;
use super::server::{Ask, Server};
use super::views::{Board, Found, Hit, Today};
use crate::show::table::{Table, cut};
use crate::show::words::{count, some};
use crate::terminal;

pub fn run(server: &Server) -> Result<()> {
    let answer = server.ask("what waits for you was not listed", &Ask::get("/today"))?;
    server.print(&answer, |today: Today| {
        let heading = |words: &str, all: u64| format!("{words} ({})", count(all));
        let mine = heading("They rely on me", today.relies_on_me_count);
        let theirs = heading("I rely on them", today.i_rely_on_count);
        let to_rate = match today.to_rate {
            0 => String::new(),
            all => format!("\n{} to rate: catena rating waiting\n", some(all, "hand-off", "hand-offs")),
        };
        Ok(format!(
            "{}\n{}{to_rate}",
            lists::section(&mine, lists::requests(&today.relies_on_me).as_ref(), "Nothing waits for you."),
            lists::section(&theirs, lists::requests(&today.i_rely_on).as_ref(), "You wait for nothing.")
        ))
    })
}

pub fn board(server: &Server) -> Result<()> {
    let answer = server.ask("the board was not shown", &Ask::get("/board"))?;
    server.print(&answer, |board: Board| {
        let mut table = Table::new(&["team", "waiting", "late", ""]);
        for team in &board.teams {
            let mine = lists::mark(team.mine, "yours");
            table.push(vec![team.team.name.clone(), count(team.waiting), count(team.late), mine]);
        }
        if board.teams.is_empty() {
            return Ok("There is no team yet.\n".to_owned());
        }
        Ok(lists::lines(&table))
    })
}

pub fn search(server: &Server, search: &Search) -> Result<()> {
    let words = search.words.join(" ");
    let ask = Ask::get("/search").with("q", &words).with("limit", &search.limit);
    let answer = server.ask("nothing was searched", &ask)?;
    server.print(&answer, |found: Found| {
        if found.hits.is_empty() {
            return Ok(format!("Nothing holds the words {words}.\n"));
        }
        let mut table = Table::new(&["number", "what", "found in", "status", "of", "for"]).with_words(6);
        for hit in &found.hits {
            table.push(row(hit));
        }
        let listed = lists::lines(&table);
        let all =
            if found.count > 1000 { "more than 1,000 texts".to_owned() } else { some(found.count, "text", "texts") };
        Ok(format!("{listed}\n{all}\n"))
    })
}

fn row(hit: &Hit) -> Vec<String> {
    let width = terminal::width() / 3;
    match (&hit.request, &hit.party) {
        (Some(request), _) => vec![
            request.number.to_string(),
            cut(&request.subject, width),
            lists::plain(&hit.kind),
            lists::status(request),
            cut(&request.provider.name, width / 2),
            cut(&request.root.customer.name, width / 2),
        ],
        (None, party) => {
            let name = party.as_ref().map_or("", |party| party.name.as_str());
            let mut row = vec![String::new(); 6];
            row[1] = cut(name, width);
            row[2] = lists::plain(&hit.kind);
            row
        }
    }
}
