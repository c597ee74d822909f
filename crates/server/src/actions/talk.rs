//! What is said: to the customer, and among colleagues. Two functions, two types, two tables: neither can be taken for
//! the other.

use catena_domain::chain::Stamp;
use catena_domain::event::Fact;
use catena_domain::id::{ActId, MessageId, NoteId, PartyId, RequestId};
use catena_domain::policy::Priority;
use catena_domain::request::Act;
use catena_store::requests::RequestRow;
use catena_store::talk::{Draft, MessageRow, NoteRow, add_message, save_draft};
use catena_store::{Sql, Tx, accounts, keep, parties, search};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::files::{Holder, attach_to_message, attach_to_note};
use super::macros::{signed, used};
use super::requests::{WORDS, allowed, keep_note, optional_words, prioritize, priority, put_tags, visible, words};
use super::work::{Bench, stamp};
use super::{Actor, Refusal, notices};
use crate::desk::Desk;
use crate::views::requests::{ActWord, Acted, RestWord};

/// Something to say to the customer.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The words, in Markdown; they may be empty if files go with them.
    pub body: String,
    /// The files that go with it, which were sent before, by their ids.
    #[serde(default)]
    pub files: Vec<Uuid>,
    /// Whether the signature of whoever writes is put under it.
    #[serde(default)]
    pub signed: bool,
    /// What else is done with the request.
    pub also: Option<Also>,
}

/// What is done with a request as something is said about it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// The priority that it gets, from 1 to 4.
    pub priority: Option<u8>,
    /// The tags that it gets beside those that it has.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Why it rests from then on.
    pub rests: Option<RestWord>,
}

/// Something to say among colleagues.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// The words, in Markdown; they may be empty if files go with them.
    pub body: String,
    /// The files that go with it, which were sent before, by their ids.
    #[serde(default)]
    pub files: Vec<Uuid>,
    /// Who is to look at it: colleagues, or teams with all who may.
    #[serde(default)]
    pub mentions: Vec<Uuid>,
    /// What else is done with the request.
    pub also: Option<Also>,
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
    if !outward && (new.signed || new.also.is_some()) {
        return Err(Refusal::Invalid("only colleagues sign messages, or do something else with them".to_owned()));
    }
    let mut told = new.clone();
    if new.signed {
        told.body = signed(&words_with(&new.files, &new.body, "the message")?, &used(tx.sql(), actor)?);
    }
    let mut acted = speak(desk, tx, &mut bench, actor.person, Holder::account(actor.account), outward, &told)?;
    if let Some(also) = &new.also {
        also.act(tx, actor, &mut bench, id, Stamp { act: ActId(acted.act), by: actor.person, now: desk.now() })?;
        acted.revision = bench.row(RequestId(acted.request))?.revision;
    }
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
    holder: Holder,
    outward: bool,
    new: &NewMessage,
) -> Result<Acted, Refusal> {
    let body = words_with(&new.files, &new.body, "the message")?;
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
    attach_to_message(tx, holder, &new.files, message, root, author)?;
    bench.save(tx, events)?;
    notices::tell(desk, tx, bench)?;
    bench.acted(root, stamp, None)
}

/// Notes something among colleagues.
pub fn note(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: RequestId, new: &NewNote) -> Result<Acted, Refusal> {
    actor.must_work()?;
    let body = words_with(&new.files, &new.body, "the note")?;
    let mut bench = Bench::load(tx.sql(), desk, id)?;
    visible(actor, &bench, id)?;
    let stamp = stamp(desk.moment(), actor.person);
    let note = NoteId(desk.id());
    let row = bench.row(id)?.clone();
    let mentioned = who(tx.sql(), actor, &row, &new.mentions)?;
    for person in &mentioned {
        keep::follow(tx, id, *person)?;
    }
    let events = bench.chain.remark(id, note, stamp)?;
    let at = bench.chain.last_at();
    keep_note(tx, &NoteRow { id: note, request: id, author: actor.person, at, body }, &mentioned)?;
    attach_to_note(tx, Holder::account(actor.account), &new.files, note, id, actor.person)?;
    bench.save(tx, events)?;
    if let Some(also) = &new.also {
        also.act(tx, actor, &mut bench, id, stamp)?;
    }
    notices::tell(desk, tx, &bench)?;
    save_draft(tx, actor.account, id, &Draft { kind: "note".to_owned(), body: String::new(), changed_at: desk.now() })?;
    bench.acted(id, stamp, None)
}

/// Words that have to be there unless files speak for themselves.
fn words_with(files: &[Uuid], body: &str, what: &str) -> Result<String, Refusal> {
    if files.is_empty() { words(body, WORDS, what) } else { optional_words(body, WORDS, what) }
}

impl Also {
    /// The priority, if it is one.
    pub fn checked_priority(&self) -> Result<Option<Priority>, Refusal> {
        self.priority.map(|given| priority(Some(given))).transpose()
    }

    /// The tags, if they are some.
    pub fn checked_tags(&self) -> Result<Vec<String>, Refusal> {
        if self.tags.len() > 30 {
            return Err(Refusal::Invalid("a text brings at most 30 tags".to_owned()));
        }
        self.tags.iter().map(|tag| words(tag, 60, "a tag")).collect()
    }

    /// Does it, as a part of the same act.
    fn act(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        bench: &mut Bench,
        id: RequestId,
        stamp: Stamp,
    ) -> Result<(), Refusal> {
        if let Some(wanted) = self.checked_priority()? {
            prioritize(tx, bench, id, wanted, stamp)?;
        }
        put_tags(tx, id, &self.checked_tags()?)?;
        let Some(why) = self.rests else { return Ok(()) };
        if !allowed(actor, bench.row(id)?, ActWord::Pause) {
            return Err(Refusal::NotAllowed("that the request rests is for others to say".to_owned()));
        }
        let events = bench.chain.act(id, Act::Pause(why.into()), &[], stamp)?;
        bench.save(tx, events)
    }
}

/// The people who are mentioned: of a team all who may see the request. Whoever mentions somebody who may not is told.
fn who(sql: &mut dyn Sql, actor: &Actor, row: &RequestRow, named: &[Uuid]) -> Result<Vec<PartyId>, Refusal> {
    let mut mentioned: Vec<PartyId> = Vec::new();
    for &id in named {
        let party =
            parties::find(sql, PartyId(id))?.filter(|party| party.internal && !actor.hidden.contains(&party.id));
        let party = party.ok_or_else(|| Refusal::Invalid(format!("there is no colleague {id} to mention")))?;
        let people = if party.kind == "person" {
            vec![party.id]
        } else {
            let members = parties::members(sql)?.into_iter().filter(|member| member.team == party.id);
            members.map(|member| member.person).collect()
        };
        let mut reached = false;
        for person in people {
            let Some(account) = accounts::of_party(sql, person)? else { continue };
            if Actor::of_account(sql, &account)?.is_some_and(|other| other.role.is_staff() && other.sees(row)) {
                reached = true;
                if !mentioned.contains(&person) {
                    mentioned.push(person);
                }
            }
        }
        if !reached {
            return Err(Refusal::Invalid(format!(
                "{} may not see this request, so the note does not reach them",
                party.name
            )));
        }
    }
    Ok(mentioned)
}

/// Takes a mention off what waits for them.
pub fn see_mention(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, note: NoteId) -> Result<(), Refusal> {
    actor.must_be_staff()?;
    actor.must_write()?;
    if catena_store::talk::see_mention(tx, actor.person, note, desk.now())? {
        Ok(())
    } else {
        Err(Refusal::Missing("no such note mentions you".to_owned()))
    }
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
