//! From objects and events to hand-offs: each case is walked over its own objects only.
//!
//! Every event on an own object, except the first of all, is a hand-off that the case awaits, from the latest earlier
//! event that it had to wait for to itself. So the hand-offs cover the case without a gap and without ever entering
//! another case, however many objects are shared. Where an event joins objects of several cases, the time for which it
//! waited for the others after the case's own objects were ready is *pooling*: it shows as the joiner's waiting and as
//! the attribute `pooling_seconds`.

use catena_analysis::names::Names;
use catena_analysis::{Fault, Handoff, Handoffs, Instant};

use super::model::Ocel;
use super::own::{Own, first_related};
use crate::Recipe;
use crate::promise::Promises;
use crate::quality::{Quality, Rule};
use crate::recipe;
use crate::recipe::Providers;

/// Links looked at before a recipe is given up whose cases share nearly everything.
const MOST_LINKS: u64 = 2_000_000_000;
/// Hand-offs made before it is given up.
const MOST_HAND_OFFS: usize = 100_000_000;
/// The columns that the walk adds: the type of the event, and the seconds of pooling.
pub(super) const COLUMNS: [&str; 2] = ["step", "pooling_seconds"];

/// The cases share so many objects that the walk would not end.
#[derive(Debug)]
pub(super) struct TooMuchShared;

/// Makes the hand-offs of all cases that `rules` find in `ocel`, in the order of their objects.
pub(super) fn walk(
    ocel: &Ocel,
    recipe: &Recipe,
    rules: &recipe::ocel::Ocel,
    promises: &Promises,
    file: &str,
    quality: &mut Quality,
) -> Result<Handoffs, TooMuchShared> {
    let further = recipe.attributes.iter().map(String::as_str).filter(|name| !COLUMNS.contains(name));
    let columns: Vec<&str> = COLUMNS.into_iter().chain(further).collect();
    let mut handoffs = Handoffs::new(&columns);
    handoffs.begin_file(file);
    let Some(case_kind) = ocel.kind(&rules.case) else { return Ok(handoffs) };
    let teams = teams(ocel, recipe, rules);
    let mut walk = Walk {
        ocel,
        recipe,
        rules,
        teams: &teams,
        own: Own::new(ocel, rules, case_kind),
        columns: &columns,
        place: vec![0; ocel.events.len()],
        handoffs,
    };
    for &case in &ocel.declared {
        if ocel.object_types[case as usize] == case_kind {
            walk.case(case, promises, file, quality);
        }
        if walk.own.visited > MOST_LINKS || walk.handoffs.len() > MOST_HAND_OFFS {
            return Err(TooMuchShared);
        }
    }
    Ok(walk.handoffs)
}

/// The team of every event, as codes.
struct Teams {
    names: Names,
    codes: Vec<u32>,
}

impl Teams {
    fn of(&self, event: u32) -> &str {
        self.names.name(self.codes[event as usize])
    }
}

/// Finds the team of every event: by its type, by what it or an object related to it says, or the type itself.
fn teams(ocel: &Ocel, recipe: &Recipe, rules: &recipe::ocel::Ocel) -> Teams {
    let mut names = Names::default();
    let codes = (0..ocel.events.len() as u32).map(|event| {
        let activity = ocel.activities.name(ocel.event_types[event as usize]);
        let said = || rules.team.iter().find_map(|team| team_of(ocel, event, team, recipe.providers));
        let team = rules.teams.get(activity).map(String::as_str).or_else(said);
        names.code(team.unwrap_or(activity))
    });
    let codes = codes.collect();
    Teams { names, codes }
}

/// The team of `event` by one rule, if that finds one.
fn team_of<'a>(ocel: &'a Ocel, event: u32, rule: &recipe::ocel::Team, providers: Providers) -> Option<&'a str> {
    let Some(object) = &rule.object else {
        return ocel.event_value(event, rule.attribute.as_ref()?).filter(|name| !name.is_empty());
    };
    let kind = ocel.kind(object)?;
    ocel.event_objects.of(event).iter().find_map(|link| {
        let qualifier = ocel.qualifiers.name(link.qualifier);
        if ocel.object_types[link.to as usize] != kind
            || rule.qualifier.as_ref().is_some_and(|asked| asked != qualifier)
        {
            return None;
        }
        match &rule.attribute {
            Some(attribute) => ocel.object_value(link.to, attribute).filter(|name| !name.is_empty()),
            // A person is never shown: the type of the event stands for whoever took it.
            None if providers == Providers::People => None,
            None => Some(ocel.objects.name(link.to)),
        }
    })
}

/// The walk from case to case.
struct Walk<'a> {
    ocel: &'a Ocel,
    recipe: &'a Recipe,
    rules: &'a recipe::ocel::Ocel,
    teams: &'a Teams,
    own: Own<'a>,
    /// The further columns, with [`COLUMNS`] in front.
    columns: &'a [&'a str],
    /// Where each event stands among those of the current case; of no meaning for the events of other cases.
    place: Vec<u32>,
    handoffs: Handoffs,
}

impl<'a> Walk<'a> {
    /// Pushes the hand-offs of one case.
    fn case(&mut self, case: u32, promises: &Promises, file: &str, quality: &mut Quality) {
        let (ocel, rules, teams) = (self.ocel, self.rules, self.teams);
        self.own.gather(case);
        let events = std::mem::take(&mut self.own.events);
        // Events without a time stand first.
        let timed = events.partition_point(|&event| ocel.times[event as usize].is_none());
        let (untimed, events) = (&events[..timed], &events[timed..]);
        let id = ocel.objects.name(case);
        let mut root =
            Handoff { id, customer: self.customer(case), internal: self.internal(case), ..Handoff::default() };
        let (Some(&first), false) = (events.first().or(untimed.first()), events.is_empty() && untimed.is_empty())
        else {
            quality.add(Rule::NoEvents, file, 0, None, id);
            return;
        };
        root.provider = rules.front.as_deref().unwrap_or_else(|| teams.of(first));
        root.opened = ocel.times[first as usize].unwrap_or_default();
        root.line = ocel.lines[first as usize];
        match promises.due(root.opened, |column| ocel.object_value(case, column).filter(|value| !value.is_empty())) {
            Ok((due, remark)) => {
                root.due = due;
                if let Some(rule) = remark {
                    quality.add(rule, file, root.line, None, id);
                }
            }
            Err(fault) => root.fault = Some(fault),
        }
        if events.is_empty() {
            root.fault = Some(Fault::BadTime);
        }
        let last = self.last(events);
        root.closed = last.and_then(|last| ocel.times[events[last] as usize]);
        let further = self.columns[COLUMNS.len()..].iter().map(|name| ocel.object_value(case, name));
        let values: Vec<Option<&str>> = COLUMNS.iter().map(|_| None).chain(further).collect();
        self.handoffs.push(&root, &values);

        let kept = last.map_or(events.len(), |last| last + 1);
        for &event in &events[kept..] {
            quality.add(Rule::AfterTheEnd, file, ocel.lines[event as usize], None, &ocel.events[event as usize]);
        }
        self.holds(case, &root, &events[..kept]);
        for &event in untimed {
            let id = format!("{id}/{}", ocel.events[event as usize]);
            let hold = Handoff {
                id: &id,
                parent: Some(root.id),
                customer: root.customer,
                provider: teams.of(event),
                fault: Some(Fault::BadTime),
                line: ocel.lines[event as usize],
                ..Handoff::default()
            };
            self.handoffs.push(&hold, &[]);
        }
    }

    /// Pushes a hand-off for each event of the case `case` but its first.
    fn holds(&mut self, case: u32, root: &Handoff, events: &[u32]) {
        let ocel = self.ocel;
        for (place, &event) in events.iter().enumerate() {
            self.place[event as usize] = place as u32;
        }
        let mut opened = vec![root.opened; events.len()];
        let mut pooled: Vec<Option<Instant>> = vec![None; events.len()];
        // The first event that waited for each; none for the last ones, on whose result the customer relies.
        let mut next: Vec<Option<u32>> = vec![None; events.len()];
        for (place, &event) in events.iter().enumerate().skip(1) {
            let awaited = self.own.awaited(case, event);
            if let Some(&latest) = awaited.last() {
                opened[place] = ocel.times[latest as usize].unwrap_or(root.opened);
            }
            if self.aside(event) {
                continue;
            }
            for earlier in awaited {
                next[self.place[earlier as usize] as usize].get_or_insert(event);
            }
            let others = self.own.awaited_of_others(case, event).and_then(|event| ocel.times[event as usize]);
            pooled[place] = others.filter(|&ready| ready > opened[place]);
        }
        for (place, &event) in events.iter().enumerate().skip(1) {
            let id = format!("{}/{}", root.id, ocel.events[event as usize]);
            let hold = Handoff {
                id: &id,
                parent: Some(root.id),
                customer: next[place].map_or(root.customer, |next| self.teams.of(next)),
                provider: self.teams.of(event),
                opened: opened[place],
                started: pooled[place],
                closed: ocel.times[event as usize],
                awaited: !self.aside(event),
                line: ocel.lines[event as usize],
                ..Handoff::default()
            };
            let seconds = pooled[place].map(|ready| (ready - opened[place]).to_string());
            let activity = self.activity(event);
            let further = self.columns[COLUMNS.len()..].iter().map(|name| ocel.event_value(event, name));
            let values: Vec<Option<&str>> = [Some(activity), seconds.as_deref()].into_iter().chain(further).collect();
            self.handoffs.push(&hold, &values);
        }
    }

    /// The place of the event that closes the case; none while it is open.
    fn last(&self, events: &[u32]) -> Option<usize> {
        let done = &self.rules.done;
        if done.is_empty() {
            return events.iter().rposition(|&event| !self.aside(event)).or(events.len().checked_sub(1));
        }
        events.iter().rposition(|&event| done.iter().any(|done| done == self.activity(event)))
    }

    /// The type of `event`.
    fn activity(&self, event: u32) -> &'a str {
        self.ocel.activities.name(self.ocel.event_types[event as usize])
    }

    /// Whether nothing waits for `event`.
    fn aside(&self, event: u32) -> bool {
        self.rules.aside.iter().any(|aside| aside == self.activity(event))
    }

    /// Who asked for the case.
    fn customer(&self, case: u32) -> &'a str {
        let kind = self.rules.customer.as_ref().and_then(|name| self.ocel.kind(name));
        let related = kind.and_then(|kind| first_related(self.ocel, case, kind));
        related.map_or("Customer", |customer| self.ocel.objects.name(customer))
    }

    fn internal(&self, case: u32) -> bool {
        self.recipe.internal.as_ref().is_some_and(|internal| {
            let value = self.ocel.object_value(case, &internal.column).unwrap_or("");
            internal.values.iter().any(|colleague| colleague == value)
        })
    }
}
