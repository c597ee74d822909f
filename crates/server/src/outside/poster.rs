//! Sending a message to an address of the web, and nowhere else.
//!
//! A name is looked up once, what it leads to is checked, and the connection goes to exactly those addresses: a name that
//! changes its mind in between gains nothing. Redirections are not followed, proxies of the environment not used,
//! nothing of the answer but its status is read, and no connection is kept. TLS is rustls with the roots of the machine,
//! as for the command line, so that an organisation's own authority is trusted where the machine trusts it.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use utoipa::ToSchema;

use super::net::{Net, may_reach};

/// How long a name may take to be found, and a connection to be made.
const CONNECT: Duration = Duration::from_secs(5);
/// How long all of it may take.
const WHOLE: Duration = Duration::from_secs(15);
/// The largest head of an answer, in bytes.
const HEAD: usize = 16 << 10;
/// The longest address.
const LONGEST: usize = 2_000;
/// How many addresses of a name are tried.
const TRIED: usize = 8;

/// Finds the addresses of a name and a port.
pub type Lookup = dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The receiver answered with an error.
    Status,
    /// The receiver answered with a redirection, which is not followed.
    Redirect,
    /// The name leads to an address that may not be reached.
    Address,
    /// Nobody knows the name.
    Name,
    /// Nobody answers there, or the answer broke off.
    Connection,
    /// The receiver's certificate is not trusted, or there is no agreement on encryption.
    Tls,
    /// It took too long.
    Time,
}

impl Failure {
    /// All failures with their words.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Status, "status"),
        (Self::Redirect, "redirect"),
        (Self::Address, "address"),
        (Self::Name, "name"),
        (Self::Connection, "connection"),
        (Self::Tls, "tls"),
        (Self::Time, "time"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(failure, _)| *failure == self).map_or("", |(_, word)| word)
    }

    /// The failure of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(failure, _)| *failure)
    }
}

/// How a message was taken: what the receiver answered, and why that is no success.
pub type Posted = (Option<u16>, Option<Failure>);

/// Sends messages.
pub struct Poster {
    allowed: Vec<Net>,
    lookup: Arc<Lookup>,
}

impl Poster {
    /// One that reaches the public internet and these networks.
    pub fn new(allowed: Vec<Net>) -> Self {
        Self { allowed, lookup: Arc::new(|host, port| Ok((host, port).to_socket_addrs()?.collect())) }
    }

    /// The same with another way to find names.
    #[must_use]
    pub fn with_lookup(self, lookup: Arc<Lookup>) -> Self {
        Self { lookup, ..self }
    }

    /// What is wrong with an address, if it can be seen without asking anybody.
    pub fn check(&self, url: &str) -> Result<(), String> {
        let (uri, host, _) = parts(url)?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err("the address must not hold a name and a password".to_owned());
        }
        match host.parse::<IpAddr>() {
            Ok(address) if !may_reach(address, &self.allowed) => {
                Err(format!("{address} is no public address, and this server was not told to allow it"))
            }
            _ => Ok(()),
        }
    }

    /// Sends a message and says how it was taken. Blocks, for a quarter of a minute at most.
    pub fn post(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Posted {
        match self.send(url, headers, body) {
            Ok(status @ 200..300) => (Some(status), None),
            Ok(status @ 300..400) => (Some(status), Some(Failure::Redirect)),
            Ok(status) => (Some(status), Some(Failure::Status)),
            Err(failure) => (None, Some(failure)),
        }
    }

    fn send(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<u16, Failure> {
        self.check(url).map_err(|_| Failure::Address)?;
        let (_, host, port) = parts(url).map_err(|_| Failure::Address)?;
        let found = self.find(&host, port)?;
        let reached: Vec<SocketAddr> =
            found.into_iter().filter(|found| may_reach(found.ip(), &self.allowed)).take(TRIED).collect();
        if reached.is_empty() {
            return Err(Failure::Address);
        }
        let config = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .max_response_header_size(HEAD)
            .user_agent(concat!("Catena/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Found(reached));
        let mut request = agent.post(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send(body).map(|answer| answer.status().as_u16()).map_err(|error| failure_of(&error))
    }

    /// The addresses of a name. The system's own search cannot be broken off: it ends on a thread of its own.
    fn find(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Failure> {
        let (told, found) = mpsc::sync_channel(1);
        let (lookup, host) = (self.lookup.clone(), host.to_owned());
        let asking = thread::Builder::new().name("lookup".to_owned());
        asking.spawn(move || told.send(lookup(&host, port))).map_err(|_| Failure::Name)?;
        match found.recv_timeout(CONNECT) {
            Ok(Ok(found)) if !found.is_empty() => Ok(found),
            Ok(_) => Err(Failure::Name),
            Err(_) => Err(Failure::Time),
        }
    }
}

/// An address, its host without brackets, and its port.
fn parts(url: &str) -> Result<(Uri, String, u16), String> {
    if url.len() > LONGEST {
        return Err(format!("the address has more than {LONGEST} letters"));
    }
    let uri: Uri = url.parse().map_err(|_| "the address cannot be read".to_owned())?;
    let usual = match uri.scheme_str() {
        Some("https") => 443,
        Some("http") => 80,
        _ => return Err("the address begins with https:// or http://".to_owned()),
    };
    let host = uri.host().map(|host| host.trim_start_matches('[').trim_end_matches(']').to_owned());
    let host = host.filter(|host| !host.is_empty()).ok_or_else(|| "the address names no host".to_owned())?;
    let port = uri.port_u16().unwrap_or(usual);
    Ok((uri, host, port))
}

fn failure_of(error: &Error) -> Failure {
    match error {
        Error::Timeout(_) => Failure::Time,
        Error::HostNotFound => Failure::Name,
        Error::Tls(_) | Error::Rustls(_) => Failure::Tls,
        // What rustls finds wrong with a certificate comes as an answer that cannot be read.
        Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => Failure::Tls,
        Error::Io(cause) if cause.kind() == io::ErrorKind::TimedOut => Failure::Time,
        _ => Failure::Connection,
    }
}

/// The addresses that were found and checked: nobody looks again.
#[derive(Debug)]
struct Found(Vec<SocketAddr>);

impl Resolver for Found {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut found = self.empty();
        for address in &self.0 {
            found.push(*address);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn every_failure_has_a_word_of_its_own() {
        for (failure, word) in Failure::ALL {
            assert_eq!((failure.word(), Failure::of(word)), (word, Some(failure)));
            assert_eq!(serde_json::to_value(failure).unwrap(), word);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        let poster = Poster::new(Vec::new());
        for url in ["https://receiver.example/hook", "http://receiver.example:8080/?a=b", "https://[2606:4700::1111]/"]
        {
            assert_eq!(poster.check(url), Ok(()), "{url}");
        }
        let long = format!("https://receiver.example/{}", "x".repeat(LONGEST));
        for url in [
            "",
            "receiver.example",
            "/hook",
            "ftp://receiver.example",
            "file:///etc/passwd",
            "https://",
            "https:///x",
            "javascript:alert(1)",
            "gopher://x/",
            "unix:/run/x",
            "https://a b/",
            "https://x/\r\nHost: y",
            "https://user:secret@receiver.example/",
            "https://receiver.example@127.0.0.1/",
            "http://127.0.0.1/",
            "http://[::1]:7070/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/latest/meta-data/",
            &long,
        ] {
            assert!(poster.check(url).is_err(), "{url}");
            assert_eq!(poster.post(url, &[], "{}"), (None, Some(Failure::Address)), "{url}");
        }
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_however_it_is_written() {
        // The system reads such numbers as 127.0.0.1.
        for host in ["2130706433", "0x7f000001", "017700000001", "127.1", "localhost"] {
            let posted = Poster::new(Vec::new()).post(&format!("http://{host}:9/"), &[], "{}");
            assert!(matches!(posted, (None, Some(Failure::Address | Failure::Name))), "{host}: {posted:?}");
        }
    }

    #[test]
    fn a_name_is_asked_for_once_and_what_it_says_later_counts_for_nothing() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let rebinding = move |_: &str, port: u16| {
            let inside = count.fetch_add(1, Ordering::Relaxed) > 0;
            let address: IpAddr = if inside { "127.0.0.1" } else { "10.0.0.1" }.parse().unwrap();
            Ok(vec![SocketAddr::new(address, port)])
        };
        let poster = Poster::new(vec!["127.0.0.1".parse().unwrap()]).with_lookup(Arc::new(rebinding));
        assert_eq!(poster.post("http://rebinding.example:9/", &[], "{}"), (None, Some(Failure::Address)));
        assert_eq!(asked.load(Ordering::Relaxed), 1, "the second answer, which is allowed, is never asked for");
    }

    #[test]
    fn nobody_knows_a_name_without_addresses() {
        let poster = Poster::new(Vec::new()).with_lookup(Arc::new(|_, _| Ok(Vec::new())));
        assert_eq!(poster.post("http://nowhere.example/", &[], "{}"), (None, Some(Failure::Name)));
    }
}
