//! What a server says when nothing can be written: the disk is full, the database takes no changes. Reading goes on, what
//! was answered is there, and writing goes on without a restart.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use catena_store::Place;
use serde_json::{Value, json};

use super::served::{Account, Answer, Home, Server, agent};
use crate::{catena, cluster};

/// A server on a small disk of its own that another file takes up in part; none where nobody may mount.
fn on_a_small_disk(home: &Home) -> Option<(Server, PathBuf)> {
    let rights = if is_root() { "-m" } else { "-rm" };
    let disk = home.folder().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount = "mount -t tmpfs -o size=6m none \"$0\"";
    let able = Command::new("unshare").args([rights, "sh", "-c", mount]).arg(&disk).output();
    if !able.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let script = format!(
        "{mount}; head -c 3000000 /dev/zero >\"$0/ballast\"; exec \"$1\" serve --listen 127.0.0.1:0 --data \"$0/desk\""
    );
    let mut command = Command::new("unshare");
    command.args([rights, "sh", "-ec", &script]).arg(&disk).arg(catena().get_program()).stdin(Stdio::null());
    let server = Server::run(&mut command, true);
    // What is mounted there is seen through the process alone.
    let seen = format!("/proc/{}/root{}", server.id(), disk.display());
    Some((server, Path::new(&seen).join("ballast")))
}

fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().any(|line| line.starts_with("Uid:\t0\t0"))
}

/// Asks for something under a key; `details` make it as large as is wanted.
fn ask(account: &Account, server: &Server, number: usize, details: &str) -> Answer {
    let new = json!({ "subject": format!("Order {number}"), "details": details, "provider": account.team });
    account.send(&agent(), server, "/requests", Some(&format!("order {number}")), &new).unwrap()
}

/// Everything that was answered can be read.
fn read_all(account: &Account, server: &Server, answered: &[Value]) {
    for acted in answered {
        let found = account.get(server, &format!("/requests/{}", acted["request"].as_str().unwrap()));
        assert_eq!((found.status, &found.body["number"]), (200, &acted["number"]), "{found:?}");
    }
    let page = account.get(server, "/requests?limit=1");
    assert_eq!(page.body["count"], json!(answered.len()), "and nothing else is there: {page:?}");
}

#[test]
fn on_a_disk_that_is_full_the_server_says_so_goes_on_reading_and_writes_when_there_is_room() {
    let home = Home::sqlite();
    let Some((mut server, ballast)) = on_a_small_disk(&home) else {
        return println!("mounting is not permitted here");
    };
    let account = server.sign_in();
    let large = "Roses, and more roses. ".repeat(1_000);
    let mut answered = Vec::new();
    let refused = loop {
        let answer = ask(&account, &server, answered.len(), &large);
        if answer.status != 201 {
            break answer;
        }
        answered.push(answer.body);
    };
    assert!(answered.len() > 3, "{refused:?}");
    for refused in [refused, ask(&account, &server, answered.len(), &large)] {
        assert_eq!((refused.status, &refused.body["code"]), (507, &json!("store_full")), "{refused:?}");
        assert_eq!(refused.body["title"], "There is no room left to write.");
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(detail.contains("the disk is full: nothing was written; free some space"), "{detail}");
    }
    read_all(&account, &server, &answered);
    std::fs::remove_file(&ballast).unwrap();
    for number in answered.len()..answered.len() + 10 {
        let answer = ask(&account, &server, number, &large);
        assert_eq!(answer.status, 201, "{answer:?}");
        answered.push(answer.body);
    }
    read_all(&account, &server, &answered);
}

#[test]
fn a_database_that_takes_no_changes_is_read_and_written_again_when_it_does() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place() else { unreachable!() };
    let (_, name) = url.rsplit_once('/').unwrap();
    let mut server = Server::begin(&home);
    let account = server.sign_in();
    let mut answered: Vec<Value> = (0..3).map(|number| ask(&account, &server, number, "").body).collect();
    // As after a switch to a machine that only follows: connections break, new ones take no changes.
    let switch = |read_only: &str| {
        cluster::client(&cluster::shared().url("postgres"))
            .batch_execute(&format!(
                "alter database {name} set default_transaction_read_only = {read_only}; \
                 select pg_terminate_backend(pid, 5000) from pg_stat_activity \
                 where datname = '{name}'"
            ))
            .unwrap();
    };
    switch("on");
    for _ in 0..2 {
        let refused = ask(&account, &server, 3, "");
        assert_eq!((refused.status, &refused.body["code"]), (503, &json!("store_unavailable")), "{refused:?}");
        assert!(refused.body["detail"].as_str().unwrap().contains("read-only"), "{refused:?}");
    }
    read_all(&account, &server, &answered);
    switch("off");
    let answer = ask(&account, &server, 3, "");
    assert_eq!(answer.status, 201, "{answer:?}");
    answered.push(answer.body);
    read_all(&account, &server, &answered);
}
