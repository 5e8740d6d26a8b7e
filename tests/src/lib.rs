//! What crosses crates: loom models, explorations, the app driven headless.
