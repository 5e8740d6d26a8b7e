//! The rows of Python's `local`, and what stands for each.
//!
//! | Python                               | here                                                                           |
//! |--------------------------------------|--------------------------------------------------------------------------------|
//! | a dictionary for each object         | `each_object_has_its_own_value`                                                |
//! | a dictionary for each thread         | `each_thread_has_its_own_value`                                                |
//! | `__init__` runs again in each thread | the same; `an_init_that_panics_runs_again`                                     |
//! | values die with the thread           | `a_value_goes_when_its_thread_ends`, `a_dying_value_may_use_another_thread_local` |
//! | values die with the object           | `all_values_go_when_the_object_goes`                                           |

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use primitives::{Event, Thread, ThreadLocal};

#[test]
fn each_thread_has_its_own_value() {
    let own = ThreadLocal::new(|| Cell::new(0));
    let all_have_set = primitives::raw::Semaphore::new(0);
    own.with(|value| value.set(100));
    Thread::scope(|s| {
        for number in 1..=3 {
            let (own, all_have_set) = (&own, &all_have_set);
            s.spawn("clerk", move || {
                assert_eq!(own.with(Cell::get), 0);
                own.with(|value| value.set(number));
                all_have_set.release(1).unwrap();
                while all_have_set.value() < 3 {
                    std::thread::yield_now();
                }
                assert_eq!(own.with(Cell::get), number);
            });
        }
    });
    assert_eq!(own.with(Cell::get), 100);
}

#[test]
fn each_object_has_its_own_value() {
    let (a, b) = (ThreadLocal::new(|| 1), ThreadLocal::new(|| 2));
    a.set(10);
    assert_eq!((a.get(), b.get()), (10, 2));
}

/// Counts how many of it were dropped.
struct Counted(Arc<AtomicU32>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn counted() -> (Arc<AtomicU32>, ThreadLocal<Counted>) {
    let dropped = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&dropped);
    (dropped, ThreadLocal::new(move || Counted(Arc::clone(&counter))))
}

#[test]
fn a_value_goes_when_its_thread_ends() {
    let (dropped, own) = counted();
    own.with(|_| {});
    for ended in 1..=3 {
        Thread::scope(|s| {
            s.spawn("clerk", || own.with(|_| {}));
        });
        assert_eq!(dropped.load(Ordering::Relaxed), ended);
    }
    drop(own);
    assert_eq!(dropped.load(Ordering::Relaxed), 4);
}

#[test]
fn all_values_go_when_the_object_goes() {
    let (dropped, own) = counted();
    let own = Arc::new(own);
    let (used, gone) = (Event::new(), Event::new());
    Thread::scope(|s| {
        let theirs = Arc::clone(&own);
        s.spawn("clerk", || {
            theirs.with(|_| {});
            drop(theirs);
            used.set();
            gone.wait();
        });
        used.wait();
        drop(own);
        assert_eq!(dropped.load(Ordering::Relaxed), 1, "though the thread lives on");
        gone.set();
    });
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
}

#[test]
fn a_value_in_use_outlives_its_replacement() {
    let (dropped, own) = counted();
    own.with(|_| {
        own.set(Counted(Arc::clone(&dropped)));
        assert_eq!(dropped.load(Ordering::Relaxed), 0);
    });
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
}

#[test]
fn a_dying_value_may_use_another_thread_local() {
    struct Last(Arc<ThreadLocal<u32>>);
    impl Drop for Last {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let other = Arc::new(ThreadLocal::new(|| 1));
    let theirs = Arc::clone(&other);
    let own = ThreadLocal::new(move || Last(Arc::clone(&theirs)));
    Thread::scope(|s| {
        s.spawn("clerk", || own.with(|_| {}));
    });
    assert_eq!(other.get(), 1);
}

#[test]
fn an_init_that_panics_runs_again() {
    let runs = AtomicU32::new(0);
    let own = ThreadLocal::new(move || match runs.fetch_add(1, Ordering::Relaxed) {
        0 => panic!("as the test wants it"),
        run => run,
    });
    assert!(catch_unwind(AssertUnwindSafe(|| own.get())).is_err());
    assert_eq!((own.get(), own.get()), (1, 1));
}

#[test]
fn a_panic_while_a_value_is_in_use_takes_it_from_nobody() {
    let (dropped, own) = counted();
    own.with(|_| {});
    Thread::scope(|s| {
        let lost = s.spawn("lost", || own.with(|_| -> () { panic!("as the test wants it") }));
        assert!(lost.join().is_err());
    });
    assert_eq!(dropped.load(Ordering::Relaxed), 1, "that of the thread which panicked");
    assert!(
        catch_unwind(AssertUnwindSafe(|| own.with(|_| -> () { panic!("as the test wants it") }))).is_err()
    );
    own.with(|_| {});
    assert_eq!(dropped.load(Ordering::Relaxed), 1, "ours is there");
}
