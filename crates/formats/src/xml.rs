//! XML as a stream of elements, read with the care that a file from a stranger needs.
//!
//! A document type is refused, and with it every entity beyond the five that XML itself has; nesting and the size of a
//! single tag or text are limited; an element that the end of the file leaves open is an error. Namespaces are ignored:
//! names are compared without their prefix.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memmem;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::csv::decode;
use crate::{Error, recipe};

/// Elements inside elements; XES nests attributes in attributes, but no log goes deeper than a handful.
const DEEPEST: usize = 64;
/// Bytes decoded at a time.
const BUFFER: usize = 64 << 10;
/// Bytes of one tag, text or comment.
const LONGEST: usize = 4 << 20;

/// Why a document cannot be read any further.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The line at which reading stopped, from 1.
    pub line: u32,
    /// The column, where it is known, from 1.
    pub column: Option<u64>,
    /// What is wrong there.
    pub what: String,
    /// The failure of the source, where it is to blame and not the document.
    pub source: Option<io::Error>,
}

impl Broken {
    /// The document breaks a rule on `line`.
    pub fn at(line: u32, what: impl Into<String>) -> Self {
        Self { line, column: None, what: what.into(), source: None }
    }

    fn by_parser(line: u32, error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) => match error.get_ref() {
                Some(inner) if inner.is::<Oversized>() => Self::at(line, error.to_string()),
                _ => {
                    let shared = |shared: Arc<io::Error>| io::Error::new(shared.kind(), shared.to_string());
                    Self { source: Some(Arc::try_unwrap(error).unwrap_or_else(shared)), ..Self::at(line, "") }
                }
            },
            quick_xml::Error::Syntax(error) => Self::at(line, format!("{error}: the file was cut off or is not XML")),
            error => Self::at(line, error.to_string()),
        }
    }

    /// As an error of the file `file`.
    pub fn of(self, file: &str) -> Error {
        match self.source {
            Some(source) => Error::while_reading(file, source),
            None => Error::Malformed {
                file: file.to_owned(),
                line: self.line.into(),
                column: self.column,
                problem: self.what,
                todo: "check that the file is complete, or export it again".to_owned(),
            },
        }
    }
}

/// What comes next in a document.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// An element begins. An empty element is a start and an end.
    Start(Element<'a>),
    /// The innermost element ends.
    End,
    /// A run of text, already unescaped. One text may come in several runs.
    Text(Cow<'a, str>),
    /// A comment, a declaration: nothing to read.
    Aside,
    /// The document is over and every element closed.
    Over,
}

/// The start of an element with its attributes.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    start: BytesStart<'a>,
    /// The line on which the tag ends, from 1.
    pub line: u32,
}

impl Element<'_> {
    /// The name without a namespace prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The attribute `name`, unescaped.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Broken> {
        let broken = |error: &dyn std::fmt::Display| Broken::at(self.line, error.to_string());
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| broken(&error))?;
            if attribute.key.local_name().into_inner() == name {
                return attribute.normalized_value(XmlVersion::Explicit1_0).map(Some).map_err(|error| broken(&error));
            }
        }
        Ok(None)
    }
}

/// A document that is pulled node by node.
pub(crate) struct Document<'s> {
    reader: Reader<Guarded<Bytes<'s>>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What a document is read from.
pub(crate) type Bytes<'s> = Box<dyn BufRead + Send + 's>;

impl<'s> Document<'s> {
    /// Reads `source` from its start, in UTF-8 or in the encoding that its declaration names.
    pub fn new(mut source: Bytes<'s>) -> Result<Self, Broken> {
        let failed = |error| Broken { source: Some(error), ..Broken::at(1, "") };
        let head = source.fill_buf().map_err(failed)?;
        let source: Bytes<'s> = match declared(head) {
            None => source,
            Some(label) => match Encoding::for_label(label) {
                Some(encoding) if encoding == UTF_8 => source,
                Some(encoding) if encoding == WINDOWS_1252 => {
                    let text = decode(Box::new(source), recipe::Encoding::Latin1).map_err(failed)?;
                    Box::new(BufReader::with_capacity(BUFFER, text))
                }
                _ => {
                    let label = String::from_utf8_lossy(label);
                    return Err(Broken::at(1, format!("the encoding {label:?} is not read; save the file as UTF-8")));
                }
            },
        };
        let mut reader = Reader::from_reader(Guarded { source, lines: 0, since: 0 });
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, buffer: Vec::new(), depth: 0 })
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next node.
    pub fn next(&mut self) -> Result<Node<'_>, Broken> {
        self.buffer.clear();
        self.reader.get_mut().since = 0;
        let event = self.reader.read_event_into(&mut self.buffer);
        let line = self.reader.get_ref().lines + 1;
        let broken = |what: String| Broken::at(line, what);
        match event.map_err(|error| Broken::by_parser(line, error))? {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(broken(format!("more than {DEEPEST} elements inside each other")));
                }
                Ok(Node::Start(Element { start, line }))
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Node::End)
            }
            Event::Text(text) => Ok(Node::Text(text.xml10_content())),
            Event::CData(text) => Ok(Node::Text(text.into_inner())),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => Ok(Node::Text(character.to_string().into())),
                Ok(None) => match quick_xml::escape::resolve_predefined_entity(&name.into_inner()) {
                    Some(text) => Ok(Node::Text(text.into())),
                    None => {
                        Err(broken("an entity that XML does not define by itself; such entities are refused".into()))
                    }
                },
                Err(error) => Err(broken(error.to_string())),
            },
            Event::DocType(_) => Err(broken("a document type (<!DOCTYPE …>); remove it: entities are refused".into())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Node::Aside),
            Event::Eof if self.depth > 0 => {
                Err(broken(format!("the file ends while {} elements are still open: it was cut off", self.depth)))
            }
            Event::Eof => Ok(Node::Over),
        }
    }
}

/// The encoding that the declaration at the beginning of `head` names.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).strip_prefix(b"<?xml")?;
    let declaration = &text[..memmem::find(text, b"?>")?];
    let value = declaration[memmem::find(declaration, b"encoding")? + "encoding".len()..].trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    Some(&value[..memchr::memchr(*quote, value)?])
}

/// A tag or a text that does not end.
#[derive(Debug, thiserror::Error)]
#[error("a tag or a text of more than {LONGEST} bytes")]
struct Oversized;

/// Counts lines and stops the parser before one tag or text fills the memory.
struct Guarded<R> {
    source: R,
    lines: u32,
    since: usize,
}

impl<R: BufRead> Read for Guarded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let length = bytes.len().min(into.len());
        into[..length].copy_from_slice(&bytes[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > LONGEST {
            return Err(io::Error::other(Oversized));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(bytes) = self.source.fill_buf() {
            let lines = memchr::memchr_iter(b'\n', &bytes[..amount.min(bytes.len())]).count();
            self.lines = self.lines.saturating_add(lines as u32);
        }
        self.since += amount;
        self.source.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(text: &str) -> Result<Vec<String>, Broken> {
        let mut document = Document::new(Box::new(text.as_bytes()))?;
        let mut seen = Vec::new();
        loop {
            match document.next()? {
                Node::Start(element) => {
                    seen.push(format!("<{} {:?}", element.name(), element.attribute("a")?));
                }
                Node::End => seen.push(">".into()),
                Node::Text(text) => seen.push(text.into_owned()),
                Node::Aside => {}
                Node::Over => return Ok(seen),
            }
        }
    }

    #[test]
    fn elements_come_with_unescaped_attributes_and_text() {
        let seen = drain("<?xml version=\"1.0\"?><x:l a='&lt;&#10;ü'>1 &amp; 2<e/></x:l>").unwrap();
        assert_eq!(seen, ["<l Some(\"<\\nü\")", "1 ", "&", " 2", "<e None", ">", ">"]);
    }

    #[test]
    fn the_declaration_names_the_encoding() {
        assert_eq!(
            declared(b"\xef\xbb\xbf<?xml version='1.0' encoding = 'latin1' standalone=\"yes\"?>"),
            Some(&b"latin1"[..])
        );
        assert_eq!(declared(b"<?xml version='1.0'?><l encoding='latin1'/>"), None);
        assert_eq!(declared(b"<?xml encoding="), None);
        assert!(drain("<?xml version='1.0' encoding='utf-16'?><l/>").unwrap_err().what.contains("UTF-8"));
    }

    #[test]
    fn a_document_type_is_refused() {
        let broken = drain("<!DOCTYPE l [<!ENTITY a 'b'>]>\n<l>&a;</l>").unwrap_err();
        assert!(broken.what.contains("DOCTYPE"), "{broken:?}");
    }

    #[test]
    fn an_unknown_entity_is_refused() {
        assert!(drain("<l>&a;</l>").unwrap_err().what.contains("entity"));
        assert!(drain("<l a='&a;'/>").is_err());
    }

    #[test]
    fn a_file_that_was_cut_off_is_an_error_with_its_line() {
        assert_eq!(drain("<l>\n<e>\n").unwrap_err().line, 3);
        assert!(drain("<l>\n<e").is_err());
    }

    #[test]
    fn nesting_has_a_limit() {
        assert!(drain(&"<e>".repeat(DEEPEST + 1)).unwrap_err().what.contains("inside each other"));
    }

    #[test]
    fn a_tag_has_a_limit() {
        let endless = format!("<l a='{}'/>", "x".repeat(2 * LONGEST));
        // The slice as one buffer would be consumed at once; a small buffer is what files are read through.
        let mut document = Document::new(Box::new(BufReader::with_capacity(BUFFER, endless.as_bytes()))).unwrap();
        assert!(document.next().unwrap_err().what.contains("bytes"));
    }
}
