//! Producers and consumers.

use primitives::{PriorityQueue, Queue, RingQueue, SimpleQueue, Thread, Var};

use super::Ending::{Deadlocks, Fine, Panics, Races};
use super::{A_VAR_RACES, Program};

const OPEN: &str = "it is open";
const TOO_OFTEN: &str = "it was done before";
const UNREADY: &str = "it was not ready";
const LATE: &str = "the first is not the smallest";

pub(super) const PROGRAMS: &[Program] = &[
    Program::new("a_task_is_never_done", Deadlocks, || join_after(0)),
    Program::new("every_task_is_done", Fine, || join_after(1)).bounded(3),
    Program::new("a_task_is_done_twice", Panics(TOO_OFTEN), || join_after(2)).bounded(3),
    Program::new("one_more_is_wanted", Deadlocks, one_more_is_wanted).bounded(2),
    Program::new("until_it_is_shut_down", Fine, until_it_is_shut_down).bounded(2),
    Program::new("no_room_for_ones_own", Deadlocks, || put_two(Queue::bounded(1))),
    Program::new("room_for_ones_own", Fine, || put_two(Queue::unbounded())),
    Program::new("looks_then_gets", Deadlocks, looks_then_gets).bounded(2),
    Program::new("gets_if_there_is_one", Fine, gets_if_there_is_one).bounded(2),
    Program::new("one_pill_for_two", Deadlocks, || pills(1)).bounded(2),
    Program::new("a_pill_for_each", Fine, || pills(2)).bounded(2),
    Program::new("both_answer_first", Deadlocks, both_answer_first).bounded(2),
    Program::new("one_asks_first", Fine, one_asks_first).bounded(2),
    Program::new("the_first_is_the_smallest", Panics(LATE), the_first_is_the_smallest).bounded(2),
    Program::new("an_item_hands_over", Fine, an_item_hands_over),
    Program::new("an_item_is_put_too_early", Panics(UNREADY), an_item_is_put_too_early)
        .differs(&[Panics(UNREADY), Races], A_VAR_RACES),
    Program::new("a_ring_hands_over", Fine, a_ring_hands_over).bounded(3),
    Program::new("a_ring_with_one_item_for_two", Deadlocks, a_ring_with_one_item_for_two).bounded(1),
];

fn join_after(done: u32) {
    let tasks = Queue::unbounded().named("tasks");
    Thread::scope(|s| {
        s.spawn("worker", || {
            tasks.get().expect(OPEN);
            (0..done).for_each(|_| tasks.task_done().expect(TOO_OFTEN));
        });
        tasks.put(1).expect(OPEN);
        tasks.join();
    });
}

fn one_more_is_wanted() {
    let orders = Queue::bounded(1).named("orders");
    Thread::scope(|s| {
        s.spawn("cook", || (0..3).for_each(|_| _ = orders.get().expect(OPEN)));
        (1..=2).for_each(|order| orders.put(order).expect(OPEN));
    });
}

fn until_it_is_shut_down() {
    let orders = Queue::bounded(1).named("orders");
    Thread::scope(|s| {
        let cook = s.spawn("cook", || std::iter::from_fn(|| orders.get().ok()).count());
        (1..=2).for_each(|order| orders.put(order).expect(OPEN));
        orders.shutdown();
        assert_eq!(cook.join().expect("the cook is well"), 2);
    });
}

fn put_two(own: Queue<u32>) {
    let own = own.named("own");
    own.put(1).expect(OPEN);
    own.put(2).expect(OPEN);
    assert_eq!(own.get(), Ok(1));
}

fn looks_then_gets() {
    let items = Queue::unbounded().named("items");
    items.put(1).expect(OPEN);
    let take = || {
        if !items.is_empty() {
            items.get().expect(OPEN);
        }
    };
    Thread::scope(|s| {
        s.spawn("A", take);
        take();
    });
}

fn gets_if_there_is_one() {
    let items = Queue::unbounded().named("items");
    items.put(1).expect(OPEN);
    let take = || items.try_get().is_ok();
    let (a, b) = Thread::scope(|s| {
        let a = s.spawn("A", take);
        let b = take();
        (a.join().expect("A is well"), b)
    });
    assert!(a != b);
}

fn pills(pills: u32) {
    let orders = Queue::unbounded().named("orders");
    let cook = || while orders.get().expect(OPEN) != 0 {};
    Thread::scope(|s| {
        s.spawn("A", cook);
        s.spawn("B", cook);
        (0..pills).for_each(|_| orders.put(0).expect(OPEN));
    });
}

fn desk() -> (SimpleQueue<u32>, SimpleQueue<u32>) {
    (SimpleQueue::new().named("questions"), SimpleQueue::new().named("answers"))
}

fn both_answer_first() {
    let (questions, answers) = desk();
    Thread::scope(|s| {
        s.spawn("A", || answers.put(questions.get() + 1));
        questions.put(answers.get() - 1);
    });
}

fn one_asks_first() {
    let (questions, answers) = desk();
    Thread::scope(|s| {
        s.spawn("A", || answers.put(questions.get() + 1));
        questions.put(1);
        assert_eq!(answers.get(), 2);
    });
}

fn the_first_is_the_smallest() {
    let urgent = PriorityQueue::unbounded().named("urgent");
    Thread::scope(|s| {
        s.spawn("A", || {
            urgent.put(2).expect(OPEN);
            urgent.put(1).expect(OPEN);
        });
        assert_eq!(urgent.get(), Ok(1), "{LATE}");
    });
}

fn an_item_hands_over() {
    let (x, ready) = (Var::new(0).named("x"), SimpleQueue::new().named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            x.set(1);
            ready.put(());
        });
        ready.get();
        assert_eq!(x.get(), 1, "{UNREADY}");
    });
}

fn an_item_is_put_too_early() {
    let (x, ready) = (Var::new(0).named("x"), SimpleQueue::new().named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            ready.put(());
            x.set(1);
        });
        ready.get();
        assert_eq!(x.get(), 1, "{UNREADY}");
    });
}

fn a_ring_hands_over() {
    let (x, ready) = (Var::new(0).named("x"), RingQueue::bounded(1).named("ready"));
    Thread::scope(|s| {
        s.spawn("A", || {
            x.set(1);
            ready.put(7).expect(OPEN);
        });
        assert_eq!(ready.get(), Ok(7));
        assert_eq!(x.get(), 1, "{UNREADY}");
    });
}

fn a_ring_with_one_item_for_two() {
    let items = RingQueue::bounded(1).named("items");
    Thread::scope(|s| {
        s.spawn("A", || items.get().expect(OPEN));
        s.spawn("B", || items.get().expect(OPEN));
        items.put(1).expect(OPEN);
    });
}
