//! People, teams and organisations, who belongs to which team, and how they can be reached.

use catena_domain::id::{CalendarId, PartyId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// A person, a team or an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRow {
    /// Its id.
    pub id: PartyId,
    /// `person`, `team` or `organisation`.
    pub kind: String,
    /// Whether it belongs to the organisation that runs Catena.
    pub internal: bool,
    /// Its name; empty once it was erased.
    pub name: String,
    /// The department a team belongs to, or the organisation a person does.
    pub parent: Option<PartyId>,
    /// The series of the calendar on which it works.
    pub calendar: Option<CalendarId>,
    /// Whether only those who take part see what is asked of it.
    pub confidential: bool,
    /// Whether it can no longer be asked for anything.
    pub closed: bool,
    /// When its names and words were erased.
    pub erased_at: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// Grows with each change.
    pub revision: i64,
}

const COLUMNS: &str = "p.id, p.kind, p.internal, p.name, p.parent, p.calendar, p.confidential, p.closed, p.erased_at, p.created_at, p.revision";

fn read(row: &Row) -> Result<PartyRow, Error> {
    Ok(PartyRow {
        id: PartyId(row.id(0)?),
        kind: row.text(1)?,
        internal: row.flag(2)?,
        name: row.text(3)?,
        parent: row.maybe_id(4)?.map(PartyId),
        calendar: row.maybe_id(5)?.map(CalendarId),
        confidential: row.flag(6)?,
        closed: row.flag(7)?,
        erased_at: row.maybe_instant(8)?,
        created_at: row.instant(9)?,
        revision: row.int(10)?,
    })
}

/// Records a party or writes down its changes.
pub fn save(tx: &mut Tx<'_>, row: &PartyRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into party (id, kind, internal, name, parent, calendar, confidential, closed, erased_at, created_at, \
         revision) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         on conflict (id) do update set name = excluded.name, parent = excluded.parent, calendar = excluded.calendar, \
         confidential = excluded.confidential, closed = excluded.closed, erased_at = excluded.erased_at, \
         revision = excluded.revision",
        args![
            row.id,
            &row.kind,
            row.internal,
            &row.name,
            row.parent,
            row.calendar,
            row.confidential,
            row.closed,
            row.erased_at,
            row.created_at,
            row.revision
        ],
    )?;
    Ok(())
}

/// A party by its id.
pub fn find(sql: &mut dyn Sql, id: PartyId) -> Result<Option<PartyRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from party p where p.id = $1"), args![id])?;
    row.as_ref().map(read).transpose()
}

/// The parties of an organisation's own side, by kind and name: its teams and people.
pub fn internal(sql: &mut dyn Sql) -> Result<Vec<PartyRow>, Error> {
    let rows =
        sql.query(&format!("select {COLUMNS} from party p where p.internal = 1 order by p.kind, p.name, p.id"), &[])?;
    rows.iter().map(read).collect()
}

/// A page of parties by name, then id: those of a kind and side whose name or address contains `part`.
pub fn list(
    sql: &mut dyn Sql,
    kind: Option<&str>,
    internal: Option<bool>,
    part: &str,
    after: Option<(&str, PartyId)>,
    limit: i64,
) -> Result<Vec<PartyRow>, Error> {
    let like = format!("%{}%", part.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let (name, id) = after.unwrap_or(("", PartyId(Uuid::nil())));
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from party p where ($1 = '' or p.kind = $1) and ($2 < 0 or p.internal = $2) \
             and p.erased_at is null \
             and ($3 = '%%' or lower(p.name) like $3 escape '\\' \
             or exists (select 1 from handle h where h.party = p.id and lower(h.value) like $3 escape '\\')) \
             and (p.name, p.id) > ($4, $5) order by p.name, p.id limit $6"
        ),
        args![kind.unwrap_or(""), internal.map_or(-1, i64::from), like, name, id, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Who belongs to which team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The team.
    pub team: PartyId,
    /// The person.
    pub person: PartyId,
    /// Whether they lead it.
    pub leads: bool,
}

/// All memberships.
pub fn members(sql: &mut dyn Sql) -> Result<Vec<Member>, Error> {
    let rows = sql.query("select team, person, leads from member order by team, person", &[])?;
    rows.iter().map(member).collect()
}

/// The teams of a person.
pub fn teams_of(sql: &mut dyn Sql, person: PartyId) -> Result<Vec<Member>, Error> {
    let rows = sql.query("select team, person, leads from member where person = $1 order by team", args![person])?;
    rows.iter().map(member).collect()
}

/// The members of a team.
pub fn members_of(sql: &mut dyn Sql, team: PartyId) -> Result<Vec<Member>, Error> {
    let rows = sql.query("select team, person, leads from member where team = $1 order by person", args![team])?;
    rows.iter().map(member).collect()
}

fn member(row: &Row) -> Result<Member, Error> {
    Ok(Member { team: PartyId(row.id(0)?), person: PartyId(row.id(1)?), leads: row.flag(2)? })
}

/// Makes a person a member of a team, or a leader of it.
pub fn join(tx: &mut Tx<'_>, member: Member) -> Result<(), Error> {
    tx.sql().execute(
        "insert into member (team, person, leads) values ($1, $2, $3) \
         on conflict (team, person) do update set leads = excluded.leads",
        args![member.team, member.person, member.leads],
    )?;
    Ok(())
}

/// Ends a membership; false if there was none.
pub fn leave(tx: &mut Tx<'_>, team: PartyId, person: PartyId) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from member where team = $1 and person = $2", args![team, person])? > 0)
}

/// A way to reach a party. The same one may stand with several: nobody is merged by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Its id.
    pub id: Uuid,
    /// Whom it reaches.
    pub party: PartyId,
    /// `email`, `phone`, `order` …
    pub kind: String,
    /// The address itself.
    pub value: String,
    /// How it is known.
    pub evidence: String,
    /// Since when.
    pub added_at: Timestamp,
}

/// Records a way to reach a party.
pub fn add_handle(tx: &mut Tx<'_>, handle: &Handle) -> Result<(), Error> {
    tx.sql().execute(
        "insert into handle (id, party, kind, value, evidence, added_at) values ($1, $2, $3, $4, $5, $6)",
        args![handle.id, handle.party, &handle.kind, &handle.value, &handle.evidence, handle.added_at],
    )?;
    Ok(())
}

/// Forgets a way to reach a party; false if there was none.
pub fn remove_handle(tx: &mut Tx<'_>, party: PartyId, id: Uuid) -> Result<bool, Error> {
    Ok(tx.sql().execute("delete from handle where party = $1 and id = $2", args![party, id])? > 0)
}

/// The ways to reach a party, the oldest first.
pub fn handles(sql: &mut dyn Sql, party: PartyId) -> Result<Vec<Handle>, Error> {
    let rows = sql.query(
        "select id, party, kind, value, evidence, added_at from handle where party = $1 order by added_at, id",
        args![party],
    )?;
    rows.iter().map(handle).collect()
}

/// Those whom an address reaches.
pub fn reached_by(sql: &mut dyn Sql, kind: &str, value: &str) -> Result<Vec<PartyRow>, Error> {
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from party p join handle h on h.party = p.id where h.kind = $1 and h.value = $2 \
             order by p.created_at, p.id"
        ),
        args![kind, value],
    )?;
    rows.iter().map(read).collect()
}

fn handle(row: &Row) -> Result<Handle, Error> {
    Ok(Handle {
        id: row.id(0)?,
        party: PartyId(row.id(1)?),
        kind: row.text(2)?,
        value: row.text(3)?,
        evidence: row.text(4)?,
        added_at: row.instant(5)?,
    })
}

/// All teams by name.
pub fn teams(sql: &mut dyn Sql) -> Result<Vec<PartyRow>, Error> {
    let rows = sql.query(&format!("select {COLUMNS} from party p where p.kind = 'team' order by p.name, p.id"), &[])?;
    rows.iter().map(read).collect()
}

/// The teams of which only those who take part see what is asked.
pub fn confidential(sql: &mut dyn Sql) -> Result<Vec<PartyId>, Error> {
    let rows = sql.query("select id from party where kind = 'team' and confidential = 1", &[])?;
    rows.iter().map(|row| row.id(0).map(PartyId)).collect()
}

/// The teams right below a department.
pub fn below(sql: &mut dyn Sql, team: PartyId) -> Result<Vec<PartyId>, Error> {
    let rows = sql.query("select id from party where parent = $1 and kind = 'team'", args![team])?;
    rows.iter().map(|row| row.id(0).map(PartyId)).collect()
}
