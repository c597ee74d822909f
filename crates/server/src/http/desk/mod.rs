//! The desk over HTTP, one file per noun.

pub mod accounts;
pub mod at_risk;
pub mod calendars;
pub mod campaigns;
pub mod events;
pub mod experience;
pub mod feedback;
pub mod files;
pub mod macros;
pub mod merge;
mod named;
pub mod outbox;
pub mod panel;
pub mod parties;
pub mod presence;
pub mod public;
pub mod pulse;
pub mod ratings;
pub mod requests;
pub mod reviews;
pub mod services;
pub mod sign_on;
pub mod today;
pub mod views;
pub mod voices;
pub mod webhooks;

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use catena_domain::id::AccountId;
use catena_store::Tx;
use catena_store::keep::{self, Given};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::off_runtime;
use super::problem::Problem;
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;

/// Runs an action that reads.
async fn read<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, Problem> {
    off_runtime(move || Ok(work()?)).await
}

/// Runs an action that writes; the answer comes after it is durable.
async fn write<T: Send + 'static>(
    desk: Arc<Desk>,
    work: impl FnOnce(&Desk, &mut Tx<'_>) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Problem> {
    let store = desk.store.clone();
    Ok(store.write(move |tx| work(&desk, tx)).await?)
}

/// The same once for a key: whoever sends it again gets the same answer, and nothing is done twice.
async fn write_once<T: Serialize + DeserializeOwned + Send + 'static>(
    desk: Arc<Desk>,
    actor: Actor,
    key: Option<String>,
    asked: String,
    work: impl FnOnce(&Desk, &mut Tx<'_>, &Actor) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Problem> {
    write(desk, move |desk, tx| {
        once(desk, tx, actor.account, key.as_deref(), &asked, |desk, tx| work(desk, tx, &actor))
    })
    .await
}

/// What was done for a key of `scope` before, or what is done now. Keys of different scopes are different ones.
fn once<T: Serialize + DeserializeOwned>(
    desk: &Desk,
    tx: &mut Tx<'_>,
    scope: AccountId,
    key: Option<&str>,
    asked: &str,
    work: impl FnOnce(&Desk, &mut Tx<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let Some(key) = key else { return work(desk, tx) };
    let digest = Sha256::digest(asked.as_bytes()).to_vec();
    if let Some(given) = keep::given(tx.sql(), scope, key)? {
        if given.digest != digest {
            return Err(Refusal::KeyReused);
        }
        return serde_json::from_slice(&given.body).map_err(|_| Refusal::KeyReused);
    }
    let done = work(desk, tx)?;
    let body = serde_json::to_vec(&done).map_err(|error| Refusal::Invalid(error.to_string()))?;
    let now = desk.now();
    keep::forget_given(tx, now - jiff::SignedDuration::from_hours(24))?;
    keep::remember(tx, scope, key, &Given { digest, status: 201, body }, now)?;
    Ok(done)
}

/// The header `ETag` that carries a revision.
fn tagged(revision: i64) -> HeaderMap {
    let tag = HeaderValue::from_str(&format!("\"{revision}\"")).unwrap_or(HeaderValue::from_static("\"0\""));
    HeaderMap::from_iter([(header::ETAG, tag)])
}
