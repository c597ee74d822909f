//! What customers let know without being asked: public reviews, what they said to somebody, what they did next; and which
//! team looks after them. Words, where they stood and under which address are in a table that erasing a person rewrites.

use catena_domain::id::{AskId, PartyId, RequestId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::feedback::After;
use crate::requests::seen;
use crate::sql::Sql;
use crate::value::{Row, Value};
use crate::writer::Tx;

/// A public review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// Its id.
    pub id: Uuid,
    /// Whose it is, if that is known.
    pub customer: Option<PartyId>,
    /// What it is about, if that is known.
    pub request: Option<RequestId>,
    /// Where it stands.
    pub source: String,
    /// How many stars, from 1 to 5.
    pub stars: Option<i64>,
    /// What it says.
    pub words: String,
    /// Its address.
    pub link: String,
    /// Whether they are known to have bought what they write about.
    pub verified: bool,
    /// Whether they got something for it.
    pub incentive: bool,
    /// When it was written.
    pub at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PartyId,
    /// When.
    pub recorded_at: Timestamp,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
}

/// What a customer said to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardRow {
    /// Its id.
    pub id: Uuid,
    /// Who said it.
    pub customer: PartyId,
    /// What it is about, if it is about a request.
    pub request: Option<RequestId>,
    /// To whom.
    pub heard_by: PartyId,
    /// What was said.
    pub words: String,
    /// How it felt, from −2 to 2.
    pub feeling: Option<i64>,
    /// When it was said.
    pub at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PartyId,
    /// When.
    pub recorded_at: Timestamp,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
}

/// What a customer did next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeRow {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub customer: PartyId,
    /// After which answer, if it was after one.
    pub ask: Option<AskId>,
    /// What, in one word.
    pub what: String,
    /// When.
    pub at: Timestamp,
    /// Who recorded it.
    pub recorded_by: PartyId,
    /// When that was.
    pub recorded_at: Timestamp,
    /// Two people who saw the same number saw the same.
    pub revision: i64,
}

/// Words that stand beside a review or a conversation: the question is none.
struct Said<'a> {
    item: Uuid,
    customer: Option<PartyId>,
    author: PartyId,
    request: Option<RequestId>,
    words: &'a str,
    source: &'a str,
    link: &'a str,
}

impl Said<'_> {
    fn keep(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.sql().execute(
            "insert into feedback_words (item, question, customer, author, request, words, source, link) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![self.item, Uuid::nil(), self.customer, self.author, self.request, self.words, self.source, self.link],
        )?;
        Ok(())
    }
}

/// Keeps a public review.
pub fn add_review(tx: &mut Tx<'_>, row: &ReviewRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into review (id, customer, request, stars, verified, incentive, at, recorded_by, recorded_at, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            row.id,
            row.customer,
            row.request,
            row.stars,
            row.verified,
            row.incentive,
            row.at,
            row.recorded_by,
            row.recorded_at,
            row.revision
        ],
    )?;
    let (item, customer, request, author) =
        (row.id, row.customer, row.request, row.customer.unwrap_or(PartyId::CATENA));
    Said { item, customer, author, request, words: &row.words, source: &row.source, link: &row.link }.keep(tx)
}

/// Keeps what a customer said to somebody.
pub fn add_heard(tx: &mut Tx<'_>, row: &HeardRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into heard (id, customer, request, heard_by, feeling, at, recorded_by, recorded_at, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            row.id,
            row.customer,
            row.request,
            row.heard_by,
            row.feeling,
            row.at,
            row.recorded_by,
            row.recorded_at,
            row.revision
        ],
    )?;
    let (item, customer, request, author) = (row.id, Some(row.customer), row.request, row.recorded_by);
    Said { item, customer, author, request, words: &row.words, source: "", link: "" }.keep(tx)
}

/// Keeps what a customer did next.
pub fn add_outcome(tx: &mut Tx<'_>, row: &OutcomeRow) -> Result<(), Error> {
    tx.sql().execute(
        "insert into outcome (id, customer, ask, what, at, recorded_by, recorded_at, revision) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![row.id, row.customer, row.ask, &row.what, row.at, row.recorded_by, row.recorded_at, row.revision],
    )?;
    Ok(())
}

/// Corrects a public review: what it said before is gone.
pub fn change_review(tx: &mut Tx<'_>, row: &ReviewRow) -> Result<(), Error> {
    remove_review(tx, row.id)?;
    add_review(tx, row)
}

/// Corrects what a customer said: what was written of it before is gone.
pub fn change_heard(tx: &mut Tx<'_>, row: &HeardRow) -> Result<(), Error> {
    remove_heard(tx, row.id)?;
    add_heard(tx, row)
}

/// Corrects what a customer did next.
pub fn change_outcome(tx: &mut Tx<'_>, row: &OutcomeRow) -> Result<(), Error> {
    remove_outcome(tx, row.id)?;
    add_outcome(tx, row)
}

/// Removes a public review with its words.
pub fn remove_review(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    tx.sql().execute("delete from feedback_words where item = $1", args![id])?;
    tx.sql().execute("delete from review where id = $1", args![id])?;
    Ok(())
}

/// Removes what a customer said to somebody, with its words.
pub fn remove_heard(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    tx.sql().execute("delete from feedback_words where item = $1", args![id])?;
    tx.sql().execute("delete from heard where id = $1", args![id])?;
    Ok(())
}

/// Removes what a customer did next.
pub fn remove_outcome(tx: &mut Tx<'_>, id: Uuid) -> Result<(), Error> {
    tx.sql().execute("delete from outcome where id = $1", args![id])?;
    Ok(())
}

/// Which items a list holds. Absent fields choose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// This one.
    pub id: Option<Uuid>,
    /// Of this customer.
    pub customer: Option<PartyId>,
    /// Written, said or done at this instant or later.
    pub since: Option<Timestamp>,
    /// Written, said or done before this instant.
    pub until: Option<Timestamp>,
    /// Not about what stands between these and others than `mine`.
    pub hidden: Vec<PartyId>,
    /// Who may see what is hidden from others.
    pub mine: Vec<PartyId>,
}

impl Filter {
    /// The end of a statement about items that are called `i`.
    fn text(&self, after: Option<After>, limit: i64, args: &mut Vec<Value>) -> String {
        let mut conditions = Vec::new();
        for (column, value) in [("id", self.id.map(Value::from)), ("customer", self.customer.map(Value::from))] {
            if let Some(value) = value {
                args.push(value);
                conditions.push(format!("i.{column} = ${}", args.len()));
            }
        }
        for (comparison, at) in [(">=", self.since), ("<", self.until)] {
            if let Some(at) = at {
                args.push(at.into());
                conditions.push(format!("i.at {comparison} ${}", args.len()));
            }
        }
        if !self.hidden.is_empty() {
            let seen = seen(args, &self.hidden, &self.mine);
            conditions.push(format!(
                "(i.request is null or exists (select 1 from request r where r.id = i.request and {seen}))"
            ));
        }
        if let Some(after) = after {
            args.push(after.at.into());
            args.push(after.id.into());
            conditions.push(format!("(i.at, i.id) < (${}, ${})", args.len() - 1, args.len()));
        }
        args.push(limit.into());
        let chosen = if conditions.is_empty() { String::new() } else { format!("where {} ", conditions.join(" and ")) };
        format!("{chosen}order by i.at desc, i.id desc limit ${}", args.len())
    }
}

/// Up to `limit` public reviews, the newest first.
pub fn reviews(sql: &mut dyn Sql, filter: &Filter, after: Option<After>, limit: i64) -> Result<Vec<ReviewRow>, Error> {
    let mut args = Vec::new();
    let end = filter.text(after, limit, &mut args);
    let text = format!(
        "select i.id, i.customer, i.request, w.source, i.stars, w.words, w.link, i.verified, i.incentive, i.at, \
         i.recorded_by, i.recorded_at, i.revision from review i left join feedback_words w on w.item = i.id {end}"
    );
    let read = |row: &Row| {
        Ok(ReviewRow {
            id: row.id(0)?,
            customer: row.maybe_id(1)?.map(PartyId),
            request: row.maybe_id(2)?.map(RequestId),
            source: row.maybe_text(3)?.unwrap_or_default(),
            stars: row.maybe_int(4)?,
            words: row.maybe_text(5)?.unwrap_or_default(),
            link: row.maybe_text(6)?.unwrap_or_default(),
            verified: row.flag(7)?,
            incentive: row.flag(8)?,
            at: row.instant(9)?,
            recorded_by: PartyId(row.id(10)?),
            recorded_at: row.instant(11)?,
            revision: row.int(12)?,
        })
    };
    sql.query(&text, &args)?.iter().map(read).collect()
}

/// Up to `limit` things that customers said, the newest first.
pub fn heard(sql: &mut dyn Sql, filter: &Filter, after: Option<After>, limit: i64) -> Result<Vec<HeardRow>, Error> {
    let mut args = Vec::new();
    let end = filter.text(after, limit, &mut args);
    let text = format!(
        "select i.id, i.customer, i.request, i.heard_by, w.words, i.feeling, i.at, i.recorded_by, i.recorded_at, \
         i.revision from heard i left join feedback_words w on w.item = i.id {end}"
    );
    let read = |row: &Row| {
        Ok(HeardRow {
            id: row.id(0)?,
            customer: PartyId(row.id(1)?),
            request: row.maybe_id(2)?.map(RequestId),
            heard_by: PartyId(row.id(3)?),
            words: row.maybe_text(4)?.unwrap_or_default(),
            feeling: row.maybe_int(5)?,
            at: row.instant(6)?,
            recorded_by: PartyId(row.id(7)?),
            recorded_at: row.instant(8)?,
            revision: row.int(9)?,
        })
    };
    sql.query(&text, &args)?.iter().map(read).collect()
}

/// A public review by its id.
pub fn find_review(sql: &mut dyn Sql, id: Uuid) -> Result<Option<ReviewRow>, Error> {
    Ok(reviews(sql, &Filter { id: Some(id), ..Filter::default() }, None, 1)?.pop())
}

/// What a customer said, by its id.
pub fn find_heard(sql: &mut dyn Sql, id: Uuid) -> Result<Option<HeardRow>, Error> {
    Ok(heard(sql, &Filter { id: Some(id), ..Filter::default() }, None, 1)?.pop())
}

/// What a customer did next, by its id.
pub fn find_outcome(sql: &mut dyn Sql, id: Uuid) -> Result<Option<OutcomeRow>, Error> {
    Ok(outcomes(sql, &Filter { id: Some(id), ..Filter::default() }, None, 1)?.pop())
}

const OUTCOME: &str = "i.id, i.customer, i.ask, i.what, i.at, i.recorded_by, i.recorded_at, i.revision";

fn read_outcome(row: &Row) -> Result<OutcomeRow, Error> {
    Ok(OutcomeRow {
        id: row.id(0)?,
        customer: PartyId(row.id(1)?),
        ask: row.maybe_id(2)?.map(AskId),
        what: row.text(3)?,
        at: row.instant(4)?,
        recorded_by: PartyId(row.id(5)?),
        recorded_at: row.instant(6)?,
        revision: row.int(7)?,
    })
}

/// Up to `limit` things that customers did next, the last first. What followed an answer is hidden with the request that
/// the answer is about.
pub fn outcomes(
    sql: &mut dyn Sql,
    filter: &Filter,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<OutcomeRow>, Error> {
    let mut args = Vec::new();
    let end = filter.text(after, limit, &mut args);
    let text = format!(
        "select {OUTCOME} from (select o.*, a.request from outcome o left join survey_ask a on a.id = o.ask) i {end}"
    );
    sql.query(&text, &args)?.iter().map(read_outcome).collect()
}

/// What the customer did after an answer, as it was last recorded.
pub fn outcome_after(sql: &mut dyn Sql, ask: AskId) -> Result<Option<OutcomeRow>, Error> {
    let text =
        format!("select {OUTCOME} from outcome i where i.ask = $1 order by i.recorded_at desc, i.id desc limit 1");
    sql.first(&text, args![ask])?.as_ref().map(read_outcome).transpose()
}

/// Has a team look after a customer; without one, nobody does.
pub fn set_owner(tx: &mut Tx<'_>, customer: PartyId, team: Option<PartyId>) -> Result<(), Error> {
    match team {
        Some(team) => tx.sql().execute(
            "insert into customer_owner (customer, team) values ($1, $2) \
             on conflict (customer) do update set team = excluded.team",
            args![customer, team],
        )?,
        None => tx.sql().execute("delete from customer_owner where customer = $1", args![customer])?,
    };
    Ok(())
}

/// The team that looks after a customer.
pub fn owner(sql: &mut dyn Sql, customer: PartyId) -> Result<Option<PartyId>, Error> {
    let row = sql.first("select team from customer_owner where customer = $1", args![customer])?;
    row.map(|row| row.id(0).map(PartyId)).transpose()
}
