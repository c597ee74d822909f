//! Ready texts, signatures, and mentions among colleagues.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, Person, id};

fn text(name: &str, audience: &str, team: Option<&str>) -> Value {
    json!({ "name": name, "body": "Dear {{customer}}", "audience": audience, "team": team })
}

async fn names(person: &Person<'_>) -> Vec<String> {
    let list = person.get("/macros").await;
    list["macros"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn macros_are_seen_and_changed_by_those_who_share_them() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (dora, carl) = (
        admin.invite("dora", "member", &[&shop.designers]).await,
        admin.invite("carl", "member", &[&shop.clerks]).await,
    );
    let private = id(&dora.post("/macros", text("mine", "private", None)).await);
    let ours = id(&dora.post("/macros", text("ours", "team", Some(&shop.designers))).await);
    let all = id(&admin.post("/macros", text("all", "everybody", None)).await);
    assert_eq!(names(&dora).await, ["all", "mine", "ours"]);
    assert_eq!(names(&carl).await, ["all"]);
    assert_eq!(names(&admin).await, ["all", "ours"], "what is private stays so");
    for hidden in [&private, &ours] {
        let path = format!("/macros/{hidden}");
        assert_eq!(carl.send(Method::PUT, &path, text("x", "private", None)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(carl.ask(Method::DELETE, &path, None, &[]).await.status, StatusCode::NOT_FOUND);
    }
    let path = format!("/macros/{all}");
    assert_eq!(carl.send(Method::PUT, &path, text("x", "everybody", None)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(carl.ask(Method::DELETE, &path, None, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(carl.refused("/macros", text("x", "everybody", None)).await, "not_allowed");
    assert_eq!(carl.refused("/macros", text("x", "team", Some(&shop.designers))).await, "missing");
    let wider = dora.send(Method::PUT, &format!("/macros/{private}"), text("x", "everybody", None)).await;
    assert_eq!(wider.status, StatusCode::FORBIDDEN, "nor by the way around");
    dora.put(&format!("/macros/{private}"), text("for us", "team", Some(&shop.designers))).await;
    assert_eq!(dora.ask(Method::DELETE, &format!("/macros/{ours}"), None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(names(&dora).await, ["all", "for us"]);

    for wrong in [
        json!({ "name": "x", "body": "{{secret}}", "audience": "private" }),
        json!({ "name": "x", "body": " ", "audience": "private" }),
        json!({ "name": "x", "body": "x", "audience": "team" }),
        json!({ "name": "x", "body": "x", "audience": "private", "team": shop.designers }),
        json!({ "name": "x", "body": "x", "audience": "private", "priority": 9 }),
        json!({ "name": "x", "body": "x", "audience": "private", "tags": [" "] }),
    ] {
        assert_eq!(dora.refused("/macros", wrong).await, "invalid");
    }
}

#[tokio::test]
async fn what_a_text_brings_is_done_with_it_or_nothing_is() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let raise = json!({ "subject": "Roses", "provider": shop.clerks, "customer": shop.rosa, "tags": ["old"] });
    let order = admin.post("/requests", raise).await["request"].as_str().unwrap().to_owned();
    let path = format!("/requests/{order}");
    let also = json!({ "priority": 1, "tags": ["late", "old"], "rests": "customer" });
    let said = admin.post(&format!("{path}/messages"), json!({ "body": "Which colour?", "also": also })).await;
    let detail = admin.get(&path).await;
    assert_eq!(
        (&detail["priority"], &detail["rests"], &detail["tags"]),
        (&json!(1), &json!("customer"), &json!(["late", "old"]))
    );
    assert_eq!(detail["revision"], said["revision"]);

    let carl = admin.invite("carl", "member", &[&shop.couriers]).await;
    let sly = json!({ "body": "And?", "also": { "tags": ["mine"], "rests": "colleague" } });
    assert_eq!(carl.refused(&format!("{path}/messages"), sly.clone()).await, "not_allowed");
    assert_eq!(carl.refused(&format!("{path}/notes"), sly).await, "not_allowed");
    let again = json!({ "body": "And?", "also": { "rests": "customer" } });
    assert_eq!(admin.refused(&format!("{path}/messages"), again).await, "not_now", "it rests already");
    let after = admin.get(&path).await;
    assert_eq!(
        (&after["messages"], &after["tags"], &after["notes"]),
        (&detail["messages"], &detail["tags"], &json!([]))
    );

    let link = admin.post(&format!("{path}/links"), json!({})).await;
    let key = format!("{}/messages", link["path"].as_str().unwrap());
    for sly in [json!({ "body": "x", "also": { "priority": 1 } }), json!({ "body": "x", "signed": true })] {
        assert_eq!(world.nobody().refused(&key, sly.clone()).await, "invalid");
        let cora = admin.invite(&format!("cora{}", sly.to_string().len()), "customer", &[]).await;
        let own = cora.post("/requests", json!({ "subject": "Y", "provider": shop.clerks })).await;
        let messages = format!("/requests/{}/messages", own["request"].as_str().unwrap());
        assert_eq!(cora.refused(&messages, sly).await, "invalid");
    }
}

#[tokio::test]
async fn a_message_is_signed_by_its_writer_or_their_team_and_a_note_never() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Roses").await;
    let lead = admin.invite("lena", "lead", &[]).await;
    let lena = admin.get("/directory").await["parties"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "lena by name")
        .map(id)
        .unwrap();
    admin.put(&format!("/teams/{}/members/{lena}", shop.clerks), json!({ "leads": true })).await;
    let lead = {
        drop(lead);
        sign_in(&world, "lena").await
    };
    let carl = admin.invite("carl", "member", &[&shop.clerks]).await;
    let team = format!("/signatures/{}", shop.clerks);
    assert_eq!(carl.send(Method::PUT, &team, json!({ "words": "x" })).await.status, StatusCode::FORBIDDEN);
    lead.put(&team, json!({ "words": "The shop\nRose Lane" })).await;
    assert_eq!(
        carl.send(Method::PUT, &format!("/signatures/{lena}"), json!({ "words": "x" })).await.status,
        StatusCode::NOT_FOUND
    );
    let shown = carl.get("/signatures").await;
    assert_eq!((&shown["own"], &shown["used"]), (&json!(""), &json!("The shop\nRose Lane")));
    assert_eq!(shown["teams"][0]["may_change"], false);

    let messages = format!("/requests/{order}/messages");
    carl.post(&messages, json!({ "body": "Soon.", "signed": true })).await;
    world.at(1);
    carl.post(&messages, json!({ "body": "Now." })).await;
    let me = carl.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    carl.put(&format!("/signatures/{me}"), json!({ "words": "<b>Carl</b>" })).await;
    world.at(2);
    carl.post(&messages, json!({ "body": "There.", "signed": true })).await;
    let detail = carl.get("/requests/1").await;
    let said: Vec<&Value> = detail["messages"].as_array().unwrap().iter().map(|message| &message["html"]).collect();
    assert_eq!(
        said,
        [
            "<p>Soon.</p>\n<p>The shop<br />\nRose Lane</p>\n",
            "<p>Now.</p>\n",
            "<p>There.</p>\n<p>&lt;b&gt;Carl&lt;/b&gt;</p>\n"
        ]
    );
    assert_eq!(
        carl.refused(&format!("/requests/{order}/notes"), json!({ "body": "x", "signed": true })).await,
        "invalid"
    );
}

async fn sign_in<'a>(world: &'a DeskWorld, login: &str) -> Person<'a> {
    let body = json!({ "login": login, "password": super::world::PASSWORD });
    let answer = world.nobody().send(Method::POST, "/session", body).await;
    Person { at: world, cookie: super::world::cookie_of(&answer) }
}

#[tokio::test]
async fn whoever_is_mentioned_follows_and_sees_it_today_until_they_looked() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let payroll = admin.team("Payroll", json!({ "confidential": true })).await;
    let pia = admin.invite("pia", "member", &[&payroll]).await;
    let paul = admin.invite("paul", "member", &[&payroll]).await;
    let dora = admin.invite("dora", "member", &[&shop.designers]).await;
    let directory = admin.get("/directory").await;
    let who = |name: &str| {
        directory["parties"]
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["name"] == format!("{name} by name"))
            .map(id)
            .unwrap()
    };
    let asked = pia.post("/requests", json!({ "subject": "Salary", "provider": payroll })).await;
    let notes = format!("/requests/{}/notes", asked["request"].as_str().unwrap());

    let refused = pia.send(Method::POST, &notes, json!({ "body": "@dora look", "mentions": [who("dora")] })).await;
    assert_eq!(refused.problem(), "invalid");
    assert!(refused.text().contains("dora by name may not see this request"), "{}", refused.text());
    assert_eq!(
        pia.refused(&notes, json!({ "body": "x", "mentions": [shop.designers] })).await,
        "invalid",
        "nor her team"
    );
    assert_eq!(pia.refused(&notes, json!({ "body": "x", "mentions": [shop.rosa] })).await, "invalid", "no customer");
    assert_eq!(dora.get("/today").await["mentions"], json!([]), "nothing leaked");
    assert_eq!(dora.refused(&notes, json!({ "body": "x", "mentions": [payroll] })).await, "missing");

    let note = json!({ "body": "@Payroll please **check**", "mentions": [payroll, who("paul")] });
    pia.post(&notes, note).await;
    let waiting = paul.get("/today").await["mentions"].clone();
    assert_eq!(waiting.as_array().unwrap().len(), 1, "a team and one of it are told once");
    assert_eq!(
        (&waiting[0]["author"]["name"], &waiting[0]["request"]["subject"]),
        (&json!("pia by name"), &json!("Salary"))
    );
    assert_eq!(waiting[0]["html"], "<p>@Payroll please <strong>check</strong></p>\n");
    assert_eq!(paul.get(&format!("/requests/{}", asked["request"].as_str().unwrap())).await["following"], true);
    let seen = format!("/mentions/{}", waiting[0]["note"].as_str().unwrap());
    assert_eq!(dora.ask(Method::DELETE, &seen, None, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(paul.ask(Method::DELETE, &seen, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(paul.get("/today").await["mentions"], json!([]));
}
