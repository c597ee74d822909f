//! `catena webhook`: addresses of other programs that are told of events.

use anyhow::{Result, bail};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::arguments::WebhookVerb;
use super::lists::{self, plain};
use super::server::{Ask, Server};
use super::times;
use crate::show::table::Table;
use crate::terminal::{STRONG, paint};

#[derive(Debug, Deserialize)]
struct Webhooks {
    webhooks: Vec<Webhook>,
}

#[derive(Debug, Deserialize)]
struct Webhook {
    id: Uuid,
    url: String,
    kinds: Vec<String>,
    state: String,
    waiting: i64,
    last: Option<Delivery>,
}

#[derive(Debug, Deserialize)]
struct Delivery {
    tried_at: Option<Timestamp>,
    state: String,
}

#[derive(Debug, Deserialize)]
struct Fresh {
    id: Uuid,
    secret: String,
}

#[derive(Debug, Deserialize)]
struct Tested {
    delivered: bool,
    status: Option<i64>,
    reason: Option<String>,
    milliseconds: i64,
}

pub fn run(server: &Server, verb: &WebhookVerb) -> Result<()> {
    match verb {
        WebhookVerb::List => list(server),
        WebhookVerb::Add { url, kind } => {
            let ask = Ask::post("/webhooks", json!({ "url": url, "kinds": kind }));
            let answer = server.ask(&format!("the webhook to {url} was not set up"), &ask)?;
            server.print(&answer, |fresh: Fresh| {
                let secret = paint(STRONG, &fresh.secret);
                Ok(format!("The webhook {} is set up. Its secret is shown this once: {secret}\n", fresh.id))
            })
        }
        WebhookVerb::Remove { webhook } => {
            server.ask("the webhook was not removed", &Ask::delete(format!("/webhooks/{webhook}")))?;
            server.confirm(&format!("The webhook {webhook} is told no longer."))
        }
        WebhookVerb::Test { webhook } => test(server, *webhook),
    }
}

fn list(server: &Server) -> Result<()> {
    let answer = server.ask("the webhooks were not listed", &Ask::get("/webhooks"))?;
    server.print(&answer, |all: Webhooks| {
        if all.webhooks.is_empty() {
            return Ok("No address is told of events.\n".to_owned());
        }
        let mut table = Table::new(&["address", "state", "waiting", "last delivery", "events", "id"]).with_words(6);
        for webhook in all.webhooks {
            let last = webhook
                .last
                .map_or_else(String::new, |last| format!("{} {}", plain(&last.state), times::show_any(last.tried_at)));
            let kinds = if webhook.kinds.is_empty() { "all".to_owned() } else { webhook.kinds.join(", ") };
            let (waiting, id) = (webhook.waiting.to_string(), webhook.id.to_string());
            table.push(vec![webhook.url, webhook.state, waiting, last, kinds, id]);
        }
        Ok(lists::lines(&table))
    })
}

/// Ends with an error where the message did not arrive, so that a script notices.
fn test(server: &Server, webhook: Uuid) -> Result<()> {
    let ask = Ask::post(format!("/webhooks/{webhook}/test"), json!({}));
    let answer = server.ask("the webhook was not tested", &ask)?;
    let Tested { delivered, status, reason, milliseconds } = answer.read()?;
    if !delivered {
        if server.prints_json() {
            server.print(&answer, |_: Tested| Ok(String::new()))?;
        }
        let status = status.map_or_else(String::new, |status| format!(", the receiver answered {status}"));
        bail!("the message was not delivered: {}{status}", plain(reason.as_deref().unwrap_or_default()));
    }
    server.print(&answer, |_: Tested| {
        let status = status.map_or_else(String::new, |status| status.to_string());
        Ok(format!("The message was delivered: the receiver answered {status} after {milliseconds} ms.\n"))
    })
}
