//! Panics: what they say, where, and who deals with them.

use std::panic::{catch_unwind, resume_unwind};
use std::sync::Arc;

use primitives::{Lock, Thread, Var};
use stepper::{Config, MAX_THREADS, Program, Verdict, enumerate};

use crate::programs::{GRAINS, config, run_first};

fn verdict_of(program: impl Fn() + Send + Sync + 'static) -> Verdict {
    let program: Program = Arc::new(program);
    let mut verdicts = GRAINS.map(|grain| {
        let run = run_first(&program, config(grain));
        run.verdict().cloned().expect("it came to its end")
    });
    verdicts.sort_by_key(|v| format!("{v:?}"));
    let [one, other] = verdicts;
    assert_eq!(one, other, "the grain does not change what is wrong");
    one
}

fn panicked(program: impl Fn() + Send + Sync + 'static) -> (u8, String, Option<u32>) {
    match verdict_of(program) {
        Verdict::Panicked { thread, message, place } => {
            if let Some(place) = &place {
                assert!(place.file.ends_with("panics.rs"), "{place}");
            }
            (thread.0, message, place.map(|p| p.line))
        }
        verdict => panic!("no panic, but {verdict:?}"),
    }
}

#[test]
fn message_and_place() {
    let line = line!() + 1;
    let (thread, message, place) = panicked(|| panic!("as {} said", "she"));
    assert_eq!((thread, message.as_str(), place), (0, "as she said", Some(line)));
    let (_, message, place) = panicked(|| std::panic::panic_any(7));
    assert_eq!((message.as_str(), place), ("a panic without words", Some(line!() - 1)));
    let (_, message, place) = panicked(|| resume_unwind(Box::new("rethrown")));
    assert_eq!((message.as_str(), place), ("rethrown", None));
}

#[test]
fn a_join_deals_with_it() {
    let verdict = verdict_of(|| {
        let ended = Thread::spawn("A", || panic!("handled")).join();
        let said = ended.expect_err("it panicked");
        assert_eq!(said.downcast_ref(), Some(&"handled"));
    });
    assert_eq!(verdict, Verdict::Finished);
    let verdict = verdict_of(|| {
        Thread::scope(|s| {
            assert!(s.spawn("A", || panic!("handled")).join().is_err());
        });
    });
    assert_eq!(verdict, Verdict::Finished);
}

#[test]
fn a_catch_deals_with_it() {
    let verdict = verdict_of(|| {
        let caught = catch_unwind(|| {
            let lock = Lock::new(1);
            let _held = lock.acquire();
            panic!("caught");
        });
        assert!(caught.is_err());
        drop(Lock::new(()).acquire());
    });
    assert_eq!(verdict, Verdict::Finished);
}

#[test]
fn the_last_of_several_counts() {
    let (_, message, place) = panicked(|| {
        assert!(catch_unwind(|| panic!("first")).is_err());
        panic!("second");
    });
    assert_eq!((message.as_str(), place), ("second", Some(line!() - 2)));
    let (_, message, _) = panicked(|| {
        let first = catch_unwind(|| panic!("first")).expect_err("it panics");
        assert!(catch_unwind(|| panic!("second")).is_err());
        resume_unwind(first);
    });
    assert_eq!(message, "first", "it is the one that was not caught");
}

#[test]
fn a_scope_names_the_first_thread_that_panicked() {
    let (thread, message, _) = panicked(|| {
        let lock = Lock::new(0).named("lock");
        Thread::scope(|s| {
            s.spawn("A", || {
                drop(lock.acquire());
                drop(lock.acquire());
                panic!("A, later");
            });
            s.spawn("B", || panic!("B, at once"));
        });
    });
    assert_eq!((thread, message.as_str()), (2, "B, at once"));
}

#[test]
fn passing_a_childs_panic_on_is_a_panic_of_its_own() {
    let (thread, message, _) = panicked(|| {
        let said = Thread::spawn("A", || panic!("from A")).join().expect_err("it panics");
        resume_unwind(said);
    });
    assert_eq!((thread, message.as_str()), (0, "from A"));
}

#[test]
fn main_panics_while_its_scoped_threads_live() {
    let (thread, message, _) = panicked(|| {
        let x = Lock::new(0).named("x");
        Thread::scope(|s| {
            s.spawn("A", || *x.acquire() += 1);
            s.spawn("B", || *x.acquire() += 1);
            panic!("main first");
        });
    });
    assert_eq!((thread, message.as_str()), (0, "main first"));
}

#[test]
fn no_panic_is_seen_twice_in_all_schedules() {
    let program: Program = Arc::new(|| {
        let x = Var::new(0).named("x");
        Thread::scope(|s| {
            for name in ["A", "B"] {
                s.spawn(name, || {
                    let seen = x.get();
                    x.set(seen + 1);
                    assert_eq!(x.get(), seen + 1, "somebody came between");
                });
            }
        });
    });
    let report = enumerate(&program, Config::default(), 100_000);
    assert!(report.complete);
    assert!(0 < report.failures && report.failures <= report.executions);
    let (_, first) = report.first_failure.expect("there are failures");
    assert!(matches!(first, Verdict::Panicked { .. } | Verdict::DataRace(_)), "{first:?}");
}

#[test]
fn one_thread_too_many_is_a_panic_of_the_program() {
    let start = |threads: usize| {
        move || {
            Thread::scope(|s| {
                for n in 0..threads {
                    s.spawn(&n.to_string(), || drop(Lock::new(()).acquire()));
                }
            });
        }
    };
    assert_eq!(verdict_of(start(MAX_THREADS - 1)), Verdict::Finished);
    let before = stepper::stacks_in_use();
    let (thread, message, _) = match verdict_of(start(MAX_THREADS)) {
        Verdict::Panicked { thread, message, place } => (thread.0, message, place),
        verdict => panic!("no panic, but {verdict:?}"),
    };
    assert_eq!(thread, 0);
    assert_eq!(message, "an execution can have 16 threads, and this program starts one more");
    assert_eq!(stepper::stacks_in_use(), before);
}

#[test]
fn too_many_objects_are_a_panic_of_the_program() {
    let program: Program = Arc::new(|| {
        let many = (0..70_000).map(|n| Lock::new(n).named("one of many")).collect::<Vec<_>>();
        drop(many[69_999].acquire());
    });
    let run = run_first(&program, Config { record: false, ..Config::default() });
    let Some(Verdict::Panicked { message, .. }) = run.verdict() else { panic!("{:?}", run.verdict()) };
    assert_eq!(message, "an execution can have 65535 objects, and this program uses one more");
}
