//! Changes that break a primitive, each with the model that must notice and what it must say.
//!
//! A model that no mutant can fail proves nothing; so each primitive has several, in a file of its own. The
//! first of each file is always there; the others are compiled with the feature `every-mutant`. The build fails
//! unless the old text is in the shipped file exactly once, so a mutant cannot outlive what it changes.

mod barrier;
mod bounded_semaphore;
mod clockwork;
mod condition;
mod event;
mod local;
mod lock;
mod pool;
mod queue;
mod ring;
mod rlock;
mod semaphore;
mod thread;
mod timer;
mod var;

/// A change that breaks a primitive.
#[allow(dead_code, reason = "the build script and the tests each need a part of it")]
pub(crate) struct Mutant {
    /// Its name, also that of the module it is compiled as.
    pub(crate) name: &'static str,
    /// The file it changes, within `primitives/src`.
    pub(crate) file: &'static str,
    /// What is there.
    pub(crate) old: &'static str,
    /// What is there instead.
    pub(crate) new: &'static str,
    /// The model that must fail, as `file::name`.
    pub(crate) killer: &'static str,
    /// What the failure must say.
    pub(crate) reason: &'static str,
}

impl Mutant {
    /// The file of models in which the killer is.
    #[allow(dead_code, reason = "only the build script needs it")]
    pub(crate) fn killer_file(&self) -> &'static str {
        self.killer.split_once("::").expect("a killer is written `file::name`").0
    }

    /// The beginning of its row in docs/loom.md.
    #[allow(dead_code, reason = "only the binary needs it")]
    pub(crate) fn row(&self) -> String {
        format!("| `{}` | `{}` | {} |", self.name, self.killer, self.reason)
    }
}

/// Nobody wakes the thread that must go on: all that are left sleep.
const DEADLOCK: &str = "deadlock";
/// Two accesses to the same memory that nothing orders.
const RACE: &str = "Causality violation";

/// Every mutant, by file.
pub(crate) const FILES: &[&[Mutant]] = &[
    barrier::MUTANTS,
    bounded_semaphore::MUTANTS,
    clockwork::MUTANTS,
    condition::MUTANTS,
    event::MUTANTS,
    local::MUTANTS,
    lock::MUTANTS,
    pool::MUTANTS,
    queue::MUTANTS,
    ring::MUTANTS,
    rlock::MUTANTS,
    semaphore::MUTANTS,
    thread::MUTANTS,
    timer::MUTANTS,
    var::MUTANTS,
];

/// Those that are compiled.
#[allow(dead_code, reason = "only where they are built and run")]
pub(crate) fn compiled() -> impl Iterator<Item = &'static Mutant> {
    FILES.iter().flat_map(|file| if cfg!(feature = "every-mutant") { *file } else { &file[..1] })
}
