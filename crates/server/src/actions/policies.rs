//! What is promised to whom.

use catena_domain::event::Fact;
use catena_domain::id::{CalendarId, PartyId, ServiceId};
use catena_domain::policy::{Policy, Priority, Rule};
use catena_store::calendars::{self as rows, PolicyRow};
use catena_store::{Tx, parties, services};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, Refusal, record};
use crate::desk::Desk;

/// A rule: what is promised where it fits. Of the rules that fit a request the most particular one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Only for this service.
    pub service: Option<Uuid>,
    /// Only with this priority, from 1 to 4.
    pub priority: Option<u8>,
    /// Only for this customer.
    pub customer: Option<Uuid>,
    /// Seconds until the first response.
    pub first_response: Option<i64>,
    /// Seconds until the resolution.
    pub resolution: Option<i64>,
    /// The calendar whose working time counts; elapsed time without one.
    pub calendar: Option<Uuid>,
}

/// What is promised to whom, in one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyText {
    /// The version that it was read in; somebody else's later one is not overwritten.
    pub version: i64,
    /// The rules, in the order in which they were written.
    pub rules: Vec<RuleText>,
}

/// What is promised by now.
pub fn show(desk: &Desk, actor: &Actor) -> Result<PolicyText, Refusal> {
    actor.must_be_staff()?;
    let current = desk.store.read(rows::policies)?.into_iter().next();
    let Some(current) = current else { return Ok(PolicyText { version: 0, rules: Vec::new() }) };
    let policy = read(&current)?;
    Ok(PolicyText { version: current.version, rules: policy.rules.iter().map(RuleText::of).collect() })
}

/// Writes down what is promised from now on. Promises that were made keep the terms they were made with.
pub fn save(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &PolicyText) -> Result<PolicyText, Refusal> {
    actor.must_administer()?;
    let last = rows::policy(tx.sql())?.map_or(0, |row| row.version);
    if new.version != last {
        return Err(Refusal::Stale("the rules were changed meanwhile".to_owned()));
    }
    if new.rules.len() > 1000 {
        return Err(Refusal::Invalid("there are at most 1,000 rules".to_owned()));
    }
    for rule in &new.rules {
        check(tx, rule)?;
    }
    let policy = new.policy();
    let moment = desk.moment();
    let version = last + 1;
    let rules = serde_json::to_string(&policy).map_err(|error| Refusal::Invalid(error.to_string()))?;
    rows::add_policy(tx, &PolicyRow { version, rules, made_at: moment.now })?;
    record::append(tx, moment, actor.person, Uuid::nil(), Fact::PolicyChanged { version })?;
    Ok(PolicyText { version, rules: new.rules.clone() })
}

fn check(tx: &mut Tx<'_>, rule: &RuleText) -> Result<(), Refusal> {
    let wrong = |what: &str| Err(Refusal::Invalid(format!("a rule {what}")));
    let longest = 315_360_000;
    if rule.first_response.is_none() && rule.resolution.is_none() {
        return wrong("promises nothing");
    }
    if [rule.first_response, rule.resolution].into_iter().flatten().any(|seconds| !(1..=longest).contains(&seconds)) {
        return wrong("promises less than a second or more than ten years");
    }
    if rule.priority.is_some_and(|priority| !(1..=4).contains(&priority)) {
        return wrong("names a priority other than 1, 2, 3 and 4");
    }
    if let Some(service) = rule.service
        && services::find(tx.sql(), ServiceId(service))?.is_none()
    {
        return wrong("names a service that is not there");
    }
    if let Some(customer) = rule.customer
        && parties::find(tx.sql(), PartyId(customer))?.is_none()
    {
        return wrong("names a customer who is not there");
    }
    if let Some(calendar) = rule.calendar
        && rows::all(tx.sql())?.iter().all(|row| row.series != CalendarId(calendar))
    {
        return wrong("names a calendar that is not there");
    }
    Ok(())
}

/// The policy of a version.
pub fn read(row: &PolicyRow) -> Result<Policy, Refusal> {
    serde_json::from_str(&row.rules).map_err(|error| {
        Refusal::Store(catena_store::Error::Database(format!("version {} of the policy: {error}", row.version)))
    })
}

impl PolicyText {
    /// The rules as the domain knows them.
    pub fn policy(&self) -> Policy {
        Policy { rules: self.rules.iter().map(RuleText::rule).collect() }
    }
}

impl RuleText {
    fn of(rule: &Rule) -> Self {
        Self {
            service: rule.service.map(|id| id.0),
            priority: rule.priority.map(|priority| priority.0),
            customer: rule.customer.map(|id| id.0),
            first_response: rule.first_response,
            resolution: rule.resolution,
            calendar: rule.calendar.map(|id| id.0),
        }
    }

    fn rule(&self) -> Rule {
        Rule {
            service: self.service.map(ServiceId),
            priority: self.priority.map(Priority),
            customer: self.customer.map(PartyId),
            first_response: self.first_response,
            resolution: self.resolution,
            calendar: self.calendar.map(CalendarId),
        }
    }
}
