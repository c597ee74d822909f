//! What customers answered, cell by cell, as files hold it. Each page is asked for by itself, so that a million answers need
//! no room.

use catena_domain::id::AskId;
use uuid::Uuid;

use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, places};

/// One answer to one question; each of several choices by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What somebody was asked.
    pub ask: AskId,
    /// The number of the root that it is about.
    pub number: Option<i64>,
    /// Which question.
    pub question: Uuid,
    /// What kind of answer that takes, in one word.
    pub scale: String,
    /// Its value, if it is one of a scale.
    pub value: Option<i64>,
    /// The id of what was chosen; empty if nothing was to choose.
    pub chosen: String,
    /// What was written; empty once it was erased.
    pub words: Option<String>,
}

/// The answers to all of these, those of each together, in the order of their questions.
pub fn answers(sql: &mut dyn Sql, asks: &[AskId]) -> Result<Vec<Cell>, Error> {
    if asks.is_empty() {
        return Ok(Vec::new());
    }
    let mut args = Vec::new();
    let asks = places(&mut args, asks);
    let text = format!(
        "select r.ask, q.number, r.question, r.scale, r.value, r.chosen, w.words from survey_answer r \
         join survey_ask a on a.id = r.ask left join request q on q.id = a.request \
         left join feedback_words w on w.item = r.ask and w.question = r.question \
         where r.ask in ({asks}) order by r.ask, r.question, r.chosen"
    );
    let read = |row: &Row| {
        Ok(Cell {
            ask: AskId(row.id(0)?),
            number: row.maybe_int(1)?,
            question: row.id(2)?,
            scale: row.text(3)?,
            value: row.maybe_int(4)?,
            chosen: row.text(5)?,
            words: row.maybe_text(6)?,
        })
    };
    sql.query(&text, &args)?.iter().map(read).collect()
}
