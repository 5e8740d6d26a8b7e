//! What a pair of calls costs while no other thread is near.

use std::cell::Cell;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::ReentrantMutex as Reentrant;

use crate::measure::{Bench, Row, Who};
use crate::monitor::{Monitor, ParkingLot, Std, acquire, clear, release, set, wait};
use crate::queues;
use Who::{Other, Ours, Peer};

pub(crate) const TABLE: &str = "Uncontended";

fn row(field: &'static str, name: &'static str, who: Who) -> Row {
    Row { table: TABLE, field, name, who }
}

/// A case: a field, a name, whose it is, what is made once, and what is done with it again and again.
macro_rules! case {
    ($bench:ident, $field:expr, $name:literal, $who:expr, $made:expr, |$on:ident| $operation:expr) => {
        let made = $made;
        $bench.alone(row($field, $name, $who), move || {
            let $on = black_box(&made);
            _ = $operation;
        });
    };
}

pub(crate) fn cases(b: &mut Bench) {
    locks(b);
    semaphores(b);
    events(b);
    conditions(b);
    queues::uncontended(b);
}

fn locks(b: &mut Bench) {
    const PAIR: &str = "lock: acquire, add one, release";
    case!(b, PAIR, "Lock", Ours, primitives::Lock::new(0_u64), |l| *l.acquire() += 1);
    case!(b, PAIR, "std Mutex", Peer, std::sync::Mutex::new(0_u64), |l| *l.lock().unwrap() += 1);
    case!(b, PAIR, "parking_lot Mutex", Peer, parking_lot::Mutex::new(0_u64), |l| *l.lock() += 1);
    case!(b, PAIR, "parking_lot FairMutex", Peer, parking_lot::FairMutex::new(0_u64), |l| *l.lock() += 1);
    case!(b, PAIR, "tokio Mutex, try", Peer, tokio::sync::Mutex::new(0_u64), |l| *l.try_lock().unwrap() += 1);
    case!(b, PAIR, "async-lock Mutex", Peer, async_lock::Mutex::new(0_u64), |l| *l.lock_blocking() += 1);
    case!(b, PAIR, "spin Mutex", Other, spin::Mutex::<u64>::new(0), |l| *l.lock() += 1);

    const OWNED: &str = "reentrant lock: acquire, add one, release";
    case!(b, OWNED, "RLock", Ours, primitives::RLock::new(Cell::new(0_u64)), |l| add_one(&l.acquire()));
    case!(b, OWNED, "parking_lot ReentrantMutex", Peer, Reentrant::new(Cell::new(0_u64)), |l| add_one(
        &l.lock()
    ));

    const NESTED: &str = "reentrant lock: acquire twice, add one, release twice";
    case!(b, NESTED, "RLock", Ours, primitives::RLock::new(Cell::new(0_u64)), |l| {
        let _outer = l.acquire();
        add_one(&l.acquire());
    });
    case!(b, NESTED, "parking_lot ReentrantMutex", Peer, Reentrant::new(Cell::new(0_u64)), |l| {
        let _outer = l.lock();
        add_one(&l.lock());
    });
}

fn add_one(to: &Cell<u64>) {
    to.set(to.get() + 1);
}

fn semaphores(b: &mut Bench) {
    const PAIR: &str = "semaphore: acquire, release";
    case!(b, PAIR, "Semaphore", Ours, primitives::Semaphore::new(1), |s| drop(black_box(s.acquire())));
    case!(b, PAIR, "BoundedSemaphore", Ours, primitives::BoundedSemaphore::new(1), |s| {
        drop(black_box(s.acquire()))
    });
    case!(b, PAIR, "tokio Semaphore, try", Peer, tokio::sync::Semaphore::new(1), |s| {
        drop(black_box(s.try_acquire().unwrap()))
    });
    case!(b, PAIR, "async-lock Semaphore, try", Peer, async_lock::Semaphore::new(1), |s| {
        drop(black_box(s.try_acquire().unwrap()))
    });
    case!(b, PAIR, "parking_lot Mutex, Condvar", Peer, ParkingLot::new(1), |s| {
        acquire(s);
        release(s);
    });
    case!(b, PAIR, "std Mutex, Condvar", Peer, Std::new(1), |s| {
        acquire(s);
        release(s);
    });
}

fn events(b: &mut Bench) {
    const WAIT: &str = "event: wait, when it is set";
    let event = primitives::Event::new();
    event.set();
    case!(b, WAIT, "Event", Ours, event, |e| e.wait());
    case!(b, WAIT, "parking_lot Mutex, Condvar", Peer, ParkingLot::new(true), |e| wait(e));
    case!(b, WAIT, "std Mutex, Condvar", Peer, Std::new(true), |e| wait(e));
    case!(b, WAIT, "std OnceLock", Other, std::sync::OnceLock::from(1_u64), |e| black_box(e.wait()));

    const SET: &str = "event: set, clear, when nobody waits";
    case!(b, SET, "Event", Ours, primitives::Event::new(), |e| {
        e.set();
        e.clear();
    });
    case!(
        b,
        SET,
        "event-listener, flag",
        Peer,
        (event_listener::Event::new(), AtomicBool::new(false)),
        |e| {
            e.1.store(true, Ordering::Release);
            e.0.notify(usize::MAX);
            e.1.store(false, Ordering::Release);
        }
    );
    case!(b, SET, "parking_lot Mutex, Condvar", Peer, ParkingLot::new(false), |e| {
        set(e);
        clear(e);
    });
    case!(b, SET, "std Mutex, Condvar", Peer, Std::new(false), |e| {
        set(e);
        clear(e);
    });
}

fn conditions(b: &mut Bench) {
    const NOBODY: &str = "condition: notify, when nobody waits";
    let lock: &'static primitives::Lock<()> = Box::leak(Box::new(primitives::Lock::new(())));
    let made = (primitives::Condition::new(), lock.acquire());
    case!(b, NOBODY, "Condition", Ours, made, |c| c.0.notify(&c.1));
    case!(b, NOBODY, "parking_lot Condvar", Peer, parking_lot::Condvar::new(), |c| c.notify_one());
    case!(b, NOBODY, "std Condvar", Peer, std::sync::Condvar::new(), |c| c.notify_one());
    case!(b, NOBODY, "event-listener", Peer, event_listener::Event::new(), |c| c.notify(1));
}
