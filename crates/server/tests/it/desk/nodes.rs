//! Two servers on one database of PostgreSQL: whatever is done at one is known at the other.

use axum::http::Method;
use catena_store::Place;
use serde_json::json;

use super::cluster;
use super::live::{next, watch};
use super::world::{DeskWorld, HOUR, Person, id, link};

async fn two() -> (DeskWorld, DeskWorld) {
    let place = Place::Postgres(tokio::task::spawn_blocking(cluster::database).await.unwrap());
    let open = async |first| DeskWorld::open_at(&place, tempfile::tempdir().unwrap(), first).await;
    (open(0).await, open(1 << 32).await)
}

/// The same person at another server.
fn at<'a>(person: &Person<'_>, node: &'a DeskWorld) -> Person<'a> {
    Person { at: node, cookie: person.cookie.clone() }
}

#[tokio::test]
async fn an_act_at_one_node_reaches_who_watches_another() {
    let (one, other) = two().await;
    let there = other.admin().await;
    let here = at(&there, &one);
    let shop = there.shop().await;
    let mut watched = watch(&here, None).await;
    let order = there.order(&shop, "Red roses").await;
    let mut told = next(&mut watched).await;
    // The shop may be told of still; nothing is left out and nothing comes twice.
    while told["kind"] != "asked" {
        let before = told["seq"].as_i64().unwrap();
        told = next(&mut watched).await;
        assert_eq!(told["seq"], before + 1);
    }
    assert_eq!(told["chain"], json!(order));
    here.post(&format!("/requests/{order}/notes"), json!({ "body": "seen" })).await;
    let mut back = watch(&there, told["seq"].as_i64()).await;
    while next(&mut back).await["kind"] != "noted" {}
}

#[tokio::test]
async fn nothing_that_a_node_keeps_in_mind_goes_stale() {
    let (one, other) = two().await;
    let there = other.admin().await;
    let here = at(&there, &one);
    let shop = there.shop().await;

    // The log of the analysis.
    let order = there.order(&shop, "Red roses").await;
    assert_eq!(here.get("/logs/desk/chains").await["rows"].as_array().unwrap().len(), 0, "it is open");
    let mut watched = watch(&here, None).await;
    let detail = there.get(&format!("/requests/{order}")).await;
    other.at(HOUR);
    for step in ["Arrange", "Deliver"] {
        there.act(&id(link(&detail, step)), "finish").await;
    }
    let last = there.get("/record?limit=1").await["events"][0]["seq"].as_i64().unwrap();
    while next(&mut watched).await["seq"].as_i64().unwrap() < last {}
    one.at(HOUR);
    assert_eq!(here.get("/logs/desk/chains").await["rows"].as_array().unwrap().len(), 1);

    // Calendars and promises.
    let open = json!({ "zone": "UTC", "week": vec![vec!["00:00-24:00"]; 7] });
    let change = json!({ "name": "Shop", "hours": open });
    there.put(&format!("/calendars/{}", shop.calendar), change).await;
    let rules = json!([{ "resolution": 20 * HOUR, "calendar": shop.calendar }]);
    there.put("/policy", json!({ "version": 1, "rules": rules })).await;
    let order = here.order(&shop, "White roses").await;
    let due = here.get(&format!("/requests/{order}")).await["due_at"].clone();
    assert_eq!(due, "2026-03-03T05:00:00Z", "twenty hours, by day and by night");

    // Rights.
    let ada = there.invite("ada", "member", &[]).await;
    let ada_here = at(&ada, &one);
    assert_eq!(ada_here.get("/session").await["me"]["role"], "member");
    let accounts = there.get("/accounts").await["accounts"].clone();
    let hers = accounts.as_array().unwrap().iter().find(|one| one["login"] == "ada").unwrap()["id"].clone();
    let path = format!("/accounts/{}", hers.as_str().unwrap());
    assert!(there.send(Method::PATCH, &path, json!({ "closed": true })).await.status.is_success());
    assert_eq!(ada_here.get("/session").await["me"], json!(null));
}
