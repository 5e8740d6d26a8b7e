//! Under the loom model checker.
