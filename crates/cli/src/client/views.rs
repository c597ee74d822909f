//! What the API answers, as far as it is printed here. The whole answer is printed with `--json`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// Somebody or something by its name.
#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
}

/// A request in a list.
#[derive(Clone, Debug, Deserialize)]
pub struct Summary {
    pub id: Uuid,
    pub number: i64,
    pub subject: String,
    pub customer: Named,
    pub provider: Named,
    pub service: Option<Named>,
    pub status: String,
    pub rests: Option<String>,
    pub standing: Option<String>,
    pub priority: i64,
    pub awaited: bool,
    pub due_at: Option<Timestamp>,
    pub latest_start_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    pub may: Vec<String>,
    pub root: Root,
}

/// The request at the top of a chain.
#[derive(Clone, Debug, Deserialize)]
pub struct Root {
    pub number: i64,
    pub customer: Named,
}

#[derive(Debug, Deserialize)]
pub struct RequestPage {
    pub count: u64,
    pub requests: Vec<Summary>,
}

#[derive(Debug, Deserialize)]
pub struct Today {
    pub relies_on_me: Vec<Summary>,
    pub relies_on_me_count: u64,
    pub i_rely_on: Vec<Summary>,
    pub i_rely_on_count: u64,
    pub to_rate: u64,
}

#[derive(Debug, Deserialize)]
pub struct Board {
    pub teams: Vec<BoardTeam>,
}

#[derive(Debug, Deserialize)]
pub struct BoardTeam {
    pub team: Named,
    pub mine: bool,
    pub waiting: u64,
    pub late: u64,
}

#[derive(Debug, Deserialize)]
pub struct Found {
    pub count: u64,
    pub hits: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
pub struct Hit {
    pub kind: String,
    pub party: Option<Named>,
    pub request: Option<Summary>,
}

/// A request in its chain.
#[derive(Debug, Deserialize)]
pub struct Link {
    #[serde(flatten)]
    pub request: Summary,
    pub parent: Option<Uuid>,
    pub expected_at: Option<Timestamp>,
    pub slack: Option<i64>,
    pub checklist: Vec<String>,
    pub promises: Vec<Promise>,
}

#[derive(Debug, Deserialize)]
pub struct Promise {
    pub kind: String,
    pub due_at: Timestamp,
    pub standing: String,
    pub met_at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
pub struct Detail {
    #[serde(flatten)]
    pub link: Link,
    pub details: String,
    pub tags: Vec<String>,
    pub fields: Vec<Filled>,
    pub chain: Vec<Link>,
    pub messages: Vec<Said>,
    pub notes: Vec<Said>,
    pub history: Vec<Happened>,
    pub merged: Option<Joined>,
    pub parts: Vec<Joined>,
}

/// A request that another one was joined to, or that was joined to another one.
#[derive(Debug, Deserialize)]
pub struct Joined {
    pub number: i64,
    pub subject: String,
}

/// A message or a note.
#[derive(Debug, Deserialize)]
pub struct Said {
    pub at: Timestamp,
    pub author: Named,
    pub body: String,
    pub outward: Option<bool>,
    pub part: Option<i64>,
    pub files: Vec<Attached>,
}

/// A file that goes with it.
#[derive(Debug, Deserialize)]
pub struct Attached {
    pub id: Uuid,
    pub name: String,
    pub size: u64,
}

/// Something that happened.
#[derive(Debug, Deserialize)]
pub struct Happened {
    pub seq: i64,
    pub at: Timestamp,
    pub by: Option<Named>,
    pub kind: String,
    pub subject: Uuid,
    pub data: Value,
}

impl Happened {
    /// What happened, in words: of an act which one.
    pub fn words(&self) -> String {
        let act = match (&self.kind[..], &self.data) {
            ("did", Value::String(act)) => act.as_str(),
            ("did", Value::Object(act)) => act.keys().next().map_or("did", String::as_str),
            (kind, _) => kind,
        };
        act.replace('_', " ")
    }
}

#[derive(Debug, Deserialize)]
pub struct RecordPage {
    pub events: Vec<Happened>,
}

/// What an act did.
#[derive(Debug, Deserialize)]
pub struct Acted {
    pub act: Uuid,
    pub number: i64,
    pub shortfall: Option<i64>,
}

/// A link that is shown once.
#[derive(Debug, Deserialize)]
pub struct OnceLink {
    pub path: String,
    pub expires_at: Option<Timestamp>,
}

/// A person, a team or an organisation.
#[derive(Clone, Debug, Deserialize)]
pub struct Party {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub internal: bool,
    pub closed: bool,
    pub confidential: bool,
    pub parent: Option<Named>,
}

#[derive(Debug, Deserialize)]
pub struct PartyPage {
    pub parties: Vec<Party>,
}

#[derive(Debug, Deserialize)]
pub struct PartyDetail {
    #[serde(flatten)]
    pub party: Party,
    pub handles: Vec<Handle>,
    pub teams: Vec<Named>,
    pub requests: Vec<Summary>,
    pub count: u64,
}

/// A way to reach somebody.
#[derive(Debug, Deserialize)]
pub struct Handle {
    pub id: Uuid,
    pub kind: String,
    pub value: String,
    pub evidence: String,
}

/// Everybody inside.
#[derive(Debug, Deserialize)]
pub struct Directory {
    pub parties: Vec<Party>,
    pub members: Vec<Member>,
}

#[derive(Debug, Deserialize)]
pub struct Member {
    pub team: Uuid,
    pub person: Uuid,
    pub leads: bool,
}

#[derive(Debug, Deserialize)]
pub struct Services {
    pub services: Vec<Service>,
}

#[derive(Debug, Deserialize)]
pub struct Service {
    pub id: Uuid,
    pub name: String,
    pub description: String,
    pub provider: Named,
    pub for_customers: bool,
    pub closed: bool,
    pub version: i64,
    pub plan: Plan,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub steps: Vec<Step>,
    pub fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
pub struct Step {
    pub id: Uuid,
    pub name: String,
    pub provider: Uuid,
    pub seconds: i64,
    #[serde(default)]
    pub after: Vec<Uuid>,
}

#[derive(Debug, Deserialize)]
pub struct Field {
    pub id: Uuid,
    pub label: String,
}

/// A custom field of a request with what stands in it.
#[derive(Debug, Deserialize)]
pub struct Filled {
    #[serde(flatten)]
    pub field: Field,
    pub internal: bool,
    pub values: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Calendars {
    pub calendars: Vec<Calendar>,
}

#[derive(Debug, Deserialize)]
pub struct Calendar {
    pub id: Uuid,
    pub name: String,
    pub version: i64,
    pub week_seconds: i64,
    pub hours: Hours,
}

/// Working hours as people write them.
#[derive(Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub zone: String,
    pub week: Vec<Vec<String>>,
    #[serde(default)]
    pub exceptions: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub struct Trace {
    pub due_at: Option<Timestamp>,
    pub stretches: Vec<Stretch>,
}

#[derive(Debug, Deserialize)]
pub struct Stretch {
    pub from: Timestamp,
    pub to: Timestamp,
    pub counted: bool,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
pub struct Policy {
    pub version: i64,
    pub rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
pub struct Rule {
    pub service: Option<Uuid>,
    pub priority: Option<u8>,
    pub customer: Option<Uuid>,
    pub first_response: Option<i64>,
    pub resolution: Option<i64>,
    pub calendar: Option<Uuid>,
}

#[derive(Debug, Deserialize)]
pub struct Accounts {
    pub accounts: Vec<Account>,
}

#[derive(Debug, Deserialize)]
pub struct Account {
    pub id: Uuid,
    pub login: String,
    pub person: Named,
    pub role: String,
    pub active: bool,
    pub closed: bool,
    pub second_factor: bool,
}

#[derive(Debug, Deserialize)]
pub struct Tokens {
    pub tokens: Vec<Token>,
}

#[derive(Debug, Deserialize)]
pub struct Token {
    pub id: Uuid,
    pub name: String,
    pub scope: String,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// What watchers are told.
#[derive(Debug, Deserialize)]
pub struct News {
    pub seq: i64,
    pub kind: String,
    pub subject: Uuid,
    pub chain: Option<Uuid>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_told_by_its_name() {
        let event = |kind: &str, data: &str| -> Happened {
            let text = format!(
                r#"{{"seq":1,"at":"2026-11-24T12:00:00Z","by":null,"kind":"{kind}","subject":"{}","data":{data}}}"#,
                Uuid::nil()
            );
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(event("did", r#""accepted""#).words(), "accepted");
        assert_eq!(event("did", r#"{"paused":"customer"}"#).words(), "paused");
        assert_eq!(event("party_added", "null").words(), "party added");
    }
}
