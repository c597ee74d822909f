//! What a running desk does by itself: every hour it forgets files that nothing named.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::actions::files::forget_unnamed;
use crate::desk::Desk;

/// How long it rests in between.
const REST: Duration = Duration::from_hours(1);

/// Keeps a desk in order for as long as it is polled. What fails is tried again the next time.
pub async fn keep_house(desk: Arc<Desk>) {
    loop {
        let own = desk.clone();
        if let Err(error) = desk.store.write(move |tx| forget_unnamed(tx, own.now())).await {
            tracing::error!(%error, "files that nothing named were not forgotten");
        }
        sleep(REST).await;
    }
}
