//! What happens before what: which step of a thread saw what a step of another thread had done.

use std::collections::BTreeMap;

use stepper::{Event, ObjectId, ThreadId, Trace, What};

use crate::narrate;
use crate::picture::{self, drawn_as};
use crate::text::{Text, tell};

/// A step of one thread that happens before a step of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The earlier step.
    pub from: usize,
    /// Its thread.
    pub giver: ThreadId,
    /// The later step.
    pub to: usize,
    /// Its thread.
    pub taker: ThreadId,
    /// "release of orders by cook in step 3 happens before acquire of orders by waiter B in step 6"
    pub words: String,
}

/// What an event was part of: the outermost call of its thread, if it was in one.
#[derive(Clone)]
struct Deed {
    step: usize,
    thread: ThreadId,
    words: String,
}

/// Every edge between steps of different threads, in the order of the later step; one for each pair of steps.
pub fn edges(text: &Text, trace: &Trace) -> Vec<Edge> {
    let mut deeds: Vec<Deed> = Vec::new();
    let mut calls: BTreeMap<ThreadId, Vec<(String, Option<ObjectId>)>> = BTreeMap::new();
    let mut edges: BTreeMap<(usize, usize, ThreadId, ThreadId), Edge> = BTreeMap::new();
    for (step, entry) in trace.steps.iter().enumerate() {
        for event in &entry.events {
            let stack = calls.entry(event.thread).or_default();
            if let What::Begin { verb } = &event.what {
                stack.push((verb.to_string(), event.object));
            }
            let words = deed(text, trace, event, stack.first());
            if matches!(event.what, What::End { .. }) {
                stack.pop();
            }
            let here = Deed { step, thread: event.thread, words };
            if let Some(before) = event.after.and_then(|number| deeds.get(number as usize))
                && before.thread != here.thread
                && before.step < here.step
            {
                let said = |deed: &Deed| {
                    let who = narrate::thread(text, trace, deed.thread);
                    tell!(text, "deed", deed = deed.words, who, step = deed.step)
                };
                edges.entry((step, before.step, before.thread, here.thread)).or_insert_with(|| Edge {
                    from: before.step,
                    giver: before.thread,
                    to: step,
                    taker: here.thread,
                    words: tell!(text, "happens-before", earlier = said(before), later = said(&here)),
                });
            }
            deeds.push(here);
        }
    }
    edges.into_values().collect()
}

fn deed(text: &Text, trace: &Trace, event: &Event, call: Option<&(String, Option<ObjectId>)>) -> String {
    match (&event.what, call) {
        (What::Spawn { child }, _) => tell!(text, "deed-start", who = narrate::thread(text, trace, *child)),
        (What::Exit { .. }, _) => tell!(text, "deed-end", who = narrate::thread(text, trace, event.thread)),
        (What::Join { .. }, _) => tell!(text, "deed-join"),
        (_, Some((verb, Some(object)))) => {
            let object = picture::name(text, trace, drawn_as(trace, *object));
            tell!(text, "deed-call", verb = verb.replace('_', " "), object)
        }
        (_, Some((verb, None))) => verb.replace('_', " "),
        (_, None) => tell!(text, "deed-any"),
    }
}
