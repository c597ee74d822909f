//! What just happened, told to whoever watches.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use catena_server::{Reach, router};
use serde_json::{Value, json};
use tokio_stream::StreamExt;
use tower::ServiceExt;

use super::world::{DeskWorld, Person};

/// The next events of a stream that is opened after event `seen`.
pub async fn watch(person: &Person<'_>, seen: Option<i64>) -> impl StreamExt<Item = Value> + Unpin {
    let mut request =
        Request::get("/api/v1/events").header(header::HOST, "127.0.0.1:7070").header(header::COOKIE, &person.cookie);
    if let Some(seen) = seen {
        request = request.header("last-event-id", seen);
    }
    let router = router(person.at.world.state.clone(), Reach::Loopback);
    let answer = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    let pieces = answer.into_body().into_data_stream().filter_map(|piece| {
        let text = String::from_utf8(piece.unwrap().to_vec()).unwrap();
        let data = text.lines().find_map(|line| line.strip_prefix("data: "))?;
        serde_json::from_str(data).ok()
    });
    Box::pin(pieces)
}

pub async fn next(stream: &mut (impl StreamExt<Item = Value> + Unpin)) -> Value {
    tokio::time::timeout(Duration::from_secs(10), stream.next())
        .await
        .expect("news come soon")
        .expect("the stream goes on")
}

#[tokio::test]
async fn whoever_watches_is_told_and_resumes_after_a_lost_connection() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let mut first = watch(&admin, None).await;
    let order = admin.order(&shop, "Red roses").await;
    let told = next(&mut first).await;
    assert_eq!((&told["kind"], &told["chain"]), (&json!("asked"), &json!(order)));
    drop(first);
    admin.post(&format!("/requests/{order}/notes"), json!({ "body": "While nobody watched" })).await;
    let mut again = watch(&admin, told["seq"].as_i64()).await;
    let mut last = next(&mut again).await;
    assert_eq!(last["seq"], told["seq"].as_i64().unwrap() + 1, "nothing is left out");
    while last["kind"] != "noted" {
        last = next(&mut again).await;
    }
    assert!(!last.to_string().contains("nobody"), "ids and kinds, no words");
}
