//! Mutants of Thread.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "thread_join_does_not_wait",
        file: "thread.rs",
        old: "self.handle.join()?;",
        new: "",
        killer: "thread::join_gives_the_result",
        reason: "a thread that did not panic has a result",
    },
    Mutant {
        name: "thread_scope_does_not_wait",
        file: "thread.rs",
        old: "all_well &= handle.outlive();",
        new: "drop(handle);",
        killer: "thread::a_scope_waits_for_its_threads",
        reason: "the scope ended before its thread",
    },
];
