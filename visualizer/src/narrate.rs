//! The trace in words: the log, the reasons, the verdicts. The same sentences serve the screen, the terminal
//! and a screen reader.

use std::collections::BTreeMap;

use stepper::{
    AtomicOp, Choice, End, Event, Grain, ObjectId, Place, State, Status, Step, SystemCall, ThreadId, Trace,
    Verdict, What, Why,
};

use crate::picture::{kind, name};

/// The thread's name.
pub fn thread(trace: &Trace, id: ThreadId) -> String {
    let threads = trace.steps.last().map(|s| &s.then.threads);
    threads.and_then(|t| t.get(id.index())).map_or_else(|| format!("thread {}", id.0), |t| t.name.clone())
}

/// "A", "A and B", "A, B and C".
pub fn list(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A moment of the virtual clock.
pub fn time(nanoseconds: u64) -> String {
    match nanoseconds {
        0..1_000 => format!("{nanoseconds} ns"),
        1_000..1_000_000 => format!("{} µs", nanoseconds as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{} ms", nanoseconds as f64 / 1e6),
        _ => format!("{} s", nanoseconds as f64 / 1e9),
    }
}

/// The file's own name and the line.
pub fn place(place: &Place) -> String {
    let file = place.file.rsplit(['/', '\\']).next().unwrap_or(&place.file);
    format!("{file}, line {}", place.line)
}

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
            What::Exit { panicked } => {
                told.push(match panicked {
                    true => format!("{who} has ended by its panic."),
                    false => format!("{who} is done."),
                });
            }
            What::Join { child } => {
                joined.get_or_insert((event.thread, Vec::new())).1.push(thread(trace, *child));
            }
            What::Panic { message } => told.push(format!("{who} panics: “{message}”.")),
            What::Say { text } => told.push(format!("{who} says “{text}”.")),
            What::Clock => told.push(format!("The clock moves on to {}.", time(event.now))),
            What::TimedOut => told.push(format!("{who} has waited long enough.")),
            What::Misuse { text } => told.push(format!("{who} breaks a rule: {text}.")),
            What::Race { other, .. } => {
                let object = event.object.map_or_else(|| "memory".to_owned(), |o| name(trace, o));
                let other = thread(trace, *other);
                told.push(format!(
                    "Nothing orders this access to {object} and that of {other}: a data race."
                ));
            }
            What::Named
            | What::Touch
            | What::Atomic { .. }
            | What::System { .. }
            | What::Park
            | What::Wake
            | What::Shows { .. } => {}
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
    let view = trace.steps.get(step)?.then.threads.get(id.index())?;
    let Status::Blocked(why) = &view.status else {
        return None;
    };
    Some(reason(trace, why, view.verb.as_deref()))
}

/// A reason in words, to follow a thread's name.
pub fn reason(trace: &Trace, why: &Why, verb: Option<&str>) -> String {
    let held = |holder: &Option<ThreadId>| holder.map(|h| thread(trace, h));
    match why {
        Why::Wants { object, holder } => {
            let it = name(trace, *object);
            match (held(holder), kind(trace, *object)) {
                (Some(holder), _) => format!("wants {it}, which {holder} holds"),
                (None, "Semaphore") => format!("wants a permit of {it}, and none is left"),
                (None, _) => format!("wants {it}, which is not free"),
            }
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
                _ => format!("sleeps on {it} until it is woken"),
            }
        }
        Why::Joins { thread: child } => format!("waits until {} ends", thread(trace, *child)),
        Why::Awaits { process } => {
            let name = trace.processes.get(usize::from(process.0)).map_or("a process", String::as_str);
            format!("waits until process {name} ends")
        }
        Why::Reads { object, holders } => {
            let it = name(trace, *object);
            format!("waits for bytes in {it}, whose write end is still held by {}", ends_held(trace, holders))
        }
        Why::Writes { object, holders } => {
            let it = name(trace, *object);
            format!("waits for room in {it}, whose read end is held by {}", ends_held(trace, holders))
        }
        Why::Sleeps => "sleeps for a time".to_owned(),
    }
}

/// "process main, descriptor 4, and process reader, descriptor 3".
fn ends_held(trace: &Trace, holders: &[End]) -> String {
    let holder = |end: &End| {
        let process = trace.processes.get(usize::from(end.process.0)).map_or("of no name", String::as_str);
        format!("process {process}, descriptor {}", end.descriptor)
    };
    list(&holders.iter().map(holder).collect::<Vec<_>>())
}

/// A thread's state in a word or two.
pub fn status(status: &Status) -> &'static str {
    match status {
        Status::Ready => "ready",
        Status::Blocked(Why::Wants { .. }) => "blocked",
        Status::Blocked(Why::SleepsOn { .. } | Why::Sleeps) => "asleep",
        Status::Blocked(_) => "waiting",
        Status::Finished => "done",
        Status::Panicked { .. } => "panicked",
        Status::Spinning => "spins",
    }
}

/// The verdict as a title and an explanation.
pub fn verdict(trace: &Trace, verdict: &Verdict) -> (String, String) {
    match verdict {
        Verdict::Finished => (
            "The run ended well".to_owned(),
            "Every thread is done, and nothing went wrong on this schedule.".to_owned(),
        ),
        Verdict::Panicked { thread: id, message, place: at } => {
            let at = at.as_ref().map_or_else(String::new, |p| format!(" ({})", place(p)));
            (format!("{} panicked", thread(trace, *id)), format!("“{message}”{at}"))
        }
        Verdict::Deadlock { stuck, cycle } if !cycle.is_empty() => {
            let links = cycle.iter().filter_map(|id| {
                let (_, why) = stuck.iter().find(|(t, _)| t == id)?;
                Some(format!("{} {}", thread(trace, *id), reason(trace, why, verb(trace, *id))))
            });
            let links: Vec<String> = links.collect();
            let end = if links.len() == 1 { "It waits for itself" } else { "None of them can ever go on" };
            let behind = stuck.iter().filter(|(id, _)| !cycle.contains(id)).map(|(id, why)| {
                format!(" Behind that, {} {}.", thread(trace, *id), reason(trace, why, verb(trace, *id)))
            });
            let behind: String = behind.collect();
            ("Deadlock".to_owned(), format!("{}. {end}.{behind}", links.join("; ")))
        }
        Verdict::Deadlock { stuck, .. } => {
            let waits = stuck.iter().filter(|(_, why)| !matches!(why, Why::Joins { .. }));
            let waits = waits
                .map(|(id, why)| format!("{} {}", thread(trace, *id), reason(trace, why, verb(trace, *id))));
            let waits: Vec<String> = waits.collect();
            let text = format!("{}. Nobody is left who could end this wait.", waits.join("; "));
            ("A wait that never ends".to_owned(), text)
        }
        Verdict::NoEnd { steps } => (
            "No end in sight".to_owned(),
            format!("The run was stopped after {steps} steps. Some thread may be running round and round."),
        ),
        Verdict::Spins { thread: id, operations } => (
            format!("{} spins", thread(trace, *id)),
            format!("It did {operations} operations in one step without coming to an end, and was stopped."),
        ),
        Verdict::DataRace(race) => {
            let [a, b] =
                [0, 1].map(|i| format!("{} ({})", thread(trace, race.threads[i]), place(&race.places[i])));
            (
                "A data race".to_owned(),
                format!("Nothing orders the accesses of {a} and {b} to {}.", name(trace, race.object)),
            )
        }
    }
}

fn verb(trace: &Trace, id: ThreadId) -> Option<&str> {
    trace.steps.last()?.then.threads.get(id.index())?.verb.as_deref()
}
