//! One chain as a waterfall.

use serde_json::Value;

use crate::{EXAMPLE, print, sample};

#[test]
fn the_worked_example_is_drawn_like_this() {
    insta::assert_snapshot!(print(&["explain", EXAMPLE, "O1"]));
}

#[test]
fn a_hand_off_leads_to_its_chain() {
    assert_eq!(print(&["explain", EXAMPLE, "S1"]), print(&["explain", EXAMPLE, "O1"]));
}

#[test]
fn the_parts_of_the_path_sum_to_the_lead_time() {
    let chain: Value = serde_json::from_str(&print(&["explain", EXAMPLE, "O1", "--json"])).unwrap();
    let held: i64 = chain["hand_offs"].as_array().unwrap().iter().map(|h| h["on_path_seconds"].as_i64().unwrap()).sum();
    assert_eq!(held, chain["lead_seconds"].as_i64().unwrap());
}

#[test]
fn no_line_is_longer_than_a_hundred_characters() {
    let folder = tempfile::tempdir().unwrap();
    let log = sample(folder.path(), "log.csv", &[]);
    let log = log.to_str().unwrap();
    let root = std::fs::read_to_string(log)
        .unwrap()
        .lines()
        .find(|line| line.contains("Wedding flowers"))
        .and_then(|line| line.split(',').next().map(str::to_owned))
        .unwrap();
    for text in [print(&["explain", log, &root]), print(&["analyze", log, "--resamples", "50"])] {
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}
