//! Programs to step, and ways to choose.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use primitives::{Condition, Lock, Thread, Var, say};
use stepper::{Choice, Config, Execution, Grain, Program};

/// SplitMix64: the same numbers on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.roll() % n as u64) as usize
    }
}

pub(crate) const GRAINS: [Grain; 2] = [Grain::Coarse, Grain::Fine];

pub(crate) fn config(grain: Grain) -> Config {
    Config { grain, ..Config::default() }
}

pub(crate) fn start(program: &Program, config: Config) -> Execution {
    let program = Arc::clone(program);
    Execution::start(config, move || program())
}

/// Chooses at random until nothing can be chosen, or `most` steps are made.
pub(crate) fn random(run: &mut Execution, dice: &mut Dice, most: usize) -> Vec<Choice> {
    let mut made = Vec::new();
    while made.len() < most && !run.choices().is_empty() {
        let choices = run.choices();
        let choice = choices.iter().nth(dice.below(choices.len())).expect("one of those counted");
        run.step(choice).expect("it was offered");
        made.push(choice);
    }
    made
}

/// Always chooses the first that is offered.
pub(crate) fn run_first(program: &Program, config: Config) -> Execution {
    let mut run = start(program, config);
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    run
}

/// Steps each thread named by a letter, as schedule codes do.
pub(crate) fn steps(run: &mut Execution, letters: &str) {
    for letter in letters.bytes() {
        let choice = match letter {
            b't' => Choice::Clock,
            _ => Choice::Thread(stepper::ThreadId(letter - b'a')),
        };
        run.step(choice).unwrap_or_else(|e| panic!("{e} in {letters}"));
    }
}

pub(crate) fn lesson(variant: &str) -> Program {
    let lesson = lessons::find("producer-consumer").expect("the first lesson");
    Arc::new(lesson.program(variant).expect("both variants").main)
}

/// Every program that the properties below are checked with.
pub(crate) fn all() -> Vec<(&'static str, Program)> {
    vec![
        ("broken lesson", lesson("broken")),
        ("fixed lesson", lesson("fixed")),
        ("timeouts", Arc::new(timeouts)),
        ("nested scopes", Arc::new(nested_scopes)),
        ("try_acquire", Arc::new(tries)),
        ("panics", Arc::new(panics)),
        ("hard to abandon", Arc::new(hard_to_abandon)),
    ]
}

pub(crate) fn timeouts() {
    let lock = Lock::new(0).named("lock");
    let changed = Condition::new().named("changed");
    Thread::scope(|s| {
        s.spawn("impatient", || match lock.acquire_timeout(Duration::from_millis(5)) {
            Some(mut n) => *n += 1,
            None => say!("too late"),
        });
        s.spawn("waiter", || {
            let mut n = lock.acquire();
            if !changed.wait_timeout(&mut n, Duration::from_millis(3)) {
                say!("nothing changed");
            }
            Thread::sleep(Duration::from_millis(4)); // with the lock held
        });
        s.spawn("sleeper", || {
            Thread::sleep(Duration::from_millis(3));
            let n = lock.acquire();
            changed.notify(&n);
        });
    });
}

pub(crate) fn nested_scopes() {
    let total = Lock::new(0).named("total");
    Thread::scope(|outer| {
        outer.spawn("left", || {
            Thread::scope(|inner| {
                inner.spawn("left 1", || *total.acquire() += 1);
                inner.spawn("left 2", || *total.acquire() += 2);
            });
        });
        let right = outer.spawn("right", || {
            Thread::scope(|inner| {
                let sum = inner.spawn("right 1", || {
                    let mut total = total.acquire();
                    *total += 4;
                    *total
                });
                sum.join().expect("it does not panic")
            })
        });
        right.join().expect("it does not panic");
    });
    assert_eq!(*total.acquire(), 7);
}

pub(crate) fn tries() {
    let lock = Lock::new(0).named("lock");
    let x = Var::new(0).named("x");
    Thread::scope(|s| {
        for name in ["A", "B", "C"] {
            s.spawn(name, || match lock.try_acquire() {
                Some(mut n) => *n += 1,
                None => x.set(x.get() + 1),
            });
        }
    });
}

pub(crate) fn panics() {
    let lock = Lock::new(0).named("lock");
    let lost = Arc::new(Lock::new(0).named("lost"));
    let other = Arc::clone(&lost);
    let detached = Thread::spawn("detached", move || {
        let _held = other.acquire();
        panic!("with a lock held");
    });
    Thread::scope(|s| {
        s.spawn("A", || *lock.acquire() += 1);
        s.spawn("B", || {
            let caught = catch_unwind(AssertUnwindSafe(|| {
                let n = lock.acquire();
                assert!(*n > 5, "caught at once");
            }));
            assert!(caught.is_err());
            *lost.acquire() += 1;
        });
    });
    assert!(detached.join().is_err());
    let seen = *lock.acquire();
    assert!(seen != 1, "not caught at all");
}

/// Has everything that is hard to leave in the middle.
pub(crate) fn hard_to_abandon() {
    hard_to_abandon_counting(&Arc::new(()));
}

/// A destructor that needs a lock, waits on a condition for a while, and lets go of `count`.
struct Mourner<'a> {
    log: &'a Lock<VecDeque<&'static str>>,
    read: &'a Condition,
    word: &'static str,
    _count: Arc<()>,
}

impl Drop for Mourner<'_> {
    fn drop(&mut self) {
        let mut log = self.log.acquire();
        log.push_back(self.word);
        self.read.notify_all(&log);
        self.read.wait_timeout(&mut log, Duration::from_millis(1));
    }
}

/// As [`hard_to_abandon`]; everything that must be dropped holds a clone of `count`.
pub(crate) fn hard_to_abandon_counting(count: &Arc<()>) {
    let log = Lock::new(VecDeque::new()).named("log");
    let read = Condition::new().named("read");
    let state = Lock::new(0).named("state");
    let changed = Condition::new().named("changed");
    let mourner = |word| Mourner { log: &log, read: &read, word, _count: Arc::clone(count) };
    let early = {
        let held = Arc::clone(count);
        Thread::spawn("early", move || {
            let _held = held;
            panic!("early");
        })
    };
    Thread::scope(|s| {
        s.spawn("parked", || {
            let _mourner = mourner("parked");
            let mut state = state.acquire();
            changed.wait_while(&mut state, |state| *state < 2);
        });
        s.spawn("panics", || {
            let caught = catch_unwind(AssertUnwindSafe(|| {
                let _mourner = mourner("panics");
                let _inner = mourner("panics, inside");
                let mut state = state.acquire();
                *state += 1;
                changed.notify(&state);
                panic!("with a lock held");
            }));
            let held = Arc::clone(count);
            std::panic::resume_unwind(match caught {
                Err(said) => Box::new((said, held)),
                Ok(()) => unreachable!("it panics"),
            });
        });
        let inner = s.spawn("nested", || {
            let _mourner = mourner("nested");
            Thread::scope(|t| {
                let _here = mourner("in the scope");
                t.spawn("leaf", || {
                    let _mourner = mourner("leaf");
                    let mut state = state.acquire();
                    *state += 1;
                    changed.notify(&state);
                });
                if let Some(mut state) = state.try_acquire() {
                    *state += 0;
                };
            });
        });
        assert!(inner.join().is_ok());
        assert!(early.join().is_err());
    });
}
