//! The tests of `tests/native`, with the other way to sleep.

extern crate primitives_parking_lot as primitives;

#[path = "../../native/tests/conformance/tests.rs"]
mod tests;
