//! Requests as lists need them: one row each, worked out from their events when they change. The events are the truth;
//! [`save`] only writes down what they say, so that lists need not read them.

use catena_domain::id::{PartyId, RequestId, ServiceId, StepId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, Value, places};
use crate::writer::Tx;

/// Greater than any instant: where nothing presses.
pub const NEVER: i64 = i64::MAX;

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a row has the flags that its table has")]
pub struct RequestRow {
    /// Its id.
    pub id: RequestId,
    /// Its number for people, from 1.
    pub number: i64,
    /// The root of its chain.
    pub root: RequestId,
    /// The request from which it was raised.
    pub parent: Option<RequestId>,
    /// Who asked.
    pub customer: PartyId,
    /// Who is asked now.
    pub provider: PartyId,
    /// Whether the customer pays.
    pub external: bool,
    /// What was asked for.
    pub service: Option<ServiceId>,
    /// The step of a planned chain that it is.
    pub step: Option<StepId>,
    /// How urgent, from 1.
    pub priority: i64,
    /// Where it stands, in one word.
    pub status: String,
    /// Why it rests, if it does.
    pub rests: Option<String>,
    /// Whether somebody is expected to do something.
    pub is_open: bool,
    /// Whether the request above waits for it.
    pub awaited: bool,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Who asked for it, often on the customer's behalf.
    pub asked_by: PartyId,
    /// When it was first offered.
    pub opened_at: Option<Timestamp>,
    /// When the one who holds it took it.
    pub accepted_at: Option<Timestamp>,
    /// When it was done for good, so far.
    pub done_at: Option<Timestamp>,
    /// By when it has to end, as it was known when it last changed.
    pub due_at: Option<Timestamp>,
    /// Whether the promise was kept, once that is settled by its end.
    pub kept: Option<bool>,
    /// The microsecond by which it has to begin; [`NEVER`] where nothing presses. Lists of work are in this order.
    pub urgency: i64,
    /// When it can end if everybody takes what they may.
    pub expected_at: Option<Timestamp>,
    /// Whether the promise at the top moves with it.
    pub critical: bool,
    /// The request that it is a part of.
    pub merged: Option<RequestId>,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
    /// When its chain last changed.
    pub changed_at: Timestamp,
    /// What it is about.
    pub subject: String,
}

const COLUMNS: &str = "r.id, r.number, r.root, r.parent, r.customer, r.provider, r.external, r.service, r.step, \
     r.priority, r.status, r.rests, r.is_open, r.awaited, r.asked_at, r.asked_by, r.opened_at, r.accepted_at, \
     r.done_at, r.due_at, r.kept, r.urgency, r.expected_at, r.critical, r.merged, r.revision, r.changed_at, t.subject";

fn read(row: &Row) -> Result<RequestRow, Error> {
    Ok(RequestRow {
        id: RequestId(row.id(0)?),
        number: row.int(1)?,
        root: RequestId(row.id(2)?),
        parent: row.maybe_id(3)?.map(RequestId),
        customer: PartyId(row.id(4)?),
        provider: PartyId(row.id(5)?),
        external: row.flag(6)?,
        service: row.maybe_id(7)?.map(ServiceId),
        step: row.maybe_id(8)?.map(StepId),
        priority: row.int(9)?,
        status: row.text(10)?,
        rests: row.maybe_text(11)?,
        is_open: row.flag(12)?,
        awaited: row.flag(13)?,
        asked_at: row.instant(14)?,
        asked_by: PartyId(row.id(15)?),
        opened_at: row.maybe_instant(16)?,
        accepted_at: row.maybe_instant(17)?,
        done_at: row.maybe_instant(18)?,
        due_at: row.maybe_instant(19)?,
        kept: row.maybe_int(20)?.map(|kept| kept != 0),
        urgency: row.int(21)?,
        expected_at: row.maybe_instant(22)?,
        critical: row.flag(23)?,
        merged: row.maybe_id(24)?.map(RequestId),
        revision: row.int(25)?,
        changed_at: row.instant(26)?,
        subject: row.maybe_text(27)?.unwrap_or_default(),
    })
}

/// The next number for people.
pub fn next_number(sql: &mut dyn Sql) -> Result<i64, Error> {
    sql.first("select coalesce(max(number), 0) + 1 from request", &[])?.map_or(Ok(1), |row| row.int(0))
}

/// Writes down what the events of a request say. Its subject stands elsewhere: see [`describe`].
pub fn save(tx: &mut Tx<'_>, row: &RequestRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into request (id, number, root, parent, customer, provider, external, service, step, priority, status, \
         rests, is_open, awaited, asked_at, asked_by, opened_at, accepted_at, done_at, due_at, kept, urgency, \
         expected_at, critical, merged, revision, changed_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26, $27) \
         on conflict (id) do update set provider = excluded.provider, priority = excluded.priority, \
         status = excluded.status, rests = excluded.rests, is_open = excluded.is_open, awaited = excluded.awaited, \
         opened_at = excluded.opened_at, accepted_at = excluded.accepted_at, done_at = excluded.done_at, \
         due_at = excluded.due_at, kept = excluded.kept, urgency = excluded.urgency, \
         expected_at = excluded.expected_at, critical = excluded.critical, merged = excluded.merged, \
         revision = excluded.revision, changed_at = excluded.changed_at",
        args![
            row.id,
            row.number,
            row.root,
            row.parent,
            row.customer,
            row.provider,
            row.external,
            row.service,
            row.step,
            row.priority,
            &row.status,
            row.rests.as_ref(),
            row.is_open,
            row.awaited,
            row.asked_at,
            row.asked_by,
            row.opened_at,
            row.accepted_at,
            row.done_at,
            row.due_at,
            row.kept,
            row.urgency,
            row.expected_at,
            row.critical,
            row.merged,
            row.revision,
            row.changed_at
        ],
    )?;
    Ok(())
}

/// Saves a request that this transaction read as `before`. Where no list moves it, the indexes of lists stay as they are:
/// most of what people do then writes to one place instead of six.
pub fn change(tx: &mut Tx<'_>, before: &RequestRow, row: &RequestRow) -> Result<(), Error> {
    let place = |row: &RequestRow| (row.provider, row.is_open, row.urgency, row.done_at, row.merged);
    if place(before) != place(row) {
        return save(tx, row);
    }
    tx.sql().execute(
        "update request set priority = $2, status = $3, rests = $4, awaited = $5, opened_at = $6, accepted_at = $7, \
         due_at = $8, kept = $9, expected_at = $10, critical = $11, revision = $12, changed_at = $13 where id = $1",
        args![
            row.id,
            row.priority,
            &row.status,
            row.rests.as_ref(),
            row.awaited,
            row.opened_at,
            row.accepted_at,
            row.due_at,
            row.kept,
            row.expected_at,
            row.critical,
            row.revision,
            row.changed_at
        ],
    )?;
    Ok(())
}

/// Says what a request is about.
pub fn describe(tx: &mut Tx<'_>, id: RequestId, subject: &str, details: &str) -> Result<(), Error> {
    tx.sql().execute(
        "insert into request_text (request, subject, details) values ($1, $2, $3) \
         on conflict (request) do update set subject = excluded.subject, details = excluded.details",
        args![id, subject, details],
    )?;
    Ok(())
}

/// What a request is about, at length.
pub fn details(sql: &mut dyn Sql, id: RequestId) -> Result<String, Error> {
    let row = sql.first("select details from request_text where request = $1", args![id])?;
    row.map_or(Ok(String::new()), |row| row.text(0))
}

/// A request by its id.
pub fn find(sql: &mut dyn Sql, id: RequestId) -> Result<Option<RequestRow>, Error> {
    let row = sql.first(
        &format!("select {COLUMNS} from request r left join request_text t on t.request = r.id where r.id = $1"),
        args![id],
    )?;
    row.as_ref().map(read).transpose()
}

/// A request by its number.
pub fn find_number(sql: &mut dyn Sql, number: i64) -> Result<Option<RequestRow>, Error> {
    let row = sql.first(
        &format!("select {COLUMNS} from request r left join request_text t on t.request = r.id where r.number = $1"),
        args![number],
    )?;
    row.as_ref().map(read).transpose()
}

/// All requests of a chain by their numbers.
pub fn of_chain(sql: &mut dyn Sql, root: RequestId) -> Result<Vec<RequestRow>, Error> {
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from request r left join request_text t on t.request = r.id where r.root = $1 order by r.number"
        ),
        args![root],
    )?;
    rows.iter().map(read).collect()
}

/// The requests that were joined to this one, by their numbers.
pub fn parts(sql: &mut dyn Sql, into: RequestId) -> Result<Vec<RequestRow>, Error> {
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from request r left join request_text t on t.request = r.id \
             where r.merged = $1 and r.parent is null order by r.number"
        ),
        args![into],
    )?;
    rows.iter().map(read).collect()
}

/// In which order a list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What has to begin first.
    #[default]
    Urgency,
    /// What was asked for last.
    Newest,
}

/// Where the next page of a list begins: after this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// Its urgency, or its number.
    pub key: i64,
    /// Its id.
    pub id: RequestId,
}

/// Which requests a list holds. Empty and absent fields choose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Asked of one of these.
    pub providers: Option<Vec<PartyId>>,
    /// Asked by one of these.
    pub customers: Option<Vec<PartyId>>,
    /// Open ones, or those that are over.
    pub is_open: Option<bool>,
    /// Roots, or hand-offs.
    pub roots: Option<bool>,
    /// In this state.
    pub status: Option<String>,
    /// Only those that somebody can do something about: offered or accepted.
    pub in_hand: bool,
    /// For this service, or a step of it.
    pub service: Option<ServiceId>,
    /// With this priority.
    pub priority: Option<i64>,
    /// With this tag.
    pub tag: Option<String>,
    /// In whose custom fields this stands.
    pub fields: Vec<FieldIs>,
    /// Whose due instant is at or before this one.
    pub due_before: Option<Timestamp>,
    /// Whose promise was broken (or kept).
    pub kept: Option<bool>,
    /// Asked for by paying customers, or by colleagues.
    pub external: Option<bool>,
    /// Not those that this person set aside until later than this instant.
    pub not_snoozed: Option<(PartyId, Timestamp)>,
    /// Not those between these and others than `mine`.
    pub hidden: Vec<PartyId>,
    /// Who may see what is hidden from others.
    pub mine: Vec<PartyId>,
}

/// What stands in a custom field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldIs {
    /// This option, `yes` or `no`.
    Chosen(Uuid, String),
    /// At least this measure.
    AtLeast(Uuid, i64),
    /// At most this measure.
    AtMost(Uuid, i64),
}

/// The condition that a request `r` is not hidden: it is between others than `hidden`, or one of `mine` takes part.
pub(crate) fn seen(args: &mut Vec<Value>, hidden: &[PartyId], mine: &[PartyId]) -> String {
    let (hidden, mine) = (places(args, hidden), places(args, mine));
    format!(
        "((r.provider not in ({hidden}) and r.customer not in ({hidden})) or r.customer in ({mine}) or r.provider in ({mine}))"
    )
}

/// A condition with its arguments.
#[derive(Default)]
struct Text {
    sql: String,
    args: Vec<Value>,
}

impl Text {
    fn arg(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    fn list(&mut self, ids: &[PartyId]) -> String {
        places(&mut self.args, ids)
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(if self.sql.is_empty() { " where " } else { " and " });
        self.sql.push_str(condition);
    }
}

impl Filter {
    fn text(&self) -> Text {
        let mut text = Text::default();
        for (column, parties) in [("provider", &self.providers), ("customer", &self.customers)] {
            if let Some(parties) = parties {
                let places = text.list(parties);
                text.and(&format!("r.{column} in ({places})"));
            }
        }
        if let Some(roots) = self.roots {
            text.and(if roots { "r.parent is null" } else { "r.parent is not null" });
        }
        let flags = [("is_open", self.is_open), ("kept", self.kept), ("external", self.external)];
        for (column, flag) in flags {
            if let Some(flag) = flag {
                let place = text.arg(flag);
                text.and(&format!("r.{column} = {place}"));
            }
        }
        if let Some(status) = &self.status {
            let place = text.arg(status);
            text.and(&format!("r.status = {place}"));
        }
        if self.in_hand {
            text.and("r.status in ('offered', 'accepted')");
        }
        if let Some(service) = self.service {
            let place = text.arg(service);
            text.and(&format!("r.service = {place}"));
        }
        if let Some(priority) = self.priority {
            let place = text.arg(priority);
            text.and(&format!("r.priority = {place}"));
        }
        if let Some(tag) = &self.tag {
            let place = text.arg(tag);
            text.and(&format!("exists (select 1 from tag g where g.name = {place} and g.request = r.id)"));
        }
        for is in &self.fields {
            let (field, condition) = match is {
                FieldIs::Chosen(field, option) => (field, format!("v.chosen = {}", text.arg(option))),
                FieldIs::AtLeast(field, measure) => (field, format!("v.measure >= {}", text.arg(*measure))),
                FieldIs::AtMost(field, measure) => (field, format!("v.measure <= {}", text.arg(*measure))),
            };
            let field = text.arg(*field);
            text.and(&format!(
                "exists (select 1 from field_value v where v.request = r.id and v.field = {field} and {condition})"
            ));
        }
        if let Some(due) = self.due_before {
            let place = text.arg(due);
            text.and(&format!("r.due_at <= {place}"));
        }
        if let Some((person, now)) = self.not_snoozed {
            let (person, now) = (text.arg(person), text.arg(now));
            text.and(&format!(
                "not exists (select 1 from snooze s where s.person = {person} and s.request = r.id and s.until_at > {now})"
            ));
        }
        if !self.hidden.is_empty() {
            let seen = seen(&mut text.args, &self.hidden, &self.mine);
            text.and(&seen);
        }
        text
    }
}

/// A page of requests.
pub fn list(
    sql: &mut dyn Sql,
    filter: &Filter,
    order: Order,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<RequestRow>, Error> {
    let mut text = filter.text();
    text.and("r.merged is null");
    let (key, sorted) = match order {
        Order::Urgency => ("(r.urgency, r.id) >", "r.urgency, r.id"),
        Order::Newest => ("(r.number) <", "r.number desc"),
    };
    if let Some(after) = after {
        let first = text.arg(after.key);
        let place = match order {
            Order::Urgency => format!("{first}, {}", text.arg(after.id)),
            Order::Newest => first,
        };
        text.and(&format!("{key} ({place})"));
    }
    let limit = text.arg(limit);
    let Text { sql: condition, args } = text;
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from request r left join request_text t on t.request = r.id{condition} \
             order by {sorted} limit {limit}"
        ),
        &args,
    )?;
    rows.iter().map(read).collect()
}

/// How many requests a filter chooses, counted up to `most`.
pub fn count(sql: &mut dyn Sql, filter: &Filter, most: i64) -> Result<i64, Error> {
    let mut text = filter.text();
    text.and("r.merged is null");
    let most = text.arg(most);
    let Text { sql: condition, args } = text;
    let row =
        sql.first(&format!("select count(*) from (select 1 from request r{condition} limit {most}) as chosen"), &args)?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// How many open requests wait for each of these providers, and how many of them should have begun before `now`.
pub fn waiting(sql: &mut dyn Sql, provider: PartyId, now: Timestamp) -> Result<(i64, i64), Error> {
    let row = sql.first(
        "select count(*), coalesce(sum(case when urgency < $2 then 1 else 0 end), 0) from request \
         where provider = $1 and is_open = 1 and merged is null and status <> 'planned'",
        args![provider, now],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// The chains that changed after an instant, by their roots; all of them without one.
pub fn roots(sql: &mut dyn Sql) -> Result<Vec<RequestId>, Error> {
    let rows = sql.query("select id from request where parent is null order by number", &[])?;
    rows.iter().map(|row| row.id(0).map(RequestId)).collect()
}

/// Some requests by their ids, in no particular order.
pub fn find_all(sql: &mut dyn Sql, ids: &[Uuid]) -> Result<Vec<RequestRow>, Error> {
    let mut found = Vec::new();
    for &id in ids {
        found.extend(find(sql, RequestId(id))?);
    }
    Ok(found)
}

/// Puts a tag on a request.
pub fn tag(tx: &mut Tx<'_>, id: RequestId, name: &str) -> Result<(), Error> {
    tx.sql().execute("insert into tag (request, name) values ($1, $2) on conflict do nothing", args![id, name])?;
    Ok(())
}

/// Takes a tag off a request.
pub fn untag(tx: &mut Tx<'_>, id: RequestId, name: &str) -> Result<(), Error> {
    tx.sql().execute("delete from tag where request = $1 and name = $2", args![id, name])?;
    Ok(())
}

/// The tags of a request, by name.
pub fn tags(sql: &mut dyn Sql, id: RequestId) -> Result<Vec<String>, Error> {
    let rows = sql.query("select name from tag where request = $1 order by name", args![id])?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// All tags with how often each is used, the most used first.
pub fn all_tags(sql: &mut dyn Sql) -> Result<Vec<(String, i64)>, Error> {
    let rows = sql.query("select name, count(*) from tag group by name order by 2 desc, 1 limit 200", &[])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

/// Up to `limit` roots after one, by their ids.
pub fn roots_after(sql: &mut dyn Sql, after: RequestId, limit: i64) -> Result<Vec<RequestId>, Error> {
    let rows =
        sql.query("select id from request where parent is null and id > $1 order by id limit $2", args![after, limit])?;
    rows.iter().map(|row| row.id(0).map(RequestId)).collect()
}

/// Chains of a service that were done, the last first: each root with what was done for it.
pub fn past(sql: &mut dyn Sql, service: ServiceId, limit: i64) -> Result<Vec<RequestRow>, Error> {
    let rows = sql.query(
        &format!(
            "select {COLUMNS} from (select id, done_at from request where service = $1 and step is null \
             and done_at is not null order by done_at desc, id limit $2) c \
             join request r on r.root = c.id left join request_text t on t.request = r.id \
             order by c.done_at desc, c.id, r.number"
        ),
        args![service, limit],
    )?;
    rows.iter().map(read).collect()
}
