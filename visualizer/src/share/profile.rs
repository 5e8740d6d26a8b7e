//! A run in the JSON that Chrome's profiler made common, for ui.perfetto.dev and others that draw time.
//!
//! A step lasts a millisecond. Threads have their steps and their waits; locks have a track of their own with who holds
//! them, because one may be given back before another that was taken later, and slices of a track must nest.

use serde_json::{Value, json};
use stepper::{Event, ObjectId, State, ThreadId, What, words};

use super::Shared;
use super::mermaid::said;
use super::spans::{Does, Span, arrows, spans};
use crate::text::tell;

/// Microseconds a step.
const STEP: usize = 1000;
/// The process under which the locks and the counters stand, and the first number of their tracks: no thread has it.
const OBJECTS: usize = 1000;

/// The trace.
pub(super) fn trace(run: &Shared) -> Value {
    let trace = &run.trace;
    let mut events = tracks(run);
    for (step, sentence) in run.sentences().into_iter().enumerate().skip(1) {
        if let Some((id, call)) = run.call(step) {
            let place = trace.steps[step]
                .events
                .iter()
                .find_map(|e| e.place.as_ref())
                .map(|place| words::place(run.text, place));
            events.push(json!({
                "ph": "X", "name": call, "cat": "step", "pid": process(run, id), "tid": track(id),
                "ts": (step - 1) * STEP, "dur": STEP,
                "args": { "step": step, "what": sentence, "where": place },
            }));
        } else {
            events.push(json!({
                "ph": "i", "s": "g", "name": tell!(run.text, "share-time-passes"), "cat": "step", "pid": 1, "tid": 1,
                "ts": (step - 1) * STEP,
                "args": { "step": step, "what": sentence },
            }));
        }
    }
    events.extend(spans(trace).iter().map(|span| lasting(run, span)));
    for (number, arrow) in arrows(run.text, trace).iter().enumerate() {
        // An end binds to the slice that it lies in: the middle of a step is in no other one. Who is woken does
        // nothing in that moment, so his end is the slice of his wait, just before it is over.
        let woken = if arrow.item.is_some() { STEP / 2 } else { STEP - 1 };
        let ends = [("s", arrow.from, STEP / 2), ("f", arrow.to, woken)];
        events.extend(ends.map(|(ph, (id, step), within)| {
            let mut end = json!({
                "ph": ph, "id": number, "name": said(run, arrow), "cat": "handover",
                "pid": process(run, id), "tid": track(id), "ts": (step.max(1) - 1) * STEP + within,
            });
            if ph == "f" {
                end["bp"] = json!("e");
            }
            end
        }));
    }
    events.extend(counters(run));
    json!({
        "displayTimeUnit": "ms",
        "otherData": {
            "program": run.name(),
            "title": run.title(),
            "schedule": run.link().to_string(),
            "verdict": run.verdict().map(|(_, title, words)| format!("{title}. {words}")),
            "unit": tell!(run.text, "share-unit"),
        },
        "traceEvents": events,
    })
}

fn process(run: &Shared, id: ThreadId) -> usize {
    let threads = run.trace.steps.last().map_or(&[][..], |step| &step.then.threads);
    1 + threads.get(id.index()).map_or(0, |thread| usize::from(thread.process.0))
}

fn track(id: ThreadId) -> usize {
    1 + id.index()
}

/// The names of the tracks, in the order in which they are to stand.
fn tracks(run: &Shared) -> Vec<Value> {
    let meta = |name: &str, pid: usize, tid: usize, args: Value| json!({ "ph": "M", "name": name, "pid": pid, "tid": tid, "args": args });
    let mut events = Vec::new();
    for (number, name) in run.trace.processes.iter().enumerate() {
        let name = if number == 0 { run.name() } else { name.clone() };
        events.push(meta("process_name", 1 + number, 0, json!({ "name": name })));
    }
    let count = run.trace.steps.last().map_or(0, |step| step.then.threads.len());
    for id in (0..count as u8).map(ThreadId) {
        let (pid, name) = (process(run, id), words::thread(run.text, &run.trace, id));
        events.push(meta("thread_name", pid, track(id), json!({ "name": name })));
        events.push(meta("thread_sort_index", pid, track(id), json!({ "sort_index": id.index() })));
    }
    events.push(meta("process_name", OBJECTS, 0, json!({ "name": tell!(run.text, "share-objects") })));
    let mut locks: Vec<ObjectId> = spans(&run.trace)
        .iter()
        .filter_map(|span| match span.does {
            Does::Holds(lock) => Some(lock),
            _ => None,
        })
        .collect();
    locks.sort();
    locks.dedup();
    for lock in locks {
        let name = tell!(run.text, "share-who-holds", object = words::name(run.text, &run.trace, lock));
        events.push(meta("thread_name", OBJECTS, OBJECTS + lock.index(), json!({ "name": name })));
    }
    events
}

fn lasting(run: &Shared, span: &Span) -> Value {
    let (ts, dur) = (span.from * STEP, (span.to - span.from) * STEP);
    let who = words::thread(run.text, &run.trace, span.thread);
    let (cat, what, (pid, tid)) = match span.does {
        Does::Holds(lock) => ("lock", who, (OBJECTS, OBJECTS + lock.index())),
        _ => ("wait", span.said(run), (process(run, span.thread), track(span.thread))),
    };
    json!({ "ph": "X", "name": what, "cat": cat, "pid": pid, "tid": tid, "ts": ts, "dur": dur })
}

/// How many items, permits or bytes there are, whenever that has changed.
fn counters(run: &Shared) -> Vec<Value> {
    let count = |event: &Event| match &event.what {
        What::Shows { state: State::Count(count) } => Some(*count),
        What::Shows { state: State::Items { items, .. } } => Some(items.len() as u64),
        What::Shows { state: State::Pipe { bytes, .. } } => Some(*bytes as u64),
        _ => None,
    };
    let mut events = Vec::new();
    for (step, entry) in run.trace.steps.iter().enumerate() {
        let shown = entry.events.iter().filter_map(|e| Some((e.object?, count(e)?)));
        events.extend(shown.map(|(object, count)| {
            json!({
                "ph": "C", "name": words::name(run.text, &run.trace, object), "pid": OBJECTS, "tid": 0, "ts": step * STEP,
                "args": { "count": count },
            })
        }));
    }
    events
}
