//! XML as a stream of elements, read with the care that a file from a stranger needs.
//!
//! A document type is refused, and with it every entity beyond the five that XML itself has; nesting and the size of a
//! single tag or text are limited; an element that the end of the file leaves open is an error. Namespaces are ignored:
//! names are compared without their prefix.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Elements inside elements; XES nests attributes in attributes, but no log goes deeper than a handful.
const DEEPEST: usize = 64;
/// Bytes of one tag, text or comment.
const LONGEST: usize = 4 << 20;

/// Why a document cannot be read any further.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The line at which reading stopped, from 1.
    pub line: u32,
    /// What is wrong there.
    pub what: String,
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
        let broken = |error: &dyn std::fmt::Display| Broken { line: self.line, what: error.to_string() };
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
pub(crate) struct Document<R> {
    reader: Reader<Guarded<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Document<R> {
    /// Reads `source` from its start.
    pub fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(Guarded { source, lines: 0, since: 0 });
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The line up to which the document was read, from 1.
    pub fn line(&self) -> u32 {
        self.reader.get_ref().lines + 1
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
        let broken = |what: String| Broken { line, what };
        match event.map_err(|error| broken(said(&error)))? {
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
                    None => Err(broken("an entity that XML does not define by itself; such entities are refused".into())),
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

/// An error of the parser in words; what the guard below said is passed on as it is.
fn said(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Io(error) => error.to_string(),
        quick_xml::Error::Syntax(error) => format!("{error}: the file is cut off or not XML"),
        error => error.to_string(),
    }
}

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
            return Err(io::Error::other(format!("a tag or a text of more than {LONGEST} bytes")));
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
        let mut document = Document::new(text.as_bytes());
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
        let mut document = Document::new(io::BufReader::with_capacity(1 << 16, endless.as_bytes()));
        assert!(document.next().unwrap_err().what.contains("bytes"));
    }
}
