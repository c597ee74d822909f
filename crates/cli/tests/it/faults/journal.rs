//! What clients asked a server for and what it answered, to be compared with what its desk remembers.
//!
//! Each client makes orders one after the other: it asks for something, writes to the customer, accepts. Every write has
//! an idempotency key of its own; one that was not answered is sent again with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Sender;

use catena_domain::event::Fact;
use catena_domain::id::RequestId;
use catena_domain::request::What;
use catena_store::{Place, Sql, Store, events, requests, talk};
use serde_json::{Value, json};
use ureq::Agent;

use super::served::{Account, Server, agent};

/// Something that a client asked for.
#[derive(Clone, Debug)]
pub struct Write {
    step: Step,
    order: String,
    key: String,
    path: String,
    body: Value,
    /// What was answered.
    answer: Option<Value>,
}

/// What it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Ask,
    Write,
    Accept,
}

/// All that one client did.
#[derive(Debug)]
pub struct Client {
    name: String,
    writes: Vec<Write>,
}

impl Client {
    pub fn new(number: usize) -> Self {
        Self { name: format!("Client {number}"), writes: Vec::new() }
    }

    /// Sends writes until no answer comes any more, and tells of each that was answered.
    pub fn work(&mut self, account: &Account, server: &Server, told: &Sender<()>) {
        let agent = agent();
        loop {
            let next = self.next(account);
            self.writes.push(next);
            if !self.send_last(&agent, account, server) {
                return;
            }
            // Nobody listens any more once the server is about to be killed.
            let _ = told.send(());
        }
    }

    /// Sends again what was not answered, and what was answered last: the answer is the same.
    pub fn retry(&mut self, account: &Account, server: &Server) {
        let Some(last) = self.writes.last().cloned() else { return };
        let agent = agent();
        assert!(self.send_last(&agent, account, server), "{} has no answer", last.key);
        let answer = self.writes.last().and_then(|write| write.answer.clone());
        assert!(last.answer.is_none() || last.answer == answer, "{last:?} was answered with {answer:?} now");
        let again = account.send(&agent, server, &last.path, Some(&last.key), &last.body).unwrap();
        assert_eq!(Some(again.body), answer, "{} is answered twice alike", last.key);
    }

    fn next(&self, account: &Account) -> Write {
        let last = self.writes.last();
        let step = match last.map(|write| write.step) {
            None | Some(Step::Accept) => Step::Ask,
            Some(Step::Ask) => Step::Write,
            Some(Step::Write) => Step::Accept,
        };
        let id = last.and_then(|write| write.answer.as_ref()?["request"].as_str()).unwrap_or_default();
        let number = self.writes.len();
        let order = match last {
            Some(write) if step != Step::Ask => write.order.clone(),
            _ => format!("{}, order {number}", self.name),
        };
        let (path, body) = match step {
            Step::Ask => ("/requests".to_owned(), json!({ "subject": order, "provider": account.team })),
            Step::Write => (format!("/requests/{id}/messages"), json!({ "body": format!("{order} is on its way") })),
            Step::Accept => (format!("/requests/{id}/acts"), json!({ "act": "accept" })),
        };
        Write { step, order, key: format!("{} {number}", self.name), path, body, answer: None }
    }

    /// Whether the last write is answered.
    fn send_last(&mut self, agent: &Agent, account: &Account, server: &Server) -> bool {
        let write = self.writes.last_mut().expect("there is one");
        let Ok(answer) = account.send(agent, server, &write.path, Some(&write.key), &write.body) else { return false };
        assert!(answer.status < 300, "{write:?}: {answer:?}");
        write.answer = Some(answer.body);
        true
    }
}

/// An order as the desk remembers it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Order {
    ids: BTreeSet<String>,
    asked: usize,
    written: usize,
    accepted: usize,
}

/// Compares a desk that nobody serves with what its clients were told: everything that was answered is there exactly
/// once, what was not answered at most once, and nothing else. Returns how many writes were answered.
pub fn compare(place: &Place, clients: &[Client]) -> usize {
    let store = Store::open(place).unwrap();
    let orders = store.read(remembered).unwrap();
    let mut expected: BTreeSet<&String> = BTreeSet::new();
    let mut answered = 0;
    for write in clients.iter().flat_map(|client| &client.writes) {
        let nothing = Order::default();
        let order = orders.get(&write.order).unwrap_or(&nothing);
        expected.insert(&write.order);
        let count = match write.step {
            Step::Ask => order.asked,
            Step::Write => order.written,
            Step::Accept => order.accepted,
        };
        match &write.answer {
            Some(answer) => {
                assert_eq!(count, 1, "{write:?} was answered, and the desk says {order:?}");
                let id = answer["request"].as_str().unwrap();
                assert!(order.ids.len() == 1 && order.ids.contains(id), "{write:?}: {order:?}");
                answered += 1;
            }
            None => assert!(count <= 1, "{write:?} was not answered, and the desk says {order:?}"),
        }
    }
    let unknown: Vec<&String> = orders.keys().filter(|name| !expected.contains(name)).collect();
    assert!(unknown.is_empty(), "nobody asked for {unknown:?}");
    answered
}

fn remembered(sql: &mut dyn Sql) -> Result<BTreeMap<String, Order>, catena_store::Error> {
    let mut orders: BTreeMap<String, Order> = BTreeMap::new();
    for root in requests::roots(sql)? {
        let rows = requests::of_chain(sql, root)?;
        assert_eq!(rows.len(), 1, "each order is one request");
        let name = rows[0].subject.clone();
        let told = count(sql, root, &name)?;
        let order = orders.entry(name).or_default();
        order.ids.insert(root.0.to_string());
        order.asked += told.asked;
        order.written += told.written;
        order.accepted += told.accepted;
        assert_eq!(rows[0].status == "accepted", told.accepted > 0, "the list says what the events say");
    }
    Ok(orders)
}

/// What the events of a request say, and its words.
fn count(sql: &mut dyn Sql, root: RequestId, name: &str) -> Result<Order, catena_store::Error> {
    let mut order = Order::default();
    for event in events::of_chain(sql, root)? {
        match event.fact {
            Fact::Asked(_) => order.asked += 1,
            Fact::Answered(_) | Fact::Wrote(_) => order.written += 1,
            Fact::Did(What::Accepted) => order.accepted += 1,
            _ => {}
        }
    }
    let words: Vec<String> = talk::messages(sql, root)?.into_iter().map(|row| row.body).collect();
    assert_eq!(words, vec![format!("{name} is on its way"); order.written], "words go with their events");
    Ok(order)
}
