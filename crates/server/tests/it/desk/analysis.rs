//! The analysis of the desk's own records agrees with the desk.

use serde_json::json;

use super::world::{DeskWorld, HOUR, link};

#[tokio::test]
async fn desk_and_analysis_agree_on_every_promise() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    // In time, late by itself, late because of the designers, given back, passed on, waited for the customer, reopened.
    for (number, hours) in [(1, 2), (2, 6), (3, 9), (4, 3), (5, 4), (6, 7), (7, 2), (8, 1)] {
        world.at(0);
        let order = admin.order(&shop, &format!("Order {number}")).await;
        let detail = admin.get(&format!("/requests/{order}")).await;
        let arrange = link(&detail, "Arrange")["id"].as_str().unwrap().to_owned();
        let acts = format!("/requests/{arrange}/acts");
        match number {
            4 => {
                admin.post(&acts, json!({ "act": "return", "note": "which card?" })).await;
                world.at(HOUR);
                admin.act(&arrange, "offer").await;
            }
            5 => {
                admin.post(&acts, json!({ "act": "transfer", "to": shop.couriers })).await;
            }
            6 => {
                let root = format!("/requests/{order}/acts");
                admin.post(&root, json!({ "act": "pause", "why": "customer" })).await;
                world.at(3 * HOUR);
                admin.act(&order, "resume").await;
            }
            _ => {}
        }
        world.at(hours * HOUR - 600);
        admin.act(&arrange, "accept").await;
        world.at(hours * HOUR);
        admin.act(&arrange, "finish").await;
        let detail = admin.get(&format!("/requests/{order}")).await;
        world.at(hours * HOUR + 600);
        admin.act(link(&detail, "Deliver")["id"].as_str().unwrap(), "finish").await;
        if number == 7 {
            world.at(hours * HOUR + 1200);
            admin.act(&order, "reopen").await;
            world.at(6 * HOUR);
            admin.act(&order, "finish").await;
        }
    }
    let chains = admin.get("/logs/desk/chains?limit=100").await;
    let rows = chains["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 8);
    let page = admin.get("/requests?roots=true&limit=100").await;
    for request in page["requests"].as_array().unwrap() {
        let id = format!("R{}", request["number"]);
        let row = rows.iter().find(|row| row["root"] == id).unwrap_or_else(|| panic!("{id} is not analysed"));
        assert_eq!(row["outcome"], request["standing"], "{id}: {request}");
    }
    let broken = page["requests"].as_array().unwrap().iter().filter(|row| row["standing"] == "broken").count();
    assert!((2..=6).contains(&broken), "both happen: {broken}");
}
