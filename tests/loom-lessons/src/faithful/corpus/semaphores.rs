//! Too few permits, too many, or none that comes back.

use primitives::{BoundedSemaphore, Semaphore, Thread, Var, raw};

use super::Ending::{Deadlocks, Fine, Panics, Races};
use super::{A_VAR_RACES, Program};

const LOST: &str = "an update was lost";
const TOO_MANY: &str = "there were not so many";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("two_tools_for_two_who_need_two", Deadlocks, || two_who_need_two(2)),
    Program::new("three_tools_for_two_who_need_two", Fine, || two_who_need_two(3)).bounded(3),
    Program::new("a_permit_is_forgotten", Deadlocks, a_permit_is_forgotten),
    Program::new("a_permit_comes_back", Fine, a_permit_comes_back),
    Program::new("two_permits_are_no_lock", Panics(LOST), || add_with(2))
        .differs(&[Panics(LOST), Races], A_VAR_RACES),
    Program::new("one_permit_is_a_lock", Fine, || add_with(1)),
    Program::new("released_too_often", Panics(TOO_MANY), released_too_often),
    Program::new("both_wait_first", Deadlocks, both_wait_first),
    Program::new("one_gives_first", Fine, one_gives_first),
    Program::new("a_semaphore_hands_over", Fine, a_semaphore_hands_over),
    Program::new("released_before_the_work", Panics(LOST), released_before_the_work)
        .differs(&[Panics(LOST), Races], A_VAR_RACES),
];

fn two_who_need_two(permits: u32) {
    let tools = Semaphore::new(permits).named("tools");
    let work = || {
        let _hammer = tools.acquire();
        let _chisel = tools.acquire();
    };
    Thread::scope(|s| {
        s.spawn("A", work);
        work();
    });
}

fn a_permit_is_forgotten() {
    let seat = Semaphore::new(1).named("seat");
    Thread::scope(|s| {
        s.spawn("A", || seat.acquire().forget());
        drop(seat.acquire());
    });
}

fn a_permit_comes_back() {
    let seat = Semaphore::new(1).named("seat");
    Thread::scope(|s| {
        s.spawn("A", || drop(seat.acquire()));
        drop(seat.acquire());
    });
    assert_eq!(seat.value(), 1);
}

fn add_with(permits: u32) {
    let (x, seats) = (Var::new(0).named("x"), Semaphore::new(permits).named("seats"));
    let add = || {
        let _seat = seats.acquire();
        x.set(x.get() + 1);
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        add();
    });
    assert_eq!(x.get(), 2, "{LOST}");
}

fn released_too_often() {
    let seat = BoundedSemaphore::new(1).named("seat");
    let sit = || {
        seat.acquire().forget();
        seat.release(1).expect(TOO_MANY);
    };
    Thread::scope(|s| {
        s.spawn("A", sit);
        sit();
        seat.release(1).expect(TOO_MANY);
    });
}

fn signals() -> (raw::Semaphore, raw::Semaphore) {
    (raw::Semaphore::new(0).named("ping"), raw::Semaphore::new(0).named("pong"))
}

fn give(semaphore: &raw::Semaphore) {
    semaphore.release(1).expect("one can be counted");
}

fn both_wait_first() {
    let (ping, pong) = signals();
    Thread::scope(|s| {
        s.spawn("A", || {
            ping.acquire();
            give(&pong);
        });
        pong.acquire();
        give(&ping);
    });
}

fn one_gives_first() {
    let (ping, pong) = signals();
    Thread::scope(|s| {
        s.spawn("A", || {
            ping.acquire();
            give(&pong);
        });
        give(&ping);
        pong.acquire();
    });
}

fn a_semaphore_hands_over() {
    let (x, ready) = (Var::new(0).named("x"), raw::Semaphore::new(0).named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            x.set(1);
            give(&ready);
        });
        ready.acquire();
        assert_eq!(x.get(), 1, "{LOST}");
    });
}

fn released_before_the_work() {
    let (x, ready) = (Var::new(0).named("x"), raw::Semaphore::new(0).named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            give(&ready);
            x.set(1);
        });
        ready.acquire();
        assert_eq!(x.get(), 1, "{LOST}");
    });
}
