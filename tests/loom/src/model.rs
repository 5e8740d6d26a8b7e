//! What a file of models is written in. Loom runs them here, the stepper in `tests/tests/models`.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// A small program that is run in every order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    #[allow(dead_code, reason = "only loom's table has it")]
    pub(crate) shows: &'static str,
    pub(crate) body: fn(),
    #[allow(dead_code, reason = "the stepper explores in another way")]
    pub(crate) preemptions: Option<usize>,
    pub(crate) outcomes: &'static [&'static str],
}

impl Model {
    pub(crate) const fn new(name: &'static str, shows: &'static str, body: fn()) -> Model {
        Model { name, shows, body, preemptions: None, outcomes: &[] }
    }

    /// Under loom only the orders with at most so many preemptions, since there are too many others.
    pub(crate) const fn bounded(self, preemptions: usize) -> Model {
        Model { preemptions: Some(preemptions), ..self }
    }

    /// Exactly these [`outcome`]s are found; in alphabetical order.
    pub(crate) const fn finds(self, outcomes: &'static [&'static str]) -> Model {
        Model { outcomes, ..self }
    }
}

/// The files of models, and what is in them.
pub(crate) type Files = &'static [(&'static str, &'static [Model])];

thread_local!(static OUTCOMES: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) });

/// Notes what came of this execution.
pub(crate) fn outcome(what: impl ToString) {
    OUTCOMES.with_borrow_mut(|outcomes| outcomes.insert(what.to_string()));
}

/// What came of all executions since this was last asked.
pub(crate) fn outcomes() -> BTreeSet<String> {
    OUTCOMES.take()
}
