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
mod fields;
mod harness;
mod keep;
mod macros;
mod parties;
mod requests;
mod schema;
mod search;
mod services;
mod talk;
mod writes;
