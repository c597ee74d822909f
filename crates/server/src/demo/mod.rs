//! The flower-shop group as demonstration data: teams, services, calendars, a year of history and today's open orders,
//! from the simulator; and the same shops at work while one watches.

mod colleagues;
mod history;
mod live;
mod pulse;
mod voices;

pub use history::{fill, remove};
pub use live::simulate;
