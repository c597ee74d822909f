//! What past chains of each service took, learnt again now and then, for the forecasts of those that are open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use catena_domain::chain::{Chain, Work};
use catena_domain::forecast::{Course, History, Outlook, Pace, Stage, Step};
use catena_domain::id::{RequestId, ServiceId, StepId};
use catena_domain::promise::Term;
use catena_domain::request::Status;
use catena_store::requests::{self, RequestRow};
use catena_store::{Error, Sql, services};
use jiff::Timestamp;

use super::plan::{PlanText, StepText};

/// How many past chains of a service are learnt from.
const LEARNT: i64 = 500;
/// After how many seconds they are learnt from again.
const FRESH: i64 = 300;

/// Histories by service, when they were learnt, and by which version of its plan: somebody may have changed that, here or on
/// another node.
#[derive(Default)]
pub struct Forecasts {
    histories: Mutex<HashMap<ServiceId, (Timestamp, i64, Known)>>,
}

/// What each step of a service waits for, what its past chains took, and how often they broke their promise.
type Known = (Arc<Order>, Arc<History>, Broke);
type Order = HashMap<StepId, Vec<StepId>>;

/// How many past chains of a service broke their promise, of those that had one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Broke {
    /// How many broke it.
    pub broken: u64,
    /// Of how many.
    pub chains: u64,
}

/// What the past says of an open chain, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// When it will end.
    pub outlook: Outlook,
    /// How long its steps take, beside what they took before.
    pub paces: Vec<Pace>,
    /// How often such chains broke their promise.
    pub broke: Broke,
}

impl Forecasts {
    /// When an open chain will end; none if it is over or no service's.
    pub fn of(
        &self,
        sql: &mut dyn Sql,
        chain: &Chain,
        due: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<Outlook>, Error> {
        Ok(self.look(sql, chain, due, now)?.map(|look| look.outlook))
    }

    /// The same with the reasons.
    pub fn look(
        &self,
        sql: &mut dyn Sql,
        chain: &Chain,
        due: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<Look>, Error> {
        let root = chain.root();
        let Some(service) = root.asked.service.filter(|_| root.is_open()) else { return Ok(None) };
        let (order, history, broke) = self.history(sql, service, now)?;
        let Some(course) = course_of(chain, &order) else { return Ok(None) };
        Ok(Some(Look { outlook: history.forecast(&course, due, now), paces: history.paces(&course, now), broke }))
    }

    fn history(&self, sql: &mut dyn Sql, service: ServiceId, now: Timestamp) -> Result<Known, Error> {
        let row = services::find(sql, service)?;
        let version = row.as_ref().map_or(0, |row| row.version);
        let known = self.histories.lock().unwrap_or_else(PoisonError::into_inner).get(&service).cloned();
        if let Some((at, learnt_by, known)) = known
            && learnt_by == version
            && (0..FRESH).contains(&(now.as_second() - at.as_second()))
        {
            return Ok(known);
        }
        let order = Arc::new(order_of(&row.map(|row| row.plan).unwrap_or_default()));
        let (courses, broke) = past(sql, service, &order)?;
        let history = Arc::new(History::learn(courses));
        let mut histories = self.histories.lock().unwrap_or_else(PoisonError::into_inner);
        histories.insert(service, (now, version, (order.clone(), history.clone(), broke)));
        Ok((order, history, broke))
    }
}

fn order_of(text: &str) -> Order {
    let plan: PlanText = serde_json::from_str(text).unwrap_or_default();
    let waits = |step: &StepText| (StepId(step.id), step.after.iter().map(|&id| StepId(id)).collect());
    plan.steps.iter().map(waits).collect()
}

/// The places of what a step waits for among the steps of a course.
fn places(order: &Order, step: StepId, steps: &[StepId]) -> Vec<usize> {
    let waits = order.get(&step).map(Vec::as_slice).unwrap_or_default();
    waits.iter().filter_map(|before| steps.iter().position(|other| other == before)).collect()
}

/// How far a chain has come, step by step. Steps that are no longer needed do not count.
fn course_of(chain: &Chain, order: &Order) -> Option<Course> {
    let root = chain.root();
    let counted = |work: &&Work| {
        work.request.parent() == Some(root.id())
            && work.asked.step.is_some()
            && work.awaited
            && work.request.status() != Status::Withdrawn
    };
    let steps: Vec<&Work> = chain.works().iter().filter(counted).collect();
    let ids: Vec<StepId> = steps.iter().filter_map(|work| work.asked.step).collect();
    let step = |work: &&Work| {
        let offered = work.request.opened_at();
        let stage = match (offered, work.request.done_at()) {
            (Some(offered_at), Some(at)) => Stage::Done { offered_at, at },
            (Some(offered_at), None) => Stage::Offered(offered_at),
            (None, _) => Stage::Waiting,
        };
        let id = work.asked.step?;
        Some(Step { id, after: places(order, id, &ids), stage })
    };
    let planned_for = root.promises.iter().find_map(|promised| match promised.first.term {
        Term::Until(due) => Some(due),
        Term::Within(_) => None,
    });
    Some(Course { opened_at: root.request.opened_at()?, planned_for, steps: steps.iter().filter_map(step).collect() })
}

/// How past chains of a service went, the oldest first, and how many broke their promise.
fn past(sql: &mut dyn Sql, service: ServiceId, order: &Order) -> Result<(Vec<(Course, Timestamp)>, Broke), Error> {
    let rows = requests::past(sql, service, LEARNT)?;
    let mut chains: HashMap<RequestId, Vec<&RequestRow>> = HashMap::new();
    for row in &rows {
        chains.entry(row.root).or_default().push(row);
    }
    let mut courses: Vec<(Course, Timestamp)> = Vec::new();
    let mut broke = Broke::default();
    for (root, mut works) in chains {
        let Some(top) = works.iter().find(|row| row.id == root).copied() else { continue };
        let (Some(opened_at), Some(closed_at)) = (top.opened_at, top.done_at) else { continue };
        broke.chains += u64::from(top.kept.is_some());
        broke.broken += u64::from(top.kept == Some(false));
        works.retain(|row| row.parent == Some(root) && row.step.is_some() && row.awaited && row.done_at.is_some());
        works.sort_by_key(|row| (row.opened_at, row.number));
        works.dedup_by_key(|row| row.step);
        let ids: Vec<StepId> = works.iter().filter_map(|row| row.step).collect();
        let step = |row: &&RequestRow| {
            let stage = Stage::Done { offered_at: row.opened_at?, at: row.done_at? };
            let id = row.step?;
            Some(Step { id, after: places(order, id, &ids), stage })
        };
        let steps = works.iter().filter_map(step).collect();
        courses.push((Course { opened_at, planned_for: top.due_at, steps }, closed_at));
    }
    courses.sort_by_key(|(_, closed_at)| *closed_at);
    Ok((courses, broke))
}
