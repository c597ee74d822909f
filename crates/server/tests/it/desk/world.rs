//! A desk with a shop on it, and people who sign in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use catena_server::{AppState, Desk, Settings, Surroundings, fill, first_start};
use catena_store::{Place, Store};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::world::{Answer, World, settings};

/// Monday 2 March 2026, 8:00 UTC.
pub const EIGHT: i64 = 1_772_438_400;
pub const HOUR: i64 = 3600;
pub const PASSWORD: &str = "correct horse battery";

/// A desk whose clock is set by hand.
pub struct DeskWorld {
    pub world: World,
    pub desk: Arc<Desk>,
    pub store: Store,
    clock: Arc<AtomicI64>,
    welcome: String,
    pub folder: TempDir,
}

/// Somebody in a browser.
#[derive(Clone)]
pub struct Person<'a> {
    pub at: &'a DeskWorld,
    pub cookie: String,
}

/// The ids of a small shop.
pub struct Shop {
    pub clerks: String,
    pub designers: String,
    pub couriers: String,
    pub bouquet: String,
    pub rosa: String,
    pub calendar: String,
}

impl DeskWorld {
    pub async fn open() -> Self {
        Self::open_with(&settings()).await
    }

    /// The same with settings of its own.
    pub async fn open_with(settings: &Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Folder(folder.path().to_owned());
        Self::begin(&place, folder, 0, settings).await
    }

    /// A desk that is kept at a place; its chance begins with this number.
    pub async fn open_at(place: &Place, folder: TempDir, first: u64) -> Self {
        Self::begin(place, folder, first, &settings()).await
    }

    async fn begin(place: &Place, folder: TempDir, first: u64, settings: &Settings) -> Self {
        let place = place.clone();
        let store = tokio::task::spawn_blocking(move || Store::open(&place)).await.unwrap().unwrap();
        let mut world = Self::on(store, folder, Arc::new(AtomicI64::new(EIGHT)), first, settings);
        let own = world.desk.clone();
        let link = world.store.write(move |tx| first_start(&own, tx)).await.unwrap().unwrap();
        world.welcome = link.path;
        world
    }

    /// The same desk after its server was started anew.
    pub fn reopen(self, settings: &Settings) -> Self {
        let Self { world, desk, store, folder, clock, welcome } = self;
        drop((world, desk, store));
        // Whoever read just now lets the store go a moment later.
        let store = loop {
            match Store::open(&Place::Folder(folder.path().to_owned())) {
                Err(catena_store::Error::Held(_)) => std::thread::yield_now(),
                opened => break opened.unwrap(),
            }
        };
        Self { welcome, ..Self::on(store, folder, clock, 1 << 32, settings) }
    }

    fn on(store: Store, folder: TempDir, clock: Arc<AtomicI64>, first: u64, settings: &Settings) -> Self {
        let (time, chance) = (clock.clone(), AtomicU64::new(first));
        let surroundings = Surroundings {
            now: Box::new(move || Timestamp::from_second(time.load(Ordering::Relaxed)).unwrap()),
            random: Box::new(move || {
                let number = chance.fetch_add(1, Ordering::Relaxed);
                Sha256::digest(number.to_be_bytes())[..16].try_into().unwrap()
            }),
        };
        let desk = Desk::new(store.clone(), "http://127.0.0.1:7070".to_owned(), surroundings);
        let state = AppState::new(settings).with_desk(desk.clone());
        Self { world: World { state }, desk, store, clock, welcome: String::new(), folder }
    }

    /// Sets the clock so many seconds after eight.
    pub fn at(&self, second: i64) {
        self.clock.store(EIGHT + second, Ordering::Relaxed);
    }

    /// Fills the desk with the demonstration.
    pub async fn demo(&self) {
        let own = self.desk.clone();
        assert!(self.store.write(move |tx| fill(&own, tx)).await.unwrap());
    }

    pub fn nobody(&self) -> Person<'_> {
        Person { at: self, cookie: String::new() }
    }

    /// The first administrator.
    pub async fn admin(&self) -> Person<'_> {
        self.redeem(&self.welcome).await
    }

    /// Chooses a password with a one-time link, such as `/welcome/…`.
    pub async fn redeem(&self, path: &str) -> Person<'_> {
        let answer = self.nobody().send(Method::POST, path, json!({ "password": PASSWORD })).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        Person { at: self, cookie: cookie_of(&answer) }
    }
}

pub fn cookie_of(answer: &Answer) -> String {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    all.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned()).collect::<Vec<_>>().join("; ")
}

impl Person<'_> {
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.at.world.ask(request.body(body).unwrap()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        self.ask(method, path, Some(body), &[]).await
    }

    /// What stands at an address.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path, None, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    /// What comes of sending something that is accepted.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.send(Method::POST, path, body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    pub async fn put(&self, path: &str, body: Value) -> Value {
        let answer = self.send(Method::PUT, path, body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    /// The code of the problem that sending something ends in.
    pub async fn refused(&self, path: &str, body: Value) -> String {
        let answer = self.send(Method::POST, path, body).await;
        assert!(!answer.status.is_success(), "{path}: {}", answer.text());
        answer.problem()
    }

    pub async fn team(&self, name: &str, more: Value) -> String {
        let mut body = json!({ "kind": "team", "internal": true, "name": name });
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        id(&self.post("/parties", body).await)
    }

    /// A shop with a service, in office hours; needs an administrator.
    pub async fn shop(&self) -> Shop {
        let week = json!([["08:00-18:00"], ["08:00-18:00"], ["08:00-18:00"], ["08:00-18:00"], ["08:00-18:00"], [], []]);
        let hours = json!({ "zone": "UTC", "week": week });
        let calendar = id(&self.post("/calendars", json!({ "name": "Shop", "hours": hours })).await);
        let own = json!({ "calendar": calendar });
        let clerks = self.team("Clerks", own.clone()).await;
        let designers = self.team("Designers", own.clone()).await;
        let couriers = self.team("Couriers", own).await;
        let (made, brought) = ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002");
        let steps = json!([
            { "id": made, "name": "Arrange", "provider": designers, "seconds": 2 * HOUR, "checklist": ["card"] },
            { "id": brought, "name": "Deliver", "provider": couriers, "seconds": HOUR, "after": [made] },
        ]);
        let service = json!({
            "name": "Bouquet", "provider": clerks, "for_customers": true, "plan": { "steps": steps },
        });
        let bouquet = id(&self.post("/services", service).await);
        let rules = json!([{ "first_response": HOUR, "resolution": 5 * HOUR, "calendar": calendar }]);
        self.put("/policy", json!({ "version": 0, "rules": rules })).await;
        let customer = json!({
            "kind": "person", "name": "Rosa Rose",
            "handles": [{ "kind": "email", "value": "Rosa@Example.org", "evidence": "on the phone" }],
        });
        let rosa = id(&self.post("/parties", customer).await);
        Shop { clerks, designers, couriers, bouquet, rosa, calendar }
    }

    /// Orders a bouquet for Rosa and returns the request's id.
    pub async fn order(&self, shop: &Shop, subject: &str) -> String {
        let new = json!({ "subject": subject, "customer": shop.rosa, "service": shop.bouquet });
        self.post("/requests", new).await["request"].as_str().unwrap().to_owned()
    }

    pub async fn act(&self, request: &str, act: &str) -> Value {
        self.post(&format!("/requests/{request}/acts"), json!({ "act": act })).await
    }

    /// Invites somebody, who chooses a password and is signed in.
    pub async fn invite(&self, login: &str, role: &str, teams: &[&str]) -> Person<'_> {
        let new = json!({ "name": format!("{login} by name"), "login": login, "role": role, "teams": teams });
        let link = self.post("/accounts", new).await;
        self.at.redeem(link["path"].as_str().unwrap()).await
    }
}

pub fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned()
}

/// The request of a chain with this subject.
pub fn link<'a>(detail: &'a Value, subject: &str) -> &'a Value {
    let chain = detail["chain"].as_array().unwrap();
    chain.iter().find(|link| link["subject"] == subject).unwrap_or_else(|| panic!("no {subject}"))
}
