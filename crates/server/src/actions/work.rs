//! A chain on the desk: loaded with what its lists say, decided on, and written back with its events in one transaction.

use std::sync::Arc;

use catena_domain::calendar::Calendar;
use catena_domain::chain::{Chain, Stamp, Work};
use catena_domain::event::Event;
use catena_domain::id::{CalendarId, PartyId, RequestId};
use catena_domain::promise::{Kind, Standing};
use catena_domain::request::{Rest, Status};
use catena_store::requests::{self, NEVER, RequestRow};
use catena_store::{Sql, Tx, events};
use jiff::Timestamp;

use super::Refusal;
use crate::desk::{Calendars, Desk, Moment};
use crate::views::requests::Acted;

/// A chain that is open on the desk.
pub struct Bench {
    /// What its events say.
    pub chain: Chain,
    /// What its lists say, by number.
    pub rows: Vec<RequestRow>,
    /// What was written down before it was loaded.
    past: Vec<Event>,
    /// What was written down since.
    pub happened: Vec<Event>,
    calendars: Arc<Calendars>,
}

impl Bench {
    /// The chain of a request.
    pub fn load(sql: &mut dyn Sql, desk: &Desk, id: RequestId) -> Result<Self, Refusal> {
        let row = requests::find(sql, id)?.ok_or_else(|| no_request(id))?;
        let past = events::of_chain(sql, row.root)?;
        let chain = Chain::rebuild(&past).ok_or_else(|| no_request(id))?;
        Ok(Self {
            chain,
            rows: requests::of_chain(sql, row.root)?,
            past,
            happened: Vec::new(),
            calendars: desk.calendars(sql)?,
        })
    }

    /// A chain that just began.
    pub fn begin(chain: Chain, calendars: Arc<Calendars>) -> Self {
        Self { chain, rows: Vec::new(), past: Vec::new(), happened: Vec::new(), calendars }
    }

    /// Everything that happened in the chain, in order.
    pub fn events(&self) -> impl Iterator<Item = &Event> + Clone {
        self.past.iter().chain(&self.happened)
    }

    /// What its lists say of a request.
    pub fn row(&self, id: RequestId) -> Result<&RequestRow, Refusal> {
        self.rows.iter().find(|row| row.id == id).ok_or_else(|| no_request(id))
    }

    /// What an act did to a request, as it stands now.
    pub fn acted(&self, id: RequestId, stamp: Stamp, shortfall: Option<i64>) -> Result<Acted, Refusal> {
        let row = self.row(id)?;
        Ok(Acted { request: id.0, number: row.number, act: stamp.act.0, revision: row.revision, shortfall })
    }

    /// The request in its chain.
    pub fn work(&self, id: RequestId) -> Result<&Work, Refusal> {
        self.chain.find(id).ok_or_else(|| no_request(id))
    }

    /// Calendars by their versions.
    pub fn calendars(&self) -> impl Fn(CalendarId) -> Option<Calendar> + use<> {
        let calendars = self.calendars.clone();
        move |id| calendars.find(id)
    }

    /// Writes events down, and what lists say after them.
    pub fn save(&mut self, tx: &mut Tx<'_>, events: Vec<Event>) -> Result<(), Refusal> {
        let at = self.chain.last_at();
        self.happened.extend(tx.append(events)?);
        let mut number = None;
        for fresh in rows(&self.chain, &self.calendars(), at) {
            let known = self.rows.iter().position(|row| row.id == fresh.id);
            let before = known.map(|place| &self.rows[place]);
            let given = match (before, number) {
                (Some(row), _) => row.number,
                (None, Some(last)) => last + 1,
                (None, None) => requests::next_number(tx.sql())?,
            };
            if before.is_none() {
                number = Some(given);
            }
            let subject = before.map(|row| row.subject.clone()).unwrap_or_default();
            let changed_at = before.map_or(at, |row| row.changed_at);
            let mut row = RequestRow { number: given, subject, changed_at, ..fresh };
            if before != Some(&row) {
                row.changed_at = at;
                match before {
                    Some(before) => requests::change(tx, before, &row)?,
                    None => requests::save(tx, &row)?,
                }
            }
            match known {
                Some(place) => self.rows[place] = row,
                None => self.rows.push(row),
            }
        }
        Ok(())
    }
}

/// What lists say of each request of a chain at `now`, but for numbers and subjects.
pub fn rows(chain: &Chain, calendars: &impl Fn(CalendarId) -> Option<Calendar>, now: Timestamp) -> Vec<RequestRow> {
    let pressure = chain.pressure(calendars, now);
    let root = chain.root().id();
    let row = |work: &Work| {
        let id = work.id();
        let request = &work.request;
        let pressed = pressure.get(&id);
        let rests = request.pauses().last().filter(|pause| pause.to.is_none()).map(|pause| pause.why);
        let waits = matches!(rests, Some(Rest::Customer | Rest::Agreed));
        let standing = chain.standing(id, Kind::Resolution, calendars, now);
        let kept = match standing {
            Some(Standing::Kept { .. }) => Some(true),
            Some(Standing::Broken { at: Some(_), .. }) => Some(false),
            _ => None,
        };
        let latest = pressed.and_then(|pressed| pressed.latest_start).filter(|_| !waits);
        RequestRow {
            id,
            number: 0,
            root,
            parent: request.parent(),
            customer: request.customer(),
            provider: request.provider(),
            external: work.asked.external,
            service: work.asked.service,
            step: work.asked.step,
            priority: i64::from(work.priority.0),
            status: status_word(request.status()).to_owned(),
            rests: rests.map(|why| rest_word(why).to_owned()),
            is_open: work.is_open(),
            awaited: work.awaited,
            asked_at: work.asked_at,
            asked_by: work.asked_by,
            opened_at: request.opened_at(),
            accepted_at: request.holds().last().and_then(|hold| hold.accepted_at),
            done_at: request.done_at(),
            due_at: match pressed {
                Some(pressed) => pressed.due,
                None => chain.due(work, calendars, now),
            },
            kept,
            urgency: latest.map_or(NEVER, Timestamp::as_microsecond),
            expected_at: pressed.and_then(|pressed| pressed.expected_end),
            critical: pressed.is_some_and(|pressed| pressed.critical),
            merged: work.merged,
            revision: work.revision as i64,
            changed_at: now,
            subject: String::new(),
        }
    };
    chain.works().iter().map(row).collect()
}

/// The word of a status.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Planned => "planned",
        Status::Offered => "offered",
        Status::Accepted => "accepted",
        Status::Returned => "returned",
        Status::Done => "done",
        Status::Received => "received",
        Status::Withdrawn => "withdrawn",
    }
}

/// The word of a rest.
pub fn rest_word(why: Rest) -> &'static str {
    match why {
        Rest::Customer => "customer",
        Rest::Colleague => "colleague",
        Rest::Agreed => "agreed",
    }
}

/// Who decides, when, and with what else.
pub fn stamp(moment: Moment, by: PartyId) -> Stamp {
    Stamp { act: moment.act, by, now: moment.now }
}

/// There is no such request, or it is not for them to know of.
pub fn no_request(id: RequestId) -> Refusal {
    Refusal::Missing(format!("there is no request {}", id.0))
}
