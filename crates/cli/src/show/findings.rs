//! An analysis on the terminal: sentences first, then the ranking, the repair plan as rising bars, and what became of
//! the rows.

use catena_formats::Quality;
use catena_server::report::{Link, Report};
use unicode_width::UnicodeWidthStr;

use super::sentences::{CAVEAT, sentences};
use super::table::{Table, cut, fit, wrap};
use super::words::{count, percent, some, span};
use crate::terminal::{FAINT, GOOD, STRONG, paint};

/// How many links are listed; the others are counted.
const LISTED: usize = 30;

/// The findings on lines of `width` characters.
pub fn show(report: &Report, quality: &Quality, width: usize) -> String {
    let mut lines: Vec<String> = sentences(report).iter().map(|sentence| wrap(sentence, width, 0)).collect();
    for line in lines.iter_mut().take(2) {
        *line = paint(STRONG, line);
    }
    if report.kept_promises + report.broken_promises > 0 {
        lines.push(heading("Links, the weakest first"));
        lines.extend(ranking(report, width));
    } else if !report.links.is_empty() {
        lines.push(heading("Links, by the time for which they held the chains"));
        lines.extend(holders(report, width));
    }
    if !report.repair_plan.is_empty() || report.needs_several > 0 {
        lines.push(heading("Repair plan: promises kept, one link after the other"));
        lines.extend(plan(report, width));
        lines.push(format!("  {}", paint(FAINT, &wrap(CAVEAT, width - 2, 2))));
    }
    lines.push(heading("Data quality"));
    lines.extend(summary(quality, width));
    lines.push(String::new());
    lines.join("\n")
}

fn heading(words: &str) -> String {
    format!("\n{}", paint(STRONG, words))
}

fn ranking(report: &Report, width: usize) -> Vec<String> {
    let sure = report.links.iter().any(|link| link.p_weakest.is_some());
    let mut header = vec!["link", "saves"];
    if sure {
        header.extend(["95 %", "P(weakest)"]);
    }
    header.extend(["broke", "charged", "credit", "held", "waiting", "hand-offs"]);
    let mut table = Table::new(&header);
    let longest = report.links.iter().map(|link| link.charged_seconds).fold(0.0, f64::max);
    for link in report.links.iter().take(LISTED) {
        table.push(row(link, sure, longest, width));
    }
    let (mut lines, left_out) = table.show(width);
    lines.extend(more(report));
    if !left_out.is_empty() {
        let line = format!("not shown for want of room: {}", left_out.join(", "));
        lines.push(format!("  {}", paint(FAINT, &wrap(&line, width - 2, 2))));
    }
    lines
}

/// Says how many links are not listed.
fn more(report: &Report) -> Option<String> {
    let more = report.links.len().checked_sub(LISTED).filter(|&more| more > 0)?;
    let more = some(more as u64, "more link", "more links");
    Some(format!("  {}", paint(FAINT, &format!("and {more}: see --csv or --json"))))
}

/// What can be said of links where nothing was promised.
fn holders(report: &Report, width: usize) -> Vec<String> {
    let mut links: Vec<&Link> = report.links.iter().collect();
    links.sort_by_key(|link| std::cmp::Reverse(link.held_seconds));
    let longest = links.first().map_or(0.0, |link| link.held_seconds as f64);
    let mut table = Table::new(&["link", "held", "waiting", "hand-offs"]);
    for link in links.into_iter().take(LISTED) {
        table.push(vec![
            cut(&link.provider, width / 3),
            span(link.held_seconds as f64, longest),
            span(link.waiting_seconds as f64, longest),
            count(link.hand_offs),
        ]);
    }
    let (mut lines, _) = table.show(width);
    lines.extend(more(report));
    let hint = "A recipe can say what was promised: see [promise] in its description.";
    lines.push(format!("  {}", paint(FAINT, &wrap(hint, width - 2, 2))));
    lines
}

fn row(link: &Link, sure: bool, longest: f64, width: usize) -> Vec<String> {
    let mut row = vec![cut(&link.provider, width / 3), count(link.saves)];
    if sure {
        row.push(link.saves_interval.map_or_else(String::new, |(low, high)| format!("{}–{}", count(low), count(high))));
        row.push(link.p_weakest.map_or_else(String::new, percent));
    }
    row.extend([
        count(link.broke),
        span(link.charged_seconds, longest),
        format!("{:.1}", link.credit),
        span(link.held_seconds as f64, longest),
        span(link.waiting_seconds as f64, longest),
        count(link.hand_offs),
    ]);
    row
}

/// One bar for each step, as long as everything kept so far.
fn plan(report: &Report, width: usize) -> Vec<String> {
    const SEVERAL: &str = "several links at once";
    let kept_by_steps: u64 = report.repair_plan.iter().map(|step| step.saves).sum();
    let all = kept_by_steps + report.needs_several;
    let steps = &report.repair_plan[..report.repair_plan.len().min(LISTED)];
    let several = (report.needs_several > 0).then_some(SEVERAL);
    let names = steps.iter().map(|step| step.provider.as_str()).chain(several);
    let name_width = names.map(UnicodeWidthStr::width).max().unwrap_or(0).min(width / 3);
    let figure_width = format!(" {} +{}", count(all), count(all)).len();
    let room = width.saturating_sub(2 + 3 + name_width + 2 + figure_width).max(8);
    let cells = |kept: u64| (kept as f64 / all.max(1) as f64 * room as f64).round() as usize;
    let line = |number: &str, name: &str, before: u64, more: u64, sign: &str| {
        let (kept, end) = (cells(before), cells(before + more));
        let figure = format!("{} +{}", count(before + more), count(more));
        format!(
            "  {number:>2} {}  {}{}{}{figure:>figure_width$}",
            fit(name, name_width),
            paint(FAINT, &"█".repeat(kept)),
            paint(GOOD, &sign.repeat(end - kept)),
            " ".repeat(room - end),
        )
    };
    let mut lines = Vec::new();
    let mut kept = 0;
    for (index, step) in steps.iter().enumerate() {
        lines.push(line(&(index + 1).to_string(), &step.provider, kept, step.saves, "█"));
        kept += step.saves;
    }
    if report.needs_several > 0 {
        lines.push(line("", SEVERAL, kept_by_steps, report.needs_several, "░"));
        for set in report.needs_several_sets.iter().take(3) {
            let set = format!("{}: {}", set.providers.join(" + "), count(set.promises));
            lines.push(format!("       {}", paint(FAINT, &cut(&set, width.saturating_sub(7)))));
        }
    }
    lines
}

/// One line for each rule that had something to say.
fn summary(quality: &Quality, width: usize) -> Vec<String> {
    let (rows, hand_offs) = (some(quality.rows, "row", "rows"), some(quality.hand_offs, "hand-off", "hand-offs"));
    let mut lines = vec![format!("  {rows} read, {hand_offs}")];
    if quality.findings.is_empty() {
        lines.push("  nothing had to be left out or repaired".to_owned());
        return lines;
    }
    for finding in &quality.findings {
        let line = format!("{} × {}", count(finding.count), finding.sentence);
        lines.push(format!("  {}", wrap(&line, width - 2, 4)));
        if let Some(place) = finding.places.first() {
            let line = if place.line > 0 { format!(":{}", place.line) } else { String::new() };
            let column = place.column.as_ref().map(|name| format!(", column {name}")).unwrap_or_default();
            let first = format!("first at {}{line}{column}: {:?}", place.file, place.text);
            lines.push(format!("    {}", paint(FAINT, &cut(&first, width.saturating_sub(4)))));
        }
    }
    lines.push(format!("  {}", paint(FAINT, "all places: catena quality")));
    lines
}
