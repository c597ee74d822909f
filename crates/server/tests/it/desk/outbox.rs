//! Who is told of what, and what the outbox shows of it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, Person, Shop, id, link};

/// Every notice with this filter, the oldest first: its kind, whom it is for, its state and why.
async fn told(admin: &Person<'_>, filter: &str) -> Vec<[String; 4]> {
    let page = admin.get(&format!("/outbox?limit=200{filter}")).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row =
        |row: &Value| [text(&row["kind"]), text(&row["recipient"]["name"]), text(&row["state"]), text(&row["reason"])];
    let mut rows: Vec<_> = page["notices"].as_array().unwrap().iter().map(row).collect();
    rows.reverse();
    rows
}

/// The newest notice with this filter.
async fn newest(admin: &Person<'_>, filter: &str) -> Value {
    admin.get(&format!("/outbox?limit=1{filter}")).await["notices"][0].clone()
}

/// The person of an account.
async fn person(admin: &Person<'_>, login: &str) -> String {
    let all = admin.get("/accounts").await;
    let found = all["accounts"].as_array().unwrap().iter().find(|account| account["login"] == login).unwrap().clone();
    found["person"]["id"].as_str().unwrap().to_owned()
}

/// A colleague of the designers with an address, and their person.
async fn dora<'a>(admin: &'a Person<'_>, shop: &Shop) -> (Person<'a>, String) {
    let dora = admin.invite("dora", "member", &[&shop.designers]).await;
    let her = person(admin, "dora").await;
    admin.post(&format!("/parties/{her}/handles"), json!({ "kind": "email", "value": "dora@shop.example" })).await;
    (dora, her)
}

fn row(kind: &str, name: &str, state: &str, reason: &str) -> [String; 4] {
    [kind, name, state, reason].map(str::to_owned)
}

#[tokio::test]
async fn a_customer_is_told_what_becomes_of_their_request_and_nothing_claims_to_be_sent() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    world.at(1);
    admin.post(&format!("/requests/{order}/messages"), json!({ "body": "They are fresh." })).await;
    world.at(2);
    let term = json!({ "promise": "resolution", "due_at": "2026-03-03T10:00:00Z" });
    admin.post(&format!("/requests/{order}/terms"), term).await;
    world.at(3);
    let detail = admin.get(&format!("/requests/{order}")).await;
    let answers: Vec<_> = detail["chain"]
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .map(|link| json!({ "request": link["id"], "needed": false }))
        .collect();
    admin.post(&format!("/requests/{order}/acts"), json!({ "act": "finish", "answers": answers })).await;
    let rosa = format!("&recipient={}", shop.rosa);
    let waits = |kind: &str| row(kind, "Rosa Rose", "waiting", "no_channel");
    assert_eq!(told(&admin, &rosa).await, [waits("received"), waits("answered"), waits("due_moved"), waits("done")]);
    let received = newest(&admin, &format!("{rosa}&kind=received")).await;
    assert_eq!(received["address"], "rosa@example.org");
    assert_eq!(received["subject"], "We have received your request 1: Red roses");
    assert!(received["body"].as_str().unwrap().contains("It is promised for 2026-03-02 13:00 UTC."));
    assert!(!received["body"].as_str().unwrap().contains("private link"), "there is none");
    assert_eq!(received["request"]["number"], 1);
    let answered = newest(&admin, &format!("{rosa}&kind=answered")).await;
    assert!(answered["body"].as_str().unwrap().ends_with("They are fresh."));
    let moved = newest(&admin, &format!("{rosa}&kind=due_moved")).await;
    assert!(moved["body"].as_str().unwrap().contains("2026-03-03 10:00 UTC"));
}

#[tokio::test]
async fn nothing_of_an_act_that_is_refused_stands_in_the_outbox_and_what_is_taken_back_is_not_sent() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let before = told(&admin, "").await;
    admin.refused(&format!("/requests/{order}/acts"), json!({ "act": "finish" })).await;
    admin.refused(&format!("/requests/{order}/messages"), json!({ "body": "" })).await;
    assert_eq!(told(&admin, "").await, before);
    let new = json!({ "subject": "Tulips", "customer": shop.rosa, "provider": shop.clerks });
    let plain = admin.post("/requests", new).await["request"].as_str().unwrap().to_owned();
    let done = admin.act(&plain, "finish").await;
    admin.post("/undo", json!({ "act": done["act"] })).await;
    assert_eq!(told(&admin, "&kind=done").await, [row("done", "Rosa Rose", "not_sent", "taken_back")]);
    assert_eq!(told(&admin, "&kind=received").await.len(), 2, "what was asked before is still told");
}

#[tokio::test]
async fn colleagues_are_told_of_what_others_ask_of_them_return_to_them_and_mention_them_in() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (dora, her) = dora(&admin, &shop).await;
    let mine = format!("&recipient={her}");
    let order = admin.order(&shop, "Red roses").await;
    let name = "dora by name";
    assert_eq!(told(&admin, &mine).await, [row("team_offered", name, "waiting", "no_channel")]);
    world.at(1);
    let hand_off = json!({ "subject": "Pick the vase", "provider": her });
    admin.post(&format!("/requests/{order}/hand-offs"), hand_off).await;
    assert_eq!(newest(&admin, &mine).await["subject"], "Request 4 is asked of you: Pick the vase");
    let own = json!({ "subject": "Buy string", "provider": shop.designers });
    let detail = admin.get(&format!("/requests/{order}")).await;
    let arrange = link(&detail, "Arrange")["id"].as_str().unwrap().to_owned();
    let raised =
        dora.post(&format!("/requests/{arrange}/hand-offs"), own).await["request"].as_str().unwrap().to_owned();
    assert_eq!(told(&admin, &mine).await.len(), 2, "she asked her own team, and knows");
    let back = json!({ "act": "return", "note": "Which string? Secretly said." });
    world.at(2);
    admin.post(&format!("/requests/{raised}/acts"), back).await;
    let returned = newest(&admin, &mine).await;
    assert_eq!(
        (&returned["kind"], &returned["subject"]),
        (&json!("returned"), &json!("Request 5 came back: something is missing: Buy string"))
    );
    assert!(!returned.to_string().contains("Secretly"), "notes are not quoted");
    world.at(3);
    admin.post(&format!("/requests/{order}/notes"), json!({ "body": "Look, Dora, secretly", "mentions": [her] })).await;
    let mentioned = newest(&admin, &mine).await;
    assert_eq!(mentioned["kind"], "mentioned");
    assert!(!mentioned.to_string().contains("secretly"), "notes are not quoted");
    dora.post(&format!("/requests/{order}/notes"), json!({ "body": "Me", "mentions": [her] })).await;
    assert_eq!(
        told(&admin, &format!("{mine}&kind=mentioned")).await.len(),
        1,
        "nobody is told that they mention themselves"
    );
    assert!(told(&admin, &format!("&recipient={}", shop.rosa)).await.iter().all(|row| row[0] == "received"));
}

#[tokio::test]
async fn steps_that_follow_by_themselves_are_told_to_whoever_they_wait_for() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.invite("carl", "member", &[&shop.couriers]).await;
    let order = admin.order(&shop, "Red roses").await;
    assert_eq!(told(&admin, "&kind=team_offered").await, [[""; 4]; 0], "nobody is asked to deliver what is not made");
    let detail = admin.get(&format!("/requests/{order}")).await;
    let arrange = link(&detail, "Arrange")["id"].as_str().unwrap().to_owned();
    admin.act(&arrange, "finish").await;
    assert_eq!(
        told(&admin, "&kind=team_offered").await,
        [row("team_offered", "carl by name", "not_sent", "no_address")]
    );
}

#[tokio::test]
async fn whoever_may_not_see_a_request_learns_nothing_of_it_from_a_notice() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (dora, her) = dora(&admin, &shop).await;
    let secret = admin.team("Complaints", json!({ "confidential": true })).await;
    let new = json!({ "subject": "About a colleague", "customer": shop.rosa, "provider": secret });
    let order = dora.post("/requests", new).await["request"].as_str().unwrap().to_owned();
    admin.post(&format!("/requests/{order}/acts"), json!({ "act": "return", "note": "Who?" })).await;
    let notice = newest(&admin, &format!("&recipient={her}")).await;
    assert_eq!((&notice["state"], &notice["reason"]), (&json!("not_sent"), &json!("no_right")));
    assert!(!notice.to_string().contains("About a colleague"), "{notice}");
}

#[tokio::test]
async fn whoever_switches_a_kind_off_is_not_told_and_words_come_in_their_language() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let (dora, her) = dora(&admin, &shop).await;
    let settings = dora.get("/account/notices").await;
    assert_eq!((settings["kinds"].as_array().unwrap().len(), &settings["off"]), (10, &json!([])));
    assert_eq!((&settings["address"], &settings["language"]), (&json!("dora@shop.example"), &Value::Null));
    let chosen =
        dora.put("/account/notices", json!({ "off": ["team_offered", "team_offered"], "language": "fr" })).await;
    assert_eq!((&chosen["off"], &chosen["language"]), (&json!(["team_offered"]), &json!("fr")));
    admin.put("/outbox/language", json!({ "language": "de" })).await;
    let order = admin.order(&shop, "Red roses").await;
    let mine = format!("&recipient={her}");
    assert_eq!(told(&admin, &mine).await, [row("team_offered", "dora by name", "not_sent", "switched_off")]);
    world.at(1);
    admin.post(&format!("/requests/{order}/hand-offs"), json!({ "subject": "Vase", "provider": her })).await;
    assert_eq!(newest(&admin, &mine).await["subject"], "La demande 4 vous est confiée: Vase");
    let to_rosa = newest(&admin, &format!("&recipient={}", shop.rosa)).await;
    assert_eq!(to_rosa["subject"], "Wir haben Ihre Anfrage 1 erhalten: Red roses");
    assert_eq!(admin.get("/account/notices").await["off"], json!([]), "each account chooses for itself");
    let customer = admin.invite("cleo", "customer", &[]).await;
    assert_eq!(
        customer.get("/account/notices").await["kinds"],
        json!(["received", "answered", "done", "due_moved", "feedback"])
    );
    let wrong = customer.send(Method::PUT, "/account/notices", json!({ "off": ["mentioned"] })).await;
    assert_eq!(wrong.problem(), "invalid");
    let wrong = dora.send(Method::PUT, "/account/notices", json!({ "off": ["spam"] })).await;
    assert_eq!(wrong.problem(), "invalid");
}

#[tokio::test]
async fn no_link_token_or_key_ever_stands_in_the_outbox_or_the_record() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let new = json!({ "service": shop.bouquet, "name": "Iris", "email": "iris@example.org", "subject": "Irises" });
    let public = world.nobody().post("/offers", new).await;
    let key = public["path"].as_str().unwrap().trim_start_matches("/track/").to_owned();
    let order = public["request"].as_str().unwrap().to_owned();
    let received = newest(&admin, "&kind=received").await;
    assert!(received["body"].as_str().unwrap().contains("private link that you were given"), "{received}");
    let second = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let other = second["path"].as_str().unwrap().to_owned();
    let token =
        admin.post("/tokens", json!({ "name": "x", "scope": "read" })).await["secret"].as_str().unwrap().to_owned();
    let invited = admin.post("/accounts", json!({ "name": "N", "login": "n", "role": "member" })).await;
    let welcome = invited["path"].as_str().unwrap().to_owned();
    let words = format!("See http://127.0.0.1:7070{other} or {token} or {welcome}!");
    admin.post(&format!("/requests/{order}/messages"), json!({ "body": words })).await;
    let all = admin.get("/outbox?limit=200").await.to_string() + &admin.get("/record?limit=200").await.to_string();
    let answered = newest(&admin, "&kind=answered").await;
    assert!(
        answered["body"].as_str().unwrap().contains("See http://127.0.0.1:7070/track/… or catena_… or /welcome/…!")
    );
    for secret in [key.as_str(), &other[7..], &token[7..], &welcome[9..]] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_notice_is_cancelled_and_sent_after_all_and_both_are_recorded() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let nora = id(&admin.post("/parties", json!({ "kind": "person", "name": "Nora" })).await);
    admin.post("/requests", json!({ "subject": "Tulips", "customer": nora, "provider": shop.clerks })).await;
    let notice = newest(&admin, "").await;
    assert_eq!(
        (&notice["reason"], &notice["may_retry"], &notice["may_cancel"]),
        (&json!("no_address"), &json!(true), &json!(false))
    );
    let retry = format!("/outbox/{}/retry", notice["id"].as_str().unwrap());
    let cancel = format!("/outbox/{}/cancel", notice["id"].as_str().unwrap());
    assert_eq!(admin.refused(&retry, json!({})).await, "not_now", "there is still no address");
    assert_eq!(admin.refused(&cancel, json!({})).await, "not_now");
    admin.post(&format!("/parties/{nora}/handles"), json!({ "kind": "email", "value": "nora@example.org" })).await;
    let again = admin.post(&retry, json!({})).await;
    assert_eq!((&again["state"], &again["address"]), (&json!("waiting"), &json!("nora@example.org")));
    assert_eq!(admin.refused(&retry, json!({})).await, "not_now", "it waits already");
    let cancelled = admin.post(&cancel, json!({})).await;
    assert_eq!((&cancelled["state"], &cancelled["reason"]), (&json!("not_sent"), &json!("cancelled")));
    admin.post(&retry, json!({})).await;
    let record = admin.get(&format!("/record?subject={}", notice["id"].as_str().unwrap())).await;
    let kinds: Vec<_> = record["events"].as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["notice_retried", "notice_cancelled", "notice_retried"]);
    let auditor = admin.invite("audit", "auditor", &[]).await;
    let seen = newest(&auditor, "").await;
    assert_eq!((&seen["may_retry"], &seen["may_cancel"]), (&json!(false), &json!(false)), "they look on");
}

#[tokio::test]
async fn an_erased_person_is_told_nothing_and_their_notices_stay_without_words() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses for a secret love").await;
    let before = told(&admin, "").await.len();
    let answer = admin.send(Method::POST, &format!("/parties/{}/erasure", shop.rosa), json!({})).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let page = admin.get("/outbox").await;
    assert_eq!(page["notices"].as_array().unwrap().len(), before);
    let notice = newest(&admin, &format!("&recipient={}", shop.rosa)).await;
    assert_eq!(
        (&notice["state"], &notice["reason"], &notice["may_retry"]),
        (&json!("not_sent"), &json!("erased"), &json!(false))
    );
    for gone in ["secret love", "rosa@example.org", "Rosa"] {
        assert!(!page.to_string().contains(gone), "{gone}");
    }
}

#[tokio::test]
async fn the_outbox_is_turned_over_page_by_page() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    for number in 0..5 {
        admin.order(&shop, &format!("Order {number}")).await;
    }
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = admin.get(&format!("/outbox?limit=2&kind=received{next}")).await;
        seen.extend(page["notices"].as_array().unwrap().iter().map(|notice| notice["request"]["number"].clone()));
        let Some(before) = page["next"].as_str() else { break };
        next = format!("&before={before}");
    }
    seen.sort_by_key(Value::as_i64);
    assert_eq!(seen.len(), 5);
    seen.dedup();
    assert_eq!(seen.len(), 5, "each once");
    for wrong in ["state=lost", "kind=spam", "recipient=me", "who=me"] {
        let answer = admin.ask(Method::GET, &format!("/outbox?{wrong}"), None, &[]).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::BAD_REQUEST, "bad_parameter"), "{wrong}");
    }
}

#[tokio::test]
async fn no_notice_is_ever_thrown_away_by_the_desk_itself() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    admin.post(&format!("/requests/{order}/messages"), json!({ "body": "We have them." })).await;
    let before = told(&admin, "").await;
    assert!(before.len() >= 2, "{before:?}");
    world.at(13 * 24 * HOUR);
    tokio::select! {
        biased;
        () = catena_server::keep_house(world.desk.clone()) => unreachable!("it goes on for as long as the desk does"),
        // Written after whatever the house-keeping wrote.
        _ = admin.order(&shop, "Tulips") => {}
    }
    assert_eq!(told(&admin, "").await[..before.len()], before);
}
