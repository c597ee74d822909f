//! Dirt: rows as real exports have them. It draws from a stream of its own, so that the clean rows stay as they were.

use catena_analysis::Handoff;

use crate::Plan;
use crate::chance::Chance;

/// Spoils a share of the chains.
pub struct Mess {
    chance: Chance,
    share: f64,
}

impl Mess {
    pub fn new(plan: &Plan) -> Self {
        Self { chance: Chance::new(plan.seed, 0), share: plan.mess }
    }

    /// Perhaps breaks one rule in one row of a chain, each rule as often as the others.
    pub fn spoil(&mut self, rows: &mut Vec<Handoff>) {
        if self.share <= 0.0 || !self.chance.happens(self.share) {
            return;
        }
        let last = rows.len() - 1;
        match self.chance.whole(0, 5) {
            0 => rows[last].parent = Some("lost"),
            1 => rows.push(rows[last]),
            2 => rows[last].closed = Some(rows[last].opened - 60),
            3 => rows[last].provider = "",
            4 => rows[last].opened = rows[0].opened - 60,
            _ => rows[0].parent = Some(rows[last].id),
        }
    }
}
