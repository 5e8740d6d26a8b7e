//! What happens before what: which step of a thread saw what a step of another thread had done.

use std::collections::BTreeMap;

use stepper::{At, Choice, Event, ThreadId, Trace, What};

use crate::marks::{Fold, Marks};
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

/// Every edge between steps of different threads, in the order of the later step; one for each pair of steps. Its line
/// may grow.
#[derive(Clone, Debug, Default)]
pub struct Order {
    edges: Vec<Edge>,
    deeds: Vec<(Deed, ThreadId)>,
    calls: Marks<Calls>,
    steps: usize,
}

/// How deep a thread is in calls, and where the outermost one began.
#[derive(Clone, Debug, Default)]
struct Calls(BTreeMap<ThreadId, (usize, Option<At>)>);

/// The edges of a whole trace.
pub fn edges(trace: &Trace) -> Vec<Edge> {
    let mut order = Order::default();
    order.follow(trace, 0);
    order.edges
}

impl Order {
    /// Follows the steps of `trace` from `keep` on; those before are as they were.
    pub fn follow(&mut self, trace: &Trace, keep: usize) {
        self.edges.truncate(self.edges.partition_point(|edge| edge.to < keep));
        self.deeds.truncate(self.deeds.partition_point(|(deed, _)| deed.event.step < keep));
        self.calls.cut(keep);
        for (step, entry) in trace.steps.iter().enumerate().skip(keep.min(self.steps)) {
            let mut calls = self.calls.after(trace, step).clone();
            let mut found = BTreeMap::new();
            for (number, event) in entry.events.iter().enumerate() {
                let (here, taker) = (calls.deed(At { step, event: number }, event), event.thread);
                if let Some(&(before, giver)) = event.after.and_then(|number| self.deeds.get(number as usize))
                    && giver != taker
                    && before.event.step < step
                    && before.event.of(trace).is_some_and(|before| knows(event, giver, before))
                {
                    let from = before.event.step;
                    let edge = Edge { from, giver, to: step, taker, deeds: [before, here] };
                    found.entry((from, giver, taker)).or_insert(edge);
                }
                self.deeds.push((here, taker));
            }
            self.edges.extend(found.into_values());
        }
        self.steps = trace.steps.len();
    }

    /// What they are.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }
}

impl Fold for Calls {
    fn pass(&mut self, trace: &Trace, step: usize) {
        for (number, event) in trace.steps[step].events.iter().enumerate() {
            self.deed(At { step, event: number }, event);
        }
    }
}

impl Calls {
    fn deed(&mut self, at: At, event: &Event) -> Deed {
        let (depth, begun) = self.0.entry(event.thread).or_default();
        if let What::Begin { .. } = event.what {
            if *depth == 0 {
                *begun = Some(at);
            }
            *depth += 1;
        }
        let call = begun.filter(|_| *depth > 0);
        if let What::End { .. } = event.what {
            *depth = depth.saturating_sub(1);
        }
        Deed { event: at, call }
    }
}

/// Whether the thread of a later event knows of an earlier one by `giver`. Who is woken runs on after the call that woke it, and
/// sees what was stored before that, but nothing that was done since.
fn knows(later: &Event, giver: ThreadId, earlier: &Event) -> bool {
    let clock = |event: &Event| event.clock.get(giver.index()).copied();
    clock(later) >= clock(earlier)
}

impl Edge {
    /// "release of orders by cook in step 3 happens before acquire of orders by waiter B in step 6"
    pub fn words(&self, text: &Text, trace: &Trace) -> String {
        let said = |deed: Deed| {
            let step = deed.event.step;
            let event = deed.event.of(trace)?;
            if let (Some(Choice::Kill(process)), What::Killed { .. } | What::System { .. }) =
                (trace.steps[step].choice, &event.what)
            {
                let process = stepper::words::process(trace, process);
                return Some(tell!(text, "deed-killed", process, step));
            }
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
