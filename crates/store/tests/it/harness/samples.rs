//! Things to put into a store.

use catena_domain::chain::{Asked, Chain, Stamp};
use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, PartyId, RequestId};
use catena_domain::policy::Priority;
use catena_domain::request::Status;
use catena_store::parties::{self, PartyRow};
use catena_store::requests::{self, NEVER, RequestRow};
use catena_store::{Error, Store, Tx};
use jiff::Timestamp;
use uuid::Uuid;

/// An id that is easy to recognise.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Seconds after the beginning of the tests' time.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub fn person(number: u128, name: &str) -> PartyRow {
    PartyRow {
        id: PartyId(id(number)),
        kind: "person".to_owned(),
        internal: false,
        name: name.to_owned(),
        parent: None,
        calendar: None,
        confidential: false,
        closed: false,
        erased_at: None,
        created_at: at(0),
        revision: 1,
    }
}

pub fn team(number: u128, name: &str) -> PartyRow {
    PartyRow { kind: "team".to_owned(), internal: true, ..person(number, name) }
}

/// A root, asked by party 1 of party 2, which have to be there.
pub fn request(number: i64) -> RequestRow {
    let root = RequestId(id(1_000_000 + number as u128));
    RequestRow {
        id: root,
        number,
        root,
        parent: None,
        customer: PartyId(id(1)),
        provider: PartyId(id(2)),
        external: true,
        service: None,
        step: None,
        priority: 2,
        status: "offered".to_owned(),
        rests: None,
        is_open: true,
        awaited: false,
        asked_at: at(number),
        asked_by: PartyId(id(1)),
        opened_at: Some(at(number)),
        accepted_at: None,
        done_at: None,
        due_at: None,
        kept: None,
        urgency: NEVER,
        expected_at: None,
        critical: false,
        merged: None,
        revision: 2,
        changed_at: at(number),
        subject: format!("request {number}"),
    }
}

/// Writes, and expects that it works.
pub fn write<T: Send + 'static>(
    store: &Store,
    write: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> T {
    store.write_now(write).unwrap()
}

/// Reads, and expects that it works.
pub fn read<T>(store: &Store, read: impl FnOnce(&mut dyn catena_store::Sql) -> Result<T, Error>) -> T {
    store.read(read).unwrap()
}

/// The customer 1 and the team 2, whom [`request`] is about.
pub fn with_parties(store: &Store) {
    write(store, |tx| {
        parties::save(tx, &person(1, "Ada Lovelace"))?;
        parties::save(tx, &team(2, "Binders"))
    });
}

/// Keeps a request with its subject.
pub fn keep(tx: &mut Tx<'_>, row: &RequestRow) -> Result<(), Error> {
    requests::save(tx, row)?;
    requests::describe(tx, row.id, &row.subject, &format!("details of {}", row.subject))
}

pub fn asked(parent: Option<RequestId>, customer: u128, provider: u128) -> Asked {
    Asked {
        parent,
        customer: PartyId(id(customer)),
        external: parent.is_none(),
        provider: PartyId(id(provider)),
        service: None,
        version: None,
        step: None,
        awaited: parent.is_some(),
        after: Vec::new(),
        seconds: None,
        calendar: None,
        rests_on_steps: false,
        priority: Priority(2),
    }
}

pub fn stamp(act: u128, by: u128, second: i64) -> Stamp {
    Stamp { act: ActId(id(act)), by: PartyId(id(by)), now: at(second) }
}

/// An event of no chain.
pub fn event(subject: u128, fact: Fact) -> Event {
    Event { seq: 0, at: at(0), act: ActId(id(1)), by: PartyId(id(1)), subject: id(subject), chain: None, fact }
}

/// What lists say of the requests of a chain; numbers begin at `first`.
pub fn rows(chain: &Chain, first: i64) -> Vec<RequestRow> {
    let root = chain.root().id();
    let works = chain.works().iter().zip(first..);
    let row = |(work, number): (&catena_domain::chain::Work, i64)| {
        let request = &work.request;
        RequestRow {
            id: work.id(),
            number,
            root,
            parent: request.parent(),
            customer: request.customer(),
            provider: request.provider(),
            external: work.asked.external,
            priority: i64::from(work.priority.0),
            status: match request.status() {
                Status::Planned => "planned",
                Status::Offered => "offered",
                Status::Accepted => "accepted",
                Status::Returned => "returned",
                Status::Done => "done",
                Status::Received => "received",
                Status::Withdrawn => "withdrawn",
            }
            .to_owned(),
            is_open: work.is_open(),
            awaited: work.awaited,
            asked_at: work.asked_at,
            asked_by: work.asked_by,
            opened_at: request.opened_at(),
            accepted_at: request.holds().last().and_then(|hold| hold.accepted_at),
            done_at: request.done_at(),
            rests: request.rests().then(|| "customer".to_owned()),
            merged: work.merged,
            revision: work.revision as i64,
            changed_at: chain.last_at(),
            ..self::request(number)
        }
    };
    works.map(row).collect()
}

/// Begins a chain and keeps it: asked by party 1 of party 2.
pub fn begin(tx: &mut Tx<'_>, root: u128, second: i64) -> Result<Chain, Error> {
    let id = RequestId(id(root));
    let stamp = stamp(root, 1, second);
    let (mut chain, mut events) = Chain::ask(id, asked(None, 1, 2), stamp);
    events.extend(chain.offer(stamp).unwrap());
    tx.append(events)?;
    let number = requests::next_number(tx.sql())?;
    for row in rows(&chain, number) {
        keep(tx, &row)?;
    }
    Ok(chain)
}

/// Keeps what happened in a chain that is there.
pub fn go_on(tx: &mut Tx<'_>, chain: &Chain, events: Vec<Event>) -> Result<(), Error> {
    tx.append(events)?;
    let known = requests::of_chain(tx.sql(), chain.root().id())?;
    let mut next = requests::next_number(tx.sql())?;
    for mut row in rows(chain, 0) {
        row.number = known.iter().find(|known| known.id == row.id).map_or(next, |known| known.number);
        if row.number == next {
            next += 1;
        }
        row.subject = format!("request {}", row.number);
        keep(tx, &row)?;
    }
    Ok(())
}
