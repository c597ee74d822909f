//! Who can do what: roles of accounts, and what a person may do with a request by their place in it.

use crate::id::PartyId;

/// What an account may do in general.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything, and who else may do what.
    Administrator,
    /// A member with insight over the departments they lead.
    Lead,
    /// Works in teams: asks, hands on, does.
    Member,
    /// Reads everything and changes nothing.
    Auditor,
    /// Sees their own requests and nothing else.
    Customer,
}

impl Role {
    /// All roles with their words.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Administrator, "administrator"),
        (Self::Lead, "lead"),
        (Self::Member, "member"),
        (Self::Auditor, "auditor"),
        (Self::Customer, "customer"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, word)| word)
    }

    /// The role of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(role, _)| *role)
    }

    /// Whether it belongs to the organisation that runs Catena.
    pub fn is_staff(self) -> bool {
        self != Self::Customer
    }

    /// Whether it changes requests.
    pub fn works(self) -> bool {
        matches!(self, Self::Administrator | Self::Lead | Self::Member)
    }

    /// Whether it sees figures over many chains.
    pub fn has_insight(self) -> bool {
        matches!(self, Self::Administrator | Self::Lead | Self::Auditor)
    }
}

/// On which side of a request somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Whether they are the customer, or belong to the team that is, or act for it.
    pub asks: bool,
    /// Whether they are the provider, or belong to the team that is.
    pub gives: bool,
}

impl Sides {
    /// The sides of somebody who acts as each of `parties`, in a request between two. Whoever took a request down for a
    /// customer outside acts for them.
    pub fn of(parties: &[PartyId], customer: PartyId, provider: PartyId, acts_for: bool) -> Self {
        Self { asks: acts_for || parties.contains(&customer), gives: parties.contains(&provider) }
    }

    /// Whether they take part at all.
    pub fn any(self) -> bool {
        self.asks || self.gives
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_word_of_its_own() {
        for (role, word) in Role::ALL {
            assert_eq!((role.word(), Role::of(word)), (word, Some(role)));
        }
        assert_eq!(Role::of("owner"), None);
    }
}
