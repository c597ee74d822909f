//! Working hours and what is promised, in all their versions. A version never changes: promises point to theirs.

use catena_domain::id::CalendarId;
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// A calendar in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRow {
    /// The id of this version.
    pub id: CalendarId,
    /// What all its versions have in common: the id of the first.
    pub series: CalendarId,
    /// From 1.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Hours, exceptional days and zone, as JSON.
    pub hours: String,
    /// When this version was written down.
    pub made_at: Timestamp,
}

const COLUMNS: &str = "c.id, c.series, c.version, c.name, c.hours, c.made_at";

fn read(row: &Row) -> Result<CalendarRow, Error> {
    Ok(CalendarRow {
        id: CalendarId(row.id(0)?),
        series: CalendarId(row.id(1)?),
        version: row.int(2)?,
        name: row.text(3)?,
        hours: row.text(4)?,
        made_at: row.instant(5)?,
    })
}

/// Writes down a version.
pub fn add(tx: &mut Tx<'_>, row: &CalendarRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into calendar (id, series, version, name, hours, made_at) values ($1, $2, $3, $4, $5, $6)",
        args![row.id, row.series, row.version, &row.name, &row.hours, row.made_at],
    )?;
    Ok(())
}

/// All versions of all calendars, the last version of each first.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<CalendarRow>, Error> {
    let rows = sql.query(&format!("select {COLUMNS} from calendar c order by c.series, c.version desc"), &[])?;
    rows.iter().map(read).collect()
}

/// What is promised to whom, in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRow {
    /// From 1.
    pub version: i64,
    /// The rules, as JSON.
    pub rules: String,
    /// When it was written down.
    pub made_at: Timestamp,
}

/// Writes down a version of the policy.
pub fn add_policy(tx: &mut Tx<'_>, row: &PolicyRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into policy (version, rules, made_at) values ($1, $2, $3)",
        args![row.version, &row.rules, row.made_at],
    )?;
    Ok(())
}

/// All versions of the policy, the last first.
pub fn policies(sql: &mut dyn Sql) -> Result<Vec<PolicyRow>, Error> {
    let rows = sql.query("select version, rules, made_at from policy order by version desc", &[])?;
    rows.iter().map(read_policy).collect()
}

/// The version of the policy that counts; none if there is none yet.
pub fn policy(sql: &mut dyn Sql) -> Result<Option<PolicyRow>, Error> {
    let row = sql.first("select version, rules, made_at from policy order by version desc limit 1", &[])?;
    row.as_ref().map(read_policy).transpose()
}

fn read_policy(row: &Row) -> Result<PolicyRow, Error> {
    Ok(PolicyRow { version: row.int(0)?, rules: row.text(1)?, made_at: row.instant(2)? })
}

/// How many versions of calendars there are: grows whenever one is written down.
pub fn count(sql: &mut dyn Sql) -> Result<i64, Error> {
    sql.first("select count(*) from calendar", &[])?.map_or(Ok(0), |row| row.int(0))
}
