//! Every dependency has a licence that `deny.toml` allows, and comes from a package registry.

use crate::{metadata, read};

#[test]
fn every_dependency_has_an_allowed_licence() {
    let rules: toml::Table = read("deny.toml").parse().unwrap();
    let allowed: Vec<&str> =
        rules["licenses"]["allow"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect();
    for package in metadata()["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{name} names no licence"));
        assert!(fits(licence, &allowed), "{name}: {licence}");
        if let Some(source) = package["source"].as_str() {
            assert!(source.starts_with("registry+"), "{name} comes from {source}");
        }
    }
}

/// Whether one side of every `OR`, and all sides of every `AND`, are allowed. `/` is an old way to write `OR`.
fn fits(licence: &str, allowed: &[&str]) -> bool {
    let licence = licence.trim();
    let whole = licence.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    if let Some(inner) = whole
        && !inner.contains(['(', ')'])
    {
        return fits(inner, allowed);
    }
    if let Some((left, right)) = split(licence, " AND ") {
        return fits(left, allowed) && fits(right, allowed);
    }
    if let Some((left, right)) = split(licence, " OR ").or_else(|| split(licence, "/")) {
        return fits(left, allowed) || fits(right, allowed);
    }
    allowed.contains(&licence)
}

/// Splits at the first separator outside parentheses.
fn split<'a>(licence: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    licence.match_indices(separator).find_map(|(at, _)| {
        let (left, right) = (&licence[..at], &licence[at + separator.len()..]);
        (left.matches('(').count() == left.matches(')').count()).then_some((left, right))
    })
}

#[test]
fn licence_expressions_are_read_as_written() {
    let allowed = ["MIT", "BSD-3-Clause"];
    for (licence, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("(Apache-2.0 OR MIT) AND BSD-3-Clause", true),
        ("(Apache-2.0 OR MIT) AND GPL-3.0", false),
    ] {
        assert_eq!(fits(licence, &allowed), expected, "{licence}");
    }
}
