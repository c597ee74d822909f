//! The commands of the README, run one after the other as a reader would.

use std::path::Path;
use std::process::Command;

#[test]
fn every_command_of_the_readme_works_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let examples = folder.path().join("examples");
    std::fs::create_dir(&examples).unwrap();
    for file in std::fs::read_dir(root.join("examples")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), examples.join(file.file_name())).unwrap();
    }
    let mut commands = Vec::new();
    for block in readme.split("```sh\n").skip(1) {
        commands.extend(block.split("```").next().unwrap().lines().filter(|line| !line.starts_with("make ")));
    }
    assert!(commands.len() >= 8, "{commands:?}");
    let binary = Path::new(env!("CARGO_BIN_EXE_catena")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    for command in commands {
        let ran =
            Command::new("sh").args(["-c", command]).current_dir(folder.path()).env("PATH", &path).output().unwrap();
        assert!(ran.status.success(), "{command}: {}", String::from_utf8_lossy(&ran.stderr));
    }
    let csv = readme.split("```csv\n").nth(1).and_then(|block| block.split("```").next()).unwrap();
    assert!(
        std::fs::read_to_string(examples.join("flower-shop.csv")).unwrap().starts_with(csv),
        "the rows of the README"
    );
}
