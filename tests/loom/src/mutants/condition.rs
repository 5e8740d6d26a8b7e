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
        name: "condition_notify_writes_nothing",
        file: "condition.rs",
        old: "node.word.store(NOTIFIED, Relaxed);",
        new: "",
        killer: "condition::a_letter_arrives",
        reason: DEADLOCK,
    },
    Mutant {
        name: "condition_late_is_told",
        file: "condition.rs",
        old: "        node.word.load(Relaxed) == NOTIFIED",
        new: "        node.word.load(Relaxed) == NOTIFIED || until.is_some()",
        killer: "condition::a_later_waiter_is_not_told",
        reason: "told by a notify that was over",
    },
    Mutant {
        name: "raw_condition_opens_the_door",
        file: "raw_condition.rs",
        old: "let door = door;",
        new: "drop(door); let door = self.door.acquire();",
        killer: "condition::raw_a_letter_arrives",
        reason: DEADLOCK,
    },
    Mutant {
        name: "raw_condition_takes_no_lock",
        file: "raw_condition.rs",
        old: "steadfast(|| self.lock.acquire_restore(self.saved));",
        new: "let _ = steadfast(|| self.saved);",
        killer: "condition::raw_a_letter_arrives",
        reason: "the wait took it again",
    },
    Mutant {
        name: "raw_condition_restores_one",
        file: "raw_condition.rs",
        old: "self.acquire_restore(count);",
        new: "let _ = count; self.acquire();",
        killer: "condition::raw_all_of_it_is_given_away",
        reason: "it is not held as often as before",
    },
];
