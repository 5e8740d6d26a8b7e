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
        old: "if self.word.swap(SLEEPERS, Acquire) == FREE {",
        new: "if self.word.swap(SLEEPERS, Relaxed) == FREE {",
        killer: "lock::two_threads_take_turns",
        reason: RACE,
    },
    Mutant {
        name: "lock_sleeper_forgets_the_others",
        file: "lock.rs",
        old: "if !self.word.wait(SLEEPERS, until) {",
        new: "let awake = self.word.wait(SLEEPERS, until); if self.try_acquire() { return true; } if !awake {",
        killer: "lock::three_threads_take_turns",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_notify_wakes_nobody",
        file: "condition.rs",
        old: "node.word.wake_one();",
        new: "",
        killer: "condition::a_letter_arrives",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_node_joins_without_the_lock",
        file: "condition.rs",
        old: "self.push(&node, lock);",
        new: "let _ = lock.release(); self.push(&node, lock); lock.acquire();",
        killer: "condition::a_letter_arrives",
        reason: RACE,
    },
    Mutant {
        name: "condition_queue_is_a_stack",
        file: "condition.rs",
        old: "ring.last = node;",
        new: "if ring.last.is_null() { ring.last = node; }",
        killer: "condition::notify_wakes_who_waits_longest",
        reason: "the first to wait was not the first to be told",
    },
    Mutant {
        name: "condition_notify_all_stops_at_one",
        file: "condition.rs",
        old: "self.notify_some(guard, usize::MAX);",
        new: "self.notify_some(guard, 1);",
        killer: "condition::notify_all_wakes_both",
        reason: DEADLOCK,
    },
    Mutant {
        name: "var_set_is_forgotten",
        file: "var.rs",
        old: "self.bits.store(value.to_bits(), Relaxed);",
        new: "",
        killer: "var::an_update_can_be_lost",
        reason: "the outcomes are {\"0\"}",
    },
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
    Mutant {
        name: "semaphore_release_wakes_nobody",
        file: "semaphore.rs",
        old: "self.word.wake(n);",
        new: "",
        killer: "semaphore::a_release_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "semaphore_release_of_two_wakes_one",
        file: "semaphore.rs",
        old: "self.word.wake(n);",
        new: "self.word.wake_one();",
        killer: "semaphore::two_wait_for_two_permits",
        reason: DEADLOCK,
    },
    Mutant {
        name: "semaphore_release_is_relaxed",
        file: "semaphore.rs",
        old: "self.word.compare_exchange(word, more, Release, Relaxed)",
        new: "self.word.compare_exchange(word, more, Relaxed, Relaxed)",
        killer: "semaphore::a_release_hands_over",
        reason: "what was done before the release is not seen",
    },
    Mutant {
        name: "event_set_wakes_nobody",
        file: "event.rs",
        old: "self.word.wake_all();",
        new: "",
        killer: "event::a_set_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "event_epoch_is_lost",
        file: "event.rs",
        old: ".wrapping_add(ONE_EPOCH)",
        new: "",
        killer: "event::a_pulse_reaches_a_sleeper",
        reason: DEADLOCK,
    },
    Mutant {
        name: "event_set_is_relaxed",
        file: "event.rs",
        old: "self.change(Release, ",
        new: "self.change(Relaxed, ",
        killer: "event::a_set_hands_over",
        reason: "what was done before the set is not seen",
    },
    Mutant {
        name: "event_clear_is_relaxed",
        file: "event.rs",
        old: "self.change(Acquire, ",
        new: "self.change(Relaxed, ",
        killer: "event::a_clear_sees_the_work",
        reason: DEADLOCK,
    },
    Mutant {
        name: "event_set_again_writes_nothing",
        file: "event.rs",
        old: "let before = self.change(",
        new: "if self.word.load(Relaxed) & SET != 0 { return; }\n        let before = self.change(",
        killer: "event::a_clear_sees_the_work",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_put_notifies_nobody",
        file: "queue.rs",
        old: "self.not_empty.notify(&inner);",
        new: "",
        killer: "queue::an_item_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_get_notifies_nobody",
        file: "queue.rs",
        old: "self.not_full.notify(inner);",
        new: "",
        killer: "queue::a_place_for_one",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_last_task_notifies_nobody",
        file: "queue.rs",
        old: "self.all_done.notify_all(&inner);",
        new: "",
        killer: "queue::join_waits_for_the_work",
        reason: DEADLOCK,
    },
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
