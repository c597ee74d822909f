//! What a file holds, told by its first bytes.

use memchr::memmem;

use crate::Error;

/// What a file that may be a log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text that may be a table.
    Table,
    /// An event log in XES.
    Xes,
    /// An object-centric log in JSON.
    OcelJson,
    /// An object-centric log in XML.
    OcelXml,
    /// An object-centric log in an SQLite database, which has to be opened by its path.
    OcelSqlite,
}

const UNPACK: &str = "unpack it and give the file that is inside";
const EXPORT: &str = "export the log as CSV, XES or OCEL and give that file";
const SAVE_AS: &str = "save the sheet as CSV and give that file";

/// How files of other kinds begin, what they look like, and what to do.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "a PDF document", EXPORT),
    (b"\xd0\xcf\x11\xe0", "an old Office document", SAVE_AS),
    (b"\x1f\x8b", "a gzip file inside another packed file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file inside another packed file", UNPACK),
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xfd7zXZ", "an xz file", UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"PAR1", "a Parquet file", EXPORT),
    (b"\x89PNG", "a picture", EXPORT),
    (b"\xff\xd8\xff", "a picture", EXPORT),
    (b"GIF8", "a picture", EXPORT),
    (b"\x7fELF", "a program", EXPORT),
    (b"{\\rtf", "a text document", EXPORT),
    (b"[{", "a JSON list", EXPORT),
    (b"[[", "a JSON list", EXPORT),
    (b"[]", "a JSON list", EXPORT),
];

impl Kind {
    /// What the file `name` holds, which begins with `head`.
    pub fn of(name: &str, head: &[u8]) -> Result<Self, Error> {
        let other = |looks_like, todo| Error::OtherKind { file: name.to_owned(), looks_like, todo };
        if head.starts_with(b"SQLite format 3\0") {
            return Ok(Self::OcelSqlite);
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Err(zip(head, other));
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        for (begin, looks_like, todo) in OTHERS {
            if head.starts_with(begin) || text.starts_with(begin) {
                return Err(other(looks_like, todo));
            }
        }
        if head.get(257..262) == Some(b"ustar") {
            return Err(other("a tar archive", UNPACK));
        }
        if text.is_empty() {
            return Err(Error::NothingUsable {
                file: name.to_owned(),
                problem: "the file is empty".to_owned(),
                todo: "check that its export is complete".to_owned(),
            });
        }
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Ok(Self::Table);
        }
        // A table may hold a stray control character; a file of another kind is full of them.
        let control = head.iter().filter(|&&byte| byte < 9 || (14..32).contains(&byte)).count();
        if control * 20 > head.len() {
            return Err(other("a file of bytes, not of text", EXPORT));
        }
        match text[0] {
            b'{' => Ok(Self::OcelJson),
            b'<' => xml(text).ok_or_else(|| match text.to_ascii_lowercase() {
                page if memmem::find(&page, b"<html").is_some() => other("a web page", EXPORT),
                _ => other("an XML document of another kind", EXPORT),
            }),
            _ => Ok(Self::Table),
        }
    }
}

/// An archive, or one of the office documents that are archives inside.
fn zip(head: &[u8], other: impl Fn(&'static str, &'static str) -> Error) -> Error {
    let holds = |name: &[u8]| memmem::find(head, name).is_some();
    if holds(b"xl/") || holds(b"opendocument.spreadsheet") {
        other("a spreadsheet", SAVE_AS)
    } else if holds(b"word/") || holds(b"opendocument.") || holds(b"ppt/") {
        other("an office document", EXPORT)
    } else {
        other("a ZIP archive", UNPACK)
    }
}

/// Both XML formats have `log` as their root; only one lists objects.
fn xml(text: &[u8]) -> Option<Kind> {
    let holds = |name: &[u8]| memmem::find(text, name).is_some();
    if !holds(b"<log") && !holds(b":log") {
        None
    } else if holds(b"<object-types") || holds(b"<event-types") || holds(b"<objects") {
        Some(Kind::OcelXml)
    } else {
        Some(Kind::Xes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_told_by_its_first_bytes() {
        let cases: [(&[u8], Kind); 8] = [
            (b"id,parent\n1,\n", Kind::Table),
            (b"\xef\xbb\xbfid;parent", Kind::Table),
            (b"\xff\xfei\0d\0,\0p\0a\0r\0e\0n\0t\0", Kind::Table),
            (b"id,parent\nO\0,a long enough line of other characters\n", Kind::Table),
            (b" {\"objectTypes\": []}", Kind::OcelJson),
            (b"<?xml version=\"1.0\"?>\n<!-- a log -->\n<log xes.version=\"1.0\">", Kind::Xes),
            (b"<?xml version=\"1.0\"?><log><object-types/>", Kind::OcelXml),
            (b"SQLite format 3\0\x10\0", Kind::OcelSqlite),
        ];
        for (head, kind) in cases {
            assert_eq!(Kind::of("file", head).ok(), Some(kind), "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn other_kinds_are_refused_with_what_they_look_like() {
        let cases: [(&[u8], &str); 8] = [
            (b"PK\x03\x04....[Content_Types].xml...xl/workbook.xml", "a spreadsheet"),
            (b"PK\x03\x04....incidents.csv", "a ZIP archive"),
            (b"%PDF-1.7", "a PDF document"),
            (b"\x7fELF\x02", "a program"),
            (b"<!DOCTYPE html><HTML>", "a web page"),
            (b"<svg>", "an XML document of another kind"),
            (b"\n [{\"id\": 1}]", "a JSON list"),
            (b"\x00\x01\x02\x03\x04\x05", "a file of bytes, not of text"),
        ];
        for (head, expected) in cases {
            match Kind::of("file", head) {
                Err(Error::OtherKind { looks_like, .. }) => assert_eq!(looks_like, expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
        for empty in [&b""[..], b"\xef\xbb\xbf", b"\r\n\n"] {
            assert!(matches!(Kind::of("file", empty), Err(Error::NothingUsable { .. })));
        }
    }
}
