//! Two people at once on one hand-off: one of them wins, the other is told so, and nothing happens twice.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::world::{DeskWorld, Person, Shop};
use crate::world::Answer;

/// How often two people meet.
const ROUNDS: usize = 100;

/// Somebody for a task of its own.
async fn send(world: crate::world::World, cookie: String, path: String, seen: Option<String>, body: Value) -> Answer {
    let mut request = axum::http::Request::post(format!("/api/v1{path}"));
    request = request.header("cookie", cookie).header("content-type", "application/json");
    if let Some(seen) = seen {
        request = request.header("if-match", seen);
    }
    world.ask(request.body(body.to_string().into()).unwrap()).await
}

/// Lets each of two people act on a request at the same time; what the winner and the other one were answered.
async fn meet(people: [&Person<'_>; 2], request: &str, seen: Option<String>, acts: [Value; 2]) -> [Answer; 2] {
    let mut both = JoinSet::new();
    for (person, act) in people.into_iter().zip(acts) {
        let (world, cookie) = (person.at.world.clone(), person.cookie.clone());
        both.spawn(send(world, cookie, format!("/requests/{request}/acts"), seen.clone(), act));
    }
    let mut answers = both.join_all().await;
    answers.sort_by_key(|answer| answer.status);
    answers.try_into().unwrap_or_else(|_| panic!("two are answered"))
}

async fn asked(admin: &Person<'_>, shop: &Shop) -> (String, String) {
    let new = json!({ "subject": "Red roses", "customer": shop.rosa, "provider": shop.clerks });
    let asked = admin.post("/requests", new).await;
    (asked["request"].as_str().unwrap().to_owned(), format!("\"{}\"", asked["revision"]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_take_the_same_hand_off_at_once_one_wins_and_the_other_is_told() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (ann, ben) =
        (admin.invite("ann", "member", &[&shop.clerks]).await, admin.invite("ben", "member", &[&shop.clerks]).await);
    let accept = || json!({ "act": "accept" });
    for round in 0..ROUNDS {
        let (request, revision) = asked(&admin, &shop).await;
        // By turns with what they saw and without: the words differ, and one alone wins.
        let (seen, code, words) = match round % 2 {
            0 => (Some(revision), "stale", "changed"),
            _ => (None, "not_now", "does not allow this"),
        };
        let [won, lost] = meet([&ann, &ben], &request, seen, [accept(), accept()]).await;
        assert_eq!(won.status, StatusCode::OK, "{}", won.text());
        let detail = lost.json()["detail"].as_str().unwrap().to_owned();
        assert_eq!(lost.problem(), code, "{detail}");
        assert!(detail.contains(words), "{detail}");
        let shown = admin.get(&format!("/requests/{request}")).await;
        let accepted = shown["history"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["kind"] == "did" && event["data"] == "accepted")
            .count();
        assert_eq!((accepted, &shown["revision"]), (1, &won.json()["revision"]), "{}", shown["history"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_finishing_and_passing_on_at_once_one_happens() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let ann = admin.invite("ann", "member", &[&shop.clerks]).await;
    let ben = admin.invite("ben", "member", &[&shop.clerks]).await;
    for _ in 0..ROUNDS / 4 {
        let (request, revision) = asked(&admin, &shop).await;
        let acts = [json!({ "act": "finish" }), json!({ "act": "transfer", "to": shop.designers })];
        let [won, lost] = meet([&ann, &ben], &request, Some(revision), acts).await;
        assert_eq!((won.status, lost.problem()), (StatusCode::OK, "stale".to_owned()));
        let shown = admin.get(&format!("/requests/{request}")).await;
        let is_done = shown["status"] == "done";
        let moved = shown["provider"]["id"] == shop.designers.as_str();
        assert!(is_done != moved, "{shown}");
    }
}

#[tokio::test]
async fn the_one_who_was_told_looks_again_and_goes_on() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (request, revision) = asked(&admin, &shop).await;
    admin.act(&request, "accept").await;
    let acts = format!("/requests/{request}/acts");
    let late = admin.ask(Method::POST, &acts, Some(json!({ "act": "finish" })), &[("if-match", &revision)]).await;
    assert_eq!(late.problem(), "stale");
    let fresh = format!("\"{}\"", admin.get(&format!("/requests/{request}")).await["revision"]);
    let again = admin.ask(Method::POST, &acts, Some(json!({ "act": "finish" })), &[("if-match", &fresh)]).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
}
