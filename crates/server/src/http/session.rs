//! Who asks: a browser by its session's cookie, a program by its token.
//!
//! Cookies are `HttpOnly` and `SameSite=Lax`, and Secure unless the server listens on loopback; what a page of another site
//! sends is turned away before a handler sees it. To hold an [`Actor`] is to be let in.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::de::DeserializeOwned;

use super::off_runtime;
use super::problem::{Code, Problem};
use crate::actions::accounts::{Begun, From};
use crate::actions::{Actor, Refusal, Shown};
use crate::desk::Desk;
use crate::insight::Insight;
use crate::state::{AppState, Reach};

/// The cookie of a session, and of a browser that is known again.
const SESSION: &str = "catena_session";
const BROWSER: &str = "catena_browser";
/// For how many days a browser keeps the key of a session.
const SESSION_DAYS: i64 = 30;

/// The desk; a problem on a server that keeps none.
pub struct OpenDesk(pub Arc<Desk>);

impl FromRequestParts<AppState> for OpenDesk {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        Ok(Self(state.desk.clone().ok_or(Refusal::NoDesk)?))
    }
}

impl FromRequestParts<AppState> for Actor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let desk = state.desk.clone().ok_or(Refusal::NoDesk)?;
        let bearer = parts.headers.get(header::AUTHORIZATION).map(|value| {
            Shown::token(value.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default())
        });
        let session = || cookie(&parts.headers, &name_of(SESSION, state.reach)).map(|key| Shown::session(&key));
        let shown = bearer.or_else(session).ok_or(Refusal::NotSignedIn)?;
        if let Some(known) = Self::known(&desk, &shown) {
            return Ok(known);
        }
        let renewed = parts.extensions.get::<Renewed>().cloned().unwrap_or_default();
        off_runtime(move || {
            let (actor, key) = Self::load(&desk, &shown)?;
            renewed.keep(key);
            Ok(actor)
        })
        .await
    }
}

/// The key that the session of a request got while it was answered.
#[derive(Clone, Debug, Default)]
struct Renewed(Arc<Mutex<Option<String>>>);

impl Renewed {
    fn keep(&self, key: Option<String>) {
        if key.is_some() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = key;
        }
    }

    fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Hands a browser the key that its session got, unless the answer ends that session or begins another.
pub async fn renew_cookie(State(reach): State<Reach>, mut request: Request, next: Next) -> Response {
    let renewed = Renewed::default();
    request.extensions_mut().insert(renewed.clone());
    let mut response = next.run(request).await;
    let name = name_of(SESSION, reach);
    let sets = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.starts_with(&format!("{name}=")));
    if let Some(key) = renewed.take()
        && !response.headers().get_all(header::SET_COOKIE).iter().any(sets)
    {
        response.headers_mut().append(header::SET_COOKIE, set(SESSION, &key, SESSION_DAYS * 86_400, reach));
    }
    response
}

/// Who asks, if anybody signed in.
pub struct MaybeActor(pub Option<Actor>);

impl FromRequestParts<AppState> for MaybeActor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(Actor::from_request_parts(parts, state).await.ok()))
    }
}

impl FromRequestParts<AppState> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let address = connected.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            address,
            agent: agent.unwrap_or_default().to_owned(),
            known: cookie(&parts.headers, &name_of(BROWSER, state.reach)),
        })
    }
}

/// Turns away whoever may not see the figures over many chains; a server without a desk shows its logs to everybody.
pub async fn check_insight(State(state): State<AppState>, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    Insight::from_request_parts(&mut parts, &state).await?;
    Ok(next.run(Request::from_parts(parts, body)).await)
}

/// To hold it is to be let in, as far as it says.
impl FromRequestParts<AppState> for Insight {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        if state.desk.is_none() {
            return Ok(Self::Everything);
        }
        Ok(Self::of(&Actor::from_request_parts(parts, state).await?)?)
    }
}

/// The cookies of a session that begins.
pub fn cookies_of(begun: &Begun, reach: Reach) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value, age) in [(SESSION, &begun.session, SESSION_DAYS), (BROWSER, &begun.browser, 365)] {
        headers.append(header::SET_COOKIE, set(name, value, age * 86_400, reach));
    }
    headers
}

/// The cookie of a session that ended.
pub fn no_cookie(reach: Reach) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.append(header::SET_COOKIE, set(SESSION, "", 0, reach));
    headers
}

/// Sets a cookie for so many seconds; with none it goes.
pub fn put_cookie(headers: &mut HeaderMap, name: &str, value: &str, seconds: i64, reach: Reach) {
    headers.append(header::SET_COOKIE, set(name, value, seconds, reach));
}

/// The value of a cookie.
pub fn cookie_of(headers: &HeaderMap, name: &str, reach: Reach) -> Option<String> {
    cookie(headers, &name_of(name, reach))
}

fn set(name: &str, value: &str, seconds: i64, reach: Reach) -> HeaderValue {
    let name = name_of(name, reach);
    let secure = if reach == Reach::Loopback { "" } else { "; Secure" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// Browsers take a cookie with this prefix only if it is Secure and belongs to this host alone.
fn name_of(name: &str, reach: Reach) -> String {
    match reach {
        Reach::Loopback => name.to_owned(),
        Reach::Network => format!("__Host-{name}"),
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// A body in JSON; a problem says what is wrong with it.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => {
                Err(Problem::new(Code::Invalid, format!("what was sent cannot be read: {}", rejection.body_text())))
            }
        }
    }
}

/// The revision that whoever asks saw: `If-Match: "7"`.
pub struct Seen(pub Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let revision = value.to_str().ok().and_then(|value| value.trim().trim_matches('"').parse().ok());
        let wrong = || Problem::new(Code::Invalid, "If-Match carries a revision such as \"7\"");
        revision.map(|revision| Self(Some(revision))).ok_or_else(wrong)
    }
}

/// The key under which an answer is given again: `Idempotency-Key: …`.
pub struct OnceKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for OnceKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let name = HeaderName::from_static("idempotency-key");
        let Some(value) = parts.headers.get(name) else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| (1..=200).contains(&key.len()));
        let wrong = || Problem::new(Code::Invalid, "an Idempotency-Key has 1 to 200 plain letters");
        key.map(|key| Self(Some(key.to_owned()))).ok_or_else(wrong)
    }
}
