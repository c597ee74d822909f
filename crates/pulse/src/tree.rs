//! The organisation as it stands when a wave is launched: units below units, one at the top. A team is a leaf or an inner
//! unit: people may be at either.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The name by which the caller knows a unit; it stays the same from wave to wave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub String);

/// A department, a team, or the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// What people call it.
    pub name: String,
    /// The unit that it belongs to; none for the company.
    pub parent: Option<UnitId>,
}

/// Where an answer counts: in a unit and all above it, and perhaps under one value of the wave's other attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The unit.
    pub unit: UnitId,
    /// The value of the other attribute, where enough people of the unit share it.
    pub attribute: Option<String>,
}

/// Units, each below its parent, one at the top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Unit>", into = "Vec<Unit>")]
pub struct Tree {
    units: BTreeMap<UnitId, Unit>,
    top: UnitId,
}

/// Why units are no tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Two units of one id.
    #[error("two units have the id {0:?}")]
    Twice(String),
    /// A parent that is no unit.
    #[error("the parent of {0:?} is no unit")]
    NoParent(String),
    /// None or several units without a parent.
    #[error("one unit has no parent, and one only")]
    NotOneTop,
    /// A unit below itself.
    #[error("{0:?} is below itself")]
    Circle(String),
}

impl Tree {
    /// The tree of these units.
    pub fn new(units: Vec<Unit>) -> Result<Self, Refusal> {
        let mut known = BTreeMap::new();
        for unit in units {
            let id = unit.id.clone();
            if known.insert(id.clone(), unit).is_some() {
                return Err(Refusal::Twice(id.0));
            }
        }
        let mut tops = known.values().filter(|unit| unit.parent.is_none());
        let (Some(top), None) = (tops.next().map(|unit| unit.id.clone()), tops.next()) else {
            return Err(Refusal::NotOneTop);
        };
        for unit in known.values() {
            let mut at = unit;
            for _ in 0..=known.len() {
                let Some(parent) = &at.parent else { break };
                at = known.get(parent).ok_or_else(|| Refusal::NoParent(at.id.0.clone()))?;
            }
            if at.parent.is_some() {
                return Err(Refusal::Circle(unit.id.0.clone()));
            }
        }
        Ok(Self { units: known, top })
    }

    /// The unit at the top.
    pub fn top(&self) -> &UnitId {
        &self.top
    }

    /// All units, in the order of their ids.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// The unit of this id.
    pub fn find(&self, id: &UnitId) -> Option<&Unit> {
        self.units.get(id)
    }

    /// The unit and those above it, the top last; nothing for a unit of another tree.
    pub fn path<'a>(&'a self, id: &UnitId) -> impl Iterator<Item = &'a UnitId> {
        std::iter::successors(self.units.get(id), |unit| self.units.get(unit.parent.as_ref()?)).map(|unit| &unit.id)
    }

    /// Whether `unit` is `above` or belongs to it, at any depth.
    pub fn is_within(&self, unit: &UnitId, above: &UnitId) -> bool {
        self.path(unit).any(|id| id == above)
    }

    /// The same tree with one unit more, and the `gone` ones taken away.
    pub(crate) fn replaced(&self, gone: &[UnitId], by: Unit) -> Result<Self, Refusal> {
        let mut units: Vec<Unit> = self.units.values().filter(|unit| !gone.contains(&unit.id)).cloned().collect();
        units.push(by);
        Self::new(units)
    }
}

impl TryFrom<Vec<Unit>> for Tree {
    type Error = Refusal;

    fn try_from(units: Vec<Unit>) -> Result<Self, Refusal> {
        Self::new(units)
    }
}

impl From<Tree> for Vec<Unit> {
    fn from(tree: Tree) -> Self {
        tree.units.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str, parent: Option<&str>) -> Unit {
        Unit { id: UnitId(id.into()), name: id.into(), parent: parent.map(|id| UnitId(id.into())) }
    }

    #[test]
    fn only_a_tree_is_a_tree() {
        assert_eq!(Tree::new(vec![]), Err(Refusal::NotOneTop));
        assert_eq!(Tree::new(vec![unit("a", None), unit("b", None)]), Err(Refusal::NotOneTop));
        assert_eq!(Tree::new(vec![unit("a", None), unit("a", Some("a"))]), Err(Refusal::Twice("a".into())));
        assert_eq!(Tree::new(vec![unit("a", None), unit("b", Some("x"))]), Err(Refusal::NoParent("b".into())));
        let circle = vec![unit("a", None), unit("b", Some("c")), unit("c", Some("b"))];
        assert_eq!(Tree::new(circle), Err(Refusal::Circle("b".into())));
    }

    #[test]
    fn a_unit_is_within_all_above_it() {
        let tree = Tree::new(vec![unit("a", None), unit("b", Some("a")), unit("c", Some("b")), unit("d", Some("a"))]);
        let tree = tree.unwrap();
        let path: Vec<&str> = tree.path(&UnitId("c".into())).map(|id| id.0.as_str()).collect();
        assert_eq!(path, ["c", "b", "a"]);
        assert!(!tree.is_within(&UnitId("c".into()), &UnitId("d".into())));
        assert_eq!(tree.path(&UnitId("x".into())).count(), 0);
    }
}
