//! Lists that come in pages, put together into one answer.

use anyhow::Result;
use serde_json::Value;

use super::arguments::Page;
use super::server::{Answer, Ask, Server};

/// The rows of a page at most.
const LARGEST: u8 = 200;

/// Where the next page of a list begins: the parameter that says so.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Cursor,
    Before,
}

/// As much of a list as `page` says; `rows` is the field of the answer that holds them.
pub fn some(server: &Server, failed: &str, page: &Page, ask: Ask, rows: &str, by: By) -> Result<Answer> {
    if page.all { all(server, failed, &ask, rows, by) } else { server.ask(failed, &ask.with("limit", &page.limit)) }
}

/// A whole list, as if it were one page.
pub fn all(server: &Server, failed: &str, ask: &Ask, rows: &str, by: By) -> Result<Answer> {
    let ask = ask.clone().with("limit", &LARGEST);
    let mut page: Value = server.ask(failed, &ask)?.read()?;
    let mut found = Vec::new();
    loop {
        if let Some(more) = page[rows].as_array_mut() {
            found.append(more);
        }
        let next = match &page["next"] {
            Value::String(cursor) => cursor.clone(),
            Value::Number(seq) => seq.to_string(),
            _ => break,
        };
        let name = match by {
            By::Cursor => "cursor",
            By::Before => "before",
        };
        page = server.ask(failed, &ask.clone().with(name, &next))?.read()?;
    }
    page[rows] = Value::Array(found);
    Ok(Answer::from(&page))
}
