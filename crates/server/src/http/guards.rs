//! Who may ask, and for how long: the host name, the sending page, the time limit.
//!
//! A server on loopback answers only to loopback's names, so that no foreign name that resolves to 127.0.0.1 can read
//! it from a browser (DNS rebinding). Files are accepted from Catena's own pages and from programs, not from pages of
//! other sites. Nobody signs in here: whoever reaches the server may read every log it serves.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::ProtectionError;

use super::problem::{Code, Problem};
use crate::state::Reach;

/// Turns away requests for a foreign host name where the server listens on loopback.
pub async fn check_host(State(reach): State<Reach>, request: Request, next: Next) -> Result<Response, Problem> {
    if reach == Reach::Loopback {
        let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if !names_loopback(named) {
            return Err(Problem::new(
                Code::WrongHost,
                format!("the server listens on loopback and is not \"{named}\""),
            ));
        }
    }
    Ok(next.run(request).await)
}

/// Whether a `Host` header names this machine itself.
fn names_loopback(named: &str) -> bool {
    named.parse::<Authority>().is_ok_and(|authority| {
        let host = authority.host();
        let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    })
}

/// What a page of another site is told when it sends a file.
#[expect(clippy::needless_pass_by_value, reason = "the layer that finds strangers hands the error over")]
pub fn refuse_stranger(error: ProtectionError) -> Response<Body> {
    Problem::new(Code::ForeignOrigin, format!("the request was not carried out: {error}")).into_response()
}

/// Answers with a problem when the time is up.
pub async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Result<Response, Problem> {
    tokio::time::timeout(limit, next.run(request))
        .await
        .map_err(|_| Problem::new(Code::TookTooLong, format!("there was no answer within {} s", limit.as_secs_f64())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["localhost", "LocalHost:7070", "127.0.0.1", "127.0.0.1:7070", "127.8.0.1", "[::1]", "[::1]:7070"] {
            assert!(names_loopback(host), "{host}");
        }
        for host in ["", "catena.example", "127.0.0.1.example", "localhost.example:7070", "10.0.0.1", "[::2]", "a b"] {
            assert!(!names_loopback(host), "{host}");
        }
    }
}
