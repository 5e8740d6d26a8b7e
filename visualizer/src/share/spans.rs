//! What lasts in a run, and what goes from thread to thread: who holds what, who waits, who wakes whom, and where an
//! item comes from. The picture, the diagram and the trace for a profiler are drawn from these.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use stepper::{ObjectId, State, Status, SystemCall, ThreadId, Trace, What, Why, words};

use super::Shared;
use crate::picture::{awaited, drawn_as};
use crate::text::{Text, tell};

/// Something that lasts from one step to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Whose.
    pub(super) thread: ThreadId,
    /// What the thread does meanwhile.
    pub(super) does: Does,
    /// The step that began it.
    pub(super) from: usize,
    /// The step that ended it; one more than the last step if none did.
    pub(super) to: usize,
}

impl Span {
    /// "waiter A holds orders"
    pub(super) fn said(&self, run: &Shared) -> String {
        let who = words::thread(run.text, &run.trace, self.thread);
        let name = |object| words::name(run.text, &run.trace, object);
        match self.does {
            Does::Holds(object) => tell!(run.text, "share-holds", who, object = name(object)),
            Does::Wants(object) => tell!(run.text, "share-wants", who, object = name(object)),
            Does::Sleeps(Some(object)) => tell!(run.text, "share-sleeps-on", who, object = name(object)),
            Does::Sleeps(None) => tell!(run.text, "share-sleeps", who),
        }
    }
}

/// What a thread does for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// It holds a lock.
    Holds(ObjectId),
    /// It would go on, but for an object that another thread has, or that is not ready.
    Wants(ObjectId),
    /// It sleeps: until an object wakes it, or else until another thread ends or its time has come.
    Sleeps(Option<ObjectId>),
}

/// Something that goes from one thread to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    /// From whom, in which step.
    pub(super) from: (ThreadId, usize),
    /// To whom, in which step.
    pub(super) to: (ThreadId, usize),
    /// The item that was put in and taken out; none for a wake-up.
    pub(super) item: Option<String>,
    /// The object between them.
    pub(super) object: Option<ObjectId>,
}

/// The spans of a run, in the order in which they begin. None is without a length.
pub(super) fn spans(trace: &Trace) -> Vec<Span> {
    let end = trace.steps.len();
    let mut spans = Vec::new();
    let mut held: BTreeMap<ObjectId, (ThreadId, usize)> = BTreeMap::new();
    // Whose lock was taken by another thread before they came to say that they had given it back.
    let mut late: BTreeSet<(ObjectId, ThreadId)> = BTreeSet::new();
    let mut waits: BTreeMap<ThreadId, (Does, usize)> = BTreeMap::new();
    let holds = |object, (thread, from), to| Span { thread, does: Does::Holds(object), from, to };
    for (number, step) in trace.steps.iter().enumerate() {
        for event in &step.events {
            let (Some(object), What::Shows { state: State::Owner(owner) }) = (event.object, &event.what)
            else {
                continue;
            };
            let since = held.get(&object).copied();
            if since.map(|(thread, _)| thread) == *owner
                || owner.is_none() && late.remove(&(object, event.thread))
            {
                continue;
            }
            if let (Some((before, _)), Some(_)) = (since, owner) {
                late.insert((object, before));
            }
            spans.extend(since.map(|since| holds(object, since, number)));
            match owner {
                Some(owner) => held.insert(object, (*owner, number)),
                None => held.remove(&object),
            };
        }
        for (id, view) in (0..).map(ThreadId).zip(&step.then.threads) {
            // What it held goes with the memory of its process.
            if view.status == Status::Killed {
                spans.extend(
                    held.extract_if(.., |_, since| since.0 == id).map(|(o, since)| holds(o, since, number)),
                );
            }
            let does = match (&view.status, awaited(view)) {
                (Status::Blocked(Why::Wants { .. }), Some((object, _))) => Some(Does::Wants(object)),
                (Status::Blocked(_), wait) => Some(Does::Sleeps(wait.map(|(object, _)| object))),
                _ => None,
            };
            let before = waits.get(&id).copied();
            if before.map(|(does, _)| does) == does {
                continue;
            }
            spans.extend(before.map(|(does, from)| Span { thread: id, does, from, to: number }));
            match does {
                Some(does) => waits.insert(id, (does, number)),
                None => waits.remove(&id),
            };
        }
    }
    spans.extend(held.into_iter().map(|(object, since)| holds(object, since, end)));
    spans.extend(waits.into_iter().map(|(thread, (does, from))| Span { thread, does, from, to: end }));
    spans.retain(|span| span.from < span.to);
    spans.sort_by_key(|span| (span.from, std::cmp::Reverse(span.to), span.thread));
    spans
}

/// The wake-ups of a run, and the ways of items and bytes from who put them in to who took them out.
pub(super) fn arrows(text: &Text, trace: &Trace) -> Vec<Arrow> {
    let mut arrows: Vec<Arrow> = Vec::new();
    let mut items: BTreeMap<ObjectId, Vec<(String, ThreadId, usize)>> = BTreeMap::new();
    let mut bytes: BTreeMap<ObjectId, VecDeque<(usize, ThreadId, usize)>> = BTreeMap::new();
    for (number, step) in trace.steps.iter().enumerate() {
        // A message may be written and read in several pieces, and is still one.
        let mut read: BTreeMap<(ObjectId, (ThreadId, usize), ThreadId), usize> = BTreeMap::new();
        for event in &step.events {
            let here = (event.thread, number);
            let object = event.object.map(|object| drawn_as(trace, object));
            for &woken in event.woke.iter().filter(|&&woken| woken != event.thread) {
                let object = object.map(|object| whole(trace, object));
                let arrow = Arrow { from: here, to: (woken, number), item: None, object };
                if !arrows.contains(&arrow) {
                    arrows.push(arrow);
                }
            }
            let Some(object) = object else { continue };
            match &event.what {
                What::Shows { state: State::Items { items: now, .. } } => {
                    let lifo = words::kind(trace, object) == "LifoQueue";
                    let taken = change(items.entry(object).or_default(), now, here, lifo);
                    let others = taken.into_iter().filter(|(_, from)| from.0 != event.thread);
                    let arrow =
                        |(item, from)| Arrow { from, to: here, item: Some(item), object: Some(object) };
                    arrows.extend(others.map(arrow));
                }
                What::System { call: SystemCall::Write, bytes: count, .. } => {
                    bytes.entry(object).or_default().push_back((*count, event.thread, number));
                }
                What::System { call: SystemCall::Read, bytes: count, .. } => {
                    for (part, from) in drain(bytes.entry(object).or_default(), *count) {
                        *read.entry((object, from, event.thread)).or_default() += part;
                    }
                }
                _ => {}
            }
        }
        let others = read.into_iter().filter(|((_, from, by), _)| from.0 != *by);
        arrows.extend(others.map(|((object, from, by), count)| Arrow {
            from,
            to: (by, number),
            item: Some(tell!(text, "some-bytes", count)),
            object: Some(object),
        }));
    }
    arrows
}

/// The object that a word or a cell is a part of.
fn whole(trace: &Trace, object: ObjectId) -> ObjectId {
    let part_of = trace.objects.get(object.index()).and_then(|info| info.part_of);
    part_of.map_or(object, |part_of| whole(trace, part_of))
}

/// Brings a list of items up to date, and gives those that were taken out, with who had put them in and when.
fn change(
    before: &mut Vec<(String, ThreadId, usize)>,
    now: &[String],
    (thread, step): (ThreadId, usize),
    lifo: bool,
) -> Vec<(String, (ThreadId, usize))> {
    let most = before.len().min(now.len());
    let front = |most: usize, before: &[(String, ThreadId, usize)]| {
        before.iter().zip(now).take(most).take_while(|(b, n)| b.0 == **n).count()
    };
    let back = |most: usize, before: &[(String, ThreadId, usize)]| {
        before.iter().rev().zip(now.iter().rev()).take(most).take_while(|(b, n)| b.0 == **n).count()
    };
    // Of equal items the first one goes, unless the last one does.
    let (prefix, suffix) = if now.len() < before.len() && !lifo {
        let suffix = back(most, before);
        (front(most - suffix, before), suffix)
    } else {
        let prefix = front(most, before);
        (prefix, back(most - prefix, before))
    };
    let added = now[prefix..now.len() - suffix].iter().map(|item| (item.clone(), thread, step));
    let gone = before.splice(prefix..before.len() - suffix, added.collect::<Vec<_>>());
    gone.map(|(item, thread, step)| (item, (thread, step))).collect()
}

/// Takes bytes out of a pipe; gives how many came from whom.
fn drain(pipe: &mut VecDeque<(usize, ThreadId, usize)>, mut count: usize) -> Vec<(usize, (ThreadId, usize))> {
    let mut taken = Vec::new();
    while count > 0
        && let Some((there, thread, step)) = pipe.front_mut()
    {
        let part = count.min(*there);
        taken.push((part, (*thread, *step)));
        *there -= part;
        count -= part;
        if *there == 0 {
            pipe.pop_front();
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(lists: &[&[&str]], lifo: bool) -> Vec<(String, u8)> {
        let mut before = Vec::new();
        let lists = lists.iter().enumerate().flat_map(|(step, now)| {
            let now: Vec<String> = now.iter().map(|&item| item.to_owned()).collect();
            change(&mut before, &now, (ThreadId(step as u8), step), lifo)
        });
        lists.map(|(item, (thread, _))| (item, thread.0)).collect()
    }

    #[test]
    fn who_put_an_item_in_is_known_when_it_is_taken_out() {
        let own = |list: &[(&str, u8)]| list.iter().map(|&(i, t)| (i.to_owned(), t)).collect::<Vec<_>>();
        let equal: &[&[&str]] = &[&["7"], &["7", "7"], &["7"], &[]];
        assert_eq!(moves(equal, false), own(&[("7", 0), ("7", 1)]));
        assert_eq!(moves(equal, true), own(&[("7", 1), ("7", 0)]));
        let priorities: &[&[&str]] = &[&["5"], &["2", "5"], &["2", "3", "5"], &["3", "5"], &["5"]];
        assert_eq!(moves(priorities, false), own(&[("2", 1), ("3", 2)]));
    }

    #[test]
    fn bytes_come_from_who_wrote_them_first() {
        let mut pipe = VecDeque::from([(4, ThreadId(1), 1), (4, ThreadId(2), 2)]);
        let taken = drain(&mut pipe, 5);
        assert_eq!(taken, [(4, (ThreadId(1), 1)), (1, (ThreadId(2), 2))]);
        assert_eq!(pipe, [(3, ThreadId(2), 2)]);
    }
}
