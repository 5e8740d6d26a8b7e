//! Inside the primitives: which line of their shipped source a thread stands on, by which calls it came there, and
//! how their words read. Folded from the trace; knows no screen.

use std::collections::BTreeMap;

use primitives::source;
use stepper::{Event, Meaning, ObjectId, Place, Status, ThreadId, Trace, What};

use crate::text::{Text, tell};

/// A line of a primitive's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file: `lock.rs`, `queue/mod.rs`.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
    /// The line, from 1.
    pub number: u32,
}

impl Line {
    fn of(place: &Place) -> Option<Line> {
        let (file, text) = source::of(&place.file)?;
        Some(Line { file, text, number: place.line })
    }
}

/// The line of the operation that `thread` makes next, or sleeps in, after step `step`; none if it is in no primitive.
pub fn stands(trace: &Trace, step: usize, thread: ThreadId) -> Option<Line> {
    let view = trace.steps[step].then.threads.get(thread.index())?;
    match view.status {
        Status::Finished | Status::Panicked { .. } | Status::Killed => None,
        _ => Line::of(view.inside.as_ref()?),
    }
}

/// The line of the operation that step `step` was, and whose it was; none if that was in no primitive.
pub fn did(trace: &Trace, step: usize) -> Option<(ThreadId, Line)> {
    let thread = trace.steps[step].thread()?;
    let is_operation = |e: &&Event| {
        let operation = matches!(e.what, What::Atomic { .. } | What::Touch | What::Park | What::Wake);
        operation && e.thread == thread
    };
    let event = trace.steps[step].events.iter().find(is_operation)?;
    Some((thread, Line::of(event.inside.as_ref()?)?))
}

/// A call that a thread is in: its verb, and of which object.
pub type Call = (String, Option<ObjectId>);

/// The calls that threads are in at a moment, and the words that were used until then.
#[derive(Clone, Debug, Default)]
pub struct Depth {
    calls: BTreeMap<ThreadId, Vec<Call>>,
    words: BTreeMap<ObjectId, Word>,
}

/// A word at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which.
    pub id: ObjectId,
    /// Its value before the step, and after it.
    pub values: (u64, u64),
    /// The step used it.
    pub used: bool,
}

impl Depth {
    /// After step `step` of the trace.
    pub fn at(trace: &Trace, step: usize) -> Depth {
        let mut depth = Depth::default();
        for (number, entry) in trace.steps.iter().enumerate().take(step + 1) {
            for event in &entry.events {
                let calls = depth.calls.entry(event.thread).or_default();
                match (&event.what, event.object) {
                    (What::Begin { verb }, object) => calls.push((verb.to_string(), object)),
                    (What::End { .. }, _) => {
                        calls.pop();
                    }
                    (What::Atomic { before, after, .. }, Some(id)) => {
                        let used = number == step;
                        let word = depth.words.entry(id).or_insert(Word { id, values: (0, 0), used: false });
                        let first = if word.used { word.values.0 } else { *before };
                        *word = Word { id, values: (if used { first } else { *after }, *after), used };
                    }
                    _ => {}
                }
            }
        }
        depth
    }

    /// The calls that `thread` is in, the outermost first: from the program's line down to the primitive's.
    pub fn calls(&self, thread: ThreadId) -> &[Call] {
        self.calls.get(&thread).map_or(&[], Vec::as_slice)
    }

    /// The word of an object that says most: the one that the step used, or else its only one. Words that nobody can
    /// read are left out.
    pub fn word(&self, trace: &Trace, object: ObjectId) -> Option<Word> {
        let mut words = self.words.values().filter(|w| is_readable(trace, w.id, object)).copied();
        let used = words.clone().find(|w| w.used);
        let first = words.next();
        used.or(first.filter(|_| words.next().is_none()))
    }
}

/// Whether `object` has a word that can be read, at any step of the trace.
pub fn has_word(trace: &Trace, object: ObjectId) -> bool {
    (0..trace.objects.len()).any(|word| is_readable(trace, ObjectId(word as u16), object))
}

fn is_readable(trace: &Trace, word: ObjectId, object: ObjectId) -> bool {
    let whole = |id: &ObjectId| trace.objects[id.index()].part_of;
    let part = std::iter::successors(Some(word), whole).any(|id| id == object);
    part && !trace.objects[word.index()].reads.is_empty()
}

/// The parts of `object` that lead to its word: "lock" of a queue's lock. None for the object's own.
pub fn part(trace: &Trace, word: ObjectId, object: ObjectId) -> Option<String> {
    let owner = trace.objects[word.index()].part_of.filter(|&owner| owner != object)?;
    Some(
        trace.objects[owner.index()]
            .name
            .clone()
            .unwrap_or_else(|| trace.objects[owner.index()].kind.to_string()),
    )
}

/// What the word's value means: "1 held, may have sleepers".
pub fn reading(text: &Text, reads: &[Meaning], value: u64) -> String {
    let parts = reads.iter().filter_map(|meaning| Some(meant(text, meaning, meaning.of(value)?)));
    let parts: Vec<String> = parts.collect();
    let separator = tell!(text, "word-and");
    match parts.is_empty() {
        true => value.to_string(),
        false => parts.join(&separator),
    }
}

/// Everything that the word can say: "0 free", "1 held", …
pub fn legend(text: &Text, reads: &[Meaning]) -> Vec<String> {
    let named = reads.iter().filter_map(|m| Some(meant(text, m, m.value?)));
    named.collect()
}

/// A word that is one thing as a whole is told with its value.
fn meant(text: &Text, meaning: &Meaning, bits: u64) -> String {
    let whole = meaning.bits == u64::from(u32::MAX);
    match meaning.value {
        Some(value) if whole => format!("{value} {}", tell!(text, "word-means", means = &*meaning.name)),
        Some(_) => tell!(text, "word-means", means = &*meaning.name),
        None => tell!(text, "word-counts", what = &*meaning.name, n = bits),
    }
}
