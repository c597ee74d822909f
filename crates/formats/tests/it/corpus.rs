//! The corpus of the fuzz targets and 20,000 seeded mutations of it, through each reader, under a memory limit.
//!
//! Each reader runs in a process of its own, whose address space is limited, so that memory without bound is a failure
//! and not a slow machine.

use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "../../../../fuzz/readers.rs"]
mod readers;

use crate::mutation::{Numbers, damage};

const MUTATIONS: usize = 20_000;
/// Kilobytes of address space: threads and their heaps reserve far more than they use.
const MOST_KILOBYTES: u32 = 3_000_000;
/// Tells the process that it is the limited one, and which reader to feed.
const CHILD: &str = "CATENA_CORPUS_READER";

fn corpus(reader: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(reader);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} has no corpus", folder.display());
    files.into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

/// Runs this test again in a process with limited memory, where it feeds the reader.
fn replay(test: &str, name: &str) {
    if std::env::var(CHILD).is_ok_and(|reader| reader == name) {
        return feed_all(name);
    }
    let limited = format!("ulimit -v {MOST_KILOBYTES}; exec \"$0\" \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &limited])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads", "1"])
        .env(CHILD, name)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

fn feed_all(name: &str) {
    let reader = readers::reader(name);
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(name);
    for (_, bytes) in &corpus {
        readers::feed(reader, bytes, folder.path());
    }
    let mut numbers = Numbers(0xCA7E_4A00);
    for mutation in 0..MUTATIONS {
        let (file, bytes) = &corpus[numbers.below(corpus.len())];
        let mut bytes = bytes.clone();
        damage(&mut bytes, &mut numbers);
        let fed = std::panic::catch_unwind(|| readers::feed(reader, &bytes, folder.path()));
        if fed.is_err() {
            let kept = std::env::temp_dir().join(format!("catena-{name}-{mutation}"));
            std::fs::write(&kept, &bytes).unwrap();
            panic!("mutation {mutation} of {} is a crash; it lies in {}", file.display(), kept.display());
        }
    }
}

macro_rules! replays {
    ($($reader:ident)*) => {
        $(
            #[test]
            fn $reader() {
                replay(concat!("corpus::", stringify!($reader)), stringify!($reader));
            }
        )*

        #[test]
        fn every_reader_is_replayed() {
            let replayed = [$(stringify!($reader)),*];
            assert_eq!(readers::READERS.map(|reader| reader.name), replayed);
        }
    };
}

replays!(native packed spans transitions milestones xes ocel_json ocel_xml ocel_sqlite recipe);
