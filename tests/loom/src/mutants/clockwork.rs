//! Mutants of the threads behind all timers.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "clockwork_leader_leaves_no_heir",
        file: "clockwork.rs",
        old: "let _ = catch_unwind(AssertUnwindSafe(|| self.appoint(&mut state)));",
        new: "",
        killer: "clockwork::a_call_that_waits_delays_no_other",
        reason: DEADLOCK,
    },
    Mutant {
        name: "clockwork_lead_goes_with_the_thread",
        file: "clockwork.rs",
        old: "        }\n        state.led = false;\n",
        new: "        }\n",
        killer: "clockwork::one_after_the_other",
        reason: DEADLOCK,
    },
    Mutant {
        name: "clockwork_leader_goes_though_it_was_told",
        file: "clockwork.rs",
        old: "if !told && first.is_none() {",
        new: "if first.is_none() {",
        killer: "clockwork::one_after_the_other",
        reason: DEADLOCK,
    },
    Mutant {
        name: "clockwork_calls_end_in_silence",
        file: "clockwork.rs",
        old: "self.quiet.notify_all(&state);",
        new: "",
        killer: "clockwork::it_settles_when_all_is_done",
        reason: DEADLOCK,
    },
    Mutant {
        name: "clockwork_throws_out_what_can_fire",
        file: "clockwork.rs",
        old: "self.heap.retain(|moment| moment.alarm.is_armed());",
        new: "self.heap.clear();",
        killer: "clockwork::it_settles_when_all_is_done",
        reason: "settled before the call was made",
    },
];
