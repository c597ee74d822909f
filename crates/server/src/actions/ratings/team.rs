//! What is said of a team, and what it says, in counts: for its members, those who lead it, administrators and auditors;
//! between two teams also for the members of the other one. No person stands in it, and no rater.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catena_domain::id::PartyId;
use catena_domain::rating::{self, Answer, Chance, Occasion, Rated, Reason};
use catena_store::ratings::{self as rows, AnswerRow, RatingRow};
use catena_store::{Sql, parties};
use jiff::{SignedDuration, Timestamp};

use crate::actions::requests::reference;
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::views::ratings::{
    EdgeRatings, OccasionWord, RatingFigures, RatingGroup, ReasonCount, ReasonWord, TeamRatings,
};

/// How far back figures look.
const HOURS: i64 = 365 * 24;

/// The figures of a team, as far as whoever asks may see them.
pub fn of_team(desk: &Desk, actor: &Actor, team: PartyId) -> Result<TeamRatings, Refusal> {
    actor.must_be_staff()?;
    let now = desk.now();
    desk.store.read(|sql| {
        let row = parties::find(sql, team)?.filter(|row| row.kind == "team" && !actor.hidden.contains(&team));
        row.ok_or_else(|| Refusal::Missing(format!("there is no team {}", team.0)))?;
        let staff = Staff::load(sql)?;
        let unit = staff.unit(team);
        let since = now - SignedDuration::from_hours(HOURS);
        let given = asked(sql, "provider", &unit.parties, since, now)?;
        let received = asked(sql, "customer", &unit.parties, since, now)?;
        let mine = actor.parties();
        let inside = actor.sees_everything() || mine.contains(&team);
        let mut edges: BTreeMap<(PartyId, PartyId), Vec<Rated>> = BTreeMap::new();
        for (row, rated) in &given {
            edges.entry((team, staff.team_of(row.customer))).or_default().push(*rated);
        }
        for (row, rated) in &received {
            let provider = staff.team_of(row.provider);
            // What stays within the team is told once.
            if !unit.parties.contains(&provider) {
                edges.entry((provider, team)).or_default().push(*rated);
            }
        }
        let mut seen = Vec::new();
        for ((provider, customer), rated) in edges {
            let other = if provider == team { customer } else { provider };
            if actor.hidden.contains(&other) || !(inside || mine.contains(&other)) {
                continue;
            }
            let people = if provider == team { unit.people } else { staff.unit(provider).people };
            seen.push(EdgeRatings {
                provider: reference(sql, provider)?,
                customer: reference(sql, customer)?,
                figures: figures(&rated, people),
            });
        }
        let all = |found: &[(RatingRow, Rated)]| found.iter().map(|(_, rated)| *rated).collect::<Vec<_>>();
        // What a team says of others is about as many people as do it.
        let doers = received.iter().flat_map(|(row, _)| staff.unit(staff.team_of(row.provider)).members);
        let doers = doers.collect::<BTreeSet<_>>().len();
        Ok(TeamRatings {
            team: reference(sql, team)?,
            given: inside.then(|| figures(&all(&given), unit.people)),
            received: inside.then(|| figures(&all(&received), doers)),
            edges: seen,
        })
    })
}

/// A team with all below it.
struct Unit {
    /// Everybody who is asked for its work, or relies on something for it.
    parties: Vec<PartyId>,
    members: BTreeSet<PartyId>,
    people: usize,
}

/// Who belongs where.
pub struct Staff {
    /// The teams below each team.
    below: HashMap<PartyId, Vec<PartyId>>,
    members: HashMap<PartyId, Vec<PartyId>>,
    /// The team for which a person counts.
    under: HashMap<PartyId, PartyId>,
}

impl Staff {
    /// As it is now.
    pub fn load(sql: &mut dyn Sql) -> Result<Self, Refusal> {
        let mut staff = Self { below: HashMap::new(), members: HashMap::new(), under: HashMap::new() };
        for team in parties::teams(sql)? {
            if let Some(above) = team.parent {
                staff.below.entry(above).or_default().push(team.id);
            }
        }
        for member in parties::members(sql)? {
            staff.members.entry(member.team).or_default().push(member.person);
            staff.under.entry(member.person).or_insert(member.team);
        }
        Ok(staff)
    }

    /// A person stands for the team under which they count.
    pub fn team_of(&self, party: PartyId) -> PartyId {
        *self.under.get(&party).unwrap_or(&party)
    }

    /// How many belong to a team with all below it.
    pub fn people(&self, team: PartyId) -> usize {
        self.unit(team).people
    }

    fn unit(&self, team: PartyId) -> Unit {
        let mut teams = vec![team];
        let mut next = 0;
        while let Some(below) = teams.get(next).map(|team| self.below.get(team).cloned().unwrap_or_default()) {
            next += 1;
            teams.extend(below);
        }
        let members: BTreeSet<PartyId> =
            teams.iter().filter_map(|team| self.members.get(team)).flatten().copied().collect();
        let own = members.iter().copied().filter(|person| teams.contains(&self.team_of(*person)));
        let people = members.len();
        Unit { parties: teams.iter().copied().chain(own).collect(), members, people }
    }
}

/// What was asked since an instant, and could be seen by both sides at `now`.
fn asked(
    sql: &mut dyn Sql,
    side: &str,
    parties: &[PartyId],
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<(RatingRow, Rated)>, Refusal> {
    let found = rows::between(sql, side, parties, since)?;
    let shown = found.into_iter().filter(|(row, _, both)| rating::is_shown(*both, row.asked_at, now));
    Ok(shown
        .filter_map(|(row, answer, _)| {
            let rated = rated(&row, answer.as_ref())?;
            Some((row, rated))
        })
        .collect())
}

/// A question with its answer as figures count it; nothing if its words are none that are known.
pub fn rated(row: &RatingRow, answer: Option<&AnswerRow>) -> Option<Rated> {
    let occasion = Occasion::of(&row.occasion)?;
    let chance = Chance(u32::try_from(row.chance).ok()?);
    Some(Rated { rater: row.rater, occasion, chance, answer: answer.map(read) })
}

fn read(row: &AnswerRow) -> Answer {
    Answer {
        right: row.complete,
        ease: row.ease.and_then(|ease| u8::try_from(ease).ok()),
        reason: row.reason.as_deref().and_then(Reason::of),
        lost_minutes: row.lost_minutes.and_then(|minutes| u32::try_from(minutes).ok()),
    }
}

fn figures(rated: &[Rated], people: usize) -> RatingFigures {
    let Some(known) = rating::figures(rated, people) else { return RatingFigures::NotYet };
    let group = |(&(occasion, chance), group): (&(Occasion, Chance), &rating::Group)| RatingGroup {
        occasion: OccasionWord::from(occasion),
        chance_millionths: chance.0,
        asked: group.asked,
        answered: group.answered,
        right: group.right,
        well: group.well,
    };
    RatingFigures::Known {
        asked: known.asked(),
        answered: known.answered(),
        raters: known.raters,
        groups: known.groups.iter().map(group).collect(),
        eases: known.eases,
        reasons: known
            .reasons
            .iter()
            .map(|(&reason, &count)| ReasonCount { reason: ReasonWord::from(reason), count })
            .collect(),
        lost_minutes: known.lost_minutes,
    }
}
