//! Models of Var.

use super::primitives::{Thread, Var};
use crate::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("an_update_can_be_lost", "two threads add one: 2, or 1", an_update_can_be_lost).finds(&["1", "2"]),
    Model::new("nothing_orders_two_vars", "the second set may be seen before the first", nothing_orders_two_vars)
        .finds(&["both", "first only", "none", "second only"]),
];

fn an_update_can_be_lost() {
    let x = Var::new(0);
    let add = || x.set(x.get() + 1);
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    outcome(x.get());
}

fn nothing_orders_two_vars() {
    let (first, second) = (Var::new(false), Var::new(false));
    Thread::scope(|s| {
        s.spawn("writer", || {
            first.set(true);
            second.set(true);
        });
        outcome(match (second.get(), first.get()) {
            (false, false) => "none",
            (true, true) => "both",
            (false, true) => "first only",
            (true, false) => "second only",
        });
    });
}
