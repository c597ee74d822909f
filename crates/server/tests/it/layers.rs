//! Who may know whom inside the server.

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = entries.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    assert!(!files.is_empty());
    files
}

fn never_names(folder: &str, others: &[&str]) {
    for (path, text) in files(folder) {
        for other in others {
            assert!(!text.contains(other), "{} knows {other}", path.display());
        }
    }
}

#[test]
fn reports_are_views_and_know_no_server() {
    never_names("report", &["axum", "crate::", "tokio"]);
}

#[test]
fn work_leaves_the_runtime_in_two_places_only() {
    let mut spawning: Vec<PathBuf> = ["actions", "http", "report", "."]
        .iter()
        .flat_map(|folder| fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && fs::read_to_string(path).unwrap().contains("spawn"))
        .collect();
    spawning.sort();
    let names: Vec<_> = spawning.iter().map(|path| path.file_name().unwrap().to_string_lossy()).collect();
    assert_eq!(names, ["assets.rs", "mod.rs"]);
}
