//! For each primitive, small programs that call it from two or three threads and say what came of each call.

use std::sync::Arc;
use std::time::Duration;

use primitives::{
    Barrier, BoundedSemaphore, Condition, Connection, Event, LifoQueue, Lock, Pipe, PriorityQueue, Process,
    Queue, RingQueue, SimpleQueue, Thread, ThreadLocal, ThreadPool, Timer, Var, raw, say,
};

use super::Client;

const SECOND: Duration = Duration::from_secs(1);

pub(crate) const VAR: &[Client] = &[("two add one", || {
    let x = Var::new(0);
    let add = || x.set(x.get() + 1);
    both(add, add);
    say!("{}", x.get());
})];

pub(crate) const LOCK: &[Client] = &[
    ("two take turns", || {
        let order = Lock::new(Vec::new());
        both(|| order.acquire().push("A"), || order.acquire().push("B"));
        say!("{:?}", order.acquire());
    }),
    ("three take turns", || {
        let order = Lock::new(Vec::new());
        Thread::scope(|s| {
            s.spawn("A", || order.acquire().push("A"));
            s.spawn("B", || order.acquire().push("B"));
            order.acquire().push("main");
        });
        say!("{:?}", order.acquire());
    }),
    ("one tries", || {
        let order = Lock::new(Vec::new());
        both(
            || order.acquire().push("A"),
            || {
                let tried = order.try_acquire().map(|mut order| order.push("B"));
                say!("{tried:?}");
            },
        );
        say!("{:?}", order.acquire());
    }),
    ("one tries for a while", || {
        let order = Lock::new(Vec::new());
        both(
            || order.acquire().push("A"),
            || {
                let tried = order.acquire_timeout(SECOND).map(|mut order| order.push("B"));
                say!("{tried:?}");
            },
        );
        say!("{:?}", order.acquire());
    }),
    ("one release too many", || {
        let door = raw::Lock::new();
        door.acquire();
        let release = || say!("{:?} {}", door.release(), door.is_locked());
        both(release, release);
    }),
    ("nobody gives it back", || {
        let door = raw::Lock::new();
        let take = || {
            door.acquire();
            say!("in");
        };
        both(take, take);
    }),
];

pub(crate) const RLOCK: &[Client] = &[
    ("two take it twice", || {
        let (x, door) = (Var::new(0), raw::RLock::new());
        let add = || {
            door.acquire();
            door.acquire();
            x.set(x.get() + 1);
            say!("{} {}", x.get(), door.recursion_count());
            door.release().expect("it is held twice");
            door.release().expect("it is held once");
        };
        both(add, add);
    }),
    ("one tries, one has no right", || {
        let door = raw::RLock::new();
        both(
            || {
                say!("{}", door.try_acquire());
                say!("{:?}", door.release().is_ok());
            },
            || say!("{:?} {}", door.release(), door.acquire_timeout(SECOND)),
        );
    }),
];

pub(crate) const SEMAPHORE: &[Client] = &[
    ("two wait, one gives one", || {
        let seats = raw::Semaphore::new(0);
        let take = || {
            seats.acquire();
            say!("in");
        };
        Thread::scope(|s| {
            s.spawn("A", take);
            s.spawn("B", take);
            seats.release(1).expect("one is not too many");
        });
    }),
    ("two wait, one gives two", || {
        let (seats, order) = (raw::Semaphore::new(0), Lock::new(Vec::new()));
        let take = |name| {
            seats.acquire();
            order.acquire().push(name);
        };
        Thread::scope(|s| {
            s.spawn("A", || take("A"));
            s.spawn("B", || take("B"));
            seats.release(2).expect("two are not too many");
        });
        say!("{:?}", order.acquire());
    }),
    ("one tries, one for a while", || {
        let seats = raw::Semaphore::new(1);
        both(
            || say!("{} {}", seats.try_acquire(), seats.value()),
            || {
                say!("{}", seats.acquire_timeout(SECOND));
                seats.release(1).expect("one is not too many");
            },
        );
        say!("{}", seats.value());
    }),
];

pub(crate) const BOUNDED_SEMAPHORE: &[Client] = &[
    ("one release too many", || {
        let seat = BoundedSemaphore::new(1);
        let sit = || {
            seat.acquire().forget();
            say!("{:?}", seat.release(1));
        };
        both(sit, || say!("{:?}", seat.release(1)));
        say!("{}", seat.value());
    }),
    ("one tries", || {
        let seat = BoundedSemaphore::new(1);
        both(|| drop(seat.acquire()), || say!("{}", seat.try_acquire().is_some()));
        say!("{}", seat.value());
    }),
];

pub(crate) const EVENT: &[Client] = &[
    ("set and cleared", || {
        let open = Event::new();
        both(
            || {
                open.wait();
                say!("in {}", open.is_set());
            },
            || {
                open.set();
                open.clear();
            },
        );
    }),
    ("two wait, two set", || {
        let open = Event::new();
        Thread::scope(|s| {
            s.spawn("A", || {
                open.wait();
                open.clear();
                say!("in");
            });
            s.spawn("B", || {
                open.wait();
                open.clear();
                say!("in");
            });
            open.set();
        });
        say!("{}", open.is_set());
    }),
    ("waits for a while", || {
        let open = Event::new();
        both(|| say!("{}", open.wait_timeout(SECOND)), || open.set());
    }),
];

pub(crate) const CONDITION: &[Client] = &[
    ("one notify", || one_notify::<Condition>()),
    ("looks in a loop", || {
        let (letter, arrived) = (Lock::new(0), Condition::new());
        both(
            || {
                let mut letter = letter.acquire();
                arrived.wait_while(&mut letter, |letter| *letter == 0);
                say!("{letter:?}");
            },
            || {
                for _ in 0..2 {
                    let mut letter = letter.acquire();
                    *letter += 1;
                    arrived.notify_all(&letter);
                }
            },
        );
    }),
    ("waits for a while", || {
        let (letter, arrived) = (Lock::new(0), Condition::new());
        both(
            || {
                let mut letter = letter.acquire();
                let told = arrived.wait_timeout(&mut letter, SECOND);
                say!("{told} {letter:?}");
            },
            || {
                let mut letter = letter.acquire();
                *letter += 1;
                arrived.notify(&letter);
            },
        );
    }),
    ("raw, without the lock", || {
        let (door, changed) = (raw::Lock::new(), raw::Condition::new());
        both(
            || {
                door.acquire();
                say!("{:?}", changed.wait(&door));
                door.release().expect("a wait takes it again");
            },
            || say!("{:?}", changed.notify(&door, 1)),
        );
    }),
];

/// Two wait, each once, and there is one notify, or two.
pub(crate) fn one_notify<C: primitives::steps::condition::Condition>() {
    let (stage, changed) = (Lock::new(0), C::named("changed"));
    let wait = || {
        let mut stage = stage.acquire();
        changed.wait(&mut stage);
        say!("told at {stage:?}");
    };
    Thread::scope(|s| {
        s.spawn("A", wait);
        s.spawn("B", wait);
        let mut stage = stage.acquire();
        *stage += 1;
        changed.notify(&stage);
    });
}

pub(crate) const BARRIER: &[Client] = &[
    ("two go on", || {
        let barrier = Barrier::new(2);
        let pass = || say!("{:?}", barrier.wait().map(|turn| turn.index()));
        both(pass, pass);
    }),
    ("one is missing", || {
        let barrier = Barrier::new(3);
        let pass = || say!("{:?}", barrier.wait().map(|turn| turn.index()));
        both(pass, pass);
    }),
    ("one is impatient", || {
        let barrier = Barrier::new(2);
        both(
            || say!("{:?}", barrier.wait().is_ok()),
            || say!("{:?} {}", barrier.wait_timeout(SECOND).is_ok(), barrier.is_broken()),
        );
    }),
    ("one breaks it", || {
        let barrier = Barrier::new(2);
        both(|| say!("{:?}", barrier.wait()), || barrier.abort());
        say!("{} {}", barrier.n_waiting(), barrier.is_broken());
    }),
];

pub(crate) const QUEUE: &[Client] = &[
    ("one puts, one gets", || {
        let queue = Queue::bounded(1);
        both(
            || say!("{:?} {:?}", queue.get(), queue.get()),
            || {
                queue.put(1).expect("it is open");
                queue.put(2).expect("it is open");
            },
        );
    }),
    ("two get one", || {
        let queue = Queue::unbounded();
        queue.put(1).expect("it is open");
        both(|| say!("{:?}", queue.get()), || say!("{:?} {}", queue.try_get(), queue.len()));
    }),
    ("two put into one place", || {
        let queue = Queue::bounded(1);
        both(|| say!("{:?}", queue.try_put(1)), || say!("{:?}", queue.try_put(2)));
        say!("{:?}", queue.get());
    }),
    ("gets for a while", || {
        let queue = Queue::bounded(1);
        both(|| say!("{:?}", queue.get_timeout(SECOND)), || queue.put(1).expect("it is open"));
        say!("{}", queue.len());
    }),
    ("joined", || {
        let queue = Queue::unbounded();
        queue.put(1).expect("it is open");
        both(
            || say!("{:?} {:?}", queue.task_done(), queue.task_done()),
            || {
                queue.join();
                say!("joined");
            },
        );
    }),
    ("shut down", || {
        let queue = Queue::bounded(1);
        both(
            || say!("{:?}", queue.get()),
            || {
                say!("{:?}", queue.put(1));
                queue.shutdown_now();
            },
        );
    }),
];

pub(crate) const LIFO_QUEUE: &[Client] = &[
    ("two get one each", || {
        let queue = LifoQueue::unbounded();
        queue.put(1).expect("it is open");
        queue.put(2).expect("it is open");
        both(|| say!("{:?}", queue.get()), || say!("{:?}", queue.get()));
    }),
    ("one puts two, one gets one", || {
        let queue = LifoQueue::unbounded();
        both(
            || say!("{:?}", queue.get()),
            || {
                queue.put(1).expect("it is open");
                queue.put(2).expect("it is open");
            },
        );
    }),
];

pub(crate) const PRIORITY_QUEUE: &[Client] = &[
    ("two get one each", || {
        let queue = PriorityQueue::unbounded();
        queue.put(2).expect("it is open");
        queue.put(1).expect("it is open");
        both(|| say!("{:?}", queue.get()), || say!("{:?}", queue.get()));
    }),
    ("one puts two, one gets one", || {
        let queue = PriorityQueue::unbounded();
        both(
            || say!("{:?}", queue.get()),
            || {
                queue.put(2).expect("it is open");
                queue.put(1).expect("it is open");
            },
        );
    }),
];

pub(crate) const SIMPLE_QUEUE: &[Client] = &[
    ("two get one", || {
        let queue = SimpleQueue::new();
        queue.put(1);
        both(|| say!("{:?}", queue.get()), || say!("{:?}", queue.try_get()));
    }),
    ("gets for a while", || {
        let queue = SimpleQueue::new();
        both(|| say!("{:?}", queue.get_timeout(SECOND)), || queue.put(1));
        say!("{}", queue.len());
    }),
];

pub(crate) const RING_QUEUE: &[Client] = &[
    ("one puts, one gets", || {
        let queue = RingQueue::bounded(1);
        both(
            || say!("{:?} {:?}", queue.get(), queue.get()),
            || {
                queue.put(1).expect("it is open");
                queue.put(2).expect("it is open");
            },
        );
    }),
    ("two get one", || {
        let queue = RingQueue::bounded(1);
        queue.put(1).expect("it is open");
        both(|| say!("{:?}", queue.get()), || say!("{:?} {}", queue.try_get(), queue.len()));
    }),
    ("two put into one place", || {
        let queue = RingQueue::bounded(1);
        both(|| say!("{:?}", queue.try_put(1)), || say!("{:?}", queue.try_put(2)));
        say!("{:?}", queue.get());
    }),
    ("gets for a while", || {
        let queue = RingQueue::bounded(1);
        both(|| say!("{:?}", queue.get_timeout(SECOND)), || queue.put(1).expect("it is open"));
        say!("{}", queue.len());
    }),
    ("shut down", || {
        let queue = RingQueue::bounded(1);
        both(
            || say!("{:?}", queue.get()),
            || {
                say!("{:?}", queue.put(1));
                queue.shutdown_now();
            },
        );
    }),
];

pub(crate) const THREAD: &[Client] = &[
    ("started by two, joined by one", || {
        let (x, gate) = (Arc::new(Var::new(0)), Lock::new(()));
        let theirs = Arc::clone(&x);
        let thread = raw::Thread::new("C", move || theirs.set(1));
        let start = || {
            drop(gate.acquire()); // a start is no step of its own
            say!("{:?}", thread.start());
        };
        both(start, || {
            start();
            say!("{:?} {}", thread.join(), x.get());
        });
    }),
    ("joined for a while", || {
        let x = Arc::new(Lock::new(0));
        let theirs = Arc::clone(&x);
        let thread = raw::Thread::new("C", move || *theirs.acquire() += 1);
        say!("{:?}", thread.join());
        thread.start().expect("for the first time");
        say!("{:?} {:?}", thread.join_timeout(SECOND), x.acquire());
    }),
];

pub(crate) const PIPE: &[Client] = &[
    ("one sends, one receives", || {
        let (reader, writer) = Pipe::simplex().named("pipe").split();
        let send = move || {
            writer.send(&1).expect("the reader is open");
            writer.close();
        };
        both(send, move || say!("{:?} {:?}", reader.recv::<u32>(), reader.recv::<u32>()));
    }),
    ("one asks while the other one sends", || {
        let (reader, writer) = Pipe::simplex().named("pipe").split();
        let send = move || writer.send(&1).expect("the reader is open");
        both(send, move || say!("{:?} {:?}", reader.poll(), reader.recv::<u32>()));
    }),
    ("the reader goes", || {
        let (reader, writer) = Pipe::simplex().named("pipe").split();
        both(move || say!("{:?}", writer.send(&1)), move || reader.close());
    }),
];

pub(crate) const PROCESS: &[Client] = &[
    ("a child reads to the end", || {
        let (reader, writer) = Pipe::simplex().named("pipe").split();
        let child = Process::spawn("child", reads_all, (&reader, &writer));
        reader.close();
        writer.send(&1).expect("the child reads");
        writer.close();
        say!("{}", child.join());
    }),
    ("two children", || {
        let children = [1, 2].map(|number| Process::spawn("child", says, &number));
        children.into_iter().for_each(|child| say!("{}", child.join()));
    }),
];

fn says(number: u32) {
    say!("{number}");
}

fn reads_all((reader, writer): (Connection, Connection)) {
    writer.close();
    while let Ok(number) = reader.recv::<u32>() {
        say!("{number}");
    }
}

pub(crate) const THREAD_LOCAL: &[Client] = &[("two apart", || {
    let own = ThreadLocal::new(|| 0);
    let shared = Var::new(0);
    let keep = |me| {
        own.set(me);
        shared.set(me);
        say!("{} {}", own.get(), shared.get());
    };
    both(|| keep(1), || keep(2));
})];

pub(crate) const TIMER: &[Client] = &[
    ("cancelled", || {
        let timer = Timer::after(SECOND, || say!("it fires"));
        say!("{}", timer.cancel());
        timer.join();
        say!("{}", timer.is_finished());
    }),
    ("cancelled by two", || {
        let timer = Timer::after(SECOND, || say!("it fires"));
        both(|| say!("{}", timer.cancel()), || say!("{}", timer.cancel()));
        timer.join();
    }),
    ("fires beside one who cancels and one who waits for it", || {
        let fired = Var::new(0);
        let count = Arc::new(Lock::new(0));
        let own = Arc::clone(&count);
        let timer = Timer::after(SECOND, move || *own.acquire() += 1);
        both(
            || say!("{}", timer.cancel()),
            || {
                timer.join();
                fired.set(*count.acquire());
            },
        );
        say!("{}", fired.get());
    }),
];

pub(crate) const THREAD_POOL: &[Client] = &[
    ("one task", || {
        let pool = ThreadPool::new(1);
        say!("{:?}", pool.apply(|| 7));
        pool.close();
        say!("{:?} {:?}", pool.apply(|| 8), pool.join());
    }),
    ("terminated", || {
        let pool = ThreadPool::new(1);
        let task = pool.apply_async(|| 7);
        pool.terminate();
        say!("{:?} {:?}", task.is_ok(), pool.join());
    }),
    ("two workers", || {
        let pool = ThreadPool::new(2);
        let tasks = [7, 8].map(|n| pool.apply_async(move || n).expect("it is open"));
        say!("{:?}", tasks.map(|task| task.get()));
        pool.close();
        say!("{:?}", pool.join());
    }),
];

pub(crate) const ASYNC_RESULT: &[Client] = &[("waited for", || {
    let pool = ThreadPool::new(1);
    let task = pool.apply_async(|| 7).expect("it is open");
    say!("{}", task.ready());
    say!("{} {:?}", task.wait_timeout(SECOND), task.successful());
    say!("{}", task.get());
})];

/// In two threads beside main, which waits for them.
fn both(a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
    Thread::scope(|s| {
        s.spawn("A", a);
        s.spawn("B", b);
    });
}
