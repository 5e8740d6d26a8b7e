//! RingQueue is linearizable: in every schedule of its fine steps, what the calls answer is what a queue would
//! have answered, had each call happened in one moment between its first step and its last.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use primitives::{GetError, PutError, Queue, RingQueue, Thread};
use stepper::{Choice, Config, Execution, Grain, Verdict};

use Call::{Done, Get, Join, Len, Put, Shutdown, TryGet, TryPut};

/// A call of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Call {
    Put(u8),
    TryPut(u8),
    Get,
    TryGet,
    Done,
    Join,
    Len,
    Shutdown,
}

/// What it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Answer {
    Fine,
    Item(u8),
    Number(usize),
    Full,
    Empty,
    ShutDown,
    TooMany,
}

fn put(result: Result<(), PutError<u8>>) -> Answer {
    match result {
        Ok(()) => Answer::Fine,
        Err(PutError::Full(_)) => Answer::Full,
        Err(PutError::ShutDown(_)) => Answer::ShutDown,
    }
}

fn got(result: Result<u8, GetError>) -> Answer {
    match result {
        Ok(item) => Answer::Item(item),
        Err(GetError::Empty) => Answer::Empty,
        Err(GetError::ShutDown) => Answer::ShutDown,
    }
}

macro_rules! make {
    ($queue:ident, $call:expr) => {
        match $call {
            Put(item) => put($queue.put(item).map_err(|error| PutError::ShutDown(error.0))),
            TryPut(item) => put($queue.try_put(item)),
            Get => got($queue.get().map_err(|_| GetError::ShutDown)),
            TryGet => got($queue.try_get()),
            Done => $queue.task_done().map_or(Answer::TooMany, |()| Answer::Fine),
            Join => {
                $queue.join();
                Answer::Fine
            }
            Len => Answer::Number($queue.len()),
            Shutdown => {
                $queue.shutdown();
                Answer::Fine
            }
        }
    };
}

/// The queue of which calls are made one after the other.
#[derive(Clone)]
struct Sequential {
    room: usize,
    items: VecDeque<u8>,
    unfinished: usize,
    shut: bool,
}

impl Sequential {
    /// Makes the call, if it can give this answer now.
    fn make(&mut self, call: Call, answer: Answer) -> bool {
        let (full, empty) = (self.items.len() == self.room, self.items.is_empty());
        match (call, answer) {
            (Put(item) | TryPut(item), Answer::Fine) if !full && !self.shut => {
                self.items.push_back(item);
                self.unfinished += 1;
                true
            }
            (TryPut(_), Answer::Full) => full && !self.shut,
            (Put(_) | TryPut(_), Answer::ShutDown) => self.shut,
            (Get | TryGet, Answer::Item(item)) => self.items.pop_front() == Some(item),
            (TryGet, Answer::Empty) => empty && !self.shut,
            (Get | TryGet, Answer::ShutDown) => empty && self.shut,
            (Done, Answer::Fine) if self.unfinished > 0 => {
                self.unfinished -= 1;
                true
            }
            (Done, Answer::TooMany) | (Join, Answer::Fine) => self.unfinished == 0,
            (Len, Answer::Number(n)) => self.items.len() == n,
            (Shutdown, Answer::Fine) => {
                self.shut = true;
                true
            }
            _ => false,
        }
    }
}

/// The first step of a thread's next call, or its end with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Moment {
    Begin(usize),
    End(usize, Answer),
}

/// Whether the calls can be put in an order that a queue would have answered so: from the begin of each, at the
/// latest at its end.
fn linearizable(history: &[Moment], scripts: &[&[Call]], queue: &Sequential, open: &[(usize, Call)]) -> bool {
    let Some((moment, later)) = history.split_first() else {
        return true;
    };
    match *moment {
        Moment::Begin(thread) => {
            let (call, rest) = scripts[thread].split_first().expect("it begins no other calls");
            let mut scripts = scripts.to_vec();
            scripts[thread] = rest;
            linearizable(later, &scripts, queue, &[open, &[(thread, *call)]].concat())
        }
        Moment::End(thread, _) => {
            // One after the other, calls that are open take effect, until this one has.
            let ends = later.iter().chain([moment]).copied();
            let answers: Vec<(usize, Answer)> = ends
                .filter_map(|moment| match moment {
                    Moment::End(thread, answer) => Some((thread, answer)),
                    Moment::Begin(_) => None,
                })
                .collect();
            if !open.iter().any(|&(other, _)| other == thread) {
                return linearizable(later, scripts, queue, open);
            }
            (0..open.len()).any(|which| {
                let (other, call) = open[which];
                let mine = |&&(by, _): &&(usize, Answer)| by == other;
                let answer = match *moment {
                    Moment::End(thread, answer) if thread == other => answer,
                    _ => match answers.iter().find(mine) {
                        Some(&(_, answer)) => answer,
                        None => return false,
                    },
                };
                let mut queue = queue.clone();
                let mut open = open.to_vec();
                open.remove(which);
                queue.make(call, answer) && linearizable(history, scripts, &queue, &open)
            })
        }
    }
}

/// What a run notes, outside of what is stepped.
#[derive(Default)]
struct Notes {
    /// Who has a call before it that has not begun.
    about_to: Vec<bool>,
    history: Vec<Moment>,
}

/// Which queue runs the scripts, with so many items in it before.
struct Setup {
    ring: bool,
    room: usize,
    before: u8,
    scripts: &'static [&'static [Call]],
}

fn start(setup: &Setup, grain: Grain, notes: &Arc<Mutex<Notes>>) -> Execution {
    let (ring, room, before, scripts) = (setup.ring, setup.room, setup.before, setup.scripts);
    *notes.lock().unwrap() = Notes { about_to: vec![false; scripts.len()], history: Vec::new() };
    let notes = Arc::clone(notes);
    let config = Config { grain, record: false, ..Config::default() };
    macro_rules! run {
        ($queue:expr) => {{
            let queue = $queue;
            (1..=before).for_each(|item| queue.put(item).unwrap());
            let (queue, notes) = (&queue, &notes);
            Thread::scope(|s| {
                for (thread, script) in scripts.iter().enumerate() {
                    s.spawn("T", move || {
                        for &call in *script {
                            notes.lock().unwrap().about_to[thread] = true;
                            let answer = make!(queue, call);
                            notes.lock().unwrap().history.push(Moment::End(thread, answer));
                        }
                    });
                }
            });
        }};
    }
    Execution::start(
        config,
        move || {
            if ring { run!(RingQueue::bounded(room)) } else { run!(Queue::bounded(room)) }
        },
    )
}

/// Every schedule with so many preemptions at most, one after the other; the histories, each once.
fn histories(setup: &Setup, grain: Grain, preemptions: usize) -> HashSet<Vec<Moment>> {
    let notes = Arc::new(Mutex::new(Notes::default()));
    let mut found = HashSet::new();
    let mut runs = 0;
    // At each step, what could be chosen, and which of it is.
    let mut path: Vec<(Vec<Choice>, usize)> = Vec::new();
    loop {
        let mut run = start(setup, grain, &notes);
        let (mut last, mut left) = (None, preemptions);
        for depth in 0.. {
            let all: Vec<Choice> = run.choices().iter().collect();
            if all.is_empty() || run.verdict().is_some_and(|verdict| !verdict.is_fine()) {
                break;
            }
            // First whoever ran before: to choose another while it can go on is a preemption.
            let stays = last.filter(|choice| all.contains(choice));
            if depth == path.len() {
                let others = all
                    .iter()
                    .copied()
                    .filter(|&choice| Some(choice) != stays && (stays.is_none() || left > 0));
                path.push((stays.into_iter().chain(others).collect(), 0));
            }
            let (choices, which) = &path[depth];
            let choice = choices[*which];
            left -= usize::from(stays.is_some_and(|stays| stays != choice));
            last = Some(choice);
            if let Choice::Thread(id) = choice
                && let Some(thread) = id.index().checked_sub(1)
            {
                let notes = &mut *notes.lock().unwrap();
                if std::mem::take(&mut notes.about_to[thread]) {
                    notes.history.push(Moment::Begin(thread));
                }
            }
            run.step(choice).expect("it could be chosen");
        }
        runs += 1;
        assert_eq!(run.verdict(), Some(&Verdict::Finished), "{:?}: {path:?}", setup.scripts);
        drop(run);
        found.insert(std::mem::take(&mut notes.lock().unwrap().history));
        while path.pop_if(|(choices, which)| *which + 1 == choices.len()).is_some() {}
        let Some((_, which)) = path.last_mut() else {
            println!("{runs} schedules, {} histories: {} {:?}", found.len(), setup.room, setup.scripts);
            return found;
        };
        *which += 1;
    }
}

fn check(room: usize, before: u8, scripts: &'static [&'static [Call]], preemptions: usize) {
    let setup = Setup { ring: true, room, before, scripts };
    let items = (1..=before).collect();
    let queue = Sequential { room, items, unfinished: before.into(), shut: false };
    for history in histories(&setup, Grain::Fine, preemptions) {
        assert!(
            linearizable(&history, scripts, &queue, &[]),
            "{scripts:?}: no queue does that: {history:#?}"
        );
    }
}

const ALL: usize = usize::MAX;

#[test]
fn two_threads_and_one_place() {
    check(1, 0, &[&[Put(1), Put(2)], &[Get, Get]], 4);
    check(1, 0, &[&[TryPut(1), TryGet], &[TryPut(2), TryGet]], 4);
    check(1, 0, &[&[TryPut(1), Len], &[TryGet, Len]], ALL);
    check(1, 1, &[&[Put(2)], &[Get]], ALL);
    check(1, 1, &[&[TryPut(2), TryGet], &[TryGet, TryPut(3)]], 4);
}

#[test]
fn two_threads_and_two_places() {
    check(2, 1, &[&[Put(2), Put(3)], &[Get, Get, Get]], 4);
    check(2, 2, &[&[TryGet, TryPut(3)], &[TryGet, TryPut(4)]], 4);
    check(2, 1, &[&[TryPut(2), TryPut(3)], &[TryGet, TryGet]], 4);
    check(2, 1, &[&[TryPut(2), Len], &[TryGet, Len]], ALL);
}

#[test]
fn three_threads() {
    check(1, 0, &[&[Put(1)], &[Put(2)], &[Get, Get]], 2);
    check(1, 0, &[&[Get], &[Get], &[Put(1), Put(2)]], 2);
    check(2, 0, &[&[Put(1)], &[Put(2)], &[Get, Get]], 2);
    check(2, 0, &[&[Get], &[Get], &[Put(1), Put(2)]], 2);
    check(2, 2, &[&[Get], &[Get], &[Put(3), TryPut(4)]], 2);
    check(2, 2, &[&[TryGet], &[TryGet], &[TryPut(3)]], 3);
    check(2, 1, &[&[TryPut(2)], &[TryPut(3)], &[TryGet, TryGet]], 3);
}

#[test]
fn a_shutdown_and_the_others() {
    check(1, 0, &[&[Shutdown], &[Put(1), Put(2)], &[Get, Get]], 2);
    check(1, 1, &[&[Shutdown], &[Put(2)]], ALL);
    check(1, 0, &[&[Shutdown], &[Get]], ALL);
    check(2, 1, &[&[Shutdown, TryPut(3)], &[TryPut(2), TryGet, TryGet]], 4);
}

#[test]
fn a_join_and_the_others() {
    check(2, 2, &[&[Get, Done], &[Get, Done], &[Join, Done]], 2);
    check(2, 0, &[&[TryPut(1), Join], &[Get, Done]], 4);
    check(1, 1, &[&[Done], &[Done]], ALL);
}

/// What the readable queue does in coarse steps, the ring does, and nothing else.
#[test]
fn coarse_steps_are_those_of_queue() {
    let programs: [(usize, u8, &[&[Call]]); 4] = [
        (1, 0, &[&[Put(1), Put(2)], &[Put(3)], &[Get, Get, Get]]),
        (1, 0, &[&[Get], &[Get], &[Put(1), TryPut(2), Put(3), TryPut(4)]]),
        (1, 1, &[&[Put(2), Join], &[Get, Done, Get, Done], &[Len]]),
        (1, 0, &[&[Put(1), Put(2)], &[Shutdown], &[Get, Get]]),
    ];
    for (room, before, scripts) in programs {
        let [ring, queue] = [true, false].map(|ring| {
            let setup = Setup { ring, room, before, scripts };
            histories(&setup, Grain::Coarse, ALL)
        });
        assert_eq!(ring, queue);
    }
}
