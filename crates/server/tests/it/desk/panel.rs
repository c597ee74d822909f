//! Inner service beside what customers say: on the demonstration, on a small desk, and in a world without any effect.

use axum::http::Method;
use serde_json::{Value, json};

use super::world::DeskWorld;

#[tokio::test]
async fn a_small_desk_has_too_little_for_a_number_and_no_world_is_invented_from_it() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    admin.shop().await;
    let shown = admin.get("/internal-external").await;
    assert_eq!(shown["finding"], json!({ "state": "too_little", "teams": 0, "periods": 0 }));
    assert_eq!((&shown["points"], &shown["timeline"], &shown["received"]), (&json!([]), &json!([]), &Value::Null));
    let invented = admin.get("/internal-external/null-world?seed=7").await;
    assert_eq!((&invented["finding"]["state"], &invented["alarms"]), (&json!("too_little"), &Value::Null));
    for path in ["?period=year", "/null-world?seed=-1", "/null-world?worlds=9"] {
        let answer = admin.ask(Method::GET, &format!("/internal-external{path}"), None, &[]).await;
        assert_eq!(answer.problem(), "bad_parameter", "{path}");
    }
}

#[tokio::test]
async fn the_demonstration_has_enough_for_a_number_and_its_null_world_is_the_same_shop() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    for period in ["month", "week"] {
        let shown = admin.get(&format!("/internal-external?period={period}")).await;
        println!(
            "{period}: {} points of {} and {}",
            shown["points"].as_array().unwrap().len(),
            shown["ratings"],
            shown["answers"]
        );
        println!("{} {} {} {}", shown["finding"], shown["received"], shown["experienced"], shown["seen"]);
        let invented = admin.get(&format!("/internal-external/null-world?period={period}&seed=7")).await;
        println!("{} {} {}", invented["finding"], invented["pooled"], invented["alarms"]);
    }
    let shown = admin.get("/internal-external").await;
    let too_few = |side: &str| {
        let points = shown["points"].as_array().unwrap();
        points.iter().filter(|point| point[side]["n"].as_u64() < Some(5)).count()
    };
    assert_eq!((too_few("received"), too_few("experienced")), (0, 0));
    let invented = admin.get("/internal-external/null-world?seed=7").await;
    assert_eq!(invented, admin.get("/internal-external/null-world?seed=7").await, "the same number, the same world");
    let cells = |of: &Value| -> Vec<Value> {
        let points = of["points"].as_array().unwrap().iter();
        points.map(|point| json!([point["team"], point["period"], point["received"]["n"]])).collect()
    };
    assert_eq!(cells(&shown), cells(&invented), "the same teams, periods and answers");
    assert_ne!(shown["points"], invented["points"]);
    let other = admin.get("/internal-external/null-world?seed=8").await;
    assert_ne!(other["points"], invented["points"]);
}

#[tokio::test]
async fn a_lead_sees_the_panel_of_their_departments_alone_and_members_none() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    let nobodys = admin.invite("nick", "lead", &[]).await;
    let shown = nobodys.get("/internal-external").await;
    assert_eq!(
        (&shown["departments_only"], &shown["ratings"], &shown["points"]),
        (&json!(true), &json!(0), &json!([]))
    );
    let member = admin.invite("mona", "member", &[]).await;
    for path in ["/internal-external", "/internal-external/null-world"] {
        let answer = member.ask(Method::GET, path, None, &[]).await;
        assert_eq!(answer.problem(), "not_allowed", "{path}");
    }
}
