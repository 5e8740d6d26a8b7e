//! Locks taken in the wrong order, twice, in vain, or never given back.

use primitives::{Lock, RLock, Thread, Var, raw};

use super::Ending::{Deadlocks, Fine, Panics};
use super::Program;

const SKIPPED: &str = "somebody was sent away";
const TWICE: &str = "it was not held";
const STRANGER: &str = "only its owner releases it";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("crosswise", Deadlocks, crosswise),
    Program::new("in_one_order", Fine, in_one_order),
    Program::new("crosswise_but_ready_to_give_up", Fine, crosswise_but_ready_to_give_up),
    Program::new("three_in_a_circle", Deadlocks, three_in_a_circle).bounded(2),
    Program::new("three_of_whom_one_turns", Fine, three_of_whom_one_turns).bounded(2),
    Program::new("taken_twice", Deadlocks, taken_twice),
    Program::new("taken_twice_by_its_owner", Fine, taken_twice_by_its_owner),
    Program::new("never_given_back", Deadlocks, never_given_back),
    Program::new("given_back_at_the_brace", Fine, given_back_at_the_brace),
    Program::new("given_back_twice", Panics(TWICE), given_back_twice),
    Program::new("given_back_by_another", Fine, given_back_by_another),
    Program::new("given_back_by_a_stranger", Panics(STRANGER), given_back_by_a_stranger),
    Program::new("sent_away_when_busy", Panics(SKIPPED), sent_away_when_busy),
    Program::new("waits_when_busy", Fine, waits_when_busy),
    Program::new("joins_with_the_lock", Deadlocks, joins_with_the_lock),
    Program::new("joins_without_the_lock", Fine, joins_without_the_lock),
];

fn take_both(first: &Lock<i32>, second: &Lock<i32>) {
    let mut first = first.acquire();
    let mut second = second.acquire();
    *first -= 1;
    *second += 1;
}

fn forks() -> (Lock<i32>, Lock<i32>) {
    (Lock::new(0).named("left"), Lock::new(0).named("right"))
}

fn crosswise() {
    let (left, right) = forks();
    Thread::scope(|s| {
        s.spawn("A", || take_both(&left, &right));
        s.spawn("B", || take_both(&right, &left));
    });
}

fn in_one_order() {
    let (left, right) = forks();
    Thread::scope(|s| {
        s.spawn("A", || take_both(&left, &right));
        s.spawn("B", || take_both(&left, &right));
    });
}

fn crosswise_but_ready_to_give_up() {
    let (left, right) = forks();
    Thread::scope(|s| {
        s.spawn("A", || take_both(&left, &right));
        s.spawn("B", || {
            let mut right = right.acquire();
            if let Some(mut left) = left.try_acquire() {
                *right -= 1;
                *left += 1;
            }
        });
    });
    let sum = *left.acquire() + *right.acquire();
    assert_eq!(sum, 0);
}

fn table() -> [Lock<i32>; 3] {
    ["fork 1", "fork 2", "fork 3"].map(|fork| Lock::new(0).named(fork))
}

fn three_in_a_circle() {
    let [one, two, three] = table();
    Thread::scope(|s| {
        s.spawn("A", || take_both(&one, &two));
        s.spawn("B", || take_both(&two, &three));
        take_both(&three, &one);
    });
}

fn three_of_whom_one_turns() {
    let [one, two, three] = table();
    Thread::scope(|s| {
        s.spawn("A", || take_both(&one, &two));
        s.spawn("B", || take_both(&two, &three));
        take_both(&one, &three);
    });
}

fn taken_twice() {
    let x = Lock::new(0).named("x");
    let _outer = x.acquire();
    let _inner = x.acquire();
}

fn taken_twice_by_its_owner() {
    let x = RLock::new(Var::new(0)).named("x");
    let add = || {
        let outer = x.acquire();
        let inner = x.acquire();
        inner.set(outer.get() + 1);
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        add();
    });
    assert_eq!(x.acquire().get(), 2);
}

fn never_given_back() {
    let door = raw::Lock::new().named("door");
    Thread::scope(|s| {
        s.spawn("A", || door.acquire());
        door.acquire();
        door.release().expect("it is held");
    });
}

fn given_back_at_the_brace() {
    let door = Lock::new(()).named("door");
    Thread::scope(|s| {
        s.spawn("A", || drop(door.acquire()));
        drop(door.acquire());
    });
}

fn given_back_twice() {
    let door = raw::Lock::new().named("door");
    door.acquire();
    Thread::scope(|s| {
        s.spawn("A", || door.release().expect(TWICE));
        s.spawn("B", || door.release().expect(TWICE));
    });
}

fn given_back_by_another() {
    let (x, door) = (Var::new(0).named("x"), raw::Lock::new().named("door"));
    door.acquire();
    Thread::scope(|s| {
        s.spawn("A", || {
            x.set(1);
            door.release().expect("it is held");
        });
        door.acquire();
        assert_eq!(x.get(), 1);
    });
}

fn given_back_by_a_stranger() {
    let door = raw::RLock::new().named("door");
    door.acquire();
    Thread::scope(|s| {
        s.spawn("A", || door.release().expect(STRANGER));
    });
}

fn sent_away_when_busy() {
    let guests = Lock::new(0).named("guests");
    let come = || {
        if let Some(mut guests) = guests.try_acquire() {
            *guests += 1;
        }
    };
    Thread::scope(|s| {
        s.spawn("A", come);
        s.spawn("B", come);
    });
    assert_eq!(*guests.acquire(), 2, "{SKIPPED}");
}

fn waits_when_busy() {
    let guests = Lock::new(0).named("guests");
    let come = || {
        let now = guests.try_acquire();
        *now.unwrap_or_else(|| guests.acquire()) += 1;
    };
    Thread::scope(|s| {
        s.spawn("A", come);
        s.spawn("B", come);
    });
    assert_eq!(*guests.acquire(), 2, "{SKIPPED}");
}

fn joins_with_the_lock() {
    let x = Lock::new(0).named("x");
    Thread::scope(|s| {
        let mine = x.acquire();
        let a = s.spawn("A", || *x.acquire() += 1);
        a.join().expect("A is well");
        drop(mine);
    });
}

fn joins_without_the_lock() {
    let x = Lock::new(0).named("x");
    Thread::scope(|s| {
        let mine = x.acquire();
        let a = s.spawn("A", || *x.acquire() += 1);
        drop(mine);
        a.join().expect("A is well");
    });
    assert_eq!(*x.acquire(), 1);
}
