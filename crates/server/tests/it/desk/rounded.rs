//! What all nouns of the API have in common: one by its id, numbers for people, revisions, keys, and names of what happened.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, Person, Shop, link};

const KEY: &str = "a-key-that-nobody-guesses";

async fn answer(person: &Person<'_>, path: &str) -> (String, Value) {
    let answer = person.ask(Method::GET, path, None, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    let tag = answer.headers.get("etag").map(|tag| tag.to_str().unwrap().to_owned());
    (tag.unwrap_or_default(), answer.json())
}

#[tokio::test]
async fn of_two_who_change_a_service_or_a_calendar_at_once_the_second_is_told() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let service = format!("/services/{}", shop.bouquet);
    let calendar = format!("/calendars/{}", shop.calendar);
    let (seen, shown) = answer(&admin, &service).await;
    let renamed =
        |name: &str| json!({ "name": name, "provider": shop.clerks, "for_customers": true, "plan": shown["plan"] });
    let hours = answer(&admin, &calendar).await.1["hours"].clone();
    let other = |name: &str| json!({ "name": name, "hours": hours });
    let cases = [(&service, seen.clone(), renamed("Big"), renamed("Small"))];
    let tag = answer(&admin, &calendar).await.0;
    for (path, tag, first, second) in cases.into_iter().chain([(&calendar, tag, other("Summer"), other("Winter"))]) {
        let headers = [("if-match", tag.as_str())];
        let one = admin.ask(Method::PUT, path, Some(first), &headers).await;
        assert_eq!(one.status, StatusCode::OK, "{}", one.text());
        let two = admin.ask(Method::PUT, path, Some(second.clone()), &headers).await;
        assert_eq!((two.status, two.problem().as_str()), (StatusCode::PRECONDITION_FAILED, "stale"), "{path}");
        let (now, shown) = answer(&admin, path).await;
        assert_eq!(shown["name"].as_str().unwrap(), if path == &service { "Big" } else { "Summer" });
        let headers = [("if-match", now.as_str())];
        assert_eq!(admin.ask(Method::PUT, path, Some(second), &headers).await.status, StatusCode::OK);
    }
    let shown = answer(&admin, &service).await.1;
    assert_eq!((&shown["version"], &shown["revision"]), (&json!(1), &json!(3)), "another name is no other plan");
}

#[tokio::test]
async fn customers_see_a_service_only_while_it_is_offered_to_them() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let rosa = admin.invite("rosa", "customer", &[]).await;
    let path = format!("/services/{}", shop.bouquet);
    let plan = json!({ "fields": [{ "label": "Margin", "kind": "number", "internal": true }, { "label": "Card" }] });
    let mut body = json!({ "name": "Bouquet", "provider": shop.clerks, "for_customers": true, "plan": plan });
    admin.put(&path, body.clone()).await;
    assert_eq!(
        rosa.get(&path).await["plan"]["fields"].as_array().unwrap().len(),
        1,
        "what colleagues are asked is theirs"
    );
    body["closed"] = json!(true);
    admin.put(&path, body).await;
    assert_eq!(rosa.ask(Method::GET, &path, None, &[]).await.problem(), "missing");
    admin.get(&path).await;
}

#[tokio::test]
async fn every_address_of_a_request_takes_its_number_and_tells_strangers_nothing() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses").await;
    let rosa = admin.invite("rosa", "customer", &[]).await;
    admin.send(Method::PATCH, "/requests/1", json!({ "priority": 2 })).await.json();
    admin.post("/requests/1/messages", json!({ "body": "Soon" })).await;
    admin.post("/requests/1/notes", json!({ "body": "Hm" })).await;
    admin.put("/requests/1/drafts/note", json!({ "body": "H" })).await;
    admin.put("/requests/1/presence", json!({ "writing": true })).await;
    admin.post("/requests/1/terms", json!({ "promise": "resolution", "due_at": "2026-03-02T15:00:00Z" })).await;
    admin.post("/requests/1/hand-offs", json!({ "subject": "Wire", "provider": shop.couriers })).await;
    let made = admin.post("/requests/1/links", json!({})).await;
    let revoke = format!("/requests/1/links/{}", made["id"].as_str().unwrap());
    assert_eq!(admin.ask(Method::DELETE, &revoke, None, &[]).await.status, StatusCode::NO_CONTENT);
    let detail = admin.get("/requests/1").await;
    assert_eq!((&detail["priority"], &detail["messages"][0]["body"]), (&json!(2), &json!("Soon")));
    let paths = described_under_requests();
    assert!(paths.len() > 15, "{paths:?}");
    for (method, path) in paths {
        // Somebody else's number, one that nobody has, and no number at all sound alike.
        let at = |name: &str| path.replace("{request}", name).replace("{kind}", "note");
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        for name in ["1", "99", "roses", "-1", "1e3"] {
            let place = at(name).replace("{file}", &shop.rosa).replace("{link}", &shop.rosa);
            let answer = rosa.ask(method.clone(), &place, Some(json!({})), &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {place}: {}", answer.text());
        }
    }
}

/// The operations whose address names a request.
fn described_under_requests() -> Vec<(String, String)> {
    let description = serde_json::to_value(catena_server::openapi()).unwrap();
    let paths = description["paths"].as_object().unwrap().iter().filter(|(path, _)| path.contains("{request}"));
    let methods = paths.flat_map(|(path, item)| {
        let path = path.trim_start_matches("/api/v1").to_owned();
        item.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
    });
    methods.collect()
}

#[tokio::test]
async fn links_are_listed_without_what_makes_them_work() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let made = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let secret = made["path"].as_str().unwrap().trim_start_matches("/track/").to_owned();
    let path = format!("/requests/{order}/links");
    let listed = admin.get(&path).await;
    assert_eq!(listed["links"], json!([{ "id": made["id"], "made_at": "2026-03-02T08:00:00Z", "revoked_at": null }]));
    assert!(!listed.to_string().contains(&secret));
    let step = link(&admin.get("/requests/1").await, "Arrange")["id"].as_str().unwrap().to_owned();
    assert_eq!(admin.get(&format!("/requests/{step}/links")).await, listed, "a link is to the whole chain");
    admin.ask(Method::DELETE, &format!("{path}/{}", made["id"].as_str().unwrap()), None, &[]).await;
    assert_eq!(admin.get(&path).await["links"][0]["revoked_at"], "2026-03-02T08:00:00Z");
}

fn form(shop: &Shop, subject: &str) -> Value {
    json!({ "service": shop.bouquet, "name": "Rosa", "email": "rosa@example.org", "subject": subject })
}

#[tokio::test]
async fn a_form_that_is_sent_twice_asks_once_and_no_key_of_the_link_is_kept() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let nobody = world.nobody();
    let headers = [("idempotency-key", KEY)];
    let first = nobody.ask(Method::POST, "/offers", Some(form(&shop, "Roses")), &headers).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    let first = first.json();
    let kept: String = world
        .store
        .read(|sql| {
            let rows = sql.query("select body from idempotency", &[])?;
            rows.iter()
                .map(|row| Ok(String::from_utf8_lossy(&row.bytes(0)?).into_owned()))
                .collect::<Result<_, catena_store::Error>>()
        })
        .unwrap();
    assert_eq!(kept, json!({ "request": first["request"] }).to_string());
    let second = nobody.ask(Method::POST, "/offers", Some(form(&shop, "Roses")), &headers).await.json();
    assert_eq!(second["request"], first["request"]);
    for made in [&first, &second] {
        nobody.get(made["path"].as_str().unwrap()).await;
    }
    assert_eq!(admin.get("/requests?roots=true").await["count"], 1);
    let other = nobody.ask(Method::POST, "/offers", Some(form(&shop, "Tulips")), &headers).await;
    assert_eq!(other.problem(), "key_reused");
    let short = nobody.ask(Method::POST, "/offers", Some(form(&shop, "Roses")), &[("idempotency-key", "1")]).await;
    assert_eq!(short.problem(), "invalid", "a key that others come upon is none");
}

#[tokio::test]
async fn an_answer_over_a_link_is_said_once_and_other_links_have_other_keys() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let nobody = world.nobody();
    let headers = [("idempotency-key", KEY)];
    for (number, subject) in [(1, "Roses"), (4, "Tulips")] {
        let made = nobody.ask(Method::POST, "/offers", Some(form(&shop, subject)), &[]).await.json();
        let messages = format!("{}/messages", made["path"].as_str().unwrap());
        for _ in 0..2 {
            let said = nobody.ask(Method::POST, &messages, Some(json!({ "body": "At noon" })), &headers).await;
            assert_eq!(said.status, StatusCode::NO_CONTENT, "{}", said.text());
        }
        let detail = admin.get(&format!("/requests/{number}")).await;
        assert_eq!(detail["messages"].as_array().unwrap().len(), 1, "{subject}");
        let other = nobody.ask(Method::POST, &messages, Some(json!({ "body": "At one" })), &headers).await;
        assert_eq!(other.problem(), "key_reused");
    }
}

#[tokio::test]
async fn what_happened_is_told_with_its_act_and_names_for_those_who_may_know_them() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let acted = admin.post(&format!("/requests/{order}/messages"), json!({ "body": "Soon" })).await;
    let found = |record: &Value, kind: &str| {
        let events = record["events"].as_array().unwrap();
        events.iter().find(|event| event["kind"] == kind).unwrap_or_else(|| panic!("no {kind}")).clone()
    };
    let record = admin.get("/record?limit=200").await;
    let answered = found(&record, "answered");
    assert_eq!(
        (&answered["act"], &answered["name"], &answered["number"]),
        (&acted["act"], &json!("Red roses"), &json!(1))
    );
    for (kind, name) in
        [("service_changed", "Bouquet"), ("calendar_changed", "Shop"), ("account_added", "Administrator")]
    {
        assert_eq!(found(&record, kind)["name"], name, "{kind}");
    }
    assert_eq!(found(&record, "policy_changed")["name"], json!(null));
    let secret = admin.team("Board", json!({ "confidential": true })).await;
    admin.post(&format!("/requests/{order}/hand-offs"), json!({ "subject": "Sack him", "provider": secret })).await;
    let clerk = admin.invite("carl", "member", &[&shop.designers]).await;
    let detail = clerk.get("/requests/1").await;
    assert!(!detail.to_string().contains("Sack him"), "{detail}");
    assert!(detail["history"].as_array().unwrap().iter().any(|event| event["name"] == "Arrange"));
}

#[tokio::test]
async fn whoever_was_erased_is_told_from_whoever_never_was() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses").await;
    let rosa = format!("/parties/{}", shop.rosa);
    admin.post(&format!("{rosa}/erasure"), json!({})).await;
    let gone = admin.get(&rosa).await;
    assert_eq!((&gone["name"], &gone["erased_at"]), (&json!(""), &json!("2026-03-02T08:00:00Z")));
    assert_eq!((&gone["handles"], &gone["count"]), (&json!([]), &json!(1)));
    assert!(!gone.to_string().contains("Rosa"), "{gone}");
    assert_eq!(admin.send(Method::PATCH, &rosa, json!({ "name": "Rosa" })).await.problem(), "missing");
    assert_eq!(admin.get(&format!("/requests?roots=true&customer={}", shop.rosa)).await["count"], 1);
    let never = "/parties/00000000-0000-4000-8000-000000000009";
    assert_eq!(admin.ask(Method::GET, never, None, &[]).await.problem(), "missing");
}

#[tokio::test]
async fn the_public_form_says_whose_it_is() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let name = |offers: Value| offers["organisation"].clone();
    assert_eq!(name(world.nobody().get("/offers").await), json!(null));
    let own = |name: &str| json!({ "kind": "organisation", "internal": true, "name": name });
    admin.post("/parties", json!({ "kind": "organisation", "name": "A customer" })).await;
    admin.post("/parties", own("Flowers & Sons")).await;
    assert_eq!(name(world.nobody().get("/offers").await), "Flowers & Sons");
    admin.post("/parties", own("A second one")).await;
    assert_eq!(name(world.nobody().get("/offers").await), json!(null), "of two none is guessed");
}
