//! `catena session`, `view` and `demo`: where one is signed in, the lists one keeps, the demonstration one is done with.

use anyhow::Result;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::arguments::{DemoVerb, SessionVerb, ViewVerb};
use super::server::{Ask, Server};
use super::views::Named;
use super::{lists, times};
use crate::show::table::Table;
use crate::terminal::{STRONG, paint};

#[derive(Debug, Deserialize)]
struct Here {
    me: Option<Me>,
}

#[derive(Debug, Deserialize)]
struct Me {
    person: Named,
    login: String,
    role: String,
}

#[derive(Debug, Deserialize)]
struct Sessions {
    sessions: Vec<Session>,
}

#[derive(Debug, Deserialize)]
struct Session {
    id: Uuid,
    agent: String,
    created_at: Timestamp,
    seen_at: Timestamp,
}

#[derive(Debug, Deserialize)]
struct Views {
    views: Vec<View>,
}

#[derive(Debug, Deserialize)]
struct View {
    id: Uuid,
    name: String,
    query: String,
    shared: bool,
    mine: bool,
}

pub fn run_session(server: &Server, verb: &SessionVerb) -> Result<()> {
    match verb {
        SessionVerb::Show => {
            let answer = server.ask("nobody was shown", &Ask::get("/session"))?;
            server.print(&answer, |here: Here| {
                let me = here.me.map(|me| format!("{}, {} ({})\n", paint(STRONG, &me.person.name), me.role, me.login));
                Ok(me.unwrap_or_else(|| "Nobody is signed in.\n".to_owned()))
            })
        }
        SessionVerb::List => {
            let answer = server.ask("the sessions were not listed", &Ask::get("/sessions"))?;
            server.print(&answer, |all: Sessions| {
                let mut table = Table::new(&["browser", "since", "last used", "id"]).with_words(1);
                for session in all.sessions {
                    let (since, seen) = (times::show(session.created_at), times::show(session.seen_at));
                    table.push(vec![session.agent, since, seen, session.id.to_string()]);
                }
                Ok(lists::lines(&table))
            })
        }
        SessionVerb::End { session } => {
            server.ask("the session was not ended", &Ask::delete(format!("/sessions/{session}")))?;
            server.confirm("That browser is signed out.")
        }
    }
}

pub fn run_view(server: &Server, verb: &ViewVerb) -> Result<()> {
    match verb {
        ViewVerb::List => {
            let answer = server.ask("the views were not listed", &Ask::get("/views"))?;
            server.print(&answer, |all: Views| {
                let mut table = Table::new(&["name", "filters", "", "id"]).with_words(3);
                for view in all.views {
                    let marks =
                        [lists::mark(!view.mine, "a colleague's"), lists::mark(view.mine && view.shared, "shared")];
                    table.push(vec![view.name, view.query, marks.concat(), view.id.to_string()]);
                }
                Ok(lists::lines(&table))
            })
        }
        ViewVerb::Save { name, query, shared } => {
            let ask = Ask::post("/views", json!({ "name": name, "query": query, "shared": shared }));
            let answer = server.ask(&format!("the view \"{name}\" was not saved"), &ask)?;
            server.print(&answer, |view: View| Ok(format!("{} was saved: {}\n", paint(STRONG, &view.name), view.id)))
        }
        ViewVerb::Remove { view } => {
            server.ask("the view was not removed", &Ask::delete(format!("/views/{view}")))?;
            server.confirm("The view was removed.")
        }
    }
}

pub fn run_demo(server: &Server, DemoVerb::Remove { .. }: &DemoVerb) -> Result<()> {
    server.ask("the demonstration was not removed", &Ask::delete("/demo"))?;
    server.confirm("The demonstration is gone.")
}
