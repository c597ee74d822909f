//! Files that are cut off or damaged give an answer or an error, never a panic, in every format.

use std::fs;

use catena_formats::{read, write};
use rusqlite::Connection;

use crate::golden;
use crate::mutation::{Numbers, damage};

/// How many damaged copies of each file are read.
const MUTATIONS: u64 = 2000;

/// Reads every fiftieth beginning and many damaged copies of `bytes`; that it comes back is the test.
fn survive(bytes: &[u8], seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let attempt = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        if let Ok(import) = read(std::slice::from_ref(&path), None, &()) {
            write::native_csv(&import.handoffs, std::io::sink()).unwrap();
        }
    };
    for part in 0..=50 {
        attempt(&bytes[..bytes.len() * part / 50]);
    }
    let mut numbers = Numbers(seed);
    for _ in 0..MUTATIONS {
        let mut copy = bytes.to_vec();
        damage(&mut copy, &mut numbers);
        attempt(&copy);
    }
}

fn survive_file(name: &str, seed: u64) {
    survive(&fs::read(golden(name)).unwrap(), seed);
}

#[test]
fn damaged_xes_is_survived() {
    survive_file("log.xes", 1);
}

#[test]
fn damaged_xes_of_hand_offs_is_survived() {
    survive_file("chains.xes", 2);
}

#[test]
fn damaged_ocel_json_is_survived() {
    survive_file("orders.json", 3);
}

#[test]
fn damaged_ocel_json_of_hand_offs_is_survived() {
    survive_file("chains.json", 4);
}

#[test]
fn damaged_ocel_xml_is_survived() {
    survive_file("orders.xml", 5);
}

#[test]
fn damaged_ocel_sqlite_is_survived() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    Connection::open(&path).unwrap().execute_batch(include_str!("golden/orders.sql")).unwrap();
    survive(&fs::read(path).unwrap(), 6);
}
