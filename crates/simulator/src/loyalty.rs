//! Whether customers come back after what they met with: the truth that "at risk" is learnt from.
//!
//! The log by itself has customers who order by chance, whatever happened. [`returning`] says for the same orders who
//! asked for them if customers remember: whoever was satisfied with 5 of 5 comes again within 90 days with odds of
//! [`TOP_ODDS`], and each box lower the odds are divided by [`BOX`]. Where nobody who remembers is due, somebody new
//! comes. A complaint is made by whoever had the order.

use std::collections::HashMap;

use catena_analysis::{Handoff, Handoffs, Instant};

use crate::chain::satisfaction;
use crate::chance::Chance;
use crate::group::SHOPS;
use crate::verdict::stream;

/// The odds with which whoever is wholly satisfied comes again: three of five.
const TOP_ODDS: f64 = 1.5;
/// By how much the odds are divided for each box lower; shops report 3 to 6.
const BOX: f64 = 4.0;
/// Whoever comes again wants to between these days after the end; more of them soon than late.
const DAYS: (f64, f64) = (2.0, 86.0);
const DAY: f64 = 86_400.0;

/// The customers of the chains of customers, by the ids of their roots, if customers remember. The same hand-offs and
/// seed always give the same.
pub fn returning(handoffs: &Handoffs, seed: u64) -> HashMap<String, String> {
    let mut shops: Vec<Shop> = SHOPS.iter().map(|_| Shop::default()).collect();
    let mut customers = HashMap::new();
    let kinds = handoffs.attributes().iter().find(|attribute| attribute.name == "kind");
    for row in 0..handoffs.len() {
        let root = handoffs.get(row);
        if root.parent.is_some() || root.internal {
            continue;
        }
        let Some(place) = SHOPS.iter().position(|shop| root.id.split('-').next() == Some(shop.code)) else { continue };
        let is_complaint = kinds.and_then(|kinds| kinds.value(row)) == Some("Complaint");
        let number = if is_complaint { shops[place].of(root.customer) } else { shops[place].order(&root, seed) };
        // Every shop has the numbers that leave its own rest.
        let number = number * SHOPS.len() + place + 1;
        customers.insert(root.id.to_owned(), format!("Customer {number:05}"));
    }
    customers
}

/// Who knows a shop.
#[derive(Default)]
struct Shop {
    /// How many customers it has had.
    known: usize,
    /// When each of those who want to come again wants to.
    wishes: Vec<(Instant, usize)>,
    /// Who asked last for the orders of a name in the log.
    asked: HashMap<String, usize>,
}

impl Shop {
    /// Whoever wanted to come first and by now, else somebody new.
    fn order(&mut self, root: &Handoff, seed: u64) -> usize {
        let due = self.wishes.iter().enumerate().filter(|(_, wish)| wish.0 <= root.opened);
        let first = due.min_by_key(|(_, wish)| **wish).map(|(place, _)| place);
        let customer = match first {
            Some(place) => self.wishes.swap_remove(place).1,
            None => self.somebody_new(),
        };
        self.asked.insert(root.customer.to_owned(), customer);
        if let Some(closed) = root.closed {
            let mut chance = Chance::new(seed, stream(&format!("{} again", root.id)));
            let overrun = root.due.map_or(0, |due| (closed - due).max(0));
            let thought = satisfaction(overrun, &mut chance);
            let box_of = root.rating.map_or(thought, f64::from);
            let odds = TOP_ODDS / BOX.powf(5.0 - box_of);
            let (again, wait) = (chance.happens(odds / (1.0 + odds)), chance.between(0.0, 1.0));
            if again {
                let days = DAYS.0 + (DAYS.1 - DAYS.0) * wait * wait;
                self.wishes.push((closed + (days * DAY) as i64, customer));
            }
        }
        customer
    }

    /// Whoever had the last order under this name.
    fn of(&mut self, name: &str) -> usize {
        if let Some(&known) = self.asked.get(name) {
            return known;
        }
        let customer = self.somebody_new();
        self.asked.insert(name.to_owned(), customer);
        customer
    }

    fn somebody_new(&mut self) -> usize {
        self.known += 1;
        self.known - 1
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Plan, simulate};

    #[test]
    fn who_was_satisfied_comes_again_three_to_six_times_as_often_as_the_next_box() {
        let handoffs = simulate(&Plan::default()).handoffs;
        let customers = returning(&handoffs, 7);
        assert_eq!(customers, returning(&handoffs, 7));
        assert_ne!(customers, returning(&handoffs, 8));
        let mut orders: BTreeMap<&str, Vec<Handoff>> = BTreeMap::new();
        for row in (0..handoffs.len()).map(|row| handoffs.get(row)).filter(|row| row.parent.is_none() && !row.internal)
        {
            orders.entry(&customers[row.id]).or_default().push(row);
        }
        // By the rating of an order: how many there were, and after how many of them another one began in 90 days.
        let mut boxes = [(0.0, 0.0); 6];
        let last = orders.values().flatten().map(|order| order.opened).max().unwrap();
        for orders in orders.values() {
            for (place, order) in orders.iter().enumerate() {
                let Some((closed, rating)) = order.closed.zip(order.rating) else { continue };
                let window = closed + 90 * 86_400;
                if window > last || order.due.is_none() {
                    continue;
                }
                let again = orders[place + 1..].iter().any(|next| (closed + 86_400..window).contains(&next.opened));
                let counted = &mut boxes[rating as usize];
                *counted = (counted.0 + 1.0, counted.1 + f64::from(u8::from(again)));
            }
        }
        let odds = |rating: usize| boxes[rating].1 / (boxes[rating].0 - boxes[rating].1);
        let ratio = odds(5) / odds(4);
        assert!((3.0..=6.0).contains(&ratio), "{ratio}: {boxes:?}");
        assert!(odds(4) > odds(3) && odds(3) > odds(2), "{boxes:?}");
    }

    #[test]
    fn a_complaint_is_made_by_whoever_had_the_order() {
        let handoffs = simulate(&Plan { years: 1, shops: 3, ..Plan::default() }).handoffs;
        let customers = returning(&handoffs, 7);
        let kinds = handoffs.attributes().iter().find(|attribute| attribute.name == "kind").unwrap();
        let mut last: HashMap<&str, &str> = HashMap::new();
        let mut complaints = 0;
        for row in 0..handoffs.len() {
            let root = handoffs.get(row);
            let Some(customer) = customers.get(root.id) else { continue };
            if kinds.value(row) == Some("Complaint") {
                complaints += 1;
                assert_eq!(last.get(root.customer), Some(&customer.as_str()), "{}", root.id);
            } else {
                last.insert(root.customer, customer);
            }
        }
        assert!(complaints > 50, "{complaints}");
    }
}
