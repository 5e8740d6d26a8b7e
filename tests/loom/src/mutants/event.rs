//! Mutants of Event.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
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
];
