//! What a process asked the system for, as strace wrote it down.

use std::collections::BTreeMap;
use std::path::Path;

/// The calls that send something.
const SENDS: [&str; 5] = ["write(", "writev(", "pwrite64(", "sendto(", "sendmsg("];

/// Puts the calls that others interrupted together again: at their beginning if they send, at their end if they wait.
pub fn read_calls(log: &Path) -> Vec<String> {
    let mut begun: BTreeMap<String, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in String::from_utf8_lossy(&std::fs::read(log).unwrap()).lines() {
        let (thread, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(begin) = call.strip_suffix(" <unfinished ...>") {
            if SENDS.iter().any(|name| begin.starts_with(name)) {
                calls.push(begin.to_owned());
            } else {
                begun.insert(thread.to_owned(), begin.to_owned());
            }
        } else if call.starts_with("<... ") {
            if let Some(begin) = begun.remove(thread) {
                calls.push(format!("{begin}{}", call.split_once("resumed>").map_or("", |(_, end)| end)));
            }
        } else {
            calls.push(call.to_owned());
        }
    }
    calls
}

/// Whether a call brought the log of SQLite's file to the disk.
pub fn brings_log_to_disk(call: &str) -> bool {
    (call.starts_with("fdatasync(") || call.starts_with("fsync(")) && call.contains("-wal>") && call.ends_with("= 0")
}
