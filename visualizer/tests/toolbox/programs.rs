//! A small program for each primitive that uses all its verbs or most of them, as somebody who tries it out would.

use std::cell::Cell;
use std::time::Duration;

use lessons::{ENGLISH, Lesson, Program};
use primitives::{
    Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, RLock, RingQueue,
    Semaphore, SimpleQueue, Thread, ThreadLocal, ThreadPool, Timer, Var, raw,
};

use stepper::inside::{self, Identity};
use stepper::{Meeting, State, ThreadId};

const LONG: Duration = Duration::from_millis(5);

fn lock() {
    let pen = Lock::new(0).named("pen");
    Thread::scope(|s| {
        s.spawn("A", || *pen.acquire() += 1);
        s.spawn("B", || pen.try_acquire().map(|mut n| *n += 1));
        s.spawn("C", || pen.acquire_timeout(LONG).map(|mut n| *n += 1));
        primitives::say!("{}", pen.is_locked());
    });
}

fn rlock() {
    let balance = RLock::new(Cell::new(10)).named("balance");
    Thread::scope(|s| {
        for name in ["A", "B"] {
            s.spawn(name, || {
                let outer = balance.acquire();
                let inner = balance.try_acquire().expect("it is ours");
                inner.set(outer.get() + 1);
            });
        }
        s.spawn("C", || balance.acquire_timeout(LONG).map(|b| b.set(0)));
    });
}

fn raw_rlock() {
    let lock = raw::RLock::new().named("lock");
    let told = raw::Condition::new().named("told");
    let ready = Var::new(0).named("ready");
    Thread::scope(|s| {
        s.spawn("waiter", || {
            lock.acquire();
            lock.acquire();
            told.wait_for(&lock, || ready.get() != 0).expect("it is held");
            lock.release().expect("it is held");
            lock.release().expect("it is held");
        });
        s.spawn("late", || {
            lock.acquire();
            told.wait_timeout(&lock, LONG).expect("it is held");
            lock.release().expect("it is held");
        });
        lock.acquire();
        ready.set(1);
        told.notify(&lock, 1).expect("it is held");
        let held = lock.release_save().expect("it is held");
        lock.acquire_restore(held);
        lock.release().expect("it is held");
        let _ = lock.release();
        primitives::say!("{}", lock.is_locked());
    });
}

fn semaphore() {
    let seats = BoundedSemaphore::new(2).named("seats");
    let gate = Semaphore::new(0).named("gate");
    Thread::scope(|s| {
        for name in ["A", "B", "C"] {
            s.spawn(name, || drop(seats.acquire()));
        }
        s.spawn("D", || gate.acquire().forget());
        s.spawn("E", || seats.try_acquire().is_some() || gate.acquire_timeout(LONG).is_some());
        gate.release(2).expect("there is room");
        let _ = seats.release(3);
        primitives::say!("{}", seats.value());
    });
}

fn event() {
    let go = Event::new().named("go");
    Thread::scope(|s| {
        s.spawn("A", || go.wait());
        s.spawn("B", || go.wait_timeout(LONG));
        primitives::say!("{}", go.is_set());
        go.set();
        go.clear();
    });
}

fn condition() {
    let box_ = Lock::new(0).named("box");
    let filled = Condition::new().named("filled");
    Thread::scope(|s| {
        s.spawn("A", || filled.wait_while(&mut box_.acquire(), |n| *n == 0));
        s.spawn("B", || filled.wait_timeout(&mut box_.acquire(), LONG));
        let mut guard = box_.acquire();
        *guard = 1;
        filled.notify_n(&guard, 1);
        filled.notify_all(&guard);
    });
}

fn barrier() {
    let start = Barrier::new(3).named("start");
    Thread::scope(|s| {
        for name in ["Ann", "Bob", "Cem"] {
            s.spawn(name, || start.wait().is_ok() && start.wait().is_ok());
        }
        primitives::say!("{}", start.n_waiting());
    });
}

fn broken_barrier() {
    let start = Barrier::new(3).named("start");
    Thread::scope(|s| {
        s.spawn("Ann", || start.wait_timeout(LONG).is_ok());
        s.spawn("Bob", || start.wait().is_ok());
        start.abort();
        primitives::say!("{}", start.is_broken());
        start.reset();
    });
}

fn queue() {
    let orders = Queue::bounded(2).named("orders");
    Thread::scope(|s| {
        s.spawn("cook", || {
            while orders.get().is_ok() {
                orders.task_done().expect("one was taken");
            }
        });
        s.spawn("hurry", || orders.put_timeout(9, LONG).is_ok() || orders.try_put(8).is_ok());
        for n in 1..=3 {
            let _ = orders.put(n);
        }
        primitives::say!("{} {} {}", orders.len(), orders.is_empty(), orders.is_full());
        orders.set_maxsize(Some(orders.maxsize().map_or(1, |n| n + 1)));
        orders.join_timeout(LONG);
        orders.shutdown();
        let _ = orders.put(4);
        let _ = orders.try_get();
        let _ = orders.get_timeout(LONG);
        primitives::say!("{}", orders.is_shut_down());
        orders.join();
    });
}

fn stack() {
    let plates = LifoQueue::bounded(3).named("plates");
    let urgent = PriorityQueue::unbounded().named("urgent");
    Thread::scope(|s| {
        s.spawn("A", || {
            for n in [5, 1, 3] {
                let _ = plates.put(n);
                let _ = urgent.put(n);
            }
            plates.shutdown();
            urgent.shutdown_now();
        });
        s.spawn("B", || while plates.get().is_ok() {});
        s.spawn("C", || while urgent.get().is_ok() {});
    });
}

fn simple() {
    let notes = SimpleQueue::new().named("notes");
    let ring = RingQueue::bounded(2).named("ring");
    Thread::scope(|s| {
        s.spawn("A", || {
            for n in 1..=3 {
                notes.put(n);
                let _ = ring.put(n);
            }
            ring.shutdown();
        });
        s.spawn("B", || while ring.get().is_ok() {});
        s.spawn("C", || (notes.get(), notes.get_timeout(LONG), notes.try_get()));
    });
}

fn timer() {
    let tea = Timer::after(LONG, || primitives::say!("the tea is ready")).named("tea");
    let alarm = Timer::after(2 * LONG, || primitives::say!("ring")).named("alarm");
    let nameless = Timer::after(LONG, || ());
    primitives::say!("{} {}", alarm.cancel(), alarm.cancel());
    primitives::say!("{}", tea.join_timeout(LONG));
    tea.join();
    primitives::say!("{}", tea.is_finished());
    nameless.join();
}

fn pool() {
    let pool = ThreadPool::new(2).named("kitchen");
    let dish = pool.apply_async(|| 1).expect("it runs");
    let other = pool.apply_async(|| 2).expect("it runs");
    let more = pool.map_async(|n| n + 1, [1, 2, 3]).expect("it runs");
    primitives::say!("{}", dish.ready());
    dish.wait();
    primitives::say!("{:?}", dish.successful());
    primitives::say!("{} {:?}", dish.get(), other.get());
    primitives::say!("{:?}", more.get());
    pool.close();
    pool.join().expect("it is closed");
}

fn pool_in_order() {
    let pool = ThreadPool::new(2).named("kitchen");
    let results: Vec<i32> = pool.imap(|n| n * n, [1, 2]).expect("it runs").collect();
    primitives::say!("{results:?}");
    let _ = pool.join();
    pool.terminate();
    let _ = pool.apply_async(|| 1).is_err();
}

fn threads() {
    let own = ThreadLocal::new(|| 0).named("notes");
    let x = Var::new(0).named("x");
    let a = Thread::spawn("A", move || {
        own.set(own.get() + 1);
        own.with(|n| *n)
    });
    primitives::say!("{} {}", a.is_alive(), Thread::enumerate().len());
    a.join_timeout(LONG);
    x.set(x.get() + 1);
    let _ = a.join();
}

/// Nothing has a name.
fn nameless() {
    let (barrier, queue, results) = (Barrier::new(2), Queue::bounded(1), SimpleQueue::new());
    let (lock, event) = (RLock::new(()), Event::new());
    let gate = BoundedSemaphore::new(1);
    Thread::scope(|s| {
        s.spawn("A", || {
            let _ = barrier.wait();
            let _both = (lock.acquire(), lock.acquire());
            let _ = (queue.put(1), queue.try_put(2));
        });
        s.spawn("B", || {
            let _permit = gate.acquire();
            let _ = barrier.wait();
            results.put(queue.get().is_ok());
            event.set();
        });
        event.wait();
        results.get();
    });
}

/// One thread, so that there is one schedule.
fn alone() {
    let orders = Queue::bounded(1).named("orders");
    let _ = (orders.put(1), orders.try_put(2), orders.put_timeout(3, LONG));
    let _ = (orders.get(), orders.try_get());
    orders.shutdown();
    let _ = (orders.put(4), orders.get());
    let ring = RingQueue::bounded(1).named("ring");
    let _ = (ring.put(1), ring.try_put(2), ring.get(), ring.try_get());
    let notes = SimpleQueue::<i32>::new().named("notes");
    let _ = notes.try_get();
    let lock = raw::RLock::new().named("lock");
    lock.acquire();
    lock.acquire();
    let _ = (lock.release(), lock.release(), lock.release());
    let gate = BoundedSemaphore::new(1).named("gate");
    let _ = gate.release(1);
}

/// A kind that nobody has heard of, and kinds with looks that are not theirs.
fn unheard_of() {
    let looks = [
        State::Owner(Some(ThreadId(0))),
        State::Owner(None),
        State::Count(u64::MAX),
        State::Flag(true),
        State::Value("v".repeat(300)),
        State::Items { items: vec!["item".to_owned(); 99], capacity: Some(7), unfinished: 200 },
        State::Items { items: vec![], capacity: None, unfinished: 0 },
        State::Parties { arrived: 9, of: 0, meeting: Meeting::Filling },
        State::Parties { arrived: 0, of: 500, meeting: Meeting::Broken },
        State::Own(Some("mine".to_owned())),
        State::Own(None),
        State::Pipe { bytes: 9, capacity: 0, ends: vec![] },
    ];
    const KINDS: [&str; 8] =
        ["Gizmo", "Lock", "RLock", "Barrier", "ThreadPool", "Timer", "AsyncResult", "LifoQueue"];
    let x = Var::new(0).named("x");
    let gizmos = KINDS.map(|kind| (kind, Identity::new()));
    gizmos.iter().for_each(|(kind, gizmo)| inside::name(gizmo, kind, "gizmo"));
    for look in looks {
        x.set(1);
        gizmos.iter().for_each(|(kind, gizmo)| inside::show(gizmo, kind, look.clone()));
    }
}

const fn lesson(name: &'static str, programs: &'static [Program]) -> Lesson {
    Lesson { name, programs, stories: &[(ENGLISH, "# A tool\n\nBegin.\n")], ..Lesson::EMPTY }
}

const fn program(main: fn()) -> Program {
    Program::new("main", include_str!("programs.rs"), main)
}

pub(crate) static SHELF: &[&Lesson] = &[
    &lesson("lock", &[program(lock)]),
    &lesson("rlock", &[program(rlock)]),
    &lesson("raw-rlock", &[program(raw_rlock)]),
    &lesson("semaphore", &[program(semaphore)]),
    &lesson("event", &[program(event)]),
    &lesson("condition", &[program(condition)]),
    &lesson("barrier", &[program(barrier)]),
    &lesson("broken-barrier", &[program(broken_barrier)]),
    &lesson("queue", &[program(queue)]),
    &lesson("stack", &[program(stack)]),
    &lesson("simple", &[program(simple)]),
    &lesson("timer", &[program(timer)]),
    &lesson("pool", &[program(pool)]),
    &lesson("pool-in-order", &[program(pool_in_order)]),
    &lesson("threads", &[program(threads)]),
    &lesson("nameless", &[program(nameless)]),
    &lesson("alone", &[program(alone)]),
    &lesson("unheard-of", &[program(unheard_of)]),
];
