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
struct Deliveries {
    deliveries: Vec<Sent>,
}

#[derive(Debug, Deserialize)]
struct Sent {
    seq: i64,
    kind: String,
    state: String,
    tried_at: Option<Timestamp>,
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
        WebhookVerb::Pause { webhook } => pause(server, *webhook, true),
        WebhookVerb::Resume { webhook } => pause(server, *webhook, false),
        WebhookVerb::Secret { webhook } => {
            let ask = Ask::post(format!("/webhooks/{webhook}/secret"), json!({}));
            let answer = server.ask("no new secret was made", &ask)?;
            server.print(&answer, |fresh: Fresh| {
                Ok(format!("The new secret is shown this once: {}\n", paint(STRONG, &fresh.secret)))
            })
        }
        WebhookVerb::Deliveries { webhook } => deliveries(server, *webhook),
        WebhookVerb::Retry { webhook, seq } => {
            let ask = Ask::post(format!("/webhooks/{webhook}/deliveries/{seq}/retry"), json!({}));
            let answer = server.ask("the delivery was not sent again", &ask)?;
            server.print(&answer, |sent: Sent| Ok(format!("Event {} is {} now.\n", sent.seq, plain(&sent.state))))
        }
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

fn pause(server: &Server, webhook: Uuid, paused: bool) -> Result<()> {
    let ask = Ask::patch(format!("/webhooks/{webhook}"), json!({ "paused": paused }));
    let answer = server.ask("the webhook was not changed", &ask)?;
    server.print(&answer, |webhook: Webhook| Ok(format!("{} is {} now.\n", webhook.url, plain(&webhook.state))))
}

fn deliveries(server: &Server, webhook: Uuid) -> Result<()> {
    let ask = Ask::get(format!("/webhooks/{webhook}/deliveries"));
    let answer = server.ask("the deliveries were not listed", &ask)?;
    server.print(&answer, |all: Deliveries| {
        let mut table = Table::new(&["event", "what", "state", "tried"]);
        for sent in all.deliveries {
            let tried = times::show_any(sent.tried_at);
            table.push(vec![sent.seq.to_string(), plain(&sent.kind), plain(&sent.state), tried]);
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
