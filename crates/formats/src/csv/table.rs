//! A table with its header read and its records still to come.

use std::io::{Cursor, Read};

use super::blocks::{BLOCK, Block, Blocks};
use super::decode::decode;
use super::records::{Record, Records, prepare};
use crate::Error;
use crate::quality::Quality;
use crate::recipe::Csv;
use crate::source::Source;

/// Delimiters that are tried where nobody names one.
pub(crate) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Bytes in which the end of the header is looked for.
const HEADER: usize = 64 << 10;

/// A table whose header was read.
pub(crate) struct Table<'p> {
    /// The file as it was given.
    pub file: String,
    /// The names of the columns. Where several have the same one, the second is `name (2)`; one without a name is
    /// `column 3`.
    pub header: Vec<String>,
    /// What stands between fields.
    pub delimiter: u8,
    /// What was found in the header.
    pub quality: Quality,
    first: Option<Block>,
    blocks: Blocks<Box<dyn Read + Send + 'p>>,
}

impl<'p> Table<'p> {
    /// Reads the header of `source`.
    pub fn open(source: Source<'p>, csv: &Csv) -> Result<Self, Error> {
        Self::with_blocks(source, csv, BLOCK)
    }

    /// Reads the header of `source`, which is then cut into blocks of about `size` bytes.
    pub fn with_blocks(source: Source<'p>, csv: &Csv, size: usize) -> Result<Self, Error> {
        let file = source.name;
        let failed = |error| Error::while_reading(&file, error);
        let mut reader = decode(Box::new(source.reader), csv.encoding).map_err(failed)?;
        let mut head = Vec::new();
        reader.by_ref().take(HEADER as u64).read_to_end(&mut head).map_err(failed)?;
        let (announced, line) = announced(&head);
        let skip = announced.map_or(0, |(_, length)| length);
        let delimiter = match (csv.delimiter, announced) {
            (Some(delimiter), _) => delimiter as u8,
            (None, Some((delimiter, _))) => delimiter,
            (None, None) => likely_delimiter(&head),
        };
        let reader: Box<dyn Read + Send + 'p> = Box::new(Cursor::new(head.split_off(skip)).chain(reader));
        let mut blocks = Blocks::new(&file, reader, delimiter, size, line);
        let mut quality = Quality::default();
        let (mut header, mut first) = (Vec::new(), None);
        while let Some(mut block) = blocks.next(Vec::new())? {
            prepare(&mut block, delimiter, &file, &mut quality);
            let mut records = Records::new(&block, delimiter);
            let Some(record) = records.next(&file, &mut quality) else { continue };
            header = names(&record);
            let (begin, line) = records.position();
            block.bytes.drain(..begin);
            block.line = line;
            first = Some(block);
            break;
        }
        Ok(Self { file, header, delimiter, quality, first, blocks })
    }

    /// Where the column `name` stands: by its exact name, else by the only one that differs in case.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name).or_else(|| {
            let mut alike = self.header.iter().enumerate().filter(|(_, column)| column.eq_ignore_ascii_case(name));
            alike.next().filter(|_| alike.next().is_none()).map(|(index, _)| index)
        })
    }

    /// The next block, prepared, in the memory of an older one.
    pub(super) fn block(&mut self, memory: Vec<u8>) -> Result<Option<Block>, Error> {
        match self.first.take() {
            Some(block) => Ok(Some(block)),
            None => self.blocks.next(memory),
        }
    }

    /// The fields of the first `count` records, and what was found in them.
    pub fn sample(&mut self, count: usize) -> Result<(Vec<Vec<String>>, Quality), Error> {
        let mut rows = Vec::new();
        let mut quality = std::mem::take(&mut self.quality);
        while let Some(mut block) = self.block(Vec::new())? {
            prepare(&mut block, self.delimiter, &self.file, &mut quality);
            let mut records = Records::new(&block, self.delimiter);
            while rows.len() < count {
                let Some(record) = records.next(&self.file, &mut quality) else { break };
                rows.push(record.fields().map(str::to_owned).collect());
            }
            if rows.len() == count {
                break;
            }
        }
        Ok((rows, quality))
    }

    /// Hands every record to `row`.
    pub fn each(&mut self, quality: &mut Quality, mut row: impl FnMut(&Record, &mut Quality)) -> Result<(), Error> {
        let mut memory = Vec::new();
        while let Some(mut block) = self.block(memory)? {
            prepare(&mut block, self.delimiter, &self.file, quality);
            let mut records = Records::new(&block, self.delimiter);
            while let Some(record) = records.next(&self.file, quality) {
                row(&record, quality);
            }
            memory = block.bytes;
        }
        Ok(())
    }
}

/// The delimiter that a first line such as `sep=;` announces and how long that line is, and the line of the header.
fn announced(head: &[u8]) -> (Option<(u8, usize)>, u64) {
    match head {
        [b's', b'e', b'p', b'=', delimiter, b'\n', ..] => (Some((*delimiter, 6)), 2),
        [b's', b'e', b'p', b'=', delimiter, b'\r', b'\n', ..] => (Some((*delimiter, 7)), 2),
        _ => (None, 1),
    }
}

/// The delimiter that divides the first line into the most fields.
fn likely_delimiter(head: &[u8]) -> u8 {
    let line = head.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in line {
        quoted ^= *byte == b'"';
        if let Some(index) = DELIMITERS.iter().position(|delimiter| !quoted && delimiter == byte) {
            counts[index] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|&count| count == most).map_or(b',', |index| DELIMITERS[index])
}

/// The names in a header, each of them once.
fn names(record: &Record) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for (index, field) in record.fields().enumerate() {
        let name = match field.trim() {
            "" => format!("column {}", index + 1),
            name => name.to_owned(),
        };
        let unique = (2..).map(|number| format!("{name} ({number})"));
        let unique = std::iter::once(name.clone()).chain(unique).find(|name| !names.contains(name));
        names.push(unique.unwrap_or(name));
    }
    names
}
