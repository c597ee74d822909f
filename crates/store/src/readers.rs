//! The connections on which a process reads: made when they are needed, used again, and never more than a few, for each
//! has a cache of its own and a server has places for so many.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::Error;
use crate::sql::Sql;
use crate::store::{Place, begin_reading, connect_reader};
use crate::writer::Connection;

/// How many read at once at most; others wait.
const MOST: usize = 8;

/// Connections that read.
pub(crate) struct Readers {
    place: Place,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Connection>,
    busy: usize,
}

impl Readers {
    /// None yet.
    pub(crate) fn new(place: Place) -> Self {
        Self { place, pool: Mutex::default(), freed: Condvar::new() }
    }

    /// Reads one consistent state.
    pub(crate) fn read<T, E: From<Error>>(&self, read: impl FnOnce(&mut dyn Sql) -> Result<T, E>) -> Result<T, E> {
        let (_turn, idle) = self.take_turn();
        let mut connection = self.begin(idle)?;
        let found = read(&mut *connection);
        if connection.batch("rollback").is_ok() {
            self.pool().idle.push(connection);
        }
        found
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_turn(&self) -> (Turn<'_>, Option<Connection>) {
        let full = |pool: &mut Pool| pool.busy >= MOST;
        let mut pool = self.freed.wait_while(self.pool(), full).unwrap_or_else(PoisonError::into_inner);
        pool.busy += 1;
        (Turn(self), pool.idle.pop())
    }

    /// Begins on the idle connection, or on a new one if it broke meanwhile: then the others that are idle did too.
    fn begin(&self, idle: Option<Connection>) -> Result<Connection, Error> {
        let begin = begin_reading(self.place.engine());
        if let Some(mut connection) = idle {
            if connection.batch(begin).is_ok() {
                return Ok(connection);
            }
            let broken = std::mem::take(&mut self.pool().idle);
            drop(broken);
        }
        let mut connection = connect_reader(&self.place)?;
        connection.batch(begin)?;
        Ok(connection)
    }
}

/// One of those who read; whoever waits comes next when it ends, in whatever way.
struct Turn<'a>(&'a Readers);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.pool().busy -= 1;
        self.0.freed.notify_one();
    }
}
