use std::panic::{AssertUnwindSafe, catch_unwind};

use primitives::{Event, Thread};

#[test]
fn join_waits_and_brings_the_result() {
    let go = std::sync::Arc::new(Event::new());
    let theirs = std::sync::Arc::clone(&go);
    let thread = Thread::spawn("worker", move || {
        theirs.wait();
        42
    });
    assert!(!thread.is_finished(), "it waits for us");
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
    let thread = Thread::spawn("worker", Thread::current_name);
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
