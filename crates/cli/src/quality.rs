//! `catena quality`: what was left out or repaired, by which rule, at which file and line.

use anyhow::Result;

use crate::arguments::Quality;
use crate::{log, terminal};

pub fn run(arguments: &Quality) -> Result<()> {
    let log = log::open(&arguments.input.files, &arguments.input.reading)?;
    if arguments.json {
        terminal::print(&format!("{}\n", serde_json::to_string_pretty(&log.quality)?))
    } else {
        terminal::print(&log.quality.to_string())
    }
}
