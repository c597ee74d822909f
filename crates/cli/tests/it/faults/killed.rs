//! The server is killed in the middle of what 32 clients write, again and again.

use std::sync::mpsc;
use std::thread;

use super::journal::{Client, compare};
use super::served::{Home, Server};

/// How many write at once.
const CLIENTS: usize = 32;
/// After how many answers each round ends: at once, while the server is still getting warm, and under full load.
const ANSWERS: [usize; 5] = [250, 1, 400, 60, 150];

/// Kills a server so many times; after each it has to stand again with all that it answered.
fn kill(home: &Home, rounds: usize) {
    let mut server = Server::begin(home);
    let account = server.sign_in();
    let mut clients: Vec<Client> = (0..CLIENTS).map(Client::new).collect();
    let mut answered = 0;
    for round in 0..rounds {
        let (tell, told) = mpsc::channel();
        thread::scope(|scope| {
            let (account, running) = (&account, &server);
            for client in &mut clients {
                let tell = tell.clone();
                scope.spawn(move || client.work(account, running, &tell));
            }
            drop(tell);
            let answers = told.iter().take(ANSWERS[round % ANSWERS.len()]).count();
            assert_eq!(answers, ANSWERS[round % ANSWERS.len()], "the server ended before it was killed");
            server.kill();
        });
        let now = compare(home.place(), &clients);
        assert!(now > answered, "something was answered in round {round}");
        home.examine();
        server = Server::start(home);
        thread::scope(|scope| {
            for client in &mut clients {
                scope.spawn(|| client.retry(&account, &server));
            }
        });
        answered = now;
    }
    server.kill();
    let now = compare(home.place(), &clients);
    home.examine();
    println!("{now} writes were answered, {rounds} times the server was killed");
}

#[test]
fn what_a_server_answered_is_there_once_after_it_was_killed() {
    // A hundred rounds take some minutes: CONTRIBUTING.md says how to run them.
    let rounds = std::env::var("CATENA_KILLS").ok().map_or(5, |rounds| rounds.parse().unwrap());
    kill(&Home::sqlite(), rounds);
}

#[test]
fn what_a_server_with_a_database_answered_is_there_once_after_it_was_killed() {
    kill(&Home::postgres(), 5);
}
