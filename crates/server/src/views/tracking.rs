//! What customers see: nothing that is not meant for them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::feedback::QuestionPage;
use super::fields::FieldView;
use super::files::MessageFileView;
use super::requests::StandingWord;
use crate::desk::Field;

/// Something that customers can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Offer {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What one gets.
    pub description: String,
    /// What is asked beside the subject.
    pub fields: Vec<Field>,
}

/// All that customers can ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfferList {
    /// The name of the organisation, if there is one.
    #[schema(required)]
    pub organisation: Option<String>,
    /// By name.
    pub services: Vec<Offer>,
}

/// A link with which a customer follows a request: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackingLink {
    /// With which it can be revoked.
    pub id: Uuid,
    /// The page, on this server.
    pub path: String,
    /// The request.
    pub request: Uuid,
}

/// A link with which a customer follows a request, without what makes it work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackingLinkView {
    /// With which it can be revoked.
    pub id: Uuid,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was revoked.
    #[schema(required)]
    pub revoked_at: Option<Timestamp>,
}

/// The links to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackingLinkList {
    /// The newest first.
    pub links: Vec<TrackingLinkView>,
}

/// How far something has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// It comes later.
    Planned,
    /// It waits to be started.
    Waiting,
    /// Somebody is at it.
    Working,
    /// It is done.
    Done,
    /// It is not needed any more.
    Withdrawn,
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackedStep {
    /// What is done.
    pub name: String,
    /// How far it has come.
    pub state: StepState,
    /// When it was done.
    #[schema(required)]
    pub done_at: Option<Timestamp>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Told {
    /// Whether the customer said it.
    pub from_you: bool,
    /// When.
    pub at: Timestamp,
    /// The words as safe HTML.
    pub html: String,
    /// The files that go with it.
    pub files: Vec<MessageFileView>,
}

/// Where a request is, for the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackingPage {
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// What was asked for.
    #[schema(required)]
    pub service: Option<String>,
    /// When.
    pub asked_at: Timestamp,
    /// How far it has come.
    pub state: StepState,
    /// Whether it waits for the customer's answer.
    pub waits_for_you: bool,
    /// By when it was promised.
    #[schema(required)]
    pub due_at: Option<Timestamp>,
    /// What is true of that promise.
    #[schema(required)]
    pub standing: Option<StandingWord>,
    /// When it will be done if everybody takes what they may.
    #[schema(required)]
    pub expected_at: Option<Timestamp>,
    /// When it was done.
    #[schema(required)]
    pub done_at: Option<Timestamp>,
    /// The way, in order.
    pub steps: Vec<TrackedStep>,
    /// What the customer answered to the service's questions.
    pub fields: Vec<FieldView>,
    /// The conversation, in order.
    pub messages: Vec<Told>,
    /// What the customer is asked about it.
    #[schema(required)]
    pub feedback: Option<QuestionPage>,
    /// The server's time.
    pub now: Timestamp,
}
