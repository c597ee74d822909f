//! A table cut into blocks of whole records, so that they can be parsed side by side.
//!
//! A quotation mark opens a quoted field only where a field begins, and closes it before a delimiter or the end of a
//! line; any other one stands for itself and makes its block *irregular*. A line break inside a quoted field ends no
//! record. Where blocks are cut depends on their size alone, what they hold does not.

use std::io::Read;

use memchr::{memchr_iter, memrchr};

use crate::Error;

/// Bytes of a block that parsing side by side pays for.
pub(super) const BLOCK: usize = 4 << 20;
/// Bytes of the longest record. One that is longer lacks a closing quotation mark.
pub(super) const LONGEST: usize = 16 << 20;

/// Whole records.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The records, the last one with its line break.
    pub bytes: Vec<u8>,
    /// The line on which the first record begins, from 1.
    pub line: u64,
    /// How many lines there are: at least as many as records.
    pub lines: usize,
    /// Whether there is a quotation mark at all.
    pub quotes: bool,
    /// Whether one stands where none belongs.
    pub irregular: bool,
}

/// Cuts what `reader` gives.
pub(super) struct Blocks<R> {
    file: String,
    reader: R,
    delimiter: u8,
    size: usize,
    /// The beginning of a record, left over from the block before.
    rest: Vec<u8>,
    line: u64,
    over: bool,
}

impl<R: Read> Blocks<R> {
    /// Blocks of about `size` bytes; `reader` begins on line `line`.
    pub fn new(file: &str, reader: R, delimiter: u8, size: usize, line: u64) -> Self {
        Self { file: file.to_owned(), reader, delimiter, size: size.max(1), rest: Vec::new(), line, over: false }
    }

    /// The next block, in memory that a block before needs no more.
    pub fn next(&mut self, mut bytes: Vec<u8>) -> Result<Option<Block>, Error> {
        bytes.clear();
        bytes.reserve(self.size + self.rest.len() + 1);
        bytes.append(&mut self.rest);
        let mut scan = Scan::new(self.delimiter);
        while !self.over {
            let wanted = self.size as u64;
            let read = self.reader.by_ref().take(wanted).read_to_end(&mut bytes);
            let read = read.map_err(|error| Error::while_reading(&self.file, error))?;
            if (read as u64) < wanted {
                self.over = true;
            }
            scan.advance(&bytes, self.over);
            if scan.cut > 0 {
                break;
            }
            if bytes.len() > LONGEST {
                return Err(self.endless(self.line, "the row that begins here has no end within 16 MiB"));
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if let Some(open) = scan.open.filter(|&open| self.over && memchr::memchr(b'\n', &bytes[open..]).is_some()) {
            let line = self.line + memchr_iter(b'\n', &bytes[..open]).count() as u64;
            return Err(self.endless(line, "the quotation mark that stands here is never closed"));
        }
        if self.over {
            if bytes.last() != Some(&b'\n') {
                bytes.push(b'\n');
            }
        } else {
            self.rest.extend_from_slice(&bytes[scan.cut..]);
            bytes.truncate(scan.cut);
        }
        let line = self.line;
        let lines = memchr_iter(b'\n', &bytes).count();
        self.line += lines as u64;
        Ok(Some(Block { bytes, line, lines, quotes: scan.quotes, irregular: scan.irregular }))
    }

    fn endless(&self, line: u64, problem: &str) -> Error {
        Error::Malformed {
            file: self.file.clone(),
            line,
            column: None,
            problem: problem.to_owned(),
            todo: "a quotation mark is probably missing or one too many; correct it and read the file again".to_owned(),
        }
    }
}

/// Looks for the last end of a record, from quotation mark to quotation mark.
#[derive(Debug)]
struct Scan {
    delimiter: u8,
    /// Everything before is judged.
    at: usize,
    /// Behind the last line break that ends a record.
    cut: usize,
    quotes: bool,
    irregular: bool,
    /// Where a quoted field begins that has not ended.
    open: Option<usize>,
}

impl Scan {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, at: 0, cut: 0, quotes: false, irregular: false, open: None }
    }

    /// Judges what `bytes` holds beyond what was judged before; `over` if nothing follows.
    fn advance(&mut self, bytes: &[u8], over: bool) {
        while let Some(offset) = memchr::memchr(b'"', &bytes[self.at..]) {
            let mark = self.at + offset;
            self.quotes = true;
            match self.open {
                None => {
                    self.cut_before(bytes, mark);
                    if mark == 0 || bytes[mark - 1] == self.delimiter || bytes[mark - 1] == b'\n' {
                        self.open = Some(mark);
                    } else {
                        self.irregular = true;
                    }
                    self.at = mark + 1;
                }
                Some(_) => match &bytes[mark + 1..] {
                    [b'"', ..] => self.at = mark + 2,
                    // What follows decides, and has not been read yet.
                    [] | [b'\r'] if !over => {
                        self.at = mark;
                        return;
                    }
                    after => {
                        self.irregular |= !ends_field(after, self.delimiter);
                        self.open = None;
                        self.at = mark + 1;
                    }
                },
            }
        }
        if self.open.is_none() {
            self.cut_before(bytes, bytes.len());
        } else if over {
            self.irregular = true;
        }
        self.at = bytes.len();
    }

    /// Takes the last line break of a plain stretch that ends at `end`.
    fn cut_before(&mut self, bytes: &[u8], end: usize) {
        if let Some(offset) = memrchr(b'\n', &bytes[self.at..end]) {
            self.cut = self.at + offset + 1;
        }
    }
}

/// Whether a quoted field that closes before `after` is over.
fn ends_field(after: &[u8], delimiter: u8) -> bool {
    match after {
        [] | [b'\n', ..] | [b'\r', b'\n', ..] => true,
        [byte, ..] => *byte == delimiter,
    }
}

/// Writes the records of an irregular block again such that every quotation mark stands where one belongs: fields that
/// hold a lone one are quoted as a whole. Lines stay what they were; `lone` hears of each such field, with the bytes
/// before it counted in `bytes`.
pub(super) fn regular(bytes: &[u8], delimiter: u8, mut lone: impl FnMut(usize, &[u8])) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut content = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begin = at;
        content.clear();
        let mut literal = bytes[at] != b'"';
        if !literal {
            at += 1;
            loop {
                let Some(offset) = memchr::memchr(b'"', &bytes[at..]) else {
                    // Nobody closes the field: the file ends inside of it.
                    content.extend_from_slice(&bytes[at..]);
                    at = bytes.len();
                    literal = true;
                    break;
                };
                content.extend_from_slice(&bytes[at..at + offset]);
                at += offset + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                content.push(b'"');
                at += 1;
            }
            literal |= !ends_field(&bytes[at..], delimiter);
        }
        // Up to the end of the field, quotation marks stand for themselves.
        let end = memchr::memchr2(delimiter, b'\n', &bytes[at..]).map_or(bytes.len(), |offset| at + offset);
        let tail = &bytes[at..end];
        let ends_line = bytes.get(end) == Some(&b'\n');
        let (tail, carriage) = match tail.strip_suffix(b"\r").filter(|_| ends_line) {
            Some(tail) => (tail, &b"\r"[..]),
            None => (tail, &b""[..]),
        };
        content.extend_from_slice(tail);
        let plain = memchr::memchr(b'"', &content).is_none();
        if literal && !(plain && bytes[begin] != b'"') {
            lone(begin, &bytes[begin..end]);
        }
        if plain && bytes[begin] != b'"' {
            out.extend_from_slice(&content);
        } else {
            out.push(b'"');
            for &byte in &content {
                if byte == b'"' {
                    out.push(b'"');
                }
                out.push(byte);
            }
            out.push(b'"');
        }
        out.extend_from_slice(carriage);
        out.push(bytes.get(end).copied().unwrap_or(b'\n'));
        at = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, size: usize) -> Vec<Block> {
        let mut blocks = Blocks::new("file", text.as_bytes(), b',', size, 1);
        std::iter::from_fn(|| blocks.next(Vec::new()).unwrap()).collect()
    }

    #[test]
    fn blocks_end_where_records_end_whatever_their_size() {
        let text = "a,b\n\"x\ny\",1\n\n\"he said \"\"no\"\"\n\",2\r\n5\" pipe,3\n\"end\"\"\",\"\"\n";
        for size in 1..=text.len() + 1 {
            let blocks = cut(text, size);
            assert_eq!(blocks.iter().flat_map(|block| block.bytes.clone()).collect::<Vec<_>>(), text.as_bytes());
            let ends: Vec<String> =
                blocks.iter().map(|block| String::from_utf8(block.bytes.clone()).unwrap()).collect();
            let whole = ["a,b\n", "\"x\ny\",1\n", "\n", "\"he said \"\"no\"\"\n\",2\r\n", "5\" pipe,3\n"];
            for block in &ends {
                assert!(!block.starts_with("y\"") && !block.starts_with("\",2"), "{size}: {block:?}");
            }
            if size == 1 {
                assert_eq!(ends[..5], whole);
            }
        }
    }

    #[test]
    fn a_block_knows_its_first_line() {
        let blocks = cut("a,b\n\"x\ny\",1\n\n2,3", 1);
        assert_eq!(blocks.iter().map(|block| block.line).collect::<Vec<_>>(), [1, 2, 4, 5]);
        assert_eq!(blocks.last().unwrap().bytes, b"2,3\n");
    }

    #[test]
    fn irregular_quotation_marks_are_written_as_they_are_meant() {
        let cases = [
            ("5\" pipe,b\n", "\"5\"\" pipe\",b\n"),
            ("a,\"b\"c,d\r\n", "a,\"bc\",d\r\n"),
            ("a \"b\" c,\"d\"\n", "\"a \"\"b\"\" c\",\"d\"\n"),
            ("\"a\n,b\n", "\"a\n,b\n\"\n"),
            ("\"a\"\"b\",,\n", "\"a\"\"b\",,\n"),
        ];
        for (text, expected) in cases {
            let regular = regular(text.as_bytes(), b',', |_, _| ());
            assert_eq!(String::from_utf8(regular).unwrap(), expected);
        }
    }

    #[test]
    fn a_row_without_an_end_is_refused() {
        let text = format!("a,b\n\"{}", "x\n".repeat(LONGEST));
        let mut blocks = Blocks::new("file", text.as_bytes(), b',', 1 << 20, 1);
        assert_eq!(blocks.next(Vec::new()).unwrap().unwrap().bytes, b"a,b\n");
        assert!(matches!(blocks.next(Vec::new()), Err(Error::Malformed { line: 2, .. })));
    }
}
