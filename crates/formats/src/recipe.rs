//! Recipes: how the columns of a foreign log become hand-offs, as a small TOML file that can be kept and repeated.
//!
//! `docs/recipes.md` explains every field with an example for each kind. A recipe holds no data and no code; unknown
//! fields are refused, so that a slip of the pen is not read as silence.

pub mod ocel;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Error;
use crate::promise::Promises;
use ocel::Ocel;

/// The name of the external customer where a log does not tell it.
pub(crate) const CUSTOMER: &str = "Customer";

/// How to read a log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// What a row of the input is.
    pub kind: Kind,
    /// What the providers in the input are. Rankings never name a person.
    #[serde(default, skip_serializing_if = "is_default")]
    pub providers: Providers,
    /// Where providers are people: the column with the step or team under which each is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Further columns, to filter chains by. The native format takes all of its further columns by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
    /// How the table is written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub csv: Csv,
    /// How instants are written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub time: Time,
    /// Columns of a table with one row for each piece of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Spans>,
    /// Columns and states of a table with one row for each event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transitions: Option<Transitions>,
    /// Columns and steps of a table with one row for each case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestones: Option<Milestones>,
    /// Objects and their relations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocel: Option<Ocel>,
    /// What was promised for each case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Which cases were asked for by a colleague.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal: Option<Internal>,
    /// Further tables, joined by a key.
    #[serde(default, rename = "join", skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<Join>,
    /// The folder from which joined tables are found; that of the input where it is not set.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
}

/// What a row of the input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A hand-off in Catena's own columns.
    #[default]
    Native,
    /// A piece of work with its beginning and end.
    Spans,
    /// An event of a case: the case changes its team or its state.
    Transitions,
    /// A case with an instant for each milestone.
    Milestones,
    /// An object-centric log.
    Ocel,
}

/// What the providers in the input are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Providers {
    /// Teams: shown as they are.
    #[default]
    Teams,
    /// People: each is shown under the value of the column `step`.
    People,
    /// Roles of a demonstration, each played by one person: shown as they are.
    Roles,
}

/// How the table is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Csv {
    /// One character; found from the header where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// How characters are encoded.
    #[serde(skip_serializing_if = "is_default")]
    pub encoding: Encoding,
    /// What stands for "no value", besides an empty field: `?`, `NULL`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// How characters are encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Encoding {
    /// UTF-8 with or without byte order mark; UTF-16 if its byte order mark is there.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// ISO 8859-1 with the characters that Windows adds.
    #[serde(rename = "latin-1")]
    Latin1,
}

/// How instants are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Time {
    /// Formats in the letters of `strftime`, tried in this order; RFC 3339 where none is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    /// The zone of instants that carry none: a name such as `Europe/Lisbon`; UTC where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// Columns of a table with one row for each piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Spans {
    /// Unique for each row.
    pub id: String,
    /// The id of the row that this one serves; empty for the work that a customer asked for, which every row is where
    /// it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Who did the work.
    pub provider: String,
    /// Who relied on it; where it is not set, the provider of the parent, and `Customer` for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// When it was asked for.
    pub opened: String,
    /// When work on it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// When it was done.
    pub closed: String,
    /// When it was promised for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Whether the parent needs the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaited: Option<String>,
    /// The customer's verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
    /// Whether the row is a wait for the external customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_hold: Option<String>,
    /// Whether the work had been returned or reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rework: Option<String>,
}

/// Columns and states of a table with one row for each event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transitions {
    /// The case: all its events together are one chain.
    pub case: String,
    /// When the event happened.
    pub time: String,
    /// Who holds the case from this event on.
    pub team: String,
    /// The columns that make up the state after the event. Several are joined by `/`, and a state in the lists below
    /// matches the whole or one part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<String>,
    /// States in which the case waits for its team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<String>,
    /// States in which its team works on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub working: Vec<String>,
    /// States in which the team waits for the external customer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customer_waits: Vec<String>,
    /// States in which the case is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// Whether waiting for the customer moves the due instant.
    #[serde(default, skip_serializing_if = "is_default")]
    pub customer_waits_stop_promise: bool,
    /// When the case was opened; its first event where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    /// When the case was closed; its last arrival in a done state, or its last event, where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// The name of the customer; `Customer` where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The team that gave the promise, by name; the team of the first event where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
    /// The customer's verdict on the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
}

/// Columns and steps of a table with one row for each case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestones {
    /// Unique for each row.
    pub case: String,
    /// The team that gave the promise, by name.
    pub front: String,
    /// When the case was opened.
    pub opened: String,
    /// When it was closed.
    pub closed: String,
    /// The name of the customer; `Customer` where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The customer's verdict on the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<String>,
    /// The hand-offs of each case, in the order of the work.
    pub steps: Vec<Step>,
}

/// One hand-off of each case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Who does it, by name.
    pub provider: String,
    /// The column of the instant at which it is asked for.
    pub from: String,
    /// The column of the instant at which it is done.
    pub to: String,
    /// The column of the instant at which work on it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// The column of the instant for which it was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// How long it may take, such as `4h`, where no column says for when it was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Who relies on it, by name; the provider of the next step that the case has, and the customer after the last
    /// one, where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}

/// What was promised for each case: a column, or a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Promise {
    /// The column of the due instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The column whose value chooses a duration from `within`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Durations such as `4h` or `1d 12h`, counted from the case's opening, by value of the column `by`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub within: BTreeMap<String, String>,
    /// The duration for all other cases; without it they have no promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// Counts working time instead of elapsed time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working: Option<Working>,
}

/// Working hours, in the zone of `time`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Working {
    /// Hours by day (`sat`) or days (`mon-fri`): `["08:00-12:00", "13:00-17:00"]`. An end before its beginning is on
    /// the next day.
    pub week: BTreeMap<String, Vec<String>>,
    /// Days without working hours: `2026-12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
}

/// Which cases were asked for by a colleague: those whose column has one of these values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Internal {
    /// The column to look at.
    pub column: String,
    /// The values that mean "a colleague".
    pub values: Vec<String>,
}

/// A further table, joined by a key. Its columns are named `name.column` in the rest of the recipe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The file, relative to the recipe or, where the recipe is no file, to the input.
    pub file: String,
    /// What its columns are called by; the file's name up to its first dot where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The column of this table that holds the key.
    pub key: String,
    /// The column of the input that holds the same key.
    pub on: String,
    /// How the table is written; like the input where it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv: Option<Csv>,
}

impl Recipe {
    /// Reads a recipe and checks it.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        let recipe: Self = toml::from_str(toml).map_err(|error| Error::in_recipe(error.to_string()))?;
        recipe.check()?;
        Ok(recipe)
    }

    /// Reads the recipe in the file `path`; joined tables are found from its folder.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let mut recipe = Self::parse(&text).map_err(|error| match error {
            Error::Recipe { problem, .. } => Error::Recipe { file: path.display().to_string(), problem },
            other => other,
        })?;
        recipe.folder = path.parent().map(Path::to_owned);
        Ok(recipe)
    }

    /// Checks what can be wrong with a recipe whatever the input.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let tables = [
            (Kind::Spans, "spans", self.spans.is_some()),
            (Kind::Transitions, "transitions", self.transitions.is_some()),
            (Kind::Milestones, "milestones", self.milestones.is_some()),
            (Kind::Ocel, "ocel", self.ocel.is_some()),
        ];
        for (kind, name, there) in tables {
            if there != (kind == self.kind) {
                return Err(Error::in_recipe(if there {
                    format!("there is a table [{name}], so write kind = {name:?}, or remove the table")
                } else {
                    format!("kind: {name:?} needs a table [{name}]")
                }));
            }
        }
        for csv in self.joins.iter().filter_map(|join| join.csv.as_ref()).chain([&self.csv]) {
            if csv.delimiter.is_some_and(|delimiter| !delimiter.is_ascii() || "\"\r\n".contains(delimiter)) {
                return Err(Error::in_recipe(
                    "csv.delimiter: write one character such as \",\", \";\" or \"\\t\"".to_owned(),
                ));
            }
        }
        self.provider_column("")?;
        Promises::new(self).map(|_| ())
    }

    /// The column under whose values providers are shown: `provider`, or `step` where providers are people.
    pub(crate) fn provider_column<'r>(&'r self, provider: &'r str) -> Result<&'r str, Error> {
        match (self.providers, &self.step) {
            (Providers::People, Some(step)) => Ok(step),
            (Providers::People, None) => Err(Error::in_recipe(
                "providers: rankings never name people; name the column of their step or team in `step`, or write providers = \"roles\" if this is a demonstration in which each role is played by one person".to_owned(),
            )),
            (Providers::Teams | Providers::Roles, _) => Ok(provider),
        }
    }

    /// The recipe as TOML, without what it leaves to the defaults.
    pub fn to_toml(&self) -> String {
        // Tables, lists and texts can always be written.
        toml::to_string(self).unwrap_or_default()
    }
}

impl Join {
    /// What the columns of the table are called by.
    pub(crate) fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| {
            let file = self.file.rsplit('/').next().unwrap_or_default();
            file.split('.').next().unwrap_or_default().to_owned()
        })
    }
}

/// Whether a field can be left out of the file.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
