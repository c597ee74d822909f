//! Hand-offs for benchmarks: order → design → stock, courier, now and then more, on eight teams. Deterministic.

use catena_analysis::{Handoff, Handoffs};

const TEAMS: [&str; 8] = ["Clerk", "Design", "Stock", "Courier", "Billing", "Support", "Purchasing", "Quality"];

/// Numbers that look random: splitmix64.
pub struct Chance(u64);

impl Chance {
    /// Numbers that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (bits ^ (bits >> 31)) % bound
    }
}

/// About `count` hand-offs in chains of three to eight, of whose promises about `broken` percent break.
pub fn handoffs(count: usize, broken: u64) -> Handoffs {
    let mut chance = Chance::new(7);
    let mut handoffs = Handoffs::new(&[]);
    let mut chain = 0_u64;
    while handoffs.len() < count {
        each_of_chain(chain, &mut chance, broken, |handoff| handoffs.push(handoff, &[]));
        chain += 1;
    }
    handoffs
}

/// One chain: children one after another or side by side, some with a child of their own.
pub fn each_of_chain(number: u64, chance: &mut Chance, broken: u64, mut push: impl FnMut(&Handoff)) {
    let opened = 1_700_000_000 + number as i64 * 61;
    let breaks = chance.below(100) < broken;
    let root = format!("o{number}");
    let mut at = opened + 60 * chance.below(30) as i64;
    let children = 1 + chance.below(4);
    let mut closed = at;
    for index in 0..children {
        let took = 600 + 60 * chance.below(120) as i64;
        let late = if breaks && chance.below(2) == 0 { 600 + 60 * chance.below(240) as i64 } else { 0 };
        let id = format!("{root}-{index}");
        let ends = at + took + late;
        let handoff = Handoff {
            id: &id,
            parent: Some(&root),
            customer: TEAMS[0],
            provider: TEAMS[1 + chance.below(7) as usize],
            opened: at,
            started: Some(at + took / 4),
            closed: Some(ends),
            due: (chance.below(10) < 8).then_some(at + took),
            ..Handoff::default()
        };
        push(&handoff);
        if chance.below(2) == 0 {
            let inner = format!("{id}-x");
            let done = at + took / 2 + late / 2;
            push(&Handoff {
                id: &inner,
                parent: Some(&id),
                customer: handoff.provider,
                provider: TEAMS[1 + chance.below(7) as usize],
                opened: at + 60,
                started: None,
                closed: Some(done),
                due: Some(at + took / 2),
                ..Handoff::default()
            });
        }
        closed = closed.max(ends);
        at = if chance.below(3) == 0 { at + 120 } else { ends + 60 * chance.below(10) as i64 };
    }
    let closed = closed.max(at) + 60 * chance.below(20) as i64;
    let customer = format!("customer {}", number % 5000);
    push(&Handoff {
        id: &root,
        customer: &customer,
        provider: TEAMS[0],
        opened,
        closed: Some(closed),
        due: Some(if breaks {
            closed - 60 * (1 + chance.below(60) as i64)
        } else {
            closed + 60 * chance.below(60) as i64
        }),
        ..Handoff::default()
    });
}
