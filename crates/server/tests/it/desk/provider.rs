//! A provider that says whatever a test wants it to say, true or not. The stories sign in through a real one; a real one
//! tells no lies.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::url::Url;
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Keys that sign nothing elsewhere.
const KEYS: [&str; 2] = [
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAf7oEbyLMsIwSUgsiYMO7Gz9nqGMIwxliHKum8eVoOh\n-----END PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIB5H5SLWMHdhidTTWrsLWKZOYI9Md5ufbOsYoYu7P4rm\n-----END PRIVATE KEY-----\n",
];
pub const SECRET: &str = "the secret of both";

/// What it does and says.
#[derive(Clone)]
pub struct Said {
    /// What stands in its token.
    pub claims: Value,
    /// What it says when it is asked for more.
    pub more: Value,
    /// With which of its keys it signs.
    pub signs: usize,
    /// Which of its keys it shows.
    pub shows: usize,
    /// `EdDSA`, `none` or `HS256`.
    pub algorithm: &'static str,
    /// The challenge of the sign-in that is under way.
    pub challenge: String,
    /// Whether it works.
    pub is_up: bool,
}

/// A provider on a port of this machine.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    said: Arc<Mutex<Said>>,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let said = Said {
            claims: json!({}),
            more: json!({}),
            signs: 0,
            shows: 0,
            algorithm: "EdDSA",
            challenge: String::new(),
            is_up: true,
        };
        let provider = Self { issuer, said: Arc::new(Mutex::new(said)) };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(show_keys))
            .route("/token", post(give_token))
            .route("/me", get(tell_more))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub fn say(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.said.lock().unwrap());
    }

    fn said(&self) -> Said {
        self.said.lock().unwrap().clone()
    }
}

fn key(number: usize) -> CoreEdDsaPrivateSigningKey {
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(KEYS[number], Some(JsonWebKeyId::new(format!("key {number}"))))
        .unwrap()
}

async fn describe(State(provider): State<Provider>) -> Result<Json<Value>, StatusCode> {
    let at = &provider.issuer;
    let description = json!({
        "issuer": at,
        "authorization_endpoint": format!("{at}/begin"),
        "token_endpoint": format!("{at}/token"),
        "userinfo_endpoint": format!("{at}/me"),
        "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    if provider.said().is_up { Ok(Json(description)) } else { Err(StatusCode::INTERNAL_SERVER_ERROR) }
}

async fn show_keys(State(provider): State<Provider>) -> Json<Value> {
    let shown = serde_json::to_value(key(provider.said().shows).as_verification_key()).unwrap();
    Json(json!({ "keys": [shown] }))
}

async fn give_token(State(provider): State<Provider>, headers: HeaderMap, sent: String) -> (StatusCode, Json<Value>) {
    let sent: Vec<(String, String)> = serde_html_form::from_str(&sent).unwrap();
    let said = provider.said();
    if !said.is_up {
        return (StatusCode::BAD_GATEWAY, Json(json!("down")));
    }
    let field = |name: &str| sent.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let proven = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").unwrap_or_default()));
    let is_client = headers["authorization"].to_str().unwrap().starts_with("Basic ");
    if proven != said.challenge || field("code") != Some("the code") || !is_client {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })));
    }
    let head = json!({ "alg": said.algorithm, "kid": format!("key {}", said.signs) });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&head), part(&said.claims));
    let signature = match said.algorithm {
        "EdDSA" => key(said.signs).sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).unwrap(),
        "none" => Vec::new(),
        _ => openidconnect::core::CoreHmacKey::new(SECRET)
            .sign(&CoreJwsSigningAlgorithm::HmacSha256, text.as_bytes())
            .unwrap(),
    };
    let token = format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature));
    (StatusCode::OK, Json(json!({ "access_token": "a", "token_type": "Bearer", "id_token": token })))
}

async fn tell_more(State(provider): State<Provider>) -> Json<Value> {
    Json(provider.said().more)
}

/// The parameters of the address that a browser is sent to.
pub fn parameter(address: &str, name: &str) -> String {
    let url = Url::parse(address).unwrap();
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}
