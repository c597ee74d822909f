//! Who else looks at a request.

use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::named::Named;
use super::write;
use crate::actions::{Actor, presence};
use crate::http::json::Json;
use crate::views::requests::HereList;

/// That somebody is there.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPresence {
    /// Whether they are writing something.
    writing: bool,
}

/// Says that whoever asks looks at a request, for the next 30 s, and hears who else does.
#[utoipa::path(put, path = "/requests/{request}/presence", tag = "requests", request_body = NewPresence,
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 200, body = HereList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn be_present(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Sent(there): Sent<NewPresence>,
) -> Result<Json<HereList>, Problem> {
    write(desk, move |desk, tx| presence::arrive(desk, tx, &actor, request, there.writing)).await.map(Json)
}

/// Says that whoever asks looks away.
#[utoipa::path(delete, path = "/requests/{request}/presence", tag = "requests",
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn leave_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| presence::leave(tx, &actor, request)).await?;
    Ok(StatusCode::NO_CONTENT)
}
