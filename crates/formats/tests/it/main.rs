//! Readers and writers through the public interface, one module a format.

mod corpus;
mod hostile;
mod mutation;
mod ocel;
mod proposals;
mod tables;
mod writers;
mod xes;

/// A file of the folder `golden`.
fn golden(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name)
}
