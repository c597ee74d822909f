//! Events of cases become hand-offs: a hold is a run of consecutive events with the same team.
//!
//! Any reader of events may feed it, row by row, in the order of its file; the events of a case need not stand together.
//! What holds for a case as a whole (its customer, its attributes, its promise) is what its latest event says of it.

mod holds;

use catena_analysis::names::Names;
use catena_analysis::{Handoff, Handoffs, Instant};

use crate::instants::{Day, Instants};
use crate::internal::Internals;
use crate::promise::Promises;
use crate::quality::Rule;
use crate::recipe::{CUSTOMER, Providers};
use crate::rows::Wanted;
use crate::values::{self, Row};
use crate::{Error, Quality, Recipe, recipe};
use holds::{Case, End, Event, Hold, Holder, State};

/// The code of the empty text.
const NOTHING: u32 = 0;

/// Collects the events of all cases.
#[derive(Debug)]
pub(crate) struct Transitions {
    rules: recipe::Transitions,
    wanted: Wanted,
    case: usize,
    time: usize,
    team: usize,
    /// Where providers are people: the column under whose values they are shown.
    step: Option<usize>,
    state: Vec<usize>,
    opened: Option<usize>,
    closed: Option<usize>,
    customer: Option<usize>,
    rating: Option<usize>,
    attributes: Vec<usize>,
    /// Columns of which each case keeps its latest value.
    kept: Vec<usize>,
    promises: Promises,
    internal: Internals,
    instants: Instants,
    attribute_names: Vec<String>,
    events: Events,
    cases: Cases,
    quality: Quality,
    files: Vec<String>,
}

/// The events of all cases, in the order in which they came.
#[derive(Debug, Default)]
struct Events {
    cases: Vec<u32>,
    at: Vec<Instant>,
    teams: Vec<u32>,
    states: Vec<u32>,
    lines: Vec<u32>,
    files: Vec<u32>,
    /// Teams, and people where providers are people; [`NOTHING`] is none.
    holders: Names,
    /// The name under which each holder is shown.
    shown: Vec<u32>,
    state_names: Names,
}

/// What is known of each case.
#[derive(Debug, Default)]
struct Cases {
    ids: Names,
    /// For each case and each kept column: the code of its latest value, and when it was said.
    values: Vec<(u32, Instant)>,
    texts: Names,
    /// Whether an event of the case has no readable time.
    faulty: Vec<bool>,
}

impl Transitions {
    /// Ready for the events that `recipe`, of kind transitions, describes.
    pub(crate) fn new(recipe: &Recipe) -> Result<Self, Error> {
        let Some(rules) = &recipe.transitions else {
            return Err(Error::in_recipe(
                "kind: \"transitions\" needs a table [transitions] that names the columns".to_owned(),
            ));
        };
        let mut wanted = Wanted::default();
        let (case, time, team) = (wanted.ask(&rules.case), wanted.ask(&rules.time), wanted.ask(&rules.team));
        let step = match recipe.providers {
            Providers::People => Some(wanted.ask(recipe.provider_column(&rules.team)?)),
            Providers::Teams | Providers::Roles => None,
        };
        let state = rules.state.iter().map(|column| wanted.ask(column)).collect();
        let opened = wanted.ask_for(rules.opened.as_ref());
        let closed = wanted.ask_for(rules.closed.as_ref());
        let customer = wanted.ask_for(rules.customer.as_ref());
        let rating = wanted.ask_for(rules.rating.as_ref());
        let promises = Promises::new(recipe)?;
        let promised: Vec<usize> = promises.columns().map(|column| wanted.ask(column)).collect();
        let internal = Internals::new(recipe, &mut wanted);
        let attributes: Vec<usize> = recipe.attributes.iter().map(|column| wanted.ask(column)).collect();
        let mut kept: Vec<usize> =
            [opened, closed, customer, rating, internal.column()].into_iter().flatten().collect();
        kept.extend(promised.iter().chain(&attributes));
        kept.sort_unstable();
        kept.dedup();
        let mut texts = Names::default();
        texts.code("");
        let mut holders = Names::default();
        holders.code("");
        let mut state_names = Names::default();
        state_names.code("");
        Ok(Self {
            rules: rules.clone(),
            wanted,
            case,
            time,
            team,
            step,
            state,
            opened,
            closed,
            customer,
            rating,
            attributes,
            kept,
            promises,
            internal,
            instants: Instants::new(&recipe.time)?,
            attribute_names: recipe.attributes.clone(),
            events: Events { holders, state_names, shown: vec![NOTHING], ..Events::default() },
            cases: Cases { texts, ..Cases::default() },
            quality: Quality::default(),
            files: Vec::new(),
        })
    }

    /// The columns whose values [`row`](Self::row) needs, in this order.
    pub(crate) fn columns(&self) -> &[String] {
        self.wanted.columns()
    }

    /// Events that follow come from `file`.
    pub(crate) fn begin_file(&mut self, file: &str) {
        self.files.push(file.to_owned());
    }

    /// Takes in an event: a value for each of [`columns`](Self::columns), empty where there is none.
    pub(crate) fn row(&mut self, line: u32, values: &[&str]) {
        let file = self.files.last().map_or("", String::as_str);
        self.quality.rows += 1;
        let id = values[self.case];
        if id.is_empty() {
            self.quality.add(Rule::NoId, file, line, Some(self.wanted.name(self.case)), values[self.time]);
            return;
        }
        let case = self.cases.ids.code(id);
        if case as usize == self.cases.faulty.len() {
            self.cases.faulty.push(false);
            let known = self.cases.values.len() + self.kept.len();
            self.cases.values.resize(known, (NOTHING, Instant::MIN));
        }
        let column = self.wanted.name(self.time);
        let text = values[self.time];
        let moment = self.instants.read(text, Day::First);
        if let Some(rule) = moment.and_then(|moment| moment.remark) {
            self.quality.add(rule, file, line, Some(column), text);
        }
        if moment.is_none() {
            self.quality.add(Rule::EventWithoutTime, file, line, Some(column), text);
            self.cases.faulty[case as usize] = true;
        }
        let at = moment.map_or(Instant::MIN, |moment| moment.at);
        let known = &mut self.cases.values[case as usize * self.kept.len()..];
        for (known, &place) in known.iter_mut().zip(&self.kept) {
            if !values[place].is_empty() && at >= known.1 {
                *known = (self.cases.texts.code(values[place]), at);
            }
        }
        if values[self.team].is_empty() {
            self.quality.add(Rule::NoTeam, file, line, Some(self.wanted.name(self.team)), id);
        }
        let files = self.files.len().saturating_sub(1) as u32;
        let (holder, state) = (self.holder(values), self.state(values));
        let events = &mut self.events;
        events.cases.push(case);
        events.at.push(at);
        events.teams.push(holder);
        events.states.push(state);
        events.lines.push(line);
        events.files.push(files);
    }

    /// The code of whoever holds the case from this event on. A person in two steps is two holders.
    fn holder(&mut self, values: &[&str]) -> u32 {
        let team = values[self.team];
        let Some(step) = self.step.filter(|_| !team.is_empty()) else { return self.name_holder(team, team) };
        self.name_holder(&format!("{team}\0{}", values[step]), values[step])
    }

    fn name_holder(&mut self, holder: &str, shown: &str) -> u32 {
        let code = self.events.holders.code(holder);
        if code as usize == self.events.shown.len() {
            let shown = self.cases.texts.code(shown);
            self.events.shown.push(shown);
        }
        code
    }

    /// The code of the state, its columns joined by `/`.
    fn state(&mut self, values: &[&str]) -> u32 {
        match self.state[..] {
            [] => NOTHING,
            [column] => self.events.state_names.code(values[column]),
            _ => {
                let parts: Vec<&str> =
                    self.state.iter().map(|&column| values[column]).filter(|part| !part.is_empty()).collect();
                self.events.state_names.code(&parts.join("/"))
            }
        }
    }

    /// The hand-offs of all cases, in the order in which the cases first appeared.
    pub(crate) fn finish(mut self) -> (Handoffs, Quality) {
        let states = self.known_states();
        let (starts, order) = self.events.by_case(self.cases.ids.len());
        let names: Vec<&str> = self.attribute_names.iter().map(String::as_str).collect();
        let mut handoffs = Handoffs::new(&names);
        let mut quality = std::mem::take(&mut self.quality);
        let mut file = None;
        for case in 0..self.cases.ids.len() {
            let events = &order[starts[case]..starts[case + 1]];
            let first = self.events.files[events[0] as usize];
            if file != Some(first) {
                handoffs.begin_file(self.files.get(first as usize).map_or("", String::as_str));
                file = Some(first);
            }
            self.push_case(case, events, &states, &mut handoffs, &mut quality);
        }
        (handoffs, quality)
    }

    /// What each state means; states of the recipe that the log does not have are reported.
    fn known_states(&mut self) -> Vec<State> {
        let names = &self.events.state_names;
        let matches = |listed: &str, state: &str| listed == state || state.split('/').any(|part| part == listed);
        let lists = [
            (&self.rules.customer_waits, State::Customer),
            (&self.rules.done, State::Done),
            (&self.rules.working, State::Working),
            (&self.rules.waiting, State::Waiting),
        ];
        for listed in lists.iter().flat_map(|(list, _)| list.iter()) {
            if !names.iter().any(|state| matches(listed, state)) {
                let file = self.files.first().map_or("", String::as_str);
                self.quality.add(Rule::UnknownState, file, 0, None, listed);
            }
        }
        let meaning = |state: &str| {
            lists.iter().find(|(list, _)| list.iter().any(|listed| matches(listed, state))).map(|&(_, state)| state)
        };
        let states: Vec<Option<State>> = names.iter().map(meaning).collect();
        if lists.iter().any(|(list, _)| !list.is_empty()) {
            // The first code is that of no state at all.
            for code in (1..states.len()).filter(|&code| states[code].is_none()) {
                let event = self.events.states.iter().position(|&other| other as usize == code).unwrap_or_default();
                let file = self.files.get(self.events.files[event] as usize).map_or("", String::as_str);
                let state = names.name(code as u32);
                self.quality.add(Rule::UnlistedState, file, self.events.lines[event], None, state);
            }
        }
        states.into_iter().map(|state| state.unwrap_or(State::Other)).collect()
    }

    fn push_case(
        &self,
        number: usize,
        indices: &[u32],
        states: &[State],
        handoffs: &mut Handoffs,
        quality: &mut Quality,
    ) {
        let events: Vec<Event> = indices.iter().map(|&index| self.events.event(index as usize, states)).collect();
        let place = |index: usize| {
            let event = indices[index] as usize;
            (self.files.get(self.events.files[event] as usize).map_or("", String::as_str), self.events.lines[event])
        };
        let id = self.cases.ids.name(number as u32);
        let columns: Vec<&str> = self.kept_values(number);
        let value = |place: Option<usize>| place.map_or("", |place| columns[place]);
        let (file, line) = place(0);
        let mut row = Row { file, line, instants: &self.instants, quality, fault: None };
        if self.cases.faulty[number] {
            row.fault = Some(catena_analysis::Fault::BadTime);
        }
        let name = |place: Option<usize>| place.map_or("", |place| self.wanted.name(place));
        let opened = row.instant(name(self.opened), value(self.opened), Day::First);
        let end = match self.closed {
            Some(_) => End::At(row.instant(name(self.closed), value(self.closed), Day::First)),
            None if !self.rules.done.is_empty() => End::Done,
            None => End::LastEvent,
        };
        let case = if row.fault.is_none() {
            holds::case(&events, opened, end)
        } else {
            Case { opened: opened.unwrap_or_default(), closed: None, holds: Vec::new(), late: None, early: None }
        };
        let due = self.promises.of_row(case.opened, self.wanted.columns(), &columns, &mut row);
        let due = due.map(|due| self.moved(due, &case));
        let rating = row.value(name(self.rating), value(self.rating), values::rating);
        let customer = Some(value(self.customer)).filter(|name| !name.is_empty()).unwrap_or(CUSTOMER);
        let first_team = events.iter().find_map(|event| event.team).map_or("", |team| self.shown(team));
        let provider = self.rules.front.as_deref().unwrap_or(first_team);
        if provider.is_empty() && row.fault.is_none() {
            row.quality.add(Rule::NeverHeld, file, line, Some(self.wanted.name(self.team)), id);
            row.fault = Some(catena_analysis::Fault::MissingValue);
        }
        let root = Handoff {
            id,
            customer,
            provider,
            opened: case.opened,
            closed: case.closed,
            due,
            rating,
            internal: self.internal.asked(&columns),
            fault: row.fault,
            line,
            ..Handoff::default()
        };
        let attributes: Vec<Option<&str>> =
            self.attributes.iter().map(|&place| Some(columns[place]).filter(|text| !text.is_empty())).collect();
        for (rule, event) in [(Rule::AfterTheEnd, case.late), (Rule::BeforeOpening, case.early)] {
            if let Some(event) = event {
                let (file, line) = place(event);
                quality.add(rule, file, line, None, id);
            }
        }
        handoffs.push(&root, &attributes);
        let holder = |hold: &Hold| match hold.holder {
            Holder::Team(team) => self.shown(team),
            Holder::Customer => customer,
        };
        for (index, hold) in case.holds.iter().enumerate() {
            let is_wait = hold.holder == Holder::Customer;
            let handoff = Handoff {
                id: &format!("{id}/{}", index + 1),
                parent: Some(id),
                customer: case.holds.get(index + 1).map_or(customer, holder),
                provider: holder(hold),
                opened: hold.from,
                started: hold.started,
                closed: hold.to,
                due: hold.to.filter(|_| is_wait && self.rules.customer_waits_stop_promise),
                customer_hold: is_wait,
                rework: hold.rework,
                line: place(hold.event).1,
                ..Handoff::default()
            };
            handoffs.push(&handoff, &[]);
        }
    }

    /// The due instant, moved by the waits for the customer if they stop the promise.
    fn moved(&self, due: Instant, case: &Case) -> Instant {
        if !self.rules.customer_waits_stop_promise {
            return due;
        }
        let waits = case.holds.iter().filter(|hold| hold.holder == Holder::Customer);
        let pauses: Vec<(Instant, Instant)> = waits.filter_map(|hold| Some((hold.from, hold.to?))).collect();
        self.promises.moved(due, &pauses)
    }

    fn shown(&self, team: u32) -> &str {
        self.cases.texts.name(self.events.shown[team as usize])
    }

    /// The latest value of each kept column of a case, where the column stands; nothing elsewhere.
    fn kept_values(&self, case: usize) -> Vec<&str> {
        let mut values = vec![""; self.wanted.columns().len()];
        let known = &self.cases.values[case * self.kept.len()..];
        for (&place, &(code, _)) in self.kept.iter().zip(known) {
            values[place] = self.cases.texts.name(code);
        }
        values
    }
}

impl Events {
    /// The events of each case, ordered by time and then as they came: where each case begins, and the events.
    fn by_case(&self, cases: usize) -> (Vec<usize>, Vec<u32>) {
        let mut starts = vec![0; cases + 1];
        for &case in &self.cases {
            starts[case as usize + 1] += 1;
        }
        for case in 0..cases {
            starts[case + 1] += starts[case];
        }
        let mut next = starts.clone();
        let mut order = vec![0; self.cases.len()];
        for (event, &case) in self.cases.iter().enumerate() {
            order[next[case as usize]] = event as u32;
            next[case as usize] += 1;
        }
        for case in starts.windows(2) {
            order[case[0]..case[1]].sort_by_key(|&event| self.at[event as usize]);
        }
        (starts, order)
    }

    fn event(&self, index: usize, states: &[State]) -> Event {
        let (team, state) = (self.teams[index], self.states[index]);
        Event {
            at: self.at[index],
            team: (team != NOTHING).then_some(team),
            state: (state != NOTHING).then(|| states[state as usize]),
        }
    }
}
