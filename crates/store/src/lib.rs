//! What Catena remembers.
//!
//! One SQL text serves SQLite and PostgreSQL; the schema, full-text search and the claiming of jobs may differ, each in
//! one file. All writes of a process go through one writer that batches what waits into one commit, each with a
//! savepoint of its own, and answers only after the commit: nothing acknowledged is lost, and one that fails harms no
//! other. Beside the state stands one append-only table of events, written in the same transaction. The store remembers
//! and does not decide: no rule of the business is in here.

pub mod accounts;
pub mod audience;
pub mod backup;
pub mod calendars;
mod doctor;
pub mod empty;
pub mod erase;
mod error;
pub mod events;
pub mod exports;
pub mod feedback;
pub mod fields;
pub mod files;
pub mod identities;
pub mod keep;
mod layout;
mod listen;
pub mod macros;
mod memo;
mod migrations;
pub mod outbox;
pub mod parties;
mod pg;
pub mod presence;
pub mod pulse;
pub mod ratings;
mod readers;
pub mod requests;
pub mod reviews;
pub mod search;
pub mod services;
mod sql;
mod sqlite;
mod store;
pub mod surveys;
pub mod talk;
pub mod thanks;
mod tls;
mod value;
pub mod visits;
pub mod voices;
pub mod webhooks;
mod writer;

pub use doctor::{Report, examine};
pub use error::Error;
pub use migrations::SCHEMA;
pub use sql::{Engine, Sql};
pub use store::{Place, Store, WeakStore};
pub use value::{Row, Value};
pub use writer::{Progress, Tx};
