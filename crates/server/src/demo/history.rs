//! A year of the simulated shops, written as the events that a desk would have recorded.

use std::collections::HashMap;

use catena_analysis::{Handoff, Handoffs};
use catena_domain::chain::{Asked, Chain};
use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, CalendarId, MessageId, NoteId, PartyId, RequestId, ServiceId, StepId};
use catena_domain::policy::Priority;
use catena_domain::promise::{Kind, Term};
use catena_domain::request::{Rest, What};
use catena_simulator::{ATTRIBUTES, Plan, returning, simulate};
use catena_store::calendars::{self, CalendarRow, PolicyRow};
use catena_store::parties::{self, Member, PartyRow};
use catena_store::services::{self, ServiceRow};
use catena_store::talk::{self, MessageRow, NoteRow};
use catena_store::{Tx, accounts, keep, requests, search};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::colleagues::{Colleagues, Reception};
use super::pulse;
use super::voices::Voices;
use crate::actions::Refusal;
use crate::actions::policies::{PolicyText, RuleText};
use crate::actions::work::rows;
use crate::desk::{CalendarText, Calendars, Desk, PlanText, StepText};

const HOUR: i64 = 3600;
const YEAR: i64 = 365 * 24 * HOUR;
/// How many people a team has beside its three who are asked by name.
const HIRED: usize = 6;
/// People who work in the shops, and customers: first and family names are combined.
const FIRST: [&str; 24] = [
    "Ada", "Ben", "Clara", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Luis", "Mira", "Noah",
    "Olga", "Paul", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wanda", "Yara", "Zoltan",
];
const FAMILY: [&str; 24] = [
    "Arnold", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Horvat", "Ivanov", "Jansen", "Keller",
    "Lang", "Moreau", "Novak", "Okafor", "Petit", "Rossi", "Santos", "Tanaka", "Ueda", "Vogel", "Weber", "Yilmaz",
    "Zhang",
];

/// Puts the demonstration into a desk where nothing was asked for yet; false if something was.
pub fn fill(desk: &Desk, tx: &mut Tx<'_>) -> Result<bool, Refusal> {
    if requests::next_number(tx.sql())? > 1 || !parties::teams(tx.sql())?.is_empty() {
        return Ok(false);
    }
    let now = desk.now();
    let year = now.to_zoned(TimeZone::UTC).year();
    let plan = Plan { years: 2, first_year: (year - 1).max(1971) as u32, shops: 3, seed: 7, ..Plan::default() };
    let simulation = simulate(&plan);
    let log = Log::read(&simulation.handoffs, &returning(&simulation.handoffs, plan.seed), now);
    let shift = now.as_second() - log.cut;
    let (parties, services) = (HashMap::new(), HashMap::new());
    let mut demo = Demo { desk, now, shift, parties, services, colleagues: Colleagues::default() };
    demo.set_up(tx, &log)?;
    demo.tell(tx, &log, &simulation.truth.absorber)?;
    keep::set_fact(tx, "demo", "1")?;
    let moment = desk.moment();
    crate::actions::record::append(tx, moment, PartyId::CATENA, Uuid::nil(), Fact::DemoChanged(true))?;
    Ok(true)
}

/// Empties a desk that holds the demonstration, but for those who can sign in.
pub fn remove(desk: &Desk, tx: &mut Tx<'_>, by: PartyId) -> Result<(), Refusal> {
    if keep::fact(tx.sql(), "demo")?.as_deref() != Some("1") {
        return Err(Refusal::NotNow("this desk holds no demonstration".to_owned()));
    }
    keep::set_fact(tx, "demo", "0")?;
    let moment = desk.moment();
    crate::actions::record::append(tx, moment, by, Uuid::nil(), Fact::DemoChanged(false))?;
    catena_store::empty::all_but_accounts(tx)?;
    // Whoever stays is found again.
    for account in accounts::all(tx.sql())? {
        crate::actions::parties::make_findable(tx, account.party)?;
    }
    Ok(())
}

/// A row of the simulator, as far as it is over.
struct Row {
    id: String,
    parent: Option<String>,
    customer: String,
    provider: String,
    opened: i64,
    started: Option<i64>,
    closed: i64,
    due: Option<i64>,
    awaited: bool,
    waits: bool,
    internal: bool,
    /// How satisfied the customer was, from 1 to 5.
    rating: Option<u8>,
}

/// Chains in the order of their openings, and the instant at which the demonstration begins.
struct Log {
    chains: Vec<Vec<Row>>,
    /// Product and occasion of each chain, and its kind.
    about: Vec<[String; 3]>,
    /// Teams with their departments.
    teams: Vec<(String, String)>,
    cut: i64,
}

impl Log {
    /// The chains of the year before the hour of the last week in which most orders were open, with customers who remember.
    fn read(handoffs: &Handoffs, remembering: &HashMap<String, String>, now: Timestamp) -> Self {
        let mut log = Self { chains: Vec::new(), about: Vec::new(), teams: Vec::new(), cut: now.as_second() };
        let column = |name: &str| {
            ATTRIBUTES.iter().position(|known| *known == name).and_then(|place| handoffs.attributes().get(place))
        };
        let value = |name: &str, row: usize| column(name).and_then(|c| c.value(row)).unwrap_or_default().to_owned();
        // Who asked for the chain by the log, and who does here.
        let mut renamed: Option<(String, String)> = None;
        for place in 0..handoffs.len() {
            let Handoff { id, parent, customer, provider, opened, started, closed, due, .. } = handoffs.get(place);
            let whole = handoffs.get(place);
            if parent.is_none() {
                renamed = remembering.get(id).map(|now| (customer.to_owned(), now.clone()));
            }
            let called = |name: &str| match &renamed {
                Some((log, here)) if log == name => here.clone(),
                _ => name.to_owned(),
            };
            let row = Row {
                id: id.to_owned(),
                parent: parent.map(str::to_owned),
                customer: called(customer),
                provider: called(provider),
                opened,
                started,
                closed: closed.unwrap_or(i64::MAX),
                due,
                awaited: whole.awaited,
                waits: whole.customer_hold,
                internal: whole.internal,
                rating: whole.rating.map(|rating| rating as u8),
            };
            let department = value("department", place);
            if !row.waits && !log.teams.iter().any(|(team, _)| *team == row.provider) {
                log.teams.push((row.provider.clone(), department));
            }
            if row.parent.is_none() {
                log.about.push([value("product", place), value("occasion", place), value("kind", place)]);
                log.chains.push(Vec::new());
            }
            if let Some(chain) = log.chains.last_mut() {
                chain.push(row);
            }
        }
        let open = |at: i64| log.chains.iter().filter(|chain| chain[0].opened < at && at <= chain[0].closed).count();
        let hours = (0..24 * 8).rev().map(|hour| now.as_second() - hour * HOUR);
        log.cut = hours.into_iter().max_by_key(|&at| open(at)).unwrap_or(now.as_second());
        let (cut, first) = (log.cut, log.cut - YEAR);
        let kept: Vec<bool> = log.chains.iter().map(|chain| (first..cut).contains(&chain[0].opened)).collect();
        let mut kept_chains = kept.iter();
        log.chains.retain(|_| *kept_chains.next().unwrap_or(&false));
        let mut kept_about = kept.iter();
        log.about.retain(|_| *kept_about.next().unwrap_or(&false));
        log
    }
}

struct Demo<'a> {
    desk: &'a Desk,
    now: Timestamp,
    /// Seconds by which the simulator's instants are moved.
    shift: i64,
    parties: HashMap<String, PartyId>,
    /// By product and clerks: the service, and its steps by provider.
    services: HashMap<(String, String), (ServiceId, HashMap<String, StepId>)>,
    colleagues: Colleagues,
}

impl Demo<'_> {
    fn at(&self, second: i64) -> Timestamp {
        Timestamp::from_second(second + self.shift).unwrap_or(self.now)
    }

    fn party(&mut self, tx: &mut Tx<'_>, row: &PartyRow) -> Result<PartyId, Refusal> {
        parties::save(tx, row)?;
        search::put(tx, search::Kind::Party, row.id.0, None, row.id, &row.name)?;
        self.parties.insert(row.name.clone(), row.id);
        Ok(row.id)
    }

    fn blank(&self, kind: &str, internal: bool, name: &str) -> PartyRow {
        PartyRow {
            id: PartyId(self.desk.id()),
            kind: kind.to_owned(),
            internal,
            name: name.to_owned(),
            parent: None,
            calendar: None,
            confidential: false,
            closed: false,
            erased_at: None,
            created_at: self.now,
            revision: 1,
        }
    }

    /// Calendars, teams, people, services, and what is promised.
    fn set_up(&mut self, tx: &mut Tx<'_>, log: &Log) -> Result<(), Refusal> {
        let hours = CalendarText {
            zone: "Europe/Vienna".to_owned(),
            week: vec![vec!["07:00-20:00".to_owned()]; 7],
            exceptions: [
                ("2026-12-25", vec![]),
                ("2027-01-01", vec![]),
                ("2026-12-24", vec!["07:00-14:00".to_owned()]),
            ]
            .into_iter()
            .map(|(day, hours)| (day.to_owned(), hours))
            .collect(),
        };
        let id = CalendarId(self.desk.id());
        let hours = serde_json::to_string(&hours).unwrap_or_default();
        let calendar =
            CalendarRow { id, series: id, version: 1, name: "Shop hours".to_owned(), hours, made_at: self.now };
        calendars::add(tx, &calendar)?;
        let mut people = 0;
        for (team, department) in &log.teams {
            let above = if let Some(&known) = self.parties.get(department) {
                known
            } else {
                let row = self.blank("team", true, department);
                self.party(tx, &row)?
            };
            let row = PartyRow { parent: Some(above), calendar: Some(id), ..self.blank("team", true, team) };
            let team = self.party(tx, &row)?;
            for leads in [true, false, false] {
                let name = format!("{} {}", FIRST[people % 24], FAMILY[(people * 7 + people / 24) % 24]);
                people += 1;
                let person = self.blank("person", true, &name);
                let person = self.party(tx, &person)?;
                parties::join(tx, Member { team, person, leads })?;
                self.colleagues.join(team, person);
            }
        }
        self.hire(tx, log, people)?;
        // Whoever looks around works where it is most interesting.
        for account in accounts::all(tx.sql())? {
            for team in ["Design South", "Clerks South"] {
                if let Some(&team) = self.parties.get(team) {
                    parties::join(tx, Member { team, person: account.party, leads: false })?;
                    self.colleagues.visit(team, account.party);
                }
            }
        }
        self.offer_services(tx, log)?;
        let rule = RuleText {
            service: None,
            priority: None,
            customer: None,
            first_response: Some(2 * HOUR),
            resolution: Some(8 * HOUR),
            calendar: Some(id.0),
        };
        let text = PolicyText { version: 1, rules: vec![rule] };
        let rules = serde_json::to_string(&text.policy()).unwrap_or_default();
        calendars::add_policy(tx, &PolicyRow { version: 1, rules, made_at: self.now })?;
        Ok(())
    }

    /// More people in each team, who come and go without being asked for anything by name; a team of three is too small to
    /// say how it is to work there.
    fn hire(&mut self, tx: &mut Tx<'_>, log: &Log, known: usize) -> Result<(), Refusal> {
        let mut people = known;
        for (team, _) in &log.teams {
            let team = self.parties[team];
            for _ in 0..HIRED {
                let name = format!("{} {}", FIRST[people % 24], FAMILY[(people * 7 + people / 24) % 24]);
                people += 1;
                let person = self.blank("person", true, &name);
                let person = self.party(tx, &person)?;
                parties::join(tx, Member { team, person, leads: false })?;
            }
        }
        Ok(())
    }

    fn offer_services(&mut self, tx: &mut Tx<'_>, log: &Log) -> Result<(), Refusal> {
        for (chain, [product, _, kind]) in log.chains.iter().zip(&log.about) {
            let clerks = chain[0].provider.clone();
            let key = (product.clone(), clerks.clone());
            let Some(region) = clerks.strip_prefix("Clerks ").filter(|_| kind == "Order" && !product.is_empty()) else {
                continue;
            };
            if self.services.contains_key(&key) {
                continue;
            }
            let (design, couriers) = (format!("Design {region}"), format!("Couriers {region}"));
            let (made, brought) = (self.desk.id(), self.desk.id());
            let step = |id, name: &str, team: &str, minutes: i64, after: Vec<Uuid>, checklist: &[&str]| {
                self.parties.get(team).map(|provider| StepText {
                    id,
                    name: name.to_owned(),
                    provider: provider.0,
                    seconds: minutes * 60,
                    after,
                    checklist: checklist.iter().map(|&item| item.to_owned()).collect(),
                })
            };
            let arranged =
                step(made, "Arrange the flowers", &design, 100, vec![], &["wish of the customer", "text of the card"]);
            let after = if arranged.is_some() && product != "Plant" { vec![made] } else { vec![] };
            let delivered = step(brought, "Deliver", &couriers, 75, after, &["address", "phone number"]);
            let arranged = arranged.filter(|_| product != "Plant");
            let steps: Vec<StepText> = arranged.into_iter().chain(delivered).collect();
            let by_team = steps
                .iter()
                .map(|step| (if step.id == made { design.clone() } else { couriers.clone() }, StepId(step.id)))
                .collect();
            let Some(&provider) = self.parties.get(&clerks) else { continue };
            let service = ServiceRow {
                id: ServiceId(self.desk.id()),
                name: format!("{product} ({region})"),
                description: format!("{product}, made and delivered by our shop in the {}.", region.to_lowercase()),
                provider,
                for_customers: product == "Bouquet" || product == "Plant",
                closed: false,
                version: 1,
                plan: serde_json::to_string(&PlanText { steps, fields: Vec::new() }).unwrap_or_default(),
                revision: 1,
            };
            services::save(tx, &service, self.now)?;
            self.services.insert(key, (service.id, by_team));
        }
        Ok(())
    }

    /// All chains: their events in the order of time, then what lists say of them.
    fn tell(&mut self, tx: &mut Tx<'_>, log: &Log, absorber: &str) -> Result<(), Refusal> {
        let calendars = self.desk.calendars(tx.sql())?;
        let mut told: Vec<Event> = Vec::new();
        let mut chains = Vec::new();
        let mut voices = Voices::begin(self.desk, tx, self.at(log.cut - YEAR), self.now)?;
        for (number, (chain, about)) in log.chains.iter().zip(&log.about).enumerate() {
            let (events, subjects) = self.chain(tx, chain, about, log.cut)?;
            let open = log.cut <= chain[0].closed;
            if let Some(root) = events.first().and_then(|event| event.chain) {
                let mut events = events;
                if open && number % 3 == 0 {
                    self.talk(tx, &mut events, root)?;
                }
                let rebuilt = Chain::rebuild(&events);
                told.extend(events);
                if let Some(rebuilt) = &rebuilt {
                    told.extend(voices.hear(self.desk, tx, &calendars, rebuilt, chain[0].rating)?);
                }
                chains.extend(rebuilt.map(|rebuilt| (rebuilt, subjects)));
            }
        }
        told.extend(std::mem::take(&mut self.colleagues).speak(self.desk, tx, self.now)?);
        told.extend(voices.end(self.desk, tx)?);
        told.extend(pulse::fill(self.desk, tx, absorber, self.now)?);
        told.sort_by_key(|event| event.at);
        tx.append(told)?;
        list(tx, &calendars, &chains)?;
        voices.follow(self.desk, tx)
    }

    /// The events of one chain, and what its requests are about.
    fn chain(
        &mut self,
        tx: &mut Tx<'_>,
        chain: &[Row],
        about: &[String; 3],
        cut: i64,
    ) -> Result<(Vec<Event>, HashMap<RequestId, String>), Refusal> {
        let [product, occasion, kind] = about;
        let ids: HashMap<&str, RequestId> =
            chain.iter().map(|row| (row.id.as_str(), RequestId(self.desk.id()))).collect();
        let root = ids[chain[0].id.as_str()];
        let service = self.services.get(&(product.clone(), chain[0].provider.clone())).cloned();
        let is_open = cut <= chain[0].closed;
        let mut events: Vec<(i64, u8, Event)> = Vec::new();
        let mut subjects = HashMap::new();
        let mut before: Option<RequestId> = None;
        for row in chain {
            let is_root = row.parent.is_none();
            if row.waits {
                if let Some(&parent) = row.parent.as_deref().and_then(|parent| ids.get(parent))
                    && row.closed < cut
                {
                    let by = self.parties[&chain[0].provider];
                    for (at, rank, what) in
                        [(row.opened, 4, What::Paused(Rest::Customer)), (row.closed, 5, What::Resumed)]
                    {
                        events.push((at, rank, self.event(root, parent, by, at, Fact::Did(what))));
                    }
                }
                continue;
            }
            let step = service.as_ref().and_then(|(_, steps)| steps.get(&row.provider).copied());
            let step = step.filter(|_| row.parent.as_deref() == Some(chain[0].id.as_str()) && row.awaited);
            // What comes later in an open chain is planned already, if a plan foresees it.
            let is_planned = row.opened >= cut;
            if is_planned && (!is_open || step.is_none()) {
                continue;
            }
            let customer = self.customer(tx, &row.customer, row.opened)?;
            let provider = self.parties[&row.provider];
            let id = ids[row.id.as_str()];
            let opened = if is_planned { chain[0].opened } else { row.opened };
            let asked = Asked {
                parent: row.parent.as_deref().and_then(|parent| ids.get(parent)).copied(),
                customer,
                external: is_root && !row.internal,
                provider,
                service: service.as_ref().filter(|_| is_root || step.is_some()).map(|(service, _)| *service),
                version: service.as_ref().filter(|_| is_root || step.is_some()).map(|_| 1),
                step,
                awaited: row.awaited,
                after: if step.is_some() { before.into_iter().collect() } else { Vec::new() },
                seconds: step.map(|_| if row.provider.starts_with("Design") { 100 * 60 } else { 75 * 60 }),
                calendar: None,
                rests_on_steps: is_root && service.is_some() && is_open,
                priority: Priority(3),
            };
            if step.is_some() {
                before = Some(id);
            }
            subjects.insert(id, subject(row, product, occasion, kind, is_root));
            let by = if is_root { provider } else { customer };
            events.push((opened, 0, self.event(root, id, by, opened, Fact::Asked(asked))));
            let due = row.due.filter(|_| !is_planned).or_else(|| row.due.filter(|_| is_planned));
            if let Some(due) = due {
                let term = Term::Until(self.at(due));
                let fact = Fact::Promised { promise: Kind::Resolution, term, calendar: None, policy: None };
                events.push((opened, 1, self.event(root, id, by, opened, fact)));
            }
            if is_planned {
                continue;
            }
            events.push((row.opened, 2, self.event(root, id, by, row.opened, Fact::Did(What::Offered))));
            let accepted = row.started.unwrap_or(row.opened).clamp(row.opened, row.closed);
            if accepted < cut {
                events.push((accepted, 3, self.event(root, id, provider, accepted, Fact::Did(What::Accepted))));
            }
            if row.closed < cut {
                events.push((row.closed, 6, self.event(root, id, provider, row.closed, Fact::Did(What::Finished))));
                if !is_root {
                    events.extend(self.receive(root, id, row, (customer, provider), cut));
                }
            }
        }
        events.sort_by_key(|(at, rank, _)| (*at, *rank));
        // To ask, to promise and to offer is one act.
        let mut acts: HashMap<(Uuid, i64), ActId> = HashMap::new();
        for (at, _, event) in events.iter_mut().filter(|(_, rank, _)| *rank <= 2) {
            event.act = *acts.entry((event.subject, *at)).or_insert(event.act);
        }
        Ok((events.into_iter().map(|(_, _, event)| event).collect(), subjects))
    }

    /// What was done is received, and perhaps asked about.
    fn receive(
        &mut self,
        root: RequestId,
        request: RequestId,
        row: &Row,
        (customer, provider): (PartyId, PartyId),
        cut: i64,
    ) -> Option<(i64, u8, Event)> {
        let (by, pause) = self.colleagues.receiver(&row.id, customer, provider, cut - row.closed)?;
        let at = row.closed + pause;
        if at >= cut {
            return None;
        }
        let event = self.event(root, request, by, at, Fact::Did(What::Received));
        self.colleagues.receive(Reception {
            id: row.id.clone(),
            request,
            customer,
            provider,
            team: row.provider.clone(),
            done_at: self.at(row.closed),
            late: row.due.is_some_and(|due| row.closed > due),
            act: event.act,
            by,
            at: event.at,
        });
        Some((at, 7, event))
    }

    fn event(&self, root: RequestId, subject: RequestId, by: PartyId, at: i64, fact: Fact) -> Event {
        let act = ActId(self.desk.id());
        Event { seq: 0, at: self.at(at), act, by, subject: subject.0, chain: Some(root), fact }
    }

    /// A team, or a customer under a name of their own, who came when they first asked.
    fn customer(&mut self, tx: &mut Tx<'_>, name: &str, asked: i64) -> Result<PartyId, Refusal> {
        if let Some(&known) = self.parties.get(name) {
            return Ok(known);
        }
        let number: usize = name.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default();
        let (first, family) = (FIRST[number % 24], FAMILY[number / 24 % 24]);
        // Those who would have somebody else's name have an initial in the middle.
        let called = match number / 576 {
            0 => format!("{first} {family}"),
            round => format!("{first} {}. {family}", char::from(b'A' + (round - 1) as u8 % 26)),
        };
        let created_at = self.at(asked).min(self.now);
        let row = PartyRow { created_at, ..self.blank("person", false, &called) };
        parties::save(tx, &row)?;
        search::put(tx, search::Kind::Party, row.id.0, None, row.id, &called)?;
        self.parties.insert(name.to_owned(), row.id);
        Ok(row.id)
    }

    /// A question of the customer, and what a colleague notes about it.
    fn talk(&self, tx: &mut Tx<'_>, events: &mut Vec<Event>, root: RequestId) -> Result<(), Refusal> {
        let Some(Fact::Asked(asked)) = events.first().map(|event| event.fact.clone()) else { return Ok(()) };
        let at = events.last().map_or(self.now, |event| event.at);
        let (message, note) = (MessageId(self.desk.id()), NoteId(self.desk.id()));
        let said = "Will it be there in time? It is a surprise, so please ring the neighbours' bell.".to_owned();
        let noted = "Regular customer. The neighbours' name is on the card in the drawer.".to_owned();
        search::put(tx, search::Kind::Message, message.0, Some(root), asked.customer, &said)?;
        search::put(tx, search::Kind::Note, note.0, Some(root), asked.provider, &noted)?;
        let (customer, provider) = (asked.customer, asked.provider);
        talk::add_message(
            tx,
            &MessageRow { id: message, request: root, author: customer, outward: false, at, body: said },
        )?;
        talk::add_note(tx, &NoteRow { id: note, request: root, author: provider, at, body: noted }, &[])?;
        for (by, fact) in [(customer, Fact::Wrote(message)), (provider, Fact::Noted(note))] {
            let act = ActId(self.desk.id());
            events.push(Event { seq: 0, at, act, by, subject: root.0, chain: Some(root), fact });
        }
        Ok(())
    }
}

/// Writes down what lists say of each request.
fn list(tx: &mut Tx<'_>, calendars: &Calendars, chains: &[(Chain, HashMap<RequestId, String>)]) -> Result<(), Refusal> {
    let mut number = 0;
    for (chain, subjects) in chains {
        for mut row in rows(chain, &|id| calendars.find(id), chain.last_at()) {
            number += 1;
            row.number = number;
            requests::save(tx, &row)?;
            let subject = subjects.get(&row.id).cloned().unwrap_or_default();
            requests::describe(tx, row.id, &subject, "")?;
            if row.parent.is_none() {
                search::put(tx, search::Kind::Subject, row.id.0, Some(row.id), row.customer, &subject)?;
            }
        }
    }
    Ok(())
}

fn subject(row: &Row, product: &str, occasion: &str, kind: &str, is_root: bool) -> String {
    let step = |word: &str| row.provider.starts_with(word);
    match (is_root, kind) {
        (true, "Order") if occasion.is_empty() => product.to_owned(),
        (true, "Order") => format!("{product}, {}", occasion.to_lowercase()),
        (true, "Complaint") => "Complaint about an order".to_owned(),
        (true, _) => "Fill up the stock".to_owned(),
        _ if step("Design") => "Arrange the flowers".to_owned(),
        _ if step("Couriers") && !row.awaited => "Fetch the vases".to_owned(),
        _ if step("Couriers") => "Deliver".to_owned(),
        _ if step("Shopkeepers") => "Lay out the flowers".to_owned(),
        _ if step("Flower auction") => "Buy at the auction".to_owned(),
        _ => "Look into it".to_owned(),
    }
}
