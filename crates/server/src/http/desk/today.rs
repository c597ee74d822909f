//! What waits, for whom, and where to find things.

use serde::Deserialize;
use utoipa::IntoParams;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::{Actor, today};
use crate::http::json::Json;
use crate::views::today::{Board, Found, Today};

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SearchParams {
    /// Words; each also finds longer ones that begin with it. A number finds the request.
    q: String,
    /// How many rows, up to 100; 20 if nothing is said.
    limit: Option<i64>,
}

/// Shows what waits for whoever asks, and what they wait for.
#[utoipa::path(get, path = "/today", tag = "requests", responses(
    (status = 200, body = Today),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_today(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<Today>, Problem> {
    read(move || today::today(&desk, &actor)).await.map(Json)
}

/// Shows what waits for each team.
#[utoipa::path(get, path = "/board", tag = "requests", responses(
    (status = 200, body = Board),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_board(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<Board>, Problem> {
    read(move || today::board(&desk, &actor)).await.map(Json)
}

/// Finds requests, people and words.
#[utoipa::path(get, path = "/search", tag = "requests", params(SearchParams), responses(
    (status = 200, body = Found),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn search_desk(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<SearchParams>,
) -> Result<Json<Found>, Problem> {
    read(move || today::find(&desk, &actor, &params.q, params.limit.unwrap_or(20))).await.map(Json)
}
