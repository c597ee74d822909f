//! In which order a process asks the system for things: no acknowledgement before what makes it durable.

use std::process::{Command, Stdio};

use catena_store::Place;

use super::child;
use crate::harness::Home;
use crate::harness::calls::{brings_log_to_disk, read_calls};

/// Writes of each thread of the child that is watched.
const WRITES: usize = 12;
const THREADS: usize = 4;

/// The calls of a child that writes, in their order; long ones stand where they began and where they ended.
fn calls(home: &Home, calls: &str, settings: &[(&str, &str)]) -> Vec<String> {
    let log = home.folder().join("calls");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-s", "70000", "-e"]).arg(format!("trace={calls}")).arg("-o").arg(&log);
    strace.arg(std::env::current_exe().unwrap()).args(["faults::child::runs", "--exact", "--nocapture"]);
    strace.env("ROLE", "write").env("THREADS", THREADS.to_string()).env("WRITES", WRITES.to_string());
    let output = child::of(&mut strace, home.place()).envs(settings.iter().copied()).stderr(Stdio::piped()).output();
    let output = output.expect("strace watches the store here: sh scripts/install postgres brings it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8_lossy(&output.stdout).lines().filter_map(child::acknowledgement).count();
    assert_eq!(told, WRITES * THREADS);
    read_calls(&log)
}

/// The names of the writes that this call acknowledges.
fn acknowledged(call: &str) -> Option<&str> {
    call.split_once("acknowledged child ").and_then(|(_, name)| name.split_once('.')).map(|(name, _)| name)
}

/// How many acknowledgements are given, and how many of them before the log that holds them was brought to the disk.
fn early_on_sqlite(calls: &[String]) -> (usize, usize) {
    let (mut given, mut early) = (0, 0);
    for (place, call) in calls.iter().enumerate() {
        let Some(name) = acknowledged(call).filter(|_| call.starts_with("write(")) else { continue };
        given += 1;
        let name = format!("child {name}.");
        let before = &calls[..place];
        let written = before
            .iter()
            .position(|call| call.starts_with("pwrite64(") && call.contains("-wal>") && call.contains(&name));
        let written = written.expect("what is acknowledged was written");
        let synced = before[written..].iter().any(|call| brings_log_to_disk(call));
        early += usize::from(!synced);
    }
    (given, early)
}

/// How many acknowledgements are given, and how many of them before the server said that it committed.
fn early_on_postgres(calls: &[String]) -> (usize, usize) {
    let (mut given, mut early) = (0, 0);
    for (place, call) in calls.iter().enumerate() {
        let Some(name) = acknowledged(call).filter(|_| call.starts_with("write(")) else { continue };
        given += 1;
        let name = format!("child {name}.");
        let before = &calls[..place];
        let written = before.iter().position(|call| call.starts_with("sendto(") && call.contains(&name));
        let written = written.expect("what is acknowledged was sent");
        let committed =
            before[written..].iter().any(|call| call.starts_with("recvfrom(") && call.contains("COMMIT\\0"));
        early += usize::from(!committed);
    }
    (given, early)
}

#[test]
fn on_sqlite_nothing_is_acknowledged_before_the_log_that_holds_it_is_on_the_disk() {
    let traced = calls(&Home::sqlite(), "write,pwrite64,fsync,fdatasync", &[]);
    assert_eq!(early_on_sqlite(&traced), (WRITES * THREADS, 0));
}

#[test]
fn on_sqlite_a_lowered_synchronous_is_noticed() {
    for level in ["off", "normal"] {
        let traced = calls(&Home::sqlite(), "write,pwrite64,fsync,fdatasync", &[("SYNCHRONOUS", level)]);
        let (given, early) = early_on_sqlite(&traced);
        assert_eq!(given, WRITES * THREADS);
        assert!(early > given / 2, "{early} of {given} with synchronous = {level}");
    }
}

fn level_told(calls: &[String]) -> &str {
    let told = calls.iter().find_map(|call| call.split_once("synchronous_commit is ")).unwrap();
    told.1.split("\\n").next().unwrap()
}

#[test]
fn on_postgresql_nothing_is_acknowledged_before_a_commit_that_waits_for_the_disk() {
    let home = Home::postgres();
    let traced = calls(&home, "write,sendto,recvfrom", &[]);
    assert_eq!(early_on_postgres(&traced), (WRITES * THREADS, 0));
    assert_eq!(level_told(&traced), "on");
}

#[test]
fn on_postgresql_synchronous_commit_is_on_whatever_the_database_is_set_to_and_lowering_it_is_noticed() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place() else { unreachable!() };
    let (_, name) = url.rsplit_once('/').unwrap();
    crate::harness::cluster::client(url)
        .batch_execute(&format!("alter database {name} set synchronous_commit = off"))
        .unwrap();
    assert_eq!(level_told(&calls(&home, "write,sendto,recvfrom", &[])), "on");
    let lowered = calls(&home, "write,sendto,recvfrom", &[("SYNCHRONOUS", "off"), ("ROUND", "lowered")]);
    assert_eq!(level_told(&lowered), "off");
}
