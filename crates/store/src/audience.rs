//! Whom a survey may ask all at once, and what came of asking.

use catena_domain::feedback::when::Before;
use catena_domain::id::{ActId, PartyId, ServiceId, SurveyId};
use jiff::Timestamp;

use crate::args;
use crate::error::Error;
use crate::requests::seen;
use crate::sql::Sql;
use crate::value::{Row, Value, places};

/// Which customers outside. Absent fields choose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who asked for this service …
    pub service: Option<ServiceId>,
    /// … with this tag …
    pub tag: Option<String>,
    /// … at this instant or later …
    pub since: Option<Timestamp>,
    /// … and before this one: all of that in one request.
    pub until: Option<Timestamp>,
    /// Who was asked nothing at this instant or later.
    pub rested_since: Option<Timestamp>,
    /// Requests between these and others than `mine` do not count.
    pub hidden: Vec<PartyId>,
    /// Whose requests count although they are hidden from others.
    pub mine: Vec<PartyId>,
}

impl Filter {
    /// What a request has to be like; nothing if none is needed.
    fn of_request(&self, args: &mut Vec<Value>) -> Option<String> {
        let mut conditions = Vec::new();
        let wanted = [
            ("r.service =", self.service.map(Value::from)),
            ("r.asked_at >=", self.since.map(Value::from)),
            ("r.asked_at <", self.until.map(Value::from)),
        ];
        for (condition, value) in wanted {
            if let Some(value) = value {
                args.push(value);
                conditions.push(format!("{condition} ${}", args.len()));
            }
        }
        if let Some(tag) = &self.tag {
            args.push(tag.into());
            conditions
                .push(format!("exists (select 1 from tag g where g.request = r.id and g.name = ${})", args.len()));
        }
        if conditions.is_empty() {
            return None;
        }
        if !self.hidden.is_empty() {
            conditions.push(seen(args, &self.hidden, &self.mine));
        }
        let wanted = conditions.join(" and ");
        Some(format!("exists (select 1 from request r where r.customer = p.id and r.parent is null and {wanted})"))
    }
}

/// Up to `limit` customers who are still there, by their ids, after one of them.
pub fn customers(
    sql: &mut dyn Sql,
    filter: &Filter,
    after: Option<PartyId>,
    limit: i64,
) -> Result<Vec<PartyId>, Error> {
    let mut args = Vec::new();
    let mut conditions =
        vec!["p.internal = 0 and p.kind <> 'team' and p.closed = 0 and p.erased_at is null".to_owned()];
    conditions.extend(filter.of_request(&mut args));
    if let Some(since) = filter.rested_since {
        args.push(since.into());
        conditions.push(format!(
            "not exists (select 1 from survey_ask a where a.customer = p.id and a.state <> 'withdrawn' \
             and a.asked_at >= ${})",
            args.len()
        ));
    }
    if let Some(after) = after {
        args.push(after.into());
        conditions.push(format!("p.id > ${}", args.len()));
    }
    args.push(limit.into());
    let text =
        format!("select p.id from party p where {} order by p.id limit ${}", conditions.join(" and "), args.len());
    sql.query(&text, &args)?.iter().map(|row| row.id(0).map(PartyId)).collect()
}

/// When these customers were asked what, as far as it counts, since an instant.
pub fn before(sql: &mut dyn Sql, customers: &[PartyId], since: Timestamp) -> Result<Vec<(PartyId, Before)>, Error> {
    let mut args: Vec<Value> = vec![since.into()];
    let customers = places(&mut args, customers);
    let text = format!(
        "select customer, survey, asked_at from survey_ask where asked_at >= $1 and state <> 'withdrawn' \
         and customer in ({customers}) order by asked_at, id"
    );
    let read = |row: &Row| Ok((PartyId(row.id(0)?), Before { survey: SurveyId(row.id(1)?), at: row.instant(2)? }));
    sql.query(&text, &args)?.iter().map(read).collect()
}

/// Many who were asked at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// The act that asked them.
    pub act: ActId,
    /// When.
    pub asked_at: Timestamp,
    /// How many were asked and may answer, or did.
    pub asked: i64,
    /// How many did.
    pub answered: i64,
}

/// The campaigns of a survey, the last first.
pub fn campaigns(sql: &mut dyn Sql, survey: SurveyId, limit: i64) -> Result<Vec<Campaign>, Error> {
    let rows = sql.query(
        "select act, min(asked_at), count(*), count(answered_at) from survey_ask \
         where survey = $1 and moment = 'campaign' and state <> 'withdrawn' \
         group by act order by 2 desc, act limit $2",
        args![survey, limit],
    )?;
    let read = |row: &Row| {
        let (asked_at, asked, answered) = (row.instant(1)?, row.int(2)?, row.int(3)?);
        Ok(Campaign { act: ActId(row.id(0)?), asked_at, asked, answered })
    };
    rows.iter().map(read).collect()
}
