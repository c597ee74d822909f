//! Which chains of the desk's own log somebody has insight into: administrators and auditors into all, leads into those
//! in which a team of their departments took part.
//!
//! Logs that came from files are the server's and not the desk's: whoever may see figures at all sees all of them.

use catena_domain::id::PartyId;

use crate::actions::{Actor, Refusal};

/// Which chains of the desk somebody sees the figures of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insight {
    /// All.
    Everything,
    /// Those in which one of these teams held a request: the teams that somebody leads and all below them, by id.
    Departments(Vec<PartyId>),
}

impl Insight {
    /// What somebody has insight into; refused to those who see no figures.
    pub fn of(actor: &Actor) -> Result<Self, Refusal> {
        actor.must_have_insight()?;
        if actor.sees_everything() {
            return Ok(Self::Everything);
        }
        let mut teams = actor.led.clone();
        teams.sort_unstable();
        teams.dedup();
        Ok(Self::Departments(teams))
    }

    /// Whether a chain is shown in which these teams took part.
    pub fn shows(&self, mut teams: impl Iterator<Item = PartyId>) -> bool {
        match self {
            Self::Everything => true,
            Self::Departments(own) => teams.any(|team| own.binary_search(&team).is_ok()),
        }
    }
}
