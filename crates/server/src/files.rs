//! What can be known of a file that somebody sends: how it may be called, and what its bytes are.
//!
//! Neither a name nor a media type is taken as it comes. A name is only ever shown and offered for saving; no file on
//! this machine is called by it. What the bytes are is read from the bytes, whatever the name ends in.

/// How long a name is at most, in bytes: what file systems take, with room for a browser's " (1)".
const NAME: usize = 200;

/// What a file is called of whose name nothing is left.
const NAMELESS: &str = "file";

/// Images that a browser draws and that run nothing. A drawing in SVG is a page and none of them.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The name of a file as it is kept: the last part of a path, without signs that steer a terminal, a file system or
/// the direction of the letters around them. Of a long name the beginning stays, and its ending.
pub fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = |letter: &char| !letter.is_control() && !steers(*letter) && !"<>:\"|?*".contains(*letter);
    let name: String = last.chars().filter(kept).collect();
    let name = name.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    if name.is_empty() {
        return NAMELESS.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 20 && !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let room = NAME - ending.len();
    format!("{}{ending}", stem[..stem.floor_char_boundary(room)].trim_end())
}

/// Letters without a shape that turn others around or hide between them.
fn steers(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What bytes are, as a media type.
pub fn kind_of(bytes: &[u8]) -> &'static str {
    match infer::get(bytes) {
        Some(found) => found.mime_type(),
        None if reads_as_text(bytes) => "text/plain",
        None => "application/octet-stream",
    }
}

/// The media type under which a page may show bytes; none if they are to be saved and nothing else.
pub fn shown_as(bytes: &[u8]) -> Option<&'static str> {
    may_be_shown(kind_of(bytes))
}

/// The same of a media type that was read from bytes.
pub fn may_be_shown(kind: &str) -> Option<&'static str> {
    SHOWN.into_iter().find(|shown| *shown == kind)
}

fn reads_as_text(bytes: &[u8]) -> bool {
    let is_plain = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
    str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_a_file_may_have_in_any_folder() {
        for (given, kept) in [
            ("roses.png", "roses.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\rosa\\roses.png", "roses.png"),
            ("/", "file"),
            ("..", "file"),
            ("", "file"),
            (" . ", "file"),
            ("a\u{0}b\n\u{7f}.png", "ab.png"),
            ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
            ("\u{2066}x\u{2069}\u{200f}\u{feff}.png", "x.png"),
            ("a\"; filename=evil.html", "a; filename=evil.html"),
            ("Blumenstrauß für Mütter 💐.jpeg", "Blumenstrauß für Mütter 💐.jpeg"),
            (".htaccess", "htaccess"),
            ("CON<>|?*.txt", "CON.txt"),
        ] {
            assert_eq!(plain_name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_ending() {
        let name = plain_name(&format!("{}.png", "ä".repeat(1000)));
        assert!(name.len() <= NAME && name.starts_with("ää") && name.ends_with("ä.png"), "{name}");
        let name = plain_name(&format!("a.{}", "ö".repeat(1000)));
        assert!(name.len() <= NAME && name.starts_with("a.öö"), "{name}");
    }

    #[test]
    fn what_bytes_are_is_read_from_them() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"GIF89a\x01\0\x01\0", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
            (b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>", "text/xml"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "text/plain"),
            ("Liebe Grüße\n".as_bytes(), "text/plain"),
            (b"\xfe\x01\x02\x00", "application/octet-stream"),
            (b"", "text/plain"),
        ] {
            assert_eq!(kind_of(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn only_drawn_images_are_shown() {
        for shown in SHOWN {
            assert_eq!(may_be_shown(shown), Some(shown));
        }
        for kind in
            ["image/svg+xml", "text/html", "text/xml", "text/plain", "application/pdf", "image/tiff", "image/heif"]
        {
            assert_eq!(may_be_shown(kind), None, "{kind}");
        }
        assert_eq!(shown_as(b"<svg onload=\"alert(1)\"/>"), None);
    }
}
