//! The reader `ocel_json`.
#![no_main]

#[path = "../readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder for the input");
    readers::feed(readers::reader("ocel_json"), bytes, folder.path());
});
