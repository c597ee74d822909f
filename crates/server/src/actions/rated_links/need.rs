//! How good hand-offs have to be before customers can be content: teams by months, what each received from its suppliers
//! beside what customers said of the promises that ran through it.

use std::collections::{BTreeMap, HashMap, HashSet};

use catena_analysis::Resampling;
use catena_analysis::bottleneck::{Bottleneck, Need};
use catena_analysis::panel::{Panel, Reading, Sources};
use catena_analysis::score::{Counts, Csat};
use catena_domain::feedback::Answer;
use catena_domain::id::PartyId;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::sampled;
use crate::actions::scores::first_on;
use crate::desk::voices::{Rating, Voices};
use crate::views::rated_links::{BottleneckFound, BottleneckView, LevelNeed, NeedWord};
use crate::views::scores::RatedScale;

/// The shares of content customers that are asked about, in percent.
const LEVELS: [f64; 4] = [70.0, 80.0, 90.0, 95.0];

/// What customers' content needs of hand-offs, from all months.
pub fn bottleneck(voices: &Voices, now: Timestamp) -> BottleneckView {
    let mut teams: Vec<PartyId> = voices.teams.keys().copied().collect();
    teams.sort_unstable();
    let number: HashMap<PartyId, u32> = teams.into_iter().zip(0..).collect();
    let sources = Sources {
        received: received(voices, &number, now),
        experienced: experienced(voices, &number),
        controls: vec![],
    };
    let panel = match Panel::of(&sources, 0) {
        Ok(panel) => panel,
        Err(little) => {
            return BottleneckView { teams: little.teams as u64, months: little.periods as u64, found: None };
        }
    };
    let found = Bottleneck::of(&panel, Resampling::default()).map(|found| BottleneckFound {
        effect: found.effect,
        p: found.p,
        necessary: found.is_necessary(),
        levels: LEVELS.map(|level| need(level, found.ceiling.needed(level))).to_vec(),
    });
    BottleneckView { teams: panel.teams() as u64, months: panel.periods() as u64, found }
}

fn need(level: f64, need: Need) -> LevelNeed {
    let (need, at_least) = match need {
        Need::Nothing => (NeedWord::Nothing, None),
        Need::AtLeast(share) => (NeedWord::AtLeast, Some(share / 100.0)),
        Need::Unseen => (NeedWord::Unseen, None),
    };
    LevelNeed { content: level / 100.0, need, at_least }
}

/// What each team received in each month, complete and right, in percent.
fn received(voices: &Voices, number: &HashMap<PartyId, u32>, now: Timestamp) -> Vec<Reading> {
    let mut cells: BTreeMap<(u32, i32), Vec<&Rating>> = BTreeMap::new();
    for rating in voices.ratings(now) {
        if let Some(&team) = number.get(&rating.receiver) {
            cells.entry((team, month(rating.asked_at))).or_default().push(rating);
        }
    }
    let reading = |((team, period), ratings): ((u32, i32), Vec<&Rating>)| {
        let share = sampled(voices, &ratings, |said| Some(said.right))?;
        Some(Reading { team, period, mean: 100.0 * share.share, n: share.n })
    };
    cells.into_iter().filter_map(reading).collect()
}

/// How many customers were content with the promises that ran through each team in each month, in percent.
fn experienced(voices: &Voices, number: &HashMap<PartyId, u32>) -> Vec<Reading> {
    let mut cells: BTreeMap<(u32, i32), Counts<Csat>> = BTreeMap::new();
    for one in &voices.asked {
        let answer = first_on(RatedScale::Csat, one.values.iter().map(|(_, answer)| answer));
        let Some(Answer::Csat(csat)) = answer else { continue };
        let teams: HashSet<u32> = one.chain.iter().filter_map(|held| number.get(&held.team).copied()).collect();
        for team in teams {
            // A domain value lies on its scale: nothing is refused here.
            let _ = cells.entry((team, month(one.asked_at))).or_default().take(csat.value(), 1);
        }
    }
    let reading = |((team, period), counts): ((u32, i32), Counts<Csat>)| {
        let good = counts.good()?;
        Some(Reading { team, period, mean: 100.0 * good.share, n: good.n })
    };
    cells.into_iter().filter_map(reading).collect()
}

/// The months since the beginning of our era; consecutive months are consecutive numbers.
fn month(at: Timestamp) -> i32 {
    let here = at.to_zoned(TimeZone::UTC);
    i32::from(here.year()) * 12 + i32::from(here.month()) - 1
}
