//! Mutants of Condition.

use super::{DEADLOCK, Mutant, RACE};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "condition_notify_wakes_nobody",
        file: "condition.rs",
        old: "node.word.wake_one();",
        new: "",
        killer: "condition::a_letter_arrives",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_thread_sleeps_unseen",
        file: "condition.rs",
        old: "if self.word.compare_exchange(WAITING, ASLEEP, Relaxed, Relaxed).is_ok() {",
        new: "self.word.wait_while(WAITING, until); if self.word.load(Relaxed) == ASLEEP {",
        killer: "condition::a_letter_arrives",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_notify_looks_before_it_writes",
        file: "condition.rs",
        old: "if node.word.swap(NOTIFIED, Relaxed) == ASLEEP {",
        new: "let before = node.word.load(Relaxed); node.word.store(NOTIFIED, Relaxed); if before == ASLEEP {",
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
];
