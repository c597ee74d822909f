//! Gathering into crowds: the one place that decides which people, answers or figures stand together.
//!
//! Always: no group is smaller than asked for, groups share nothing, and each entry is at or below the label of its
//! group. Because everything released is a union of such groups, no sum or difference of it can be about fewer people.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{Label, Tree};

/// Puts entries together until each group has `least` of them (rules 2 and 3).
///
/// What is too small goes up: values of the other attribute give theirs up before a team does, and then join it; a small
/// team's entries count in the first unit above in which enough of them meet. So the unit in between is shown without
/// them, which hides fewer than `least` entries, where hiding a sibling would hide at least that many. What is too little
/// even at the top joins the smallest group, whose label becomes the top; where there is no group, it is in none.
pub(crate) fn gather<T>(
    tree: &Tree,
    least: usize,
    entries: impl IntoIterator<Item = (Label, Vec<T>)>,
) -> BTreeMap<Label, Vec<T>> {
    let mut rests: BTreeMap<Label, Vec<T>> = BTreeMap::new();
    for (label, some) in entries {
        rests.entry(label).or_default().extend(some);
    }
    let mut groups: BTreeMap<Label, Vec<T>> = BTreeMap::new();
    let depth = |label: &Label| tree.path(&label.unit).count() * 2 + usize::from(label.attribute.is_some());
    let mut waiting: BTreeSet<(usize, Label)> = rests.keys().map(|label| (depth(label), label.clone())).collect();
    while let Some((_, label)) = waiting.pop_last() {
        let mut rest = rests.remove(&label).unwrap_or_default();
        if rest.is_empty() {
            continue;
        }
        let at_top = label.attribute.is_none() && &label.unit == tree.top();
        if rest.len() < least {
            let smallest = groups
                .iter()
                .filter(|(other, _)| at_top || label.attribute.is_none() && other.unit == label.unit)
                .min_by_key(|(other, some)| (some.len(), (*other).clone()))
                .map(|(other, _)| other.clone());
            if let Some(smallest) = smallest {
                rest.extend(groups.remove(&smallest).unwrap_or_default());
            }
        }
        if rest.len() >= least {
            groups.insert(label, rest);
        } else if let Some(up) = above(tree, &label) {
            waiting.insert((depth(&up), up.clone()));
            rests.entry(up).or_default().extend(rest);
        }
    }
    groups
}

fn above(tree: &Tree, label: &Label) -> Option<Label> {
    let unit = match label.attribute {
        Some(_) => label.unit.clone(),
        None => tree.find(&label.unit)?.parent.clone()?,
    };
    Some(Label { unit, attribute: None })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tree::{Unit, UnitId};

    fn label(unit: &str, attribute: Option<&str>) -> Label {
        Label { unit: UnitId(unit.into()), attribute: attribute.map(str::to_owned) }
    }

    fn shop() -> Tree {
        let unit = |id: &str, parent: Option<&str>| Unit {
            id: UnitId(id.into()),
            name: id.into(),
            parent: parent.map(|id| UnitId(id.into())),
        };
        let units = [("all", None), ("shops", Some("all")), ("a", Some("shops")), ("b", Some("shops"))];
        let more = [("c", Some("shops")), ("vans", Some("all"))];
        Tree::new(units.into_iter().chain(more).map(|(id, parent)| unit(id, parent)).collect()).unwrap()
    }

    fn sizes(entries: &[(&str, Option<&str>, usize)]) -> Vec<(String, usize)> {
        let entries = entries.iter().map(|&(unit, attribute, n)| (label(unit, attribute), vec![(); n]));
        let groups = gather(&shop(), 6, entries);
        let name = |label: &Label| match &label.attribute {
            Some(value) => format!("{}/{value}", label.unit.0),
            None => label.unit.0.clone(),
        };
        groups.iter().map(|(label, some)| (name(label), some.len())).collect()
    }

    #[test]
    fn small_teams_count_where_enough_of_them_meet() {
        let groups = sizes(&[("a", None, 8), ("b", None, 3), ("c", None, 4)]);
        assert_eq!(groups, vec![("a".into(), 8), ("shops".into(), 7)]);
        let groups = sizes(&[("a", None, 8), ("b", None, 3), ("vans", None, 4)]);
        assert_eq!(groups, vec![("a".into(), 8), ("all".into(), 7)]);
    }

    #[test]
    fn a_last_small_one_takes_the_smallest_sibling_along() {
        let groups = sizes(&[("a", None, 8), ("b", None, 3), ("vans", None, 6)]);
        assert_eq!(groups, vec![("a".into(), 8), ("all".into(), 9)]);
        assert_eq!(sizes(&[("b", None, 3)]), []);
    }

    #[test]
    fn a_rare_attribute_is_given_up_before_its_team() {
        let groups = sizes(&[("a", Some("part time"), 2), ("a", Some("full time"), 9)]);
        assert_eq!(groups, [("a".into(), 11)]);
        let groups = sizes(&[("a", Some("part time"), 7), ("a", Some("full time"), 9)]);
        assert_eq!(groups, [("a/full time".into(), 9), ("a/part time".into(), 7)]);
    }

    proptest! {
        #[test]
        fn groups_are_large_and_hold_what_was_at_or_below_their_label(
            counts in proptest::collection::vec((0_usize..5, 0_usize..3, 0_usize..12), 0..9),
        ) {
            let tree = shop();
            let units = ["all", "shops", "a", "b", "vans"];
            let attributes = [None, Some("x"), Some("y")];
            let entries: Vec<(Label, Vec<Label>)> = counts
                .iter()
                .map(|&(unit, attribute, n)| {
                    let label = label(units[unit], attributes[attribute]);
                    (label.clone(), vec![label; n])
                })
                .collect();
            let all: usize = counts.iter().map(|count| count.2).sum();
            let groups = gather(&tree, 6, entries);
            let gathered: usize = groups.values().map(Vec::len).sum();
            prop_assert_eq!(gathered, if all < 6 { 0 } else { all });
            for (label, members) in &groups {
                prop_assert!(members.len() >= 6);
                for member in members {
                    prop_assert!(tree.is_within(&member.unit, &label.unit));
                    prop_assert!(label.attribute.is_none() || label == member);
                }
            }
        }
    }
}
