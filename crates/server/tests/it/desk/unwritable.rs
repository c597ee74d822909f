//! A desk on which nothing can be written for a while: whoever signed in reads on, and is told why nothing is taken down.

use axum::http::{Method, StatusCode};
use catena_store::Error;
use serde_json::json;

use super::world::{DeskWorld, HOUR};

/// Lets nothing be written from now on.
async fn close(world: &DeskWorld) {
    let set = |tx: &mut catena_store::Tx<'_>| tx.sql().query("pragma query_only = on", &[]).map(|_| ());
    world.store.write::<(), Error>(set).await.unwrap();
}

#[tokio::test]
async fn whoever_signed_in_reads_on_while_nothing_can_be_written() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let token = admin.post("/tokens", json!({ "name": "x", "scope": "write" })).await["secret"].clone();
    let bearer = format!("Bearer {}", token.as_str().unwrap());
    let shop = admin.shop().await;
    admin.order(&shop, "Red roses").await;
    close(&world).await;
    // That a key was used is written down once a minute, and cannot be now.
    world.at(HOUR);
    for _ in 0..2 {
        assert_eq!(admin.get("/requests/1").await["subject"], "Red roses");
        let program = world.nobody();
        let answer = program.ask(Method::GET, "/requests/1", None, &[("authorization", &bearer)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    let new = json!({ "subject": "Tulips", "customer": shop.rosa, "service": shop.bouquet });
    let answer = admin.send(Method::POST, "/requests", new).await;
    assert_eq!((answer.status, answer.problem()), (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable".to_owned()));
}
