//! Requests: asking, handing on, doing, saying.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use catena_domain::id::{PartyId, RequestId, ServiceId};
use catena_store::requests::{After, Order};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::{OnceKey, OpenDesk, Seen, Sent};
use super::named::Named;
use super::{read, tagged, write, write_once};
use crate::actions::fields::read_filter;
use crate::actions::requests::{self, NewAct, NewHandOff, NewRequest, NewTerm, RequestChange};
use crate::actions::talk::{self, NewMessage, NewNote};
use crate::actions::{Actor, tracking};
use crate::http::json::Json;
use crate::views::requests::{Acted, RequestDetail, RequestPage, StatusWord};
use crate::views::tracking::{TrackingLink, TrackingLinkList};

/// Which requests, in which order, from where on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RequestParams {
    /// Asked of this party; repeatable.
    provider: Vec<Uuid>,
    /// Asked by this party; repeatable.
    customer: Vec<Uuid>,
    /// `true` for open ones, `false` for those that are over.
    open: Option<bool>,
    /// `true` for roots, `false` for hand-offs.
    roots: Option<bool>,
    /// In this state.
    #[param(inline)]
    status: Option<StatusWord>,
    /// For this service.
    service: Option<Uuid>,
    /// With this priority.
    priority: Option<i64>,
    /// With this tag.
    tag: Option<String>,
    /// In whose custom fields this stands, such as `ID=red`, `ID=yes`, `ID>=10` or `ID<=2026-11-24`; repeatable, all of
    /// them have to be true. For colleagues.
    field: Vec<String>,
    /// Due at or before this instant.
    due_before: Option<Timestamp>,
    /// Whose promise was kept, or broken, in the end.
    kept: Option<bool>,
    /// Asked by paying customers, or by colleagues.
    external: Option<bool>,
    /// `urgency` (what has to begin first first) or `newest`.
    #[param(inline)]
    order: Option<OrderWord>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// How many rows, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// In which order a list is.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderWord {
    /// What has to begin first.
    Urgency,
    /// What was asked for last.
    Newest,
}

/// What somebody began to write.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    /// The words so far; an empty draft is forgotten.
    body: String,
}

/// An act to take back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUndo {
    /// Its name, from the answer to it.
    act: Uuid,
}

/// Which draft of a request.
#[derive(Deserialize)]
pub struct DraftPlace {
    kind: String,
}

/// Which link to a request.
#[derive(Deserialize)]
pub struct LinkPlace {
    link: Uuid,
}

type Made = (StatusCode, Json<Acted>);

fn cursor(text: Option<&str>) -> Result<Option<After>, Problem> {
    let wrong = || Problem::new(Code::BadParameter, "the cursor is none that a page gave");
    let Some(text) = text else { return Ok(None) };
    let (key, id) = text.split_once('.').ok_or_else(wrong)?;
    let key = key.parse().map_err(|_| wrong())?;
    let id = Uuid::parse_str(id).map_err(|_| wrong())?;
    Ok(Some(After { key, id: RequestId(id) }))
}

/// Lists requests that whoever asks may know of.
#[utoipa::path(get, path = "/requests", tag = "requests", params(RequestParams), responses(
    (status = 200, body = RequestPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_requests(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<RequestParams>,
) -> Result<Json<RequestPage>, Problem> {
    let after = cursor(params.cursor.as_deref())?;
    let order = match params.order {
        Some(OrderWord::Newest) => Order::Newest,
        _ => Order::Urgency,
    };
    let mut filter = actor.filter();
    let ids = |ids: &[Uuid]| ids.iter().map(|&id| PartyId(id)).collect::<Vec<_>>();
    if !params.provider.is_empty() {
        filter.providers = Some(ids(&params.provider));
    }
    if !params.customer.is_empty() && actor.role.is_staff() {
        filter.customers = Some(ids(&params.customer));
    }
    if actor.role.is_staff() {
        filter.roots = params.roots;
    }
    filter.is_open = params.open;
    filter.status = params.status.map(|status| {
        serde_json::to_value(status).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    });
    filter.service = params.service.map(ServiceId);
    filter.priority = params.priority;
    filter.tag = params.tag;
    filter.due_before = params.due_before;
    if !params.field.is_empty() {
        actor.must_be_staff()?;
        filter.fields = params.field.iter().map(|is| read_filter(is)).collect::<Result<_, _>>()?;
    }
    filter.kept = params.kept;
    filter.external = params.external;
    let limit = params.limit.unwrap_or(50);
    read(move || requests::list(&desk, &actor, &filter, order, after, limit)).await.map(Json)
}

/// Asks for something.
#[utoipa::path(post, path = "/requests", tag = "requests", request_body = NewRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key twice creates once")), responses(
    (status = 201, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn create_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewRequest>,
) -> Result<Made, Problem> {
    let asked = format!("create_request {new:?}");
    let done =
        write_once(desk, actor, key, asked, move |desk, tx, actor| requests::create(desk, tx, actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Shows a request with everything around it. The header `ETag` carries its revision.
#[utoipa::path(get, path = "/requests/{request}", tag = "requests",
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 200, body = RequestDetail),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
) -> Result<(HeaderMap, Json<RequestDetail>), Problem> {
    let shown = read(move || requests::show(&desk, &actor, request)).await?;
    Ok((tagged(shown.link.request.revision), Json(shown)))
}

/// Changes what a request is about, how urgent it is, how it is found.
#[utoipa::path(patch, path = "/requests/{request}", tag = "requests", request_body = RequestChange,
    params(("request", description = "The id of a request, or its number"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Seen(seen): Seen,
    Sent(change): Sent<RequestChange>,
) -> Result<Json<Acted>, Problem> {
    write(desk, move |desk, tx| requests::change(desk, tx, &actor, request, &change, seen)).await.map(Json)
}

/// Does something with a request: accept, return, finish …
#[utoipa::path(post, path = "/requests/{request}/acts", tag = "requests", request_body = NewAct,
    params(("request", description = "The id of a request, or its number"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice acts once")), responses(
    (status = 200, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn act_on_request(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Seen(seen): Seen,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewAct>,
) -> Result<Json<Acted>, Problem> {
    let asked = format!("act_on_request {request:?} {new:?}");
    write_once(desk, actor, key, asked, move |desk, tx, actor| requests::act(desk, tx, actor, request, &new, seen))
        .await
        .map(Json)
}

/// Takes the last act in a chain back.
#[utoipa::path(post, path = "/undo", tag = "requests", request_body = NewUndo, responses(
    (status = 200, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn undo_act(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(undo): Sent<NewUndo>,
) -> Result<Json<Acted>, Problem> {
    write(desk, move |desk, tx| requests::undo(desk, tx, &actor, undo.act)).await.map(Json)
}

/// Raises a hand-off from a request.
#[utoipa::path(post, path = "/requests/{request}/hand-offs", tag = "requests", request_body = NewHandOff,
    params(("request", description = "The id of a request, or its number"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice creates once")), responses(
    (status = 201, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn raise_hand_off(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewHandOff>,
) -> Result<Made, Problem> {
    let asked = format!("raise_hand_off {request:?} {new:?}");
    let done =
        write_once(desk, actor, key, asked, move |desk, tx, actor| requests::hand_off(desk, tx, actor, request, &new))
            .await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Agrees on another term, or promises what was not promised yet.
#[utoipa::path(post, path = "/requests/{request}/terms", tag = "requests", request_body = NewTerm,
    params(("request", description = "The id of a request, or its number"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn agree_on_term(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Seen(seen): Seen,
    Sent(new): Sent<NewTerm>,
) -> Result<Json<Acted>, Problem> {
    write(desk, move |desk, tx| requests::agree(desk, tx, &actor, request, &new, seen)).await.map(Json)
}

/// Says something to the customer, or as the customer.
#[utoipa::path(post, path = "/requests/{request}/messages", tag = "requests", request_body = NewMessage,
    params(("request", description = "The id of a request, or its number"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice says it once")), responses(
    (status = 201, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn write_message(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewMessage>,
) -> Result<Made, Problem> {
    let asked = format!("write_message {request:?} {new:?}");
    let done =
        write_once(desk, actor, key, asked, move |desk, tx, actor| talk::say(desk, tx, actor, request, &new)).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Notes something among colleagues: no customer ever sees it.
#[utoipa::path(post, path = "/requests/{request}/notes", tag = "requests", request_body = NewNote,
    params(("request", description = "The id of a request, or its number"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice notes it once")), responses(
    (status = 201, body = Acted),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn write_note(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewNote>,
) -> Result<Made, Problem> {
    let asked = format!("write_note {request:?} {new:?}");
    let done =
        write_once(desk, actor, key, asked, move |desk, tx, actor| talk::note(desk, tx, actor, request, &new)).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Keeps what somebody began to write.
#[utoipa::path(put, path = "/requests/{request}/drafts/{kind}", tag = "requests", request_body = NewDraft,
    params(("request", description = "The id of a request, or its number"), ("kind", description = "`message` or `note`")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn save_draft(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Path(DraftPlace { kind }): Path<DraftPlace>,
    Sent(draft): Sent<NewDraft>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| talk::draft(desk, tx, &actor, request, &kind, &draft.body)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the links with which a customer follows the request, without what makes them work.
#[utoipa::path(get, path = "/requests/{request}/links", tag = "requests",
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 200, body = TrackingLinkList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_tracking_links(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
) -> Result<Json<TrackingLinkList>, Problem> {
    read(move || tracking::links(&desk, &actor, request)).await.map(Json)
}

/// Makes a link with which the customer follows the request: shown once.
#[utoipa::path(post, path = "/requests/{request}/links", tag = "requests",
    params(("request", description = "The id of a request, or its number")), responses(
    (status = 201, body = TrackingLink),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn make_tracking_link(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
) -> Result<(StatusCode, Json<TrackingLink>), Problem> {
    let link = write(desk, move |desk, tx| tracking::make_link(desk, tx, &actor, request)).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Lets a customer's link work no more.
#[utoipa::path(delete, path = "/requests/{request}/links/{link}", tag = "requests",
    params(("request", description = "The id of a request, or its number"), ("link", description = "The id of a link")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn revoke_tracking_link(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Named(request): Named,
    Path(LinkPlace { link }): Path<LinkPlace>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| tracking::revoke_link(desk, tx, &actor, request, link)).await?;
    Ok(StatusCode::NO_CONTENT)
}
