//! All ways of the open program, state by state, as far as there is room for them.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use stepper::{Choice, Event, ObjectId, Session, State, Status, Trace, What};

use super::Open;
use crate::closer::ways::{MOST, Node, Ways};
use crate::closer::whole;
use crate::marks::Fold as _;
use crate::narrate;
use crate::picture;
use crate::text::Text;

/// The graph of the program that is open. The session stays as it is.
pub(super) fn ways(text: &Text, open: &Open) -> Ways {
    let config = open.session.config();
    let run = |choices: &[Choice]| {
        let mut session = Session::new(open.program.clone(), config);
        session.play(choices);
        session
    };
    let mut ways = Ways { program: open.id.clone(), nodes: Vec::new(), more: false };
    let mut known: HashMap<u64, usize> = HashMap::new();
    let mut paths: Vec<Vec<Choice>> = vec![Vec::new()];
    known.insert(signature(run(&[]).trace()), 0);
    ways.nodes.push(node(text, run(&[]).trace()));
    let mut at = 0;
    while at < ways.nodes.len() {
        for which in 0..ways.nodes[at].next.len() {
            let mut path = paths[at].clone();
            path.push(ways.nodes[at].next[which].0);
            let session = run(&path);
            if session.line().len() < path.len() {
                // The program does not do the same every time.
                continue;
            }
            let found = known.get(&signature(session.trace())).copied();
            let to = match found {
                Some(to) => Some(to),
                None if ways.nodes.len() < MOST => {
                    known.insert(signature(session.trace()), ways.nodes.len());
                    ways.nodes.push(node(text, session.trace()));
                    paths.push(path);
                    Some(ways.nodes.len() - 1)
                }
                None => None,
            };
            ways.more |= to.is_none();
            ways.nodes[at].next[which].1 = to;
        }
        at += 1;
    }
    ways
}

fn node(text: &Text, trace: &Trace) -> Node {
    let last = trace.steps.len() - 1;
    let entry = &trace.steps[last];
    let end =
        entry.verdict.as_ref().map(|verdict| (narrate::verdict(text, trace, verdict).0, verdict.is_fine()));
    let over = entry.verdict.is_some();
    let choices = if over { &[][..] } else { &entry.then.choices[..] };
    Node { depth: last, next: choices.iter().map(|&choice| (choice, None)).collect(), end }
}

/// What tells a state from others: what every thread has seen and done, in its own order, and how every object looks.
/// A thread goes on by what it has seen alone, so runs that agree in this can only go on alike. Of an object that
/// shows no look, the order counts in which it was used.
fn signature(trace: &Trace) -> u64 {
    let mut threads: BTreeMap<u8, DefaultHasher> = BTreeMap::new();
    let mut objects: BTreeMap<ObjectId, DefaultHasher> = BTreeMap::new();
    let mut shown: BTreeMap<(ObjectId, bool), &State> = BTreeMap::new();
    for entry in &trace.steps {
        for event in &entry.events {
            let mine = threads.entry(event.thread.0).or_default();
            deed(trace, event).hash(mine);
            let Some(object) = event.object.map(|o| whole(trace, o)) else { continue };
            // What it found there.
            for holds in [false, true] {
                format!("{:?}", shown.get(&(object, holds))).hash(mine);
            }
            match &event.what {
                What::Shows { state: State::Own(_) } => {}
                What::Shows { state } => {
                    shown.insert((object, matches!(state, State::Owner(_))), state);
                }
                // Who waits there, or has ended, is all that there is to know of these.
                _ if matches!(picture::kind(trace, object), "Condition" | "Thread") => {}
                _ => event.thread.hash(objects.entry(object).or_default()),
            }
        }
    }
    let last = trace.steps.len() - 1;
    let then = &trace.steps[last].then;
    let looks = picture::Looks::after(trace, trace.steps.len());
    let mut all = DefaultHasher::new();
    last.hash(&mut all);
    then.now.hash(&mut all);
    format!("{:?}", trace.steps[last].verdict).hash(&mut all);
    for (number, view) in then.threads.iter().enumerate() {
        format!("{:?}{:?}{:?}", view.status, view.place, view.inside).hash(&mut all);
        // Whatever a thread has seen dies with it.
        let lives = !matches!(view.status, Status::Finished | Status::Killed);
        threads.get(&(number as u8)).filter(|_| lives).map(Hasher::finish).hash(&mut all);
        // Who has waited longer may be woken first.
        let ahead = then.threads.iter().enumerate().filter(|(other, theirs)| {
            let since = |n: usize| looks.since(stepper::ThreadId(n as u8));
            picture::awaited(view).is_some()
                && picture::awaited(theirs) == picture::awaited(view)
                && since(*other) < since(number)
        });
        ahead.map(|(other, _)| other).collect::<Vec<_>>().hash(&mut all);
    }
    for (object, used) in objects {
        match shown.get(&(object, false)) {
            Some(state) => format!("{state:?}").hash(&mut all),
            None => used.finish().hash(&mut all),
        }
        format!("{:?}", shown.get(&(object, true))).hash(&mut all);
    }
    all.finish()
}

/// What an event was, apart from when it happened among those of other threads.
fn deed(trace: &Trace, event: &Event) -> String {
    let object = event.object.map(|o| picture::name(Text::english(), trace, o));
    format!("{:?} {object:?} {:?} {:?}", event.what, event.place, event.woke)
}
