//! A test that asks for every schedule, and one that asks for the schedule that failed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use primitives::{Lock, Semaphore, Thread, Var};
use stepper::{
    Conclusion, Config, Exploration, Grain, Limit, Schedule, Search, Text, check, choices, replay, words,
};

/// What a call panicked with.
#[track_caller]
fn failure<R>(call: impl FnOnce() -> R) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).err().expect("it should have failed");
    *payload.downcast::<String>().expect("a message")
}

fn loses_an_update() {
    let n = Lock::new(0).named("n");
    let add = || {
        let before = *n.acquire();
        *n.acquire() = before + 1;
    };
    Thread::scope(|s| {
        s.spawn("A", add);
        s.spawn("B", add);
    });
    assert_eq!(*n.acquire(), 2, "an update was lost");
}

fn loses_none() {
    let n = Lock::new(0).named("n");
    Thread::scope(|s| {
        s.spawn("A", || *n.acquire() += 1);
        s.spawn("B", || *n.acquire() += 1);
    });
    assert_eq!(*n.acquire(), 2);
}

fn code(words: &str) -> String {
    let code = words.split("stepper::replay(\"").nth(1).and_then(|rest| rest.split('"').next());
    code.unwrap_or_else(|| panic!("a code in {words}")).to_owned()
}

#[test]
fn a_program_that_is_fine_is_proved() {
    assert_eq!(check(loses_none).conclusion, Conclusion::Proved);
}

#[test]
fn a_failure_says_what_went_wrong_how_and_how_to_see_it_again() {
    let text = failure(|| check(loses_an_update));
    println!("{text}");
    let line = line!() - 2;
    for part in [
        "main panicked. “assertion `left == right` failed: an update was lost, left: 1, right: 2” (check.rs, line 29)",
        "A            B",
        "acquire n",
        "guard from check.rs, line ",
        &format!("stepper::replay(\"tl1.check:{line}.c.00000000."),
        "preemption",
    ] {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
}

#[test]
fn a_replay_fails_as_the_check_did_and_passes_after_the_fix() {
    let first = failure(|| check(loses_an_update));
    let again = failure(|| replay(&code(&first), loses_an_update));
    assert!(first.starts_with(&again), "{first}\n{again}");
    // Not every choice fits the repaired program, and it ends well all the same.
    assert!(replay(&code(&first), loses_none) > 0);
}

#[test]
fn a_panic_that_somebody_deals_with_fails_no_replay() {
    // Main asks A, and takes its panic for an answer; what B does then is asked of it.
    let program = |right: bool| {
        move || {
            let gave_up = Thread::spawn("A", || panic!("not today")).join().is_err();
            let b = Thread::spawn("B", move || assert!(gave_up && right, "B is wrong"));
            assert!(b.join().is_ok(), "so main is");
        }
    };
    assert!(check(program(true)).conclusion == Conclusion::Proved);
    let first = failure(|| check(program(false)));
    let again = failure(|| replay(&code(&first), program(false)));
    assert!(again.contains("B is wrong") && first.starts_with(&again), "{first}\n{again}");
    let fitted = replay(&code(&first), program(true));
    assert_eq!(
        fitted,
        choices(code(&first).split('.').nth(4).expect("choices")).expect("they can be read").len()
    );
}

#[test]
fn a_replay_goes_on_fairly_where_the_code_ends() {
    // B waits by asking: whoever always ran the first thread, or the last, would never come to an end.
    let program = || {
        let ready = Lock::new(false).named("ready");
        Thread::scope(|s| {
            s.spawn("asks", || while !*ready.acquire() {});
            s.spawn("works", || *ready.acquire() = true);
            s.spawn("asks too", || while !*ready.acquire() {});
        });
    };
    let code = Schedule {
        program: "x".to_owned(),
        grain: Grain::Coarse,
        fingerprint: 0,
        choices: choices("b2").expect("choices"),
    };
    assert_eq!(replay(&code.to_string(), program), 2);
}

#[test]
fn a_code_of_a_search_with_another_clock_is_replayed_by_that_search() {
    let eager = Search { config: Config { eager_clock: true, ..Config::default() }, ..Search::default() };
    // The time may be up although B could still give the permit.
    let program = || {
        let permits = Semaphore::new(0).named("permits");
        Thread::scope(|s| {
            s.spawn("A", || assert!(permits.acquire_timeout(Duration::from_secs(1)).is_some(), "too late"));
            s.spawn("B", || permits.release(1));
        });
    };
    let first = failure(|| eager.check(program));
    assert!(first.contains("too late") && first.contains("Run it again: search.replay(\""), "{first}");
    let code =
        first.split("search.replay(\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a code");
    let again = failure(|| eager.replay(code, program));
    assert!(first.starts_with(&again), "{first}\n{again}");
}

#[test]
fn a_code_that_cannot_be_read_says_where() {
    assert!(failure(|| replay("tl1.x.c", || {})).contains("the schedule code is broken at character"));
}

#[test]
fn a_program_that_varies_says_what_it_did() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let text = failure(|| {
        let program = || {
            let run = RUNS.fetch_add(1, Ordering::Relaxed);
            let n = Lock::new(0).named(if run.is_multiple_of(2) { "even" } else { "odd" });
            Thread::scope(|s| {
                s.spawn("A", || *n.acquire() += 1);
                if run % 3 != 1 {
                    s.spawn("B", || *n.acquire() += 1);
                }
            });
        };
        check(program)
    });
    println!("{text}");
    for part in ["is not deterministic", "Once, after", "Another time, after", "A would acquire "] {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
}

#[test]
fn a_program_that_uses_another_lock_or_value_says_what_it_did() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let text = failure(|| {
        check(|| {
            let locks = [Lock::new(0).named("even"), Lock::new(0).named("odd")];
            let run = RUNS.fetch_add(1, Ordering::Relaxed) as usize;
            Thread::scope(|s| {
                s.spawn("A", || *locks[run % 2].acquire() += 1);
                s.spawn("B", || *locks[0].acquire() += 1);
            });
        })
    });
    println!("{text}");
    let line = line!() - 6;
    for part in [
        &format!(
            "Once, after 0 steps: A would acquire even (check.rs, line {line}), or B would acquire even"
        ),
        &format!(
            "Another time, after 0 steps: A would acquire odd (check.rs, line {line}), or B would acquire even"
        ),
    ] {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
    static SUM: AtomicU32 = AtomicU32::new(0);
    let text = failure(|| {
        check(|| {
            let n = Var::new(0).named("n");
            let run = SUM.fetch_add(1, Ordering::Relaxed);
            Thread::scope(|s| {
                s.spawn("A", || n.set(n.get() + run));
                s.spawn("B", || n.set(n.get() + run));
            });
        })
    });
    println!("{text}");
    let at = format!("(check.rs, line {})", line!() - 5);
    for part in [
        &format!(
            "Once, after 4 steps: the word of n was 0 {at}. Another time, after 4 steps: the word of n was "
        ),
        &format!(" {at}. Whatever varies"),
    ] {
        assert!(text.contains(part), "{part:?} should be in {text}");
    }
}

#[test]
fn no_bug_is_no_proof_unless_all_was_seen() {
    let found = |conclusion| Exploration {
        conclusion,
        outcomes: Vec::new(),
        complete: false,
        executions: 1_234_567,
        steps: 1,
        sampled: None,
        waits: false,
        bound: None,
        spurious: false,
    };
    let proved = words::no_bug(Text::english(), &found(Conclusion::Proved), None);
    assert_eq!(proved, "Proved: every schedule is fine (1,234,567 executions, 1 step).");
    let waits =
        words::no_bug(Text::english(), &Exploration { waits: true, ..found(Conclusion::Proved) }, None);
    assert!(waits.starts_with(&proved) && waits.contains("left to wait until something changed"), "{waits}");
    for (limit, why) in [
        (
            Limit::Rounds,
            "some thread counts how often it asks in vain and does something else each time, so only the first few \
             rounds were tried",
        ),
        (Limit::Executions, "no more were allowed"),
        (Limit::Steps, "some schedule went on until it was stopped, so nobody knows how it ends"),
        (Limit::Cancelled, "the search was stopped before its end"),
    ] {
        let text = words::no_bug(Text::english(), &found(Conclusion::NotFinished(limit)), Some(limit));
        assert_eq!(text, format!("No bug within 1,234,567 executions, which is no proof: {why}."));
    }
}
