//! What is one step at the coarse grain, for each primitive; and what a thread that waits says.

use std::sync::Arc;
use std::time::Duration;

use primitives::{
    Event, PriorityQueue, Queue, RingQueue, Semaphore, SimpleQueue, Thread, ThreadLocal, Var, raw,
};
use stepper::{Choice, Config, Execution, ObjectId, Program, State, Status, ThreadId, Verdict, What, Why};

const MAIN: Choice = Choice::Thread(ThreadId(0));
const A: Choice = Choice::Thread(ThreadId(1));
const B: Choice = Choice::Thread(ThreadId(2));

/// A run of threads A and B that share `T`.
fn two<T: Send + Sync + 'static>(share: fn() -> T, a: fn(&T), b: fn(&T)) -> Execution {
    Execution::start(Config::default(), move || {
        let shared = share();
        Thread::scope(|s| {
            s.spawn("A", || a(&shared));
            s.spawn("B", || b(&shared));
        });
    })
}

fn play(run: &mut Execution, choices: &[Choice]) {
    for choice in choices {
        run.step(*choice).expect("the test knows what can be chosen");
    }
}

/// Thread, verb and object of what it has announced or waits in.
fn pending(run: &Execution, thread: u8) -> (String, String, Status) {
    let view = run.pending(ThreadId(thread)).expect("it was started");
    let object = view.object.map_or_else(String::new, |object| name(run, object));
    (view.verb.unwrap_or_default().into_owned(), object, view.status)
}

fn name(run: &Execution, object: ObjectId) -> String {
    let object = &run.trace().objects[object.index()];
    object.name.clone().unwrap_or_else(|| format!("an unnamed {}", object.kind))
}

/// What the pictures of the named object showed, in order.
fn pictures(run: &Execution, of: &str) -> Vec<State> {
    let events = run.trace().steps.iter().flat_map(|step| &step.events);
    let shown = events.filter_map(|event| match &event.what {
        What::Shows { state } if name(run, event.object?) == of => Some(state.clone()),
        _ => None,
    });
    shown.collect()
}

fn finished(run: &Execution) {
    assert_eq!(run.verdict(), Some(&Verdict::Finished));
}

fn sleeps_on(run: &Execution, thread: u8) -> String {
    match pending(run, thread) {
        (_, _, Status::Blocked(Why::SleepsOn { object, .. })) => name(run, object),
        other => panic!("thread {thread} does not sleep on an object: {other:?}"),
    }
}

fn small_queue() -> Queue<u32> {
    Queue::bounded(1).named("orders")
}

#[test]
fn a_put_and_a_get_that_need_not_wait_are_one_step_each() {
    let mut run = two(small_queue, |q| q.put(7).unwrap(), |q| assert_eq!(q.get(), Ok(7)));
    assert_eq!(run.choices().iter().collect::<Vec<_>>(), [A, B]);
    play(&mut run, &[A, B]);
    finished(&run);
    let items = |items: &[&str], unfinished| State::Items {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        capacity: Some(1),
        unfinished,
    };
    assert_eq!(pictures(&run, "orders"), [items(&[], 0), items(&["7"], 1), items(&[], 1)]);
}

#[test]
fn a_get_that_waits_is_a_step_to_sleep_and_a_step_to_complete() {
    let mut run = two(small_queue, |q| q.put(7).unwrap(), |q| assert_eq!(q.get(), Ok(7)));
    play(&mut run, &[B]);
    assert_eq!(sleeps_on(&run, 2), "orders");
    assert_eq!(run.choices().iter().collect::<Vec<_>>(), [A]);
    play(&mut run, &[A]);
    assert_eq!(pending(&run, 2), ("get".into(), "orders".into(), Status::Ready));
    play(&mut run, &[B]);
    finished(&run);
    assert_eq!(run.steps(), 3);
}

#[test]
fn a_put_that_waits_is_a_step_to_sleep_and_a_step_to_complete() {
    let mut run = two(
        small_queue,
        |q| {
            q.put(1).unwrap();
            q.put(2).unwrap();
        },
        |q| assert_eq!(q.get().unwrap() + q.get().unwrap(), 3),
    );
    play(&mut run, &[A, A]);
    assert_eq!(sleeps_on(&run, 1), "orders");
    play(&mut run, &[B]);
    assert_eq!(pending(&run, 1), ("put".into(), "orders".into(), Status::Ready));
    play(&mut run, &[A, B]);
    finished(&run);
}

#[test]
fn a_woken_get_can_be_overtaken_and_sleeps_again() {
    let mut run = two(
        small_queue,
        |q| {
            q.put(1).unwrap();
            assert_eq!(q.get(), Ok(1));
            q.put(2).unwrap();
        },
        |q| assert_eq!(q.get(), Ok(2)),
    );
    play(&mut run, &[B, A, A, B]);
    assert_eq!(sleeps_on(&run, 2), "orders");
    play(&mut run, &[A, B]);
    finished(&run);
}

#[test]
fn a_join_sleeps_until_all_is_done() {
    let mut run = two(
        small_queue,
        |q| {
            q.put(1).unwrap();
            q.join();
        },
        |q| {
            q.get().unwrap();
            q.task_done().unwrap();
            let error = q.task_done().unwrap_err();
            assert_eq!(error.to_string(), "task_done() called too many times");
        },
    );
    play(&mut run, &[A, A, B]);
    assert_eq!(sleeps_on(&run, 1), "orders");
    play(&mut run, &[B]);
    assert_eq!(pending(&run, 1), ("join".into(), "orders".into(), Status::Ready));
    play(&mut run, &[A, B]);
    finished(&run);
    let misuse =
        |event: &stepper::Event| matches!(&event.what, What::Misuse { text } if text.contains("too many"));
    assert!(run.trace().steps.iter().flat_map(|step| &step.events).any(misuse));
}

#[test]
fn a_timed_get_ends_with_the_clock() {
    let mut run = two(
        small_queue,
        |q| assert_eq!(q.get_timeout(Duration::from_secs(1)), Err(primitives::GetError::Empty)),
        |q| assert_eq!(q.try_get(), Err(primitives::GetError::Empty)),
    );
    play(&mut run, &[A, B, Choice::Clock, A]);
    finished(&run);
}

#[test]
fn a_queue_shows_only_itself() {
    let program: Program = Arc::new(|| {
        let q = small_queue();
        Thread::scope(|s| {
            for thread in ["A", "B"] {
                s.spawn(thread, || q.put(1).unwrap());
            }
            s.spawn("C", || q.get().unwrap() + q.get().unwrap());
        });
    });
    // Every moment of every schedule, with the trace kept.
    let mut open: Vec<Vec<Choice>> = vec![Vec::new()];
    let mut moments = 0;
    while let Some(choices) = open.pop() {
        let again = Arc::clone(&program);
        let mut run = Execution::start(Config::default(), move || again());
        play(&mut run, &choices);
        for thread in 1..=3 {
            let (verb, object, status) = pending(&run, thread);
            if status != Status::Finished {
                assert_eq!((object.as_str(), verb == "put" || verb == "get"), ("orders", true), "{verb}");
            }
        }
        moments += 1;
        open.extend(run.choices().iter().map(|choice| [choices.as_slice(), &[choice]].concat()));
    }
    assert!(moments > 20, "{moments}");
}

#[test]
fn a_ring_shows_what_a_queue_shows() {
    fn items(items: &[&str], unfinished: usize) -> State {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        State::Items { items, capacity: Some(2), unfinished }
    }
    let mut run = two(
        || RingQueue::bounded(2).named("orders"),
        |q| {
            q.put(7).unwrap();
            q.put(8).unwrap();
            q.join();
        },
        |q| {
            assert_eq!(q.get(), Ok(7));
            q.task_done().unwrap();
            q.shutdown_now();
        },
    );
    play(&mut run, &[B]);
    assert_eq!(sleeps_on(&run, 2), "orders");
    play(&mut run, &[A, A, A]);
    assert_eq!(sleeps_on(&run, 1), "orders");
    assert_eq!(pending(&run, 2), ("get".into(), "orders".into(), Status::Ready));
    play(&mut run, &[B, B, B, A]);
    finished(&run);
    let shown = [
        items(&[], 0),
        items(&["7"], 1),
        items(&["7", "8"], 2),
        items(&["8"], 2),
        items(&["8"], 1),
        items(&[], 0),
    ];
    assert_eq!(pictures(&run, "orders"), shown);
}

#[test]
fn a_put_wakes_a_sleeping_get_and_the_next_put_wakes_nobody() {
    let wakes = |run: &Execution| {
        let events = run.trace().steps.iter().flat_map(|step| &step.events);
        events.filter(|event| matches!(event.what, What::Wake)).count()
    };
    let mut ring = two(
        || RingQueue::bounded(2).named("orders"),
        |q| (1..=2).for_each(|n| q.put(n).unwrap()),
        |q| assert_eq!(q.get(), Ok(1)),
    );
    let mut queue = two(
        || Queue::bounded(2).named("orders"),
        |q| (1..=2).for_each(|n| q.put(n).unwrap()),
        |q| assert_eq!(q.get(), Ok(1)),
    );
    for run in [&mut ring, &mut queue] {
        play(run, &[B, A]);
        assert_eq!(wakes(run), 1);
        play(run, &[A]);
        assert_eq!(wakes(run), 1);
        play(run, &[B]);
        finished(run);
    }
}

#[test]
fn a_shutdown_wakes_who_sleeps_on_a_queue_with_an_error() {
    let mut run = two(
        small_queue,
        |q| {
            q.put(1).unwrap();
            assert!(q.put(2).is_err());
        },
        |q| q.shutdown_now(),
    );
    play(&mut run, &[A, A]);
    assert_eq!(sleeps_on(&run, 1), "orders");
    play(&mut run, &[B]);
    assert_eq!(pending(&run, 1), ("put".into(), "orders".into(), Status::Ready));
    play(&mut run, &[A]);
    finished(&run);
}

#[test]
fn a_priority_queue_shows_its_items_in_the_order_in_which_they_come_out() {
    let mut run = two(
        || PriorityQueue::unbounded().named("patients"),
        |q| [2, 3, 1].into_iter().for_each(|n| q.put(n).unwrap()),
        |q| assert_eq!(q.get(), Ok(1)),
    );
    play(&mut run, &[A, A, A, B]);
    finished(&run);
    let shown: Vec<Vec<String>> = pictures(&run, "patients")
        .into_iter()
        .map(|state| match state {
            State::Items { items, .. } => items,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, [&[][..], &["2"], &["2", "3"], &["1", "2", "3"], &["2", "3"]]);
}

#[test]
fn a_simple_queue_is_one_step_a_call() {
    let mut run =
        two(|| SimpleQueue::new().named("letters"), |q| q.put("hello"), |q| assert_eq!(q.get(), "hello"));
    play(&mut run, &[B]);
    assert_eq!(sleeps_on(&run, 2), "letters");
    play(&mut run, &[A, B]);
    finished(&run);
}

#[test]
fn an_acquire_without_a_permit_cannot_be_chosen() {
    fn enter(seats: &Semaphore) {
        let _seat = seats.acquire();
    }
    let mut run = two(|| Semaphore::new(1).named("seats"), enter, enter);
    play(&mut run, &[A]);
    assert_eq!(run.choices().iter().collect::<Vec<_>>(), [A]);
    assert!(matches!(pending(&run, 2).2, Status::Blocked(Why::Wants { .. })));
    play(&mut run, &[A, B, B]);
    finished(&run);
    let counts = [1, 0, 1, 0, 1].map(State::Count);
    assert_eq!(pictures(&run, "seats"), counts);
}

#[test]
fn a_timed_acquire_sleeps_and_is_woken_by_a_release() {
    let mut run = two(
        || raw::Semaphore::new(0).named("seats"),
        |seats| assert!(seats.acquire_timeout(Duration::from_secs(1))),
        |seats| seats.release(1).unwrap(),
    );
    play(&mut run, &[A]);
    assert_eq!(sleeps_on(&run, 1), "seats");
    play(&mut run, &[B, A]);
    finished(&run);
}

#[test]
fn a_timed_acquire_gives_up_and_is_not_counted_any_more() {
    let mut run = two(
        || raw::Semaphore::new(0).named("seats"),
        |seats| {
            assert!(!seats.acquire_timeout(Duration::from_secs(1)));
            seats.release(1).unwrap();
        },
        |_| {},
    );
    play(&mut run, &[A, Choice::Clock, A, A]);
    finished(&run);
    let wakes = |event: &stepper::Event| matches!(event.what, What::Wake);
    assert!(!run.trace().steps.iter().flat_map(|step| &step.events).any(wakes));
}

#[test]
fn a_wait_for_an_event_is_a_step_to_sleep_and_a_step_to_complete() {
    let mut run = two(|| Event::new().named("open"), |open| open.set(), |open| open.wait());
    play(&mut run, &[B]);
    assert_eq!(sleeps_on(&run, 2), "open");
    play(&mut run, &[A]);
    assert_eq!(pending(&run, 2), ("wait".into(), "open".into(), Status::Ready));
    play(&mut run, &[B]);
    finished(&run);
    assert_eq!(pictures(&run, "open"), [false, true].map(State::Flag));
}

#[test]
fn a_set_that_is_cleared_at_once_still_wakes_the_sleepers() {
    let mut run = two(
        || Event::new().named("open"),
        |open| {
            open.set();
            open.clear();
        },
        |open| assert!(open.wait_timeout(Duration::from_secs(1))),
    );
    play(&mut run, &[B, A, A, B]);
    finished(&run);
}

#[test]
fn naming_is_no_step() {
    let run = Execution::start(Config::default(), || {
        let _objects = (
            Var::new(1).named("x"),
            Event::new().named("open"),
            Semaphore::new(1).named("seats"),
            small_queue(),
            ThreadLocal::new(|| 0).named("own"),
        );
    });
    assert_eq!((run.steps(), run.choices().len()), (0, 0));
    finished(&run);
}

#[test]
fn each_thread_has_its_own_value() {
    let mut run = two(
        || ThreadLocal::new(|| 0).named("own"),
        |own| {
            own.set(1);
            assert_eq!(own.get(), 1);
        },
        |own| assert_eq!(own.with(|value| *value), 0),
    );
    play(&mut run, &[A, B, A]);
    finished(&run);
    let own = |value: Option<&str>| State::Own(value.map(str::to_owned));
    // A's is set; B's is made, used, and goes with B; A's goes with A.
    let shown = [Some("1"), Some("0"), Some("0"), None, None].map(own);
    assert_eq!(pictures(&run, "own"), shown);
}

#[test]
fn a_value_goes_with_its_thread_or_with_its_object() {
    struct Loud<'a>(&'a Queue<&'static str>, &'static str);
    impl Drop for Loud<'_> {
        fn drop(&mut self) {
            self.0.put(self.1).unwrap();
        }
    }
    static SAID: Queue<&'static str> = Queue::unbounded();
    let mut run = Execution::start(Config::default(), || {
        let own = Arc::new(ThreadLocal::new(|| Loud(&SAID, "main's")));
        let theirs = Arc::clone(&own);
        let thread = Thread::spawn("A", move || theirs.set(Loud(&SAID, "A's")));
        own.with(|_| {});
        thread.join().unwrap();
        drop(own);
        assert_eq!(SAID.get(), Ok("A's"));
        assert_eq!(SAID.get(), Ok("main's"));
    });
    play(&mut run, &[MAIN, A]);
    assert_eq!(pending(&run, 1).0, "put");
    while !run.choices().is_empty() {
        let next = run.choices().iter().last().unwrap();
        play(&mut run, &[next]);
    }
    finished(&run);
}
