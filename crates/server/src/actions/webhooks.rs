//! Addresses that are told of events: setting them up, and delivering to them.
//!
//! A delivery is a `CloudEvents` 1.0 envelope around what the record holds, ids, instants and kinds, and never words; its id
//! is the number of the event, so that a receiver knows what it has seen. It is signed as the Standard Webhooks say.
//! Events arrive at least once and in their order: the next one waits for the one before it, until that is given up.

use catena_domain::event::{Event, Fact};
use catena_domain::id::PartyId;
use catena_store::webhooks::{self as rows, DeliveryRow, WebhookRow};
use catena_store::{Sql, Tx, events};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, Refusal, record};
use crate::desk::{Desk, KINDS};
use crate::outside::{Failure, Poster, SECRET_BYTES, secret_text, signature};
use crate::views::webhooks::{
    DeliveryPage, DeliveryState, DeliveryView, FreshWebhook, WebhookList, WebhookState, WebhookTest, WebhookView,
};

/// How many webhooks there may be: each is told of every commit.
const MOST: usize = 20;
/// The rows of a page at most.
const PAGE: i64 = 200;
/// How many events are looked at in one transaction.
const LOOKED_AT: i64 = 500;
/// For how long whoever delivers holds a webhook; longer than an attempt can take.
const HELD: SignedDuration = SignedDuration::from_secs(60);
/// After how many days a delivery that does not wait is forgotten.
const KEPT_DAYS: i64 = 30;
/// Seconds between one attempt and the next: nine waits, ten attempts, not quite two days.
const WAITS: [i64; 9] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 36_000];
/// After how many failed attempts in a row nothing more is tried: two events that both could not be delivered.
const TOO_MANY: i64 = 20;
/// What a receiver answers that wants no more.
const GONE: i64 = 410;

/// A webhook that somebody sets up.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where to: an address of the web.
    pub url: String,
    /// The kinds of events that are told; all of them if none is named.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// What is changed about a webhook.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    /// Another address.
    pub url: Option<String>,
    /// Other kinds; those that happen from now on.
    pub kinds: Option<Vec<String>>,
    /// Whether it rests: events wait meanwhile.
    pub paused: Option<bool>,
}

/// All webhooks, and what can be told.
pub fn list(desk: &Desk, actor: &Actor) -> Result<WebhookList, Refusal> {
    actor.must_audit()?;
    desk.store.read(|sql| {
        let webhooks = rows::all(sql)?.into_iter().map(|row| view(sql, row)).collect::<Result<_, _>>()?;
        Ok(WebhookList { webhooks, kinds: KINDS.iter().map(|&kind| kind.to_owned()).collect() })
    })
}

/// Sets a webhook up, which is told of what happens from now on. Its secret is shown this once.
pub fn add(
    desk: &Desk,
    poster: &Poster,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewWebhook,
) -> Result<FreshWebhook, Refusal> {
    actor.must_administer()?;
    let url = url(poster, &new.url)?;
    let kinds = kinds(&new.kinds)?;
    if rows::all(tx.sql())?.len() >= MOST {
        return Err(Refusal::NotNow(format!("there are {MOST} webhooks already: remove one first")));
    }
    let (moment, secret) = (desk.moment(), secret(desk));
    let id = desk.id();
    record::append(tx, moment, actor.person, id, Fact::WebhookChanged)?;
    let row = WebhookRow {
        id,
        url,
        secret: secret.clone(),
        kinds,
        state: "active".to_owned(),
        reason: None,
        failures: 0,
        seen: events::last(tx.sql())?,
        held_until: None,
        made_at: moment.now,
    };
    rows::save(tx, &row)?;
    Ok(FreshWebhook { id, secret: secret_text(&secret) })
}

/// Changes where a webhook leads and what it is told, lets it rest, or lets it go on.
pub fn change(
    desk: &Desk,
    poster: &Poster,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Uuid,
    change: &WebhookChange,
) -> Result<WebhookView, Refusal> {
    actor.must_administer()?;
    let mut row = load(tx.sql(), id)?;
    let moment = desk.moment();
    if let Some(wanted) = &change.url {
        row.url = url(poster, wanted)?;
    }
    if let Some(wanted) = &change.kinds {
        row.kinds = kinds(wanted)?;
    }
    match change.paused {
        Some(true) => {
            "paused".clone_into(&mut row.state);
            row.reason = None;
        }
        Some(false) => {
            "active".clone_into(&mut row.state);
            row.reason = None;
            row.failures = 0;
            // Nobody who set things right wants to wait for hours.
            if let Some(first) = rows::next(tx.sql(), id)? {
                rows::settle(tx, &DeliveryRow { attempts: 0, next_at: moment.now, ..first })?;
            }
        }
        None => {}
    }
    rows::save(tx, &row)?;
    record::append(tx, moment, actor.person, id, Fact::WebhookChanged)?;
    view(tx.sql(), row)
}

/// Removes a webhook and what waited for it.
pub fn remove(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    actor.must_administer()?;
    if !rows::remove(tx, id)? {
        return Err(missing());
    }
    record::append(tx, desk.moment(), actor.person, id, Fact::WebhookChanged)
}

/// Gives a webhook another secret, shown this once: deliveries are signed with it from now on.
pub fn rotate(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<FreshWebhook, Refusal> {
    actor.must_administer()?;
    let row = load(tx.sql(), id)?;
    let secret = secret(desk);
    rows::save(tx, &WebhookRow { secret: secret.clone(), ..row })?;
    record::append(tx, desk.moment(), actor.person, id, Fact::WebhookChanged)?;
    Ok(FreshWebhook { id, secret: secret_text(&secret) })
}

/// Sends a message at once that tells of nothing, and says how it was taken.
pub fn test(desk: &Desk, poster: &Poster, actor: &Actor, id: Uuid) -> Result<WebhookTest, Refusal> {
    actor.must_administer()?;
    let row = desk.store.read(|sql| load(sql, id))?;
    let begun = desk.now();
    let name = format!("test-{}", desk.id());
    let body = envelope(desk, &name, "catena.test", id, begun, &json!({ "webhook": id }));
    let (status, reason) = post(poster, &row, &name, begun, &body);
    let milliseconds = desk.now().duration_since(begun).as_millis() as i64;
    Ok(WebhookTest { delivered: reason.is_none(), status, reason, milliseconds })
}

/// A page of the deliveries of a webhook before event number `before`, the last first.
pub fn deliveries(
    desk: &Desk,
    actor: &Actor,
    id: Uuid,
    before: Option<i64>,
    limit: i64,
) -> Result<DeliveryPage, Refusal> {
    actor.must_audit()?;
    desk.store.read(|sql| {
        load(sql, id)?;
        let limit = limit.clamp(1, PAGE);
        let mut found = rows::deliveries(sql, id, before.unwrap_or(i64::MAX), limit + 1)?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|row| row.seq);
        Ok(DeliveryPage { deliveries: found.into_iter().map(delivery_view).collect(), next })
    })
}

/// Tries a delivery that was given up, or waits for its next attempt, once more from the beginning.
pub fn retry(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid, seq: i64) -> Result<DeliveryView, Refusal> {
    actor.must_administer()?;
    load(tx.sql(), id)?;
    let row = rows::delivery(tx.sql(), id, seq)?;
    let row = row.ok_or_else(|| Refusal::Missing("there is no such delivery".to_owned()))?;
    if row.state == "delivered" {
        return Err(Refusal::NotNow("the receiver has it already".to_owned()));
    }
    let row = DeliveryRow { state: "waiting".to_owned(), attempts: 0, next_at: desk.now(), ..row };
    rows::settle(tx, &row)?;
    Ok(delivery_view(row))
}

/// Takes all webhooks for which something is to be done and that nobody else is at work on.
pub fn claim(desk: &Desk) -> Result<Vec<Uuid>, Refusal> {
    let now = desk.now();
    if !desk.store.read(|sql| rows::is_due(sql, now))? {
        return Ok(Vec::new());
    }
    desk.store.write_now(move |tx| {
        rows::forget(tx, now - SignedDuration::from_hours(24 * KEPT_DAYS))?;
        Ok(rows::claim(tx, now, now + HELD)?)
    })
}

/// Delivers what is due to a webhook that was claimed, one event after the other, and lets it go.
pub fn work_off(desk: &Desk, poster: &Poster, id: Uuid) -> Result<(), Refusal> {
    let mut settled = None;
    loop {
        let (now, chance, done) = (desk.now(), desk.chance(), settled.take());
        let moment = desk.moment();
        let job = desk.store.write_now(move |tx| {
            if let Some((row, taken)) = done {
                settle(tx, moment, chance, row, taken)?;
            }
            take_up(tx, id, now)
        })?;
        match job {
            Job::Rest => return Ok(()),
            Job::LookOn => {}
            Job::Deliver(webhook, row, event) => {
                let body = told(desk, &event);
                let taken = post(poster, &webhook, &event.seq.to_string(), now, &body);
                settled = Some((row, taken));
            }
        }
    }
}

/// What whoever delivers does next.
enum Job {
    /// Send this.
    Deliver(Box<WebhookRow>, DeliveryRow, Box<Event>),
    /// More happened than was looked at.
    LookOn,
    /// Nothing; the webhook was let go.
    Rest,
}

fn take_up(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<Job, Refusal> {
    let Some(row) = rows::find(tx.sql(), id)? else { return Ok(Job::Rest) };
    if row.state == "active" {
        let looked_at = rows::take_in(tx, &row, now, LOOKED_AT)?;
        if let Some(next) = rows::next(tx.sql(), id)?.filter(|next| next.next_at <= now) {
            rows::hold(tx, id, Some(now + HELD))?;
            let event = events::after(tx.sql(), next.seq - 1, 1)?.into_iter().find(|event| event.seq == next.seq);
            let Some(event) = event else {
                // The demonstration took its events along.
                rows::settle(tx, &DeliveryRow { state: "given_up".to_owned(), ..next })?;
                return Ok(Job::LookOn);
            };
            return Ok(Job::Deliver(Box::new(row), next, Box::new(event)));
        }
        if looked_at == LOOKED_AT {
            rows::hold(tx, id, Some(now + HELD))?;
            return Ok(Job::LookOn);
        }
    }
    rows::hold(tx, id, None)?;
    Ok(Job::Rest)
}

/// How a receiver took a message: what it answered, and why that is no success.
type Taken = (Option<i64>, Option<Failure>);

/// Writes down how an attempt went, and pauses a webhook that only fails.
fn settle(
    tx: &mut Tx<'_>,
    moment: crate::desk::Moment,
    chance: u64,
    row: DeliveryRow,
    (status, reason): Taken,
) -> Result<(), Refusal> {
    let Some(mut webhook) = rows::find(tx.sql(), row.webhook)? else { return Ok(()) };
    let now = moment.now;
    let attempts = row.attempts + 1;
    let tried =
        DeliveryRow { status, reason: reason.map(|why| why.word().to_owned()), attempts, tried_at: Some(now), ..row };
    if reason.is_none() {
        rows::settle(tx, &DeliveryRow { state: "delivered".to_owned(), ..tried })?;
        if webhook.failures > 0 {
            webhook.failures = 0;
            rows::save(tx, &webhook)?;
        }
        return Ok(());
    }
    let after = match wait(attempts, chance) {
        Some(wait) => DeliveryRow { next_at: now + wait, ..tried },
        None => DeliveryRow { state: "given_up".to_owned(), ..tried },
    };
    rows::settle(tx, &after)?;
    webhook.failures += 1;
    let enough = if status == Some(GONE) { Some("gone") } else { (webhook.failures >= TOO_MANY).then_some("failing") };
    if let Some(why) = enough.filter(|_| webhook.state == "active") {
        "paused".clone_into(&mut webhook.state);
        webhook.reason = Some(why.to_owned());
        record::append(tx, moment, PartyId::CATENA, webhook.id, Fact::WebhookChanged)?;
        tracing::warn!(webhook = %webhook.id, why, "a webhook was paused");
    }
    Ok(rows::save(tx, &webhook)?)
}

/// How long to wait after so many attempts, give or take a fifth by chance; none if that was the last.
fn wait(attempts: i64, chance: u64) -> Option<SignedDuration> {
    let base = *WAITS.get((attempts - 1).max(0) as usize)?;
    let spread = (chance % 401) as i64 - 200;
    Some(SignedDuration::from_millis(base * (1_000 + spread)))
}

/// What is told of an event.
fn told(desk: &Desk, event: &Event) -> String {
    let fact = serde_json::to_value(&event.fact).unwrap_or_default();
    let kind = fact["kind"].as_str().unwrap_or_default();
    let data = json!({
        "seq": event.seq,
        "act": event.act,
        "by": (event.by != PartyId::CATENA).then_some(event.by),
        "chain": event.chain,
        "kind": kind,
        "data": fact.get("data"),
    });
    envelope(desk, &event.seq.to_string(), &format!("catena.{kind}"), event.subject, event.at, &data)
}

fn envelope(desk: &Desk, id: &str, kind: &str, subject: Uuid, at: Timestamp, data: &Value) -> String {
    json!({
        "specversion": "1.0",
        "id": id,
        "source": desk.address,
        "type": kind,
        "subject": subject,
        "time": at,
        "datacontenttype": "application/json",
        "data": data,
    })
    .to_string()
}

fn post(poster: &Poster, row: &WebhookRow, id: &str, now: Timestamp, body: &str) -> Taken {
    let second = now.as_second();
    let (sent_at, signed) = (second.to_string(), signature(&row.secret, id, second, body));
    let headers = [
        ("content-type", "application/cloudevents+json; charset=utf-8"),
        ("webhook-id", id),
        ("webhook-timestamp", &sent_at),
        ("webhook-signature", &signed),
    ];
    let (status, failure) = poster.post(&row.url, &headers, body);
    (status.map(i64::from), failure)
}

fn secret(desk: &Desk) -> Vec<u8> {
    desk.secret().key()[..SECRET_BYTES].to_vec()
}

fn url(poster: &Poster, url: &str) -> Result<String, Refusal> {
    let url = url.trim();
    poster.check(url).map_err(Refusal::Invalid)?;
    Ok(url.to_owned())
}

fn kinds(given: &[String]) -> Result<Vec<String>, Refusal> {
    if let Some(kind) = given.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
        return Err(Refusal::Invalid(format!("there is no kind of event \"{kind}\"")));
    }
    Ok(KINDS.iter().filter(|kind| given.iter().any(|other| other == *kind)).map(|&kind| kind.to_owned()).collect())
}

fn load(sql: &mut dyn Sql, id: Uuid) -> Result<WebhookRow, Refusal> {
    rows::find(sql, id)?.ok_or_else(missing)
}

fn missing() -> Refusal {
    Refusal::Missing("there is no such webhook".to_owned())
}

fn view(sql: &mut dyn Sql, row: WebhookRow) -> Result<WebhookView, Refusal> {
    let state = match (row.state.as_str(), row.reason.as_deref()) {
        ("active", _) => WebhookState::Active,
        (_, Some("failing")) => WebhookState::Failing,
        (_, Some("gone")) => WebhookState::Gone,
        _ => WebhookState::Paused,
    };
    let last = rows::deliveries(sql, row.id, i64::MAX, PAGE)?.into_iter().find(|delivery| delivery.tried_at.is_some());
    Ok(WebhookView {
        waiting: rows::waiting(sql, row.id)?,
        last: last.map(delivery_view),
        id: row.id,
        url: row.url,
        kinds: row.kinds,
        state,
        failures: row.failures,
        made_at: row.made_at,
    })
}

fn delivery_view(row: DeliveryRow) -> DeliveryView {
    let state = match row.state.as_str() {
        "waiting" => DeliveryState::Waiting,
        "delivered" => DeliveryState::Delivered,
        _ => DeliveryState::GivenUp,
    };
    DeliveryView {
        seq: row.seq,
        kind: row.kind,
        state,
        reason: row.reason.as_deref().and_then(Failure::of),
        status: row.status,
        attempts: row.attempts,
        tried_at: row.tried_at,
        next_at: (state == DeliveryState::Waiting).then_some(row.next_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_further_and_further_apart_and_end() {
        let of = |attempts, chance| wait(attempts, chance).map(|wait| wait.as_millis());
        assert_eq!((of(1, 0), of(1, 200), of(1, 400)), (Some(4_000), Some(5_000), Some(6_000)));
        assert_eq!((of(2, 200), of(9, 200), of(10, 200)), (Some(60_000), Some(36_000_000), None));
        for attempts in 1..=9 {
            for chance in [0, 7, 123_456_789, u64::MAX] {
                let (base, wait) = (i128::from(WAITS[attempts - 1]) * 1_000, of(attempts as i64, chance).unwrap());
                assert!(wait * 10 >= base * 8 && wait * 10 <= base * 12, "{attempts} {chance}: {wait}");
            }
        }
    }

    #[test]
    fn kinds_are_known_ones_each_once() {
        let given = |kinds: &[&str]| kinds_of(kinds);
        assert_eq!(given(&[]).unwrap(), [""; 0]);
        assert_eq!(given(&["did", "asked", "did"]).unwrap(), ["asked", "did"]);
        assert!(given(&["asked", "everything"]).is_err());
        assert!(given(&["asked did"]).is_err());
    }

    fn kinds_of(words: &[&str]) -> Result<Vec<String>, Refusal> {
        kinds(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }
}
