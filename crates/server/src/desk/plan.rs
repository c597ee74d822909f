//! The planned chain of a service, as people write it.

use catena_domain::blueprint::{Blueprint, Refusal, Step};
use catena_domain::field::Kind;
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

/// A custom field of a service: asked when somebody asks for it, and shown with the request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its id, which stays from version to version; without one it is that of the field of the same name, or a new one.
    #[serde(default)]
    pub id: Uuid,
    /// The question.
    pub label: String,
    /// What may stand in it.
    #[serde(default)]
    pub kind: FieldKind,
    /// What can be chosen; empty unless it is a choice.
    #[serde(default)]
    pub options: Vec<String>,
    /// Whether it has to be answered.
    #[serde(default)]
    pub required: bool,
    /// Whether it is for colleagues alone: no customer is asked, or sees what stands in it.
    #[serde(default)]
    pub internal: bool,
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Any words.
    #[default]
    Text,
    /// A number with up to six decimals, such as `12.5`.
    Number,
    /// A day, such as `2026-11-24`.
    Date,
    /// One of its options.
    Choice,
    /// Some of its options.
    Choices,
    /// `yes` or `no`.
    YesNo,
}

impl From<FieldKind> for Kind {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text => Self::Text,
            FieldKind::Number => Self::Number,
            FieldKind::Date => Self::Date,
            FieldKind::Choice => Self::Choice,
            FieldKind::Choices => Self::Choices,
            FieldKind::YesNo => Self::YesNo,
        }
    }
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
