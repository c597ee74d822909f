//! The real binary, as it is typed: what it prints, what it writes, and how it ends.

mod analyze;
#[path = "../../../store/tests/it/harness/calls.rs"]
mod calls;
mod client;
#[expect(dead_code, reason = "the suite of the store uses all of it")]
#[path = "../../../store/tests/it/harness/cluster.rs"]
mod cluster;
mod convert;
mod explain;
mod failures;
mod faults;
mod operations;
mod readme;
mod reference;
mod serve;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The worked example: one order, its designer, shopkeeper and courier.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/flower-shop.csv");

fn catena() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_catena"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("RUST_LOG");
    command
}

fn run(arguments: &[&str]) -> Output {
    catena().args(arguments).output().unwrap()
}

/// What a command that has to succeed prints.
fn print(arguments: &[&str]) -> String {
    let output = run(arguments);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} ended with {}: {complaint}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// A simulated log in `folder`, small enough for a test.
fn sample(folder: &Path, name: &str, more: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let arguments = ["sample", "flower-shop", "--years", "1", "--shops", "3", "-o", path.to_str().unwrap()];
    print(&[&arguments, more].concat());
    path
}
