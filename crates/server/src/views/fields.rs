//! Custom fields of requests, as pages show them.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::desk::FieldKind;

/// A field of a request with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldView {
    /// Its id.
    pub id: Uuid,
    /// The question.
    pub label: String,
    /// What may stand in it.
    pub kind: FieldKind,
    /// What can be chosen.
    pub options: Vec<String>,
    /// Whether it has to be answered.
    pub required: bool,
    /// Whether it is for colleagues alone.
    pub internal: bool,
    /// The values as words; none if it is empty.
    pub values: Vec<String>,
}
