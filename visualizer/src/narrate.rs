//! The trace in the words of its primitives: the log, the reasons, the verdicts. The same sentences serve the
//! screen, the terminal and a screen reader. What can be said without knowing any primitive is in `stepper::words`.

use std::collections::BTreeMap;

use stepper::words::{self, kind, name};
use stepper::{
    AtomicOp, Event, Grain, ObjectId, State, Status, Step, SystemCall, ThreadId, Trace, Verdict, What, Why,
};

use crate::picture::drawn_as;
use crate::text::{Text, tell};

mod calls;

use calls::{Call, Course, family};

pub use stepper::words::{last_change, place, status, thread, time};

/// What happened in step `step`, a sentence for each thing worth telling. Entry 0 tells the start.
pub fn sentences(text: &Text, trace: &Trace, step: usize) -> Vec<String> {
    let mut past = Past::default();
    trace.steps.iter().take(step).flat_map(|entry| &entry.events).for_each(|event| past.pass(trace, event));
    trace.steps.get(step).map_or_else(Vec::new, |entry| tell(text, trace, entry, &mut past))
}

/// The sentences of every step, in one pass.
pub fn log(text: &Text, trace: &Trace) -> Vec<Vec<String>> {
    let mut past = Past::default();
    trace.steps.iter().map(|entry| tell(text, trace, entry, &mut past)).collect()
}

/// What the events before have left behind.
#[derive(Default)]
struct Past<'a> {
    threads: Vec<Calls<'a>>,
    /// How each object looked last, apart from its owner.
    shown: BTreeMap<ObjectId, &'a State>,
}

/// The calls a thread is in: only the outermost is worth telling.
#[derive(Clone, Copy, Default)]
struct Calls<'a> {
    depth: usize,
    object: Option<ObjectId>,
    course: Course<'a>,
}

impl<'a> Past<'a> {
    fn calls(&mut self, id: ThreadId) -> &mut Calls<'a> {
        calls_of(&mut self.threads, id)
    }

    fn pass(&mut self, trace: &Trace, event: &'a Event) {
        let object = event.object.map(|o| drawn_as(trace, o));
        let calls = calls_of(&mut self.threads, event.thread);
        match &event.what {
            What::Begin { .. } => {
                if calls.depth == 0 {
                    *calls = Calls { depth: 0, object, course: Course::default() };
                }
                calls.depth += 1;
            }
            What::End { .. } => calls.depth -= 1,
            What::Exit { .. } => calls.depth = 0,
            What::Misuse { .. } => calls.course.misuse = true,
            What::TimedOut => calls.course.timed_out = true,
            What::Shows { state: State::Owner(_) } => {}
            What::Shows { state } => {
                let Some(object) = object else { return };
                let before = self.shown.insert(object, state);
                if calls.object == Some(object) && calls.depth > 0 {
                    calls.course.change = Some((before, state));
                }
            }
            _ => {}
        }
    }

    /// The call that `event`, the one with this number in `step`, is about.
    fn call(&self, text: &'a Text, trace: &'a Trace, step: &'a Step, number: usize) -> Option<Call<'a>> {
        let event = &step.events[number];
        let object = event.object?;
        let (verb, value) = match &event.what {
            What::Begin { verb } => (&**verb, None),
            What::End { verb, value } => (&**verb, value.as_deref()),
            _ => return None,
        };
        let state = self.shown.get(&object).copied();
        let course = self.threads.get(event.thread.index()).copied().unwrap_or_default().course;
        Some(Call { text, trace, step, number, object, verb, value, state, course })
    }
}

fn calls_of<'a, 'b>(threads: &'b mut Vec<Calls<'a>>, id: ThreadId) -> &'b mut Calls<'a> {
    if threads.len() <= id.index() {
        threads.resize(id.index() + 1, Calls::default());
    }
    &mut threads[id.index()]
}

fn tell<'a>(text: &'a Text, trace: &'a Trace, entry: &'a Step, past: &mut Past<'a>) -> Vec<String> {
    let mut told = Vec::new();
    // Calls that go to sleep: how is known at the end of the step, and told where they begin.
    let mut begun = Vec::new();
    let mut started: Option<(ThreadId, Vec<ThreadId>)> = None;
    let mut joined: Option<(ThreadId, Vec<ThreadId>)> = None;
    for (number, event) in entry.events.iter().enumerate() {
        past.pass(trace, event);
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
                let calls = *past.calls(event.thread);
                if calls.depth == 0 && !calls.course.misuse {
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
            // As the app shows the words themselves.
            let [before, after] = [before, after].map(ToString::to_string);
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
