//! What can be asked for, and the plan behind it.

use catena_domain::event::Fact;
use catena_domain::id::{PartyId, ServiceId};
use catena_store::services::{self as rows, ServiceRow};
use catena_store::{Sql, Tx, parties};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{optional_words, reference, words};
use super::{Actor, Refusal, record};
use crate::desk::{Desk, PlanText, StepText};
use crate::views::services::{Possible, ServiceView, VersionView};

/// A service as somebody writes it down.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewService {
    /// Its name.
    pub name: String,
    /// What one gets.
    #[serde(default)]
    pub description: String,
    /// Who answers for it.
    pub provider: Uuid,
    /// Whether customers can ask for it themselves.
    #[serde(default)]
    pub for_customers: bool,
    /// Whether it can no longer be asked for.
    #[serde(default)]
    pub closed: bool,
    /// The plan behind it.
    #[serde(default)]
    pub plan: PlanText,
}

/// All services.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<ServiceView>, Refusal> {
    desk.store.read(|sql| {
        let mut found = Vec::new();
        for row in rows::all(sql)? {
            if offered(actor, &row) {
                found.push(view_for(sql, actor, row)?);
            }
        }
        Ok(found)
    })
}

/// One service, if it is for them to know of.
pub fn show(desk: &Desk, actor: &Actor, id: ServiceId) -> Result<ServiceView, Refusal> {
    desk.store.read(|sql| {
        let row = load(sql, id)?;
        if !offered(actor, &row) {
            return Err(no_service(id));
        }
        view_for(sql, actor, row)
    })
}

/// The versions of a service's plan.
pub fn versions(desk: &Desk, actor: &Actor, id: ServiceId) -> Result<Vec<VersionView>, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        load(sql, id)?;
        let mut found = Vec::new();
        for (version, made_at) in rows::versions(sql, id)? {
            let plan = rows::plan(sql, id, version)?.unwrap_or_default();
            let plan = serde_json::from_str(&plan).unwrap_or_default();
            found.push(VersionView { version, made_at, plan });
        }
        Ok(found)
    })
}

/// Writes a service down: a new one, or the next version of one. Requests keep the plan that they began with. `seen` is the
/// revision that they saw: if somebody changed it since, nothing is written.
pub fn save(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Option<ServiceId>,
    new: &NewService,
    seen: Option<i64>,
) -> Result<ServiceView, Refusal> {
    actor.must_administer()?;
    let known = id.map(|id| load(tx.sql(), id)).transpose()?;
    if let (Some(known), Some(seen)) = (&known, seen)
        && known.revision != seen
    {
        return Err(Refusal::Stale(format!("{} was changed meanwhile", known.name)));
    }
    let name = words(&new.name, 120, "the name")?;
    let description = optional_words(&new.description, 5_000, "the description")?;
    check(tx.sql(), new)?;
    let before = known.as_ref().map(plan_of).transpose()?.unwrap_or_default();
    let fields = super::fields::settle(desk, &new.plan.fields, &before.fields)?;
    let plan = PlanText { fields, ..new.plan.clone() };
    let plan = serde_json::to_string(&plan).map_err(|error| Refusal::Invalid(error.to_string()))?;
    let moment = desk.moment();
    let version = match &known {
        None => 1,
        Some(row) if row.plan == plan => row.version,
        Some(row) => row.version + 1,
    };
    let row = ServiceRow {
        id: known.as_ref().map_or_else(|| ServiceId(desk.id()), |row| row.id),
        name,
        description,
        provider: PartyId(new.provider),
        for_customers: new.for_customers,
        closed: new.closed,
        version,
        plan,
        revision: known.as_ref().map_or(1, |row| row.revision + 1),
    };
    rows::save(tx, &row, moment.now)?;
    record::append(tx, moment, actor.person, row.id.0, Fact::ServiceChanged { version })?;
    view(tx.sql(), row)
}

/// When a service could be done at the earliest if it were asked for now, and whether `due_at` leaves enough time.
pub fn possible(desk: &Desk, id: ServiceId, due_at: Option<Timestamp>) -> Result<Possible, Refusal> {
    let now = desk.now();
    desk.store.read(|sql| {
        let service = load(sql, id)?;
        let known = desk.calendars(sql)?;
        let plan = plan_of(&service)?;
        let mut calendars = std::collections::HashMap::new();
        for step in &plan.steps {
            let series = parties::find(sql, PartyId(step.provider))?.and_then(|row| row.calendar);
            let calendar = series.and_then(|series| known.current(series)).and_then(|id| known.find(id));
            calendars.insert(PartyId(step.provider), calendar);
        }
        let blueprint = plan.blueprint()?;
        let due = due_at.unwrap_or(now);
        let schedule = blueprint
            .and_then(|blueprint| blueprint.schedule(now, due, |party| calendars.get(&party).cloned().flatten()));
        Ok(Possible {
            earliest_end_at: schedule.as_ref().map(|schedule| schedule.end),
            shortfall: due_at.and(schedule).and_then(|schedule| schedule.shortfall(due)),
        })
    })
}

/// A service that is there.
pub fn load(sql: &mut dyn Sql, id: ServiceId) -> Result<ServiceRow, Refusal> {
    rows::find(sql, id)?.ok_or_else(|| no_service(id))
}

/// The plan of a service.
pub fn plan_of(row: &ServiceRow) -> Result<PlanText, Refusal> {
    serde_json::from_str(&row.plan)
        .map_err(|error| Refusal::Store(catena_store::Error::Database(format!("the plan of {}: {error}", row.name))))
}

/// The steps of a plan, each after those that it waits for.
pub fn in_order(plan: &PlanText) -> Vec<&StepText> {
    let mut ordered: Vec<&StepText> = Vec::new();
    while ordered.len() < plan.steps.len() {
        let placed = |id: &Uuid| ordered.iter().any(|step| step.id == *id);
        let next: Vec<&StepText> =
            plan.steps.iter().filter(|step| !placed(&step.id) && step.after.iter().all(placed)).collect();
        if next.is_empty() {
            break;
        }
        ordered.extend(next);
    }
    ordered
}

fn no_service(id: ServiceId) -> Refusal {
    Refusal::Missing(format!("there is no service {}", id.0))
}

/// Whether they may ask for it, or look after it.
fn offered(actor: &Actor, row: &ServiceRow) -> bool {
    actor.role.is_staff() || (row.for_customers && !row.closed)
}

fn check(sql: &mut dyn Sql, new: &NewService) -> Result<(), Refusal> {
    let mut providers = vec![new.provider];
    for step in &new.plan.steps {
        words(&step.name, 120, "the name of a step")?;
        if step.seconds > 315_360_000 {
            return Err(Refusal::Invalid(format!("\"{}\" may not take more than ten years", step.name)));
        }
        providers.push(step.provider);
    }
    if new.plan.steps.len() > 200 {
        return Err(Refusal::Invalid("a plan has at most 200 steps".to_owned()));
    }
    for provider in providers {
        let row = parties::find(sql, PartyId(provider))?.filter(|row| row.internal && !row.closed);
        if row.is_none() {
            return Err(Refusal::Invalid(format!("there is nobody {provider} here to do that")));
        }
    }
    new.plan.blueprint()?;
    Ok(())
}

/// A service without what only colleagues are asked, for whoever is none.
fn view_for(sql: &mut dyn Sql, actor: &Actor, row: ServiceRow) -> Result<ServiceView, Refusal> {
    let mut service = view(sql, row)?;
    service.plan.fields.retain(|field| actor.role.is_staff() || !field.internal);
    Ok(service)
}

fn view(sql: &mut dyn Sql, row: ServiceRow) -> Result<ServiceView, Refusal> {
    Ok(ServiceView {
        plan: plan_of(&row)?,
        provider: reference(sql, row.provider)?,
        id: row.id.0,
        name: row.name,
        description: row.description,
        for_customers: row.for_customers,
        closed: row.closed,
        version: row.version,
        revision: row.revision,
    })
}
