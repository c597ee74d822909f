//! How a statement is answered, by whichever way the engine takes.

use catena_store::{Engine, Error, Row, Sql, Value};

/// Notes down how each statement is answered.
pub struct Explained<'a> {
    /// Where it is asked.
    pub sql: &'a mut dyn Sql,
    /// The steps of all statements so far.
    pub steps: Vec<String>,
}

impl Sql for Explained<'_> {
    fn engine(&self) -> Engine {
        self.sql.engine()
    }

    fn each(&mut self, sql: &str, args: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        for row in self.sql.query(&format!("explain query plan {sql}"), args)? {
            self.steps.push(row.text(3)?);
        }
        self.sql.each(sql, args, take)
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.sql.execute(sql, args)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.sql.batch(sql)
    }
}
