//! What there is to draw at a moment, folded from the trace. Knows no screen.

mod lanes;
mod looks;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use stepper::{At, Choice, ObjectId, ProcessId, State, Status, Step, ThreadId, ThreadView, Trace, Why};

use crate::marks::Marks;
use crate::text::Text;

/// Everything the program has made by some step, and who waits for what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// The objects a program knows of, in the order of their ids. Their parts (words, cells) are left out.
    pub things: Vec<Thing>,
    /// Where threads have panicked.
    pub panics: BTreeMap<ThreadId, At>,
    since: Vec<usize>,
}

impl Scene {
    /// Since which step `thread` has waited for what it waits for.
    pub fn since(&self, thread: ThreadId) -> usize {
        self.since.get(thread.index()).copied().unwrap_or(0)
    }
}

/// An object at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
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
pub use looks::Looks;
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

/// The step in which the process of `thread` was killed, and the thread with it, if that was not after step `step`.
pub fn killed_in(trace: &Trace, step: usize, thread: ThreadId) -> Option<usize> {
    let killed =
        |step: &Step| step.then.threads.get(thread.index()).map(|view| &view.status) == Some(&Status::Killed);
    trace.steps.iter().take(step + 1).position(killed)
}

/// The scene after step `step` of the trace.
pub fn scene(text: &Text, trace: &Trace, step: usize) -> Scene {
    Scenes::default().at(text, trace, step)
}

/// The scenes of a line that grows, and may be cut off.
#[derive(Clone, Debug, Default)]
pub struct Scenes(Marks<Looks>);

impl Scenes {
    /// Only the first `keep` steps are as they were, and so are all objects.
    pub fn cut(&mut self, keep: usize) {
        self.0.cut(keep);
    }

    /// The scene after step `step` of the trace.
    pub fn at(&mut self, text: &Text, trace: &Trace, step: usize) -> Scene {
        let before = self.0.after(trace, step).clone();
        picture(text, trace, step, &before, self.0.after(trace, step + 1))
    }
}

fn picture(text: &Text, trace: &Trace, step: usize, before: &Looks, looks: &Looks) -> Scene {
    let threads = |step: usize| trace.steps[step].then.threads.iter().enumerate();
    let waits = threads(step).filter_map(|(number, thread)| {
        let id = ThreadId(number as u8);
        let (object, asleep) = awaited(thread)?;
        let since = looks.since(id);
        let first = (since..=step).rev().find(|&s| trace.steps[s].choice == Some(Choice::Favour(id)));
        Some((object, Waiting { thread: id, since, asleep, first }))
    });
    let waits: Vec<(ObjectId, Waiting)> = waits.collect();
    // What somebody has waited for before this step, and waits for no more.
    let now = |number: usize| awaited(trace.steps[step].then.threads.get(number)?);
    let gave_up = step.checked_sub(1).into_iter().flat_map(threads).filter_map(|(number, thread)| {
        let (object, _) = awaited(thread)?;
        now(number).is_none_or(|(other, _)| other != object).then_some(object)
    });
    let gave_up: Vec<ObjectId> = gave_up.collect();
    let killed = trace.steps[..=step].iter().filter_map(|s| match s.choice {
        Some(Choice::Kill(process)) => Some(process),
        _ => None,
    });
    let killed: Vec<ProcessId> = killed.collect();

    let things = trace.objects.iter().enumerate().filter_map(|(number, info)| {
        let id = ObjectId(number as u16);
        // Threads are drawn elsewhere, with all that they do.
        if info.part_of.is_some() || matches!(&*info.kind, "word" | "cell" | "Thread") {
            return None;
        }
        let look = looks.of(id).cloned().unwrap_or_default();
        let mut waiting: Vec<Waiting> = waits.iter().filter(|(o, _)| *o == id).map(|(_, w)| *w).collect();
        waiting.sort_by_key(|w| (Reverse(w.first), w.since));
        // One without a name is part of the picture only once it was used.
        if !look.seen && (info.name.is_none() || waiting.is_empty()) {
            return None;
        }
        // A process that was killed has no memory any more; a pipe is the system's.
        if killed.contains(&info.process) && !matches!(look.state, Some(State::Pipe { .. })) {
            return None;
        }
        let comes = waiting.iter().any(|w| w.since == step || w.first == Some(step));
        Some(Thing {
            id,
            kind: info.kind.to_string(),
            name: name(text, trace, id),
            process: info.process,
            owner: look.owner,
            changed: look.changed || comes || gave_up.contains(&id),
            before: before.of(id).and_then(|look| look.state.clone()),
            state: look.state,
            own: look.own,
            waiting,
            reports: look.reports,
        })
    });
    let since = threads(step).map(|(number, _)| looks.since(ThreadId(number as u8)));
    Scene { things: things.collect(), panics: looks.panics.clone(), since: since.collect() }
}
