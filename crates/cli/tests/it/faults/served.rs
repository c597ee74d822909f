//! A server as `catena serve` starts it, somebody who signed in there, and what became of its desk once it is gone.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use catena_store::Place;
use serde_json::{Value, json};
use ureq::Agent;

use crate::{catena, cluster, print};

/// Where a desk is kept; what was kept there is gone with it.
pub struct Home {
    place: Place,
    folder: tempfile::TempDir,
}

impl Home {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { place: Place::Folder(folder.path().join("desk")), folder }
    }

    pub fn postgres() -> Self {
        Self::of(Place::Postgres(cluster::database()))
    }

    /// A place that is there already.
    pub fn of(place: Place) -> Self {
        Self { place, folder: tempfile::tempdir().unwrap() }
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// A folder for other things.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// How the command line is told of it.
    pub fn options(&self) -> [String; 2] {
        match &self.place {
            Place::Folder(folder) => ["--data".to_owned(), folder.display().to_string()],
            Place::Postgres(url) => ["--database".to_owned(), url.clone()],
        }
    }

    /// Lets `catena doctor` look at the desk; fails unless it finds nothing.
    pub fn examine(&self) {
        let [option, value] = self.options();
        let said = print(&["doctor", &option, &value]);
        assert!(said.contains("The desk is sound."), "{said}");
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Place::Postgres(url) = &self.place {
            cluster::remove(url);
        }
    }
}

/// A server that ends with the test.
pub struct Server {
    process: Mutex<Child>,
    /// Where it is.
    pub address: String,
    /// The key of the link with which the first person begins; none if somebody began already.
    key: Option<String>,
}

impl Server {
    /// Starts a server on a desk.
    pub fn start(home: &Home) -> Self {
        let mut command = catena();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(home.options());
        Self::run(&mut command, false)
    }

    /// Starts a server on a desk that nobody has begun with.
    pub fn begin(home: &Home) -> Self {
        let mut command = catena();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(home.options());
        Self::run(&mut command, true)
    }

    /// Runs a command that becomes a server, and waits until it says where it is.
    pub fn run(command: &mut Command, begins: bool) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut after = |words: &str| loop {
            let line = lines.next().expect("the server ended before it said where it is").unwrap();
            if let Some((_, rest)) = line.split_once(words) {
                break rest.trim().to_owned();
            }
        };
        let address = after("Catena is at ");
        let key = begins.then(|| after("/welcome/"));
        Self { process: Mutex::new(process), address, key }
    }

    /// The process that was started.
    pub fn id(&self) -> u32 {
        self.process.lock().unwrap().id()
    }

    /// Waits until it ended by itself.
    pub fn wait(&self) {
        self.process.lock().unwrap().wait().unwrap();
    }

    /// Ends it as a power cut would: at once, whatever it is doing.
    pub fn kill(&self) {
        let mut process = self.process.lock().unwrap();
        let id = process.id();
        // Whoever watches the server ends with it, and tells all that it saw.
        let watched = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        if watched.trim().is_empty() {
            let _ = process.kill();
        } else {
            Command::new("kill").arg("-KILL").args(watched.split_whitespace()).status().unwrap();
        }
        process.wait().unwrap();
    }

    /// Chooses the first password, and makes a token and a team.
    pub fn sign_in(&mut self) -> Account {
        let key = self.key.take().expect("somebody signed in already");
        let mut account = Account { token: String::new(), team: String::new() };
        let password = json!({ "password": "marigold and cornflower" }).to_string();
        let welcome = agent().post(format!("{}/api/v1/welcome/{key}", self.address));
        let answer = welcome.content_type("application/json").send(password).unwrap();
        let cookies = answer.headers().get_all("set-cookie").iter();
        let cookies: Vec<&str> = cookies.filter_map(|set| set.to_str().unwrap().split(';').next()).collect();
        let ask = agent().post(format!("{}/api/v1/tokens", self.address)).header("cookie", cookies.join("; "));
        let body = json!({ "name": "load", "scope": "admin" }).to_string();
        let token = read(ask.content_type("application/json").send(body).unwrap()).unwrap();
        token.body["secret"].as_str().unwrap().clone_into(&mut account.token);
        let team = json!({ "kind": "team", "internal": true, "name": "Team" });
        let made = account.send(&agent(), self, "/parties", None, &team).unwrap();
        made.body["id"].as_str().unwrap().clone_into(&mut account.team);
        account
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Somebody with a token, and a team to ask for things.
pub struct Account {
    pub token: String,
    pub team: String,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Account {
    /// Sends JSON, under a key if there is one; fails if no whole answer comes.
    pub fn send(
        &self,
        agent: &Agent,
        server: &Server,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<Answer, ureq::Error> {
        let mut ask = agent.post(format!("{}/api/v1{path}", server.address));
        ask = ask.header("authorization", format!("Bearer {}", self.token));
        if let Some(key) = key {
            ask = ask.header("idempotency-key", key);
        }
        read(ask.content_type("application/json").send(body.to_string())?)
    }

    /// What stands at an address.
    pub fn get(&self, server: &Server, path: &str) -> Answer {
        let ask = agent().get(format!("{}/api/v1{path}", server.address));
        read(ask.header("authorization", format!("Bearer {}", self.token)).call().unwrap()).unwrap()
    }
}

/// A client with connections of its own, for which no answer is an error but one that does not come.
pub fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_mins(1)));
    config.build().into()
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let text = answer.body_mut().read_to_string()?;
    Ok(Answer { status: answer.status().as_u16(), body: serde_json::from_str(&text).unwrap_or(Value::Null) })
}
