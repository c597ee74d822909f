//! Logs out, and in again.

use std::path::Path;

use crate::{print, sample};

fn findings(path: &Path) -> String {
    print(&["analyze", path.to_str().unwrap(), "--json", "--no-bootstrap"])
}

#[test]
fn a_log_says_the_same_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let original = sample(folder.path(), "log.csv", &[]);
    let expected = findings(&original);
    for name in ["copy.csv", "copy.csv.gz", "copy.csv.zst", "copy.json", "copy.xes", "copy.xes.gz"] {
        let copy = folder.path().join(name);
        assert_eq!(print(&["convert", original.to_str().unwrap(), copy.to_str().unwrap()]), "");
        assert_eq!(findings(&copy), expected, "{name}");
    }
    let left = std::fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_sample_is_the_same_on_standard_output_as_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path(), "log.csv", &["--seed", "5"]);
    let printed = print(&["sample", "flower-shop", "--years", "1", "--shops", "3", "--seed", "5"]);
    assert_eq!(std::fs::read_to_string(file).unwrap(), printed);
    assert_ne!(print(&["sample", "flower-shop", "--years", "1", "--shops", "3", "--seed", "6"]), printed);
}

#[test]
fn a_proposed_recipe_reads_the_file_it_was_proposed_for() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("tickets.csv");
    let rows = [
        "Ticket;Changed at;Assigned group",
        "T1;2026-01-05 09:00:00;First line",
        "T1;2026-01-05 10:00:00;Network",
        "T1;2026-01-05 12:00:00;Network",
        "T2;2026-01-06 09:00:00;First line",
        "T2;2026-01-06 09:30:00;Printers",
        "T2;2026-01-06 11:00:00;First line",
    ];
    std::fs::write(&table, rows.join("\n")).unwrap();
    let recipe = folder.path().join("recipe.toml");
    std::fs::write(&recipe, print(&["recipe", table.to_str().unwrap()])).unwrap();
    let (table, recipe) = (table.to_str().unwrap(), recipe.to_str().unwrap());
    let found = print(&["analyze", table, "--recipe", recipe, "--json", "--no-bootstrap"]);
    assert!(found.contains("\"complete_chains\": 2"), "{found}");
    assert!(found.contains("\"Network\""));
}
