//! Mutants of ThreadPool.

use super::{DEADLOCK, Mutant, RACE};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "pool_result_is_told_to_nobody",
        file: "pool/result.rs",
        old: "self.done.set();",
        new: "",
        killer: "pool::a_result_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "pool_result_is_told_before_it_is_there",
        file: "pool/result.rs",
        old: "let _call = self.object.call(\"set\");",
        new: "self.done.set();",
        killer: "pool::a_result_hands_over",
        reason: RACE,
    },
    Mutant {
        name: "pool_get_does_not_wait",
        file: "pool/result.rs",
        old: "self.0.done.wait();",
        new: "",
        killer: "pool::a_result_hands_over",
        reason: "it is filled before it is done",
    },
    Mutant {
        name: "pool_dropped_task_keeps_no_promise",
        file: "pool/promise.rs",
        old: "keep(None);",
        new: "std::mem::forget(keep);",
        killer: "pool::a_terminated_pool_keeps_its_promises",
        reason: DEADLOCK,
    },
    Mutant {
        name: "pool_is_joined_while_it_runs",
        file: "pool/mod.rs",
        old: "if !self.shared.tasks.is_shut_down() {",
        new: "if false {",
        killer: "pool::a_closed_pool_does_what_is_left",
        reason: DEADLOCK,
    },
    Mutant {
        name: "pool_join_does_not_wait",
        file: "pool/mod.rs",
        old: "self.threads.iter().try_for_each(RawThread::join);",
        new: "Ok(());",
        killer: "pool::a_closed_pool_does_what_is_left",
        reason: "the pool ended before its task",
    },
    Mutant {
        name: "pool_close_drops_tasks",
        file: "pool/mod.rs",
        old: "self.shared.tasks.shutdown();",
        new: "self.shared.tasks.shutdown_now();",
        killer: "pool::a_closed_pool_does_what_is_left",
        reason: "the pool ended before its task",
    },
    Mutant {
        name: "pool_map_is_early",
        file: "pool/map.rs",
        old: "if pieces.left > 0 {",
        new: "if pieces.left > 1 {",
        killer: "pool::a_map_comes_together",
        reason: "index out of bounds",
    },
    Mutant {
        name: "pool_results_are_in_no_order",
        file: "pool/imap.rs",
        old: "if number == self.next || !self.in_order {",
        new: "if true {",
        killer: "pool::results_come_one_by_one",
        reason: "not all, or not in order",
    },
];
