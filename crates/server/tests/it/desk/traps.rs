//! What breaks in other desks: each trap that a desk can fall into, and how this one does not.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, link};

#[tokio::test]
async fn a_promise_breaks_at_its_due_instant_whenever_somebody_looks() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses").await;
    let standing = |detail: Value| detail["promises"][1]["standing"].clone();
    world.at(5 * HOUR);
    assert_eq!(standing(admin.get("/requests/1").await), "open", "the last instant still keeps it");
    world.at(5 * HOUR + 1);
    let detail = admin.get("/requests/1").await;
    assert_eq!(detail["promises"][1]["due_at"], "2026-03-02T13:00:00Z", "not the instant of looking");
    assert_eq!(standing(detail), "broken");
}

#[tokio::test]
async fn only_the_final_end_keeps_a_promise_and_the_time_in_between_does_not_count() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let new = json!({ "subject": "Question", "customer": shop.rosa, "provider": shop.clerks });
    let request = admin.post("/requests", new).await["request"].as_str().unwrap().to_owned();
    world.at(HOUR);
    admin.act(&request, "finish").await;
    world.at(3 * HOUR);
    admin.act(&request, "reopen").await;
    let detail = admin.get(&format!("/requests/{request}")).await;
    assert_eq!((&detail["done_at"], &detail["due_at"]), (&json!(null), &json!("2026-03-02T15:00:00Z")));
    world.at(8 * HOUR);
    admin.act(&request, "finish").await;
    assert_eq!(admin.get(&format!("/requests/{request}")).await["standing"], "broken");
}

#[tokio::test]
async fn changing_or_dropping_a_policy_changes_no_promise_that_was_made() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses").await;
    let before = admin.get("/requests/1").await["promises"].clone();
    admin.put("/policy", json!({ "version": 1, "rules": [{ "resolution": 60 }] })).await;
    admin.put("/policy", json!({ "version": 2, "rules": [] })).await;
    let hours = json!({ "zone": "Asia/Tokyo", "week": [["01:00-02:00"], [], [], [], [], [], []] });
    admin.put(&format!("/calendars/{}", shop.calendar), json!({ "name": "Other", "hours": hours })).await;
    assert_eq!(admin.get("/requests/1").await["promises"], before);
    let stale = admin.send(Method::PUT, "/policy", json!({ "version": 1, "rules": [] })).await;
    assert_eq!(stale.problem(), "stale");
}

#[tokio::test]
async fn a_new_plan_of_a_service_leaves_the_requests_under_way_alone() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses").await;
    let service = json!({ "name": "Bouquet", "provider": shop.clerks, "plan": { "steps": [] } });
    let saved = admin.put(&format!("/services/{}", shop.bouquet), service).await;
    assert_eq!(saved["version"], 2);
    let detail = admin.get("/requests/1").await;
    assert_eq!(detail["chain"].as_array().unwrap().len(), 3);
    assert_eq!(link(&detail, "Arrange")["checklist"], json!(["card"]));
}

#[tokio::test]
async fn waiting_for_a_colleague_is_no_excuse_towards_the_customer() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let acts = format!("/requests/{order}/acts");
    admin.post(&acts, json!({ "act": "pause", "why": "colleague" })).await;
    world.at(2 * HOUR);
    let detail = admin.get("/requests/1").await;
    assert_eq!(detail["promises"][1]["due_at"], "2026-03-02T13:00:00Z");
    assert_eq!(detail["pauses"][0]["by"]["name"], "Administrator");
    admin.act(&order, "resume").await;
    admin.post(&acts, json!({ "act": "pause", "why": "customer" })).await;
    world.at(3 * HOUR);
    let detail = admin.get("/requests/1").await;
    assert_eq!(detail["promises"][1]["due_at"], "2026-03-02T14:00:00Z");
}

#[tokio::test]
async fn a_note_never_reaches_the_customer_by_any_way_that_they_have() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    admin.post(&format!("/requests/{order}/notes"), json!({ "body": "She never pays, zebra" })).await;
    let account = json!({ "person": shop.rosa, "login": "rosa", "role": "customer" });
    let link = admin.post("/accounts", account).await;
    let rosa = world.redeem(link["path"].as_str().unwrap()).await;
    let tracking = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let path = tracking["path"].as_str().unwrap().to_owned();
    for answer in [
        rosa.get("/requests/1").await,
        rosa.get("/requests").await,
        rosa.get("/today").await,
        rosa.get("/search?q=zebra").await,
        world.nobody().get(&path).await,
    ] {
        let text = answer.to_string();
        assert!(!text.contains("zebra") && !text.contains("noted"), "{text}");
    }
    let found = rosa.get("/search?q=zebra").await;
    assert_eq!((&found["hits"], &found["count"]), (&json!([]), &json!(0)));
    for inner in ["Designers", "Couriers", "Clerks"] {
        assert!(!world.nobody().get(&path).await.to_string().contains(inner), "{inner} are nobody's business outside");
    }
    let feed = rosa.ask(Method::GET, "/events", None, &[]).await;
    assert_eq!(feed.problem(), "not_allowed");
}

#[tokio::test]
async fn a_tracking_link_is_for_one_request_and_works_until_it_is_revoked() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let tracking = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let path = tracking["path"].as_str().unwrap().to_owned();
    assert!(path.len() > "/track/".len() + 22, "128 random bits and more");
    let answer = world.nobody().ask(Method::GET, &path, None, &[]).await;
    assert_eq!((answer.header("x-robots-tag"), answer.header("referrer-policy")), ("noindex, nofollow", "no-referrer"));
    let page = answer.json();
    let steps: Vec<&Value> = page["steps"].as_array().unwrap().iter().map(|step| &step["name"]).collect();
    assert_eq!(steps, ["Arrange", "Deliver"]);
    world.nobody().post(&format!("{path}/messages"), json!({ "body": "Please **ring** twice" })).await;
    let detail = admin.get("/requests/1").await;
    assert_eq!(
        (&detail["messages"][0]["outward"], &detail["messages"][0]["author"]["name"]),
        (&json!(false), &json!("Rosa Rose"))
    );
    let link = format!("/requests/{order}/links/{}", tracking["id"].as_str().unwrap());
    assert_eq!(admin.ask(Method::DELETE, &link, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.nobody().ask(Method::GET, &path, None, &[]).await.problem(), "missing");
    let key = path.trim_start_matches("/track/");
    let files = std::fs::read_dir(world.folder.path()).unwrap();
    for file in files {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(key.len()).any(|window| window == key.as_bytes()), "the key itself is kept nowhere");
    }
}

#[tokio::test]
async fn an_answer_of_the_customer_ends_the_wait_for_it() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    admin.post(&format!("/requests/{order}/acts"), json!({ "act": "pause", "why": "customer" })).await;
    let tracking = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let path = tracking["path"].as_str().unwrap().to_owned();
    assert_eq!(world.nobody().get(&path).await["waits_for_you"], true);
    world.at(HOUR);
    world.nobody().post(&format!("{path}/messages"), json!({ "body": "Third floor" })).await;
    let detail = admin.get("/requests/1").await;
    assert_eq!((&detail["rests"], &detail["pauses"][0]["to"]), (&json!(null), &json!("2026-03-02T09:00:00Z")));
}

#[tokio::test]
async fn a_public_form_takes_ten_requests_and_then_asks_for_patience() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let form = json!({ "service": shop.bouquet, "name": "Sam", "email": "sam@example.org", "subject": "Tulips" });
    for _ in 0..10 {
        let link = world.nobody().post("/offers", form.clone()).await;
        assert_eq!(world.nobody().get(link["path"].as_str().unwrap()).await["subject"], "Tulips");
    }
    let answer = world.nobody().send(Method::POST, "/offers", form).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let people = admin.get("/parties?q=sam%40example.org").await;
    assert_eq!(people["parties"].as_array().unwrap().len(), 10, "nobody is merged by an address");
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_nothing_older_than_what_happened() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    world.at(2 * HOUR);
    let order = admin.order(&shop, "Red roses").await;
    world.at(0);
    let detail = admin.get(&format!("/requests/{order}")).await;
    admin.act(link(&detail, "Arrange")["id"].as_str().unwrap(), "finish").await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    let done = link(&detail, "Arrange");
    assert_eq!(
        (&done["opened_at"], &done["done_at"]),
        (&json!("2026-03-02T10:00:00Z"), &json!("2026-03-02T10:00:00Z"))
    );
}

#[tokio::test]
async fn what_is_asked_of_a_confidential_team_is_seen_by_those_who_take_part() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let payroll = admin.team("Payroll", json!({ "confidential": true })).await;
    let (pia, carl) =
        (admin.invite("pia", "member", &[&payroll]).await, admin.invite("carl", "member", &[&shop.clerks]).await);
    let dora = admin.invite("dora", "member", &[&shop.designers]).await;
    let asked = dora.post("/requests", json!({ "subject": "My salary, quince", "provider": payroll })).await;
    let path = format!("/requests/{}", asked["request"].as_str().unwrap());
    for person in [&pia, &dora] {
        assert_eq!(person.get(&path).await["subject"], "My salary, quince");
    }
    assert_eq!(carl.ask(Method::GET, &path, None, &[]).await.problem(), "missing");
    assert_eq!(carl.get("/search?q=quince").await["hits"], json!([]));
    assert_eq!(carl.get("/requests").await["count"], 0);
    assert_eq!(carl.refused(&format!("{path}/notes"), json!({ "body": "?" })).await, "missing");
}

#[tokio::test]
async fn erasing_a_person_leaves_what_happened_and_none_of_their_words() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Roses from Quentin").await;
    let tracking = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let path = format!("{}/messages", tracking["path"].as_str().unwrap());
    world.nobody().post(&path, json!({ "body": "The xylophone must not know" })).await;
    let events = admin.get("/requests/1").await["history"].as_array().unwrap().len();
    admin.post(&format!("/parties/{}/erasure", shop.rosa), json!({})).await;
    let detail = admin.get("/requests/1").await;
    assert_eq!(detail["history"].as_array().unwrap().len(), events);
    assert_eq!((&detail["customer"]["name"], detail["messages"].as_array().unwrap().len()), (&json!(""), 1));
    for file in std::fs::read_dir(world.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in ["Rosa Rose", "rosa@example.org", "xylophone", "Quentin"] {
            let found = bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
            assert!(!found, "{word} is still in the files");
        }
    }
}

#[tokio::test]
async fn joining_two_requests_is_a_link_that_loses_nothing_and_can_be_taken_back() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let again = admin.order(&shop, "Red roses, as I wrote").await;
    let said = admin.post(&format!("/requests/{again}/links"), Value::Null).await;
    let tracked = said["path"].as_str().unwrap().to_owned();
    admin.post(&format!("/requests/{order}/messages"), json!({ "body": "We have them." })).await;
    admin.post(&format!("/requests/{again}/messages"), json!({ "body": "Is this the same order?" })).await;
    let before = admin.get(&format!("/requests/{again}")).await;

    admin.post(&format!("/requests/{again}/merge"), json!({ "into": order })).await;
    let part = admin.get(&format!("/requests/{again}")).await;
    assert_eq!((&part["merged"]["number"], &part["may"]), (&json!(1), &json!([])));
    assert_eq!(admin.refused(&format!("/requests/{again}/acts"), json!({ "act": "accept" })).await, "not_now");
    assert_eq!(admin.get("/requests?open=true&roots=true").await["count"], 1, "it waits nowhere by itself");
    assert_eq!(admin.get(&format!("/requests?provider={}", shop.designers)).await["count"], 1, "nor do its hand-offs");
    let whole = admin.get(&format!("/requests/{order}")).await;
    let bodies: Vec<(&Value, &Value)> =
        whole["messages"].as_array().unwrap().iter().map(|message| (&message["body"], &message["part"])).collect();
    assert_eq!(bodies, [(&json!("We have them."), &json!(null)), (&json!("Is this the same order?"), &json!(4))]);
    assert_eq!(whole["parts"][0]["number"], 4);

    let shown = world.nobody().get(&tracked).await;
    assert_eq!((&shown["number"], shown["messages"].as_array().unwrap().len()), (&json!(1), 2), "their link goes on");
    world.at(60);
    world.nobody().post(&format!("{tracked}/messages"), json!({ "body": "Yes it is." })).await;
    assert_eq!(admin.get(&format!("/requests/{order}")).await["messages"][2]["body"], "Yes it is.");

    let third = admin.order(&shop, "A third").await;
    assert_eq!(admin.refused(&format!("/requests/{third}/merge"), json!({ "into": again })).await, "not_now");
    assert_eq!(admin.refused(&format!("/requests/{third}/merge"), json!({ "into": third })).await, "not_now");
    let other = json!({ "subject": "Of somebody else", "provider": shop.clerks });
    let other = admin.post("/requests", other).await["request"].clone();
    assert_eq!(admin.refused(&format!("/requests/{third}/merge"), json!({ "into": other })).await, "invalid");

    let parted = admin.send(Method::DELETE, &format!("/requests/{again}/merge"), Value::Null).await;
    assert_eq!(parted.status, StatusCode::OK);
    let after = admin.get(&format!("/requests/{again}")).await;
    for same in ["status", "due_at", "promises", "may", "messages", "merged"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!(world.nobody().get(&tracked).await["number"], 4);
}

#[tokio::test]
async fn whoever_looks_at_a_request_sees_who_else_does_and_who_writes() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let carl = admin.invite("carl", "member", &[&shop.clerks]).await;
    let here = format!("/requests/{order}/presence");
    assert_eq!(admin.put(&here, json!({ "writing": false })).await["others"], json!([]));
    carl.put(&here, json!({ "writing": true })).await;
    let others = admin.put(&here, json!({ "writing": false })).await["others"].clone();
    assert_eq!((&others[0]["person"]["name"], &others[0]["writing"]), (&json!("carl by name"), &json!(true)));
    world.at(31);
    assert_eq!(admin.put(&here, json!({ "writing": true })).await["others"], json!([]), "whoever is silent went away");
    assert_eq!(carl.put(&here, json!({ "writing": false })).await["others"][0]["writing"], true);
    admin.send(Method::DELETE, &here, Value::Null).await;
    assert_eq!(carl.put(&here, json!({ "writing": false })).await["others"], json!([]));
}

#[tokio::test]
async fn a_calendar_without_hours_is_refused_wherever_one_is_named() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let none = json!({ "zone": "UTC", "week": [[], [], [], [], [], [], []] });
    let named = json!({ "name": "Never", "hours": none });
    assert_eq!(admin.refused("/calendars", named.clone()).await, "invalid");
    let change = admin.send(Method::PUT, &format!("/calendars/{}", shop.calendar), named).await;
    assert_eq!(change.problem(), "invalid");
    let question = json!({ "hours": none, "from": "2026-03-02T09:00:00Z", "seconds": HOUR });
    assert_eq!(admin.refused("/deadlines", question).await, "invalid");
    let elsewhere = json!({ "zone": "Europe/Nowhere", "week": [["09:00-17:00"], [], [], [], [], [], []] });
    assert_eq!(admin.refused("/calendars", json!({ "name": "X", "hours": elsewhere })).await, "invalid");
}

#[tokio::test]
async fn the_promise_runs_on_its_own_calendar_and_each_step_on_that_of_whoever_does_it() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    // Ten hours behind: at eight here it is ten in the evening there, and work begins at 18:00 here.
    let day = json!([["08:00-18:00"], ["08:00-18:00"], ["08:00-18:00"], ["08:00-18:00"], ["08:00-18:00"], [], []]);
    let hours = json!({ "zone": "Pacific/Honolulu", "week": day });
    let far = super::world::id(&admin.post("/calendars", json!({ "name": "Far", "hours": hours })).await);
    let path = format!("/parties/{}", shop.couriers);
    let moved = admin.send(Method::PATCH, &path, json!({ "calendar": far })).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    admin.order(&shop, "Red roses").await;
    let detail = admin.get("/requests/1").await;
    assert_eq!(detail["due_at"], "2026-03-02T13:00:00Z", "five hours of the shop, whoever delivers");
    let possible = admin.get(&format!("/services/{}/possible", shop.bouquet)).await;
    assert_eq!(possible["earliest_end_at"], "2026-03-02T19:00:00Z", "the couriers begin at eight where they are");
}
