//! In which order a running server asks the system for things: no answer leaves before what it says is durable.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;

use catena_server::{AppState, Desk, Settings, Surroundings, first_start, serve};
use catena_store::{Error, Place, Store};
use serde_json::json;

use super::served::{Account, Home, Server, agent};
use crate::calls::{brings_log_to_disk, read_calls};
use crate::catena;
use crate::cluster::{self, Cluster};

/// How many ask at once, and how often each.
const CLIENTS: usize = 4;
const ASKS: usize = 6;

/// Lets clients ask a watched server, and returns its calls with what was asked and the ids that were answered.
fn watch(home: &Home, serve: &mut Command) -> (Vec<String>, Vec<(String, String)>) {
    let log = home.folder().join("calls");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-s", "70000", "-e", "trace=write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync", "-o"]);
    strace.arg(&log).arg(serve.get_program()).args(serve.get_args());
    for (name, value) in serve.get_envs() {
        strace.env(name, value.unwrap_or_default());
    }
    let mut server = Server::run(&mut strace, true);
    let account = server.sign_in();
    let asked = thread::scope(|scope| {
        let (account, server) = (&account, &server);
        let threads: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || ask(account, server, client))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    server.kill();
    (read_calls(&log), asked)
}

fn ask(account: &Account, server: &Server, client: usize) -> Vec<(String, String)> {
    let agent = agent();
    let asked = (0..ASKS).map(|number| {
        let subject = format!("Watched {client}-{number}.");
        let new = json!({ "subject": subject, "provider": account.team });
        let answer = account.send(&agent, server, "/requests", None, &new).unwrap();
        assert_eq!(answer.status, 201, "{answer:?}");
        (subject, answer.body["request"].as_str().unwrap().to_owned())
    });
    asked.collect()
}

/// How many answers left before the log that holds what they say was brought to the disk.
fn early(calls: &[String], asked: &[(String, String)]) -> usize {
    let is_early = |(subject, id): &&(String, String)| {
        let left = calls.iter().position(|call| call.contains("HTTP/1.1 201") && call.contains(id.as_str()));
        let before = &calls[..left.expect("the answer left through a socket")];
        let written = before.iter().position(|call| {
            call.starts_with("pwrite64(") && call.contains("-wal>") && call.contains(subject.as_str())
        });
        let written = written.expect("what is answered was written");
        !before[written..].iter().any(|call| brings_log_to_disk(call))
    };
    asked.iter().filter(is_early).count()
}

#[test]
fn no_byte_of_an_answer_leaves_before_the_log_that_holds_it_is_on_the_disk() {
    let home = Home::sqlite();
    let (calls, asked) = watch(&home, catena().args(["serve", "--listen", "127.0.0.1:0"]).args(home.options()));
    assert_eq!((asked.len(), early(&calls, &asked)), (CLIENTS * ASKS, 0));
}

#[test]
fn a_server_whose_commits_do_not_wait_is_noticed() {
    for level in ["off", "normal"] {
        let home = Home::sqlite();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["faults::traced::serves_without_waiting", "--exact", "--nocapture"]);
        child.env("DESK", &home.options()[1]).env("SYNCHRONOUS", level);
        let (calls, asked) = watch(&home, &mut child);
        let early = early(&calls, &asked);
        assert!(early > asked.len() / 2, "{early} of {} with synchronous = {level}", asked.len());
    }
}

/// A process of its own, when this binary starts itself again: the same server on a store whose level was lowered.
#[test]
fn serves_without_waiting() {
    let (Ok(desk), Ok(level)) = (std::env::var("DESK"), std::env::var("SYNCHRONOUS")) else { return };
    let store = Store::open(&Place::Folder(Path::new(&desk).to_owned())).unwrap();
    // SQLite changes it between transactions only.
    let lower = format!("commit; pragma synchronous = {level}; begin immediate; savepoint job");
    store.write_now::<(), Error>(move |tx| tx.sql().batch(&lower)).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let desk = Desk::new(store.clone(), address.clone(), Surroundings::default());
        let own = desk.clone();
        let link = store.write(move |tx| first_start(&own, tx)).await.unwrap().unwrap();
        println!("\nCatena is at {address}\nBegin at {}", link.path);
        let state = AppState::new(&Settings::default()).with_desk(desk);
        serve(listener, state, std::future::pending()).await.unwrap();
    });
}

#[test]
fn a_commit_waits_for_the_database_even_where_the_database_says_that_none_has_to() {
    // Whoever waits for commits here waits for a machine that never follows.
    let cluster = Cluster::start("-c synchronous_commit=off -c fsync=off");
    let home = Home::of(Place::Postgres(cluster.database()));
    let mut server = Server::begin(&home);
    let account = server.sign_in();
    let mut beside = cluster::client(&cluster.url("postgres"));
    let mut follow = |whom: &str| {
        beside.batch_execute(&format!("alter system set synchronous_standby_names = '{whom}'")).unwrap();
        beside.batch_execute("select pg_reload_conf()").unwrap();
    };
    follow("nobody");
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        let (account, server) = (&account, &server);
        scope.spawn(move || {
            let new = json!({ "subject": "Waited for", "provider": account.team });
            tell.send(account.send(&agent(), server, "/requests", None, &new).unwrap()).unwrap();
        });
        // It is looked for a few times a second, for half a minute.
        let mut other = cluster::client(&cluster.url("postgres"));
        let waits = (0..300).any(|_| {
            other.batch_execute("select pg_sleep(0.1)").unwrap();
            !other.query("select 1 from pg_stat_activity where wait_event = 'SyncRep'", &[]).unwrap().is_empty()
        });
        assert!(waits, "no commit waits");
        assert!(told.try_recv().is_err(), "the answer came before the commit");
        follow("");
        assert_eq!(told.recv().unwrap().status, 201);
    });
}
