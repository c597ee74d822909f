//! The logs that are shipped with Catena.

use catena_formats::{Import, Quality, Recipe};
use catena_simulator::{Plan, simulate};

use crate::logs::Source;
use crate::state::AppState;

impl AppState {
    /// Opens the samples; each is made when it is first looked at.
    pub fn open_samples(&self) {
        self.open_later("Flower shops", Source::Sample, Some(FLOWER_SHOPS.to_owned()), || Ok(flower_shops()));
    }
}

const FLOWER_SHOPS: &str = "Two years of a simulated group of flower shops: orders, complaints and restocking, with \
                            one team that is truly weak and one that absorbs the lateness of others.";

fn flower_shops() -> Import {
    let handoffs = simulate(&Plan::default()).handoffs;
    let count = handoffs.len() as u64;
    Import {
        handoffs,
        quality: Quality { rows: count, hand_offs: count, ..Quality::default() },
        recipe: Recipe::default(),
    }
}
