//! The desk's own records as a log of hand-offs, for the analysis (docs/definitions.md, "From the desk").
//!
//! A request that one provider held is one hand-off: opened when it was first offered, started when it was accepted,
//! closed when it was last done, due when its promise was due at that close. Each time it was given back or passed on a
//! hold ended: an earlier hold is a hand-off of its own beside the last one, under the same parent (for a root: under the
//! root itself). A wait for the customer is a hold of the customer.

use std::collections::{HashMap, HashSet};

use catena_analysis::{Handoff, Handoffs};
use catena_domain::calendar::Calendar;
use catena_domain::chain::{Chain, Work};
use catena_domain::id::{CalendarId, PartyId, RequestId};
use catena_domain::request::{End, Rest, Status};
use catena_formats::{Import, Quality, Recipe};
use catena_store::{Error, Sql, Store, events, parties, requests, services};
use jiff::Timestamp;

use super::{Calendars, Desk};
use crate::insight::Insight;

/// The attributes of the log: the department of a provider, and what is known of a root.
pub const ATTRIBUTES: [&str; 4] = ["department", "service", "priority", "tag"];

/// How many chains are read at once.
const PAGE: i64 = 500;

/// Reads the chains of a desk that somebody has insight into.
pub fn read(desk: &Desk, store: &Store, insight: &Insight) -> Result<Import, Error> {
    store.read(|sql| {
        let calendars = desk.calendars(sql)?;
        let mut log = Log::begin(sql, &calendars)?;
        each(sql, &mut |sql, chain| if insight.shows(log.teams_in(chain)) { log.add(sql, chain) } else { Ok(()) })?;
        let count = log.handoffs.len() as u64;
        let quality = Quality { rows: count, hand_offs: count, ..Quality::default() };
        Ok(Import { handoffs: log.handoffs, quality, recipe: Recipe::default() })
    })
}

/// The roots of the chains that somebody has insight into; none if that is all of them.
pub fn roots(desk: &Desk, sql: &mut dyn Sql, insight: &Insight) -> Result<Option<HashSet<RequestId>>, Error> {
    if *insight == Insight::Everything {
        return Ok(None);
    }
    let calendars = desk.calendars(sql)?;
    let log = Log::begin(sql, &calendars)?;
    let mut roots = HashSet::new();
    each(sql, &mut |_, chain| {
        if insight.shows(log.teams_in(chain)) {
            roots.insert(chain.root().id());
        }
        Ok(())
    })?;
    Ok(Some(roots))
}

/// Takes each chain of a desk, in the order of the ids of their roots.
fn each(sql: &mut dyn Sql, take: &mut dyn FnMut(&mut dyn Sql, &Chain) -> Result<(), Error>) -> Result<(), Error> {
    let mut after = RequestId(uuid::Uuid::nil());
    loop {
        let roots = requests::roots_after(sql, after, PAGE)?;
        let Some(&last) = roots.last() else { return Ok(()) };
        let mut chains: HashMap<RequestId, Vec<_>> = HashMap::new();
        for event in events::of_chains(sql, after, last)? {
            if let Some(root) = event.chain {
                chains.entry(root).or_default().push(event);
            }
        }
        for root in roots {
            if let Some(chain) = chains.get(&root).and_then(Chain::rebuild) {
                take(sql, &chain)?;
            }
        }
        after = last;
    }
}

struct Log<'a> {
    handoffs: Handoffs,
    names: HashMap<PartyId, String>,
    /// The team under which a person appears.
    teams: HashMap<PartyId, PartyId>,
    departments: HashMap<PartyId, String>,
    services: HashMap<catena_domain::id::ServiceId, String>,
    calendars: &'a Calendars,
    line: u32,
}

impl<'a> Log<'a> {
    fn begin(sql: &mut dyn Sql, calendars: &'a Calendars) -> Result<Self, Error> {
        let teams = parties::teams(sql)?;
        let name = |id: PartyId| teams.iter().find(|team| team.id == id).map(|team| team.name.clone());
        let departments = teams.iter().filter_map(|team| Some((team.id, name(team.parent?)?))).collect();
        let services = services::all(sql)?.into_iter().map(|service| (service.id, service.name)).collect();
        let mut handoffs = Handoffs::new(&ATTRIBUTES);
        handoffs.begin_file("desk");
        // Persons appear under their team: rankings name teams and steps, never people.
        let mut names: HashMap<PartyId, String> = HashMap::new();
        let everybody = parties::internal(sql)?;
        let mut under: HashMap<PartyId, PartyId> = HashMap::new();
        for member in parties::members(sql)? {
            under.entry(member.person).or_insert(member.team);
        }
        for row in &everybody {
            let team = under.get(&row.id).and_then(|&team| name(team));
            let shown =
                if row.kind == "person" { team.unwrap_or_else(|| "People".to_owned()) } else { row.name.clone() };
            names.insert(row.id, shown);
        }
        Ok(Self { handoffs, names, teams: under, departments, services, calendars, line: 0 })
    }

    /// The teams that held something in a chain; a person stands for the team under which they appear.
    fn teams_in<'b>(&'b self, chain: &'b Chain) -> impl Iterator<Item = PartyId> + 'b {
        let holds = chain.works().iter().filter(|work| is_told(work)).flat_map(|work| work.request.holds());
        holds.map(|hold| *self.teams.get(&hold.provider).unwrap_or(&hold.provider))
    }

    fn name(&mut self, id: PartyId) -> String {
        if let Some(name) = self.names.get(&id) {
            return name.clone();
        }
        // Customers outside are told apart by their ids: their names are nobody's business in an analysis.
        let simple = id.0.simple().to_string();
        let name = format!("Customer {}", &simple[simple.len() - 8..]);
        self.names.insert(id, name.clone());
        name
    }

    fn add(&mut self, sql: &mut dyn Sql, chain: &Chain) -> Result<(), Error> {
        let known = self.calendars;
        let find = |id: CalendarId| known.find(id);
        let mut holder: HashMap<RequestId, Vec<(Timestamp, String)>> = HashMap::new();
        let numbers: HashMap<RequestId, i64> =
            requests::of_chain(sql, chain.root().id())?.into_iter().map(|row| (row.id, row.number)).collect();
        for work in chain.works() {
            if !is_told(work) {
                continue;
            }
            let id = format!("R{}", numbers.get(&work.id()).copied().unwrap_or_default());
            let own = self.row(chain, work, &id, &holder, &find);
            let ids = own.iter().map(|(at, id)| (*at, id.clone())).collect();
            holder.insert(work.id(), ids);
        }
        Ok(())
    }

    /// Adds the hold that ended a request, the holds before it, and its waits for the customer. Returns by which id it
    /// was known from when.
    fn row(
        &mut self,
        chain: &Chain,
        work: &Work,
        id: &str,
        holder: &HashMap<RequestId, Vec<(Timestamp, String)>>,
        find: &impl Fn(CalendarId) -> Option<Calendar>,
    ) -> Vec<(Timestamp, String)> {
        let request = &work.request;
        let is_root = request.parent().is_none();
        let holds = request.holds();
        let (Some(first), Some(last)) = (holds.first(), holds.last()) else { return Vec::new() };
        // A root is one hand-off from its first offer to its end; what others held of it before lies below it.
        let opened = if is_root { first.offered_at } else { last.offered_at };
        let parent = request.parent().and_then(|parent| {
            let known = holder.get(&parent)?;
            let at = known.iter().rev().find(|(from, _)| *from <= opened).or(known.first())?;
            Some(at.1.clone())
        });
        let customer = self.name(request.customer());
        let provider = self.name(request.provider());
        let closed = last.ended.map(|(at, _)| at);
        let withdrawn = request.status() == Status::Withdrawn;
        let due = chain.due(work, find, closed.unwrap_or(request.last_at())).filter(|_| !withdrawn);
        let department = self.departments.get(&request.provider()).cloned();
        let service = work.asked.service.and_then(|service| self.services.get(&service).cloned());
        let priority = work.priority.0.to_string();
        let attributes = [
            department.as_deref(),
            service.as_deref().filter(|_| is_root),
            Some(priority.as_str()).filter(|_| is_root),
            None,
        ];
        let mut known = Vec::new();
        let again =
            holds.iter().any(|hold| matches!(hold.ended, Some((_, End::Returned)))) || !request.reopened().is_empty();
        self.push(
            &Handoff {
                id,
                parent: parent.as_deref(),
                customer: &customer,
                provider: &provider,
                opened: opened.as_second(),
                started: if is_root { holds.iter().find_map(|hold| hold.accepted_at) } else { last.accepted_at }
                    .map(Timestamp::as_second),
                closed: closed.map(Timestamp::as_second),
                due: due.map(Timestamp::as_second),
                awaited: work.awaited && !withdrawn,
                rework: again,
                internal: is_root && !work.asked.external,
                ..Handoff::default()
            },
            &attributes,
        );
        for (place, hold) in holds.iter().enumerate().take(holds.len() - 1) {
            let earlier = format!("{id}.{}", place + 1);
            let above = if is_root { Some(id) } else { parent.as_deref() };
            let provider = self.name(hold.provider);
            if is_root && hold.provider == request.provider() {
                // Given back to and taken again by the same team: it is the root's own time.
                continue;
            }
            let (ended, end) = hold.ended.unwrap_or((hold.offered_at, End::Transferred));
            known.push((hold.offered_at, if is_root { id.to_owned() } else { earlier.clone() }));
            let department = self.departments.get(&hold.provider).cloned();
            self.push(
                &Handoff {
                    id: &earlier,
                    parent: above,
                    customer: &customer,
                    provider: &provider,
                    opened: hold.offered_at.as_second(),
                    started: hold.accepted_at.map(Timestamp::as_second),
                    closed: Some(ended.as_second()),
                    awaited: work.awaited,
                    rework: end == End::Returned,
                    ..Handoff::default()
                },
                &[department.as_deref(), None, None, None],
            );
        }
        known.push((opened, id.to_owned()));
        for (place, pause) in request.pauses().iter().enumerate() {
            let (Some(to), true) = (pause.to, matches!(pause.why, Rest::Customer | Rest::Agreed)) else { continue };
            if !is_root || pause.from == to {
                continue;
            }
            let wait = format!("{id}.w{}", place + 1);
            self.push(
                &Handoff {
                    id: &wait,
                    parent: Some(id),
                    customer: &provider,
                    provider: &customer,
                    opened: pause.from.as_second(),
                    closed: Some(to.as_second()),
                    customer_hold: true,
                    ..Handoff::default()
                },
                &[None; 4],
            );
        }
        known
    }

    fn push(&mut self, handoff: &Handoff, attributes: &[Option<&str>]) {
        self.line += 1;
        self.handoffs.push(&Handoff { line: self.line, ..*handoff }, attributes);
    }
}

/// Whether a request is a hand-off of the log: it was offered, and is no part of another one.
fn is_told(work: &Work) -> bool {
    work.request.opened_at().is_some() && work.merged.is_none()
}
