//! `catena record`: what happened, the last first.

use anyhow::Result;

use super::arguments::RecordVerb;
use super::lists;
use super::pages::{self, By};
use super::server::{Ask, Server};
use super::views::RecordPage;
use super::{names, times};
use crate::show::table::Table;

pub fn run(server: &Server, RecordVerb::List { about, before, page }: &RecordVerb) -> Result<()> {
    let subject = about.map(|name| names::request(server, name)).transpose()?;
    let ask = Ask::get("/record").with_any("subject", subject).with_any("before", *before);
    let answer = pages::some(server, "what happened was not listed", page, ask, "events", By::Before)?;
    server.print(&answer, |page: RecordPage| {
        if page.events.is_empty() {
            return Ok("Nothing like that happened.\n".to_owned());
        }
        let mut table = Table::new(&["when", "what", "who", "event", "id"]).with_words(3);
        for event in page.events {
            let who = event.by.as_ref().map_or("", |by| by.name.as_str()).to_owned();
            let (seq, subject) = (event.seq.to_string(), event.subject.to_string());
            table.push(vec![times::show(event.at), event.words(), who, seq, subject]);
        }
        Ok(lists::lines(&table))
    })
}
