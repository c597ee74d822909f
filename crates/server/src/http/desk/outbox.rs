//! The outbox, and who is told what.

use axum::extract::Path;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::{read, write};
use crate::actions::Actor;
use crate::actions::outbox::{self, NewNoticeSettings, OutboxLanguage, Wanted};
use crate::desk::wording::NoticeKind;
use crate::http::json::Json;
use crate::views::outbox::{NoticeSettings, NoticeState, NoticeView, OutboxPage};

/// What is looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OutboxParams {
    /// Notices in this state.
    #[param(inline)]
    state: Option<NoticeState>,
    /// Notices of this kind.
    #[param(inline)]
    kind: Option<NoticeKind>,
    /// Notices for this party.
    recipient: Option<Uuid>,
    /// Notices before this one; from the page before.
    before: Option<Uuid>,
    /// How many, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// Lists notices on their way out, the newest first.
#[utoipa::path(get, path = "/outbox", tag = "outbox", params(OutboxParams), responses(
    (status = 200, body = OutboxPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_outbox(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<OutboxParams>,
) -> Result<Json<OutboxPage>, Problem> {
    let wanted = Wanted { state: params.state, kind: params.kind, recipient: params.recipient };
    let limit = params.limit.unwrap_or(50);
    read(move || outbox::list(&desk, &actor, &wanted, params.before, limit)).await.map(Json)
}

/// Puts a notice back among those that wait.
#[utoipa::path(post, path = "/outbox/{notice}/retry", tag = "outbox",
    params(("notice", description = "The id of a notice")), responses(
    (status = 200, body = NoticeView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn retry_notice(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(notice): Path<Uuid>,
) -> Result<Json<NoticeView>, Problem> {
    write(desk, move |desk, tx| outbox::retry(desk, tx, &actor, notice)).await.map(Json)
}

/// Keeps a notice from being sent.
#[utoipa::path(post, path = "/outbox/{notice}/cancel", tag = "outbox",
    params(("notice", description = "The id of a notice")), responses(
    (status = 200, body = NoticeView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn cancel_notice(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(notice): Path<Uuid>,
) -> Result<Json<NoticeView>, Problem> {
    write(desk, move |desk, tx| outbox::cancel(desk, tx, &actor, notice)).await.map(Json)
}

/// Says in which language those are told who did not choose one.
#[utoipa::path(put, path = "/outbox/language", tag = "outbox", request_body = OutboxLanguage, responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn set_outbox_language(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<OutboxLanguage>,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| outbox::set_language(tx, &actor, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows what whoever asks is told.
#[utoipa::path(get, path = "/account/notices", tag = "accounts", responses(
    (status = 200, body = NoticeSettings),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_notice_settings(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<NoticeSettings>, Problem> {
    read(move || outbox::settings(&desk, &actor)).await.map(Json)
}

/// Chooses what they are told.
#[utoipa::path(put, path = "/account/notices", tag = "accounts", request_body = NewNoticeSettings, responses(
    (status = 200, body = NoticeSettings),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn choose_notices(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewNoticeSettings>,
) -> Result<Json<NoticeSettings>, Problem> {
    write(desk, move |_, tx| outbox::choose(tx, &actor, &new)).await.map(Json)
}
