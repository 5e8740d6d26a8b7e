//! Short concurrent programs, broken and fixed, with the story of each.
