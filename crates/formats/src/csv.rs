//! Tables: text with a header, a delimiter and one record a line.

mod blocks;
mod decode;
mod native;
mod records;
mod table;

pub(crate) use decode::decode;
pub(crate) use native::{COLUMNS, missing_columns, read};
pub(crate) use table::Table;
