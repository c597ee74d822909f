//! A list of chains as CSV, a few rows at a time, so that a million of them need no room.

use std::io;
use std::sync::Arc;

use catena_analysis::Selection;

use super::chains::{numbers, row};
use super::{ChainList, Refusal};
use crate::logs::Loaded;
use crate::report::{ChainRow, Findings};

/// A list as CSV, a few rows at a time.
pub fn export_chains(loaded: &Arc<Loaded>, selection: &Selection, list: ChainList) -> Result<ChainExport, Refusal> {
    let findings = loaded.findings(selection)?;
    let numbers = numbers(loaded, &findings, list)?;
    Ok(ChainExport { loaded: loaded.clone(), findings, numbers, next: None })
}

/// A list of chains on its way out as CSV: the header, then some rows at each step. A step takes less than half a
/// millisecond.
pub struct ChainExport {
    loaded: Arc<Loaded>,
    findings: Arc<Findings>,
    numbers: Arc<Vec<u32>>,
    /// The next row; `None` while the header is to come.
    next: Option<usize>,
}

/// Rows at each step of an export.
const STEP: usize = 128;

impl Iterator for ChainExport {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(first) = self.next else {
            self.next = Some(0);
            return Some(Ok((HEADER.join(",") + "\n").into_bytes()));
        };
        let rows = self.numbers.get(first..).filter(|rows| !rows.is_empty())?;
        let rows = &rows[..STEP.min(rows.len())];
        self.next = Some(first + rows.len());
        Some(write_rows(rows.iter().map(|&number| row(&self.loaded, &self.findings, number))))
    }
}

const HEADER: [&str; 12] = [
    "root",
    "customer",
    "provider",
    "opened",
    "closed",
    "due",
    "outcome",
    "overrun_seconds",
    "lead_seconds",
    "hand_offs",
    "broke",
    "rating",
];

fn write_rows(rows: impl Iterator<Item = ChainRow>) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut csv = simd_csv::Writer::from_writer(&mut text);
    for ChainRow { head, hand_offs } in rows {
        csv.write_record([
            head.root,
            head.customer,
            head.provider,
            head.opened,
            head.closed,
            head.due.unwrap_or_default(),
            head.outcome.name().to_owned(),
            head.overrun_seconds.to_string(),
            head.lead_seconds.to_string(),
            hand_offs.to_string(),
            head.broke.join("; "),
            head.rating.map(|rating| rating.to_string()).unwrap_or_default(),
        ])?;
    }
    csv.flush()?;
    drop(csv);
    Ok(text)
}
