//! What the events before a step have left behind, as far as the sentences of the step depend on it. It holds on to no
//! trace, so a line that grows is told on from where it was.

use std::collections::BTreeMap;

use stepper::{At, ObjectId, State, Step, ThreadId, Trace, What};

use super::calls::{Call, Course};
use crate::marks::Fold;
use crate::picture::drawn_as;
use crate::text::Text;

/// What came before.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    threads: Vec<Calls>,
    /// The event that gave an object its look, apart from its owner.
    shown: BTreeMap<ObjectId, At>,
}

/// The calls a thread is in: only the outermost is worth telling.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Calls {
    pub(super) depth: usize,
    object: Option<ObjectId>,
    /// The object got its look by the first event, if it had one, and the thread gave it another by the second.
    change: Option<(Option<At>, At)>,
    /// It was against the rules, which is told already.
    pub(super) misuse: bool,
    /// A wait in it came to its deadline.
    timed_out: bool,
}

impl Fold for Past {
    fn pass(&mut self, trace: &Trace, step: usize) {
        for event in 0..trace.steps[step].events.len() {
            self.pass_event(trace, At { step, event });
        }
    }
}

impl Past {
    /// How `thread` stands.
    pub(super) fn calls(&self, thread: ThreadId) -> Calls {
        self.threads.get(thread.index()).copied().unwrap_or_default()
    }

    /// Goes past an event, the first that was not passed yet.
    pub(super) fn pass_event(&mut self, trace: &Trace, at: At) {
        let Some(event) = at.of(trace) else { return };
        let object = event.object.map(|o| drawn_as(trace, o));
        let number = event.thread.index();
        if self.threads.len() <= number {
            self.threads.resize(number + 1, Calls::default());
        }
        let calls = &mut self.threads[number];
        match &event.what {
            What::Begin { .. } => {
                if calls.depth == 0 {
                    *calls = Calls { object, ..Calls::default() };
                }
                calls.depth += 1;
            }
            What::End { .. } => calls.depth -= 1,
            What::Exit { .. } => calls.depth = 0,
            What::Misuse { .. } => calls.misuse = true,
            What::TimedOut => calls.timed_out = true,
            What::Shows { state: State::Owner(_) } => {}
            What::Shows { .. } => {
                let Some(object) = object else { return };
                let before = self.shown.insert(object, at);
                if calls.object == Some(object) && calls.depth > 0 {
                    calls.change = Some((before, at));
                }
            }
            _ => {}
        }
    }

    /// The call that the event with this number in `step` is about.
    pub(super) fn call<'a>(
        &self,
        text: &'a Text,
        trace: &'a Trace,
        step: &'a Step,
        number: usize,
    ) -> Option<Call<'a>> {
        let event = &step.events[number];
        let object = event.object?;
        let (verb, value) = match &event.what {
            What::Begin { verb } => (&**verb, None),
            What::End { verb, value } => (&**verb, value.as_deref()),
            _ => return None,
        };
        let look = |at: At| match &at.of(trace)?.what {
            What::Shows { state } => Some(state),
            _ => None,
        };
        let state = self.shown.get(&object).copied().and_then(look);
        let calls = self.calls(event.thread);
        let change = calls.change.and_then(|(before, after)| Some((before.and_then(look), look(after)?)));
        let course = Course { change, timed_out: calls.timed_out };
        Some(Call { text, trace, step, number, object, verb, value, state, course })
    }
}
