//! The crate as others use it, and as others attack it.

mod disk;
mod naive;
mod published;
mod rules;
mod world;
