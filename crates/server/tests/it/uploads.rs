//! Bring your own log: through the router, with real files.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::world::{Answer, World, shop};

const NATIVE: &str = "\
id,parent,customer,provider,opened,started,closed,due,shop
O1,,Ms Rose,Clerk,2026-03-02T09:00:00Z,,2026-03-02T13:10:00Z,2026-03-02T13:00:00Z,Graz
C1,O1,Clerk,Courier,2026-03-02T11:45:00Z,,2026-03-02T13:10:00Z,2026-03-02T13:00:00Z,
O2,,Mr Lind,Clerk,2026-03-03T09:00:00Z,,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,Linz
O3,,Mr Lind,Clerk,never,,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,Linz
";

async fn upload(world: &World, name: &str, body: impl Into<Body>) -> Answer {
    let name = serde_html_form::to_string([("name", name)]).unwrap();
    let request = Request::post(format!("/api/v1/uploads?{name}"));
    world.ask(request.header(header::CONTENT_TYPE, "application/octet-stream").body(body.into()).unwrap()).await
}

async fn uploaded(world: &World, name: &str, text: &str) -> Value {
    let answer = upload(world, name, text.to_owned()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_file_of_our_own_format_is_understood_and_analysed() {
    let shop = shop();
    let file = uploaded(&shop, "My orders.csv", NATIVE).await;
    assert_eq!((&file["name"], &file["bytes"]), (&json!("My orders.csv"), &json!(NATIVE.len())));
    assert_eq!(file["proposal"]["recipe"]["kind"], "native");
    assert_eq!(file["proposal"]["columns"][3]["name"], "provider");
    let preview = &file["preview"];
    assert_eq!(
        (&preview["hand_offs"], &preview["chains"], &preview["complete_chains"]),
        (&json!(4), &json!(3), &json!(2))
    );
    assert_eq!(preview["sample"].as_array().unwrap().len(), 2);
    assert_eq!(preview["quality"]["findings"][0]["places"][0]["file"], "My orders.csv");

    let upload = file["upload"].as_str().unwrap();
    let recipe = file["proposal"]["recipe"].to_string();
    let opened = shop.send(&format!("/api/v1/uploads/{upload}/analyze"), recipe).await.json();
    assert_eq!(opened, json!({"log": "my-orders"}));
    let report = shop.json("/api/v1/logs/my-orders/analysis").await;
    assert_eq!((&report["broken_promises"], &report["left_out"]), (&json!(1), &json!({"bad_time": 1})));
    let logs = shop.json("/api/v1/logs").await;
    assert_eq!(logs["logs"][1]["source"], "upload");
}

#[tokio::test]
async fn a_corrected_recipe_gives_another_preview_and_replaces_the_log() {
    let shop = shop();
    let file = uploaded(&shop, "tickets.csv", NATIVE).await;
    let upload = format!("/api/v1/uploads/{}", file["upload"].as_str().unwrap());
    let recipe = |provider: &str| {
        let columns = json!({"id": "id", "parent": "parent", "opened": "opened", "closed": "closed", "due": "due"});
        let mut recipe = json!({"kind": "spans", "spans": columns});
        recipe["spans"]["provider"] = provider.into();
        recipe.to_string()
    };
    let preview = shop.send(&format!("{upload}/preview"), recipe("provider")).await.json();
    assert_eq!((&preview["hand_offs"], &preview["complete_chains"]), (&json!(4), &json!(2)), "{preview}");
    for (column, provider) in [("provider", "Clerk"), ("customer", "Ms Rose")] {
        let opened = shop.send(&format!("{upload}/analyze"), recipe(column)).await.json();
        assert_eq!(opened, json!({"log": "tickets"}));
        let chains = shop.json("/api/v1/logs/tickets/chains").await;
        assert_eq!(chains["rows"][0]["provider"], provider);
    }
    assert_eq!(shop.json("/api/v1/logs").await["logs"].as_array().unwrap().len(), 2);
    let recipe = shop.look("/api/v1/logs/tickets/recipe").await.text();
    assert!(recipe.contains("provider = \"customer\""), "{recipe}");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_while_it_arrives() {
    let answer = upload(&shop(), "large.csv", vec![b'x'; 100_001]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "upload_too_large"));
    assert_eq!(answer.json()["detail"], "\"large.csv\" is larger than the 100000 bytes that this server accepts");
}

#[tokio::test]
async fn a_file_of_another_kind_is_a_clear_problem_without_our_folders() {
    let shop = shop();
    for (name, bytes) in [
        ("photo.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"[..]),
        ("empty.csv", b""),
        ("../../etc/passwd", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
    ] {
        let answer = upload(&shop, name, bytes).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "unreadable_file"));
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        let last = name.rsplit('/').next().unwrap();
        assert!(detail.starts_with(&format!("{last}: ")), "{detail}");
    }
    assert_eq!(
        shop.send("/api/v1/uploads/upload-1/preview", "{\"kind\":\"native\"}").await.problem(),
        "unknown_upload"
    );
}

#[tokio::test]
async fn a_recipe_cannot_make_the_server_read_other_files() {
    let shop = shop();
    let file = uploaded(&shop, "orders.csv", NATIVE).await;
    let upload = file["upload"].as_str().unwrap();
    let recipe = json!({"kind": "native", "join": [{"file": "/etc/passwd", "key": "id", "on": "id"}]}).to_string();
    for action in ["preview", "analyze"] {
        let answer = shop.send(&format!("/api/v1/uploads/{upload}/{action}"), recipe.clone()).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "bad_recipe"));
        assert!(answer.json()["detail"].as_str().unwrap().contains("/etc/passwd"));
    }
}

#[tokio::test]
async fn a_recipe_that_cannot_be_used_is_a_clear_problem() {
    let shop = shop();
    let file = uploaded(&shop, "orders.csv", NATIVE).await;
    let preview = format!("/api/v1/uploads/{}/preview", file["upload"].as_str().unwrap());
    for (recipe, code) in [
        ("{", "bad_recipe"),
        ("{\"kind\":\"native\",\"flavour\":1}", "bad_recipe"),
        (
            "{\"kind\":\"spans\",\"spans\":{\"id\":\"id\",\"parent\":\"parent\",\"provider\":\"team\",\"opened\":\"opened\",\"closed\":\"closed\"}}",
            "unreadable_file",
        ),
    ] {
        let answer = shop.send(&preview, recipe).await;
        assert_eq!(answer.problem(), code, "{}", answer.text());
    }
}

#[tokio::test]
async fn the_oldest_upload_and_its_log_make_room() {
    let shop = shop();
    let mut logs = Vec::new();
    for name in ["one.csv", "two.csv", "three.csv"] {
        let file = uploaded(&shop, name, NATIVE).await;
        let address = format!("/api/v1/uploads/{}/analyze", file["upload"].as_str().unwrap());
        logs.push(shop.send(&address, file["proposal"]["recipe"].to_string()).await.json());
    }
    assert_eq!(shop.look("/api/v1/logs/one").await.problem(), "unknown_log");
    assert_eq!(shop.look("/api/v1/logs/three").await.status, StatusCode::OK);
    assert_eq!(
        shop.send("/api/v1/uploads/upload-1/preview", "{\"kind\":\"native\"}").await.problem(),
        "unknown_upload"
    );
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_a_problem_and_leaves_nothing() {
    struct Broken(u8);
    impl axum::body::HttpBody for Broken {
        type Data = Bytes;
        type Error = std::io::Error;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
            self.0 += 1;
            std::task::Poll::Ready(Some(match self.0 {
                1 => Ok(http_body::Frame::data(Bytes::from_static(b"id,parent\n"))),
                _ => Err(std::io::Error::other("the line went dead")),
            }))
        }
    }
    let shop = shop();
    let answer = upload(&shop, "orders.csv", Body::new(Broken(0))).await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::BAD_REQUEST, "upload_broken"));
    assert_eq!(uploaded(&shop, "orders.csv", NATIVE).await["upload"], "upload-1");
}
