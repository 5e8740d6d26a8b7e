//! "Why?": what made a thread wait, or a value what it is. A chain of sentences, each with the step to look at.

use std::collections::BTreeSet;

use stepper::{At, ObjectId, State, Status, ThreadId, Trace, What, Why};

use super::{facts, taken, waits, whence, whole};
use crate::narrate;
use crate::picture::{self, Scene, Thing, drawn_as};

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Why does it not move?
    Thread(ThreadId),
    /// Why does it look as it does?
    Object(ObjectId),
}

/// A sentence of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is so.
    pub text: String,
    /// The step that made it so.
    pub step: Option<usize>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked about.
    pub subject: Subject,
    /// "Why does waiter A wait?"
    pub title: String,
    /// The chain of reasons, the nearest first.
    pub reasons: Vec<Reason>,
}

/// Everything worth asking after step `step`: about those who wait, then about what looks different from the start.
pub fn questions(trace: &Trace, scene: &Scene, step: usize) -> Vec<Question> {
    let threads = trace.steps.get(step).map_or(0, |s| s.then.threads.len());
    let threads = (0..threads).map(|n| Subject::Thread(ThreadId(n as u8)));
    let things = scene.things.iter().map(|thing| Subject::Object(thing.id));
    threads.chain(things).filter_map(|subject| question(trace, scene, step, subject)).collect()
}

/// The answer about one subject, after step `step`; none if there is nothing to ask.
pub fn question(trace: &Trace, scene: &Scene, step: usize, subject: Subject) -> Option<Question> {
    let (title, reasons) = match subject {
        Subject::Thread(id) => {
            let reasons = wait(trace, scene, step, id);
            (format!("Why does {} wait?", narrate::thread(trace, id)), reasons)
        }
        Subject::Object(id) => {
            let thing = scene.things.iter().find(|thing| thing.id == id)?;
            (asked_of(trace, thing), look(trace, step, thing))
        }
    };
    (!reasons.is_empty()).then_some(Question { subject, title, reasons })
}

/// Follows the wait from thread to thread, until one can go on, or the circle closes.
fn wait(trace: &Trace, scene: &Scene, step: usize, first: ThreadId) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut seen = BTreeSet::new();
    let mut id = first;
    loop {
        let who = narrate::thread(trace, id);
        let Some(wait) = trace.why(step, id) else {
            if id != first {
                reasons.extend(end_of_chain(trace, step, id));
            }
            return reasons;
        };
        if !seen.insert(id) {
            let end = waits::consequence(seen.iter().all(|&id| waits::never_ends(trace, step, id)));
            let text = match seen.len() {
                1 => format!("So {who} waits for itself."),
                _ => format!("So they wait for each other in a circle. {end}"),
            };
            reasons.push(Reason { text, step: None });
            return reasons;
        }
        let standing = facts::standing(trace, scene, step, id).unwrap_or_default();
        let since = picture::blocked_since(trace, step, id);
        reasons.push(Reason { text: format!("{who} {standing}."), step: Some(since) });
        let next = match wait.why {
            Why::Wants { holder: Some(holder), object } => {
                if let Some(at) = wait.by.or_else(|| taken(trace, step, object, holder)) {
                    let holder = narrate::thread(trace, holder);
                    let it = picture::name(trace, object);
                    let text = format!("{holder} took {it} in step {}{}.", at.step, whence(trace, at));
                    reasons.push(Reason { text, step: Some(at.step) });
                }
                Some(holder)
            }
            Why::SleepsOn { object, holder } => {
                reasons.extend(wakes_since(trace, step, object, since));
                holder
            }
            Why::Joins { thread } => Some(thread),
            Why::Polls { .. } => {
                let text = format!("{who} may go on all the same: it would only see what it has seen.");
                reasons.push(Reason { text, step: None });
                None
            }
            _ => None,
        };
        match next {
            Some(next) => id = next,
            None => return reasons,
        }
    }
}

/// The thread that all the others wait for is not blocked itself.
fn end_of_chain(trace: &Trace, step: usize, id: ThreadId) -> Option<Reason> {
    let view = trace.steps.get(step)?.then.threads.get(id.index())?;
    let text = match (&view.status, &view.verb, view.object) {
        (Status::Ready, Some(verb), Some(object)) => {
            format!("{} can go on: next is {verb} of {}.", view.name, picture::name(trace, object))
        }
        (Status::Ready, ..) => format!("{} can go on.", view.name),
        (Status::Finished, ..) => format!("{} is done, and will not do it any more.", view.name),
        (Status::Panicked { .. }, ..) => format!("{} has panicked, and will not do it any more.", view.name),
        _ => return None,
    };
    Some(Reason { text, step: None })
}

/// Whether the object has woken anybody since the wait began.
fn wakes_since(trace: &Trace, step: usize, object: ObjectId, since: usize) -> Option<Reason> {
    let last = events_of(trace, step, object).filter(|(at, _)| at.step > since);
    let last = last.filter(|(_, e)| !e.woke.is_empty()).last();
    let it = picture::name(trace, object);
    Some(match last {
        None => Reason { text: format!("Nobody has been woken from {it} since then."), step: None },
        Some((at, event)) => {
            let woken: Vec<String> = event.woke.iter().map(|&id| narrate::thread(trace, id)).collect();
            let by = narrate::thread(trace, event.thread);
            let text = format!(
                "The last to be woken there: {}, by {by} in step {}.",
                narrate::list(&woken),
                at.step
            );
            Reason { text, step: Some(at.step) }
        }
    })
}

fn events_of(trace: &Trace, step: usize, object: ObjectId) -> impl Iterator<Item = (At, &stepper::Event)> {
    let steps = trace.steps.iter().enumerate().take(step + 1);
    let all = steps.flat_map(|(step, entry)| {
        entry.events.iter().enumerate().map(move |(event, e)| (At { step, event }, e))
    });
    all.filter(move |(_, e)| {
        e.object.is_some_and(|o| whole(trace, o) == object || drawn_as(trace, o) == object)
    })
}

fn asked_of(trace: &Trace, thing: &Thing) -> String {
    let it = &thing.name;
    match (&thing.state, thing.owner) {
        (Some(State::Value(value)), _) => format!("Why is {it} {value}?"),
        (Some(State::Flag(true)), _) => format!("Why is {it} set?"),
        (Some(State::Flag(false)), _) => format!("Why is {it} not set?"),
        (Some(State::Count(0)), None) => format!("Why is nothing left of {it}?"),
        (_, Some(owner)) => format!("Why is {it} held by {}?", narrate::thread(trace, owner)),
        _ => format!("Why does {it} look like this?"),
    }
}

/// Who holds the object, and who changed it last.
fn look(trace: &Trace, step: usize, thing: &Thing) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(owner) = thing.owner
        && let Some(at) = taken(trace, step, thing.id, owner)
    {
        let who = narrate::thread(trace, owner);
        let text = format!("{who} took it in step {}{}, and holds it since.", at.step, whence(trace, at));
        reasons.push(Reason { text, step: Some(at.step) });
    }
    let mut shown: Option<&State> = None;
    let mut change = None;
    for (at, event) in events_of(trace, step, thing.id) {
        let What::Shows { state } = &event.what else { continue };
        if matches!(state, State::Owner(_) | State::Own(_)) || shown == Some(state) {
            continue;
        }
        change = Some((at, shown, state));
        shown = Some(state);
    }
    if let Some((at, before, after)) = change
        && let Some(event) = at.of(trace)
    {
        let who = narrate::thread(trace, event.thread);
        let step = at.step;
        let place = whence(trace, at);
        let it = &thing.name;
        let text = match (before.and_then(brief), brief(after)) {
            _ if step == 0 => format!("{who} made it so before the first step{place}."),
            (Some(before), Some(after)) => {
                format!("{who} changed {it} last, in step {step}{place}: from {before} to {after}.")
            }
            _ => format!("{who} changed {it} last, in step {step}{place}."),
        };
        reasons.push(Reason { text, step: Some(step) });
    }
    reasons
}

/// A state in a word or two.
pub fn brief(state: &State) -> Option<String> {
    Some(match state {
        State::Value(value) => value.clone(),
        State::Count(count) => count.to_string(),
        State::Flag(set) => (if *set { "set" } else { "not set" }).to_owned(),
        State::Items { items, .. } => format!("[{}]", items.join(", ")),
        State::Pipe { bytes, .. } => stepper::words::count(*bytes as u64, "byte"),
        State::Parties { arrived, of, .. } => format!("{arrived} of {of}"),
        State::Owner(_) | State::Own(_) => return None,
    })
}
