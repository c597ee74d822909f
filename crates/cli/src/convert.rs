//! `catena convert`: a log in another format. The ending of the new file's name says which one; a file appears only
//! when all of it could be written.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use catena_analysis::Handoffs;
use catena_formats::write::{native_csv, ocel_json, xes};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::arguments::Convert;
use crate::log;

pub fn run(arguments: &Convert) -> Result<()> {
    // An ending that means nothing is said before a long file is read.
    let format = Format::of(&arguments.into)?;
    if let (Ok(from), Ok(into)) = (arguments.from.canonicalize(), arguments.into.canonicalize())
        && from == into
    {
        bail!("{}: this is the log itself; give the copy another name", arguments.into.display());
    }
    let import = log::read(std::slice::from_ref(&arguments.from), &arguments.reading)?;
    format.save(&import.handoffs, &arguments.into)
}

/// How a log can be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Format {
    write: Written,
    packed: Packed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Written {
    Csv,
    Ocel,
    Xes,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Packed {
    Not,
    Gzip,
    Zstandard,
}

impl Format {
    /// The format that the ending of `path` stands for.
    pub fn of(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let endings = [
            (".csv", Written::Csv, Packed::Not),
            (".csv.gz", Written::Csv, Packed::Gzip),
            (".csv.zst", Written::Csv, Packed::Zstandard),
            (".json", Written::Ocel, Packed::Not),
            (".xes", Written::Xes, Packed::Not),
            (".xes.gz", Written::Xes, Packed::Gzip),
        ];
        match endings.iter().find(|(ending, ..)| name.ends_with(ending)) {
            Some(&(_, write, packed)) => Ok(Self { write, packed }),
            None => bail!(
                "{}: the ending does not say in which format to write; use one of {}",
                path.display(),
                endings.map(|(ending, ..)| ending).join(", ")
            ),
        }
    }

    /// Writes `handoffs` to `path`.
    pub fn save(self, handoffs: &Handoffs, path: &Path) -> Result<()> {
        replace(path, |file| {
            match self.packed {
                Packed::Not => self.write(handoffs, file)?,
                Packed::Gzip => {
                    let mut packed = GzEncoder::new(file, Compression::default());
                    self.write(handoffs, &mut packed)?;
                    packed.finish()?;
                }
                Packed::Zstandard => {
                    let mut packed = zstd::Encoder::new(file, 0)?;
                    self.write(handoffs, &mut packed)?;
                    packed.finish()?;
                }
            }
            Ok(())
        })
    }

    fn write(self, handoffs: &Handoffs, into: &mut dyn Write) -> io::Result<()> {
        match self.write {
            Written::Csv => native_csv(handoffs, into),
            Written::Ocel => ocel_json(handoffs, into),
            Written::Xes => xes(handoffs, into),
        }
    }
}

/// Puts what `write` writes in the place of `path`, once it is complete.
pub fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<()> {
    // What is there may be a device or a pipe, which cannot be replaced.
    let special = path.exists() && !path.is_file();
    let mut part = path.as_os_str().to_owned();
    part.push(if special { "" } else { ".part" });
    let part = Path::new(&part);
    let attempt = || -> io::Result<()> {
        let mut out = BufWriter::new(File::create(part)?);
        write(&mut out)?;
        out.flush()?;
        if special { Ok(()) } else { fs::rename(part, path) }
    };
    attempt()
        .inspect_err(|_| {
            if !special {
                // It may never have come to be; the reason of the failure is what counts.
                let _ = fs::remove_file(part);
            }
        })
        .with_context(|| format!("{}: cannot be written; check the folder and your rights", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_format() {
        let of = |name: &str| Format::of(Path::new(name)).map(|format| (format.write, format.packed));
        assert_eq!(of("a/b.csv").unwrap(), (Written::Csv, Packed::Not));
        assert_eq!(of("b.CSV.GZ").unwrap(), (Written::Csv, Packed::Gzip));
        assert_eq!(of("b.csv.zst").unwrap(), (Written::Csv, Packed::Zstandard));
        assert_eq!(of("b.json").unwrap(), (Written::Ocel, Packed::Not));
        assert_eq!(of("b.xes.gz").unwrap(), (Written::Xes, Packed::Gzip));
        assert!(of("b.xlsx").unwrap_err().to_string().contains(".csv.zst"));
        assert!(of("csv").is_err());
    }
}
