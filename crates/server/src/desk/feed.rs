//! Live news: each event once, to whoever watches, as soon as it is durable.

use std::sync::Arc;

use catena_domain::event::Event;
use catena_store::{Store, events};
use serde::Serialize;
use tokio::sync::broadcast;
use utoipa::ToSchema;
use uuid::Uuid;

/// How many events a slow watcher may be behind before it has to begin anew.
const BEHIND: usize = 1024;
/// How many events are read at once.
const PAGE: i64 = 500;

/// What watchers are told: ids and kinds. What it means they read with their own rights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct News {
    /// Its number in the record.
    pub seq: i64,
    /// What happened, in one word.
    pub kind: String,
    /// What it happened to.
    pub subject: Uuid,
    /// The root of the chain it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chain: Option<Uuid>,
}

impl News {
    /// What is told of an event.
    pub fn of(event: &Event) -> Self {
        Self {
            seq: event.seq,
            kind: events::kind_of(&event.fact),
            subject: event.subject,
            chain: event.chain.map(|id| id.0),
        }
    }
}

/// Where watchers listen.
pub struct Feed {
    news: broadcast::Sender<Arc<News>>,
}

impl Feed {
    /// Tells of what is written to a store from now on, until the store is closed.
    pub fn start(store: &Store) -> Self {
        let (news, _) = broadcast::channel(BEHIND);
        let (teller, mut progress) = (news.clone(), store.progress());
        let mut told = *progress.borrow_and_update();
        let store = store.downgrade();
        tokio::spawn(async move {
            while progress.changed().await.is_ok() {
                let last = *progress.borrow_and_update();
                while told < last {
                    let Some(store) = store.upgrade() else { return };
                    let read = move || store.read(|sql| events::after(sql, told, PAGE));
                    let Ok(Ok(events)) = tokio::task::spawn_blocking(read).await else { break };
                    let Some(newest) = events.last() else { break };
                    told = newest.seq;
                    for event in &events {
                        let _ = teller.send(Arc::new(News::of(event)));
                    }
                }
            }
        });
        Self { news }
    }

    /// Everything from now on.
    pub fn watch(&self) -> broadcast::Receiver<Arc<News>> {
        self.news.subscribe()
    }
}
