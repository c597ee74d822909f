//! XES: what is read of a log that another program wrote, and what becomes of one that breaks the rules.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use catena_analysis::Handoffs;
use catena_formats::recipe::Providers;
use catena_formats::{Error, Rule, read};

use crate::golden;

fn written(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    fs::write(&path, text).unwrap();
    (folder, path)
}

/// Hand-offs as `parent provider opened-closed` in seconds of the day.
fn told(handoffs: &Handoffs) -> Vec<String> {
    (0..handoffs.len())
        .map(|row| {
            let handoff = handoffs.get(row);
            let day = |instant: i64| instant % 86_400;
            let closed = handoff.closed.map_or("open".to_owned(), |closed| day(closed).to_string());
            format!("{} {} {}-{closed}", handoff.parent.unwrap_or("-"), handoff.provider, day(handoff.opened))
        })
        .collect()
}

#[test]
fn events_of_traces_become_holds_of_teams() {
    let import = read(&[golden("log.xes")], None, &()).unwrap();
    assert_eq!(
        told(&import.handoffs),
        [
            "- Front & desk 32400-43200",
            "T1 Front & desk 32400-36000",
            "T1 Second line 36000-43200",
            "- Front & desk 46800-50400",
            "T3 Front & desk 46800-50400",
        ]
    );
    assert_eq!(import.quality.rows, 5);
    assert_eq!(import.quality.count(Rule::NoEvents), 1, "the trace T2 is empty");
    let priority = import.handoffs.attributes().iter().find(|attribute| attribute.name == "case:priority").unwrap();
    assert_eq!((priority.value(0), priority.value(3)), (Some("high"), Some("low")));
    assert_eq!(import.recipe.attributes, ["case:priority"], "what is nested is not read");
    assert_eq!(import.handoffs.get(0).id, "T1");
    assert_eq!(import.handoffs.place(1).1, 21, "the line of the first event of the hold");
}

#[test]
fn states_are_told_by_their_names() {
    let transitions = read(&[golden("log.xes")], None, &()).unwrap().recipe.transitions.unwrap();
    assert_eq!(transitions.team, "org:group");
    assert!(transitions.waiting.contains(&"Queued".to_owned()), "{transitions:?}");
    assert!(transitions.working.contains(&"In Progress".to_owned()), "{transitions:?}");
    assert!(transitions.done.contains(&"Completed".to_owned()), "{transitions:?}");
}

#[test]
fn where_only_people_are_named_their_steps_stand_for_them() {
    let text = fs::read_to_string(golden("log.xes")).unwrap().replace("org:group", "org:resource");
    let (_folder, path) = written(text.as_bytes());
    let import = read(&[path], None, &()).unwrap();
    assert_eq!(import.recipe.providers, Providers::People);
    let named = (0..import.handoffs.len()).any(|row| import.handoffs.get(row).provider.contains("desk"));
    assert!(!named, "{:?}", told(&import.handoffs));
}

#[test]
fn packed_logs_and_other_encodings_are_read_alike() {
    let text = fs::read_to_string(golden("log.xes")).unwrap();
    let plain = told(&read(&[golden("log.xes")], None, &()).unwrap().handoffs);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(text.as_bytes()).unwrap();
    let (_folder, path) = written(&gz.finish().unwrap());
    assert_eq!(told(&read(&[path], None, &()).unwrap().handoffs), plain);

    let latin = text.replace("UTF-8", "ISO-8859-1").replace("Second line", "Büro");
    let bytes: Vec<u8> = latin.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let (_folder, path) = written(&bytes);
    assert!(told(&read(&[path], None, &()).unwrap().handoffs).contains(&"T1 Büro 36000-43200".to_owned()));
}

#[test]
fn several_logs_are_read_as_one() {
    let text = fs::read_to_string(golden("log.xes")).unwrap().replace("\"T1\"", "\"U1\"").replace("\"T3\"", "\"U3\"");
    let (_folder, path) = written(text.as_bytes());
    let import = read(&[golden("log.xes"), path], None, &()).unwrap();
    assert_eq!(import.handoffs.len(), 10);
}

#[test]
fn a_log_that_was_cut_off_is_an_error_with_its_line() {
    let text = fs::read_to_string(golden("log.xes")).unwrap();
    let end = text.find("<string key=\"concept:name\" value=\"T3\"").unwrap();
    let line = text[..end].lines().count() as u64;
    let (_folder, path) = written(&text.as_bytes()[..end]);
    match read(&[path], None, &()).unwrap_err() {
        Error::Malformed { line: found, problem, .. } => {
            assert_eq!(found, line);
            assert!(problem.contains("cut off"), "{problem}");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn billions_of_laughs_are_refused() {
    let mut text = "<?xml version=\"1.0\"?>\n<!DOCTYPE log [<!ENTITY l0 \"ha\">".to_owned();
    for level in 1..10 {
        let laughs = format!("&l{};", level - 1).repeat(10);
        text.extend(["<!ENTITY l", &level.to_string(), " \"", &laughs, "\">"]);
    }
    text += "]>\n<log><trace><string key=\"concept:name\" value=\"&l9;\"/><event/></trace></log>";
    let (_folder, path) = written(text.as_bytes());
    assert!(read(&[path], None, &()).unwrap_err().to_string().contains("DOCTYPE"));
}

#[test]
fn a_column_that_no_event_has_is_named_with_those_that_there_are() {
    let mut recipe = read(&[golden("log.xes")], None, &()).unwrap().recipe;
    recipe.transitions.as_mut().unwrap().team = "org:team".to_owned();
    let error = read(&[golden("log.xes")], Some(&recipe), &()).unwrap_err().to_string();
    assert!(error.contains("org:team") && error.contains("org:group"), "{error}");
}
