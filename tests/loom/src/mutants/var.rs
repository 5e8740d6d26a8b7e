//! Mutants of Var.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "var_set_is_forgotten",
        file: "var.rs",
        old: "self.bits.store(value.to_bits(), Relaxed);",
        new: "",
        killer: "var::an_update_can_be_lost",
        reason: "the outcomes are {\"0\"}",
    },
    Mutant {
        name: "var_update_is_whole",
        file: "var.rs",
        old: "self.bits.store(value.to_bits(), Relaxed);",
        new: "self.bits.fetch_add(1, Relaxed);",
        killer: "var::an_update_can_be_lost",
        reason: "the outcomes are {\"2\"}",
    },
    Mutant {
        name: "var_keeps_what_was_set_first",
        file: "var.rs",
        old: "self.bits.store(value.to_bits(), Relaxed);",
        new: "let _ = self.bits.compare_exchange(0, value.to_bits(), Relaxed, Relaxed);",
        killer: "var::an_update_can_be_lost",
        reason: "the outcomes are {\"1\"}",
    },
    Mutant {
        name: "var_get_finds_what_was_there_at_first",
        file: "var.rs",
        old: "let value = T::from_bits(self.bits.load(Relaxed));",
        new: "let value = T::from_bits(0);",
        killer: "var::an_update_can_be_lost",
        reason: "the outcomes are {\"0\"}",
    },
    Mutant {
        name: "var_orders_what_came_before",
        file: "var.rs",
        old: "use std::sync::atomic::Ordering::Relaxed;",
        new: "use std::sync::atomic::Ordering::SeqCst as Relaxed;",
        killer: "var::nothing_orders_two_vars",
        reason: "the outcomes are {\"both\", \"first only\", \"none\"}",
    },
];
