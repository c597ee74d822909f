//! What the desk is compared with: a server that writes and does nothing else; and the rows that fill a store.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use catena_domain::chain::{Asked, Chain, Stamp};
use catena_domain::event::Event;
use catena_domain::id::{ActId, MessageId, PartyId, RequestId};
use catena_domain::policy::Priority;
use catena_store::requests::{self, RequestRow};
use catena_store::talk::{self, MessageRow};
use catena_store::{Place, Store, Tx, args, parties, search};
use jiff::Timestamp;
use uuid::Uuid;

use crate::Outcome;

/// A bare server: the same HTTP stack and the same writer and nothing else. `/bare` inserts what was sent as one row,
/// `/rows` the rows that the desk writes for a request: two events, the request, its words and their entry in the search;
/// `/replies` those that it writes for a message: an event, the request as it stands now, the message and its entry.
pub fn bare(place: &Place) -> Outcome<()> {
    let store = Store::open(place)?;
    let team = PartyId(Uuid::from_u128(1_000_000_000));
    store.write_now(move |tx| parties::save(tx, &team_row(team, "Team", Timestamp::UNIX_EPOCH)))?;
    let kept = Arc::new(Mutex::new(Vec::<RequestRow>::new()));
    let (rows, known) = (store.clone(), kept.clone());
    let insert_rows = async move |body: Bytes| match rows.write(move |tx| insert_rows(tx, team, &body)).await {
        Ok(row) => {
            known.lock().unwrap_or_else(PoisonError::into_inner).push(row);
            StatusCode::CREATED
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let replies = store.clone();
    let insert_reply = async move |body: Bytes| {
        // One here and one there, as customers write.
        let number = REPLIES.fetch_add(104_729, Ordering::Relaxed) as usize;
        let row = {
            let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get(number % kept.len().max(1)).cloned()
        };
        let Some(row) = row else { return StatusCode::NOT_FOUND };
        let done = replies.write(move |tx| insert_message(tx, row, &body)).await;
        if done.is_ok() { StatusCode::CREATED } else { StatusCode::INTERNAL_SERVER_ERROR }
    };
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        let insert = async move |body: Bytes| {
            let text = String::from_utf8_lossy(&body).into_owned();
            let insert = "insert into request_text (request, subject, details) values ($1, $2, $3)";
            let id = fresh();
            let done: Result<u64, catena_store::Error> =
                store.write(move |tx| tx.sql().execute(insert, args![id, "bare", text])).await;
            if done.is_ok() { StatusCode::CREATED } else { StatusCode::INTERNAL_SERVER_ERROR }
        };
        let router = Router::new()
            .route("/bare", post(insert))
            .route("/rows", post(insert_rows))
            .route("/replies", post(insert_reply));
        axum::serve(listener, router).await?;
        Ok(())
    })
}

/// The rows that a create leaves, without any of the questions that come before.
fn insert_rows(tx: &mut Tx<'_>, team: PartyId, body: &[u8]) -> Result<RequestRow, catena_store::Error> {
    let (id, number) = (RequestId(fresh()), requests::next_number(tx.sql())?);
    let now = Timestamp::from_microsecond(1_790_000_000_000_000 + number).unwrap_or_default();
    let row = request_row(id, number, team, team, now);
    insert(tx, &row, &String::from_utf8_lossy(body))?;
    Ok(row)
}

/// The rows that a message leaves.
fn insert_message(tx: &mut Tx<'_>, row: RequestRow, body: &[u8]) -> Result<(), catena_store::Error> {
    let (id, at) = (MessageId(fresh()), row.changed_at);
    let (mut chain, stamp, _) = chain_of(&row);
    let events = chain.answer(row.id, id, stamp).unwrap_or_default();
    tx.append(events)?;
    let (before, row) = (row.clone(), RequestRow { revision: row.revision + 1, ..row });
    requests::change(tx, &before, &row)?;
    let body = String::from_utf8_lossy(body).into_owned();
    search::put(tx, search::Kind::Message, id.0, Some(row.id), row.customer, &body)?;
    talk::add_message(tx, &MessageRow { id, request: row.id, author: row.customer, outward: true, at, body })
}

/// Everything that the desk keeps of a request that was just offered.
pub fn insert(tx: &mut Tx<'_>, row: &RequestRow, text: &str) -> Result<(), catena_store::Error> {
    let (mut chain, stamp, mut events) = chain_of(row);
    events.extend(chain.offer(stamp).unwrap_or_default());
    tx.append(events)?;
    requests::save(tx, row)?;
    requests::describe(tx, row.id, "Order", text)?;
    search::put(tx, search::Kind::Subject, row.id.0, Some(row.id), row.customer, text)
}

/// The chain of a request that was asked for, and what happened so far.
fn chain_of(row: &RequestRow) -> (Chain, Stamp, Vec<Event>) {
    let asked = Asked {
        parent: None,
        customer: row.customer,
        external: false,
        provider: row.provider,
        service: None,
        version: None,
        step: None,
        awaited: true,
        after: Vec::new(),
        seconds: None,
        calendar: None,
        rests_on_steps: false,
        priority: Priority(3),
    };
    let stamp = Stamp { act: ActId(row.id.0), by: row.customer, now: row.asked_at };
    let (chain, events) = Chain::ask(row.id, asked, stamp);
    (chain, stamp, events)
}

static REPLIES: AtomicU64 = AtomicU64::new(0);

/// Ids that grow, like those that the desk makes.
fn fresh() -> Uuid {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u128((u128::from(number) << 64) | 0x8000_0000_0000_0000)
}

/// A team.
pub fn team_row(id: PartyId, name: &str, now: Timestamp) -> parties::PartyRow {
    parties::PartyRow {
        id,
        kind: "team".to_owned(),
        internal: true,
        name: name.to_owned(),
        parent: None,
        calendar: None,
        confidential: false,
        closed: false,
        erased_at: None,
        created_at: now,
        revision: 1,
    }
}

/// A request that was just offered.
pub fn request_row(id: RequestId, number: i64, customer: PartyId, provider: PartyId, now: Timestamp) -> RequestRow {
    RequestRow {
        id,
        number,
        root: id,
        parent: None,
        customer,
        provider,
        external: false,
        service: None,
        step: None,
        priority: 3,
        status: "offered".to_owned(),
        rests: None,
        is_open: true,
        awaited: true,
        asked_at: now,
        asked_by: customer,
        opened_at: Some(now),
        accepted_at: None,
        done_at: None,
        due_at: Some(now),
        kept: None,
        urgency: requests::NEVER,
        expected_at: None,
        critical: true,
        merged: None,
        revision: 1,
        changed_at: now,
        subject: String::new(),
    }
}
