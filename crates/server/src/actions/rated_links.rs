//! How hand-offs of the last year are rated by those who relied on them, and what that makes of the chains of the desk's
//! log. Nothing is shown below five ratings by three people of a team of three; and never of two periods, from whose
//! difference one rating could be told.

mod need;

use std::collections::{BTreeMap, HashMap, HashSet};

use catena_analysis::borne::borne;
use catena_analysis::funnel::Funnel;
use catena_analysis::rated::WeakestRated;
use catena_analysis::sampled::{Answer, Chance, Rolled, Sampled};
use catena_analysis::{Chains, Chosen, Resampling, Selection};
use catena_domain::rating;
use jiff::{SignedDuration, Timestamp};

use super::{Actor, Refusal, open_log};
use crate::desk::Desk;
use crate::desk::voices::{Rating, Voices};
use crate::insight::Insight;
use crate::state::AppState;
use crate::views::rated_links::{
    BorneLateness, ChainedLink, FunnelView, RatedChain, RatedEdge, RatedLink, RatedLinks, WeakestChance,
    WeakestRatedLink,
};

/// How far back it looks.
const DAYS: i64 = 365;
/// How many kinds of chains are shown.
const CHAINS: usize = 5;

/// How hand-offs are rated, as far as somebody has insight.
pub fn rated_links(state: &AppState, desk: &Desk, actor: &Actor) -> Result<RatedLinks, Refusal> {
    let insight = &Insight::of(actor)?;
    let now = desk.now();
    let since = now.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MIN);
    let voices = desk.voices(insight)?;
    let log = open_log(state, "desk", insight)?;
    let chains = &log.loaded.chains;
    let year = Selection { from: Some(since.as_second()), ..Selection::default() };
    let chosen = year.choose(chains).map_err(|unknown| Refusal::BadParameter(unknown.to_string()))?;
    let said = Said::of(&voices, actor, insight, since, now);
    let links: Vec<RatedLink> = said.links.iter().map(|(provider, said)| said.link(provider)).collect();
    Ok(RatedLinks {
        since,
        departments_only: log.restricted,
        weakest: said.weakest(),
        links,
        edges: said.edges.iter().map(|((provider, customer), said)| said.edge(provider, customer)).collect(),
        chains: rated_chains(chains, &chosen, &said),
        on_time: on_time(chains, &chosen),
        bottleneck: need::bottleneck(&voices, now),
        borne: borne(chains, &chosen)
            .into_iter()
            .map(|(team, seconds)| BorneLateness { provider: chains.parties().name(team).to_owned(), seconds })
            .collect(),
    })
}

/// What is known of one link.
#[derive(Clone, Copy)]
struct Known {
    right: Option<Sampled>,
    well: Option<Sampled>,
}

impl Known {
    fn link(&self, provider: &str) -> RatedLink {
        RatedLink { provider: provider.to_owned(), right: self.right.map(Into::into), well: self.well.map(Into::into) }
    }

    fn edge(&self, provider: &str, customer: &str) -> RatedEdge {
        RatedEdge {
            provider: provider.to_owned(),
            customer: customer.to_owned(),
            right: self.right.map(Into::into),
            well: self.well.map(Into::into),
        }
    }
}

/// What is known of all links, by the names of teams.
struct Said {
    links: BTreeMap<String, Known>,
    edges: BTreeMap<(String, String), Known>,
}

impl Said {
    /// Teams of which nothing may be shown are there and nothing is known of them. What a team gives altogether is for
    /// those who have insight into that team; what confidential teams give and get for those who may know of them.
    fn of(voices: &Voices, actor: &Actor, insight: &Insight, since: Timestamp, now: Timestamp) -> Self {
        let name = |team| voices.teams.get(&team).map(|team| team.name.clone());
        let mut links: BTreeMap<String, Vec<&Rating>> = BTreeMap::new();
        let mut edges: BTreeMap<(String, String), Vec<&Rating>> = BTreeMap::new();
        let hidden = |rating: &Rating| [rating.giver, rating.receiver].iter().any(|team| actor.hidden.contains(team));
        for rating in voices.ratings(now).filter(|rating| rating.asked_at >= since && !hidden(rating)) {
            let (Some(giver), Some(receiver)) = (name(rating.giver), name(rating.receiver)) else { continue };
            if insight.shows(std::iter::once(rating.giver)) {
                links.entry(giver.clone()).or_default().push(rating);
            }
            edges.entry((giver, receiver)).or_default().push(rating);
        }
        let known = |ratings: Vec<&Rating>| Known {
            right: sampled(voices, &ratings, |said| Some(said.right)),
            well: sampled(voices, &ratings, |said| said.ease.map(|ease| ease >= 4)),
        };
        Self {
            links: links.into_iter().map(|(team, ratings)| (team, known(ratings))).collect(),
            edges: edges.into_iter().map(|(edge, ratings)| (edge, known(ratings))).collect(),
        }
    }

    fn weakest(&self) -> WeakestRatedLink {
        let rated: Vec<(&String, Sampled)> =
            self.links.iter().filter_map(|(team, known)| Some((team, known.right?))).collect();
        let numbered: Vec<(u32, Sampled)> =
            (0..).zip(&rated).map(|(number, (_, sampled))| (number, *sampled)).collect();
        let found = WeakestRated::of(&numbered, Resampling::default());
        let name = |number: u32| rated[number as usize].0.clone();
        let mut by_name = found.links.clone();
        by_name.sort_unstable_by_key(|&(link, _)| link);
        WeakestRatedLink {
            named: found.named().map(name),
            candidates: found.candidates.iter().map(|&link| name(link)).collect(),
            links: by_name.into_iter().map(|(link, p)| WeakestChance { provider: name(link), p }).collect(),
        }
    }

    fn right(&self, provider: &str, customer: &str) -> Option<Sampled> {
        self.edges.get(&(provider.to_owned(), customer.to_owned()))?.right
    }
}

/// The share of ratings that are good; none below five by three people, or of a team of fewer than three.
pub(super) fn sampled(
    voices: &Voices,
    ratings: &[&Rating],
    good: impl Fn(&rating::Answer) -> Option<bool>,
) -> Option<Sampled> {
    let mut raters = HashMap::new();
    let answers: Vec<Answer> = ratings
        .iter()
        .filter(|rating| voices.is_crowd(rating.giver))
        .filter_map(|rating| {
            let (said, _) = rating.answer.as_ref()?;
            let next = raters.len() as u32;
            let rater = *raters.entry(rating.rater).or_insert(next);
            Some(Answer { rater, good: good(said)?, asked: Chance::of(rating.chance.share())? })
        })
        .collect();
    Sampled::of(&answers)
}

/// The most frequent kinds of chains, each by its links.
fn rated_chains(chains: &Chains, chosen: &Chosen, said: &Said) -> Vec<RatedChain> {
    let mut kinds: HashMap<Vec<(u32, u32)>, u64> = HashMap::new();
    for chain in chosen.iter().map(|number| chains.chain(number)) {
        let mut handoffs: Vec<usize> =
            (1..chain.len()).filter(|&place| chain.is_awaited(place) && !chain.is_customer_hold(place)).collect();
        handoffs.sort_by_key(|&place| (chain.opened[place], place));
        let mut met = HashSet::new();
        let links: Vec<(u32, u32)> = handoffs
            .into_iter()
            .map(|place| (chain.providers[place], chain.customers[place]))
            .filter(|&(provider, customer)| provider != customer && met.insert((provider, customer)))
            .collect();
        if !links.is_empty() {
            *kinds.entry(links).or_default() += 1;
        }
    }
    let mut kinds: Vec<(Vec<(u32, u32)>, u64)> = kinds.into_iter().collect();
    kinds.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    kinds.truncate(CHAINS);
    let name = |party: u32| chains.parties().name(party).to_owned();
    let rated = |(links, count): (Vec<(u32, u32)>, u64)| {
        let ends = links.iter().map(|&(provider, customer)| (name(provider), name(customer)));
        let known: Vec<(String, String, Option<Sampled>)> = ends
            .map(|(provider, customer)| {
                let right = said.right(&provider, &customer);
                (provider, customer, right)
            })
            .collect();
        let all: Option<Vec<Sampled>> = known.iter().map(|(_, _, right)| *right).collect();
        RatedChain {
            chains: count,
            rolled: all.and_then(|all| Rolled::of(&all)).map(Into::into),
            links: known
                .into_iter()
                .map(|(provider, customer, right)| ChainedLink {
                    provider,
                    customer,
                    share: right.map(|right| right.share),
                })
                .collect(),
        }
    };
    kinds.into_iter().map(rated).collect()
}

/// Teams by the share of their hand-offs with a due instant that were closed by it.
fn on_time(chains: &Chains, chosen: &Chosen) -> Option<FunnelView> {
    let mut counts: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for chain in chosen.iter().map(|number| chains.chain(number)) {
        for place in (0..chain.len()).filter(|&place| !chain.is_customer_hold(place)) {
            let Some(due) = chain.due(place) else { continue };
            let (kept, all) = counts.entry(chain.providers[place]).or_default();
            *kept += u64::from(chain.closed[place] <= due);
            *all += 1;
        }
    }
    let groups: Vec<(u32, u64, u64)> = counts.into_iter().map(|(team, (kept, all))| (team, kept, all)).collect();
    let funnel = Funnel::of(&groups)?;
    Some(FunnelView::new(&funnel, |team| chains.parties().name(team).to_owned()))
}
