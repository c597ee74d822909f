//! Open promises and customers by what the past says: in the right order, with reasons, and nothing that is hidden.

use axum::http::Method;
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, PASSWORD, Person, cookie_of, link};

const DAY: i64 = 24 * HOUR;

/// All pages of a list.
async fn all(person: &Person<'_>, path: &str, rows: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = person.get(&format!("{path}?limit=7{cursor}")).await;
        found.extend(page[rows].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else {
            assert_eq!(page["count"], json!(found.len()));
            return found;
        };
        cursor = format!("&cursor={next}");
    }
}

fn falls(values: impl IntoIterator<Item = Option<f64>>) -> bool {
    let values: Vec<f64> = values.into_iter().map(|value| value.unwrap_or(-2.0)).collect();
    values.windows(2).all(|two| two[0] >= two[1] - 1e-6)
}

/// The administrator, signed in anew: sessions end where the clock goes on by months.
async fn back(world: &DeskWorld) -> Person<'_> {
    let login = json!({ "login": "admin", "password": PASSWORD });
    let answer = world.nobody().send(Method::POST, "/session", login).await;
    Person { at: world, cookie: cookie_of(&answer) }
}

/// Brings an order to its end.
async fn deliver(admin: &Person<'_>, order: &str) {
    for step in ["Arrange", "Deliver"] {
        let detail = admin.get(&format!("/requests/{order}")).await;
        let step = link(&detail, step)["id"].as_str().unwrap().to_owned();
        admin.act(&step, "finish").await;
    }
}

#[tokio::test]
async fn open_promises_come_the_least_likely_to_be_kept_first_with_the_same_forecast_as_their_own_page() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    let chains = all(&admin, "/at-risk/chains", "chains").await;
    assert!(falls(chains.iter().map(|one| one["broken"].as_f64())));
    let known: Vec<&Value> = chains.iter().filter(|one| one["broken"].is_f64()).collect();
    assert!(known.len() >= 3, "{}", known.len());
    for one in &known {
        let detail = admin.get(&format!("/requests/{}", one["request"]["number"])).await;
        assert_eq!(one["forecast"], detail["forecast"]);
        let kept = one["forecast"]["kept"].as_f64().unwrap();
        assert!((one["broken"].as_f64().unwrap() - (1.0 - kept)).abs() < 1e-9);
        let before = one["reasons"].as_array().unwrap().iter().find(|reason| reason["why"] == "broke_before").unwrap();
        assert!(before["broken"]["n"].as_u64().unwrap() >= 20, "{before}");
        assert!(!one["in_hand"].as_array().unwrap().is_empty(), "somebody has it in hand: {one}");
    }
    let first = admin.get("/at-risk/chains?limit=1").await;
    assert_eq!(first["likely"], json!(known.iter().filter(|one| one["broken"].as_f64() > Some(0.5)).count()));
    let open = admin.get("/requests?open=true&roots=true&limit=200").await;
    let late = open["requests"].as_array().unwrap().iter().filter(|row| row["standing"] == "broken").count();
    assert_eq!(first["overdue"], json!(late));
}

#[tokio::test]
async fn customers_of_the_demonstration_who_met_with_something_bad_come_back_less_often() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    let customers = all(&admin, "/at-risk/customers", "customers").await;
    assert!(customers.len() > 100, "{}", customers.len());
    let excess = |one: &Value| Some(one["gone"].as_f64()? - one["usual"].as_f64()?);
    assert!(falls(customers.iter().map(excess)));
    let by_chance = admin.get("/at-risk/customers?order=chance&limit=200").await;
    assert!(falls(by_chance["customers"].as_array().unwrap().iter().map(|one| one["gone"].as_f64())));
    let regulars = admin.get("/at-risk/customers?regulars=true&limit=200").await;
    assert!(regulars["customers"].as_array().unwrap().iter().all(|one| one["matters"].as_u64() > Some(1)));
    assert!(regulars["count"].as_u64() < by_chance["count"].as_u64());
    let broken = admin.get("/at-risk/customers?met=broken").await;
    assert!(broken["count"].as_u64() > Some(0));
    assert!(broken["customers"].as_array().unwrap().iter().all(|one| one["met"] == "broken"));
    let past = by_chance["past"].as_array().unwrap();
    let share = |met: &str| {
        let group = past.iter().find(|group| group["met"] == met).unwrap();
        group["gone"]["share"].as_f64().unwrap_or_else(|| panic!("{group}"))
    };
    let usual = by_chance["all"]["share"].as_f64().unwrap();
    assert!(share("poor_answer") > usual && share("broken") > usual && share("good_answer") < usual, "{past:?}");
}

#[tokio::test]
async fn a_customer_is_listed_from_the_end_until_they_ask_again_or_leave_or_ninety_days_pass() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let listed = async |person: &Person<'_>| person.get("/at-risk/customers").await["count"].as_i64().unwrap();
    let open = admin.order(&shop, "Tulips").await;
    assert_eq!(listed(&admin).await, 0, "what is open is not over");
    deliver(&admin, &open).await;
    world.at(5 * DAY);
    let one = admin.get("/at-risk/customers").await["customers"][0].clone();
    assert_eq!((&one["customer"]["name"], &one["days"], &one["met"]), (&json!("Rosa Rose"), &json!(5), &json!("kept")));
    assert_eq!((&one["gone"], &one["past"], &one["usual"]), (&Value::Null, &Value::Null, &Value::Null));
    let outcome = json!({ "customer": shop.rosa, "what": "left" });
    admin.post("/outcomes", outcome).await;
    assert_eq!(listed(&admin).await, 0, "whoever left is not at risk any more");
    world.at(7 * DAY);
    let again = admin.order(&shop, "Lilies").await;
    assert_eq!(listed(&admin).await, 0);
    deliver(&admin, &again).await;
    assert_eq!(listed(&admin).await, 1, "they came back all the same");
    world.at(97 * DAY);
    assert_eq!(listed(&back(&world).await).await, 0, "what becomes of them is settled");
}

#[tokio::test]
async fn what_is_hidden_from_somebody_is_not_in_what_is_at_risk() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let secret = admin.team("Secret", json!({ "confidential": true })).await;
    let member = admin.invite("mona", "member", &[]).await;
    let due = world.desk.now() + jiff::SignedDuration::from_hours(4);
    let other = json!({ "kind": "person", "name": "Customer of the secret" });
    let other = admin.post("/parties", other).await["id"].as_str().unwrap().to_owned();
    let hidden = json!({ "subject": "Hidden", "provider": secret, "customer": other, "due_at": due });
    let hidden = admin.post("/requests", hidden).await["request"].as_str().unwrap().to_owned();
    admin.order(&shop, "Seen").await;
    let counts = async |person: &Person<'_>, what: &str| person.get(&format!("/at-risk/{what}")).await["count"].clone();
    assert_eq!((counts(&admin, "chains").await, counts(&member, "chains").await), (json!(2), json!(1)));
    let page = member.get("/at-risk/chains").await.to_string();
    assert!(!page.contains("Hidden") && !page.contains("Secret"), "{page}");
    admin.act(&hidden, "finish").await;
    assert_eq!((counts(&admin, "customers").await, counts(&member, "customers").await), (json!(1), json!(0)));
    for path in ["chains?cursor=x", "customers?cursor=1.x", "customers?met=sad", "chains?limit=many"] {
        let answer = admin.ask(Method::GET, &format!("/at-risk/{path}"), None, &[]).await;
        assert_eq!(answer.problem(), "bad_parameter", "{path}");
    }
}

#[tokio::test]
async fn what_came_back_and_what_should_have_begun_stand_among_the_reasons() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let order = admin.order(&shop, "Lilies").await;
    let detail = admin.get(&format!("/requests/{order}")).await;
    let step = link(&detail, "Arrange")["id"].as_str().unwrap().to_owned();
    admin.post(&format!("/requests/{step}/acts"), json!({ "act": "return", "note": "which card?" })).await;
    admin.act(&step, "offer").await;
    // Five hours are promised, three are needed: two may pass.
    world.at(3 * HOUR);
    let one = admin.get("/at-risk/chains").await["chains"][0].clone();
    assert_eq!((&one["broken"], &one["forecast"]["state"]), (&Value::Null, &json!("not_yet_known")), "{one}");
    let why: Vec<&str> = one["reasons"].as_array().unwrap().iter().map(|one| one["why"].as_str().unwrap()).collect();
    assert_eq!(why, ["returned", "began_late"]);
    assert_eq!((&one["reasons"][0]["times"], &one["reasons"][0]["provider"]["name"]), (&json!(1), &json!("Designers")));
    assert_eq!((&one["reasons"][1]["begun"], &one["reasons"][1]["by_seconds"]), (&json!(false), &json!(HOUR)));
    assert_eq!(one["in_hand"][0]["subject"], "Arrange");
    world.at(6 * HOUR);
    let late = admin.get("/at-risk/chains").await;
    assert_eq!((&late["count"], &late["overdue"]), (&json!(0), &json!(1)), "what is broken is not at risk any more");
}
