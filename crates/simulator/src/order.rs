//! Orders: the clerk takes them, the designers make them with what the shopkeepers lay out, the couriers bring them.
//!
//! Every promise inside is a duration from the moment somebody was asked, so that a late start is never the fault of
//! those who come after it. The promise to the customer is the sum of these plans and some slack, or less than that
//! where the clerk promised too much.

use catena_analysis::Instant;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::{Calendar, feast, load, opening_minute};
use crate::chain::{Chain, Link, Party, hand_off, spend};
use crate::chance::Chance;
use crate::group::{ABSORBER, AUCTION, Region, SHOPKEEPERS, SHOPS};
use crate::product::{AUCTION_MINUTES, Product, wanted};

const MINUTE: i64 = 60;
/// What a clerk needs to take an order, and to call the courier once it is made.
const TAKING: i64 = 12;
/// What the designers add to their own plan and that of the stock.
const DESIGN_SLACK: i64 = 10;
const DELIVERY: i64 = 80;

/// One order at shop `shop`, taken on `date` by customer `customer`.
pub fn place(calendar: &Calendar, shop: usize, date: Date, customer: u32, chance: &mut Chance) -> Chain {
    let occasion = occasion(date, chance);
    let product = wanted(occasion, chance);
    let job = Job::plan(&product, chance);
    let region = SHOPS[shop].region();
    let taken = opening_minute(date, chance);
    let total = job.minutes() + chance.whole(region.slack.0, region.slack.1);
    let day = delivery_day(date, taken + total, occasion, &product, chance);

    let taken_at = calendar.at(date, taken);
    let too_tight = chance.happens(0.05);
    let (begun, due) = if day == date {
        let promised = if too_tight { job.minutes() as f64 * chance.between(0.6, 0.9) } else { total as f64 };
        (taken_at, calendar.at(day, round_up(taken + promised as i64, 15)))
    } else {
        let promised = if too_tight { job.minutes() as f64 * chance.between(0.7, 0.9) } else { total as f64 };
        let first = (7 * 60 + total + 59) / 60;
        let due = calendar.at(day, chance.whole(first, 19.max(first)) * 60);
        (due - promised as i64 * MINUTE, due)
    };

    // An order for a later day reaches the shop when it is time to begin; a wedding is talked over at once.
    let opened = if job.is_large { taken_at } else { begun };

    let mut chain = Chain {
        shop,
        links: Vec::with_capacity(4),
        kind: "Order",
        product: product.name,
        channel: chance.pick(&[("Web", 0.4), ("Phone", 0.25), ("Counter", 0.25), ("App", 0.1)]),
        occasion,
        internal: false,
        too_tight,
    };
    chain.add(Link {
        step: 'O',
        parent: None,
        customer: Party::Customer(customer),
        provider: Party::Team(&region.clerks),
        opened,
        started: Some(begun + chance.whole(0, 3 * MINUTE)),
        closed: opened,
        due: chance.happens(0.98).then_some(due),
        awaited: true,
        rating: None,
        rework: false,
    });
    let mut work = Work { chain: &mut chain, region, load: load(day), chance };
    let closed = work.run(&job, begun);
    chain.links[0].closed = closed;
    chain
}

/// The plan of one order, in minutes; 0 where a step is not needed.
struct Job {
    make: i64,
    stock: i64,
    auction: bool,
    delivery: i64,
    /// It is never for the same day, and vases are fetched again on the day after.
    is_large: bool,
}

impl Job {
    fn plan(product: &Product, chance: &mut Chance) -> Self {
        let scale = chance.between(0.8, 1.25);
        let stock = chance.happens(product.needs_stock);
        let auction = stock && chance.happens(product.needs_auction);
        Self {
            make: (product.make as f64 * scale) as i64,
            stock: if stock { product.stock + if auction { AUCTION_MINUTES } else { 0 } } else { 0 },
            auction,
            delivery: if chance.happens(product.delivered) { DELIVERY } else { 0 },
            is_large: product.same_day == 0.0,
        }
    }

    /// What all steps need if each keeps its plan.
    fn minutes(&self) -> i64 {
        let design = if self.make > 0 { self.make + DESIGN_SLACK } else { 0 };
        TAKING + design + self.stock + self.delivery
    }
}

/// An order being worked on.
struct Work<'a> {
    chain: &'a mut Chain,
    region: &'static Region,
    load: f64,
    chance: &'a mut Chance,
}

impl Work<'_> {
    /// Does all the work from `begun` on and says when the customer had it.
    fn run(&mut self, job: &Job, begun: Instant) -> Instant {
        let clerks = Party::Team(&self.region.clerks);
        let mut now = begun + spend(&self.region.clerks, TAKING, self.load, self.chance) * 3 / 4;
        if job.make > 0 {
            now = self.design(job, now);
            if self.chance.happens(0.015) {
                // The clerk sends it back: the wrong card, the wrong colour.
                let spent = spend(&self.region.design, job.make * 3 / 5, self.load, self.chance);
                let asked = now + self.chance.whole(2, 6) * MINUTE;
                let again = Link { rework: true, ..hand_off('D', 0, clerks, &self.region.design, asked, spent) };
                now = self.promise(again, job.make * 3 / 5, 0.9);
            }
        } else {
            now = self.stock(job, 0, clerks, now);
        }
        if self.chance.happens(0.012) {
            // Nobody knows the address: the clerk waits for the customer to call back.
            let asked = now + MINUTE;
            let answered = asked + self.chance.whole(10, 45) * MINUTE;
            let customer = self.chain.root().customer;
            let wait = hand_off('W', 0, clerks, &self.region.clerks, asked, answered - asked);
            self.chain.add(Link { provider: customer, started: None, ..wait });
            now = answered;
        }
        if job.delivery > 0 {
            let asked = now + self.chance.whole(2, 6) * MINUTE;
            let spent = spend(&self.region.couriers, job.delivery, self.load, self.chance);
            now = self.promise(hand_off('C', 0, clerks, &self.region.couriers, asked, spent), job.delivery, 0.9);
        }
        now += self.chance.whole(0, 3 * MINUTE);
        if job.is_large {
            let spent = self.chance.whole(16, 30) * 60 * MINUTE;
            let fetch = hand_off('V', 0, clerks, &self.region.couriers, now - MINUTE, spent);
            self.chain.add(Link { awaited: false, ..fetch });
        }
        now
    }

    /// The designers look at the order, ask for stock, and arrange it once the stock is there.
    fn design(&mut self, job: &Job, asked: Instant) -> Instant {
        let team = &self.region.design;
        let clerks = Party::Team(&self.region.clerks);
        let own = spend(team, job.make, self.load, self.chance);
        let looking = own / 8;
        let place = self.chain.add(hand_off('D', 0, clerks, team, asked, own));
        let plan = job.make + job.stock + DESIGN_SLACK;
        let due = asked + plan * MINUTE;
        let mut arranging = own - looking;
        let mut ready = asked + looking;
        if job.stock > 0 {
            ready = self.stock(job, place, Party::Team(team), ready);
            let late = ready > asked + looking + job.stock * MINUTE;
            if late && team.name == ABSORBER && self.chance.happens(0.93) {
                // They leave other work for this one, as far as hands can go.
                let hurried = due - self.chance.whole(1, 8) * MINUTE - ready;
                arranging = hurried.clamp(arranging / 5, arranging);
            }
        }
        let link = &mut self.chain.links[place];
        link.closed = ready + arranging;
        link.due = self.chance.happens(0.92).then_some(due);
        link.closed
    }

    /// The shopkeepers lay out what is needed; now and then the auction has to deliver it first.
    fn stock(&mut self, job: &Job, parent: usize, customer: Party, asked: Instant) -> Instant {
        let own = if job.auction { job.stock - AUCTION_MINUTES } else { job.stock };
        let spent = spend(&SHOPKEEPERS, own, self.load, self.chance);
        let place = self.chain.add(hand_off('S', parent, customer, &SHOPKEEPERS, asked, spent));
        if job.auction {
            let bought = asked + spent / 3;
            let minutes = AUCTION_MINUTES - 5;
            let delivered = spend(&AUCTION, minutes, self.load, self.chance);
            let auction = hand_off('A', place, Party::Team(&SHOPKEEPERS), &AUCTION, bought, delivered);
            let arrived = self.promise(auction, minutes, 0.4);
            self.chain.links[place].closed = arrived + spent - spent / 3;
        }
        let link = &mut self.chain.links[place];
        link.due = self.chance.happens(0.85).then_some(asked + job.stock * MINUTE);
        link.closed
    }

    /// Takes in `link`, which promises `minutes` in a share `written` of the cases, and says when it was done.
    fn promise(&mut self, link: Link, minutes: i64, written: f64) -> Instant {
        let due = self.chance.happens(written).then_some(link.opened + minutes * MINUTE);
        let closed = link.closed;
        self.chain.add(Link { due, ..link });
        closed
    }
}

fn occasion(date: Date, chance: &mut Chance) -> &'static str {
    if let Some(feast) = feast(date)
        && chance.happens(0.7)
    {
        return feast.name;
    }
    let weddings = if (5..=9).contains(&date.month()) { 0.05 } else { 0.01 };
    chance.pick(&[
        ("Birthday", 0.3),
        ("Thank you", 0.16),
        ("Just so", 0.2),
        ("Funeral", 0.1),
        ("Business", 0.14),
        ("Wedding", weddings),
    ])
}

/// The day of delivery: for a feast mostly the feast itself, else today where there is still time, or a later day.
fn delivery_day(date: Date, ready: i64, occasion: &str, product: &Product, chance: &mut Chance) -> Date {
    if let Some(feast) = feast(date)
        && feast.name == occasion
        && feast.on != date
        && chance.happens(0.75)
    {
        return feast.on;
    }
    if ready < 20 * 60 && chance.happens(product.same_day) {
        return date;
    }
    let days = chance.pick(&[(1, 0.6), (2, 0.2), (3, 0.12), (5, 0.08)]);
    date.saturating_add(days.days())
}

fn round_up(minutes: i64, step: i64) -> i64 {
    (minutes + step - 1) / step * step
}
