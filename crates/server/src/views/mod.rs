//! What answers of the desk look like: plain data, with the words that pages show. They know no HTTP and no store.

pub mod accounts;
pub mod at_risk;
pub mod calendars;
pub mod experience;
pub mod feedback;
pub mod fields;
pub mod files;
pub mod macros;
pub mod outbox;
pub mod panel;
pub mod parties;
pub mod pulse;
pub mod rated_links;
pub mod ratings;
pub mod record;
pub mod requests;
pub mod scores;
pub mod services;
pub mod today;
pub mod tracking;
pub mod webhooks;
