//! `catena outbox`: notices on their way out, the newest first.

use anyhow::Result;
use jiff::Timestamp;
use serde::Deserialize;

use super::arguments::{NoticeKind, NoticeState, OutboxVerb};
use super::lists::{self, plain};
use super::pages::{self, By};
use super::server::{Ask, Server};
use super::views::Named;
use super::{names, times};
use crate::show::table::Table;

#[derive(Debug, Deserialize)]
struct OutboxPage {
    notices: Vec<Notice>,
}

#[derive(Debug, Deserialize)]
struct Notice {
    recipient: Named,
    kind: String,
    address: String,
    subject: String,
    state: String,
    reason: Option<String>,
    made_at: Timestamp,
}

pub fn run(server: &Server, OutboxVerb::List { state, kind, recipient, page }: &OutboxVerb) -> Result<()> {
    let recipient = recipient.as_deref().map(|name| names::anybody(server, name)).transpose()?;
    let ask = Ask::get("/outbox")
        .with_any("state", state.map(NoticeState::word))
        .with_any("kind", kind.map(NoticeKind::word))
        .with_any("recipient", recipient);
    let answer = pages::some(server, "the outbox was not listed", page, ask, "notices", By::Before)?;
    server.print(&answer, |page: OutboxPage| {
        if page.notices.is_empty() {
            return Ok("No such notice is in the outbox.\n".to_owned());
        }
        let mut table = Table::new(&["when", "what", "for", "state", "subject", "address"]).with_words(6);
        for notice in page.notices {
            let state = match &notice.reason {
                Some(reason) => format!("{}: {}", plain(&notice.state), plain(reason)),
                None => plain(&notice.state),
            };
            let when = times::show(notice.made_at);
            table.push(vec![when, plain(&notice.kind), notice.recipient.name, state, notice.subject, notice.address]);
        }
        Ok(lists::lines(&table))
    })
}
