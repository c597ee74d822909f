//! What inner service has to do with what customers say.

use serde::Deserialize;
use utoipa::IntoParams;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::{Actor, panel};
use crate::http::json::Json;
use crate::views::panel::{InternalExternal, NullWorld, PeriodWord};

/// Over which periods.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PanelParams {
    /// How long a period is; a month if nothing is said.
    #[param(inline)]
    period: Option<PeriodWord>,
}

/// Which world.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct NullParams {
    /// How long a period is; a month if nothing is said.
    #[param(inline)]
    period: Option<PeriodWord>,
    /// Where its chance comes from: the same number, the same world; 1 if nothing is said.
    seed: Option<u32>,
}

/// Shows what inner service has to do with what customers say: an association within teams, beyond season.
#[utoipa::path(get, path = "/internal-external", tag = "findings", params(PanelParams), responses(
    (status = 200, body = InternalExternal),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_internal_external(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<PanelParams>,
) -> Result<Json<InternalExternal>, Problem> {
    read(move || panel::show(&desk, &actor, params.period.unwrap_or_default())).await.map(Json)
}

/// Invents the same shop without any effect, and says how often such shops raise an alarm.
#[utoipa::path(get, path = "/internal-external/null-world", tag = "findings", params(NullParams), responses(
    (status = 200, body = NullWorld),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn draw_null_world(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<NullParams>,
) -> Result<Json<NullWorld>, Problem> {
    let (period, seed) = (params.period.unwrap_or_default(), params.seed.unwrap_or(1));
    read(move || panel::draw_null_world(&desk, &actor, period, seed)).await.map(Json)
}
