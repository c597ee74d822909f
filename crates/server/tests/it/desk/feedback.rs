//! Customers are asked how it was, and say so once; what they say leads back to the promise and the chain behind it.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, PASSWORD, Person, Shop, cookie_of, id, link};

const DAY: i64 = 24 * HOUR;

/// A survey about the promise: how satisfied, why, and what was wrong.
pub fn about_the_promise() -> Value {
    let said = |en: &str| json!({ "en": en, "de": format!("{en} (de)") });
    json!({
        "name": "After a delivery",
        "purpose": "transactional",
        "title": said("Your bouquet"),
        "questions": [
            { "scale": "csat", "label": said("How was it?"), "required": true },
            { "scale": "choices", "label": said("What was wrong?"),
              "choices": [{ "label": said("late") }, { "label": said("wilted") }] },
            { "scale": "text", "label": said("Why?") },
        ],
        "occasions": { "kept": true, "broken": true },
    })
}

pub fn about_us() -> Value {
    let said = json!({ "en": "Would you recommend us?" });
    json!({
        "name": "How are we?", "purpose": "relationship", "title": said,
        "questions": [{ "scale": "nps", "label": said }],
    })
}

/// A question of a survey.
pub fn question(survey: &Value, place: usize) -> String {
    id(&survey["questions"][place])
}

pub fn satisfied(survey: &Value, value: i64, words: &str) -> Value {
    json!({ "answers": [
        { "question": question(survey, 0), "value": value },
        { "question": question(survey, 2), "words": words },
    ] })
}

/// Brings an order to its end, and returns it.
pub async fn delivered(admin: &Person<'_>, shop: &Shop, subject: &str, at: i64, ends: i64) -> String {
    admin.at.at(at);
    let order = admin.order(shop, subject).await;
    for step in ["Arrange", "Deliver"] {
        let detail = admin.get(&format!("/requests/{order}")).await;
        let step = link(&detail, step)["id"].as_str().unwrap().to_owned();
        admin.at.at(ends);
        admin.act(&step, "finish").await;
    }
    order
}

/// What was asked about a request, with a link made anew.
pub async fn asked(admin: &Person<'_>, order: &str) -> (String, String) {
    let waiting = admin.get(&format!("/feedback?state=waiting&request={order}")).await;
    let ask = id(&waiting["feedback"][0]);
    let made = admin.post(&format!("/asks/{ask}/link"), json!({})).await;
    let path = made["path"].as_str().unwrap().to_owned();
    assert!(path.starts_with("/feedback/"), "{path}");
    (ask, path)
}

/// The administrator, signed in anew: sessions end where the clock goes on by months.
pub async fn back(world: &DeskWorld) -> Person<'_> {
    let login = json!({ "login": "admin", "password": PASSWORD });
    let answer = world.nobody().send(Method::POST, "/session", login).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    Person { at: world, cookie: cookie_of(&answer) }
}

async fn count(admin: &Person<'_>, filter: &str) -> i64 {
    admin.get(&format!("/feedback?{filter}")).await["count"].as_i64().unwrap()
}

#[tokio::test]
async fn a_customer_is_asked_as_the_promise_ends_and_answers_once_by_what_is_sent_alone() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (ask, path) = asked(&admin, &order).await;
    let nobody = world.nobody();
    for _ in 0..3 {
        let page = nobody.get(&path).await;
        assert_eq!(
            (&page["state"], &page["subject"], &page["number"]),
            (&json!("open"), &json!("Red roses"), &json!(1))
        );
        assert_eq!(page["languages"], json!(["en", "de"]));
        assert_eq!(page["questions"].as_array().unwrap().len(), 3);
    }
    let head = nobody.ask(Method::HEAD, &path, None, &[]).await;
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(count(&admin, "state=answered").await, 0, "whoever looks says nothing");

    let sent = satisfied(&survey, 5, "Lovely <script>alert(1)</script>");
    let key = [("idempotency-key", "a-key-of-some-length")];
    for _ in 0..2 {
        let answer = nobody.ask(Method::POST, &path, Some(sent.clone()), &key).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }
    assert_eq!(nobody.refused(&path, sent.clone()).await, "feedback_given", "without the key it is another one");
    let other = nobody.ask(Method::POST, &path, Some(satisfied(&survey, 1, "")), &key).await;
    assert_eq!(other.problem(), "key_reused");
    assert_eq!(nobody.get(&path).await["state"], "answered");
    assert_eq!(nobody.refused("/feedback/forged-key-of-nobody-at-all", sent).await, "missing");

    let said = admin.get("/feedback").await["feedback"][0].clone();
    assert_eq!((id(&said), &said["kept"], &said["moment"]), (ask.clone(), &json!(true), &json!("kept")));
    assert_eq!(said["customer"]["name"], "Rosa Rose");
    assert_eq!(said["answers"][0]["value"], 5);
    assert_eq!(said["answers"][1]["words"], "Lovely <script>alert(1)</script>", "kept as words, shown as words");
    assert_eq!((&said["poor"], &said["follow_up"]), (&json!(false), &Value::Null));
    let record = admin.get(&format!("/record?subject={ask}")).await;
    let kinds: Vec<&str> =
        record["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["feedback_given", "feedback_link_made", "feedback_asked"]);
    assert!(!record.to_string().contains("Lovely"), "no words stand in the record");
}

#[tokio::test]
async fn the_notice_says_that_there_is_a_link_and_never_which() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.post("/surveys", about_the_promise()).await;
    delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let notice = admin.get("/outbox?kind=feedback").await["notices"][0].clone();
    assert_eq!(notice["subject"], "How was it? Your request 1: Your bouquet");
    assert!(notice["body"].as_str().unwrap().ends_with("http://127.0.0.1:7070/feedback/…"), "{notice}");
    assert_eq!(notice["recipient"]["name"], "Rosa Rose");
}

#[tokio::test]
async fn too_late_and_renewed_links_do_not_work() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (ask, first) = asked(&admin, &order).await;
    let (_, second) = asked(&admin, &order).await;
    assert_eq!(world.nobody().refused(&first, satisfied(&survey, 5, "")).await, "missing");
    world.at(HOUR + 30 * DAY);
    assert_eq!(world.nobody().get(&second).await["state"], "expired");
    let late = world.nobody().send(Method::POST, &second, satisfied(&survey, 5, "")).await;
    assert_eq!((late.status, late.problem().as_str()), (StatusCode::GONE, "feedback_expired"));
    let admin = back(&world).await;
    assert_eq!(admin.refused(&format!("/asks/{ask}/link"), json!({})).await, "feedback_expired");
    assert_eq!(count(&admin, "state=answered").await, 0);
}

#[tokio::test]
async fn answers_that_do_not_fit_are_refused_and_leave_nothing() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    let how = question(&survey, 0);
    for (second, answers) in [
        json!([]),
        json!([{ "question": how, "value": 6 }]),
        json!([{ "question": how, "value": 0 }]),
        json!([{ "question": how, "value": 5 }, { "question": how, "value": 1 }]),
        json!([{ "question": question(&survey, 2), "words": "no value" }]),
        json!([{ "question": "00000000-0000-4000-8000-000000000001", "value": 5 }]),
        json!([{ "question": how, "value": 5 }, { "question": question(&survey, 1), "chosen": [how] }]),
        json!([{ "question": how, "value": 5 }, { "question": question(&survey, 2), "words": "x".repeat(5_001) }]),
        json!([{ "question": how, "value": 4.5 }]),
        json!([{ "question": how, "value": "5" }]),
        json!([{ "question": how, "value": 5, "poor": false }]),
        json!({ "question": how, "value": 5 }),
    ]
    .into_iter()
    .enumerate()
    {
        world.at(HOUR + 60 * second as i64);
        assert_eq!(world.nobody().refused(&path, json!({ "answers": answers })).await, "invalid", "{answers}");
    }
    assert_eq!(world.nobody().get(&path).await["state"], "open");
    assert_eq!(count(&admin, "state=answered").await, 0);
}

#[tokio::test]
async fn nobody_guesses_keys_or_answers_without_end() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let answer = json!({ "answers": [] });
    for _ in 0..10 {
        assert_eq!(world.nobody().refused("/feedback/guess", answer.clone()).await, "missing");
    }
    let stopped = world.nobody().send(Method::POST, "/feedback/guess", answer).await;
    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(stopped.headers.contains_key(header::RETRY_AFTER));
    drop(admin);
}

#[tokio::test]
async fn a_rating_belongs_to_the_chain_as_it_was_whoever_holds_it_later() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, 6 * HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    let before = admin.get("/feedback?state=waiting").await["feedback"][0]["chain"].clone();
    let held: Vec<_> =
        before.as_array().unwrap().iter().map(|link| link["provider"]["name"].as_str().unwrap()).collect();
    assert_eq!(held, ["Clerks", "Designers", "Couriers"]);
    assert_eq!(before[0]["kept"], false);
    world.nobody().post(&path, satisfied(&survey, 4, "Late")).await;
    world.at(7 * HOUR);
    admin.act(&order, "reopen").await;
    let pass = json!({ "act": "transfer", "to": shop.couriers });
    admin.post(&format!("/requests/{order}/acts"), pass).await;
    let after = admin.get("/feedback").await["feedback"][0].clone();
    assert_eq!(after["chain"], before);
    assert_eq!((&after["kept"], &after["moment"]), (&json!(false), &json!("broken")));
}

#[tokio::test]
async fn what_goes_on_is_no_longer_asked_about_and_is_asked_about_again_at_its_end() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    world.at(2 * HOUR);
    admin.act(&order, "reopen").await;
    assert_eq!(count(&admin, "state=waiting").await, 0);
    assert_eq!(world.nobody().ask(Method::GET, &path, None, &[]).await.problem(), "missing");
    world.at(9 * HOUR);
    let done = admin.act(&order, "finish").await;
    let again = admin.get("/feedback?state=waiting").await;
    assert_eq!((&again["count"], &again["feedback"][0]["moment"]), (&json!(1), &json!("broken")));
    world.at(9 * HOUR + 5);
    admin.post("/undo", json!({ "act": done["act"] })).await;
    assert_eq!(count(&admin, "state=waiting").await, 0, "what was taken back is not asked about");
    assert_eq!(count(&admin, "state=withdrawn").await, 2);
}

#[tokio::test]
async fn nobody_is_asked_again_too_soon_and_the_relationship_comes_first() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    admin.post("/surveys", about_the_promise()).await;
    let us = id(&admin.post("/surveys", about_us()).await);
    delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    delivered(&admin, &shop, "Tulips", 2 * HOUR, 3 * HOUR).await;
    assert_eq!(count(&admin, "state=waiting").await, 1);
    let campaign = |customers: Vec<String>| json!({ "customers": customers });
    let path = format!("/surveys/{us}/campaign");
    let done = admin.post(&path, campaign(vec![shop.rosa.clone(), shop.clerks.clone()])).await;
    assert_eq!(done["asked"], json!([]));
    assert_eq!(done["resting"][0]["until"], "2026-05-31T09:00:00Z", "ninety days after she was asked");
    assert_eq!(done["unknown"], json!([shop.clerks]), "colleagues are asked elsewhere");
    world.at(HOUR + 90 * DAY);
    let admin = back(&world).await;
    let done = admin.post(&path, campaign(vec![shop.rosa.clone(), shop.rosa.clone()])).await;
    assert_eq!(done["asked"].as_array().unwrap().len(), 1);
    let link = done["asked"][0]["path"].as_str().unwrap();
    let page = world.nobody().get(link).await;
    assert_eq!((&page["number"], &page["subject"]), (&Value::Null, &Value::Null));
    let stopped = admin.put(&format!("/surveys/{us}/running"), json!({ "running": false })).await;
    assert_eq!(stopped["running"], false);
    assert_eq!(admin.refused(&path, campaign(vec![shop.rosa.clone()])).await, "not_now");
    assert_eq!(world.nobody().get(link).await["state"], "open", "whoever was asked can answer");
}

#[tokio::test]
async fn a_step_of_a_plan_is_an_occasion_too() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let mut survey = about_the_promise();
    survey["occasions"] = json!({ "steps": ["00000000-0000-4000-8000-000000000001"], "services": [shop.bouquet] });
    admin.post("/surveys", survey.clone()).await;
    let order = admin.order(&shop, "Red roses").await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    world.at(60);
    admin.act(link(&detail, "Arrange")["id"].as_str().unwrap(), "finish").await;
    let waiting = admin.get("/feedback?state=waiting").await;
    assert_eq!(
        (&waiting["feedback"][0]["moment"], &waiting["feedback"][0]["kept"]),
        (&json!("milestone"), &Value::Null)
    );
    survey["occasions"] = json!({ "steps": ["00000000-0000-4000-8000-00000000000f"] });
    assert_eq!(admin.refused("/surveys", survey).await, "invalid");
}

#[tokio::test]
async fn a_survey_that_changes_leaves_what_was_asked_as_it_was() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &order).await;
    let mut next = about_the_promise();
    next["title"]["en"] = json!("Anything else");
    next["questions"] = json!([{ "id": question(&survey, 0), "scale": "nps", "label": next["title"] }]);
    let place = format!("/surveys/{}", id(&survey));
    let changed = admin.put(&place, next.clone()).await;
    assert_eq!((&changed["version"], &changed["revision"]), (&json!(2), &json!(2)));
    assert_ne!(question(&changed, 0), question(&survey, 0), "another scale is another question");
    let stale = admin.ask(Method::PUT, &place, Some(next), &[("if-match", "\"1\"")]).await;
    assert_eq!(stale.problem(), "stale");
    let page = world.nobody().get(&path).await;
    assert_eq!((&page["title"]["en"], &page["questions"]), (&json!("Your bouquet"), &survey["questions"]));
    assert_eq!(
        world.nobody().refused(&path, json!({ "answers": [{ "question": question(&changed, 0), "value": 9 }] })).await,
        "invalid"
    );
    world.nobody().post(&path, satisfied(&survey, 3, "Fine")).await;
    let said = admin.get("/feedback").await["feedback"][0].clone();
    assert_eq!((&said["survey"]["version"], &said["answers"][0]["label"]["en"]), (&json!(1), &json!("How was it?")));
}

#[tokio::test]
async fn surveys_that_cannot_be_asked_are_refused() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let broken = |change: fn(&mut Value)| {
        let mut survey = about_the_promise();
        change(&mut survey);
        survey
    };
    for survey in [
        broken(|survey| survey["title"] = json!({})),
        broken(|survey| survey["questions"] = json!([])),
        broken(|survey| survey["questions"][0]["label"] = json!({ "en": "English alone" })),
        broken(|survey| survey["questions"][1]["choices"] = json!([])),
        broken(|survey| survey["every_days"] = json!(30)),
        broken(|survey| survey["name"] = json!(" ")),
        broken(|survey| survey["purpose"] = json!("curiosity")),
        broken(|survey| survey["occasions"] = json!({ "services": ["00000000-0000-4000-8000-00000000000f"] })),
    ] {
        assert_eq!(admin.refused("/surveys", survey.clone()).await, "invalid", "{survey}");
    }
    assert_eq!(admin.get("/surveys").await["surveys"], json!([]));
}

#[tokio::test]
async fn a_poor_answer_asks_the_team_that_looks_after_the_customer_or_else_that_of_the_promise() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let care = admin.team("Care", json!({})).await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let first = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &first).await;
    world.nobody().post(&path, satisfied(&survey, 2, "All wilted")).await;
    let said = admin.get("/feedback?poor=true").await["feedback"][0].clone();
    let opened = said["follow_up"].clone();
    assert_eq!((&said["poor"], &opened["status"]), (&json!(true), &json!("offered")));
    let follow = admin.get(&format!("/requests/{}", id(&opened))).await;
    assert_eq!(follow["provider"]["name"], "Clerks");
    assert_eq!(
        (&follow["external"], &follow["subject"]),
        (&json!(false), &json!("Ask what went wrong with request 1"))
    );
    assert!(!follow.to_string().contains("wilted"), "the customer's words stay where they are");
    assert_eq!(count(&admin, "state=waiting").await, 0, "and its end asks nobody");

    admin.put(&format!("/parties/{}/owner", shop.rosa), json!({ "team": care })).await;
    assert_eq!(admin.get(&format!("/parties/{}/owner", shop.rosa)).await["team"]["name"], "Care");
    world.at(100 * DAY);
    let admin = back(&world).await;
    let second = delivered(&admin, &shop, "Tulips", 100 * DAY, 100 * DAY + HOUR).await;
    let (ask, path) = asked(&admin, &second).await;
    world.nobody().post(&path, satisfied(&survey, 1, "Again")).await;
    let said = admin.get(&format!("/feedback?request={second}")).await["feedback"][0].clone();
    let follow = admin.get(&format!("/requests/{}", id(&said["follow_up"]))).await;
    assert_eq!((&follow["provider"]["name"], &follow["customer"]["name"]), (&json!("Care"), &json!("Clerks")));

    admin.post("/outcomes", json!({ "ask": ask, "what": "left" })).await;
    assert_eq!(admin.get(&format!("/feedback?request={second}")).await["feedback"][0]["outcome"], "left");
    let outcomes = admin.get(&format!("/outcomes?customer={}", shop.rosa)).await;
    assert_eq!((&outcomes["outcomes"][0]["what"], &outcomes["outcomes"][0]["ask"]), (&json!("left"), &json!(ask)));
}

#[tokio::test]
async fn on_the_page_that_follows_a_request_its_customer_answers_when_it_is_over() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let order = admin.order(&shop, "Red roses").await;
    let made = admin.post(&format!("/requests/{order}/links"), json!({})).await;
    let track = made["path"].as_str().unwrap().to_owned();
    assert_eq!(world.nobody().get(&track).await["feedback"], Value::Null);
    let path = format!("{track}/feedback");
    assert_eq!(world.nobody().refused(&path, satisfied(&survey, 5, "")).await, "missing", "nothing is asked yet");
    for step in ["Arrange", "Deliver"] {
        let detail = admin.get(&format!("/requests/{order}")).await;
        admin.act(link(&detail, step)["id"].as_str().unwrap(), "finish").await;
    }
    assert_eq!(world.nobody().get(&track).await["feedback"]["state"], "open");
    world.nobody().post(&path, satisfied(&survey, 5, "Thank you")).await;
    assert_eq!(world.nobody().get(&track).await["feedback"]["state"], "answered");
    assert_eq!(world.nobody().refused(&path, satisfied(&survey, 1, "")).await, "feedback_given");
    let verdict = admin.get(&format!("/feedback?request={order}")).await;
    assert_eq!(verdict["feedback"][0]["answers"][0]["value"], 5);
}

#[tokio::test]
async fn customers_see_and_answer_their_own_alone_and_nothing_that_colleagues_make_of_it() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let mut buyers = Vec::new();
    for login in ["ines", "jonas"] {
        let person = admin.invite(login, "customer", &[]).await;
        let new = json!({ "subject": "Roses", "service": shop.bouquet });
        let order = person.post("/requests", new).await["request"].as_str().unwrap().to_owned();
        for step in ["Arrange", "Deliver"] {
            let detail = admin.get(&format!("/requests/{order}")).await;
            admin.act(link(&detail, step)["id"].as_str().unwrap(), "finish").await;
        }
        buyers.push(person);
    }
    let [ines, jonas] = buyers.try_into().unwrap_or_else(|_| panic!("two customers"));
    let own = ines.get("/feedback?state=waiting").await;
    assert_eq!((&own["count"], own["feedback"][0]["questions"].as_array().unwrap().len()), (&json!(1), 3));
    let ask = id(&own["feedback"][0]);
    let path = format!("/asks/{ask}/answer");
    assert_eq!(jonas.refused(&path, satisfied(&survey, 1, "")).await, "missing");
    assert_eq!(admin.refused(&path, satisfied(&survey, 5, "")).await, "not_allowed");
    ines.post(&path, satisfied(&survey, 1, "Late")).await;
    assert_eq!(ines.refused(&path, satisfied(&survey, 5, "")).await, "feedback_given");
    let said = ines.get("/feedback").await["feedback"][0].clone();
    assert_eq!((&said["chain"], &said["follow_up"], &said["poor"]), (&json!([]), &Value::Null, &json!(false)));
    assert_eq!(said["survey"]["name"], "Your bouquet", "its name is for colleagues");
    let hers = id(&said["customer"]);
    assert_eq!(jonas.get(&format!("/feedback?customer={hers}")).await["count"], 0);
    assert_eq!(jonas.get(&format!("/feedback?customer={hers}&state=waiting")).await["count"], 1, "his own");
}

#[tokio::test]
async fn members_see_what_was_said_of_chains_that_they_may_see() {
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
    let heard = json!({ "customer": shop.rosa, "request": order, "words": "She was angry", "feeling": -2 });
    admin.post("/conversations", heard).await;
    let outside = admin.invite("mia", "member", &[&shop.couriers]).await;
    let inside = admin.invite("noa", "member", &[&secret]).await;
    let auditor = admin.invite("olga", "auditor", &[]).await;
    for (person, sees) in [(&outside, 0), (&inside, 1), (&auditor, 1)] {
        assert_eq!(count(person, "state=answered").await, sees);
        assert_eq!(person.get("/conversations").await["conversations"].as_array().unwrap().len() as i64, sees);
    }
    assert_eq!(outside.refused(&format!("/asks/{ask}/link"), json!({})).await, "missing");
    assert_eq!(outside.refused("/outcomes", json!({ "ask": ask, "what": "left" })).await, "missing");
    assert_eq!(inside.refused(&format!("/asks/{ask}/link"), json!({})).await, "feedback_given");
    assert_eq!(count(&admin, &format!("team={secret}")).await, 1);
    assert_eq!(count(&admin, &format!("team={}", shop.couriers)).await, 0);
}

#[tokio::test]
async fn reviews_and_conversations_stand_beside_surveys_and_never_among_them() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Red roses").await;
    let review = json!({
        "source": "Maps", "stars": 4, "words": "Pretty", "link": "https://maps.example/1", "request": order,
        "verified": true,
    });
    let key = [("idempotency-key", "one review")];
    let first = admin.ask(Method::POST, "/reviews", Some(review.clone()), &key).await;
    let second = admin.ask(Method::POST, "/reviews", Some(review.clone()), &key).await;
    assert_eq!((first.status, first.json()), (StatusCode::CREATED, second.json()));
    let heard =
        json!({ "customer": shop.rosa, "words": "The vase leaks", "feeling": -1, "at": "2026-03-01T10:00:00Z" });
    admin.post("/conversations", heard.clone()).await;
    let reviews = admin.get("/reviews").await["reviews"].clone();
    assert_eq!(reviews.as_array().unwrap().len(), 1);
    assert_eq!((&reviews[0]["customer"]["name"], &reviews[0]["request"]["number"]), (&json!("Rosa Rose"), &json!(1)));
    let said = admin.get(&format!("/conversations?customer={}", shop.rosa)).await["conversations"][0].clone();
    assert_eq!((&said["feeling"], &said["words"]), (&json!(-1), &json!("The vase leaks")));
    assert_eq!(count(&admin, "state=answered").await, 0);
    let with = |base: &Value, name: &str, value: Value| {
        let mut changed = base.clone();
        changed[name] = value;
        changed
    };
    for (path, body) in [
        ("/reviews", with(&review, "link", json!("javascript:alert(1)"))),
        ("/reviews", with(&review, "stars", json!(6))),
        ("/reviews", with(&review, "at", json!("2030-01-01T00:00:00Z"))),
        ("/reviews", json!({ "source": "Maps" })),
        ("/conversations", with(&heard, "feeling", json!(3))),
        ("/conversations", with(&heard, "words", json!(" "))),
        ("/conversations", with(&heard, "heard_by", json!(shop.rosa))),
        ("/outcomes", json!({ "what": "left" })),
    ] {
        assert_eq!(admin.refused(path, body.clone()).await, "invalid", "{path} {body}");
    }
    assert_eq!(admin.refused("/conversations", with(&heard, "customer", json!(shop.clerks))).await, "missing");
    let page = admin.get("/reviews?limit=1").await;
    assert_eq!(page["next"], Value::Null);
}

#[tokio::test]
async fn an_erased_customer_takes_their_words_and_their_link_along() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let survey = admin.post("/surveys", about_the_promise()).await;
    let first = delivered(&admin, &shop, "Red roses", 0, HOUR).await;
    let (_, path) = asked(&admin, &first).await;
    world.nobody().post(&path, satisfied(&survey, 4, "Ask Rosa Rose of Rose Lane")).await;
    world.at(100 * DAY);
    let admin = back(&world).await;
    let second = delivered(&admin, &shop, "Tulips", 100 * DAY, 100 * DAY + HOUR).await;
    let (_, open) = asked(&admin, &second).await;
    admin.post(&format!("/parties/{}/erasure", shop.rosa), json!({})).await;
    let said = admin.get("/feedback").await["feedback"][0].clone();
    assert_eq!((&said["answers"][0]["value"], &said["answers"][1]["words"]), (&json!(4), &json!("")));
    assert_eq!(said["customer"]["name"], "");
    assert_eq!(world.nobody().ask(Method::GET, &open, None, &[]).await.problem(), "missing");
}

#[tokio::test]
async fn lists_go_page_by_page() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    admin.shop().await;
    let us = admin.post("/surveys", about_us()).await;
    let mut customers = Vec::new();
    for number in 0..5 {
        let new = json!({ "kind": "person", "name": format!("Customer {number}") });
        customers.push(id(&admin.post("/parties", new).await));
    }
    let path = format!("/surveys/{}/campaign", id(&us));
    let done = admin.post(&path, json!({ "customers": customers })).await;
    for (number, link) in done["asked"].as_array().unwrap().iter().enumerate() {
        world.at(60 * number as i64);
        let answer = json!({ "answers": [{ "question": question(&us, 0), "value": 9 }] });
        world.nobody().post(link["path"].as_str().unwrap(), answer).await;
    }
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = admin.get(&format!("/feedback?limit=2{next}")).await;
        seen.extend(page["feedback"].as_array().unwrap().iter().map(id));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), sorted.len()), (5, 5));
    let wrong = admin.ask(Method::GET, "/feedback?cursor=elsewhere", None, &[]).await;
    assert_eq!(wrong.problem(), "bad_parameter");
}
