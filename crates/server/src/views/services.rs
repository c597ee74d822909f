//! Services and their plans, as pages show them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::PartyRef;
use crate::desk::PlanText;

/// Something that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What one gets.
    pub description: String,
    /// Who answers for it.
    pub provider: PartyRef,
    /// Whether customers can ask for it themselves.
    pub for_customers: bool,
    /// Whether it can no longer be asked for.
    pub closed: bool,
    /// The version of its plan.
    pub version: i64,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// The plan behind it.
    pub plan: PlanText,
}

/// All services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceList {
    /// By name.
    pub services: Vec<ServiceView>,
}

/// A plan in a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionView {
    /// From 1.
    pub version: i64,
    /// When it was written down.
    pub made_at: Timestamp,
    /// The plan.
    pub plan: PlanText,
}

/// All versions of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionList {
    /// The last first.
    pub versions: Vec<VersionView>,
}

/// What could be promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Possible {
    /// When it could be done at the earliest; null if nothing is planned, or no calendar holds so much time.
    #[schema(required)]
    pub earliest_end_at: Option<Timestamp>,
    /// Seconds by which the due instant that was asked about is too early; null if it leaves enough time.
    #[schema(required)]
    pub shortfall: Option<i64>,
}
