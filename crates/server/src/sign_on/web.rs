//! Asking the provider: with little patience, never in the open, and nowhere that it sends us on to.

use std::net::IpAddr;
use std::time::Duration;

use openidconnect::url::{Host, Url};
use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// How many bytes an answer may have.
const ROOM: u64 = 1 << 20;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// Everybody on the way could read it.
    #[error("{0} would be asked without encryption")]
    Open(String),
    /// It was not reached, or took too long.
    #[error("the provider does not answer: {0}")]
    Lost(#[from] ureq::Error),
}

/// What asks.
pub struct Web {
    agent: Agent,
    /// Whether the provider is on this machine: another one must not make us ask what listens here.
    is_here: bool,
}

impl Web {
    /// Nothing was asked yet.
    pub fn new(is_here: bool) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Self { agent: config.new_agent(), is_here }
    }

    /// Sends a question and waits for its answer.
    pub fn send(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let place = request.uri().to_string();
        let is_fit = |url: Url| url.scheme() == "https" || (self.is_here && is_safe(&url));
        if !Url::parse(&place).is_ok_and(is_fit) {
            return Err(NoAnswer::Open(place));
        }
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(ROOM).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }
}

/// Whether what is said to an address stays secret: encrypted, or on this machine.
pub fn is_safe(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    };
    url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && is_here))
}
