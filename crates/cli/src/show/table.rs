//! Aligned tables. Where the line is too short for all columns, the ones that matter least are left out, the last first.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::terminal::{FAINT, paint};

/// Between two columns.
const GAP: usize = 2;

/// A table of text cells; the first column is aligned left, the others right, unless more hold words.
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many columns are aligned left.
    words: usize,
}

impl Table {
    pub fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new(), words: 1 }
    }

    /// The same with the first `columns` aligned left.
    pub fn with_words(self, columns: usize) -> Self {
        Self { words: columns, ..self }
    }

    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The table on lines of `width` characters, indented by two, and the names of the columns that did not fit.
    pub fn show(&self, width: usize) -> (Vec<String>, Vec<&str>) {
        let widths: Vec<usize> = (0..self.header.len())
            .map(|column| self.lines().map(|line| line[column].width()).max().unwrap_or(0))
            .collect();
        let mut columns = 0;
        let mut used = 0;
        for width_of_column in &widths {
            used += GAP + width_of_column;
            if used > width && columns > 0 {
                break;
            }
            columns += 1;
        }
        let mut lines = Vec::new();
        for (index, line) in self.lines().enumerate() {
            let mut shown = String::new();
            for (column, cell) in line[..columns].iter().enumerate() {
                let pad = " ".repeat(widths[column] - cell.width());
                let (before, after) = if column < self.words { ("", pad.as_str()) } else { (pad.as_str(), "") };
                shown.push_str(&" ".repeat(GAP));
                shown.push_str(before);
                shown.push_str(cell);
                shown.push_str(after);
            }
            let shown = shown.trim_end();
            lines.push(if index == 0 { paint(FAINT, shown) } else { shown.to_owned() });
        }
        (lines, self.header[columns..].iter().map(String::as_str).collect())
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }
}

/// `text` cut to `width` characters, with an ellipsis where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for character in text.chars() {
        if shown.width() + character.width().unwrap_or(0) + 1 > width {
            break;
        }
        shown.push(character);
    }
    shown + "…"
}

/// `text` cut to `width` characters and filled up with spaces.
pub fn fit(text: &str, width: usize) -> String {
    let shown = cut(text, width);
    let missing = width.saturating_sub(shown.width());
    shown + &" ".repeat(missing)
}

/// `text` broken into lines of at most `width` characters where it has spaces; lines after the first are indented by
/// `indent`.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.len();
        let current = &mut lines[line - 1];
        let taken = if line > 1 { indent } else { 0 };
        if !current.is_empty() && taken + current.width() + 1 + word.width() > width {
            lines.push(word.to_owned());
        } else {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["link", "saves", "broke"]);
        table.push(vec!["Café".to_owned(), "5".to_owned(), "10".to_owned()]);
        table.push(vec!["Designer".to_owned(), "1,234".to_owned(), "2".to_owned()]);
        table
    }

    #[test]
    fn columns_stand_below_each_other() {
        let table = table();
        let (lines, left_out) = table.show(80);
        let plain = anstream::adapter::strip_str(&lines.join("\n")).to_string();
        assert_eq!(plain, "  link      saves  broke\n  Café          5     10\n  Designer  1,234      2");
        assert!(left_out.is_empty());
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_said() {
        let table = table();
        let (lines, left_out) = table.show(18);
        assert!(!lines[0].contains("broke"));
        assert_eq!(left_out, ["broke"]);
    }

    #[test]
    fn text_is_cut_and_wrapped_by_what_is_seen() {
        assert_eq!(fit("Designer", 5), "Desi…");
        assert_eq!(fit("Café", 6), "Café  ");
        assert_eq!(wrap("one two three", 7, 2), "one two\n  three");
    }
}
