//! Catena's own table: one row for each hand-off, in columns that have fixed names.
//!
//! Blocks are parsed side by side and joined in the order of the file, so the result does not depend on how many cores
//! there are. While one batch is parsed the next one is read, so memory holds two batches of blocks besides the
//! columns.

use catena_analysis::{Handoff, Handoffs};
use rayon::prelude::*;

use super::blocks::Block;
use super::records::{Record, Records, prepare};
use super::table::Table;
use crate::Error;
use crate::instants::{Day, Instants};
use crate::quality::{Quality, Rule};
use crate::values::{self, Row};

/// The columns of the format. The first six have to be there; those after them are empty where they are not.
pub(crate) const COLUMNS: [&str; 13] = [
    "id",
    "parent",
    "customer",
    "provider",
    "opened",
    "closed",
    "started",
    "due",
    "awaited",
    "rating",
    "customer_hold",
    "rework",
    "internal",
];
const NEEDED: usize = 6;
/// Blocks that are read ahead for each core.
const AHEAD: usize = 2;

/// The columns of the format that a table has to have and has not.
pub(crate) fn missing_columns(header: &[String]) -> Vec<&'static str> {
    COLUMNS[..NEEDED]
        .iter()
        .copied()
        .filter(|name| !header.iter().any(|column| column.eq_ignore_ascii_case(name)))
        .collect()
}

/// Where each column stands in a table.
#[derive(Debug)]
struct Layout {
    /// For each of [`COLUMNS`].
    known: [Option<usize>; COLUMNS.len()],
    /// All others.
    attributes: Vec<usize>,
    width: usize,
}

/// What the parsing of a block needs to know.
#[derive(Debug)]
struct Reading<'t> {
    file: &'t str,
    delimiter: u8,
    header: &'t [String],
    layout: Layout,
    instants: &'t Instants,
    missing: &'t [String],
}

/// Reads the rows of `table` into `handoffs`.
pub(crate) fn read(
    mut table: Table<'_>,
    instants: &Instants,
    missing: &[String],
    handoffs: &mut Handoffs,
    quality: &mut Quality,
) -> Result<(), Error> {
    let header = table.header.clone();
    let file = table.file.clone();
    let known = COLUMNS.map(|name| table.column(name));
    let attributes = (0..header.len()).filter(|index| !known.contains(&Some(*index))).collect();
    let layout = Layout { known, attributes, width: header.len() };
    let reading = Reading { file: &file, delimiter: table.delimiter, header: &header, layout, instants, missing };
    quality.append(std::mem::take(&mut table.quality));
    handoffs.begin_file(&file);

    let ahead = rayon::current_num_threads() * AHEAD;
    let mut memory = Vec::new();
    let mut waiting = read_ahead(&mut table, ahead, &mut memory)?;
    let mut rooms: Vec<Handoffs> = Vec::new();
    let mut parsed: Vec<(Handoffs, Quality, Vec<u8>)> = Vec::new();
    while !waiting.is_empty() || !parsed.is_empty() {
        let batch = std::mem::take(&mut waiting);
        let done = std::mem::take(&mut parsed);
        let mut empty = std::mem::take(&mut rooms);
        empty.resize_with(batch.len(), || reading.room());
        let (read, now) = rayon::join(
            || {
                let read = read_ahead(&mut table, ahead, &mut memory);
                for (mut part, found, bytes) in done {
                    handoffs.append(&mut part);
                    quality.append(found);
                    memory.push(bytes);
                    rooms.push(part);
                }
                read
            },
            || batch.into_par_iter().zip(empty).map(|(block, room)| reading.parse(block, room)).collect(),
        );
        waiting = read?;
        parsed = now;
    }
    Ok(())
}

/// The next blocks, in memory that older ones left.
fn read_ahead(table: &mut Table<'_>, count: usize, memory: &mut Vec<Vec<u8>>) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::with_capacity(count);
    while blocks.len() < count {
        match table.block(memory.pop().unwrap_or_default())? {
            Some(block) => blocks.push(block),
            None => break,
        }
    }
    Ok(blocks)
}

impl Reading<'_> {
    /// Room for the rows of a block.
    fn room(&self) -> Handoffs {
        let names: Vec<&str> = self.layout.attributes.iter().map(|&index| self.header[index].as_str()).collect();
        Handoffs::new(&names)
    }

    /// The rows of one block in an empty `handoffs`, what was found in them, and the block's memory.
    fn parse(&self, mut block: Block, mut handoffs: Handoffs) -> (Handoffs, Quality, Vec<u8>) {
        handoffs.reserve(block.lines);
        let mut quality = Quality::default();
        prepare(&mut block, self.delimiter, self.file, &mut quality);
        let mut records = Records::new(&block, self.delimiter);
        while let Some(record) = records.next(self.file, &mut quality) {
            quality.rows += 1;
            self.row(&record, &mut handoffs, &mut quality);
        }
        quality.hand_offs = handoffs.len() as u64;
        (handoffs, quality, block.bytes)
    }

    fn row(&self, record: &Record, handoffs: &mut Handoffs, quality: &mut Quality) {
        let line = record.line;
        if record.len() > self.layout.width
            && let Some(extra) = record.fields().skip(self.layout.width).find(|field| !field.is_empty())
        {
            quality.add(Rule::TooManyFields, self.file, line, None, extra);
        }
        let value = |index: usize| {
            let text = self.layout.known[index].map_or("", |column| record.field(column));
            if self.missing.iter().any(|marker| marker == text) { "" } else { text }
        };
        let [id, parent, customer, provider, opened, closed, started, due, awaited, rating, hold, rework, internal] =
            std::array::from_fn(value);
        if id.is_empty() {
            quality.add(Rule::NoId, self.file, line, None, opened);
            return;
        }
        let mut row = Row { file: self.file, line, instants: self.instants, quality, fault: None };
        row.needed("opened", opened);
        let opened = row.instant("opened", opened, Day::First);
        let handoff = Handoff {
            id,
            parent: (!parent.is_empty()).then_some(parent),
            customer: row.needed("customer", customer),
            provider: row.needed("provider", provider),
            opened: opened.unwrap_or_default(),
            started: row.instant("started", started, Day::First),
            closed: row.instant("closed", closed, Day::First),
            due: row.instant("due", due, Day::Last),
            awaited: row.value("awaited", awaited, values::truth).unwrap_or(true),
            rating: row.value("rating", rating, values::rating),
            customer_hold: row.value("customer_hold", hold, values::truth).unwrap_or(false),
            rework: row.value("rework", rework, values::truth).unwrap_or(false),
            internal: row.value("internal", internal, values::truth).unwrap_or(false),
            line,
            ..Handoff::default()
        };
        let is_timed =
            row.fault.is_some() && values::is_timed(provider, opened, [(closed, handoff.closed), (due, handoff.due)]);
        let handoff = Handoff { fault: row.fault, is_timed, ..handoff };
        self.push(record, &handoff, handoffs);
    }

    /// Appends the row with its attributes; a few of them need no memory.
    fn push(&self, record: &Record, handoff: &Handoff, handoffs: &mut Handoffs) {
        let attribute = |&column: &usize| {
            let text = record.field(column);
            (!text.is_empty() && !self.missing.iter().any(|marker| marker == text)).then_some(text)
        };
        let columns = &self.layout.attributes;
        let mut few = [None; 16];
        if columns.len() <= few.len() {
            for (slot, column) in few.iter_mut().zip(columns) {
                *slot = attribute(column);
            }
            handoffs.push(handoff, &few[..columns.len()]);
        } else {
            handoffs.push(handoff, &columns.iter().map(attribute).collect::<Vec<_>>());
        }
    }
}
