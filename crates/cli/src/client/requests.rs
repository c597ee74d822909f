//! `catena request`: asking, handing on, accepting, finishing, and what is said about it.

use std::path::PathBuf;

use anyhow::Result;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::arguments::{Act, Change, Create, Ending, HandOff, RequestFilter, RequestName, RequestVerb};
use super::bodies::{any_words, given, words};
use super::pages::{self, By};
use super::server::{Answer, Ask, Problem, Server};
use super::views::{Acted, Detail, Field, Link, OnceLink, RequestPage};
use super::{attachments, fields, lists, names, request, times};
use crate::show::table::Table;
use crate::show::words::{count, duration};
use crate::terminal::{FAINT, STRONG, paint};

pub fn run(server: &Server, verb: &RequestVerb) -> Result<()> {
    match verb {
        RequestVerb::List(filter) => list(server, filter),
        RequestVerb::Show { request } => request::show(server, *request),
        RequestVerb::Create(new) => create(server, new),
        RequestVerb::HandOff(new) => hand_off(server, new),
        RequestVerb::Offer(act) => simply(server, act, "offer", "offered"),
        RequestVerb::Accept(act) => simply(server, act, "accept", "accepted"),
        RequestVerb::Receive(act) => simply(server, act, "receive", "received"),
        RequestVerb::Reopen(act) => simply(server, act, "reopen", "reopened"),
        RequestVerb::Resume(act) => simply(server, act, "resume", "resumed"),
        RequestVerb::Finish(ending) => end(server, ending, "finish", "finished"),
        RequestVerb::Withdraw(ending) => end(server, ending, "withdraw", "withdrawn"),
        RequestVerb::Return { request, missing } => {
            let body = json!({ "act": "return", "note": words(missing)? });
            act(server, *request, body, "returned")
        }
        RequestVerb::Transfer { act: typed, to } => {
            let to = names::colleague(server, to)?;
            let body = json!({ "act": "transfer", "to": to, "note": any_words(typed.note.as_deref())? });
            act(server, typed.request, body, "transferred")
        }
        RequestVerb::Pause { act: typed, why } => {
            let body = json!({ "act": "pause", "why": why.word(), "note": any_words(typed.note.as_deref())? });
            act(server, typed.request, body, "paused")
        }
        RequestVerb::Undo { act } => {
            let answer = server.ask("the act was not taken back", &Ask::post("/undo", json!({ "act": act })))?;
            server.print(&answer, |acted: Acted| Ok(format!("It was taken back: request {}.\n", acted.number)))
        }
        RequestVerb::Reply { request, text, sign, attach } => {
            let body = json!({ "body": any_words(text.as_deref())?.unwrap_or_default(), "signed": sign });
            let said = Said { place: "messages", files: "message-files", failed: "the message was not sent" };
            say(server, *request, &said, attach, body, "The message was sent")
        }
        RequestVerb::Note { request, text, mention, attach } => {
            let mentions = mention.iter().map(|name| names::colleague(server, name)).collect::<Result<Vec<Uuid>>>()?;
            let body = json!({ "body": any_words(text.as_deref())?.unwrap_or_default(), "mentions": mentions });
            let said = Said { place: "notes", files: "note-files", failed: "the note was not kept" };
            say(server, *request, &said, attach, body, "The note was kept")
        }
        RequestVerb::Save { request, file, output } => attachments::save(server, *request, file, output.as_deref()),
        RequestVerb::Promise { request, due, kind } => promise(server, *request, *due, kind.word()),
        RequestVerb::Change(typed) => change(server, typed),
        RequestVerb::Link { request } => link(server, *request),
        RequestVerb::Merge { request, into } => merge(server, *request, *into),
        RequestVerb::Part { request } => part(server, *request),
        RequestVerb::Links { request } => links(server, *request),
        RequestVerb::Unlink { request, link } => {
            let id = names::request(server, *request)?;
            server.ask("the link was not revoked", &Ask::delete(format!("/requests/{id}/links/{link}")))?;
            server.confirm("The link no longer works.")
        }
    }
}

fn list(server: &Server, filter: &RequestFilter) -> Result<()> {
    let mut ask = Ask::get("/requests").with("order", filter.order.word());
    for name in &filter.provider {
        ask = ask.with("provider", &names::colleague(server, name)?);
    }
    for name in &filter.customer {
        ask = ask.with("customer", &names::anybody(server, name)?);
    }
    let service = filter.service.as_deref().map(|name| names::service(server, name)).transpose()?;
    if !filter.field.is_empty() {
        let known = fields::of_service(server, service)?;
        for is in &filter.field {
            ask = ask.with("field", &fields::filter(&known, is)?);
        }
    }
    let ask = ask
        .with_any("open", either(filter.open, filter.closed))
        .with_any("roots", either(filter.roots, filter.hand_offs))
        .with_any("status", filter.status.map(super::arguments::Status::word))
        .with_any("service", service)
        .with_any("priority", filter.priority)
        .with_any("tag", filter.tag.as_ref())
        .with_any("due_before", filter.due_before)
        .with_any("kept", either(filter.kept, filter.broken))
        .with_any("external", either(filter.external, filter.internal));
    let answer = pages::some(server, "the requests were not listed", &filter.page, ask, "requests", By::Cursor)?;
    server.print(&answer, |page: RequestPage| {
        let Some(table) = lists::requests(&page.requests) else { return Ok("There is no such request.\n".to_owned()) };
        let shown = page.requests.len() as u64;
        let more = if page.count > shown {
            let all = if page.count > 1000 { "more than 1,000".to_owned() } else { count(page.count) };
            paint(FAINT, &format!("{} of {all}; --all shows all\n", count(shown)))
        } else {
            String::new()
        };
        Ok(lists::lines(&table) + &more)
    })
}

/// What a pair of opposite options says.
fn either(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn create(server: &Server, new: &Create) -> Result<()> {
    let service = new.service.as_deref().map(|name| names::service(server, name)).transpose()?;
    let filled = match new.field.as_slice() {
        [] => None,
        typed => Some(fields::filled(&fields::of_service(server, service)?, typed)?),
    };
    let body = given(json!({
        "subject": new.subject,
        "details": any_words(new.details.as_deref())?,
        "service": service,
        "fields": filled,
        "provider": new.provider.as_deref().map(|name| names::colleague(server, name)).transpose()?,
        "customer": new.customer.as_deref().map(|name| names::anybody(server, name)).transpose()?,
        "due_at": new.due,
        "priority": new.priority,
        "tags": new.tag,
    }));
    let answer =
        server.ask("the request was not created", &Ask::post("/requests", body).once(new.once.key.as_deref())?)?;
    print_acted(server, &answer, "was created")
}

fn hand_off(server: &Server, new: &HandOff) -> Result<()> {
    let parent = names::request(server, new.request)?;
    let body = given(json!({
        "subject": new.subject,
        "details": any_words(new.details.as_deref())?,
        "provider": names::colleague(server, &new.to)?,
        "awaited": if new.not_awaited { Some(false) } else { None },
        "after": names::requests(server, &new.after)?,
        "seconds": new.takes,
        "due_at": new.due,
    }));
    let ask = Ask::post(format!("/requests/{parent}/hand-offs"), body).once(new.once.key.as_deref())?;
    let answer = server.ask("the hand-off was not raised", &ask)?;
    print_acted(server, &answer, "was created")
}

/// An act that needs nothing but a note.
fn simply(server: &Server, typed: &Act, word: &str, done: &str) -> Result<()> {
    let body = json!({ "act": word, "note": any_words(typed.note.as_deref())? });
    act(server, typed.request, body, done)
}

fn end(server: &Server, ending: &Ending, word: &str, done: &str) -> Result<()> {
    let mut answers = Vec::new();
    for (names, needed) in [(&ending.needed, true), (&ending.no_longer_needed, false)] {
        for id in names::requests(server, names)? {
            answers.push(json!({ "request": id, "needed": needed }));
        }
    }
    let body = json!({ "act": word, "note": any_words(ending.act.note.as_deref())?, "answers": answers });
    let name = ending.act.request;
    act(server, name, body, done).map_err(|error| {
        let waits = error.downcast_ref().is_some_and(Problem::wants_answers);
        let open = if waits { open_hand_offs(server, name).unwrap_or_default() } else { Vec::new() };
        if open.is_empty() {
            error
        } else {
            error.context(format!("{name} was not {done}, as long as {}", open.join("; ")))
        }
    })
}

/// The open hand-offs of a request, in words.
fn open_hand_offs(server: &Server, name: RequestName) -> Result<Vec<String>> {
    let id = names::request(server, name)?;
    let detail: Detail = server.ask("the hand-offs were not listed", &Ask::get(format!("/requests/{id}")))?.read()?;
    let is_open = |link: &&Link| !matches!(link.request.status.as_str(), "done" | "received" | "withdrawn");
    let below = detail.chain.iter().filter(|link| link.parent == Some(id)).filter(is_open);
    Ok(below
        .map(|link| format!("{} {} is {}", link.request.number, link.request.subject, link.request.status))
        .collect())
}

fn act(server: &Server, name: RequestName, body: Value, done: &str) -> Result<()> {
    let id = names::request(server, name)?;
    let ask = Ask::post(format!("/requests/{id}/acts"), given(body)).once(None)?;
    let answer = server.ask(&format!("{name} was not {done}"), &ask)?;
    print_acted(server, &answer, &format!("was {done}"))
}

/// Where something is said, where its files go, and what is to be told if it is not.
struct Said {
    place: &'static str,
    files: &'static str,
    failed: &'static str,
}

fn say(
    server: &Server,
    name: RequestName,
    Said { place, files, failed }: &Said,
    attach: &[PathBuf],
    mut body: Value,
    done: &str,
) -> Result<()> {
    let id = names::request(server, name)?;
    body["files"] = json!(attachments::send(server, id, files, attach)?);
    let ask = Ask::post(format!("/requests/{id}/{place}"), body).once(None)?;
    let answer = server.ask(failed, &ask)?;
    server.print(&answer, |acted: Acted| Ok(format!("{done}: request {}.\n", acted.number)))
}

fn promise(server: &Server, name: RequestName, due: Timestamp, kind: &str) -> Result<()> {
    let id = names::request(server, name)?;
    let ask = Ask::post(format!("/requests/{id}/terms"), json!({ "promise": kind, "due_at": due }));
    let answer = server.ask("nothing was promised", &ask)?;
    print_acted(server, &answer, &format!("is promised for {}", times::show(due)))
}

fn change(server: &Server, typed: &Change) -> Result<()> {
    let id = names::request(server, typed.request)?;
    let filled = match typed.field.as_slice() {
        [] => None,
        given => {
            let ask = Ask::get(format!("/requests/{id}"));
            let detail: Detail = server.ask("the fields were not listed", &ask)?.read()?;
            let known: Vec<Field> = detail.fields.into_iter().map(|filled| filled.field).collect();
            Some(fields::filled(&known, given)?)
        }
    };
    let mut body = given(json!({
        "subject": typed.subject,
        "details": any_words(typed.details.as_deref())?,
        "priority": typed.priority,
        "fields": filled,
        "tags": if typed.no_tags || !typed.tag.is_empty() { Some(&typed.tag) } else { None },
        "following": either(typed.follow, typed.unfollow),
        "snoozed_until": typed.snooze,
    }));
    if typed.wake {
        body["snoozed_until"] = Value::Null;
    }
    let answer =
        server.ask(&format!("{} was not changed", typed.request), &Ask::patch(format!("/requests/{id}"), body))?;
    print_acted(server, &answer, "was changed")
}

fn link(server: &Server, name: RequestName) -> Result<()> {
    let id = names::request(server, name)?;
    let answer = server.ask("no link was made", &Ask::post(format!("/requests/{id}/links"), Value::Null))?;
    server.print(&answer, |link: OnceLink| {
        let link = paint(STRONG, &server.page(&link.path));
        Ok(format!("The customer follows the request at {link}\nThe link is shown this once.\n"))
    })
}

/// Nothing is lost by it, and nothing has to be taken back in ten seconds: what was joined can be parted any time.
fn merge(server: &Server, name: RequestName, into: RequestName) -> Result<()> {
    let (id, whole) = (names::request(server, name)?, names::request(server, into)?);
    let ask = Ask::post(format!("/requests/{id}/merge"), json!({ "into": whole }));
    let answer = server.ask(&format!("{name} was not joined to {into}"), &ask)?;
    server.print(&answer, |acted: Acted| {
        let number = acted.number;
        let back = format!("`catena request part {number}` parts it again; nothing is lost.");
        Ok(format!("Request {} was joined to {into}.\n{}\n", paint(STRONG, &number.to_string()), paint(FAINT, &back)))
    })
}

fn part(server: &Server, name: RequestName) -> Result<()> {
    let id = names::request(server, name)?;
    let answer = server.ask(&format!("{name} was not parted"), &Ask::delete(format!("/requests/{id}/merge")))?;
    server.print(&answer, |acted: Acted| {
        Ok(format!("Request {} is a request of its own again.\n", paint(STRONG, &acted.number.to_string())))
    })
}

#[derive(Debug, Deserialize)]
struct MadeLinks {
    links: Vec<MadeLink>,
}

#[derive(Debug, Deserialize)]
struct MadeLink {
    id: Uuid,
    made_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

fn links(server: &Server, name: RequestName) -> Result<()> {
    let id = names::request(server, name)?;
    let answer = server.ask("the links were not listed", &Ask::get(format!("/requests/{id}/links")))?;
    server.print(&answer, |all: MadeLinks| {
        let mut table = Table::new(&["made", "revoked", "id"]).with_words(2);
        for link in all.links {
            table.push(vec![times::show(link.made_at), times::show_any(link.revoked_at), link.id.to_string()]);
        }
        Ok(lists::lines(&table))
    })
}

fn print_acted(server: &Server, answer: &Answer, done: &str) -> Result<()> {
    server.print(answer, |acted: Acted| {
        let mut lines = vec![format!("Request {} {done}.", paint(STRONG, &acted.number.to_string()))];
        let short = |seconds| format!("What is behind it needs {} more than was promised.", duration(seconds));
        lines.extend(acted.shortfall.map(short));
        let undo = format!("`catena request undo {}` takes it back within ten seconds.", acted.act);
        lines.push(paint(FAINT, &undo));
        Ok(lines.join("\n") + "\n")
    })
}
