//! What happens before what: which step of a thread saw what a step of another thread had done.

use std::collections::BTreeMap;

use stepper::{At, Event, ThreadId, Trace, What};

use crate::narrate;
use crate::picture::{self, drawn_as};
use crate::text::{Text, tell};

/// A step of one thread that happens before a step of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The earlier step.
    pub from: usize,
    /// Its thread.
    pub giver: ThreadId,
    /// The later step.
    pub to: usize,
    /// Its thread.
    pub taker: ThreadId,
    deeds: [Deed; 2],
}

/// An event, and the beginning of the outermost call of its thread, if it was in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Deed {
    event: At,
    call: Option<At>,
}

/// Every edge between steps of different threads, in the order of the later step; one for each pair of steps.
pub fn edges(trace: &Trace) -> Vec<Edge> {
    let mut deeds: Vec<(Deed, ThreadId)> = Vec::new();
    // How deep a thread is in calls, and where the outermost one began.
    let mut calls: BTreeMap<ThreadId, (usize, At)> = BTreeMap::new();
    let mut edges: BTreeMap<(usize, usize, ThreadId, ThreadId), Edge> = BTreeMap::new();
    for (step, entry) in trace.steps.iter().enumerate() {
        for (number, event) in entry.events.iter().enumerate() {
            let at = At { step, event: number };
            let (depth, begun) = calls.entry(event.thread).or_insert((0, at));
            if let What::Begin { .. } = event.what {
                if *depth == 0 {
                    *begun = at;
                }
                *depth += 1;
            }
            let here = Deed { event: at, call: (*depth > 0).then_some(*begun) };
            if let What::End { .. } = event.what {
                *depth = depth.saturating_sub(1);
            }
            let taker = event.thread;
            if let Some(&(before, giver)) = event.after.and_then(|number| deeds.get(number as usize))
                && giver != taker
                && before.event.step < step
            {
                let from = before.event.step;
                let edge = Edge { from, giver, to: step, taker, deeds: [before, here] };
                edges.entry((step, from, giver, taker)).or_insert(edge);
            }
            deeds.push((here, taker));
        }
    }
    edges.into_values().collect()
}

impl Edge {
    /// "release of orders by cook in step 3 happens before acquire of orders by waiter B in step 6"
    pub fn words(&self, text: &Text, trace: &Trace) -> String {
        let said = |deed: Deed| {
            let step = deed.event.step;
            let event = deed.event.of(trace)?;
            let call = deed.call.and_then(|at| at.of(trace));
            let who = narrate::thread(text, trace, event.thread);
            Some(tell!(text, "deed", deed = self::deed(text, trace, event, call), who, step))
        };
        let [earlier, later] = self.deeds.map(|deed| said(deed).unwrap_or_default());
        tell!(text, "happens-before", earlier, later)
    }
}

fn deed(text: &Text, trace: &Trace, event: &Event, call: Option<&Event>) -> String {
    match (&event.what, call) {
        (What::Spawn { child }, _) => tell!(text, "deed-start", who = narrate::thread(text, trace, *child)),
        (What::Exit { .. }, _) => tell!(text, "deed-end", who = narrate::thread(text, trace, event.thread)),
        (What::Join { .. }, _) => tell!(text, "deed-join"),
        (_, Some(Event { what: What::Begin { verb }, object, .. })) => {
            let verb = verb.replace('_', " ");
            match object {
                Some(object) => {
                    let object = picture::name(text, trace, drawn_as(trace, *object));
                    tell!(text, "deed-call", verb, object)
                }
                None => verb,
            }
        }
        _ => tell!(text, "deed-any"),
    }
}
