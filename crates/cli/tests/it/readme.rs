//! The commands of the README, run one after the other as a reader would.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

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
    let mut servers = Vec::new();
    for command in commands {
        if command.starts_with("catena serve") {
            servers.push(Served::start(command, folder.path(), &path));
            continue;
        }
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

/// A server that goes on while the next commands run.
struct Served(Child);

impl Served {
    /// Starts one on a free port and waits until it can be used.
    fn start(command: &str, folder: &Path, path: &str) -> Self {
        let words = command.split('#').next().unwrap_or_default();
        let mut child = Command::new("sh")
            .args(["-c", &format!("exec {words} --listen 127.0.0.1:0")])
            .current_dir(folder)
            .env("PATH", path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let ready = said.lines().map_while(Result::ok).any(|line| line.contains("/welcome/"));
        let served = Self(child);
        assert!(ready, "{command}: it ended before anybody could sign in");
        served
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
