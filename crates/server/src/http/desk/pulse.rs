//! The pulse: how it is to work here.
//!
//! Answers come without a session. Nothing of whoever sends one is looked at or kept, neither address nor agent, and what is
//! wrong with one is said in words that repeat nothing of it.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::{off_runtime, read, write};
use crate::actions::pulse::answering::{self, NewPulseAnswer};
use crate::actions::pulse::{self, NewPulse, showing, teams};
use crate::actions::{Actor, Refusal};
use crate::views::pulse::{OpenPulse, PulseLooks, PulseOverview, PulsePreview, PulseRelease, PulseSlip, PulseTeams};

/// In which form a release comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseFormat {
    /// As JSON.
    #[default]
    Json,
    /// As CSV, without comments.
    Csv,
}

/// How a release is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReleaseParams {
    /// `json`, if nothing is said, or `csv`: its figures as a table, without comments.
    #[param(inline)]
    format: Option<ReleaseFormat>,
}

/// Shows which wave is open, and which are over.
#[utoipa::path(get, path = "/pulse", tag = "pulse", responses(
    (status = 200, body = PulseOverview),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_pulse(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<PulseOverview>, Problem> {
    read(move || showing::overview(&desk, &actor)).await.map(Json)
}

/// Says whom a wave would ask, and where their answers would count. Nothing is kept.
#[utoipa::path(post, path = "/pulse/preview", tag = "pulse", request_body = NewPulse, responses(
    (status = 200, body = PulsePreview),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn preview_pulse(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewPulse>,
) -> Result<Json<PulsePreview>, Problem> {
    read(move || pulse::preview(&desk, &actor, &new)).await.map(Json)
}

/// Launches a wave: from now on it is frozen who is asked what, and where each answer counts.
#[utoipa::path(post, path = "/pulse/waves", tag = "pulse", request_body = NewPulse, responses(
    (status = 201, body = OpenPulse),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn launch_pulse(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewPulse>,
) -> Result<(StatusCode, Json<OpenPulse>), Problem> {
    let launched = write(desk, move |desk, tx| pulse::launch(desk, tx, &actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(launched)))
}

/// Hands out the slip with which whoever asks can answer once. Nothing is noted down.
#[utoipa::path(get, path = "/pulse/waves/{wave}/slip", tag = "pulse",
    params(("wave", description = "The id of a wave")), responses(
    (status = 200, body = PulseSlip),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_pulse_slip(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(wave): Path<Uuid>,
) -> Result<Json<PulseSlip>, Problem> {
    read(move || answering::show_slip(&desk, &actor, wave)).await.map(Json)
}

/// Takes an answer from whoever has a slip. It waits in memory until a crowd can be written together.
#[utoipa::path(post, path = "/pulse/waves/{wave}/answers", tag = "pulse", request_body = NewPulseAnswer,
    params(("wave", description = "The id of a wave")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn answer_pulse(
    OpenDesk(desk): OpenDesk,
    Path(wave): Path<Uuid>,
    new: Result<Json<NewPulseAnswer>, JsonRejection>,
) -> Result<StatusCode, Problem> {
    // What the reader of JSON says repeats what it read.
    let Json(new) = new.map_err(|_| Problem::new(Code::Invalid, "the answer cannot be read"))?;
    read(move || answering::answer(&desk, wave, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reminds everybody who is asked, whether or not they answered; once a day at most.
#[utoipa::path(post, path = "/pulse/waves/{wave}/reminder", tag = "pulse",
    params(("wave", description = "The id of a wave")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remind_of_pulse(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(wave): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| pulse::remind(desk, tx, &actor, wave)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a wave: what came of it is released, once and for good, and all single answers are destroyed.
#[utoipa::path(post, path = "/pulse/waves/{wave}/close", tag = "pulse",
    params(("wave", description = "The id of a wave")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn close_pulse(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(wave): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    read(move || pulse::end(&desk, &actor, wave)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows what was released of a wave, the same to everybody who works here. That somebody looked can be seen by all.
#[utoipa::path(get, path = "/pulse/waves/{wave}/release", tag = "pulse",
    params(("wave", description = "The id of a wave"), ReleaseParams), responses(
    (status = 200, content((PulseRelease = "application/json"), (String = "text/csv"))),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_pulse_release(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(wave): Path<Uuid>,
    Params(params, ..): Params<ReleaseParams>,
) -> Result<Response, Problem> {
    let release = write(desk, move |desk, tx| showing::release(desk, tx, &actor, wave)).await?;
    if params.format.unwrap_or_default() == ReleaseFormat::Json {
        return Ok(Json(release).into_response());
    }
    let file = format!("attachment; filename=\"pulse-{}.csv\"", release.wave.number);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, file.as_str())];
    let csv = off_runtime(move || Ok(showing::csv(&release).map_err(Refusal::Disk)?)).await?;
    Ok((headers, csv).into_response())
}

/// Lists who looked at what was released of a wave, and when: everybody who works here may know it.
#[utoipa::path(get, path = "/pulse/waves/{wave}/looks", tag = "pulse",
    params(("wave", description = "The id of a wave")), responses(
    (status = 200, body = PulseLooks),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_pulse_looks(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(wave): Path<Uuid>,
) -> Result<Json<PulseLooks>, Problem> {
    read(move || showing::looks(&desk, &actor, wave)).await.map(Json)
}

/// Shows what the last release tells of each team, for holding it beside other figures. That somebody looked can be seen
/// by all.
#[utoipa::path(get, path = "/pulse/teams", tag = "pulse", responses(
    (status = 200, body = PulseTeams),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_pulse_teams(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<PulseTeams>, Problem> {
    write(desk, move |desk, tx| teams::teams(desk, tx, &actor)).await.map(Json)
}
