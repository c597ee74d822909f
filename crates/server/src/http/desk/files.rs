//! Files that are attached: sent as they are, fetched as something to save.
//!
//! A file comes alone, as the body of its own request, and is named by the message or note that it goes with: each has
//! its own progress and its own error, a message that fails can be sent again without them, and what is said stays small
//! enough for its idempotency key. Nothing that was sent is ever run: it goes out as bytes to be saved, under a policy
//! that allows nothing, and only an image that is one by its bytes is shown.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catena_store::Tx;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tokio::time::{Instant, timeout, timeout_at};
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::named::Named;
use super::public::limit;
use super::{read, write};
use crate::actions::accounts::From;
use crate::actions::files::{self, FILE, FORM_FILE, Fetched, Sent};
use crate::actions::{Actor, Refusal, tracking};
use crate::arrivals::{Arrival, Sender};
use crate::desk::Desk;
use crate::files::{plain_name, shown_as};
use crate::http::json::Json;
use crate::state::AppState;
use crate::views::files::{MessageFileView, NoteFileView};

/// How long a sender may pause in the middle of a file.
const PAUSE: Duration = Duration::from_secs(30);
/// How long a file may take to arrive.
const LONGEST: Duration = Duration::from_mins(10);

/// What a file is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FileParams {
    /// The file's name. It says nothing about what the file is: that is read from its bytes.
    name: String,
}

/// How a file is fetched.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FetchParams {
    /// `true` to look at it instead of saving it, if it is an image that may be shown.
    open: bool,
}

/// Which file of a request.
#[derive(Deserialize)]
pub struct FilePlace {
    file: Uuid,
}

/// Takes in a file that is to go with a message.
#[utoipa::path(post, path = "/requests/{request}/message-files", tag = "requests",
    params(("request", description = "The id of a request, or its number"), FileParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses(
        (status = 201, body = MessageFileView),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn send_message_file(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Params(FileParams { name }, ..): Params<FileParams>,
    body: Body,
) -> Result<(StatusCode, Json<MessageFileView>), Problem> {
    let arrival = receive(&state, Sender::Known, FILE, &name, body).await?;
    keep(desk, arrival, name, move |desk, tx, sent| files::send_to_conversation(desk, tx, &actor, request, sent)).await
}

/// Takes in a file that is to go with a note.
#[utoipa::path(post, path = "/requests/{request}/note-files", tag = "requests",
    params(("request", description = "The id of a request, or its number"), FileParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses(
        (status = 201, body = NoteFileView),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn send_note_file(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Params(FileParams { name }, ..): Params<FileParams>,
    body: Body,
) -> Result<(StatusCode, Json<NoteFileView>), Problem> {
    let arrival = receive(&state, Sender::Known, FILE, &name, body).await?;
    keep(desk, arrival, name, move |desk, tx, sent| files::send_to_notes(desk, tx, &actor, request, sent)).await
}

/// Takes in a file that is to go with an answer of the bearer of a link.
#[utoipa::path(post, path = "/track/{key}/files", tag = "customers",
    params(("key", description = "The end of a customer's link"), FileParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses(
        (status = 201, body = MessageFileView),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn send_file_by_link(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    from: From,
    Path(key): Path<String>,
    Params(FileParams { name }, ..): Params<FileParams>,
    body: Body,
) -> Result<(StatusCode, Json<MessageFileView>), Problem> {
    limit(&desk, &from, "file by link")?;
    let (own, shown) = (desk.clone(), key.clone());
    read(move || tracking::check(&own, &shown)).await?;
    let arrival = receive(&state, Sender::Unknown, FILE, &name, body).await?;
    keep(desk, arrival, name, move |desk, tx, sent| files::send_by_link(desk, tx, &key, sent)).await
}

/// Takes in a file that is to go with the public form.
#[utoipa::path(post, path = "/offers/files", tag = "customers", params(FileParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses(
        (status = 201, body = MessageFileView),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn send_file_with_form(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    from: From,
    Params(FileParams { name }, ..): Params<FileParams>,
    body: Body,
) -> Result<(StatusCode, Json<MessageFileView>), Problem> {
    limit(&desk, &from, "file with form")?;
    let arrival = receive(&state, Sender::Unknown, FORM_FILE, &name, body).await?;
    keep(desk, arrival, name, files::send_with_form).await
}

/// Keeps a file that arrived. The room that it took is free again once it is kept, or refused.
async fn keep<T: Send + 'static>(
    desk: Arc<Desk>,
    mut arrival: Arrival,
    name: String,
    send: impl FnOnce(&Desk, &mut Tx<'_>, Sent) -> Result<T, Refusal> + Send + 'static,
) -> Result<(StatusCode, Json<T>), Problem> {
    let sent = Sent { name, bytes: std::mem::take(&mut arrival.bytes) };
    let kept = write(desk, move |desk, tx| send(desk, tx, sent)).await;
    drop(arrival);
    Ok((StatusCode::CREATED, Json(kept?)))
}

/// Reads a file as it comes, as long as it comes and there is room for it. What is longer than `limit` is not read.
async fn receive(state: &AppState, sender: Sender, limit: u64, name: &str, mut body: Body) -> Result<Arrival, Problem> {
    let name = plain_name(name);
    let too_large = || Problem::from(Refusal::FileTooLarge { name: name.clone(), limit });
    let broken = |reason: String| Problem::new(Code::UploadBroken, format!("\"{name}\" was not received: {reason}"));
    if body.size_hint().lower() > limit {
        return Err(too_large());
    }
    let mut arrival = state.arrivals.begin(sender);
    let end = Instant::now() + LONGEST;
    loop {
        let next = timeout(PAUSE, poll_fn(|context| Pin::new(&mut body).poll_frame(context)));
        let frame = timeout_at(end, next).await.map_err(|_| broken("it took too long".to_owned()))?;
        let Some(frame) = frame.map_err(|_| broken(format!("nothing came for {} s", PAUSE.as_secs())))? else {
            return Ok(arrival);
        };
        if let Ok(data) = frame.map_err(|error| broken(error.to_string()))?.into_data() {
            if (arrival.bytes.len() + data.len()) as u64 > limit {
                return Err(too_large());
            }
            if !arrival.grow(&data) {
                return Err(Refusal::TooMany(name).into());
            }
        }
    }
}

/// Sends a file that goes with a message.
#[utoipa::path(get, path = "/requests/{request}/message-files/{file}", tag = "requests",
    params(("request", description = "The id of a request, or its number"), ("file", description = "The id of a file"), FetchParams),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn fetch_message_file(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Path(FilePlace { file }): Path<FilePlace>,
    Params(params, ..): Params<FetchParams>,
) -> Result<Response, Problem> {
    let found = read(move || files::fetch_from_conversation(&desk, &actor, request, file)).await?;
    Ok(to_save(found, params.open))
}

/// Sends a file that goes with a note.
#[utoipa::path(get, path = "/requests/{request}/note-files/{file}", tag = "requests",
    params(("request", description = "The id of a request, or its number"), ("file", description = "The id of a file"), FetchParams),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn fetch_note_file(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Path(FilePlace { file }): Path<FilePlace>,
    Params(params, ..): Params<FetchParams>,
) -> Result<Response, Problem> {
    let found = read(move || files::fetch_from_notes(&desk, &actor, request, file)).await?;
    Ok(to_save(found, params.open))
}

/// Sends a file of the conversation to the bearer of a link.
#[utoipa::path(get, path = "/track/{key}/files/{file}", tag = "customers",
    params(("key", description = "The end of a customer's link"), ("file", description = "The id of a file"), FetchParams),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn fetch_file_by_link(
    OpenDesk(desk): OpenDesk,
    Path((key, file)): Path<(String, Uuid)>,
    Params(params, ..): Params<FetchParams>,
) -> Result<Response, Problem> {
    let found = read(move || files::fetch_by_link(&desk, &key, file)).await?;
    Ok(to_save(found, params.open))
}

/// Forgets a file for a message that was not said yet.
#[utoipa::path(delete, path = "/requests/{request}/message-files/{file}", tag = "requests",
    params(("request", description = "The id of a request, or its number"), ("file", description = "The id of a file")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn discard_message_file(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Path(FilePlace { file }): Path<FilePlace>,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| files::discard_from_conversation(tx, &actor, request, file)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a file for a note that was not kept yet.
#[utoipa::path(delete, path = "/requests/{request}/note-files/{file}", tag = "requests",
    params(("request", description = "The id of a request, or its number"), ("file", description = "The id of a file")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn discard_note_file(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Path(FilePlace { file }): Path<FilePlace>,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| files::discard_from_notes(tx, &actor, request, file)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A file as an answer: to be saved, or looked at if `open` says so and its bytes are those of an image.
fn to_save(file: Fetched, open: bool) -> Response {
    let shown = shown_as(&file.bytes);
    let mut headers = HeaderMap::new();
    let kind = shown.unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let how = if open && shown.is_some() { "inline" } else { "attachment" };
    let disposition = HeaderValue::from_str(&disposition(how, &file.name));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    (headers, file.bytes).into_response()
}

/// What goes unencoded into `filename*` (RFC 8187).
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The header that names a file (RFC 6266): in plain letters for old programs, and as it is for all others.
fn disposition(how: &str, name: &str) -> String {
    let plain = |letter: char| match letter {
        '"' | '\\' | '%' | ';' => '_',
        ' '..='~' => letter,
        _ => '_',
    };
    let fallback: String = name.chars().map(plain).collect();
    format!("{how}; filename=\"{fallback}\"; filename*=UTF-8''{}", utf8_percent_encode(name, EXTENDED))
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_is_said_in_plain_letters_and_as_it_is() {
        assert_eq!(
            disposition("attachment", "Größe 100%.pdf"),
            "attachment; filename=\"Gr__e 100_.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20100%25.pdf"
        );
        let hostile = disposition("attachment", "a\"; filename=b.html\r\nSet-Cookie: x");
        assert_eq!(hostile.matches('"').count(), 2);
        assert!(!hostile.contains(['\r', '\n']), "{hostile}");
    }
}
