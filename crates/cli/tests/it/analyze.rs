//! From a file to the weakest link.

use serde_json::Value;

use crate::{EXAMPLE, print, sample};

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&print(arguments)).unwrap()
}

#[test]
fn the_worked_example_reads_like_this() {
    insta::assert_snapshot!(print(&["analyze", EXAMPLE]).replace(EXAMPLE, "flower-shop.csv"));
}

#[test]
fn the_worked_example_has_the_figures_worked_out_by_hand() {
    let found = json(&["analyze", EXAMPLE, "--json"]);
    let expected: Value = serde_json::from_str(include_str!("flower-shop.expected.json")).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        if name == "links" {
            let (found, expected) = (found["links"].as_array().unwrap(), value.as_array().unwrap());
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                for (name, value) in expected.as_object().unwrap() {
                    assert_eq!(found[name], *value, "{name} of {}", expected["provider"]);
                }
            }
        } else {
            assert_eq!(found[name], *value, "{name}");
        }
    }
}

#[test]
fn the_table_of_links_as_csv() {
    insta::assert_snapshot!(print(&["analyze", EXAMPLE, "--csv"]));
}

#[test]
fn without_the_bootstrap_nothing_is_said_of_chance() {
    let found = json(&["analyze", EXAMPLE, "--json", "--no-bootstrap"]);
    assert_eq!(found["weakest"]["verdict"], "too_few_broken_promises");
    assert_eq!(found["options"]["resamples"], 0);
    for link in found["links"].as_array().unwrap() {
        assert!(link.get("p_weakest").is_none() && link.get("saves_interval").is_none());
    }
}

#[test]
fn a_simulated_group_names_its_weak_link_in_the_second_line() {
    let folder = tempfile::tempdir().unwrap();
    let log = sample(folder.path(), "log.csv", &[]);
    let text = print(&["analyze", log.to_str().unwrap(), "--resamples", "200"]);
    let second = text.lines().find(|line| line.contains("weakest link")).unwrap();
    assert!(second.starts_with("Design South is the weakest link"), "{second}");
}

#[test]
fn the_answer_is_the_same_on_any_number_of_cores() {
    let folder = tempfile::tempdir().unwrap();
    let log = sample(folder.path(), "log.csv", &[]);
    let with = |threads: &str| print(&["analyze", log.to_str().unwrap(), "--json", "--threads", threads]);
    assert_eq!(with("1"), with("3"));
}

#[test]
fn filters_choose_chains() {
    let folder = tempfile::tempdir().unwrap();
    let log = sample(folder.path(), "log.csv", &[]);
    let chains = |more: &[&str]| {
        let arguments = ["analyze", log.to_str().unwrap(), "--json", "--no-bootstrap"];
        json(&[&arguments, more].concat())["complete_chains"].as_u64().unwrap()
    };
    let all = chains(&[]);
    let hamburg = chains(&["--where", "city=Hamburg"]);
    let two = chains(&["--where", "city=Hamburg", "--where", "city=Vienna"]);
    let neither = chains(&["--where", "city=Hamburg", "--where", "provider=Design South"]);
    assert!(0 < hamburg && hamburg < two && two < all, "{hamburg} {two} {all}");
    assert_eq!(neither, 0);
    let (spring, rest) = (chains(&["--to", "2024-06-01"]), chains(&["--from", "2024-06-01T00:00:00Z"]));
    assert!(spring > 0 && rest > 0);
    assert_eq!(spring + rest, all);
    assert!(chains(&["--internal"]) < all / 5);
}

#[test]
fn several_files_are_one_log() {
    let folder = tempfile::tempdir().unwrap();
    let first = sample(folder.path(), "log.csv", &[]);
    let both = json(&["analyze", first.to_str().unwrap(), EXAMPLE, "--json", "--no-bootstrap"]);
    let one = json(&["analyze", first.to_str().unwrap(), "--json", "--no-bootstrap"]);
    assert_eq!(both["complete_chains"].as_u64().unwrap(), one["complete_chains"].as_u64().unwrap() + 1);
}

#[test]
fn output_that_is_no_terminal_carries_no_colour() {
    for arguments in [&["analyze", EXAMPLE][..], &["explain", EXAMPLE, "O1"], &["quality", EXAMPLE]] {
        assert!(!print(arguments).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn the_page_stands_alone_and_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let log = sample(folder.path(), "log.csv", &[]);
    let page = folder.path().join("page.html");
    let arguments = ["analyze", log.to_str().unwrap(), "--resamples", "200", "--html", page.to_str().unwrap()];
    assert_eq!(print(&arguments), "");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("Design South is the weakest link"));
    for forbidden in ["<script", "src=", "href=", "url(", "@import", "http"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    for tag in ["table", "tr", "p", "h2", "main", "div", "span"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn what_was_left_out_is_said_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let log = sample(folder.path(), "log.csv", &["--mess", "0.05"]);
    let text = print(&["quality", log.to_str().unwrap()]);
    assert!(text.contains("log.csv:"), "{text}");
    let quality = json(&["quality", log.to_str().unwrap(), "--json"]);
    let codes: Vec<&str> =
        quality["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    for code in ["missing_value", "duplicate_id", "unknown_parent", "cycle", "closes_before_opens"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    let analysis = print(&["analyze", log.to_str().unwrap(), "--no-bootstrap"]);
    assert!(analysis.contains("chains were left out"));
}
