//! What customers experienced: what they answered beside what became of the promise, as the desk's log judges it. Teams
//! are named, never persons; public reviews and conversations stand beside it and in no score.

use std::collections::{BTreeMap, HashMap};

use catena_analysis::score::{Counts, Stars};
use catena_analysis::step::Step;
use catena_analysis::{Analysis, Chains, Selection};
use catena_domain::feedback::Answer;
use catena_domain::feedback::when::Purpose;
use jiff::{SignedDuration, Timestamp};

use super::scores::{KINDS, Tally, first_on};
use super::{Refusal, open_log};
use crate::desk::Desk;
use crate::desk::voices::{Asked, Voices};
use crate::insight::Insight;
use crate::state::AppState;
use crate::views::experience::{AtPromise, Experience, LinkPoint, ReviewedStars, StepPoint, ToldFeelings, VoicePoint};
use crate::views::feedback::MomentWord;
use crate::views::scores::{RatedScale, ScoreLine};

/// How far the period reaches back if nothing is said.
const DAYS: i64 = 90;
/// How many answers are named behind a score at most.
const NAMED: usize = 50;

/// From one instant until just before another.
#[derive(Clone, Copy, Debug)]
struct Period {
    since: Timestamp,
    until: Timestamp,
}

impl Period {
    fn holds(self, at: Timestamp) -> bool {
        (self.since..self.until).contains(&at)
    }

    /// The one before, which is as long.
    fn before(self) -> Self {
        let length = self.until.duration_since(self.since);
        Self { since: self.since.checked_sub(length).unwrap_or(Timestamp::MIN), until: self.since }
    }
}

/// What customers experienced since an instant until another, as far as somebody has insight.
pub fn experience(
    state: &AppState,
    desk: &Desk,
    insight: &Insight,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<Experience, Refusal> {
    let until = until.unwrap_or_else(|| desk.now());
    let reach = SignedDuration::from_hours(24 * DAYS);
    let since = since.unwrap_or_else(|| until.checked_sub(reach).unwrap_or(Timestamp::MIN));
    if since >= until {
        return Err(Refusal::BadParameter(
            "the period ends before it begins: since has to lie before until".to_owned(),
        ));
    }
    let (period, voices) = (Period { since, until }, desk.voices(insight)?);
    let log = open_log(state, "desk", insight)?;
    let findings = log.loaded.findings(&Selection::default())?;
    let asked: Vec<&Asked> = voices.asked.iter().filter(|one| period.holds(one.asked_at)).collect();
    let verdicts = Verdicts { chains: &log.loaded.chains, analysis: &findings.analysis };
    Ok(Experience {
        since,
        until,
        before: period.before().since,
        departments_only: log.restricted,
        asked: asked.len() as u64,
        answered: asked.iter().filter(|one| one.answered_at.is_some()).count() as u64,
        scores: scores(&voices, period),
        promises: [RatedScale::Csat, RatedScale::Ces, RatedScale::Nps]
            .into_iter()
            .filter_map(|scale| at_promise(&asked, scale, &verdicts))
            .collect(),
        reviews: reviews(&voices, period),
        conversations: conversations(&voices, period),
    })
}

/// What a customer answered on a scale, as far as it counts.
fn on(scale: RatedScale, one: &Asked) -> Option<&Answer> {
    first_on(scale, one.values.iter().map(|(_, answer)| answer))
}

fn scores(voices: &Voices, period: Period) -> Vec<ScoreLine> {
    let tally = |(purpose, scale): (Purpose, RatedScale), period: Period| {
        let mut tally = Tally::on(scale);
        let about = voices.asked.iter().filter(|one| one.purpose == purpose && period.holds(one.asked_at));
        about.filter_map(|one| on(scale, one)).for_each(|answer| tally.take(answer));
        tally
    };
    let lines = KINDS.into_iter().map(|kind| (kind.0, tally(kind, period), tally(kind, period.before())));
    lines
        .filter(|(_, now, before)| now.n() + before.n() > 0)
        .map(|(purpose, now, before)| now.line(purpose, &before))
        .collect()
}

/// How the desk's log judges promises.
struct Verdicts<'a> {
    chains: &'a Chains,
    analysis: &'a Analysis,
}

impl Verdicts<'_> {
    /// How early or late the promise was ended that somebody was asked about, and who broke it; none while its chain goes
    /// on, or where it ended otherwise since.
    fn of(&self, one: &Asked) -> Option<(Step, Vec<String>)> {
        let chain = self.chains.find(&one.root?.name())?;
        let step = Step::of(self.chains.chain(chain).overrun_seconds()?);
        let name = |&provider: &u32| self.chains.parties().name(provider).to_owned();
        let breakers = self.analysis.breakers_of_chain(chain).iter().map(name).collect();
        (one.kept == Some(step.is_kept())).then_some((step, breakers))
    }
}

/// Answers of one point of a picture.
struct Point<'a> {
    tally: Tally,
    behind: Vec<&'a Asked>,
}

impl<'a> Point<'a> {
    fn on(scale: RatedScale) -> Self {
        Self { tally: Tally::on(scale), behind: Vec::new() }
    }

    fn take(&mut self, one: &'a Asked, answer: &Answer) {
        self.tally.take(answer);
        self.behind.push(one);
    }

    fn view(self) -> VoicePoint {
        let newest = self.behind.iter().rev().take(NAMED);
        VoicePoint { score: self.tally.score(), asks: newest.map(|one| one.id.0).collect() }
    }
}

fn at_promise(asked: &[&Asked], scale: RatedScale, verdicts: &Verdicts) -> Option<AtPromise> {
    let point = || Point::on(scale);
    let (mut kept, mut broken, mut elsewhere) = (point(), point(), 0);
    let mut steps: HashMap<Step, Point> = HashMap::new();
    let mut links: BTreeMap<String, Point> = BTreeMap::new();
    for &one in asked.iter().filter(|one| matches!(one.moment, MomentWord::Kept | MomentWord::Broken)) {
        let (Some(was_kept), Some(answer)) = (one.kept, on(scale, one)) else { continue };
        if was_kept { &mut kept } else { &mut broken }.take(one, answer);
        let Some((step, breakers)) = verdicts.of(one) else {
            elsewhere += 1;
            continue;
        };
        steps.entry(step).or_insert_with(point).take(one, answer);
        for provider in breakers {
            links.entry(provider).or_insert_with(point).take(one, answer);
        }
    }
    (kept.tally.n() + broken.tally.n() > 0).then(|| AtPromise {
        scale,
        difference: kept.tally.since(&broken.tally),
        kept: kept.view(),
        broken: broken.view(),
        steps: Step::ALL
            .into_iter()
            .map(|step| StepPoint { step: step.into(), point: steps.remove(&step).unwrap_or_else(point).view() })
            .collect(),
        links: links.into_iter().map(|(provider, point)| LinkPoint { provider, point: point.view() }).collect(),
        elsewhere,
    })
}

fn reviews(voices: &Voices, period: Period) -> ReviewedStars {
    let mut counts = Counts::<Stars>::default();
    for review in voices.reviews.iter().filter(|review| period.holds(review.at)) {
        // A domain value lies on its scale: nothing is refused here.
        let _ = counts.take(review.stars.value(), 1);
    }
    let mut stars = [0; 5];
    stars.iter_mut().zip(counts.answers()).for_each(|(count, (_, times))| *count = times);
    ReviewedStars { n: counts.n(), mean: counts.mean().map(Into::into), counts: stars }
}

fn conversations(voices: &Voices, period: Period) -> ToldFeelings {
    let mut counts = [0; 5];
    for told in voices.conversations.iter().filter(|told| period.holds(told.at)) {
        if let Some(count) = counts.get_mut((told.feeling.value() + 2) as usize) {
            *count += 1;
        }
    }
    ToldFeelings { n: counts.iter().sum(), counts }
}
