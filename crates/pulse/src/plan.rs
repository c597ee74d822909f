//! What a wave asks, and of whom: a plan until it is launched, frozen from then on. The floor, the items, the tree, who
//! belongs where and where each answer will count are settled before the first answer comes (rules 11, 12 and 14).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::floor::{self, Floor};
use crate::gather::gather;
use crate::tree::{self, Label, Tree, Unit, UnitId};

/// The name by which the caller knows a wave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WaveId(pub String);

/// The name by which the caller knows a person; it stands in rosters only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonId(pub String);

/// One statement that people agree or disagree with, 1 to 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id; the same statement keeps it from wave to wave.
    pub id: String,
    /// What the form says.
    pub words: String,
}

/// One who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Where they work.
    pub unit: UnitId,
    /// Their value of the wave's one other attribute, which is shown for the whole company only (rule 5).
    pub attribute: Option<String>,
}

/// Small teams of one parent that agreed to be shown as one (rule 12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The id of the group.
    pub id: UnitId,
    /// What it is called.
    pub name: String,
    /// The teams, all of them without units below.
    pub teams: Vec<UnitId>,
}

/// A wave before it is launched.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id.
    pub id: WaveId,
    /// The floor that the form will promise.
    pub floor: Floor,
    /// Up to ten statements; eNPS and a comment are asked always.
    pub items: Vec<Item>,
    /// The organisation.
    pub tree: Tree,
    /// Small teams that are shown together.
    pub merges: Vec<Merge>,
    /// Who is asked.
    pub roster: Vec<Member>,
}

/// People whose answers count together: a crowd at least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Where their answers count; the form says it.
    pub label: Label,
    /// Who they are.
    pub people: BTreeSet<PersonId>,
}

/// A launched wave. Nothing in it changes any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wave {
    id: WaveId,
    floor: Floor,
    items: Vec<Item>,
    tree: Tree,
    cells: Vec<Cell>,
}

/// Where a figure belongs: a unit with all below it, or everybody in the company with one value of the other attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A unit.
    Unit(UnitId),
    /// A value of the other attribute.
    Attribute(String),
}

/// Why a plan cannot be launched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The floor was higher in an earlier wave.
    #[error(transparent)]
    Floor(#[from] floor::Refusal),
    /// Too many items.
    #[error("a wave has at most {MOST_ITEMS} items, not {0}")]
    ManyItems(usize),
    /// Two items with one id.
    #[error("two items have the id {0:?}")]
    ItemTwice(String),
    /// Somebody stands in the roster twice.
    #[error("{0:?} is in the roster twice")]
    PersonTwice(String),
    /// Somebody works nowhere.
    #[error("{0:?} is at no unit of the tree")]
    NoUnit(String),
    /// A merged team that is no team of that parent, is large, or is merged twice.
    #[error("the group {0:?} takes two or more small teams of one parent, with a crowd of people together")]
    Merge(String),
    /// Merging broke the tree.
    #[error(transparent)]
    Tree(#[from] tree::Refusal),
    /// Fewer people than could ever be shown.
    #[error("a wave asks at least {0} people")]
    TooFew(usize),
}

/// How many statements a wave may have.
pub const MOST_ITEMS: usize = 10;

impl Plan {
    /// Launches the wave: freezes who is asked and where their answers count. `earlier` are the waves of the same company,
    /// below whose floor it may not go.
    pub fn launch(mut self, earlier: &[Wave]) -> Result<Wave, Refusal> {
        for wave in earlier {
            wave.floor.raised_to(self.floor.into())?;
        }
        if self.items.len() > MOST_ITEMS {
            return Err(Refusal::ManyItems(self.items.len()));
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = self.items.iter().find(|item| !ids.insert(&item.id)) {
            return Err(Refusal::ItemTwice(twice.id.clone()));
        }
        let mut people = BTreeSet::new();
        for member in &self.roster {
            if !people.insert(&member.person) {
                return Err(Refusal::PersonTwice(member.person.0.clone()));
            }
            if self.tree.find(&member.unit).is_none() {
                return Err(Refusal::NoUnit(member.person.0.clone()));
            }
        }
        for merge in std::mem::take(&mut self.merges) {
            self.merge(merge)?;
        }
        let mut entries: BTreeMap<Label, Vec<PersonId>> = BTreeMap::new();
        for member in self.roster {
            entries.entry(Label { unit: member.unit, attribute: member.attribute }).or_default().push(member.person);
        }
        let cells = gather(&self.tree, self.floor.crowd(), entries);
        if cells.is_empty() {
            return Err(Refusal::TooFew(self.floor.crowd()));
        }
        let cells =
            cells.into_iter().map(|(label, people)| Cell { label, people: people.into_iter().collect() }).collect();
        Ok(Wave { id: self.id, floor: self.floor, items: self.items, tree: self.tree, cells })
    }

    /// Puts a group in the place of its teams.
    fn merge(&mut self, merge: Merge) -> Result<(), Refusal> {
        let size = |team: &UnitId| self.roster.iter().filter(|member| &member.unit == team).count();
        let teams: BTreeSet<&UnitId> = merge.teams.iter().collect();
        let parent = merge.teams.first().and_then(|team| self.tree.find(team)?.parent.clone());
        let fits = |team: &UnitId| {
            let is_sibling = self.tree.find(team).is_some_and(|unit| unit.parent == parent);
            let is_leaf = self.tree.units().all(|unit| unit.parent.as_ref() != Some(team));
            is_sibling && is_leaf && size(team) < self.floor.crowd()
        };
        let people: usize = merge.teams.iter().map(size).sum();
        if parent.is_none()
            || teams.len() < 2
            || teams.len() != merge.teams.len()
            || people < self.floor.crowd()
            || !merge.teams.iter().all(fits)
        {
            return Err(Refusal::Merge(merge.name));
        }
        let group = Unit { id: merge.id.clone(), name: merge.name, parent };
        self.tree = self.tree.replaced(&merge.teams, group)?;
        for member in self.roster.iter_mut().filter(|member| merge.teams.contains(&member.unit)) {
            member.unit = merge.id.clone();
        }
        Ok(())
    }
}

impl Wave {
    /// Its id.
    pub fn id(&self) -> &WaveId {
        &self.id
    }

    /// The floor that the form promises.
    pub fn floor(&self) -> Floor {
        self.floor
    }

    /// The statements, in the order of the form.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The organisation at launch, merged groups in the place of their teams.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Who is asked, by where their answers count.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Where the answers of `person` count, to be said on their form.
    pub fn cell_of(&self, person: &PersonId) -> Option<&Label> {
        self.cells.iter().find(|cell| cell.people.contains(person)).map(|cell| &cell.label)
    }

    /// Whether what bears `label` counts at `place`.
    pub fn counts_at(&self, label: &Label, place: &Place) -> bool {
        match place {
            Place::Unit(unit) => self.tree.is_within(&label.unit, unit),
            Place::Attribute(value) => label.attribute.as_ref() == Some(value),
        }
    }

    /// All whose answers count at `place`.
    pub fn people_at(&self, place: &Place) -> BTreeSet<&PersonId> {
        self.cells.iter().filter(|cell| self.counts_at(&cell.label, place)).flat_map(|cell| &cell.people).collect()
    }

    /// All places for which there might be a figure: the units, the company first, then the values of the other attribute.
    pub fn places(&self) -> Vec<Place> {
        let mut units: Vec<&UnitId> = self.tree.units().map(|unit| &unit.id).collect();
        units.sort_by_key(|unit| (self.tree.path(unit).count(), *unit));
        let values: BTreeSet<&String> = self.cells.iter().filter_map(|cell| cell.label.attribute.as_ref()).collect();
        let units = units.into_iter().cloned().map(Place::Unit);
        units.chain(values.into_iter().cloned().map(Place::Attribute)).collect()
    }
}
