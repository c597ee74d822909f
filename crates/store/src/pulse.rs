//! The pulse: waves in which the staff says how it is to work here, the ledgers of the one that is open, and what was
//! released of those that are over.
//!
//! Five tables are the ledgers: the secret from which slips are computed, hashes of slips, hashes of used ones, values, and
//! comments. They share no key, know no time, and keep no order but that of their random ids; a row belongs to whichever
//! wave is open, of which there is one at most. They are filled a crowd at a time and emptied in the transaction that takes
//! the release in. No name and no id of a person stands in them. Who may be told what is not decided here.

use catena_domain::id::PartyId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::pg::Pg;
use crate::sql::{Engine, Sql};
use crate::sqlite::Sqlite;
use crate::store::Place;
use crate::value::Row;
use crate::writer::Tx;

/// A wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveRow {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// Whether it is over.
    pub closed: bool,
    /// Who is asked what, and where answers count: what was frozen at the launch, as JSON.
    pub wave: String,
    /// What the form says in each language, as JSON.
    pub form: String,
    /// When it was launched.
    pub launched_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// When everybody was last reminded.
    pub reminded_at: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

/// A slip that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedRow {
    /// Its hash.
    pub hash: Vec<u8>,
    /// Where an answer with it will count.
    pub cell: String,
}

/// A value, or a comment, that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRow {
    /// Its random id.
    pub id: Uuid,
    /// Where it counts.
    pub label: String,
    /// What was given; none for somebody who wrote no comment.
    pub given: Option<String>,
}

/// What is written at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRows {
    /// The hashes of the slips that were used.
    pub used: Vec<Vec<u8>>,
    /// Values.
    pub answers: Vec<GivenRow>,
    /// Comments.
    pub comments: Vec<GivenRow>,
}

/// All that is on disk of the open wave, each ledger in the order of its ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRows {
    /// Slips.
    pub issued: Vec<IssuedRow>,
    /// The hashes of those that were used.
    pub used: Vec<Vec<u8>>,
    /// Values.
    pub answers: Vec<GivenRow>,
    /// Comments.
    pub comments: Vec<GivenRow>,
}

/// What was released of a wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseRow {
    /// The wave.
    pub wave: Uuid,
    /// What everybody reads.
    pub bytes: Vec<u8>,
    /// The digest of the bytes.
    pub digest: String,
}

/// That somebody looked at a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Who.
    pub viewer: PartyId,
    /// When.
    pub at: Timestamp,
}

const COLUMNS: &str = "id, number, name, state, wave, form, launched_at, ends_at, reminded_at, closed_at";

/// What is emptied when a wave ends.
const LEDGERS: [&str; 5] = ["pulse_secret", "pulse_issued", "pulse_used", "pulse_answer", "pulse_comment"];

/// The lock of a PostgreSQL database that the one process holds which takes answers.
const KEEPING: &str = "select case when pg_try_advisory_lock(4711003) then 1 else 0 end::bigint";

fn read(row: &Row) -> Result<WaveRow, Error> {
    Ok(WaveRow {
        id: row.id(0)?,
        number: row.int(1)?,
        name: row.text(2)?,
        closed: row.text(3)? == "closed",
        wave: row.text(4)?,
        form: row.text(5)?,
        launched_at: row.instant(6)?,
        ends_at: row.instant(7)?,
        reminded_at: row.maybe_instant(8)?,
        closed_at: row.maybe_instant(9)?,
    })
}

/// All waves, the oldest first.
pub fn waves(sql: &mut dyn Sql) -> Result<Vec<WaveRow>, Error> {
    sql.query(&format!("select {COLUMNS} from pulse_wave order by number"), &[])?.iter().map(read).collect()
}

/// A wave by its id.
pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<WaveRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from pulse_wave where id = $1"), args![id])?;
    row.as_ref().map(read).transpose()
}

/// The wave that is open.
pub fn open(sql: &mut dyn Sql) -> Result<Option<WaveRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from pulse_wave where state = 'open'"), &[])?;
    row.as_ref().map(read).transpose()
}

/// Whether a wave is open, without all else that is known of it.
pub fn is_open(sql: &mut dyn Sql, id: Uuid) -> Result<bool, Error> {
    Ok(sql.first("select 1 from pulse_wave where id = $1 and state = 'open'", args![id])?.is_some())
}

/// Launches a wave with its slips; [`Error::Conflict`] while another one is open.
pub fn launch(tx: &mut Tx<'_>, row: &WaveRow, secret: &[u8], issued: &[IssuedRow]) -> Result<(), Error> {
    add(tx, row)?;
    tx.sql().execute("insert into pulse_secret (wave, secret) values ($1, $2)", args![row.id, secret])?;
    for IssuedRow { hash, cell } in issued {
        tx.sql().execute("insert into pulse_issued (hash, cell) values ($1, $2)", args![hash.clone(), cell])?;
    }
    Ok(())
}

/// Writes a wave down that is over, with its release.
pub fn record(tx: &mut Tx<'_>, row: &WaveRow, release: &ReleaseRow) -> Result<(), Error> {
    add(tx, row)?;
    keep(tx, release)
}

fn add(tx: &mut Tx<'_>, row: &WaveRow) -> Result<(), Error> {
    let state = if row.closed { "closed" } else { "open" };
    tx.sql().execute(
        &format!("insert into pulse_wave ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        args![
            row.id,
            row.number,
            &row.name,
            state,
            &row.wave,
            &row.form,
            row.launched_at,
            row.ends_at,
            row.reminded_at,
            row.closed_at
        ],
    )?;
    Ok(())
}

fn keep(tx: &mut Tx<'_>, release: &ReleaseRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into pulse_release (wave, bytes, digest) values ($1, $2, $3)",
        args![release.wave, release.bytes.clone(), &release.digest],
    )?;
    Ok(())
}

/// The secret of the open wave.
pub fn secret(sql: &mut dyn Sql, wave: Uuid) -> Result<Option<Vec<u8>>, Error> {
    let row = sql.first("select secret from pulse_secret where wave = $1", args![wave])?;
    row.map(|row| row.bytes(0)).transpose()
}

/// Notes down when everybody was reminded.
pub fn remind(tx: &mut Tx<'_>, wave: Uuid, at: Timestamp) -> Result<(), Error> {
    tx.sql().execute("update pulse_wave set reminded_at = $2 where id = $1", args![wave, at])?;
    Ok(())
}

/// Lets one process take the answers of the open wave, under a number that it drew for itself; whoever did before writes
/// nothing any more. False if the wave is not open, or another process of the database takes them: it does until it ends.
pub fn hold(tx: &mut Tx<'_>, wave: Uuid, keeper: Uuid) -> Result<bool, Error> {
    // Nobody else has a folder open.
    let free = match tx.sql().engine() {
        Engine::Sqlite => true,
        Engine::Postgres => tx.sql().first(KEEPING, &[])?.map_or(Ok(false), |row| row.flag(0))?,
    };
    let hold = "update pulse_wave set keeper = $2 where id = $1 and state = 'open'";
    Ok(free && tx.sql().execute(hold, args![wave, keeper])? > 0)
}

/// Writes a batch; one that was written before changes nothing. [`Error::Conflict`] if another process took over, or a slip
/// was used by then.
pub fn write(tx: &mut Tx<'_>, wave: Uuid, keeper: Uuid, batch: &BatchRows) -> Result<(), Error> {
    must_hold(tx, wave, keeper)?;
    let mut known = 0;
    for hash in &batch.used {
        let used = "insert into pulse_used (hash) values ($1) on conflict do nothing";
        known += usize::from(tx.sql().execute(used, args![hash.clone()])? == 0);
    }
    if known > 0 && known == batch.used.len() {
        return Ok(());
    }
    if known > 0 {
        return Err(Error::Conflict("a slip was used before".to_owned()));
    }
    for GivenRow { id, label, given } in &batch.answers {
        let add = "insert into pulse_answer (id, label, value) values ($1, $2, $3)";
        tx.sql().execute(add, args![*id, label, given.as_ref()])?;
    }
    for GivenRow { id, label, given } in &batch.comments {
        let add = "insert into pulse_comment (id, label, comment) values ($1, $2, $3)";
        tx.sql().execute(add, args![*id, label, given.as_ref()])?;
    }
    Ok(())
}

fn must_hold(tx: &mut Tx<'_>, wave: Uuid, keeper: Uuid) -> Result<(), Error> {
    let held = "select 1 from pulse_wave where id = $1 and keeper = $2 and state = 'open'";
    match tx.sql().first(held, args![wave, keeper])? {
        Some(_) => Ok(()),
        None => Err(Error::Conflict("another process takes the answers of this wave".to_owned())),
    }
}

/// The ledgers of the open wave.
pub fn ledgers(sql: &mut dyn Sql) -> Result<LedgerRows, Error> {
    let issued = sql.query("select hash, cell from pulse_issued order by hash", &[])?;
    let used = sql.query("select hash from pulse_used order by hash", &[])?;
    let answers = sql.query("select id, label, value from pulse_answer order by id", &[])?;
    let comments = sql.query("select id, label, comment from pulse_comment order by id", &[])?;
    let given = |row: &Row| Ok::<_, Error>(GivenRow { id: row.id(0)?, label: row.text(1)?, given: row.maybe_text(2)? });
    Ok(LedgerRows {
        issued: issued
            .iter()
            .map(|row| Ok(IssuedRow { hash: row.bytes(0)?, cell: row.text(1)? }))
            .collect::<Result<_, Error>>()?,
        used: used.iter().map(|row| row.bytes(0)).collect::<Result<_, _>>()?,
        answers: answers.iter().map(given).collect::<Result<_, _>>()?,
        comments: comments.iter().map(given).collect::<Result<_, _>>()?,
    })
}

/// Ends the wave: its release comes in, the ledgers go. The files may still hold their bytes until [`overwrite`].
pub fn end(tx: &mut Tx<'_>, keeper: Uuid, release: &ReleaseRow, at: Timestamp) -> Result<(), Error> {
    must_hold(tx, release.wave, keeper)?;
    tx.sql().execute(
        "update pulse_wave set state = 'closed', keeper = null, closed_at = $2 where id = $1",
        args![release.wave, at],
    )?;
    keep(tx, release)?;
    for ledger in LEDGERS {
        // Either way whole pages go, and with them what earlier versions of rows left in them.
        let empty = match tx.sql().engine() {
            Engine::Sqlite => format!("delete from {ledger}"),
            Engine::Postgres => format!("truncate {ledger}"),
        };
        tx.sql().execute(&empty, &[])?;
    }
    Ok(())
}

/// Makes the bytes of ledgers that were emptied disappear from the files too. Blocks; waits for those who read, and says
/// [`Error::Held`] if that takes too long: then it is to be tried again.
///
/// SQLite overwrites pages that are given back (`secure_delete`), so it is enough to take in and empty the write-ahead
/// log; the blocks of the disk that it gave back belong to the file system. PostgreSQL gave the ledgers new files, and
/// removes the old ones with the next checkpoint. Its own log (`pg_wal`), archives of it, replicas and backups that somebody
/// keeps still hold the ledgers as they were: batches of a crowd, as on the disk at that time.
pub fn overwrite(place: &Place) -> Result<(), Error> {
    match place {
        Place::Folder(folder) => Sqlite::writer(folder)?.fold(),
        Place::Postgres(url) => {
            // Not everybody may ask for one.
            let _ = Pg::connect(url)?.batch("checkpoint");
            Ok(())
        }
    }
}

/// All releases, in the order of their waves.
pub fn releases(sql: &mut dyn Sql) -> Result<Vec<ReleaseRow>, Error> {
    let rows = sql.query(
        "select r.wave, r.bytes, r.digest from pulse_release r join pulse_wave w on w.id = r.wave order by w.number",
        &[],
    )?;
    rows.iter().map(|row| Ok(ReleaseRow { wave: row.id(0)?, bytes: row.bytes(1)?, digest: row.text(2)? })).collect()
}

/// Notes down that somebody looked at a release; twice at one instant is once.
pub fn look(tx: &mut Tx<'_>, wave: Uuid, look: Look) -> Result<(), Error> {
    tx.sql().execute(
        "insert into pulse_look (wave, viewer, at) values ($1, $2, $3) on conflict do nothing",
        args![wave, look.viewer, look.at],
    )?;
    Ok(())
}

/// Up to `limit` times that somebody looked at a release, the last first.
pub fn looks(sql: &mut dyn Sql, wave: Uuid, limit: i64) -> Result<Vec<Look>, Error> {
    let rows = sql.query(
        "select viewer, at from pulse_look where wave = $1 order by at desc, viewer limit $2",
        args![wave, limit],
    )?;
    rows.iter().map(|row| Ok(Look { viewer: PartyId(row.id(0)?), at: row.instant(1)? })).collect()
}
