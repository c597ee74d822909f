//! The one writer of a process: it takes what waits, runs each write in a savepoint, commits them together and only then
//! answers. On PostgreSQL it holds a lock of the database meanwhile, so that several nodes take turns and events are
//! numbered in the order in which they become visible.
//!
//! A connection that was lost is made again by itself. If that happens while nothing was written yet nobody notices; if
//! it happens at the very moment of a commit the server is asked afterwards what became of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle, ThreadId};

use catena_domain::event::Event;
use tokio::sync::{oneshot, watch};

use crate::error::Error;
use crate::migrations::begin;
use crate::search::{Change, Untold};
use crate::sql::{Engine, Sql};
use crate::store::let_go;
use crate::value::{Row, Value};
use crate::{args, events, listen};

/// How many writes are committed together at most.
const BATCH: usize = 256;

/// A transaction that writes. What it read stays true until it ends.
pub struct Tx<'a> {
    sql: Watched<'a>,
    untold: &'a mut Untold,
}

impl Tx<'_> {
    /// For reading within the transaction.
    pub fn sql(&mut self) -> &mut dyn Sql {
        &mut self.sql
    }

    /// Has the index told of a change before the commit.
    pub(crate) fn index(&mut self, change: Change) {
        self.untold.push(change);
    }

    /// Tells the index now what it was to be told before the commit, for those who read or empty it themselves.
    pub(crate) fn tell_index(&mut self) -> Result<(), Error> {
        self.untold.tell(&mut self.sql)
    }

    /// Notes that a key was used: no change of who may do what, though it stands where that stands.
    pub(crate) fn touch(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.sql.sql.execute(sql, args)
    }

    /// Appends events in their order and returns them with their numbers.
    pub fn append(&mut self, events: Vec<Event>) -> Result<Vec<Event>, Error> {
        events::append(&mut self.sql, events)
    }
}

/// A connection, and whether something was written on it that says who may do what.
struct Watched<'a> {
    sql: &'a mut dyn Sql,
    rights: bool,
}

/// The tables that say who may do what.
const RIGHTS: [&str; 5] = ["account", "member", "party", "session", "token"];

/// Whether a statement writes to a table that says who may do what.
fn touches_rights(sql: &str) -> bool {
    let mut words = sql.split_ascii_whitespace();
    let table = match words.next() {
        Some("insert" | "delete") => words.nth(1),
        Some("update") => words.next(),
        _ => None,
    };
    table.is_some_and(|table| RIGHTS.contains(&table))
}

impl Sql for Watched<'_> {
    fn engine(&self) -> Engine {
        self.sql.engine()
    }

    fn each(&mut self, sql: &str, args: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        self.rights |= !sql.starts_with("select") && touches_rights(sql);
        self.sql.each(sql, args, take)
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.rights |= touches_rights(sql);
        self.sql.execute(sql, args)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        // Several statements, whatever they are.
        self.rights = true;
        self.sql.batch(sql)
    }
}

/// How far the record has come.
pub type Progress = watch::Receiver<i64>;

/// What a write leaves: whether to keep it, and how to answer once it is known whether it is durable.
struct Outcome {
    keep: bool,
    answer: Box<dyn FnOnce(Option<Error>) + Send>,
}

/// A write, to be run in a transaction, or to be told why there is none.
type Job = Box<dyn FnOnce(Result<&mut Tx<'_>, Error>) -> Outcome + Send>;

/// A connection of either engine.
pub(crate) type Connection = Box<dyn Sql + Send>;

/// How to reach the database again after it was lost.
pub(crate) type Connect = Box<dyn Fn() -> Result<Connection, Error> + Send>;

/// Where writes are handed in. When it is dropped, what waits is written first.
pub(crate) struct Writer {
    /// None only while it is being dropped.
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the writer's thread on a connection. `rights` grows before a write is answered that changed who may do
    /// what.
    pub(crate) fn start(
        connection: Connection,
        connect: Connect,
        progress: watch::Sender<i64>,
        rights: Arc<AtomicU64>,
    ) -> Result<Self, Error> {
        let (jobs, waiting) = channel::<Job>();
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_all(connection, &connect, &waiting, &Heard { progress, rights }))
            .map_err(|error| Error::Unreachable(error.to_string()))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// The thread that writes.
    pub(crate) fn thread(&self) -> Option<ThreadId> {
        self.thread.as_ref().map(|thread| thread.thread().id())
    }

    /// Hands in a write; the answer comes after it is durable.
    pub(crate) fn submit<T, E>(
        &self,
        write: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, E>>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, receiver) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let done = catch_unwind(AssertUnwindSafe(|| tx.map_err(E::from).and_then(write)));
            let result = done.unwrap_or_else(|_| Err(E::from(Error::Panicked)));
            let keep = result.is_ok();
            let tell = move |lost: Option<Error>| {
                let _ = answer.send(match lost {
                    Some(error) if result.is_ok() => Err(E::from(error)),
                    _ => result,
                });
            };
            Outcome { keep, answer: Box::new(tell) }
        });
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
        receiver
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Who hears what was written.
struct Heard {
    progress: watch::Sender<i64>,
    rights: Arc<AtomicU64>,
}

fn write_all(mut connection: Connection, connect: &Connect, waiting: &Receiver<Job>, heard: &Heard) {
    while let Ok(first) = waiting.recv() {
        let more = std::iter::from_fn(|| waiting.try_recv().ok());
        let jobs: Vec<Job> = std::iter::once(first).chain(more.take(BATCH - 1)).collect();
        if let Err(error) = commit(&mut connection, connect, jobs, heard) {
            tracing::error!(%error, "a batch of writes was not committed");
            let _ = connection.batch("rollback");
        }
    }
    let_go(&mut connection);
}

/// Runs jobs in one transaction, tells how far the record has come, and answers each.
fn commit(connection: &mut Connection, connect: &Connect, jobs: Vec<Job>, heard: &Heard) -> Result<(), Error> {
    let began = match take_turn(&mut **connection) {
        // Another connection would say the same.
        Err(error @ (Error::Full | Error::ReadOnly | Error::Held(_))) => Err(error),
        Err(_) => take_turn_anew(connection, connect),
        Ok(()) => Ok(()),
    };
    if let Err(error) = began {
        for job in jobs {
            (job(Err(error.clone())).answer)(None);
        }
        return Err(error);
    }
    let mut outcomes = Vec::new();
    let mut lost = None;
    let mut untold = Untold::default();
    let (mut rights, mut used) = (false, false);
    for job in jobs {
        match &lost {
            None => match run(&mut **connection, &mut used, &mut untold, job, &mut outcomes) {
                Ok(touched) => rights |= touched,
                Err(error) => lost = Some(error),
            },
            Some(error) => outcomes.push(job(Err(Error::clone(error)))),
        }
    }
    let lost = lost.or_else(|| untold.tell(&mut **connection).err());
    let wrote = outcomes.iter().any(|outcome| outcome.keep);
    let ended = match lost {
        Some(error) => Err(error),
        None => end(connection, connect, wrote),
    };
    if rights {
        heard.rights.fetch_add(1, Ordering::AcqRel);
    }
    if let Ok(last) = ended
        && wrote
    {
        heard.progress.send_modify(|seq| *seq = last.max(*seq));
    }
    let error = ended.as_ref().err().cloned();
    for outcome in outcomes {
        (outcome.answer)(error.clone());
    }
    ended.map(|_| ())
}

/// Begins a transaction with a savepoint in it.
fn take_turn(sql: &mut dyn Sql) -> Result<(), Error> {
    begin(sql)?;
    sql.batch("savepoint job")
}

/// Begins on a connection made anew: nothing was written on the one that was lost.
fn take_turn_anew(connection: &mut Connection, connect: &Connect) -> Result<(), Error> {
    let _ = connection.batch("rollback");
    *connection = connect()?;
    take_turn(&mut **connection)
}

/// Runs one job in a savepoint, and says whether it changed who may do what. What fails leaves nothing behind. An error
/// is one of the whole transaction. `used` says whether something stands in the savepoint that there is.
fn run(
    sql: &mut dyn Sql,
    used: &mut bool,
    untold: &mut Untold,
    job: Job,
    outcomes: &mut Vec<Outcome>,
) -> Result<bool, Error> {
    if *used && let Err(error) = sql.batch("release job; savepoint job") {
        outcomes.push(job(Err(error.clone())));
        return Err(error);
    }
    let mark = untold.mark();
    let mut tx = Tx { sql: Watched { sql, rights: false }, untold };
    let outcome = job(Ok(&mut tx));
    let rights = tx.sql.rights;
    *used = outcome.keep;
    outcomes.push(outcome);
    if !*used {
        untold.back(mark);
        sql.batch("rollback to job")?;
    }
    Ok(*used && rights)
}

/// Commits, and says how far the record has come; to other nodes too if anything was written.
fn end(connection: &mut Connection, connect: &Connect, wrote: bool) -> Result<i64, Error> {
    let (last, mark) = match connection.engine() {
        Engine::Postgres if wrote => listen::announce(&mut **connection)?,
        _ => (events::last(&mut **connection)?, None),
    };
    match (connection.batch("commit"), mark) {
        (Ok(()), _) => Ok(last),
        (Err(error @ Error::Unreachable(_)), Some(mark)) => match was_committed(connection, connect, &mark) {
            Ok(true) => Ok(last),
            Ok(false) => Err(error),
            Err(_) => Err(Error::Unsure),
        },
        (Err(error), _) => Err(error),
    }
}

/// Whether a transaction, whose answer was lost, was committed.
fn was_committed(connection: &mut Connection, connect: &Connect, mark: &str) -> Result<bool, Error> {
    *connection = connect()?;
    // The lock is free once that transaction has ended either way.
    begin(&mut **connection)?;
    let rows = connection.query("select pg_xact_status($1::text::xid8)", args![mark])?;
    connection.batch("rollback")?;
    match rows.first().map(|row| row.maybe_text(0)).transpose()?.flatten().as_deref() {
        Some("committed") => Ok(true),
        Some("aborted") => Ok(false),
        _ => Err(Error::Unsure),
    }
}
