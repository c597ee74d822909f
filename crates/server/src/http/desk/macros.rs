//! Ready texts, signatures and mentions.

use axum::extract::Path;
use axum::http::StatusCode;
use catena_domain::id::{NoteId, PartyId};
use uuid::Uuid;

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::{read, write};
use crate::actions::macros::{self, NewMacro, NewSignature};
use crate::actions::{Actor, talk};
use crate::http::json::Json;
use crate::views::macros::{MacroList, MacroView, Signatures};

/// Lists the macros that whoever asks sees.
#[utoipa::path(get, path = "/macros", tag = "requests", responses(
    (status = 200, body = MacroList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_macros(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<MacroList>, Problem> {
    read(move || Ok(MacroList { macros: macros::list(&desk, &actor)? })).await.map(Json)
}

/// Writes a macro down.
#[utoipa::path(post, path = "/macros", tag = "requests", request_body = NewMacro, responses(
    (status = 201, body = MacroView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn create_macro(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewMacro>,
) -> Result<(StatusCode, Json<MacroView>), Problem> {
    let made = write(desk, move |desk, tx| macros::save(desk, tx, &actor, None, &new)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Writes a macro anew.
#[utoipa::path(put, path = "/macros/{macro}", tag = "requests", request_body = NewMacro,
    params(("macro", description = "The id of a macro")), responses(
    (status = 200, body = MacroView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_macro(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(id): Path<Uuid>,
    Sent(new): Sent<NewMacro>,
) -> Result<Json<MacroView>, Problem> {
    write(desk, move |desk, tx| macros::save(desk, tx, &actor, Some(id), &new)).await.map(Json)
}

/// Forgets a macro.
#[utoipa::path(delete, path = "/macros/{macro}", tag = "requests",
    params(("macro", description = "The id of a macro")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_macro(OpenDesk(desk): OpenDesk, actor: Actor, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| macros::remove(tx, &actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows what is written under the messages of whoever asks.
#[utoipa::path(get, path = "/signatures", tag = "requests", responses(
    (status = 200, body = Signatures),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_signatures(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<Signatures>, Problem> {
    read(move || macros::signatures(&desk, &actor)).await.map(Json)
}

/// Writes a signature: one's own, or that of a team.
#[utoipa::path(put, path = "/signatures/{party}", tag = "requests", request_body = NewSignature,
    params(("party", description = "The id of a person or a team")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn write_signature(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
    Sent(new): Sent<NewSignature>,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| macros::sign(tx, &actor, PartyId(party), &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a note that mentions whoever asks off what waits for them.
#[utoipa::path(delete, path = "/mentions/{note}", tag = "requests",
    params(("note", description = "The id of a note")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn see_mention(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(note): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| talk::see_mention(desk, tx, &actor, NoteId(note))).await?;
    Ok(StatusCode::NO_CONTENT)
}
