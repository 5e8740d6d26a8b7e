//! Mutants of Timer.

use super::{DEADLOCK, Mutant, RACE};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "timer_both_win",
        file: "timer.rs",
        old: "self.state.compare_exchange(ARMED, state, Relaxed, Relaxed).ok()?;",
        new: "self.state.swap(state, Relaxed);",
        killer: "timer::it_fires_or_is_cancelled",
        reason: RACE,
    },
    Mutant {
        name: "timer_looks_then_claims",
        file: "timer.rs",
        old: "self.state.compare_exchange(ARMED, state, Relaxed, Relaxed).ok()?;",
        new: "if self.state.load(Relaxed) != ARMED { return None; } self.state.store(state, Relaxed);",
        killer: "timer::two_cancel_it",
        reason: RACE,
    },
    Mutant {
        name: "timer_cancel_is_always_in_time",
        file: "timer.rs",
        old: "call.answer(prevented.is_some());",
        new: "if prevented.is_none() { return true; }",
        killer: "timer::it_fires_or_is_cancelled",
        reason: "both, or neither",
    },
    Mutant {
        name: "timer_cancel_tells_nobody",
        file: "timer.rs",
        old: "if prevented.is_some() {",
        new: "if false {",
        killer: "timer::a_join_ends_with_a_cancel",
        reason: DEADLOCK,
    },
    Mutant {
        name: "timer_call_ends_in_silence",
        file: "timer.rs",
        old: "let _finish = Finish(self);",
        new: "",
        killer: "timer::a_join_hands_over",
        reason: DEADLOCK,
    },
    Mutant {
        name: "timer_is_finished_before_the_call",
        file: "timer.rs",
        old: "let _finish = Finish(self);",
        new: "drop(Finish(self));",
        killer: "timer::a_join_hands_over",
        reason: "what the call did is not seen",
    },
    Mutant {
        name: "timer_sleeps_past_its_time",
        file: "timer.rs",
        old: r#"if !self.finished.wait_for("wait_timeout", until) {"#,
        new: "self.finished.wait();\n        {",
        killer: "timer::a_join_hands_over",
        reason: DEADLOCK,
    },
];
