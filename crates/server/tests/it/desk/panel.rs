//! Inner service beside what customers say: on the demonstration, on a small desk, and in a world without any effect.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use catena_domain::rating::is_shown;
use catena_store::voices;
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
    let shown = admin.get("/internal-external").await;
    let too_few = |side: &str| {
        let points = shown["points"].as_array().unwrap();
        points.iter().filter(|point| point[side]["n"].as_u64() < Some(5)).count()
    };
    assert_eq!((too_few("received"), too_few("experienced")), (0, 0));
    let together = &shown["finding"]["together"];
    assert!(together["teams"].as_u64() >= Some(6) && together["periods"].as_u64() >= Some(12), "{}", shown["finding"]);
    let invented = admin.get("/internal-external/null-world?seed=7").await;
    let slope = &invented["finding"]["together"];
    let end = |place: usize| slope["interval"][place].as_f64().unwrap();
    assert!(end(0) < 0.0 && 0.0 < end(1), "nothing is found where there is nothing: {slope}");
    let alarms = &invented["alarms"];
    assert!(alarms["worlds"] == 200 && alarms["panel"].as_u64() <= Some(20), "{alarms}");
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

/// Sums of what each team was rated in each month: of the answers and of their weights, how many, and by whom.
#[derive(Default)]
struct Sums {
    sum: f64,
    weight: f64,
    n: u64,
    raters: BTreeSet<String>,
}

#[tokio::test]
async fn each_point_is_the_mean_of_what_was_said_weighted_by_one_over_its_chance() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    world.demo().await;
    let shown = admin.get("/internal-external").await;
    let place = |point: &Value| {
        let team = shown["teams"][point["team"].as_u64().unwrap() as usize]["id"].as_str().unwrap();
        (team.to_owned(), point["period"].as_str().unwrap()[..7].to_owned())
    };

    let mut received: BTreeMap<(String, String), Sums> = BTreeMap::new();
    let now = world.desk.now();
    for row in world.store.read(voices::rated).unwrap() {
        let answer =
            row.answer.as_ref().and_then(|answer| answer.ease).filter(|_| is_shown(row.both, row.rating.asked_at, now));
        let Some(ease) = answer else { continue };
        let of = (row.rating.customer.0.to_string(), row.rating.asked_at.to_string()[..7].to_owned());
        let sums = received.entry(of).or_default();
        let weight = 1e6 / row.rating.chance as f64;
        (sums.sum, sums.weight, sums.n) = (sums.sum + weight * ease as f64, sums.weight + weight, sums.n + 1);
        sums.raters.insert(row.rating.rater.0.to_string());
    }

    let mut said: BTreeMap<(String, String), Sums> = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let page = admin.get(&format!("/feedback?limit=200{cursor}")).await;
        for one in page["feedback"].as_array().unwrap().iter().filter(|one| !one["request"].is_null()) {
            let answers = one["answers"].as_array().unwrap();
            let Some(csat) = answers.iter().find(|answer| answer["scale"] == "csat") else { continue };
            let links = one["chain"].as_array().unwrap();
            let teams: BTreeSet<&str> = links.iter().map(|link| link["provider"]["id"].as_str().unwrap()).collect();
            for team in teams {
                let of = (team.to_owned(), one["asked_at"].as_str().unwrap()[..7].to_owned());
                let sums = said.entry(of).or_default();
                (sums.sum, sums.n) = (sums.sum + csat["value"].as_f64().unwrap(), sums.n + 1);
            }
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }

    let points = shown["points"].as_array().unwrap();
    assert!(points.len() > 50);
    let near = |one: &Value, other: f64| (one.as_f64().unwrap() - other).abs() < 1e-9;
    for point in points {
        let (of_received, of_said) = (&received[&place(point)], &said[&place(point)]);
        assert_eq!(point["received"]["n"], json!(of_received.n), "{point}");
        assert!(near(&point["received"]["mean"], of_received.sum / of_received.weight), "{point}");
        assert_eq!(point["experienced"]["n"], json!(of_said.n), "{point}");
        assert!(near(&point["experienced"]["mean"], of_said.sum / of_said.n as f64), "{point}");
    }
    let enough = received
        .iter()
        .filter(|(of, sums)| sums.n >= 5 && sums.raters.len() >= 3 && said.get(of).is_some_and(|said| said.n >= 5));
    assert_eq!(points.len(), enough.count(), "no cell is left out and none is there that should not be");
}
