//! What the server does of its own accord, beside answering.

mod webhooks;

pub use webhooks::{deliver, deliver_due};
