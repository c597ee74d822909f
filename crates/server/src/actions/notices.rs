//! Who is told of what: the events of an act become notices in the outbox, in the same transaction.
//!
//! Customers are told that their request was received, answered and done, and that its time moved; colleagues that
//! something was asked of them, came back to them or that they are mentioned. Nobody is told of what they did
//! themselves, and nobody learns of a request that they may not see. Whoever switched a kind off, or has no address, has
//! a row that says so.

use std::collections::BTreeSet;

use catena_domain::event::{Event, Fact};
use catena_domain::id::{AccountId, ActId, MessageId, PartyId, RequestId};
use catena_domain::promise::Kind;
use catena_domain::request::What;
use catena_store::outbox::{self, Choice, Filter, Notice};
use catena_store::parties::{self, PartyRow};
use catena_store::requests::RequestRow;
use catena_store::{Sql, Tx, accounts, keep, requests, talk};
use jiff::Timestamp;

use super::work::Bench;
use super::{Actor, Refusal};
use crate::desk::wording::{About, Language, NoticeKind, write};
use crate::desk::{Desk, WordingText};

/// The fact that says in which language the organisation writes.
pub const LANGUAGE: &str = "language";
/// Why a notice is not sent.
pub const NO_ADDRESS: &str = "no_address";
/// They do not want it.
pub const SWITCHED_OFF: &str = "switched_off";
/// What caused it was taken back.
const TAKEN_BACK: &str = "taken_back";

/// Tells whoever it concerns of what just happened in a chain. Subjects have to be written down before.
pub fn tell(desk: &Desk, tx: &mut Tx<'_>, bench: &Bench) -> Result<(), Refusal> {
    let mut telling = Telling { desk, bench, told: BTreeSet::new() };
    for event in &bench.happened {
        telling.event(tx, event)?;
    }
    Ok(())
}

/// What is told of one act.
struct Telling<'a> {
    desk: &'a Desk,
    bench: &'a Bench,
    told: BTreeSet<(PartyId, NoticeKind, RequestId)>,
}

impl Telling<'_> {
    fn event(&mut self, tx: &mut Tx<'_>, event: &Event) -> Result<(), Refusal> {
        let id = RequestId(event.subject);
        match &event.fact {
            Fact::Undone(act) => outbox::take_back(tx, *act, TAKEN_BACK)?,
            Fact::Asked(_) => self.customer(tx, event, NoticeKind::Received, None)?,
            Fact::Answered(message) => self.customer(tx, event, NoticeKind::Answered, Some(*message))?,
            Fact::Did(What::Finished) => self.customer(tx, event, NoticeKind::Done, None)?,
            Fact::Renegotiated { promise: Kind::Resolution, .. } => {
                self.customer(tx, event, NoticeKind::DueMoved, None)?;
            }
            Fact::Did(What::Offered | What::Transferred(_)) => {
                let provider = self.bench.row(id)?.provider;
                self.party(tx, event, provider, (NoticeKind::Offered, NoticeKind::TeamOffered))?;
            }
            Fact::Did(What::Returned(_)) => {
                let row = self.bench.row(id)?;
                // Whoever raised it knows best what was meant; a step of a plan was raised by nobody.
                let raised = row.step.is_none() && colleague(tx.sql(), row.asked_by)?.is_some();
                let to = if raised { row.asked_by } else { row.customer };
                self.party(tx, event, to, (NoticeKind::Returned, NoticeKind::Returned))?;
            }
            Fact::Noted(note) => {
                for person in talk::mentioned(tx.sql(), *note)? {
                    self.party(tx, event, person, (NoticeKind::Mentioned, NoticeKind::Mentioned))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Who acts: what follows by itself follows from somebody.
    fn doer(&self, event: &Event) -> PartyId {
        let together = self.bench.happened.iter().filter(|other| other.act == event.act);
        together.map(|other| other.by).find(|&by| by != PartyId::CATENA).unwrap_or(event.by)
    }

    /// Tells the customer of a root.
    fn customer(
        &mut self,
        tx: &mut Tx<'_>,
        event: &Event,
        kind: NoticeKind,
        message: Option<MessageId>,
    ) -> Result<(), Refusal> {
        let row = self.bench.row(RequestId(event.subject))?.clone();
        if row.parent.is_some() {
            return Ok(());
        }
        let party = parties::find(tx.sql(), row.customer)?.filter(|party| party.kind != "team" && can_be_told(party));
        let Some(party) = party else { return Ok(()) };
        // Who asks from outside wants to hear that it arrived; a colleague sees it.
        let own = self.doer(event) == party.id && (party.internal || kind != NoticeKind::Received);
        if own {
            return Ok(());
        }
        let account = accounts::of_party(tx.sql(), party.id)?;
        let subject = subject(tx.sql(), &row)?;
        let answer = message.map(|message| talk::words_of_message(tx.sql(), message)).transpose()?.flatten();
        let about = About {
            number: row.number,
            subject: Some(&subject),
            answer: answer.as_deref(),
            due_at: row.due_at,
            link: None,
            followable: keep::trackings(tx.sql(), row.id)?.iter().any(|link| link.revoked_at.is_none()),
        };
        self.put(tx, event, party.id, account.map(|account| account.id), kind, &about, None)
    }

    /// Tells a colleague, or each member of a team.
    fn party(
        &mut self,
        tx: &mut Tx<'_>,
        event: &Event,
        to: PartyId,
        (own, of_team): (NoticeKind, NoticeKind),
    ) -> Result<(), Refusal> {
        let Some(party) = parties::find(tx.sql(), to)?.filter(|party| party.internal) else { return Ok(()) };
        let (people, kind) = if party.kind == "team" {
            (parties::members_of(tx.sql(), to)?.into_iter().map(|member| member.person).collect(), of_team)
        } else {
            (vec![to], own)
        };
        let doer = self.doer(event);
        for person in people.into_iter().filter(|&person| person != doer) {
            if let Some(actor) = colleague(tx.sql(), person)? {
                let row = self.bench.row(RequestId(event.subject))?.clone();
                let sees = actor.sees(&row);
                let subject = subject(tx.sql(), &row)?;
                let about = About {
                    number: row.number,
                    subject: sees.then_some(&subject),
                    due_at: row.due_at,
                    ..About::default()
                };
                let hidden = (!sees).then_some("no_right");
                self.put(tx, event, person, Some(actor.account), kind, &about, hidden)?;
            }
        }
        Ok(())
    }

    /// Puts one notice into the outbox, once an act.
    #[expect(clippy::too_many_arguments, reason = "a notice is all of this")]
    fn put(
        &mut self,
        tx: &mut Tx<'_>,
        event: &Event,
        recipient: PartyId,
        account: Option<AccountId>,
        kind: NoticeKind,
        about: &About<'_>,
        hidden: Option<&'static str>,
    ) -> Result<(), Refusal> {
        let request = RequestId(event.subject);
        if !self.told.insert((recipient, kind, request)) {
            return Ok(());
        }
        let choice = account.map(|account| outbox::choice(tx.sql(), account)).transpose()?.unwrap_or_default();
        let language = language_of(tx.sql(), &choice)?;
        let letter = Letter { recipient, kind, request: Some(request), act: event.act, at: event.at, hidden };
        letter.put(self.desk, tx, &choice, write(kind, language, about))
    }
}

/// To whom, what of and why.
struct Letter {
    recipient: PartyId,
    kind: NoticeKind,
    request: Option<RequestId>,
    act: ActId,
    at: Timestamp,
    /// Why it may not reach them.
    hidden: Option<&'static str>,
}

impl Letter {
    /// Puts it into the outbox: to wait, or not to be sent and why.
    fn put(
        self,
        desk: &Desk,
        tx: &mut Tx<'_>,
        choice: &Choice,
        (subject, body): (String, String),
    ) -> Result<(), Refusal> {
        let address = address_of(tx.sql(), self.recipient)?;
        let off = choice.off.iter().any(|off| off == self.kind.word()).then_some(SWITCHED_OFF);
        let nowhere = address.is_none().then_some(NO_ADDRESS);
        let reason = self.hidden.or(off).or(nowhere);
        let notice = Notice {
            id: desk.id(),
            request: self.request,
            act: self.act,
            recipient: self.recipient,
            kind: self.kind.word().to_owned(),
            address: address.unwrap_or_default(),
            subject,
            body,
            state: if reason.is_some() { "not_sent" } else { "waiting" }.to_owned(),
            reason: reason.map(str::to_owned),
            attempts: 0,
            made_at: self.at,
            next_at: self.at,
        };
        Ok(outbox::save(tx, &notice)?)
    }
}

/// That a customer is asked how it was.
pub struct Invitation<'a> {
    /// Who.
    pub customer: PartyId,
    /// About which request.
    pub request: Option<RequestId>,
    /// Its number.
    pub number: Option<i64>,
    /// What stands above the questions.
    pub title: &'a WordingText,
    /// The private link to them.
    pub link: &'a str,
    /// The act that caused it.
    pub act: ActId,
    /// When.
    pub at: Timestamp,
}

/// Tells a customer that they are asked how it was. The link stands masked in the notice: whoever sends it makes another.
pub fn invite(desk: &Desk, tx: &mut Tx<'_>, invitation: &Invitation<'_>) -> Result<(), Refusal> {
    let kind = NoticeKind::Feedback;
    let account = accounts::of_party(tx.sql(), invitation.customer)?;
    let choice = account.map(|account| outbox::choice(tx.sql(), account.id)).transpose()?.unwrap_or_default();
    let language = language_of(tx.sql(), &choice)?;
    let about = About {
        number: invitation.number.unwrap_or_default(),
        subject: Some(invitation.title.in_language(language.code())),
        link: Some(invitation.link),
        ..About::default()
    };
    let &Invitation { customer, request, act, at, .. } = invitation;
    let letter = Letter { recipient: customer, kind, request, act, at, hidden: None };
    letter.put(desk, tx, &choice, write(kind, language, &about))
}

/// Tells a colleague that the pulse is open. The notice is the same for everybody who is asked, and holds no slip.
pub fn remind_of_pulse(
    desk: &Desk,
    tx: &mut Tx<'_>,
    recipient: PartyId,
    (number, name): (i64, &str),
    (act, at): (ActId, Timestamp),
) -> Result<(), Refusal> {
    let Some(actor) = colleague(tx.sql(), recipient)? else { return Ok(()) };
    let kind = NoticeKind::Pulse;
    let choice = outbox::choice(tx.sql(), actor.account)?;
    let language = language_of(tx.sql(), &choice)?;
    let about = About { number, subject: Some(name), ..About::default() };
    let letter = Letter { recipient, kind, request: None, act, at, hidden: None };
    letter.put(desk, tx, &choice, write(kind, language, &about))
}

/// Does not send what asks a customer about a request, as far as it still waits.
pub fn uninvite(tx: &mut Tx<'_>, customer: PartyId, request: RequestId) -> Result<(), Refusal> {
    let filter = Filter {
        state: Some("waiting".to_owned()),
        kind: Some(NoticeKind::Feedback.word().to_owned()),
        recipient: Some(customer),
    };
    let waiting = outbox::list(tx.sql(), &filter, None, 100)?;
    for notice in waiting.into_iter().filter(|notice| notice.request == Some(request)) {
        let reason = Some(TAKEN_BACK.to_owned());
        outbox::save(tx, &Notice { state: "not_sent".to_owned(), reason, ..notice })?;
    }
    Ok(())
}

/// Sends after all what asks a customer because of an act, if it was kept from being sent.
pub fn invite_again(tx: &mut Tx<'_>, customer: PartyId, act: ActId) -> Result<(), Refusal> {
    let filter = Filter {
        state: Some("not_sent".to_owned()),
        kind: Some(NoticeKind::Feedback.word().to_owned()),
        recipient: Some(customer),
    };
    let kept_back = outbox::list(tx.sql(), &filter, None, 100)?;
    let taken_back = |notice: &Notice| notice.act == act && notice.reason.as_deref() == Some(TAKEN_BACK);
    for notice in kept_back.into_iter().filter(taken_back) {
        outbox::save(tx, &Notice { state: "waiting".to_owned(), reason: None, ..notice })?;
    }
    Ok(())
}

/// A colleague who can sign in.
fn colleague(sql: &mut dyn Sql, person: PartyId) -> Result<Option<Actor>, Refusal> {
    let party = parties::find(sql, person)?.filter(|party| party.internal && can_be_told(party));
    let Some(party) = party else { return Ok(None) };
    let Some(account) = accounts::of_party(sql, party.id)?.filter(|account| !account.closed) else {
        return Ok(None);
    };
    Actor::of_account(sql, &account)
}

/// Where a party is written to: the first address that was recorded.
pub fn address_of(sql: &mut dyn Sql, party: PartyId) -> Result<Option<String>, Refusal> {
    let handles = parties::handles(sql, party)?;
    Ok(handles.into_iter().find(|handle| handle.kind == "email").map(|handle| handle.value))
}

/// The language in which the organisation writes.
pub fn language(sql: &mut dyn Sql) -> Result<Language, Refusal> {
    language_of(sql, &Choice::default())
}

/// The language that somebody chose, or else the organisation's, or else English.
fn language_of(sql: &mut dyn Sql, choice: &Choice) -> Result<Language, Refusal> {
    let chosen = match &choice.language {
        Some(code) => Some(code.clone()),
        None => keep::fact(sql, LANGUAGE)?,
    };
    Ok(chosen.and_then(|code| Language::of(&code)).unwrap_or_default())
}

fn can_be_told(party: &PartyRow) -> bool {
    !party.closed && party.erased_at.is_none()
}

/// What a request is about, as it was just written down.
fn subject(sql: &mut dyn Sql, row: &RequestRow) -> Result<String, Refusal> {
    Ok(requests::find(sql, row.id)?.map(|row| row.subject).unwrap_or_default())
}
