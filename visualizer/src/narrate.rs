//! The trace in the words of its primitives: the log, the reasons, the verdicts. The same sentences serve the
//! screen, the terminal and a screen reader. What can be said without knowing any primitive is in `stepper::words`.

use std::collections::BTreeMap;

use stepper::words::{self, ends_held, kind, name};
use stepper::{
    AtomicOp, Choice, End, Event, Grain, ObjectId, State, Status, Step, SystemCall, ThreadId, Trace, Verdict,
    What, Why,
};

pub use stepper::words::{last_change, list, place, status, thread, time};

/// What happened in step `step`, a sentence for each thing worth telling. Entry 0 tells the start.
pub fn sentences(trace: &Trace, step: usize) -> Vec<String> {
    let mut past = Past::default();
    trace.steps.iter().take(step).flat_map(|entry| &entry.events).for_each(|event| past.pass(event));
    trace.steps.get(step).map_or_else(Vec::new, |entry| tell(trace, entry, &mut past))
}

/// The sentences of every step, in one pass.
pub fn log(trace: &Trace) -> Vec<Vec<String>> {
    let mut past = Past::default();
    trace.steps.iter().map(|entry| tell(trace, entry, &mut past)).collect()
}

/// What the steps before have left behind.
#[derive(Default)]
struct Past<'a> {
    /// How many calls each thread is in: only the outermost is worth telling.
    depths: [usize; stepper::MAX_THREADS],
    /// How each object looked last, apart from its owner.
    shown: BTreeMap<ObjectId, &'a State>,
}

impl<'a> Past<'a> {
    fn depth(&mut self, id: ThreadId) -> &mut usize {
        &mut self.depths[id.index()]
    }

    fn pass(&mut self, event: &'a Event) {
        match &event.what {
            What::Begin { .. } => *self.depth(event.thread) += 1,
            What::End { .. } => *self.depth(event.thread) -= 1,
            What::Exit { .. } => *self.depth(event.thread) = 0,
            What::Shows { state: State::Owner(_) } => {}
            What::Shows { state } => {
                self.shown.extend(event.object.map(|o| (o, state)));
            }
            _ => {}
        }
    }
}

fn tell<'a>(trace: &Trace, entry: &'a Step, past: &mut Past<'a>) -> Vec<String> {
    let mut told = Vec::new();
    let mut started: Option<(ThreadId, Vec<String>)> = None;
    let mut joined: Option<(ThreadId, Vec<String>)> = None;
    for (number, event) in entry.events.iter().enumerate() {
        past.pass(event);
        let who = thread(trace, event.thread);
        if !matches!(event.what, What::Spawn { .. } | What::Shows { .. }) {
            told.extend(
                started.take().map(|(by, all)| format!("{} starts {}.", thread(trace, by), list(&all))),
            );
        }
        if !matches!(event.what, What::Join { .. }) {
            told.extend(joined.take().map(|(by, all)| ended_seen(trace, by, &all)));
        }
        if trace.grain == Grain::Fine {
            told.extend(operation(trace, event));
        }
        match &event.what {
            What::Begin { verb } => {
                if *past.depth(event.thread) == 1 && !ends(event.thread, &entry.events[number + 1..]) {
                    told.extend(began(trace, entry, event, verb, &who));
                }
            }
            What::End { verb, value } => {
                if *past.depth(event.thread) == 0 {
                    let state = event.object.and_then(|o| past.shown.get(&o).copied());
                    told.extend(ended(trace, entry, number, state, verb, value.as_deref(), &who));
                }
            }
            What::Spawn { child } => {
                started.get_or_insert((event.thread, Vec::new())).1.push(thread(trace, *child));
            }
            What::Join { child } => {
                joined.get_or_insert((event.thread, Vec::new())).1.push(thread(trace, *child));
            }
            _ => told.extend(words::event(trace, event)),
        }
    }
    told.extend(started.map(|(by, all)| format!("{} starts {}.", thread(trace, by), list(&all))));
    told.extend(joined.map(|(by, all)| ended_seen(trace, by, &all)));
    if told.is_empty()
        && let Some(Choice::Thread(id)) = entry.choice
    {
        told.push(format!("{} goes on.", thread(trace, id)));
    }
    told
}

fn ended_seen(trace: &Trace, by: ThreadId, all: &[String]) -> String {
    let have = if all.len() == 1 { "has" } else { "have" };
    format!("{} sees that {} {have} ended.", thread(trace, by), list(all))
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
pub fn operation(trace: &Trace, event: &Event) -> Option<String> {
    let who = thread(trace, event.thread);
    let object = event.object.map_or_else(String::new, |o| name(trace, o));
    Some(match &event.what {
        What::Atomic { op, order, before, after } => match op {
            AtomicOp::Load => format!("{who} reads {object}: {before} ({order:?})."),
            AtomicOp::CompareExchange if before == after => {
                format!("{who} would change {object}, but finds {before} there ({order:?}).")
            }
            AtomicOp::Store => format!("{who} writes {after} to {object} ({order:?})."),
            _ => format!("{who} changes {object} from {before} to {after} in one operation ({order:?})."),
        },
        What::System { call: SystemCall::Read, bytes: 0, .. } => {
            format!("{who} finds the end of {object}: no byte is left, and nobody can write one.")
        }
        What::System { call: SystemCall::Read, descriptor, bytes } => {
            format!("{who} reads {bytes} bytes of {object} at descriptor {descriptor}.")
        }
        What::System { call: SystemCall::Write, descriptor, bytes } => {
            format!("{who} writes {bytes} bytes to {object} at descriptor {descriptor}.")
        }
        What::System { call: SystemCall::Close, descriptor, .. } => {
            format!("{who} closes descriptor {descriptor}, an end of {object}.")
        }
        What::Park => format!("{who} goes to sleep on {object}."),
        What::Wake if event.woke.is_empty() => {
            format!("{who} would wake a sleeper of {object}; there is none.")
        }
        What::Wake => {
            let woken: Vec<String> = event.woke.iter().map(|&t| thread(trace, t)).collect();
            format!("{who} wakes {}.", list(&woken))
        }
        _ => return None,
    })
}

/// A call that began in this step and has not returned.
fn began(trace: &Trace, step: &Step, event: &Event, verb: &str, who: &str) -> Option<String> {
    let object = event.object?;
    let it = name(trace, object);
    let asleep = matches!(
        step.then.threads.get(event.thread.index())?.status,
        Status::Blocked(Why::SleepsOn { .. } | Why::Wants { .. } | Why::Reads { .. } | Why::Writes { .. })
    );
    if !asleep {
        return None;
    }
    Some(match (kind(trace, object), verb) {
        ("Condition", "wait") => {
            let lock = step.events.iter().find_map(|e| match &e.what {
                What::Begin { verb } if verb == "release" => e.object,
                _ => None,
            });
            match lock {
                Some(lock) => format!("{who} gives {} back and goes to sleep on {it}.", name(trace, lock)),
                None => format!("{who} goes to sleep on {it}."),
            }
        }
        ("Queue", "get" | "get_timeout") => format!("{who} finds {it} empty and goes to sleep."),
        ("Queue", "put" | "put_timeout") => format!("{who} finds {it} full and goes to sleep."),
        ("Queue", "join") => format!("{who} goes to sleep until all work of {it} is done."),
        ("Event", _) => format!("{who} finds {it} not set and goes to sleep."),
        (_, "recv") => format!("{who} finds nothing to read in {it} and waits."),
        (_, "send") => format!("{who} finds {it} full and waits."),
        _ => format!("{who} calls {verb} of {it} and goes to sleep."),
    })
}

/// A call that returned in this step.
fn ended(
    trace: &Trace,
    step: &Step,
    number: usize,
    state: Option<&State>,
    verb: &str,
    value: Option<&str>,
    who: &str,
) -> Option<String> {
    let event = &step.events[number];
    let object = event.object?;
    let it = name(trace, object);
    let contains = match state {
        Some(State::Value(value)) => format!("; it is now {value}"),
        _ => String::new(),
    };
    let left = match state {
        Some(State::Items { items, .. }) if items.is_empty() => "; the queue is empty again".to_owned(),
        Some(State::Items { items, capacity: Some(most), .. }) => {
            format!("; {} of {most} places are taken", items.len())
        }
        Some(State::Items { items, .. }) => format!("; {} in the queue", items.len()),
        Some(State::Count(0)) => "; none is left".to_owned(),
        Some(State::Count(n)) => format!("; {n} left"),
        _ => String::new(),
    };
    let value = value.unwrap_or("something");
    Some(match (kind(trace, object), verb) {
        ("Lock", "acquire") => format!("{who} acquires {it}."),
        ("Lock", "release") => format!("{who} releases {it}{contains}."),
        ("Lock", "try_acquire" | "acquire_timeout") => match value {
            "true" => format!("{who} gets {it}."),
            _ => format!("{who} does not get {it}, and goes on without."),
        },
        ("Condition", "wait") => match value {
            "false" => {
                format!("{who} was not notified in time, has the lock again and returns from wait.")
            }
            _ => format!("{who} has the lock again, and returns from the wait on {it}."),
        },
        ("Condition", _) => {
            let woken: Vec<String> =
                step.events[..number].iter().flat_map(|e| &e.woke).map(|&t| thread(trace, t)).collect();
            match woken.as_slice() {
                [] => format!("{who} notifies {it}, but nobody waits there."),
                [one] => format!("{who} notifies {it}: {one} wakes, and now needs the lock again."),
                many => format!("{who} notifies {it}: {} wake, and now need the lock again.", list(many)),
            }
        }
        ("Queue", "put" | "put_timeout" | "try_put") => {
            format!("{who} puts {value} into {it}{left}.")
        }
        ("Queue", "get" | "get_timeout" | "try_get") => {
            format!("{who} takes {value} from {it}{left}.")
        }
        ("Queue", "task_done") => format!("{who} reports one piece of work from {it} as done."),
        ("Queue", "join") => format!("{who} sees that all work of {it} is done."),
        ("Semaphore", "acquire") => format!("{who} takes a permit of {it}{left}."),
        ("Semaphore", "release") => format!("{who} gives a permit back to {it}{left}."),
        ("Semaphore", _) => match value {
            "false" => format!("{who} gets no permit of {it}, and goes on without."),
            _ => format!("{who} takes a permit of {it}{left}."),
        },
        ("Event", "set") => format!("{who} sets {it}."),
        ("Event", "clear") => format!("{who} clears {it}."),
        ("Event", "is_set") => match value {
            "true" => format!("{who} sees that {it} is set."),
            _ => format!("{who} sees that {it} is not set."),
        },
        ("Event", _) => match value {
            "false" => format!("{who} has waited long enough for {it}."),
            _ => format!("{who} sees {it} set and goes on."),
        },
        ("Var", "get") => format!("{who} reads {it}: {value}."),
        ("Var", "set") => format!("{who} sets {it} to {value}."),
        ("ThreadLocal", "get" | "with") => format!("{who} reads its own {it}: {value}."),
        ("ThreadLocal", "set") => format!("{who} sets its own {it} to {value}."),
        (_, "send") => format!("{who} sends {value} through {it}."),
        ("Pipe", "recv") if value == "end of file" => {
            format!("{who} finds the end of {it}: nobody can write to it any more.")
        }
        (_, "recv") => format!("{who} receives {value} from {it}."),
        ("Pipe", "close") => closed(trace, step, number, object, &it, who),
        _ => format!("{who} calls {verb} of {it}."),
    })
}

/// A descriptor was closed: who else holds the same end.
fn closed(trace: &Trace, step: &Step, number: usize, object: ObjectId, it: &str, who: &str) -> String {
    let before = trace.steps.iter().take_while(|s| !std::ptr::eq(*s, step)).flat_map(|s| &s.events);
    let mut held: &[End] = &[];
    let mut closed = None;
    for event in before.chain(&step.events[..number]).filter(|e| e.object == Some(object)) {
        match &event.what {
            What::Shows { state: State::Pipe { ends, .. } } => held = ends,
            What::System { call: SystemCall::Close, descriptor, .. }
                if event.thread == step.events[number].thread =>
            {
                closed = Some((held, *descriptor));
            }
            _ => {}
        }
    }
    let process = step.then.threads.get(step.events[number].thread.index()).map(|t| t.process);
    let end = closed.and_then(|(before, descriptor)| {
        before.iter().find(|e| Some(e.process) == process && e.descriptor == descriptor)
    });
    let Some(end) = end else { return format!("{who} closes an end of {it}.") };
    let can = if end.writes { "write to" } else { "read from" };
    let done = if end.writes { "written to" } else { "read from" };
    let others: Vec<End> = held.iter().filter(|e| e.writes == end.writes).cloned().collect();
    match others.as_slice() {
        [] => format!("{who} closes descriptor {}; nobody can {can} {it} any more.", end.descriptor),
        others => {
            let others = ends_held(trace, others);
            format!("{who} closes descriptor {}; {it} can still be {done} by {others}.", end.descriptor)
        }
    }
}

/// Why the thread does not move, in words; none if it can, or is done.
pub fn why(trace: &Trace, step: usize, id: ThreadId) -> Option<String> {
    words::waits(trace, step, id, reason)
}

/// Why the thread does not move, since when, and what made it so, as sentences; none if it can, or is done.
pub fn why_at_length(trace: &Trace, step: usize, id: ThreadId) -> Option<String> {
    words::why(trace, step, id, reason)
}

/// The verdict as a title and an explanation.
pub fn verdict(trace: &Trace, verdict: &Verdict) -> (String, String) {
    let step = trace.steps.iter().position(|s| s.verdict.as_ref() == Some(verdict));
    step.and_then(|step| words::verdict(trace, step, reason)).unwrap_or_default()
}

/// A reason in words, to follow a thread's name.
pub fn reason(trace: &Trace, why: &Why, verb: Option<&str>) -> String {
    match why {
        Why::Wants { object, holder: None } if kind(trace, *object) == "Semaphore" => {
            format!("wants a permit of {}, and none is left", name(trace, *object))
        }
        Why::SleepsOn { object, .. } => {
            let it = name(trace, *object);
            match (kind(trace, *object), verb) {
                ("Condition", _) => format!("sleeps on {it} until it is notified"),
                ("Queue", Some(verb)) if verb.contains("put") => {
                    format!("sleeps until {it} has room")
                }
                ("Queue", Some("join")) => format!("sleeps until all work of {it} is done"),
                ("Queue", _) => format!("sleeps until {it} has something"),
                ("Event", _) => format!("sleeps until {it} is set"),
                ("Semaphore", _) => format!("sleeps until {it} has a permit"),
                _ => words::reason(trace, why, verb),
            }
        }
        _ => words::reason(trace, why, verb),
    }
}
