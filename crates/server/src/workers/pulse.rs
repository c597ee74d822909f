//! What becomes of the pulse by itself: a wave ends when its time has come, and before the process stops what makes a crowd
//! is written.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::actions::pulse::end_due;
use crate::desk::{Desk, pulse};

/// How long it rests in between.
const REST: Duration = Duration::from_mins(1);

/// Ends waves in time for as long as it is polled. What fails is tried again the next time.
pub async fn keep_pulse(desk: Arc<Desk>) {
    loop {
        end_pulse_due(desk.clone()).await;
        sleep(REST).await;
    }
}

/// Ends the open wave if its time has come; one that another node holds is ended there.
pub async fn end_pulse_due(desk: Arc<Desk>) {
    match spawn_blocking(move || end_due(&desk)).await {
        Ok(Err(error)) => tracing::warn!(%error, "a wave of the pulse was not ended"),
        Err(fallen) => tracing::error!(%fallen, "a wave of the pulse was not ended"),
        Ok(Ok(())) => {}
    }
}

/// Writes what waits in memory and makes a crowd; to be called once nobody answers any more.
pub async fn pause_pulse(desk: Arc<Desk>) {
    if let Err(fallen) = spawn_blocking(move || pulse::pause(&desk)).await {
        tracing::error!(%fallen, "answers to the pulse could not be written");
    }
}
