//! What could be true without a computer: when working time passes, what a promise is, what may be done with a request.
//!
//! Everything here is a function of its arguments: `now` and new ids are passed in, nothing is stored, sent or looked
//! up.

pub mod blueprint;
pub mod calendar;
pub mod chain;
pub mod event;
pub mod feedback;
pub mod field;
pub mod forecast;
pub mod id;
pub mod party;
pub mod plan;
pub mod policy;
pub mod promise;
pub mod rating;
pub mod request;
pub mod returning;
