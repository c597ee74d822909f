//! An analysis as one page that can be sent and printed: no script, nothing fetched from elsewhere, light and dark.
//! Every word of the input is escaped.

use std::fmt::Write;

use catena_formats::{Action, Quality};
use catena_server::report::{Edge, Link, Report};

use super::sentences::{CAVEAT, sentences};
use super::words::{count, instant, percent, share, some, span};

/// Edges of the domino table that are shown.
const EDGES: usize = 20;

/// The page on `report`, which was read from `source`.
pub fn show(report: &Report, quality: &Quality, source: &str) -> String {
    let mut page = Page(String::new());
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.element("title", &format!("The weakest link in {source}"));
    page.raw("<style>\n");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n<main>\n");
    page.element("h1", "The weakest link");
    page.element("p class=\"source\"", &asked(report, source));
    for (index, sentence) in sentences(report).iter().enumerate() {
        page.element(if index < 2 { "p class=\"lead\"" } else { "p" }, sentence);
    }
    links(&mut page, report);
    plan(&mut page, report);
    pairs(&mut page, report);
    dominoes(&mut page, report);
    returned(&mut page, report);
    data(&mut page, quality);
    page.element(
        "footer",
        "Made by Catena. The definition of every figure stands in its documentation, under “Definitions”.",
    );
    page.raw("</main>\n</body>\n</html>\n");
    page.0
}

/// What was asked for.
fn asked(report: &Report, source: &str) -> String {
    let options = &report.options;
    let mut text = format!("{source}: {}", some(report.complete_chains, "complete chain", "complete chains"));
    if options.internal {
        text += " of internal customers";
    }
    for filter in &options.filters {
        let _ = write!(text, ", {} {}", filter.name, filter.value);
    }
    for (word, when) in [("from", &options.from), ("before", &options.to)] {
        if let Some(when) = when {
            let _ = write!(text, ", opened {word} {} UTC", instant(when));
        }
    }
    let _ = write!(text, ". Typical budgets at {}", percent(options.typical));
    if options.resamples > 0 {
        let _ = write!(
            text,
            "; {} from seed {}",
            some(u64::from(options.resamples), "resample", "resamples"),
            options.seed
        );
    }
    text + "."
}

fn links(page: &mut Page, report: &Report) {
    if report.links.is_empty() {
        return;
    }
    let promised = report.kept_promises + report.broken_promises > 0;
    let sure = promised && report.links.iter().any(|link| link.p_weakest.is_some());
    let mut shown: Vec<&Link> = report.links.iter().collect();
    let mut header = vec!["Link"];
    if promised {
        page.element("h2", "Links, the weakest first");
        header.push("Saves");
    } else {
        page.element("h2", "Links, by the time for which they held the chains");
        shown.sort_by_key(|link| std::cmp::Reverse(link.held_seconds));
    }
    if sure {
        header.extend(["95 %", "P(weakest)"]);
    }
    if promised {
        header.extend(["Broke", "Charged", "Credit"]);
    }
    header.extend(["Held: working and waiting", "Waiting", "Hand-offs"]);
    page.table(&header);
    let charged = report.links.iter().map(|link| link.charged_seconds).fold(0.0, f64::max);
    let most = report.links.iter().map(|link| link.held_seconds).max().unwrap_or(0).max(1) as f64;
    let longest = if promised { charged } else { most };
    for link in shown {
        page.raw("<tr>");
        page.element("th scope=\"row\"", &link.provider);
        if promised {
            page.element("td", &count(link.saves));
        }
        if sure {
            let interval = link.saves_interval.map(|(low, high)| format!("{}–{}", count(low), count(high)));
            page.element("td", &interval.unwrap_or_default());
            page.element("td", &link.p_weakest.map_or_else(String::new, percent));
        }
        if promised {
            page.element("td", &count(link.broke));
            page.element("td", &span(link.charged_seconds, longest));
            page.element("td", &format!("{:.1}", link.credit));
        }
        held(page, link, most, longest);
        page.element("td", &span(link.waiting_seconds as f64, longest));
        page.element("td", &count(link.hand_offs));
        page.raw("</tr>\n");
    }
    page.end_table();
    if promised {
        page.element(
            "p class=\"note\"",
            "Saves: broken promises that its repair alone would have kept. Charged: its share of the overruns. Credit: \
             its fair share of what repairing everybody would keep. Held: time on the critical path.",
        );
    }
}

/// A bar for the time a link held promises: working in full, waiting lighter.
fn held(page: &mut Page, link: &Link, most: f64, longest: f64) {
    let working = (link.held_seconds - link.waiting_seconds) as f64 / most * 100.0;
    let waiting = link.waiting_seconds as f64 / most * 100.0;
    page.raw("<td><span class=\"bar\" aria-hidden=\"true\">");
    let _ = write!(
        page.0,
        "<i class=\"working\" style=\"width:{working:.2}%\"></i><i class=\"waiting\" style=\"width:{waiting:.2}%\"></i>"
    );
    page.raw("</span>");
    page.element("span class=\"figure\"", &span(link.held_seconds as f64, longest));
    page.raw("</td>");
}

fn plan(page: &mut Page, report: &Report) {
    let all = report.repair_plan.iter().map(|step| step.saves).sum::<u64>() + report.needs_several;
    if all == 0 {
        return;
    }
    page.element("h2", "Repair plan");
    page.table(&["Repair", "Keeps", "Together", "Share of all broken promises"]);
    let mut kept = 0;
    let steps = report.repair_plan.iter().map(|step| (step.provider.as_str(), step.saves, "working"));
    let several = (report.needs_several > 0).then_some(("several links at once", report.needs_several, "waiting"));
    for (name, saves, kind) in steps.chain(several) {
        let (before, added) =
            (kept as f64 / report.broken_promises as f64 * 100.0, saves as f64 / report.broken_promises as f64 * 100.0);
        kept += saves;
        page.raw("<tr>");
        page.element("th scope=\"row\"", name);
        page.element("td", &format!("+{}", count(saves)));
        page.element("td", &count(kept));
        page.raw("<td><span class=\"bar\" aria-hidden=\"true\">");
        let _ = write!(
            page.0,
            "<i class=\"before\" style=\"width:{before:.2}%\"></i><i class=\"{kind}\" style=\"width:{added:.2}%\"></i>"
        );
        page.raw("</span>");
        page.element("span class=\"figure\"", &share(kept, report.broken_promises));
        page.raw("</td></tr>\n");
    }
    page.end_table();
    page.element("p class=\"note\"", CAVEAT);
}

fn pairs(page: &mut Page, report: &Report) {
    if report.pairs.is_empty() {
        return;
    }
    page.element("h2", "Links that need each other");
    page.table(&["Both of", "Promises that need both"]);
    for pair in report.pairs.iter().take(EDGES) {
        page.raw("<tr>");
        page.element("th scope=\"row\"", &format!("{} and {}", pair.providers.0, pair.providers.1));
        page.element("td", &count(pair.promises));
        page.raw("</tr>\n");
    }
    page.end_table();
    page.more(report.pairs.len());
}

fn dominoes(page: &mut Page, report: &Report) {
    let edges = &report.domino.edges;
    if !edges.is_empty() {
        page.element("h2", "How lateness travels");
        page.table(&["From", "To", "Late if it was late", "Late if it was not", "Times as likely"]);
        let mut shown: Vec<&Edge> = edges.iter().collect();
        shown.sort_by_key(|edge| std::cmp::Reverse(edge.broke_parent_broke));
        for edge in shown.into_iter().take(EDGES) {
            let risk = |share: &Option<catena_server::report::Share>| {
                share.map_or_else(|| "–".to_owned(), |share| format!("{} of {}", percent(share.share), count(share.n)))
            };
            page.raw("<tr>");
            page.element("th scope=\"row\"", &edge.provider);
            page.element("td", &edge.customer);
            page.element("td", &risk(&edge.risk_if_broken));
            page.element("td", &risk(&edge.risk_if_kept));
            page.element(
                "td",
                &edge.risk_ratio.map_or_else(
                    || "–".to_owned(),
                    |ratio| format!("{:.1} ({:.1} to {:.1})", ratio.value, ratio.interval.0, ratio.interval.1),
                ),
            );
            page.raw("</tr>\n");
        }
        page.end_table();
        page.more(edges.len());
        page.element("p class=\"note\"", "An association, not a cause: busy days make both late.");
    }
    if !report.domino.absorbers.is_empty() {
        page.element("h2", "Work that was received late");
        page.table(&["Team", "Received late", "Left on time", "Share", "95 %", "All others", "Absorber"]);
        for team in &report.domino.absorbers {
            page.raw("<tr>");
            page.element("th scope=\"row\"", &team.provider);
            page.element("td", &count(team.cases));
            page.element("td", &count(team.closed_by_due));
            page.element("td", &percent(team.share));
            page.element("td", &format!("{} to {}", percent(team.interval.0), percent(team.interval.1)));
            page.element("td", &team.others_share.map_or_else(|| "–".to_owned(), percent));
            page.element("td", if team.absorber { "yes" } else { "" });
            page.raw("</tr>\n");
        }
        page.end_table();
    }
}

fn returned(page: &mut Page, report: &Report) {
    let rework = &report.rework;
    if rework.ping_pong_chains + rework.rework_hand_offs == 0 {
        return;
    }
    page.element("h2", "Work that came back");
    page.element(
        "p",
        &format!(
            "{} returned to a team that had already held them; {} were returned or reopened.",
            some(rework.ping_pong_chains, "chain", "chains"),
            some(rework.rework_hand_offs, "hand-off", "hand-offs"),
        ),
    );
}

fn data(page: &mut Page, quality: &Quality) {
    page.element("h2", "Data quality");
    page.element(
        "p",
        &format!("{} read, {}.", some(quality.rows, "row", "rows"), some(quality.hand_offs, "hand-off", "hand-offs")),
    );
    if quality.findings.is_empty() {
        page.element("p", "Nothing had to be left out or repaired.");
        return;
    }
    page.table(&["Found", "Times", "Action", "First at"]);
    for finding in &quality.findings {
        page.raw("<tr>");
        page.element("th scope=\"row\"", &finding.sentence);
        page.element("td", &count(finding.count));
        page.element(
            "td",
            match finding.action {
                Action::LeftOut => "left out",
                Action::Repaired => "repaired",
                Action::Noted => "noted",
            },
        );
        let first = finding.places.first().map(|place| match place.line {
            0 => place.file.clone(),
            line => format!("{}:{line}", place.file),
        });
        page.element("td", &first.unwrap_or_default());
        page.raw("</tr>\n");
    }
    page.end_table();
}

/// Markup while it is being written.
struct Page(String);

impl Page {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Text, escaped.
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(character),
            }
        }
    }

    /// An element around escaped text; `tag` may carry attributes.
    fn element(&mut self, tag: &str, text: &str) {
        let name = tag.split(' ').next().unwrap_or(tag);
        let _ = write!(self.0, "<{tag}>");
        self.text(text);
        let _ = writeln!(self.0, "</{name}>");
    }

    fn table(&mut self, header: &[&str]) {
        self.raw("<div class=\"table\" tabindex=\"0\"><table>\n<thead><tr>");
        for name in header {
            self.element("th scope=\"col\"", name);
        }
        self.raw("</tr></thead>\n<tbody>\n");
    }

    fn end_table(&mut self) {
        self.raw("</tbody></table></div>\n");
    }

    /// Says how many rows of a table were not shown.
    fn more(&mut self, rows: usize) {
        if rows > EDGES {
            self.element("p class=\"note\"", &format!("And {} more.", count((rows - EDGES) as u64)));
        }
    }
}

const STYLE: &str = "\
:root { color-scheme: light dark; --ink: #1d2420; --soft: #57615b; --line: #d5dbd7; --paper: #fdfdfb; --work: #0b6e4f; --wait: #d9952b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ece9; --soft: #a6b0aa; --line: #38413c; --paper: #151a17; --work: #4cc397; --wait: #e3ac55; }
}
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --work: #0b6e4f; --wait: #d9952b; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; }
p { max-width: 48rem; margin: .4rem 0; }
.lead { font-size: 1.15rem; font-weight: 600; }
.source, .note, footer { color: var(--soft); font-size: .9rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .75rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; }
thead th { color: var(--soft); font-weight: 500; font-size: .85rem; vertical-align: bottom; }
tbody th { font-weight: 600; }
.bar { display: inline-flex; width: 9rem; height: .8rem; margin-right: .5rem; vertical-align: middle; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.figure { display: inline-block; min-width: 5.5rem; }
td { white-space: nowrap; }
.bar i { display: block; height: 100%; }
.working { background: var(--work); }
.waiting { background: repeating-linear-gradient(45deg, var(--wait) 0 3px, transparent 3px 6px); outline: 1px solid var(--wait); outline-offset: -1px; }
.before { background: var(--line); }
@media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_input_cannot_become_markup() {
        let mut page = Page(String::new());
        page.element("td", "<script>\"a\" & 'b'</script>");
        assert_eq!(page.0, "<td>&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;</td>\n");
    }
}
