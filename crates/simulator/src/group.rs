//! The group: nine shops in three regions, each region with its own clerks, designers and couriers, and the central
//! teams behind them. All parties are roles, none is a person.

/// The team that is truly weak.
pub const WEAK_LINK: &str = "Design South";
/// The team that makes up for the lateness of others.
pub const ABSORBER: &str = "Design West";

/// A team and how well it keeps what it promises.
#[derive(Debug)]
pub struct Team {
    pub name: &'static str,
    pub department: &'static str,
    /// The share of hand-offs, on an ordinary day, for which its own work stays within its plan.
    pub keeps: f64,
    /// The share of its time that passes before somebody begins.
    pub waits: f64,
}

const fn team(name: &'static str, department: &'static str, keeps: f64, waits: f64) -> Team {
    Team { name, department, keeps, waits }
}

/// The teams of one region.
#[derive(Debug)]
pub struct Region {
    pub clerks: Team,
    pub design: Team,
    pub couriers: Team,
    /// How much its clerks promise beyond the plan, in minutes, from and to.
    pub slack: (i64, i64),
}

/// North, South, West.
pub static REGIONS: [Region; 3] = [
    Region {
        clerks: team("Clerks North", "North", 0.96, 0.05),
        design: team("Design North", "North", 0.93, 0.25),
        couriers: team("Couriers North", "North", 0.93, 0.3),
        slack: (2, 26),
    },
    Region {
        clerks: team("Clerks South", "South", 0.97, 0.05),
        design: team(WEAK_LINK, "South", 0.78, 0.5),
        couriers: team("Couriers South", "South", 0.93, 0.3),
        slack: (6, 34),
    },
    Region {
        clerks: team("Clerks West", "West", 0.96, 0.05),
        design: team(ABSORBER, "West", 0.94, 0.2),
        couriers: team("Couriers West", "West", 0.92, 0.35),
        slack: (4, 28),
    },
];

/// They keep the stock and buy for all shops.
pub static SHOPKEEPERS: Team = team("Shopkeepers", "Central", 0.93, 0.2);
/// A supplier outside the group.
pub static AUCTION: Team = team("Flower auction", "Suppliers", 0.9, 0.4);
/// Complaints end up here.
pub static CARE: Team = team("Customer care", "Central", 0.93, 0.35);

/// Every team, the weak and the strong.
pub fn teams() -> impl Iterator<Item = &'static Team> {
    REGIONS.iter().flat_map(|region| [&region.clerks, &region.design, &region.couriers]).chain([
        &SHOPKEEPERS,
        &AUCTION,
        &CARE,
    ])
}

/// One shop.
#[derive(Debug)]
pub struct Shop {
    /// The prefix of its ids.
    pub code: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    region: usize,
    /// Its share of customers: 1 is an average shop.
    pub size: f64,
}

impl Shop {
    pub fn region(&self) -> &'static Region {
        &REGIONS[self.region]
    }
}

const fn shop(code: &'static str, name: &'static str, city: &'static str, region: usize, size: f64) -> Shop {
    Shop { code, name, city, region, size }
}

/// The shops; the first three already cover all regions.
pub static SHOPS: [Shop; 9] = [
    shop("G01", "Elbe Market", "Hamburg", 0, 1.2),
    shop("G02", "Ring Arcade", "Vienna", 1, 1.25),
    shop("G03", "Old Port", "Lyon", 2, 1.0),
    shop("G04", "Weser Bridge", "Bremen", 0, 0.8),
    shop("G05", "Isar Gate", "Munich", 1, 1.1),
    shop("G06", "Cathedral Row", "Strasbourg", 2, 0.9),
    shop("G07", "Museum Park", "Berlin", 0, 1.1),
    shop("G08", "Lake Terrace", "Zurich", 1, 0.85),
    shop("G09", "Sablon", "Brussels", 2, 0.8),
];
