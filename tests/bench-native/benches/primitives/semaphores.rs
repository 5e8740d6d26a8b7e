//! A semaphore that more threads want than it has permits for.

use std::hint::black_box;

use crate::measure::{Bench, Row, Who};
use crate::monitor::{Monitor, ParkingLot, Std, acquire, release};
use Who::{Other, Ours, Peer};

const TABLE: &str = "Contended semaphores, a pair of calls";

macro_rules! semaphore {
    ($b:ident, $name:literal, $who:expr, |$permits:ident| $make:expr, |$semaphore:ident| $pair:expr) => {
        for (threads, $permits) in [(2, 1), (4, 2), (8, 2)] {
            let row = Row { table: TABLE, field: "", name: $name, who: $who };
            let column = format!("{threads} threads, {} of {threads}", $permits);
            $b.contended(row, &column, threads, move || $make, |$semaphore| $pair);
        }
    };
}

pub(crate) fn cases(b: &mut Bench) {
    semaphore!(b, "Semaphore", Ours, |n| primitives::Semaphore::new(n), |s| drop(black_box(s.acquire())));
    semaphore!(b, "async-lock Semaphore", Peer, |n| async_lock::Semaphore::new(n), |s| {
        drop(black_box(s.acquire_blocking()));
    });
    semaphore!(b, "parking_lot Mutex, Condvar", Peer, |n| ParkingLot::new(n), |s| {
        acquire(s);
        release(s);
    });
    semaphore!(b, "std Mutex, Condvar", Peer, |n| Std::new(n), |s| {
        acquire(s);
        release(s);
    });
    semaphore!(b, "tokio Semaphore, try and yield", Other, |n| tokio::sync::Semaphore::new(n), |s| {
        loop {
            match s.try_acquire() {
                Ok(permit) => break drop(black_box(permit)),
                Err(_) => std::thread::yield_now(),
            }
        }
    });
}
