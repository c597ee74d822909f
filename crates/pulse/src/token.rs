//! One-time tokens. A token is 256 random bits for one person and one wave; what is kept is its hash and where its answer
//! will count, never whose it is.

use std::fmt;

use rand::CryptoRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hex;
use crate::plan::{PersonId, Wave, WaveId};
use crate::tree::Label;

/// The secret that lets one person answer once. It is sent, and not kept; it shows itself in [`Token::words`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// What is kept of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenHash([u8; 32]);

/// A token on its way to its person. To be sent and forgotten: nothing serialises it.
#[derive(Debug)]
pub struct Invitation {
    /// Whom it is for.
    pub person: PersonId,
    /// What they answer with.
    pub token: Token,
}

/// A row of the ledger of tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The token's hash.
    pub hash: TokenHash,
    /// Where its answer will count: the label of a cell of the wave.
    pub cell: Label,
}

/// Text that is no token, or no hash of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token has 64 hexadecimal digits")]
pub struct NoToken;

impl Wave {
    /// A token for everybody who is asked: the invitations in random order, the ledger in the order of its hashes, which
    /// says no more than another random one.
    pub fn invite(&self, chance: &mut impl CryptoRng) -> (Vec<Invitation>, Vec<Issued>) {
        let mut invitations = Vec::new();
        let mut ledger = Vec::new();
        for cell in self.cells() {
            for person in &cell.people {
                let mut secret = [0; 32];
                chance.fill_bytes(&mut secret);
                let token = Token(secret);
                ledger.push(Issued { hash: token.hash(self.id()), cell: cell.label.clone() });
                invitations.push(Invitation { person: person.clone(), token });
            }
        }
        invitations.shuffle(chance);
        ledger.sort_by_key(|issued| issued.hash);
        (invitations, ledger)
    }
}

impl Token {
    /// The token of these words.
    pub fn read(words: &str) -> Result<Self, NoToken> {
        hex::read(words.trim()).map(Self).ok_or(NoToken)
    }

    /// What is sent to its person, 64 hexadecimal digits.
    pub fn words(&self) -> String {
        hex::written(&self.0)
    }

    /// What is kept of it: SHA-256 of a name, the wave and the token, so that a token of one wave is none of another.
    pub fn hash(&self, wave: &WaveId) -> TokenHash {
        let mut hasher = Sha256::new();
        hasher.update(b"catena-pulse token 1\0");
        hasher.update((wave.0.len() as u64).to_be_bytes());
        hasher.update(wave.0.as_bytes());
        hasher.update(self.0);
        TokenHash(hasher.finalize().into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

impl TokenHash {
    /// The hash, to be kept.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A hash that was kept.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<String> for TokenHash {
    type Error = NoToken;

    fn try_from(words: String) -> Result<Self, NoToken> {
        hex::read(&words).map(Self).ok_or(NoToken)
    }
}

impl From<TokenHash> for String {
    fn from(hash: TokenHash) -> Self {
        hex::written(&hash.0)
    }
}
