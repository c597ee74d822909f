//! What colleagues say of hand-offs: who is asked, who answers, who sees what and when.

use std::cell::Cell;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::world::{DeskWorld, EIGHT, HOUR, Person, Shop, id};
use crate::world::Answer;

const DAY: i64 = 24 * HOUR;

/// A desk, its administrator, its shop.
struct Floor<'a> {
    world: &'a DeskWorld,
    admin: Person<'a>,
    shop: Shop,
    /// What the time is, in seconds after eight.
    now: Cell<i64>,
}

impl<'a> Floor<'a> {
    async fn open(world: &'a DeskWorld) -> Self {
        let admin = world.admin().await;
        let shop = admin.shop().await;
        Self { world, admin, shop, now: Cell::new(0) }
    }

    fn wait(&self, seconds: i64) {
        self.now.set(self.now.get() + seconds);
        self.world.at(self.now.get());
    }

    /// A hand-off from the clerks to the designers, asked by `by`; due in a minute.
    async fn ask(&self, by: &Person<'_>) -> String {
        let root = json!({ "subject": "Roses", "customer": self.shop.rosa, "provider": self.shop.clerks });
        let root = self.admin.post("/requests", root).await["request"].as_str().unwrap().to_owned();
        let due = jiff::Timestamp::from_second(EIGHT + self.now.get() + 60).unwrap();
        let new = json!({ "subject": "Arrange", "provider": self.shop.designers, "due_at": due });
        by.post(&format!("/requests/{root}/hand-offs"), new).await["request"].as_str().unwrap().to_owned()
    }

    /// The same, done too late by `did` and received by `by`: a break is always asked about.
    async fn late(&self, by: &Person<'_>, did: &Person<'_>) -> String {
        let request = self.ask(by).await;
        self.wait(120);
        did.act(&request, "finish").await;
        by.act(&request, "receive").await;
        request
    }
}

/// What waits for somebody's answer: the hand-off and their side.
async fn waits(person: &Person<'_>) -> Vec<(String, String)> {
    let list = person.get("/ratings/waiting").await;
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let all = list["ratings"].as_array().unwrap();
    all.iter().map(|one| (word(&one["request"]["id"]), word(&one["side"]))).collect()
}

/// The id of the question about a hand-off to somebody.
async fn question(person: &Person<'_>, request: &str) -> String {
    let voices = person.get(&format!("/requests/{request}/ratings")).await;
    id(&voices["ratings"][0])
}

async fn answer(person: &Person<'_>, rating: &str, body: Value) -> Answer {
    person.send(Method::POST, &format!("/ratings/{rating}/answer"), body).await
}

fn well() -> Value {
    json!({ "right": true, "ease": 5 })
}

fn badly() -> Value {
    json!({ "right": false, "ease": 2, "reason": "missing", "lost_minutes": 25 })
}

#[tokio::test]
async fn neither_side_sees_what_the_other_said_before_both_have_answered() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let request = floor.late(&ann, &ben).await;
    assert_eq!(waits(&ann).await, [(request.clone(), "customer".to_owned())]);
    assert_eq!(waits(&ben).await, [(request.clone(), "provider".to_owned())]);
    assert_eq!(waits(&floor.admin).await, []);

    let rating = question(&ann, &request).await;
    assert_eq!(answer(&ann, &rating, badly()).await.status, StatusCode::CREATED);
    assert_eq!(waits(&ann).await, []);
    let seen = ben.get("/ratings").await["ratings"][0].clone();
    assert_eq!((&seen["shown"], &seen["other"], &seen["own"]), (&json!(false), &Value::Null, &Value::Null));
    for wrong in [well(), json!({ "right": true, "lost_minutes": 0 }), json!({ "right": "yes" }), json!({})] {
        assert_eq!(answer(&ben, &rating, wrong).await.problem(), "invalid");
    }
    let said = answer(&ben, &rating, json!({ "right": false, "reason": "unclear" })).await;
    assert_eq!(said.json(), json!({ "rating": rating, "side": "provider" }));
    let seen = ben.get(&format!("/requests/{request}/ratings")).await["ratings"][0].clone();
    assert_eq!(
        (&seen["shown"], &seen["other"]["ease"], &seen["own"]["reason"]),
        (&json!(true), &json!(2), &json!("unclear"))
    );
    let seen = ann.get("/ratings").await["ratings"][0].clone();
    assert_eq!((&seen["other"]["right"], &seen["other"]["ease"]), (&json!(false), &Value::Null));

    // Nobody else sees it, whatever they may see otherwise; and the record says that they answered, not what.
    let list = floor.admin.get(&format!("/requests/{request}/ratings")).await;
    assert_eq!((&list["ratings"], floor.admin.get("/ratings").await["ratings"].clone()), (&json!([]), json!([])));
    let record = floor.admin.get("/record?limit=200").await;
    let told: Vec<&Value> = record["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"].as_str().unwrap().starts_with("rating"))
        .collect();
    assert_eq!(
        told.iter().map(|event| event["kind"].as_str().unwrap()).collect::<Vec<_>>(),
        ["rating_given", "rating_given", "rating_asked"]
    );
    assert!(told.iter().all(|event| event["data"] == rating.as_str() && event["subject"] == request.as_str()));
    assert!(told[2]["by"].is_null(), "nobody in particular asks");
}

#[tokio::test]
async fn after_three_days_each_sees_what_the_other_said_and_nobody_answers_any_more() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let request = floor.late(&ann, &ben).await;
    let rating = question(&ann, &request).await;
    answer(&ann, &rating, badly()).await;
    floor.wait(3 * DAY - 1);
    assert_eq!(ben.get("/ratings").await["ratings"][0]["other"], Value::Null);
    assert_eq!(waits(&ben).await.len(), 1);
    floor.wait(1);
    let seen = ben.get("/ratings").await["ratings"][0].clone();
    assert_eq!(
        (&seen["shown"], &seen["other"]["lost_minutes"], &seen["waits"]),
        (&json!(true), &json!(25), &json!(false))
    );
    assert_eq!(waits(&ben).await, []);
    let knowing = answer(&ben, &rating, json!({ "right": true })).await;
    assert_eq!(knowing.problem(), "not_now", "whoever knows what the other said answers no more");
}

#[tokio::test]
async fn nobody_is_asked_about_their_own_work_however_it_was_passed_on() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let (clerks, designers) = (floor.shop.clerks.clone(), floor.shop.designers.clone());
    let ann = floor.admin.invite("ann", "member", &[&clerks]).await;
    let both = floor.admin.invite("both", "member", &[&clerks, &designers]).await;
    let ben = floor.admin.invite("ben", "member", &[&designers]).await;
    let me = ann.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    let transfer = |to: &str| json!({ "act": "transfer", "to": to });

    let of_both_sides = floor.late(&both, &ben).await;
    // Ann takes it herself, does it and receives it.
    let taken = floor.ask(&ann).await;
    floor.wait(120);
    ann.post(&format!("/requests/{taken}/acts"), transfer(&me)).await;
    ann.act(&taken, "finish").await;
    ann.act(&taken, "receive").await;
    // She begins, and lets somebody else press the button.
    let begun = floor.ask(&ann).await;
    floor.wait(120);
    ann.post(&format!("/requests/{begun}/acts"), transfer(&me)).await;
    ann.act(&begun, "accept").await;
    ann.post(&format!("/requests/{begun}/acts"), transfer(&designers)).await;
    ben.act(&begun, "finish").await;
    ann.act(&begun, "receive").await;
    // An administrator does it, who belongs to the clerks by the time that it is received.
    let by_admin = floor.ask(&ann).await;
    floor.wait(120);
    floor.admin.act(&by_admin, "finish").await;
    let admin = floor.admin.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    floor.admin.put(&format!("/teams/{clerks}/members/{admin}"), json!({})).await;
    floor.admin.act(&by_admin, "receive").await;
    for person in [&ann, &both, &ben, &floor.admin] {
        assert_eq!(waits(person).await, []);
    }
    for (person, request) in [(&both, &of_both_sides), (&ann, &taken), (&ann, &begun), (&floor.admin, &by_admin)] {
        let thanks = person.send(Method::PUT, &format!("/requests/{request}/thanks"), json!({})).await;
        assert_eq!(thanks.problem(), "not_allowed", "nor does anybody thank themselves");
        assert_eq!(person.get(&format!("/requests/{request}/ratings")).await["may_thank"], false);
    }
    // An administrator who belongs to nobody's side received nothing that they relied on.
    let ordinary = floor.ask(&ann).await;
    floor.wait(120);
    ben.act(&ordinary, "finish").await;
    floor.admin.ask(Method::DELETE, &format!("/teams/{clerks}/members/{admin}"), None, &[]).await;
    floor.admin.act(&ordinary, "receive").await;
    assert_eq!((waits(&floor.admin).await, waits(&ben).await), (vec![], vec![]));
}

#[tokio::test]
async fn a_question_is_answered_once_by_those_to_whom_it_is_put() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let carl = floor.admin.invite("carl", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let request = floor.late(&ann, &ben).await;
    let rating = question(&ann, &request).await;
    let place = format!("/ratings/{rating}/answer");
    for other in [&carl, &floor.admin] {
        assert_eq!(answer(other, &rating, well()).await.problem(), "missing");
        assert_eq!(
            other.send(Method::PUT, &format!("/ratings/{rating}/later"), json!({ "until": null })).await.problem(),
            "missing"
        );
    }
    for wrong in [
        json!({ "right": true }),
        json!({ "right": true, "ease": 0 }),
        json!({ "right": true, "ease": 6 }),
        json!({ "right": true, "ease": 256 }),
        json!({ "right": true, "ease": 5, "reason": "ugly" }),
        json!({ "right": true, "ease": 5, "lost_minutes": 14_401 }),
        json!({ "right": true, "ease": 5, "lost_minutes": -1 }),
        json!({ "right": true, "ease": 5, "rater": "somebody" }),
    ] {
        assert_eq!(answer(&ann, &rating, wrong).await.problem(), "invalid");
    }
    let keyed =
        async |key: &str, body: Value| ann.ask(Method::POST, &place, Some(body), &[("idempotency-key", key)]).await;
    let first = keyed("once", badly()).await;
    assert_eq!((first.status, keyed("once", badly()).await.json()), (StatusCode::CREATED, first.json()));
    assert_eq!(keyed("once", well()).await.problem(), "key_reused");
    assert_eq!(keyed("another", well()).await.problem(), "not_now");
    assert_eq!(answer(&ann, &rating, well()).await.problem(), "not_now");
    assert_eq!(ann.get("/ratings").await["ratings"][0]["own"]["ease"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_answers_at_once_one_is_taken_down() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    for _ in 0..3 {
        let request = floor.late(&ann, &ben).await;
        let rating = question(&ann, &request).await;
        let mut both = JoinSet::new();
        for ease in [1, 5] {
            let (world, cookie) = (world.world.clone(), ann.cookie.clone());
            let sent = axum::http::Request::post(format!("/api/v1/ratings/{rating}/answer"))
                .header("cookie", cookie)
                .header("content-type", "application/json")
                .body(json!({ "right": true, "ease": ease }).to_string().into())
                .unwrap();
            both.spawn(async move { world.ask(sent).await });
        }
        let mut answers = both.join_all().await;
        answers.sort_by_key(|answer| answer.status);
        assert_eq!((answers[0].status, answers[1].problem()), (StatusCode::CREATED, "not_now".to_owned()));
    }
}

#[tokio::test]
async fn three_questions_a_day_come_to_somebody_and_their_day_is_that_of_their_clocks() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let week = json!([["09:00-17:00"], ["09:00-17:00"], [], [], [], [], []]);
    let tokyo = json!({ "name": "Tokyo", "hours": { "zone": "Asia/Tokyo", "week": week } });
    let tokyo = id(&floor.admin.post("/calendars", tokyo).await);
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let carl = floor.admin.invite("carl", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let mine = ann.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    floor.admin.send(Method::PATCH, &format!("/parties/{mine}"), json!({ "calendar": tokyo })).await;
    for _ in 0..4 {
        floor.late(&ann, &ben).await;
    }
    assert_eq!((waits(&ann).await.len(), waits(&ben).await.len()), (3, 3));
    floor.late(&carl, &ben).await;
    assert_eq!((waits(&carl).await.len(), waits(&ben).await.len()), (1, 3), "who did it is asked three times too");
    // In Tokyo it is a quarter to midnight, then midnight.
    floor.wait(7 * HOUR - 900 - floor.now.get());
    floor.late(&ann, &ben).await;
    assert_eq!(waits(&ann).await.len(), 3);
    floor.wait(7 * HOUR - floor.now.get());
    let next = floor.late(&ann, &ben).await;
    assert_eq!((waits(&ann).await.len(), waits(&ann).await[0].0.clone()), (4, next));
    assert_eq!(waits(&ben).await.len(), 3, "Ben's day goes on");
    let question = question(&ben, &waits(&ann).await[0].0).await;
    assert_eq!(
        answer(&ben, &question, json!({ "right": true })).await.status,
        StatusCode::CREATED,
        "Ben may all the same"
    );
}

#[tokio::test]
async fn work_that_is_done_again_is_rated_again_and_what_was_said_stays() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let request = floor.late(&ann, &ben).await;
    let first = question(&ann, &request).await;
    answer(&ann, &first, badly()).await;
    floor.wait(60);
    ann.act(&request, "reopen").await;
    floor.wait(60);
    ben.act(&request, "finish").await;
    ann.act(&request, "receive").await;
    let second = question(&ann, &request).await;
    assert_ne!(first, second);
    assert_eq!(answer(&ann, &second, well()).await.status, StatusCode::CREATED);
    let all = ann.get(&format!("/requests/{request}/ratings")).await;
    let eases: Vec<&Value> = all["ratings"].as_array().unwrap().iter().map(|one| &one["own"]["ease"]).collect();
    assert_eq!(eases, [&json!(5), &json!(2)]);
    floor.wait(60);
    ann.act(&request, "reopen").await;
    ann.act(&request, "withdraw").await;
    assert_eq!(ann.get("/ratings").await["ratings"].as_array().unwrap().len(), 2, "also of what nobody needs any more");
}

#[tokio::test]
async fn who_takes_receiving_back_is_not_asked_and_the_draw_stands() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let request = floor.ask(&ann).await;
    floor.wait(120);
    ben.act(&request, "finish").await;
    let act = ann.act(&request, "receive").await["act"].clone();
    let rating = question(&ann, &request).await;
    ann.post("/undo", json!({ "act": act })).await;
    assert_eq!((waits(&ann).await, waits(&ben).await), (vec![], vec![]));
    assert_eq!(answer(&ann, &rating, well()).await.problem(), "not_now");
    ann.act(&request, "receive").await;
    assert_eq!(question(&ann, &request).await, rating);
    assert_eq!(answer(&ann, &rating, well()).await.status, StatusCode::CREATED);

    // One in five is drawn; whoever is not cannot draw again by receiving once more.
    let mut drawn = 0;
    for _ in 0..60 {
        floor.wait(DAY);
        let request = floor.ask(&ann).await;
        ben.act(&request, "finish").await;
        let act = ann.act(&request, "receive").await["act"].clone();
        let asked = waits(&ann).await.iter().any(|(of, _)| *of == request);
        ann.post("/undo", json!({ "act": act })).await;
        ann.act(&request, "receive").await;
        assert_eq!(waits(&ann).await.iter().any(|(of, _)| *of == request), asked);
        drawn += u32::from(asked);
    }
    assert!((4..=22).contains(&drawn), "{drawn} of 60 are far from one in five");
}

#[tokio::test]
async fn a_question_comes_later_or_never() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let (one, other) = (floor.late(&ann, &ben).await, floor.late(&ann, &ben).await);
    let (first, second) = (question(&ann, &one).await, question(&ann, &other).await);
    let until = jiff::Timestamp::from_second(EIGHT + floor.now.get() + HOUR).unwrap();
    ann.put(&format!("/ratings/{first}/later"), json!({ "until": until })).await;
    ann.put(&format!("/ratings/{second}/later"), json!({ "until": null })).await;
    assert_eq!((waits(&ann).await.len(), waits(&ben).await.len()), (0, 2));
    floor.wait(HOUR);
    assert_eq!(waits(&ann).await, [(one, "customer".to_owned())]);
    floor.wait(2 * DAY);
    assert_eq!(waits(&ann).await.len(), 1);
    assert_eq!(answer(&ann, &second, well()).await.status, StatusCode::CREATED, "who changed their mind may answer");
}

#[tokio::test]
async fn a_team_shows_figures_from_five_ratings_by_three_people_and_no_names() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let (clerks, designers) = (floor.shop.clerks.clone(), floor.shop.designers.clone());
    let mut raters = Vec::new();
    for login in ["ann", "abe", "amy"] {
        raters.push(floor.admin.invite(login, "member", &[&clerks]).await);
    }
    let mut doers = Vec::new();
    for login in ["ben", "bea", "bob"] {
        doers.push(floor.admin.invite(login, "member", &[&designers]).await);
    }
    let carl = floor.admin.invite("carl", "member", &[&floor.shop.couriers]).await;
    let auditor = floor.admin.invite("audrey", "auditor", &[]).await;
    let place = format!("/teams/{designers}/ratings");
    let given = async |person: &Person<'_>| person.get(&place).await["given"].clone();
    for (number, rater) in [0, 1, 2, 0, 1].into_iter().enumerate() {
        assert_eq!(given(&floor.admin).await["state"], "not_yet", "after {number}");
        let request = floor.late(&raters[rater], &doers[0]).await;
        let rating = question(&raters[rater], &request).await;
        answer(&raters[rater], &rating, if number == 0 { badly() } else { well() }).await;
    }
    assert_eq!(given(&floor.admin).await["state"], "not_yet", "whoever did it could see what was said of it");
    floor.wait(3 * DAY);
    for person in [&floor.admin, &auditor, &doers[2]] {
        let known = given(person).await;
        let group = json!([{
            "occasion": "broken", "chance_millionths": 1_000_000, "asked": 5, "answered": 5, "right": 4, "well": 4,
        }]);
        assert_eq!((&known["groups"], &known["raters"], &known["eases"]), (&group, &json!(3), &json!([0, 1, 0, 0, 4])));
        assert_eq!(
            (&known["reasons"], &known["lost_minutes"]),
            (&json!([{ "reason": "missing", "count": 1 }]), &json!(25))
        );
    }
    let of_a_clerk = raters[0].get(&place).await;
    assert_eq!((&of_a_clerk["given"], &of_a_clerk["received"]), (&Value::Null, &Value::Null));
    let edge = &of_a_clerk["edges"][0];
    assert_eq!((&edge["customer"]["name"], &edge["figures"]["state"]), (&json!("Clerks"), &json!("known")));
    assert_eq!(
        carl.get(&place).await,
        json!({ "team": edge["provider"], "given": null, "received": null, "edges": [] })
    );
    let own = raters[0].get(&format!("/teams/{clerks}/ratings")).await;
    assert_eq!((&own["given"]["state"], &own["received"]["state"]), (&json!("not_yet"), &json!("known")));
    for text in [of_a_clerk, own, floor.admin.get(&place).await] {
        assert!(!text.to_string().contains("by name"), "no person stands in it: {text}");
    }
    let csv = floor.admin.ask(Method::GET, "/logs/desk/chains.csv", None, &[]).await.text();
    assert!(!csv.contains("by name"), "nor does any leave the desk: {csv}");
    // A team of two is two people.
    let bob = doers[2].get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    floor.admin.ask(Method::DELETE, &format!("/teams/{designers}/members/{bob}"), None, &[]).await;
    assert_eq!(given(&floor.admin).await["state"], "not_yet");
}

#[tokio::test]
async fn figures_of_confidential_teams_are_for_those_who_may_know_of_them() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let people = floor.admin.team("People", json!({ "confidential": true })).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let peg = floor.admin.invite("peg", "member", &[&people]).await;
    let refused = ann.ask(Method::GET, &format!("/teams/{people}/ratings"), None, &[]).await;
    assert_eq!(refused.problem(), "missing");
    assert_eq!(peg.get(&format!("/teams/{people}/ratings")).await["given"]["state"], "not_yet");
    let person = ann.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    let no_team = ann.ask(Method::GET, &format!("/teams/{person}/ratings"), None, &[]).await;
    assert_eq!(no_team.problem(), "missing");

    let new = json!({ "subject": "A quarrel", "provider": people });
    let quarrel = ann.post("/requests", new).await["request"].as_str().unwrap().to_owned();
    peg.act(&quarrel, "finish").await;
    ann.act(&quarrel, "receive").await;
    ann.put(&format!("/requests/{quarrel}/thanks"), json!({})).await;
    let carl = floor.admin.invite("carl", "member", &[&floor.shop.clerks]).await;
    assert_eq!(carl.get(&format!("/parties/{person}/thanks")).await["given"], json!([]));
    assert_eq!(peg.get(&format!("/parties/{person}/thanks")).await["given"][0]["subject"], "A quarrel");
    let hidden = carl.ask(Method::GET, &format!("/requests/{quarrel}/ratings"), None, &[]).await;
    assert_eq!(hidden.problem(), "missing");
    assert_eq!(carl.send(Method::PUT, &format!("/requests/{quarrel}/thanks"), json!({})).await.problem(), "missing");
}

#[tokio::test]
async fn whoever_received_something_says_thanks_once() {
    let world = DeskWorld::open().await;
    let floor = Floor::open(&world).await;
    let ann = floor.admin.invite("ann", "member", &[&floor.shop.clerks]).await;
    let ben = floor.admin.invite("ben", "member", &[&floor.shop.designers]).await;
    let carl = floor.admin.invite("carl", "member", &[&floor.shop.couriers]).await;
    let request = floor.ask(&ann).await;
    ben.act(&request, "finish").await;
    let place = format!("/requests/{request}/thanks");
    assert_eq!(ann.send(Method::PUT, &place, json!({})).await.problem(), "not_now", "it is not received yet");
    ann.act(&request, "receive").await;
    assert_eq!(ann.get(&format!("/requests/{request}/ratings")).await["may_thank"], true);
    for other in [&ben, &carl] {
        assert_eq!(other.send(Method::PUT, &place, json!({})).await.problem(), "not_allowed");
    }
    ann.put(&place, json!({})).await;
    ann.put(&place, json!({})).await;
    let shown = ben.get(&format!("/requests/{request}/ratings")).await;
    assert_eq!((shown["thanks"].as_array().unwrap().len(), &shown["may_thank"]), (1, &json!(false)));
    let me =
        async |person: &Person<'_>| person.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    let (ann_id, ben_id) = (me(&ann).await, me(&ben).await);
    for (party, list) in [(&ann_id, "given"), (&ben_id, "got"), (&floor.shop.designers, "got")] {
        let seen = carl.get(&format!("/parties/{party}/thanks")).await;
        let one = &seen[list][0];
        assert_eq!((&one["giver"]["name"], &one["doer"]["name"]), (&json!("ann by name"), &json!("ben by name")));
        assert_eq!(seen[list].as_array().unwrap().len(), 1);
    }
    let record = floor.admin.get(&format!("/record?subject={request}")).await;
    let thanked = record["events"].as_array().unwrap().iter().filter(|event| event["kind"] == "thanked");
    assert_eq!(thanked.count(), 1);
    let customer = carl.ask(Method::GET, &format!("/parties/{}/thanks", floor.shop.rosa), None, &[]).await;
    assert_eq!(customer.problem(), "missing", "customers are no colleagues");

    floor.wait(60);
    ann.act(&request, "reopen").await;
    assert_eq!(ann.send(Method::PUT, &place, json!({})).await.problem(), "not_now");
}

#[tokio::test]
async fn ratings_of_the_demonstration_recover_what_each_team_is_truly_like() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    assert!(!waits(&admin).await.is_empty(), "whoever looks around is asked something");
    let directory = admin.get("/directory").await;
    let mut shares = Vec::new();
    for team in directory["parties"].as_array().unwrap() {
        let Some(truth) = catena_simulator::right_first_time(team["name"].as_str().unwrap()) else { continue };
        let figures = admin.get(&format!("/teams/{}/ratings", id(team))).await["given"].clone();
        let groups = figures["groups"].as_array().cloned().unwrap_or_default();
        // Each answer stands for one over its chance of being asked.
        let sum = |of: &str| -> f64 {
            groups.iter().map(|group| group[of].as_f64().unwrap() / group["chance_millionths"].as_f64().unwrap()).sum()
        };
        if figures["answered"].as_u64().unwrap_or(0) >= 60 {
            let share = sum("right") / sum("answered");
            assert!((share - truth).abs() < 0.1, "{}: {share} instead of {truth}", team["name"]);
            shares.push((share, team["name"].clone()));
        }
    }
    assert!(shares.len() >= 6, "{shares:?}");
    shares.sort_by(|one, other| one.0.total_cmp(&other.0));
    assert_eq!(shares[0].1, "Design South", "the team that is truly weak: {shares:?}");
}
