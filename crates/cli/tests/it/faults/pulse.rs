//! Answers to the pulse that wait in memory when the server goes: killed, they are lost and their slips work again; told
//! to stop, it writes what makes a crowd.

use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::served::{Account, Home, Server, agent};

/// Somebody who is asked: their token.
fn colleague(admin: &Account, server: &Server, number: usize) -> Account {
    let name = format!("p{number}");
    let new = json!({ "name": name, "login": name, "role": "member", "teams": [admin.team] });
    let link = admin.send(&agent(), server, "/accounts", None, &new).unwrap();
    let key = link.body["path"].as_str().unwrap().to_owned();
    let welcome = agent().post(format!("{}/api/v1{key}", server.address));
    let password = json!({ "password": "marigold and cornflower" }).to_string();
    let answer = welcome.content_type("application/json").send(password).unwrap();
    let cookies = answer.headers().get_all("set-cookie").iter();
    let cookies: Vec<&str> = cookies.filter_map(|set| set.to_str().unwrap().split(';').next()).collect();
    let ask = agent().post(format!("{}/api/v1/tokens", server.address)).header("cookie", cookies.join("; "));
    let body = json!({ "name": "pulse", "scope": "write" }).to_string();
    let mut made = ask.content_type("application/json").send(body).unwrap();
    let made: Value = serde_json::from_str(&made.body_mut().read_to_string().unwrap()).unwrap();
    Account { token: made["secret"].as_str().unwrap().to_owned(), team: admin.team.clone() }
}

/// Sends an answer with a slip and nothing else; the code of the problem, if there is one.
fn say(server: &Server, wave: &str, slip: &str) -> Option<String> {
    let body = json!({ "slip": slip, "recommends": 8, "items": [4], "comment": "a comment of a colleague" });
    let ask = agent().post(format!("{}/api/v1/pulse/waves/{wave}/answers", server.address));
    let mut answer = ask.content_type("application/json").send(body.to_string()).unwrap();
    let said = answer.body_mut().read_to_string().unwrap();
    serde_json::from_str::<Value>(&said).ok().map(|problem| problem["code"].as_str().unwrap().to_owned())
}

/// Asks the server to end, and waits until it did.
fn stop(server: &Server) {
    let id = server.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    server.wait();
}

fn lost_and_kept(home: &Home) {
    let mut server = Server::begin(home);
    let admin = server.sign_in();
    let people: Vec<Account> = (0..8).map(|number| colleague(&admin, &server, number)).collect();
    let item = json!({ "id": "rest", "words": { "en": "I can rest.", "fr": "", "de": "" } });
    let team = admin.get(&server, &format!("/parties/{}", admin.team));
    let now: Timestamp = team.body["created_at"].as_str().unwrap().parse().unwrap();
    let in_a_week = now + SignedDuration::from_hours(24 * 7);
    let plan = json!({ "name": "Spring", "floor": 5, "items": [item], "ends_at": in_a_week.to_string() });
    let wave = admin.send(&agent(), &server, "/pulse/waves", None, &plan).unwrap();
    let wave = wave.body["id"].as_str().unwrap().to_owned();
    let slip = |server: &Server, person: &Account| {
        let slip = person.get(server, &format!("/pulse/waves/{wave}/slip"));
        slip.body["slip"].as_str().unwrap().to_owned()
    };
    let slips: Vec<String> = people.iter().map(|person| slip(&server, person)).collect();
    for slip in &slips[..5] {
        assert_eq!(say(&server, &wave, slip), None);
    }
    assert_eq!(say(&server, &wave, &slips[0]).as_deref(), Some("slip_used"));
    server.kill();
    home.examine();

    let server = Server::start(home);
    assert_eq!(slip(&server, &people[0]), slips[0], "it is the same slip after a crash");
    for slip in &slips[..7] {
        assert_eq!(say(&server, &wave, slip), None, "what was only held is lost, and may be said again");
    }
    stop(&server);
    home.examine();

    let server = Server::start(home);
    for slip in &slips[..7] {
        assert_eq!(say(&server, &wave, slip).as_deref(), Some("slip_used"), "seven are a crowd, and were written");
    }
    assert_eq!(say(&server, &wave, &slips[7]), None);
    let over = admin.send(&agent(), &server, &format!("/pulse/waves/{wave}/close"), None, &Value::Null).unwrap();
    assert_eq!(over.status, 204, "{over:?}");
    let released = admin.get(&server, &format!("/pulse/waves/{wave}/release"));
    let told = &released.body["questions"][0]["figures"][0]["n"];
    assert_eq!(told, 7, "the eighth came after the stop, and is no crowd alone");
    home.examine();
}

#[test]
fn answers_that_were_only_held_are_lost_with_the_process_and_their_slips_work_again() {
    lost_and_kept(&Home::sqlite());
}

#[test]
fn answers_that_were_only_held_are_lost_with_a_node_of_a_database_and_their_slips_work_again() {
    lost_and_kept(&Home::postgres());
}
