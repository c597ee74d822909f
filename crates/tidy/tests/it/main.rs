//! Rules that the compiler does not keep: who may know whom, licences of dependencies, documents that stay true.

mod documents;
mod layers;
mod licences;
mod sources;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the tree.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files that git tracks or would track, relative to the top.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the tree");
    let names = String::from_utf8(listed.stdout).expect("names are text");
    names.lines().filter(|name| root().join(name).is_file()).map(str::to_owned).collect()
}

/// Those of the files that end in one of `endings`, such as `rs`.
fn files_of(endings: &[&str]) -> Vec<String> {
    let ends = |name: &String| Path::new(name).extension().is_some_and(|end| endings.iter().any(|e| end == *e));
    files().into_iter().filter(ends).collect()
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What cargo knows of the workspace and the dependencies that it has on this machine.
fn metadata() -> serde_json::Value {
    let compiler = Command::new("rustc").arg("-vV").output().expect("the compiler says what it is");
    let about = String::from_utf8_lossy(&compiler.stdout).into_owned();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).expect("the compiler names its machine");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo describes the workspace");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo's description is JSON")
}
