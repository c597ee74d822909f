//! Programs that serve, and what they use of the machine while they are under load.

use std::io::BufRead;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use catena_bench::load::{Connection, Load, cpu, load};
use catena_store::Place;

use super::LONG;
use crate::Outcome;

/// A program that serves, until it is dropped.
pub struct Served {
    /// Its process.
    pub child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    welcome: String,
}

impl Served {
    /// Starts a program and waits until it says `wanted`.
    pub fn start(command: &mut Command, wanted: &str) -> Outcome<Self> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let (mut address, mut welcome) = (None, String::new());
        for line in std::io::BufReader::new(out).lines() {
            let line = line?;
            if let Some(at) = line.split("http://").nth(1) {
                let (host, path) = at.split_once('/').unwrap_or((at, ""));
                address = host.trim().parse().ok();
                path.clone_into(&mut welcome);
            }
            if line.contains(wanted) {
                break;
            }
        }
        Ok(Self { child, address: address.ok_or("no address")?, welcome })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A desk with a token and a team.
pub struct Desk {
    /// Its server.
    pub served: Served,
    /// The token.
    pub key: String,
    /// The team.
    pub team: String,
}

impl Desk {
    /// Opens a desk in a folder or a database.
    pub fn open(catena: &Path, place: &Place) -> Outcome<Self> {
        Self::run(Command::new(catena), place)
    }

    /// The same, of a server that gives memory back as soon as it is free, so that what it holds is what it needs.
    pub fn open_sparing(catena: &Path, place: &Place) -> Outcome<Self> {
        let mut command = Command::new(catena);
        command.env("MIMALLOC_PURGE_DELAY", "0");
        Self::run(command, place)
    }

    fn run(mut command: Command, place: &Place) -> Outcome<Self> {
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        match place {
            Place::Folder(folder) => command.arg("--data").arg(folder),
            Place::Postgres(url) => command.arg("--database").arg(url),
        };
        let served = Served::start(&mut command, "/welcome/")?;
        let mut connection = Connection::open(served.address, "")?;
        let welcome = format!("/api/v1/{}", served.welcome);
        let answer = connection.send("POST", &welcome, r#"{"password":"a long password"}"#, "")?;
        let cookies: Vec<&str> = answer
            .headers
            .iter()
            .filter_map(|line| line.strip_prefix("set-cookie: "))
            .filter_map(|cookie| cookie.split(';').next())
            .collect();
        let more = format!("cookie: {}\r\n", cookies.join("; "));
        let mut ask = |path: &str, body: &str| -> Outcome<serde_json::Value> {
            let answer = connection.send("POST", &format!("/api/v1/{path}"), body, &more)?;
            if answer.status >= 300 {
                return Err(String::from_utf8_lossy(&answer.body).into());
            }
            Ok(serde_json::from_slice(&answer.body)?)
        };
        let key = ask("tokens", r#"{"name":"load","scope":"admin"}"#)?["secret"].as_str().ok_or("no token")?.to_owned();
        let team = ask("parties", r#"{"kind":"team","internal":true,"name":"Team"}"#)?["id"]
            .as_str()
            .ok_or("no team")?
            .to_owned();
        Ok(Self { served, key, team })
    }
}

/// A load, and the processor time that the server took for it.
pub fn run(
    served: &Served,
    key: &str,
    clients: usize,
    ask: impl Fn(usize, usize) -> (String, String) + Copy + Send + Sync,
) -> Outcome<(Load, Duration)> {
    let before = cpu(served.child.id())?;
    let load = load(served.address, key, clients, LONG, ask)?;
    Ok((load, cpu(served.child.id())?.saturating_sub(before)))
}

/// Milliseconds of processor time for each answer.
pub fn per_request(load: &Load, used: Duration) -> f64 {
    used.as_secs_f64() * 1e3 / load.answered.max(1) as f64
}
