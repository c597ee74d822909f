//! Nothing to use: the tests of this crate check the tree itself. They know the sources as text and the crate graph as
//! cargo reports it, and no other crate.
