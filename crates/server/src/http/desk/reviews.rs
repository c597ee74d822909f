//! What customers let know without being asked, and who looks after them.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use catena_domain::id::PartyId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OnceKey, OpenDesk, Seen, Sent};
use super::feedback::cursor;
use super::{read, tagged, write, write_once};
use crate::actions::reviews::{self, NewConversation, NewOutcome, NewOwner, NewReview};
use crate::actions::{Actor, Refusal};
use crate::views::feedback::{
    ConversationPage, ConversationView, OutcomeList, OutcomeView, OwnerView, Recorded, ReviewPage, ReviewView,
};

/// Whose, and from where on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SaidParams {
    /// Of this customer.
    customer: Option<Uuid>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// How many rows, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// Whose.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OutcomeParams {
    /// Of this customer.
    customer: Option<Uuid>,
}

/// Lists public reviews, the newest first.
#[utoipa::path(get, path = "/reviews", tag = "feedback", params(SaidParams), responses(
    (status = 200, body = ReviewPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_reviews(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<SaidParams>,
) -> Result<Json<ReviewPage>, Problem> {
    let after = cursor(params.cursor.as_deref())?;
    let (customer, limit) = (params.customer.map(PartyId), params.limit.unwrap_or(50));
    read(move || reviews::list_reviews(&desk, &actor, customer, after, limit)).await.map(Json)
}

/// Records a public review.
#[utoipa::path(post, path = "/reviews", tag = "feedback", request_body = NewReview,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key twice records once")), responses(
    (status = 201, body = Recorded),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn record_review(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewReview>,
) -> Result<(StatusCode, Json<Recorded>), Problem> {
    let asked = format!("record_review {new:?}");
    let made =
        write_once(desk, actor, key, asked, move |desk, tx, actor| reviews::add_review(desk, tx, actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Corrects a public review. The header `ETag` carries its revision.
#[utoipa::path(put, path = "/reviews/{review}", tag = "feedback", request_body = NewReview,
    params(("review", description = "The id of a review"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = ReviewView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_review(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(review): Path<Uuid>,
    Seen(seen): Seen,
    Sent(new): Sent<NewReview>,
) -> Result<(HeaderMap, Json<ReviewView>), Problem> {
    let changed = write(desk, move |desk, tx| reviews::change_review(desk, tx, &actor, review, &new, seen)).await?;
    Ok((tagged(changed.revision), Json(changed)))
}

/// Removes a public review.
#[utoipa::path(delete, path = "/reviews/{review}", tag = "feedback",
    params(("review", description = "The id of a review"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_review(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(review): Path<Uuid>,
    Seen(seen): Seen,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| reviews::remove_review(desk, tx, &actor, review, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what customers said to somebody, the newest first.
#[utoipa::path(get, path = "/conversations", tag = "feedback", params(SaidParams), responses(
    (status = 200, body = ConversationPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_conversations(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<SaidParams>,
) -> Result<Json<ConversationPage>, Problem> {
    let after = cursor(params.cursor.as_deref())?;
    let (customer, limit) = (params.customer.map(PartyId), params.limit.unwrap_or(50));
    read(move || reviews::list_conversations(&desk, &actor, customer, after, limit)).await.map(Json)
}

/// Records what a customer said to somebody.
#[utoipa::path(post, path = "/conversations", tag = "feedback", request_body = NewConversation,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key twice records once")), responses(
    (status = 201, body = Recorded),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn record_conversation(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewConversation>,
) -> Result<(StatusCode, Json<Recorded>), Problem> {
    let asked = format!("record_conversation {new:?}");
    let made =
        write_once(desk, actor, key, asked, move |desk, tx, actor| reviews::add_conversation(desk, tx, actor, &new))
            .await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Corrects what a customer said to somebody. The header `ETag` carries its revision.
#[utoipa::path(put, path = "/conversations/{conversation}", tag = "feedback", request_body = NewConversation,
    params(("conversation", description = "The id of a conversation"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = ConversationView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_conversation(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(conversation): Path<Uuid>,
    Seen(seen): Seen,
    Sent(new): Sent<NewConversation>,
) -> Result<(HeaderMap, Json<ConversationView>), Problem> {
    let changed =
        write(desk, move |desk, tx| reviews::change_conversation(desk, tx, &actor, conversation, &new, seen)).await?;
    Ok((tagged(changed.revision), Json(changed)))
}

/// Removes what a customer said to somebody.
#[utoipa::path(delete, path = "/conversations/{conversation}", tag = "feedback",
    params(("conversation", description = "The id of a conversation"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_conversation(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(conversation): Path<Uuid>,
    Seen(seen): Seen,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| reviews::remove_conversation(desk, tx, &actor, conversation, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what a customer did next, the last first.
#[utoipa::path(get, path = "/outcomes", tag = "feedback", params(OutcomeParams), responses(
    (status = 200, body = OutcomeList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_outcomes(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<OutcomeParams>,
) -> Result<Json<OutcomeList>, Problem> {
    read(move || {
        actor.must_be_staff()?;
        let customer = params.customer.map(PartyId);
        let customer = customer.ok_or_else(|| Refusal::BadParameter("say of which customer".to_owned()))?;
        Ok(OutcomeList { outcomes: reviews::list_outcomes(&desk, &actor, customer)? })
    })
    .await
    .map(Json)
}

/// Records what a customer did next.
#[utoipa::path(post, path = "/outcomes", tag = "feedback", request_body = NewOutcome,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key twice records once")), responses(
    (status = 201, body = Recorded),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn record_outcome(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewOutcome>,
) -> Result<(StatusCode, Json<Recorded>), Problem> {
    let asked = format!("record_outcome {new:?}");
    let made =
        write_once(desk, actor, key, asked, move |desk, tx, actor| reviews::add_outcome(desk, tx, actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Corrects what a customer did next. The header `ETag` carries its revision.
#[utoipa::path(put, path = "/outcomes/{outcome}", tag = "feedback", request_body = NewOutcome,
    params(("outcome", description = "The id of an outcome"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = OutcomeView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_outcome(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(outcome): Path<Uuid>,
    Seen(seen): Seen,
    Sent(new): Sent<NewOutcome>,
) -> Result<(HeaderMap, Json<OutcomeView>), Problem> {
    let changed = write(desk, move |desk, tx| reviews::change_outcome(desk, tx, &actor, outcome, &new, seen)).await?;
    Ok((tagged(changed.revision), Json(changed)))
}

/// Removes what a customer did next.
#[utoipa::path(delete, path = "/outcomes/{outcome}", tag = "feedback",
    params(("outcome", description = "The id of an outcome"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_outcome(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(outcome): Path<Uuid>,
    Seen(seen): Seen,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| reviews::remove_outcome(desk, tx, &actor, outcome, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows which team looks after a customer.
#[utoipa::path(get, path = "/parties/{party}/owner", tag = "feedback",
    params(("party", description = "The id of a customer")), responses(
    (status = 200, body = OwnerView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_owner(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
) -> Result<Json<OwnerView>, Problem> {
    read(move || reviews::show_owner(&desk, &actor, PartyId(party))).await.map(Json)
}

/// Has a team look after a customer, or none.
#[utoipa::path(put, path = "/parties/{party}/owner", tag = "feedback", request_body = NewOwner,
    params(("party", description = "The id of a customer")), responses(
    (status = 200, body = OwnerView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_owner(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
    Sent(new): Sent<NewOwner>,
) -> Result<Json<OwnerView>, Problem> {
    write(desk, move |desk, tx| reviews::change_owner(desk, tx, &actor, PartyId(party), &new)).await.map(Json)
}
