//! How a command ends that cannot do what it was asked.

use std::io::Read;
use std::process::Stdio;

use crate::{EXAMPLE, catena, run};

/// The complaint of a command that has to end with `code`.
fn complaint(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {complaint}");
    complaint
}

#[test]
fn what_cannot_be_read_ends_with_1_and_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    let said = complaint(&["analyze", missing.to_str().unwrap()], 1);
    assert!(said.contains("missing.csv: cannot be read") && said.contains("because"), "{said}");
}

#[test]
fn a_table_without_a_recipe_is_told_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("tickets.csv");
    std::fs::write(&table, "Ticket,Group\n1,A\n").unwrap();
    let said = complaint(&["analyze", table.to_str().unwrap()], 1);
    assert!(said.contains("catena recipe"), "{said}");
}

#[test]
fn what_cannot_be_understood_ends_with_2() {
    for arguments in [
        &[][..],
        &["analyse"],
        &["analyze"],
        &["analyze", EXAMPLE, "--json", "--csv"],
        &["analyze", EXAMPLE, "--typical", "1.5"],
        &["analyze", EXAMPLE, "--where", "Designer"],
        &["analyze", EXAMPLE, "--from", "last week"],
        &["analyze", EXAMPLE, "--threads", "0"],
        &["analyze", EXAMPLE, "--no-bootstrap", "--seed", "3"],
        &["sample", "greengrocer"],
    ] {
        complaint(arguments, 2);
    }
}

#[test]
fn a_filter_on_a_column_that_is_not_there_names_those_that_are() {
    let said = complaint(&["analyze", EXAMPLE, "--where", "town=Graz"], 1);
    assert!(said.contains("town") && said.contains("provider"), "{said}");
}

#[test]
fn an_unknown_chain_is_told_what_ids_look_like() {
    let said = complaint(&["explain", EXAMPLE, "O7"], 1);
    assert!(said.contains("O7") && said.contains("O1"), "{said}");
}

#[test]
fn an_ending_that_means_nothing_is_refused_before_anything_is_read() {
    let said = complaint(&["convert", "/no/such/file", "log.xlsx"], 1);
    assert!(said.contains("log.xlsx") && said.contains(".csv.gz"), "{said}");
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("no-such-folder").join("log.csv");
    let said = complaint(&["sample", "flower-shop", "--years", "1", "-o", target.to_str().unwrap()], 1);
    assert!(said.contains("cannot be written"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn whoever_closes_the_pipe_has_seen_enough() {
    let mut child = catena()
        .args(["sample", "flower-shop", "--years", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", output.status);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
