//! `catena outbox`: notices on their way out, the newest first.

use anyhow::Result;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

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
    id: Uuid,
    recipient: Named,
    kind: String,
    address: String,
    subject: String,
    state: String,
    reason: Option<String>,
    made_at: Timestamp,
}

pub fn run(server: &Server, verb: &OutboxVerb) -> Result<()> {
    let (state, kind, recipient, page) = match verb {
        OutboxVerb::List { state, kind, recipient, page } => (state, kind, recipient, page),
        OutboxVerb::Retry { notice } => return act(server, *notice, "retry"),
        OutboxVerb::Cancel { notice } => return act(server, *notice, "cancel"),
        OutboxVerb::Language { language } => {
            let ask = Ask::put("/outbox/language", json!({ "language": language.word() }));
            server.ask("the language was not set", &ask)?;
            return server.confirm("Notices are written in that language from now on.");
        }
    };
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
        let mut table = Table::new(&["when", "what", "for", "state", "subject", "address", "id"]).with_words(6);
        for notice in page.notices {
            let state = match &notice.reason {
                Some(reason) => format!("{}: {}", plain(&notice.state), plain(reason)),
                None => plain(&notice.state),
            };
            let when = times::show(notice.made_at);
            table.push(vec![
                when,
                plain(&notice.kind),
                notice.recipient.name,
                state,
                notice.subject,
                notice.address,
                notice.id.to_string(),
            ]);
        }
        Ok(lists::lines(&table))
    })
}

fn act(server: &Server, notice: Uuid, act: &str) -> Result<()> {
    let ask = Ask::post(format!("/outbox/{notice}/{act}"), Value::Null);
    let answer = server.ask(&format!("the notice {notice} stays as it is"), &ask)?;
    server.print(&answer, |notice: Notice| Ok(format!("\"{}\" is {} now.\n", notice.subject, plain(&notice.state))))
}
