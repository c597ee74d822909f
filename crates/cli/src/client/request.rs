//! `catena request show`: one request with its chain, its promises, and what was said and done.

use std::collections::HashMap;

use anyhow::Result;
use uuid::Uuid;

use super::arguments::RequestName;
use super::lists::{self, plain};
use super::server::{Ask, Server};
use super::times;
use super::views::{Attached, Detail, Filled, Happened, Link, Said};
use crate::show::table::{Table, cut, wrap};
use crate::show::words::{count, duration};
use crate::terminal::{self, FAINT, STRONG, paint};

/// How many of the last events are shown.
const LAST: usize = 10;

pub fn show(server: &Server, name: RequestName) -> Result<()> {
    let path = match name {
        RequestName::Number(number) => format!("/requests/{number}"),
        RequestName::Id(id) => format!("/requests/{id}"),
    };
    let answer = server.ask(&format!("{name} was not shown"), &Ask::get(path))?;
    server.print(&answer, |detail: Detail| Ok(page(&detail)))
}

fn page(detail: &Detail) -> String {
    let mut parts = vec![head(detail)];
    if detail.chain.len() > 1 {
        parts.push(lists::section("The chain", Some(&chain(&detail.chain, detail.link.request.id)), ""));
    }
    if !detail.fields.is_empty() {
        parts.push(lists::section("Answers", Some(&filled(&detail.fields)), ""));
    }
    if !detail.link.promises.is_empty() {
        parts.push(lists::section("Promises", Some(&promises(&detail.link)), ""));
    }
    if !detail.link.checklist.is_empty() {
        let heading = paint(STRONG, "To be there when it is handed over");
        parts.push(format!("{heading}\n  {}\n", detail.link.checklist.join("\n  ")));
    }
    let talk = [("Messages", &detail.messages), ("Notes among colleagues", &detail.notes)];
    parts.extend(talk.into_iter().filter(|(_, said)| !said.is_empty()).map(|(heading, said)| words(heading, said)));
    if !detail.history.is_empty() {
        parts.push(history(&detail.history, &detail.chain));
    }
    parts.join("\n")
}

fn head(detail: &Detail) -> String {
    let (link, request, width) = (&detail.link, &detail.link.request, terminal::width());
    let mut lines = vec![
        format!("{}  {}", paint(STRONG, &request.number.to_string()), paint(STRONG, &request.subject)),
        format!("{} for {}: {}", request.provider.name, request.customer.name, lists::status(request)),
    ];
    if request.root.number != request.number {
        lines.push(format!("for request {} of {}", request.root.number, request.root.customer.name));
    }
    if let Some(whole) = &detail.merged {
        lines.push(format!("joined to request {}: {}", whole.number, whole.subject));
    }
    let joined: Vec<String> = detail.parts.iter().map(|part| format!("{} {}", part.number, part.subject)).collect();
    if !joined.is_empty() {
        lines.push(wrap(&format!("joined to it: {}", joined.join(", ")), width, 0));
    }
    let mut terms = vec![format!("priority {}", request.priority)];
    terms.extend(request.service.as_ref().map(|service| format!("service {}", service.name)));
    terms.extend(request.due_at.map(|at| format!("due {}", times::show(at))));
    terms.extend(request.latest_start_at.map(|at| format!("begin by {}", times::show(at))));
    terms.extend(link.expected_at.map(|at| format!("expected {}", times::show(at))));
    terms.extend(link.slack.map(spare));
    terms.extend(request.done_at.map(|at| format!("done {}", times::show(at))));
    lines.push(wrap(&terms.join(", "), width, 0));
    if !detail.tags.is_empty() {
        lines.push(paint(FAINT, &wrap(&format!("tags {}", detail.tags.join(", ")), width, 0)));
    }
    if !request.may.is_empty() {
        lines.push(paint(FAINT, &wrap(&format!("you may {}", request.may.join(", ")), width, 0)));
    }
    if !detail.details.is_empty() {
        lines.push(String::new());
        lines.extend(detail.details.lines().map(|line| wrap(line, width, 0)));
    }
    lines.join("\n") + "\n"
}

/// How much time is left, or by how much it is too late.
fn spare(slack: i64) -> String {
    if slack < 0 { format!("{} too late", duration(-slack)) } else { format!("{} to spare", duration(slack)) }
}

/// The chain as a table: a hand-off is below the request that needs it, further in.
fn chain(links: &[Link], shown: Uuid) -> Table {
    let known: Vec<Uuid> = links.iter().map(|link| link.request.id).collect();
    let mut below: HashMap<Option<Uuid>, Vec<&Link>> = HashMap::new();
    for link in links {
        below.entry(link.parent.filter(|parent| known.contains(parent))).or_default().push(link);
    }
    let width = terminal::width() / 3;
    let mut table = Table::new(&["request", "of", "status", "due", "slack"]).with_words(3);
    let mut next: Vec<(usize, &Link)> =
        below.remove(&None).unwrap_or_default().into_iter().rev().map(|l| (0, l)).collect();
    while let Some((depth, link)) = next.pop() {
        let request = &link.request;
        let sign = if request.id == shown { "▸ " } else { "" };
        let name = format!("{}{sign}{} {}", "  ".repeat(depth.min(8)), request.number, request.subject);
        let status = if request.awaited { lists::status(request) } else { lists::status(request) + ", not awaited" };
        table.push(vec![
            cut(&name, width + 6),
            cut(&request.provider.name, width / 2),
            status,
            times::show_any(request.due_at),
            link.slack.map_or_else(|| "–".to_owned(), duration),
        ]);
        let children = below.remove(&Some(request.id)).unwrap_or_default();
        next.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
    }
    table
}

/// What stands in the custom fields of the service.
fn filled(fields: &[Filled]) -> Table {
    let mut table = Table::new(&["what", "is", ""]).with_words(3);
    for filled in fields {
        let values = if filled.values.is_empty() { "–".to_owned() } else { filled.values.join(", ") };
        let who = if filled.internal { "only colleagues" } else { "" };
        table.push(vec![filled.field.label.clone(), cut(&values, terminal::width() / 2), who.to_owned()]);
    }
    table
}

fn promises(link: &Link) -> Table {
    let mut table = Table::new(&["what", "stands", "due", "met"]).with_words(2);
    for promise in &link.promises {
        let (due, met) = (times::show(promise.due_at), times::show_any(promise.met_at));
        table.push(vec![plain(&promise.kind), promise.standing.clone(), due, met]);
    }
    table
}

fn words(heading: &str, said: &[Said]) -> String {
    let mut lines = vec![paint(STRONG, heading)];
    for words in said {
        let way = match words.outward {
            Some(true) => " to the customer",
            Some(false) => " from the customer",
            None => "",
        };
        let part = words.part.map(|number| format!(" in request {number}")).unwrap_or_default();
        lines.push(paint(FAINT, &format!("  {}  {}{way}{part}", times::show(words.at), words.author.name)));
        lines.extend(words.body.lines().map(|line| format!("    {}", wrap(line, terminal::width() - 4, 4))));
        lines.extend(words.files.iter().map(|file| paint(FAINT, &format!("    {}", attached(file)))));
    }
    lines.join("\n") + "\n"
}

/// A file in one line; one that was erased has no name any more.
fn attached(file: &Attached) -> String {
    if file.name.is_empty() {
        return "a file that was erased".to_owned();
    }
    format!("{} ({} bytes), file {}", file.name, count(file.size), file.id)
}

/// What happened in the whole chain.
fn history(happened: &[Happened], chain: &[Link]) -> String {
    let mut table = Table::new(&["when", "what", "request", "who"]).with_words(4);
    let left_out = happened.len().saturating_sub(LAST);
    for event in &happened[left_out..] {
        let who = event.by.as_ref().map_or("", |by| by.name.as_str());
        let request = chain.iter().find(|link| link.request.id == event.subject);
        let number = request.map(|link| link.request.number.to_string()).unwrap_or_default();
        table.push(vec![times::show(event.at), event.words(), number, who.to_owned()]);
    }
    let heading = match left_out {
        0 => "What happened".to_owned(),
        more => format!("What happened last ({} before that)", count(more as u64)),
    };
    lists::section(&heading, Some(&table), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_is_told_in_words() {
        assert_eq!([spare(3600), spare(0), spare(-600)], ["1 h to spare", "0 s to spare", "10 min too late"]);
    }
}
