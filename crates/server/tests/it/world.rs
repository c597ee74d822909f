//! A server with a small log, and a way to ask it.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use catena_analysis::{Handoff, Handoffs};
use catena_formats::{Import, Quality, Recipe};
use catena_server::{AppState, Reach, Settings, Source, router};
use serde_json::Value;
use tower::ServiceExt;

/// Monday 2 March 2026, 9:00 UTC.
const NINE: i64 = 1_772_442_000;

/// A bouquet that came ten minutes late: four hand-offs, one root.
pub fn flower_shop() -> Import {
    let minutes = |minutes: i64| NINE + minutes * 60;
    let row = |id, parent, customer, provider, opened, started, closed, due, rating: u8| Handoff {
        id,
        parent,
        customer,
        provider,
        opened: minutes(opened),
        started: Some(minutes(started)),
        closed: Some(minutes(closed)),
        due: Some(minutes(due)),
        rating: Some(f32::from(rating)),
        ..Handoff::default()
    };
    let mut handoffs = Handoffs::new(&["shop"]);
    handoffs.begin_file("flower-shop.csv");
    for handoff in [
        row("O1", None, "Ms Rose", "Clerk", 0, 0, 250, 240, 2),
        row("D1", Some("O1"), "Clerk", "Designer", 10, 90, 160, 120, 3),
        row("S1", Some("D1"), "Designer", "Shopkeeper", 20, 25, 80, 60, 3),
        row("C1", Some("O1"), "Clerk", "Courier", 165, 190, 250, 240, 4),
    ] {
        handoffs.push(&handoff, &[handoff.parent.is_none().then_some("Graz")]);
    }
    made(handoffs)
}

/// Hand-offs as if they had been read from a file of Catena's own format.
pub fn made(handoffs: Handoffs) -> Import {
    let count = handoffs.len() as u64;
    Import {
        handoffs,
        quality: Quality { rows: count, hand_offs: count, ..Quality::default() },
        recipe: Recipe::default(),
    }
}

/// Settings for tests: small limits.
pub fn settings() -> Settings {
    Settings { upload_limit: 100_000, uploads_kept: 2, ..Settings::default() }
}

/// A server with the flower shop's log, `flower-shop`.
pub fn shop() -> World {
    let state = AppState::new(&settings());
    state.open_later("flower-shop.csv", Source::Sample, Some("One bouquet".to_owned()), || Ok(flower_shop()));
    World { state }
}

/// A server to be asked.
#[derive(Clone)]
pub struct World {
    pub state: AppState,
}

/// What it answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl World {
    /// The answer to a request that names this machine.
    pub async fn ask(&self, mut request: Request<Body>) -> Answer {
        request.headers_mut().entry(header::HOST).or_insert("127.0.0.1:7070".parse().unwrap());
        let router = router(self.state.clone(), Reach::Loopback);
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn look(&self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).unwrap()).await
    }

    pub async fn send(&self, address: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/json");
        self.ask(request.body(body.into()).unwrap()).await
    }

    /// The JSON at an address that has some.
    pub async fn json(&self, address: &str) -> Value {
        let answer = self.look(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
        answer.json()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of the problem that it is.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        problem["code"].as_str().unwrap().to_owned()
    }
}
