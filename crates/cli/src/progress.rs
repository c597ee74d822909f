//! A progress bar on standard error while a long file is read; nothing where that is no terminal.

use catena_formats::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// With fewer bytes than these the answer is there before anybody looks.
const LONG: u64 = 4 << 20;

/// The bar. It is wiped away when it is dropped.
pub struct Bar(ProgressBar);

impl Bar {
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("reading {wide_bar} {bytes} of {total_bytes}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn total(&self, bytes: u64) {
        self.0.inc_length(bytes);
        if self.0.is_hidden() && self.0.length().is_some_and(|length| length >= LONG) {
            self.0.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn advance(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}
