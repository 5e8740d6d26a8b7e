//! "Why?": what made a thread wait, or a value what it is. A chain of sentences, each with the step to look at.

use std::collections::BTreeSet;

use stepper::{At, Change, ObjectId, State, Status, ThreadId, Trace, Why};

use super::{facts, taken, waits, whence, whole};
use crate::narrate;
use crate::picture::{self, Scene, Thing, drawn_as};
use crate::text::{Text, tell};

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
pub fn questions(text: &Text, trace: &Trace, scene: &Scene, step: usize) -> Vec<Question> {
    let threads = trace.steps.get(step).map_or(0, |s| s.then.threads.len());
    let threads = (0..threads).map(|n| Subject::Thread(ThreadId(n as u8)));
    let things = scene.things.iter().map(|thing| Subject::Object(thing.id));
    threads.chain(things).filter_map(|subject| question(text, trace, scene, step, subject)).collect()
}

/// The answer about one subject, after step `step`; none if there is nothing to ask.
pub fn question(
    text: &Text,
    trace: &Trace,
    scene: &Scene,
    step: usize,
    subject: Subject,
) -> Option<Question> {
    let (title, reasons) = match subject {
        Subject::Thread(id) => {
            let reasons = wait(text, trace, scene, step, id);
            (tell!(text, "ask-wait", who = narrate::thread(text, trace, id)), reasons)
        }
        Subject::Object(id) => {
            let thing = scene.things.iter().find(|thing| thing.id == id)?;
            (asked_of(text, trace, thing), look(text, trace, step, thing))
        }
    };
    (!reasons.is_empty()).then_some(Question { subject, title, reasons })
}

/// Follows the wait from thread to thread, until one can go on, or the circle closes.
fn wait(text: &Text, trace: &Trace, scene: &Scene, step: usize, first: ThreadId) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut seen = BTreeSet::new();
    let mut id = first;
    loop {
        let who = narrate::thread(text, trace, id);
        let Some(wait) = trace.why(step, id) else {
            if id != first {
                reasons.extend(end_of_chain(text, trace, step, id));
            }
            return reasons;
        };
        if !seen.insert(id) {
            let for_ever = seen.iter().all(|&id| waits::never_ends(trace, step, id));
            let said = match seen.len() {
                1 => tell!(text, "so-for-itself", who),
                _ => text.join(&[tell!(text, "so-in-a-circle"), waits::consequence(text, for_ever)]),
            };
            reasons.push(Reason { text: said, step: None });
            return reasons;
        }
        let standing = facts::standing(text, trace, scene, step, id).unwrap_or_default();
        let since = scene.since(id);
        reasons.push(Reason { text: tell!(text, "stands", who, standing), step: Some(since) });
        let next = match wait.why {
            Why::Wants { holder: Some(holder), object } => {
                if let Some(at) = wait.by.or_else(|| taken(trace, step, object, holder)) {
                    let holder = narrate::thread(text, trace, holder);
                    let it = picture::name(text, trace, object);
                    let (step, at) = (at.step, whence(text, trace, at));
                    let said = tell!(text, "took", who = holder, it, step, at);
                    reasons.push(Reason { text: said, step: Some(step) });
                }
                Some(holder)
            }
            Why::SleepsOn { object, holder } => {
                reasons.extend(wakes_since(text, trace, step, object, since));
                holder
            }
            Why::Joins { thread } => Some(thread),
            Why::Wants { object, holder: None } | Why::Reads { object, .. } | Why::Writes { object, .. } => {
                reasons.extend(last_change(text, trace, step, &[object]));
                wait.on.first().copied()
            }
            Why::Awaits { .. } => wait.on.first().copied(),
            Why::Polls { ref objects } => {
                reasons.extend(last_change(text, trace, step, objects));
                reasons.push(Reason { text: tell!(text, "polls-in-vain", who), step: None });
                None
            }
            Why::Sleeps => None,
        };
        match next {
            Some(next) => id = next,
            None => return reasons,
        }
    }
}

/// The thread that all the others wait for is not blocked itself.
fn end_of_chain(text: &Text, trace: &Trace, step: usize, id: ThreadId) -> Option<Reason> {
    let view = trace.steps.get(step)?.then.threads.get(id.index())?;
    let who = &view.name;
    let said = match (&view.status, &view.verb, view.object) {
        (Status::Ready, Some(verb), Some(object)) => {
            let object = picture::name(text, trace, object);
            tell!(text, "can-go-on-with", who, verb = &**verb, object, at = "")
        }
        (Status::Ready, ..) => tell!(text, "can-go-on", who),
        (Status::Finished, ..) => tell!(text, "is-done-for-good", who),
        (Status::Panicked { .. }, ..) => tell!(text, "has-panicked-for-good", who),
        (Status::Killed, ..) => tell!(text, "was-killed-for-good", who),
        _ => return None,
    };
    Some(Reason { text: said, step: None })
}

/// Whether the object has woken anybody since the wait began.
fn wakes_since(text: &Text, trace: &Trace, step: usize, object: ObjectId, since: usize) -> Option<Reason> {
    let last = events_of(trace, step, object).filter(|(at, _)| at.step > since);
    let last = last.filter(|(_, e)| !e.woke.is_empty()).last();
    let it = picture::name(text, trace, object);
    Some(match last {
        None => Reason { text: tell!(text, "nobody-woken-since", it), step: None },
        Some((at, event)) => {
            let woken = stepper::words::threads(text, trace, &event.woke);
            let by = narrate::thread(text, trace, event.thread);
            Reason { text: tell!(text, "last-woken", woken, by, step = at.step), step: Some(at.step) }
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

fn asked_of(text: &Text, trace: &Trace, thing: &Thing) -> String {
    let it = &thing.name;
    match (&thing.state, thing.owner) {
        (Some(State::Value(value)), _) => tell!(text, "ask-value", it, value),
        (Some(State::Flag(true)), _) => tell!(text, "ask-set", it),
        (Some(State::Flag(false)), _) => tell!(text, "ask-not-set", it),
        (Some(State::Count(0)), None) => tell!(text, "ask-nothing-left", it),
        (_, Some(owner)) => tell!(text, "ask-held", it, who = narrate::thread(text, trace, owner)),
        _ => tell!(text, "ask-look", it),
    }
}

/// Who holds the object, and who changed it last.
fn look(text: &Text, trace: &Trace, step: usize, thing: &Thing) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(owner) = thing.owner
        && let Some(at) = taken(trace, step, thing.id, owner)
    {
        let who = narrate::thread(text, trace, owner);
        let (step, at) = (at.step, whence(text, trace, at));
        reasons.push(Reason { text: tell!(text, "took-and-holds", who, step, at), step: Some(step) });
    }
    reasons.extend(last_change(text, trace, step, &[thing.id]));
    reasons
}

/// Who changed one of these last, whoever holds it.
fn last_change(text: &Text, trace: &Trace, step: usize, objects: &[ObjectId]) -> Option<Reason> {
    let changes = objects
        .iter()
        .flat_map(|&object| trace.changes(step, object).into_iter().map(move |change| (object, change)));
    let contents = changes.filter(|(_, change)| !matches!(change.to, State::Owner(_)));
    let (object, Change { at, from, to }) = contents.max_by_key(|(_, change)| change.at)?;
    let who = narrate::thread(text, trace, at.of(trace)?.thread);
    let (step, at) = (at.step, whence(text, trace, at));
    let object = picture::name(text, trace, drawn_as(trace, object));
    let brief = |state| brief(text, state);
    let said = match (from.as_ref().and_then(brief), brief(&to)) {
        _ if step == 0 => tell!(text, "made-it-so", who, at),
        (Some(before), Some(after)) => tell!(text, "changed-from-to", who, object, step, at, before, after),
        _ => tell!(text, "changed-last", who, object, step, at),
    };
    Some(Reason { text: said, step: Some(step) })
}

/// A state in a word or two.
pub fn brief(text: &Text, state: &State) -> Option<String> {
    Some(match state {
        State::Value(value) => value.clone(),
        State::Count(count) => count.to_string(),
        State::Flag(true) => tell!(text, "event-set"),
        State::Flag(false) => tell!(text, "event-not-set"),
        State::Items { items, .. } => format!("[{}]", items.join(", ")),
        State::Pipe { bytes, .. } => tell!(text, "some-bytes", count = *bytes),
        State::Parties { arrived, of, .. } => tell!(text, "parties", arrived = *arrived, of = *of),
        State::Owner(_) | State::Own(_) => return None,
    })
}
