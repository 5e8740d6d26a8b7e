//! What there is to draw at a moment, folded from the trace. Knows no screen.

mod lanes;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use stepper::{At, Choice, ObjectId, ProcessId, State, Status, Step, ThreadId, ThreadView, Trace, What, Why};

use crate::text::Text;

/// Everything the program has made by some step, and who waits for what.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The objects a program knows of, in the order of their ids. Their parts (words, cells) are left out.
    pub things: Vec<Thing>,
    /// Where threads have panicked.
    pub panics: BTreeMap<ThreadId, At>,
}

/// An object at a moment.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Which.
    pub id: ObjectId,
    /// Its type: "Lock", "Queue".
    pub kind: String,
    /// Its name, or "a lock" for one without.
    pub name: String,
    /// The process in whose memory it lives.
    pub process: ProcessId,
    /// Who holds it.
    pub owner: Option<ThreadId>,
    /// How it looked when it last changed, apart from its owner and its threads' own values.
    pub state: Option<State>,
    /// Each thread's own value of it.
    pub own: BTreeMap<ThreadId, String>,
    /// Who waits for it: those who were put first, the last who was before the others; then longest first.
    pub waiting: Vec<Waiting>,
    /// It was asked, or told, whether the work from it is done.
    pub reports: bool,
    /// Something about it changed in this step.
    pub changed: bool,
    /// The state before this step.
    pub before: Option<State>,
}

/// A thread that waits for an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub thread: ThreadId,
    /// Since which step.
    pub since: usize,
    /// It sleeps until the object wakes it; otherwise it wants to have the object.
    pub asleep: bool,
    /// The step in which it was put before the others, if it was.
    pub first: Option<usize>,
}

pub use lanes::{Cell, Lane, Lanes};
pub use stepper::words::{kind, name};

/// The object as which `object` is drawn: the tasks of a pool are the pool's look, and whether a result is there is
/// the result's.
pub fn drawn_as(trace: &Trace, object: ObjectId) -> ObjectId {
    let whole = trace.objects.get(object.index()).and_then(|info| info.part_of);
    let pair = |whole: &ObjectId| (kind(trace, *whole), kind(trace, object));
    let its = |whole: &ObjectId| matches!(pair(whole), ("ThreadPool", "Queue") | ("AsyncResult", "Event"));
    whole.filter(its).unwrap_or(object)
}

/// What a blocked thread waits for, and whether it sleeps on it.
pub fn awaited(thread: &ThreadView) -> Option<(ObjectId, bool)> {
    match thread.status {
        Status::Blocked(Why::Wants { object, .. }) => Some((object, false)),
        Status::Blocked(Why::SleepsOn { object, .. }) => Some((object, true)),
        Status::Blocked(Why::Reads { object, .. } | Why::Writes { object, .. }) => Some((object, true)),
        _ => None,
    }
}

/// Since which step `thread` has waited for what it waits for after step `step`.
pub fn blocked_since(trace: &Trace, step: usize, thread: ThreadId) -> usize {
    let status = |step: &Step| step.then.threads.get(thread.index()).map(|t| same_wait(&t.status));
    let now = status(&trace.steps[step]);
    (0..=step).rev().take_while(|&s| status(&trace.steps[s]) == now).last().unwrap_or(step)
}

/// The step in which the process of `thread` was killed, and the thread with it, if that was not after step `step`.
pub fn killed_in(trace: &Trace, step: usize, thread: ThreadId) -> Option<usize> {
    let killed =
        |step: &Step| step.then.threads.get(thread.index()).map(|view| &view.status) == Some(&Status::Killed);
    trace.steps.iter().take(step + 1).position(killed)
}

/// What a thread waits for, whoever holds it at the moment.
#[derive(PartialEq, Eq)]
enum Awaited {
    Thing(ObjectId),
    End(ThreadId),
    EndOfProcess(ProcessId),
    Other,
}

/// A wait for a thing goes on when somebody else becomes its holder.
fn same_wait(status: &Status) -> Option<Awaited> {
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

/// The scene after step `step` of the trace.
pub fn scene(text: &Text, trace: &Trace, step: usize) -> Scene {
    let mut things: Vec<Thing> = Vec::new();
    let mut index = vec![None; trace.objects.len()];
    for (number, info) in trace.objects.iter().enumerate() {
        // Threads are drawn elsewhere, with all that they do.
        if info.part_of.is_some() || matches!(&*info.kind, "word" | "cell" | "Thread") {
            continue;
        }
        let id = ObjectId(number as u16);
        index[number] = Some(things.len());
        things.push(Thing {
            id,
            kind: info.kind.to_string(),
            name: name(text, trace, id),
            process: info.process,
            owner: None,
            state: None,
            own: BTreeMap::new(),
            waiting: Vec::new(),
            reports: false,
            changed: false,
            before: None,
        });
    }
    let place = |object: ObjectId| *index.get(object.index())?;
    let parts = (0..index.len()).map(|number| place(drawn_as(trace, ObjectId(number as u16))));
    let drawn: Vec<Option<usize>> = parts.collect();
    let mut seen = vec![false; things.len()];
    let mut panics = BTreeMap::new();
    for (number, entry) in trace.steps.iter().enumerate().take(step + 1) {
        if number == step {
            things.iter_mut().for_each(|thing| thing.before.clone_from(&thing.state));
        }
        for (nth, event) in entry.events.iter().enumerate() {
            if let What::Panic { .. } = event.what {
                panics.entry(event.thread).or_insert(At { step: number, event: nth });
            }
            let Some(at) = event.object.and_then(|o| *drawn.get(o.index())?) else {
                continue;
            };
            seen[at] = true;
            let thing = &mut things[at];
            if let What::Begin { verb } | What::End { verb, .. } = &event.what {
                thing.reports |= matches!(&**verb, "task_done" | "join");
            }
            let What::Shows { state } = &event.what else {
                continue;
            };
            match state {
                State::Owner(owner) => {
                    thing.changed |= number == step && thing.owner != *owner;
                    thing.owner = *owner;
                }
                State::Own(value) => {
                    match value {
                        Some(value) => thing.own.insert(event.thread, value.clone()),
                        None => thing.own.remove(&event.thread),
                    };
                    thing.changed |= number == step;
                }
                state => {
                    thing.changed |= number == step && thing.state.as_ref() != Some(state);
                    thing.state = Some(state.clone());
                }
            }
        }
    }
    for (number, thread) in trace.steps[step].then.threads.iter().enumerate() {
        let id = ThreadId(number as u8);
        let Some((object, asleep)) = awaited(thread) else {
            continue;
        };
        let Some(at) = place(object) else {
            continue;
        };
        let since = blocked_since(trace, step, id);
        things[at].changed |= since == step;
        let first = (since..=step).rev().find(|&s| trace.steps[s].choice == Some(Choice::Favour(id)));
        things[at].changed |= first == Some(step);
        things[at].waiting.push(Waiting { thread: id, since, asleep, first });
    }
    // Somebody waits no more.
    let before = step.checked_sub(1).map_or(&[][..], |before| &trace.steps[before].then.threads);
    for (was, is) in before.iter().zip(&trace.steps[step].then.threads) {
        if let Some((object, _)) = awaited(was)
            && awaited(is).is_none_or(|(now, _)| now != object)
            && let Some(at) = place(object)
        {
            things[at].changed = true;
        }
    }
    for thing in &mut things {
        thing.waiting.sort_by_key(|w| (Reverse(w.first), w.since));
    }
    // A process that was killed has no memory any more; a pipe is the system's.
    let killed = |process| trace.steps[..=step].iter().any(|s| s.choice == Some(Choice::Kill(process)));
    let processes: Vec<bool> = (0..trace.processes.len()).map(|p| killed(ProcessId(p as u8))).collect();
    let gone = |t: &Thing| {
        let killed = processes.get(usize::from(t.process.0)).is_some_and(|killed| *killed);
        killed && !matches!(t.state, Some(State::Pipe { .. }))
    };
    // An object without a name is part of the picture only once it was used.
    let named = |t: &Thing| trace.objects[t.id.index()].name.is_some();
    let mut seen = seen.into_iter();
    things.retain(|t| (seen.next().unwrap_or(false) || named(t) && !t.waiting.is_empty()) && !gone(t));
    Scene { things, panics }
}
