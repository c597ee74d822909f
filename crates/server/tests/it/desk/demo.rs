//! The demonstration: what a newcomer finds, and that it goes with one click.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::world::DeskWorld;

#[tokio::test]
async fn the_demonstration_is_a_desk_at_work_and_goes_with_one_click() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    let session = admin.get("/session").await;
    assert_eq!((&session["demo"], session["first_steps"].as_array().unwrap().len()), (&Value::Bool(true), 0));
    let services = admin.get("/services").await;
    let planned = |service: &&Value| !service["plan"]["steps"].as_array().unwrap().is_empty();
    assert!(services["services"].as_array().unwrap().iter().filter(planned).count() >= 6);
    let open = admin.get("/requests?open=true&roots=true&limit=50").await;
    let orders: Vec<&Value> =
        open["requests"].as_array().unwrap().iter().filter(|row| !row["service"].is_null()).collect();
    assert!(orders.len() >= 3, "orders are under way: {}", open["count"]);
    let mut known = 0;
    for order in orders {
        let detail = admin.get(&format!("/requests/{}", order["number"])).await;
        if detail["forecast"]["state"] == "known" {
            known += 1;
            let kept = detail["forecast"]["kept"].as_f64().unwrap_or(0.5);
            assert!((0.0..=1.0).contains(&kept));
        }
    }
    assert!(known > 0, "a year of history says when an order will end");
    let today = admin.get("/today").await;
    assert!(!today["relies_on_me"].as_array().unwrap().is_empty(), "there is something to do");
    let analysis = admin.get("/logs/desk/analysis").await;
    assert_eq!(analysis["links"][0]["provider"], "Design South", "the team that is truly weak");

    let gone = admin.ask(Method::DELETE, "/demo", None, &[]).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text());
    let session = admin.get("/session").await;
    assert_eq!((&session["demo"], session["first_steps"].as_array().unwrap().len()), (&Value::Bool(false), 3));
    assert_eq!(admin.get("/requests").await["count"], 0);
    admin.shop().await;
}
