//! Mutants of ThreadLocal.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "local_one_value_for_all",
        file: "local.rs",
        old: ".get(&platform::current())",
        new: ".values().next()",
        killer: "local::two_threads_apart",
        reason: "another thread's value",
    },
    Mutant {
        name: "local_value_stays",
        file: "local.rs",
        old: "drawers.values().remove(&thread)",
        new: "None::<Own<T>>",
        killer: "local::gone_with_its_thread",
        reason: "the value outlives its thread",
    },
];
