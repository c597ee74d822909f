//! The clock is set back and forth while people work: numbers, the record and lists stay in their order, nothing is older
//! than what it follows from, and the analysis finds nothing that ends before it begins.

use std::collections::HashMap;

use catena_store::{Place, examine};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::world::{DeskWorld, HOUR, Person, link};

/// What stands on all pages of a list.
async fn pages(person: &Person<'_>, path: &str, rows: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = person.get(&format!("{path}{cursor}")).await;
        all.extend(page[rows].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

#[tokio::test]
async fn numbers_the_record_and_lists_stay_in_order_while_the_clock_jumps() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let mut orders = Vec::new();
    for second in [2 * HOUR, 0, 3 * HOUR, -HOUR, HOUR] {
        world.at(second);
        orders.push(admin.order(&shop, &format!("Order at {second}")).await);
    }
    for (order, second) in orders.iter().zip([0, 4 * HOUR, -2 * HOUR, 2 * HOUR, -HOUR]) {
        world.at(second);
        admin.post(&format!("/requests/{order}/messages"), json!({ "body": "It is on its way." })).await;
        for step in ["Arrange", "Deliver"] {
            let detail = admin.get(&format!("/requests/{order}")).await;
            admin.act(link(&detail, step)["id"].as_str().unwrap(), "finish").await;
        }
    }
    let numbers = |rows: &[Value]| rows.iter().map(|row| row["number"].as_i64().unwrap()).collect::<Vec<_>>();
    let newest = pages(&admin, "/requests?roots=true&order=newest&limit=2", "requests").await;
    assert_eq!(numbers(&newest), [13, 10, 7, 4, 1], "in the order in which they were asked, each once");
    let urgent = pages(&admin, "/requests?limit=4", "requests").await;
    let mut all = numbers(&urgent);
    all.sort_unstable();
    assert_eq!(all, (1..=15).collect::<Vec<_>>(), "each once");
    let at = |value: &Value| value.as_str().unwrap().parse::<Timestamp>().unwrap();
    for order in &orders {
        let detail = admin.get(&format!("/requests/{order}")).await;
        assert_eq!(detail["status"], "done");
        assert!(at(&detail["opened_at"]) <= at(&detail["done_at"]), "{detail}");
        for link in detail["chain"].as_array().unwrap() {
            assert!(at(&link["opened_at"]) <= at(&link["done_at"]), "{link}");
        }
    }
    let mut record = Vec::new();
    let mut before = String::new();
    loop {
        let page = admin.get(&format!("/record?limit=20{before}")).await;
        let events = page["events"].as_array().unwrap();
        let Some(last) = events.last() else { break };
        before = format!("&before={}", last["seq"]);
        record.extend(events.iter().cloned());
    }
    record.reverse();
    let mut last: HashMap<String, Timestamp> = HashMap::new();
    for (place, event) in record.iter().enumerate() {
        assert_eq!(event["seq"], place as i64 + 1, "no number is missing, and none is there twice");
        if let Some(chain) = event["chain"].as_str() {
            let before = last.insert(chain.to_owned(), at(&event["at"]));
            assert!(before.is_none_or(|before| before <= at(&event["at"])), "{event}");
        }
    }
    let quality = admin.get("/logs/desk/quality").await;
    // Hand-offs that began and ended at one instant are told, and no chain is left out.
    let mut findings = quality["findings"].as_array().unwrap().iter();
    assert!(findings.all(|finding| finding["code"] == "opens_after_parent"), "{quality}");
    assert_eq!(admin.get("/logs/desk/chains").await["total"], 5);
    let place = Place::Folder(world.folder.path().to_owned());
    let report = tokio::task::spawn_blocking(move || examine(&place)).await.unwrap().unwrap();
    assert_eq!(report.findings, [""; 0]);
}
