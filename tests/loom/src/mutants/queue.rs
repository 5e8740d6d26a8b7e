//! Mutants of Queue.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "queue_put_notifies_nobody",
        file: "queue/mod.rs",
        old: "self.not_empty.notify(&inner);",
        new: "",
        killer: "queue::an_item_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_get_notifies_nobody",
        file: "queue/mod.rs",
        old: "self.not_full.notify(&inner);",
        new: "",
        killer: "queue::a_place_for_one",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_last_task_notifies_nobody",
        file: "queue/tasks.rs",
        old: "self.all_done.notify_all(inner);",
        new: "",
        killer: "queue::join_waits_for_the_work",
        reason: DEADLOCK,
    },
];
