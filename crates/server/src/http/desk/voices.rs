//! What customers and colleagues said, as files that come as they are read.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::{off_runtime, write};
use crate::actions::voices::{self, Export, Format, Span, Voices};
use crate::actions::{Actor, Refusal};

/// What, how, and of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ExportParams {
    /// What is taken out; answers to surveys, if nothing is said.
    #[param(inline)]
    what: Voices,
    /// How it is written; as CSV, if nothing is said.
    #[param(inline)]
    format: Format,
    /// What was answered, written, said or done at this instant or later; of ratings whole months.
    since: Option<Timestamp>,
    /// What was answered, written, said or done before this instant; of ratings whole months.
    until: Option<Timestamp>,
}

/// Sends what customers and colleagues said as a file, as far as whoever asks may know of it. That they did is recorded.
#[utoipa::path(get, path = "/feedback/export", tag = "feedback", params(ExportParams), responses(
    (status = 200, body = String, content_type = "text/csv"),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn export_feedback(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<ExportParams>,
) -> Result<Response, Problem> {
    let ExportParams { what, format, since, until } = params;
    let who = actor.clone();
    write(desk.clone(), move |desk, tx| voices::record_export(desk, tx, &who, what)).await?;
    let export = Export::new(desk, actor, what, format, Span { since, until })?;
    let (kind, end) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Json => ("application/json", "json"),
    };
    let file = format!("attachment; filename=\"feedback-{}.{end}\"", what.word());
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, &file)];
    Ok((headers, Body::new(Stream::Ready(Box::new(export)))).into_response())
}

/// What a step came to, and what comes after it.
type Stepped = (Box<Export>, Result<Option<Vec<u8>>, Refusal>);

/// An export as a body: a page is read when the receiver is ready for it, and no thread waits for slow ones.
enum Stream {
    Ready(Box<Export>),
    Reading(Pin<Box<dyn Future<Output = Result<Stepped, Problem>> + Send>>),
    Over,
}

impl HttpBody for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            match std::mem::replace(&mut *self, Self::Over) {
                Self::Over => return Poll::Ready(None),
                Self::Ready(mut export) => {
                    *self = Self::Reading(Box::pin(off_runtime(move || {
                        let step = export.step();
                        Ok((export, step))
                    })));
                }
                Self::Reading(mut reading) => {
                    let Poll::Ready(read) = reading.as_mut().poll(context) else {
                        *self = Self::Reading(reading);
                        return Poll::Pending;
                    };
                    let (export, step) = read.map_err(|_| io::Error::other("the server is stopping"))?;
                    match step.map_err(io::Error::other)? {
                        None => return Poll::Ready(None),
                        Some(bytes) => {
                            *self = Self::Ready(export);
                            if !bytes.is_empty() {
                                return Poll::Ready(Some(Ok(Frame::data(bytes.into()))));
                            }
                        }
                    }
                }
            }
        }
    }
}
