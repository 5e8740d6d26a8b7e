//! Mutants of Queue and its kin.

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
        name: "queue_put_does_not_look_again",
        file: "queue/mod.rs",
        old: "again = patience.wait(&self.not_full, &mut inner);",
        new: "patience.wait(&self.not_full, &mut inner);\nbreak;",
        killer: "queue::a_woken_put_looks_again",
        reason: "more items than there is room for",
    },
    Mutant {
        name: "queue_last_task_notifies_nobody",
        file: "queue/tasks.rs",
        old: "self.all_done.notify_all(inner);",
        new: "",
        killer: "queue::join_waits_for_the_work",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_first_task_ends_the_join",
        file: "queue/tasks.rs",
        old: "while inner.unfinished > 0 {",
        new: "while inner.unfinished > 1 {",
        killer: "queue::two_report_their_work",
        reason: "joined before the work was done",
    },
    Mutant {
        name: "queue_shutdown_tells_one_get",
        file: "queue/tasks.rs",
        old: "self.not_empty.notify_all(&inner);",
        new: "self.not_empty.notify(&inner);",
        killer: "queue::a_shutdown_ends_two_gets",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_shutdown_tells_one_put",
        file: "queue/tasks.rs",
        old: "self.not_full.notify_all(&inner);\n        drop",
        new: "self.not_full.notify(&inner);\n        drop",
        killer: "queue::a_shutdown_ends_two_puts",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_shutdown_drops_what_is_left",
        file: "queue/tasks.rs",
        old: "if now {",
        new: "if now || true {",
        killer: "queue::a_shutdown_ends_two_puts",
        reason: "a shutdown dropped an item",
    },
    Mutant {
        name: "queue_drained_items_stay_unfinished",
        file: "queue/tasks.rs",
        old: "inner.unfinished.saturating_sub(items.len())",
        new: "inner.unfinished",
        killer: "queue::an_immediate_shutdown_drains",
        reason: DEADLOCK,
    },
    Mutant {
        name: "queue_shut_down_can_be_put_into",
        file: "queue/mod.rs",
        old: "return Err(PutError::ShutDown(item));",
        new: "break;",
        killer: "queue::a_shutdown_ends_two_puts",
        reason: "left: Ok(())",
    },
    Mutant {
        name: "lifo_is_a_queue",
        file: "queue/store.rs",
        old: "self.0.pop()\n",
        new: "(!self.0.is_empty()).then(|| self.0.remove(0))\n",
        killer: "queue::last_in_first_out",
        reason: "not the last first",
    },
    Mutant {
        name: "priority_is_upside_down",
        file: "queue/store.rs",
        old: "let Reverse(item) = self.0.pop()?;",
        new: "let mut items = std::mem::take(&mut self.0).into_sorted_vec();\n\
              let largest = (!items.is_empty()).then(|| items.remove(0));\n\
              self.0 = items.into();\n\
              let Reverse(item) = largest?;",
        killer: "queue::the_smallest_first",
        reason: "not the smallest first",
    },
    Mutant {
        name: "simple_queue_put_notifies_nobody",
        file: "queue/simple.rs",
        old: "self.not_empty.notify(&items);",
        new: "",
        killer: "queue::a_simple_queue_hands_over",
        reason: DEADLOCK,
    },
];
