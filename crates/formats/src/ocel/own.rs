//! What belongs to one case: its own objects, their events, and which events an event had to wait for.
//!
//! An object is entered only along the recipe's `follow` steps and only if it is not itself a case, so a case never
//! reaches the objects that it merely shares a package with. Those *others* are asked for one thing only: when they
//! were ready.

use super::model::{Link, Ocel};
use crate::recipe;
use crate::recipe::ocel::By;

/// One `follow` step in the numbers of the log; `None` where the log has no such type.
struct Step {
    from: Option<u32>,
    to: Option<u32>,
    qualifier: Qualifier,
    by: By,
}

/// Which relations a step follows.
enum Qualifier {
    Any,
    This(u32),
    /// One that the log does not have.
    Unknown,
}

/// The objects and events of one case at a time.
pub(super) struct Own<'a> {
    ocel: &'a Ocel,
    steps: Vec<Step>,
    case_kind: u32,
    /// By type of event: never waited for, so never what another event waits for.
    quiet: Vec<bool>,
    /// By type of event: not in any case.
    ignored: Vec<bool>,
    /// The own objects in the order in which they were reached; the case's first.
    objects: Vec<u32>,
    /// The case that last owned each object, and its place among that case's objects.
    reached: Vec<(u32, u32)>,
    /// The events on own objects by time, then as in the file.
    pub events: Vec<u32>,
    /// The last question that asked for each object, and how many questions there were.
    asked: (Vec<u32>, u32),
    /// Links looked at so far, in all cases.
    pub visited: u64,
}

impl<'a> Own<'a> {
    pub fn new(ocel: &'a Ocel, rules: &recipe::ocel::Ocel, case_kind: u32) -> Self {
        let among = |types: &[String]| -> Vec<bool> {
            ocel.activities.iter().map(|activity| types.iter().any(|name| name == activity)).collect()
        };
        let ignored = among(&rules.ignore);
        let quiet = among(&rules.aside).iter().zip(&ignored).map(|(&aside, &ignored)| aside || ignored).collect();
        let steps = rules.follow.iter().map(|follow| Step {
            from: ocel.kind(&follow.from),
            to: ocel.kind(&follow.to),
            qualifier: match &follow.qualifier {
                None => Qualifier::Any,
                Some(name) => ocel.qualifiers.find(name).map_or(Qualifier::Unknown, Qualifier::This),
            },
            by: follow.by,
        });
        Self {
            ocel,
            steps: steps.collect(),
            case_kind,
            quiet,
            ignored,
            objects: Vec::new(),
            reached: vec![(u32::MAX, 0); ocel.object_types.len()],
            events: Vec::new(),
            asked: (vec![0; ocel.object_types.len()], 0),
            visited: 0,
        }
    }

    /// Turns to the case `case`.
    pub fn gather(&mut self, case: u32) {
        self.objects.clear();
        self.enter(case, case);
        let mut found = Vec::new();
        for index in 0..self.steps.len() {
            found.clear();
            for place in 0..self.objects.len() {
                let object = self.objects[place];
                if Some(self.ocel.object_types[object as usize]) == self.steps[index].from {
                    self.visited += related(self.ocel, object, self.steps[index].to, &self.steps[index], &mut found);
                }
            }
            for &object in &found {
                if self.ocel.object_types[object as usize] != self.case_kind && !self.owns(object, case) {
                    self.enter(object, case);
                }
            }
        }
        self.events.clear();
        for &object in &self.objects {
            let events = self.ocel.object_events.of(object);
            self.visited += events.len() as u64;
            let kept = |event: &u32| !self.ignored[self.ocel.event_types[*event as usize] as usize];
            self.events.extend(events.iter().map(|link| link.to).filter(kept));
        }
        let times = &self.ocel.times;
        self.events.sort_unstable_by_key(|&event| (times[event as usize], event));
        self.events.dedup();
    }

    fn enter(&mut self, object: u32, case: u32) {
        self.reached[object as usize] = (case, self.objects.len() as u32);
        self.objects.push(object);
    }

    fn owns(&self, object: u32, case: u32) -> bool {
        self.reached[object as usize].0 == case
    }

    /// Events stand in the order of time, then as in the file.
    fn order(&self, event: u32) -> (Option<i64>, u32) {
        (self.ocel.times[event as usize], event)
    }

    /// The latest event on `object` before `event` for which something may wait.
    fn latest_before(&mut self, object: u32, event: u32) -> Option<u32> {
        let (ocel, order) = (self.ocel, self.order(event));
        let events = ocel.object_events.of(object);
        let behind = events.partition_point(|link| self.order(link.to) < order);
        let waited = |link: &&Link| {
            ocel.times[link.to as usize].is_some() && !self.quiet[ocel.event_types[link.to as usize] as usize]
        };
        let place = events[..behind].iter().rev().position(|link| waited(&link));
        self.visited += place.unwrap_or(behind) as u64 + 1;
        place.map(|place| events[behind - 1 - place].to)
    }

    /// The events of the case `case` that `event` had to wait for: on each own object that it concerns the latest one
    /// before it or, where it is the object's first, the latest ones of the own objects that led to it.
    pub fn awaited(&mut self, case: u32, event: u32) -> Vec<u32> {
        let ocel = self.ocel;
        let mut awaited = Vec::new();
        let mut asking: Vec<u32> = Vec::new();
        let mut sources = Vec::new();
        self.asked.1 += 1;
        for link in ocel.event_objects.of(event) {
            if self.owns(link.to, case) && self.asks(link.to) {
                asking.push(link.to);
            }
        }
        while let Some(object) = asking.pop() {
            if let Some(earlier) = self.latest_before(object, event) {
                awaited.push(earlier);
                continue;
            }
            self.sources(object, &mut sources);
            let place = self.reached[object as usize].1;
            for &source in &sources {
                // The case itself was ready from its first event on.
                let (owner, rank) = self.reached[source as usize];
                if owner == case && source != case && rank < place && self.asks(source) {
                    asking.push(source);
                }
            }
        }
        awaited.sort_unstable_by_key(|&event| self.order(event));
        awaited.dedup();
        awaited
    }

    /// The latest event of other cases' objects that `event` had to wait for: objects that it concerns itself, and
    /// those that, like the case's own, led to an object of which it is the first event.
    pub fn awaited_of_others(&mut self, case: u32, event: u32) -> Option<u32> {
        let ocel = self.ocel;
        let mut others = Vec::new();
        let mut sources = Vec::new();
        for link in ocel.event_objects.of(event) {
            if !self.owns(link.to, case) {
                let kind = Some(ocel.object_types[link.to as usize]);
                if kind == Some(self.case_kind) || self.steps.iter().any(|step| step.to == kind) {
                    others.push(link.to);
                }
            } else if link.to != case && self.latest_before(link.to, event).is_none() {
                self.sources(link.to, &mut sources);
                others.extend(sources.iter().copied().filter(|&source| !self.owns(source, case)));
            }
        }
        let mut latest: Option<u32> = None;
        for other in others {
            let ready = self.latest_before(other, event);
            latest = latest.into_iter().chain(ready).max_by_key(|&event| self.order(event));
        }
        latest
    }

    /// Whether `object` is asked for the first time in the current question.
    fn asks(&mut self, object: u32) -> bool {
        std::mem::replace(&mut self.asked.0[object as usize], self.asked.1) != self.asked.1
    }

    /// The objects, of whatever case, that lead to `object`.
    fn sources(&mut self, object: u32, sources: &mut Vec<u32>) {
        sources.clear();
        for step in &self.steps {
            if Some(self.ocel.object_types[object as usize]) == step.to {
                self.visited += related(self.ocel, object, step.from, step, sources);
            }
        }
    }
}

/// Adds the objects of type `kind` that `step` relates to `object`, and says how many links it looked at.
fn related(ocel: &Ocel, object: u32, kind: Option<u32>, step: &Step, found: &mut Vec<u32>) -> u64 {
    let fits = |link: &Link| Some(ocel.object_types[link.to as usize]) == kind && link.to != object;
    match step.by {
        By::Relation => {
            let (out, back) = (ocel.outgoing.of(object), ocel.incoming.of(object));
            let said = |link: &Link| match step.qualifier {
                Qualifier::Any => true,
                Qualifier::This(qualifier) => link.qualifier == qualifier,
                Qualifier::Unknown => false,
            };
            found.extend(out.iter().chain(back).filter(|link| fits(link) && said(link)).map(|link| link.to));
            (out.len() + back.len()) as u64
        }
        By::Event => {
            let events = ocel.object_events.of(object);
            let mut looked = events.len() as u64;
            for event in events {
                let links = ocel.event_objects.of(event.to);
                looked += links.len() as u64;
                found.extend(links.iter().filter(|link| fits(link)).map(|link| link.to));
            }
            looked
        }
    }
}

/// The object of type `kind` that is first related to `object`, by itself or through an event.
pub(super) fn first_related(ocel: &Ocel, object: u32, kind: u32) -> Option<u32> {
    let mut found = Vec::new();
    for by in [By::Relation, By::Event] {
        let step = Step { from: None, to: None, qualifier: Qualifier::Any, by };
        related(ocel, object, Some(kind), &step, &mut found);
        if let Some(&first) = found.first() {
            return Some(first);
        }
    }
    None
}
