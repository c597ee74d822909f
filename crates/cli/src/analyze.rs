//! `catena analyze`: from files to the weakest link, as text, JSON, CSV or a page.

use std::io::Write;

use anyhow::{Context, Result};
use catena_analysis::{Options, Resampling, Selection};
use catena_server::report::{Findings, Report, read_selection};

use crate::arguments::Analyze;
use crate::convert::replace;
use crate::show::{findings, page};
use crate::{log, terminal};

pub fn run(arguments: &Analyze) -> Result<()> {
    let log = log::open(&arguments.input.files, &arguments.input.reading)?;
    let findings = Findings::compute(&log.chains, selection(arguments)?, options(arguments))
        .context("the chains cannot be filtered; correct --where")?;
    let report = Report::new(&log.chains, &findings);
    if arguments.output.json {
        return terminal::print(&format!("{}\n", serde_json::to_string_pretty(&report)?));
    }
    if arguments.output.csv {
        return terminal::print(&links_csv(&report)?);
    }
    if let Some(path) = &arguments.output.html {
        let names: Vec<String> = arguments.input.files.iter().map(|file| file.display().to_string()).collect();
        let page = page::show(&report, &log.quality, &names.join(", "));
        return replace(path, |out| out.write_all(page.as_bytes()));
    }
    terminal::print(&findings::show(&report, &log.quality, terminal::width()))
}

fn selection(arguments: &Analyze) -> Result<Selection> {
    let (from, to) = (arguments.from.as_deref(), arguments.to.as_deref());
    read_selection(&arguments.conditions, from, to, arguments.internal).map_err(anyhow::Error::msg)
}

fn options(arguments: &Analyze) -> Options {
    let resampling = Resampling { resamples: arguments.resamples, seed: arguments.seed };
    Options {
        typical: arguments.budget.typical,
        credit: true,
        resampling: (!arguments.no_bootstrap).then_some(resampling),
    }
}

/// The table of links, its columns named as in the JSON; the interval takes two of them.
fn links_csv(report: &Report) -> Result<String> {
    let mut csv = simd_csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "provider",
        "hand_offs",
        "held_seconds",
        "waiting_seconds",
        "charged_seconds",
        "broke",
        "saves",
        "saves_low",
        "saves_high",
        "p_weakest",
        "credit",
        "with_due",
        "with_typical",
        "without_budget",
        "typical_seconds",
    ])?;
    for link in &report.links {
        let or_empty = |value: Option<String>| value.unwrap_or_default();
        csv.write_record([
            link.provider.clone(),
            link.hand_offs.to_string(),
            link.held_seconds.to_string(),
            link.waiting_seconds.to_string(),
            format!("{:.3}", link.charged_seconds),
            link.broke.to_string(),
            link.saves.to_string(),
            or_empty(link.saves_interval.map(|(low, _)| low.to_string())),
            or_empty(link.saves_interval.map(|(_, high)| high.to_string())),
            or_empty(link.p_weakest.map(|p| p.to_string())),
            format!("{:.3}", link.credit),
            link.with_due.to_string(),
            link.with_typical.to_string(),
            link.without_budget.to_string(),
            or_empty(link.typical_seconds.map(|seconds| seconds.to_string())),
        ])?;
    }
    let bytes = csv.into_inner().map_err(|_| anyhow::anyhow!("the table cannot be kept in memory"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
