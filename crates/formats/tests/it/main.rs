//! Readers and writers through the public interface, one module a format.
