//! What customers say, as pages show it: to colleagues with the promise and the chain behind it, to customers without.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{PartyRef, StatusWord};
use crate::desk::{OccasionsText, PurposeWord, QuestionText, ScaleWord, WordingText};

/// A survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SurveyView {
    /// Its id.
    pub id: Uuid,
    /// Its name among colleagues.
    pub name: String,
    /// What it is about.
    pub purpose: PurposeWord,
    /// Days between two of its questions to one person.
    pub every_days: i64,
    /// Whether it asks.
    pub running: bool,
    /// The version of its questions.
    pub version: i64,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// When it was first written down.
    pub made_at: Timestamp,
    /// What stands above it.
    pub title: WordingText,
    /// The questions in their order.
    pub questions: Vec<QuestionText>,
    /// When it asks by itself.
    pub occasions: OccasionsText,
    /// How many wait for an answer, and how many answered; each counted up to 1,000, and then 1,001.
    pub waiting: i64,
    /// See `waiting`.
    pub answered: i64,
}

/// All surveys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SurveyList {
    /// The first made first.
    pub surveys: Vec<SurveyView>,
}

/// Somebody who was asked, with the private link, which is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeedbackLink {
    /// What they were asked.
    pub ask: Uuid,
    /// Who.
    pub customer: Uuid,
    /// The page, on this server.
    pub path: String,
}

/// Somebody who is left in peace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RestingCustomer {
    /// Who.
    pub customer: Uuid,
    /// Until when.
    pub until: Timestamp,
}

/// What came of asking many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignResult {
    /// Those who were asked.
    pub asked: Vec<FeedbackLink>,
    /// Those who were asked something not long ago.
    pub resting: Vec<RestingCustomer>,
    /// Those who cannot be asked: nobody outside, or not any more.
    pub unknown: Vec<Uuid>,
}

/// Whom a survey would ask now, of those who were looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AudienceView {
    /// How many were found; at most 10,000 are looked at.
    pub found: i64,
    /// Whether there may be more.
    pub more: bool,
    /// How many of them can be asked now.
    pub ready: i64,
    /// How many were asked something not long ago.
    pub resting_any: i64,
    /// How many were asked the same not long ago.
    pub resting_same: i64,
    /// The first of those who can be asked now, as many as are asked at once.
    pub customers: Vec<Uuid>,
}

/// Many who were asked at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignView {
    /// The act that asked them.
    pub act: Uuid,
    /// When.
    pub asked_at: Timestamp,
    /// How many were asked.
    pub asked: i64,
    /// How many of them answered.
    pub answered: i64,
}

/// The campaigns of a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignList {
    /// The last first.
    pub campaigns: Vec<CampaignView>,
}

/// Why somebody was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MomentWord {
    /// A promise was kept.
    Kept,
    /// A promise was broken.
    Broken,
    /// A step of a plan was done.
    Milestone,
    /// Somebody wanted to know.
    Campaign,
}

impl MomentWord {
    /// The moment of a word that the store keeps.
    pub fn of(word: &str) -> Self {
        match word {
            "kept" => Self::Kept,
            "broken" => Self::Broken,
            "milestone" => Self::Milestone,
            _ => Self::Campaign,
        }
    }
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskState {
    /// It waits for an answer.
    Waiting,
    /// It was answered.
    Answered,
    /// It is no longer asked.
    Withdrawn,
}

/// What a customer did next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeWord {
    /// They asked for something again.
    CameBack,
    /// They sent somebody else.
    Referred,
    /// They left.
    Left,
}

/// An answer beside its question, as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerView {
    /// The question.
    pub question: Uuid,
    /// What was asked.
    pub label: WordingText,
    /// On which scale.
    pub scale: ScaleWord,
    /// The value, on a rated scale.
    #[schema(required)]
    pub value: Option<u8>,
    /// What was chosen.
    pub chosen: Vec<WordingText>,
    /// What was written; empty once it was erased.
    #[schema(required)]
    pub words: Option<String>,
}

/// A request of a chain as it was when the customer was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SnapshotLink {
    /// Which.
    pub request: Uuid,
    /// Its number; null if it is not there any more, or not for whoever looks to know of.
    #[schema(required)]
    pub number: Option<i64>,
    /// Who held it then.
    pub provider: PartyRef,
    /// Whether what was promised about it was kept.
    #[schema(required)]
    pub kept: Option<bool>,
}

/// A request beside an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedbackRequest {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: StatusWord,
}

/// A survey by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SurveyRef {
    /// Its id.
    pub id: Uuid,
    /// Its name among colleagues.
    pub name: String,
    /// The version that was asked.
    pub version: i64,
    /// What it is about.
    pub purpose: PurposeWord,
}

/// What a customer was asked, and what they answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedbackView {
    /// Its id.
    pub id: Uuid,
    /// Which survey asked.
    pub survey: SurveyRef,
    /// Who was asked.
    pub customer: PartyRef,
    /// The promise that it is about; null if it is about the organisation, or no longer there.
    #[schema(required)]
    pub request: Option<FeedbackRequest>,
    /// What was asked for there.
    #[schema(required)]
    pub service: Option<PartyRef>,
    /// Why.
    pub moment: MomentWord,
    /// Whether the promise was kept when they were asked.
    #[schema(required)]
    pub kept: Option<bool>,
    /// Where it stands.
    pub state: AskState,
    /// When they were asked.
    pub asked_at: Timestamp,
    /// Until when they can answer.
    pub expires_at: Timestamp,
    /// When they answered.
    #[schema(required)]
    pub answered_at: Option<Timestamp>,
    /// What they answered, in the order of the survey.
    pub answers: Vec<AnswerView>,
    /// The questions, for the customer as long as they can answer them.
    pub questions: Vec<QuestionText>,
    /// Whether somebody should ask what went wrong. For colleagues, as is all below.
    pub poor: bool,
    /// The chain behind the promise as it was when they were asked.
    pub chain: Vec<SnapshotLink>,
    /// The request that was opened to ask what went wrong.
    #[schema(required)]
    pub follow_up: Option<FeedbackRequest>,
    /// What the customer did next, as it was last recorded.
    #[schema(required)]
    pub outcome: Option<OutcomeWord>,
}

/// A page of what customers said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedbackPage {
    /// What was answered last first; of what waits, what was asked last.
    pub feedback: Vec<FeedbackView>,
    /// How many there are, counted up to 1,000, and then 1,001.
    pub count: i64,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// How far the questions of a private link have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionState {
    /// They can be answered.
    Open,
    /// They were answered.
    Answered,
    /// It is too late to answer them.
    Expired,
}

/// Questions to a customer without an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionPage {
    /// The name of the organisation, if there is one.
    #[schema(required)]
    pub organisation: Option<String>,
    /// Whether they can be answered.
    pub state: QuestionState,
    /// The request that they are about.
    #[schema(required)]
    pub number: Option<i64>,
    /// What that is about.
    #[schema(required)]
    pub subject: Option<String>,
    /// The languages in which they can be answered.
    pub languages: Vec<String>,
    /// What stands above them.
    pub title: WordingText,
    /// The questions in their order; none unless they can be answered.
    pub questions: Vec<QuestionText>,
}

/// A public review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is, if that is known.
    #[schema(required)]
    pub customer: Option<PartyRef>,
    /// What it is about, if that is known.
    #[schema(required)]
    pub request: Option<FeedbackRequest>,
    /// Where it stands.
    pub source: String,
    /// How many stars, from 1 to 5.
    #[schema(required)]
    pub stars: Option<i64>,
    /// What it says.
    pub words: String,
    /// Its address.
    pub link: String,
    /// Whether they are known to have bought what they write about.
    pub verified: bool,
    /// Whether they got something for it.
    pub incentive: bool,
    /// When it was written.
    pub at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PartyRef,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// Whether they may correct and remove it.
    pub may_change: bool,
}

/// A page of public reviews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewPage {
    /// The newest first.
    pub reviews: Vec<ReviewView>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// What a customer said to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConversationView {
    /// Its id.
    pub id: Uuid,
    /// Who said it.
    pub customer: PartyRef,
    /// What it is about, if it is about a request.
    #[schema(required)]
    pub request: Option<FeedbackRequest>,
    /// To whom.
    pub heard_by: PartyRef,
    /// What was said.
    pub words: String,
    /// How it felt, from −2 to 2.
    #[schema(required)]
    pub feeling: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// Whether they may correct and remove it.
    pub may_change: bool,
}

/// A page of what customers said to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConversationPage {
    /// The newest first.
    pub conversations: Vec<ConversationView>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// What a customer did next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutcomeView {
    /// Its id.
    pub id: Uuid,
    /// What.
    pub what: OutcomeWord,
    /// After which answer, if it was after one.
    #[schema(required)]
    pub ask: Option<Uuid>,
    /// When.
    pub at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PartyRef,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// Whether they may correct and remove it.
    pub may_change: bool,
}

/// What a customer did next, again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutcomeList {
    /// The last first.
    pub outcomes: Vec<OutcomeView>,
}

/// Something that was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recorded {
    /// Its id.
    pub id: Uuid,
}

/// Who looks after a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnerView {
    /// The team; null if none does.
    #[schema(required)]
    pub team: Option<PartyRef>,
}
