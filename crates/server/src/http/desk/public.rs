//! What customers reach without an account.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode};

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::{read, write};
use crate::actions::Refusal;
use crate::actions::accounts::From;
use crate::actions::talk::NewMessage;
use crate::actions::tracking::{self, PublicRequest};
use crate::desk::{Desk, guesser};
use crate::views::tracking::{OfferList, TrackingLink, TrackingPage};

/// Tells search engines to forget the page.
const NOT_INDEXED: [(HeaderName, &str); 1] = [(HeaderName::from_static("x-robots-tag"), "noindex, nofollow")];

/// Counts what an address sends: a person does not send ten forms a minute.
pub(super) fn limit(desk: &Desk, from: &From, what: &str) -> Result<(), Refusal> {
    let who = format!("{what} {}", guesser(from.address));
    let now = desk.now();
    if let Some(wait) = desk.attempts.wait(&who, now) {
        return Err(Refusal::TooOften(wait));
    }
    desk.attempts.failed(&who, now);
    Ok(())
}

/// Lists what customers can ask for.
#[utoipa::path(get, path = "/offers", tag = "customers", responses(
    (status = 200, body = OfferList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_offers(OpenDesk(desk): OpenDesk) -> Result<Json<OfferList>, Problem> {
    read(move || tracking::offers(&desk)).await.map(Json)
}

/// Takes down what a customer asks for, and hands them the link with which they follow it.
#[utoipa::path(post, path = "/offers", tag = "customers", request_body = PublicRequest, responses(
    (status = 201, body = TrackingLink),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn ask_publicly(
    OpenDesk(desk): OpenDesk,
    from: From,
    Sent(new): Sent<PublicRequest>,
) -> Result<(StatusCode, Json<TrackingLink>), Problem> {
    limit(&desk, &from, "form")?;
    let link = write(desk, move |desk, tx| tracking::ask_publicly(desk, tx, &new)).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Shows where a request is to the bearer of its link.
#[utoipa::path(get, path = "/track/{key}", tag = "customers",
    params(("key", description = "The end of a customer's link")), responses(
    (status = 200, body = TrackingPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn track_request(
    OpenDesk(desk): OpenDesk,
    Path(key): Path<String>,
) -> Result<([(HeaderName, &'static str); 1], Json<TrackingPage>), Problem> {
    let page = read(move || tracking::track(&desk, &key)).await?;
    Ok((NOT_INDEXED, Json(page)))
}

/// Keeps what the bearer of a link says.
#[utoipa::path(post, path = "/track/{key}/messages", tag = "customers", request_body = NewMessage,
    params(("key", description = "The end of a customer's link")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn answer_publicly(
    OpenDesk(desk): OpenDesk,
    from: From,
    Path(key): Path<String>,
    Sent(new): Sent<NewMessage>,
) -> Result<StatusCode, Problem> {
    limit(&desk, &from, "answer")?;
    write(desk, move |desk, tx| tracking::answer(desk, tx, &key, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}
