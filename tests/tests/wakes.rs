//! How often a call asks the system to wake a thread. Words are all that a primitive sleeps on, and `What::Wake` is
//! what a word's call of the system looks like; so counting them counts system calls.

use primitives::{Condition, Event, Lock, Queue, Semaphore, Thread, raw};
use stepper::{Choice, Config, Execution, Grain, Status, ThreadId, Verdict, What};

/// Wakes asked for by a thread so far.
fn wakes(run: &Execution, thread: u8) -> usize {
    let events = run.trace().steps.iter().flat_map(|step| &step.events);
    events.filter(|event| event.thread == ThreadId(thread) && matches!(event.what, What::Wake)).count()
}

/// Lets a thread go on until it sleeps or has ended.
fn exhaust(run: &mut Execution, thread: u8) {
    while run.choices().iter().any(|choice| choice == Choice::Thread(ThreadId(thread))) {
        run.step(Choice::Thread(ThreadId(thread))).expect("it is offered");
    }
}

#[test]
fn nobody_is_woken_where_nobody_waits() {
    let config = Config { grain: Grain::Fine, ..Config::default() };
    let mut run = Execution::start(config, || {
        let (lock, changed) = (Lock::new(0), Condition::new());
        let guard = lock.acquire();
        changed.notify(&guard);
        changed.notify_all(&guard);
        drop(guard);
        let semaphore = Semaphore::new(0);
        semaphore.release(3).unwrap();
        drop(semaphore.acquire());
        let event = Event::new();
        event.set();
        event.clear();
        let queue = Queue::bounded(1);
        queue.put(1).expect("it is open");
        queue.get().expect("it is open");
        queue.task_done().unwrap();
        let raw = raw::Lock::new();
        raw.acquire();
        raw.release().unwrap();
    });
    exhaust(&mut run, 0);
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
    assert_eq!(wakes(&run, 0), 0);
}

#[test]
fn a_put_wakes_a_sleeping_consumer_with_one_call() {
    let mut run = Execution::start(Config::default(), || {
        let queue = Queue::bounded(4);
        Thread::scope(|s| {
            s.spawn("consumer", || (0..3).for_each(|n| assert_eq!(queue.get(), Ok(n))));
            s.spawn("producer", || (0..3).for_each(|n| queue.put(n).expect("it is open")));
        });
    });
    exhaust(&mut run, 0);
    exhaust(&mut run, 1);
    let consumer = run.pending(ThreadId(1)).expect("it was started");
    assert!(matches!(consumer.status, Status::Blocked(_)), "the consumer sleeps");
    exhaust(&mut run, 2);
    assert_eq!(wakes(&run, 2), 1, "three puts, of which the first finds the consumer asleep");
}
