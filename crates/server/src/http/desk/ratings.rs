//! What colleagues say of hand-offs, and thank-yous.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use catena_domain::id::PartyId;
use uuid::Uuid;

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OnceKey, OpenDesk, Sent};
use super::named::Named;
use super::{read, write, write_once};
use crate::actions::ratings::{self, NewRating, PutOff};
use crate::actions::{Actor, thanks};
use crate::views::ratings::{RatingAnswered, RatingList, RequestVoices, TeamRatings, ThanksList};

/// Lists what whoever asks said of hand-offs, and what was said of theirs.
#[utoipa::path(get, path = "/ratings", tag = "ratings", responses(
    (status = 200, body = RatingList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_ratings(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<RatingList>, Problem> {
    read(move || ratings::mine(&desk, &actor)).await.map(Json)
}

/// Lists the questions about hand-offs that wait for an answer of whoever asks.
#[utoipa::path(get, path = "/ratings/waiting", tag = "ratings", responses(
    (status = 200, body = RatingList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_waiting_ratings(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<RatingList>, Problem> {
    read(move || ratings::waiting(&desk, &actor)).await.map(Json)
}

/// Answers a question about a hand-off: as who relied on it, or as who did it.
#[utoipa::path(post, path = "/ratings/{rating}/answer", tag = "ratings", request_body = NewRating,
    params(("rating", description = "The id of a question"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice answers once")), responses(
    (status = 201, body = RatingAnswered),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn answer_rating(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(rating): Path<Uuid>,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewRating>,
) -> Result<(StatusCode, Json<RatingAnswered>), Problem> {
    let asked = format!("answer_rating {rating} {new:?}");
    let done =
        write_once(desk, actor, key, asked, move |desk, tx, actor| ratings::answer(desk, tx, actor, rating, &new))
            .await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Puts a question about a hand-off off, or away.
#[utoipa::path(put, path = "/ratings/{rating}/later", tag = "ratings", request_body = PutOff,
    params(("rating", description = "The id of a question")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn put_rating_off(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(rating): Path<Uuid>,
    Sent(new): Sent<PutOff>,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| ratings::put_off(tx, &actor, rating, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows what whoever asks said of a hand-off or was told of it, and who thanked for it.
#[utoipa::path(get, path = "/requests/{request}/ratings", tag = "ratings",
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 200, body = RequestVoices),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_request_ratings(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
) -> Result<Json<RequestVoices>, Problem> {
    read(move || ratings::of_request(&desk, &actor, request)).await.map(Json)
}

/// Shows what is said of a team and what it says, in counts.
#[utoipa::path(get, path = "/teams/{team}/ratings", tag = "ratings",
    params(("team", description = "The id of a team")), responses(
    (status = 200, body = TeamRatings),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_team_ratings(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(team): Path<Uuid>,
) -> Result<Json<TeamRatings>, Problem> {
    read(move || ratings::of_team(&desk, &actor, PartyId(team))).await.map(Json)
}

/// Thanks for a hand-off that one received; once, however often it is sent.
#[utoipa::path(put, path = "/requests/{request}/thanks", tag = "ratings",
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn give_thanks(OpenDesk(desk): OpenDesk, actor: Actor, Named(request): Named) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| thanks::give(desk, tx, &actor, request)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the thank-yous that a team or a colleague got and gave.
#[utoipa::path(get, path = "/parties/{party}/thanks", tag = "ratings",
    params(("party", description = "The id of a team or a colleague")), responses(
    (status = 200, body = ThanksList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_thanks(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
) -> Result<Json<ThanksList>, Problem> {
    read(move || thanks::list(&desk, &actor, PartyId(party))).await.map(Json)
}
