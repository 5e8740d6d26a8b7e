//! The primitives under loom: as they are shipped, and a copy for each mutant.

include!(concat!(env!("OUT_DIR"), "/primitives.rs"));

pub use shipped::*;
