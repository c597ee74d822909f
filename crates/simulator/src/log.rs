//! The log: days in order, chains numbered by shop and year, everything after the last day still open.

use catena_analysis::{Handoff, Handoffs, Instant};
use jiff::civil::{Date, Weekday};

use crate::Plan;
use crate::calendar::{Calendar, demand};
use crate::chain::{ATTRIBUTES, Chain, Link, Party};
use crate::chance::Chance;
use crate::group::{SHOPS, Shop, teams};
use crate::{errand, mess, order};

/// How many customers a shop knows.
const CUSTOMERS: i64 = 1400;

/// All chains that `plan` begins, in the order of their openings.
pub fn run(plan: &Plan) -> Vec<Chain> {
    let calendar = Calendar::new();
    let shops = plan.shops.clamp(3, SHOPS.len());
    let mut chains = Vec::new();
    for (number, date) in days(plan).enumerate() {
        for (shop, Shop { size, .. }) in SHOPS.iter().enumerate().take(shops) {
            // A stream for each shop and day, so that neither more years nor fewer shops change the others.
            let mut chance = Chance::new(plan.seed, 1 + (number * SHOPS.len() + shop) as u64);
            let orders = chance.count((plan.orders_a_day * demand(date) * size).max(0.0));
            for _ in 0..orders {
                // Regular customers come more often: the smaller of two draws.
                let draw = chance.whole(1, CUSTOMERS).min(chance.whole(1, CUSTOMERS));
                let mut chain =
                    order::place(&calendar, shop, date, (shop as i64 * CUSTOMERS + draw) as u32, &mut chance);
                chain.rate(&mut chance);
                let complaint = errand::complaint(&chain, &mut chance);
                chains.push(chain);
                if let Some(mut complaint) = complaint {
                    complaint.rate(&mut chance);
                    chains.push(complaint);
                }
            }
            if date.weekday() == Weekday::Tuesday {
                let mut chain = errand::restock(&calendar, shop, date, &mut chance);
                chain.rate(&mut chance);
                chains.push(chain);
            }
        }
    }
    let end = end(plan);
    chains.retain(|chain| chain.root().opened < end);
    chains.sort_by_key(|chain| (chain.root().opened, chain.shop));
    chains
}

/// The rows of `chains`, and the ids of the roots whose promise was too tight.
pub fn write(plan: &Plan, chains: &[Chain]) -> (Handoffs, Vec<String>) {
    let end = end(plan);
    let calendar = Calendar::new();
    let mut handoffs = Handoffs::new(&ATTRIBUTES);
    handoffs.begin_file("flower-shop");
    let departments: Vec<_> = teams().map(|team| (team.name, team.department)).collect();
    let mut line = 1;
    let mut too_tight = Vec::new();
    let mut numbers = [0; SHOPS.len()];
    let mut dirt = mess::Mess::new(plan);
    let mut year = plan.first_year;
    for chain in chains {
        if chain.root().opened >= new_year(&calendar, year + 1) {
            year += 1;
            numbers = [0; SHOPS.len()];
        }
        numbers[chain.shop] += 1;
        let shop = &SHOPS[chain.shop];
        let root = format!("{}-{year}-{:06}", shop.code, numbers[chain.shop]);
        let of_root = [chain.kind, shop.name, shop.city, chain.product, chain.channel, chain.occasion].map(Some);
        let ids: Vec<String> = (0..chain.links.len()).map(|place| id(&root, chain, place)).collect();
        let names: Vec<[String; 2]> =
            chain.links.iter().map(|link| [name(link.customer), name(link.provider)]).collect();
        let mut rows: Vec<Handoff> = Vec::with_capacity(chain.links.len());
        for (place, link) in chain.links.iter().enumerate().filter(|(_, link)| link.opened < end) {
            rows.push(Handoff {
                id: &ids[place],
                parent: link.parent.map(|parent| ids[parent].as_str()),
                customer: &names[place][0],
                provider: &names[place][1],
                internal: chain.internal && place == 0,
                ..row(link, end)
            });
        }
        dirt.spoil(&mut rows);
        for row in &rows {
            line += 1;
            let department =
                departments.iter().find(|(name, _)| *name == row.provider).map(|&(_, department)| department);
            let mut values = vec![department];
            if row.parent.is_none() {
                values.extend(of_root);
            }
            handoffs.push(&Handoff { line, ..*row }, &values);
        }
        if chain.too_tight {
            too_tight.push(root);
        }
    }
    (handoffs, too_tight)
}

/// What was known of `link` at `end`.
fn row(link: &Link, end: Instant) -> Handoff<'static> {
    let closed = (link.closed < end).then_some(link.closed);
    Handoff {
        opened: link.opened,
        started: link.started.filter(|&started| started < end),
        closed,
        due: link.due,
        awaited: link.awaited,
        rating: link.rating.filter(|_| closed.is_some()),
        customer_hold: matches!(link.provider, Party::Customer(_)),
        rework: link.rework,
        ..Handoff::default()
    }
}

/// The root's id; for a hand-off followed by its step and how many there were of it before.
fn id(root: &str, chain: &Chain, place: usize) -> String {
    let link = &chain.links[place];
    if link.parent.is_none() {
        return root.to_owned();
    }
    let nth = chain.links[..=place].iter().filter(|other| other.step == link.step && other.parent.is_some()).count();
    format!("{root}-{}{nth}", link.step)
}

fn name(party: Party) -> String {
    match party {
        Party::Team(team) => team.name.to_owned(),
        Party::Customer(number) => format!("Customer {number:05}"),
    }
}

fn days(plan: &Plan) -> impl Iterator<Item = Date> {
    let last = plan.first_year + plan.years;
    let end = Date::new(last as i16, 1, 1).unwrap_or(Date::MAX);
    let first = Date::new(plan.first_year as i16, 1, 1).unwrap_or(Date::MAX);
    std::iter::successors(Some(first), |date| date.tomorrow().ok()).take_while(move |date| *date < end)
}

fn new_year(calendar: &Calendar, year: u32) -> Instant {
    calendar.at(Date::new(year as i16, 1, 1).unwrap_or(Date::MAX), 0)
}

/// The instant at which the log was taken: three in the afternoon of the last day, with work on every bench.
fn end(plan: &Plan) -> Instant {
    new_year(&Calendar::new(), plan.first_year + plan.years) - 9 * 3600
}
