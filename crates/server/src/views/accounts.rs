//! Accounts, sessions and tokens, as pages show them. Nothing secret is in here but what is shown once.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::PartyRef;

/// What a page has to know before it shows anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Standpoint {
    /// Whether this server keeps a desk; else it only looks at logs, and nobody signs in.
    pub desk: bool,
    /// Who signed in; null if nobody did.
    #[schema(required)]
    pub me: Option<Me>,
    /// Whether the desk holds the demonstration.
    pub demo: bool,
    /// What is still to be done before the desk is of use; empty once it is.
    pub first_steps: Vec<FirstStep>,
    /// What the provider is called through which people sign in too, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sign_on: Option<String>,
}

/// Something to be done before a desk is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstStep {
    /// There is no team.
    Team,
    /// Nothing can be asked for.
    Service,
    /// Nothing was asked for.
    Request,
}

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub account: Uuid,
    /// The person.
    pub person: PartyRef,
    /// The name they sign in with.
    pub login: String,
    /// `administrator`, `lead`, `member`, `auditor` or `customer`.
    pub role: String,
    /// Their teams.
    pub teams: Vec<PartyRef>,
    /// Whether a second factor is asked for.
    pub second_factor: bool,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountView {
    /// Its id.
    pub id: Uuid,
    /// The person.
    pub person: PartyRef,
    /// The name they sign in with.
    pub login: String,
    /// What they may do.
    pub role: String,
    /// Whether they chose a password.
    pub active: bool,
    /// Whether a second factor is asked for.
    pub second_factor: bool,
    /// Whether it can no longer sign in.
    pub closed: bool,
}

/// All accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountList {
    /// By the names they sign in with.
    pub accounts: Vec<AccountView>,
}

/// A one-time link, shown once, to be handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OneTimeLink {
    /// The account it is for.
    pub account: Uuid,
    /// The page, on this server.
    pub path: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// What a one-time link is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkView {
    /// The name of the person.
    pub name: String,
    /// The name they sign in with.
    pub login: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// A browser in which somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Whether it is this one.
    pub this: bool,
}

/// The sessions of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SessionList {
    /// The last used first.
    pub sessions: Vec<SessionView>,
}

/// What a program signs in with, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// `read`, `write` or `admin`.
    pub scope: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    #[schema(required)]
    pub used_at: Option<Timestamp>,
    /// When it ends by itself.
    #[schema(required)]
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    #[schema(required)]
    pub revoked_at: Option<Timestamp>,
}

/// The tokens of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenList {
    /// The newest first.
    pub tokens: Vec<TokenView>,
}

/// A token that was just made: its secret is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreshToken {
    /// The token.
    #[serde(flatten)]
    pub token: TokenView,
    /// What the program shows, as `Authorization: Bearer …`.
    pub secret: String,
}

/// A second factor that is being set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SecondFactorOffer {
    /// For typing it in.
    pub secret: String,
    /// For the authenticator.
    pub uri: String,
}

/// Codes with which one signs in without the second factor, each once: shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}
