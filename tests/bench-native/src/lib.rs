//! The bench is in `benches`; `cargo bench -p threadlab-bench-native` prints its tables.
#![forbid(unsafe_code)]
