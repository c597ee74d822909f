//! What can be asked for, and the plan behind it, in all its versions.

use catena_domain::id::{PartyId, ServiceId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// Something that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// What one gets.
    pub description: String,
    /// Who answers for it.
    pub provider: PartyId,
    /// Whether customers can ask for it themselves.
    pub for_customers: bool,
    /// Whether it can no longer be asked for.
    pub closed: bool,
    /// The version of its plan that counts.
    pub version: i64,
    /// That plan, as JSON.
    pub plan: String,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
}

const COLUMNS: &str =
    "s.id, s.name, s.description, s.provider, s.for_customers, s.closed, s.version, b.plan, s.revision";

fn read(row: &Row) -> Result<ServiceRow, Error> {
    Ok(ServiceRow {
        id: ServiceId(row.id(0)?),
        name: row.text(1)?,
        description: row.text(2)?,
        provider: PartyId(row.id(3)?),
        for_customers: row.flag(4)?,
        closed: row.flag(5)?,
        version: row.int(6)?,
        plan: row.text(7)?,
        revision: row.int(8)?,
    })
}

/// Writes down a service, and its plan if this version of it is new.
pub fn save(tx: &mut Tx<'_>, row: &ServiceRow, now: Timestamp) -> Result<(), Error> {
    tx.sql().execute(
        "insert into service (id, name, description, provider, for_customers, closed, version, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) \
         on conflict (id) do update set name = excluded.name, description = excluded.description, \
         provider = excluded.provider, for_customers = excluded.for_customers, closed = excluded.closed, \
         version = excluded.version, revision = excluded.revision",
        args![
            row.id,
            &row.name,
            &row.description,
            row.provider,
            row.for_customers,
            row.closed,
            row.version,
            row.revision
        ],
    )?;
    tx.sql().execute(
        "insert into blueprint (service, version, plan, made_at) values ($1, $2, $3, $4) on conflict do nothing",
        args![row.id, row.version, &row.plan, now],
    )?;
    Ok(())
}

/// A service with the plan that counts.
pub fn find(sql: &mut dyn Sql, id: ServiceId) -> Result<Option<ServiceRow>, Error> {
    let row = sql.first(
        &format!(
            "select {COLUMNS} from service s join blueprint b on b.service = s.id and b.version = s.version where s.id = $1"
        ),
        args![id],
    )?;
    row.as_ref().map(read).transpose()
}

/// All services by name.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<ServiceRow>, Error> {
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from service s join blueprint b on b.service = s.id and b.version = s.version \
             order by s.name, s.id"
        ),
        &[],
    )?;
    rows.iter().map(read).collect()
}

/// The plan of a service in a version.
pub fn plan(sql: &mut dyn Sql, id: ServiceId, version: i64) -> Result<Option<String>, Error> {
    let row = sql.first("select plan from blueprint where service = $1 and version = $2", args![id, version])?;
    row.map(|row| row.text(0)).transpose()
}

/// All versions of a plan, the last first, with the instants at which they were written down.
pub fn versions(sql: &mut dyn Sql, id: ServiceId) -> Result<Vec<(i64, Timestamp)>, Error> {
    let rows =
        sql.query("select version, made_at from blueprint where service = $1 order by version desc", args![id])?;
    rows.iter().map(|row| Ok((row.int(0)?, row.instant(1)?))).collect()
}
