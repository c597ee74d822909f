//! A chain while it is being made: the root first, children behind their parents, without ids.

use catena_analysis::Instant;

use crate::chance::Chance;
use crate::group::Team;

/// The further columns of the log: the department of the provider on every row, the others on roots.
pub const ATTRIBUTES: [&str; 7] = ["department", "kind", "shop", "city", "product", "channel", "occasion"];

/// Who asks or gives.
#[derive(Clone, Copy, Debug)]
pub enum Party {
    Team(&'static Team),
    /// A customer, known by a number alone.
    Customer(u32),
}

/// One hand-off; `opened` and everything after it in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The letter in its id.
    pub step: char,
    /// The place of its parent in the chain; the root has none.
    pub parent: Option<usize>,
    pub customer: Party,
    pub provider: Party,
    pub opened: Instant,
    pub started: Option<Instant>,
    pub closed: Instant,
    pub due: Option<Instant>,
    pub awaited: bool,
    pub rating: Option<f32>,
    pub rework: bool,
}

/// A root and everything behind it.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The place of its shop among [`SHOPS`](crate::group::SHOPS).
    pub shop: usize,
    pub links: Vec<Link>,
    /// The values of [`ATTRIBUTES`] that follow from neither team nor shop.
    pub kind: &'static str,
    pub product: &'static str,
    pub channel: &'static str,
    pub occasion: &'static str,
    /// The customer is a colleague.
    pub internal: bool,
    /// The promise is shorter than the plan.
    pub too_tight: bool,
}

impl Chain {
    pub fn root(&self) -> &Link {
        &self.links[0]
    }

    /// By how much the promise to the customer was broken, in seconds; 0 if it was kept or never given.
    pub fn overrun(&self) -> i64 {
        let root = self.root();
        root.due.map_or(0, |due| (root.closed - due).max(0))
    }

    /// Takes in a hand-off and gives its place.
    pub fn add(&mut self, link: Link) -> usize {
        self.links.push(link);
        self.links.len() - 1
    }

    /// Lets those who relied on the work rate it: customers one time in four or five, and low where their promise was
    /// broken; colleagues more often, and with less noise.
    pub fn rate(&mut self, chance: &mut Chance) {
        const HELPED: [(f32, f64); 4] = [(2.0, 0.02), (3.0, 0.1), (4.0, 0.4), (5.0, 0.48)];
        const HINDERED: [(f32, f64); 4] = [(1.0, 0.15), (2.0, 0.4), (3.0, 0.35), (4.0, 0.1)];
        let overrun = self.overrun();
        for link in &mut self.links {
            let of_a_team = matches!(link.provider, Party::Team(_));
            let scale =
                match link.customer {
                    Party::Customer(_) if of_a_team && chance.happens(0.225) => scale_of(overrun),
                    Party::Team(_) if of_a_team && chance.happens(0.3) => {
                        if link.due.is_some_and(|due| link.closed > due) { &HINDERED } else { &HELPED }
                    }
                    _ => continue,
                };
            link.rating = Some(chance.pick(scale));
        }
    }
}

/// How content customers are whose order came so many seconds late, with how many of each.
fn scale_of(overrun: i64) -> &'static [(f32, f64)] {
    const KEPT: [(f32, f64); 5] = [(1.0, 0.02), (2.0, 0.03), (3.0, 0.1), (4.0, 0.3), (5.0, 0.55)];
    const LATE: [(f32, f64); 5] = [(1.0, 0.12), (2.0, 0.18), (3.0, 0.3), (4.0, 0.26), (5.0, 0.14)];
    const VERY_LATE: [(f32, f64); 5] = [(1.0, 0.3), (2.0, 0.28), (3.0, 0.23), (4.0, 0.13), (5.0, 0.06)];
    match overrun {
        0 => &KEPT,
        1..2400 => &LATE,
        _ => &VERY_LATE,
    }
}

/// How content a customer is who does not say so, from 1 to 5.
pub fn satisfaction(overrun: i64, chance: &mut Chance) -> f64 {
    f64::from(chance.pick(scale_of(overrun)))
}

/// A hand-off of `team` that was asked for at `opened` and took `spent` seconds of the team's own time.
pub fn hand_off(step: char, parent: usize, customer: Party, team: &'static Team, opened: Instant, spent: i64) -> Link {
    Link {
        step,
        parent: Some(parent),
        customer,
        provider: Party::Team(team),
        opened,
        started: Some(opened + (spent as f64 * team.waits) as i64),
        closed: opened + spent,
        due: None,
        awaited: true,
        rating: None,
        rework: false,
    }
}

/// How long `team` takes for work planned for `minutes`, in seconds, on a day of load `load`.
pub fn spend(team: &Team, minutes: i64, load: f64, chance: &mut Chance) -> i64 {
    let late = ((1.0 - team.keeps) * load.powf(1.5)).min(0.7);
    let share = if chance.happens(late) { 1.0 + chance.overrun() } else { chance.within_plan() };
    (minutes as f64 * 60.0 * share) as i64
}
