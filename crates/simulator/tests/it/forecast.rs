//! Forecasts learnt from the first year hold in the second.
//!
//! A chain is read as a plan would have drawn it: whoever asks others in the middle of their work does two steps, one
//! before and one after. What no plan foresees is left out of the steps, as it would be at the desk: work that is sent
//! back, customers who have to be asked for an address. Its time falls between the steps.

use std::collections::HashMap;

use catena_analysis::Handoff;
use catena_domain::forecast::{Course, History, Outlook, Stage, Step};
use catena_domain::id::StepId;
use catena_simulator::{Plan, Simulation, simulate};
use jiff::Timestamp;
use uuid::Uuid;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=6;
/// One in so many moments is looked at.
const THIN: usize = 4;
/// 2025-01-01T00:00:00Z: what closed before is learnt from, what opened since is forecast.
const SPLIT: i64 = 1_735_689_600;

/// A chain that has ended.
struct Past {
    /// Kind, product and the team that took it.
    service: [String; 3],
    opened: i64,
    due: i64,
    closed: i64,
    /// Each waits for the one before: its letters, when it was offered and when it was done.
    steps: Vec<(&'static str, i64, i64)>,
}

impl Past {
    /// None of chains that are open or promise nothing.
    fn read(root: &Handoff, of_root: [&str; 2], children: &[(&str, Handoff)]) -> Option<Self> {
        let (closed, due) = (root.closed?, root.due?);
        let service = [of_root[0].to_owned(), of_root[1].to_owned(), root.provider.to_owned()];
        let span = |id: &str| children.iter().find(|child| child.0 == id && !child.1.rework).map(|child| child.1);
        let mut steps = Vec::new();
        if of_root[0] == "Restock" {
            steps.push(("restock", root.opened, closed));
        }
        let (design, stock, auction) = (span("D1"), span("S1"), span("A1").filter(|_| of_root[0] != "Restock"));
        if let (Some(design), Some(stock)) = (design, stock) {
            steps.push(("look", design.opened, stock.opened));
        }
        if let (Some(stock), Some(auction)) = (stock, auction) {
            steps.push(("buy", stock.opened, auction.opened));
            steps.push(("auction", auction.opened, auction.closed?));
            steps.push(("unpack", auction.closed?, stock.closed?));
        } else if let Some(stock) = stock {
            steps.push(("stock", stock.opened, stock.closed?));
        }
        if let Some(design) = design {
            let name = if stock.is_some() { "arrange" } else { "design" };
            steps.push((name, stock.map_or(Some(design.opened), |stock| stock.closed)?, design.closed?));
        }
        if let Some(courier) = span("C1") {
            steps.push(("courier", courier.opened, courier.closed?));
        }
        Some(Self { service, opened: root.opened, due, closed, steps })
    }

    /// What was known of it at `now`.
    fn course(&self, now: i64) -> Course {
        let stage = |offered: i64, done: i64| match now {
            _ if done <= now => Stage::Done { offered_at: at(offered), at: at(done) },
            _ if offered <= now => Stage::Offered(at(offered)),
            _ => Stage::Waiting,
        };
        let step = |(place, &(name, offered, done)): (usize, &(&str, i64, i64))| {
            let id = name.bytes().fold(0, |id, byte| id << 8 | u128::from(byte));
            let after = place.checked_sub(1).into_iter().collect();
            Step { id: StepId(Uuid::from_u128(id)), after, stage: stage(offered, done) }
        };
        let steps = self.steps.iter().enumerate().map(step).collect();
        Course { opened_at: at(self.opened), planned_for: Some(at(self.due)), steps }
    }

    /// Instants that one can name without knowing how it ends: the opening, each offer, each quarter of the promised
    /// time, as far as it was open then.
    fn moments(&self) -> impl Iterator<Item = i64> {
        let quarters = (0..4).map(|quarter| self.opened + (self.due - self.opened) * quarter / 4);
        let offers = self.steps.iter().map(|step| step.1).filter(|&offered| offered > self.opened);
        quarters.chain(offers).filter(|&now| now < self.closed)
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The chains that have ended, in the order in which they did.
fn pasts(simulation: &Simulation) -> Vec<Past> {
    let handoffs = &simulation.handoffs;
    let rows: Vec<Handoff> = (0..handoffs.len()).map(|row| handoffs.get(row)).collect();
    let mut children: HashMap<&str, Vec<(&str, Handoff)>> = HashMap::new();
    for row in rows.iter().filter(|row| row.parent.is_some()) {
        let (root, id) = row.id.rsplit_once('-').unwrap();
        children.entry(root).or_default().push((id, *row));
    }
    let value = |name: &str, row: usize| {
        handoffs.attributes().iter().find(|attribute| attribute.name == name).unwrap().value(row).unwrap()
    };
    let roots = rows.iter().enumerate().filter(|(_, row)| row.parent.is_none());
    let mut pasts: Vec<Past> = roots
        .filter_map(|(place, root)| {
            let of_root = [value("kind", place), value("product", place)];
            Past::read(root, of_root, children.get(root.id).map_or(&[], Vec::as_slice))
        })
        .collect();
    pasts.sort_by_key(|past| past.closed);
    pasts
}

/// What became of many forecasts.
#[derive(Default)]
struct Record {
    unknown: usize,
    forecasts: usize,
    inside: usize,
    /// Sums of squares: of the stated probability from what happened, and of the service's own rate from it.
    brier: [f64; 2],
    /// By tenth of the stated probability: how many, the sum of the stated, how many were kept.
    tenths: [(usize, f64, usize); 10],
}

impl Record {
    /// Learns from the chains of `seed` that closed before the split and forecasts those that opened since.
    fn of(seed: u64) -> Self {
        let pasts = pasts(&simulate(&Plan { seed, ..Plan::default() }));
        let mut learnt: HashMap<&[String; 3], (History, [usize; 2])> = HashMap::new();
        for past in pasts.iter().filter(|past| past.closed < SPLIT) {
            let (history, [kept, all]) = learnt.entry(&past.service).or_default();
            history.add(&past.course(past.closed), at(past.closed));
            *kept += usize::from(past.closed <= past.due);
            *all += 1;
        }
        let mut record = Self::default();
        let later = pasts.iter().filter(|past| past.opened >= SPLIT);
        for (number, past) in later.enumerate() {
            if let Some((history, [kept, all])) = learnt.get(&past.service) {
                let base = *kept as f64 / *all as f64;
                // Moments of one chain are alike: more chains with fewer moments each tell more in the same time.
                for now in past.moments().skip(number % THIN).step_by(THIN) {
                    record.add(past, &history.forecast(&past.course(now), Some(at(past.due)), at(now)), base);
                }
            }
        }
        record
    }

    fn add(&mut self, past: &Past, outlook: &Outlook, base: f64) {
        let Outlook::Known(forecast) = outlook else {
            self.unknown += 1;
            return;
        };
        let (stated, kept) = (forecast.kept.unwrap(), past.closed <= past.due);
        self.forecasts += 1;
        self.inside += usize::from((forecast.earliest_at..=forecast.latest_at).contains(&at(past.closed)));
        for (sum, said) in self.brier.iter_mut().zip([stated, base]) {
            *sum += (said - f64::from(u8::from(kept))).powi(2);
        }
        let tenth = &mut self.tenths[((stated * 10.0) as usize).min(9)];
        *tenth = (tenth.0 + 1, tenth.1 + stated, tenth.2 + usize::from(kept));
    }

    fn join(mut self, other: &Self) -> Self {
        self.unknown += other.unknown;
        self.forecasts += other.forecasts;
        self.inside += other.inside;
        for (sum, more) in self.brier.iter_mut().zip(other.brier) {
            *sum += more;
        }
        for (tenth, more) in self.tenths.iter_mut().zip(other.tenths) {
            *tenth = (tenth.0 + more.0, tenth.1 + more.1, tenth.2 + more.2);
        }
        self
    }
}

#[test]
fn intervals_and_probabilities_hold_for_the_chains_of_the_year_after() {
    let records: Vec<Record> = std::thread::scope(|scope| {
        let threads: Vec<_> = SEEDS.map(|seed| scope.spawn(move || Record::of(seed))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (seed, record) in SEEDS.zip(&records) {
        let covered = record.inside as f64 / record.forecasts as f64;
        assert!((0.75..=0.85).contains(&covered), "seed {seed}: {covered}");
        assert!(record.brier[0] < 0.9 * record.brier[1], "seed {seed}: {:?}", record.brier);
        assert!(record.unknown * 20 < record.forecasts, "seed {seed}: {}", record.unknown);
    }
    // One year alone has a few hundred forecasts in the middle tenths, several of them of one chain: too few to tell.
    let all = records.iter().fold(Record::default(), Record::join);
    for (tenth, &(cases, stated, kept)) in all.tenths.iter().enumerate() {
        assert!(cases >= 200, "tenth {tenth}: {cases}");
        let gap = (kept as f64 - stated) / cases as f64;
        assert!(gap.abs() <= 0.05, "tenth {tenth}: {gap:+.3} in {cases} cases");
    }
}
