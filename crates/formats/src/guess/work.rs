//! Is a row a piece of work?

use std::collections::HashSet;

use super::shape::{Sampled, Shape};
use super::words::{Role, fit};
use super::{Sample, events};
use crate::reason::Reason;
use crate::recipe::{Kind, Recipe, Spans};

/// Share of the parents that have to be among the ids of the sample: the others stand further down.
const KNOWN_PARENTS: f64 = 0.5;

/// A recipe for spans, if there is a column of ids, one of parents, and a beginning and an end.
pub(super) fn with_parents(sample: &mut Sample) -> Option<Recipe> {
    let ids = ids(sample);
    let (parent, id, known) = (0..sample.columns.len())
        .filter(|&index| fit(&sample.columns[index].name, Role::Parent) > 0.5)
        .flat_map(|parent| ids.iter().map(move |&id| (parent, id)))
        .filter(|(parent, id)| parent != id)
        .map(|(parent, id)| (parent, id, known_parents(&sample.columns[parent], &sample.columns[id])))
        .filter(|&(.., known)| known >= KNOWN_PARENTS)
        .max_by(|left, right| left.2.total_cmp(&right.2))?;
    let reason = Reason::WorkWithParents { id: sample.name(id), share: known, parent: sample.name(parent) };
    spans(sample, id, Some(parent), 0.95, reason)
}

/// A recipe for spans that serve nothing but their customers, if there is a column of ids, and a beginning and an end.
pub(super) fn alone(sample: &mut Sample) -> Option<Recipe> {
    let id = *ids(sample).iter().max_by(|&&left, &&right| {
        let score = |index: usize| [Role::Case, Role::Id].map(|role| fit(&sample.columns[index].name, role));
        let best = |[one, other]: [f64; 2]| one.max(other);
        best(score(left)).total_cmp(&best(score(right))).then(right.cmp(&left))
    })?;
    let reason = Reason::WorkAlone { id: sample.name(id) };
    spans(sample, id, None, 0.5, reason)
}

/// Columns whose values are unique.
fn ids(sample: &Sample) -> Vec<usize> {
    let unique = |column: &Sampled| {
        column.shape != Shape::Instant && column.filled > 0.99 && column.distinct as f64 > 0.99 * sample.rows as f64
    };
    (0..sample.columns.len()).filter(|&index| unique(&sample.columns[index])).collect()
}

fn spans(sample: &mut Sample, id: usize, parent: Option<usize>, sure: f64, reason: Reason) -> Option<Recipe> {
    let instant = |column: &Sampled| column.shape == Shape::Instant;
    let (opened, opened_fit) = sample.best(Role::Opened, instant)?;
    let (closed, closed_fit) =
        sample.best(Role::Closed, |column| instant(column) && column.name != sample.columns[opened].name)?;
    let mut used = vec![id, opened, closed];
    used.extend(parent);
    let free = |column: &Sampled, used: &[usize]| !used.iter().any(|&index| sample.columns[index].name == column.name);
    let text = |column: &Sampled| matches!(column.shape, Shape::Text | Shape::Number);
    let customer = sample.best(Role::Customer, |column| text(column) && free(column, &used));
    let customer = customer.filter(|&(_, fit)| fit > 0.5).map(|(index, _)| index);
    used.extend(customer);
    let holder = events::holder(sample, &used)?;
    used.push(holder.team);
    let mut find = |role: Role, shape: Shape| {
        let found = sample.best(role, |column| column.shape == shape && free(column, &used));
        let (found, _) = found.filter(|&(_, fit)| fit > 0.5)?;
        used.push(found);
        Some(sample.name(found))
    };
    let due = find(Role::Due, Shape::Instant);
    let started = find(Role::Started, Shape::Instant);
    let rating = find(Role::Rating, Shape::Number);
    let spans = Spans {
        id: sample.name(id),
        parent: parent.map(|index| sample.name(index)),
        provider: sample.name(holder.team),
        customer: customer.map(|index| sample.name(index)),
        opened: sample.name(opened),
        closed: sample.name(closed),
        started,
        due,
        rating,
        ..Spans::default()
    };
    let attributes = sample.attributes(&used);
    sample.because(sure, reason);
    let runs = Reason::Runs { from: spans.opened.clone(), to: spans.closed.clone() };
    sample.because((opened_fit * closed_fit).sqrt(), runs);
    events::say_holder(sample, &holder);
    match &spans.due {
        Some(due) => sample.because(1.0, Reason::Due { column: due.clone() }),
        None => sample.because(0.9, Reason::NoDue),
    }
    Some(Recipe {
        kind: Kind::Spans,
        providers: holder.providers,
        step: holder.step,
        attributes,
        spans: Some(spans),
        ..Recipe::default()
    })
}

/// The share of the values of `parents` that are among `ids`; 0 if there are none.
fn known_parents(parents: &Sampled, ids: &Sampled) -> f64 {
    let known: HashSet<&str> = ids.values.iter().map(String::as_str).collect();
    let named: Vec<&String> = parents.values.iter().filter(|value| !value.is_empty()).collect();
    if named.is_empty() {
        return 0.0;
    }
    named.iter().filter(|value| known.contains(value.as_str())).count() as f64 / named.len() as f64
}
