//! A ball that two threads throw to and fro: how long a message takes one way, when the other thread waits for it.

use std::sync::{Arc, Barrier};
use std::time::Instant;

use crate::measure::{Bench, Row, Who};
use crate::monitor::{self, Monitor, Tell};
use crate::queues;

const TABLE: &str = "Ping-pong, one way";

/// Adds a ball; each of the two closures of `make` throws once and catches once.
pub(crate) fn ball<A: FnMut(), B: FnMut() + Send>(
    b: &mut Bench,
    name: &'static str,
    who: Who,
    make: impl Fn() -> (A, B) + 'static,
) {
    let throws = b.effort.throws;
    b.timed(Row { table: TABLE, field: "", name, who }, "ns", 2 * throws, move || {
        let (mut ours, mut theirs) = make();
        let start = Barrier::new(2);
        std::thread::scope(|s| {
            s.spawn(|| {
                start.wait();
                (0..throws).for_each(|_| theirs());
            });
            start.wait();
            let began = Instant::now();
            (0..throws).for_each(|_| ours());
            began.elapsed()
        })
    });
}

/// The ball under a lock; each side waits on a condition of its own.
fn monitor<M: Monitor<bool>>(b: &mut Bench, name: &'static str, who: Who) {
    ball(b, name, who, || {
        let ball = Arc::new(M::new(false));
        let other = ball.clone();
        let throw = |ball: &M, to: bool| {
            ball.change(|there| *there = to, Some(Tell::One(usize::from(to))));
        };
        let catch = |ball: &M, at: bool| {
            ball.until(usize::from(at), |there| (*there == at).then_some(()), None);
        };
        let ours = move || {
            throw(&ball, true);
            catch(&ball, false);
        };
        let theirs = move || {
            catch(&other, true);
            throw(&other, false);
        };
        (ours, theirs)
    });
}

/// Two of something that one thread gives and the other takes.
fn two<T: Send + Sync + 'static>(
    b: &mut Bench,
    name: &'static str,
    who: Who,
    new: fn() -> T,
    give: fn(&T),
    take: fn(&T),
) {
    ball(b, name, who, move || {
        let both = Arc::new((new(), new()));
        let other = both.clone();
        let ours = move || {
            give(&both.0);
            take(&both.1);
        };
        let theirs = move || {
            take(&other.0);
            give(&other.1);
        };
        (ours, theirs)
    });
}

pub(crate) fn cases(b: &mut Bench) {
    use Who::{Ours, Peer};
    monitor::<monitor::Ours<bool>>(b, "Lock, 2 Conditions", Ours);
    monitor::<monitor::ParkingLot<bool>>(b, "parking_lot Mutex, 2 Condvars", Peer);
    monitor::<monitor::Std<bool>>(b, "std Mutex, 2 Condvars", Peer);
    queues::ping_pong(b);
    two(
        b,
        "2 Semaphores",
        Ours,
        || primitives::Semaphore::new(0),
        |s| s.release(1).expect("there are few"),
        |s| s.acquire().forget(),
    );
    two(
        b,
        "2 async-lock Semaphores",
        Peer,
        || async_lock::Semaphore::new(0),
        |s| s.add_permits(1),
        |s| s.acquire_blocking().forget(),
    );
    two(b, "2 Events", Ours, primitives::Event::new, primitives::Event::set, |e| {
        e.wait();
        e.clear();
    });
    ball(b, "std park, unpark", Peer, park);
}

/// Two threads that park; the flags say who has the ball.
fn park() -> (impl FnMut(), impl FnMut() + Send) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::thread::{Thread, current, park};

    #[derive(Default)]
    struct Side {
        thread: OnceLock<Thread>,
        has_ball: AtomicBool,
    }
    let sides = Arc::new((Side::default(), Side::default()));
    let other = sides.clone();
    fn throw(to: &Side) {
        to.has_ball.store(true, SeqCst);
        to.thread.wait().unpark();
    }
    fn catch(at: &Side) {
        at.thread.get_or_init(current);
        while !at.has_ball.swap(false, SeqCst) {
            park();
        }
    }
    let ours = move || {
        sides.0.thread.get_or_init(current);
        throw(&sides.1);
        catch(&sides.0);
    };
    let theirs = move || {
        catch(&other.1);
        throw(&other.0);
    };
    (ours, theirs)
}
