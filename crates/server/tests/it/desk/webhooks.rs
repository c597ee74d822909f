//! Webhooks against a real receiver on loopback: signatures, order, attempts, restarts, and what may not be reached.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catena_server::{Poster, Settings, deliver_due};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::world::{DeskWorld, HOUR, Person, Shop};
use crate::world::settings;

/// What the receiver was sent.
#[derive(Clone)]
struct Got {
    headers: HeaderMap,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Whether it was signed with a secret, as a receiver checks it.
    fn is_signed_with(&self, secret: &str) -> bool {
        let secret = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut sum = Hmac::<Sha256>::new_from_slice(&secret).unwrap();
        let signed = format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        sum.update(signed.as_bytes());
        let given = self.header("webhook-signature").strip_prefix("v1,").unwrap();
        sum.verify_slice(&STANDARD.decode(given).unwrap()).is_ok()
    }
}

/// A receiver that answers what it is told to, and with 204 after that.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<Vec<u16>>>,
    address: String,
}

impl Receiver {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self { address: listener.local_addr().unwrap().to_string(), ..Self::default() };
        let router = Router::new().fallback(any(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    fn url(&self) -> String {
        format!("http://{}/hook?a=b", self.address)
    }

    fn will_answer(&self, answers: &[u16]) {
        *self.answers.lock().unwrap() = answers.to_vec();
    }

    /// What came since the last look.
    fn got(&self) -> Vec<Got> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }

    fn kinds(&self) -> Vec<String> {
        self.got().iter().map(|got| got.json()["type"].as_str().unwrap().to_owned()).collect()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    receiver.got.lock().unwrap().push(Got { headers, body });
    let mut answers = receiver.answers.lock().unwrap();
    let status = if answers.is_empty() { 204 } else { answers.remove(0) };
    let place = [(header::LOCATION, format!("http://{}/elsewhere", receiver.address))];
    (StatusCode::from_u16(status).unwrap(), place, "x".repeat(if status == 200 { 1 << 20 } else { 0 })).into_response()
}

fn allowing() -> Settings {
    Settings { webhook_allow: vec!["127.0.0.1".parse().unwrap()], ..settings() }
}

/// A desk whose webhooks may lead to loopback.
async fn desk() -> DeskWorld {
    DeskWorld::open_with(&allowing()).await
}

async fn deliver(world: &DeskWorld) {
    deliver_due(&world.desk, &world.world.state.poster()).await;
}

/// Sets a webhook up; its id and its secret.
async fn add(admin: &Person<'_>, url: &str, kinds: &[&str]) -> (String, String) {
    let fresh = admin.post("/webhooks", json!({ "url": url, "kinds": kinds })).await;
    (fresh["id"].as_str().unwrap().to_owned(), fresh["secret"].as_str().unwrap().to_owned())
}

async fn deliveries(admin: &Person<'_>, webhook: &str) -> Vec<Value> {
    admin.get(&format!("/webhooks/{webhook}/deliveries?limit=200")).await["deliveries"].as_array().unwrap().clone()
}

async fn webhook(admin: &Person<'_>) -> Value {
    admin.get("/webhooks").await["webhooks"][0].clone()
}

async fn ask(admin: &Person<'_>, shop: &Shop, subject: &str) {
    admin.post("/requests", json!({ "subject": subject, "customer": shop.rosa, "provider": shop.clerks })).await;
}

#[tokio::test]
async fn events_of_the_chosen_kinds_arrive_signed_in_order_and_without_words() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    let (id, secret) = add(&admin, &receiver.url(), &["asked", "answered"]).await;
    ask(&admin, &shop, "Red roses").await;
    let request = admin.get("/requests").await["requests"][0]["id"].as_str().unwrap().to_owned();
    admin.post(&format!("/requests/{request}/messages"), json!({ "body": "Utterly private" })).await;
    deliver(&world).await;
    let got = receiver.got();
    assert_eq!(
        got.iter().map(|got| got.json()["type"].clone()).collect::<Vec<_>>(),
        ["catena.asked", "catena.answered"]
    );
    for got in &got {
        assert!(got.is_signed_with(&secret));
        assert_eq!(got.header("content-type"), "application/cloudevents+json; charset=utf-8");
        let event = got.json();
        assert_eq!((&event["specversion"], &event["source"]), (&json!("1.0"), &json!("http://127.0.0.1:7070")));
        assert_eq!(event["id"], got.header("webhook-id"));
        assert_eq!(event["id"], event["data"]["seq"].to_string(), "the id is the number of the event");
        assert_eq!((&event["subject"], &event["data"]["chain"]), (&json!(request), &json!(request)));
        assert_eq!(event["time"], "2026-03-02T08:00:00Z");
        assert_eq!(got.header("webhook-timestamp"), super::world::EIGHT.to_string());
        for word in ["roses", "private", "Rosa", "example.org"] {
            assert!(!got.body.contains(word), "{}", got.body);
        }
    }
    assert!(got[0].json()["data"]["seq"].as_i64() < got[1].json()["data"]["seq"].as_i64());
    assert!(!got[0].is_signed_with(&format!("whsec_{}", STANDARD.encode([1; 32]))));
    deliver(&world).await;
    assert!(receiver.got().is_empty(), "nothing is told twice that arrived");
    let rows = deliveries(&admin, &id).await;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row["state"] == "delivered" && row["status"] == 204 && row["attempts"] == 1));
}

#[tokio::test]
async fn what_fails_is_tried_again_later_and_later_and_what_follows_waits_for_it() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    let (id, secret) = add(&admin, &receiver.url(), &["asked"]).await;
    receiver.will_answer(&[500, 429, 200]);
    ask(&admin, &shop, "First").await;
    ask(&admin, &shop, "Second").await;
    deliver(&world).await;
    let first = receiver.got();
    assert_eq!(first.len(), 1, "the second waits for the first");
    world.at(3);
    deliver(&world).await;
    assert!(receiver.got().is_empty(), "it is too early");
    let rows = deliveries(&admin, &id).await;
    assert_eq!(
        (&rows[1]["state"], &rows[1]["reason"], &rows[1]["status"]),
        (&json!("waiting"), &json!("status"), &json!(500))
    );
    world.at(7);
    deliver(&world).await;
    assert_eq!(receiver.got().len(), 1);
    world.at(7 + 73);
    deliver(&world).await;
    let last = receiver.got();
    assert_eq!(last.len(), 2, "then it arrives, and the second with it");
    assert_eq!(last[0].header("webhook-id"), first[0].header("webhook-id"), "a receiver knows it again");
    assert_ne!(last[0].header("webhook-timestamp"), first[0].header("webhook-timestamp"));
    assert!(last.iter().all(|got| got.is_signed_with(&secret)));
    let rows = deliveries(&admin, &id).await;
    assert_eq!(rows.iter().map(|row| row["attempts"].clone()).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(webhook(&admin).await["failures"], 0);
}

#[tokio::test]
async fn a_server_that_is_started_anew_goes_on_where_it_was() {
    let world = desk().await;
    let receiver = Receiver::open().await;
    let cookie = {
        let admin = world.admin().await;
        let shop = admin.shop().await;
        add(&admin, &receiver.url(), &["asked"]).await;
        ask(&admin, &shop, "Before anybody looked").await;
        receiver.will_answer(&[500]);
        deliver(&world).await;
        ask(&admin, &shop, "Not even taken in").await;
        admin.cookie
    };
    let before = receiver.got()[0].header("webhook-id").to_owned();
    let world = world.reopen(&allowing());
    let admin = Person { at: &world, cookie };
    assert_eq!(webhook(&admin).await["waiting"], 1);
    world.at(7);
    deliver(&world).await;
    let after: Vec<String> = receiver.got().iter().map(|got| got.header("webhook-id").to_owned()).collect();
    assert_eq!((after.len(), &after[0]), (2, &before));
}

#[tokio::test]
async fn a_node_that_died_at_work_is_replaced_after_a_minute_and_two_never_work_at_once() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    add(&admin, &receiver.url(), &["asked"]).await;
    ask(&admin, &shop, "Roses").await;
    let now = world.desk.now();
    let until = now + jiff::SignedDuration::from_secs(60);
    world.store.write(move |tx| catena_store::webhooks::claim(tx, now, until)).await.unwrap();
    world.at(59);
    deliver(&world).await;
    assert!(receiver.got().is_empty(), "somebody holds it");
    world.at(60);
    let poster = world.world.state.poster();
    tokio::join!(deliver_due(&world.desk, &poster), deliver_due(&world.desk, &poster));
    assert_eq!(receiver.got().len(), 1);
}

#[tokio::test]
async fn what_fails_too_often_is_given_up_and_a_webhook_that_only_fails_is_paused_until_somebody_resumes_it() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    let (id, _) = add(&admin, &receiver.url(), &["asked"]).await;
    for subject in ["First", "Second", "Third"] {
        ask(&admin, &shop, subject).await;
    }
    receiver.will_answer(&[503; 20]);
    let mut second = 0;
    for _ in 0..24 {
        deliver(&world).await;
        second += 13 * HOUR;
        world.at(second);
    }
    let got = receiver.got();
    assert_eq!(got.len(), 20, "two events, ten attempts each");
    assert_eq!(got.iter().filter(|other| other.header("webhook-id") == got[0].header("webhook-id")).count(), 10);
    let told = webhook(&admin).await;
    assert_eq!((&told["state"], &told["failures"], &told["waiting"]), (&json!("failing"), &json!(20), &json!(1)));
    let states = |rows: &[Value]| rows.iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(states(&deliveries(&admin, &id).await), ["waiting", "given_up", "given_up"]);
    let record = admin.get(&format!("/record?subject={id}")).await;
    assert_eq!((&record["events"][0]["kind"], &record["events"][0]["by"]), (&json!("webhook_changed"), &Value::Null));
    ask(&admin, &shop, "While it rests").await;
    deliver(&world).await;
    assert!(receiver.got().is_empty());
    let path = format!("/webhooks/{id}");
    let resumed = admin.send(Method::PATCH, &path, json!({ "paused": false })).await.json();
    assert_eq!((&resumed["state"], &resumed["failures"]), (&json!("active"), &json!(0)));
    deliver(&world).await;
    assert_eq!(receiver.got().len(), 2, "what waited comes at once, in order");
    let given_up = deliveries(&admin, &id).await.last().unwrap()["seq"].as_i64().unwrap();
    admin.post(&format!("{path}/deliveries/{given_up}/retry"), json!({})).await;
    deliver(&world).await;
    assert_eq!(receiver.got()[0].header("webhook-id"), given_up.to_string());
    assert_eq!(admin.refused(&format!("{path}/deliveries/{given_up}/retry"), json!({})).await, "not_now");
    assert_eq!(admin.refused(&format!("{path}/deliveries/999/retry"), json!({})).await, "missing");
}

#[tokio::test]
async fn a_receiver_that_is_gone_for_good_is_asked_once() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    add(&admin, &receiver.url(), &["asked"]).await;
    receiver.will_answer(&[410]);
    ask(&admin, &shop, "Roses").await;
    deliver(&world).await;
    world.at(HOUR);
    deliver(&world).await;
    assert_eq!((receiver.got().len(), &webhook(&admin).await["state"]), (1, &json!("gone")));
}

#[tokio::test]
async fn redirections_are_not_followed() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let (id, _) = add(&admin, &receiver.url(), &[]).await;
    for status in [301, 302, 303, 307, 308] {
        receiver.will_answer(&[status]);
        let tested = admin.post(&format!("/webhooks/{id}/test"), json!({})).await;
        assert_eq!(
            (&tested["delivered"], &tested["reason"], &tested["status"]),
            (&json!(false), &json!("redirect"), &json!(status))
        );
        assert_eq!(receiver.got().len(), 1, "{status}: nobody goes on to where it points");
    }
}

#[tokio::test]
async fn a_test_tells_at_once_how_it_was_taken_and_is_no_event() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let (id, secret) = add(&admin, &receiver.url(), &["asked"]).await;
    receiver.will_answer(&[200, 500]);
    let tested = admin.post(&format!("/webhooks/{id}/test"), json!({})).await;
    assert_eq!(tested, json!({ "delivered": true, "status": 200, "reason": null, "milliseconds": 0 }));
    let got = receiver.got().remove(0);
    assert_eq!(got.json()["type"], "catena.test");
    assert!(got.is_signed_with(&secret) && got.header("webhook-id").starts_with("test-"));
    assert_eq!(admin.post(&format!("/webhooks/{id}/test"), json!({})).await["status"], 500);
    assert_eq!((deliveries(&admin, &id).await.len(), &webhook(&admin).await["failures"]), (0, &json!(0)));
}

#[tokio::test]
async fn a_secret_is_shown_once_and_another_one_counts_at_once() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let (id, first) = add(&admin, &receiver.url(), &["did"]).await;
    let second = admin.post(&format!("/webhooks/{id}/secret"), json!({})).await["secret"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    admin.post(&format!("/webhooks/{id}/test"), json!({})).await;
    let got = receiver.got().remove(0);
    assert!(got.is_signed_with(&second) && !got.is_signed_with(&first));
    let shown = [
        admin.get("/webhooks").await,
        admin.get("/record?limit=200").await,
        admin.get("/outbox").await,
        admin.get(&format!("/webhooks/{id}/deliveries")).await,
        admin.send(Method::PATCH, &format!("/webhooks/{id}"), json!({ "paused": true })).await.json(),
    ];
    for shown in shown {
        assert!(!shown.to_string().contains("whsec_"), "{shown}");
        for secret in [&first, &second] {
            assert!(!shown.to_string().contains(&secret[6..]), "{shown}");
        }
    }
}

#[tokio::test]
async fn only_what_is_allowed_is_reached_and_a_name_is_looked_up_once() {
    let world = DeskWorld::open().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    for url in [
        &receiver.url(),
        "http://169.254.169.254/latest",
        "http://[::1]:1/",
        "ftp://a.example/",
        "https://u:p@a.example/",
    ] {
        assert_eq!(admin.refused("/webhooks", json!({ "url": url })).await, "invalid", "{url}");
    }
    let port = receiver.address.rsplit_once(':').unwrap().1.to_owned();
    let (id, _) = add(&admin, &format!("http://receiver.example:{port}/"), &["asked"]).await;
    let change = admin.send(Method::PATCH, &format!("/webhooks/{id}"), json!({ "url": receiver.url() })).await;
    assert_eq!(change.problem(), "invalid");
    ask(&admin, &shop, "Roses").await;
    let lookup = |addresses: &'static [&'static str], asked: Arc<AtomicUsize>| {
        move |_: &str, port: u16| {
            // A name that changes its mind: each time it is asked it says something else.
            let address: IpAddr = addresses[asked.fetch_add(1, Ordering::Relaxed) % addresses.len()].parse().unwrap();
            Ok(vec![SocketAddr::new(address, port)])
        }
    };
    let asked = Arc::new(AtomicUsize::new(0));
    let closed = Poster::new(Vec::new()).with_lookup(Arc::new(lookup(&["127.0.0.1", "1.1.1.1"], asked.clone())));
    deliver_due(&world.desk, &Arc::new(closed)).await;
    assert_eq!((receiver.got().len(), asked.load(Ordering::Relaxed)), (0, 1));
    assert_eq!(deliveries(&admin, &id).await[0]["reason"], "address");
    world.at(7);
    let asked = Arc::new(AtomicUsize::new(0));
    let open =
        Poster::new(allowing().webhook_allow).with_lookup(Arc::new(lookup(&["127.0.0.1", "10.0.0.1"], asked.clone())));
    deliver_due(&world.desk, &Arc::new(open)).await;
    assert_eq!((receiver.kinds(), asked.load(Ordering::Relaxed)), (vec!["catena.asked".to_owned()], 1));
}

#[tokio::test]
async fn webhooks_are_changed_and_removed_and_there_are_not_too_many() {
    let world = desk().await;
    let (admin, receiver) = (world.admin().await, Receiver::open().await);
    let shop = admin.shop().await;
    assert_eq!(admin.refused("/webhooks", json!({ "url": receiver.url(), "kinds": ["everything"] })).await, "invalid");
    let (id, _) = add(&admin, &receiver.url(), &["asked"]).await;
    let path = format!("/webhooks/{id}");
    let paused = admin.send(Method::PATCH, &path, json!({ "paused": true, "kinds": ["did", "asked"] })).await.json();
    assert_eq!((&paused["state"], &paused["kinds"]), (&json!("paused"), &json!(["asked", "did"])));
    ask(&admin, &shop, "Roses").await;
    deliver(&world).await;
    assert!(receiver.got().is_empty());
    admin.send(Method::PATCH, &path, json!({ "paused": false })).await;
    deliver(&world).await;
    assert_eq!(receiver.kinds(), ["catena.asked", "catena.did"], "what happened meanwhile comes after it");
    ask(&admin, &shop, "Tulips").await;
    assert_eq!(admin.ask(Method::DELETE, &path, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.ask(Method::DELETE, &path, None, &[]).await.problem(), "missing");
    deliver(&world).await;
    assert!(receiver.got().is_empty());
    for _ in 0..20 {
        add(&admin, &receiver.url(), &["demo_changed"]).await;
    }
    assert_eq!(admin.refused("/webhooks", json!({ "url": receiver.url() })).await, "not_now");
}
