//! What customers reach without an account.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode};
use catena_domain::id::{AccountId, RequestId};
use catena_store::Tx;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::{OnceKey, OpenDesk, Sent};
use super::{once, read, write};
use crate::actions::Refusal;
use crate::actions::accounts::From;
use crate::actions::talk::NewMessage;
use crate::actions::tracking::{self, PublicRequest};
use crate::desk::{Desk, guesser};
use crate::http::json::Json;
use crate::views::tracking::{OfferList, TrackingLink, TrackingPage};

/// Tells search engines to forget the page.
pub(super) const NOT_INDEXED: [(HeaderName, &str); 1] =
    [(HeaderName::from_static("x-robots-tag"), "noindex, nofollow")];

/// Counts what an address sends: a person does not send ten forms a minute.
pub(super) fn limit(desk: &Desk, from: &From, what: &str) -> Result<(), Refusal> {
    let who = format!("{what} {}", guesser(from.address));
    let now = desk.now();
    if let Some(wait) = desk.attempts.wait(&who, now) {
        return Err(Refusal::TooOften(wait));
    }
    desk.attempts.failed(&who, now);
    Ok(())
}

/// The fewest letters in a key of somebody who did not sign in.
const LONG: usize = 16;

/// A key of somebody who did not sign in: long enough that nobody comes upon it.
fn long(OnceKey(key): OnceKey) -> Result<Option<String>, Problem> {
    if key.as_ref().is_some_and(|key| key.len() < LONG) {
        return Err(Problem::new(Code::Invalid, format!("an Idempotency-Key has at least {LONG} letters here")));
    }
    Ok(key)
}

/// What the bearer of a private link sends, once for a key of theirs: `scope` finds whose link it is.
pub(super) async fn write_by_link(
    desk: Arc<Desk>,
    from: &From,
    what: &str,
    OnceKey(key): OnceKey,
    asked: String,
    scope: impl FnOnce(&mut Tx<'_>) -> Result<Uuid, Refusal> + Send + 'static,
    work: impl FnOnce(&Desk, &mut Tx<'_>) -> Result<(), Refusal> + Send + 'static,
) -> Result<StatusCode, Problem> {
    limit(&desk, from, what)?;
    let key = long(OnceKey(key))?;
    write(desk, move |desk, tx| {
        let scope = AccountId(scope(tx)?);
        once(desk, tx, scope, key.as_deref(), &asked, work)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose keys those are that come with a form: of the network that it comes from, so that nobody elsewhere asks for them.
fn senders(from: &From) -> AccountId {
    let digest = Sha256::digest(format!("form {}", guesser(from.address)).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    AccountId(Uuid::from_bytes(bytes))
}

/// What is kept of a form under its key: nothing that opens the request.
#[derive(Serialize, Deserialize)]
struct Taken {
    request: Uuid,
    #[serde(skip)]
    link: Option<TrackingLink>,
}

/// Lists what customers can ask for.
#[utoipa::path(get, path = "/offers", tag = "customers", responses(
    (status = 200, body = OfferList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_offers(OpenDesk(desk): OpenDesk) -> Result<Json<OfferList>, Problem> {
    read(move || tracking::offers(&desk)).await.map(Json)
}

/// Takes down what a customer asks for, and hands them the link with which they follow it. Sent again with the
/// same key, it hands out another link to the same request.
#[utoipa::path(post, path = "/offers", tag = "customers", request_body = PublicRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key twice asks once; 16 letters or more")),
    responses(
    (status = 201, body = TrackingLink),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn ask_publicly(
    OpenDesk(desk): OpenDesk,
    from: From,
    key: OnceKey,
    Sent(new): Sent<PublicRequest>,
) -> Result<(StatusCode, Json<TrackingLink>), Problem> {
    limit(&desk, &from, "form")?;
    let key = long(key)?;
    let (scope, asked) = (senders(&from), format!("ask_publicly {new:?}"));
    let link = write(desk, move |desk, tx| {
        let taken = once(desk, tx, scope, key.as_deref(), &asked, |desk, tx| {
            let link = tracking::ask_publicly(desk, tx, &new)?;
            Ok(Taken { request: link.request, link: Some(link) })
        })?;
        taken.link.map_or_else(|| tracking::link_again(desk, tx, RequestId(taken.request)), Ok)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Shows where a request is to the bearer of its link.
#[utoipa::path(get, path = "/track/{key}", tag = "customers",
    params(("key", description = "The end of a customer's link")), responses(
    (status = 200, body = TrackingPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn track_request(
    OpenDesk(desk): OpenDesk,
    Path(key): Path<String>,
) -> Result<([(HeaderName, &'static str); 1], Json<TrackingPage>), Problem> {
    let page = read(move || tracking::track(&desk, &key)).await?;
    Ok((NOT_INDEXED, Json(page)))
}

/// Keeps what the bearer of a link says.
#[utoipa::path(post, path = "/track/{key}/messages", tag = "customers", request_body = NewMessage,
    params(("key", description = "The end of a customer's link"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice says it once; 16 letters or more")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn answer_publicly(
    OpenDesk(desk): OpenDesk,
    from: From,
    Path(key): Path<String>,
    once_key: OnceKey,
    Sent(new): Sent<NewMessage>,
) -> Result<StatusCode, Problem> {
    let asked = format!("answer_publicly {new:?}");
    let shown = key.clone();
    let scope = move |tx: &mut Tx<'_>| Ok(tracking::bearer(tx.sql(), &shown)?.id);
    write_by_link(desk, &from, "answer", once_key, asked, scope, move |desk, tx| tracking::answer(desk, tx, &key, &new))
        .await
}
