//! The web pages and the API over the analysis.
//!
//! [`AppState`] holds the logs that were opened and the files that were uploaded; [`serve`] answers until it is told to
//! stop. [`report`] is the JSON that the command line prints too. The server reads the files it was started with and
//! the files it was sent, and no others; it stores nothing beyond its own life.

mod actions;
mod arrivals;
mod assets;
mod cache;
mod demo;
mod desk;
mod files;
mod housekeeping;
mod http;
mod insight;
#[cfg(unix)]
mod local;
mod logs;
mod outside;
mod overview;
pub mod report;
mod samples;
mod serve;
mod sign_on;
mod state;
mod uploads;
mod views;
mod workers;

pub use actions::accounts::{first_start, reset_here};
pub use actions::files::FILE as FILE_LIMIT;
pub use demo::{fill, simulate};
pub use desk::{Desk, Surroundings};
pub use housekeeping::keep_house;
pub use http::problem::page as problems;
pub use http::{openapi, router};
#[cfg(unix)]
pub use local::{Door, ask_to_reset};
pub use logs::Source;
pub use outside::{Lookup, Net, Poster};
pub use report::json_schema;
pub use serve::serve;
pub use sign_on::{BadProvider, SignOn, SignOnSettings};
pub use state::{AppState, Reach, Settings};
pub use workers::{deliver, deliver_due, end_pulse_due, keep_pulse, pause_pulse};
