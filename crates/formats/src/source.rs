//! A file opened for reading: unpacked if it is packed, within limits, and told by its first bytes what it is.
//!
//! The name of a file decides nothing; its content does.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::kind::Kind;
use crate::{Error, Progress};

/// Bytes that are looked at to tell what a file is.
const HEAD: usize = 64 << 10;

/// How far a packed file may grow when it is unpacked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Every file may grow to so many bytes.
    pub always: u64,
    /// A large one to so many times its packed size.
    pub ratio: u64,
    /// None beyond so many bytes.
    pub never: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { always: 64 << 20, ratio: 200, never: 64 << 30 }
    }
}

/// An open file.
pub(crate) struct Source<'p> {
    /// The file as it was given.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Its unpacked bytes, from the first on.
    pub reader: Box<dyn BufRead + Send + 'p>,
}

impl<'p> Source<'p> {
    /// Opens `path` and tells what it holds. `progress` hears of the bytes as they lie in the file.
    pub fn open(path: &Path, progress: &'p (dyn Progress + Sync)) -> Result<Self, Error> {
        Self::within(Limits::default(), path, progress)
    }

    fn within(limits: Limits, path: &Path, progress: &'p (dyn Progress + Sync)) -> Result<Self, Error> {
        let name = path.display().to_string();
        let failed = |source| Error::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            let todo = "name the files in it one by one";
            return Err(Error::OtherKind { file: name, looks_like: "a folder", todo });
        }
        progress.total(metadata.len());
        let (magic, file) = peek(Counted { inner: file, progress }, 4).map_err(failed)?;
        let limit = metadata.len().saturating_mul(limits.ratio).clamp(limits.always, limits.never);
        let unpacked: Box<dyn Read + Send + 'p> = match magic[..] {
            [0x1f, 0x8b, ..] => {
                let file = BufReader::with_capacity(HEAD, file);
                Box::new(Limited { inner: MultiGzDecoder::new(file), left: limit, limit })
            }
            [0x28, 0xb5, 0x2f, 0xfd] => {
                Box::new(Limited { inner: zstd::Decoder::new(file).map_err(failed)?, left: limit, limit })
            }
            _ => Box::new(file),
        };
        let (head, unpacked) = peek(unpacked, HEAD).map_err(|error| Error::while_reading(&name, error))?;
        let kind = Kind::of(&name, &head)?;
        Ok(Self { name, kind, reader: Box::new(BufReader::with_capacity(HEAD, unpacked)) })
    }
}

/// The first bytes of `reader`, at most `most`, and a reader that still begins with them.
fn peek<R: Read>(mut reader: R, most: usize) -> io::Result<(Vec<u8>, impl Read + use<R>)> {
    let mut head = Vec::with_capacity(most);
    reader.by_ref().take(most as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(reader)))
}

/// A file that tells how far it has been read.
struct Counted<'p> {
    inner: File,
    progress: &'p (dyn Progress + Sync),
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

/// What a [`Limited`] reader fails with, inside of an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than {limit} bytes")]
pub(crate) struct Overgrown {
    /// The limit that was reached, in bytes.
    pub limit: u64,
}

/// Unpacked bytes, up to a limit.
struct Limited<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other(Overgrown { limit: self.limit })),
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(text: &[u8], zst: bool) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        if zst {
            file.write_all(&zstd::encode_all(text, 3).unwrap()).unwrap();
        } else {
            let mut gz = flate2::write::GzEncoder::new(&mut file, flate2::Compression::default());
            gz.write_all(text).unwrap();
            gz.finish().unwrap();
        }
        file
    }

    fn unpack(file: &Path, limits: Limits) -> Result<Vec<u8>, Error> {
        let mut source = Source::within(limits, file, &())?;
        let mut bytes = Vec::new();
        source.reader.read_to_end(&mut bytes).map_err(|error| Error::while_reading(&source.name, error))?;
        Ok(bytes)
    }

    #[test]
    fn packed_files_are_unpacked_whatever_their_name() {
        let text = "id,parent\n".repeat(100_000);
        for zst in [false, true] {
            assert_eq!(unpack(packed(text.as_bytes(), zst).path(), Limits::default()).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn a_file_that_grows_beyond_the_limits_is_refused() {
        let text = "id,parent\n".repeat(100_000);
        let limits = [
            Limits { always: 1000, ratio: 2, never: u64::MAX },
            Limits { always: 1000, ratio: 1_000_000, never: 10_000 },
        ];
        for zst in [false, true] {
            for limits in limits {
                let file = packed(text.as_bytes(), zst);
                assert!(matches!(unpack(file.path(), limits), Err(Error::Bomb { .. })));
            }
        }
    }

    #[test]
    fn a_packed_file_that_is_cut_off_or_damaged_is_an_error() {
        let text = (0..100_000).fold(String::new(), |text, row| text + &format!("{row},{}\n", row * 7919 % 1013));
        for zst in [false, true] {
            let bytes = std::fs::read(packed(text.as_bytes(), zst).path()).unwrap();
            let mut flipped = bytes.clone();
            flipped[bytes.len() / 2] ^= 0x55;
            for broken in [&bytes[..bytes.len() / 2], &bytes[..6], &flipped] {
                let mut file = tempfile::NamedTempFile::new().unwrap();
                file.write_all(broken).unwrap();
                assert!(matches!(unpack(file.path(), Limits::default()), Err(Error::Damaged { .. })), "{zst}");
            }
        }
    }
}
