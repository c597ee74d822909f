//! Secrets: how they are made, kept and checked, and how often somebody may guess.
//!
//! Passwords are few and weak: they are kept under argon2id. Keys of sessions, tokens and links are 256 random bits:
//! SHA-256 keeps them as safe and costs a microsecond. Guesses are counted by the address they come from, and by the
//! name that is guessed together with that address; a browser that signed in to an account before has a count of its
//! own, so that nobody can lock others out by guessing at their name.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// A secret that is shown once and kept as a hash.
pub struct Secret {
    bytes: Vec<u8>,
}

impl Secret {
    /// A secret of these random bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// As it is handed out.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.bytes)
    }

    /// As it is kept.
    pub fn key(&self) -> Vec<u8> {
        key_of(&self.text())
    }
}

/// What a secret that somebody shows is kept as.
pub fn key_of(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// What a password is kept as. Takes some 20 ms and 19 MiB on purpose.
pub fn hash_password(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Whether a password is the one that is kept. Without one it takes as long, so that nobody learns who has an account.
pub fn verify_password(password: &str, kept: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(hash) = PasswordHash::new(kept.unwrap_or(NOBODY)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && kept.is_some()
}

/// How many wrong guesses are free.
const FREE: u32 = 10;
/// After how many seconds one of them is forgiven.
const FORGIVEN: i64 = 60;
/// How many different guessers are remembered.
const ROOM: usize = 100_000;

/// Wrong guesses by who made them.
#[derive(Default)]
pub struct Attempts {
    buckets: Mutex<HashMap<String, (u32, i64)>>,
}

impl Attempts {
    /// Seconds to wait before the next guess of `who`; none if they may guess now.
    pub fn wait(&self, who: &str, now: Timestamp) -> Option<i64> {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, since) = buckets.get(who).copied()?;
        let now = now.as_second();
        let forgiven = ((now - since).max(0) / FORGIVEN) as u32;
        (count.saturating_sub(forgiven) >= FREE).then(|| FORGIVEN - (now - since).max(0) % FORGIVEN)
    }

    /// Counts a wrong guess.
    pub fn failed(&self, who: &str, now: Timestamp) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.as_second();
        let left = |(count, since): (u32, i64)| count.saturating_sub(((now - since).max(0) / FORGIVEN) as u32);
        if buckets.len() >= ROOM {
            buckets.retain(|_, bucket| left(*bucket) > 0);
        }
        let bucket = buckets.entry(who.to_owned()).or_insert((0, now));
        *bucket = (left(*bucket) + 1, now);
    }

    /// Forgets the guesses of somebody who knew it in the end.
    pub fn succeeded(&self, who: &str) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).remove(who);
    }
}

/// Who guesses, from an address: a network of the newer kind counts as one.
pub fn guesser(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let kept = hash_password("correct horse").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify_password("correct horse", Some(&kept)));
        assert!(!verify_password("correct horses", Some(&kept)));
        assert!(!verify_password("", None));
    }

    #[test]
    fn ten_guesses_are_free_and_one_is_forgiven_each_minute() {
        let attempts = Attempts::default();
        for _ in 0..FREE {
            assert_eq!(attempts.wait("a", at(0)), None);
            attempts.failed("a", at(0));
        }
        assert_eq!(attempts.wait("a", at(10)), Some(50));
        assert_eq!(attempts.wait("b", at(10)), None, "nobody else waits for it");
        assert_eq!(attempts.wait("a", at(61)), None);
        attempts.failed("a", at(61));
        assert!(attempts.wait("a", at(61)).is_some());
        attempts.succeeded("a");
        assert_eq!(attempts.wait("a", at(61)), None);
    }

    #[test]
    fn a_secret_is_kept_as_a_hash_of_what_is_handed_out() {
        let secret = Secret::new(vec![7; 32]);
        assert_eq!(secret.text().len(), 43);
        assert_eq!(secret.key(), key_of(&secret.text()));
    }
}
