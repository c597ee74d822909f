//! What is not an order: complaints, which follow broken promises, and restocking, where the customer is a colleague.

use jiff::civil::Date;

use crate::calendar::{Calendar, load, opening_minute};
use crate::chain::{Chain, Link, Party, hand_off, spend};
use crate::chance::Chance;
use crate::group::{AUCTION, CARE, SHOPKEEPERS, SHOPS};

const HOUR: i64 = 3600;

/// The complaint that `order` gave rise to, if it did: one in four broken promises, one in a hundred others.
pub fn complaint(order: &Chain, chance: &mut Chance) -> Option<Chain> {
    let root = order.root();
    let overrun = order.overrun();
    if !chance.happens(if overrun > 0 { 0.25 } else { 0.01 }) {
        return None;
    }
    let region = SHOPS[order.shop].region();
    // Most people call while they still wait.
    let opened = root.closed - overrun / 2 + chance.whole(0, HOUR);
    let mut chain = Chain {
        links: Vec::with_capacity(3),
        kind: "Complaint",
        channel: chance.pick(&[("Phone", 0.7), ("Web", 0.3)]),
        internal: false,
        too_tight: false,
        ..order.clone()
    };
    let care = Party::Team(&CARE);
    let spent = spend(&CARE, 60, 1.0, chance);
    let first = spent / 3;
    chain.add(Link { parent: None, customer: root.customer, ..hand_off('O', 0, root.customer, &CARE, opened, spent) });
    let asked = opened + first;
    let found = spend(&region.couriers, 45, 1.0, chance);
    chain.add(hand_off('C', 0, care, &region.couriers, asked, found));
    let mut answered = asked + found;
    if chance.happens(0.3) {
        let minutes = 60;
        let made = spend(&region.design, minutes, 1.0, chance);
        let again = hand_off('D', 0, care, &region.design, answered, made);
        chain.add(Link { due: Some(answered + minutes * 60), rework: true, ..again });
        answered += made;
    }
    chain.links[0].closed = answered + spent - first;
    chain.links[0].due = Some(opened + 5 * HOUR / 2);
    Some(chain)
}

/// A shop asks for ribbons, vases and plants; the shopkeepers promise them for the next evening.
pub fn restock(calendar: &Calendar, shop: usize, date: Date, chance: &mut Chance) -> Chain {
    let clerks = Party::Team(&SHOPS[shop].region().clerks);
    let opened = calendar.at(date, opening_minute(date, chance));
    let spent = spend(&SHOPKEEPERS, 24 * 60, load(date), chance);
    let mut chain = Chain {
        shop,
        links: Vec::with_capacity(2),
        kind: "Restock",
        product: "Supplies",
        channel: "App",
        occasion: "Business",
        internal: true,
        too_tight: false,
    };
    let due = Some(opened + 26 * HOUR);
    chain.add(Link { parent: None, due, ..hand_off('O', 0, clerks, &SHOPKEEPERS, opened, spent) });
    if chance.happens(0.4) {
        let asked = opened + spent / 4;
        let delivered = spend(&AUCTION, 5 * 60, load(date), chance);
        let buyers = Party::Team(&SHOPKEEPERS);
        chain.add(Link { due: Some(asked + 5 * HOUR), ..hand_off('A', 0, buyers, &AUCTION, asked, delivered) });
        chain.links[0].closed = chain.links[0].closed.max(asked + delivered + HOUR / 2);
    }
    chain
}
