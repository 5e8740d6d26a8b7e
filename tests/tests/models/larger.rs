//! Models for the stepper alone: with more threads than loom has, or with a clock that decides.

use std::time::Duration;

use primitives::steps::clockwork::Clockwork;
use primitives::{Condition, Lock, Queue, Thread, raw};

use super::{Model, outcome};

pub(crate) const MODELS: &[Model] = &[
    Model::new("five_take_turns", "one at a time, when four may be asleep", five_take_turns),
    Model::new("two_seats_for_four", "never three inside, and nobody is left out", two_seats_for_four)
        .finds(&["1 at most", "2 at most"]),
    Model::new("four_are_told_in_turn", "first come, first told, one notify each", four_are_told_in_turn),
    Model::new("two_cooks_two_waiters", "every dish is served once", two_cooks_two_waiters),
    Model::new("one_dish_for_three", "one gets it in time, or it stays", one_dish_for_three)
        .finds(&["it stays", "one got it"]),
    Model::new(
        "an_earlier_moment_is_not_late",
        "who waits for a later one is told",
        an_earlier_moment_is_not_late,
    ),
];

fn five_take_turns() {
    let count = Lock::new(0);
    Thread::scope(|s| {
        for name in ["A", "B", "C", "D"] {
            s.spawn(name, || *count.acquire() += 1);
        }
        *count.acquire() += 1;
    });
    assert_eq!(*count.acquire(), 5);
}

fn two_seats_for_four() {
    let seats = raw::Semaphore::new(2);
    let inside = Lock::new((0, 0));
    let visit = || {
        seats.acquire();
        {
            let (now, most) = &mut *inside.acquire();
            *now += 1;
            *most = (*most).max(*now);
        }
        inside.acquire().0 -= 1;
        seats.release(1).expect("one is not too many");
    };
    Thread::scope(|s| {
        for name in ["A", "B", "C", "D"] {
            s.spawn(name, visit);
        }
    });
    let (_, most) = *inside.acquire();
    assert!(most <= 2, "{most} had a seat");
    assert_eq!(seats.value(), 2);
    outcome(format!("{most} at most"));
}

fn four_are_told_in_turn() {
    let line = Lock::new((Vec::new(), Vec::new()));
    let (changed, next) = (Condition::new(), Condition::new());
    let wait = |name| {
        let mut line = line.acquire();
        line.0.push(name);
        changed.notify(&line);
        next.wait(&mut line);
        line.1.push(name);
        changed.notify(&line);
    };
    Thread::scope(|s| {
        for name in ["A", "B", "C", "D"] {
            s.spawn(name, move || wait(name));
        }
        let mut line = line.acquire();
        changed.wait_while(&mut line, |(came, _)| came.len() < 4);
        for told in 1..=4 {
            next.notify(&line);
            changed.wait_while(&mut line, |(_, gone)| gone.len() < told);
        }
        assert_eq!(line.0, line.1, "not in the order in which they came");
    });
}

fn two_cooks_two_waiters() {
    let pass = Queue::bounded(1);
    let served = Lock::new(Vec::new());
    let serve = || {
        let dish = pass.get().expect("it is open");
        served.acquire().push(dish);
    };
    Thread::scope(|s| {
        s.spawn("cook 1", || pass.put(1).expect("it is open"));
        s.spawn("cook 2", || pass.put(2).expect("it is open"));
        s.spawn("waiter 1", serve);
        s.spawn("waiter 2", serve);
    });
    let mut served = served.acquire();
    served.sort_unstable();
    assert_eq!(*served, [1, 2]);
    assert!(pass.is_empty());
}

/// Each waits for another time. However late the dish comes, it is not lost.
fn one_dish_for_three() {
    let pass = Queue::bounded(1);
    let wait = |seconds| pass.get_timeout(Duration::from_secs(seconds)).is_ok();
    let served = Thread::scope(|s| {
        let waiters = [
            s.spawn("waiter 1", || wait(1)),
            s.spawn("waiter 2", || wait(2)),
            s.spawn("waiter 3", || wait(3)),
        ];
        s.spawn("cook", || pass.put("soup").expect("it is open"));
        waiters
            .map(|waiter| waiter.join().expect("the waiter is well"))
            .into_iter()
            .filter(|&got| got)
            .count()
    });
    assert_eq!(served + pass.len(), 1, "one dish was put");
    outcome(if served == 1 { "one got it" } else { "it stays" });
}

fn an_earlier_moment_is_not_late() {
    let clockwork = Clockwork::new();
    let second = Duration::from_secs(1);
    let later = clockwork.after(2 * second, || ());
    clockwork.after(second, || ()).join();
    assert!(later.cancel(), "the earlier one came with the later");
}
