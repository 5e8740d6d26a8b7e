//! A deterministic world in which a person, or a search, chooses which thread moves next.
//!
//! Announce, then execute: every thread stops before its next operation and says what it will do. An
//! [`Execution`] offers what can be chosen and makes one step at a time; a [`Session`] goes back as well; a
//! [`Schedule`] is a short text code that replays anywhere; [`explore`] proves that every schedule ends well,
//! or finds one that does not, and [`check`] does so in a test; [`enumerate`] runs them all. The [`Trace`] is plain data, and every picture is a
//! fold over it.
//!
//! This crate knows no primitive. A library becomes steppable by calling [`inside`] from its atomic words,
//! cells and threads.

mod check;
mod clock;
mod depend;
mod diagnosis;
mod dice;
mod enumerate;
mod execution;
mod explore;
mod fiber;
mod forever;
mod heard;
pub mod inside;
mod kernel;
mod luck;
mod renewed;
mod rounds;
mod runs;
mod schedule;
mod session;
mod spin;
mod table;
pub mod text;
mod trace;
mod track;
mod trouble;
mod verdict;
pub mod words;
mod world;

pub use check::{check, replay};
pub use clock::MAX_THREADS;
pub use diagnosis::{At, Change, Diagnosis, Missing, Round, Wait};
pub use dice::Dice;
pub use enumerate::{Report, enumerate};
pub use execution::{Choices, Execution, NotPossible};
pub use explore::{
    Bug, Conclusion, Exploration, Limit, Outcome, Phase, Progress, Reduction, Sampling, Search, Seen,
    explore, preemptions, traces,
};
pub use fiber::stacks_in_use;
pub use heard::{Could, Left, Observed, Variation};
pub use luck::Luck;
pub use schedule::{BadCode, Fault, Schedule, choices, choices_code, fingerprint};
pub use session::{Branch, Program, Session};
pub use table::{call, table};
pub use text::Text;
pub use trace::*;
pub use unic_langid::LanguageIdentifier;
pub use verdict::{Race, Verdict};
pub use world::Config;
