//! How objects and events of an OCEL log become chains.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::is_default;

/// The `[ocel]` table of a recipe. In a recipe for OCEL, a column (`attributes`, `promise`, `internal`) is an attribute
/// of the object that is the case; `attributes` may name attributes of events too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ocel {
    /// The type of object that is a case: each object of it is the root of a chain.
    pub case: String,
    /// The customer of a case: the first object of this type that is related to it; `Customer` where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The team that gave the promise, by name; the team of the first event where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<String>,
    /// Types of event that close the case, the last one that it has; its last event that is not `aside` where none is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// Types of event for which nothing waits, such as a reminder: hand-offs that are not awaited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<String>,
    /// Types of event that the case leaves out altogether.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// The team of a type of event, by name. It wins over `team`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<String, String>,
    /// Where else the team of an event is found, tried in this order; the type of the event where none finds one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub team: Vec<Team>,
    /// How the objects of a case lead to its further objects, in this order: items of the order, then packages of the
    /// items. Another case's own object is never entered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow: Vec<Follow>,
}

/// Where an event says which team it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// The type of an object that is related to the event; the event itself where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// What the relation says; any where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// The attribute that names the team; the id of the object where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
}

/// A step from the objects that a case has to further ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Follow {
    /// The type of objects that the case has already.
    pub from: String,
    /// The type of objects that they lead to.
    pub to: String,
    /// What the relation between them says; any where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// What relates them.
    #[serde(skip_serializing_if = "is_default")]
    pub by: By,
}

/// What relates two objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A relation between the objects, in either direction.
    #[default]
    Relation,
    /// An event that concerns both.
    Event,
}
