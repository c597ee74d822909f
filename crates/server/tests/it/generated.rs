//! Files that are made from the code and committed: a difference fails, `make gen` writes them again.

use std::fs;
use std::path::Path;

fn is_current(place: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(place);
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(committed == text, "{place} is not what the code says; `make gen` writes it again");
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

#[test]
fn the_committed_description_of_the_api_is_what_the_handlers_say() {
    is_current("openapi.json", &pretty(&catena_server::openapi()));
}

#[test]
fn the_committed_schema_is_what_the_report_says() {
    is_current("docs/analyze.schema.json", &pretty(&catena_server::json_schema()));
}

#[test]
fn the_committed_page_of_problems_is_what_the_table_says() {
    is_current("docs/problems.md", &catena_server::problems());
}
