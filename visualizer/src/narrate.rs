//! The trace in the words of its primitives: the log, the reasons, the verdicts. The same sentences serve the
//! screen, the terminal and a screen reader. What can be said without knowing any primitive is in `stepper::words`.

use std::ops::Deref;

use stepper::words::{self, kind, name};
use stepper::{
    At, AtomicOp, Event, Grain, Luck, ObjectId, Status, Step, SystemCall, ThreadId, Trace, Verdict, What, Why,
};

use crate::inside;
use crate::marks::{Fold as _, Marks};
use crate::text::{Text, tell};

mod calls;
mod past;

use calls::family;
use past::Past;

pub use stepper::words::{last_change, place, status, thread, time};

/// What happened in step `step`, a sentence for each thing worth telling. Entry 0 tells the start.
pub fn sentences(text: &Text, trace: &Trace, step: usize) -> Vec<String> {
    tell(text, trace, step, Past::after(trace, step))
}

/// The sentences of every step, in one pass.
pub fn log(text: &Text, trace: &Trace) -> Vec<Vec<String>> {
    let mut log = Log::default();
    log.follow(text, trace, 0);
    log.told
}

/// The sentences of every step of a line that grows, and may be cut off.
#[derive(Clone, Debug, Default)]
pub struct Log {
    told: Vec<Vec<String>>,
    past: Marks<Past>,
}

impl Log {
    /// Tells the steps of `trace` from `keep` on; those before are as they were when they were told, and so are the
    /// names of all objects.
    pub fn follow(&mut self, text: &Text, trace: &Trace, keep: usize) {
        self.told.truncate(keep);
        self.past.cut(keep);
        for step in self.told.len()..trace.steps.len() {
            let past = self.past.after(trace, step).clone();
            self.told.push(tell(text, trace, step, past));
        }
    }
}

impl Deref for Log {
    type Target = [Vec<String>];

    fn deref(&self) -> &Self::Target {
        &self.told
    }
}

fn tell(text: &Text, trace: &Trace, step: usize, mut past: Past) -> Vec<String> {
    let Some(entry) = trace.steps.get(step) else {
        return Vec::new();
    };
    let mut told = Vec::new();
    // Calls that go to sleep: how is known at the end of the step, and told where they begin.
    let mut begun = Vec::new();
    let mut started: Option<(ThreadId, Vec<ThreadId>)> = None;
    let mut joined: Option<(ThreadId, Vec<ThreadId>)> = None;
    for (number, event) in entry.events.iter().enumerate() {
        past.pass_event(trace, At { step, event: number });
        if !matches!(event.what, What::Spawn { .. } | What::Shows { .. }) {
            told.extend(started.take().map(|(by, all)| starts(text, trace, by, &all)));
        }
        if !matches!(event.what, What::Join { .. }) {
            told.extend(joined.take().map(|(by, all)| ended_seen(text, trace, by, &all)));
        }
        if trace.grain == Grain::Fine {
            told.extend(operation(text, trace, event));
        }
        match &event.what {
            What::Begin { .. } => {
                let depth = past.calls(event.thread).depth;
                if depth == 1 && !ends(event.thread, &entry.events[number + 1..]) && sleeps(entry, event) {
                    begun.push((number, told.len()));
                }
            }
            What::End { .. } => {
                let calls = past.calls(event.thread);
                if calls.depth == 0 && !calls.misuse {
                    told.extend(past.call(text, trace, entry, number).map(|call| call.returned()));
                }
            }
            What::Spawn { child } => {
                started.get_or_insert((event.thread, Vec::new())).1.push(*child);
            }
            What::Join { child } => {
                joined.get_or_insert((event.thread, Vec::new())).1.push(*child);
            }
            _ => told.extend(words::event(text, trace, event)),
        }
    }
    told.extend(started.map(|(by, all)| starts(text, trace, by, &all)));
    told.extend(joined.map(|(by, all)| ended_seen(text, trace, by, &all)));
    for (number, at) in begun.into_iter().rev() {
        if let Some(call) = past.call(text, trace, entry, number) {
            told.insert(at.min(told.len()), call.asleep());
        }
    }
    if told.is_empty()
        && let Some(id) = entry.thread()
    {
        told.push(tell!(text, "goes-on", who = thread(text, trace, id)));
    }
    told
}

fn starts(text: &Text, trace: &Trace, by: ThreadId, all: &[ThreadId]) -> String {
    tell!(text, "starts", who = thread(text, trace, by), children = words::threads(text, trace, all))
}

fn ended_seen(text: &Text, trace: &Trace, by: ThreadId, all: &[ThreadId]) -> String {
    let (who, children) = (thread(text, trace, by), words::threads(text, trace, all));
    tell!(text, "sees-ended", who, children, count = all.len())
}

/// Whether the thread of a call that began in this step sleeps in it now, or waits for what it wants.
fn sleeps(step: &Step, event: &Event) -> bool {
    let asleep = |status: &Status| {
        matches!(
            status,
            Status::Blocked(
                Why::SleepsOn { .. } | Why::Wants { .. } | Why::Reads { .. } | Why::Writes { .. }
            )
        )
    };
    step.then.threads.get(event.thread.index()).is_some_and(|view| asleep(&view.status))
}

/// Whether the call that has just begun ends within these events.
fn ends(thread: ThreadId, rest: &[Event]) -> bool {
    let mut depth = 1;
    for event in rest.iter().filter(|e| e.thread == thread) {
        match event.what {
            What::Begin { .. } => depth += 1,
            What::End { .. } => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// One atomic operation, for the fine grain.
pub fn operation(text: &Text, trace: &Trace, event: &Event) -> Option<String> {
    let who = thread(text, trace, event.thread);
    let object = event.object.map_or_else(String::new, |o| name(text, trace, o));
    Some(match &event.what {
        What::Atomic { op, order, before, after } => {
            let [before, after] = [*before, *after].map(|value| read(text, trace, event.object, value));
            let order = format!("{order:?}");
            match op {
                AtomicOp::Load => tell!(text, "operation-reads", who, object, value = before, order),
                AtomicOp::CompareExchange if before == after => {
                    tell!(text, "operation-finds", who, object, value = before, order)
                }
                AtomicOp::Store => tell!(text, "operation-writes", who, object, value = after, order),
                _ => tell!(text, "operation-changes", who, object, before, after, order),
            }
        }
        What::System { call: SystemCall::Read, bytes: 0, .. } => {
            tell!(text, "reads-the-end", who, object)
        }
        What::System { call: SystemCall::Read, descriptor, bytes } => {
            tell!(text, "reads-bytes", who, bytes = *bytes, object, descriptor)
        }
        What::System { call: SystemCall::Write, descriptor, bytes } => {
            tell!(text, "writes-bytes", who, bytes = *bytes, object, descriptor)
        }
        What::System { call: SystemCall::Close, descriptor, .. } => {
            tell!(text, "closes-descriptor", who, descriptor, object)
        }
        What::Park => tell!(text, "parks", who, object),
        What::Wake if event.woke.is_empty() => {
            tell!(text, "wakes-nobody", who, object)
        }
        What::Wake => {
            tell!(text, "wakes", who, woken = words::threads(text, trace, &event.woke))
        }
        _ => return None,
    })
}

/// A value as its word means it: “1 held”; as a number where nothing is known of it.
fn read(text: &Text, trace: &Trace, object: Option<ObjectId>, value: u64) -> String {
    let reads = object.and_then(|o| trace.objects.get(o.index())).map_or(&[][..], |info| &info.reads);
    match reads {
        [] => value.to_string(),
        reads => tell!(text, "value-read", reading = inside::reading(text, reads, value)),
    }
}

/// Why the thread does not move, in words; none if it can, or is done.
pub fn why(text: &Text, trace: &Trace, step: usize, id: ThreadId) -> Option<String> {
    words::waits(text, trace, step, id, reason)
}

/// Why the thread does not move, since when, and what made it so, as sentences; none if it can, or is done.
pub fn why_at_length(text: &Text, trace: &Trace, step: usize, id: ThreadId) -> Option<String> {
    words::why(text, trace, step, id, reason)
}

/// The verdict as a title and an explanation.
pub fn verdict(text: &Text, trace: &Trace, verdict: &Verdict) -> (String, String) {
    let step = trace.steps.iter().position(|s| s.verdict.as_ref() == Some(verdict));
    step.and_then(|step| words::verdict(text, trace, step, reason)).unwrap_or_default()
}

/// How lucky you must be to see the program fail, and what that says of a computer.
pub fn luck(text: &Text, luck: Luck) -> String {
    let Luck { runs, failures, unfinished } = luck;
    let (least, most) = luck.interval();
    let percent = |share: f64| format!("{:.2} %", share * 100.0);
    let (least, most) = (percent(least), percent(most));
    let mut told = vec![match failures {
        0 => tell!(text, "luck-none", runs, least, most),
        _ => tell!(text, "luck", failures, runs, share = percent(luck.share()), least, most),
    }];
    if unfinished > 0 {
        told.push(tell!(text, "luck-unfinished", count = unfinished));
    }
    told.push(tell!(text, "luck-means"));
    text.join(&told)
}

/// A reason in words, to follow a thread's name.
pub fn reason(text: &Text, trace: &Trace, why: &Why, verb: Option<&str>) -> String {
    let plain = || words::reason(text, trace, why, verb);
    match why {
        Why::Wants { object, holder: None } if family(kind(trace, *object)) == "Semaphore" => {
            tell!(text, "why-no-permit", it = name(text, trace, *object))
        }
        Why::SleepsOn { object, .. } => {
            let it = name(text, trace, *object);
            match (family(kind(trace, *object)), verb.unwrap_or_default()) {
                ("Condition", _) => tell!(text, "why-notified", it),
                ("Queue", verb) if verb.contains("put") => tell!(text, "why-room", it),
                ("Queue", verb) if verb.contains("join") => {
                    tell!(text, "why-all-work", it)
                }
                ("Queue", _) => tell!(text, "why-something", it),
                ("Event", _) => tell!(text, "why-set", it),
                ("Semaphore", _) => tell!(text, "why-permit", it),
                ("Barrier", _) => tell!(text, "why-arrived", it),
                ("Timer", "wait_timeout") => tell!(text, "why-timer-time", it),
                ("Timer", _) => tell!(text, "why-timer", it),
                ("ThreadPool", "take") => tell!(text, "why-task", it),
                ("ThreadPool", "get") => tell!(text, "why-result", it),
                ("AsyncResult", _) => tell!(text, "why-there", it),
                _ => plain(),
            }
        }
        _ => plain(),
    }
}
