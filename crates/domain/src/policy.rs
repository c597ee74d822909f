//! Which promise is made for a request: rules by service, priority and customer.
//!
//! A policy is a value: changing one makes another version, and a promise keeps the terms it was made with. Of the
//! rules that fit a request the most particular one counts, a rule for a customer before one for a service before one
//! for a priority; of equals the first.

use serde::{Deserialize, Serialize};

use crate::id::{CalendarId, PartyId, ServiceId};
use crate::promise::Kind;

/// How urgent a request is, from 1, the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Priority(pub u8);

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What was asked for, if it is a service.
    pub service: Option<ServiceId>,
    /// How urgent it is.
    pub priority: Priority,
    /// Who asked.
    pub customer: PartyId,
}

/// What is promised where it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Only for this service.
    pub service: Option<ServiceId>,
    /// Only with this priority.
    pub priority: Option<Priority>,
    /// Only for this customer.
    pub customer: Option<PartyId>,
    /// Seconds until the first response; without it none is promised.
    pub first_response: Option<i64>,
    /// Seconds until the resolution; without it none is promised.
    pub resolution: Option<i64>,
    /// Whose working time counts; without it elapsed time does.
    pub calendar: Option<CalendarId>,
}

impl Rule {
    fn fits(&self, asked: &Asked) -> bool {
        self.service.is_none_or(|service| asked.service == Some(service))
            && self.priority.is_none_or(|priority| asked.priority == priority)
            && self.customer.is_none_or(|customer| asked.customer == customer)
    }

    /// Greater for the more particular rule.
    fn rank(&self) -> (bool, bool, bool) {
        (self.customer.is_some(), self.service.is_some(), self.priority.is_some())
    }

    /// What the rule promises, in seconds of its clock.
    pub fn promises(&self) -> impl Iterator<Item = (Kind, i64)> {
        let promised = [(Kind::FirstResponse, self.first_response), (Kind::Resolution, self.resolution)];
        promised.into_iter().filter_map(|(kind, seconds)| Some((kind, seconds?)))
    }
}

/// The rules of an organisation in one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// In the order in which they were written.
    pub rules: Vec<Rule>,
}

impl Policy {
    /// The rule that counts for a request; none if nothing is promised for it.
    pub fn rule_for(&self, asked: &Asked) -> Option<&Rule> {
        // The last of equals is the greatest, so that the first rule wins.
        self.rules.iter().rev().filter(|rule| rule.fits(asked)).max_by_key(|rule| rule.rank())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn rule(service: Option<u128>, priority: Option<u8>, customer: Option<u128>, hours: i64) -> Rule {
        Rule {
            service: service.map(|number| ServiceId(Uuid::from_u128(number))),
            priority: priority.map(Priority),
            customer: customer.map(|number| PartyId(Uuid::from_u128(number))),
            first_response: None,
            resolution: Some(hours),
            calendar: None,
        }
    }

    fn promised(policy: &Policy, service: Option<u128>, priority: u8, customer: u128) -> Option<i64> {
        let asked = Asked {
            service: service.map(|number| ServiceId(Uuid::from_u128(number))),
            priority: Priority(priority),
            customer: PartyId(Uuid::from_u128(customer)),
        };
        policy.rule_for(&asked).and_then(|rule| rule.resolution)
    }

    #[test]
    fn the_most_particular_rule_counts() {
        let policy = Policy {
            rules: vec![
                rule(None, None, None, 48),
                rule(None, Some(1), None, 8),
                rule(Some(1), None, None, 24),
                rule(Some(1), Some(1), None, 4),
                rule(None, None, Some(9), 12),
                rule(Some(1), Some(1), None, 99),
            ],
        };
        assert_eq!(promised(&policy, None, 3, 5), Some(48));
        assert_eq!(promised(&policy, None, 1, 5), Some(8));
        assert_eq!(promised(&policy, Some(1), 3, 5), Some(24));
        assert_eq!(promised(&policy, Some(1), 1, 5), Some(4), "of equals the first");
        assert_eq!(promised(&policy, Some(1), 1, 9), Some(12), "a customer before a service");
        assert_eq!(promised(&policy, Some(2), 2, 5), Some(48));
    }

    #[test]
    fn without_a_rule_nothing_is_promised() {
        assert_eq!(promised(&Policy::default(), None, 1, 1), None);
        assert_eq!(promised(&Policy { rules: vec![rule(Some(1), None, None, 4)] }, None, 1, 1), None);
        let both = Rule { first_response: Some(60), ..rule(None, None, None, 3600) };
        let promises: Vec<_> = both.promises().collect();
        assert_eq!(promises, [(Kind::FirstResponse, 60), (Kind::Resolution, 3600)]);
    }
}
