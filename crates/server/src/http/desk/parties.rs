//! People, teams and organisations.

use axum::extract::Path;
use axum::http::StatusCode;
use catena_domain::id::PartyId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::{OnceKey, OpenDesk, Seen, Sent};
use super::{read, write, write_once};
use crate::actions::Actor;
use crate::actions::parties::{self, NewHandle, NewParty, PartyChange, PartyKind, Wanted};
use crate::http::json::Json;
use crate::views::parties::{Directory, PartyDetail, PartyPage, PartyView};

/// Which parties, from where on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PartyParams {
    /// People, teams or organisations.
    #[param(inline)]
    kind: Option<PartyKind>,
    /// `true` for those inside, `false` for those outside.
    internal: Option<bool>,
    /// A part of the name or of an address.
    q: Option<String>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// How many rows, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// Whether a member leads the team.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Whether they lead it.
    #[serde(default)]
    leads: bool,
}

/// Lists parties by name.
#[utoipa::path(get, path = "/parties", tag = "parties", params(PartyParams), responses(
    (status = 200, body = PartyPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_parties(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<PartyParams>,
) -> Result<Json<PartyPage>, Problem> {
    let wrong = || Problem::new(Code::BadParameter, "the cursor is none that a page gave");
    let after = match &params.cursor {
        None => None,
        Some(cursor) => {
            let (id, name) = cursor.split_once('.').ok_or_else(wrong)?;
            Some((name.to_owned(), PartyId(Uuid::parse_str(id).map_err(|_| wrong())?)))
        }
    };
    let wanted = Wanted {
        kind: params.kind,
        internal: params.internal,
        part: params.q.unwrap_or_default(),
        after,
        limit: params.limit.unwrap_or(50),
    };
    read(move || parties::list(&desk, &actor, &wanted)).await.map(Json)
}

/// Records somebody.
#[utoipa::path(post, path = "/parties", tag = "parties", request_body = NewParty,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key twice creates once")), responses(
    (status = 201, body = PartyView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn create_party(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewParty>,
) -> Result<(StatusCode, Json<PartyView>), Problem> {
    let asked = format!("create_party {new:?}");
    let made =
        write_once(desk, actor, key, asked, move |desk, tx, actor| parties::create(desk, tx, actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shows somebody with everything they asked for.
#[utoipa::path(get, path = "/parties/{party}", tag = "parties",
    params(("party", description = "The id of a party")), responses(
    (status = 200, body = PartyDetail),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_party(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
) -> Result<Json<PartyDetail>, Problem> {
    read(move || parties::show(&desk, &actor, PartyId(party))).await.map(Json)
}

/// Changes what is known about somebody.
#[utoipa::path(patch, path = "/parties/{party}", tag = "parties", request_body = PartyChange,
    params(("party", description = "The id of a party"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = PartyView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_party(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
    Seen(seen): Seen,
    Sent(change): Sent<PartyChange>,
) -> Result<Json<PartyView>, Problem> {
    write(desk, move |desk, tx| parties::change(desk, tx, &actor, PartyId(party), &change, seen)).await.map(Json)
}

/// Records a way to reach somebody.
#[utoipa::path(post, path = "/parties/{party}/handles", tag = "parties", request_body = NewHandle,
    params(("party", description = "The id of a party")), responses(
    (status = 201),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn add_handle(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
    Sent(new): Sent<NewHandle>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| parties::add_handle(desk, tx, &actor, PartyId(party), &new)).await?;
    Ok(StatusCode::CREATED)
}

/// Forgets a way to reach somebody.
#[utoipa::path(delete, path = "/parties/{party}/handles/{handle}", tag = "parties",
    params(("party", description = "The id of a party"), ("handle", description = "The id of an address")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_handle(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path((party, handle)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| parties::remove_handle(desk, tx, &actor, PartyId(party), handle)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Erases a person's names and words; what happened remains.
#[utoipa::path(post, path = "/parties/{party}/erasure", tag = "parties",
    params(("party", description = "The id of a person")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn erase_party(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(party): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk.clone(), move |desk, tx| parties::erase(desk, tx, &actor, PartyId(party))).await?;
    read(move || parties::clean_up(&desk)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows everybody inside, with who belongs to which team.
#[utoipa::path(get, path = "/directory", tag = "parties", responses(
    (status = 200, body = Directory),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_directory(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<Directory>, Problem> {
    read(move || parties::directory(&desk, &actor)).await.map(Json)
}

/// Makes a person a member of a team, or a leader of it.
#[utoipa::path(put, path = "/teams/{team}/members/{person}", tag = "parties", request_body = Membership,
    params(("team", description = "The id of a team"), ("person", description = "The id of a person")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn join_team(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path((team, person)): Path<(Uuid, Uuid)>,
    Sent(member): Sent<Membership>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| parties::join(desk, tx, &actor, PartyId(team), PartyId(person), member.leads)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a membership.
#[utoipa::path(delete, path = "/teams/{team}/members/{person}", tag = "parties",
    params(("team", description = "The id of a team"), ("person", description = "The id of a person")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn leave_team(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path((team, person)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| parties::leave(desk, tx, &actor, PartyId(team), PartyId(person))).await?;
    Ok(StatusCode::NO_CONTENT)
}
