//! What can be asked for.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use catena_domain::id::ServiceId;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Seen, Sent};
use super::{read, tagged, write};
use crate::actions::Actor;
use crate::actions::services::{self, NewService};
use crate::http::json::Json;
use crate::views::services::{Possible, ServiceList, ServiceView, VersionList};

/// A due instant to think about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PossibleParams {
    /// The instant that somebody would promise.
    due_at: Option<Timestamp>,
}

/// Lists all services.
#[utoipa::path(get, path = "/services", tag = "services", responses(
    (status = 200, body = ServiceList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_services(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<ServiceList>, Problem> {
    read(move || Ok(ServiceList { services: services::list(&desk, &actor)? })).await.map(Json)
}

/// Writes a service down.
#[utoipa::path(post, path = "/services", tag = "services", request_body = NewService, responses(
    (status = 201, body = ServiceView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn create_service(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewService>,
) -> Result<(StatusCode, Json<ServiceView>), Problem> {
    let made = write(desk, move |desk, tx| services::save(desk, tx, &actor, None, &new, None)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shows a service. The header `ETag` carries its revision.
#[utoipa::path(get, path = "/services/{service}", tag = "services",
    params(("service", description = "The id of a service")), responses(
    (status = 200, body = ServiceView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_service(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(service): Path<Uuid>,
) -> Result<(HeaderMap, Json<ServiceView>), Problem> {
    let shown = read(move || services::show(&desk, &actor, ServiceId(service))).await?;
    Ok((tagged(shown.revision), Json(shown)))
}

/// Writes down the next version of a service. Requests keep the plan that they began with.
#[utoipa::path(put, path = "/services/{service}", tag = "services", request_body = NewService,
    params(("service", description = "The id of a service"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = ServiceView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_service(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(service): Path<Uuid>,
    Seen(seen): Seen,
    Sent(new): Sent<NewService>,
) -> Result<Json<ServiceView>, Problem> {
    write(desk, move |desk, tx| services::save(desk, tx, &actor, Some(ServiceId(service)), &new, seen)).await.map(Json)
}

/// Lists the versions of a service's plan.
#[utoipa::path(get, path = "/services/{service}/versions", tag = "services",
    params(("service", description = "The id of a service")), responses(
    (status = 200, body = VersionList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_versions(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(service): Path<Uuid>,
) -> Result<Json<VersionList>, Problem> {
    read(move || Ok(VersionList { versions: services::versions(&desk, &actor, ServiceId(service))? })).await.map(Json)
}

/// Says when a service could be done at the earliest, and whether a due instant leaves enough time.
#[utoipa::path(get, path = "/services/{service}/possible", tag = "services",
    params(("service", description = "The id of a service"), PossibleParams), responses(
    (status = 200, body = Possible),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_possible(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(service): Path<Uuid>,
    Params(params, ..): Params<PossibleParams>,
) -> Result<Json<Possible>, Problem> {
    actor.must_be_staff()?;
    read(move || services::possible(&desk, ServiceId(service), params.due_at)).await.map(Json)
}
