//! Mutants of Barrier.

use super::{DEADLOCK, Mutant};

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "barrier_wakes_nobody",
        file: "barrier.rs",
        old: "self.barrier.changed.notify_all(&self.inner);",
        new: "",
        killer: "barrier::two_go_on_together",
        reason: DEADLOCK,
    },
    Mutant {
        name: "barrier_action_is_left_out",
        file: "barrier.rs",
        old: "self.action.iter().for_each(|action| action());",
        new: "",
        killer: "barrier::the_action_comes_between",
        reason: "the action did not come between",
    },
    Mutant {
        name: "barrier_timeout_breaks_nothing",
        file: "barrier.rs",
        old: "if !in_time {",
        new: "if !in_time { return Err(Broken); } if false {",
        killer: "barrier::a_timeout_breaks_it",
        reason: DEADLOCK,
    },
    Mutant {
        name: "barrier_rounds_mix",
        file: "barrier.rs",
        old: "self.changed.wait_while(&mut inner, leaving);",
        new: "let _ = leaving;",
        killer: "barrier::a_second_round",
        reason: "the other is not in this round",
    },
    Mutant {
        name: "barrier_stays_full",
        file: "barrier.rs",
        old: "self.inner.arrived -= 1;",
        new: "",
        killer: "barrier::a_second_round",
        reason: DEADLOCK,
    },
    Mutant {
        name: "barrier_opens_too_early",
        file: "barrier.rs",
        old: "if self.inner.arrived == 0 && self.inner.state != State::Broken {",
        new: "if self.inner.state != State::Broken {",
        killer: "barrier::two_go_on_together",
        reason: DEADLOCK,
    },
    Mutant {
        name: "barrier_reset_keeps_who_waits",
        file: "barrier.rs",
        old: "_ if inner.arrived == 0 => State::Filling,",
        new: "_ if inner.arrived < 2 => State::Filling,",
        killer: "barrier::a_reset_sends_away",
        reason: "A waited: together",
    },
];
