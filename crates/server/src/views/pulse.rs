//! The pulse, as pages show it: what is open, what was released, who looked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::PartyRef;
use crate::desk::WordingText;
use crate::desk::pulse::PulseItem;

/// The waves of the pulse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseOverview {
    /// The one that is open.
    #[schema(required)]
    pub open: Option<OpenPulse>,
    /// Those that are over, the last first.
    pub closed: Vec<ClosedPulse>,
    /// Statements that are offered to whoever plans one.
    pub offered: Vec<PulseItem>,
    /// The least floor that the next one may have: it only rises.
    pub least_floor: u16,
}

/// A wave that is open. How many answered is told to nobody before it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenPulse {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// Of so many people one cannot be told from the others.
    pub floor: u16,
    /// So many answers are written or shown together, or more.
    pub crowd: u16,
    /// The statements.
    pub items: Vec<PulseItem>,
    /// How many people are asked.
    pub people: u32,
    /// When it was launched.
    pub launched_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// When everybody was last reminded.
    #[schema(required)]
    pub reminded_at: Option<Timestamp>,
    /// Where the answer of whoever asks will count; null if they are not asked.
    #[schema(required)]
    pub mine: Option<PulseCell>,
}

/// Where answers count together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseCell {
    /// The unit, `company` for everybody.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// How many people are asked there.
    pub people: u32,
    /// The teams that they belong to, where whoever asks may know it.
    pub teams: Vec<PulseTeam>,
}

/// A team, and how many of its people count at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseTeam {
    /// What it is called.
    pub name: String,
    /// How many are asked.
    pub people: u32,
}

/// What a wave would be, were it launched now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulsePreview {
    /// How many people would be asked.
    pub people: u32,
    /// How many of them belong to no team, and count for everybody alone.
    pub teamless: u32,
    /// Where answers would count.
    pub cells: Vec<PulseCell>,
}

/// A wave that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedPulse {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// The floor that was promised.
    pub floor: u16,
    /// When it was launched.
    pub launched_at: Timestamp,
    /// When it ended.
    #[schema(required)]
    pub closed_at: Option<Timestamp>,
}

/// What somebody answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseSlip {
    /// 64 hexadecimal digits.
    pub slip: String,
    /// Whether somebody answered with it.
    pub used: bool,
}

/// What was released of a wave: the same for everybody, and never changed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseRelease {
    /// The wave.
    pub wave: ClosedPulse,
    /// So many answers stand behind anything here, or more.
    pub crowd: u16,
    /// From so many on comments are shown.
    pub comments_from: u32,
    /// The organisation as it was at the launch, each unit after the one above it.
    pub places: Vec<PulsePlace>,
    /// The questions, the recommendation first.
    pub questions: Vec<PulseQuestion>,
    /// Comments, shuffled, by where they are read.
    pub comments: Vec<PulseComments>,
    /// SHA-256 of the released bytes.
    pub digest: String,
    /// The digest of the release before, which is part of this one.
    #[schema(required)]
    pub before: Option<String>,
}

/// A unit of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulsePlace {
    /// Its id, `company` for everybody.
    pub unit: String,
    /// What it was called.
    pub name: String,
    /// The unit above it.
    #[schema(required)]
    pub parent: Option<String>,
    /// How far below the top.
    pub depth: u32,
    /// How many people count there; of a small unit none do, and its people count above it.
    pub people: u32,
    /// How many of them took part, where that is told.
    #[schema(required)]
    pub answered: Option<u32>,
}

/// What was released of a question.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseQuestion {
    /// `enps`, or the id of the statement.
    pub question: String,
    /// The statement; null for the recommendation, which pages have words for.
    #[schema(required)]
    pub words: Option<WordingText>,
    /// The figures. A unit that has none is not told of.
    pub figures: Vec<PulseFigure>,
}

/// A figure of a question at a unit.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseFigure {
    /// The unit.
    pub unit: String,
    /// How many answers it is about.
    pub n: u32,
    /// Whether so few answered that it is early to say much.
    pub early: bool,
    /// What is told, the headline first.
    pub measures: Vec<PulseMeasure>,
    /// Whether it may be held against an earlier wave.
    pub change: PulseChange,
}

/// Something that is told as a range: shares from 0 to 1, the recommendation from −100 to 100, means on their scale.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseMeasure {
    /// What.
    pub measure: MeasureWord,
    /// The figure is this at least …
    pub low: f64,
    /// … and this at most.
    pub high: f64,
    /// The lower end of the 95 % interval around it.
    pub interval_low: f64,
    /// The upper end.
    pub interval_high: f64,
}

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureWord {
    /// The share of 4 and 5.
    Favourable,
    /// The share of 1 and 2.
    Unfavourable,
    /// The eNPS.
    Balance,
    /// The share of 9 and 10.
    Promoters,
    /// The share of 0 to 6.
    Detractors,
    /// The mean.
    Mean,
}

/// Whether a figure may be held against an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseChange {
    /// Which of them.
    pub kind: ChangeWord,
    /// The earlier wave, if it may.
    #[schema(required)]
    pub since: Option<Uuid>,
    /// The headline of then.
    #[schema(required)]
    pub then: Option<PulseMeasure>,
}

/// Whether a figure may be held against an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeWord {
    /// There is none.
    First,
    /// So few people make the difference that it would tell of them.
    Withheld,
    /// It may.
    Since,
}

/// The comments that are read at a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseComments {
    /// The unit.
    pub unit: String,
    /// The words, in no order.
    pub words: Vec<String>,
}

/// Who looked at a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseLooks {
    /// The last first, up to a thousand.
    pub looks: Vec<PulseLook>,
}

/// That somebody looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PulseLook {
    /// Who.
    pub by: PartyRef,
    /// When, to the minute.
    pub at: Timestamp,
}

/// What the last release tells of teams.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseTeams {
    /// When its wave ended; null if nothing was released yet.
    #[schema(required)]
    pub closed_at: Option<Timestamp>,
    /// Each team or department of which it tells a share, by name.
    pub teams: Vec<PulseOfTeam>,
}

/// How a team finds it to work here.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseOfTeam {
    /// Its name at that time.
    pub team: String,
    /// The last share that was released.
    pub now: PulseShare,
    /// The one before, where the two may be held against each other.
    #[schema(required)]
    pub before: Option<PulseShare>,
}

/// A share of favourable answers that was released.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct PulseShare {
    /// The wave.
    pub wave: Uuid,
    /// When it ended.
    #[schema(required)]
    pub closed_at: Option<Timestamp>,
    /// How many people answered each statement, at least.
    pub n: u32,
    /// The mean of the shares of 4 and 5 over the statements that tell one: this at least, from 0 to 1 …
    pub low: f64,
    /// … and this at most.
    pub high: f64,
}
