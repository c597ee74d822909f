//! Findings for people: sentences, tables and bars on the terminal, and one page to send and print.

pub mod findings;
pub mod page;
pub mod sentences;
pub mod table;
pub mod waterfall;
pub mod words;
