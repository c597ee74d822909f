//! The record, as the audit page shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::requests::EventView;

/// A page of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordPage {
    /// The last first.
    pub events: Vec<EventView>,
    /// Where the next page begins: before this number; null on the last one.
    #[schema(required)]
    pub next: Option<i64>,
}
