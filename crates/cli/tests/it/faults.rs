//! The running server, when what it stands on breaks: the process, the disk, the database. What was answered is there,
//! nothing is there by halves, and all goes on afterwards.

mod full;
mod journal;
mod killed;
mod pulse;
mod served;
mod traced;
