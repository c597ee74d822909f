//! How far a long read has come, for whoever wants to show it.

/// Is told how many bytes there are to read, and how many have been read. Called from any thread.
pub trait Progress {
    /// There are `bytes` more to read than said so far.
    fn total(&self, bytes: u64);
    /// Another `bytes` have been read.
    fn advance(&self, bytes: u64);
}

/// Nobody looks.
impl Progress for () {
    fn total(&self, _bytes: u64) {}
    fn advance(&self, _bytes: u64) {}
}
