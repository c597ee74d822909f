//! What a browser takes along while its person is at the provider: a secret, when that began, and where they return to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use crate::desk::key_of;

/// How many seconds somebody may stay at the provider.
pub const PATIENCE: i64 = 600;

/// A sign-in that is under way. Whoever changes anything on it has another state, which no reply fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    secret: String,
    since: i64,
    /// The place to return to.
    pub next: String,
}

impl Ticket {
    /// A new one.
    pub fn new(secret: String, now: Timestamp, next: String) -> Self {
        Self { secret, since: now.as_second(), next }
    }

    /// As the browser takes it along.
    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.secret, self.since, URL_SAFE_NO_PAD.encode(&self.next))
    }

    /// The ticket that a browser brings back, unless it is too old.
    pub fn read(text: &str, now: Timestamp) -> Option<Self> {
        let mut parts = text.split('.');
        let (secret, since, next) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let next = String::from_utf8(URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        let is_fresh = (0..PATIENCE).contains(&now.as_second().checked_sub(since)?);
        (is_fresh && secret.len() >= 43 && parts.next().is_none()).then(|| Self {
            secret: secret.to_owned(),
            since,
            next,
        })
    }

    /// What the provider gives back with its reply.
    pub fn state(&self) -> String {
        self.part("state")
    }

    /// What the provider signs together with its word.
    pub fn nonce(&self) -> String {
        self.part("nonce")
    }

    /// What proves that who fetches the provider's word is who asked for it.
    pub fn verifier(&self) -> String {
        self.part("verifier")
    }

    fn part(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(key_of(&format!("{what} {}", self.text())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn ticket() -> Ticket {
        Ticket::new("s".repeat(43), at(1000), "/today?x=.".to_owned())
    }

    #[test]
    fn a_ticket_comes_back_as_it_was_for_ten_minutes() {
        let text = ticket().text();
        assert_eq!(Ticket::read(&text, at(1000 + PATIENCE - 1)), Some(ticket()));
        for (text, now) in [
            (text.as_str(), 1000 + PATIENCE),
            (text.as_str(), 999),
            ("", 1000),
            ("a.b.c", 1000),
            (&format!("{text}.more"), 1000),
            (&text.replace("sss", ""), 1000),
            (&format!("{}.{}.", "s".repeat(43), i64::MIN), 1000),
        ] {
            assert_eq!(Ticket::read(text, at(now)), None, "{text} at {now}");
        }
    }

    #[test]
    fn whoever_changes_a_ticket_has_another_state() {
        let ours = ticket();
        let elsewhere = Ticket { next: "/elsewhere".to_owned(), ..ours.clone() };
        let longer = Ticket { since: 2000, ..ours.clone() };
        assert_ne!(ours.state(), elsewhere.state());
        assert_ne!(ours.state(), longer.state());
        assert!(ours.state() != ours.nonce() && ours.nonce() != ours.verifier());
        assert_eq!(ours.verifier().len(), 43, "as long as the standard asks for");
    }
}
