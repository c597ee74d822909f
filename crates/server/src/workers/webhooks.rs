//! Telling webhooks of what happened, as soon as it is durable and again until it arrives.
//!
//! Each webhook is worked off on a thread of its own, so that a slow receiver holds up nobody else. What is to be done
//! stands in the store alone: a server that falls goes on where it was.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::actions::{in_full, webhooks};
use crate::desk::Desk;
use crate::outside::Poster;

/// How often to look for deliveries whose time has come, and for what other nodes wrote.
const TICK: Duration = Duration::from_secs(1);

/// Delivers until the store is closed.
pub async fn deliver(desk: Arc<Desk>, poster: Arc<Poster>) {
    let mut progress = desk.store.progress();
    let mut at_work = JoinSet::new();
    loop {
        start(&desk, &poster, &mut at_work).await;
        while at_work.try_join_next().is_some() {}
        if let Ok(Err(_)) = timeout(TICK, progress.changed()).await {
            return;
        }
    }
}

/// Delivers what is due now, and returns when all of it was tried.
pub async fn deliver_due(desk: &Arc<Desk>, poster: &Arc<Poster>) {
    let mut at_work = JoinSet::new();
    start(desk, poster, &mut at_work).await;
    at_work.join_all().await;
}

/// Takes what is due and that nobody is at work on, and begins.
async fn start(desk: &Arc<Desk>, poster: &Arc<Poster>, at_work: &mut JoinSet<()>) {
    let own = desk.clone();
    let Ok(claimed) = tokio::task::spawn_blocking(move || webhooks::claim(&own)).await else { return };
    let claimed = claimed.unwrap_or_else(|error| {
        tracing::warn!(error = in_full(&error), "webhooks were not looked at");
        Vec::new()
    });
    for id in claimed {
        let (desk, poster) = (desk.clone(), poster.clone());
        at_work.spawn_blocking(move || {
            if let Err(error) = webhooks::work_off(&desk, &poster, id) {
                tracing::warn!(webhook = %id, error = in_full(&error), "a webhook was not told");
            }
        });
    }
}
