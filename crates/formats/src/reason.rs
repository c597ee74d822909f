//! What speaks for a proposed recipe, and what it leaves open: a code with values for whoever tells it in another
//! language, a sentence in English for everybody else.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;
use utoipa::ToSchema;

/// One reason.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the sentences below say what each reason and its values mean")]
pub enum Reason {
    Latin1,
    NoValue { markers: Vec<String> },
    NativeHeader,
    Nothing,
    Written { formats: Vec<String> },
    DayOrMonth,
    WorkWithParents { id: String, share: f64, parent: String },
    WorkAlone { id: String },
    Runs { from: String, to: String },
    Due { column: String },
    NoDue,
    CaseDue { column: String },
    NoCaseDue,
    NoCaseDueBy { column: String },
    PeopleUnderStep { column: String, step: String },
    PerhapsPeople { column: String },
    Holder { column: String },
    Instants { count: usize, case: String },
    MilestonesFrom { from: String, to: String },
    FrontDesk,
    Event { case: String, rows: f64 },
    When { column: String },
    States { column: String },
    OpenStates { states: Vec<String> },
    EndsAt { column: String },
    EndsDone,
    EndsLast,
    OnlyPeople { key: String },
    OnlyActivities,
    Team { key: String, share: f64 },
    NoTime { key: String },
    Waiting { states: Vec<String> },
    Working { states: Vec<String> },
    CustomerWaits { states: Vec<String> },
    Done { states: Vec<String> },
    FromHandOffs,
    ObjectIsCase { count: usize, object: String, share: f64 },
    FollowsByEvent { from: String, to: String },
    FollowsByRelation { from: String, to: String },
    TeamOfEvent { attribute: String },
    TeamOfObject { attribute: String, object: String },
    TeamIsObject { object: String },
    NoTeam,
}

impl Display for Reason {
    #[rustfmt::skip]
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latin1 => write!(out, "Its bytes are not UTF-8, so it is read as Latin-1."),
            Self::NoValue { markers } => write!(out, "{} stands for \"no value\".", quoted(markers)),
            Self::NativeHeader => write!(out, "The header has all columns of Catena's own format, so no recipe is needed."),
            Self::Nothing => write!(out, "Nothing in its header and first rows tells what a case is and who holds it: choose the columns."),
            Self::Written { formats } => write!(out, "Instants are written as {}.", quoted(formats)),
            Self::DayOrMonth => write!(out, "Whether the day or the month comes first cannot be told from the values: check time.formats."),
            Self::WorkWithParents { id, share, parent } => write!(out, "Each row is a piece of work: {id:?} is unique, and {:.0} % of the values of {parent:?} are among its values.", share * 100.0),
            Self::WorkAlone { id } => write!(out, "Each row is a piece of work for a customer: {id:?} is unique, and no column says what it serves. Without the hand-offs behind it, only the last team of each can be seen."),
            Self::Runs { from, to } => write!(out, "The work runs from {from:?} to {to:?}."),
            Self::Due { column } => write!(out, "{column:?} says for when it was promised."),
            Self::NoDue => write!(out, "No column says for when anything was promised; add due to [spans], or a rule in [promise]."),
            Self::CaseDue { column } => write!(out, "{column:?} says for when a case was promised."),
            Self::NoCaseDue => write!(out, "Nothing says for when a case was promised: add [promise] with a duration, or none is kept or broken."),
            Self::NoCaseDueBy { column } => write!(out, "Nothing says for when a case was promised: add [promise] with durations by {column:?}, or none is kept or broken."),
            Self::PeopleUnderStep { column, step } => write!(out, "{column:?} seems to name people; rankings never do, so each is shown under {step:?}."),
            Self::PerhapsPeople { column } => write!(out, "{column:?} seems to name people, and no column says in which team they are: add one as `step` with providers = \"people\", unless these are roles of a demonstration."),
            Self::Holder { column } => write!(out, "{column:?} says which team holds the work."),
            Self::Instants { count, case } => write!(out, "Each row is a case with {count} instants: {case:?} is unique."),
            Self::MilestonesFrom { from, to } => write!(out, "From their order in the first rows, a case runs from {from:?} to {to:?}; each step is named after the column that ends it, so write the teams instead."),
            Self::FrontDesk => write!(out, "Who faces the customer is not in the table; \"Front desk\" stands for them."),
            Self::Event { case, rows } => write!(out, "Each row is an event: {case:?} has {rows:.1} rows for each of its values."),
            Self::When { column } => write!(out, "{column:?} changes from event to event of the same case, so it says when."),
            Self::States { column } => write!(out, "{column:?} says in which state a case is; its values are sorted by their words."),
            Self::OpenStates { states } => write!(out, "What {} says about a case is open.", quoted(states)),
            Self::EndsAt { column } => write!(out, "A case ends at {column:?}."),
            Self::EndsDone => write!(out, "A case ends with its last arrival in a done state."),
            Self::EndsLast => write!(out, "A case ends with its last event, as no column or state tells."),
            Self::OnlyPeople { key } => write!(out, "No key names a team; {key} names people, so each hold is shown under its activity."),
            Self::OnlyActivities => write!(out, "No key names a team or a person, so each activity stands for the team that does it."),
            Self::Team { key, share } => write!(out, "The team is {key}, which {:.0} % of the first events have.", share * 100.0),
            Self::NoTime { key } => write!(out, "The first events have no {key}."),
            Self::Waiting { states } => write!(out, "By their names, these states mean waiting: {}.", quoted(states)),
            Self::Working { states } => write!(out, "By their names, these states mean working: {}.", quoted(states)),
            Self::CustomerWaits { states } => write!(out, "By their names, these states mean waiting for the customer: {}.", quoted(states)),
            Self::Done { states } => write!(out, "By their names, these states mean done: {}.", quoted(states)),
            Self::FromHandOffs => write!(out, "The log was written from hand-offs and says itself what each of them is."),
            Self::ObjectIsCase { count, object, share } => write!(out, "Each of the {count} objects of type {object:?} is taken for a case: {:.0} % of them have their first event before the objects around them.", share * 100.0),
            Self::FollowsByEvent { from, to } => write!(out, "From {from:?} the case goes on to {to:?}, by events that concern both."),
            Self::FollowsByRelation { from, to } => write!(out, "From {from:?} the case goes on to {to:?}, by relations between them."),
            Self::TeamOfEvent { attribute } => write!(out, "The team of an event is its own {attribute:?}."),
            Self::TeamOfObject { attribute, object } => write!(out, "The team of an event is the {attribute:?} of its {object:?}."),
            Self::TeamIsObject { object } => write!(out, "The team of an event is its {object:?}."),
            Self::NoTeam => write!(out, "No object names a team, so each type of event stands for the team that does it."),
        }
    }
}

/// `"a" and "b"`.
fn quoted(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
