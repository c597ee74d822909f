//! The record, and what just happened.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use catena_store::events;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::{Actor, record};
use crate::desk::News;
use crate::http::json::Json;
use crate::views::record::RecordPage;

/// What is looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RecordParams {
    /// Events before this number; from the page before.
    before: Option<i64>,
    /// Events of this request, party, account …
    subject: Option<Uuid>,
    /// How many, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// Lists what happened, the last first.
#[utoipa::path(get, path = "/record", tag = "record", params(RecordParams), responses(
    (status = 200, body = RecordPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_record(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<RecordParams>,
) -> Result<Json<RecordPage>, Problem> {
    let limit = params.limit.unwrap_or(50);
    read(move || record::list(&desk, &actor, params.before, params.subject, limit)).await.map(Json)
}

/// How many events somebody who comes back may have missed before they have to begin anew.
const MISSED: i64 = 500;

/// Tells what happens, as server-sent events: `happened` with a [`News`] each, `anew` when too much was missed.
/// `Last-Event-ID` resumes after a lost connection.
#[utoipa::path(get, path = "/events", tag = "record",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event that was seen")), responses(
    (status = 200, body = News, content_type = "text/event-stream"),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn watch_events(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    actor.must_be_staff()?;
    let mut news = desk.feed.watch();
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse::<i64>().ok());
    let store = desk.store.clone();
    let missed = read(move || {
        let last = store.read(events::last)?;
        match seen {
            Some(seen) if last - seen <= MISSED => {
                Ok(Some((last, store.read(|sql| events::after(sql, seen, MISSED))?)))
            }
            Some(_) => Ok(None),
            None => Ok(Some((last, Vec::new()))),
        }
    })
    .await?;
    let (out, stream) = tokio::sync::mpsc::channel(16);
    super::super::in_background(async move {
        let mut told = if let Some((last, missed)) = missed {
            // Whoever loses the connection before anything happens resumes from here.
            let _ = out.send(Ok(Event::default().id(seen.unwrap_or(last).to_string()))).await;
            for event in &missed {
                if out.send(Ok(happened(&News::of(event)))).await.is_err() {
                    return;
                }
            }
            missed.last().map_or(last, |event| event.seq.max(last))
        } else {
            let _ = out.send(Ok(Event::default().event("anew").data("{}"))).await;
            0
        };
        loop {
            let next: Result<Arc<News>, RecvError> = tokio::select! {
                next = news.recv() => next,
                () = out.closed() => return,
            };
            let sent = match next {
                Ok(news) if news.seq > told => {
                    told = news.seq;
                    out.send(Ok(happened(&news))).await
                }
                Ok(_) => Ok(()),
                Err(RecvError::Lagged(_)) => out.send(Ok(Event::default().event("anew").data("{}"))).await,
                Err(RecvError::Closed) => return,
            };
            if sent.is_err() {
                return;
            }
        }
    });
    Ok(Sse::new(ReceiverStream::new(stream)).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

fn happened(news: &News) -> Event {
    let data = serde_json::to_string(news).unwrap_or_default();
    Event::default().event("happened").id(news.seq.to_string()).data(data)
}
