//! What customers experienced, and how hand-offs are rated along the chains behind it.

use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::json::Json;
use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::{Actor, Refusal, experience, rated_links};
use crate::insight::Insight;
use crate::report::read_instant;
use crate::state::AppState;
use crate::views::experience::Experience;
use crate::views::rated_links::RatedLinks;

/// Which period.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PeriodParams {
    /// Where it begins, RFC 3339 or a date; ninety days before it ends if nothing is said.
    since: Option<String>,
    /// Until just before here, RFC 3339 or a date; now if nothing is said.
    until: Option<String>,
}

/// Says what customers experienced in a period, beside the one before, by what became of the promise.
#[utoipa::path(get, path = "/experience", tag = "findings", params(PeriodParams), responses(
    (status = 200, body = Experience),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_experience(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    insight: Insight,
    Params(params, ..): Params<PeriodParams>,
) -> Result<Json<Experience>, Problem> {
    let since = params.since.as_deref().map(|text| instant("since", text)).transpose()?;
    let until = params.until.as_deref().map(|text| instant("until", text)).transpose()?;
    read(move || experience::experience(&state, &desk, &insight, since, until)).await.map(Json)
}

/// Says how hand-offs of the last year are rated by those who relied on them, and what that makes of whole chains.
#[utoipa::path(get, path = "/rated-links", tag = "findings", responses(
    (status = 200, body = RatedLinks),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_rated_links(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
) -> Result<Json<RatedLinks>, Problem> {
    read(move || rated_links::rated_links(&state, &desk, &actor)).await.map(Json)
}

fn instant(name: &str, text: &str) -> Result<Timestamp, Refusal> {
    let second = read_instant(name, text).map_err(Refusal::BadParameter)?;
    Timestamp::from_second(second).map_err(|error| Refusal::BadParameter(format!("{name}=\"{text}\": {error}")))
}
