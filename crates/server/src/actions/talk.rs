//! What is said: to the customer, and among colleagues. Two functions, two types, two tables: neither can be taken for
//! the other.

use catena_domain::event::Fact;
use catena_domain::id::{MessageId, NoteId, PartyId, RequestId};
use catena_store::talk::{Draft, MessageRow, NoteRow, add_message, save_draft};
use catena_store::{Tx, keep, parties, search};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{WORDS, keep_note, optional_words, visible, words};
use super::work::{Bench, stamp};
use super::{Actor, Refusal, notices};
use crate::desk::Desk;
use crate::views::requests::Acted;

/// Something to say to the customer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The words, in Markdown.
    pub body: String,
}

/// Something to say among colleagues.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// The words, in Markdown.
    pub body: String,
    /// Who is to look at it.
    #[serde(default)]
    pub mentions: Vec<Uuid>,
}

/// Says something in the conversation of a chain's root: a colleague to the customer, or the customer themselves.
pub fn say(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId, new: &NewMessage) -> Result<Acted, Refusal> {
    actor.must_write()?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let customer = bench.chain.root().request.customer();
    let outward = actor.person != customer;
    if outward {
        actor.must_work()?;
    }
    let acted = speak(desk, tx, &mut bench, actor.person, outward, new)?;
    save_draft(
        tx,
        actor.account,
        id,
        &Draft { kind: "message".to_owned(), body: String::new(), changed_at: desk.now() },
    )?;
    Ok(acted)
}

/// Keeps what `author`, who was let in already, says in the conversation.
pub fn speak(
    desk: &Desk,
    tx: &mut Tx<'_>,
    bench: &mut Bench,
    author: PartyId,
    outward: bool,
    new: &NewMessage,
) -> Result<Acted, Refusal> {
    let body = words(&new.body, WORDS, "the message")?;
    let stamp = stamp(desk.moment(), author);
    let message = MessageId(desk.id());
    let root = bench.chain.root().id();
    let events = if outward {
        bench.chain.answer(root, message, stamp)?
    } else {
        let mut events = bench.chain.note(root, Fact::Wrote(message), stamp)?;
        // What waited for the customer goes on when they answer.
        let waits = |pause: &catena_domain::request::Pause| {
            pause.to.is_none() && pause.why == catena_domain::request::Rest::Customer
        };
        if bench.chain.root().request.pauses().last().is_some_and(waits) {
            events.extend(bench.chain.act(root, catena_domain::request::Act::Resume, &[], stamp)?);
        }
        events
    };
    let at = bench.chain.last_at();
    search::put(tx, search::Kind::Message, message.0, Some(root), author, &body)?;
    add_message(tx, &MessageRow { id: message, request: root, author, outward, at, body })?;
    bench.save(tx, events)?;
    notices::tell(desk, tx, bench)?;
    let row = bench.row(root)?;
    Ok(Acted { request: root.0, number: row.number, act: stamp.act.0, revision: row.revision, shortfall: None })
}

/// Notes something among colleagues.
pub fn note(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId, new: &NewNote) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let body = words(&new.body, WORDS, "the note")?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let stamp = stamp(desk.moment(), actor.person);
    let note = NoteId(desk.id());
    let mut mentioned = Vec::new();
    for person in &new.mentions {
        let row = parties::find(tx.sql(), PartyId(*person))?.filter(|row| row.internal && row.kind == "person");
        let row = row.ok_or_else(|| Refusal::Invalid(format!("there is no colleague {person} to mention")))?;
        keep::follow(tx, id, row.id)?;
        mentioned.push(row.id);
    }
    let events = bench.chain.remark(id, note, stamp)?;
    let at = bench.chain.last_at();
    keep_note(tx, &NoteRow { id: note, request: id, author: actor.person, at, body }, &mentioned)?;
    bench.save(tx, events)?;
    notices::tell(desk, tx, &bench)?;
    save_draft(tx, actor.account, id, &Draft { kind: "note".to_owned(), body: String::new(), changed_at: desk.now() })?;
    let row = bench.row(id)?;
    Ok(Acted { request: id.0, number: row.number, act: stamp.act.0, revision: row.revision, shortfall: None })
}

/// Keeps what somebody began to write.
pub fn draft(
    desk: &Desk,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RequestId,
    kind: &str,
    body: &str,
) -> Result<(), Refusal> {
    actor.must_write()?;
    if !matches!(kind, "message" | "note") {
        return Err(Refusal::Invalid(format!("there are drafts of a message and of a note, not of a {kind}")));
    }
    let bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let body = optional_words(body, WORDS, "the draft")?;
    Ok(save_draft(tx, actor.account, id, &Draft { kind: kind.to_owned(), body, changed_at: desk.now() })?)
}

/// Markdown as safe HTML. Only what Markdown itself says becomes HTML: HTML in it is shown as it was written, pictures
/// give way to their descriptions, and links lead to the web or to a mailbox or nowhere.
pub fn to_html(markdown: &str) -> String {
    let is_safe = |address: &str| {
        ["http://", "https://", "mailto:"].iter().any(|scheme| address.to_ascii_lowercase().starts_with(scheme))
    };
    let mut links = Vec::new();
    let events = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES);
    let safe = events.filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            links.push(is_safe(dest_url));
            links.last().is_some_and(|safe| *safe).then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(event),
        other => Some(other),
    });
    let mut text = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut text, safe);
    text.replace("<a href=", "<a rel=\"noopener noreferrer nofollow\" href=")
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn words_become_html_that_cannot_run_or_load_anything() {
        assert_eq!(to_html("**Red** roses"), "<p><strong>Red</strong> roses</p>\n");
        assert_eq!(to_html("a <b>b</b>"), "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n");
        let link = "<p><a rel=\"noopener noreferrer nofollow\" href=\"https://example.org/\">here</a></p>\n";
        assert_eq!(to_html("[here](https://example.org/)"), link);
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![](https://tracker.example/pixel.png)",
            "[click](javascript:alert(1))",
            "[click](JaVaScRiPt:alert(1))",
            "[click](data:text/html,<script>)",
            "<javascript:alert(1)>",
            "<a href=\"data:text/html,<script>\">x</a>",
            "<style>body{display:none}</style>",
            "<iframe src=\"//evil.example\"></iframe>",
            "<svg onload=alert(1)>",
            "`<script>`",
            "[a\"onclick=alert(1)](https://example.org/\"onclick=\"alert(1))",
        ] {
            let html = to_html(hostile);
            for forbidden in [
                "<script",
                "<img",
                "<style",
                "<iframe",
                "<svg",
                "<a href",
                "nofollow\" href=\"javascript",
                "nofollow\" href=\"data",
                "example.org/\"onclick",
            ] {
                assert!(!html.to_lowercase().contains(forbidden), "{html}");
            }
        }
    }
}
