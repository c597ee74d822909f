//! The planned chain of a service, as people write it.

use catena_domain::blueprint::{Blueprint, Refusal, Step};
use catena_domain::id::{PartyId, StepId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The plan of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanText {
    /// The steps, in the order in which they are shown; none if whoever answers for the service does it all.
    #[serde(default)]
    pub steps: Vec<StepText>,
    /// What is asked beside the subject, in order.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// Its id, which stays from version to version.
    pub id: Uuid,
    /// What is done.
    pub name: String,
    /// Who does it.
    pub provider: Uuid,
    /// Seconds of their working time that it may take.
    pub seconds: i64,
    /// The steps that have to be over before.
    #[serde(default)]
    pub after: Vec<Uuid>,
    /// What has to be there when it is handed over.
    #[serde(default)]
    pub checklist: Vec<String>,
}

/// Something that is asked when somebody asks for a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The question.
    pub label: String,
    /// Whether it has to be answered.
    #[serde(default)]
    pub required: bool,
}

impl PlanText {
    /// The blueprint that it says; none without steps.
    pub fn blueprint(&self) -> Result<Option<Blueprint>, Refusal> {
        let step = |step: &StepText| Step {
            id: StepId(step.id),
            provider: PartyId(step.provider),
            seconds: step.seconds,
            after: step.after.iter().map(|&id| StepId(id)).collect(),
        };
        if self.steps.is_empty() {
            return Ok(None);
        }
        Blueprint::new(self.steps.iter().map(step).collect()).map(Some)
    }
}
