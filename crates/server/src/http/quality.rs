//! How a log was read: what was left out or repaired, and by which recipe.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use catena_formats::Quality;

use super::off_runtime;
use super::problem::{Problem, ProblemBody};
use crate::actions;
use crate::http::json::Json;
use crate::insight::Insight;
use crate::state::AppState;

/// Says what was left out, repaired or noticed while the log was read.
#[utoipa::path(get, path = "/logs/{log}/quality", tag = "logs", params(("log", description = "The id of a log")),
    responses(
        (status = 200, body = Quality),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_quality(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
) -> Result<Json<Quality>, Problem> {
    off_runtime(move || Ok(Json(actions::open_log(&state, &log, &insight)?.loaded.quality.clone()))).await
}

/// Shows the recipe that the log was read with, as TOML.
#[utoipa::path(get, path = "/logs/{log}/recipe", tag = "logs", params(("log", description = "The id of a log")),
    responses(
        (status = 200, body = String, content_type = "text/plain"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_recipe(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
) -> Result<Response, Problem> {
    let toml = off_runtime(move || Ok(actions::open_log(&state, &log, &insight)?.loaded.recipe.to_toml())).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], toml).into_response())
}
