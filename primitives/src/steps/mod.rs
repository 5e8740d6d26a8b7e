//! Lock, Condition and Semaphore as they grow: from the first thing that comes to mind to what is shipped.
//!
//! A file a version: what it adds to the one before, what is still wrong, and a program that shows it. The
//! programs run on every version, so that the same one fails on the version before and passes on the next. All
//! stand on the same platform as the shipped primitives: they are stepped and explored as those are.
//!
//! Beside them, with other ends: [`clockwork`], which is shipped, and here only to be explored.
//!
//! Nothing here is for use, which is why it needs the feature `steps`. It is safe all the same: a broken
//! lock protects variables that are atomic, and a broken condition releases a lock that is not.

/// The runs of a program, by version.
macro_rules! runs {
    ($primitive:ident: $($program:ident on $($version:ident $Type:ty),+;)*) => {
        /// Every program on the version whose fault it shows, on those after it, and on what is shipped.
        pub const RUNS: &[crate::steps::Run] = &[$($(crate::steps::Run {
            name: concat!(stringify!($primitive), "::", stringify!($version), "::", stringify!($program)),
            main: $program::<$Type>,
        }),+),*];
    };
}

pub mod clockwork;
pub mod condition;
pub mod lock;
pub mod semaphore;

/// A program on one version of a primitive.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Primitive, version and program: `lock::v3_spin::two_add_one`.
    pub name: &'static str,
    /// The program. It panics when it notices that something went wrong.
    pub main: fn(),
}

/// Every program on the version whose fault it shows, on those after it, and on the shipped primitive.
pub fn runs() -> impl Iterator<Item = &'static Run> {
    [lock::RUNS, condition::RUNS, semaphore::RUNS].into_iter().flatten()
}
