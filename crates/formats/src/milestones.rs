//! One row for each case, with a column for each instant: every step between two of them is a hand-off.
//!
//! Whoever uses the output is the customer: the provider of the next step that the case has, the external customer for
//! the last one. A step without both of its instants did not happen; one with a single instant is left out and said so,
//! unless the case is still open.

use catena_analysis::{Handoff, Handoffs, Instant};

use crate::Error;
use crate::instants::{Day, Instants};
use crate::internal::Internals;
use crate::promise::{Promises, duration};
use crate::quality::{Quality, Rule};
use crate::recipe::{CUSTOMER, Recipe};
use crate::rows::Wanted;
use crate::values::{self, Row};

/// Turns rows into hand-offs.
#[derive(Debug)]
pub(crate) struct Milestones {
    wanted: Wanted,
    case: usize,
    opened: usize,
    closed: usize,
    customer: Option<usize>,
    rating: Option<usize>,
    front: String,
    steps: Vec<Step>,
    attributes: Vec<usize>,
    instants: Instants,
    promises: Promises,
    internal: Internals,
    handoffs: Handoffs,
    quality: Quality,
    file: String,
}

/// A step of every case, its columns found.
#[derive(Debug)]
struct Step {
    provider: String,
    customer: Option<String>,
    from: usize,
    to: usize,
    started: Option<usize>,
    due: Option<usize>,
    within: Option<i64>,
}

/// A step of one case.
struct Done<'s> {
    step: &'s Step,
    number: usize,
    from: Instant,
    to: Option<Instant>,
    started: Option<Instant>,
    due: Option<Instant>,
}

impl Milestones {
    /// Ready for the rows that `recipe`, of kind milestones, describes.
    pub fn new(recipe: &Recipe) -> Result<Self, Error> {
        let Some(milestones) = &recipe.milestones else {
            return Err(Error::in_recipe(
                "kind: \"milestones\" needs a table [milestones] that names the columns".to_owned(),
            ));
        };
        if milestones.steps.is_empty() {
            return Err(Error::in_recipe(
                "milestones.steps: there are none; add [[milestones.steps]] with provider, from and to".to_owned(),
            ));
        }
        let mut wanted = Wanted::default();
        let (case, opened, closed) =
            (wanted.ask(&milestones.case), wanted.ask(&milestones.opened), wanted.ask(&milestones.closed));
        let customer = wanted.ask_for(milestones.customer.as_ref());
        let rating = wanted.ask_for(milestones.rating.as_ref());
        let mut steps = Vec::with_capacity(milestones.steps.len());
        for step in &milestones.steps {
            steps.push(Step {
                provider: step.provider.clone(),
                customer: step.customer.clone(),
                from: wanted.ask(&step.from),
                to: wanted.ask(&step.to),
                started: wanted.ask_for(step.started.as_ref()),
                due: wanted.ask_for(step.due.as_ref()),
                within: step.within.as_ref().map(|text| duration(text, "milestones.steps.within")).transpose()?,
            });
        }
        let promises = Promises::new(recipe)?;
        for column in promises.columns() {
            wanted.ask(column);
        }
        let internal = Internals::new(recipe, &mut wanted);
        let attributes = recipe.attributes.iter().map(|name| wanted.ask(name)).collect();
        let names: Vec<&str> = recipe.attributes.iter().map(String::as_str).collect();
        Ok(Self {
            wanted,
            case,
            opened,
            closed,
            customer,
            rating,
            front: milestones.front.clone(),
            steps,
            attributes,
            instants: Instants::new(&recipe.time)?,
            promises,
            internal,
            handoffs: Handoffs::new(&names),
            quality: Quality::default(),
            file: String::new(),
        })
    }

    /// The columns whose values [`row`](Self::row) needs, in this order.
    pub fn columns(&self) -> &[String] {
        self.wanted.columns()
    }

    /// Rows that follow come from `file`.
    pub fn begin_file(&mut self, file: &str) {
        self.handoffs.begin_file(file);
        file.clone_into(&mut self.file);
    }

    /// Takes in a row: a value for each of [`columns`](Self::columns), empty where there is none.
    pub fn row(&mut self, line: u32, texts: &[&str]) {
        let Self { wanted, quality, file, .. } = self;
        quality.rows += 1;
        let case = texts[self.case];
        if case.is_empty() {
            quality.add(Rule::NoId, file, line, Some(wanted.name(self.case)), texts[self.opened]);
            return;
        }
        let mut row = Row { file, line, instants: &self.instants, quality, fault: None };
        let opened = row.needed(wanted.name(self.opened), texts[self.opened]);
        let opened = row.instant(wanted.name(self.opened), opened, Day::First);
        let closed = row.instant(wanted.name(self.closed), texts[self.closed], Day::First);
        let due = opened.and_then(|opened| self.promises.of_row(opened, wanted.columns(), texts, &mut row));
        let customer = self.customer.map_or("", |place| texts[place]);
        let root = Handoff {
            id: case,
            customer: if customer.is_empty() { CUSTOMER } else { customer },
            provider: &self.front,
            opened: opened.unwrap_or_default(),
            closed,
            due,
            rating: self.rating.and_then(|place| row.value(wanted.name(place), texts[place], values::rating)),
            internal: self.internal.asked(texts),
            line,
            ..Handoff::default()
        };
        let done: Vec<Done> = (self.steps.iter().enumerate())
            .filter_map(|(index, step)| step.of(index + 1, wanted, texts, closed.is_some(), &mut row))
            .collect();
        let root = Handoff { fault: row.fault, ..root };
        let attributes: Vec<Option<&str>> =
            self.attributes.iter().map(|&place| Some(texts[place]).filter(|text| !text.is_empty())).collect();
        self.handoffs.push(&root, &attributes);
        for (index, Done { step, number, from, to, started, due }) in done.iter().enumerate() {
            let next = done.get(index + 1).map_or(root.customer, |next| next.step.provider.as_str());
            let handoff = Handoff {
                id: &format!("{case}/{number}"),
                parent: Some(case),
                customer: step.customer.as_deref().unwrap_or(next),
                provider: &step.provider,
                opened: *from,
                started: *started,
                closed: *to,
                due: *due,
                line,
                ..Handoff::default()
            };
            self.handoffs.push(&handoff, &[]);
        }
    }

    /// The hand-offs of all rows, in their order.
    pub fn finish(self) -> (Handoffs, Quality) {
        (self.handoffs, self.quality)
    }
}

impl Step {
    /// The step in the case of one row, if it took place.
    fn of<'s>(
        &'s self,
        number: usize,
        wanted: &Wanted,
        texts: &[&str],
        closed: bool,
        row: &mut Row,
    ) -> Option<Done<'s>> {
        let from = row.instant(wanted.name(self.from), texts[self.from], Day::First);
        let to = row.instant(wanted.name(self.to), texts[self.to], Day::First);
        let half = from.is_some() != to.is_some() && row.fault.is_none();
        if half && (closed || from.is_none()) {
            let missing = if from.is_some() { self.to } else { self.from };
            row.quality.add(Rule::HalfStep, row.file, row.line, Some(wanted.name(missing)), &self.provider);
            return None;
        }
        let from = from?;
        let started = self.started.and_then(|place| row.instant(wanted.name(place), texts[place], Day::First));
        let due = self.due.and_then(|place| row.instant(wanted.name(place), texts[place], Day::Last));
        let due = due.or_else(|| self.within.map(|within| from.saturating_add(within)));
        Some(Done { step: self, number, from, to, started, due })
    }
}
