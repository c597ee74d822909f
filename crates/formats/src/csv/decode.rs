//! Bytes in another encoding become UTF-8 on the way in.
//!
//! UTF-8 itself passes untouched: bytes that are not UTF-8 are found and reported where rows are known.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::recipe::Encoding;

/// Bytes taken from the source at a time.
const STEP: usize = 64 << 10;

/// `reader` as UTF-8 without a byte order mark. A byte order mark wins over `encoding`.
pub(crate) fn decode<'r>(
    mut reader: Box<dyn Read + Send + 'r>,
    encoding: Encoding,
) -> io::Result<Box<dyn Read + Send + 'r>> {
    let mut mark = Vec::with_capacity(3);
    reader.by_ref().take(3).read_to_end(&mut mark)?;
    let (skip, decoder) = match mark[..] {
        [0xef, 0xbb, 0xbf] => (3, None),
        [0xff, 0xfe, ..] => (2, Some(UTF_16LE)),
        [0xfe, 0xff, ..] => (2, Some(UTF_16BE)),
        _ => (0, (encoding == Encoding::Latin1).then_some(WINDOWS_1252)),
    };
    let rest = io::Cursor::new(mark.split_off(skip)).chain(reader);
    Ok(match decoder {
        None => Box::new(rest),
        Some(encoding) => Box::new(Decoded {
            inner: rest,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; STEP],
            text: Vec::new(),
            given: 0,
            over: false,
        }),
    })
}

struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    over: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.over {
            let read = self.inner.read(&mut self.raw)?;
            self.over = read == 0;
            let most = self.decoder.max_utf8_buffer_length(read).ok_or_else(|| io::Error::other("too long"))?;
            self.text.resize(most, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.over);
            self.text.truncate(written);
            self.given = 0;
        }
        let ready = &self.text[self.given..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: Encoding) -> String {
        let mut text = String::new();
        decode(Box::new(io::Cursor::new(bytes.to_vec())), encoding).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn each_encoding_becomes_the_same_text() {
        let text = "Müller;1 €;né\n".repeat(20_000);
        let utf_16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        assert_eq!(read(text.as_bytes(), Encoding::Utf8), text);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes(), Encoding::Utf8), text);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes(), Encoding::Latin1), text);
        assert_eq!(read(&WINDOWS_1252.encode(&text).0, Encoding::Latin1), text);
        assert_eq!(read(&utf_16(u16::to_le_bytes), Encoding::Utf8), text);
        assert_eq!(read(&utf_16(u16::to_be_bytes), Encoding::Utf8), text);
        assert_eq!(read(b"", Encoding::Latin1), "");
    }
}
