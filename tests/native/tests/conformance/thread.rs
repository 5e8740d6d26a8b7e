//! The rows of Python's `Thread`, and what stands for each.
//!
//! | Python                                        | here                                                                    |
//! |-----------------------------------------------|-------------------------------------------------------------------------|
//! | `start()` twice                               | `start_twice_is_an_error`                                               |
//! | `join()` before `start()`                     | `join_before_start_is_an_error`                                         |
//! | `join()` of itself                            | `self_join_is_an_error`, `self_join_of_a_safe_thread_panics`            |
//! | `join()` again, or by many                    | `join_is_repeatable`, `many_join_the_same_thread`                       |
//! | `join(timeout)`, then `is_alive()`            | `a_timed_join_tells_whether_it_ended`; negative is unrepresentable      |
//! | `daemon`, set after the start                 | `daemon_after_start_is_an_error`                                        |
//! | `daemon`, inherited                           | `daemon_is_inherited_from_the_starter`                                  |
//! | the end of the program                        | `main_waits_for_all_but_daemons`                                        |
//! | `excepthook`                                  | `excepthook_reports_a_panic_at_once_and_join_brings_it`                 |
//! | `name`, `ident`                               | `name_and_ident_are_known_to_both_sides`, `a_thread_knows_its_name`     |
//! | `current_thread`, `enumerate`, `active_count` | `enumerate_has_who_lives`, `a_thread_of_the_system_is_found_and_joined` |
//! | `stack_size`                                  | `stack_size_is_for_threads_started_later`                               |

use std::panic::{AssertUnwindSafe, catch_unwind};

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use primitives::raw::ThreadError;
use primitives::{Event, Thread, raw};

use super::{SHORT, takes_at_least};

#[test]
fn join_waits_and_brings_the_result() {
    let go = std::sync::Arc::new(Event::new());
    let theirs = std::sync::Arc::clone(&go);
    let thread = Thread::spawn("worker", move || {
        theirs.wait();
        42
    });
    assert!(thread.is_alive(), "it waits for us");
    go.set();
    assert_eq!(thread.join().unwrap(), 42);
}

#[test]
fn join_brings_the_panic() {
    let thread = Thread::spawn("worker", || panic!("as the test wants it"));
    let payload = thread.join().unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"as the test wants it"));
}

#[test]
fn a_thread_knows_its_name() {
    let thread = Thread::spawn("worker", || Thread::current().name().to_owned());
    assert_eq!(thread.name(), "worker");
    assert_eq!(thread.join().unwrap(), "worker");
}

#[test]
fn a_scope_waits_for_its_threads_also_when_it_panics() {
    let mut ended = [false; 2];
    let result = catch_unwind(AssertUnwindSafe(|| {
        let go = Event::new();
        Thread::scope(|s| {
            let [a, b] = &mut ended;
            s.spawn("A", || {
                go.wait();
                *a = true;
            });
            s.spawn("B", || *b = true);
            go.set();
            panic!("as the test wants it");
        })
    }));
    assert!(result.is_err());
    assert_eq!(ended, [true; 2]);
}

#[test]
fn a_scope_panics_for_a_thread_that_nobody_joined() {
    let scope = |joined: bool| {
        catch_unwind(AssertUnwindSafe(|| {
            Thread::scope(|s| {
                let thread = s.spawn("worker", || panic!("as the test wants it"));
                if joined {
                    assert!(thread.join().is_err());
                }
            });
        }))
    };
    assert!(scope(false).is_err());
    assert!(scope(true).is_ok());
}

/// A thread that runs until the event is set.
fn waiting(name: &str) -> (Arc<Event>, Thread<()>) {
    let go = Arc::new(Event::new());
    let theirs = Arc::clone(&go);
    (go, Thread::spawn(name, move || theirs.wait()))
}

#[test]
fn join_before_start_is_an_error() {
    let thread = raw::Thread::new("worker", || ());
    let error = thread.join().unwrap_err();
    assert_eq!(
        (error, error.to_string().as_str()),
        (ThreadError::NotStarted, "cannot join thread before it is started")
    );
    assert_eq!(thread.join_timeout(Duration::ZERO), Err(ThreadError::NotStarted));
    assert_eq!((thread.is_alive(), thread.ident()), (false, None));
}

#[test]
fn start_twice_is_an_error() {
    let runs = Arc::new(AtomicU32::new(0));
    let theirs = Arc::clone(&runs);
    let thread = raw::Thread::new("worker", move || {
        theirs.fetch_add(1, Ordering::Relaxed);
    });
    thread.start().unwrap();
    let error = thread.start().unwrap_err();
    assert_eq!(error.to_string(), "threads can only be started once");
    thread.join().unwrap();
    assert_eq!(thread.start(), Err(ThreadError::StartedTwice), "also after its end");
    assert_eq!(runs.load(Ordering::Relaxed), 1);
}

#[test]
fn self_join_is_an_error() {
    let thread = Thread::spawn("worker", || Thread::current().join().unwrap_err());
    assert_eq!(thread.join().unwrap().to_string(), "cannot join current thread");
    assert_eq!(Thread::current().join_timeout(Duration::ZERO), Err(ThreadError::JoinsItself));
}

#[test]
fn self_join_of_a_safe_thread_panics() {
    let place = Arc::new((Mutex::new(None), Event::new()));
    let theirs = Arc::clone(&place);
    let thread = Thread::spawn("worker", move || {
        theirs.1.wait();
        let me: Thread<()> = theirs.0.lock().unwrap().take().unwrap();
        me.join().unwrap();
    });
    let watcher = Thread::enumerate().into_iter().find(|t| t.ident() == Some(thread.ident())).unwrap();
    *place.0.lock().unwrap() = Some(thread);
    place.1.set();
    watcher.join().unwrap();
    assert!(place.0.lock().unwrap().is_none());
}

#[test]
fn join_is_repeatable() {
    let thread = raw::Thread::new("worker", || ());
    thread.start().unwrap();
    for _ in 0..3 {
        thread.join().unwrap();
        assert_eq!(thread.join_timeout(Duration::ZERO), Ok(true));
    }
}

#[test]
fn many_join_the_same_thread() {
    let go = Arc::new(Event::new());
    let theirs = Arc::clone(&go);
    let thread = raw::Thread::new("worker", move || theirs.wait());
    thread.start().unwrap();
    Thread::scope(|s| {
        for name in ["A", "B", "C"] {
            s.spawn(name, || thread.join().unwrap());
        }
        go.set();
    });
    assert!(!thread.is_alive());
}

#[test]
fn a_timed_join_tells_whether_it_ended() {
    let (go, thread) = waiting("worker");
    assert!(!thread.join_timeout(Duration::ZERO));
    assert!(!takes_at_least(SHORT, || thread.join_timeout(SHORT)));
    go.set();
    assert!(thread.join_timeout(Duration::MAX), "centuries are for ever");
    assert!(!thread.is_alive());
    assert!(thread.join_timeout(Duration::ZERO));
    thread.join().unwrap();
}

#[test]
fn daemon_after_start_is_an_error() {
    let (go, other) = (Arc::new(Event::new()), Thread::current());
    let theirs = Arc::clone(&go);
    let thread = raw::Thread::new("worker", move || theirs.wait());
    thread.set_daemon(true).unwrap();
    thread.start().unwrap();
    let error = thread.set_daemon(false).unwrap_err();
    assert_eq!(error.to_string(), "cannot set daemon status of active thread");
    assert!(thread.is_daemon());
    assert_eq!(other.set_daemon(true), Err(ThreadError::Active));
    go.set();
    thread.join().unwrap();
}

#[test]
fn daemon_is_inherited_from_the_starter() {
    let daemon = Thread::spawn_daemon("daemon", || {
        let child = Thread::spawn("child", || Thread::current().is_daemon());
        (Thread::current().is_daemon(), child.is_daemon(), child.join().unwrap())
    });
    assert!(daemon.is_daemon());
    assert_eq!(daemon.join().unwrap(), (true, true, true));
}

#[test]
fn excepthook_reports_a_panic_at_once_and_join_brings_it() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let (log, before) = (Arc::clone(&reported), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |info| {
        let name = std::thread::current().name().unwrap_or_default().to_owned();
        if name == "the one that panics" {
            log.lock().unwrap().push(name);
        } else {
            before(info);
        }
    }));
    let thread = Thread::spawn("the one that panics", || panic!("as the test wants it"));
    while thread.is_alive() {
        std::thread::yield_now();
    }
    assert_eq!(reported.lock().unwrap().len(), 1, "before anybody joined it");
    assert!(thread.join().is_err());
}

#[test]
fn name_and_ident_are_known_to_both_sides() {
    let thread = Thread::spawn("worker", || (Thread::current().name().to_owned(), Thread::current().ident()));
    let (name, ident) = (thread.name().to_owned(), thread.ident());
    assert_ne!(ident, 0);
    assert_eq!(thread.join().unwrap(), (name, Some(ident)));
    assert_ne!(Thread::current().ident(), Some(ident));
    assert_eq!(Thread::current(), Thread::current());
}

#[test]
fn enumerate_has_who_lives() {
    let (go, thread) = waiting("worker");
    let is_in = |ident| Thread::enumerate().iter().any(|t| t.ident() == Some(ident));
    assert!(is_in(thread.ident()), "as soon as it is started");
    assert!(is_in(Thread::current().ident().unwrap()));
    assert!(Thread::active_count() >= 2);
    go.set();
    let ident = thread.ident();
    thread.join().unwrap();
    assert!(!is_in(ident));
}

#[test]
fn a_thread_of_the_system_is_found_and_joined() {
    let told = Arc::new(Mutex::new(None));
    let theirs = Arc::clone(&told);
    let other = std::thread::spawn(move || *theirs.lock().unwrap() = Some(Thread::current()));
    other.join().unwrap();
    let found = told.lock().unwrap().take().unwrap();
    assert!(found.is_daemon(), "Python calls it a dummy");
    found.join().unwrap();
    assert!(!found.is_alive());
}

#[test]
fn stack_size_is_for_threads_started_later() {
    fn deep(bytes: usize) -> usize {
        let page = std::hint::black_box([1_u8; 4096]);
        if bytes <= page.len() { page.len() } else { page.len() + deep(bytes - page.len()) }
    }
    assert_eq!(Thread::set_stack_size(100).unwrap_err().to_string(), "size not valid: 100 bytes");
    let before = Thread::set_stack_size(64 << 20).unwrap();
    assert_eq!(Thread::stack_size(), 64 << 20);
    // Deeper than the system's own choice.
    let thread = Thread::spawn("deep", || deep(16 << 20));
    assert_eq!(Thread::set_stack_size(before).unwrap(), 64 << 20);
    assert!(thread.join().unwrap() >= 16 << 20);
}

#[test]
fn main_waits_for_all_but_daemons() {
    let ended = Arc::new(AtomicU32::new(0));
    let theirs = Arc::clone(&ended);
    let never = Arc::new(Event::new());
    let end = Arc::clone(&never);
    // In a process of its own it would wait for threads of other tests too.
    let daemon = primitives::main(move || {
        Thread::spawn("parent", move || {
            Thread::spawn("child", move || theirs.fetch_add(1, Ordering::Relaxed));
        });
        Thread::spawn_daemon("daemon", move || end.wait())
    });
    assert_eq!(ended.load(Ordering::Relaxed), 1);
    assert!(daemon.is_alive());
    never.set();
    daemon.join().unwrap();
}

#[test]
fn values_of_a_thread_local_go_before_a_join_returns() {
    struct Last(Arc<AtomicU32>);
    impl Drop for Last {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
            panic!("as the test wants it");
        }
    }
    let dropped = Arc::new(AtomicU32::new(0));
    let theirs = Arc::clone(&dropped);
    let own = Arc::new(primitives::ThreadLocal::new(move || Last(Arc::clone(&theirs))));
    let inside = Arc::clone(&own);
    let thread = Thread::spawn("worker", move || inside.with(|_| {}));
    assert!(thread.join().is_err(), "a destructor's panic is the thread's");
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
}
