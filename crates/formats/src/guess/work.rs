//! Is a row a piece of work, with its parent?

use std::collections::HashSet;

use super::shape::{Sampled, Shape};
use super::words::Role;
use super::{Sample, events};
use crate::recipe::{Kind, Recipe, Spans};

/// Share of the parents that have to be among the ids of the sample: the others stand further down.
const KNOWN_PARENTS: f64 = 0.5;

/// A recipe for spans, if there is a column of ids, one of parents, and a beginning and an end.
pub(super) fn spans(sample: &mut Sample) -> Option<Recipe> {
    let unique = |column: &Sampled| column.filled > 0.99 && column.distinct as f64 > 0.99 * sample.rows as f64;
    let ids: Vec<usize> = (0..sample.columns.len()).filter(|&index| unique(&sample.columns[index])).collect();
    let (parent, id, known) = (0..sample.columns.len())
        .filter(|&index| super::fit(&sample.columns[index].name, Role::Parent) > 0.5)
        .flat_map(|parent| ids.iter().map(move |&id| (parent, id)))
        .filter(|(parent, id)| parent != id)
        .map(|(parent, id)| (parent, id, known_parents(&sample.columns[parent], &sample.columns[id])))
        .filter(|&(.., known)| known >= KNOWN_PARENTS)
        .max_by(|left, right| left.2.total_cmp(&right.2))?;
    let instant = |column: &Sampled| column.shape == Shape::Instant;
    let (opened, opened_fit) = sample.best(Role::Opened, instant)?;
    let (closed, closed_fit) =
        sample.best(Role::Closed, |column| instant(column) && column.name != sample.columns[opened].name)?;
    let mut used = vec![id, parent, opened, closed];
    let free = |column: &Sampled, used: &[usize]| !used.iter().any(|&index| sample.columns[index].name == column.name);
    let text = |column: &Sampled| matches!(column.shape, Shape::Text | Shape::Number);
    let customer = sample.best(Role::Customer, |column| text(column) && free(column, &used)).map(|(index, _)| index);
    used.extend(customer);
    let holder = events::holder(sample, &used)?;
    used.push(holder.team);
    let mut find = |role: Role, shape: Shape| {
        let found =
            sample.best(role, |column| column.shape == shape && free(column, &used)).filter(|&(_, fit)| fit > 0.5);
        used.extend(found.map(|(index, _)| index));
        found.map(|(index, _)| sample.name(index))
    };
    let due = find(Role::Due, Shape::Instant);
    let started = find(Role::Started, Shape::Instant);
    let rating = find(Role::Rating, Shape::Number);
    let spans = Spans {
        id: sample.name(id),
        parent: sample.name(parent),
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
    sample.because(
        0.95,
        format!(
            "Each row is a piece of work: {:?} is unique, and {:.0} % of the values of {:?} are among its values.",
            spans.id,
            known * 100.0,
            spans.parent
        ),
    );
    sample.because(
        (opened_fit * closed_fit).sqrt(),
        format!("The work runs from {:?} to {:?}.", spans.opened, spans.closed),
    );
    events::say_holder(sample, &holder);
    match &spans.due {
        Some(due) => sample.because(1.0, format!("{due:?} says for when it was promised.")),
        None => sample
            .because(0.9, "No column says for when anything was promised; add due to [spans], or a rule in [promise]."),
    }
    Some(Recipe {
        kind: Kind::Spans,
        spans: Some(spans),
        attributes,
        providers: holder.providers,
        step: holder.step,
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
