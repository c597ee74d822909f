//! What the server does not let happen.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use catena_server::{AppState, Settings, Source};

use crate::world::{World, flower_shop, settings, shop};

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_a_number() {
    let shop = shop();
    for address in ["/", "/assets/none.js", "/api/v1/logs", "/api/v1/logs/other", "/api/nothing"] {
        let answer = shop.look(address).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; ") && policy.ends_with("frame-ancestors 'none'"), "{address}");
        assert!(!policy.contains("script-src"), "scripts come from the server alone");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("x-request-id"), "1");
        assert!(!answer.header("cache-control").is_empty());
    }
    assert_eq!(shop.look("/api/v1/logs").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_foreign_host_name_is_turned_away() {
    let request = |host| Request::get("/api/v1/logs").header(header::HOST, host).body(Body::empty()).unwrap();
    for host in ["catena.example", "127.0.0.1.example:7070", "10.0.0.7"] {
        let answer = shop().ask(request(host)).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::MISDIRECTED_REQUEST, "wrong_host"));
    }
    for host in ["localhost:7070", "127.0.0.1", "[::1]:7070"] {
        assert_eq!(shop().ask(request(host)).await.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_cannot_send_a_file() {
    let request = |name, value| {
        let request = Request::post("/api/v1/uploads?name=a.csv").header(name, value);
        request.body(Body::from("id\n")).unwrap()
    };
    for (name, value) in [
        (header::ORIGIN, "https://evil.example"),
        (header::ORIGIN, "null"),
        (header::ORIGIN, "http://127.0.0.1:9999"),
        (header::HeaderName::from_static("sec-fetch-site"), "cross-site"),
    ] {
        let answer = shop().ask(request(name, value)).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::FORBIDDEN, "foreign_origin"), "{value}");
    }
    let own = shop().ask(request(header::ORIGIN, "http://127.0.0.1:7070")).await;
    assert_ne!(own.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_panic_in_one_request_harms_no_other() {
    let world = shop();
    let healed = std::sync::Arc::new(AtomicBool::new(false));
    let seen = healed.clone();
    world.state.open_later("broken", Source::Sample, None, move || {
        assert!(seen.load(Ordering::Relaxed), "the first reading goes wrong");
        Ok(flower_shop())
    });
    let answer = world.look("/api/v1/logs/broken").await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"));
    assert!(!answer.text().contains("goes wrong"), "causes inside the server are nobody's business");
    assert_eq!(world.look("/api/v1/logs/flower-shop").await.status, StatusCode::OK);
    healed.store(true, Ordering::Relaxed);
    assert_eq!(world.look("/api/v1/logs/broken").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_a_problem() {
    let (finish, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let state = AppState::new(&Settings { time_limit: Duration::from_millis(20), ..settings() });
    state.open_later("slow", Source::Sample, None, move || {
        let _ = wait.lock().unwrap().recv();
        Ok(flower_shop())
    });
    let answer = World { state }.look("/api/v1/logs/slow").await;
    drop(finish);
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "took_too_long"));
}

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist_are_problems() {
    let shop = shop();
    for address in ["/api/", "/api/v1", "/api/v1/nothing", "/api/v2/logs"] {
        let answer = shop.look(address).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::NOT_FOUND, "unknown_place"), "{address}");
    }
    assert_ne!(shop.look("/api").await.header("content-type"), "application/problem+json", "it is a page of the desk");
    assert_eq!(shop.look("/api/v1/logs/%ff").await.problem(), "bad_parameter");
    for address in ["/api/v1/logs", "/", "/logs/flower-shop"] {
        let request = Request::builder().method(Method::DELETE).uri(address).body(Body::empty()).unwrap();
        let answer = shop.ask(request).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "wrong_method"));
        assert!(answer.header("allow").contains("GET"), "{address}");
    }
}

#[tokio::test]
async fn large_answers_are_packed_for_those_who_can_unpack_them() {
    let request = Request::get("/api/v1/openapi.json").header(header::ACCEPT_ENCODING, "gzip");
    let answer = shop().ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert!(answer.body.len() < shop().look("/api/v1/openapi.json").await.body.len() / 4);
}

#[tokio::test]
async fn the_page_of_problems_and_the_description_are_served() {
    let shop = shop();
    assert_eq!(shop.json("/api/v1/openapi.json").await["openapi"], "3.1.0");
    let problems = shop.look("/api/v1/problems").await.text();
    assert!(problems.contains("## unknown_log\n\nStatus 404. "));
}
