//! Changes that break a primitive, each with the model that must notice and what it must say.
//!
//! A model that no mutant can fail proves nothing; so each primitive has at least one. The build fails
//! unless the old text is in the shipped file exactly once, so a mutant cannot outlive what it changes.

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
}

/// Nobody wakes the thread that must go on: all that are left sleep.
const DEADLOCK: &str = "deadlock";
/// Two accesses to the same memory that nothing orders.
const RACE: &str = "Causality violation";

/// Every mutant.
pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "lock_release_wakes_nobody",
        file: "lock.rs",
        old: "SLEEPERS => self.word.wake_one(),",
        new: "SLEEPERS => {}",
        killer: "lock::two_threads_take_turns",
        reason: DEADLOCK,
    },
    Mutant {
        name: "lock_release_is_relaxed",
        file: "lock.rs",
        old: "self.word.swap(FREE, Release)",
        new: "self.word.swap(FREE, Relaxed)",
        killer: "lock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "lock_acquire_is_relaxed",
        file: "lock.rs",
        old: "if self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_err() {",
        new: "if self.word.compare_exchange(FREE, HELD, Relaxed, Relaxed).is_err() {",
        killer: "lock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "lock_sleeper_takes_it_as_held",
        file: "lock.rs",
        old: "            if !self.word.wait(SLEEPERS, until) {",
        new: "            if self.word.wait(SLEEPERS, until) && self.try_acquire() {\n                return true;\n            } else if until.is_some() {",
        killer: "lock::three_threads_take_turns",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_notify_wakes_nobody",
        file: "condition.rs",
        old: "            node.word.wake_one();\n",
        new: "",
        killer: "condition::a_letter_arrives",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_wait_lets_go_too_early",
        file: "condition.rs",
        old: "        self.push(&node, lock);\n        let turn = Turn { condition: self, node: &node, lock };\n        lock.release().expect(\"a guard holds its lock\");\n",
        new: "        lock.release().expect(\"a guard holds its lock\");\n        self.push(&node, lock);\n        let turn = Turn { condition: self, node: &node, lock };\n",
        killer: "condition::a_letter_arrives",
        reason: RACE,
    },
    Mutant {
        name: "condition_queue_is_a_stack",
        file: "condition.rs",
        old: "            ring.last = node;\n",
        new: "            if ring.last.is_null() {\n                ring.last = node;\n            }\n",
        killer: "condition::notify_wakes_who_waits_longest",
        reason: "the first to wait was not the first to be told",
    },
    Mutant {
        name: "condition_notify_all_stops_at_one",
        file: "condition.rs",
        old: "self.notify_some(guard, usize::MAX, \"notify_all\");",
        new: "self.notify_some(guard, 1, \"notify_all\");",
        killer: "condition::notify_all_wakes_both",
        reason: DEADLOCK,
    },
    Mutant {
        name: "var_set_is_forgotten",
        file: "var.rs",
        old: "        self.bits.store(value.to_bits(), Relaxed);\n",
        new: "",
        killer: "var::an_update_can_be_lost",
        reason: "the outcomes are {\"0\"}",
    },
    Mutant {
        name: "thread_join_does_not_wait",
        file: "thread.rs",
        old: "        self.handle.join()?;\n",
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
