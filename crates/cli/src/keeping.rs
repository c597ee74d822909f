//! `catena backup`, `restore` and `doctor`: looking after what a desk remembers.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use catena_store::backup::{self as copies, Summary};
use catena_store::{Place, examine as look};
use jiff::Timestamp;

use crate::arguments::Keep;
use crate::terminal::{self, STRONG, paint};

/// Writes the copy beside its place first, so that a copy that broke off never stands where a good one stood.
pub fn backup(file: &Path, keep: &Keep) -> Result<()> {
    let place = place(keep)?;
    let part = file.with_extension("part");
    let write = || -> Result<Summary> {
        let mut out = BufWriter::new(File::create(&part)?);
        let summary = copies::backup(&place, &mut out, now())?;
        let out = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        out.sync_all()?;
        fs::rename(&part, file)?;
        Ok(summary)
    };
    let written = write().with_context(|| format!("{}: the desk was not copied", file.display()));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    let summary = written?;
    terminal::print(&format!("{} holds {}, as they were at {}\n", file.display(), told(&summary), summary.at))
}

pub fn restore(file: &Path, keep: &Keep) -> Result<()> {
    let place = place(keep)?;
    let input = File::open(file).with_context(|| format!("{}: cannot be read", file.display()))?;
    let summary = copies::restore(&place, BufReader::new(input))
        .with_context(|| format!("{}: nothing was brought back", file.display()))?;
    terminal::print(&format!("Brought back {}, as they were at {}\n", told(&summary), summary.at))
}

pub fn examine(keep: &Keep) -> Result<()> {
    let report = look(&place(keep)?)?;
    let rows: i64 = report.rows.values().sum();
    terminal::print(&format!(
        "Schema {}, {rows} rows, {} chains rebuilt from their events\n",
        report.schema, report.chains
    ))?;
    if report.is_sound() {
        return terminal::print(&format!("{}\n", paint(STRONG, "The desk is sound.")));
    }
    let mut out = std::io::stdout().lock();
    for finding in &report.findings {
        writeln!(out, "- {finding}")?;
    }
    bail!("{} things are wrong with the desk", report.findings.len())
}

fn place(keep: &Keep) -> Result<Place> {
    keep.place().context("say where the desk is: --data DIR or --database URL")
}

fn told(summary: &Summary) -> String {
    let count = |table: &str| summary.rows.get(table).copied().unwrap_or_default();
    format!("{} requests, {} people and teams, {} events", count("request"), count("party"), count("event"))
}

#[expect(clippy::disallowed_methods, reason = "a copy says when it was taken")]
fn now() -> Timestamp {
    Timestamp::now()
}
