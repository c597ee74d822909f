//! Habits that every source file keeps.

use crate::{files_of, read};

#[test]
fn every_rust_file_says_what_it_is() {
    for file in &files_of(&["rs"]) {
        assert!(read(file).starts_with("//!"), "{file} does not open with what it is");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let markers = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    for file in files_of(&["rs", "ts", "tsx", "sh"]).iter().filter(|file| !file.ends_with(".d.ts")) {
        let text = read(file);
        for marker in markers {
            assert!(!text.contains(marker), "{file} contains {marker}");
        }
    }
}

#[test]
fn lock_files_hold_no_download_addresses() {
    for file in ["web/package-lock.json", "e2e/package-lock.json"] {
        if std::path::Path::new(&crate::root().join(file)).exists() {
            assert!(!read(file).contains("\"resolved\": \"http"), "{file} names a download address");
        }
    }
}
