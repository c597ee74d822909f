//! A connection to either engine. Statements are written once, with `$1` for the first argument.

use crate::error::Error;
use crate::value::{Row, Value};

/// Where the rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Somewhere statements can be run.
pub trait Sql {
    /// Which engine it is, for the few texts that differ.
    fn engine(&self) -> Engine;

    /// Hands the rows of a statement over one by one, so that they need not fit into memory.
    fn each(&mut self, sql: &str, args: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error>;

    /// The rows of a statement.
    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        self.each(sql, args, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Runs a statement and says how many rows it changed.
    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error>;

    /// Runs several statements without arguments.
    fn batch(&mut self, sql: &str) -> Result<(), Error>;
}

impl dyn Sql + '_ {
    /// The first row, if there is one.
    pub fn first(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>, Error> {
        Ok(self.query(sql, args)?.into_iter().next())
    }
}

/// The arguments of a statement.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}
