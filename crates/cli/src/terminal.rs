//! The terminal: how wide it is, what is printed on it, in which colours. Colour is written always and stripped where
//! the output is no terminal or `NO_COLOR` is set.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Result;

/// Team names, headings.
pub const STRONG: Style = Style::new().bold();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// Kept promises.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Broken promises, time in which a promise was held.
pub const BAD: Style = AnsiColor::Red.on_default();
/// Waiting.
pub const SLOW: Style = AnsiColor::Yellow.on_default();

/// What is used where the output is no terminal, so that a file has the same bytes wherever it was made.
const WIDTH: usize = 100;
const NARROWEST: usize = 40;
const WIDEST: usize = 160;

/// How many characters fit on a line of standard output.
pub fn width() -> usize {
    match terminal_size::terminal_size_of(io::stdout()) {
        Some((terminal_size::Width(columns), _)) => usize::from(columns).clamp(NARROWEST, WIDEST),
        None => WIDTH,
    }
}

/// Writes `text` to standard output.
pub fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Says something beside the output, on standard error.
pub fn note(text: &str) {
    anstream::eprintln!("{}", paint(FAINT, text));
}

/// Says on standard error why a command failed, with all causes.
pub fn complain(error: &anyhow::Error) {
    let label = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{label}error:{label:#} {error}");
    for cause in error.chain().skip(1) {
        anstream::eprintln!("  because {cause}");
    }
}

/// `text` in `style`.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
