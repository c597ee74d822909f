//! What past customers did after what they had met with, learnt again when the record has grown, and where each customer
//! stands now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use catena_domain::feedback::Outcome;
use catena_domain::id::PartyId;
use catena_domain::returning::{History, Matter, Visit, matters};
use catena_store::visits::{self, VisitRow};
use catena_store::{Error, Sql, events};
use jiff::{SignedDuration, Timestamp};

/// How far back is learnt from.
const LEARNT: SignedDuration = SignedDuration::from_hours(24 * 730);
/// After how many seconds it is learnt again though nothing happened: windows end meanwhile.
const FRESH: i64 = 3_600;

/// A customer with what they asked for.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Who.
    pub party: PartyId,
    /// What they asked for, in the order of asking; once each.
    pub visits: Vec<VisitRow>,
    /// The same, put together.
    pub matters: Vec<Matter>,
    /// When somebody noted last that they left.
    pub left_at: Option<Timestamp>,
}

/// All customers, and what is learnt from them.
#[derive(Debug, Default)]
pub struct Customers {
    /// By their ids.
    pub all: Vec<Customer>,
    /// What they did.
    pub history: History,
}

/// The customers as they were learnt last, with the number of the last event and the time of learning.
#[derive(Default)]
pub struct Returns(Mutex<Option<(i64, Timestamp, Arc<Customers>)>>);

impl Returns {
    /// All customers as the record has them.
    pub fn customers(&self, sql: &mut dyn Sql, now: Timestamp) -> Result<Arc<Customers>, Error> {
        let seq = events::last(sql)?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((of, at, customers)) = known
            && of == seq
            && (0..FRESH).contains(&(now.as_second() - at.as_second()))
        {
            return Ok(customers);
        }
        let customers = Arc::new(learn(sql, now)?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((seq, now, customers.clone()));
        Ok(customers)
    }
}

fn learn(sql: &mut dyn Sql, now: Timestamp) -> Result<Customers, Error> {
    let mut noted: HashMap<PartyId, Vec<(Outcome, Timestamp)>> = HashMap::new();
    for (party, what, at) in visits::outcomes(sql)? {
        if let Some(what) = Outcome::of(&what) {
            noted.entry(party).or_default().push((what, at));
        }
    }
    let mut customers = Customers::default();
    let rows = visits::since(sql, now - LEARNT)?;
    for own in rows.chunk_by(|one, other| one.customer == other.customer) {
        let party = own[0].customer;
        let of = |wanted: Outcome| -> Vec<Timestamp> {
            let all = noted.get(&party).map(Vec::as_slice).unwrap_or_default();
            all.iter().filter(|(what, _)| *what == wanted).map(|(_, at)| *at).collect()
        };
        let (mut once, mut asked): (Vec<VisitRow>, Vec<Visit>) = (Vec::new(), Vec::new());
        for same in own.chunk_by(|one, other| one.request == other.request) {
            // Of several questions about one request an answer goes before none, and a poor one before others.
            let row = same.iter().max_by_key(|row| (row.poor, row.answered_at.is_some())).unwrap_or(&same[0]);
            asked.push(Visit {
                asked_at: row.asked_at,
                ended_at: row.ended_at,
                kept: row.kept,
                questioned_at: row.questioned_at,
                answered: row.answered_at.map(|at| (at, row.poor)),
            });
            once.push(row.clone());
        }
        let matters = matters(&asked);
        customers.history.add(&matters, &of(Outcome::CameBack), now);
        let left_at = of(Outcome::Left).into_iter().max();
        customers.all.push(Customer { party, visits: once, matters, left_at });
    }
    Ok(customers)
}
