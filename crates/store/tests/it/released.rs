//! Stores that earlier releases wrote: each is brought to the schema of this program, with all that it holds.
//!
//! `tests/released` has one copy for each schema that was released, under its number: a backup, taken by the release
//! itself, of a desk with rows in every table. A schema that follows another one cannot be added without the copy of that
//! one: the test fails and says what to do. A copy is never made anew, and a released `schema/N.sql` never changes: its
//! copy would no longer go in.

use std::fs::File;
use std::path::PathBuf;

use catena_store::{SCHEMA, Store, backup, examine};

use crate::harness::samples::at;
use crate::harness::{Home, on_both_engines, shop};

/// Where the copy of a schema is kept.
fn copy_of(schema: i64) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/released/{schema}.backup"))
}

/// The schemas before this one.
fn before(schema: i64) -> impl Iterator<Item = i64> {
    1..schema
}

/// Those of them of which no copy is kept.
fn without_copy(schema: i64) -> Vec<i64> {
    before(schema).filter(|&earlier| !copy_of(earlier).exists()).collect()
}

/// Brings a copy in, as a release with this schema wrote it, and lets the store be opened and examined. Every row is
/// there still.
fn comes_in(home: &Home, copy: File, schema: i64) {
    let summary = backup::restore(home.place(), copy).unwrap();
    assert_eq!(summary.schema, schema, "the copy is one of schema {schema}");
    drop(Store::open(home.place()).unwrap());
    let report = examine(home.place()).unwrap();
    assert_eq!((report.schema, report.findings), (SCHEMA, vec![]), "from schema {schema}");
    // The version of the schema is written anew, and the words of the search are no rows.
    for (table, rows) in summary.rows.iter().filter(|(table, _)| !["meta", "search"].contains(&table.as_str())) {
        assert!(*rows > 0, "the copy of schema {schema} has no row in {table}: take it from a desk in full use");
        assert_eq!(report.rows.get(table), Some(rows), "{table}, from schema {schema}");
    }
}

on_both_engines! {
    fn every_schema_that_was_released_is_brought_to_this_one(home: &Home) {
        let missing = without_copy(SCHEMA);
        assert!(
            missing.is_empty(),
            "schema {SCHEMA} follows {missing:?}, and no copy of that is kept. Check out the last release with it, run \
             CATENA_COPY=/tmp/copy cargo test -p catena-store --test it released, and put the copy into \
             crates/store/tests/released under the number of its schema with the ending .backup"
        );
        for schema in before(SCHEMA) {
            comes_in(&home.another(), File::open(copy_of(schema)).unwrap(), schema);
        }
    }

    fn a_copy_of_this_schema_comes_in_as_those_of_releases_will(home: &Home) {
        shop::fill(&home.open());
        let own = home.folder().join("copy");
        // Whoever is about to add a schema keeps the copy of the one before it.
        let kept = std::env::var_os("CATENA_COPY").filter(|_| home.files().is_some()).map(PathBuf::from);
        let copy = kept.unwrap_or(own);
        backup::backup(home.place(), File::create(&copy).unwrap(), at(0)).unwrap();
        comes_in(&home.another(), File::open(&copy).unwrap(), SCHEMA);
    }
}

#[test]
fn a_schema_cannot_follow_this_one_before_a_copy_of_this_one_is_kept() {
    assert!(!copy_of(SCHEMA).exists(), "a copy is taken from a release, when the schema that follows it is added");
    assert_eq!(without_copy(SCHEMA + 1), [SCHEMA]);
}
