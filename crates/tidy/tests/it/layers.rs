//! Who may know whom: `cli → server → {formats, simulator, store} → {analysis, domain}`, and nothing sideways or upwards.

use std::collections::BTreeMap;

use crate::{files, files_of, metadata, read};

#[test]
fn crates_know_only_those_below_them() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("catena-analysis", &[][..]),
        ("catena-domain", &[]),
        ("catena-formats", &["catena-analysis", "catena-domain"]),
        ("catena-pulse", &[]),
        ("catena-simulator", &["catena-analysis"]),
        ("catena-store", &["catena-domain"]),
        (
            "catena-server",
            &["catena-analysis", "catena-domain", "catena-formats", "catena-pulse", "catena-simulator", "catena-store"],
        ),
        ("catena-cli", &["catena-analysis", "catena-formats", "catena-server", "catena-simulator", "catena-store"]),
        ("catena-tidy", &[]),
        ("catena-bench", &["catena-analysis", "catena-domain", "catena-formats", "catena-simulator", "catena-store"]),
    ]);
    for package in metadata()["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if !package["source"].is_null() {
            continue;
        }
        let allowed = allowed.get(name).unwrap_or_else(|| panic!("{name} has no place among the layers"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let other = dependency["name"].as_str().unwrap();
            let for_tests = dependency["kind"] == "dev";
            assert!(
                !other.starts_with("catena-") || for_tests || allowed.contains(&other),
                "{name} may not depend on {other}"
            );
        }
    }
}

#[test]
fn analysis_domain_and_pulse_do_no_input_or_output_and_know_no_time() {
    let pure = ["crates/analysis/src/", "crates/domain/src/", "crates/pulse/src/"];
    for file in files().iter().filter(|file| pure.iter().any(|folder| file.starts_with(folder))) {
        let text = read(file);
        for forbidden in
            ["std::fs", "std::io", "std::net", "std::env", "std::time", "println!", "async fn", "SystemTime"]
        {
            assert!(!text.contains(forbidden), "{file} uses {forbidden}");
        }
    }
}

#[test]
fn what_people_do_knows_no_http() {
    for file in files().iter().filter(|file| file.starts_with("crates/server/src/actions")) {
        let text = read(file);
        for forbidden in ["axum", "StatusCode", "http::"] {
            assert!(!text.contains(forbidden), "{file} uses {forbidden}");
        }
    }
}

#[test]
fn sql_is_written_only_in_the_store_and_where_ocel_files_are_read() {
    for file in files_of(&["rs"]).iter().filter(|file| file.contains("/src/")) {
        if file.starts_with("crates/formats/src/ocel")
            || file.starts_with("crates/store/src/")
            || file.starts_with("benches/")
        {
            continue;
        }
        let text = read(file).to_lowercase();
        assert!(!text.contains("\"select ") && !text.contains("\"insert into"), "{file} contains SQL");
    }
}
