//! Signing in through a provider: what is believed, who it is, and everything that is not believed.

use axum::http::{Method, StatusCode, header};
use catena_server::{SignOn, SignOnSettings};
use serde_json::{Value, json};

use super::provider::{Provider, SECRET, parameter};
use super::world::{DeskWorld, EIGHT, PASSWORD, Person, cookie_of};
use crate::world::Answer;

const BASE: &str = "http://127.0.0.1:7070";

fn settings(provider: &Provider) -> SignOnSettings {
    SignOnSettings {
        issuer: provider.issuer.clone(),
        client: "catena".to_owned(),
        secret: SECRET.to_owned(),
        name: "Flower ID".to_owned(),
        address: BASE.to_owned(),
        domain: None,
        newcomers: None,
    }
}

/// A desk on which people sign in through a provider.
async fn open(change: impl FnOnce(&mut SignOnSettings)) -> (DeskWorld, Provider) {
    let mut world = DeskWorld::open().await;
    let provider = Provider::start().await;
    let mut settings = settings(&provider);
    change(&mut settings);
    world.world.state = world.world.state.clone().with_sign_on(SignOn::new(settings).unwrap());
    (world, provider)
}

fn place_of(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers[header::LOCATION].to_str().unwrap().to_owned()
}

/// A sign-in that is under way: the browser with its ticket, and what the provider was told.
struct UnderWay<'a> {
    person: Person<'a>,
    state: String,
    claims: Value,
}

async fn begin<'a>(world: &'a DeskWorld, provider: &Provider, next: &str) -> UnderWay<'a> {
    let answer = world.nobody().ask(Method::GET, &format!("/sign-on?next={next}"), None, &[]).await;
    let place = place_of(&answer);
    assert!(place.starts_with(&format!("{}/begin?", provider.issuer)), "{place}");
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "catena"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", "http://127.0.0.1:7070/api/v1/sign-on/reply"),
        ("scope", "openid email profile"),
    ] {
        assert_eq!(parameter(&place, name), value);
    }
    let claims = json!({
        "iss": provider.issuer, "aud": "catena", "sub": "id-ada", "nonce": parameter(&place, "nonce"),
        "iat": EIGHT, "exp": EIGHT + 600, "email": "Ada@Example.org", "email_verified": true, "name": "Ada",
    });
    provider.say(|said| {
        said.claims = claims.clone();
        said.challenge = parameter(&place, "code_challenge");
    });
    let person = Person { at: world, cookie: cookie_of(&answer) };
    UnderWay { person, state: parameter(&place, "state"), claims }
}

impl UnderWay<'_> {
    async fn reply(&self, query: &str) -> Answer {
        self.person.ask(Method::GET, &format!("/sign-on/reply?{query}"), None, &[]).await
    }

    async fn finish(&self) -> Answer {
        self.reply(&format!("code=the+code&session_state=x&state={}", self.state)).await
    }
}

/// Why nobody was let in.
fn why(answer: &Answer) -> String {
    let place = place_of(answer);
    assert!(!cookie_of(answer).contains("catena_session"), "nobody is signed in");
    parameter(&format!("{BASE}{place}"), "failed")
}

/// Comes through the provider with these claims.
async fn come(world: &DeskWorld, provider: &Provider, claims: Value) -> Answer {
    let under_way = begin(world, provider, "/today").await;
    provider.say(|said| said.claims.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone()));
    under_way.finish().await
}

async fn invite(admin: &Person<'_>, login: &str) -> Value {
    admin.post("/accounts", json!({ "name": login, "login": login, "role": "member" })).await
}

fn signed_in<'a>(world: &'a DeskWorld, answer: &Answer) -> Person<'a> {
    assert_eq!(place_of(answer), "/today");
    Person { at: world, cookie: cookie_of(answer) }
}

#[tokio::test]
async fn whoever_the_provider_vouches_for_is_let_in_and_where_they_were_going() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    let link = invite(&admin, "ada@example.org").await;
    assert_eq!(world.nobody().get("/session").await["sign_on"], "Flower ID");
    let under_way = begin(&world, &provider, "/requests%3Fopen=true").await;
    let answer = under_way.finish().await;
    assert_eq!(place_of(&answer), "/requests?open=true");
    let ada = Person { at: &world, cookie: cookie_of(&answer) };
    assert_eq!(ada.get("/session").await["me"]["login"], "ada@example.org");
    let sets: Vec<_> = answer.headers.get_all(header::SET_COOKIE).iter().map(|set| set.to_str().unwrap()).collect();
    assert!(sets.iter().all(|set| set.contains("; HttpOnly; SameSite=Lax")), "{sets:?}");
    assert!(sets.iter().any(|set| set.starts_with("catena_ticket=;") && set.contains("Max-Age=0")), "{sets:?}");
    let record = admin.get(&format!("/record?subject={}", link["account"].as_str().unwrap())).await;
    let record = record["events"].to_string();
    assert!(record.contains("identity_linked") && !record.contains("id-ada"), "ids, and no words of others");
    let accounts = admin.get("/accounts").await["accounts"].clone();
    let ada = accounts.as_array().unwrap().iter().find(|one| one["login"] == "ada@example.org").unwrap().clone();
    assert_eq!(ada["active"], true, "without a password");
}

#[tokio::test]
async fn what_the_provider_did_not_say_is_not_believed() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    invite(&admin, "ada@example.org").await;
    let lies = [
        ("untrusted", json!({ "nonce": "of another sign-in" })),
        ("untrusted", json!({ "nonce": null })),
        ("untrusted", json!({ "aud": "another" })),
        ("untrusted", json!({ "aud": ["catena", "another"] })),
        ("untrusted", json!({ "iss": "https://id.example.org" })),
        ("clock", json!({ "exp": EIGHT - 600 })),
        ("clock", json!({ "iat": EIGHT + 600 })),
        ("untrusted", json!({ "at_hash": "of another token" })),
    ];
    for (expected, lie) in lies {
        assert_eq!(why(&come(&world, &provider, lie.clone()).await), expected, "{lie}");
    }
    for (algorithm, signs) in [("none", 0), ("HS256", 0), ("EdDSA", 1)] {
        let under_way = begin(&world, &provider, "/").await;
        provider.say(|said| (said.algorithm, said.signs) = (algorithm, signs));
        assert_eq!(why(&under_way.finish().await), "untrusted", "{algorithm} {signs}");
        provider.say(|said| (said.algorithm, said.signs) = ("EdDSA", 0));
    }
    signed_in(&world, &come(&world, &provider, json!({})).await);
    // It signs with another key from now on, and shows it.
    provider.say(|said| (said.signs, said.shows) = (1, 1));
    signed_in(&world, &come(&world, &provider, json!({})).await);
}

#[tokio::test]
async fn a_reply_fits_the_browser_that_asked_and_it_alone() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    invite(&admin, "ada@example.org").await;
    let (one, other) = (begin(&world, &provider, "/").await, begin(&world, &provider, "/").await);
    assert_ne!(one.state, other.state);
    assert_ne!(one.claims["nonce"], other.claims["nonce"]);
    let foreign = UnderWay { state: one.state.clone(), person: other.person.clone(), claims: Value::Null };
    assert_eq!(why(&foreign.finish().await), "confused", "somebody else's reply");
    let none = UnderWay { state: other.state.clone(), person: world.nobody(), claims: Value::Null };
    assert_eq!(why(&none.finish().await), "confused", "a browser that asked for nothing");
    let (kept, next) = other.person.cookie.rsplit_once('.').unwrap();
    assert_eq!(next, "Lw", "the place to return to stands on the ticket");
    let changed = Person { at: &world, cookie: format!("{kept}.L2V2aWw") };
    let changed = UnderWay { state: other.state.clone(), person: changed, claims: Value::Null };
    assert_eq!(why(&changed.finish().await), "confused", "a ticket to somewhere else");
    for query in ["", "code=the+code", "state=", "code=the+code&state="] {
        assert_eq!(why(&other.reply(query).await), "confused", "{query}");
    }
    let state = &other.state;
    assert_eq!(why(&other.reply(&format!("state={state}&error=access_denied")).await), "denied");
    assert_eq!(why(&other.reply(&format!("state={state}&error=server_error")).await), "unreachable");
    assert_eq!(why(&other.reply(&format!("state={state}&code=another")).await), "denied", "a code made up");
    let iss = format!("state={state}&code=the+code&iss=https://id.example.org");
    assert_eq!(why(&other.reply(&iss).await), "untrusted", "another provider");
    world.at(601);
    assert_eq!(why(&other.finish().await), "confused", "too late");
    world.at(0);
    assert_eq!(place_of(&other.finish().await), "/");
}

#[tokio::test]
async fn the_way_back_never_leads_elsewhere() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    invite(&admin, "ada@example.org").await;
    for next in ["//evil.example", "https://evil.example", "/%5Cevil.example", "/%09/evil.example", "/api/v1/sign-on"] {
        let under_way = begin(&world, &provider, next).await;
        assert_eq!(place_of(&under_way.finish().await), "/", "{next}");
    }
}

#[tokio::test]
async fn who_is_meant_is_decided_once_by_an_address_and_then_by_the_providers_own_name() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    invite(&admin, "ada@example.org").await;
    invite(&admin, "bea@example.org").await;
    let come = async |claims: Value| come(&world, &provider, claims).await;
    assert_eq!(why(&come(json!({ "email_verified": false })).await), "not_verified");
    assert_eq!(why(&come(json!({ "email_verified": null })).await), "not_verified");
    assert_eq!(why(&come(json!({ "email": "eve@example.org" })).await), "no_account");
    signed_in(&world, &come(json!({})).await);
    // The address is Bea's by now, the person is not.
    let ada = signed_in(&world, &come(json!({ "email": "bea@example.org" })).await);
    assert_eq!(ada.get("/session").await["me"]["login"], "ada@example.org");
    provider.say(|said| said.more = json!({ "sub": "id-ada" }));
    signed_in(&world, &come(json!({ "email": null, "email_verified": null })).await);
    let heir = json!({ "sub": "id-heir" });
    assert_eq!(why(&come(heir.clone()).await), "taken", "the address was handed on");
    assert_eq!(why(&come(json!({ "sub": "ID-ADA" })).await), "taken");
    // A link that resets the second factor too frees the account.
    let accounts = admin.get("/accounts").await["accounts"].clone();
    let ada = accounts.as_array().unwrap().iter().find(|one| one["login"] == "ada@example.org").unwrap()["id"].clone();
    let ada = ada.as_str().unwrap();
    let link = admin.post(&format!("/accounts/{ada}/link"), json!({ "second_factor": true })).await;
    world.redeem(link["path"].as_str().unwrap()).await;
    signed_in(&world, &come(heir.clone()).await);
    let closed = json!({ "closed": true });
    assert!(admin.send(Method::PATCH, &format!("/accounts/{ada}"), closed).await.status.is_success());
    assert_eq!(why(&come(heir).await), "closed");
}

#[tokio::test]
async fn an_address_that_a_member_recorded_opens_no_account() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    let mallory = admin.invite("mallory", "member", &[]).await;
    let me = admin.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    let email = |value: &str| json!({ "kind": "email", "value": value, "evidence": "verified" });
    mallory.post(&format!("/parties/{me}/handles"), email("mallory@example.org")).await;
    let claims = json!({ "sub": "id-mallory", "email": "mallory@example.org" });
    assert_eq!(why(&come(&world, &provider, claims).await), "no_account");
    let own = mallory.get("/session").await["me"]["person"]["id"].as_str().unwrap().to_owned();
    world.at(1);
    admin.post(&format!("/parties/{own}/handles"), email("mal@example.org")).await;
    let claims = json!({ "sub": "id-mallory", "email": "mal@example.org" });
    let let_in = signed_in(&world, &come(&world, &provider, claims).await);
    assert_eq!(let_in.get("/session").await["me"]["login"], "mallory");
}

#[tokio::test]
async fn newcomers_of_the_domain_get_an_account_where_that_is_wanted() {
    let (world, provider) = open(|settings| {
        settings.domain = Some("@Example.org".to_owned());
        settings.newcomers = Some("member".to_owned());
    })
    .await;
    let admin = world.admin().await;
    for email in ["ada@evil.example", "ada@sub.example.org", "ada@example.org@evil.example", "example.org"] {
        assert_eq!(why(&come(&world, &provider, json!({ "email": email })).await), "other_domain", "{email}");
    }
    assert_eq!(why(&come(&world, &provider, json!({ "email_verified": false })).await), "not_verified");
    let ada = signed_in(&world, &come(&world, &provider, json!({})).await);
    let me = ada.get("/session").await["me"].clone();
    assert_eq!(
        (&me["role"], &me["login"], &me["person"]["name"]),
        (&json!("member"), &json!("ada@example.org"), &json!("Ada"))
    );
    signed_in(&world, &come(&world, &provider, json!({})).await);
    assert_eq!(admin.get("/accounts").await["accounts"].as_array().unwrap().len(), 2, "one account, however often");
}

#[tokio::test]
async fn an_address_is_asked_for_where_the_token_tells_none() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    invite(&admin, "ada@example.org").await;
    let silent = json!({ "email": null, "email_verified": null });
    provider.say(|said| said.more = json!({ "sub": "id-eve", "email": "ada@example.org", "email_verified": true }));
    assert_eq!(why(&come(&world, &provider, silent.clone()).await), "unreachable", "it speaks of somebody else");
    provider.say(|said| said.more = json!({ "sub": "id-ada", "email": "ada@example.org", "email_verified": false }));
    assert_eq!(why(&come(&world, &provider, silent.clone()).await), "not_verified");
    provider.say(|said| said.more["email_verified"] = json!(true));
    signed_in(&world, &come(&world, &provider, silent).await);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_all_the_same() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    let link = invite(&admin, "ada@example.org").await;
    let ada = world.redeem(link["path"].as_str().unwrap()).await;
    let offer = ada.post("/account/second-factor", json!(null)).await;
    let secret = totp_rs::Secret::try_from_base32(offer["secret"].as_str().unwrap()).unwrap();
    let factor = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let code = |second: i64| json!({ "code": factor.generate((EIGHT + second) as u64).to_string() });
    ada.put("/account/second-factor", code(0)).await;
    world.at(60);
    let answer = come(&world, &provider, json!({ "iat": EIGHT + 60 })).await;
    assert_eq!(place_of(&answer), "/sign-in?step=code&next=%2Ftoday");
    assert!(!cookie_of(&answer).contains("catena_session"));
    let half = Person { at: &world, cookie: cookie_of(&answer) };
    assert_eq!(half.get("/session").await["me"], Value::Null);
    assert_eq!(world.nobody().refused("/sign-on/code", code(60)).await, "missing", "the code alone opens nothing");
    assert_eq!(half.refused("/sign-on/code", code(0)).await, "wrong_secret", "it was used");
    for _ in 0..9 {
        assert_eq!(half.refused("/sign-on/code", json!({ "code": "000000" })).await, "wrong_secret");
    }
    assert_eq!(half.refused("/sign-on/code", code(60)).await, "too_often");
    world.at(180);
    let entered = half.send(Method::POST, "/sign-on/code", code(180)).await;
    assert_eq!(entered.status, StatusCode::NO_CONTENT, "{}", entered.text());
    let ada = Person { at: &world, cookie: cookie_of(&entered) };
    assert_eq!(ada.get("/session").await["me"]["login"], "ada@example.org");
    world.at(240);
    assert_eq!(half.refused("/sign-on/code", code(240)).await, "missing", "the provider's word was used up");
    // Nor does its word outlive what it was given for.
    let half = Person { at: &world, cookie: cookie_of(&come(&world, &provider, json!({ "iat": EIGHT + 240 })).await) };
    world.at(240 + 601);
    assert_eq!(half.refused("/sign-on/code", code(240 + 601)).await, "missing");
}

#[tokio::test]
async fn a_provider_that_is_down_is_told_of_and_asked_again() {
    let (world, provider) = open(|_| ()).await;
    let admin = world.admin().await;
    invite(&admin, "ada@example.org").await;
    provider.say(|said| said.is_up = false);
    let answer = world.nobody().ask(Method::GET, "/sign-on?next=/today", None, &[]).await;
    assert_eq!(place_of(&answer), "/sign-in?failed=unreachable&next=%2Ftoday");
    assert!(!answer.headers.contains_key(header::SET_COOKIE));
    provider.say(|said| said.is_up = true);
    let answer = world.nobody().ask(Method::GET, "/sign-on", None, &[]).await;
    assert_eq!(place_of(&answer), "/sign-in?failed=unreachable", "it is left alone for a moment");
    world.at(5);
    let under_way = begin(&world, &provider, "/today").await;
    provider.say(|said| said.is_up = false);
    assert_eq!(why(&under_way.finish().await), "unreachable");
    let password = json!({ "login": "admin", "password": PASSWORD });
    world.nobody().post("/session", password).await;
    provider.say(|said| said.is_up = true);
    signed_in(&world, &come(&world, &provider, json!({})).await);
}

#[tokio::test]
async fn a_server_without_a_provider_sends_nobody_anywhere() {
    let world = DeskWorld::open().await;
    for path in ["/sign-on", "/sign-on/reply?code=x&state=y"] {
        assert_eq!(world.nobody().ask(Method::GET, path, None, &[]).await.problem(), "missing", "{path}");
    }
    assert_eq!(world.nobody().get("/session").await.get("sign_on"), None);
}
