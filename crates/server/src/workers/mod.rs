//! What the server does of its own accord, beside answering.

mod pulse;
mod webhooks;

pub use pulse::{end_pulse_due, keep_pulse, pause_pulse};
pub use webhooks::{deliver, deliver_due};
