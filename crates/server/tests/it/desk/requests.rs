//! Asking, handing on, doing: what people do all day.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, link};

#[tokio::test]
async fn a_bouquet_goes_from_hand_to_hand_and_its_promise_is_kept() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    assert_eq!(detail["due_at"], "2026-03-02T13:00:00Z");
    assert_eq!(detail["customer"]["name"], "Rosa Rose");
    let arrange = link(&detail, "Arrange");
    assert_eq!((&arrange["status"], &arrange["due_at"]), (&json!("offered"), &json!("2026-03-02T12:00:00Z")));
    assert_eq!(arrange["latest_start_at"], "2026-03-02T10:00:00Z");
    assert_eq!((&arrange["critical"], &arrange["slack"]), (&json!(true), &json!(2 * HOUR)));
    assert_eq!(arrange["customer"]["name"], "Couriers", "whoever uses the output is the customer");
    assert_eq!(arrange["checklist"], json!(["card"]));

    world.at(HOUR);
    admin.act(arrange["id"].as_str().unwrap(), "accept").await;
    world.at(2 * HOUR);
    admin.act(arrange["id"].as_str().unwrap(), "finish").await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    assert_eq!(link(&detail, "Deliver")["status"], "offered");
    world.at(3 * HOUR);
    admin.act(link(&detail, "Deliver")["id"].as_str().unwrap(), "finish").await;
    let detail = admin.get("/requests/1").await;
    assert_eq!((&detail["status"], &detail["standing"]), (&json!("done"), &json!("kept")));
    assert_eq!(detail["done_at"], "2026-03-02T11:00:00Z");
}

#[tokio::test]
async fn today_shows_what_waits_for_whom_in_the_order_of_its_latest_start() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let designer = admin.invite("dora", "member", &[&shop.designers]).await;
    let clerk = admin.invite("carl", "member", &[&shop.clerks]).await;
    admin.order(&shop, "Later").await;
    let early = json!({ "subject": "Sooner", "customer": shop.rosa, "service": shop.bouquet, "due_at": "2026-03-02T12:00:00Z" });
    admin.post("/requests", early).await;
    let today = designer.get("/today").await;
    let rows = today["relies_on_me"].as_array().unwrap();
    let roots: Vec<&Value> = rows.iter().map(|row| &row["root"]["subject"]).collect();
    assert_eq!(roots, ["Sooner", "Later"]);
    assert_eq!(rows[0]["root"]["customer"]["name"], "Rosa Rose");
    assert_eq!(rows[0]["root"]["external"], true);
    assert_eq!(rows[0]["may"], json!(["accept", "finish", "return", "transfer", "pause"]));
    let today = clerk.get("/today").await;
    let waits: Vec<&Value> = today["i_rely_on"].as_array().unwrap().iter().map(|row| &row["subject"]).collect();
    assert_eq!(waits, ["Deliver", "Deliver"], "the clerks rely on the couriers");
}

#[tokio::test]
async fn promising_less_than_the_chain_needs_is_said_at_that_moment() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let address = format!("/services/{}/possible?due_at=2026-03-02T10:00:00Z", shop.bouquet);
    let possible = admin.get(&address).await;
    assert_eq!(possible, json!({ "earliest_end_at": "2026-03-02T11:00:00Z", "shortfall": HOUR }));
    let new =
        json!({ "subject": "Hurry", "customer": shop.rosa, "service": shop.bouquet, "due_at": "2026-03-02T10:00:00Z" });
    assert_eq!(admin.post("/requests", new).await["shortfall"], HOUR);
}

#[tokio::test]
async fn an_act_is_taken_back_with_what_followed_from_it() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    let arrange = link(&detail, "Arrange")["id"].as_str().unwrap().to_owned();
    let acted = admin.act(&arrange, "finish").await;
    world.at(9);
    admin.post("/undo", json!({ "act": acted["act"] })).await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    assert_eq!(
        (&link(&detail, "Arrange")["status"], &link(&detail, "Deliver")["status"]),
        (&json!("offered"), &json!("planned"))
    );
    assert_eq!(admin.refused("/undo", json!({ "act": acted["act"] })).await, "not_now");
}

#[tokio::test]
async fn of_two_people_who_act_at_once_one_wins_and_the_other_is_told() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (one, two) = (
        admin.invite("one", "member", &[&shop.designers]).await,
        admin.invite("two", "member", &[&shop.designers]).await,
    );
    let order = admin.order(&shop, "Red roses").await;
    let detail = one.get(&format!("/requests/{order}")).await;
    let arrange = link(&detail, "Arrange");
    let path = format!("/requests/{}/acts", arrange["id"].as_str().unwrap());
    let seen = format!("\"{}\"", arrange["revision"]);
    let accept = || Some(json!({ "act": "accept" }));
    let headers = [("if-match", seen.as_str())];
    let (first, second) = tokio::join!(
        one.ask(Method::POST, &path, accept(), &headers),
        two.ask(Method::POST, &path, accept(), &headers)
    );
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::PRECONDITION_FAILED]);
}

#[tokio::test]
async fn the_same_key_creates_once_and_never_something_else() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let new = |subject: &str| Some(json!({ "subject": subject, "customer": shop.rosa, "service": shop.bouquet }));
    let headers = [("idempotency-key", "order-1")];
    let first = admin.ask(Method::POST, "/requests", new("Roses"), &headers).await;
    let second = admin.ask(Method::POST, "/requests", new("Roses"), &headers).await;
    assert_eq!((first.status, first.json()), (StatusCode::CREATED, second.json()));
    let other = admin.ask(Method::POST, "/requests", new("Tulips"), &headers).await;
    assert_eq!(other.problem(), "key_reused");
    assert_eq!(admin.get("/requests?roots=true").await["count"], 1);
}

#[tokio::test]
async fn a_return_says_what_is_missing_and_goes_back_to_whoever_asked() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let hand_off = json!({ "subject": "Buy roses", "provider": shop.couriers });
    let acts = |id: &Value| format!("/requests/{}/acts", id.as_str().unwrap());
    let raised = admin.post(&format!("/requests/{order}/hand-offs"), hand_off).await;
    assert_eq!(admin.refused(&acts(&raised["request"]), json!({ "act": "return" })).await, "invalid");
    admin.post(&acts(&raised["request"]), json!({ "act": "return", "note": "How many?" })).await;
    let detail = admin.get(&format!("/requests/{}", raised["request"].as_str().unwrap())).await;
    assert_eq!((&detail["status"], &detail["holds"][0]["end"]), (&json!("returned"), &json!("returned")));
    assert_eq!(detail["notes"][0]["body"], "How many?");
    assert_eq!(detail["due_at"], "2026-03-02T13:00:00Z", "what the order can spare");
    let clerk = admin.invite("carl", "member", &[&shop.clerks]).await;
    let today = clerk.get("/today").await;
    assert!(today["i_rely_on"].as_array().unwrap().iter().any(|row| row["status"] == "returned"));
}

#[tokio::test]
async fn closing_a_request_asks_about_each_open_hand_off() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let acts = format!("/requests/{order}/acts");
    let refused = admin.send(Method::POST, &acts, json!({ "act": "withdraw" })).await;
    assert_eq!((refused.problem().as_str(), refused.json()["open"].as_array().unwrap().len()), ("open_hand_offs", 2));
    let detail = admin.get(&format!("/requests/{order}")).await;
    let answers: Vec<Value> = ["Arrange", "Deliver"]
        .iter()
        .map(|step| json!({ "request": link(&detail, step)["id"], "needed": false }))
        .collect();
    admin.post(&acts, json!({ "act": "withdraw", "answers": answers })).await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    let statuses: Vec<&Value> = detail["chain"].as_array().unwrap().iter().map(|link| &link["status"]).collect();
    assert_eq!(statuses, ["withdrawn", "withdrawn", "withdrawn"]);
}

#[tokio::test]
async fn a_list_is_read_page_by_page_without_gaps_or_doubles() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    for number in 0..7 {
        admin.order(&shop, &format!("Order {number}")).await;
    }
    for order in ["newest", "urgency"] {
        let mut seen = Vec::new();
        let mut address = format!("/requests?order={order}&limit=4");
        loop {
            let page = admin.get(&address).await;
            seen.extend(page["requests"].as_array().unwrap().iter().map(|row| row["number"].as_i64().unwrap()));
            let Some(next) = page["next"].as_str() else { break };
            address = format!("/requests?order={order}&limit=4&cursor={next}");
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=21).collect::<Vec<i64>>(), "{order}");
        if order == "newest" {
            seen.reverse();
            assert_eq!(seen, sorted);
        }
    }
    assert_eq!(admin.ask(Method::GET, "/requests?cursor=nonsense", None, &[]).await.problem(), "bad_parameter");
}

#[tokio::test]
async fn words_are_found_within_rights_and_numbers_at_once() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Pfingstrosen für Mutter").await;
    admin.post(&format!("/requests/{order}/notes"), json!({ "body": "Vorsicht, Überraschung" })).await;
    for (words, kind) in [("pfingst", "subject"), ("uberraschung", "note"), ("rosa", "party"), ("example", "party")] {
        let found = admin.get(&format!("/search?q={words}")).await;
        assert!(found["hits"].as_array().unwrap().iter().any(|hit| hit["kind"] == kind), "{words}: {found}");
    }
    assert_eq!(admin.get("/search?q=%231").await["hits"][0]["request"]["id"], order);
    for odd in ["%22", "*", "a%20OR", "NEAR(", "%27;drop", "%5C"] {
        admin.get(&format!("/search?q={odd}")).await;
    }
}

#[tokio::test]
async fn a_draft_survives_until_it_is_sent() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    admin.put(&format!("/requests/{order}/drafts/message"), json!({ "body": "Dear Rosa" })).await;
    let drafts = |detail: &Value| detail["drafts"].clone();
    assert_eq!(drafts(&admin.get("/requests/1").await), json!([{ "kind": "message", "body": "Dear Rosa" }]));
    admin.post(&format!("/requests/{order}/messages"), json!({ "body": "Dear Rosa, soon" })).await;
    let detail = admin.get("/requests/1").await;
    assert_eq!(drafts(&detail), json!([]));
    assert_eq!(detail["messages"][0]["html"], "<p>Dear Rosa, soon</p>\n");
    assert_eq!(detail["promises"][0]["met_at"], "2026-03-02T08:00:00Z", "the first answer was promised too");
}
