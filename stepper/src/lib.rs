//! A deterministic world in which a person chooses which thread moves next.
