//! How all objects look, and since when all threads wait, after some steps.

use std::collections::BTreeMap;

use stepper::{At, ObjectId, ProcessId, State, Status, ThreadId, Trace, What, Why};

use super::drawn_as;
use crate::marks::Fold;

/// What some steps leave behind for a picture.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    objects: Vec<Look>,
    waits: Vec<(Option<Awaited>, usize)>,
    /// Where threads have panicked.
    pub(super) panics: BTreeMap<ThreadId, At>,
}

/// How an object looks.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// It was used.
    pub(super) seen: bool,
    pub(super) owner: Option<ThreadId>,
    pub(super) state: Option<State>,
    pub(super) own: BTreeMap<ThreadId, String>,
    pub(super) reports: bool,
    /// The last of the steps has changed it.
    pub(super) changed: bool,
}

impl Looks {
    /// Since which step `thread` has waited for what it waits for, or for nothing.
    pub fn since(&self, thread: ThreadId) -> usize {
        self.waits.get(thread.index()).map_or(0, |(_, since)| *since)
    }

    /// How an object looks that is drawn by itself.
    pub(super) fn of(&self, object: ObjectId) -> Option<&Look> {
        self.objects.get(object.index())
    }
}

impl Fold for Looks {
    fn pass(&mut self, trace: &Trace, step: usize) {
        self.objects.iter_mut().for_each(|look| look.changed = false);
        let entry = &trace.steps[step];
        for (number, event) in entry.events.iter().enumerate() {
            if let What::Panic { .. } = event.what {
                self.panics.entry(event.thread).or_insert(At { step, event: number });
            }
            let Some(object) = event.object.map(|object| drawn_as(trace, object)) else {
                continue;
            };
            if self.objects.len() <= object.index() {
                self.objects.resize_with(object.index() + 1, Look::default);
            }
            let look = &mut self.objects[object.index()];
            look.seen = true;
            match &event.what {
                What::Begin { verb } | What::End { verb, .. } => {
                    look.reports |= matches!(&**verb, "task_done" | "join");
                }
                What::Shows { state } => look.show(event.thread, state),
                _ => {}
            }
        }
        for (number, thread) in entry.then.threads.iter().enumerate() {
            let awaited = awaited(&thread.status);
            match self.waits.get_mut(number) {
                Some(wait) if wait.0 == awaited => {}
                Some(wait) => *wait = (awaited, step),
                None => self.waits.push((awaited, step)),
            }
        }
    }
}

impl Look {
    fn show(&mut self, thread: ThreadId, state: &State) {
        match state {
            State::Owner(owner) => {
                self.changed |= self.owner != *owner;
                self.owner = *owner;
            }
            State::Own(value) => {
                match value {
                    Some(value) => self.own.insert(thread, value.clone()),
                    None => self.own.remove(&thread),
                };
                self.changed = true;
            }
            state => {
                self.changed |= self.state.as_ref() != Some(state);
                self.state = Some(state.clone());
            }
        }
    }
}

/// What a thread waits for, whoever holds it at the moment: a wait for a thing goes on when somebody else becomes its
/// holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaited {
    Thing(ObjectId),
    End(ThreadId),
    EndOfProcess(ProcessId),
    Other,
}

fn awaited(status: &Status) -> Option<Awaited> {
    match status {
        Status::Blocked(why) | Status::Idle(why) => Some(match why {
            Why::Wants { object, .. }
            | Why::SleepsOn { object, .. }
            | Why::Reads { object, .. }
            | Why::Writes { object, .. } => Awaited::Thing(*object),
            Why::Joins { thread } => Awaited::End(*thread),
            Why::Awaits { process } => Awaited::EndOfProcess(*process),
            Why::Polls { .. } | Why::Sleeps => Awaited::Other,
        }),
        _ => None,
    }
}
