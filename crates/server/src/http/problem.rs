//! Problem details (RFC 9457): the closed table of everything that the server refuses, and how it says so.
//!
//! Handlers return a [`Problem`]; [`render`] writes it out once, at the edge, with the request id that the log line
//! carries too. The page `docs/problems.md` is made from the same table. Causes inside the server are logged, never
//! sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::Refusal;

/// Declares the codes once: variant, code, status, title, what to do.
macro_rules! codes {
    ($($variant:ident, $code:literal, $status:ident, $title:literal, $remedy:literal;)*) => {
        /// Everything that the server refuses, by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// All codes, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in answers.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            /// What happened, in general.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What to do about it.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

codes! {
    UnknownPlace, "unknown_place", NOT_FOUND,
        "There is nothing at this address.",
        "The addresses are listed in `/api/v1/openapi.json`.";
    WrongMethod, "wrong_method", METHOD_NOT_ALLOWED,
        "The address does not answer to this method.",
        "The header `Allow` names the methods that it answers to.";
    UnknownLog, "unknown_log", NOT_FOUND,
        "There is no such log.",
        "`/api/v1/logs` lists the logs. Uploaded ones are gone after a restart: upload the file again.";
    UnknownChain, "unknown_chain", NOT_FOUND,
        "The log has no complete chain with this root.",
        "`/api/v1/logs/{log}/chains?q=` finds chains by a part of their id; `/api/v1/logs/{log}/quality` says which were left out.";
    UnknownUpload, "unknown_upload", NOT_FOUND,
        "There is no such upload.",
        "Uploads are deleted when newer ones need the room, and when the server stops: upload the file again.";
    BadParameter, "bad_parameter", BAD_REQUEST,
        "A parameter in the address cannot be used.",
        "The answer names it; `/api/v1/openapi.json` says what it may be.";
    BadRecipe, "bad_recipe", UNPROCESSABLE_ENTITY,
        "The recipe cannot be used.",
        "The answer names the field; `docs/recipes.md` explains each.";
    UnreadableFile, "unreadable_file", UNPROCESSABLE_ENTITY,
        "The file cannot be read as a log.",
        "The answer says where and why. Catena reads CSV, XES and OCEL 2.0; for CSV with columns of its own it needs a recipe.";
    UploadTooLarge, "upload_too_large", PAYLOAD_TOO_LARGE,
        "The file is larger than the server accepts.",
        "Compress it (.gz, .zst), start the server with a higher limit, or run `catena analyze` on it.";
    TooManyUploads, "too_many_uploads", SERVICE_UNAVAILABLE,
        "Too many files are arriving at the same time.",
        "Send the file again in a minute.";
    UploadBroken, "upload_broken", BAD_REQUEST,
        "The upload ended before the file was complete.",
        "Send the file again.";
    WrongHost, "wrong_host", MISDIRECTED_REQUEST,
        "The request names a host that this server does not serve.",
        "Use the address that the server printed when it started.";
    ForeignOrigin, "foreign_origin", FORBIDDEN,
        "The request was sent by a page of another site.",
        "Only Catena's own pages and programs outside a browser may send files.";
    TookTooLong, "took_too_long", SERVICE_UNAVAILABLE,
        "The answer took longer than the server waits.",
        "Ask again: what was computed is kept and the answer will be faster.";
    NotSignedIn, "not_signed_in", UNAUTHORIZED,
        "This needs somebody who signed in.",
        "Sign in, or send a token as `Authorization: Bearer …`.";
    WrongSecret, "wrong_secret", UNAUTHORIZED,
        "The name and the password, the link or the code is not right.",
        "Try again. An administrator hands out a new one-time link; on the machine itself `catena admin reset NAME` does.";
    SecondFactorNeeded, "second_factor_needed", UNAUTHORIZED,
        "The code of the second factor is needed too.",
        "Send it as `code`: the six digits of now, or a recovery code.";
    NotAllowed, "not_allowed", FORBIDDEN,
        "Whoever asks may not do this.",
        "The answer says who may. Roles are set by an administrator.";
    TooOften, "too_often", TOO_MANY_REQUESTS,
        "There were too many attempts.",
        "The header `Retry-After` says after how many seconds to try again.";
    Missing, "missing", NOT_FOUND,
        "It is not there, or not for whoever asks to know of.",
        "The answer says what was looked for.";
    NoDesk, "no_desk", NOT_FOUND,
        "This server keeps no desk.",
        "Start it with `catena serve --data DIR`.";
    Invalid, "invalid", UNPROCESSABLE_ENTITY,
        "Something in what was sent cannot be used.",
        "The answer says what; `/api/v1/openapi.json` says what it may be.";
    NotNow, "not_now", CONFLICT,
        "It is too late or too early for that.",
        "Look at the request again: somebody may have acted meanwhile.";
    OpenHandOffs, "open_hand_offs", CONFLICT,
        "Hand-offs are open, and nobody said what is to become of them.",
        "Send `answers` with one entry for each: whether it is still needed.";
    Stale, "stale", PRECONDITION_FAILED,
        "Somebody changed it meanwhile.",
        "Read it again and decide anew; `If-Match` carries the revision that was seen.";
    KeyReused, "key_reused", UNPROCESSABLE_ENTITY,
        "The idempotency key came with something else before.",
        "Use a new key for each thing that is to be created.";
    FileTooLarge, "file_too_large", PAYLOAD_TOO_LARGE,
        "A file that is to be attached is larger than allowed.",
        "A file has at most 10 MiB, with the public form 5 MiB: send a smaller one, or a link to where it lies.";
    FileEmpty, "file_empty", UNPROCESSABLE_ENTITY,
        "A file that is to be attached has nothing in it.",
        "Choose the file again once it has been saved.";
    TooManyFiles, "too_many_files", UNPROCESSABLE_ENTITY,
        "More files are to be attached than go together.",
        "A message or note takes 10 files with 25 MiB together, the public form 5 files with 10 MiB: send the others with another message.";
    FileGone, "file_gone", CONFLICT,
        "A file that is to be attached does not wait for that, or no longer.",
        "Send the file again. Files that nothing names are forgotten after a day; each is named once, by whoever sent it.";
    FeedbackExpired, "feedback_expired", GONE,
        "It is too late to answer these questions.",
        "Questions wait for thirty days. What you still want to say can be written to whoever asked.";
    FeedbackGiven, "feedback_given", CONFLICT,
        "These questions were answered already.",
        "Each of them takes one answer. The same answer with the same Idempotency-Key is the same one.";
    PulseClosed, "pulse_closed", GONE,
        "This pulse is over.",
        "`/api/v1/pulse` says which one is open. What was released of this one everybody can read.";
    SlipUnknown, "slip_unknown", NOT_FOUND,
        "This is no slip of this pulse.",
        "Open the page *Pulse* and answer there: everybody who is asked has one slip for each wave.";
    SlipUsed, "slip_used", CONFLICT,
        "Somebody answered with this slip.",
        "Each slip takes one answer. Whoever asks may have sent it twice; the first one counts.";
    PulseElsewhere, "pulse_elsewhere", SERVICE_UNAVAILABLE,
        "Another node of this desk takes the answers of this pulse.",
        "Answers wait in the memory of one node. Send it again; whoever runs several nodes leads `/api/v1/pulse/` to one of them.";
    StoreFull, "store_full", INSUFFICIENT_STORAGE,
        "There is no room left to write.",
        "Nothing was written. Free some space; the server goes on by itself.";
    StoreUnavailable, "store_unavailable", SERVICE_UNAVAILABLE,
        "The store cannot be reached or written to.",
        "Nothing was written. `catena doctor` says more.";
    Internal, "internal", INTERNAL_SERVER_ERROR,
        "The server made a mistake.",
        "Other requests are not affected. The server's own output says more under the request id.";
}

/// What is sent instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Where the kind of problem is explained.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in general.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What was attempted, what stood in the way, what to do.
    pub detail: String,
    /// The kind of problem, for programs.
    pub code: Code,
    /// The name of the request in the server's output.
    pub request_id: String,
    /// With `open_hand_offs`: the hand-offs that need an answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Uuid>,
}

/// A refusal on its way out: what was attempted and what stood in the way.
#[derive(Clone, Debug)]
pub struct Problem {
    code: Code,
    detail: String,
    cause: Option<String>,
    /// Seconds after which to try again.
    wait: Option<i64>,
    /// Hand-offs that need an answer.
    open: Vec<Uuid>,
}

impl Problem {
    /// A problem of the kind `code`; `detail` says what was attempted and what stood in the way.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), cause: None, wait: None, open: Vec::new() }
    }

    /// The same with its cause, for the server's output alone.
    pub fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

/// Marks a failed response that is meant for a person as it is.
#[derive(Clone, Copy, Debug)]
pub struct InPlainWords;

/// The status goes out at once; [`render`] fills in the body.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        if let Some(wait) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let code = match &refusal {
            Refusal::UnknownLog(_) => Code::UnknownLog,
            Refusal::UnknownChain { .. } => Code::UnknownChain,
            Refusal::UnknownUpload(_) => Code::UnknownUpload,
            Refusal::BadParameter(_) => Code::BadParameter,
            Refusal::BadRecipe(_) => Code::BadRecipe,
            Refusal::Unreadable(_) => Code::UnreadableFile,
            Refusal::TooLarge { .. } => Code::UploadTooLarge,
            Refusal::TooMany(_) => Code::TooManyUploads,
            Refusal::Disk(_) => Code::Internal,
            Refusal::NotSignedIn => Code::NotSignedIn,
            Refusal::NotAllowed(_) => Code::NotAllowed,
            Refusal::Missing(_) => Code::Missing,
            Refusal::Invalid(_) => Code::Invalid,
            Refusal::NotNow(_) => Code::NotNow,
            Refusal::OpenHandOffs(_) => Code::OpenHandOffs,
            Refusal::Stale(_) => Code::Stale,
            Refusal::WrongSecret(_) => Code::WrongSecret,
            Refusal::SecondFactor => Code::SecondFactorNeeded,
            Refusal::TooOften(_) => Code::TooOften,
            Refusal::KeyReused => Code::KeyReused,
            Refusal::FileTooLarge { .. } => Code::FileTooLarge,
            Refusal::FileEmpty(_) => Code::FileEmpty,
            Refusal::TooManyFiles(_) => Code::TooManyFiles,
            Refusal::FileGone(_) => Code::FileGone,
            Refusal::FeedbackExpired => Code::FeedbackExpired,
            Refusal::FeedbackGiven => Code::FeedbackGiven,
            Refusal::PulseClosed => Code::PulseClosed,
            Refusal::SlipUnknown => Code::SlipUnknown,
            Refusal::SlipUsed => Code::SlipUsed,
            Refusal::PulseElsewhere => Code::PulseElsewhere,
            Refusal::NoDesk => Code::NoDesk,
            Refusal::Store(error) => match error {
                catena_store::Error::Full => Code::StoreFull,
                catena_store::Error::ReadOnly
                | catena_store::Error::Held(_)
                | catena_store::Error::Unreachable(_)
                | catena_store::Error::Closed => Code::StoreUnavailable,
                catena_store::Error::Conflict(_) => Code::NotNow,
                _ => Code::Internal,
            },
        };
        let detail = match (&refusal, code) {
            (Refusal::Store(_), Code::Internal) => "the store failed".to_owned(),
            (Refusal::Store(_), Code::NotNow) => "this is there already, or what it refers to is not".to_owned(),
            _ => refusal.to_string(),
        };
        let open = if let Refusal::OpenHandOffs(open) = &refusal { open.clone() } else { Vec::new() };
        let problem = Self {
            open,
            wait: if let Refusal::TooOften(wait) = refusal { Some(wait) } else { None },
            ..Self::new(code, detail)
        };
        match &refusal {
            Refusal::Disk(source) => problem.caused_by(source.to_string()),
            Refusal::Store(source) => problem.caused_by(source.to_string()),
            _ => problem,
        }
    }
}

/// The header that names a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers for requests, by which answers and the server's output name them.
#[derive(Clone, Debug, Default)]
pub struct Numbers(Arc<AtomicU64>);

impl Numbers {
    fn next(&self) -> String {
        (self.0.fetch_add(1, Ordering::Relaxed) + 1).to_string()
    }
}

/// Gives the request its number, and writes out the problem of its response; one is made of an error that came without:
/// an unknown address, a wrong method. Each is logged here, once.
pub async fn render(State(numbers): State<Numbers>, request: Request, next: Next) -> Response {
    let id = numbers.next();
    let asked = format!("{} {}", request.method(), request.uri().path());
    let mut response = next.run(request).await;
    response.headers_mut().insert(REQUEST_ID, id.parse().expect("a number is plain text"));
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed || response.extensions().get::<InPlainWords>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts.extensions.remove::<Problem>().unwrap_or_else(|| bare(parts.status, &asked));
    let cause = problem.cause.as_deref().unwrap_or_default();
    if problem.code.status().is_server_error() {
        tracing::error!(id, asked, code = problem.code.name(), detail = problem.detail, cause);
    } else {
        tracing::info!(id, asked, code = problem.code.name(), detail = problem.detail);
    }
    let body = ProblemBody {
        kind: format!("/api/v1/problems#{}", problem.code.name()),
        title: problem.code.title(),
        status: problem.code.status().as_u16(),
        detail: problem.detail,
        code: problem.code,
        request_id: id.clone(),
        open: problem.open,
    };
    let mut answer = (problem.code.status(), axum::Json(body)).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    for name in [REQUEST_ID, header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = parts.headers.remove(&name) {
            headers.insert(name, value);
        }
    }
    answer
}

/// The answer where the API has no address.
pub async fn nothing_here() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// The problem of a status that came without one.
fn bare(status: StatusCode, asked: &str) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(Code::UnknownPlace, format!("{asked}: there is nothing at this address")),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(Code::WrongMethod, format!("{asked}: another method is needed")),
        other if other.is_client_error() => {
            Problem::new(Code::BadParameter, format!("{asked}: the address or the request cannot be read"))
        }
        other => Problem::new(Code::Internal, format!("{asked}: failed with status {other}")),
    }
}

/// The page that explains each problem, in Markdown.
pub fn page() -> String {
    let mut text = String::from(
        "# Problems\n\nWhat the server answers instead of a result (RFC 9457, `application/problem+json`), by `code`. \
         Each answer also says in `detail` what was attempted and carries the `request_id` under which the server's \
         output says more. This page is generated from `crates/server/src/http/problem.rs`.\n",
    );
    for code in Code::ALL {
        let (name, status) = (code.name(), code.status().as_u16());
        text.extend(["\n## ", name, "\n\nStatus ", &status.to_string(), ". ", code.title(), " ", code.remedy(), "\n"]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_name_in_answers_and_on_the_page() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }
}
