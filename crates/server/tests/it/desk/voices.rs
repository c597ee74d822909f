//! What was said, taken out as files, corrected, and asked for at once; and what is sent that should not be.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use catena_domain::feedback::{Answer, Csat};
use catena_domain::id::{ActId, AskId, PartyId, RequestId, SurveyId};
use catena_store::feedback::{self, AskRow};
use catena_store::ratings::{self, AnswerRow, RatingRow};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::feedback::{about_the_promise, about_us, asked, delivered, question, satisfied};
use super::world::{DeskWorld, EIGHT, HOUR, Person, Shop, id};

const DAY: i64 = 24 * HOUR;

/// An export as text.
async fn exported(person: &Person<'_>, query: &str) -> String {
    let answer = person.ask(Method::GET, &format!("/feedback/export?{query}"), None, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
    answer.text()
}

/// The rows of an export in JSON.
async fn rows(person: &Person<'_>, query: &str) -> Vec<Value> {
    let text = exported(person, &format!("format=json&{query}")).await;
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test]
async fn answers_leave_as_one_row_each_and_what_customers_wrote_is_no_formula() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (ask, path) = asked(&admin, &order).await;
    let said = "=HYPERLINK(\"https://evil.example\",\"a\"), she said\n<script>alert(1)</script>";
    let late = survey["questions"][1]["choices"][0]["id"].clone();
    let answer = json!({ "answers": [
        { "question": question(&survey, 0), "value": 2 },
        { "question": question(&survey, 1), "chosen": [late] },
        { "question": question(&survey, 2), "words": said },
    ] });
    world.at(2 * HOUR);
    world.nobody().post(&path, answer).await;

    let all = rows(&admin, "what=answers").await;
    assert_eq!(all.len(), 3);
    let of = |scale: &str| all.iter().find(|row| row["scale"] == scale).unwrap();
    let rating = json!({
        "ask": ask, "request": 1, "customer": shop.rosa, "occasion": "kept", "promise": "kept", "survey": id(&survey),
        "survey_name": "After a delivery", "version": 1, "question": question(&survey, 0), "question_text": "How was it?",
        "scale": "csat", "value": 2, "chosen": null, "choice": null, "words": null,
        "asked_at": "2026-03-02T09:00:00Z", "answered_at": "2026-03-02T10:00:00Z",
    });
    assert_eq!(of("csat"), &rating);
    assert_eq!((&of("choices")["choice"], &of("choices")["chosen"]), (&json!("late"), &late));
    assert_eq!((&of("text")["words"], &of("text")["value"]), (&json!(said), &Value::Null));

    let csv = admin.ask(Method::GET, "/feedback/export", None, &[]).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"feedback-answers.csv\"");
    let text = csv.text();
    assert!(text.starts_with("ask,request,customer,occasion,promise,survey,"), "{text}");
    assert!(text.contains(",\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"a\"\"), she said\n<script>"), "{text}");
    assert_eq!(rows(&admin, "since=2026-03-02T10:00:01Z").await, Vec::<Value>::new());
    assert_eq!(rows(&admin, "until=2026-03-02T10:00:00Z").await, Vec::<Value>::new());
    assert_eq!(rows(&admin, "since=2026-03-02T10:00:00Z&until=2026-03-02T10:00:01Z").await.len(), 3);

    let record = admin.get("/record?limit=200").await;
    let told: Vec<&Value> =
        record["events"].as_array().unwrap().iter().filter(|event| event["kind"] == "feedback_exported").collect();
    assert_eq!(
        (told.len(), &told[0]["data"], &told[0]["by"]["name"]),
        (5, &json!({ "what": "answers" }), &json!("Administrator"))
    );
    for wrong in ["what=pulse", "format=parquet", "since=yesterday"] {
        let refused = admin.ask(Method::GET, &format!("/feedback/export?{wrong}"), None, &[]).await;
        assert_eq!(refused.problem(), "bad_parameter", "{wrong}");
    }
}

#[tokio::test]
async fn nobody_takes_out_what_they_may_not_read() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let secret = admin.team("Secret", json!({ "confidential": true })).await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let new = json!({ "subject": "Hush", "customer": shop.rosa, "provider": secret });
    let order = admin.post("/requests", new).await["request"].as_str().unwrap().to_owned();
    admin.act(&order, "finish").await;
    let (ask, path) = asked(&admin, &order).await;
    world.nobody().post(&path, satisfied(&survey, 1, "Told nobody")).await;
    admin.post("/conversations", json!({ "customer": shop.rosa, "request": order, "words": "Hush hush" })).await;
    admin.post("/reviews", json!({ "source": "Maps", "words": "Psst", "request": order })).await;
    admin.post("/outcomes", json!({ "ask": ask, "what": "left" })).await;
    let outside = admin.invite("mia", "member", &[&shop.couriers]).await;
    let inside = admin.invite("noa", "member", &[&secret]).await;
    for (what, all) in [("answers", 2), ("conversations", 1), ("reviews", 1), ("outcomes", 1)] {
        let query = format!("what={what}");
        assert_eq!(rows(&outside, &query).await, Vec::<Value>::new(), "{what}");
        assert_eq!(rows(&inside, &query).await.len(), all, "{what}");
    }
    let outcomes = outside.get(&format!("/outcomes?customer={}", shop.rosa)).await;
    assert_eq!(outcomes["outcomes"], json!([]), "a list holds no more than a file");
    let customer = admin.invite("ines", "customer", &[]).await;
    let refused = customer.ask(Method::GET, "/feedback/export", None, &[]).await;
    assert_eq!(refused.problem(), "not_allowed");
    let seen = exported(&outside, "what=answers").await;
    assert_eq!(seen.lines().count(), 1, "the header alone: {seen}");
}

#[tokio::test]
async fn reviews_conversations_outcomes_and_thanks_leave_with_ids_and_teams() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let ann = admin.invite("ann", "member", &[&shop.clerks]).await;
    let ben = admin.invite("ben", "member", &[&shop.designers]).await;
    let review = json!({ "source": "Maps", "stars": 4, "words": "@home", "link": "https://maps.example/1", "customer": shop.rosa });
    admin.post("/reviews", review).await;
    admin.post("/conversations", json!({ "customer": shop.rosa, "words": "-2 stars", "feeling": -2 })).await;
    admin.post("/outcomes", json!({ "customer": shop.rosa, "what": "referred" })).await;
    let root = json!({ "subject": "Roses", "customer": shop.rosa, "provider": shop.clerks });
    let root = admin.post("/requests", root).await["request"].as_str().unwrap().to_owned();
    let new = json!({ "subject": "Arrange", "provider": shop.designers });
    let part = ann.post(&format!("/requests/{root}/hand-offs"), new).await["request"].as_str().unwrap().to_owned();
    ben.act(&part, "finish").await;
    ann.act(&part, "receive").await;
    ann.put(&format!("/requests/{part}/thanks"), Value::Null).await;
    let one = |all: Vec<Value>| {
        assert_eq!(all.len(), 1, "{all:?}");
        all[0].clone()
    };
    let review = one(rows(&admin, "what=reviews").await);
    assert_eq!((&review["stars"], &review["words"], &review["verified"]), (&json!(4), &json!("@home"), &json!(false)));
    assert!(exported(&admin, "what=reviews").await.contains(",'@home,"));
    let heard = one(rows(&admin, "what=conversations").await);
    assert_eq!((&heard["feeling"], &heard["customer"]), (&json!(-2), &json!(shop.rosa)));
    assert!(exported(&admin, "what=conversations").await.contains(",'-2 stars,-2,"));
    assert_eq!(one(rows(&admin, "what=outcomes").await)["what"], "referred");
    let thanks = one(rows(&ben, "what=thanks").await);
    assert_eq!((&thanks["provider_name"], &thanks["giver_name"]), (&json!("Designers"), &json!("Clerks")));
    assert!(!thanks.to_string().contains("ann"), "teams, and no persons: {thanks}");
    assert_eq!(rows(&admin, "what=thanks&until=2026-03-02T08:00:00Z").await, Vec::<Value>::new());
}

/// So many ratings of designers by a clerk, from an instant on; every other one had it right.
async fn rated(world: &DeskWorld, shop: &Shop, clerk: &str, first: u128, count: i64, at: Timestamp) {
    let party = |text: &str| PartyId(text.parse().unwrap());
    let (customer, provider, rater) = (party(&shop.clerks), party(&shop.designers), party(clerk));
    let kept = world.store.write(move |tx| {
        for number in 0..count {
            let row = RatingRow {
                id: Uuid::from_u128(first + number as u128),
                request: RequestId(Uuid::from_u128(first + number as u128)),
                done_at: at,
                customer,
                provider,
                rater,
                doer: None,
                prompted: false,
                occasion: "drawn".to_owned(),
                chance: 200_000,
                asked: true,
                asked_at: at + SignedDuration::from_secs(number),
                act: ActId(Uuid::from_u128(7)),
                taken_back: false,
            };
            ratings::add(tx, &row)?;
            let complete = number % 2 == 0;
            let (side, at) = ("customer".to_owned(), row.asked_at);
            ratings::answer(
                tx,
                row.id,
                &AnswerRow { side, complete, ease: Some(4), reason: None, lost_minutes: None, at },
            )?;
        }
        Ok::<_, catena_store::Error>(())
    });
    kept.await.unwrap();
}

#[tokio::test]
async fn ratings_leave_as_counts_of_teams_by_settled_months_and_never_of_a_person() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let mut clerks = Vec::new();
    for login in ["ann", "bea", "cleo"] {
        let person = admin.invite(login, "member", &[&shop.clerks]).await;
        clerks.push(person.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned());
        admin.invite(&format!("{login}-too"), "member", &[&shop.designers]).await;
    }
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    // Five by three in March, two by two in April, three by three in May, four by two in June.
    for (place, (clerk, count, from)) in [
        (0, 2, "2026-03-03T09:00:00Z"),
        (1, 2, "2026-03-31T23:59:00Z"),
        (2, 1, "2026-03-20T09:00:00Z"),
        (0, 1, "2026-04-01T00:00:00Z"),
        (1, 1, "2026-04-02T09:00:00Z"),
        (0, 1, "2026-05-02T09:00:00Z"),
        (1, 1, "2026-05-03T09:00:00Z"),
        (2, 1, "2026-05-04T09:00:00Z"),
        (0, 2, "2026-06-02T09:00:00Z"),
        (1, 2, "2026-06-03T09:00:00Z"),
    ]
    .into_iter()
    .enumerate()
    {
        rated(&world, &shop, &clerks[clerk], 1_000 * (place as u128 + 1), count, at(from)).await;
    }
    let goto = |text: &str| world.at(at(text).as_second() - EIGHT);
    goto("2026-04-03T23:59:59Z");
    let admin = super::feedback::back(&world).await;
    assert_eq!(rows(&admin, "what=ratings").await, Vec::<Value>::new(), "somebody may still answer for March");
    goto("2026-04-04T00:00:00Z");
    let march = rows(&admin, "what=ratings").await;
    assert_eq!(march.len(), 1);
    let row = &march[0];
    assert_eq!(
        (&row["from_month"], &row["to_month"], &row["raters"]),
        (&json!("2026-03"), &json!("2026-03"), &json!(3))
    );
    assert_eq!(
        (&row["asked"], &row["answered"], &row["right"], &row["well"]),
        (&json!(5), &json!(5), &json!(3), &json!(5))
    );
    assert_eq!((&row["occasion"], &row["chance"]), (&json!("drawn"), &json!("0.200000")));
    goto("2026-08-04T00:00:00Z");
    let admin = super::feedback::back(&world).await;
    let all = rows(&admin, "what=ratings").await;
    let months: Vec<_> = all.iter().map(|row| (row["from_month"].clone(), row["to_month"].clone())).collect();
    let both = (json!("2026-04"), json!("2026-05"));
    assert_eq!(
        months,
        [(json!("2026-03"), json!("2026-03")), both],
        "few go with those after them, and what is left waits"
    );
    assert_eq!(all[0], march[0]);
    let spring = rows(&admin, "what=ratings&since=2026-04-01T00:00:00Z&until=2026-06-01T00:00:00Z").await;
    assert_eq!(spring, all[1..]);
    for cut in ["since=2026-04-02T00:00:00Z", "since=2026-05-01T00:00:00Z&until=2026-06-01T00:00:00Z"] {
        let cut = rows(&admin, &format!("what=ratings&{cut}")).await;
        assert_eq!(cut, Vec::<Value>::new(), "no span cuts what belongs together");
    }
    let text = exported(&admin, "what=ratings").await;
    for clerk in &clerks {
        assert!(!text.contains(clerk.as_str()), "{text}");
    }
    let (outside, inside) = (
        admin.invite("mia", "member", &[&shop.couriers]).await,
        admin.invite("noa", "member", &[&shop.designers]).await,
    );
    assert_eq!(rows(&outside, "what=ratings").await, Vec::<Value>::new(), "neither of the two teams is theirs");
    assert_eq!(rows(&inside, "what=ratings").await.len(), 2);
}

#[tokio::test]
async fn a_hundred_thousand_answers_leave_a_few_at_a_time() {
    const ASKS: u128 = 50_000;
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let (survey_id, customer) = (SurveyId(id(&survey).parse().unwrap()), PartyId(shop.rosa.parse().unwrap()));
    let questions = [question(&survey, 0), question(&survey, 2)].map(|id| id.parse::<Uuid>().unwrap());
    let begin = Timestamp::from_second(EIGHT - 10_000_000).unwrap();
    for block in (0..ASKS).step_by(2_000) {
        let kept = world.store.write(move |tx| {
            for number in block..block + 2_000 {
                let at = begin + SignedDuration::from_secs((number / 3) as i64);
                let row = AskRow {
                    id: AskId(Uuid::from_u128(number + 1)),
                    survey: survey_id,
                    version: 1,
                    customer,
                    request: None,
                    service: None,
                    moment: "campaign".to_owned(),
                    kept: None,
                    act: ActId(Uuid::from_u128(1)),
                    state: "answered".to_owned(),
                    asked_at: at,
                    expires_at: at,
                    answered_at: Some(at),
                    poor: Some(false),
                    follow_up: None,
                };
                feedback::ask(tx, &row, row.id.0.as_bytes(), &[])?;
                let words = Answer::Text(format!("Number {number} was fine"));
                feedback::keep_answers(
                    tx,
                    &row,
                    &[(questions[0], Answer::Csat(Csat::new(5).unwrap())), (questions[1], words)],
                )?;
            }
            Ok::<_, catena_store::Error>(())
        });
        kept.await.unwrap();
    }
    let request = Request::get("/api/v1/feedback/export").header(header::COOKIE, &admin.cookie);
    let request = request.header(header::HOST, "127.0.0.1:7070").body(Body::empty()).unwrap();
    let router = catena_server::router(world.world.state.clone(), catena_server::Reach::Loopback);
    let mut body = router.oneshot(request).await.unwrap().into_body().into_data_stream();
    let (mut lines, mut parts, mut largest) = (0, 0, 0);
    while let Some(part) = body.next().await {
        let part = part.unwrap();
        lines += memchr::memchr_iter(b'\n', &part).count();
        parts += 1;
        largest = largest.max(part.len());
    }
    assert_eq!(lines, 100_001, "a header and a row for each answer, each once");
    assert!(parts > 100 && largest < 1 << 20, "{parts} parts, the largest of {largest} bytes");
}

#[tokio::test]
async fn what_was_recorded_is_corrected_by_those_who_may_and_by_nobody_who_saw_less() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let care = admin.team("Care", json!({})).await;
    admin.put(&format!("/parties/{}/owner", shop.rosa), json!({ "team": care })).await;
    let ann = admin.invite("ann", "member", &[&shop.clerks]).await;
    let ben = admin.invite("ben", "member", &[&shop.clerks]).await;
    let lea = admin.invite("lea", "lead", &[&care]).await;
    let lea_id = lea.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    admin.put(&format!("/teams/{care}/members/{lea_id}"), json!({ "leads": true })).await;
    let lea = Person { at: &world, cookie: super::world::cookie_of(&signed_in(&world, "lea").await) };
    let other = admin.invite("otto", "lead", &[&shop.clerks]).await;

    let review = json!({ "source": "Maps", "stars": 4, "words": "Pretty ugly", "customer": shop.rosa });
    let heard = json!({ "customer": shop.rosa, "words": "Ugly vase", "feeling": -1, "at": "2026-03-01T10:00:00Z" });
    let left = json!({ "customer": shop.rosa, "what": "left" });
    for (noun, body, field, value) in [
        ("reviews", &review, "words", json!("Pretty")),
        ("conversations", &heard, "words", json!("Nice vase")),
        ("outcomes", &left, "what", json!("came_back")),
    ] {
        let made = id(&ann.post(&format!("/{noun}"), body.clone()).await);
        let path = format!("/{noun}/{made}");
        let mut better = body.clone();
        better[field] = value.clone();
        for stranger in [&ben, &other] {
            for method in [Method::PUT, Method::DELETE] {
                let refused = stranger.send(method, &path, better.clone()).await;
                assert_eq!(refused.problem(), "not_allowed", "{noun}");
            }
        }
        let mine = |person: Value| person[noun].as_array().unwrap()[0]["may_change"].clone();
        let list = format!("/{noun}?customer={}", shop.rosa);
        assert_eq!((mine(ann.get(&list).await), mine(ben.get(&list).await)), (json!(true), json!(false)));
        assert_eq!((mine(lea.get(&list).await), mine(admin.get(&list).await)), (json!(true), json!(true)));

        let changed = ann.ask(Method::PUT, &path, Some(better.clone()), &[("if-match", "\"1\"")]).await;
        assert_eq!((changed.status, changed.header("etag")), (StatusCode::OK, "\"2\""), "{}", changed.text());
        assert_eq!((&changed.json()[field], &changed.json()["revision"]), (&value, &json!(2)));
        for method in [Method::PUT, Method::DELETE] {
            let stale = ann.ask(method, &path, Some(better.clone()), &[("if-match", "\"1\"")]).await;
            assert_eq!(stale.problem(), "stale");
        }
        let shown = ann.get(&list).await[noun][0].clone();
        assert_eq!(shown[field], value);
        if noun == "conversations" {
            assert_eq!(shown["at"], "2026-03-01T10:00:00Z", "as it was recorded");
        }
        lea.put(&path, better.clone()).await;
        let recorded = admin.get(&format!("/record?subject={made}")).await;
        let kinds: Vec<&str> =
            recorded["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds.len(), 3);
        assert!(kinds[..2].iter().all(|kind| kind.ends_with("_changed")), "{kinds:?}");
        assert!(!recorded.to_string().contains("ase") && !recorded.to_string().contains("retty"), "{recorded}");

        let (one, two) = tokio::join!(
            admin.ask(Method::DELETE, &path, None, &[("if-match", "\"3\"")]),
            ann.ask(Method::PUT, &path, Some(better.clone()), &[("if-match", "\"3\"")])
        );
        let won = [&one, &two].iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!(won, 1, "one of two at once: {} {}", one.status, two.status);
        let _ = admin.ask(Method::DELETE, &path, None, &[]).await;
        assert_eq!(admin.get(&list).await[noun], json!([]));
        assert_eq!(admin.ask(Method::DELETE, &path, None, &[]).await.problem(), "missing");
    }
}

async fn signed_in(world: &DeskWorld, login: &str) -> crate::world::Answer {
    let login = json!({ "login": login, "password": super::world::PASSWORD });
    world.nobody().send(Method::POST, "/session", login).await
}

#[tokio::test]
async fn nobody_corrects_what_they_may_not_know_of_or_brings_back_what_was_erased() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let secret = admin.team("Secret", json!({ "confidential": true })).await;
    let new = json!({ "subject": "Hush", "customer": shop.rosa, "provider": secret });
    let order = admin.post("/requests", new).await["request"].as_str().unwrap().to_owned();
    let heard = json!({ "customer": shop.rosa, "request": order, "words": "Hush hush" });
    let made = id(&admin.post("/conversations", heard.clone()).await);
    let outside = admin.invite("mia", "member", &[&shop.couriers]).await;
    for method in [Method::PUT, Method::DELETE] {
        let refused = outside.send(method, &format!("/conversations/{made}"), heard.clone()).await;
        assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::NOT_FOUND, "missing"));
    }
    let plain = json!({ "customer": shop.rosa, "words": "Hello" });
    let own = id(&outside.post("/conversations", plain).await);
    let moved = outside.send(Method::PUT, &format!("/conversations/{own}"), heard.clone()).await;
    assert_eq!(moved.problem(), "missing", "nor moves anything there");
    let wrong = json!({ "customer": shop.rosa, "words": "Hello", "feeling": 3 });
    assert_eq!(outside.send(Method::PUT, &format!("/conversations/{own}"), wrong).await.problem(), "invalid");
    admin.post(&format!("/parties/{}/erasure", shop.rosa), json!({})).await;
    let again = admin.send(Method::PUT, &format!("/conversations/{made}"), heard).await;
    assert_eq!(again.problem(), "missing", "who was erased says nothing more");
    let gone = admin.ask(Method::DELETE, &format!("/conversations/{made}"), None, &[]).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "and can be forgotten");
}

#[tokio::test]
async fn a_reopening_that_is_taken_back_asks_again_by_the_same_link() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (ask, path) = asked(&admin, &order).await;
    let state = async || admin.get("/outbox?kind=feedback").await["notices"][0]["state"].clone();
    assert_eq!(state().await, "waiting");
    world.at(HOUR + 60);
    let reopened = admin.act(&order, "reopen").await;
    assert_eq!(world.nobody().ask(Method::GET, &path, None, &[]).await.problem(), "missing");
    assert_eq!(state().await, "not_sent");
    admin.post("/undo", json!({ "act": reopened["act"] })).await;
    assert_eq!(state().await, "waiting", "and the notice goes out after all");
    assert_eq!(world.nobody().get(&path).await["state"], "open");
    let record = admin.get(&format!("/record?subject={ask}")).await;
    assert_eq!(record["events"][0]["kind"], "feedback_resumed");
    world.nobody().post(&path, satisfied(&survey, 5, "Lovely")).await;
    world.at(HOUR + 120);
    let again = admin.act(&order, "reopen").await;
    admin.post("/undo", json!({ "act": again["act"] })).await;
    assert_eq!(admin.get("/feedback").await["count"], 1, "what was answered stays answered");
    assert_eq!(admin.get("/feedback?state=waiting").await["count"], 0);
}

#[tokio::test]
async fn who_is_asked_at_once_is_known_before_and_what_came_of_it_after() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (us, other) = (admin.post("/surveys", about_us()).await, {
        let mut other = about_us();
        other["name"] = json!("Again");
        admin.post("/surveys", other).await
    });
    let path = format!("/surveys/{}", id(&us));
    let mut customers = vec![shop.rosa.clone()];
    for number in 0..4 {
        customers
            .push(id(&admin.post("/parties", json!({ "kind": "person", "name": format!("Customer {number}") })).await));
    }
    for customer in &customers[..2] {
        let new = json!({ "subject": "Roses", "customer": customer, "service": shop.bouquet, "tags": ["wedding"] });
        admin.post("/requests", new).await;
    }
    let audience = async |query: &str| {
        let view = admin.get(&format!("{path}/audience?{query}")).await;
        (view["found"].clone(), view["ready"].clone(), view["resting_any"].clone(), view["resting_same"].clone())
    };
    let counts = |found: i64, ready: i64, any: i64, same: i64| (json!(found), json!(ready), json!(any), json!(same));
    assert_eq!(audience("").await, counts(5, 5, 0, 0));
    assert_eq!(audience("tag=wedding").await, counts(2, 2, 0, 0));
    assert_eq!(audience(&format!("service={}&until=2026-03-02T08:00:00Z", shop.bouquet)).await, counts(0, 0, 0, 0));
    let done = admin.post(&format!("{path}/campaign"), json!({ "customers": customers[..2] })).await;
    admin.post(&format!("/surveys/{}/campaign", id(&other)), json!({ "customers": [customers[2]] })).await;
    assert_eq!(audience("").await, counts(5, 2, 1, 2));
    assert_eq!(audience("rested_since=2026-03-02T08:00:00Z").await, counts(2, 2, 0, 0));
    let ready = admin.get(&format!("{path}/audience")).await["customers"].clone();
    let mut expected = customers[3..].to_vec();
    expected.sort();
    assert_eq!(ready, json!(expected));
    let link = done["asked"][0]["path"].as_str().unwrap();
    let answer = json!({ "answers": [{ "question": question(&us, 0), "value": 9 }] });
    world.nobody().post(link, answer).await;
    let campaigns = admin.get(&format!("{path}/campaigns")).await["campaigns"].clone();
    assert_eq!(campaigns.as_array().unwrap().len(), 1);
    assert_eq!((&campaigns[0]["asked"], &campaigns[0]["answered"]), (&json!(2), &json!(1)));
    world.at(90 * DAY);
    let admin = super::feedback::back(&world).await;
    let view = admin.get(&format!("{path}/audience")).await;
    assert_eq!(
        (&view["resting_any"], &view["resting_same"]),
        (&json!(0), &json!(2)),
        "the clock about the same runs on"
    );
}

#[tokio::test]
async fn of_two_answers_at_once_one_is_kept() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    let nobody = world.nobody();
    let (one, two, three) = tokio::join!(
        nobody.send(Method::POST, &path, satisfied(&survey, 5, "one")),
        nobody.send(Method::POST, &path, satisfied(&survey, 1, "two")),
        nobody.send(Method::POST, &path, satisfied(&survey, 3, "three"))
    );
    let (kept, refused): (Vec<_>, Vec<_>) =
        [one, two, three].into_iter().partition(|answer| answer.status == StatusCode::NO_CONTENT);
    assert_eq!(kept.len(), 1);
    assert!(refused.iter().all(|answer| answer.problem() == "feedback_given"));
    assert_eq!(admin.get("/feedback").await["feedback"].as_array().unwrap().len(), 1);
    assert_eq!(rows(&admin, "what=answers").await.len(), 2, "a value and words, of one of them");
}

#[tokio::test]
async fn what_is_no_answer_is_refused_before_it_is_read() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    let sent = satisfied(&survey, 5, "fine").to_string();
    let with = |kind: &str, body: String| {
        let request = Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, kind.to_owned());
        world.world.ask(request.body(Body::from(body)).unwrap())
    };
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let answer = with(kind, sent.clone()).await;
        assert_eq!(answer.problem(), "invalid", "a form of another site cannot send {kind}");
    }
    let padded = format!("{}{sent}", " ".repeat(1 << 21));
    for body in ["{".to_owned(), "[".repeat(100_000), padded, String::new()] {
        let answer = with("application/json", body).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    assert_eq!(world.nobody().get(&path).await["state"], "open");
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let _ = world.nobody().ask(method, &format!("{path}?value=5"), None, &[]).await;
    }
    assert_eq!(admin.get("/feedback").await["count"], 0, "whoever looks says nothing");
    let answer = with("application/json; charset=utf-8", sent).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn script_in_what_customers_wrote_leaves_as_text_that_no_browser_runs() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    let script = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    world.nobody().post(&path, satisfied(&survey, 1, script)).await;
    for place in ["/feedback", "/feedback/export", "/feedback/export?format=json"] {
        let answer = admin.ask(Method::GET, place, None, &[]).await;
        assert!(answer.text().contains("onerror"), "it is kept as it was written");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
        let kind = answer.header("content-type").to_owned();
        assert!(kind.starts_with("application/json") || kind.starts_with("text/csv"), "{place}: {kind}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("script-src"), "{place}: {policy}");
    }
    let follow = admin.get("/requests?open=true").await;
    assert!(!follow.to_string().contains("onerror"), "and goes into no other text");
}

#[tokio::test]
async fn today_says_how_many_hand_offs_wait_for_a_word() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let ann = admin.invite("ann", "member", &[&shop.clerks]).await;
    let ben = admin.invite("ben", "member", &[&shop.designers]).await;
    let root = json!({ "subject": "Roses", "customer": shop.rosa, "provider": shop.clerks });
    let root = admin.post("/requests", root).await["request"].as_str().unwrap().to_owned();
    let due = Timestamp::from_second(EIGHT + 60).unwrap();
    let new = json!({ "subject": "Arrange", "provider": shop.designers, "due_at": due });
    let part = ann.post(&format!("/requests/{root}/hand-offs"), new).await["request"].as_str().unwrap().to_owned();
    world.at(120);
    ben.act(&part, "finish").await;
    assert_eq!(ann.get("/today").await["to_rate"], 0);
    ann.act(&part, "receive").await;
    assert_eq!((&ann.get("/today").await["to_rate"], &ben.get("/today").await["to_rate"]), (&json!(1), &json!(1)));
    let customer = admin.invite("ines", "customer", &[]).await;
    assert_eq!(customer.get("/today").await["to_rate"], 0);
    let reopened = ann.act(&part, "reopen").await;
    ann.post("/undo", json!({ "act": reopened["act"] })).await;
    assert_eq!(ann.get("/today").await["to_rate"], 1, "a reopening that is taken back takes no question away");
}
