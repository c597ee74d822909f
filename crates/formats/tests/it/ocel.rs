//! The three forms of OCEL 2.0: what is read, how cases are walked, what becomes of files that break the rules.

use std::fs;
use std::path::{Path, PathBuf};

use catena_analysis::{Fault, Handoffs};
use catena_formats::{Error, Import, Recipe, Rule, read};
use rusqlite::Connection;

use crate::golden;

/// A hand-off in one line: who gave what to whom, when of the day, and how long it was pooled.
fn told(handoffs: &Handoffs) -> Vec<String> {
    let clock = |instant: i64| format!("{:02}:{:02}:{:02}", instant / 3600 % 24, instant / 60 % 60, instant % 60);
    let pooling = handoffs.attributes().iter().find(|attribute| attribute.name == "pooling_seconds");
    (0..handoffs.len())
        .map(|row| {
            let handoff = handoffs.get(row);
            let started = handoff.started.map_or(String::new(), |started| format!(" started {}", clock(started)));
            let pooled = pooling.and_then(|attribute| attribute.value(row));
            let pooled = pooled.map_or(String::new(), |seconds| format!(" pooled {seconds}"));
            let (opened, closed) = (clock(handoff.opened), handoff.closed.map_or("open".into(), clock));
            format!("{}: {} > {} {opened}-{closed}{started}{pooled}", handoff.id, handoff.provider, handoff.customer)
        })
        .collect()
}

const TOLD: [&str; 9] = [
    "o1: Sales > Rose & Sons 09:00:00-18:00:00",
    "o1/e2: Warehouse > Shipping 09:00:00-10:00:00",
    "o1/e3: Warehouse > Shipping 09:00:00-11:00:00",
    // Both items of o1 were ready at eleven, the item of o2 in the same package at three.
    "o1/e6: Shipping > Shipping 11:00:00-16:00:00 started 15:00:00 pooled 14400",
    "o1/e7: Shipping > Rose & Sons 16:00:00-18:00:00",
    "o2: Sales > Rose & Sons 12:00:00-18:00:00",
    "o2/e5: Warehouse > Shipping 12:00:00-15:00:00",
    "o2/e6: Shipping > Shipping 15:00:00-16:00:00",
    "o2/e7: Shipping > Rose & Sons 16:00:00-18:00:00",
];

/// The golden log as a database, written as exporters write it: ids of orders are integers in one table and texts in
/// the next, object changes are rows of their own.
fn database(folder: &Path) -> PathBuf {
    let path = folder.join("orders 100%.sqlite");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(include_str!("golden/orders.sql")).unwrap();
    path
}

fn import(path: &Path) -> Import {
    read(&[path.to_owned()], None, &()).unwrap()
}

#[test]
fn a_case_is_walked_over_its_own_objects_and_waits_for_others_show_as_pooling() {
    let import = import(&golden("orders.json"));
    assert_eq!(told(&import.handoffs), TOLD);
    assert!(import.handoffs.get(1).awaited);
    assert_eq!(import.handoffs.get(0).due, Some(1_772_470_800));
    let price = import.handoffs.attributes().iter().find(|attribute| attribute.name == "price").unwrap();
    assert_eq!(price.value(0), Some("13"), "the last value counts");
    assert_eq!(import.quality.rows, 7);
    assert_eq!(import.quality.hand_offs, 9);
    assert_eq!(import.quality.count(Rule::UnknownReference), 2, "{}", import.quality);
}

#[test]
fn all_forms_of_a_log_give_the_same_hand_offs() {
    let folder = tempfile::tempdir().unwrap();
    let json = import(&golden("orders.json"));
    for path in [golden("orders.xml"), database(folder.path())] {
        let other = import(&path);
        assert_eq!(told(&other.handoffs), TOLD, "{}", path.display());
        assert_eq!(other.recipe, json.recipe);
        assert_eq!(other.quality.count(Rule::UnknownReference), 2);
        assert_eq!(other.handoffs.get(0).due, json.handoffs.get(0).due);
    }
}

#[test]
fn the_proposed_recipe_says_how_the_cases_were_found_and_can_be_given_back() {
    let first = import(&golden("orders.json"));
    let toml = first.recipe.to_toml();
    for line in
        ["case = \"orders\"", "customer = \"customers\"", "attribute = \"role\"", "to = \"items\"", "to = \"packages\""]
    {
        assert!(toml.contains(line), "{line} in {toml}");
    }
    let recipe = Recipe::parse(&toml).unwrap();
    let again = read(&[golden("orders.json")], Some(&recipe), &()).unwrap();
    assert_eq!(told(&again.handoffs), TOLD);
}

#[test]
fn parts_of_the_critical_path_sum_to_the_lead_time() {
    let handoffs = import(&golden("orders.json")).handoffs;
    // Every moment of a chain lies within one of its hand-offs.
    for root in (0..handoffs.len()).filter(|&row| handoffs.get(row).parent.is_none()) {
        let root = handoffs.get(root);
        let mut at = root.closed.unwrap();
        while at > root.opened {
            let holds = (0..handoffs.len()).map(|row| handoffs.get(row)).filter(|hold| hold.parent == Some(root.id));
            let hold = holds.filter(|hold| hold.closed == Some(at)).max_by_key(|hold| hold.opened).unwrap();
            assert!(hold.opened < at);
            at = hold.opened;
        }
    }
}

#[test]
fn events_that_close_stand_aside_or_are_ignored_follow_the_recipe() {
    let recipe = r#"
        kind = "ocel"
        [ocel]
        case = "orders"
        front = "Shop"
        done = ["create package"]
        aside = ["pick item"]
        teams = { "create package" = "Packers" }
        follow = [{ from = "orders", to = "items", qualifier = "comprises" }, { from = "items", to = "packages" }]
        [promise]
        otherwise = "2h"
    "#;
    let import = read(&[golden("orders.json")], Some(&Recipe::parse(recipe).unwrap()), &()).unwrap();
    let told = told(&import.handoffs);
    // Nothing waits for a pick, so the package is opened by the order itself and no other item is pooled with it.
    assert_eq!(told[0], "o1: Shop > Customer 09:00:00-16:00:00");
    assert_eq!(told[1], "o1/e2: pick item > Customer 09:00:00-10:00:00");
    assert_eq!(told[3], "o1/e6: Packers > Customer 09:00:00-16:00:00");
    assert!(!import.handoffs.get(1).awaited && import.handoffs.get(3).awaited);
    assert_eq!(import.handoffs.get(0).due, Some(import.handoffs.get(0).opened + 7200));
    assert_eq!(import.quality.count(Rule::AfterTheEnd), 2, "the package is sent after the end of both cases");
}

#[test]
fn an_event_whose_time_cannot_be_read_leaves_its_chain_out() {
    let text = fs::read_to_string(golden("orders.json")).unwrap().replace("2026-03-02T10:00:00.999Z", "some morning");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.json");
    fs::write(&path, text).unwrap();
    let import = import(&path);
    assert_eq!(import.quality.count(Rule::EventWithoutTime), 1);
    let faulty: Vec<_> =
        (0..import.handoffs.len()).map(|row| import.handoffs.get(row)).filter(|row| row.fault.is_some()).collect();
    assert_eq!(faulty.len(), 1);
    assert_eq!((faulty[0].id, faulty[0].parent, faulty[0].fault), ("o1/e2", Some("o1"), Some(Fault::BadTime)));
}

#[test]
fn a_recipe_that_names_what_the_log_has_not_is_refused_with_what_it_has() {
    for (rules, field) in [
        ("case = \"order\"", "ocel.case"),
        ("case = \"orders\"\ndone = [\"sent\"]", "ocel.done"),
        ("case = \"orders\"\nfollow = [{ from = \"orders\", to = \"parcels\" }]", "ocel.follow.to"),
    ] {
        let recipe = Recipe::parse(&format!("kind = \"ocel\"\n[ocel]\n{rules}")).unwrap();
        let error = read(&[golden("orders.json")], Some(&recipe), &()).unwrap_err().to_string();
        assert!(error.contains(field) && (error.contains("packages") || error.contains("send package")), "{error}");
    }
}

#[test]
fn a_broken_document_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let text = fs::read_to_string(golden("orders.json")).unwrap().replacen("\"id\": \"i1\"", "\"id\" \"i1\"", 1);
    let line = text.lines().position(|line| line.contains("\"id\" \"i1\"")).unwrap() as u64 + 1;
    fs::write(&path, text).unwrap();
    match read(std::slice::from_ref(&path), None, &()).unwrap_err() {
        Error::Malformed { line: found, column: Some(_), .. } => assert_eq!(found, line),
        other => panic!("{other}"),
    }
    let xml = fs::read_to_string(golden("orders.xml")).unwrap();
    fs::write(&path, xml.replacen("<log>", "<!DOCTYPE log [<!ENTITY a \"aaaa\">]><log>", 1)).unwrap();
    assert!(read(std::slice::from_ref(&path), None, &()).unwrap_err().to_string().contains("DOCTYPE"));
    fs::write(&path, &xml[..xml.len() / 2]).unwrap();
    assert!(matches!(read(&[path], None, &()), Err(Error::Malformed { line, .. }) if line > 10));
}

#[test]
fn a_view_under_the_name_of_a_table_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let endless = "drop table event; create view event as
        with recursive endless(ocel_id) as (select 1 union all select ocel_id + 1 from endless)
        select ocel_id, 'place order' as ocel_type from endless";
    Connection::open(&path).unwrap().execute_batch(endless).unwrap();
    assert!(read(&[path], None, &()).unwrap_err().to_string().contains("no table \"event\""));
}

#[test]
fn reading_a_database_changes_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let before = fs::read(&path).unwrap();
    import(&path);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
