//! What a panel is like apart from any effect: how high each team stands, how each period was for all, and how much is
//! left: what a world without an effect is made like.

use std::collections::BTreeMap;

use super::within::Effects;
use super::{Cell, Panel};

/// One side of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Where each team stands in a period like the average one.
    pub levels: BTreeMap<u32, f64>,
    /// By how much each period differed for all teams.
    pub seasons: BTreeMap<i32, f64>,
    /// The standard deviation of what is left, with the degrees of freedom that levels and seasons take.
    pub left: f64,
}

impl Panel {
    /// What was received, and what customers said.
    pub fn shapes(&self) -> (Shape, Shape) {
        let effects = Effects::of(self);
        (self.shape(&effects, |cell| cell.received), self.shape(&effects, |cell| cell.experienced))
    }

    fn shape(&self, effects: &Effects, side: impl Fn(&Cell) -> f64) -> Shape {
        let values: Vec<f64> = self.cells.iter().map(side).collect();
        let calm = effects.without_season(values.clone());
        let mut seasons = BTreeMap::new();
        let mut sums: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for ((cell, value), calm) in self.cells.iter().zip(&values).zip(&calm) {
            seasons.insert(self.periods[cell.period], value - calm);
            let (sum, weight) = sums.entry(self.teams[cell.team]).or_default();
            (*sum, *weight) = (*sum + cell.weight * calm, *weight + cell.weight);
        }
        let levels: BTreeMap<u32, f64> = sums.into_iter().map(|(team, (sum, weight))| (team, sum / weight)).collect();
        let squares = self.cells.iter().zip(&calm).map(|(cell, calm)| (calm - levels[&self.teams[cell.team]]).powi(2));
        let taken = levels.len() + seasons.len() - 1;
        let freedom = self.cells.len().saturating_sub(taken).max(1);
        let left = (squares.sum::<f64>() / freedom as f64).sqrt();
        Shape { levels, seasons, left }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, Sources};
    use super::*;

    #[test]
    fn levels_and_seasons_come_back_and_nothing_is_left_where_nothing_else_was() {
        let mut sources = Sources::default();
        let season = |period: i32| f64::from(period % 4) - 1.5;
        for team in 0..6_u32 {
            for period in 0..12 {
                let wave = if (i64::from(period) + i64::from(team)) % 2 == 0 { 1.0 } else { -1.0 };
                let said = |mean| Reading { team, period, mean, n: 5 + u64::from(team) };
                sources.received.push(said(f64::from(team) + season(period) + wave));
                sources.experienced.push(said(2.0 * f64::from(team) + season(period)));
            }
        }
        let (received, experienced) = Panel::of(&sources, 0).unwrap().shapes();
        let height = |shape: &Shape| shape.levels[&5] - shape.levels[&0];
        assert!((height(&experienced) - 10.0).abs() < 1e-9 && (height(&received) - 5.0).abs() < 1e-9);
        assert!((experienced.seasons[&3] - experienced.seasons[&0] - 3.0).abs() < 1e-9);
        assert!(experienced.left < 1e-9, "{}", experienced.left);
        // The wave of ±1 in 72 cells, of which 17 are taken.
        assert!((received.left - (72.0_f64 / 55.0).sqrt()).abs() < 0.05, "{}", received.left);
    }
}
