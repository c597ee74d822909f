//! Addresses of other programs that are told of events.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::{read, write};
use crate::actions::Actor;
use crate::actions::webhooks::{self, NewWebhook, WebhookChange};
use crate::http::json::Json;
use crate::state::AppState;
use crate::views::webhooks::{DeliveryPage, DeliveryView, FreshWebhook, WebhookList, WebhookTest, WebhookView};

/// What is looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DeliveryParams {
    /// Deliveries of events before this number; from the page before.
    before: Option<i64>,
    /// How many, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// Lists webhooks, and the kinds of events that can be told.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", responses(
    (status = 200, body = WebhookList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_webhooks(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<WebhookList>, Problem> {
    read(move || webhooks::list(&desk, &actor)).await.map(Json)
}

/// Sets a webhook up: its secret is shown once.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", request_body = NewWebhook, responses(
    (status = 201, body = FreshWebhook),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn add_webhook(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewWebhook>,
) -> Result<(StatusCode, Json<FreshWebhook>), Problem> {
    let fresh = write(desk, move |desk, tx| webhooks::add(desk, &state.poster, tx, &actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(fresh)))
}

/// Changes a webhook, pauses it, or lets it go on.
#[utoipa::path(patch, path = "/webhooks/{webhook}", tag = "webhooks", request_body = WebhookChange,
    params(("webhook", description = "The id of a webhook")), responses(
    (status = 200, body = WebhookView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_webhook(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(webhook): Path<Uuid>,
    Sent(change): Sent<WebhookChange>,
) -> Result<Json<WebhookView>, Problem> {
    write(desk, move |desk, tx| webhooks::change(desk, &state.poster, tx, &actor, webhook, &change)).await.map(Json)
}

/// Removes a webhook and what waited for it.
#[utoipa::path(delete, path = "/webhooks/{webhook}", tag = "webhooks",
    params(("webhook", description = "The id of a webhook")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_webhook(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(webhook): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| webhooks::remove(desk, tx, &actor, webhook)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a webhook another secret, which is shown once.
#[utoipa::path(post, path = "/webhooks/{webhook}/secret", tag = "webhooks",
    params(("webhook", description = "The id of a webhook")), responses(
    (status = 201, body = FreshWebhook),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn rotate_secret(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(webhook): Path<Uuid>,
) -> Result<(StatusCode, Json<FreshWebhook>), Problem> {
    let fresh = write(desk, move |desk, tx| webhooks::rotate(desk, tx, &actor, webhook)).await?;
    Ok((StatusCode::CREATED, Json(fresh)))
}

/// Sends a message at once that tells of nothing, and says how it was taken.
#[utoipa::path(post, path = "/webhooks/{webhook}/test", tag = "webhooks",
    params(("webhook", description = "The id of a webhook")), responses(
    (status = 200, body = WebhookTest),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn test_webhook(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(webhook): Path<Uuid>,
) -> Result<Json<WebhookTest>, Problem> {
    read(move || webhooks::test(&desk, &state.poster, &actor, webhook)).await.map(Json)
}

/// Lists the deliveries of a webhook, the last event first.
#[utoipa::path(get, path = "/webhooks/{webhook}/deliveries", tag = "webhooks",
    params(("webhook", description = "The id of a webhook"), DeliveryParams), responses(
    (status = 200, body = DeliveryPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_deliveries(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(webhook): Path<Uuid>,
    Params(params, ..): Params<DeliveryParams>,
) -> Result<Json<DeliveryPage>, Problem> {
    let limit = params.limit.unwrap_or(50);
    read(move || webhooks::deliveries(&desk, &actor, webhook, params.before, limit)).await.map(Json)
}

/// Tries a delivery once more from the beginning.
#[utoipa::path(post, path = "/webhooks/{webhook}/deliveries/{seq}/retry", tag = "webhooks",
    params(("webhook", description = "The id of a webhook"), ("seq", description = "The number of an event")), responses(
    (status = 200, body = DeliveryView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn retry_delivery(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path((webhook, seq)): Path<(Uuid, i64)>,
) -> Result<Json<DeliveryView>, Problem> {
    write(desk, move |desk, tx| webhooks::retry(desk, tx, &actor, webhook, seq)).await.map(Json)
}
