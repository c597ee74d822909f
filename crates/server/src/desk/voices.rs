//! All that customers and colleagues of a desk said, as plain rows for figures: read at once and kept until the record
//! grows.
//!
//! Whoever has insight into some chains alone is shown what was said about those, as in the desk's log; of ratings of
//! hand-offs only those that one of their own teams gave or got. What is about no chain, such as whether somebody
//! recommends the organisation, is for all who have insight: each colleague may read it one by one. What colleagues
//! said counts once its two parties may see it. No words are here, and no person but raters and customers, who are
//! counted and never shown.

use std::collections::{HashMap, HashSet};

use catena_domain::feedback::when::Purpose;
use catena_domain::feedback::{Answer, Ces, Csat, Feeling, Nps, Scale, Stars};
use catena_domain::id::{AskId, PartyId, RequestId, ServiceId, SurveyId};
use catena_domain::rating::{self, Chance, Occasion, Reason, is_shown};
use catena_store::voices::{self as rows, AskedRow, RatedRow};
use catena_store::{Error, Sql, parties, surveys};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Desk, SurveyText, log};
use crate::insight::Insight;
use crate::views::feedback::MomentWord;

/// All that was said, as far as somebody has insight.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    /// What customers were asked, in the order of asking; not what is no longer asked.
    pub asked: Vec<Asked>,
    /// Stars of public reviews, the oldest first.
    pub reviews: Vec<Review>,
    /// How it felt what customers told, the oldest first.
    pub conversations: Vec<Conversation>,
    /// The teams for which people count.
    pub teams: HashMap<PartyId, Team>,
    ratings: Vec<Rating>,
}

/// The root of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Root {
    /// Its id.
    pub id: RequestId,
    /// Its number; in the desk's log it is called `R` and this.
    pub number: i64,
}

impl Root {
    /// How it is called in the desk's log.
    pub fn name(self) -> String {
        format!("R{}", self.number)
    }
}

/// That a customer was asked something.
#[expect(clippy::struct_field_names, reason = "an instant is called after what happened then")]
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Its id.
    pub id: AskId,
    /// The root that it is about; none if it is about the organisation.
    pub root: Option<Root>,
    /// By which survey.
    pub survey: SurveyId,
    /// In which version.
    pub version: i64,
    /// What the survey is about.
    pub purpose: Purpose,
    /// Who.
    pub customer: PartyId,
    /// What was asked for there.
    pub service: Option<ServiceId>,
    /// Why.
    pub moment: MomentWord,
    /// Whether the promise was kept when they were asked.
    pub kept: Option<bool>,
    /// When.
    pub asked_at: Timestamp,
    /// When they answered, if they did.
    pub answered_at: Option<Timestamp>,
    /// What they answered on rated scales, each with its question, in the order of the survey.
    pub values: Vec<(Uuid, Answer)>,
    /// The chain behind it as it was when they were asked, the root first; empty where nobody answered.
    pub chain: Vec<Held>,
}

/// A request of a chain as it was when its customer was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub request: RequestId,
    /// Whose it was: a person stands for the team under which they count.
    pub team: PartyId,
    /// Whether its promise was kept, if it had one.
    pub kept: Option<bool>,
}

/// That a colleague was asked about a hand-off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// The hand-off.
    pub request: RequestId,
    /// The root of its chain.
    pub root: Root,
    /// Who did it: a person stands for the team under which they count.
    pub giver: PartyId,
    /// Who relied on it, likewise.
    pub receiver: PartyId,
    /// Who was asked. Only ever counted.
    pub rater: PartyId,
    /// Why.
    pub occasion: Occasion,
    /// How likely that was.
    pub chance: Chance,
    /// When it had been done.
    pub done_at: Timestamp,
    /// When it was received.
    pub asked_at: Timestamp,
    /// What they answered, if they did, and when.
    pub answer: Option<(rating::Answer, Timestamp)>,
    both: bool,
}

/// The stars of a public review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// How many.
    pub stars: Stars,
    /// When it was written.
    pub at: Timestamp,
}

/// How something felt to a customer who told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// How.
    pub feeling: Feeling,
    /// When it was told.
    pub at: Timestamp,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name, also in the desk's log.
    pub name: String,
    /// How many people belong to it and to all teams below it.
    pub people: usize,
}

impl Voices {
    /// The hand-offs that colleagues were asked about, in the order of asking, as far as figures may count them at `now`.
    pub fn ratings(&self, now: Timestamp) -> impl Iterator<Item = &Rating> {
        self.ratings.iter().filter(move |rating| is_shown(rating.both, rating.asked_at, now))
    }

    /// Whether figures may be shown of what a team did, as far as its size goes; never of a person.
    pub fn is_crowd(&self, team: PartyId) -> bool {
        self.teams.get(&team).is_some_and(|team| team.people >= rating::PEOPLE)
    }
}

/// Reads all that was said, as far as somebody has insight.
pub fn read(desk: &Desk, insight: &Insight) -> Result<Voices, Error> {
    desk.store.read(|sql| {
        let staff = Staff::load(sql)?;
        let shown = Shown { roots: log::roots(desk, sql, insight)?, insight };
        let mut values: HashMap<AskId, Vec<(Uuid, Answer)>> = HashMap::new();
        for row in rows::values(sql)? {
            if let Some(answer) = answer(&row.scale, row.value) {
                values.entry(row.ask).or_default().push((row.question, answer));
            }
        }
        let mut chains: HashMap<AskId, Vec<Held>> = HashMap::new();
        for (ask, link) in rows::links(sql)? {
            let held = Held { request: link.request, team: staff.team_of(link.provider), kept: link.kept };
            chains.entry(ask).or_default().push(held);
        }
        let asked = rows::asked(sql)?;
        let order = question_order(sql, asked.iter().map(|row| (row.ask.survey, row.ask.version)))?;
        let asked = asked.into_iter().filter(|row| shown.has(row.ask.request)).map(|row| {
            let id = row.ask.id;
            let questions = order.get(&(row.ask.survey, row.ask.version));
            let place = |question: &Uuid| questions.and_then(|all| all.iter().position(|other| other == question));
            let mut values: Vec<(Uuid, Answer)> = values.remove(&id).unwrap_or_default();
            values.sort_by_key(|(question, _)| place(question).unwrap_or(usize::MAX));
            asked_of(row, values, chains.remove(&id).unwrap_or_default())
        });
        let ratings = rows::rated(sql)?.into_iter().filter_map(|row| rating_of(&staff, &row));
        let stars = rows::stars(sql)?.into_iter().filter(|row| shown.has(row.request));
        let felt = rows::felt(sql)?.into_iter().filter(|row| shown.has(row.request));
        Ok(Voices {
            asked: asked.collect(),
            reviews: stars.filter_map(|row| Some(Review { stars: Stars::new(row.stars)?, at: row.at })).collect(),
            conversations: felt
                .filter_map(|row| Some(Conversation { feeling: Feeling::new(row.feeling)?, at: row.at }))
                .collect(),
            ratings: ratings.filter(|rating| shown.has_rating(rating)).collect(),
            teams: staff.teams,
        })
    })
}

/// What somebody is shown.
struct Shown<'a> {
    /// The chains; none if that is all of them.
    roots: Option<HashSet<RequestId>>,
    insight: &'a Insight,
}

impl Shown<'_> {
    /// Whether something is shown that is about a root, or about none.
    fn has(&self, root: Option<RequestId>) -> bool {
        self.roots.as_ref().is_none_or(|roots| root.is_none_or(|root| roots.contains(&root)))
    }

    fn has_rating(&self, rating: &Rating) -> bool {
        self.has(Some(rating.root.id)) && self.insight.shows([rating.giver, rating.receiver].into_iter())
    }
}

/// Who counts for which team.
struct Staff {
    /// The team for which a person counts.
    under: HashMap<PartyId, PartyId>,
    teams: HashMap<PartyId, Team>,
}

impl Staff {
    fn load(sql: &mut dyn Sql) -> Result<Self, Error> {
        let (known, members) = (parties::teams(sql)?, parties::members(sql)?);
        let above: HashMap<PartyId, PartyId> = known.iter().filter_map(|team| Some((team.id, team.parent?))).collect();
        let mut people: HashMap<PartyId, HashSet<PartyId>> = HashMap::new();
        let mut under = HashMap::new();
        for member in members {
            under.entry(member.person).or_insert(member.team);
            let mut team = Some(member.team);
            while let Some(here) = team.filter(|&here| people.entry(here).or_default().insert(member.person)) {
                team = above.get(&here).copied();
            }
        }
        let team = |id: PartyId, name: String| (id, Team { name, people: people.get(&id).map_or(0, HashSet::len) });
        Ok(Self { under, teams: known.into_iter().map(|row| team(row.id, row.name)).collect() })
    }

    fn team_of(&self, party: PartyId) -> PartyId {
        *self.under.get(&party).unwrap_or(&party)
    }
}

/// The questions of surveys in some versions, in their order.
pub fn question_order(
    sql: &mut dyn Sql,
    used: impl IntoIterator<Item = (SurveyId, i64)>,
) -> Result<HashMap<(SurveyId, i64), Vec<Uuid>>, Error> {
    let used: HashSet<(SurveyId, i64)> = used.into_iter().collect();
    let mut order = HashMap::new();
    for (survey, version) in used {
        let text = surveys::questions(sql, survey, version)?.unwrap_or_default();
        let text: SurveyText = serde_json::from_str(&text).unwrap_or_default();
        order.insert((survey, version), text.questions.into_iter().map(|question| question.id).collect());
    }
    Ok(order)
}

fn asked_of(row: AskedRow, values: Vec<(Uuid, Answer)>, chain: Vec<Held>) -> Asked {
    let AskedRow { ask, purpose, number } = row;
    Asked {
        id: ask.id,
        root: ask.request.zip(number).map(|(id, number)| Root { id, number }),
        survey: ask.survey,
        version: ask.version,
        purpose: Purpose::of(&purpose).unwrap_or(Purpose::Transactional),
        customer: ask.customer,
        service: ask.service,
        moment: MomentWord::of(&ask.moment),
        kept: ask.kept,
        asked_at: ask.asked_at,
        answered_at: ask.answered_at,
        values,
        chain,
    }
}

fn rating_of(staff: &Staff, row: &RatedRow) -> Option<Rating> {
    let rated = &row.rating;
    let answer = row.answer.as_ref().map(|said| {
        let answer = rating::Answer {
            right: said.complete,
            ease: said.ease.and_then(|ease| u8::try_from(ease).ok()),
            reason: said.reason.as_deref().and_then(Reason::of),
            lost_minutes: said.lost_minutes.and_then(|minutes| u32::try_from(minutes).ok()),
        };
        (answer, said.at)
    });
    Some(Rating {
        request: rated.request,
        root: Root { id: row.root, number: row.number },
        giver: staff.team_of(rated.provider),
        receiver: staff.team_of(rated.customer),
        rater: rated.rater,
        occasion: Occasion::of(&rated.occasion)?,
        chance: Chance(u32::try_from(rated.chance).ok()?),
        done_at: rated.done_at,
        asked_at: rated.asked_at,
        answer,
        both: row.both,
    })
}

/// A value on a rated scale.
pub fn answer(scale: &str, value: i64) -> Option<Answer> {
    match Scale::of(scale)? {
        Scale::Nps => Nps::new(value).map(Answer::Nps),
        Scale::Csat => Csat::new(value).map(Answer::Csat),
        Scale::Ces => Ces::new(value).map(Answer::Ces),
        Scale::Choice | Scale::Choices | Scale::Text => None,
    }
}
