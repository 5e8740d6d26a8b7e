//! A closer look at a run: why a thread waits, who waits for whom, what happens before what, all ways there are, and
//! how two runs differ. Every answer is a fold over the trace, as plain data, with its sentences. Knows no screen.

pub mod facts;
pub mod order;
pub mod waits;
pub mod ways;
pub mod why;

use stepper::{At, ObjectId, Place, State, ThreadId, Trace, What};

use crate::narrate;
use crate::picture::drawn_as;
use crate::text::{Text, tell};

/// "since the start", "since step 4".
pub fn since(text: &Text, step: usize) -> String {
    tell!(text, "since", step)
}

/// The object itself, or the one that it is a part of, and that one in turn.
pub fn whole(trace: &Trace, mut object: ObjectId) -> ObjectId {
    while let Some(whole) = trace.objects.get(object.index()).and_then(|info| info.part_of) {
        object = whole;
    }
    object
}

/// Since which event `owner` has had `object`, as seen after `step`.
fn taken(trace: &Trace, step: usize, object: ObjectId, owner: ThreadId) -> Option<At> {
    let mut since = None;
    for (number, entry) in trace.steps.iter().enumerate().take(step + 1) {
        for (event, e) in entry.events.iter().enumerate() {
            if e.object.map(|o| drawn_as(trace, o)) != Some(object) {
                continue;
            }
            if let What::Shows { state: State::Owner(now) } = &e.what {
                match now {
                    Some(now) if *now == owner => {
                        since.get_or_insert(At { step: number, event });
                    }
                    _ => since = None,
                }
            }
        }
    }
    since
}

/// " (main.rs, line 7)"
fn whence(text: &Text, trace: &Trace, at: At) -> String {
    whence_of(text, at.of(trace).and_then(|e| e.place.as_ref()))
}

/// A guard that is dropped has no line of its own.
fn whence_of(text: &Text, place: Option<&Place>) -> String {
    let place = place.filter(|place| !place.dropped);
    place.map_or_else(String::new, |place| tell!(text, "whence", place = narrate::place(text, place)))
}
