//! What there is to say of an object or a thread at a moment: what it is, who holds it, who waits and in what order,
//! since when. A sentence each.

use stepper::{Status, ThreadId, Trace, What};

use super::{ordinal, since, taken, whence};
use crate::narrate::{self, list};
use crate::picture::{self, Scene, Thing, Waiting};

/// Of an object, after step `step`.
pub fn of_thing(trace: &Trace, step: usize, thing: &Thing) -> Vec<String> {
    let it = &thing.name;
    let mut said = vec![made(trace, thing)];
    if let Some(owner) = thing.owner {
        let who = narrate::thread(trace, owner);
        let when =
            taken(trace, step, thing.id, owner).map_or_else(String::new, |at| format!(" {}", since(at.step)));
        said.push(format!("{who} has held it{when}."));
    } else if matches!(&*thing.kind, "Lock" | "RLock") {
        said.push("Nobody holds it.".to_owned());
    }
    said.extend(queue(trace, &thing.waiting));
    if let Some(last) = narrate::last_change(trace, step, thing.id) {
        said.push(last);
    } else if trace.objects.get(thing.id.index()).is_some_and(|info| info.name.is_some()) {
        said.push(format!("Nothing has changed {it} so far."));
    }
    said
}

fn made(trace: &Trace, thing: &Thing) -> String {
    let events = trace.steps.iter().flat_map(|step| &step.events);
    let mut named = events.filter(|e| e.object == Some(thing.id) && e.what == What::Named);
    let kind = &thing.kind;
    let article =
        if kind.starts_with(['A', 'E', 'I', 'O', 'R']) && !kind.starts_with("Ri") { "an" } else { "a" };
    let maker = named.next().map(|event| {
        let place = event.place.as_ref().map_or_else(String::new, |p| format!(" ({})", narrate::place(p)));
        format!(", made by {}{place}", narrate::thread(trace, event.thread))
    });
    match &trace.objects[thing.id.index()].name {
        Some(name) => format!("{name} is {article} {kind}{}.", maker.unwrap_or_default()),
        None => format!("{}{}.", thing.name, maker.unwrap_or_default()),
    }
}

/// Who waits, longest first: "waiter A has waited longest, since step 2; then waiter B, since step 5".
fn queue(trace: &Trace, waiting: &[Waiting]) -> Option<String> {
    let one = |w: &Waiting| (narrate::thread(trace, w.thread), since(w.since));
    match waiting {
        [] => Some("Nobody waits for it.".to_owned()),
        [only] => {
            let (who, when) = one(only);
            let verb = if only.asleep { "has slept there" } else { "has waited for it" };
            Some(format!("{} {verb} {when}.", who))
        }
        [first, rest @ ..] => {
            let (who, when) = one(first);
            let rest: Vec<String> = rest.iter().map(|w| format!("{} {}", one(w).0, one(w).1)).collect();
            Some(format!("{} has waited longest, {when}; after that {}.", who, list(&rest)))
        }
    }
}

/// Of a thread, after step `step`.
pub fn of_thread(trace: &Trace, scene: &Scene, step: usize, id: ThreadId) -> Vec<String> {
    let Some(view) = trace.steps.get(step).and_then(|s| s.then.threads.get(id.index())) else {
        return Vec::new();
    };
    let who = &view.name;
    let mut said = Vec::new();
    said.push(match (&view.status, standing(trace, scene, step, id)) {
        (Status::Blocked(_) | Status::Idle(_), Some(standing)) => format!("{who} {standing}."),
        (Status::Panicked { message }, _) => format!("{who} panicked: “{message}”."),
        (Status::Finished, _) => format!("{who} is done."),
        (Status::Spinning, _) => format!("{who} runs round and round."),
        _ => match (&view.verb, view.object) {
            (Some(verb), Some(object)) => {
                let place =
                    view.place.as_ref().map_or_else(String::new, |p| format!(" ({})", narrate::place(p)));
                format!("{who} can go on: next is {verb} of {}{place}.", picture::name(trace, object))
            }
            _ => format!("{who} can go on."),
        },
    });
    let held: Vec<&Thing> = scene.things.iter().filter(|thing| thing.owner == Some(id)).collect();
    for thing in &held {
        let when = taken(trace, step, thing.id, id)
            .map_or_else(String::new, |at| format!(" {}{}", since(at.step), whence(trace, at)));
        said.push(format!("It has held {}{when}.", thing.name));
    }
    let waiting = held.iter().flat_map(|thing| &thing.waiting).filter(|w| !w.asleep);
    let waiting: Vec<String> = waiting.map(|w| narrate::thread(trace, w.thread)).collect();
    if !waiting.is_empty() {
        let wait = if waiting.len() == 1 { "waits" } else { "wait" };
        said.push(format!("{} {wait} for what it holds.", list(&waiting)));
    }
    said
}

/// Why a blocked thread does not move, since when, and in which place it stands, to follow its name: "wants orders,
/// which waiter B holds, since step 4; 2nd of 2 that wait".
pub fn standing(trace: &Trace, scene: &Scene, step: usize, id: ThreadId) -> Option<String> {
    let why = narrate::why(trace, step, id)?;
    let when = since(picture::blocked_since(trace, step, id));
    let place = place(scene, id)
        .map_or_else(String::new, |(place, of)| format!("; {} of {of} that wait", ordinal(place)));
    Some(format!("{why}, {when}{place}"))
}

/// In which place a thread waits, of how many; none if it waits alone.
pub fn place(scene: &Scene, id: ThreadId) -> Option<(usize, usize)> {
    let queue = scene.things.iter().map(|thing| &thing.waiting).find(|q| q.iter().any(|w| w.thread == id))?;
    let place = queue.iter().position(|w| w.thread == id)?;
    (queue.len() > 1).then_some((place + 1, queue.len()))
}
