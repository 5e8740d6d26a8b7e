//! Updates that are lost, half done, or not seen.

use primitives::{Event, Lock, Thread, Var, raw};

use super::Ending::{Fine, Panics, Races};
use super::{A_VAR_RACES, Program, WEAK_MEMORY};

const LOST: &str = "an update was lost";
const OVERDRAWN: &str = "the account is overdrawn";
const HALF: &str = "half an update was seen";
const UNREADY: &str = "what was announced is not there";
const BOTH_IN: &str = "both went in";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("two_add_one", Panics(LOST), two_add_one).differs(&[Panics(LOST), Races], A_VAR_RACES),
    Program::new("two_add_one_under_a_lock", Fine, two_add_one_under_a_lock),
    Program::new("two_add_one_under_a_raw_lock", Fine, two_add_one_under_a_raw_lock),
    Program::new("a_lock_for_each_half", Panics(LOST), a_lock_for_each_half),
    Program::new("a_lock_of_ones_own", Panics(LOST), a_lock_of_ones_own)
        .differs(&[Panics(LOST), Races], A_VAR_RACES),
    Program::new("two_withdraw", Panics(OVERDRAWN), two_withdraw),
    Program::new("two_withdraw_in_one_go", Fine, two_withdraw_in_one_go),
    Program::new("a_transfer_is_seen_half", Panics(HALF), a_transfer_is_seen_half),
    Program::new("a_transfer_is_seen_whole", Fine, a_transfer_is_seen_whole),
    Program::new("a_reader_without_the_lock", Panics(HALF), a_reader_without_the_lock)
        .differs(&[Panics(HALF), Races], A_VAR_RACES),
    Program::new("announced_by_a_var", Panics(UNREADY), announced_by_a_var).differs(&[Races], WEAK_MEMORY),
    Program::new("announced_by_a_lock", Fine, announced_by_a_lock),
    Program::new("announced_by_an_event", Fine, announced_by_an_event),
    Program::new("made_once_looked_at_twice", Panics(UNREADY), made_once_looked_at_twice)
        .differs(&[Races], WEAK_MEMORY),
    Program::new("made_once_under_the_lock", Fine, made_once_under_the_lock),
    Program::new("flags_keep_nobody_out", Panics(BOTH_IN), flags_keep_nobody_out)
        .differs(&[Races], WEAK_MEMORY),
    Program::new("locked_flags_keep_one_out", Fine, locked_flags_keep_one_out),
];

fn two_add_one() {
    let x = Var::new(0).named("x");
    let add = || x.set(x.get() + 1);
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(x.get(), 2, "{LOST}");
}

fn two_add_one_under_a_lock() {
    let x = Lock::new(0).named("x");
    Thread::scope(|s| {
        s.spawn("A", || *x.acquire() += 1);
        s.spawn("B", || *x.acquire() += 1);
    });
    assert_eq!(*x.acquire(), 2, "{LOST}");
}

fn two_add_one_under_a_raw_lock() {
    let (x, door) = (Var::new(0).named("x"), raw::Lock::new().named("door"));
    let add = || {
        door.acquire();
        x.set(x.get() + 1);
        door.release().expect("it is held");
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(x.get(), 2, "{LOST}");
}

fn a_lock_for_each_half() {
    let x = Lock::new(0).named("x");
    let add = || {
        let before = *x.acquire();
        *x.acquire() = before + 1;
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(*x.acquire(), 2, "{LOST}");
}

fn a_lock_of_ones_own() {
    let x = Var::new(0).named("x");
    let add = || {
        let door = Lock::new(()).named("door");
        let _inside = door.acquire();
        x.set(x.get() + 1);
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(x.get(), 2, "{LOST}");
}

fn two_withdraw() {
    let balance = Lock::new(100).named("balance");
    let withdraw = || {
        if *balance.acquire() >= 80 {
            *balance.acquire() -= 80;
        }
    };
    Thread::scope(|s| {
        s.spawn("A", withdraw);
        s.spawn("B", withdraw);
    });
    assert!(*balance.acquire() >= 0, "{OVERDRAWN}");
}

fn two_withdraw_in_one_go() {
    let balance = Lock::new(100).named("balance");
    let withdraw = || {
        let mut balance = balance.acquire();
        if *balance >= 80 {
            *balance -= 80;
        }
    };
    Thread::scope(|s| {
        s.spawn("A", withdraw);
        s.spawn("B", withdraw);
    });
    assert!(*balance.acquire() >= 0, "{OVERDRAWN}");
}

fn a_transfer_is_seen_half() {
    let (mine, yours) = (Lock::new(1).named("mine"), Lock::new(1).named("yours"));
    Thread::scope(|s| {
        s.spawn("teller", || {
            *mine.acquire() -= 1;
            *yours.acquire() += 1;
        });
        let sum = *mine.acquire() + *yours.acquire();
        assert_eq!(sum, 2, "{HALF}");
    });
}

fn a_transfer_is_seen_whole() {
    let accounts = Lock::new((1, 1)).named("accounts");
    Thread::scope(|s| {
        s.spawn("teller", || {
            let mut accounts = accounts.acquire();
            accounts.0 -= 1;
            accounts.1 += 1;
        });
        let accounts = accounts.acquire();
        assert_eq!(accounts.0 + accounts.1, 2, "{HALF}");
    });
}

fn a_reader_without_the_lock() {
    let (mine, yours, door) =
        (Var::new(1).named("mine"), Var::new(1).named("yours"), Lock::new(()).named("door"));
    Thread::scope(|s| {
        s.spawn("teller", || {
            let _inside = door.acquire();
            mine.set(0);
            yours.set(2);
        });
        assert_eq!(mine.get() + yours.get(), 2, "{HALF}");
    });
}

fn announced_by_a_var() {
    let (work, ready) = (Var::new(0).named("work"), Var::new(false).named("ready"));
    Thread::scope(|s| {
        s.spawn("writer", || {
            work.set(1);
            ready.set(true);
        });
        assert!(!ready.get() || work.get() == 1, "{UNREADY}");
    });
}

fn announced_by_a_lock() {
    let (work, ready) = (Var::new(0).named("work"), Lock::new(false).named("ready"));
    Thread::scope(|s| {
        s.spawn("writer", || {
            work.set(1);
            *ready.acquire() = true;
        });
        let ready = *ready.acquire();
        assert!(!ready || work.get() == 1, "{UNREADY}");
    });
}

fn announced_by_an_event() {
    let (work, ready) = (Var::new(0).named("work"), Event::new().named("ready"));
    Thread::scope(|s| {
        s.spawn("writer", || {
            work.set(1);
            ready.set();
        });
        assert!(!ready.is_set() || work.get() == 1, "{UNREADY}");
    });
}

fn made_once_looked_at_twice() {
    let (value, made) = (Var::new(0).named("value"), Var::new(false).named("made"));
    let door = Lock::new(()).named("door");
    let get = || {
        if !made.get() {
            let _inside = door.acquire();
            if !made.get() {
                value.set(7);
                made.set(true);
            }
        }
        assert_eq!(value.get(), 7, "{UNREADY}");
    };
    Thread::scope(|s| {
        s.spawn("A", get);
        get();
    });
}

fn made_once_under_the_lock() {
    let (value, made) = (Var::new(0).named("value"), Var::new(false).named("made"));
    let door = Lock::new(()).named("door");
    let get = || {
        let inside = door.acquire();
        if !made.get() {
            value.set(7);
            made.set(true);
        }
        drop(inside);
        assert_eq!(value.get(), 7, "{UNREADY}");
    };
    Thread::scope(|s| {
        s.spawn("A", get);
        get();
    });
}

fn flags_keep_nobody_out() {
    let wants = [Var::new(false).named("A wants"), Var::new(false).named("B wants")];
    let goes_in = |me: usize| {
        wants[me].set(true);
        !wants[1 - me].get()
    };
    let (a, b) = Thread::scope(|s| {
        let a = s.spawn("A", || goes_in(0));
        let b = goes_in(1);
        (a.join().expect("A is well"), b)
    });
    assert!(!(a && b), "{BOTH_IN}");
}

fn locked_flags_keep_one_out() {
    let wants = [Lock::new(false).named("A wants"), Lock::new(false).named("B wants")];
    let goes_in = |me: usize| {
        *wants[me].acquire() = true;
        !*wants[1 - me].acquire()
    };
    let (a, b) = Thread::scope(|s| {
        let a = s.spawn("A", || goes_in(0));
        let b = goes_in(1);
        (a.join().expect("A is well"), b)
    });
    assert!(!(a && b), "{BOTH_IN}");
}
