//! Lists of chains, one chain, and the same as CSV, on a simulated year of flower shops.

use std::sync::LazyLock;

use axum::http::StatusCode;
use catena_analysis::Handoffs;
use catena_server::{AppState, Source};
use catena_simulator::{Plan, simulate};
use insta::assert_json_snapshot;
use serde_json::Value;

use crate::world::{World, made, settings, shop};

/// One year of three shops, simulated once for all tests.
static YEAR: LazyLock<Handoffs> = LazyLock::new(|| simulate(&Plan { years: 1, shops: 3, ..Plan::default() }).handoffs);

/// A server with the log `year`.
fn year() -> World {
    let state = AppState::new(&settings());
    state.open_later("year", Source::Sample, None, || Ok(made(YEAR.clone())));
    World { state }
}

/// `name=value` as it is written in an address.
fn parameter(name: &str, value: &str) -> String {
    serde_html_form::to_string([(name, value)]).unwrap()
}

async fn list(year: &World, query: &str) -> (u64, Vec<Value>) {
    let page = year.json(&format!("/api/v1/logs/year/chains?{query}")).await;
    (page["total"].as_u64().unwrap(), page["rows"].as_array().unwrap().clone())
}

fn column<'a>(rows: &'a [Value], name: &str) -> Vec<&'a Value> {
    rows.iter().map(|row| &row[name]).collect()
}

#[tokio::test]
async fn the_late_bouquet_is_listed_and_explained() {
    assert_json_snapshot!("list", shop().json("/api/v1/logs/flower-shop/chains").await);
    assert_json_snapshot!("chain", shop().json("/api/v1/logs/flower-shop/chain?root=O1").await);
}

#[tokio::test]
async fn the_lists_of_outcomes_are_as_long_as_the_report_says() {
    let year = year();
    let report = year.json("/api/v1/logs/year/analysis").await;
    for (outcome, count) in [("kept", "kept_promises"), ("broken", "broken_promises"), ("none", "without_promise")] {
        let (total, rows) = list(&year, &format!("outcome={outcome}&limit=7")).await;
        assert_eq!(report[count], total, "{outcome}");
        assert!(rows.iter().all(|row| row["outcome"] == outcome));
    }
    assert_eq!(report["complete_chains"], list(&year, "").await.0);
}

#[tokio::test]
async fn the_list_behind_a_link_is_as_long_as_its_broken_promises() {
    let year = year();
    let report = year.json("/api/v1/logs/year/analysis").await;
    let links = report["links"].as_array().unwrap();
    assert!(links.iter().any(|link| link["broke"] != 0));
    for link in links {
        let provider = link["provider"].as_str().unwrap();
        let (total, rows) = list(&year, &(parameter("broke", provider) + "&limit=3")).await;
        assert_eq!(link["broke"], total, "{provider}");
        assert!(rows.iter().all(|row| row["broke"].as_array().unwrap().iter().any(|name| name == provider)));
    }
}

#[tokio::test]
async fn every_order_is_the_reverse_of_its_opposite_up_to_ties() {
    let year = year();
    let all = list(&year, "limit=500&sort=root").await.0;
    for (sort, key) in [
        ("overrun", "overrun_seconds"),
        ("opened", "opened"),
        ("lead", "lead_seconds"),
        ("hand_offs", "hand_offs"),
        ("root", "root"),
    ] {
        let (_, up) = list(&year, &format!("sort={sort}&limit=500")).await;
        let (total, down) = list(&year, &format!("sort=-{sort}&limit=500")).await;
        assert_eq!(total, all);
        let text = |rows: &[Value]| -> Vec<(i64, String)> {
            column(rows, key)
                .into_iter()
                .map(|value| (value.as_i64().unwrap_or(0), value.as_str().unwrap_or_default().to_owned()))
                .collect()
        };
        let (up, down) = (text(&up), text(&down));
        assert!(up.is_sorted(), "{sort}");
        assert!(down.is_sorted_by(|a, b| a >= b), "-{sort}");
        assert!(down[0] > up[0], "{sort}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_to_the_last_row() {
    let year = year();
    let (total, first) = list(&year, "limit=3&sort=root").await;
    let (_, second) = list(&year, "limit=3&offset=3&sort=root").await;
    let (_, both) = list(&year, "limit=6&sort=root").await;
    assert_eq!([first, second].concat(), both);
    let (_, last) = list(&year, &format!("limit=3&offset={}&sort=root", total - 1)).await;
    let (_, beyond) = list(&year, &format!("limit=3&offset={total}")).await;
    assert_eq!((last.len(), beyond.len()), (1, 0));
    assert_eq!(year.look("/api/v1/logs/year/chains?limit=501").await.problem(), "bad_parameter");
}

#[tokio::test]
async fn chains_are_found_by_edge_by_team_and_by_a_part_of_their_id() {
    let year = year();
    let log = year.json("/api/v1/logs/year").await;
    for edge in log["edges"].as_array().unwrap() {
        let (provider, customer) = (edge["provider"].as_str().unwrap(), edge["customer"].as_str().unwrap());
        let (total, rows) = list(&year, &(parameter("edge", &format!("{provider}>{customer}")) + "&limit=1")).await;
        assert!(total > 0, "{provider} > {customer}");
        let root = rows[0]["root"].as_str().unwrap();
        let chain = year.json(&format!("/api/v1/logs/year/chain?root={root}")).await;
        let hand_offs = chain["hand_offs"].as_array().unwrap();
        assert!(hand_offs.iter().any(|hand_off| hand_off["provider"] == provider));
    }
    let (all, rows) = list(&year, "limit=1").await;
    let root = rows[0]["root"].as_str().unwrap();
    let (found, _) = list(&year, &format!("q={}", root.to_lowercase())).await;
    assert!(found >= 1 && found < all);
    assert_eq!(list(&year, "q=no-such-order").await.0, 0);
    for query in ["provider=Nobody", "broke=Nobody", "edge=Nobody%3E", "edge=", "outcome=late", "sort=name"] {
        assert_eq!(year.look(&format!("/api/v1/logs/year/chains?{query}")).await.problem(), "bad_parameter", "{query}");
    }
}

#[tokio::test]
async fn a_chain_is_told_in_tree_order_and_its_path_covers_the_lead_time() {
    let year = year();
    let (_, rows) = list(&year, "sort=-hand_offs&limit=20").await;
    for row in rows {
        let root = row["root"].as_str().unwrap();
        let chain = year.json(&format!("/api/v1/logs/year/chain?root={root}")).await;
        let hand_offs = chain["hand_offs"].as_array().unwrap();
        assert_eq!(row["hand_offs"], hand_offs.len());
        for (index, hand_off) in hand_offs.iter().enumerate().skip(1) {
            assert!(hand_offs[..index].iter().any(|before| before["id"] == hand_off["parent"]));
        }
        let on_path: i64 = column(hand_offs, "on_path_seconds").iter().map(|seconds| seconds.as_i64().unwrap()).sum();
        assert_eq!(row["lead_seconds"], on_path);
        let path = chain["path"].as_array().unwrap();
        assert_eq!((&path[0]["from"], &path[path.len() - 1]["to"]), (&row["opened"], &row["closed"]));
        assert!(path.windows(2).all(|parts| parts[0]["to"] == parts[1]["from"]));
        assert_eq!(chain["broke"], row["broke"]);
    }
}

#[tokio::test]
async fn an_unknown_chain_is_a_problem() {
    let answer = shop().look("/api/v1/logs/flower-shop/chain?root=O2").await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::NOT_FOUND, "unknown_chain"));
    assert_eq!(answer.json()["detail"], "the log \"flower-shop\" has no complete chain with the root \"O2\"");
}

#[tokio::test]
async fn a_list_can_be_taken_home_as_csv() {
    let year = year();
    let (total, rows) = list(&year, "outcome=broken&sort=-overrun&limit=500").await;
    let answer = year.look("/api/v1/logs/year/chains.csv?outcome=broken&sort=-overrun").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"year-chains.csv\"");
    let text = answer.text();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("root,customer,provider,opened,closed,due,outcome,overrun_seconds,lead_seconds,hand_offs,broke,rating")
    );
    let roots: Vec<&str> = lines.map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(roots.len() as u64, total);
    assert!(rows.iter().zip(roots).all(|(row, root)| row["root"] == root));
}

#[tokio::test]
async fn reports_keep_to_their_schema() {
    let year = year();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("report.json", catena_server::json_schema()).unwrap();
    let mut schemas = boon::Schemas::new();
    let schema = compiler.compile("report.json", &mut schemas).unwrap();
    for query in ["", "?internal=true", "?where=provider=Nobody"] {
        let report = year.json(&format!("/api/v1/logs/year/analysis{query}")).await;
        if let Err(error) = schemas.validate(&report, schema) {
            panic!("{query}: {error:#}");
        }
        let mut damaged = report.clone();
        damaged["links"] = Value::from("none");
        assert!(schemas.validate(&damaged, schema).is_err());
    }
}
