//! What there is to say of an object or a thread at a moment: what it is, who holds it, who waits and in what order,
//! since when. A sentence each.

use stepper::{Status, ThreadId, Trace, What};

use super::{since, taken, whence, whence_of};
use crate::narrate;
use crate::picture::{self, Scene, Thing, Waiting};
use crate::text::{Text, tell};

/// Of an object, after step `step`.
pub fn of_thing(text: &Text, trace: &Trace, step: usize, thing: &Thing) -> Vec<String> {
    let it = &thing.name;
    let mut said = vec![made(text, trace, thing)];
    if let Some(owner) = thing.owner {
        let who = narrate::thread(text, trace, owner);
        said.push(match taken(trace, step, thing.id, owner) {
            Some(at) => tell!(text, "has-held-it", who, since = since(text, at.step)),
            None => tell!(text, "holds-it-now", who),
        });
    } else if matches!(&*thing.kind, "Lock" | "RLock") {
        said.push(tell!(text, "nobody-holds-it"));
    }
    said.extend(queue(text, trace, &thing.waiting));
    if thing.waiting.len() > 1 {
        said.extend(promise(text, trace, thing));
    }
    if let Some(last) = narrate::last_change(text, trace, step, thing.id) {
        said.push(last);
    } else if trace.objects.get(thing.id.index()).is_some_and(|info| info.name.is_some()) {
        said.push(tell!(text, "nothing-has-changed", it));
    }
    said
}

fn made(text: &Text, trace: &Trace, thing: &Thing) -> String {
    let events = trace.steps.iter().flat_map(|step| &step.events);
    let mut named = events.filter(|e| e.object == Some(thing.id) && e.what == What::Named);
    let kind = &thing.kind;
    let vowel = kind.starts_with(['A', 'E', 'I', 'O', 'R']) && !kind.starts_with("Ri");
    let starts = if vowel { "vowel" } else { "consonant" };
    let maker = named.next().map(|event| {
        let at = whence_of(text, event.place.as_ref());
        tell!(text, "made-by", who = narrate::thread(text, trace, event.thread), at)
    });
    let maker = maker.unwrap_or_default();
    match &trace.objects[thing.id.index()].name {
        Some(name) => tell!(text, "is-a", name, starts, kind, maker),
        None => tell!(text, "is-unnamed", name = thing.name, maker),
    }
}

/// Who waits, longest first: "waiter A has waited longest, since step 2; then waiter B, since step 5".
fn queue(text: &Text, trace: &Trace, waiting: &[Waiting]) -> Option<String> {
    let one = |w: &Waiting| (narrate::thread(text, trace, w.thread), since(text, w.since));
    match waiting {
        [] => Some(tell!(text, "nobody-waits-for-it")),
        [only] => {
            let (who, when) = one(only);
            Some(match only.asleep {
                true => tell!(text, "has-slept-there", who, since = when),
                false => tell!(text, "has-waited-for-it", who, since = when),
            })
        }
        [first, rest @ ..] => {
            let (who, when) = one(first);
            let later = |w: &Waiting| {
                let (who, when) = one(w);
                tell!(text, "who-since", who, since = when)
            };
            let rest = text.list(&rest.iter().map(later).collect::<Vec<_>>());
            Some(match first.first {
                Some(step) => tell!(text, "was-put-first", who, step, rest),
                None => tell!(text, "has-waited-longest", who, since = when, rest),
            })
        }
    }
}

/// Which of several waiters is the next, and who says so; none where nothing is to be said.
fn promise(text: &Text, trace: &Trace, thing: &Thing) -> Option<String> {
    match (&*thing.kind, thing.waiting.first()) {
        ("Condition", Some(Waiting { thread, first: Some(_), .. })) => {
            Some(tell!(text, "order-was-changed", who = narrate::thread(text, trace, *thread)))
        }
        ("Condition", _) => Some(tell!(text, "order-is-promised")),
        ("Lock" | "RLock" | "Semaphore" | "BoundedSemaphore", _) => Some(tell!(text, "order-is-yours")),
        _ => None,
    }
}

/// Of a thread, after step `step`.
pub fn of_thread(text: &Text, trace: &Trace, scene: &Scene, step: usize, id: ThreadId) -> Vec<String> {
    let Some(view) = trace.steps.get(step).and_then(|s| s.then.threads.get(id.index())) else {
        return Vec::new();
    };
    let who = &view.name;
    let mut said = Vec::new();
    said.push(match (&view.status, standing(text, trace, scene, step, id)) {
        (Status::Blocked(_) | Status::Idle(_), Some(standing)) => tell!(text, "stands", who, standing),
        (Status::Panicked { message }, _) => tell!(text, "has-panicked", who, message),
        (Status::Finished, _) => tell!(text, "is-done", who),
        (Status::Spinning, _) => tell!(text, "runs-round", who),
        (Status::Killed, _) => {
            tell!(text, "was-killed", who, step = picture::killed_in(trace, step, id).unwrap_or(step))
        }
        _ => match (&view.verb, view.object) {
            (Some(verb), Some(object)) => {
                let at = whence_of(text, view.place.as_ref());
                let object = picture::name(text, trace, object);
                tell!(text, "can-go-on-with", who, verb = &**verb, object, at)
            }
            _ => tell!(text, "can-go-on", who),
        },
    });
    let held: Vec<&Thing> = scene.things.iter().filter(|thing| thing.owner == Some(id)).collect();
    for thing in &held {
        said.push(match taken(trace, step, thing.id, id) {
            Some(at) => {
                let (since, at) = (since(text, at.step), whence(text, trace, at));
                tell!(text, "it-has-held", object = thing.name, since, at)
            }
            None => tell!(text, "it-holds", object = thing.name),
        });
    }
    let waiting = held.iter().flat_map(|thing| &thing.waiting).filter(|w| !w.asleep);
    let waiting: Vec<String> = waiting.map(|w| narrate::thread(text, trace, w.thread)).collect();
    if !waiting.is_empty() {
        said.push(tell!(text, "wait-for-what-it-holds", who = text.list(&waiting), count = waiting.len()));
    }
    said
}

/// Why a blocked thread does not move, since when, and in which place it stands, to follow its name: "wants orders,
/// which waiter B holds, since step 4; 2nd of 2 that wait".
pub fn standing(text: &Text, trace: &Trace, scene: &Scene, step: usize, id: ThreadId) -> Option<String> {
    let why = narrate::why(text, trace, step, id)?;
    let since = since(text, scene.since(id));
    Some(match place(scene, id) {
        Some((place, of)) => {
            // English writes its ordinals in four ways.
            let ending = match (place % 10, place % 100) {
                (1, n) if n != 11 => "st",
                (2, n) if n != 12 => "nd",
                (3, n) if n != 13 => "rd",
                _ => "th",
            };
            tell!(text, "standing-in-place", why, since, place, ending, of)
        }
        None => tell!(text, "standing", why, since),
    })
}

/// In which place a thread waits, of how many; none if it waits alone.
pub fn place(scene: &Scene, id: ThreadId) -> Option<(usize, usize)> {
    let queue = scene.things.iter().map(|thing| &thing.waiting).find(|q| q.iter().any(|w| w.thread == id))?;
    let place = queue.iter().position(|w| w.thread == id)?;
    (queue.len() > 1).then_some((place + 1, queue.len()))
}
