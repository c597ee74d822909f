//! The organisation as the pulse sees it at a launch: its teams below each other, and who is asked in which.
//!
//! Whoever belongs to several teams counts in the one that was written down first; whoever belongs to none counts for
//! everybody alone, as do people of a team that is closed and has no open one above it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catena_domain::id::PartyId;
use catena_domain::party::Role;
use catena_pulse::plan::{Cell, Member, PersonId, Wave};
use catena_pulse::tree::{Tree, Unit, UnitId};
use catena_store::parties::PartyRow;
use catena_store::{Sql, accounts, parties};
use uuid::Uuid;

use super::by_size;
use crate::actions::Refusal;
use crate::views::pulse::PulseCell;

/// The unit above all others.
pub const TOP: &str = "company";

/// The organisation at a launch.
pub struct Company {
    /// Its teams.
    pub tree: Tree,
    /// Who is asked.
    pub roster: Vec<Member>,
}

/// Everybody who works here and can sign in.
pub fn staff(sql: &mut dyn Sql) -> Result<Company, Refusal> {
    let works = |role: &str| Role::of(role).is_some_and(Role::is_staff);
    let open = accounts::all(sql)?.into_iter().filter(|account| !account.closed && works(&account.role));
    let known: BTreeSet<PartyId> = open.map(|account| account.party).collect();
    of(sql, |party| known.contains(&party.id))
}

/// Everybody who is in a team, whether or not they can sign in: the people of the demonstration cannot.
pub fn everybody(sql: &mut dyn Sql) -> Result<Company, Refusal> {
    let members: BTreeSet<PartyId> = parties::members(sql)?.into_iter().map(|member| member.person).collect();
    of(sql, |party| members.contains(&party.id))
}

fn of(sql: &mut dyn Sql, is_asked: impl Fn(&PartyRow) -> bool) -> Result<Company, Refusal> {
    let all = parties::internal(sql)?;
    let here = |party: &&PartyRow| !party.closed && party.erased_at.is_none();
    let parents: HashMap<PartyId, Option<PartyId>> =
        all.iter().filter(|party| party.kind == "team").map(|team| (team.id, team.parent)).collect();
    let teams: Vec<&PartyRow> = all.iter().filter(|party| party.kind == "team").filter(here).collect();
    let open: BTreeSet<PartyId> = teams.iter().map(|team| team.id).collect();
    // The team itself or the nearest above it that is open.
    let nearest = |mut at: Option<PartyId>| {
        for _ in 0..=parents.len() {
            match at {
                Some(team) if !open.contains(&team) => at = parents.get(&team).copied().flatten(),
                found => return found,
            }
        }
        None
    };
    let unit = |team: Option<PartyId>| UnitId(team.map_or_else(|| TOP.to_owned(), |team| team.0.to_string()));
    let top = Unit { id: unit(None), name: "Everybody".to_owned(), parent: None };
    let below = teams.iter().map(|team| Unit {
        id: unit(Some(team.id)),
        name: team.name.clone(),
        parent: Some(unit(nearest(team.parent))),
    });
    let tree = Tree::new(std::iter::once(top).chain(below).collect())
        .map_err(|error| Refusal::Invalid(format!("the teams are no tree: {error}")))?;
    let mut first: HashMap<PartyId, PartyId> = HashMap::new();
    for member in parties::members(sql)? {
        first.entry(member.person).and_modify(|team| *team = member.team.min(*team)).or_insert(member.team);
    }
    let people = all.iter().filter(|party| party.kind == "person").filter(here).filter(|party| is_asked(party));
    let roster = people.map(|person| Member {
        person: PersonId(person.id.0.to_string()),
        unit: unit(nearest(first.get(&person.id).copied())),
        attribute: None,
    });
    Ok(Company { roster: roster.collect(), tree })
}

impl Company {
    /// How many people belong to no team.
    pub fn teamless(&self) -> u32 {
        self.roster.iter().filter(|member| member.unit.0 == TOP).count() as u32
    }

    /// A cell with the teams whose people count there.
    pub fn cell(&self, wave: &Wave, cell: &Cell) -> PulseCell {
        let mut teams: BTreeMap<String, u32> = BTreeMap::new();
        for member in self.roster.iter().filter(|member| cell.people.contains(&member.person)) {
            if let Some(team) = self.tree.find(&member.unit) {
                *teams.entry(team.name.clone()).or_default() += 1;
            }
        }
        PulseCell { teams: by_size(teams), ..place(wave, cell) }
    }
}

/// A cell by its name alone.
pub fn place(wave: &Wave, cell: &Cell) -> PulseCell {
    PulseCell {
        unit: cell.label.unit.0.clone(),
        name: wave.tree().find(&cell.label.unit).map(|unit| unit.name.clone()).unwrap_or_default(),
        people: cell.people.len() as u32,
        teams: Vec::new(),
    }
}

/// The party whom the pulse calls by this name.
pub fn party_of(person: &PersonId) -> Option<PartyId> {
    Uuid::try_parse(&person.0).ok().map(PartyId)
}
