//! Many runs, none of which needs to know of another one: made by several threads, and told of in their order, so that
//! nothing depends on how many threads there are.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// No more threads work together unless more are wanted: those of a search would wait for each other.
const MOST: usize = 8;

/// From one word to whoever watches to the next, if nothing takes longer.
pub(crate) const PAUSE: Duration = Duration::from_millis(5);

/// A thread makes so many at once. The first are made before others are called: often that is enough.
pub(crate) const BLOCK: u64 = 32;

/// So many threads work together if so many are wanted; 0: as many as there are processors, up to 8.
pub(crate) fn workers(wanted: usize) -> usize {
    let processors = || thread::available_parallelism().map_or(1, usize::from).min(MOST);
    if wanted == 0 { processors() } else { wanted }
}

/// Has all stop when its thread panics.
struct Alarm<'a>(&'a AtomicBool);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        self.0.fetch_or(thread::panicking(), Ordering::Relaxed);
    }
}

/// Calls `make` with each number, and `take`, on this thread, with each result, in the order of the numbers; also with none,
/// now and then, as long as there is nothing else to tell: after each [`PAUSE`]. When it breaks, no more are made.
pub(crate) fn in_order<T: Send>(
    mut numbers: Range<u64>,
    workers: usize,
    make: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(Option<T>) -> ControlFlow<()>,
) {
    let alone = if workers == 1 { u64::MAX } else { BLOCK };
    let first = numbers.start..numbers.end.min(numbers.start.saturating_add(alone));
    numbers.start = first.end;
    for number in first {
        if take(Some(make(number))).is_break() {
            return;
        }
    }
    if numbers.is_empty() {
        return;
    }
    let (next, stop) = (AtomicU64::new(numbers.start), AtomicBool::new(false));
    let goes_on = || !stop.load(Ordering::Relaxed);
    let work = |results: Sender<(u64, Vec<T>)>| {
        let _alarm = Alarm(&stop);
        while goes_on() {
            let first = next.fetch_add(BLOCK, Ordering::Relaxed);
            let block = first..numbers.end.min(first.saturating_add(BLOCK));
            let made: Vec<T> = block.take_while(|_| goes_on()).map(&make).collect();
            if made.is_empty() || results.send((first, made)).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let _alarm = Alarm(&stop);
        let (send, results) = channel();
        let others: Vec<_> = (0..workers).map(|_| send.clone()).collect();
        let others: Vec<_> = others.into_iter().map(|send| scope.spawn(|| work(send))).collect();
        drop(send);
        let (mut early, mut due) = (BTreeMap::new(), numbers.start);
        let mut told = ControlFlow::Continue(());
        while told.is_continue() && due < numbers.end && goes_on() {
            match results.recv_timeout(PAUSE) {
                Ok((first, made)) => _ = early.insert(first, made),
                Err(RecvTimeoutError::Timeout) => told = take(None),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while told.is_continue()
                && let Some(made) = early.remove(&due)
            {
                due += made.len() as u64;
                told = made.into_iter().try_for_each(|result| take(Some(result)));
            }
        }
        stop.store(true, Ordering::Relaxed);
        for other in others {
            if let Err(panic) = other.join() {
                resume_unwind(panic);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn results_come_in_order_up_to_the_break() {
        for workers in [1, 2, 5] {
            for last in [0, BLOCK - 1, BLOCK, 7 * BLOCK + 3, 999] {
                let mut told = Vec::new();
                in_order(
                    5..1_005,
                    workers,
                    |number| number,
                    |result| {
                        told.extend(result);
                        if told.len() as u64 > last {
                            ControlFlow::Break(())
                        } else {
                            ControlFlow::Continue(())
                        }
                    },
                );
                assert!(told.iter().copied().eq(5..=5 + last), "{workers}: {told:?}");
            }
        }
    }

    #[test]
    fn a_panic_of_whoever_it_is_comes_through() {
        for workers in [1, 3] {
            let makes = |number| if number == 40 { panic!("made") } else { number };
            let made = catch_unwind(|| in_order(0..9_000, workers, makes, |_| ControlFlow::Continue(())));
            assert_eq!(made.unwrap_err().downcast_ref(), Some(&"made"));
            let takes = |result: Option<u64>| {
                if result == Some(40) { panic!("taken") } else { ControlFlow::Continue(()) }
            };
            let taken = catch_unwind(AssertUnwindSafe(|| in_order(0..u64::MAX, workers, |n| n, takes)));
            assert_eq!(taken.unwrap_err().downcast_ref(), Some(&"taken"));
        }
    }
}
