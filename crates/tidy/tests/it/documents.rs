//! Documents point at things that exist.

use crate::{files_of, read, root};

/// The heading's anchor, as Markdown renderers make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>().replace(' ', "-")
}

#[test]
fn links_in_documents_lead_somewhere() {
    for file in &files_of(&["md"]) {
        let text = read(file);
        let folder = root().join(file).parent().unwrap().to_owned();
        for (index, _) in text.match_indices("](") {
            let target = &text[index + 2..];
            let target = &target[..target.find(')').unwrap_or(0)];
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, place) = target.split_once('#').unwrap_or((target, ""));
            let whole = if path.is_empty() { root().join(file) } else { folder.join(path) };
            assert!(whole.exists(), "{file} points to {target}");
            if !place.is_empty() && whole.extension().is_some_and(|end| end == "md") {
                let there = std::fs::read_to_string(&whole).unwrap();
                let found =
                    there.lines().any(|line| line.starts_with('#') && anchor(line.trim_start_matches('#')) == place);
                assert!(found, "{file} points to {target}");
            }
        }
    }
}

#[test]
fn definitions_that_the_code_names_exist() {
    const CITATION: &str = "docs/definitions.md`, \"";
    let definitions = read("docs/definitions.md");
    let headings: Vec<&str> = definitions.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for file in files_of(&["rs"]).iter().filter(|file| file.contains("/src/")) {
        let text = read(file).replace("\n//! ", " ").replace("\n    /// ", " ").replace("\n/// ", " ");
        for (index, _) in text.match_indices(CITATION) {
            let name = text[index + CITATION.len()..].split('"').next().unwrap();
            assert!(headings.contains(&name), "{file} points to the definition of {name}");
        }
    }
}

#[test]
fn paths_in_the_map_exist() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = read(document);
        for name in text.split('`').skip(1).step_by(2) {
            let is_path =
                name.contains('/') && !name.contains([' ', '*', '<', '{', '$', ':']) && !name.starts_with('/');
            if is_path
                && ["crates/", "web/", "docs/", "e2e/", "examples/", "fuzz/", "scripts/", ".ci/"]
                    .iter()
                    .any(|top| name.starts_with(top))
            {
                assert!(root().join(name).exists(), "{document} names {name}");
            }
        }
    }
}
