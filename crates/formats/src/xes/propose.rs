//! A recipe for an XES log, from the keys that the standard defines and what the first events say.

use std::collections::{BTreeMap, BTreeSet};

use super::{CASE_NUMBER, Log, OF_CASE, Row};
use crate::instants;
use crate::ocel::Proposed;
use crate::reason::Reason;
use crate::recipe::{Kind, Promise, Providers, Recipe, Transitions};

/// Attributes with more values than this are no use to filter by.
const MOST_VALUES: usize = 200;
/// Attributes that are kept.
const MOST_ATTRIBUTES: usize = 30;
/// Share of the events that have to name a team.
const ENOUGH: f64 = 0.5;

/// What the sample says about one column.
#[derive(Default)]
struct Column {
    filled: usize,
    values: BTreeSet<String>,
}

/// Finds a recipe from the first events.
pub(super) fn propose<'a>(rows: impl Iterator<Item = &'a Row>) -> Proposed {
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    let mut count = 0;
    for row in rows {
        count += 1;
        let trace = row.trace.iter().map(|(key, value)| (format!("{OF_CASE}{key}"), value));
        for (name, value) in trace.chain(row.event.iter().map(|(key, value)| (key.to_owned(), value))) {
            let column = columns.entry(name).or_default();
            column.filled += 1;
            if column.values.len() <= MOST_VALUES && !column.values.contains(value) {
                column.values.insert(value.to_owned());
            }
        }
    }
    let share = |name: &str| columns.get(name).map_or(0.0, |column| column.filled as f64 / f64::from(count.max(1)));
    let has = |name: &str| columns.contains_key(name);
    let mut reasons = Vec::new();
    let mut confidence = 1.0;

    let case = if has("case:concept:name") { "case:concept:name" } else { CASE_NUMBER };
    let time = "time:timestamp";
    let team = ["org:group", "org:role", "org:resource"].into_iter().find(|name| share(name) >= ENOUGH);
    let team = team.unwrap_or("concept:name");
    let providers = if team == "org:resource" { Providers::People } else { Providers::Teams };
    let step = (providers == Providers::People).then(|| "concept:name".to_owned());
    reasons.push(match team {
        "org:resource" => {
            confidence *= 0.7;
            Reason::OnlyPeople { key: team.to_owned() }
        }
        "concept:name" => {
            confidence *= 0.5;
            Reason::OnlyActivities
        }
        _ => Reason::Team { key: team.to_owned(), share: share(team) },
    });
    if !has(time) {
        confidence = 0.0;
        reasons.push(Reason::NoTime { key: time.to_owned() });
    }
    let state: Vec<String> = ["concept:name", "lifecycle:transition"]
        .into_iter()
        .filter(|&name| has(name) && name != team)
        .map(str::to_owned)
        .collect();
    let states = States::of(&columns, &state);
    reasons.extend(states.reasons());

    let used = [case, time, team, "case:concept:name"];
    let attributes = columns.iter().filter(|(name, column)| {
        !used.contains(&name.as_str())
            && !state.contains(name)
            && *name != "org:resource"
            && (2..=MOST_VALUES).contains(&column.values.len())
    });
    let due = columns.iter().find(|(name, column)| {
        let name = name.to_lowercase();
        let named = ["due", "deadline", "promised"].iter().any(|word| name.contains(word));
        named && column.values.iter().all(|value| instants::parse(value).is_some())
    });
    if due.is_none() {
        reasons.push(Reason::NoCaseDue);
    }
    let recipe = Recipe {
        kind: Kind::Transitions,
        providers,
        step,
        attributes: attributes.map(|(name, _)| name.clone()).take(MOST_ATTRIBUTES).collect(),
        transitions: Some(Transitions {
            case: case.to_owned(),
            time: time.to_owned(),
            team: team.to_owned(),
            state,
            waiting: states.waiting,
            working: states.working,
            customer_waits: states.customer,
            done: states.done,
            ..Transitions::default()
        }),
        promise: due.map(|(name, _)| Promise { due: Some(name.clone()), ..Promise::default() }),
        ..Recipe::default()
    };
    Proposed { recipe, confidence, reasons }
}

/// What the values of the state columns seem to mean.
#[derive(Default)]
struct States {
    waiting: Vec<String>,
    working: Vec<String>,
    customer: Vec<String>,
    done: Vec<String>,
}

impl States {
    fn of(columns: &BTreeMap<String, Column>, state: &[String]) -> Self {
        let mut states = Self::default();
        let values: BTreeSet<&String> =
            state.iter().filter_map(|name| columns.get(name)).flat_map(|column| &column.values).collect();
        for value in values {
            let words = value.to_lowercase();
            let says = |list: &[&str]| list.iter().any(|word| words.contains(word));
            let waits = says(&["wait", "await", "queue", "pending", "assigned", "schedule"]) || words == "assign";
            if waits && says(&["user", "customer", "client", "caller"]) {
                states.customer.push(value.clone());
            } else if waits {
                states.waiting.push(value.clone());
            } else if says(&["in progress", "working"]) || words == "start" {
                states.working.push(value.clone());
            } else if ["closed", "resolved", "completed", "done", "cancelled", "canceled"].contains(&words.as_str()) {
                states.done.push(value.clone());
            }
        }
        states
    }

    fn reasons(&self) -> impl Iterator<Item = Reason> {
        let said = [
            (&self.waiting, Reason::Waiting { states: self.waiting.clone() }),
            (&self.working, Reason::Working { states: self.working.clone() }),
            (&self.customer, Reason::CustomerWaits { states: self.customer.clone() }),
            (&self.done, Reason::Done { states: self.done.clone() }),
        ];
        said.into_iter().filter(|(states, _)| !states.is_empty()).map(|(_, reason)| reason)
    }
}

/// The columns of the first events, for whoever asks for one that is not there.
pub(super) fn columns(log: &Log) -> BTreeSet<String> {
    let rows = log.sample.steps.iter().map(|(_, row)| row);
    rows.flat_map(|row| {
        let trace = row.trace.iter().map(|(key, _)| format!("{OF_CASE}{key}"));
        trace.chain(row.event.iter().map(|(key, _)| key.to_owned())).collect::<Vec<_>>()
    })
    .collect()
}
