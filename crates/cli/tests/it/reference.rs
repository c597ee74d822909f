//! What is generated and kept in the repository.

use std::path::Path;

use crate::print;

#[test]
fn the_page_of_commands_is_up_to_date() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    let kept = std::fs::read_to_string(kept).unwrap_or_default();
    assert_eq!(kept, print(&["reference", "commands"]), "run `make gen`");
}

#[test]
fn all_other_references_can_be_printed() {
    for (page, says) in [("openapi", "/api/v1/logs"), ("schema", "needs_several"), ("problems", "# Problems")] {
        assert!(print(&["reference", page]).contains(says), "{page}");
    }
}
