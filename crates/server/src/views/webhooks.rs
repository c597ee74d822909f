//! Webhooks and their deliveries, as pages show them. A secret is in here once: when it was made.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::outside::Failure;

/// Whether a webhook is told of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// It is.
    Active,
    /// Somebody paused it: events wait.
    Paused,
    /// It was paused because nothing got through for long: events wait.
    Failing,
    /// It was paused because the receiver said that it is gone for good: events wait.
    Gone,
}

/// An address that is told of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookView {
    /// Its id.
    pub id: Uuid,
    /// Where to.
    pub url: String,
    /// The kinds of events that are told; all of them if there are none.
    pub kinds: Vec<String>,
    /// Whether it is told of events.
    pub state: WebhookState,
    /// How many attempts failed since the last one that went well.
    pub failures: i64,
    /// How many deliveries wait.
    pub waiting: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// The last delivery; null before the first.
    #[schema(required)]
    pub last: Option<DeliveryView>,
}

/// All webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookList {
    /// The first made first.
    pub webhooks: Vec<WebhookView>,
    /// The kinds of events that can be chosen.
    pub kinds: Vec<String>,
}

/// A webhook with its secret, which is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FreshWebhook {
    /// Its id.
    pub id: Uuid,
    /// What deliveries are signed with.
    pub secret: String,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its turn or its next attempt.
    Waiting,
    /// The receiver has it.
    Delivered,
    /// It failed too often.
    GivenUp,
}

/// An event on its way to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryView {
    /// The number of the event.
    pub seq: i64,
    /// Its kind.
    pub kind: String,
    /// Where the delivery stands.
    pub state: DeliveryState,
    /// Why the last attempt failed; null if it did not.
    #[schema(required)]
    pub reason: Option<Failure>,
    /// What the receiver answered last; null if there was no answer.
    #[schema(required)]
    pub status: Option<i64>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was last tried; null before the first attempt.
    #[schema(required)]
    pub tried_at: Option<Timestamp>,
    /// When it is tried next; null if it does not wait.
    #[schema(required)]
    pub next_at: Option<Timestamp>,
}

/// A page of deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryPage {
    /// The last event first.
    pub deliveries: Vec<DeliveryView>,
    /// Where the next page begins: before this number; null on the last one.
    #[schema(required)]
    pub next: Option<i64>,
}

/// How a test went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WebhookTest {
    /// Whether the receiver took it.
    pub delivered: bool,
    /// What the receiver answered; null if there was no answer.
    #[schema(required)]
    pub status: Option<i64>,
    /// Why it failed; null if it did not.
    #[schema(required)]
    pub reason: Option<Failure>,
    /// How long it took.
    pub milliseconds: i64,
}
