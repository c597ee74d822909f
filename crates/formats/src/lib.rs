//! Logs in, hand-offs out, and back: CSV, recipes, XES, OCEL.
