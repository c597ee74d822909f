//! Every operation of the API, and who is refused: strangers, customers, members, leads, auditors, administrators.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{DeskWorld, Person};

/// An operation, something to send, and the roles that are let in: `s`tranger, `c`ustomer, `m`ember, `l`ead, a`u`ditor,
/// `a`dministrator. Whoever is let in may still hear that there is no such thing.
fn table() -> Vec<Row> {
    [desk(), outbound(), voices(), pulse()].concat()
}

type Row = (&'static str, &'static str, Value, &'static str);

/// What leaves the desk: notices and webhooks.
fn outbound() -> Vec<Row> {
    let nothing = || Value::Null;
    vec![
        ("GET", "/outbox", nothing(), "ua"),
        ("POST", "/outbox/{notice}/retry", nothing(), "a"),
        ("POST", "/outbox/{notice}/cancel", nothing(), "a"),
        ("PUT", "/outbox/language", json!({ "language": "de" }), "a"),
        ("GET", "/account/notices", nothing(), "cmlua"),
        ("PUT", "/account/notices", json!({ "off": [] }), "cmlua"),
        ("GET", "/webhooks", nothing(), "ua"),
        ("POST", "/webhooks", json!({ "url": "http://127.0.0.1/" }), "a"),
        ("PATCH", "/webhooks/{webhook}", json!({}), "a"),
        ("DELETE", "/webhooks/{webhook}", nothing(), "a"),
        ("POST", "/webhooks/{webhook}/secret", nothing(), "a"),
        ("POST", "/webhooks/{webhook}/test", nothing(), "a"),
        ("GET", "/webhooks/{webhook}/deliveries", nothing(), "ua"),
        ("POST", "/webhooks/{webhook}/deliveries/{seq}/retry", nothing(), "a"),
    ]
}

/// How it is to work here.
fn pulse() -> Vec<Row> {
    let nothing = || Value::Null;
    let new = json!({ "name": "X", "floor": 5, "items": [], "ends_at": "2026-03-09T09:00:00Z" });
    vec![
        ("GET", "/pulse", nothing(), "mlua"),
        ("POST", "/pulse/preview", new.clone(), "a"),
        ("POST", "/pulse/waves", new, "a"),
        ("GET", "/pulse/waves/{wave}/slip", nothing(), "mlua"),
        ("POST", "/pulse/waves/{wave}/answers", json!({ "slip": "ab".repeat(32), "items": [] }), "scmlua"),
        ("POST", "/pulse/waves/{wave}/reminder", nothing(), "a"),
        ("POST", "/pulse/waves/{wave}/close", nothing(), "a"),
        ("GET", "/pulse/waves/{wave}/release", nothing(), "mlua"),
        ("GET", "/pulse/waves/{wave}/looks", nothing(), "mlua"),
        ("GET", "/pulse/teams", nothing(), "mlua"),
    ]
}

/// What customers say.
fn voices() -> Vec<Row> {
    let nothing = || Value::Null;
    let id = "00000000-0000-4000-8000-000000000009";
    let title = json!({ "en": "X" });
    let survey = json!({
        "name": "X", "purpose": "transactional", "title": title, "questions": [{ "scale": "csat", "label": title }],
    });
    let answer = json!({ "answers": [{ "question": id, "value": 5 }] });
    vec![
        ("GET", "/surveys", nothing(), "mlua"),
        ("POST", "/surveys", survey.clone(), "a"),
        ("GET", "/surveys/{survey}", nothing(), "mlua"),
        ("PUT", "/surveys/{survey}", survey, "a"),
        ("PUT", "/surveys/{survey}/running", json!({ "running": true }), "a"),
        ("POST", "/surveys/{survey}/campaign", json!({ "customers": [id] }), "la"),
        ("GET", "/feedback", nothing(), "cmlua"),
        ("GET", "/scores", nothing(), "mlua"),
        ("GET", "/experience", nothing(), "lua"),
        ("GET", "/rated-links", nothing(), "lua"),
        ("POST", "/asks/{ask}/link", nothing(), "mla"),
        ("POST", "/asks/{ask}/answer", answer.clone(), "c"),
        ("GET", "/feedback/{key}", nothing(), "scmlua"),
        ("POST", "/feedback/{key}", answer.clone(), "scmlua"),
        ("POST", "/track/{key}/feedback", answer, "scmlua"),
        ("GET", "/reviews", nothing(), "mlua"),
        ("POST", "/reviews", json!({ "source": "X", "stars": 5 }), "mla"),
        ("GET", "/conversations", nothing(), "mlua"),
        ("POST", "/conversations", json!({ "customer": id, "words": "X" }), "mla"),
        ("GET", "/outcomes", nothing(), "mlua"),
        ("POST", "/outcomes", json!({ "customer": id, "what": "left" }), "mla"),
        ("PUT", "/reviews/{review}", json!({ "source": "X", "stars": 5 }), "mla"),
        ("DELETE", "/reviews/{review}", nothing(), "mla"),
        ("PUT", "/conversations/{conversation}", json!({ "customer": id, "words": "X" }), "mla"),
        ("DELETE", "/conversations/{conversation}", nothing(), "mla"),
        ("PUT", "/outcomes/{outcome}", json!({ "customer": id, "what": "left" }), "mla"),
        ("DELETE", "/outcomes/{outcome}", nothing(), "mla"),
        ("GET", "/surveys/{survey}/audience", nothing(), "la"),
        ("GET", "/surveys/{survey}/campaigns", nothing(), "mlua"),
        ("GET", "/feedback/export", nothing(), "mlua"),
        ("GET", "/parties/{party}/owner", nothing(), "mlua"),
        ("PUT", "/parties/{party}/owner", json!({ "team": null }), "mla"),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table with a line for each operation")]
fn desk() -> Vec<Row> {
    let nothing = Value::Null;
    let id = "00000000-0000-4000-8000-000000000009";
    let hours = json!({ "zone": "UTC", "week": [["09:00-17:00"], [], [], [], [], [], []] });
    vec![
        ("GET", "/session", nothing.clone(), "scmlua"),
        ("POST", "/session", json!({ "login": "x", "password": "y" }), "-"),
        ("DELETE", "/session", nothing.clone(), "cmlua"),
        ("GET", "/sign-on", nothing.clone(), "scmlua"),
        ("GET", "/sign-on/reply", nothing.clone(), "scmlua"),
        ("POST", "/sign-on/code", json!({ "code": "000000" }), "scmlua"),
        ("GET", "/sessions", nothing.clone(), "cmlua"),
        ("DELETE", "/sessions/{session}", nothing.clone(), "cmlua"),
        ("GET", "/welcome/{key}", nothing.clone(), "-"),
        ("POST", "/welcome/{key}", json!({ "password": "long enough for it" }), "-"),
        ("PUT", "/account/password", json!({ "password": "long enough for it" }), "-"),
        ("POST", "/account/second-factor", nothing.clone(), "cmlua"),
        ("PUT", "/account/second-factor", json!({ "code": "000000" }), "-"),
        ("DELETE", "/account/second-factor", json!({ "password": "?" }), "-"),
        ("GET", "/accounts", nothing.clone(), "ua"),
        ("POST", "/accounts", json!({ "name": "X", "login": "admin", "role": "member" }), "a"),
        ("PATCH", "/accounts/{account}", json!({}), "a"),
        ("POST", "/accounts/{account}/link", json!({}), "a"),
        ("GET", "/tokens", nothing.clone(), "cmlua"),
        ("POST", "/tokens", json!({ "name": "x", "scope": "read" }), "cmlua"),
        ("DELETE", "/tokens/{token}", nothing.clone(), "cmlua"),
        ("DELETE", "/demo", nothing.clone(), "a"),
        ("GET", "/parties", nothing.clone(), "mlua"),
        ("POST", "/parties", json!({ "kind": "person", "name": "X" }), "mla"),
        ("GET", "/parties/{party}", nothing.clone(), "mlua"),
        ("PATCH", "/parties/{party}", json!({}), "cmlua"),
        ("POST", "/parties/{party}/handles", json!({ "kind": "phone", "value": "1" }), "mla"),
        ("DELETE", "/parties/{party}/handles/{handle}", nothing.clone(), "mla"),
        ("POST", "/parties/{party}/erasure", nothing.clone(), "a"),
        ("GET", "/directory", nothing.clone(), "mlua"),
        ("PUT", "/teams/{team}/members/{person}", json!({}), "a"),
        ("DELETE", "/teams/{team}/members/{person}", nothing.clone(), "a"),
        ("GET", "/services", nothing.clone(), "cmlua"),
        ("POST", "/services", json!({ "name": "X", "provider": id }), "a"),
        ("GET", "/services/{service}", nothing.clone(), "cmlua"),
        ("PUT", "/services/{service}", json!({ "name": "X", "provider": id }), "a"),
        ("GET", "/services/{service}/versions", nothing.clone(), "mlua"),
        ("GET", "/services/{service}/possible", nothing.clone(), "mlua"),
        ("GET", "/calendars", nothing.clone(), "mlua"),
        ("POST", "/calendars", json!({ "name": "X", "hours": hours }), "a"),
        ("GET", "/calendars/{calendar}", nothing.clone(), "mlua"),
        ("PUT", "/calendars/{calendar}", json!({ "name": "X", "hours": hours }), "a"),
        ("POST", "/deadlines", json!({ "hours": hours, "from": "2026-03-02T09:00:00Z", "seconds": 60 }), "mlua"),
        ("GET", "/policy", nothing.clone(), "mlua"),
        ("PUT", "/policy", json!({ "version": 7, "rules": [] }), "a"),
        ("GET", "/requests", nothing.clone(), "cmlua"),
        ("POST", "/requests", json!({ "subject": "X", "provider": id }), "cmla"),
        ("GET", "/requests/{request}", nothing.clone(), "cmlua"),
        ("PATCH", "/requests/{request}", json!({}), "mla"),
        ("POST", "/requests/{request}/acts", json!({ "act": "accept" }), "cmlua"),
        ("POST", "/undo", json!({ "act": id }), "cmlua"),
        ("POST", "/requests/{request}/hand-offs", json!({ "subject": "X", "provider": id }), "mla"),
        (
            "POST",
            "/requests/{request}/terms",
            json!({ "promise": "resolution", "due_at": "2026-03-02T09:00:00Z" }),
            "mla",
        ),
        ("POST", "/requests/{request}/messages", json!({ "body": "X" }), "cmlua"),
        ("POST", "/requests/{request}/notes", json!({ "body": "X" }), "mla"),
        ("PUT", "/requests/{request}/drafts/{kind}", json!({ "body": "X" }), "cmlua"),
        ("POST", "/requests/{request}/message-files", nothing.clone(), "cmlua"),
        ("GET", "/requests/{request}/message-files/{file}", nothing.clone(), "cmlua"),
        ("DELETE", "/requests/{request}/message-files/{file}", nothing.clone(), "cmlua"),
        ("POST", "/requests/{request}/note-files", nothing.clone(), "mla"),
        ("GET", "/requests/{request}/note-files/{file}", nothing.clone(), "mlua"),
        ("DELETE", "/requests/{request}/note-files/{file}", nothing.clone(), "mla"),
        ("GET", "/requests/{request}/links", nothing.clone(), "mlua"),
        ("POST", "/requests/{request}/links", nothing.clone(), "mla"),
        ("DELETE", "/requests/{request}/links/{link}", nothing.clone(), "mla"),
        ("POST", "/requests/{request}/merge", json!({ "into": id }), "mla"),
        ("DELETE", "/requests/{request}/merge", nothing.clone(), "mla"),
        ("PUT", "/requests/{request}/presence", json!({ "writing": false }), "mlua"),
        ("DELETE", "/requests/{request}/presence", nothing.clone(), "mlua"),
        ("GET", "/today", nothing.clone(), "cmlua"),
        ("GET", "/board", nothing.clone(), "mlua"),
        ("GET", "/at-risk/chains", nothing.clone(), "mlua"),
        ("GET", "/at-risk/customers", nothing.clone(), "mlua"),
        ("GET", "/internal-external", nothing.clone(), "lua"),
        ("GET", "/internal-external/null-world", nothing.clone(), "lua"),
        ("GET", "/search", nothing.clone(), "cmlua"),
        ("GET", "/views", nothing.clone(), "mlua"),
        ("POST", "/views", json!({ "name": "X", "query": "open=true" }), "mlua"),
        ("DELETE", "/views/{view}", nothing.clone(), "cmlua"),
        ("GET", "/macros", nothing.clone(), "mlua"),
        ("POST", "/macros", json!({ "name": "X", "body": "X", "audience": "private" }), "mla"),
        ("PUT", "/macros/{macro}", json!({ "name": "X", "body": "X", "audience": "private" }), "mla"),
        ("DELETE", "/macros/{macro}", nothing.clone(), "mla"),
        ("GET", "/signatures", nothing.clone(), "mlua"),
        ("PUT", "/signatures/{party}", json!({ "words": "X" }), "mla"),
        ("DELETE", "/mentions/{note}", nothing.clone(), "mlua"),
        ("GET", "/ratings", nothing.clone(), "mlua"),
        ("GET", "/ratings/waiting", nothing.clone(), "mlua"),
        ("POST", "/ratings/{rating}/answer", json!({ "right": true, "ease": 5 }), "mla"),
        ("PUT", "/ratings/{rating}/later", json!({ "until": null }), "mla"),
        ("GET", "/requests/{request}/ratings", nothing.clone(), "mlua"),
        ("GET", "/teams/{team}/ratings", nothing.clone(), "mlua"),
        ("PUT", "/requests/{request}/thanks", nothing.clone(), "mla"),
        ("GET", "/parties/{party}/thanks", nothing.clone(), "mlua"),
        ("GET", "/offers", nothing.clone(), "scmlua"),
        ("POST", "/offers", json!({ "service": id, "name": "X", "email": "x@y", "subject": "X" }), "scmlua"),
        ("GET", "/track/{key}", nothing.clone(), "scmlua"),
        ("POST", "/track/{key}/messages", json!({ "body": "X" }), "scmlua"),
        ("POST", "/track/{key}/files", nothing.clone(), "scmlua"),
        ("GET", "/track/{key}/files/{file}", nothing.clone(), "scmlua"),
        ("POST", "/offers/files", nothing.clone(), "scmlua"),
        ("GET", "/record", nothing.clone(), "ua"),
        ("GET", "/events", nothing.clone(), "mlua"),
        ("GET", "/logs", nothing.clone(), "lua"),
        ("GET", "/logs/{log}", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/analysis", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/what-if", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/chains", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/chain", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/chains.csv", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/quality", nothing.clone(), "lua"),
        ("GET", "/logs/{log}/recipe", nothing.clone(), "lua"),
        ("POST", "/uploads", nothing.clone(), "lua"),
        ("POST", "/uploads/{upload}/preview", nothing.clone(), "lua"),
        ("POST", "/uploads/{upload}/analyze", nothing, "lua"),
    ]
}

/// All operations that the API describes.
fn described() -> Vec<(String, String)> {
    let description = serde_json::to_value(catena_server::openapi()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| ["get", "post", "put", "patch", "delete"].contains(&key.as_str()));
        methods.map(move |method| (method.to_uppercase(), path.trim_start_matches("/api/v1").to_owned()))
    });
    operations.collect()
}

#[test]
fn every_operation_stands_in_the_table() {
    let table = table();
    for (method, path) in described() {
        assert!(
            table.iter().any(|row| (row.0, row.1) == (method.as_str(), path.as_str())),
            "{method} {path} is missing"
        );
    }
    for (method, path, ..) in table {
        assert!(described().contains(&(method.to_owned(), path.to_owned())), "{method} {path} is gone");
    }
}

#[tokio::test]
async fn whoever_has_no_right_is_refused_by_every_operation() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let mut known = std::collections::HashMap::new();
    for role in ["customer", "member", "lead", "auditor", "administrator"] {
        known.insert(role, fresh(&admin, role).await);
    }
    for (method, path, body, roles) in table() {
        let place = path
            .replace("{log}", "none")
            .replace("{kind}", "note")
            .replace("{key}", "none")
            .replace("{upload}", "none")
            .replace("{seq}", "1");
        let place: String = place
            .split('/')
            .map(|part| if part.starts_with('{') { "00000000-0000-4000-8000-000000000009" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for (letter, role) in
            [('s', ""), ('c', "customer"), ('m', "member"), ('l', "lead"), ('u', "auditor"), ('a', "administrator")]
        {
            // A guess is refused to everybody; the stream of events never ends for whoever is let in.
            if roles == "-" || (path == "/events" && roles.contains(letter)) {
                continue;
            }
            let person = match role {
                "" => world.nobody(),
                // Whoever signs out has to be somebody else afterwards.
                role if path == "/session" => fresh(&admin, role).await,
                role => known[role].clone(),
            };
            let body = if body.is_null() { None } else { Some(body.clone()) };
            let answer = person.ask(Method::from_bytes(method.as_bytes()).unwrap(), &place, body, &[]).await;
            let refused = matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            assert_eq!(
                refused,
                !roles.contains(letter),
                "{method} {path} as {role}: {} {}",
                answer.status,
                answer.text()
            );
            if role.is_empty() && refused {
                assert_eq!(answer.problem(), "not_signed_in", "{method} {path}");
            }
        }
    }
}

async fn fresh<'a>(admin: &Person<'a>, role: &str) -> Person<'a> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let login = format!("{role}-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let new = json!({ "name": login, "login": login, "role": role });
    let link = admin.post("/accounts", new).await;
    admin.at.redeem(link["path"].as_str().unwrap()).await
}
