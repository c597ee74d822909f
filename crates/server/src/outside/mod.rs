//! What the server sends to other machines of its own accord: signed messages to addresses that an administrator set up,
//! and to no place inside.

mod net;
mod poster;
mod signing;

pub use net::Net;
pub use poster::{Failure, Lookup, Poster};
pub use signing::{SECRET_BYTES, secret_text, signature};
