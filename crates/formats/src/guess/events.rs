//! Is a row an event of a case?

use std::collections::HashMap;

use super::shape::{Sampled, Shape};
use super::words::{Meaning, Role, fit, meaning};
use super::{FEW, Sample};
use crate::reason::Reason;
use crate::recipe::{Kind, Promise, Providers, Recipe, Transitions};

/// Events that a case has on average where rows are events.
const EVENTS: f64 = 1.5;

/// Who holds the work.
pub(super) struct Holder {
    /// The column of teams, or of people.
    pub team: usize,
    pub providers: Providers,
    /// Where providers are people: the column under which they are shown.
    pub step: Option<String>,
    fit: f64,
}

/// The column of whoever holds the work, apart from those in `used`.
pub(super) fn holder(sample: &Sample, used: &[usize]) -> Option<Holder> {
    let free = |column: &Sampled| {
        matches!(column.shape, Shape::Text | Shape::Number)
            && !used.iter().any(|&index| sample.columns[index].name == column.name)
    };
    let team = sample.best(Role::Team, free);
    let person = sample.best(Role::Person, free);
    let activity = sample.best(Role::Activity, free);
    match (team, person, activity) {
        (Some((team, fit)), person, _) if person.is_none_or(|(_, other)| fit >= other || fit > 0.6) => {
            Some(Holder { team, providers: Providers::Teams, step: None, fit })
        }
        (team, Some((person, fit)), activity) => {
            // A team that is too unsure to stand alone is good enough to show people under.
            let step = team.or(activity).map(|(index, _)| sample.name(index));
            let providers = if step.is_some() { Providers::People } else { Providers::Roles };
            Some(Holder { team: person, providers, step, fit })
        }
        (Some((team, fit)), None, _) | (None, None, Some((team, fit))) => {
            Some(Holder { team, providers: Providers::Teams, step: None, fit: fit * 0.6 })
        }
        (None, None, None) => None,
    }
}

/// Says who holds the work.
pub(super) fn say_holder(sample: &mut Sample, holder: &Holder) {
    let column = sample.name(holder.team);
    let (sure, reason) = match (holder.providers, &holder.step) {
        (Providers::People, Some(step)) => (0.8, Reason::PeopleUnderStep { column, step: step.clone() }),
        (Providers::Roles, _) => (0.4, Reason::PerhapsPeople { column }),
        _ => (1.0, Reason::Holder { column }),
    };
    sample.because(sure * holder.fit.sqrt(), reason);
}

/// A recipe for transitions, if a column of cases repeats its values and another says when and who.
pub(super) fn transitions(sample: &mut Sample) -> Option<Recipe> {
    let repeats = |column: &Sampled| {
        // A log of a single case is told by the name of its column alone.
        let apart = column.distinct > 1 || fit(&column.name, Role::Case) > 0.5;
        column.shape != Shape::Instant && column.filled > 0.9 && apart && {
            sample.rows as f64 * column.filled >= EVENTS * column.distinct as f64
        }
    };
    // Ids of cases have many values; those of teams and states few.
    let many = |column: &Sampled| repeats(column) && column.distinct * 20 >= sample.rows.min(400);
    let (case, case_fit) = sample.best(Role::Case, many).or_else(|| sample.best(Role::Id, many))?;
    let instants: Vec<usize> =
        (0..sample.columns.len()).filter(|&index| sample.columns[index].shape == Shape::Instant).collect();
    let changing: Vec<(usize, f64)> = instants.iter().map(|&index| (index, changes(sample, case, index))).collect();
    let (time, _) = changing.iter().copied().filter(|&(_, share)| share > 0.0).max_by(|left, right| {
        let score = |&(index, share): &(usize, f64)| share + 0.5 * fit(&sample.columns[index].name, Role::Time);
        score(left).total_cmp(&score(right)).then(right.0.cmp(&left.0))
    })?;
    let mut used = vec![case, time];
    let constant = |role: Role, used: &[usize]| {
        let fixed = |column: &Sampled| {
            changing.iter().any(|&(index, share)| {
                share == 0.0 && !used.contains(&index) && sample.columns[index].name == column.name
            })
        };
        sample.best(role, fixed).filter(|&(_, fit)| fit > 0.4).map(|(index, _)| index)
    };
    let opened = constant(Role::Opened, &used);
    used.extend(opened);
    let due = constant(Role::Due, &used);
    used.extend(due);
    let closed = constant(Role::Closed, &used);
    used.extend(closed);
    let state = sample
        .best(Role::State, |column| column.shape == Shape::Text && column.distinct <= FEW)
        .map(|(index, _)| index);
    used.extend(state);
    let holder = holder(sample, &used)?;
    used.push(holder.team);
    let customer = customer(sample, holder.team, &used);
    used.extend(customer);

    let mut rules = Transitions {
        case: sample.name(case),
        time: sample.name(time),
        team: sample.name(holder.team),
        state: state.map(|index| sample.name(index)).into_iter().collect(),
        opened: opened.map(|index| sample.name(index)),
        closed: closed.map(|index| sample.name(index)),
        customer: customer.map(|index| sample.name(index)),
        ..Transitions::default()
    };
    let promise = due.map(|index| Promise { due: Some(sample.name(index)), ..Promise::default() });
    let attributes = sample.attributes(&used);
    let per_case = sample.rows as f64 / sample.columns[case].distinct as f64;
    sample.because(0.95 * case_fit.sqrt(), Reason::Event { case: rules.case.clone(), rows: per_case });
    sample.because(0.98, Reason::When { column: rules.time.clone() });
    say_holder(sample, &holder);
    if let Some(state) = state {
        say_states(sample, state, &mut rules);
    }
    match (&rules.closed, rules.done.is_empty()) {
        (Some(closed), _) => sample.because(1.0, Reason::EndsAt { column: closed.clone() }),
        (None, false) => sample.because(0.95, Reason::EndsDone),
        (None, true) => sample.because(0.9, Reason::EndsLast),
    }
    say_promise(sample, promise.as_ref());
    Some(Recipe {
        kind: Kind::Transitions,
        providers: holder.providers,
        step: holder.step,
        attributes,
        transitions: Some(rules),
        promise,
        ..Recipe::default()
    })
}

/// Says what was promised.
pub(super) fn say_promise(sample: &mut Sample, promise: Option<&Promise>) {
    if let Some(due) = promise.and_then(|promise| promise.due.as_ref()) {
        return sample.because(1.0, Reason::CaseDue { column: due.clone() });
    }
    let rule = sample.best(Role::Priority, |column| (2..=FEW).contains(&column.distinct));
    let reason = match rule {
        Some((column, _)) => Reason::NoCaseDueBy { column: sample.name(column) },
        None => Reason::NoCaseDue,
    };
    sample.because(0.8, reason);
}

/// The share of cases with several rows in which the values of a column differ.
fn changes(sample: &Sample, case: usize, column: usize) -> f64 {
    let mut seen: HashMap<&str, (&str, usize, bool)> = HashMap::new();
    for (case, value) in sample.columns[case].values.iter().zip(&sample.columns[column].values) {
        let known = seen.entry(case).or_insert((value, 0, false));
        known.1 += 1;
        known.2 |= known.0 != value;
    }
    let several: Vec<_> = seen.values().filter(|(_, rows, _)| *rows > 1).collect();
    several.iter().filter(|(.., differ)| *differ).count() as f64 / several.len().max(1) as f64
}

/// The column of customers, unless its names could be taken for those of teams.
fn customer(sample: &Sample, team: usize, used: &[usize]) -> Option<usize> {
    let teams = &sample.columns[team];
    let apart = |column: &Sampled| {
        // Numbers of customers beside names of teams are never confused, beside numbers of teams they are.
        let told_apart = column.shape == Shape::Text || (column.shape == Shape::Number && teams.shape == Shape::Text);
        told_apart
            && !used.iter().any(|&index| sample.columns[index].name == column.name)
            && !column.values.iter().any(|value| !value.is_empty() && teams.values.contains(value))
    };
    sample.best(Role::Customer, apart).filter(|&(_, fit)| fit > 0.5).map(|(index, _)| index)
}

/// Sorts the states of a column into what they mean.
fn say_states(sample: &mut Sample, column: usize, rules: &mut Transitions) {
    let mut states: Vec<String> =
        sample.columns[column].values.iter().filter(|state| !state.is_empty()).cloned().collect();
    states.sort_unstable();
    states.dedup();
    let mut open = Vec::new();
    for state in states {
        match meaning(&state) {
            Some(Meaning::Customer) => rules.customer_waits.push(state),
            Some(Meaning::Done) => rules.done.push(state),
            Some(Meaning::Working) => rules.working.push(state),
            Some(Meaning::Waiting) => rules.waiting.push(state),
            None => open.push(state),
        }
    }
    sample.because(1.0, Reason::States { column: sample.name(column) });
    if !open.is_empty() {
        sample.because(0.95, Reason::OpenStates { states: open });
    }
}
