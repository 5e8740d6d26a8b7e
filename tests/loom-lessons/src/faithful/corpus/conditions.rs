//! Wake-ups that are lost, go to the wrong thread, or are taken for more than they are.

use primitives::{Condition, Lock, Thread};

use super::Ending::{Deadlocks, Fine, Panics};
use super::Program;

const NOTHING: &str = "there is nothing to take";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("looks_then_waits", Deadlocks, looks_then_waits),
    Program::new("looks_and_waits", Fine, looks_and_waits),
    Program::new("waits_without_looking", Deadlocks, waits_without_looking),
    Program::new("notifies_too_early", Deadlocks, notifies_too_early),
    Program::new("notifies_nobody", Deadlocks, notifies_nobody),
    Program::new("an_if_for_a_while", Panics(NOTHING), an_if_for_a_while).bounded(3),
    Program::new("a_while", Fine, a_while).bounded(2),
    Program::new("one_is_told_for_two", Deadlocks, one_is_told_for_two).bounded(2),
    Program::new("both_are_told", Fine, both_are_told).bounded(2),
    Program::new("the_wrong_one_is_told", Deadlocks, the_wrong_one_is_told).bounded(2),
    Program::new("each_has_a_condition", Fine, each_has_a_condition).bounded(2),
    Program::new("waits_with_another_lock", Deadlocks, waits_with_another_lock),
];

fn letter() -> (Lock<bool>, Condition) {
    (Lock::new(false).named("letter"), Condition::new().named("arrived"))
}

fn deliver(letter: &Lock<bool>, arrived: &Condition) {
    let mut letter = letter.acquire();
    *letter = true;
    arrived.notify(&letter);
}

fn looks_then_waits() {
    let (letter, arrived) = letter();
    Thread::scope(|s| {
        s.spawn("postman", || deliver(&letter, &arrived));
        if !*letter.acquire() {
            arrived.wait(&mut letter.acquire());
        }
    });
}

fn looks_and_waits() {
    let (letter, arrived) = letter();
    Thread::scope(|s| {
        s.spawn("postman", || deliver(&letter, &arrived));
        let mut letter = letter.acquire();
        arrived.wait_while(&mut letter, |letter| !*letter);
        assert!(*letter);
    });
}

fn waits_without_looking() {
    let (letter, arrived) = letter();
    Thread::scope(|s| {
        s.spawn("postman", || deliver(&letter, &arrived));
        arrived.wait(&mut letter.acquire());
    });
}

fn notifies_too_early() {
    let (letter, arrived) = letter();
    Thread::scope(|s| {
        s.spawn("postman", || {
            arrived.notify(&letter.acquire());
            *letter.acquire() = true;
        });
        arrived.wait_while(&mut letter.acquire(), |letter| !*letter);
    });
}

fn notifies_nobody() {
    let (letter, arrived) = letter();
    Thread::scope(|s| {
        s.spawn("postman", || *letter.acquire() = true);
        arrived.wait_while(&mut letter.acquire(), |letter| !*letter);
    });
}

/// Two eat, and two dishes come, each with a notify.
fn canteen(eat: impl Fn(&Lock<u32>, &Condition) + Sync) {
    let (dishes, served) = (Lock::new(0).named("dishes"), Condition::new().named("served"));
    Thread::scope(|s| {
        s.spawn("A", || eat(&dishes, &served));
        s.spawn("B", || eat(&dishes, &served));
        for _ in 0..2 {
            let mut dishes = dishes.acquire();
            *dishes += 1;
            served.notify(&dishes);
        }
    });
}

fn an_if_for_a_while() {
    canteen(|dishes, served| {
        let mut dishes = dishes.acquire();
        if *dishes == 0 {
            served.wait(&mut dishes);
        }
        *dishes = dishes.checked_sub(1).expect(NOTHING);
    });
}

fn a_while() {
    canteen(|dishes, served| {
        let mut dishes = dishes.acquire();
        while *dishes == 0 {
            served.wait(&mut dishes);
        }
        *dishes = dishes.checked_sub(1).expect(NOTHING);
    });
}

/// Two wait for one door to open.
fn door(open: impl FnOnce(&Lock<bool>, &Condition)) {
    let (opened, changed) = (Lock::new(false).named("opened"), Condition::new().named("changed"));
    let wait = || changed.wait_while(&mut opened.acquire(), |opened| !*opened);
    Thread::scope(|s| {
        s.spawn("A", wait);
        s.spawn("B", wait);
        open(&opened, &changed);
    });
}

fn one_is_told_for_two() {
    door(|opened, changed| {
        let mut opened = opened.acquire();
        *opened = true;
        changed.notify(&opened);
    });
}

fn both_are_told() {
    door(|opened, changed| {
        let mut opened = opened.acquire();
        *opened = true;
        changed.notify_all(&opened);
    });
}

/// A waits for the first signal, B for the second, which A gives.
fn the_wrong_one_is_told() {
    let (stage, changed) = (Lock::new(0).named("stage"), Condition::new().named("changed"));
    let reach = |next: u32| {
        let mut stage = stage.acquire();
        changed.wait_while(&mut stage, |stage| *stage < next);
        *stage = next + 1;
        changed.notify(&stage);
    };
    Thread::scope(|s| {
        s.spawn("A", || reach(1));
        s.spawn("B", || reach(2));
        reach(0);
    });
}

fn each_has_a_condition() {
    let stage = Lock::new(0).named("stage");
    let changed = ["1", "2", "3"].map(|stage| Condition::new().named(stage));
    let reach = |next: u32| {
        let mut stage = stage.acquire();
        if next > 0 {
            changed[next as usize - 1].wait_while(&mut stage, |stage| *stage < next);
        }
        *stage = next + 1;
        changed[next as usize].notify(&stage);
    };
    Thread::scope(|s| {
        s.spawn("A", || reach(1));
        s.spawn("B", || reach(2));
        reach(0);
    });
}

/// It holds a second lock while it waits, which who tells it needs.
fn waits_with_another_lock() {
    let (letter, arrived) = letter();
    let house = Lock::new(()).named("house");
    Thread::scope(|s| {
        s.spawn("postman", || {
            let _inside = house.acquire();
            deliver(&letter, &arrived);
        });
        let _inside = house.acquire();
        arrived.wait_while(&mut letter.acquire(), |letter| !*letter);
    });
}
