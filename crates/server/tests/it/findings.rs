//! Findings through the router.

use axum::http::StatusCode;
use insta::assert_json_snapshot;
use serde_json::json;

use crate::world::shop;

#[tokio::test]
async fn the_logs_are_listed() {
    assert_json_snapshot!(shop().json("/api/v1/logs").await);
}

#[tokio::test]
async fn a_log_says_what_its_chains_can_be_filtered_by() {
    assert_json_snapshot!(shop().json("/api/v1/logs/flower-shop").await);
}

#[tokio::test]
async fn the_late_bouquet_is_analysed() {
    assert_json_snapshot!(shop().json("/api/v1/logs/flower-shop/analysis").await);
}

#[tokio::test]
async fn filters_choose_chains_and_are_repeated_in_the_report() {
    let shop = shop();
    let analysis = "/api/v1/logs/flower-shop/analysis";
    for (filters, chains) in [
        ("?where=shop=Graz&where=provider=Courier", 1),
        ("?where=shop=Linz", 0),
        ("?where=shop=Linz&where=shop=Graz", 1),
        ("?where=customer=Ms%20Rose", 1),
        ("?from=2026-03-02&to=2026-03-03", 1),
        ("?to=2026-03-02T09:00:00Z", 0),
        ("?from=2026-03-02T10:00:01%2B01:00", 0),
        ("?internal=true", 0),
    ] {
        let report = shop.json(&format!("{analysis}{filters}")).await;
        assert_eq!(report["complete_chains"], chains, "{filters}");
    }
    let report = shop.json(&format!("{analysis}?where=shop=Graz&from=2026-03-02")).await;
    assert_eq!(
        report["options"],
        json!({
            "typical": 0.75, "resamples": 1000, "seed": 1, "where": [{"name": "shop", "value": "Graz"}],
            "from": "2026-03-02T00:00:00Z", "to": null, "internal": false,
        })
    );
}

#[tokio::test]
async fn a_parameter_that_cannot_be_used_is_refused_by_name() {
    let shop = shop();
    for (query, said) in [
        ("wher=shop=Graz", "there is no parameter \"wher\" here; there are where, from, to, internal"),
        ("where=Graz", "the filter \"Graz\" is not of the form name=value"),
        ("where=town=Graz", "there is no column `town` to filter by; there are provider, customer, shop"),
        (
            "from=yesterday",
            "from=\"yesterday\" is neither an instant like 2026-03-02T09:00:00Z nor a date like 2026-03-02",
        ),
    ] {
        let answer = shop.look(&format!("/api/v1/logs/flower-shop/analysis?{query}")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::BAD_REQUEST, "bad_parameter"));
        assert_eq!(answer.json()["detail"], said);
    }
    let answer = shop.look("/api/v1/logs/flower-shop/analysis?internal=perhaps").await;
    assert_eq!(answer.problem(), "bad_parameter");
}

#[tokio::test]
async fn a_repair_of_any_late_link_keeps_the_promise_and_that_of_others_does_not() {
    let shop = shop();
    let what_if = "/api/v1/logs/flower-shop/what-if";
    let saved = json!({"broken_promises": 1, "saved": 1, "still_broken": 0});
    let lost = json!({"broken_promises": 1, "saved": 0, "still_broken": 1});
    assert_eq!(shop.json(&format!("{what_if}?repair=Courier")).await, saved);
    assert_eq!(shop.json(&format!("{what_if}?repair=Clerk&repair=Designer")).await, saved);
    assert_eq!(shop.json(&format!("{what_if}?repair=Clerk")).await, lost);
    assert_eq!(shop.json(what_if).await, lost);
    assert_eq!(shop.look(&format!("{what_if}?repair=Ms%20Rose")).await.problem(), "bad_parameter");
}

#[tokio::test]
async fn an_unknown_log_is_a_problem_everywhere() {
    let shop = shop();
    for place in ["", "/analysis", "/what-if", "/chains", "/chain?root=O1", "/chains.csv", "/quality", "/recipe"] {
        let answer = shop.look(&format!("/api/v1/logs/other{place}")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::NOT_FOUND, "unknown_log"), "{place}");
    }
}

#[tokio::test]
async fn quality_and_recipe_are_shown() {
    let shop = shop();
    let quality = shop.json("/api/v1/logs/flower-shop/quality").await;
    assert_eq!((&quality["rows"], &quality["hand_offs"]), (&json!(4), &json!(4)));
    let recipe = shop.look("/api/v1/logs/flower-shop/recipe").await;
    assert_eq!(recipe.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(recipe.text(), "kind = \"native\"\n");
}
