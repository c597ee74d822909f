//! One row for each piece of work: columns renamed, customers filled in.
//!
//! Where the customer of a piece of work has no column, or where providers are people, it is the provider of the work
//! that it serves; so no person's name is left on either side. Promises by rule are for roots: what is promised inside
//! has a column of its own.

use catena_analysis::names::Names;
use catena_analysis::{Handoff, Handoffs};

use crate::Error;
use crate::instants::{Day, Instants};
use crate::internal::Internals;
use crate::promise::Promises;
use crate::quality::{Quality, Rule};
use crate::recipe::{CUSTOMER, Providers, Recipe};
use crate::rows::Wanted;
use crate::values::{self, Row};

/// Turns rows into hand-offs.
#[derive(Debug)]
pub(crate) struct Spans {
    wanted: Wanted,
    places: Places,
    attributes: Vec<usize>,
    instants: Instants,
    promises: Promises,
    internal: Internals,
    /// Whether customers are found through parents, once all rows are known.
    through_parents: bool,
    /// Whether providers are people, who are shown under their step, and so are the customers of others.
    people: bool,
    handoffs: Handoffs,
    quality: Quality,
    file: String,
}

/// Where each value of a row stands.
#[derive(Debug)]
struct Places {
    id: usize,
    parent: Option<usize>,
    provider: usize,
    opened: usize,
    closed: usize,
    customer: Option<usize>,
    started: Option<usize>,
    due: Option<usize>,
    awaited: Option<usize>,
    rating: Option<usize>,
    customer_hold: Option<usize>,
    rework: Option<usize>,
}

impl Spans {
    /// Ready for the rows that `recipe`, of kind spans, describes.
    pub fn new(recipe: &Recipe) -> Result<Self, Error> {
        let Some(spans) = &recipe.spans else {
            return Err(Error::in_recipe("kind: \"spans\" needs a table [spans] that names the columns".to_owned()));
        };
        let mut wanted = Wanted::default();
        let places = Places {
            id: wanted.ask(&spans.id),
            parent: wanted.ask_for(spans.parent.as_ref()),
            provider: wanted.ask(recipe.provider_column(&spans.provider)?),
            opened: wanted.ask(&spans.opened),
            closed: wanted.ask(&spans.closed),
            customer: wanted.ask_for(spans.customer.as_ref()),
            started: wanted.ask_for(spans.started.as_ref()),
            due: wanted.ask_for(spans.due.as_ref()),
            awaited: wanted.ask_for(spans.awaited.as_ref()),
            rating: wanted.ask_for(spans.rating.as_ref()),
            customer_hold: wanted.ask_for(spans.customer_hold.as_ref()),
            rework: wanted.ask_for(spans.rework.as_ref()),
        };
        let promises = Promises::new(recipe)?;
        for column in promises.columns() {
            wanted.ask(column);
        }
        let internal = Internals::new(recipe, &mut wanted);
        let attributes = recipe.attributes.iter().map(|name| wanted.ask(name)).collect();
        let names: Vec<&str> = recipe.attributes.iter().map(String::as_str).collect();
        Ok(Self {
            people: recipe.providers == Providers::People,
            through_parents: false,
            wanted,
            places,
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
        let Self { wanted, places, instants, quality, file, .. } = self;
        quality.rows += 1;
        let name = |place: usize| wanted.name(place);
        let text = |place: Option<usize>| place.map_or("", |place| texts[place]);
        let column = |place: Option<usize>| place.map_or("", name);
        let id = texts[places.id];
        if id.is_empty() {
            quality.add(Rule::NoId, file, line, Some(name(places.id)), texts[places.opened]);
            return;
        }
        let mut row = Row { file, line, instants, quality, fault: None };
        let parent = Some(text(places.parent)).filter(|parent| !parent.is_empty());
        let provider = row.needed(name(places.provider), texts[places.provider]);
        let opened = row.needed(name(places.opened), texts[places.opened]);
        let opened = row.instant(name(places.opened), opened, Day::First);
        // Where a child names nobody, its customer is the provider of its parent, who may stand further down.
        let customer = match (parent, text(places.customer)) {
            (None, "") => CUSTOMER,
            (Some(_), named) if named.is_empty() || self.people => {
                self.through_parents = true;
                ""
            }
            (_, named) => named,
        };
        let mut flag =
            |place: Option<usize>, otherwise| row.value(column(place), text(place), values::truth).unwrap_or(otherwise);
        let (awaited, customer_hold, rework) =
            (flag(places.awaited, true), flag(places.customer_hold, false), flag(places.rework, false));
        let mut due = row.instant(column(places.due), text(places.due), Day::Last);
        if let (None, None, Some(opened)) = (due, parent, opened) {
            due = self.promises.of_row(opened, wanted.columns(), texts, &mut row);
        }
        let handoff = Handoff {
            id,
            parent,
            customer,
            provider,
            opened: opened.unwrap_or_default(),
            started: row.instant(column(places.started), text(places.started), Day::First),
            closed: row.instant(name(places.closed), texts[places.closed], Day::First),
            due,
            awaited,
            rating: row.value(column(places.rating), text(places.rating), values::rating),
            customer_hold,
            rework,
            internal: parent.is_none() && self.internal.asked(texts),
            line,
            ..Handoff::default()
        };
        let others = [(texts[places.closed], handoff.closed), (text(places.due), handoff.due)];
        let is_timed = row.fault.is_some() && values::is_timed(provider, opened, others);
        let handoff = Handoff { fault: row.fault, is_timed, ..handoff };
        let attributes: Vec<Option<&str>> =
            self.attributes.iter().map(|&place| Some(texts[place]).filter(|text| !text.is_empty())).collect();
        self.handoffs.push(&handoff, &attributes);
    }

    /// The hand-offs of all rows, in their order.
    pub fn finish(self) -> (Handoffs, Quality) {
        let handoffs = if self.through_parents { with_customers(&self.handoffs) } else { self.handoffs };
        (handoffs, self.quality)
    }
}

/// The same hand-offs, the customer of each that names none being the provider of its parent.
fn with_customers(rows: &Handoffs) -> Handoffs {
    let mut ids = Names::default();
    let mut first_row = Vec::new();
    for row in 0..rows.len() {
        if ids.code(rows.get(row).id) as usize == first_row.len() {
            first_row.push(row);
        }
    }
    let names: Vec<&str> = rows.attributes().iter().map(|column| column.name.as_str()).collect();
    let mut filled = Handoffs::new(&names);
    let mut file = None;
    for row in 0..rows.len() {
        let mut handoff = rows.get(row);
        let place = rows.place(row).0;
        if file != Some(place) {
            filled.begin_file(place);
            file = Some(place);
        }
        if let (Some(parent), "") = (handoff.parent, handoff.customer) {
            handoff.customer = ids.find(parent).map_or("", |code| rows.get(first_row[code as usize]).provider);
        }
        let attributes: Vec<Option<&str>> = rows.attributes().iter().map(|column| column.value(row)).collect();
        filled.push(&handoff, &attributes);
    }
    filled
}
