//! What the first year says of customers who may not come back holds in the second, by the same test as the forecast.

use std::collections::HashMap;

use catena_domain::returning::{History, Matter, Met, Visit, WINDOW_DAYS, matters};
use catena_simulator::{Plan, lot, returning, simulate};
use jiff::Timestamp;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=6;
const DAY: i64 = 86_400;
/// 2025-01-01T00:00:00Z: matters whose window was over by then are learnt from, those that ended since are forecast.
const SPLIT: i64 = 1_735_689_600;
/// So many days after the end customers are looked at.
const LOOKS: [usize; 5] = [0, 7, 21, 45, 75];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The matters of each customer, and the instant at which the log ends.
fn customers(seed: u64) -> (Vec<Vec<Matter>>, i64) {
    let handoffs = simulate(&Plan { seed, ..Plan::default() }).handoffs;
    let names = returning(&handoffs, seed);
    let mut visits: HashMap<&str, Vec<Visit>> = HashMap::new();
    let mut last = 0;
    for row in 0..handoffs.len() {
        let root = handoffs.get(row);
        last = last.max(root.opened);
        let Some(name) = names.get(root.id) else { continue };
        let kept = root.due.zip(root.closed).map(|(due, closed)| closed <= due);
        // Whoever rates it was asked; so was one in four of the others, and said nothing.
        let asked = root.rating.is_some() || lot(seed, root.id, "silent").is_multiple_of(4);
        let answered = root.closed.zip(root.rating).map(|(closed, rating)| (at(closed + DAY / 2), rating <= 2.0));
        let questioned_at = root.closed.filter(|_| asked).map(at);
        let visit = Visit { asked_at: at(root.opened), ended_at: root.closed.map(at), kept, questioned_at, answered };
        visits.entry(name).or_default().push(visit);
    }
    // In one order on every run.
    let mut all: Vec<(&str, Vec<Visit>)> = visits.into_iter().collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    (all.into_iter().map(|(_, visits)| matters(&visits)).collect(), last)
}

/// What became of many forecasts.
#[derive(Default)]
struct Record {
    cases: usize,
    /// Sums of squares: of the stated probability from what happened, of the share of all, and of the share of those
    /// who were away as long, whatever they had met with.
    brier: [f64; 3],
    /// By tenth of the stated probability: how many, the sum of the stated, how many were gone.
    tenths: [(usize, f64, usize); 10],
}

impl Record {
    fn of(seed: u64) -> Self {
        let (customers, last) = customers(seed);
        let mut history = History::default();
        for all in &customers {
            history.add(all, &[], at(SPLIT));
        }
        let mut record = Self::default();
        for all in &customers {
            for (place, matter) in all.iter().enumerate() {
                let Some(ended_at) = matter.ended_at.map(Timestamp::as_second) else { continue };
                let window = ended_at + WINDOW_DAYS as i64 * DAY;
                if ended_at < SPLIT || window > last {
                    continue;
                }
                let again = all.get(place + 1).map(|next| next.asked_at.as_second());
                for days in LOOKS {
                    let now = ended_at + days as i64 * DAY;
                    if again.is_none_or(|again| again > now) {
                        record.add(&history, matter, now, again.is_none_or(|again| again >= window));
                    }
                }
            }
        }
        record
    }

    fn add(&mut self, history: &History, matter: &Matter, now: i64, gone: bool) {
        let days = matter.days(at(now)).unwrap();
        let Some(stated) = history.after(matter.met(at(now)), days).chance() else { return };
        let (mut cases, mut lost) = (0, 0);
        for (met, _) in Met::ALL {
            let tally = history.after(met, days);
            (cases, lost) = (cases + tally.cases, lost + tally.gone);
        }
        let (base, away) = (history.all().chance().unwrap(), f64::from(lost) / f64::from(cases));
        self.cases += 1;
        for (sum, said) in self.brier.iter_mut().zip([stated, base, away]) {
            *sum += (said - f64::from(u8::from(gone))).powi(2);
        }
        let tenth = &mut self.tenths[((stated * 10.0) as usize).min(9)];
        *tenth = (tenth.0 + 1, tenth.1 + stated, tenth.2 + usize::from(gone));
    }

    fn join(mut self, other: &Self) -> Self {
        self.cases += other.cases;
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
fn who_does_not_come_back_is_as_many_as_was_said_the_year_before() {
    let records: Vec<Record> = SEEDS.map(Record::of).collect();
    for (seed, record) in SEEDS.zip(&records) {
        assert!(record.brier[0] < 0.95 * record.brier[1], "seed {seed}: {:?}", record.brier);
        assert!(record.brier[0] < record.brier[2], "seed {seed}: what they met with says more than that they are away");
    }
    let all = records.iter().fold(Record::default(), Record::join);
    let told: Vec<(usize, usize, f64)> = all
        .tenths
        .iter()
        .enumerate()
        .filter(|(_, (cases, ..))| *cases >= 200)
        .map(|(tenth, &(cases, stated, gone))| (tenth, cases, (gone as f64 - stated) / cases as f64))
        .collect();
    assert!(told.len() >= 4, "{told:?}");
    for (tenth, cases, gap) in told {
        assert!(gap.abs() <= 0.05, "tenth {tenth}: {gap:+.3} in {cases} cases");
    }
}
