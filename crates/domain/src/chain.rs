//! A promise to a customer and all hand-offs behind it, as their events say.
//!
//! A chain changes by events alone: each decision checks what is asked, applies the events that follow and returns
//! them, to be recorded. Completion flows up: what waits for a hand-off is offered when it is over, and a request that
//! rests on planned steps is done with the last of them. Lateness flows up too: each open request knows by when it has
//! to begin so that the promise at the top can be kept. The last act can be taken back for a little while by whoever
//! did it, as long as nothing else happened in the chain.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::event::{Event, Fact};
use crate::id::{ActId, CalendarId, MessageId, NoteId, PartyId, RequestId, ServiceId, StepId};
use crate::plan::{Plan, Step, Window};
use crate::policy::Priority;
use crate::promise::{self, Agreed, Kind, Promise, Standing, Stop, Term};
use crate::request::{self, Act, Answer, Request, Rest, Status, Unanswered};

/// For how many seconds an act can be taken back. Pages offer it for ten: the rest is for slow networks.
pub const UNDO_SECONDS: i64 = 30;

/// How a request came into being.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The request from which it was raised; none for a root.
    pub parent: Option<RequestId>,
    /// Who asked.
    pub customer: PartyId,
    /// Whether the customer pays, instead of relying on a colleague.
    pub external: bool,
    /// Who was asked first.
    pub provider: PartyId,
    /// What was asked for, if it is a service …
    pub service: Option<ServiceId>,
    /// … in which version …
    pub version: Option<i64>,
    /// … or which step of it.
    pub step: Option<StepId>,
    /// Whether the request above waits for it.
    pub awaited: bool,
    /// What has to be over before it is offered.
    pub after: Vec<RequestId>,
    /// Seconds that it may take on the performer's calendar.
    pub seconds: Option<i64>,
    /// The performer's calendar; without it all time counts.
    pub calendar: Option<CalendarId>,
    /// Whether it is done with the last of the hand-offs that it waits for.
    pub rests_on_steps: bool,
    /// How urgent it is.
    pub priority: Priority,
}

/// A promise as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// What is promised.
    pub kind: Kind,
    /// Whose working time counts.
    pub calendar: Option<CalendarId>,
    /// The version of the policy that says so; none if a person did.
    pub policy: Option<i64>,
    /// The term that was promised first.
    pub first: Agreed,
    /// Terms that were agreed on later.
    pub changes: Vec<Agreed>,
}

/// A request in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What was done with it.
    pub request: Request,
    /// How it came into being.
    pub asked: Asked,
    /// When.
    pub asked_at: Timestamp,
    /// Who asked for it; often a colleague on the customer's behalf.
    pub asked_by: PartyId,
    /// How urgent it is by now.
    pub priority: Priority,
    /// Whether the request above waits for it by now.
    pub awaited: bool,
    /// What was promised, at most one promise of a kind.
    pub promises: Vec<Promised>,
    /// When the customer was first told something.
    pub answered_at: Option<Timestamp>,
    /// The request that it is a part of by now.
    pub merged: Option<RequestId>,
    /// The number of events of the chain when it last changed: two people who saw the same number saw the same.
    pub revision: u64,
}

impl Work {
    /// Its id.
    pub fn id(&self) -> RequestId {
        self.request.id()
    }

    /// Whether somebody is expected to do something.
    pub fn is_open(&self) -> bool {
        self.request.status().is_open()
    }

    /// When a promise of this kind was fulfilled, if it was.
    pub fn met_at(&self, kind: Kind) -> Option<Timestamp> {
        let done_at = self.request.done_at();
        match kind {
            Kind::Resolution => done_at,
            Kind::FirstResponse => {
                let first_done = self.request.reopened().first().map(|&(done_at, _)| done_at).or(done_at);
                [self.answered_at, first_done].into_iter().flatten().min()
            }
        }
    }
}

/// Who decides something, when, and with what else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// What else is decided at once.
    pub act: ActId,
    /// Who.
    pub by: PartyId,
    /// When.
    pub now: Timestamp,
}

/// Why something cannot be done in a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The chain has no such request.
    #[error("there is no such request in this chain")]
    UnknownRequest(RequestId),
    /// The request does not allow it.
    #[error(transparent)]
    Request(#[from] request::Refusal),
    /// Hand-offs are open, and nobody said what is to become of them.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// The promise does not allow it.
    #[error(transparent)]
    Promise(#[from] promise::Refusal),
    /// There is a promise of that kind already: it can be renegotiated.
    #[error("this was promised already")]
    PromisedAlready,
    /// Nothing of that kind was promised.
    #[error("nothing of that kind was promised")]
    NotPromised,
    /// Something else happened since, or it is too long ago, or somebody else did it.
    #[error("this can no longer be taken back")]
    TooLateToUndo,
    /// A request was closed, and nothing can be raised from it.
    #[error("the request is closed")]
    Closed,
    /// What it would wait for waits for it.
    #[error("the requests would wait for each other")]
    Cycle,
    /// Only what is open can be joined to another request, and only once.
    #[error("the requests cannot be joined")]
    CannotMerge,
    /// The chain was joined to another request, which goes on for both.
    #[error("it was joined to another request: go on there, or part them first")]
    Merged,
    /// It was not joined to another request.
    #[error("it is not joined to another request")]
    NotMerged,
}

/// By when an open request has to begin, and what depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pressure {
    /// By when it has to end: its own promise, or what the promise at the top leaves it.
    pub due: Option<Timestamp>,
    /// By when it has to begin, if it takes what it may. Does not move while time passes.
    pub latest_start: Option<Timestamp>,
    /// Seconds of the performer's clock that it can still wait from now; negative if it is too late.
    pub slack: Option<i64>,
    /// When it can end if everybody takes what they may from now on.
    pub expected_end: Option<Timestamp>,
    /// Whether the promise at the top ends later for every second that this one takes longer.
    pub critical: bool,
}

/// What the last act changed, so that it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Last {
    act: ActId,
    by: PartyId,
    at: Timestamp,
    before: BTreeMap<usize, Work>,
    can_be_undone: bool,
}

/// A root with all its hand-offs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    works: Vec<Work>,
    places: HashMap<RequestId, usize>,
    last: Option<Last>,
    last_at: Timestamp,
    events: u64,
}

impl Chain {
    /// A new chain with its root.
    pub fn ask(root: RequestId, asked: Asked, stamp: Stamp) -> (Self, Vec<Event>) {
        let mut chain = Self::empty();
        let mut events = Vec::new();
        chain.record(&mut events, stamp, root, root, Fact::Asked(asked));
        (chain, events)
    }

    /// The chain that events say, in their order. None if there are none, or they do not begin with a root.
    pub fn rebuild<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut chain = Self::empty();
        for event in events {
            chain.apply(event);
        }
        (!chain.works.is_empty()).then_some(chain)
    }

    fn empty() -> Self {
        Self { works: Vec::new(), places: HashMap::new(), last: None, last_at: Timestamp::MIN, events: 0 }
    }

    /// Takes in what happened.
    pub fn apply(&mut self, event: &Event) {
        self.events += 1;
        self.last_at = self.last_at.max(event.at);
        let place = self.places.get(&RequestId(event.subject)).copied();
        if let Fact::Undone(act) = event.fact {
            self.take_back(act, place);
            return;
        }
        if self.last.as_ref().is_none_or(|last| last.act != event.act) {
            self.last =
                Some(Last { act: event.act, by: event.by, at: event.at, before: BTreeMap::new(), can_be_undone: true });
        }
        if let Fact::Asked(asked) = &event.fact {
            self.unundoable();
            self.begin(RequestId(event.subject), asked, event);
            return;
        }
        let Some(place) = place else { return };
        self.keep_for_undo(place, &event.fact);
        let revision = self.events;
        let work = &mut self.works[place];
        work.revision = revision;
        match &event.fact {
            Fact::Did(what) => work.request.apply(request::Event { at: event.at, by: event.by, what: *what }),
            Fact::Promised { promise, term, calendar, policy } => work.promises.push(Promised {
                kind: *promise,
                calendar: *calendar,
                policy: *policy,
                first: Agreed { at: event.at, term: *term },
                changes: Vec::new(),
            }),
            Fact::Renegotiated { promise, term } => {
                if let Some(promised) = work.promises.iter_mut().find(|promised| promised.kind == *promise) {
                    promised.changes.push(Agreed { at: event.at, term: *term });
                }
            }
            Fact::Answered(_) => work.answered_at = work.answered_at.or(Some(event.at)),
            Fact::Prioritized(priority) => work.priority = *priority,
            Fact::Awaited(awaited) => work.awaited = *awaited,
            Fact::Merged(into) => work.merged = Some(*into),
            Fact::Unmerged => work.merged = None,
            _ => {}
        }
    }

    fn begin(&mut self, id: RequestId, asked: &Asked, event: &Event) {
        self.places.insert(id, self.works.len());
        self.works.push(Work {
            request: Request::plan(id, asked.parent, asked.customer, asked.provider, event.at),
            asked: asked.clone(),
            asked_at: event.at,
            asked_by: event.by,
            priority: asked.priority,
            awaited: asked.awaited,
            promises: Vec::new(),
            answered_at: None,
            merged: None,
            revision: self.events,
        });
    }

    /// Puts back what a request was before an act.
    fn take_back(&mut self, act: ActId, place: Option<usize>) {
        let Some(last) = self.last.as_mut().filter(|last| last.act == act) else { return };
        last.can_be_undone = false;
        if let Some((place, before)) = place.and_then(|place| Some((place, last.before.remove(&place)?))) {
            self.works[place] = Work { revision: self.events, ..before };
        }
    }

    fn unundoable(&mut self) {
        if let Some(last) = &mut self.last {
            last.can_be_undone = false;
        }
    }

    fn keep_for_undo(&mut self, place: usize, fact: &Fact) {
        if !matches!(fact, Fact::Did(_) | Fact::Awaited(_) | Fact::Prioritized(_)) {
            self.unundoable();
        } else if let Some(last) = &mut self.last {
            last.before.entry(place).or_insert_with(|| self.works[place].clone());
        }
    }

    /// The root.
    pub fn root(&self) -> &Work {
        &self.works[0]
    }

    /// All requests, in the order in which they were asked for: each after the one from which it was raised.
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// A request of this chain.
    pub fn find(&self, id: RequestId) -> Option<&Work> {
        self.places.get(&id).map(|&place| &self.works[place])
    }

    /// A request that something is decided about: nothing is while its chain is joined to another.
    fn load(&self, id: RequestId) -> Result<&Work, Refusal> {
        let work = self.find(id).ok_or(Refusal::UnknownRequest(id))?;
        if work.merged.is_some() { Err(Refusal::Merged) } else { Ok(work) }
    }

    /// The hand-offs raised from a request.
    pub fn children(&self, id: RequestId) -> impl Iterator<Item = &Work> {
        self.works.iter().filter(move |work| work.request.parent() == Some(id))
    }

    /// How many events made it what it is.
    pub fn revision(&self) -> u64 {
        self.events
    }

    /// When something last happened in it.
    pub fn last_at(&self) -> Timestamp {
        self.last_at
    }

    /// Raises a hand-off. It is offered at once unless it has to wait for others.
    pub fn raise(&mut self, id: RequestId, asked: Asked, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        self.plan_one(&mut events, id, asked, stamp)?;
        self.advance(&mut events, stamp)?;
        Ok(events)
    }

    /// Raises several hand-offs at once: the steps of a plan, each after those that it waits for.
    pub fn raise_all(&mut self, asked: Vec<(RequestId, Asked)>, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        for (id, asked) in asked {
            self.plan_one(&mut events, id, asked, stamp)?;
        }
        self.advance(&mut events, stamp)?;
        Ok(events)
    }

    fn plan_one(&mut self, events: &mut Vec<Event>, id: RequestId, asked: Asked, stamp: Stamp) -> Result<(), Refusal> {
        let parent = self.load(asked.parent.ok_or(Refusal::UnknownRequest(id))?)?;
        if !parent.is_open() {
            return Err(Refusal::Closed);
        }
        for &before in &asked.after {
            self.load(before)?;
            if self.is_above(before, parent.id()) {
                return Err(Refusal::Cycle);
            }
        }
        self.record(events, stamp, self.root().id(), id, Fact::Asked(asked));
        Ok(())
    }

    /// Whether `above` is `id` or one of the requests from which it was raised.
    fn is_above(&self, above: RequestId, id: RequestId) -> bool {
        self.lineage(id).any(|work| work.id() == above)
    }

    /// A request and all those above it, up to the root.
    pub fn lineage(&self, id: RequestId) -> impl Iterator<Item = &Work> {
        std::iter::successors(self.find(id), |work| work.request.parent().and_then(|parent| self.find(parent)))
    }

    /// Does something with a request. Whoever ends one with open hand-offs says what is to become of each.
    pub fn act(
        &mut self,
        id: RequestId,
        act: Act,
        answers: &[(RequestId, Answer)],
        stamp: Stamp,
    ) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        self.load(id)?;
        if matches!(act, Act::Finish | Act::Withdraw) {
            self.settle(&mut events, id, answers, stamp)?;
        }
        self.act_one(&mut events, id, act, stamp)?;
        self.advance(&mut events, stamp)?;
        Ok(events)
    }

    /// Withdraws or lets go on the open hand-offs of a request that ends.
    fn settle(
        &mut self,
        events: &mut Vec<Event>,
        id: RequestId,
        answers: &[(RequestId, Answer)],
        stamp: Stamp,
    ) -> Result<(), Refusal> {
        let open: Vec<RequestId> = self.children(id).filter(|child| child.is_open()).map(Work::id).collect();
        let needless = request::close(&open, answers)?;
        for child in open {
            if needless.contains(&child) {
                self.withdraw_all(events, child, stamp)?;
            } else if self.load(child)?.awaited {
                self.record(events, stamp, self.root().id(), child, Fact::Awaited(false));
            }
        }
        Ok(())
    }

    /// Withdraws a request and everything open below it.
    fn withdraw_all(&mut self, events: &mut Vec<Event>, id: RequestId, stamp: Stamp) -> Result<(), Refusal> {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            waiting.extend(self.children(id).filter(|child| child.is_open()).map(Work::id));
            self.act_one(events, id, Act::Withdraw, stamp)?;
        }
        Ok(())
    }

    fn act_one(&mut self, events: &mut Vec<Event>, id: RequestId, act: Act, stamp: Stamp) -> Result<(), Refusal> {
        let decided = self.load(id)?.request.decide(act, stamp.by, stamp.now)?;
        for event in decided {
            self.record(events, stamp, self.root().id(), id, Fact::Did(event.what));
        }
        Ok(())
    }

    /// Offers what can be offered, and ends what rests on steps that are over.
    fn advance(&mut self, events: &mut Vec<Event>, stamp: Stamp) -> Result<(), Refusal> {
        let itself = Stamp { by: PartyId::CATENA, ..stamp };
        loop {
            let next = self.works.iter().find_map(|work| self.follows(work).map(|act| (work.id(), act)));
            let Some((id, act)) = next else { return Ok(()) };
            self.act_one(events, id, act, itself)?;
        }
    }

    /// What happens to a request by itself.
    fn follows(&self, work: &Work) -> Option<Act> {
        let over = |id: &RequestId| self.find(*id).is_none_or(|other| !other.is_open());
        let can_run = |parent: RequestId| {
            self.find(parent).is_some_and(|parent| parent.is_open() && parent.request.status() != Status::Planned)
        };
        match work.request.status() {
            Status::Planned if work.request.parent().is_none_or(can_run) && work.asked.after.iter().all(over) => {
                Some(Act::Offer)
            }
            // Who asks for more after all steps were over wants something that no step gives.
            Status::Offered | Status::Accepted
                if work.asked.rests_on_steps && !work.request.rests() && work.request.reopened().is_empty() =>
            {
                let awaited: Vec<&Work> = self.children(work.id()).filter(|child| child.awaited).collect();
                let all_over = self.children(work.id()).all(|child| !child.is_open());
                let done = |child: &&Work| matches!(child.request.status(), Status::Done | Status::Received);
                (all_over && awaited.iter().any(done)).then_some(Act::Finish)
            }
            _ => None,
        }
    }

    /// Offers a root that was just asked for, and whatever does not wait.
    pub fn offer(&mut self, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        self.advance(&mut events, stamp)?;
        Ok(events)
    }

    /// Takes back the last act in the chain.
    pub fn undo(&mut self, act: ActId, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        let last = self.last.as_ref().filter(|last| {
            let recent = stamp.now.as_second() - last.at.as_second() <= UNDO_SECONDS;
            last.act == act && last.by == stamp.by && last.can_be_undone && recent
        });
        let places: Vec<usize> = last.ok_or(Refusal::TooLateToUndo)?.before.keys().copied().collect();
        let mut events = Vec::new();
        for place in places {
            let id = self.works[place].id();
            self.record(&mut events, stamp, self.root().id(), id, Fact::Undone(act));
        }
        Ok(events)
    }

    /// Promises something. What a person promises has no policy.
    pub fn promise(
        &mut self,
        id: RequestId,
        promised: (Kind, Term, Option<(CalendarId, &Calendar)>, Option<i64>),
        stamp: Stamp,
    ) -> Result<Vec<Event>, Refusal> {
        let (kind, term, calendar, policy) = promised;
        if self.load(id)?.promises.iter().any(|known| known.kind == kind) {
            return Err(Refusal::PromisedAlready);
        }
        let first = Agreed { at: stamp.now.max(self.last_at), term };
        Promise::new(kind, first, calendar.map(|(_, calendar)| calendar.clone()))?;
        let mut events = Vec::new();
        let calendar = calendar.map(|(id, _)| id);
        let fact = Fact::Promised { promise: kind, term, calendar, policy };
        self.record(&mut events, stamp, self.root().id(), id, fact);
        Ok(events)
    }

    /// Agrees on another term. A broken promise is not mended that way.
    pub fn renegotiate(
        &mut self,
        id: RequestId,
        kind: Kind,
        term: Term,
        calendars: &impl Fn(CalendarId) -> Option<Calendar>,
        stamp: Stamp,
    ) -> Result<Vec<Event>, Refusal> {
        let mut promise = self.promise_of(id, kind, calendars).ok_or(Refusal::NotPromised)?;
        if self.load(id)?.met_at(kind).is_some() {
            return Err(Refusal::Closed);
        }
        promise.renegotiate(term, &self.stops(id), stamp.now.max(self.last_at))?;
        let mut events = Vec::new();
        self.record(&mut events, stamp, self.root().id(), id, Fact::Renegotiated { promise: kind, term });
        Ok(events)
    }

    /// Joins the whole chain to another request, which goes on for both. Nothing in it is lost: parted again, it is what
    /// it was, and its promise counts as if it had never been joined.
    pub fn merge(&mut self, into: RequestId, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        let root = self.root();
        if !root.is_open() || root.merged.is_some() || self.places.contains_key(&into) {
            return Err(Refusal::CannotMerge);
        }
        Ok(self.record_all(&Fact::Merged(into), stamp))
    }

    /// Parts the chain from the request that it was joined to.
    pub fn part(&mut self, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        if self.root().merged.is_none() {
            return Err(Refusal::NotMerged);
        }
        Ok(self.record_all(&Fact::Unmerged, stamp))
    }

    /// Records a fact of each request.
    fn record_all(&mut self, fact: &Fact, stamp: Stamp) -> Vec<Event> {
        let mut events = Vec::new();
        let ids: Vec<RequestId> = self.works.iter().map(Work::id).collect();
        for id in ids {
            self.record(&mut events, stamp, self.root().id(), id, fact.clone());
        }
        events
    }

    /// Records what was said, noted or judged about a request.
    pub fn note(&mut self, id: RequestId, fact: Fact, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        self.load(id)?;
        let mut events = Vec::new();
        self.record(&mut events, stamp, self.root().id(), id, fact);
        Ok(events)
    }

    /// The customer was told something.
    pub fn answer(&mut self, id: RequestId, message: MessageId, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        self.note(id, Fact::Answered(message), stamp)
    }

    /// Colleagues noted something.
    pub fn remark(&mut self, id: RequestId, note: NoteId, stamp: Stamp) -> Result<Vec<Event>, Refusal> {
        self.note(id, Fact::Noted(note), stamp)
    }

    /// A promise on its clock.
    pub fn promise_of(
        &self,
        id: RequestId,
        kind: Kind,
        calendars: &impl Fn(CalendarId) -> Option<Calendar>,
    ) -> Option<Promise> {
        let promised = self.find(id)?.promises.iter().find(|promised| promised.kind == kind)?;
        let calendar = promised.calendar.and_then(calendars);
        Some(Promise::recorded(kind, promised.first, &promised.changes, calendar))
    }

    /// What is true of a promise at `now`.
    pub fn standing(
        &self,
        id: RequestId,
        kind: Kind,
        calendars: &impl Fn(CalendarId) -> Option<Calendar>,
        now: Timestamp,
    ) -> Option<Standing> {
        let promise = self.promise_of(id, kind, calendars)?;
        Some(promise.standing(&self.stops(id), self.find(id)?.met_at(kind), now.max(self.last_at)))
    }

    /// When the promises of a request wait: while its own customer is waited for, and while the customer of one above
    /// is. Waiting for a colleague stops nothing.
    pub fn stops(&self, id: RequestId) -> Vec<Stop> {
        let mut lineage = self.lineage(id);
        let mut stops = lineage.next().map(|work| promise::stops(&work.request)).unwrap_or_default();
        for work in lineage {
            let outer = work.request.pauses().iter().filter(|pause| pause.why != Rest::Colleague);
            stops.extend(outer.map(|pause| (pause.from, pause.to)));
        }
        stops
    }

    /// By when each open request has to begin, by id. Requests beside the promise at the top, which nobody waits for,
    /// know their own promise only.
    pub fn pressure(
        &self,
        calendars: &impl Fn(CalendarId) -> Option<Calendar>,
        now: Timestamp,
    ) -> BTreeMap<RequestId, Pressure> {
        let open: Vec<&Work> = self.works.iter().filter(|work| work.is_open()).collect();
        let place = |id: RequestId| open.iter().position(|work| work.id() == id);
        let now = now.max(self.last_at);
        let own_due = |work: &Work| self.due(work, calendars, now);
        let steps: Vec<Step> = open
            .iter()
            .map(|work| {
                let awaited = self.children(work.id()).filter(|child| child.awaited && child.is_open());
                let mut after: Vec<usize> = awaited.filter_map(|child| place(child.id())).collect();
                let own = if after.is_empty() { work.asked.seconds.unwrap_or(0) } else { 0 };
                after.extend(work.asked.after.iter().filter_map(|&before| place(before)));
                Step { seconds: own.max(0), calendar: work.asked.calendar.and_then(calendars), after }
            })
            .collect();
        let dues: Vec<Option<Timestamp>> = open.iter().map(|work| own_due(work)).collect();
        let top = self.root().is_open().then(|| own_due(self.root())).flatten();
        let plan = Plan::new(steps.clone()).ok();
        let schedule = plan.and_then(|plan| plan.schedule(now, top.or_else(|| now.checked_add(DISTANT).ok())?));
        let critical: Vec<usize> = schedule.as_ref().map(|schedule| schedule.critical().collect()).unwrap_or_default();
        let mut pressures = BTreeMap::new();
        for (index, work) in open.iter().enumerate() {
            let window: Option<Window> = schedule.as_ref().map(|schedule| schedule.windows[index]);
            let inherited = window.filter(|_| top.is_some() && self.is_awaited(work.id())).map(|w| w.latest_end);
            let due = [inherited, dues[index]].into_iter().flatten().min();
            let step = Step { after: Vec::new(), ..steps[index].clone() };
            let latest_start = due.and_then(|due| step.latest_start(due));
            let slack = latest_start.map(|start| step.clock(now, start));
            let expected_end = window.map(|window| window.earliest_end);
            let critical = top.is_some() && self.is_awaited(work.id()) && critical.contains(&index);
            pressures.insert(work.id(), Pressure { due, latest_start, slack, expected_end, critical });
        }
        pressures
    }

    /// The due instant of a request's resolution as it is known at `now`.
    pub fn due(
        &self,
        work: &Work,
        calendars: &impl Fn(CalendarId) -> Option<Calendar>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let promise = self.promise_of(work.id(), Kind::Resolution, calendars)?;
        Some(promise.due(&self.stops(work.id()), work.met_at(Kind::Resolution).unwrap_or(now)))
    }

    /// Whether the root waits for a request, directly or through others.
    fn is_awaited(&self, id: RequestId) -> bool {
        self.lineage(id).all(|work| work.awaited || work.request.parent().is_none())
    }

    fn record(&mut self, events: &mut Vec<Event>, stamp: Stamp, root: RequestId, subject: RequestId, fact: Fact) {
        let at = stamp.now.max(self.last_at);
        let event = Event { seq: 0, at, act: stamp.act, by: stamp.by, subject: subject.0, chain: Some(root), fact };
        self.apply(&event);
        events.push(event);
    }
}

/// Farther than any promise: where nothing was promised, plans are made up to here.
const DISTANT: SignedDuration = SignedDuration::from_hours(24 * 366 * 5);

#[cfg(test)]
mod tests;
