//! Signing in through a provider: there, and back again.
//!
//! A person follows these addresses in a browser, so that every refusal is a page: the sign-in page, which says why.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_html_form::to_string;
use utoipa::{IntoParams, ToSchema};

use super::super::off_runtime;
use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Sent, cookie_of, cookies_of, put_cookie};
use super::read;
use crate::actions::Refusal;
use crate::actions::accounts::From;
use crate::actions::sign_on::{self, Entered};
use crate::sign_on::{Failure, Reply, SignOn, Ticket, Why};
use crate::state::AppState;

/// The cookie of somebody who is at the provider, and of somebody who is back and has a second factor.
const TICKET: &str = "catena_ticket";
const VOUCHED: &str = "catena_vouched";

/// For how many seconds a browser keeps either.
const PATIENCE: i64 = 600;

/// Where to return to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Destination {
    /// A place on this server, such as `/today`.
    next: Option<String>,
}

/// What a provider sends along.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReplyParams {
    /// What it gives its word for.
    code: Option<String>,
    /// What it was given along.
    state: Option<String>,
    /// Why it says no.
    error: Option<String>,
    /// Who replies.
    iss: Option<String>,
}

/// The code of the second factor of somebody for whom a provider vouched.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VouchedCode {
    /// The six digits of now, or a recovery code.
    code: String,
}

/// Sends a browser to the provider through which people sign in.
#[utoipa::path(get, path = "/sign-on", tag = "accounts", params(Destination), responses(
    (status = 303),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn begin_sign_on(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    query: axum::extract::Query<Destination>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let provider = provider(&state)?;
    let now = desk.now();
    let next = provider.place(query.0.next.as_deref());
    let ticket = Ticket::new(desk.secret().text(), now, next.clone());
    let text = ticket.text();
    let place = off_runtime(move || Ok(provider.begin(&ticket, now))).await?;
    let mut headers = HeaderMap::new();
    if place.is_ok() {
        put_cookie(&mut headers, TICKET, &text, PATIENCE, state.reach);
    }
    Ok(sent_on(headers, place, &next))
}

/// Takes in what the provider replies, and lets its person in: the answer sets the cookie of a new session.
#[utoipa::path(get, path = "/sign-on/reply", tag = "accounts", params(ReplyParams), responses(
    (status = 303),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn end_sign_on(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    from: From,
    sent: HeaderMap,
    query: axum::extract::Query<ReplyParams>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let provider = provider(&state)?;
    let now = desk.now();
    let ReplyParams { code, state: given, error, iss } = query.0;
    let reply = Reply { code, state: given, error, issuer: iss };
    let ticket = cookie_of(&sent, TICKET, state.reach).and_then(|text| Ticket::read(&text, now));
    let next = provider.place(ticket.as_ref().map(|ticket| ticket.next.as_str()));
    let entered = off_runtime(move || {
        let ticket = ticket.ok_or_else(|| Failure::new(Why::Confused, "the browser has no ticket, or an old one"));
        let person = ticket.and_then(|ticket| provider.finish(&ticket, reply, now));
        Ok(person.and_then(|person| sign_on::enter(&desk, provider.settings(), person, &from)))
    })
    .await?;
    let mut headers = HeaderMap::new();
    let place = entered.map(|entered| match entered {
        Entered::Begun(begun) => {
            headers = cookies_of(&begun, state.reach);
            next.clone()
        }
        Entered::Factor(key) => {
            put_cookie(&mut headers, VOUCHED, &key, PATIENCE, state.reach);
            sign_in_page(&[("step", "code"), ("next", &next)])
        }
    });
    put_cookie(&mut headers, TICKET, "", 0, state.reach);
    Ok(sent_on(headers, place, &next))
}

/// Lets somebody in for whom the provider vouched, with the code of their second factor.
#[utoipa::path(post, path = "/sign-on/code", tag = "accounts", request_body = VouchedCode, responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_sign_on_code(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    from: From,
    sent: HeaderMap,
    Sent(proof): Sent<VouchedCode>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let key = cookie_of(&sent, VOUCHED, state.reach).unwrap_or_default();
    let begun = read(move || sign_on::show_factor(&desk, &key, &proof.code, &from)).await?;
    let mut headers = cookies_of(&begun, state.reach);
    put_cookie(&mut headers, VOUCHED, "", 0, state.reach);
    Ok((StatusCode::NO_CONTENT, headers))
}

fn provider(state: &AppState) -> Result<Arc<SignOn>, Refusal> {
    state.sign_on.clone().ok_or_else(|| Refusal::Missing("nobody signs in through a provider here".to_owned()))
}

/// Sends a browser to a place, or to the page that says why not.
fn sent_on(mut headers: HeaderMap, place: Result<String, Failure>, next: &str) -> (StatusCode, HeaderMap) {
    let place = place.unwrap_or_else(|failure| {
        tracing::warn!(why = failure.why.word(), cause = failure.cause, "nobody was let in through the provider");
        sign_in_page(&[("failed", failure.why.word()), ("next", next)])
    });
    let place = HeaderValue::from_str(&place).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(header::LOCATION, place);
    (StatusCode::SEE_OTHER, headers)
}

fn sign_in_page(search: &[(&str, &str)]) -> String {
    let said: Vec<_> = search.iter().filter(|pair| **pair != ("next", "/")).collect();
    format!("/sign-in?{}", to_string(said).unwrap_or_default())
}
