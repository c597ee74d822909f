//! Joining requests, and parting them again.

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::named::Named;
use super::write;
use crate::actions::Actor;
use crate::actions::merge::{self, NewMerge};
use crate::http::json::Json;
use crate::views::requests::Acted;

/// Joins a request to another one of the same customer, which goes on for both. Nothing is moved: see `part_request`.
#[utoipa::path(post, path = "/requests/{request}/merge", tag = "requests", request_body = NewMerge,
    params(("request", description = "The id of the request that becomes a part, or its number")), responses(
    (status = 200, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn merge_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Sent(new): Sent<NewMerge>,
) -> Result<Json<Acted>, Problem> {
    write(desk, move |desk, tx| merge::merge(desk, tx, &actor, request, &new)).await.map(Json)
}

/// Parts a request from the one that it was joined to: it is what it was before.
#[utoipa::path(delete, path = "/requests/{request}/merge", tag = "requests",
    params(("request", description = "The id of the request that became a part, or its number")), responses(
    (status = 200, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn part_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
) -> Result<Json<Acted>, Problem> {
    write(desk, move |desk, tx| merge::part(desk, tx, &actor, request)).await.map(Json)
}
