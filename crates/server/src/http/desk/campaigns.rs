//! Asking many customers at once: whom it would be, and what came of it.

use axum::Json;
use axum::extract::Path;
use catena_domain::id::SurveyId;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::Actor;
use crate::actions::surveys::{self, Audience};
use crate::views::feedback::{AudienceView, CampaignList};

/// Which customers.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AudienceParams {
    /// Who asked for this service …
    service: Option<Uuid>,
    /// … with this tag …
    tag: Option<String>,
    /// … at this instant or later …
    since: Option<Timestamp>,
    /// … and before this one: all of that in one request.
    until: Option<Timestamp>,
    /// Who was asked nothing at this instant or later.
    rested_since: Option<Timestamp>,
}

/// Shows whom a survey would ask now, and how many are left in peace by which clock. Nobody is asked.
#[utoipa::path(get, path = "/surveys/{survey}/audience", tag = "feedback",
    params(("survey", description = "The id of a survey"), AudienceParams), responses(
    (status = 200, body = AudienceView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_audience(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(survey): Path<Uuid>,
    Params(params, ..): Params<AudienceParams>,
) -> Result<Json<AudienceView>, Problem> {
    let AudienceParams { service, tag, since, until, rested_since } = params;
    let wanted = Audience { service, tag, since, until, rested_since };
    read(move || surveys::audience(&desk, &actor, SurveyId(survey), &wanted)).await.map(Json)
}

/// Lists the campaigns of a survey with how many were asked and how many answered, the last first.
#[utoipa::path(get, path = "/surveys/{survey}/campaigns", tag = "feedback",
    params(("survey", description = "The id of a survey")), responses(
    (status = 200, body = CampaignList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_campaigns(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(survey): Path<Uuid>,
) -> Result<Json<CampaignList>, Problem> {
    read(move || surveys::campaigns(&desk, &actor, SurveyId(survey))).await.map(Json)
}
