//! Tables on the terminal: requests, and whatever else has rows.

use super::times;
use super::views::Summary;
use crate::show::table::{Table, cut};
use crate::terminal::{self, FAINT, STRONG, paint};

/// From how many characters on a line has room for what is good to know.
const ROOMY: usize = 130;

/// The lines of `table`, and which columns did not fit.
pub fn lines(table: &Table) -> String {
    let (lines, left_out) = table.show(terminal::width());
    let mut text = lines.join("\n") + "\n";
    if !left_out.is_empty() {
        let said = format!("  not shown, the terminal is too narrow: {}", left_out.join(", "));
        text += &paint(FAINT, &said);
        text.push('\n');
    }
    text
}

/// A heading with a table below it, or a sentence where there is nothing.
pub fn section(heading: &str, table: Option<&Table>, nothing: &str) -> String {
    let below = table.map_or_else(|| format!("  {nothing}\n"), lines);
    format!("{}\n{below}", paint(STRONG, heading))
}

/// A table of requests; none if there are none. By when each has to begin is told where there is room for it.
pub fn requests(requests: &[Summary]) -> Option<Table> {
    let width = terminal::width();
    let header = ["number", "due", "subject", "status", "of", "for", "begin by"];
    let columns = if width < ROOMY { header.len() - 1 } else { header.len() };
    let mut table = Table::new(&header[..columns]).with_words(columns);
    for request in requests {
        let mut row = vec![
            request.number.to_string(),
            times::show_any(request.due_at),
            cut(&request.subject, width / 3),
            status(request),
            cut(&request.provider.name, width / 6),
            cut(&request.customer.name, width / 6),
            times::show_any(request.latest_start_at.filter(|_| request.done_at.is_none())),
        ];
        row.truncate(columns);
        table.push(row);
    }
    (!requests.is_empty()).then_some(table)
}

/// Where a request stands, and what became of its promise.
pub fn status(request: &Summary) -> String {
    let mut text = request.status.clone();
    if let Some(rests) = &request.rests {
        text = format!("{text}, rests ({rests})");
    }
    match request.standing.as_deref() {
        Some("broken") => text + ", late",
        _ => text,
    }
}

/// A word of the API for people: `first_response` as `first response`.
pub fn plain(word: &str) -> String {
    word.replace('_', " ")
}

/// `yes` or nothing.
pub fn mark(holds: bool, word: &str) -> String {
    if holds { word.to_owned() } else { String::new() }
}
