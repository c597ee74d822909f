//! The desk of a real server, from the command line: every command is a process of its own, as it is typed.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::catena;

/// A server with an empty desk, an administrator and their token. It ends with the test.
struct Desk {
    server: Child,
    folder: TempDir,
    address: String,
    token: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

/// Starts a server on the desk in `folder`; its address, and what it prints.
fn serve(folder: &Path, listen: &str) -> (Child, String, impl BufRead + use<>) {
    let mut command = catena();
    command.args(["serve", "--listen", listen, "--webhook-allow", "127.0.0.1", "--data"]).arg(folder.join("desk"));
    // Nothing listens there: what a server sends goes straight to its receiver.
    command.envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:1")));
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Catena is at ").unwrap().to_owned();
    (server, address, lines)
}

impl Desk {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (server, address, mut lines) = serve(folder.path(), "127.0.0.1:0");
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let key = line.trim().rsplit_once("/welcome/").unwrap().1.to_owned();
        let mut desk = Self { server, folder, address, token: String::new() };
        let password = json!({ "password": "marigold and cornflower" });
        let cookie = desk.post(&format!("/welcome/{key}"), "", &password).0;
        desk.token = desk.make_token(&cookie, "admin");
        desk
    }

    /// Sends JSON as a browser would; the cookie that was set, and the answer.
    fn post(&self, path: &str, cookie: &str, body: &Value) -> (String, Value) {
        let request = ureq::post(format!("{}/api/v1{path}", self.address)).header("cookie", cookie);
        let mut answer = request.content_type("application/json").send(body.to_string()).unwrap();
        let cookies = answer.headers().get_all("set-cookie").iter().map(|set| set.to_str().unwrap().to_owned());
        let cookie = cookies.filter_map(|set| set.split(';').next().map(str::to_owned)).collect::<Vec<_>>().join("; ");
        (cookie, serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap_or(Value::Null))
    }

    fn make_token(&self, cookie: &str, scope: &str) -> String {
        let token = self.post("/tokens", cookie, &json!({ "name": "command line", "scope": scope })).1;
        token["secret"].as_str().unwrap().to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = catena();
        command.args(arguments).env("CATENA_SERVER", &self.address).env("CATENA_TOKEN", &self.token);
        command.env("TZ", "Europe/Vienna");
        command
    }

    /// What a command prints that has to succeed.
    fn print(&self, arguments: &[&str]) -> String {
        printed(arguments, &self.command(arguments).output().unwrap())
    }

    /// What a command prints as JSON.
    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.print(&[arguments, &["--json"]].concat())).unwrap()
    }

    /// The complaint of a command that has to fail with 1.
    fn refuse(&self, arguments: &[&str]) -> String {
        complaint(&mut self.command(arguments), 1)
    }

    /// A file that holds `content`.
    fn file(&self, name: &str, content: &Value) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content.to_string()).unwrap();
        path
    }

    /// A request that is created with `arguments`; its number.
    fn create(&self, arguments: &[&str]) -> String {
        self.json(&[&["request", "create"], arguments].concat())["number"].to_string()
    }
}

fn printed(arguments: &[&str], output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} ended with {}: {complaint}", output.status);
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(command: &mut Command, code: i32) -> String {
    let output = command.output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{command:?}: {complaint}");
    assert!(output.stdout.is_empty(), "{command:?}");
    complaint
}

/// The lines of `lines` up to the one that holds `words`.
fn wait_for(lines: &mut impl BufRead, words: &str) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "it ended before it said {words:?}");
        if line.contains(words) {
            return line;
        }
    }
}

/// Designers and couriers, a customer, and a bouquet that both teams make.
fn flower_shop(desk: &Desk) {
    for team in ["Designers", "Couriers", "Front desk"] {
        desk.print(&["party", "create", team, "--kind", "team"]);
        desk.print(&["team", "join", team, "Administrator", "--leads"]);
    }
    desk.print(&["party", "create", "Anna Gruber", "--kind", "person", "--email", "anna@example.com"]);
    let bouquet = json!({
        "name": "Bouquet",
        "provider": "Front desk",
        "plan": { "steps": [
            { "name": "Arrange", "provider": "Designers", "seconds": 3600 },
            { "name": "Deliver", "provider": "Couriers", "seconds": 1800, "after": ["Arrange"] },
        ] },
    });
    desk.print(&["service", "save", desk.file("bouquet.json", &bouquet).to_str().unwrap()]);
}

#[test]
fn a_request_goes_from_a_customer_through_a_team_and_back() {
    let desk = Desk::open();
    flower_shop(&desk);
    let plan = desk.print(&["service", "show", "bouquet"]);
    assert!(plan.contains("Deliver  Couriers   Arrange"), "{plan}");

    let number = desk.create(&[
        "--subject",
        "Roses for Saturday",
        "--service",
        "Bouquet",
        "--customer",
        "anna@example.com",
        "--due",
        "2031-03-04 13:00",
        "--tag",
        "wedding",
    ]);
    let shown = desk.json(&["request", "show", &number]);
    assert_eq!(shown["due_at"], "2031-03-04T12:00:00Z");
    assert_eq!(shown["customer"]["name"], "Anna Gruber");
    let page = desk.print(&["request", "show", &number]);
    for words in ["Roses for Saturday", "due 2031-03-04 13:00", "Front desk for Anna Gruber", "The chain", "Arrange"] {
        assert!(page.contains(words), "{words}: {page}");
    }

    desk.print(&["request", "accept", &number]);
    let more = ["--to", "Couriers", "--subject", "Fetch a vase", "--takes", "30m", "--not-awaited"];
    let vase = desk.json(&[&["request", "hand-off", &number], &more[..]].concat())["number"].to_string();
    let due = ["request", "promise", &vase, "--due", "2031-03-04 11:00"];
    assert!(desk.print(&due).contains("promised for 2031-03-04 11:00"));
    desk.print(&["request", "accept", &format!("#{vase}"), "--note", "The tall one."]);
    desk.print(&["request", "pause", &vase, "--why", "colleague"]);
    let paused = desk.print(&["request", "show", &vase]);
    assert!(paused.contains("rests (colleague)") && paused.contains("The tall one."), "{paused}");
    desk.print(&["request", "resume", &vase]);
    assert!(desk.print(&["request", "finish", &vase]).contains("was finished"));

    let refused = desk.refuse(&["request", "finish", &number]);
    assert!(refused.contains("Arrange is offered") && refused.contains("--no-longer-needed"), "{refused}");
    let chain = shown["chain"].as_array().unwrap().iter().filter(|link| link["parent"] == shown["id"]);
    let steps: Vec<String> = chain.map(|link| link["number"].to_string()).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    desk.print(&[&["request", "finish", &number, "--no-longer-needed"], &steps[..]].concat());
    let listed =
        desk.print(&["request", "list", "--closed", "--roots", "--customer", "Anna Gruber", "--tag", "wedding"]);
    assert!(listed.contains("Roses for Saturday") && listed.contains("done"), "{listed}");
    assert!(desk.print(&["request", "list", "--open", "--roots"]).contains("no such request"));
}

#[test]
fn what_is_said_can_come_from_a_pipe_and_is_found_again() {
    let desk = Desk::open();
    flower_shop(&desk);
    let number = desk.create(&["--subject", "Lilies", "--provider", "Front desk", "--customer", "Anna Gruber"]);
    let arguments = ["request", "note", &number, "-", "--mention", "Administrator"];
    let mut child =
        desk.command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"The neighbours have a *ladder*.\n").unwrap();
    assert!(printed(&arguments, &child.wait_with_output().unwrap()).contains("The note was kept"));
    desk.print(&["request", "reply", &number, "They bloom on Friday."]);
    let page = desk.print(&["request", "show", &number]);
    assert!(page.contains("The neighbours have a *ladder*.") && page.contains("to the customer"), "{page}");
    for (words, found_in) in [("ladder", "note"), ("Friday", "message"), ("Lilies", "subject")] {
        let found = desk.print(&["search", words]);
        assert!(found.contains("Lilies") && found.contains(found_in), "{words}: {found}");
    }
    assert!(desk.print(&["search", "tulips"]).contains("Nothing"));
    let link = desk.print(&["request", "link", &number]);
    assert!(link.contains(&format!("{}/track/", desk.address)), "{link}");
}

#[test]
fn files_are_attached_listed_and_saved() {
    let desk = Desk::open();
    flower_shop(&desk);
    let number = desk.create(&["--subject", "Lilies", "--provider", "Front desk", "--customer", "Anna Gruber"]);
    let path = |name: &str| desk.folder.path().join(name).display().to_string();
    for (name, bytes) in
        [("Straußenfeder.png", &b"\x89PNG\r\n\x1a\n\0\xff"[..]), ("plan.txt", b"the back door"), ("empty", b"")]
    {
        std::fs::write(path(name), bytes).unwrap();
    }
    std::fs::write(path("large"), vec![1; (10 << 20) + 1]).unwrap();
    desk.print(&["request", "reply", &number, "--attach", &path("Straußenfeder.png"), "--attach", &path("plan.txt")]);
    desk.print(&["request", "note", &number, "Beware of the dog", "--attach", &path("plan.txt")]);
    let page = desk.print(&["request", "show", &number]);
    assert!(page.contains("Straußenfeder.png (10 bytes), file "), "{page}");
    let saved = path("saved.png");
    let said = desk.print(&["request", "save", &number, "Straußenfeder.png", "--output", &saved]);
    assert!(said.contains("saved.png was saved"), "{said}");
    assert_eq!(std::fs::read(&saved).unwrap(), b"\x89PNG\r\n\x1a\n\0\xff");
    let note = desk.json(&["request", "show", &number])["notes"][0]["files"][0]["id"].as_str().unwrap().to_owned();
    desk.print(&["request", "save", &number, &note, "--output", &path("of the note")]);
    assert_eq!(std::fs::read(path("of the note")).unwrap(), b"the back door");
    for (arguments, told) in [
        (["request", "save", &number, "plan.txt", "--output", &path("x")], "several of that name"),
        (["request", "save", &number, "nothing.txt", "--output", &path("x")], "there is no such file"),
        (["request", "save", &number, "Straußenfeder.png", "--output", &saved], "cannot be made"),
        (["request", "reply", &number, "Look", "--attach", &path("empty")], "has nothing in it"),
        (["request", "reply", &number, "Look", "--attach", &path("large")], "larger than the 10 MiB"),
        (["request", "reply", &number, "Look", "--attach", &path("missing")], "cannot be read"),
    ] {
        let failed = desk.refuse(&arguments);
        assert!(failed.contains(told), "{arguments:?}: {failed}");
    }
    assert_eq!(desk.json(&["request", "show", &number])["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn what_was_just_done_can_be_taken_back() {
    let desk = Desk::open();
    flower_shop(&desk);
    let number = desk.create(&["--subject", "Tulips", "--provider", "Designers"]);
    let act = desk.json(&["request", "accept", &number])["act"].as_str().unwrap().to_owned();
    assert!(desk.print(&["request", "undo", &act]).contains("taken back"));
    assert_eq!(desk.json(&["request", "show", &number])["status"], "offered");
    desk.print(&["request", "return", &number, "--missing", "Which colour?"]);
    desk.print(&["request", "offer", &number]);
    desk.print(&["request", "transfer", &number, "--to", "Couriers"]);
    let change = ["request", "change", &number, "--subject", "Red tulips", "--priority", "1", "--tag", "spring"];
    desk.print(&[&change[..], &["--follow", "--snooze", "2031-01-01 08:00"]].concat());
    let shown = desk.json(&["request", "show", &number]);
    assert_eq!(shown["provider"]["name"], "Couriers");
    assert_eq!((&shown["subject"], &shown["priority"]), (&json!("Red tulips"), &json!(1)));
    assert_eq!((&shown["following"], &shown["snoozed_until"]), (&json!(true), &json!("2031-01-01T07:00:00Z")));
    desk.print(&["request", "change", &number, "--wake", "--no-tags"]);
    assert_eq!(desk.json(&["request", "show", &number])["snoozed_until"], Value::Null);
    desk.print(&["request", "accept", &number]);
    desk.print(&["request", "finish", &number]);
    desk.print(&["request", "reopen", &number]);
    desk.print(&["request", "withdraw", &number]);
    assert_eq!(desk.json(&["request", "show", &number])["status"], "withdrawn");
}

#[test]
fn two_requests_of_a_customer_are_joined_and_parted_again() {
    let desk = Desk::open();
    flower_shop(&desk);
    let ask =
        |subject: &str| desk.create(&["--subject", subject, "--provider", "Front desk", "--customer", "Anna Gruber"]);
    let (whole, part) = (ask("Lilies"), ask("Lilies, as I wrote"));
    desk.print(&["request", "reply", &part, "Is this the same order?"]);
    let joined = desk.print(&["request", "merge", &part, "--into", &format!("#{whole}")]);
    assert!(joined.contains(&format!("Request {part} was joined to request {whole}")), "{joined}");
    let page = desk.print(&["request", "show", &whole]);
    assert!(page.contains(&format!("joined to it: {part} Lilies, as I wrote")), "{page}");
    assert!(page.contains(&format!("in request {part}")) && page.contains("Is this the same order?"), "{page}");
    assert!(desk.print(&["request", "show", &part]).contains(&format!("joined to request {whole}: Lilies")));
    assert!(desk.refuse(&["request", "accept", &part]).contains("joined to another request"));
    let again = desk.refuse(&["request", "merge", &whole, "--into", &part]);
    assert!(again.contains(&format!("request {whole} was not joined to request {part}")), "{again}");
    assert!(desk.print(&["request", "part", &part]).contains("a request of its own again"));
    assert!(desk.refuse(&["request", "part", &part]).contains("is not joined"));
    desk.print(&["request", "accept", &part]);
}

#[test]
fn the_same_key_creates_once() {
    let desk = Desk::open();
    flower_shop(&desk);
    let arguments = ["--subject", "Daily order", "--provider", "Front desk", "--key", "daily-2031-03-04"];
    assert_eq!(desk.create(&arguments), desk.create(&arguments));
    let again = desk.refuse(&["request", "create", "--subject", "Another", "--key", "daily-2031-03-04"]);
    assert!(again.contains("idempotency key"), "{again}");
}

#[test]
fn a_connection_that_breaks_is_tried_once_more_with_the_same_key() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let id = "01a20278-7fd0-700a-b2e8-cc2bd06fecaf";
        let body = json!({ "act": id, "number": 7, "request": id, "revision": 1, "shortfall": null }).to_string();
        let mut keys = Vec::new();
        for answers in [false, true] {
            let mut stream = BufReader::new(listener.accept().unwrap().0);
            keys.push(wait_for(&mut stream, "idempotency-key"));
            if answers {
                let head = format!("HTTP/1.1 201 Created\r\nContent-Length: {}\r\n\r\n", body.len());
                stream.get_mut().write_all((head + &body).as_bytes()).unwrap();
            }
        }
        keys
    });
    let arguments = ["request", "create", "--subject", "Roses", "--server", &address];
    let output = catena().args(arguments).env("CATENA_TOKEN", "any").output().unwrap();
    assert!(printed(&arguments, &output).contains("Request 7 was created"));
    let keys = server.join().unwrap();
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn what_is_shown_as_json_can_be_changed_and_saved() {
    let desk = Desk::open();
    flower_shop(&desk);
    let mut bouquet = desk.json(&["service", "show", "Bouquet"]);
    bouquet["plan"]["steps"][0]["seconds"] = json!(7200);
    let file = desk.file("changed.json", &bouquet);
    assert!(desk.print(&["service", "save", file.to_str().unwrap()]).contains("version 2"));

    let day = json!(["09:00-17:00"]);
    let hours = json!({ "zone": "Europe/Vienna", "week": [day, day, day, day, day, [], []] });
    let file = desk.file("hours.json", &json!({ "name": "Office", "hours": hours }));
    desk.print(&["calendar", "save", file.to_str().unwrap()]);
    let file = desk.file("listed.json", &desk.json(&["calendar", "list"])["calendars"][0]);
    assert!(desk.print(&["calendar", "save", file.to_str().unwrap()]).contains("version 2"));
    assert!(desk.print(&["calendar", "list"]).contains("40 h"));
    let trace = desk.print(&["calendar", "trace", "office", "--from", "2031-03-07 16:00", "--takes", "2h"]);
    assert!(trace.contains("end at 2031-03-10 10:00") && trace.contains("day off"), "{trace}");
    desk.print(&["party", "change", "Designers", "--calendar", "Office", "--confidential", "true"]);

    let rule = json!({ "service": "Bouquet", "priority": 1, "resolution": 14_400, "calendar": "Office" });
    let version = desk.json(&["policy", "show"])["version"].clone();
    let file = desk.file("policy.json", &json!({ "version": version, "rules": [rule] }));
    desk.print(&["policy", "save", file.to_str().unwrap()]);
    let shown = desk.print(&["policy", "show"]);
    assert!(shown.contains("Bouquet") && shown.contains("4 h") && shown.contains("Office"), "{shown}");
    let stale = desk.refuse(&["policy", "save", file.to_str().unwrap()]);
    assert!(stale.contains("changed meanwhile"), "{stale}");

    let wrong = desk.file("wrong.json", &json!({ "name": "Wreath", "provider": "Designers", "price": 30 }));
    let refused = desk.refuse(&["service", "save", wrong.to_str().unwrap()]);
    assert!(refused.contains("wrong.json") && refused.contains("price"), "{refused}");
}

#[test]
fn people_are_invited_and_leave() {
    let desk = Desk::open();
    flower_shop(&desk);
    let invited = desk.print(&["account", "invite", "bea", "--name", "Bea Horvat", "--team", "Couriers"]);
    assert!(invited.contains(&format!("{}/welcome/", desk.address)), "{invited}");
    assert!(desk.print(&["team", "members", "Couriers"]).contains("Bea Horvat"));
    desk.print(&["team", "leave", "Couriers", "Bea Horvat"]);
    assert!(!desk.print(&["team", "members", "Couriers"]).contains("Bea Horvat"));
    assert!(desk.print(&["account", "reset", "bea"]).contains("/welcome/"));
    assert!(desk.print(&["account", "close", "bea"]).contains("no longer"));
    assert!(desk.print(&["account", "list"]).contains("closed"));
    desk.print(&["party", "erase", "Anna Gruber", "--yes"]);
    assert!(desk.print(&["party", "list", "--external"]).contains("nobody"));
    let happened = desk.print(&["record", "list", "--limit", "200"]);
    assert!(happened.contains("account closed"), "{happened}");
}

#[test]
fn every_list_is_a_table_or_json() {
    let desk = Desk::open();
    flower_shop(&desk);
    let number = desk.create(&["--subject", "Lilies", "--provider", "Front desk"]);
    for (arguments, field, words) in [
        (&["today"][..], "relies_on_me", "Lilies"),
        (&["board"], "teams", "Front desk"),
        (&["search", "lilies"], "hits", "Lilies"),
        (&["request", "list"], "requests", "Lilies"),
        (&["request", "show", &number], "chain", "Lilies"),
        (&["party", "list"], "parties", "Anna Gruber"),
        (&["party", "show", "Anna Gruber"], "handles", "anna@example.com"),
        (&["team", "members"], "members", "Administrator"),
        (&["service", "list"], "services", "Bouquet"),
        (&["calendar", "list"], "calendars", ""),
        (&["policy", "show"], "rules", ""),
        (&["account", "list"], "accounts", "administrator"),
        (&["token", "list"], "tokens", "command line"),
        (&["record", "list", "--about", &number], "events", "asked"),
    ] {
        assert!(desk.json(arguments)[field].is_array(), "{arguments:?}");
        let text = desk.print(arguments);
        assert!(text.contains(words), "{arguments:?}: {text}");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{arguments:?}: {text}");
    }
}

#[test]
fn all_pages_of_a_list_are_put_together() {
    let desk = Desk::open();
    flower_shop(&desk);
    desk.create(&["--subject", "Lilies", "--provider", "Front desk"]);
    let all = desk.json(&["record", "list", "--all"]);
    let last = desk.json(&["record", "list", "--limit", "2"]);
    assert_eq!(last["events"].as_array().unwrap().len(), 2);
    let all = all["events"].as_array().unwrap();
    assert_eq!(all[..2], last["events"].as_array().unwrap()[..]);
    assert_eq!(all.last().unwrap()["seq"], 1);
    assert_eq!(desk.json(&["request", "list", "--all"])["requests"].as_array().unwrap().len(), 1);
}

#[test]
fn watching_goes_on_after_the_server_came_back() {
    let mut desk = Desk::open();
    flower_shop(&desk);
    let mut command = desk.command(&["watch"]);
    let mut watcher = Watcher(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(watcher.0.stderr.take().unwrap());
    let mut lines = BufReader::new(watcher.0.stdout.take().unwrap());
    wait_for(&mut said, "Watching");
    desk.create(&["--subject", "Lilies", "--provider", "Front desk"]);
    let line = wait_for(&mut lines, "asked");
    assert!(line.contains("Lilies, Front desk"), "{line}");

    desk.server.kill().unwrap();
    desk.server.wait().unwrap();
    let listen = desk.address.strip_prefix("http://").unwrap().to_owned();
    let printed;
    (desk.server, _, printed) = serve(desk.folder.path(), &listen);
    desk.create(&["--subject", "Tulips", "--provider", "Front desk"]);
    let line = wait_for(&mut lines, "Tulips");
    assert!(line.contains("asked"), "{line}");
    drop(printed);
}

/// A process that ends with the test.
struct Watcher(Child);

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn whoever_shows_no_token_that_works_is_told_what_to_do() {
    let desk = Desk::open();
    let said = complaint(desk.command(&["today"]).env_remove("CATENA_TOKEN"), 1);
    assert!(said.contains("CATENA_TOKEN") && said.contains("--token-file"), "{said}");
    let said = complaint(desk.command(&["today"]).env("CATENA_TOKEN", "catena_nonsense"), 1);
    assert!(said.contains("what waits for you was not listed") && said.contains("request id"), "{said}");
    let said = complaint(desk.command(&["today"]).env("CATENA_TOKEN", "two words"), 1);
    assert!(said.contains("more than one word") && !said.contains("two words"), "{said}");
    let said = complaint(desk.command(&["watch"]).env("CATENA_TOKEN", "catena_nonsense"), 1);
    assert!(said.contains("was not watched"), "{said}");

    let file = desk.folder.path().join("token");
    std::fs::write(&file, format!("{}\n", desk.token)).unwrap();
    let arguments = ["--token-file", file.to_str().unwrap()];
    let output = desk.command(&[&["today"], &arguments[..]].concat()).env("CATENA_TOKEN", "wrong").output().unwrap();
    assert!(printed(&["today"], &output).contains("Nothing waits for you."));
    let said = complaint(&mut desk.command(&["today", "--token-file", "/no/such/file"]), 1);
    assert!(said.contains("/no/such/file: the token cannot be read"), "{said}");
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let desk = Desk::open();
    flower_shop(&desk);
    desk.print(&["party", "create", "Designers", "--kind", "organisation"]);
    for (arguments, words) in [
        (&["request", "show", "4711"][..], &["request 4711 was not shown", "4711 (request id"][..]),
        (&["request", "accept", "4711"], &["request 4711 was not found"]),
        (&["request", "create", "--subject", "Roses", "--provider", "Design"], &["\"Design\"", "Designers"]),
        (&["party", "show", "Designers"], &["more than one", "team", "organisation, outside"]),
        (&["service", "show", "Wreath"], &["no service \"Wreath\""]),
        (&["party", "create", "Zoe", "--kind", "person", "--calendar", "Nights"], &["no calendar \"Nights\""]),
        (&["request", "create", "--subject", " "], &["the request was not created", "subject"]),
    ] {
        let said = desk.refuse(arguments);
        assert!(words.iter().all(|&words| said.contains(words)), "{arguments:?}: {said}");
    }
}

#[test]
fn where_no_server_runs_the_address_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let said = complaint(catena().args(["board", "--server", &address]).env("CATENA_TOKEN", "any"), 1);
    assert!(said.contains(&address) && said.contains("--server"), "{said}");
}

#[test]
fn notices_are_listed_and_none_claims_to_be_sent() {
    let desk = Desk::open();
    assert_eq!(desk.print(&["outbox", "list"]), "No such notice is in the outbox.\n");
    flower_shop(&desk);
    desk.create(&["--subject", "Roses", "--service", "Bouquet", "--customer", "anna@example.com"]);
    let listed =
        desk.print(&["outbox", "list", "--recipient", "Anna Gruber", "--state", "waiting", "--kind", "received"]);
    assert!(listed.contains("received  Anna Gruber  waiting: no channel"), "{listed}");
    assert_eq!(desk.print(&["outbox", "list", "--state", "sent"]), "No such notice is in the outbox.\n");
}

/// Takes one message on this machine and answers it; where it listens, and what came.
fn receiver() -> (String, std::thread::JoinHandle<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let taking = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let head: Vec<String> = lines.by_ref().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        head.join("\n")
    });
    (url, taking)
}

#[test]
fn an_address_is_told_of_events_tested_and_removed() {
    let desk = Desk::open();
    let (url, taking) = receiver();
    let added = desk.print(&["webhook", "add", &url, "--kind", "asked", "--kind", "answered"]);
    assert!(added.contains("shown this once: ") && added.contains("whsec_"), "{added}");
    let id = desk.json(&["webhook", "list"])["webhooks"][0]["id"].as_str().unwrap().to_owned();
    let tested = desk.print(&["webhook", "test", &id]);
    assert!(tested.starts_with("The message was delivered: the receiver answered 204"), "{tested}");
    assert!(taking.join().unwrap().to_lowercase().contains("webhook-signature: v1,"));
    let refused = desk.refuse(&["webhook", "test", &id]);
    assert!(refused.contains("not delivered: connection"), "nobody listens any more: {refused}");
    let listed = desk.print(&["webhook", "list"]);
    assert!(listed.contains("active") && listed.contains("asked, answered") && !listed.contains("whsec_"), "{listed}");
    let refused = desk.refuse(&["webhook", "add", "http://10.0.0.1/"]);
    assert!(refused.contains("no public address"), "{refused}");
    desk.print(&["webhook", "remove", &id]);
    assert_eq!(desk.print(&["webhook", "list"]), "No address is told of events.\n");
}

#[test]
fn a_server_without_a_desk_says_how_to_get_one() {
    let mut server = catena()
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap());
    let line = wait_for(&mut lines, "Catena is at ");
    let server = Watcher(server);
    let address = line.trim().strip_prefix("Catena is at ").unwrap();
    let said = complaint(catena().args(["board", "--server", address]).env("CATENA_TOKEN", "any"), 1);
    assert!(said.contains("keeps no desk") && said.contains("--data"), "{said}");
    drop(server);
}

#[test]
fn what_cannot_be_understood_ends_with_2_and_asks_nobody() {
    for arguments in [
        &["request"][..],
        &["request", "show", "twelve"],
        &["request", "show", "-1"],
        &["request", "create"],
        &["request", "create", "--subject", "Roses", "--due", "Friday"],
        &["request", "create", "--subject", "Roses", "--priority", "5"],
        &["request", "list", "--open", "--closed"],
        &["request", "list", "--all", "--limit", "10"],
        &["request", "hand-off", "12", "--subject", "Ribbon"],
        &["request", "pause", "12", "--why", "tired"],
        &["request", "change", "12"],
        &["party", "erase", "Anna"],
        &["account", "invite", "bea"],
        &["today", "--server", "desk.example"],
        &["today", "--token", "catena_secret"],
    ] {
        complaint(catena().args(arguments).env("CATENA_SERVER", "http://127.0.0.1:1"), 2);
    }
}

#[test]
fn custom_fields_are_filled_in_changed_and_filtered_by_their_names() {
    let desk = Desk::open();
    flower_shop(&desk);
    let fields = json!([
        { "label": "Card", "required": true },
        { "label": "Herbs", "kind": "choices", "options": ["sage", "mint"] },
        { "label": "Margin", "kind": "number", "internal": true },
    ]);
    let wreath = json!({ "name": "Wreath", "provider": "Front desk", "plan": { "fields": fields } });
    desk.print(&["service", "save", desk.file("wreath.json", &wreath).to_str().unwrap()]);
    let file = desk.file("again.json", &desk.json(&["service", "show", "Wreath"]));
    assert!(desk.print(&["service", "save", file.to_str().unwrap()]).contains("version 1"), "nothing changed");

    let new = ["request", "create", "--subject", "For Anna", "--customer", "Anna Gruber", "--service", "Wreath"];
    assert!(desk.refuse(&new).contains("\"Card\" has to be answered"));
    let wrong = desk.refuse(&[&new[..], &["--field", "Colour=red"]].concat());
    assert!(wrong.contains("no field \"Colour\"; there is Card, Herbs, Margin"), "{wrong}");
    let given =
        ["--field", "card=With love", "--field", "Herbs=mint", "--field", "Herbs=sage", "--field", "Margin=12.50"];
    let number = desk.create(&[&new[2..], &given].concat());
    let page = desk.print(&["request", "show", &number]);
    assert!(page.contains("sage, mint") && page.contains("12.5") && page.contains("only colleagues"), "{page}");
    desk.print(&["request", "change", &number, "--field", "Margin=", "--field", "Herbs=mint"]);
    let page = desk.print(&["request", "show", &number]);
    assert!(!page.contains("sage") && !page.contains("12.5") && page.contains("field changed"), "{page}");
    let list = |is: &str| desk.print(&["request", "list", "--service", "Wreath", "--field", is]);
    assert!(list("Herbs=mint").contains("For Anna"));
    assert!(list("Margin>=1").contains("no such request"));

    let me = desk.json(&["party", "show", "Administrator"])["id"].as_str().unwrap().to_owned();
    let put = ureq::put(format!("{}/api/v1/signatures/{me}", desk.address));
    let put = put.header("authorization", format!("Bearer {}", desk.token)).content_type("application/json");
    put.send(json!({ "words": "The front desk" }).to_string()).unwrap();
    desk.print(&["request", "reply", &number, "It is ready.", "--sign"]);
    assert!(desk.print(&["request", "show", &number]).contains("The front desk"));
}

#[test]
fn links_addresses_views_and_texts_are_kept_from_the_command_line() {
    let desk = Desk::open();
    flower_shop(&desk);
    let number = desk.create(&["--subject", "Roses", "--service", "Bouquet", "--customer", "Anna Gruber"]);
    let link = desk.json(&["request", "link", &number])["id"].as_str().unwrap().to_owned();
    assert!(desk.print(&["request", "links", &number]).contains(&link));
    desk.print(&["request", "unlink", &number, &link]);
    assert!(desk.json(&["request", "links", &number])["links"][0]["revoked_at"].is_string());
    desk.print(&["party", "reach", "Anna Gruber", "+43 1 234", "--kind", "phone"]);
    assert!(desk.print(&["party", "show", "Anna Gruber"]).contains("+43 1 234"));
    desk.print(&["party", "unreach", "Anna Gruber", "+43 1 234"]);
    assert!(!desk.print(&["party", "show", "Anna Gruber"]).contains("+43 1 234"));
    let view = desk.json(&["view", "save", "Weddings", "tag=wedding", "--shared"])["id"].as_str().unwrap().to_owned();
    assert!(desk.print(&["view", "list"]).contains("tag=wedding"));
    desk.print(&["view", "remove", &view]);
    let text = json!({ "name": "Thanks", "body": "Dear {{customer}}", "audience": "everybody" });
    let text = desk.file("thanks.json", &text);
    desk.print(&["macro", "save", text.to_str().unwrap()]);
    let kept = desk.json(&["macro", "list"])["macros"][0].clone();
    let again = desk.file("again.json", &kept);
    desk.print(&["macro", "save", again.to_str().unwrap()]);
    assert_eq!(desk.json(&["macro", "list"])["macros"].as_array().unwrap().len(), 1, "what has an id is replaced");
    desk.print(&["signature", "write", "Your flower shop"]);
    assert!(desk.print(&["signature", "show"]).contains("Your flower shop"));
    assert!(desk.print(&["session", "show"]).contains("administrator"));
    assert!(desk.print(&["account", "notices", "--off", "mentioned"]).contains("no"));
    assert!(desk.print(&["service", "possible", "Bouquet"]).contains("at the earliest"));
    assert!(desk.print(&["service", "versions", "Bouquet"]).contains("Arrange, Deliver"));
    desk.print(&["outbox", "language", "de"]);
}

#[test]
fn a_file_that_somebody_else_overtook_is_not_saved_over_theirs() {
    let desk = Desk::open();
    flower_shop(&desk);
    let mut service = desk.json(&["service", "show", "Bouquet"]);
    let seen = desk.file("seen.json", &service);
    service["description"] = json!("Fresh every morning");
    let changed = desk.file("changed.json", &service);
    desk.print(&["service", "save", changed.to_str().unwrap()]);
    let told = desk.refuse(&["service", "save", seen.to_str().unwrap()]);
    assert!(told.contains("changed meanwhile"), "{told}");
    assert_eq!(desk.json(&["service", "show", "Bouquet"])["description"], "Fresh every morning");
}

#[test]
fn colleagues_say_how_a_hand_off_was_and_thank_for_it() {
    let desk = Desk::open();
    for team in ["Front desk", "Designers"] {
        desk.print(&["party", "create", team, "--kind", "team"]);
    }
    desk.print(&["team", "join", "Front desk", "Administrator", "--leads"]);
    let invited = desk.json(&["account", "invite", "ben", "--name", "Ben Binder", "--team", "Designers"]);
    let cookie = desk.post(invited["path"].as_str().unwrap(), "", &json!({ "password": "tulip and daffodil" })).0;
    let token = desk.make_token(&cookie, "write");
    let ben =
        |arguments: &[&str]| printed(arguments, &desk.command(arguments).env("CATENA_TOKEN", &token).output().unwrap());

    let order = desk.create(&["--subject", "Roses", "--provider", "Front desk"]);
    let hand_off = ["request", "hand-off", &order, "--to", "Designers", "--subject", "Arrange"];
    let number = desk.json(&hand_off)["number"].to_string();
    ben(&["request", "return", &number, "--missing", "Which colour?"]);
    desk.print(&["request", "offer", &number]);
    ben(&["request", "finish", &number]);
    assert!(desk.print(&["rating", "waiting"]).contains("Nothing waits"));
    desk.print(&["request", "receive", &number]);
    assert!(desk.print(&["rating", "waiting"]).contains("relied on it"));
    assert!(ben(&["rating", "waiting"]).contains("did it"));

    let said =
        ["rating", "answer", &number, "no", "--ease", "2", "--reason", "missing", "--lost", "20", "--key", "one"];
    assert!(desk.print(&said).contains("once both have answered"));
    assert!(desk.refuse(&said).contains("no question about this hand-off waits"));
    assert!(desk.print(&["rating", "list"]).contains("not shown yet"));
    assert!(ben(&["rating", "show", &number]).contains("not shown yet"));
    ben(&["rating", "later", &number, "--until", "2099-01-01 08:00"]);
    assert!(ben(&["rating", "waiting"]).contains("Nothing waits"));
    desk.print(&["rating", "thank", &number]);
    assert!(ben(&["rating", "thanks", "Ben Binder"]).contains("Administrator"));
    assert!(desk.print(&["rating", "show", &number]).contains("Administrator thanked on"));
    assert!(desk.print(&["rating", "team", "Designers"]).contains("Not yet: it takes five ratings"));
    let odd = ["rating", "answer", &number, "perhaps"];
    complaint(&mut desk.command(&odd), 2);
}
