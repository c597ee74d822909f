//! `catena at-risk`: open promises and customers by what the past says of them.

use anyhow::Result;
use serde::Deserialize;

use super::arguments::{Met, RiskVerb};
use super::lists::{self, plain};
use super::pages::{self, By};
use super::server::{Ask, Server};
use super::times;
use super::views::{Named, Summary};
use crate::show::table::{Table, cut};
use crate::show::words::{count, duration, percent, some};
use crate::terminal;

#[derive(Debug, Deserialize)]
struct ChainsAtRisk {
    chains: Vec<Chain>,
    count: u64,
    likely: u64,
    unknown: u64,
    overdue: u64,
}

#[derive(Debug, Deserialize)]
struct Chain {
    request: Summary,
    broken: Option<f64>,
    in_hand: Vec<Summary>,
    reasons: Vec<Reason>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
enum Reason {
    Returned { step: String, provider: Named, times: u64 },
    BeganLate { step: String, provider: Named, begun: bool, by_seconds: i64 },
    Slow { step: String, provider: Named, running: bool, took_seconds: i64, usual_seconds: i64 },
    BrokeBefore { broken: Share },
}

#[derive(Debug, Deserialize)]
struct Share {
    k: u64,
    n: u64,
}

#[derive(Debug, Deserialize)]
struct CustomersAtRisk {
    customers: Vec<CustomerAtRisk>,
    count: u64,
    unknown: u64,
    past: Vec<Past>,
}

#[derive(Debug, Deserialize)]
struct CustomerAtRisk {
    customer: Named,
    owner: Option<Named>,
    last: Summary,
    matters: u64,
    met: String,
    days: u64,
    past: Option<Share>,
    gone: Option<f64>,
    usual: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct Past {
    met: String,
    gone: Option<Share>,
    cases: u64,
}

pub fn run(server: &Server, verb: &RiskVerb) -> Result<()> {
    match verb {
        RiskVerb::Chains { page } => {
            let ask = Ask::get("/at-risk/chains");
            let failed = "the promises at risk were not listed";
            let answer = pages::some(server, failed, page, ask, "chains", By::Cursor)?;
            server.print(&answer, |all: ChainsAtRisk| Ok(chains(&all)))
        }
        RiskVerb::Customers { met, regulars, order, page } => {
            let ask = Ask::get("/at-risk/customers").with("order", order.word());
            let ask = ask.with_any("met", met.map(Met::word)).with_any("regulars", regulars.then_some("true"));
            let failed = "the customers at risk were not listed";
            let answer = pages::some(server, failed, page, ask, "customers", By::Cursor)?;
            server.print(&answer, |all: CustomersAtRisk| Ok(customers(&all)))
        }
    }
}

fn chains(all: &ChainsAtRisk) -> String {
    let open = some(all.count, "open promise", "open promises");
    let mut text = format!(
        "{open} can still be kept: {} more likely broken than kept, {} not yet known. {} past the due already.\n",
        count(all.likely),
        count(all.unknown),
        count(all.overdue)
    );
    if all.chains.is_empty() {
        return text;
    }
    let width = terminal::width();
    let mut table = Table::new(&["broken", "number", "due", "in hand of", "why", "for"]).with_words(6);
    for one in &all.chains {
        let holders: Vec<&str> = one.in_hand.iter().map(|held| held.provider.name.as_str()).collect();
        let why: Vec<String> = one.reasons.iter().map(reason).collect();
        table.push(vec![
            one.broken.map_or_else(|| "not yet known".to_owned(), percent),
            one.request.number.to_string(),
            times::show_any(one.request.due_at),
            cut(&holders.join(", "), width / 6),
            cut(&why.join("; "), width / 2),
            cut(&one.request.customer.name, width / 6),
        ]);
    }
    text += &lists::lines(&table);
    text
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Returned { step, provider, times } => {
            format!("{} returned {step} {}", provider.name, some(*times, "time", "times"))
        }
        Reason::BeganLate { step, provider, begun, by_seconds } => {
            let by = duration(*by_seconds);
            let word = if *begun { "began" } else { "should have begun" };
            format!("{} {word} {step} {by} {}", provider.name, if *begun { "late" } else { "ago" })
        }
        Reason::Slow { step, provider, running, took_seconds, usual_seconds } => {
            let word = if *running { "is at" } else { "took for" };
            let (took, usual) = (duration(*took_seconds), duration(*usual_seconds));
            format!("{} {word} {step} {took}, usually {usual}", provider.name)
        }
        Reason::BrokeBefore { broken } => format!("{} of {} such broke before", count(broken.k), count(broken.n)),
    }
}

fn customers(all: &CustomersAtRisk) -> String {
    let mut groups = Table::new(&["met with last", "did not come back", "of", "share"]);
    for past in &all.past {
        let (gone, share) = past.gone.as_ref().map_or_else(
            || (String::new(), "not yet known".to_owned()),
            |share| (count(share.k), percent(share.k as f64 / share.n.max(1) as f64)),
        );
        groups.push(vec![plain(&past.met), gone, count(past.cases), share]);
    }
    let known = lists::section("In 90 days", Some(&groups), "");
    let mut table = Table::new(&["customer", "gone", "usual", "met with", "days", "of past", "times", "last", "team"])
        .with_words(9);
    let width = terminal::width();
    let chance = |chance: Option<f64>| chance.map_or_else(|| "not yet known".to_owned(), percent);
    for one in &all.customers {
        table.push(vec![
            cut(&one.customer.name, width / 5),
            chance(one.gone),
            chance(one.usual),
            plain(&one.met),
            count(one.days),
            one.past.as_ref().map_or_else(String::new, |past| format!("{} of {}", count(past.k), count(past.n))),
            count(one.matters),
            one.last.number.to_string(),
            one.owner.as_ref().map_or_else(String::new, |team| cut(&team.name, width / 6)),
        ]);
    }
    let heading =
        format!("{} may not come back, {} not yet known", some(all.count, "customer", "customers"), count(all.unknown));
    let list = lists::section(&heading, (!all.customers.is_empty()).then_some(&table), "Nobody.");
    format!("{known}\n{list}")
}
