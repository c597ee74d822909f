//! What an analysis found, and what repairing some links would have kept.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::off_runtime;
use super::params::{FilterParams, Params};
use super::problem::{Problem, ProblemBody};
use crate::actions::{self, OpenLog};
use crate::http::json::Json;
use crate::insight::Insight;
use crate::report::Report;
use crate::state::AppState;

/// Which links to repair.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RepairParams {
    /// A link to repair; repeatable.
    repair: Vec<String>,
}

/// What a repair of several links at once keeps.
#[derive(Serialize, ToSchema)]
pub struct WhatIf {
    /// Promises that were broken.
    broken_promises: u64,
    /// Of these, how many the repair keeps.
    saved: u64,
    /// Of these, how many it does not.
    still_broken: u64,
}

/// Analyses the chains that the filters choose.
#[utoipa::path(get, path = "/logs/{log}/analysis", tag = "findings",
    params(("log", description = "The id of a log"), FilterParams),
    responses(
        (status = 200, body = Report),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn analyze_log(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
    Params(filters, ..): Params<FilterParams>,
) -> Result<Json<Report>, Problem> {
    off_runtime(move || {
        let OpenLog { loaded, .. } = actions::open_log(&state, &log, &insight)?;
        Ok(Json(actions::analyze(&loaded, &filters.read()?)?))
    })
    .await
}

/// Says how many promises the repair of some links keeps.
#[utoipa::path(get, path = "/logs/{log}/what-if", tag = "findings",
    params(("log", description = "The id of a log"), RepairParams, FilterParams),
    responses(
        (status = 200, body = WhatIf),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn try_repairs(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
    Params(repairs, filters, _): Params<RepairParams, FilterParams>,
) -> Result<Json<WhatIf>, Problem> {
    off_runtime(move || {
        let OpenLog { loaded, .. } = actions::open_log(&state, &log, &insight)?;
        let actions::WhatIf { broken, saved } = actions::try_repairs(&loaded, &filters.read()?, &repairs.repair)?;
        Ok(Json(WhatIf { broken_promises: broken, saved, still_broken: broken - saved }))
    })
    .await
}
