//! The server that is asked: one question becomes one HTTP request, a problem (RFC 9457) an error that says what was
//! attempted, what stood in the way, and under which id the server's own output says more.
//!
//! The token comes from the environment or a file, never from the command line, which every user of the machine can read.
//! A question that may be asked twice without harm is asked again when the connection breaks: whatever only reads, and
//! whatever carries an idempotency key.

use std::fmt;
use std::io::{self, BufReader, Write};
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::{Response, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::WithBody;
use ureq::{Agent, Body, BodyReader, Proxy, RequestBuilder};
use uuid::Uuid;

use super::arguments::Remote;
use crate::terminal;

/// How long an answer may take. The server itself gives up sooner.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long a watched server may be silent: it says every 20 seconds that it is there.
const SILENCE: Duration = Duration::from_mins(1);
/// The variable that holds a token.
const TOKEN: &str = "CATENA_TOKEN";

/// A server, and whoever asks it.
pub struct Server {
    agent: Agent,
    address: String,
    token: String,
    json: bool,
}

/// A question to the API.
#[derive(Clone, Debug)]
pub struct Ask {
    method: Method,
    /// After `/api/v1`.
    path: String,
    query: Vec<(&'static str, String)>,
    /// The revision that was seen.
    seen: Option<i64>,
    key: Option<String>,
}

#[derive(Clone, Debug)]
enum Method {
    Get,
    Post(Value),
    File(Vec<u8>),
    Put(Value),
    Patch(Value),
    Delete,
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer(String);

/// What the server sends instead of an answer.
#[derive(Debug, Deserialize)]
pub struct Problem {
    code: String,
    detail: String,
    request_id: String,
}

/// The address of a server as it is typed: without a path, with `http://` or `https://`.
pub fn address(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let fits = |uri: &Uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() && matches!(uri.path(), "" | "/")
    };
    let uri: Option<Uri> = text.parse().ok().filter(fits);
    uri.map(|_| text.to_owned()).ok_or_else(|| "expected an address like https://desk.example".to_owned())
}

impl Server {
    /// The server that `remote` names.
    pub fn new(remote: &Remote) -> Result<Self> {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let proxy = if is_here(&remote.server) { None } else { Proxy::try_from_env() };
        let agent = Agent::config_builder()
            .tls_config(tls)
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("catena/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_per_read(Some(PATIENCE))
            .build()
            .new_agent();
        let token = token(remote.token_file.as_deref())?;
        Ok(Self { agent, address: remote.server.clone(), token, json: remote.json })
    }

    /// Whether answers are printed as JSON.
    pub fn prints_json(&self) -> bool {
        self.json
    }

    /// The page at `path`.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The answer to `ask`; `failed` says what was not done if there is none.
    pub fn ask(&self, failed: &str, ask: &Ask) -> Result<Answer> {
        self.answer(ask).context(failed.to_owned())
    }

    /// Prints `answer` as JSON if that was asked for, else what `show` makes of it.
    pub fn print<T: DeserializeOwned>(&self, answer: &Answer, show: impl FnOnce(T) -> Result<String>) -> Result<()> {
        if self.json {
            return terminal::print(&format!("{}\n", serde_json::to_string_pretty(&answer.read::<Value>()?)?));
        }
        terminal::print(&show(answer.read()?)?)
    }

    /// Prints `done` where the server has nothing to say but that it is done.
    pub fn confirm(&self, done: &str) -> Result<()> {
        if self.json { Ok(()) } else { terminal::print(&format!("{done}\n")) }
    }

    /// The events from now on, or from after the event `seen` on: lines of a stream that ends when the connection does.
    pub fn events(&self, seen: Option<i64>) -> Result<BufReader<BodyReader<'static>>> {
        let mut request = self.prepare(self.agent.get(self.page("/api/v1/events")), &[], None);
        if let Some(seen) = seen {
            request = request.header("last-event-id", seen.to_string());
        }
        let response = request.config().timeout_per_read(Some(SILENCE)).build().call();
        let response = accept(response.map_err(|error| self.unreachable(error))?)?;
        Ok(BufReader::new(response.into_body().into_with_config().limit(u64::MAX).reader()))
    }

    /// The same where the answer is a file.
    pub fn bytes(&self, failed: &str, ask: &Ask) -> Result<Vec<u8>> {
        let read = || {
            let body = self.response(ask)?.into_body();
            let bytes = body.into_with_config().limit(u64::MAX).read_to_vec();
            bytes.map_err(|error| self.unreachable(error))
        };
        read().context(failed.to_owned())
    }

    /// Writes a file that is the answer to `out` as it comes, however long that takes.
    pub fn copy(&self, failed: &str, ask: &Ask, out: &mut impl Write) -> Result<()> {
        let mut copy = || -> Result<()> {
            let body = self.response(ask)?.into_body();
            io::copy(&mut body.into_with_config().limit(u64::MAX).reader(), out)?;
            Ok(out.flush()?)
        };
        copy().context(failed.to_owned())
    }

    fn answer(&self, ask: &Ask) -> Result<Answer> {
        let text = self.response(ask)?.into_body().into_with_config().limit(u64::MAX).read_to_string();
        text.map(Answer).map_err(|error| self.unreachable(error))
    }

    fn response(&self, ask: &Ask) -> Result<Response<Body>> {
        let mut sent = self.send(ask);
        if matches!(&sent, Err(error) if breaks_off(error)) && ask.is_repeatable() {
            sent = self.send(ask);
        }
        let response = sent.map_err(|error| self.unreachable(error))?;
        accept(response)
    }

    fn send(&self, ask: &Ask) -> Result<Response<Body>, ureq::Error> {
        let uri = format!("{}/api/v1{}", self.address, ask.path);
        let key = ask.key.as_deref();
        match &ask.method {
            Method::Get => self.prepare(self.agent.get(uri), &ask.query, key).call(),
            Method::Delete => self.prepare(self.agent.delete(uri), &ask.query, key).call(),
            Method::Post(body) => send_json(self.prepare(self.agent.post(uri), &ask.query, key), body),
            Method::File(bytes) => {
                let request = self.prepare(self.agent.post(uri), &ask.query, key);
                request.content_type("application/octet-stream").send(&bytes[..])
            }
            Method::Put(body) => {
                let request = self.prepare(self.agent.put(uri), &ask.query, key);
                let request = match ask.seen {
                    Some(seen) => request.header(header::IF_MATCH, format!("\"{seen}\"")),
                    None => request,
                };
                send_json(request, body)
            }
            Method::Patch(body) => send_json(self.prepare(self.agent.patch(uri), &ask.query, key), body),
        }
    }

    fn prepare<B>(
        &self,
        request: RequestBuilder<B>,
        query: &[(&'static str, String)],
        key: Option<&str>,
    ) -> RequestBuilder<B> {
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let request = query.iter().fold(request, |request, (name, value)| request.query(*name, value));
        match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        }
    }

    fn unreachable(&self, error: ureq::Error) -> anyhow::Error {
        let told = match &error {
            // What is there, and shows a certificate that nobody trusts, is reached all the same.
            ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => {
                format!("{} is not asked", self.address)
            }
            ureq::Error::Io(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => format!(
                "{} cannot be reached; perhaps no server runs there. --server or CATENA_SERVER names another",
                self.address
            ),
            _ => format!("{} did not answer", self.address),
        };
        anyhow::Error::new(error).context(told)
    }
}

impl Ask {
    /// Asks for what is at `path`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// Sends something new.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Post(body), path)
    }

    /// Sends a file as it is.
    pub fn file(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self::new(Method::File(bytes), path)
    }

    /// Puts something in the place of what is there.
    pub fn put(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Put(body), path)
    }

    /// Changes a part of what is there.
    pub fn patch(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Patch(body), path)
    }

    /// Takes away what is there.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path)
    }

    /// With a parameter.
    pub fn with(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// With a parameter, if there is a value for it.
    pub fn with_any(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, &value),
            None => self,
        }
    }

    /// Not done if somebody changed it since this revision.
    pub fn seen(mut self, revision: Option<i64>) -> Self {
        self.seen = revision;
        self
    }

    /// Done once for `key`, however often it arrives; for a key that is drawn now where none is given.
    pub fn once(mut self, key: Option<&str>) -> Result<Self> {
        self.key = Some(key.map_or_else(|| fresh_id().map(|id| id.to_string()), |key| Ok(key.to_owned()))?);
        Ok(self)
    }

    fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), seen: None, key: None }
    }

    fn is_repeatable(&self) -> bool {
        self.key.is_some() || matches!(self.method, Method::Get)
    }
}

impl Answer {
    /// What it says.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.0)
            .context("the server answered with something else than this version of catena expects")
    }
}

impl From<&Value> for Answer {
    fn from(value: &Value) -> Self {
        Self(value.to_string())
    }
}

impl Problem {
    /// Whether it will be the same the next time, for the same token.
    pub fn turns_away(&self) -> bool {
        matches!(self.code.as_str(), "not_signed_in" | "not_allowed" | "no_desk")
    }

    /// Whether nobody said what is to become of open hand-offs.
    pub fn wants_answers(&self) -> bool {
        self.code == "open_hand_offs"
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.detail)?;
        match self.code.as_str() {
            "not_signed_in" => out.write_str("; the token is none that works")?,
            "open_hand_offs" => out.write_str(": name them with --needed and --no-longer-needed")?,
            "no_desk" => out.write_str("; start it with `catena serve --data DIR`")?,
            _ => {}
        }
        write!(out, " (request id {})", self.request_id)
    }
}

/// An id, or a key, that nobody else has.
pub fn fresh_id() -> Result<Uuid> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::from).context("this machine gives no random numbers")?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

fn token(file: Option<&Path>) -> Result<String> {
    let text = match file {
        Some(file) => {
            std::fs::read_to_string(file).with_context(|| format!("{}: the token cannot be read", file.display()))?
        }
        None => std::env::var(TOKEN).unwrap_or_default(),
    };
    let token = text.trim();
    if token.is_empty() {
        bail!(
            "there is no token: put one into the variable {TOKEN}, or into a file that --token-file names. Whoever signed in \
             with a browser makes tokens there"
        );
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!("what should be the token is more than one word");
    }
    Ok(token.to_owned())
}

fn send_json(request: RequestBuilder<WithBody>, body: &Value) -> Result<Response<Body>, ureq::Error> {
    request.content_type("application/json").send(body.to_string())
}

/// Whether a server is on this machine, where no proxy is asked.
fn is_here(address: &str) -> bool {
    let uri: Option<Uri> = address.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Whether a connection was there and broke.
fn breaks_off(error: &ureq::Error) -> bool {
    matches!(error, ureq::Error::Io(cause) if cause.kind() != io::ErrorKind::ConnectionRefused)
}

/// `response` if it is an answer; the problem in it otherwise.
fn accept(response: Response<Body>) -> Result<Response<Body>> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    if let Some(place) = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok()) {
        bail!("the server sends everybody to {place}: name that server");
    }
    let text = response.into_body().read_to_string().unwrap_or_default();
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(problem.into()),
        Err(_) => bail!("the answer was \"{status}\", and not as Catena answers: perhaps something else runs there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_and_no_path() {
        assert_eq!(address("https://desk.example/").as_deref(), Ok("https://desk.example"));
        assert_eq!(address("http://[::1]:7070").as_deref(), Ok("http://[::1]:7070"));
        for text in
            ["", "desk.example", "desk.example:7070", "ftp://desk.example", "https://desk.example/api", "https://"]
        {
            assert!(address(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_proxy_stands_before_this_machine() {
        for (address, here) in [
            ("http://127.0.0.1:7070", true),
            ("http://localhost:7070", true),
            ("http://[::1]:7070", true),
            ("https://desk.example", false),
        ] {
            assert_eq!(is_here(address), here, "{address}");
        }
    }

    #[test]
    fn a_key_makes_a_question_repeatable() {
        assert!(Ask::get("/today").is_repeatable());
        assert!(Ask::post("/requests", Value::Null).once(None).unwrap().is_repeatable());
        assert!(!Ask::post("/undo", Value::Null).is_repeatable());
    }
}
