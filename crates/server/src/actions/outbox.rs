//! The outbox: what waits to be sent, what became of it, and who is told what. Nothing is sent here: no channel is set up,
//! and every notice that waits says so.

use catena_domain::event::Fact;
use catena_domain::id::PartyId;
use catena_store::outbox::{self as rows, Choice, Filter, Notice};
use catena_store::{Sql, Tx, keep, requests};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::notices::{LANGUAGE, NO_ADDRESS, address_of};
use super::requests::reference;
use super::{Actor, Refusal, record};
use crate::desk::Desk;
use crate::desk::wording::{Language, NoticeKind};
use crate::views::outbox::{NoticeRequest, NoticeSettings, NoticeState, NoticeView, OutboxPage};

/// The rows of a page at most.
const PAGE: i64 = 200;
/// Why a notice waits as long as nothing can send it.
const NO_CHANNEL: &str = "no_channel";
/// Somebody kept it from being sent.
const CANCELLED: &str = "cancelled";

/// Which notices are looked at.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those in this state.
    pub state: Option<NoticeState>,
    /// Those of this kind.
    pub kind: Option<NoticeKind>,
    /// Those for this party.
    pub recipient: Option<Uuid>,
}

/// What somebody chooses to be told.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNoticeSettings {
    /// The kinds that they do not want.
    pub off: Vec<NoticeKind>,
    /// In which language; that of the organisation without one.
    pub language: Option<Language>,
}

/// In which language those are told who did not choose one.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutboxLanguage {
    /// The language.
    pub language: Language,
}

/// A page of the outbox, the newest notices first.
pub fn list(
    desk: &Desk,
    actor: &Actor,
    wanted: &Wanted,
    before: Option<Uuid>,
    limit: i64,
) -> Result<OutboxPage, Refusal> {
    actor.must_audit()?;
    let filter = Filter {
        state: wanted.state.map(|state| word(state).to_owned()),
        kind: wanted.kind.map(|kind| kind.word().to_owned()),
        recipient: wanted.recipient.map(PartyId),
    };
    desk.store.read(|sql| {
        let limit = limit.clamp(1, PAGE);
        let mut found = rows::list(sql, &filter, before, limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|notice| notice.id);
        let notices = found.into_iter().map(|notice| view(sql, actor, notice)).collect::<Result<_, _>>()?;
        let language = keep::fact(sql, LANGUAGE)?.and_then(|code| Language::of(&code)).unwrap_or_default();
        Ok(OutboxPage { notices, next, language })
    })
}

/// Puts a notice back among those that wait; where to is looked up anew.
pub fn retry(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<NoticeView, Refusal> {
    actor.must_administer()?;
    let notice = load(tx.sql(), id)?;
    if !may_retry(&notice) {
        return Err(Refusal::NotNow("this notice cannot be sent any more, or waits already".to_owned()));
    }
    let address = address_of(tx.sql(), notice.recipient)?;
    let address = address.ok_or_else(|| Refusal::NotNow("nobody recorded an address for them yet".to_owned()))?;
    let moment = desk.moment();
    let notice = Notice { address, state: "waiting".to_owned(), reason: None, next_at: moment.now, ..notice };
    rows::save(tx, &notice)?;
    record::append(tx, moment, actor.person, id, Fact::NoticeRetried)?;
    view(tx.sql(), actor, notice)
}

/// Keeps a notice from being sent.
pub fn cancel(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<NoticeView, Refusal> {
    actor.must_administer()?;
    let notice = load(tx.sql(), id)?;
    if !may_cancel(&notice) {
        return Err(Refusal::NotNow("this notice was sent, or is not going to be".to_owned()));
    }
    let notice = Notice { state: "not_sent".to_owned(), reason: Some(CANCELLED.to_owned()), ..notice };
    rows::save(tx, &notice)?;
    record::append(tx, desk.moment(), actor.person, id, Fact::NoticeCancelled)?;
    view(tx.sql(), actor, notice)
}

/// Says in which language those are told who did not choose one.
pub fn set_language(tx: &mut Tx<'_>, actor: &Actor, new: &OutboxLanguage) -> Result<(), Refusal> {
    actor.must_administer()?;
    Ok(keep::set_fact(tx, LANGUAGE, new.language.code())?)
}

/// What whoever asks chose to be told.
pub fn settings(desk: &Desk, actor: &Actor) -> Result<NoticeSettings, Refusal> {
    desk.store.read(|sql| {
        let choice = rows::choice(sql, actor.account)?;
        settings_of(sql, actor, &choice)
    })
}

/// Writes down what they choose.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, new: &NewNoticeSettings) -> Result<NoticeSettings, Refusal> {
    actor.must_write()?;
    let mut off: Vec<NoticeKind> = new.off.clone();
    off.sort();
    off.dedup();
    if off.iter().any(|kind| !kinds_of(actor).contains(kind)) {
        return Err(Refusal::Invalid("this kind of notice is for others".to_owned()));
    }
    let choice = Choice {
        language: new.language.map(|language| language.code().to_owned()),
        off: off.iter().map(|kind| kind.word().to_owned()).collect(),
    };
    rows::set_choice(tx, actor.account, &choice)?;
    settings_of(tx.sql(), actor, &choice)
}

fn settings_of(sql: &mut dyn Sql, actor: &Actor, choice: &Choice) -> Result<NoticeSettings, Refusal> {
    Ok(NoticeSettings {
        kinds: kinds_of(actor),
        off: choice.off.iter().filter_map(|word| NoticeKind::of(word)).collect(),
        language: choice.language.as_deref().and_then(Language::of),
        address: address_of(sql, actor.person)?,
    })
}

/// The kinds that concern somebody: colleagues ask for things too.
fn kinds_of(actor: &Actor) -> Vec<NoticeKind> {
    let all = NoticeKind::ALL.iter().map(|(kind, _)| *kind);
    if actor.role.is_staff() { all.collect() } else { all.take(5).collect() }
}

fn load(sql: &mut dyn Sql, id: Uuid) -> Result<Notice, Refusal> {
    rows::find(sql, id)?.ok_or_else(|| Refusal::Missing("there is no such notice".to_owned()))
}

fn may_retry(notice: &Notice) -> bool {
    let reason = notice.reason.as_deref();
    notice.state == "failed" || (notice.state == "not_sent" && matches!(reason, Some(NO_ADDRESS | CANCELLED)))
}

fn may_cancel(notice: &Notice) -> bool {
    matches!(notice.state.as_str(), "waiting" | "failed")
}

fn word(state: NoticeState) -> &'static str {
    match state {
        NoticeState::Waiting => "waiting",
        NoticeState::Sent => "sent",
        NoticeState::Failed => "failed",
        NoticeState::NotSent => "not_sent",
    }
}

fn view(sql: &mut dyn Sql, actor: &Actor, notice: Notice) -> Result<NoticeView, Refusal> {
    let state = match notice.state.as_str() {
        "waiting" => NoticeState::Waiting,
        "sent" => NoticeState::Sent,
        "failed" => NoticeState::Failed,
        _ => NoticeState::NotSent,
    };
    let request = notice.request.map(|id| requests::find(sql, id)).transpose()?.flatten();
    let acts = actor.must_administer().is_ok();
    Ok(NoticeView {
        id: notice.id,
        request: request.map(|row| NoticeRequest { id: row.id.0, number: row.number }),
        recipient: reference(sql, notice.recipient)?,
        kind: NoticeKind::of(&notice.kind)
            .ok_or_else(|| Refusal::Invalid(format!("a notice of the kind \"{}\" is not known", notice.kind)))?,
        state,
        may_retry: acts && may_retry(&notice),
        may_cancel: acts && may_cancel(&notice),
        reason: if state == NoticeState::Waiting { Some(NO_CHANNEL.to_owned()) } else { notice.reason },
        address: notice.address,
        subject: notice.subject,
        body: notice.body,
        attempts: notice.attempts,
        made_at: notice.made_at,
    })
}
