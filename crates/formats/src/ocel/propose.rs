//! A recipe for a log that nobody has described: which objects are cases, where they lead, who did the work.
//!
//! A case is the type of object that comes first: no event on the objects around it is earlier than its own first
//! event. Types of which few objects carry nearly all events are resources, never part of a case. Everything here is a
//! guess from names and counts, and says so in its reasons.

use super::Proposed;
use super::model::Ocel;
use crate::Recipe;
use crate::instants;
use crate::reason::Reason;
use crate::recipe::ocel::{By, Follow, Team};
use crate::recipe::{self, Kind, Promise, Providers};

/// From so many events an object on average, the objects of a type are resources that all cases share.
const SHARED: usize = 30;
/// Objects of each type that are looked at to see what comes first.
const SAMPLE: usize = 2000;
/// Attributes of the case that are kept.
const MOST_ATTRIBUTES: usize = 30;

const TEAM_WORDS: [&str; 8] = ["team", "group", "department", "dept", "role", "unit", "division", "section"];
const PEOPLE_WORDS: [&str; 9] =
    ["employee", "resource", "worker", "user", "staff", "person", "agent", "operator", "clerk"];
const CUSTOMER_WORDS: [&str; 7] = ["customer", "client", "buyer", "patient", "applicant", "citizen", "debtor"];
const DUE_WORDS: [&str; 4] = ["due", "deadline", "promised", "sla"];

/// Finds a recipe for `ocel`.
pub(super) fn propose(ocel: &Ocel) -> Proposed {
    let kinds: Vec<Type> = (0..ocel.kinds.len() as u32).map(|kind| Type::of(ocel, kind)).collect();
    let mut reasons = Vec::new();
    let mut rules = recipe::ocel::Ocel::default();
    let (case, confidence) = case(ocel, &kinds);
    ocel.kinds.name(case).clone_into(&mut rules.case);
    let count = kinds[case as usize].objects.len();
    reasons.push(Reason::ObjectIsCase { count, object: rules.case.clone(), share: confidence });

    rules.follow = follow(ocel, &kinds, case);
    for step in &rules.follow {
        let (from, to) = (step.from.clone(), step.to.clone());
        let by_event = step.by == By::Event;
        reasons.push(if by_event {
            Reason::FollowsByEvent { from, to }
        } else {
            Reason::FollowsByRelation { from, to }
        });
    }

    let mut providers = Providers::Teams;
    for (name, _) in ocel.attribute_names(None) {
        if has(name, &TEAM_WORDS) {
            reasons.push(Reason::TeamOfEvent { attribute: name.to_owned() });
            rules.team.push(Team { attribute: Some(name.to_owned()), ..Team::default() });
        }
    }
    for kind in kinds.iter().filter(|kind| kind.events > 0 && kind.number != case) {
        let name = ocel.kinds.name(kind.number);
        let attributes = ocel.attribute_names(Some(kind.number));
        let attribute = attributes.iter().map(|(name, _)| *name).find(|name| has(name, &TEAM_WORDS));
        if kind.shared && (attribute.is_some() || has(name, &TEAM_WORDS)) {
            let object = name.to_owned();
            reasons.push(match attribute {
                Some(attribute) => Reason::TeamOfObject { attribute: attribute.to_owned(), object },
                None => Reason::TeamIsObject { object },
            });
            rules.team.push(Team {
                object: Some(name.to_owned()),
                qualifier: None,
                attribute: attribute.map(str::to_owned),
            });
        } else if has(name, &PEOPLE_WORDS) {
            providers = Providers::People;
        }
    }
    if rules.team.is_empty() {
        reasons.push(Reason::NoTeam);
    }

    let customer = kinds.iter().map(|kind| ocel.kinds.name(kind.number)).find(|name| has(name, &CUSTOMER_WORDS));
    rules.customer = customer.filter(|&name| name != rules.case).map(str::to_owned);
    rules.aside = ocel.activities.iter().filter(|name| has(name, &["reminder"])).map(str::to_owned).collect();

    let attributes = ocel.attribute_names(Some(case));
    let due = attributes.iter().find(|(name, value)| has(name, &DUE_WORDS) && instants::parse(value).is_some());
    let promise = due.map(|(name, _)| Promise { due: Some((*name).to_owned()), ..Promise::default() });
    reasons.push(match due {
        Some((name, _)) => Reason::CaseDue { column: (*name).to_owned() },
        None => Reason::NoCaseDue,
    });
    let recipe = Recipe {
        kind: Kind::Ocel,
        providers,
        attributes: attributes.iter().take(MOST_ATTRIBUTES).map(|(name, _)| (*name).to_owned()).collect(),
        ocel: Some(rules),
        promise,
        ..Recipe::default()
    };
    Proposed { recipe, confidence: confidence * 0.9, reasons }
}

/// What there is of one type of object.
struct Type {
    number: u32,
    objects: Vec<u32>,
    events: usize,
    /// Whether cases share its objects instead of having their own.
    shared: bool,
}

impl Type {
    fn of(ocel: &Ocel, kind: u32) -> Self {
        let objects: Vec<u32> =
            ocel.declared.iter().copied().filter(|&object| ocel.object_types[object as usize] == kind).collect();
        let events: usize = objects.iter().map(|&object| ocel.object_events.of(object).len()).sum();
        let shared = has(ocel.kinds.name(kind), &PEOPLE_WORDS) || events >= objects.len() * SHARED;
        Self { number: kind, objects, events, shared }
    }

    /// Whether the objects can belong to a case.
    fn owned(&self) -> bool {
        self.events > 0 && !self.shared
    }
}

/// The type that comes first, and how much of it does.
fn case(ocel: &Ocel, kinds: &[Type]) -> (u32, f64) {
    let score = |kind: &Type| {
        let sample = &kind.objects[..kind.objects.len().min(SAMPLE)];
        let first = |object: u32| ocel.object_events.of(object).first().map(|link| link.to);
        let leads = sample.iter().filter(|&&object| {
            let Some(begin) = first(object) else { return false };
            let order = |event: u32| (ocel.times[event as usize], event);
            let related = ocel.outgoing.of(object).iter().chain(ocel.incoming.of(object));
            related
                .filter(|link| kinds[ocel.object_types[link.to as usize] as usize].owned())
                .filter_map(|link| first(link.to))
                .all(|other| order(begin) <= order(other))
        });
        leads.count() as f64 / sample.len().max(1) as f64
    };
    let pool: Vec<&Type> = if kinds.iter().any(Type::owned) {
        kinds.iter().filter(|kind| kind.owned()).collect()
    } else {
        kinds.iter().collect()
    };
    // Where several come first alike, the one that leads to the most others, then the one with fewer objects.
    let reach = |kind: &Type| follow(ocel, kinds, kind.number).len();
    let best = pool.into_iter().map(|kind| (kind, score(kind), reach(kind))).max_by(
        |(a, score_a, reach_a), (b, score_b, reach_b)| {
            score_a
                .total_cmp(score_b)
                .then(reach_a.cmp(reach_b))
                .then(b.objects.len().cmp(&a.objects.len()))
                .then(b.number.cmp(&a.number))
        },
    );
    best.map_or((0, 0.0), |(kind, score, _)| (kind.number, score))
}

/// The steps from the objects of type `case` to all types that can belong to it.
fn follow(ocel: &Ocel, kinds: &[Type], case: u32) -> Vec<Follow> {
    let mut steps = Vec::new();
    let mut entered = vec![case];
    for by in [By::Relation, By::Event] {
        let mut place = 0;
        while let Some(&from) = entered.get(place) {
            place += 1;
            for to in neighbours(ocel, &kinds[from as usize], by) {
                if kinds[to as usize].owned() && !entered.contains(&to) {
                    entered.push(to);
                    let name = |kind| ocel.kinds.name(kind).to_owned();
                    steps.push(Follow { from: name(from), to: name(to), qualifier: None, by });
                }
            }
        }
    }
    steps
}

/// The types to which objects of type `from` are related, in the order of the types.
fn neighbours(ocel: &Ocel, from: &Type, by: By) -> Vec<u32> {
    let mut seen = vec![false; ocel.kinds.len()];
    let mut see = |object: u32| seen[ocel.object_types[object as usize] as usize] = true;
    for &object in from.objects.iter().take(SAMPLE) {
        match by {
            By::Relation => {
                ocel.outgoing.of(object).iter().chain(ocel.incoming.of(object)).for_each(|link| see(link.to));
            }
            By::Event => {
                for event in ocel.object_events.of(object).iter().take(SHARED) {
                    ocel.event_objects.of(event.to).iter().for_each(|link| see(link.to));
                }
            }
        }
    }
    (0..seen.len() as u32).filter(|&kind| seen[kind as usize]).collect()
}

/// Whether one of `words` is in `name`.
fn has(name: &str, words: &[&str]) -> bool {
    let name = name.to_lowercase();
    words.iter().any(|word| name.contains(word))
}
