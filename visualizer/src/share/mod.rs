//! A run to hand on: as a line to paste.

mod link;

pub use link::Link;
