//! What customers and colleagues said, as files: a page at a time, so that a million rows need no room. Each row says what
//! whoever asks may read on the pages too; that it was taken out stands in the record. What colleagues say of hand-offs
//! leaves as counts of teams alone, and a month not before all of it is settled.

mod ratings;
mod written;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use catena_domain::event::Fact;
use catena_domain::feedback::Scale;
use catena_domain::id::{PartyId, SurveyId};
use catena_store::feedback::{self as asks, After, AskRow};
use catena_store::reviews::{self, Filter};
use catena_store::thanks::{self, Thanks};
use catena_store::{Sql, Tx, exports, surveys};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ratings::Staff;
use super::requests::Names;
use super::surveys::text_in;
use super::{Actor, Refusal, record};
use crate::desk::{Desk, SurveyText};
use ratings::Sheaves;
use written::Sheet;
pub use written::{Cell, Format};

/// Rows that are read at a time.
const PAGE: i64 = 500;

/// What can be taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Voices {
    /// Answers to surveys, each question by itself.
    #[default]
    Answers,
    /// Public reviews.
    Reviews,
    /// What customers said to somebody.
    Conversations,
    /// What customers did next.
    Outcomes,
    /// Thank-yous, from team to team.
    Thanks,
    /// Ratings of hand-offs, from team to team, by month: counts, of five by three people at least.
    Ratings,
}

impl Voices {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Reviews => "reviews",
            Self::Conversations => "conversations",
            Self::Outcomes => "outcomes",
            Self::Thanks => "thanks",
            Self::Ratings => "ratings",
        }
    }

    /// The names of its columns.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Answers => &[
                "ask",
                "request",
                "customer",
                "occasion",
                "promise",
                "survey",
                "survey_name",
                "version",
                "question",
                "question_text",
                "scale",
                "value",
                "chosen",
                "choice",
                "words",
                "asked_at",
                "answered_at",
            ],
            Self::Reviews => {
                &["review", "request", "customer", "source", "stars", "words", "link", "verified", "incentive", "at"]
            }
            Self::Conversations => &["conversation", "request", "customer", "words", "feeling", "at"],
            Self::Outcomes => &["outcome", "ask", "customer", "what", "at"],
            Self::Thanks => &["request", "provider", "provider_name", "giver", "giver_name", "done_at", "at"],
            Self::Ratings => &[
                "provider",
                "provider_name",
                "customer",
                "customer_name",
                "from_month",
                "to_month",
                "raters",
                "occasion",
                "chance",
                "asked",
                "answered",
                "right",
                "well",
            ],
        }
    }
}

/// From when until when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// At this instant or later.
    pub since: Option<Timestamp>,
    /// Before this one.
    pub until: Option<Timestamp>,
}

/// Lets somebody take out what was said, and records that they did.
pub fn record_export(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, what: Voices) -> Result<(), Refusal> {
    actor.must_be_staff()?;
    let fact = Fact::FeedbackExported { what: what.word().to_owned() };
    record::append(tx, desk.moment(), actor.person, actor.person.0, fact)
}

/// What was said on its way out: the header, then some rows at each step.
pub struct Export {
    desk: Arc<Desk>,
    actor: Actor,
    what: Voices,
    span: Span,
    sheet: Sheet,
    place: Place,
}

/// How far an export has come.
enum Place {
    /// The header is to come.
    Header,
    /// Rows after this one.
    Rows(Option<After>),
    /// Thank-yous after this one.
    Thanks(Option<Thanks>),
    /// Ratings, of which some are counted already.
    Ratings(Box<Sheaves>),
    /// All rows were read.
    End,
    /// All was said.
    Over,
}

impl Export {
    /// What was said within a span, for whoever asks.
    pub fn new(desk: Arc<Desk>, actor: Actor, what: Voices, format: Format, span: Span) -> Result<Self, Refusal> {
        actor.must_be_staff()?;
        Ok(Self { desk, actor, what, span, sheet: Sheet::new(format, what.columns()), place: Place::Header })
    }

    /// The next bytes, none of them at times; nothing once all was said. Blocks: call it off the runtime.
    pub fn step(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        let desk = self.desk.clone();
        let place = std::mem::replace(&mut self.place, Place::Over);
        let (next, rows) = match place {
            Place::Header => {
                self.place = match self.what {
                    Voices::Thanks => Place::Thanks(None),
                    Voices::Ratings => Place::Ratings(Box::new(Sheaves::new(self.span, desk.now()))),
                    _ => Place::Rows(None),
                };
                return Ok(Some(self.sheet.begin()?));
            }
            Place::Rows(after) => {
                let (last, rows) = desk.store.read(|sql| self.rows(sql, after))?;
                (last.map_or(Place::End, |last| Place::Rows(Some(last))), rows)
            }
            Place::Thanks(after) => {
                let (last, rows) = desk.store.read(|sql| self.thanks(sql, after))?;
                (last.map_or(Place::End, |last| Place::Thanks(Some(last))), rows)
            }
            Place::Ratings(mut sheaves) => {
                let (more, rows) = desk.store.read(|sql| sheaves.gather(sql, &self.actor))?;
                (if more { Place::Ratings(sheaves) } else { Place::End }, rows)
            }
            Place::End => return Ok(Some(self.sheet.end())),
            Place::Over => return Ok(None),
        };
        self.place = next;
        Ok(Some(self.sheet.rows(&rows)?))
    }

    fn rows(&self, sql: &mut dyn Sql, after: Option<After>) -> Result<(Option<After>, Vec<Vec<Cell>>), Refusal> {
        let mut names = Names::default();
        let filter = Filter {
            since: self.span.since,
            until: self.span.until,
            hidden: self.actor.hidden.clone(),
            mine: self.actor.parties(),
            ..Filter::default()
        };
        match self.what {
            Voices::Reviews => {
                let found = reviews::reviews(sql, &filter, after, PAGE)?;
                let mut rows = Vec::new();
                for row in &found {
                    let number = row.request.map(|id| names.request(sql, id)).transpose()?.flatten();
                    rows.push(vec![
                        Cell::id(row.id),
                        Cell::from(number.map(|row| row.number)),
                        Cell::maybe_id(row.customer.map(|id| id.0)),
                        Cell::said(&row.source),
                        Cell::from(row.stars),
                        Cell::said(&row.words),
                        Cell::said(&row.link),
                        Cell::from(row.verified),
                        Cell::from(row.incentive),
                        Cell::from(row.at),
                    ]);
                }
                Ok((last(&found, |row| (row.at, row.id)), rows))
            }
            Voices::Conversations => {
                let found = reviews::heard(sql, &filter, after, PAGE)?;
                let mut rows = Vec::new();
                for row in &found {
                    let number = row.request.map(|id| names.request(sql, id)).transpose()?.flatten();
                    rows.push(vec![
                        Cell::id(row.id),
                        Cell::from(number.map(|row| row.number)),
                        Cell::id(row.customer.0),
                        Cell::said(&row.words),
                        Cell::from(row.feeling),
                        Cell::from(row.at),
                    ]);
                }
                Ok((last(&found, |row| (row.at, row.id)), rows))
            }
            Voices::Outcomes => {
                let found = reviews::outcomes(sql, &filter, after, PAGE)?;
                let row = |row: &reviews::OutcomeRow| {
                    vec![
                        Cell::id(row.id),
                        Cell::maybe_id(row.ask.map(|ask| ask.0)),
                        Cell::id(row.customer.0),
                        Cell::word(&row.what),
                        Cell::from(row.at),
                    ]
                };
                Ok((last(&found, |row| (row.at, row.id)), found.iter().map(row).collect()))
            }
            _ => self.answers(sql, after),
        }
    }

    /// Answers, those of one customer together.
    fn answers(&self, sql: &mut dyn Sql, after: Option<After>) -> Result<(Option<After>, Vec<Vec<Cell>>), Refusal> {
        let filter = asks::Filter {
            state: "answered".to_owned(),
            since: self.span.since,
            until: self.span.until,
            hidden: self.actor.hidden.clone(),
            mine: self.actor.parties(),
            ..asks::Filter::default()
        };
        let found = asks::list(sql, &filter, after, PAGE)?;
        let ids: Vec<_> = found.iter().map(|row| row.id).collect();
        let mut given: HashMap<_, Vec<exports::Cell>> = HashMap::new();
        for cell in exports::answers(sql, &ids)? {
            given.entry(cell.ask).or_default().push(cell);
        }
        let mut surveys = Surveys::default();
        let mut rows = Vec::new();
        for ask in &found {
            let (name, text) = surveys.of(sql, ask)?;
            rows.extend(given.remove(&ask.id).unwrap_or_default().iter().map(|cell| answer(ask, name, text, cell)));
        }
        Ok((last(&found, |row| (row.answered_at.unwrap_or(row.asked_at), row.id.0)), rows))
    }

    /// Thank-yous for hand-offs that they may know of; persons stand for their teams.
    fn thanks(&self, sql: &mut dyn Sql, after: Option<Thanks>) -> Result<(Option<Thanks>, Vec<Vec<Cell>>), Refusal> {
        let (from, to) = (self.span.since.unwrap_or(Timestamp::MIN), self.span.until.unwrap_or(Timestamp::MAX));
        let found = thanks::between(sql, from, to, after, PAGE)?;
        let staff = Staff::load(sql)?;
        let mut names = Names::default();
        let mut rows = Vec::new();
        for one in &found {
            let Some(row) = names.request(sql, one.request)?.filter(|row| self.actor.sees(row)) else { continue };
            let [provider, giver] = [staff.team_of(one.provider), staff.team_of(one.giver)];
            let [provider, giver] = [names.party(sql, provider)?, names.party(sql, giver)?];
            rows.push(vec![
                Cell::from(Some(row.number)),
                Cell::id(provider.id),
                Cell::said(&provider.name),
                Cell::id(giver.id),
                Cell::said(&giver.name),
                Cell::from(one.done_at),
                Cell::from(one.at),
            ]);
        }
        Ok((found.last().copied().filter(|_| found.len() as i64 == PAGE), rows))
    }
}

/// Where the next page begins, if there is one.
fn last<T>(found: &[T], place: impl Fn(&T) -> (Timestamp, Uuid)) -> Option<After> {
    let last = found.last().filter(|_| found.len() as i64 == PAGE)?;
    let (at, id) = place(last);
    Some(After { at: at.as_microsecond(), id })
}

/// Surveys that were looked up, in the versions that were asked.
#[derive(Default)]
struct Surveys {
    names: HashMap<SurveyId, String>,
    texts: HashMap<(SurveyId, i64), SurveyText>,
}

impl Surveys {
    fn of(&mut self, sql: &mut dyn Sql, ask: &AskRow) -> Result<(&str, &SurveyText), Refusal> {
        let name = match self.names.entry(ask.survey) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                place.insert(surveys::find(sql, ask.survey)?.map(|row| row.name).unwrap_or_default())
            }
        };
        let text = match self.texts.entry((ask.survey, ask.version)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(text_in(sql, ask.survey, ask.version)?),
        };
        Ok((name, text))
    }
}

fn answer(ask: &AskRow, name: &str, text: &SurveyText, cell: &exports::Cell) -> Vec<Cell> {
    let question = text.questions.iter().find(|question| question.id == cell.question);
    let choices = question.map(|question| question.choices.as_slice()).unwrap_or_default();
    let choice = choices.iter().find(|choice| choice.id.to_string() == cell.chosen);
    let said = Scale::of(&cell.scale) == Some(Scale::Text);
    vec![
        Cell::id(ask.id.0),
        Cell::from(cell.number),
        Cell::id(ask.customer.0),
        Cell::word(&ask.moment),
        ask.kept.map_or(Cell::Nothing, |kept| Cell::word(if kept { "kept" } else { "broken" })),
        Cell::id(ask.survey.0),
        Cell::said(name),
        Cell::from(Some(ask.version)),
        Cell::id(cell.question),
        question.map_or(Cell::Nothing, |question| Cell::said(question.label.in_language("en"))),
        Cell::word(&cell.scale),
        Cell::from(cell.value),
        if cell.chosen.is_empty() { Cell::Nothing } else { Cell::word(&cell.chosen) },
        choice.map_or(Cell::Nothing, |choice| Cell::said(choice.label.in_language("en"))),
        if said { Cell::said(cell.words.as_deref().unwrap_or_default()) } else { Cell::Nothing },
        Cell::from(ask.asked_at),
        ask.answered_at.map_or(Cell::Nothing, Cell::from),
    ]
}

/// Whether somebody may see what two teams say of each other: its members, those who lead one of them, and those who see
/// everything.
fn sees_pair(actor: &Actor, provider: PartyId, customer: PartyId) -> bool {
    let mine = actor.parties();
    let hidden = actor.hidden.contains(&provider) || actor.hidden.contains(&customer);
    !hidden && (actor.sees_everything() || mine.contains(&provider) || mine.contains(&customer))
}
