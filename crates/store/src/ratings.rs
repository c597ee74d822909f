//! Questions to colleagues about hand-offs, and what they answered. A reception is kept whether or not it was asked about,
//! with the chance that it had: figures need to know both. Nobody writes free words here, so nothing has to be rewritten
//! when somebody is erased.

use catena_domain::id::{ActId, PartyId, RequestId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::value::{Row, Value};
use crate::writer::Tx;

/// A reception of a hand-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingRow {
    /// Its id.
    pub id: Uuid,
    /// The hand-off.
    pub request: RequestId,
    /// When it had been done: work that is reopened and done again is another one.
    pub done_at: Timestamp,
    /// Who relied on it, a team or a person.
    pub customer: PartyId,
    /// Who was asked for it.
    pub provider: PartyId,
    /// The person who received it.
    pub rater: PartyId,
    /// The person who did it, if it was one.
    pub doer: Option<PartyId>,
    /// Whether the question comes to the doer by itself.
    pub prompted: bool,
    /// Why it may be asked about, in one word.
    pub occasion: String,
    /// How likely it was to be asked about, in millionths.
    pub chance: i64,
    /// Whether it is.
    pub asked: bool,
    /// When it was received for the first time.
    pub asked_at: Timestamp,
    /// The act with which it was received last.
    pub act: ActId,
    /// Whether that act was taken back.
    pub taken_back: bool,
}

/// What one side answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// `customer` or `provider`.
    pub side: String,
    /// Whether it was complete and right, or complete and clear.
    pub complete: bool,
    /// From 1 to 5.
    pub ease: Option<i64>,
    /// What was amiss, in one word.
    pub reason: Option<String>,
    /// Minutes.
    pub lost_minutes: Option<i64>,
    /// When it was answered.
    pub at: Timestamp,
}

pub(crate) const COLUMNS: &str = "id, request, done_at, customer, provider, rater, doer, prompted, occasion, chance, asked, \
     asked_at, act, taken_back";

pub(crate) fn read(row: &Row) -> Result<RatingRow, Error> {
    Ok(RatingRow {
        id: row.id(0)?,
        request: RequestId(row.id(1)?),
        done_at: row.instant(2)?,
        customer: PartyId(row.id(3)?),
        provider: PartyId(row.id(4)?),
        rater: PartyId(row.id(5)?),
        doer: row.maybe_id(6)?.map(PartyId),
        prompted: row.flag(7)?,
        occasion: row.text(8)?,
        chance: row.int(9)?,
        asked: row.flag(10)?,
        asked_at: row.instant(11)?,
        act: ActId(row.id(12)?),
        taken_back: row.flag(13)?,
    })
}

fn read_all(sql: &mut dyn Sql, text: &str, args: &[Value]) -> Result<Vec<RatingRow>, Error> {
    sql.query(text, args)?.iter().map(read).collect()
}

/// Keeps a reception.
pub fn add(tx: &mut Tx<'_>, row: &RatingRow) -> Result<(), Error> {
    tx.sql().execute(
        &format!("insert into rating ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"),
        args![
            row.id,
            row.request,
            row.done_at,
            row.customer,
            row.provider,
            row.rater,
            row.doer,
            row.prompted,
            &row.occasion,
            row.chance,
            row.asked,
            row.asked_at,
            row.act,
            row.taken_back
        ],
    )?;
    Ok(())
}

/// A reception by its id.
pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<RatingRow>, Error> {
    let row = sql.first(&format!("select {COLUMNS} from rating where id = $1"), args![id])?;
    row.as_ref().map(read).transpose()
}

/// The receptions of a hand-off, the last first.
pub fn of_request(sql: &mut dyn Sql, request: RequestId) -> Result<Vec<RatingRow>, Error> {
    read_all(sql, &format!("select {COLUMNS} from rating where request = $1 order by done_at desc"), args![request])
}

/// What somebody received from one instant until just before another, in order: why it may be asked about, and whether it
/// is.
pub fn received_by(
    sql: &mut dyn Sql,
    rater: PartyId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(String, bool)>, Error> {
    let rows = sql.query(
        "select occasion, asked from rating where rater = $1 and asked_at >= $2 and asked_at < $3 order by asked_at, id",
        args![rater, from, to],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?, row.flag(1)?))).collect()
}

/// How often a question came to somebody about what they did, from one instant until just before another.
pub fn prompted(sql: &mut dyn Sql, doer: PartyId, from: Timestamp, to: Timestamp) -> Result<i64, Error> {
    let row = sql.first(
        "select count(*) from rating where doer = $1 and asked_at >= $2 and asked_at < $3 and asked = 1 and prompted = 1",
        args![doer, from, to],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// What was asked about something that somebody received or did, the last first.
pub fn of_person(sql: &mut dyn Sql, person: PartyId, limit: i64) -> Result<Vec<RatingRow>, Error> {
    read_all(
        sql,
        &format!(
            "select {COLUMNS} from rating where (rater = $1 or doer = $1) and asked = 1 and taken_back = 0 \
             order by asked_at desc, id limit $2"
        ),
        args![person, limit],
    )
}

/// What was asked after an instant and waits for somebody's answer, unless they put it off until later than `now`: first
/// what they received, then what they did, each with its side.
pub fn waiting(
    sql: &mut dyn Sql,
    person: PartyId,
    since: Timestamp,
    now: Timestamp,
) -> Result<Vec<(RatingRow, &'static str)>, Error> {
    let mut found = Vec::new();
    for (side, whose) in [
        ("customer", "rater = $1 and coalesce(rater_later, 0) <= $3"),
        ("provider", "doer = $1 and prompted = 1 and coalesce(doer_later, 0) <= $3"),
    ] {
        let text = format!(
            "select {COLUMNS} from rating where {whose} and asked_at > $2 and asked = 1 and taken_back = 0 \
             and not exists (select 1 from rating_answer a where a.rating = rating.id and a.side = $4) \
             order by asked_at desc, id"
        );
        found.extend(read_all(sql, &text, args![person, since, now, side])?.into_iter().map(|row| (row, side)));
    }
    Ok(found)
}

/// Puts a question to one side off until an instant.
pub fn put_off(tx: &mut Tx<'_>, id: Uuid, side: &str, until: Timestamp) -> Result<(), Error> {
    let column = if side == "customer" { "rater_later" } else { "doer_later" };
    tx.sql().execute(&format!("update rating set {column} = $2 where id = $1"), args![id, until])?;
    Ok(())
}

/// Takes back what was received with an act: nobody is asked about it until it is received again.
pub fn take_back(tx: &mut Tx<'_>, act: ActId) -> Result<(), Error> {
    tx.sql().execute("update rating set taken_back = 1 where act = $1", args![act])?;
    Ok(())
}

/// It was received again, with another act: what was drawn stands.
pub fn bring_back(tx: &mut Tx<'_>, id: Uuid, act: ActId) -> Result<(), Error> {
    tx.sql().execute("update rating set taken_back = 0, act = $2 where id = $1", args![id, act])?;
    Ok(())
}

/// Keeps what a side answered; false if it did before, and nothing is changed.
pub fn answer(tx: &mut Tx<'_>, rating: Uuid, row: &AnswerRow) -> Result<bool, Error> {
    let kept = tx.sql().execute(
        "insert into rating_answer (rating, side, complete, ease, reason, lost_minutes, at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (rating, side) do nothing",
        args![rating, &row.side, row.complete, row.ease, row.reason.as_ref(), row.lost_minutes, row.at],
    )?;
    Ok(kept > 0)
}

/// What the sides answered.
pub fn answers(sql: &mut dyn Sql, rating: Uuid) -> Result<Vec<AnswerRow>, Error> {
    let rows = sql.query(
        "select side, complete, ease, reason, lost_minutes, at from rating_answer where rating = $1 order by side",
        args![rating],
    )?;
    rows.iter().map(|row| read_answer(row, 0)).collect()
}

pub(crate) fn read_answer(row: &Row, first: usize) -> Result<AnswerRow, Error> {
    Ok(AnswerRow {
        side: row.text(first)?,
        complete: row.flag(first + 1)?,
        ease: row.maybe_int(first + 2)?,
        reason: row.maybe_text(first + 3)?,
        lost_minutes: row.maybe_int(first + 4)?,
        at: row.instant(first + 5)?,
    })
}

/// What was asked since an instant about something that one of these was asked for, or relied on: each question with
/// what its customer answered, and whether both sides did.
pub fn between(
    sql: &mut dyn Sql,
    side: &str,
    parties: &[PartyId],
    since: Timestamp,
) -> Result<Vec<(RatingRow, Option<AnswerRow>, bool)>, Error> {
    let column = if side == "customer" { "customer" } else { "provider" };
    let text = format!(
        "{} where r.{column} = $1 and r.asked_at > $2 and r.asked = 1 \
         and (r.taken_back = 0 or a.rating is not null) order by r.asked_at, r.id",
        with_answers()
    );
    let mut found = Vec::new();
    for party in parties {
        for row in sql.query(&text, args![*party, since])? {
            found.push(read_with_answers(&row)?);
        }
    }
    Ok(found)
}

/// Up to `limit` of all that was asked until just before an instant, the first first, after the instant and the id of one:
/// each question with what its customer answered, and whether both sides did.
pub fn all_before(
    sql: &mut dyn Sql,
    until: Timestamp,
    after: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<(RatingRow, Option<AnswerRow>, bool)>, Error> {
    let (at, id) = after.unwrap_or((Timestamp::MIN, Uuid::nil()));
    let text = format!(
        "{} where r.asked = 1 and r.asked_at < $1 and (r.asked_at, r.id) > ($2, $3) \
         and (r.taken_back = 0 or a.rating is not null) order by r.asked_at, r.id limit $4",
        with_answers()
    );
    sql.query(&text, args![until, at, id, limit])?.iter().map(read_with_answers).collect()
}

/// Questions with what their customers answered, and whether both sides did.
fn with_answers() -> String {
    let columns = COLUMNS.split(", ").map(|name| format!("r.{name}")).collect::<Vec<_>>().join(", ");
    format!(
        "select {columns}, a.side, a.complete, a.ease, a.reason, a.lost_minutes, a.at, \
         case when p.rating is null or a.rating is null then 0 else 1 end from rating r \
         left join rating_answer a on a.rating = r.id and a.side = 'customer' \
         left join rating_answer p on p.rating = r.id and p.side = 'provider'"
    )
}

fn read_with_answers(row: &Row) -> Result<(RatingRow, Option<AnswerRow>, bool), Error> {
    let answer = row.maybe_text(14)?.map(|_| read_answer(row, 14)).transpose()?;
    Ok((read(row)?, answer, row.flag(20)?))
}
