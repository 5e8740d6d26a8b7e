//! Several threads at one search.
//!
//! A [`Branch`] is searched by one thread at a time. When another one has nothing to do, it lends a part: what goes
//! on from the next choice at one of its states. That choice will be made in any case, and nothing that is found
//! before it changes what goes on from there; so the part can be searched ahead of its turn, by anybody. What it found
//! is added when its turn comes. That is why the answer is the same, to the last number, however many threads there
//! are and whoever of them is faster.

use std::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::reduce::{Branch, Next};
use super::{Phase, Watch};
use crate::runs::{self, PAUSE};

/// Where a branch meets a part that it has lent: who comes second goes on with both.
#[derive(Default)]
pub(super) struct Meeting<'a>(Mutex<Option<Box<Branch<'a>>>>);

impl<'a> Meeting<'a> {
    fn meet(&self, me: Box<Branch<'a>>) -> Option<(Box<Branch<'a>>, Box<Branch<'a>>)> {
        let mut first = lock(&self.0);
        match first.take() {
            Some(other) => Some((me, other)),
            None => {
                *first = Some(me);
                None
            }
        }
    }
}

/// Whoever panics ends the search for all; nothing that was locked is looked at any more.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the threads of a search share.
#[derive(Default)]
struct Crew<'a> {
    desk: Mutex<Desk<'a>>,
    /// Rings when there is something new on the desk.
    bell: Condvar,
    /// How many parts could be searched now, if somebody lent them.
    wanted: AtomicUsize,
    stop: AtomicBool,
    /// Executions and steps made by all.
    executions: AtomicU64,
    steps: AtomicU64,
}

#[derive(Default)]
struct Desk<'a> {
    /// Parts that were lent, and that nobody has taken yet.
    #[allow(clippy::vec_box, reason = "a branch is handed from thread to thread, and stays where it is")]
    lent: Vec<Box<Branch<'a>>>,
    /// Threads without work.
    idle: usize,
    /// The whole, searched.
    whole: Option<Box<Branch<'a>>>,
    over: bool,
}

impl<'a> Crew<'a> {
    fn change<R>(&self, by: impl FnOnce(&mut Desk<'a>) -> R) -> R {
        let mut desk = lock(&self.desk);
        let result = by(&mut desk);
        self.wanted.store(desk.idle.saturating_sub(desk.lent.len()), Ordering::Relaxed);
        result
    }

    fn lend(&self, part: Box<Branch<'a>>) {
        self.change(|desk| desk.lent.push(part));
        self.bell.notify_one();
    }

    fn end(&self, whole: Option<Box<Branch<'a>>>) {
        self.stop.store(true, Ordering::Relaxed);
        self.change(|desk| (desk.whole, desk.over) = (whole, true));
        self.bell.notify_all();
    }
}

/// Ends the search when its thread panics: the others would wait for what it was about to find.
struct Alarm<'c, 'a>(&'c Crew<'a>);

impl Drop for Alarm<'_, '_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end(None);
        }
    }
}

/// What only the thread does that began the search.
struct First<'c, 'w> {
    watch: &'c mut Watch<'w>,
    /// After so many executions it calls the others.
    alone: u64,
    call: &'c dyn Fn(),
}

/// One of the threads.
struct Worker<'c, 'w, 'a> {
    crew: &'c Crew<'a>,
    first: Option<First<'c, 'w>>,
}

impl<'a> Worker<'_, '_, 'a> {
    /// Works until the whole has been searched. It may have `branch` to begin with, or was counted as idle.
    fn serve(&mut self, mut branch: Option<Box<Branch<'a>>>) {
        let _alarm = Alarm(self.crew);
        while let Some(first) = branch.or_else(|| self.wait()) {
            self.search(first, Next::Run);
            self.crew.change(|desk| desk.idle += 1);
            branch = None;
        }
    }

    /// Takes a part that was lent; none when the search is over.
    fn wait(&mut self) -> Option<Box<Branch<'a>>> {
        let crew = self.crew;
        loop {
            let part = crew.change(|desk| {
                let part = desk.lent.pop();
                desk.idle -= usize::from(part.is_some());
                part
            });
            if part.is_some() {
                return part;
            }
            let desk = lock(&crew.desk);
            if desk.over {
                return None;
            }
            if desk.lent.is_empty() {
                // Not for ever: whoever watches may want no more.
                drop(crew.bell.wait_timeout(desk, PAUSE));
            }
            self.is_stopped();
        }
    }

    /// Whether all have to stop.
    fn is_stopped(&mut self) -> bool {
        let crew = self.crew;
        if let Some(First { watch, .. }) = &mut self.first {
            let so_far = |count: &AtomicU64| count.load(Ordering::Relaxed);
            if watch.stops(Phase::Searching, so_far(&crew.executions), so_far(&crew.steps)) {
                crew.stop.store(true, Ordering::Relaxed);
            }
        }
        crew.stop.load(Ordering::Relaxed)
    }

    /// Searches a branch, and then what was waiting for it, until there is something to be waited for.
    fn search(&mut self, mut branch: Box<Branch<'a>>, mut next: Next<'a>) {
        let crew = self.crew;
        loop {
            let met = match next {
                Next::Run => {
                    let steps = branch.run();
                    let made = crew.executions.fetch_add(1, Ordering::Relaxed);
                    crew.steps.fetch_add(steps, Ordering::Relaxed);
                    if let Some(first) = &self.first
                        && made == first.alone
                    {
                        (first.call)();
                    }
                    next = branch.next();
                    if !matches!(next, Next::Run) {
                        continue;
                    }
                    if self.is_stopped() {
                        next = branch.cancel();
                    } else if crew.wanted.load(Ordering::Relaxed) > 0
                        && let Some(part) = branch.lend()
                    {
                        crew.lend(part);
                    }
                    continue;
                }
                Next::Meet(meeting) => meeting.meet(branch),
                Next::End(Some(meeting)) => meeting.meet(branch).map(|(part, whole)| (whole, part)),
                Next::End(None) => {
                    crew.end(Some(branch));
                    None
                }
            };
            let Some((whole, part)) = met else {
                return;
            };
            branch = whole;
            next = branch.add(*part);
        }
    }
}

/// Searches all of a branch: this thread alone makes so many executions, and then `workers` threads go on together,
/// or as many as there are processors.
pub(super) fn search<'a>(
    branch: Box<Branch<'a>>,
    alone: u64,
    workers: usize,
    watch: &mut Watch<'_>,
) -> Box<Branch<'a>> {
    let crew = Crew::default();
    let (executions, steps) = branch.counts();
    crew.executions.store(executions, Ordering::Relaxed);
    crew.steps.store(steps, Ordering::Relaxed);
    thread::scope(|scope| {
        let others = RefCell::new(Vec::new());
        let call = || {
            let all = runs::workers(workers);
            crew.change(|desk| desk.idle += all - 1);
            let serve = || Worker { crew: &crew, first: None }.serve(None);
            others.borrow_mut().extend((1..all).map(|_| scope.spawn(serve)));
        };
        let first = First { watch, alone: executions + alone, call: &call };
        Worker { crew: &crew, first: Some(first) }.serve(Some(branch));
        for other in others.take() {
            if let Err(panic) = other.join() {
                resume_unwind(panic);
            }
        }
    });
    let desk = crew.desk.into_inner().unwrap_or_else(PoisonError::into_inner);
    desk.whole.expect("a search ends when the whole has been searched, or by a panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_panics_ends_the_search_of_all() {
        let crew = Crew::default();
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                crew.change(|desk| desk.idle += 1);
                Worker { crew: &crew, first: None }.wait().is_none()
            });
            let panics = scope.spawn(|| {
                let _alarm = Alarm(&crew);
                panic!("a worker");
            });
            assert!(waits.join().expect("it only waits"), "it is told that the search is over");
            assert!(panics.join().is_err());
        });
        assert!(crew.stop.load(Ordering::Relaxed));
    }
}
