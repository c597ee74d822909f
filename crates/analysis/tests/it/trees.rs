//! Random forests of hand-offs, made to be awkward: instants of a few minutes so that ties are the rule, promises that
//! are missing, negative or broken, children outside their parents, open and faulty rows, few providers and now and
//! then many.
//!
//! A forest is a function of its seed and size, by the little generator in this file, so that a failing case can be
//! named by two numbers. Nothing here is realistic, and nothing shrinks except the two numbers.

use proptest::prelude::{Strategy, any};

use crate::reference::Row;

/// Names that sort differently by bytes, by number and by alphabet.
const PROVIDERS: [&str; 16] = [
    "Zentrale",
    "atelier",
    "Ärzte",
    "b10",
    "b9",
    "Łódź",
    "京都",
    "Clerk",
    "B",
    "Ölmühle",
    "clerk",
    "10",
    "9",
    "été",
    "A b",
    "🌷",
];

const CUSTOMERS: [&str; 3] = ["Ms Rose", "Herr Ödön", "寺"];

/// Forests of every seed, with up to 40 hand-offs.
pub fn forests() -> impl Strategy<Value = Vec<Row>> {
    (any::<u64>(), 1..=40_usize).prop_map(|(seed, size)| forest(seed, size))
}

/// The forest of `seed`: 1 to 6 chains with about `size` hand-offs together, in any order.
pub fn forest(seed: u64, size: usize) -> Vec<Row> {
    let mut chance = Chance(seed);
    let is_wide = size >= 15 && chance.hits(8);
    let providers = if is_wide { 16 } else { 3 + chance.below(6) };
    let providers: Vec<&str> = chance.shuffle(PROVIDERS.to_vec()).into_iter().take(providers).collect();
    let chains = if is_wide { 1 + chance.below(2) } else { 1 + chance.below(6) };
    let mut rows = Vec::new();
    for chain in 0..chains.min(size) {
        let handoffs = if is_wide && chain == 0 { size - (chains - 1) } else { (size / chains).max(1) };
        let numbers = rows.len();
        rows.extend(if is_wide && chain == 0 {
            relay(&mut chance, &providers, handoffs, numbers)
        } else {
            tree(&mut chance, &providers, handoffs, numbers)
        });
    }
    if chance.hits(12) {
        let open = chance.below(rows.len());
        rows[open].closed = None;
    }
    if chance.hits(12) {
        spoil(&mut chance, &mut rows);
    }
    chance.shuffle(rows)
}

/// One chain of any shape, up to five levels below its root.
fn tree(chance: &mut Chance, providers: &[&str], handoffs: usize, numbers: usize) -> Vec<Row> {
    let mut rows = vec![root(chance, providers, numbers)];
    let mut depths = vec![0];
    let has_customer_holds = chance.hits(25);
    while rows.len() < handoffs {
        let at = chance.below(rows.len());
        if depths[at] == 5 {
            continue;
        }
        let child = child(chance, providers, &rows, at, numbers, has_customer_holds);
        rows.push(child);
        depths.push(depths[at] + 1);
    }
    rows
}

/// A broken chain that many providers run one after the other, each too slow, so that repairs add up.
fn relay(chance: &mut Chance, providers: &[&str], handoffs: usize, numbers: usize) -> Vec<Row> {
    let mut first = root(chance, providers, numbers);
    let mut now = first.opened;
    let mut late = 0;
    let mut rows = Vec::new();
    for (index, provider) in (1..handoffs).zip(providers.iter().cycle()) {
        let (needs, slow) = (chance.upto(12), chance.upto(6));
        rows.push(Row {
            id: name_row(chance, numbers + index),
            parent: Some(first.id.clone()),
            customer: first.provider.clone(),
            provider: (*provider).to_owned(),
            opened: now,
            started: None,
            closed: Some(now + needs + slow),
            due: Some(now + needs),
            awaited: true,
            rating: None,
            customer_hold: false,
        });
        late += slow;
        now += needs + slow + chance.upto(2);
    }
    first.closed = Some(now);
    first.due = Some(now - 1 - chance.upto(late));
    rows.insert(0, first);
    rows
}

fn root(chance: &mut Chance, providers: &[&str], numbers: usize) -> Row {
    let opened = chance.upto(60);
    let lasts = if chance.hits(5) { 0 } else { 20 + chance.upto(120) };
    let due = match chance.below(100) {
        0..15 => None,
        15..20 => Some(opened - chance.upto(10)),
        20..70 => Some(opened + lasts - 1 - chance.upto(25)),
        70..85 => Some(opened + chance.upto(lasts)),
        _ => Some(opened + lasts + chance.upto(20)),
    };
    Row {
        id: name_row(chance, numbers),
        parent: None,
        customer: (*chance.pick(&CUSTOMERS)).to_owned(),
        provider: (*chance.pick(providers)).to_owned(),
        opened,
        started: chance.hits(60).then(|| opened - 2 + chance.upto(40)),
        closed: Some(opened + lasts),
        due,
        awaited: true,
        rating: chance.hits(30).then(|| 1.0 + chance.upto(4) as f32),
        customer_hold: false,
    }
}

/// A child of `rows[at]`, placed by preference where other instants already are.
fn child(
    chance: &mut Chance,
    providers: &[&str],
    rows: &[Row],
    at: usize,
    numbers: usize,
    has_customer_holds: bool,
) -> Row {
    let parent = &rows[at];
    let (from, to) = (parent.opened, parent.closed.unwrap());
    let siblings: Vec<&Row> = rows.iter().filter(|row| row.parent.as_ref() == Some(&parent.id)).collect();
    let mut known: Vec<i64> = rows.iter().flat_map(|row| [row.opened, row.closed.unwrap()]).collect();
    known.retain(|instant| (from..=to).contains(instant));
    let last_end = siblings.iter().map(|row| row.closed.unwrap()).max().unwrap_or(from);
    let opened = match chance.below(100) {
        0..40 if last_end < to => last_end,
        40..60 => *chance.pick(&known),
        0..90 => from + chance.upto(to - from),
        90..93 => from - 1 - chance.upto(5),
        93..96 => to + chance.upto(3),
        _ => from,
    };
    let later: Vec<i64> = known.into_iter().filter(|&instant| instant > opened).collect();
    let closed = match chance.below(100) {
        0..15 => to,
        15..35 if !later.is_empty() => *chance.pick(&later),
        30..75 => opened + chance.upto((to - opened).max(0)),
        75..85 => to + chance.upto(20),
        85..90 => opened,
        _ => opened + chance.upto(15),
    };
    let closed = closed.max(opened);
    let due = match chance.below(100) {
        0..40 => None,
        40..45 => Some(opened - chance.upto(5)),
        45..80 => Some(opened + chance.upto(closed - opened)),
        80..88 => Some(closed),
        _ => Some(closed + chance.upto(15)),
    };
    let customer_hold = has_customer_holds && chance.hits(25);
    let provider = match chance.below(100) {
        _ if customer_hold => (*chance.pick(&CUSTOMERS)).to_owned(),
        0..15 => parent.provider.clone(),
        _ => (*chance.pick(providers)).to_owned(),
    };
    let is_customer_the_parent = chance.hits(80);
    Row {
        id: name_row(chance, numbers + rows.len()),
        parent: Some(parent.id.clone()),
        customer: if is_customer_the_parent { parent.provider.clone() } else { (*chance.pick(providers)).to_owned() },
        provider,
        opened,
        started: chance.hits(60).then(|| opened - 2 + chance.upto(closed - opened + 4)),
        closed: Some(closed),
        due,
        awaited: !chance.hits(10),
        rating: chance.hits(30).then(|| 1.0 + chance.upto(4) as f32),
        customer_hold,
    }
}

/// A unique id whose order by bytes is neither the order of birth nor of numbers.
fn name_row(chance: &mut Chance, number: usize) -> String {
    format!("{}{number}", chance.pick(&["", "", "h", "H", "é"]))
}

/// Makes one row invalid: an id twice, an unknown parent, a row its own parent, a root below one of its own chain, a
/// close before the opening.
fn spoil(chance: &mut Chance, rows: &mut [Row]) {
    let (at, other) = (chance.below(rows.len()), chance.below(rows.len()));
    match chance.below(5) {
        0 if at != other => {
            let id = rows[other].id.clone();
            rows[at].id = id;
        }
        1 => rows[at].parent = Some("nobody".to_owned()),
        2 => rows[at].parent = Some(rows[at].id.clone()),
        3 => {
            let mut root = other;
            while let Some(parent) = rows[root].parent.clone() {
                match rows.iter().position(|row| row.id == parent) {
                    Some(index) => root = index,
                    None => return,
                }
            }
            rows[root].parent = Some(rows[other].id.clone());
        }
        _ => rows[at].closed = Some(rows[at].opened - 1 - chance.upto(10)),
    }
}

/// Splitmix64: enough chance for tests, the same on every machine.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `bound` − 1.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// From 0 to `most`, both included.
    pub fn upto(&mut self, most: i64) -> i64 {
        self.below(most as usize + 1) as i64
    }

    /// True in `percent` of 100 cases.
    pub fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `of`.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// `of` in any order.
    pub fn shuffle<T>(&mut self, mut of: Vec<T>) -> Vec<T> {
        for last in (1..of.len()).rev() {
            of.swap(last, self.below(last + 1));
        }
        of
    }
}
