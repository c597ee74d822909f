//! A store that is open: one writer, a few readers.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::thread;

use tokio::sync::watch;

use crate::error::Error;
use crate::events;
use crate::listen::Listener;
use crate::memo::Memo;
use crate::migrations::migrate;
use crate::pg::Pg;
use crate::readers::Readers;
use crate::sql::{Engine, Sql};
use crate::sqlite::Sqlite;
use crate::writer::{Connection, Progress, Tx, Writer};

/// Where a store is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a folder, which is made if need be.
    Folder(PathBuf),
    /// In a database of a PostgreSQL server, `postgres://user@host/database`.
    Postgres(String),
}

/// An open store. Cheap to clone; closed when the last clone is dropped, which waits for what is being written.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
    progress: Progress,
    rights: Arc<AtomicU64>,
    /// None only while it is being dropped.
    open: Option<Open>,
}

/// What is closed in this order when a store is.
struct Open {
    writer: Writer,
    readers: Readers,
    /// Hears what other nodes write; nobody else writes to a folder.
    _listener: Option<Listener>,
    /// Keeps others out of the folder. A database is held by the writer's connection.
    _lock: Option<Lock>,
}

impl Store {
    /// Opens a store, makes it if there is none, and brings its schema up to date. Blocks: call it off the runtime.
    pub fn open(place: &Place) -> Result<Self, Error> {
        let lock = match place {
            Place::Folder(folder) => Some(lock_folder(folder)?),
            Place::Postgres(_) => None,
        };
        let mut connection = connect_writer(place)?;
        migrate(&mut *connection)?;
        let (announce, progress) = watch::channel(events::last(&mut *connection)?);
        let rights = Arc::new(AtomicU64::default());
        let again = place.clone();
        let writer = {
            let (announce, rights) = (announce.clone(), rights.clone());
            Writer::start(connection, Box::new(move || connect_writer(&again)), announce, rights)?
        };
        let listener = match place {
            Place::Folder(_) => None,
            Place::Postgres(url) => Some(Listener::start(url.clone(), announce)?),
        };
        let readers = Readers::new(place.clone());
        let open = Some(Open { writer, readers, _listener: listener, _lock: lock });
        Ok(Self { shared: Arc::new(Shared { place: place.clone(), progress, rights, open }) })
    }

    /// Where it is kept.
    pub fn place(&self) -> &Place {
        &self.shared.place
    }

    /// Which engine keeps it.
    pub fn engine(&self) -> Engine {
        self.shared.place.engine()
    }

    /// How far the record of events has come; changes after each write, also of another node.
    pub fn progress(&self) -> Progress {
        self.shared.progress.clone()
    }

    /// A number that has grown when a write is answered that changed who may do what: until then what was read about that
    /// still holds. None on an engine to which other nodes write too.
    pub fn rights(&self) -> Option<u64> {
        (self.engine() == Engine::Sqlite).then(|| self.shared.rights.load(Ordering::Acquire))
    }

    /// For those who must not keep it open.
    pub fn downgrade(&self) -> WeakStore {
        WeakStore { shared: Arc::downgrade(&self.shared) }
    }

    /// Reads one consistent state. Blocks: call it off the runtime, and not within another read.
    pub fn read<T, E: From<Error>>(&self, read: impl FnOnce(&mut dyn Sql) -> Result<T, E>) -> Result<T, E> {
        match &self.shared.open {
            Some(open) => open.readers.read(read),
            None => Err(E::from(Error::Closed)),
        }
    }

    /// Writes, and returns when that is durable. Nothing remains of a write that returns an error.
    pub async fn write<T, E>(&self, write: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let Some(open) = &self.shared.open else { return Err(E::from(Error::Closed)) };
        open.writer.submit(write).await.unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }

    /// The same for callers without a runtime.
    pub fn write_now<T, E>(&self, write: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let Some(open) = &self.shared.open else { return Err(E::from(Error::Closed)) };
        open.writer.submit(write).blocking_recv().unwrap_or_else(|_| Err(E::from(Error::Closed)))
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let Some(open) = self.open.take() else { return };
        let writer = open.writer.thread();
        // A client of PostgreSQL cannot be closed on a thread of the runtime.
        let closing = thread::spawn(move || drop(open));
        // A write that holds the last clone must not wait for itself.
        if writer != Some(thread::current().id()) {
            let _ = closing.join();
        }
    }
}

/// A store that may be closed by now.
#[derive(Clone)]
pub struct WeakStore {
    shared: Weak<Shared>,
}

impl WeakStore {
    /// The store, if it is still open.
    pub fn upgrade(&self) -> Option<Store> {
        self.shared.upgrade().map(|shared| Store { shared })
    }
}

impl Place {
    /// Which engine keeps a store there.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Folder(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// A connection that reads, to a store that is there; for those who look at one that may be in use.
pub(crate) fn connect_reader(place: &Place) -> Result<Connection, Error> {
    Ok(match place {
        Place::Folder(folder) => Box::new(Sqlite::reader(folder)?),
        Place::Postgres(url) => Box::new(Pg::connect(url)?),
    })
}

/// What begins a transaction that reads one consistent state.
pub(crate) fn begin_reading(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "begin",
        Engine::Postgres => "begin isolation level repeatable read read only",
    }
}

/// A connection that writes. Many nodes may hold a database; none while a backup is restored into it.
fn connect_writer(place: &Place) -> Result<Connection, Error> {
    match place {
        Place::Folder(folder) => Ok(Box::new(Sqlite::writer(folder)?)),
        Place::Postgres(url) => Ok(Box::new(Memo::new(holding(url, "select pg_advisory_lock_shared(4711002)")?))),
    }
}

/// A connection that writes to a store which nobody has open, and the lock that keeps it so.
pub(crate) fn connect_alone(place: &Place) -> Result<(Connection, Option<Lock>), Error> {
    match place {
        Place::Folder(folder) => {
            let lock = lock_folder(folder)?;
            Ok((Box::new(Sqlite::writer(folder)?), Some(lock)))
        }
        Place::Postgres(url) => Ok((Box::new(holding(url, "select pg_advisory_lock(4711002)")?), None)),
    }
}

fn holding(url: &str, hold: &str) -> Result<Pg, Error> {
    let mut connection = Pg::connect(url)?;
    // The server needs a moment until it notices that a process was killed.
    connection.batch("set lock_timeout = '2s'")?;
    connection.batch(hold).map_err(|error| match error {
        Error::Held(_) => Error::Held("it is open, or a backup is being restored into it".to_owned()),
        error => error,
    })?;
    connection.batch("set lock_timeout = 0")?;
    Ok(connection)
}

/// Lets others have a database at once; the server would notice a little later that nobody holds it any more.
pub(crate) fn let_go(connection: &mut Connection) {
    if connection.engine() == Engine::Postgres {
        let _ = connection.batch("select pg_advisory_unlock_all()");
    }
}

/// A folder that one process has for itself.
pub(crate) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file would not be enough while a process that was just started still has it too.
        let _ = self.0.unlock();
    }
}

fn lock_folder(folder: &Path) -> Result<Lock, Error> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::StorageFull => Error::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Error::ReadOnly,
        _ => Error::Unreachable(format!("{}: {error}", folder.display())),
    };
    fs::create_dir_all(folder).map_err(refused)?;
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Held(format!("another Catena serves {}", folder.display()))),
        Err(TryLockError::Error(error)) => Err(refused(error)),
    }
}
