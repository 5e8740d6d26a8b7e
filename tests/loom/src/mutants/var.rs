//! Mutants of Var.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[Mutant {
    name: "var_set_is_forgotten",
    file: "var.rs",
    old: "self.bits.store(value.to_bits(), Relaxed);",
    new: "",
    killer: "var::an_update_can_be_lost",
    reason: "the outcomes are {\"0\"}",
}];
