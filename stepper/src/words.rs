//! A trace in plain words: what can be said of a run without knowing any primitive.
//!
//! Whoever knows what its objects are for can say more: the functions that need a reason for a wait take it as
//! a parameter, and [`reason`] is the plain one. A diagnosis is data; the words of every language are in Fluent files,
//! and [`Text::english`] has those of this crate.

use std::ops::Range;

use crate::diagnosis::{At, Round, Wait};
use crate::tell;
use crate::text::Text;
use crate::trace::{End, Event, ObjectId, ObjectInfo, Place, ProcessId, Status, ThreadId, Trace, What, Why};

mod search;
mod verdict;

pub use search::{found, no_bug, not_deterministic, searched};
pub use verdict::verdict;

/// The thread's name.
pub fn thread(text: &Text, trace: &Trace, id: ThreadId) -> String {
    let threads = trace.steps.last().map(|s| &s.then.threads);
    let view = threads.and_then(|t| t.get(id.index()));
    view.map_or_else(|| tell!(text, "thread-unnamed", number = id.0), |t| t.name.clone())
}

/// The names of some threads: "A, B and C".
pub fn threads(text: &Text, trace: &Trace, ids: &[ThreadId]) -> String {
    text.list(&ids.iter().map(|id| thread(text, trace, *id)).collect::<Vec<_>>())
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
pub fn place(text: &Text, place: &Place) -> String {
    let file = place.file.rsplit(['/', '\\']).next().unwrap_or(&place.file);
    tell!(text, "place", file, line = place.line)
}

/// The object's name, or its type if it has none; with a number, if there are several of them.
pub fn name(text: &Text, trace: &Trace, object: ObjectId) -> String {
    let Some(info) = trace.objects.get(object.index()) else {
        return tell!(text, "object-unknown");
    };
    let noun = || tell!(text, "object-noun", kind = &*info.kind, noun = common(&info.kind));
    match (&info.name, info.part_of) {
        (Some(name), None) => name.clone(),
        (Some(part), Some(whole)) => tell!(text, "object-part", part, whole = self::name(text, trace, whole)),
        (None, Some(whole)) => {
            tell!(text, "object-the-part", noun = noun(), whole = self::name(text, trace, whole))
        }
        (None, None) => {
            let noun = noun();
            // One of several gets a number: "lock 2".
            let alike = |o: &&ObjectInfo| o.name.is_none() && o.part_of.is_none() && o.kind == info.kind;
            let number = trace.objects[..=object.index()].iter().filter(alike).count();
            if number > 1 || trace.objects[object.index() + 1..].iter().any(|o| alike(&o)) {
                return tell!(text, "object-numbered", noun, number);
            }
            // "an event", "an RLock"
            let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'R']);
            tell!(text, "object-one", noun, starts = if vowel { "vowel" } else { "consonant" })
        }
    }
}

/// A type as a common noun: "ring queue" for RingQueue. One that begins with a letter on its own keeps its
/// capitals: "RLock".
fn common(kind: &str) -> String {
    if kind.chars().take(2).all(char::is_uppercase) {
        return kind.to_owned();
    }
    let mut noun = String::new();
    for c in kind.chars() {
        if c.is_uppercase() && !noun.is_empty() {
            noun.push(' ');
        }
        noun.extend(c.to_lowercase());
    }
    noun
}

/// The object's type.
pub fn kind(trace: &Trace, object: ObjectId) -> &str {
    trace.objects.get(object.index()).map_or("", |info| &info.kind)
}

/// The process's name.
pub fn process(trace: &Trace, id: ProcessId) -> &str {
    trace.processes.get(usize::from(id.0)).map_or("?", String::as_str)
}

/// "process main, descriptor 4, and process reader, descriptor 3".
pub fn ends_held(text: &Text, trace: &Trace, holders: &[End]) -> String {
    let holder = |end: &End| {
        tell!(text, "end-held", process = process(trace, end.process), descriptor = end.descriptor)
    };
    text.list(&holders.iter().map(holder).collect::<Vec<_>>())
}

/// A thread's state in a word or two.
pub fn status(text: &Text, status: &Status) -> String {
    match status {
        Status::Ready => tell!(text, "status-ready"),
        Status::Idle(_) => tell!(text, "status-polls"),
        Status::Blocked(Why::Wants { .. }) => tell!(text, "status-blocked"),
        Status::Blocked(Why::SleepsOn { .. } | Why::Sleeps) => tell!(text, "status-asleep"),
        Status::Blocked(_) => tell!(text, "status-waiting"),
        Status::Finished => tell!(text, "status-done"),
        Status::Panicked { .. } => tell!(text, "status-panicked"),
        Status::Spinning => tell!(text, "status-spins"),
        Status::Killed => tell!(text, "status-killed"),
    }
}

/// What an event means that is not about any primitive; none if there is nothing to tell.
pub fn event(text: &Text, trace: &Trace, event: &Event) -> Option<String> {
    let who = thread(text, trace, event.thread);
    Some(match &event.what {
        What::Exit { panicked: true } => tell!(text, "ends-by-panic", who),
        What::Exit { panicked: false } => tell!(text, "is-done", who),
        What::Panic { message } => tell!(text, "panics", who, message = one_line(message)),
        What::Say { text: words } => tell!(text, "says", who, words),
        What::Clock => tell!(text, "clock-moves", time = time(event.now)),
        What::Yield => tell!(text, "yields", who),
        What::TimedOut => tell!(text, "waited-long-enough", who),
        What::Spurious => tell!(text, "wakes-up-by-itself", who),
        What::Favoured => {
            let object = event.object.map(|o| name(text, trace, o));
            tell!(text, "comes-first", who, object = object.unwrap_or_else(|| tell!(text, "object-unknown")))
        }
        What::Killed { process } => tell!(text, "is-killed", process = self::process(trace, *process)),
        What::Misuse { text: rule } => tell!(text, "breaks-a-rule", who, rule),
        What::Race { other, .. } => {
            let object = event.object.map(|o| name(text, trace, o));
            let object = object.unwrap_or_else(|| tell!(text, "memory"));
            tell!(text, "races", object, other = thread(text, trace, *other))
        }
        _ => return None,
    })
}

/// A step in a line: where in the program it was made, and what came of it.
pub fn step(text: &Text, trace: &Trace, step: usize) -> String {
    let Some(entry) = trace.steps.get(step) else {
        return String::new();
    };
    let chosen = entry.lane();
    let line = entry.events.iter().find(|e| Some(e.thread) == chosen && e.place.is_some());
    let line = line.and_then(|e| e.place.as_ref()).map(|at| match at.dropped {
        true => tell!(text, "guard-from", place = place(text, at)),
        false => place(text, at),
    });
    let told = entry.events.iter().filter(|e| !matches!(e.what, What::Exit { .. }));
    line.into_iter().chain(told.filter_map(|e| event(text, trace, e))).collect::<Vec<_>>().join("  ")
}

/// Why a thread waits, to follow its name: of an object it is known only who has it.
pub fn reason(text: &Text, trace: &Trace, why: &Why, _verb: Option<&str>) -> String {
    match why {
        Why::Wants { object, holder: Some(holder) } => {
            let holder = thread(text, trace, *holder);
            tell!(text, "why-held", object = name(text, trace, *object), holder)
        }
        Why::Wants { object, holder: None } => {
            tell!(text, "why-not-free", object = name(text, trace, *object))
        }
        Why::SleepsOn { object, .. } => tell!(text, "why-sleeps-on", object = name(text, trace, *object)),
        Why::Joins { thread: child } => tell!(text, "why-joins", child = thread(text, trace, *child)),
        Why::Awaits { process } => {
            tell!(text, "why-awaits", process = self::process(trace, *process))
        }
        Why::Reads { object, holders } => {
            let holders = ends_held(text, trace, holders);
            tell!(text, "why-reads", object = name(text, trace, *object), holders)
        }
        Why::Writes { object, holders } => {
            let holders = ends_held(text, trace, holders);
            tell!(text, "why-writes", object = name(text, trace, *object), holders)
        }
        Why::Sleeps => tell!(text, "why-sleeps"),
        Why::Polls { objects } => {
            let count = objects.len();
            let objects = objects.iter().map(|object| name(text, trace, *object));
            match objects.reduce(|objects, next| tell!(text, "or", objects, next)) {
                Some(objects) => tell!(text, "why-polls-of", objects, count),
                None => tell!(text, "why-polls"),
            }
        }
    }
}

/// How a wait in a call of this verb is put into words, to follow the thread's name: [`reason`] is the plain way.
pub type Reason = fn(&Text, &Trace, &Why, Option<&str>) -> String;

/// A message of several lines in one.
fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(", ")
}

/// Which steps repeat, and how often they are made: "Steps 8 to 13 are made 830 times", or just "Steps 8 to 13 repeat".
pub(crate) fn repeats(text: &Text, round: Round) -> String {
    let Range { start, end } = round.first();
    if round.goes_on() {
        return tell!(text, "repeats-on", count = round.steps, first = start, last = end - 1);
    }
    tell!(text, "repeats", count = round.steps, first = start, last = end - 1, times = round.times)
}

/// Why a thread waits and what made it so, in sentences; none if it does not wait.
pub fn why(text: &Text, trace: &Trace, step: usize, id: ThreadId, reason: Reason) -> Option<String> {
    let Wait { why, since, by, .. } = trace.why(step, id)?;
    let who = thread(text, trace, id);
    let mut told = vec![tell!(text, "waits-since", who, why = waits(text, trace, step, id, reason)?, since)];
    told.extend(by.map(|by| {
        let (who, step, at) = (doer(text, trace, by), by.step, whence(text, trace, by));
        match why {
            Why::Wants { holder: Some(_), .. } => tell!(text, "took-it", who, step, at),
            Why::Wants { .. } | Why::Reads { .. } | Why::Writes { .. } | Why::Polls { .. } => {
                tell!(text, "changed-it", who, step, at)
            }
            _ => tell!(text, "fell-asleep", step, at),
        }
    }));
    Some(text.join(&told))
}

/// Why the thread waits after `step`, to follow its name; none if it does not.
pub fn waits(text: &Text, trace: &Trace, step: usize, id: ThreadId, reason: Reason) -> Option<String> {
    let view = trace.steps.get(step)?.then.threads.get(id.index())?;
    match &view.status {
        Status::Blocked(why) | Status::Idle(why) => Some(reason(text, trace, why, view.verb.as_deref())),
        _ => None,
    }
}

/// Who gave an object the look that it has, as a sentence; none if nobody has changed it.
pub fn last_change(text: &Text, trace: &Trace, step: usize, object: ObjectId) -> Option<String> {
    // What is in it says more than who holds it.
    let change = trace.changes(step, object).first()?.at;
    let (who, at) = (doer(text, trace, change), whence(text, trace, change));
    let object = name(text, trace, object);
    Some(tell!(text, "changed-last", who, object, step = change.step, at))
}

fn doer(text: &Text, trace: &Trace, at: At) -> String {
    at.of(trace).map_or_else(|| tell!(text, "thread-unknown"), |e| thread(text, trace, e.thread))
}

/// " (main.rs, line 7)"
fn whence(text: &Text, trace: &Trace, at: At) -> String {
    let line = at.of(trace).and_then(|e| e.place.as_ref());
    line.map_or_else(String::new, |p| tell!(text, "whence", place = place(text, p)))
}

/// "250,000"
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let comma = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    digits
        .chars()
        .enumerate()
        .flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit]))
        .collect()
}
