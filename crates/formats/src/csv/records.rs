//! The records of a block, one after the other, each with its line.
//!
//! Fields come unquoted and as UTF-8; what is not UTF-8 is replaced and reported. Nothing is allocated for a record that
//! needs neither.

use memchr::memchr_iter;
use simd_csv::{ZeroCopyReader, ZeroCopyReaderBuilder};

use super::blocks::{Block, regular};
use crate::quality::{Quality, Rule};

/// Bytes that the splitter looks at in one go.
const WINDOW: usize = 32 << 10;

/// A byte order mark. Files that were joined carry some in their middle; none belongs to a field.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// One record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'r> {
    /// The line on which it begins, from 1.
    pub line: u32,
    text: &'r str,
    bounds: &'r [(u32, u32)],
}

impl<'r> Record<'r> {
    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.bounds.len()
    }

    /// The field at `index`; empty where the record is too short.
    #[inline]
    pub fn field(&self, index: usize) -> &'r str {
        match self.bounds.get(index) {
            Some(&(from, to)) => &self.text[from as usize..to as usize],
            None => "",
        }
    }

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = &'r str> {
        let text = self.text;
        self.bounds.iter().map(move |&(from, to)| &text[from as usize..to as usize])
    }
}

/// The records of a block.
pub(super) struct Records<'b> {
    reader: ZeroCopyReader<&'b [u8]>,
    bytes: &'b [u8],
    /// The block as a whole, if all of it is UTF-8.
    utf8: Option<&'b str>,
    quotes: bool,
    /// Before this byte, lines are counted.
    counted: usize,
    line: u64,
    scratch: String,
    bounds: Vec<(u32, u32)>,
    /// The line of the record taken last.
    current: u32,
    /// Where it stands in the block; elsewhere its fields are in `scratch`.
    plain: Option<std::ops::Range<usize>>,
}

/// How many bytes that say nothing `field` begins with: byte order marks, and the carriage returns behind one. The
/// splitter passes over both where it begins to read, and files that were joined have some inside.
fn marks(field: &[u8]) -> usize {
    let mut marks = 0;
    loop {
        match &field[marks..] {
            rest if rest.starts_with(MARK) => marks += MARK.len(),
            [b'\r', ..] if marks > 0 => marks += 1,
            _ => return marks,
        }
    }
}

/// Makes `block` fit for [`Records`]: rewrites it if quotation marks stand where none belong.
pub(super) fn prepare(block: &mut Block, delimiter: u8, file: &str, quality: &mut Quality) {
    if block.irregular {
        let mut line = block.line;
        let mut counted = 0;
        let bytes = regular(&block.bytes, delimiter, |at, field| {
            line += memchr_iter(b'\n', &block.bytes[counted..at]).count() as u64;
            counted = at;
            quality.add(Rule::LoneQuote, file, line as u32, None, &String::from_utf8_lossy(field));
        });
        block.bytes = bytes;
        block.irregular = false;
    }
}

impl<'b> Records<'b> {
    /// The records of `block`, which is [`prepare`]d.
    pub fn new(block: &'b Block, delimiter: u8) -> Self {
        let reader = ZeroCopyReaderBuilder::with_capacity(WINDOW)
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(&block.bytes[..]);
        Self {
            reader,
            bytes: &block.bytes,
            utf8: str::from_utf8(&block.bytes).ok(),
            quotes: block.quotes,
            // The splitter passes over a byte order mark wherever it begins to read.
            counted: if block.bytes.starts_with(MARK) { MARK.len() } else { 0 },
            line: block.line,
            current: 0,
            plain: None,
            scratch: String::new(),
            bounds: Vec::new(),
        }
    }

    /// Where the next record or the blank lines before it begin: the byte and the line.
    pub fn position(&self) -> (usize, u64) {
        (self.counted, self.line)
    }

    /// The next record. `file` and `quality` are for bytes that are not UTF-8.
    pub fn next(&mut self, file: &str, quality: &mut Quality) -> Option<Record<'_>> {
        while !self.advance(file, quality)? {}
        let text = match (self.utf8, &self.plain) {
            (Some(block), Some(range)) => &block[range.clone()],
            _ => self.scratch.as_str(),
        };
        Some(Record { line: self.current, text, bounds: &self.bounds })
    }

    /// Takes the next record; false if it is a blank line after all, with a byte order mark on it.
    fn advance(&mut self, file: &str, quality: &mut Quality) -> Option<bool> {
        // Reading from memory never fails, and records of any length are welcome.
        let record = self.reader.read_byte_record().ok()??;
        let raw = record.as_slice();
        let mut begin = self.counted;
        while matches!(self.bytes[begin], b'\r' | b'\n') {
            self.line += u64::from(self.bytes[begin] == b'\n');
            begin += 1;
        }
        let line = self.line as u32;
        self.bounds.clear();
        let quoted = self.quotes && memchr::memchr(b'"', raw).is_some();
        self.current = line;
        self.plain = (self.utf8.is_some() && !quoted).then(|| begin..begin + raw.len());
        if self.plain.is_some() {
            let mut at = 0;
            for field in record.iter() {
                self.bounds.push((at, at + field.len() as u32));
                at += field.len() as u32 + 1;
            }
        } else {
            self.scratch.clear();
            for (index, field) in record.unescaped_iter().enumerate() {
                let from = self.scratch.len() as u32;
                let field = if index == 0 { &field[marks(&field)..] } else { &field[..] };
                if let Ok(field) = str::from_utf8(field) {
                    self.scratch.push_str(field);
                } else {
                    let field = String::from_utf8_lossy(field);
                    quality.add(Rule::NotUtf8, file, line, None, &field);
                    self.scratch.push_str(&field);
                }
                self.bounds.push((from, self.scratch.len() as u32));
            }
        }
        let marks = marks(raw);
        if let Some((from, _)) = self.bounds.first_mut().filter(|_| self.plain.is_some()) {
            *from += marks as u32;
        }
        self.line += 1;
        if quoted {
            self.line += memchr_iter(b'\n', raw).count() as u64;
        }
        self.counted = begin + raw.len();
        // The line break itself.
        if self.bytes.get(self.counted) == Some(&b'\r') {
            self.counted += 1;
        }
        self.counted += 1;
        Some(marks == 0 || raw.len() > marks)
    }
}
