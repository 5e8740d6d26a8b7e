//! A lock that several threads want all the time: how long a critical section takes, and how much of its equal
//! share the thread had that was served least.

use std::cell::Cell;
use std::hint::black_box;

use parking_lot::ReentrantMutex as Reentrant;

use crate::measure::{Bench, Row, Who};
use Who::{Other, Ours, Peer};

const TABLE: &str = "Contended locks, a critical section";

/// Work of about 45 ns that concerns nobody else.
fn work() {
    for n in 0..128_u64 {
        black_box(n);
    }
}

macro_rules! lock {
    ($b:ident, $field:literal, $name:literal, $who:expr, $make:expr, |$lock:ident| $add:expr) => {
        let row = Row { table: TABLE, field: $field, name: $name, who: $who };
        for threads in [2, 4, 8] {
            $b.contended(row, &format!("{threads} threads"), threads, || $make, |$lock| $add);
        }
        for threads in [2, 4, 8] {
            let column = format!("{threads}, working between");
            $b.contended(
                row,
                &column,
                threads,
                || $make,
                |$lock| {
                    $add;
                    work();
                },
            );
        }
    };
}

pub(crate) fn cases(b: &mut Bench) {
    lock!(b, "lock", "Lock", Ours, primitives::Lock::new(0_u64), |l| *l.acquire() += 1);
    lock!(b, "lock", "parking_lot Mutex", Peer, parking_lot::Mutex::new(0_u64), |l| *l.lock() += 1);
    lock!(b, "lock", "std Mutex", Peer, std::sync::Mutex::new(0_u64), |l| *l.lock().unwrap() += 1);
    lock!(b, "lock", "async-lock Mutex", Peer, async_lock::Mutex::new(0_u64), |l| *l.lock_blocking() += 1);
    lock!(b, "lock", "parking_lot FairMutex", Peer, parking_lot::FairMutex::new(0_u64), |l| *l.lock() += 1);
    lock!(b, "lock", "spin Mutex", Other, spin::Mutex::<u64>::new(0), |l| *l.lock() += 1);

    lock!(b, "reentrant lock", "RLock", Ours, primitives::RLock::new(Cell::new(0_u64)), |l| {
        let value = l.acquire();
        value.set(value.get() + 1);
    });
    lock!(b, "reentrant lock", "parking_lot ReentrantMutex", Peer, Reentrant::new(Cell::new(0_u64)), |l| {
        let value = l.lock();
        value.set(value.get() + 1);
    });
}
