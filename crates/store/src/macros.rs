//! Ready texts for messages and notes: a person's own, a team's, or everybody's; and signatures under messages.

use catena_domain::id::PartyId;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// A ready text, and what is done with a request when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroRow {
    /// Its id.
    pub id: Uuid,
    /// Who wrote it.
    pub owner: PartyId,
    /// The team that shares it.
    pub team: Option<PartyId>,
    /// Whether all colleagues share it.
    pub shared: bool,
    /// Its name.
    pub name: String,
    /// The words, in Markdown with placeholders.
    pub body: String,
    /// The priority that a request gets, from 1.
    pub priority: Option<i64>,
    /// The tags that it gets, as JSON.
    pub tags: String,
    /// Why it rests from then on.
    pub rests: Option<String>,
}

const COLUMNS: &str = "id, owner, team, shared, name, body, priority, tags, rests";

fn read(row: &Row) -> Result<MacroRow, Error> {
    Ok(MacroRow {
        id: row.id(0)?,
        owner: PartyId(row.id(1)?),
        team: row.maybe_id(2)?.map(PartyId),
        shared: row.flag(3)?,
        name: row.text(4)?,
        body: row.text(5)?,
        priority: row.maybe_int(6)?,
        tags: row.text(7)?,
        rests: row.maybe_text(8)?,
    })
}

/// Saves a macro or its changes. Its owner stays.
pub fn save(tx: &mut Tx<'_>, row: &MacroRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into macro (id, owner, team, shared, name, body, priority, tags, rests) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (id) do update set team = excluded.team, shared = excluded.shared, name = excluded.name, \
         body = excluded.body, priority = excluded.priority, tags = excluded.tags, rests = excluded.rests",
        args![
            row.id,
            row.owner,
            row.team,
            row.shared,
            &row.name,
            &row.body,
            row.priority,
            &row.tags,
            row.rests.as_ref()
        ],
    )?;
    Ok(())
}

/// A macro by its id.
pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<MacroRow>, Error> {
    sql.first(&format!("select {COLUMNS} from macro where id = $1"), args![id])?.as_ref().map(read).transpose()
}

/// All macros, by name.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<MacroRow>, Error> {
    sql.query(&format!("select {COLUMNS} from macro order by name, id"), &[])?.iter().map(read).collect()
}

/// Forgets a macro.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    tx.sql().execute("delete from macro where id = $1", args![id])?;
    Ok(())
}

/// What a person or a team writes under messages to customers.
pub fn signature(sql: &mut dyn Sql, owner: PartyId) -> Result<Option<String>, Error> {
    sql.first("select words from signature where owner = $1", args![owner])?.map(|row| row.text(0)).transpose()
}

/// Keeps a signature; empty words are forgotten.
pub fn save_signature(tx: &mut Tx<'_>, owner: PartyId, words: &str) -> Result<(), Error> {
    if words.is_empty() {
        tx.sql().execute("delete from signature where owner = $1", args![owner])?;
    } else {
        tx.sql().execute(
            "insert into signature (owner, words) values ($1, $2) \
             on conflict (owner) do update set words = excluded.words",
            args![owner, words],
        )?;
    }
    Ok(())
}
