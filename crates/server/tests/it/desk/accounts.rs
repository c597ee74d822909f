//! Signing in, and everything that keeps others out.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::world::{DeskWorld, PASSWORD, cookie_of};

#[tokio::test]
async fn the_first_link_works_once_and_no_password_is_there_before() {
    let world = DeskWorld::open().await;
    assert_eq!(world.nobody().get("/session").await["me"], json!(null));
    let admin = world.admin().await;
    assert_eq!(admin.get("/session").await["me"]["role"], "administrator");
    let guess = json!({ "login": "admin", "password": "admin" });
    assert_eq!(world.nobody().refused("/session", guess).await, "wrong_secret");
}

#[tokio::test]
async fn a_link_is_used_up_replaced_and_outdated() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let new = |login: &str| json!({ "name": "Dora", "login": login, "role": "member" });
    let first = admin.post("/accounts", new("dora")).await;
    let again = admin.post(&format!("/accounts/{}/link", first["account"].as_str().unwrap()), json!({})).await;
    let choose = json!({ "password": PASSWORD });
    let path = |link: &serde_json::Value| link["path"].as_str().unwrap().to_owned();
    assert_eq!(world.nobody().refused(&path(&first), choose.clone()).await, "wrong_secret", "it was replaced");
    assert_eq!(world.nobody().refused(&path(&again), json!({ "password": "short" })).await, "invalid");
    world.redeem(&path(&again)).await;
    assert_eq!(world.nobody().refused(&path(&again), choose.clone()).await, "wrong_secret", "it was used");
    let late = admin.post("/accounts", new("emil")).await;
    world.at(3 * 86_400);
    assert_eq!(world.nobody().refused(&path(&late), choose).await, "wrong_secret", "it is too old");
}

#[tokio::test]
async fn whoever_guesses_waits_and_locks_nobody_else_out() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let wrong = json!({ "login": "admin", "password": "wrong wrong wrong" });
    for _ in 0..10 {
        assert_eq!(world.nobody().refused("/session", wrong.clone()).await, "wrong_secret");
    }
    let right = json!({ "login": "admin", "password": PASSWORD });
    let answer = world.nobody().send(Method::POST, "/session", right.clone()).await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    // A browser that signed in before is not the one that guesses.
    let answer = admin.send(Method::POST, "/session", right).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    admin.get("/session").await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_new_rights_hold_at_once() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let dora = admin.invite("dora", "member", &[&shop.designers]).await;
    let other = world.nobody().send(Method::POST, "/session", json!({ "login": "dora", "password": PASSWORD })).await;
    let other = super::world::Person { at: &world, cookie: cookie_of(&other) };
    other.get("/today").await;
    dora.put("/account/password", json!({ "current": PASSWORD, "password": "another long one" })).await;
    assert_eq!(other.ask(Method::GET, "/today", None, &[]).await.problem(), "not_signed_in");
    dora.get("/today").await;
    let account = dora.get("/session").await["me"]["account"].as_str().unwrap().to_owned();
    let changed = admin.send(Method::PATCH, &format!("/accounts/{account}"), json!({ "role": "auditor" })).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_eq!(dora.get("/session").await["me"]["role"], "auditor");
    assert_eq!(dora.refused("/requests", json!({ "subject": "X", "provider": shop.clerks })).await, "not_allowed");
}

#[tokio::test]
async fn a_token_does_what_its_scope_says_until_it_is_revoked() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let made = admin.post("/tokens", json!({ "name": "till", "scope": "read" })).await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("catena_") && secret.len() > 40);
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    let nobody = world.nobody();
    assert_eq!(nobody.ask(Method::GET, "/today", None, &headers).await.status, StatusCode::OK);
    let order = json!({ "subject": "Roses", "service": shop.bouquet, "customer": shop.rosa });
    let refused = nobody.ask(Method::POST, "/requests", Some(order), &headers).await;
    assert_eq!(refused.problem(), "not_allowed");
    let more = nobody.ask(Method::POST, "/tokens", Some(json!({ "name": "more", "scope": "admin" })), &headers).await;
    assert_eq!(more.problem(), "not_allowed", "a token makes no tokens");
    let revoke = format!("/tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(admin.ask(Method::DELETE, &revoke, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(nobody.ask(Method::GET, "/today", None, &headers).await.problem(), "not_signed_in");
    assert!(!admin.get("/tokens").await.to_string().contains(&secret));
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_works_once() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let offer = admin.post("/account/second-factor", json!({})).await;
    let secret = totp_rs::Secret::try_from_base32(offer["secret"].as_str().unwrap()).unwrap();
    let factor = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let code = |second: i64| factor.generate((super::world::EIGHT + second) as u64).to_string();
    let confirmed = admin.put("/account/second-factor", json!({ "code": code(0) })).await;
    let recovery = confirmed["codes"][3].as_str().unwrap().to_owned();
    let sign_in = |code: Option<&str>| json!({ "login": "admin", "password": PASSWORD, "code": code });
    assert_eq!(world.nobody().refused("/session", sign_in(None)).await, "second_factor_needed");
    assert_eq!(world.nobody().refused("/session", sign_in(Some(&code(0)))).await, "wrong_secret", "it was used");
    world.at(60);
    world.nobody().post("/session", sign_in(Some(&code(60)))).await;
    assert_eq!(world.nobody().refused("/session", sign_in(Some(&code(60)))).await, "wrong_secret");
    world.nobody().post("/session", sign_in(Some(&recovery))).await;
    assert_eq!(world.nobody().refused("/session", sign_in(Some(&recovery))).await, "wrong_secret");
    assert_eq!(admin.get("/session").await["me"]["recovery_codes"], 9);
}

#[tokio::test]
async fn everyone_sees_their_sessions_and_ends_them() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let other = world.nobody().send(Method::POST, "/session", json!({ "login": "admin", "password": PASSWORD })).await;
    let other = super::world::Person { at: &world, cookie: cookie_of(&other) };
    let sessions = admin.get("/sessions").await;
    let foreign = sessions["sessions"].as_array().unwrap().iter().find(|session| session["this"] == false).unwrap();
    let path = format!("/sessions/{}", foreign["id"].as_str().unwrap());
    assert_eq!(admin.ask(Method::DELETE, &path, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(other.ask(Method::GET, "/today", None, &[]).await.problem(), "not_signed_in");
    assert_eq!(admin.ask(Method::DELETE, "/session", None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.ask(Method::GET, "/today", None, &[]).await.problem(), "not_signed_in");
}

#[tokio::test]
async fn cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere() {
    let world = DeskWorld::open().await;
    world.admin().await;
    let answer = world.nobody().send(Method::POST, "/session", json!({ "login": "admin", "password": PASSWORD })).await;
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    }
    let foreign = [("origin", "https://evil.example")];
    let answer = world.admin_again(&answer).ask(Method::POST, "/undo", Some(json!({})), &foreign).await;
    assert_eq!(answer.problem(), "foreign_origin");
}

impl DeskWorld {
    fn admin_again(&self, answer: &crate::world::Answer) -> super::world::Person<'_> {
        super::world::Person { at: self, cookie: cookie_of(answer) }
    }
}

#[tokio::test]
async fn whose_rights_change_works_on_under_another_key() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let shop = admin.shop().await;
    let ada = admin.invite("ada", "member", &[]).await;
    let me = ada.get("/session").await["me"].clone();
    let place = format!("/teams/{}/members/{}", shop.clerks, me["person"]["id"].as_str().unwrap());
    admin.put(&place, json!({ "leads": false })).await;

    let answer = ada.ask(Method::GET, "/session", None, &[]).await;
    assert_eq!(answer.json()["me"]["teams"][0]["name"], "Clerks", "the new rights hold at once");
    let renewed = super::world::Person { at: &world, cookie: cookie_of(&answer) };
    let key = |cookie: &str| cookie.split("; ").find(|one| one.starts_with("catena_session=")).map(str::to_owned);
    assert!(key(&renewed.cookie).is_some() && key(&renewed.cookie) != key(&ada.cookie), "{}", renewed.cookie);
    let answer = renewed.ask(Method::GET, "/today", None, &[]).await;
    assert_eq!((answer.status, cookie_of(&answer).as_str()), (StatusCode::OK, ""), "once is enough");
    assert_eq!(renewed.get("/sessions").await["sessions"].as_array().unwrap().len(), 1, "it is the same session");

    // What the browser had asked by then is answered; a key that somebody else has is of no use for long.
    assert_eq!(cookie_of(&ada.ask(Method::GET, "/today", None, &[]).await), "");
    world.at(59);
    ada.get("/today").await;
    world.at(60);
    assert_eq!(ada.ask(Method::GET, "/today", None, &[]).await.problem(), "not_signed_in");
    renewed.get("/today").await;

    // Refusals hand out the key too, and whoever signs out gets none.
    assert!(admin.ask(Method::DELETE, &place, None, &[]).await.status.is_success());
    let refused = renewed.ask(Method::GET, "/accounts", None, &[]).await;
    assert_eq!(refused.problem(), "not_allowed");
    let again = super::world::Person { at: &world, cookie: cookie_of(&refused) };
    let account = format!("/accounts/{}", me["account"].as_str().unwrap());
    assert!(admin.send(Method::PATCH, &account, json!({ "role": "lead" })).await.status.is_success());
    let left = again.ask(Method::DELETE, "/session", None, &[]).await;
    assert_eq!(cookie_of(&left), "catena_session=");
    assert_eq!(again.ask(Method::GET, "/today", None, &[]).await.problem(), "not_signed_in");
}

#[tokio::test]
async fn an_account_that_is_closed_ends_at_once() {
    let world = DeskWorld::open().await;
    let admin = world.admin().await;
    let ada = admin.invite("ada", "member", &[]).await;
    let account = format!("/accounts/{}", ada.get("/session").await["me"]["account"].as_str().unwrap());
    for closed in [true, false] {
        assert!(admin.send(Method::PATCH, &account, json!({ "closed": closed })).await.status.is_success());
        assert_eq!(ada.ask(Method::GET, "/today", None, &[]).await.problem(), "not_signed_in");
    }
}
