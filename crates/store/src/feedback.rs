//! That customers were asked, and what they answered.
//!
//! What somebody chose or measured stands apart from what they wrote: their words are in a table of their own, which
//! erasing a person rewrites. Each question that was asked keeps the version of the survey and the chain as it was then.

use catena_domain::feedback::when::{Before, Link};
use catena_domain::feedback::{Answer, Ces, Csat, Nps, Scale};
use catena_domain::id::{ActId, AskId, PartyId, RequestId, ServiceId, SurveyId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::requests::seen;
use crate::sql::Sql;
use crate::value::{Row, Value, places};
use crate::writer::Tx;

/// That a customer was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskRow {
    /// Its id, which is no secret.
    pub id: AskId,
    /// By which survey.
    pub survey: SurveyId,
    /// In which version.
    pub version: i64,
    /// Who.
    pub customer: PartyId,
    /// About which root; none if it is about the organisation.
    pub request: Option<RequestId>,
    /// What was asked for there.
    pub service: Option<ServiceId>,
    /// Why, in one word.
    pub moment: String,
    /// Whether the promise was kept when they were asked.
    pub kept: Option<bool>,
    /// The act that caused it.
    pub act: ActId,
    /// `waiting`, `answered` or `withdrawn`.
    pub state: String,
    /// When they were asked.
    pub asked_at: Timestamp,
    /// Until when they can answer.
    pub expires_at: Timestamp,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// Whether they answered poorly.
    pub poor: Option<bool>,
    /// The request that was opened to ask what went wrong.
    pub follow_up: Option<RequestId>,
}

pub(crate) const COLUMNS: &str = "a.id, a.survey, a.version, a.customer, a.request, a.service, a.moment, a.kept, a.act, a.state, \
                       a.asked_at, a.expires_at, a.answered_at, a.poor, a.follow_up";

pub(crate) fn read(row: &Row) -> Result<AskRow, Error> {
    Ok(AskRow {
        id: AskId(row.id(0)?),
        survey: SurveyId(row.id(1)?),
        version: row.int(2)?,
        customer: PartyId(row.id(3)?),
        request: row.maybe_id(4)?.map(RequestId),
        service: row.maybe_id(5)?.map(ServiceId),
        moment: row.text(6)?,
        kept: row.maybe_int(7)?.map(|kept| kept != 0),
        act: ActId(row.id(8)?),
        state: row.text(9)?,
        asked_at: row.instant(10)?,
        expires_at: row.instant(11)?,
        answered_at: row.maybe_instant(12)?,
        poor: row.maybe_int(13)?.map(|poor| poor != 0),
        follow_up: row.maybe_id(14)?.map(RequestId),
    })
}

/// Writes down that a customer is asked, with the chain as it is; `key` is the hash of what opens their private link.
pub fn ask(tx: &mut Tx<'_>, row: &AskRow, key: &[u8], links: &[Link]) -> Result<(), Error> {
    tx.sql().execute(
        "insert into survey_ask (id, key, survey, version, customer, request, service, moment, kept, act, state, \
         asked_at, expires_at, answered_at, poor, follow_up, sorted_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        args![
            row.id,
            key,
            row.survey,
            row.version,
            row.customer,
            row.request,
            row.service,
            &row.moment,
            row.kept,
            row.act,
            &row.state,
            row.asked_at,
            row.expires_at,
            row.answered_at,
            row.poor,
            row.follow_up,
            row.answered_at.unwrap_or(row.asked_at)
        ],
    )?;
    for (link, place) in links.iter().zip(0_i64..) {
        tx.sql().execute(
            "insert into survey_link (ask, place, request, provider, kept) values ($1, $2, $3, $4, $5)",
            args![row.id, place, link.request, link.provider, link.kept],
        )?;
    }
    Ok(())
}

/// What somebody was asked, by its id.
pub fn find(sql: &mut dyn Sql, id: AskId) -> Result<Option<AskRow>, Error> {
    sql.first(&format!("select {COLUMNS} from survey_ask a where a.id = $1"), args![id])?.as_ref().map(read).transpose()
}

/// What somebody was asked, by the hash of what opens their link.
pub fn find_key(sql: &mut dyn Sql, key: &[u8]) -> Result<Option<AskRow>, Error> {
    let text = format!("select {COLUMNS} from survey_ask a where a.key = $1");
    sql.first(&text, args![key])?.as_ref().map(read).transpose()
}

/// What the customer of a root was last asked about it, unless they no longer are.
pub fn about(sql: &mut dyn Sql, request: RequestId) -> Result<Option<AskRow>, Error> {
    let text = format!(
        "select {COLUMNS} from survey_ask a where a.request = $1 and a.state <> 'withdrawn' \
         order by a.asked_at desc, a.id desc limit 1"
    );
    sql.first(&text, args![request])?.as_ref().map(read).transpose()
}

/// When a customer was asked what, as far as it counts, since an instant.
pub fn before(sql: &mut dyn Sql, customer: PartyId, since: Timestamp) -> Result<Vec<Before>, Error> {
    let rows = sql.query(
        "select survey, asked_at from survey_ask where customer = $1 and state <> 'withdrawn' and asked_at >= $2 \
         order by asked_at, id",
        args![customer, since],
    )?;
    rows.iter().map(|row| Ok(Before { survey: SurveyId(row.id(0)?), at: row.instant(1)? })).collect()
}

/// The chain behind a promise as it was when its customer was asked.
pub fn links(sql: &mut dyn Sql, ask: AskId) -> Result<Vec<Link>, Error> {
    let rows =
        sql.query("select request, provider, kept from survey_link where ask = $1 order by place", args![ask])?;
    let read = |row: &Row| {
        Ok(Link {
            request: RequestId(row.id(0)?),
            provider: PartyId(row.id(1)?),
            kept: row.maybe_int(2)?.map(|kept| kept != 0),
        })
    };
    rows.iter().map(read).collect()
}

/// Has another key open the link of somebody who still may answer; false if nobody waits.
pub fn renew_key(tx: &mut Tx<'_>, id: AskId, key: &[u8]) -> Result<bool, Error> {
    let renew = "update survey_ask set key = $2 where id = $1 and state = 'waiting'";
    Ok(tx.sql().execute(renew, args![id, key])? > 0)
}

/// No longer asks what an act had caused, as far as nobody answered; `by` is the act that withdraws it. Says what that
/// was.
pub fn withdraw_act(tx: &mut Tx<'_>, act: ActId, by: ActId) -> Result<Vec<AskId>, Error> {
    withdraw(tx, "act", act.into(), by)
}

/// No longer asks about a root, as far as nobody answered; `by` is the act that withdraws it. Says what that was.
pub fn withdraw_about(tx: &mut Tx<'_>, request: RequestId, by: ActId) -> Result<Vec<AskId>, Error> {
    withdraw(tx, "request", request.into(), by)
}

fn withdraw(tx: &mut Tx<'_>, column: &str, value: Value, by: ActId) -> Result<Vec<AskId>, Error> {
    let find = format!("select id from survey_ask where {column} = $1 and state = 'waiting' order by id");
    let rows = tx.sql().query(&find, std::slice::from_ref(&value))?;
    let asks = rows.iter().map(|row| row.id(0).map(AskId)).collect::<Result<Vec<_>, _>>()?;
    let withdraw = format!(
        "update survey_ask set state = 'withdrawn', withdrawn_by = $2 where {column} = $1 and state = 'waiting'"
    );
    tx.sql().execute(&withdraw, &[value, by.into()])?;
    Ok(asks)
}

/// Asks again what an act had withdrawn; says what that was.
pub fn bring_back(tx: &mut Tx<'_>, act: ActId) -> Result<Vec<AskRow>, Error> {
    let find =
        format!("select {COLUMNS} from survey_ask a where a.withdrawn_by = $1 and a.state = 'withdrawn' order by a.id");
    let rows = tx.sql().query(&find, args![act])?;
    let asks = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    tx.sql().execute(
        "update survey_ask set state = 'waiting', withdrawn_by = null where withdrawn_by = $1 and state = 'withdrawn'",
        args![act],
    )?;
    Ok(asks.into_iter().map(|ask| AskRow { state: "waiting".to_owned(), ..ask }).collect())
}

/// Keeps what somebody answered, each question with its answer; false, and nothing is kept, if nobody waits for it any
/// more.
pub fn answer(
    tx: &mut Tx<'_>,
    ask: &AskRow,
    answers: &[(Uuid, Answer)],
    poor: bool,
    now: Timestamp,
) -> Result<bool, Error> {
    let settle = "update survey_ask set state = 'answered', answered_at = $2, sorted_at = $2, poor = $3 \
                  where id = $1 and state = 'waiting'";
    if tx.sql().execute(settle, args![ask.id, now, poor])? == 0 {
        return Ok(false);
    }
    keep_answers(tx, ask, answers)?;
    Ok(true)
}

/// Writes down answers to what was answered already, such as those that an import brings.
pub fn keep_answers(tx: &mut Tx<'_>, ask: &AskRow, answers: &[(Uuid, Answer)]) -> Result<(), Error> {
    for (question, answer) in answers {
        let chosen = match answer {
            Answer::Choice(one) => vec![one.to_string()],
            Answer::Choices(several) => several.iter().map(Uuid::to_string).collect(),
            _ => vec![String::new()],
        };
        for chosen in chosen {
            tx.sql().execute(
                "insert into survey_answer (ask, question, scale, value, chosen) values ($1, $2, $3, $4, $5)",
                args![ask.id, *question, answer.scale().word(), answer.value().map(i64::from), chosen],
            )?;
        }
        if let Answer::Text(words) = answer {
            tx.sql().execute(
                "insert into feedback_words (item, question, customer, author, request, words, source, link) \
                 values ($1, $2, $3, $3, $4, $5, '', '')",
                args![ask.id, *question, ask.customer, ask.request, words],
            )?;
        }
    }
    Ok(())
}

/// What somebody answered, by question; what they wrote is empty once it was erased.
pub fn answers(sql: &mut dyn Sql, ask: AskId) -> Result<Vec<(Uuid, Answer)>, Error> {
    let rows = sql.query(
        "select r.question, r.scale, r.value, r.chosen, w.words from survey_answer r \
         left join feedback_words w on w.item = r.ask and w.question = r.question \
         where r.ask = $1 order by r.question, r.chosen",
        args![ask],
    )?;
    let mut found: Vec<(Uuid, Answer)> = Vec::new();
    for row in &rows {
        let (question, scale, value) = (row.id(0)?, row.text(1)?, row.maybe_int(2)?.unwrap_or(-1));
        let wrong = || Error::Database(format!("an answer to {} is none of the scale \"{scale}\"", ask.0));
        let chosen = || Uuid::parse_str(&row.text(3)?).map_err(|_| wrong());
        if let (Some((last, Answer::Choices(several))), Some(Scale::Choices)) = (found.last_mut(), Scale::of(&scale))
            && *last == question
        {
            several.push(chosen()?);
            continue;
        }
        let answer = match Scale::of(&scale).ok_or_else(wrong)? {
            Scale::Nps => Answer::Nps(Nps::new(value).ok_or_else(wrong)?),
            Scale::Csat => Answer::Csat(Csat::new(value).ok_or_else(wrong)?),
            Scale::Ces => Answer::Ces(Ces::new(value).ok_or_else(wrong)?),
            Scale::Choice => Answer::Choice(chosen()?),
            Scale::Choices => Answer::Choices(vec![chosen()?]),
            Scale::Text => Answer::Text(row.maybe_text(4)?.unwrap_or_default()),
        };
        found.push((question, answer));
    }
    Ok(found)
}

/// Writes down which request was opened to ask what went wrong.
pub fn follow_up(tx: &mut Tx<'_>, ask: AskId, request: RequestId) -> Result<(), Error> {
    tx.sql().execute("update survey_ask set follow_up = $2 where id = $1", args![ask, request])?;
    Ok(())
}

/// Which questions a list holds. Absent fields choose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: String,
    /// Of this survey.
    pub survey: Option<SurveyId>,
    /// To this customer.
    pub customer: Option<PartyId>,
    /// About this root.
    pub request: Option<RequestId>,
    /// For this service.
    pub service: Option<ServiceId>,
    /// For this reason.
    pub moment: Option<String>,
    /// About promises that were kept (or broken).
    pub kept: Option<bool>,
    /// Answered poorly, or not.
    pub poor: Option<bool>,
    /// After which this request was opened.
    pub follow_up: Option<RequestId>,
    /// In whose chain one of these took part.
    pub providers: Option<Vec<PartyId>>,
    /// These alone; all, if there are none.
    pub asks: Vec<AskId>,
    /// Answered, or asked while it waits, at this instant or later.
    pub since: Option<Timestamp>,
    /// Answered, or asked while it waits, before this instant.
    pub until: Option<Timestamp>,
    /// Not about what stands between these and others than `mine`.
    pub hidden: Vec<PartyId>,
    /// Who may see what is hidden from others.
    pub mine: Vec<PartyId>,
}

/// Where the next page of a list begins: after this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// The microsecond at which it was answered, or asked while it waits.
    pub at: i64,
    /// Its id.
    pub id: Uuid,
}

impl Filter {
    fn text(&self, args: &mut Vec<Value>) -> String {
        let mut conditions = Vec::new();
        let equal: [(&str, Option<Value>); 9] = [
            ("state", Some((&self.state).into())),
            ("survey", self.survey.map(Value::from)),
            ("customer", self.customer.map(Value::from)),
            ("request", self.request.map(Value::from)),
            ("service", self.service.map(Value::from)),
            ("moment", self.moment.as_ref().map(Value::from)),
            ("kept", self.kept.map(Value::from)),
            ("poor", self.poor.map(Value::from)),
            ("follow_up", self.follow_up.map(Value::from)),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                args.push(value);
                conditions.push(format!("a.{column} = ${}", args.len()));
            }
        }
        if !self.asks.is_empty() {
            let asks = places(args, &self.asks);
            conditions.push(format!("a.id in ({asks})"));
        }
        for (comparison, at) in [(">=", self.since), ("<", self.until)] {
            if let Some(at) = at {
                args.push(at.into());
                conditions.push(format!("a.sorted_at {comparison} ${}", args.len()));
            }
        }
        if let Some(providers) = &self.providers {
            let providers = places(args, providers);
            conditions.push(format!(
                "exists (select 1 from survey_link l where l.ask = a.id and l.provider in ({providers}))"
            ));
        }
        if !self.hidden.is_empty() {
            let seen = seen(args, &self.hidden, &self.mine);
            conditions.push(format!(
                "(a.request is null or exists (select 1 from request r where r.id = a.request and {seen}))"
            ));
        }
        conditions.join(" and ")
    }
}

/// Up to `limit` questions, what was answered or asked last first.
pub fn list(sql: &mut dyn Sql, filter: &Filter, after: Option<After>, limit: i64) -> Result<Vec<AskRow>, Error> {
    let mut args = Vec::new();
    let mut chosen = filter.text(&mut args);
    if let Some(after) = after {
        args.push(after.at.into());
        args.push(after.id.into());
        chosen = format!("{chosen} and (a.sorted_at, a.id) < (${}, ${})", args.len() - 1, args.len());
    }
    args.push(limit.into());
    let text = format!(
        "select {COLUMNS} from survey_ask a where {chosen} order by a.sorted_at desc, a.id desc limit ${}",
        args.len()
    );
    sql.query(&text, &args)?.iter().map(read).collect()
}

/// How many questions a list holds, counted up to `most`.
pub fn count(sql: &mut dyn Sql, filter: &Filter, most: i64) -> Result<i64, Error> {
    let mut args = Vec::new();
    let chosen = filter.text(&mut args);
    args.push(most.into());
    let text =
        format!("select count(*) from (select 1 from survey_ask a where {chosen} limit ${}) counted", args.len());
    sql.first(&text, &args)?.map_or(Ok(0), |row| row.int(0))
}

/// A value that somebody gave, with the version of the survey that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Asked when.
    pub ask: AskId,
    /// By which survey.
    pub survey: SurveyId,
    /// In which version.
    pub version: i64,
    /// What the survey is about, in one word.
    pub purpose: String,
    /// To which question.
    pub question: Uuid,
    /// On which scale, in one word.
    pub scale: String,
    /// How much.
    pub value: i64,
}

/// The values behind a list, those that somebody gave at once side by side.
pub fn values(sql: &mut dyn Sql, filter: &Filter) -> Result<Vec<Given>, Error> {
    let mut args = Vec::new();
    let chosen = filter.text(&mut args);
    let text = format!(
        "select a.id, a.survey, a.version, s.purpose, v.question, v.scale, v.value from survey_ask a \
         join survey s on s.id = a.survey join survey_answer v on v.ask = a.id \
         where v.value is not null and {chosen} order by a.id, v.question"
    );
    let mut found = Vec::new();
    sql.each(&text, &args, &mut |row| {
        found.push(Given {
            ask: AskId(row.id(0)?),
            survey: SurveyId(row.id(1)?),
            version: row.int(2)?,
            purpose: row.text(3)?,
            question: row.id(4)?,
            scale: row.text(5)?,
            value: row.int(6)?,
        });
        Ok(())
    })?;
    Ok(found)
}
