//! The suite forgets no function, so that every statement is prepared on both engines.

use std::fs;
use std::path::Path;

#[test]
fn every_public_function_of_every_noun_is_called_by_this_suite() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut suite = String::new();
    for file in fs::read_dir(top.join("tests/it")).unwrap().flatten().filter(|file| file.path().is_file()) {
        suite += &fs::read_to_string(file.path()).unwrap();
    }
    for name in ["samples.rs", "mod.rs"] {
        suite += &fs::read_to_string(top.join("tests/it/harness").join(name)).unwrap();
    }
    let declared = fs::read_to_string(top.join("src/lib.rs")).unwrap();
    let nouns = declared.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for noun in nouns {
        let text = fs::read_to_string(top.join(format!("src/{noun}.rs"))).unwrap();
        for function in text.lines().filter_map(|line| line.strip_prefix("pub fn ")) {
            let name = function.split(['(', '<']).next().unwrap();
            let is_called = ["(", "::<"].iter().any(|then| suite.contains(&format!("{noun}::{name}{then}")));
            assert!(is_called, "no test calls {noun}::{name}");
        }
    }
}
