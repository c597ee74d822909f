//! Whom a survey would ask all at once, before anybody is asked, and what came of asking.

use std::collections::HashMap;

use catena_domain::feedback::when::{ANY_DAYS, Before, Clock, Moment, rest};
use catena_domain::id::{PartyId, ServiceId, SurveyId};
use catena_store::audience::{self as rows, Filter};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{CAMPAIGN, candidate, load, must_campaign};
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::views::feedback::{AudienceView, CampaignList, CampaignView};

/// Customers that are looked at, at a time …
const PAGE: i64 = 500;
/// … and altogether.
const MOST: i64 = 10_000;
/// How many campaigns of a survey are told of.
const TOLD: i64 = 50;

/// Which customers. Absent fields choose nothing.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    /// Who asked for this service …
    pub service: Option<Uuid>,
    /// … with this tag …
    pub tag: Option<String>,
    /// … at this instant or later …
    pub since: Option<Timestamp>,
    /// … and before this one: all of that in one request.
    pub until: Option<Timestamp>,
    /// Who was asked nothing at this instant or later.
    pub rested_since: Option<Timestamp>,
}

/// Whom a survey would ask now, and how many are left in peace by which clock.
pub fn audience(desk: &Desk, actor: &Actor, id: SurveyId, wanted: &Audience) -> Result<AudienceView, Refusal> {
    must_campaign(actor)?;
    let now = desk.now();
    desk.store.read(|sql| {
        let survey = load(sql, id)?;
        let candidate = candidate(&survey, Moment::Campaign)?;
        let days = candidate.every_days.max(candidate.purpose.days()).max(ANY_DAYS);
        let since = now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
        let filter = Filter {
            service: wanted.service.map(ServiceId),
            tag: wanted.tag.clone(),
            since: wanted.since,
            until: wanted.until,
            rested_since: wanted.rested_since,
            hidden: actor.hidden.clone(),
            mine: actor.parties(),
        };
        let mut view =
            AudienceView { found: 0, more: false, ready: 0, resting_any: 0, resting_same: 0, customers: Vec::new() };
        let mut after = None;
        loop {
            let found = rows::customers(sql, &filter, after, PAGE)?;
            let mut before: HashMap<PartyId, Vec<Before>> = HashMap::new();
            for (customer, asked) in rows::before(sql, &found, since)? {
                before.entry(customer).or_default().push(asked);
            }
            for customer in &found {
                view.found += 1;
                let asked = before.get(customer).map(Vec::as_slice).unwrap_or_default();
                match rest(&candidate, asked, now).map(|rest| rest.clock) {
                    Some(Clock::Any) => view.resting_any += 1,
                    Some(Clock::Same) => view.resting_same += 1,
                    None => {
                        view.ready += 1;
                        if view.customers.len() < CAMPAIGN {
                            view.customers.push(customer.0);
                        }
                    }
                }
            }
            after = found.last().copied();
            if (found.len() as i64) < PAGE {
                return Ok(view);
            }
            if view.found >= MOST {
                view.more = true;
                return Ok(view);
            }
        }
    })
}

/// The campaigns of a survey with how many answered.
pub fn campaigns(desk: &Desk, actor: &Actor, id: SurveyId) -> Result<CampaignList, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        load(sql, id)?;
        let view = |row: rows::Campaign| CampaignView {
            act: row.act.0,
            asked_at: row.asked_at,
            asked: row.asked,
            answered: row.answered,
        };
        Ok(CampaignList { campaigns: rows::campaigns(sql, id, TOLD)?.into_iter().map(view).collect() })
    })
}
