//! The benches are in `benches`; `cargo bench -p threadlab-bench` prints their table.
#![forbid(unsafe_code)]
