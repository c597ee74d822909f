//! Questions to customers in all their versions.

use catena_domain::id::SurveyId;
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::Row;
use crate::writer::Tx;

/// A survey with the questions that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyRow {
    /// Its id.
    pub id: SurveyId,
    /// Its name among colleagues.
    pub name: String,
    /// What it is about, in one word.
    pub purpose: String,
    /// Days between two of its questions to one person.
    pub every_days: i64,
    /// Whether it asks.
    pub running: bool,
    /// The version of its questions that counts.
    pub version: i64,
    /// Those questions, as JSON.
    pub questions: String,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// When it was first written down.
    pub made_at: Timestamp,
}

const COLUMNS: &str = "s.id, s.name, s.purpose, s.every_days, s.running, s.version, v.questions, s.revision, s.made_at";

fn read(row: &Row) -> Result<SurveyRow, Error> {
    Ok(SurveyRow {
        id: SurveyId(row.id(0)?),
        name: row.text(1)?,
        purpose: row.text(2)?,
        every_days: row.int(3)?,
        running: row.flag(4)?,
        version: row.int(5)?,
        questions: row.text(6)?,
        revision: row.int(7)?,
        made_at: row.instant(8)?,
    })
}

/// Writes down a survey, and its questions if this version of them is new.
pub fn save(tx: &mut Tx<'_>, row: &SurveyRow, now: Timestamp) -> Result<(), Error> {
    tx.sql().execute(
        "insert into survey (id, name, purpose, every_days, running, version, revision, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) \
         on conflict (id) do update set name = excluded.name, purpose = excluded.purpose, \
         every_days = excluded.every_days, running = excluded.running, version = excluded.version, \
         revision = excluded.revision",
        args![row.id, &row.name, &row.purpose, row.every_days, row.running, row.version, row.revision, row.made_at],
    )?;
    tx.sql().execute(
        "insert into survey_version (survey, version, questions, made_at) values ($1, $2, $3, $4) \
         on conflict do nothing",
        args![row.id, row.version, &row.questions, now],
    )?;
    Ok(())
}

/// A survey with the questions that count.
pub fn find(sql: &mut dyn Sql, id: SurveyId) -> Result<Option<SurveyRow>, Error> {
    let text = format!(
        "select {COLUMNS} from survey s join survey_version v on v.survey = s.id and v.version = s.version \
         where s.id = $1"
    );
    sql.first(&text, args![id])?.as_ref().map(read).transpose()
}

/// All surveys, the first made first.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<SurveyRow>, Error> {
    let text = format!(
        "select {COLUMNS} from survey s join survey_version v on v.survey = s.id and v.version = s.version \
         order by s.made_at, s.id"
    );
    sql.query(&text, &[])?.iter().map(read).collect()
}

/// The questions of a survey in a version, as JSON.
pub fn questions(sql: &mut dyn Sql, id: SurveyId, version: i64) -> Result<Option<String>, Error> {
    let text = "select questions from survey_version where survey = $1 and version = $2";
    sql.first(text, args![id, version])?.map(|row| row.text(0)).transpose()
}
