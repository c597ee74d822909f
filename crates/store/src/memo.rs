//! What the writer of a database on PostgreSQL has read: it need not ask twice, and most of the time of a write is spent on
//! the way to the server and back.
//!
//! An answer holds until something is written to a table that the question names. In a transaction nobody else writes,
//! since writers take turns. From one transaction to the next the server's own count tells: it numbers each transaction
//! that writes anything, to whatever database. The writer notes where the count stands after its commit, before it lets the
//! next one have the turn. If it stands there still when its own next turn begins, every answer still holds; else all
//! are forgotten.

use std::collections::{HashMap, HashSet};

use crate::error::Error;
use crate::migrations::TURN;
use crate::pg::Pg;
use crate::sql::{Engine, Sql};
use crate::value::{Row, Value};

/// How many answers are kept.
const ANSWERS: usize = 1024;
/// How many rows an answer has that is kept.
const ROWS: usize = 32;
/// Asks where the server's count stands, and who is under way: `xmin:xmax:those`.
const SNAPSHOT: &str = "select pg_current_snapshot()::text";

/// A connection of a writer.
pub(crate) struct Memo {
    pg: Pg,
    questions: HashMap<String, Question>,
    kept: usize,
    /// Where the count stood after the last commit.
    stood: Option<String>,
}

/// A statement that reads.
struct Question {
    /// The words in it, the names of its tables among them.
    words: HashSet<String>,
    /// Its rows by its arguments.
    answers: HashMap<Vec<Value>, Vec<Row>>,
}

impl Memo {
    /// Nothing read yet.
    pub(crate) fn new(pg: Pg) -> Self {
        Self { pg, questions: HashMap::new(), kept: 0, stood: None }
    }

    fn forget(&mut self) {
        self.questions.clear();
        self.kept = 0;
    }

    /// Forgets what rests on the table that a statement writes to.
    fn forget_written(&mut self, sql: &str) {
        let Some(table) = written(sql) else { return self.forget() };
        let stale = self.questions.values_mut().filter(|question| question.words.contains(table));
        for question in stale {
            self.kept -= question.answers.len();
            question.answers.clear();
        }
    }

    fn keep(&mut self, sql: &str, args: &[Value], rows: Vec<Row>) {
        if self.kept >= ANSWERS {
            self.forget();
        }
        if !self.questions.contains_key(sql) {
            let words = words(sql).map(str::to_owned).collect();
            self.questions.insert(sql.to_owned(), Question { words, answers: HashMap::new() });
        }
        if let Some(question) = self.questions.get_mut(sql)
            && question.answers.insert(args.to_vec(), rows).is_none()
        {
            self.kept += 1;
        }
    }
}

impl Sql for Memo {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn each(&mut self, sql: &str, args: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        if !sql.starts_with("select") {
            self.forget_written(sql);
            return self.pg.each(sql, args, take);
        }
        // What the server says of itself changes without anybody writing.
        if sql.contains("pg_") {
            return self.pg.each(sql, args, take);
        }
        if let Some(rows) = self.questions.get(sql).and_then(|question| question.answers.get(args)) {
            return rows.clone().into_iter().try_for_each(take);
        }
        let mut rows = Some(Vec::new());
        self.pg.each(sql, args, &mut |row| {
            match &mut rows {
                Some(known) if known.len() < ROWS => known.push(row.clone()),
                _ => rows = None,
            }
            take(row)
        })?;
        if let Some(rows) = rows {
            self.keep(sql, args, rows);
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.forget_written(sql);
        self.pg.execute(sql, args)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        match sql {
            "savepoint job" | "release job; savepoint job" => self.pg.batch(sql),
            "commit" => {
                self.stood = None;
                let said = self.pg.said(&format!("commit; {SNAPSHOT}; select pg_advisory_unlock({TURN})"))?;
                self.stood = quiet(said);
                Ok(())
            }
            "rollback" => {
                self.forget();
                self.pg.batch(&format!("rollback; select pg_advisory_unlock({TURN})"))
            }
            _ if sql.starts_with("begin") => {
                // Held beyond the end of the transaction, until the count was read.
                let said = self.pg.said(&format!("{sql}; select pg_advisory_lock({TURN}); {SNAPSHOT}"))?;
                if quiet(said).is_none_or(|stands| Some(stands) != self.stood) {
                    self.forget();
                }
                Ok(())
            }
            _ => {
                self.forget();
                self.pg.batch(sql)
            }
        }
    }
}

/// Where the count stands, if no transaction that it has passed is under way.
fn quiet(said: Vec<String>) -> Option<String> {
    said.into_iter().find(|value| value.contains(':')).filter(|snapshot| snapshot.ends_with(':'))
}

/// The words of a statement.
fn words(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// The only table that a statement writes to; none if it is not plain which.
fn written(sql: &str) -> Option<&str> {
    let mut words = words(sql);
    match (words.next()?, words.next()?) {
        ("insert", "into") | ("delete", "from") => words.next(),
        ("update", table) => Some(table),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_quiet_when_nobody_that_it_has_passed_is_under_way() {
        let said = |snapshot: &str| vec![String::new(), snapshot.to_owned(), "t".to_owned()];
        assert_eq!(quiet(said("743:743:")), Some("743:743:".to_owned()));
        assert_eq!(quiet(said("738:743:738,740")), None);
        assert_eq!(quiet(vec!["t".to_owned()]), None);
    }

    #[test]
    fn a_statement_names_the_table_that_it_writes_to() {
        assert_eq!(written("insert into party (id) values ($1) on conflict (id) do nothing"), Some("party"));
        assert_eq!(written("update request set priority = $2"), Some("request"));
        assert_eq!(written("delete from handle where id = $1 returning party"), Some("handle"));
        assert_eq!(written("with gone as (delete from tag returning 1) select count(*) from gone"), None);
        assert_eq!(written("truncate search"), None);
    }
}
