//! One chain as a waterfall: a bar for each hand-off over the same stretch of time, drawn thick where it holds the
//! promise and thin where somebody else does; then who held it when, the budgets, and why each hand-off is charged.

use catena_server::report::{BudgetKind, ChainDetail, ChainHandoff, Outcome};
use jiff::Timestamp;
use unicode_width::UnicodeWidthStr;

use super::table::{Table, cut, fit, wrap};
use super::words::{duration, instant};
use crate::terminal::{BAD, FAINT, GOOD, SLOW, STRONG, paint};

/// The chain on lines of `width` characters.
pub fn show(chain: &ChainDetail, width: usize) -> String {
    let heading = |words: &str| format!("\n{}", paint(STRONG, words));
    let mut lines = head(chain, width);
    lines.push(String::new());
    lines.extend(bars(chain, width));
    lines.push(heading("Who held the promise when"));
    lines.extend(holders(chain, width));
    lines.push(heading("Budgets"));
    lines.extend(budgets(chain, width));
    if chain.head.outcome == Outcome::Broken {
        lines.push(heading("Why each is charged"));
        lines.extend(charges(chain).iter().map(|sentence| format!("  {}", wrap(sentence, width - 2, 2))));
        lines.push(heading("What a repair would have changed"));
        lines.extend(repairs(chain, width));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn head(chain: &ChainDetail, width: usize) -> Vec<String> {
    let head = &chain.head;
    let outcome = match head.outcome {
        Outcome::Broken => paint(BAD, &format!("broken by {}", duration(head.overrun_seconds))),
        Outcome::Kept => paint(GOOD, "kept"),
        Outcome::None => paint(FAINT, "none given"),
    };
    let due = head.due.as_deref().map(|due| format!(", due {}", instant(due))).unwrap_or_default();
    let lead = duration(head.lead_seconds);
    let times = format!("{} to {} UTC ({lead}){due}", instant(&head.opened), instant(&head.closed));
    let mut lines = vec![
        format!("{}  {} for {}: promise {outcome}", paint(STRONG, &head.root), head.provider, head.customer),
        wrap(&times, width, 0),
    ];
    if !chain.attributes.is_empty() {
        let attributes: Vec<String> = chain.attributes.iter().map(|(name, value)| format!("{name} {value}")).collect();
        lines.push(paint(FAINT, &wrap(&attributes.join(", "), width, 0)));
    }
    lines.extend(head.rating.map(|rating| format!("rated {rating}")));
    lines
}

/// Seconds since 1970.
fn seconds(text: &str) -> i64 {
    text.parse::<Timestamp>().map_or(0, Timestamp::as_second)
}

/// A stretch of time on so many cells.
struct Scale {
    from: i64,
    to: i64,
    cells: usize,
}

impl Scale {
    /// The cell in which `at` lies.
    fn cell(&self, at: i64) -> usize {
        let share = (at - self.from) as f64 / (self.to - self.from).max(1) as f64;
        ((share * self.cells as f64) as usize).min(self.cells - 1)
    }

    /// The cells from `from` to `to`, one at least.
    fn span(&self, from: i64, to: i64) -> std::ops::RangeInclusive<usize> {
        let first = self.cell(from);
        first..=self.cell(to.max(from + 1) - 1).max(first)
    }
}

/// How a cell is drawn; a later kind covers an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Empty,
    Open,
    Waiting,
    Working,
    Budget,
}

impl Cell {
    /// So many of these cells in a row.
    fn draw(self, count: usize) -> String {
        match self {
            Self::Empty => " ".repeat(count),
            Self::Open => paint(FAINT, &"─".repeat(count)),
            Self::Waiting => paint(SLOW, &"░".repeat(count)),
            Self::Working => paint(SLOW, &"█".repeat(count)),
            Self::Budget => paint(BAD, &"┃".repeat(count)),
        }
    }
}

fn bars(chain: &ChainDetail, width: usize) -> Vec<String> {
    let labels: Vec<String> = chain
        .hand_offs
        .iter()
        .map(|handoff| format!("{}{} {}", "  ".repeat(handoff.depth.min(8) as usize), handoff.provider, handoff.id))
        .collect();
    let label_width = labels.iter().map(|label| label.width()).max().unwrap_or(0).min(width * 2 / 5);
    let limits = chain.hand_offs.iter().filter_map(budget_end);
    let ends = chain.hand_offs.iter().map(|handoff| seconds(&handoff.closed));
    let from = chain.hand_offs.iter().map(|handoff| seconds(&handoff.opened)).min().unwrap_or(0);
    let closed = ends.max().unwrap_or(from);
    // A budget far beyond the end would squeeze everything else.
    let latest = closed + (closed - from) / 4;
    let to = limits.filter(|&limit| limit <= latest).max().unwrap_or(closed).max(closed) + 1;
    let scale = Scale { from, to, cells: width.saturating_sub(2 + label_width + 2).max(10) };
    let mut lines = vec![format!("  {}  {}", " ".repeat(label_width), paint(FAINT, &ruler(&scale)))];
    for (index, (handoff, label)) in chain.hand_offs.iter().zip(&labels).enumerate() {
        let mut cells = vec![Cell::Empty; scale.cells];
        for cell in &mut cells[scale.span(seconds(&handoff.opened), seconds(&handoff.closed))] {
            *cell = Cell::Open;
        }
        for part in chain.path.iter().filter(|part| part.handoff as usize == index) {
            let kind = if part.waiting { Cell::Waiting } else { Cell::Working };
            for cell in &mut cells[scale.span(seconds(&part.from), seconds(&part.to))] {
                *cell = kind.max(*cell);
            }
        }
        if let Some(limit) = budget_end(handoff).filter(|limit| (scale.from..scale.to).contains(limit)) {
            cells[scale.cell(limit)] = Cell::Budget;
        }
        let drawn: String = cells.chunk_by(PartialEq::eq).map(|run| run[0].draw(run.len())).collect();
        lines.push(format!("  {}  {}", fit(label, label_width), drawn.trim_end()));
    }
    lines.extend(legend(width - 2).iter().map(|line| format!("  {}", paint(FAINT, line))));
    lines
}

/// What the signs mean, on lines of `width` characters.
fn legend(width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for sign in [
        "█ holds the promise and works",
        "░ holds it and waits to begin",
        "─ open while another holds it",
        "┃ its budget ends",
    ] {
        match lines.last_mut().filter(|line| line.width() + 3 + sign.width() <= width) {
            Some(line) => line.extend(["   ", sign]),
            None => lines.push(sign.to_owned()),
        }
    }
    lines
}

/// When the budget of `handoff` ends.
fn budget_end(handoff: &ChainHandoff) -> Option<i64> {
    handoff.budget.seconds.map(|budget| seconds(&handoff.opened) + budget)
}

/// Times along the scale, each where it is.
fn ruler(scale: &Scale) -> String {
    const STEPS: [i64; 15] =
        [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000];
    let length = scale.to - scale.from;
    let fits = |step: i64| length / step <= (scale.cells / 14) as i64;
    let step = STEPS.into_iter().find(|&step| fits(step)).unwrap_or((length / 4).max(1));
    let mut line = String::new();
    let mut at = scale.from.div_euclid(step) * step;
    while at < scale.to {
        if at >= scale.from {
            let cell = scale.cell(at);
            let label = Timestamp::from_second(at).map_or_else(|_| String::new(), |instant| instant.to_string());
            let label = if step < 86_400 { label.get(11..16) } else { label.get(..10) }.unwrap_or_default().to_owned();
            let used = line.chars().count();
            if cell >= used && cell + 1 + label.len() <= scale.cells {
                line += &" ".repeat(cell - used);
                line += "╷";
                line += &label;
            }
        }
        at += step;
    }
    line
}

fn holders(chain: &ChainDetail, width: usize) -> Vec<String> {
    // A chain of one day needs no dates beside its times.
    let one_day = chain.head.opened.get(..10) == chain.head.closed.get(..10);
    let moment = |text: &str| instant(text).split_off(if one_day { 11 } else { 0 });
    let mut table = Table::new(&["who", "from", "to", "for", ""]);
    for part in &chain.path {
        let handoff = &chain.hand_offs[part.handoff as usize];
        table.push(vec![
            cut(&format!("{} {}", handoff.provider, handoff.id), width / 3),
            moment(&part.from),
            moment(&part.to),
            duration(seconds(&part.to) - seconds(&part.from)),
            match (handoff.customer_hold, part.waiting) {
                (true, _) => "waiting for the customer",
                (false, true) => "waiting to begin",
                (false, false) => "working",
            }
            .to_owned(),
        ]);
    }
    table.show(width).0
}

fn budgets(chain: &ChainDetail, width: usize) -> Vec<String> {
    let mut table = Table::new(&["hand-off", "took", "budget", "kind", "late by itself", "held", "charged"]);
    for handoff in &chain.hand_offs {
        table.push(vec![
            cut(&format!("{} {}", handoff.provider, handoff.id), width / 3),
            duration(handoff.duration_seconds),
            handoff.budget.seconds.map_or_else(|| "–".to_owned(), duration),
            match handoff.budget.kind {
                BudgetKind::Due => "promised",
                BudgetKind::Typical => "typical",
                BudgetKind::None => "none",
            }
            .to_owned(),
            duration(handoff.own_excess_seconds),
            duration(handoff.on_path_seconds),
            duration(handoff.charged_seconds.round() as i64),
        ]);
    }
    table.show(width).0
}

/// A sentence for each hand-off, and one for what nobody is charged.
fn charges(chain: &ChainDetail) -> Vec<String> {
    let late: i64 = chain.hand_offs.iter().map(at_fault).sum();
    let mut sentences: Vec<String> = chain
        .hand_offs
        .iter()
        .map(|handoff| format!("{} ({}): {}", handoff.provider, handoff.id, reason(handoff, late, &chain.head)))
        .collect();
    if chain.plan_gap_seconds > 0 {
        sentences.push(format!(
            "{} of the overrun is nobody's: had every inner promise been kept, the customer would still have waited \
             that much too long.",
            duration(chain.plan_gap_seconds)
        ));
    }
    sentences
}

/// Own lateness on the critical path, in seconds.
fn at_fault(handoff: &ChainHandoff) -> i64 {
    handoff.own_excess_seconds.min(handoff.on_path_seconds)
}

fn reason(handoff: &ChainHandoff, late: i64, head: &catena_server::report::ChainHead) -> String {
    let kind = if handoff.budget.kind == BudgetKind::Due { "promised" } else { "typical for it" };
    let Some(budget) = handoff.budget.seconds else {
        return if handoff.customer_hold {
            "not charged, it is a wait for the customer.".to_owned()
        } else {
            "not charged, there is neither a due instant nor a typical duration to hold it to.".to_owned()
        };
    };
    let took = duration(handoff.duration_seconds);
    let allowed = format!("{} {kind}", duration(budget));
    if handoff.own_excess_seconds == 0 {
        return if handoff.duration_seconds <= budget {
            format!("not charged, it took {took} of the {allowed}.")
        } else {
            format!("not charged, it took {took} for the {allowed}, but only because what it waited for came late.")
        };
    }
    let own = duration(handoff.own_excess_seconds);
    if at_fault(handoff) == 0 {
        return format!("not charged, it was {own} late by itself, but nobody waited for it then.");
    }
    let charged = duration(handoff.charged_seconds.round() as i64);
    let own = if handoff.own_excess_seconds > handoff.on_path_seconds {
        format!("{own}, of which it held the promise for {}", duration(handoff.on_path_seconds))
    } else {
        own
    };
    let scaled = if late > head.overrun_seconds {
        format!(
            ": its share of the overrun of {}, since all links together were {} late",
            duration(head.overrun_seconds),
            duration(late)
        )
    } else {
        String::new()
    };
    format!("charged {charged}; it took {took} for the {allowed}, and was late by itself by {own}{scaled}.")
}

fn repairs(chain: &ChainDetail, width: usize) -> Vec<String> {
    if chain.repairs.is_empty() {
        return vec!["  No link was late by itself: no repair would have changed anything.".to_owned()];
    }
    let mut lines = Vec::new();
    for repair in &chain.repairs {
        let verdict = if repair.keeps { paint(GOOD, "kept") } else { paint(BAD, "still broken") };
        let ended = instant(&repair.ends_at);
        let line = format!("Had {} kept its promises, it would have ended {ended}:", repair.provider);
        lines.push(format!("  {} {verdict}", wrap(&line, width - 16, 2)));
    }
    if !chain.repairs.iter().any(|repair| repair.keeps) {
        lines.push("  No single repair would have kept the promise.".to_owned());
    }
    lines
}
