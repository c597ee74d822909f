//! Rows as text: CSV, or a JSON array with a line for each row.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::Refusal;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values with a header. What people wrote never begins as a formula does.
    #[default]
    Csv,
    /// An array of objects, each on a line of its own.
    Json,
}

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// An id, an instant or a word of ours.
    Word(String),
    /// What people wrote.
    Said(String),
    /// A whole number.
    Number(i64),
    /// Whether something is so.
    Flag(bool),
}

impl Cell {
    /// An id.
    pub fn id(id: Uuid) -> Self {
        Self::Word(id.to_string())
    }

    /// An id, if there is one.
    pub fn maybe_id(id: Option<Uuid>) -> Self {
        id.map_or(Self::Nothing, Self::id)
    }

    /// A word of ours.
    pub fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }

    /// What people wrote.
    pub fn said(words: &str) -> Self {
        Self::Said(words.to_owned())
    }

    /// As it stands in CSV. A spreadsheet takes for a formula what begins like one: an apostrophe keeps it from that.
    fn plain(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Word(word) => word.clone(),
            Self::Said(words) if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{words}"),
            Self::Said(words) => words.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Nothing => serde_json::Value::Null,
            Self::Word(text) | Self::Said(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
        }
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Self::Word(at.to_string())
    }
}

/// What is written in one format.
pub struct Sheet {
    format: Format,
    columns: &'static [&'static str],
    /// Whether a row was written.
    begun: bool,
}

impl Sheet {
    /// Nothing yet.
    pub fn new(format: Format, columns: &'static [&'static str]) -> Self {
        Self { format, columns, begun: false }
    }

    /// What stands before all rows.
    pub fn begin(&self) -> Result<Vec<u8>, Refusal> {
        match self.format {
            Format::Csv => csv([self.columns.iter().map(|&name| name.to_owned()).collect()].into_iter()),
            Format::Json => Ok(b"[".to_vec()),
        }
    }

    /// Some rows.
    pub fn rows(&mut self, rows: &[Vec<Cell>]) -> Result<Vec<u8>, Refusal> {
        if self.format == Format::Csv {
            return csv(rows.iter().map(|row| row.iter().map(Cell::plain).collect()));
        }
        let mut text = String::new();
        for row in rows {
            text.push_str(if self.begun { ",\n{" } else { "\n{" });
            self.begun = true;
            for (place, (name, cell)) in self.columns.iter().zip(row).enumerate() {
                if place > 0 {
                    text.push(',');
                }
                let _ = write!(text, "\"{name}\":{}", cell.json());
            }
            text.push('}');
        }
        Ok(text.into_bytes())
    }

    /// What stands after all rows.
    pub fn end(&self) -> Vec<u8> {
        match self.format {
            Format::Csv => Vec::new(),
            Format::Json => b"\n]\n".to_vec(),
        }
    }
}

fn csv(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Refusal> {
    let mut text = Vec::new();
    let mut csv = simd_csv::Writer::from_writer(&mut text);
    for row in rows {
        csv.write_record(row).map_err(std::io::Error::from)?;
    }
    csv.flush()?;
    drop(csv);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format, rows: &[Vec<Cell>]) -> String {
        let mut sheet = Sheet::new(format, &["what", "n", "so"]);
        let parts = [sheet.begin().unwrap(), sheet.rows(rows).unwrap(), sheet.rows(&[]).unwrap(), sheet.end()];
        String::from_utf8(parts.concat()).unwrap()
    }

    #[test]
    fn what_people_wrote_is_no_formula_and_what_was_measured_stays_a_number() {
        for words in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert!(Cell::said(words).plain().starts_with('\''), "{words:?}");
        }
        assert_eq!(Cell::said("fine = good").plain(), "fine = good");
        assert_eq!(Cell::from(Some(-2)).plain(), "-2");
        assert_eq!(Cell::said("=1").json(), "=1", "JSON has no formulas");
    }

    #[test]
    fn rows_are_written_as_csv_or_as_an_array_with_a_line_for_each() {
        let rows = [
            vec![Cell::said("a \"b\",\nc"), Cell::from(Some(3)), Cell::from(true)],
            vec![Cell::Nothing, Cell::from(None), Cell::from(false)],
        ];
        assert_eq!(written(Format::Csv, &rows), "what,n,so\n\"a \"\"b\"\",\nc\",3,true\n,,false\n");
        let json = written(Format::Json, &rows);
        assert_eq!(
            json,
            "[\n{\"what\":\"a \\\"b\\\",\\nc\",\"n\":3,\"so\":true},\n{\"what\":null,\"n\":null,\"so\":false}\n]\n"
        );
        assert_eq!(written(Format::Json, &[]), "[\n]\n");
    }
}
