//! Lists that people look at again.

use axum::extract::Path;
use axum::http::StatusCode;
use catena_store::keep::SavedView;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent};
use super::{read, write};
use crate::actions::Actor;
use crate::actions::views::{self, NewView};
use crate::http::json::Json;

/// A saved list.
#[derive(Serialize, ToSchema)]
pub struct ViewView {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
    /// The filters, as they stand in the address of the list.
    query: String,
    /// Whether colleagues see it.
    shared: bool,
    /// Whether it is one's own.
    mine: bool,
}

/// Saved lists.
#[derive(Serialize, ToSchema)]
pub struct ViewList {
    /// By name.
    views: Vec<ViewView>,
}

fn view(view: SavedView, actor: &Actor) -> ViewView {
    ViewView { mine: view.owner == actor.person, id: view.id, name: view.name, query: view.query, shared: view.shared }
}

/// Lists the views that whoever asks sees.
#[utoipa::path(get, path = "/views", tag = "requests", responses(
    (status = 200, body = ViewList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_views(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<ViewList>, Problem> {
    read(move || {
        let found = views::list(&desk, &actor)?;
        Ok(ViewList { views: found.into_iter().map(|found| view(found, &actor)).collect() })
    })
    .await
    .map(Json)
}

/// Saves a view.
#[utoipa::path(post, path = "/views", tag = "requests", request_body = NewView, responses(
    (status = 201, body = ViewView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn save_view(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewView>,
) -> Result<(StatusCode, Json<ViewView>), Problem> {
    let own = actor.clone();
    let saved = write(desk, move |desk, tx| views::save(desk, tx, &actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(view(saved, &own))))
}

/// Forgets a view.
#[utoipa::path(delete, path = "/views/{view}", tag = "requests",
    params(("view", description = "The id of a view")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_view(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(view): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk, move |_, tx| views::remove(tx, &actor, view)).await?;
    Ok(StatusCode::NO_CONTENT)
}
