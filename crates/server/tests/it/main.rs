//! The server through its router, as a browser or a program meets it.

mod chains;
mod desk;
mod findings;
mod generated;
mod guards;
mod layers;
mod serving;
mod uploads;
mod world;
