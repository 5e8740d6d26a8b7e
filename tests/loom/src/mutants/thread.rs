//! Mutants of Thread.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "thread_join_does_not_wait",
        file: "thread.rs",
        old: "Ok(thread.join(timeout.and_then(deadline)))",
        new: "Ok(true)",
        killer: "thread::join_gives_the_result",
        reason: "a thread that did not panic has a result",
    },
    Mutant {
        name: "thread_timed_join_has_no_end",
        file: "thread.rs",
        old: "timeout.and_then(deadline)",
        new: "timeout.and_then(deadline).filter(|_| false)",
        killer: "thread::a_timed_join_ends",
        reason: DEADLOCK,
    },
    Mutant {
        name: "thread_joins_itself",
        file: "thread.rs",
        old: "thread.number() == platform::current()",
        new: "false",
        killer: "thread::nobody_joins_itself",
        reason: "maximum number of branches", // it looks for its own end again and again
    },
    Mutant {
        name: "thread_starts_twice",
        file: "raw_thread.rs",
        old: "return self.refuse(ThreadError::StartedTwice);",
        new: "return Ok(());",
        killer: "thread::one_of_two_starts_it",
        reason: "started twice",
    },
    Mutant {
        name: "thread_main_waits_for_nobody",
        file: "thread/all.rs",
        old: "!t.is_daemon() && t.number()",
        new: "false && t.number()",
        killer: "thread::main_waits_for_all_but_daemons",
        reason: "main ended before its thread",
    },
    Mutant {
        name: "thread_main_waits_for_daemons",
        file: "thread/all.rs",
        old: "!t.is_daemon() && t.number()",
        new: "t.number()",
        killer: "thread::main_waits_for_all_but_daemons",
        reason: DEADLOCK,
    },
    Mutant {
        name: "thread_scope_does_not_wait",
        file: "scope.rs",
        old: "left.join_steadfast();",
        new: "",
        killer: "thread::a_scope_waits_for_its_threads",
        reason: "the scope ended before its thread",
    },
    Mutant {
        name: "thread_scoped_join_does_not_wait",
        file: "scope.rs",
        old: "        handle.join_steadfast();",
        new: "",
        killer: "thread::a_scope_hands_out_results",
        reason: "a thread that did not panic has a result",
    },
];
