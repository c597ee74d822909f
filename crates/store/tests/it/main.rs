//! What the store remembers, on both engines.

mod accounts;
mod backup;
mod calendars;
mod coverage;
mod doctor;
mod empty;
mod erase;
mod events;
mod faults;
mod harness;
mod keep;
mod outbox;
mod parties;
mod requests;
mod schema;
mod search;
mod services;
mod talk;
mod webhooks;
mod writes;
