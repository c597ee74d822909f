//! What is sold, and the plan of the work behind it, in minutes.

use crate::chance::Chance;

/// A product and its blueprint.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    pub name: &'static str,
    /// The designers' own work; 0 where nothing is arranged.
    pub make: i64,
    /// What the shopkeepers need to lay out the stock.
    pub stock: i64,
    /// The share of orders for which something has to be fetched from stock.
    pub needs_stock: f64,
    /// The share of those that has to be bought at the auction first.
    pub needs_auction: f64,
    /// The share that is delivered; the rest is fetched by the customer.
    pub delivered: f64,
    /// The share that may still be promised for the same day.
    pub same_day: f64,
}

const fn product(name: &'static str, make: i64, stock: i64, needs: [f64; 2], delivered: f64, same_day: f64) -> Product {
    Product { name, make, stock, needs_stock: needs[0], needs_auction: needs[1], delivered, same_day }
}

static BOUQUET: Product = product("Bouquet", 50, 30, [0.6, 0.03], 0.8, 0.65);
static ARRANGEMENT: Product = product("Arrangement", 75, 35, [0.8, 0.06], 0.85, 0.5);
static PLANT: Product = product("Plant", 0, 30, [1.0, 0.04], 0.75, 0.7);
static WREATH: Product = product("Wreath", 110, 40, [0.9, 0.1], 0.95, 0.15);
static WEDDING: Product = product("Wedding flowers", 180, 45, [1.0, 0.45], 1.0, 0.0);
static OFFICE: Product = product("Office flowers", 60, 30, [0.7, 0.03], 1.0, 0.1);

/// What the shopkeepers need on top where the auction has to deliver first.
pub const AUCTION_MINUTES: i64 = 80;

/// What is wanted for `occasion`.
pub fn wanted(occasion: &str, chance: &mut Chance) -> Product {
    *match occasion {
        "Wedding" => &WEDDING,
        "Funeral" | "All Saints" => chance.pick(&[(&WREATH, 0.7), (&ARRANGEMENT, 0.3)]),
        "Valentine's Day" => chance.pick(&[(&BOUQUET, 0.85), (&ARRANGEMENT, 0.15)]),
        "Mother's Day" => chance.pick(&[(&BOUQUET, 0.7), (&ARRANGEMENT, 0.15), (&PLANT, 0.15)]),
        "Business" => chance.pick(&[(&OFFICE, 0.8), (&ARRANGEMENT, 0.2)]),
        _ => chance.pick(&[(&BOUQUET, 0.6), (&ARRANGEMENT, 0.25), (&PLANT, 0.15)]),
    }
}
