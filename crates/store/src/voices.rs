//! All that customers and colleagues said, for figures: each kind in one pass over all rows, however many there are.
//! Words are not among it, nor is who did a hand-off.

use catena_domain::feedback::when::Link;
use catena_domain::id::{AskId, PartyId, RequestId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::Error;
use crate::feedback::{self, AskRow};
use crate::ratings::{self, AnswerRow, RatingRow};
use crate::sql::Sql;

/// That a customer was asked, with what figures need of its surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedRow {
    /// What they were asked.
    pub ask: AskRow,
    /// What the survey is about, in one word.
    pub purpose: String,
    /// The number of the root, if it is about one.
    pub number: Option<i64>,
}

/// A value that a customer gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRow {
    /// Asked when.
    pub ask: AskId,
    /// To which question.
    pub question: Uuid,
    /// On which scale, in one word.
    pub scale: String,
    /// How much.
    pub value: i64,
}

/// A hand-off that somebody was asked about, with what its customer answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedRow {
    /// Its reception.
    pub rating: RatingRow,
    /// The root of its chain.
    pub root: RequestId,
    /// The number of the root.
    pub number: i64,
    /// What its customer answered.
    pub answer: Option<AnswerRow>,
    /// Whether both sides answered.
    pub both: bool,
}

/// The stars of a public review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StarsRow {
    /// How many, from 1 to 5.
    pub stars: i64,
    /// What it is about, if that is known.
    pub request: Option<RequestId>,
    /// When it was written.
    pub at: Timestamp,
}

/// How something felt to a customer who told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeltRow {
    /// From −2 to 2.
    pub feeling: i64,
    /// What it is about, if it is about a request.
    pub request: Option<RequestId>,
    /// When it was told.
    pub at: Timestamp,
}

/// What customers were asked and may have answered, in the order of asking; not what is no longer asked.
pub fn asked(sql: &mut dyn Sql) -> Result<Vec<AskedRow>, Error> {
    let text = format!(
        "select {}, s.purpose, r.number from survey_ask a join survey s on s.id = a.survey \
         left join request r on r.id = a.request where a.state <> 'withdrawn' order by a.asked_at, a.id",
        feedback::COLUMNS
    );
    let mut found = Vec::new();
    sql.each(&text, &[], &mut |row| {
        found.push(AskedRow { ask: feedback::read(&row)?, purpose: row.text(15)?, number: row.maybe_int(16)? });
        Ok(())
    })?;
    Ok(found)
}

/// The values that customers gave, those of one question to one customer side by side.
pub fn values(sql: &mut dyn Sql) -> Result<Vec<ValueRow>, Error> {
    let text = "select ask, question, scale, value from survey_answer where value is not null order by ask, question";
    let mut found = Vec::new();
    sql.each(text, &[], &mut |row| {
        let (scale, value) = (row.text(2)?, row.int(3)?);
        found.push(ValueRow { ask: AskId(row.id(0)?), question: row.id(1)?, scale, value });
        Ok(())
    })?;
    Ok(found)
}

/// The chains behind what customers answered, as they were when they were asked; those of one chain side by side, in
/// its order.
pub fn links(sql: &mut dyn Sql) -> Result<Vec<(AskId, Link)>, Error> {
    let text = "select l.ask, l.request, l.provider, l.kept from survey_link l join survey_ask a on a.id = l.ask \
                where a.state = 'answered' order by l.ask, l.place";
    let mut found = Vec::new();
    sql.each(text, &[], &mut |row| {
        let kept = row.maybe_int(3)?.map(|kept| kept != 0);
        let link = Link { request: RequestId(row.id(1)?), provider: PartyId(row.id(2)?), kept };
        found.push((AskId(row.id(0)?), link));
        Ok(())
    })?;
    Ok(found)
}

/// The hand-offs that somebody was asked about, in the order of asking; what was taken back only if it was answered.
pub fn rated(sql: &mut dyn Sql) -> Result<Vec<RatedRow>, Error> {
    let columns = ratings::COLUMNS.split(", ").map(|name| format!("r.{name}")).collect::<Vec<_>>().join(", ");
    let text = format!(
        "select {columns}, q.root, t.number, a.side, a.complete, a.ease, a.reason, a.lost_minutes, a.at, \
         case when p.rating is null or a.rating is null then 0 else 1 end from rating r \
         join request q on q.id = r.request join request t on t.id = q.root \
         left join rating_answer a on a.rating = r.id and a.side = 'customer' \
         left join rating_answer p on p.rating = r.id and p.side = 'provider' \
         where r.asked = 1 and (r.taken_back = 0 or a.rating is not null) order by r.asked_at, r.id"
    );
    let mut found = Vec::new();
    sql.each(&text, &[], &mut |row| {
        found.push(RatedRow {
            rating: ratings::read(&row)?,
            root: RequestId(row.id(14)?),
            number: row.int(15)?,
            answer: row.maybe_text(16)?.map(|_| ratings::read_answer(&row, 16)).transpose()?,
            both: row.flag(22)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// The stars of public reviews, the oldest first.
pub fn stars(sql: &mut dyn Sql) -> Result<Vec<StarsRow>, Error> {
    let rows = sql.query("select stars, request, at from review where stars is not null order by at, id", &[])?;
    rows.iter()
        .map(|row| Ok(StarsRow { stars: row.int(0)?, request: row.maybe_id(1)?.map(RequestId), at: row.instant(2)? }))
        .collect()
}

/// How it felt what customers told, the oldest first.
pub fn felt(sql: &mut dyn Sql) -> Result<Vec<FeltRow>, Error> {
    let rows = sql.query("select feeling, request, at from heard where feeling is not null order by at, id", &[])?;
    rows.iter()
        .map(|row| Ok(FeltRow { feeling: row.int(0)?, request: row.maybe_id(1)?.map(RequestId), at: row.instant(2)? }))
        .collect()
}
