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
mod files;
mod harness;
mod identities;
mod keep;
mod macros;
mod nodes;
mod parties;
mod presence;
mod requests;
mod schema;
mod search;
mod services;
mod talk;
mod tls;
mod writes;
