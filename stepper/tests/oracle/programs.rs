//! Random programs over everything that the stepper can do: small, and deterministic.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::time::Duration;

use primitives::{Condition, Event, Lock, Queue, ThreadLocal, Var, raw, say};
use stepper::inside::{self, Identity};
use stepper::{AtomicOp, Config, Dice, Grain, ProcessId, Program, ThreadId};

/// A program, as it was rolled.
#[derive(Clone)]
pub(crate) struct Code {
    /// By thread; main is the first.
    pub(crate) threads: Vec<Vec<Op>>,
    /// Whether the objects have names, and so their numbers, before the threads start.
    pub(crate) named: bool,
    pub(crate) config: Config,
}

/// What one thread does at a time. A number says to which of the objects of the kind.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Load(usize),
    /// The same with less: Acquire, Release, or both where it reads and writes.
    Weak(Box<Op>),
    Store(usize, u64),
    Add(usize),
    Swap(usize, u64),
    Cas(usize, u64, u64),
    Wait(usize, u64, Time),
    WaitWhile(usize, u64, Time),
    Wake(usize, u32),
    /// Waits until the word has another value, and nobody wakes it.
    SpinWhile(usize, u64),
    Guarded(usize),
    Get(usize),
    Set(usize, u64),
    Local,
    Acquire(usize),
    TryAcquire(usize),
    AcquireTimeout(usize),
    Release(usize),
    IsLocked(usize),
    CondWait(usize, usize, bool),
    Notify(usize, usize),
    NotifyAll(usize, usize),
    Take(usize),
    TryTake(usize),
    TakeTimeout(usize),
    Give(usize, u32),
    Permits(usize),
    Await(usize, bool),
    Raise(usize),
    Lower(usize),
    IsSet(usize),
    Put(u64, bool),
    TryPut(u64),
    Fetch(bool),
    TryFetch,
    Done,
    JoinQueue,
    /// With what is in it, or without.
    ShutDown(bool),
    Write(usize),
    Read,
    Poll(bool),
    CloseReader,
    CloseWriter,
    Sleep(u64),
    Now,
    Spawn(usize),
    SpawnDaemon(usize),
    SpawnProcess(usize),
    Join(usize, Time),
    IsFinished(usize),
    Panic,
    Yield,
    /// Asks again and again, and gives way each time: until a word is not 0, a semaphore has a permit, a lock is free, a child
    /// has ended, a time has come.
    SpinLoad(usize),
    SpinTake(usize),
    SpinAcquire(usize),
    SpinFinished(usize),
    SpinTime(u64),
    /// The same for one word and then the other one, in turns, until either is not 0.
    SpinEither,
    /// Asks so often at most.
    Retry(usize, u64),
    /// If the last answer was not 0.
    If(Box<Op>),
}

/// How long to wait; none: for ever.
pub(crate) type Time = Option<u64>;

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let eager = if self.config.eager_clock { ", eager clock" } else { "" };
        writeln!(f, "{:?}{eager}, named: {}", self.config.grain, self.named)?;
        self.threads.iter().enumerate().try_for_each(|(n, ops)| writeln!(f, "  {n}: {ops:?}"))
    }
}

/// Kinds of operations: a program uses a few, so that its threads meet.
const FAMILIES: usize = 12;

fn roll_op(dice: &mut Dice, families: &[usize], timed: bool) -> Op {
    let which = dice.roll(2);
    let value = dice.roll(3) as u64;
    let time = if timed && dice.roll(2) == 0 { Some(1 + dice.roll(2) as u64) } else { None };
    let op = match families[dice.roll(families.len())] {
        0 => {
            let op = match dice.roll(5) {
                0 => Op::Load(which),
                1 => Op::Store(which, value),
                2 => Op::Add(which),
                3 => Op::Swap(which, value),
                _ => Op::Cas(which, value, 1 + dice.roll(2) as u64),
            };
            if dice.roll(2) == 0 { Op::Weak(Box::new(op)) } else { op }
        }
        1 => match dice.roll(7) {
            6 => Op::SpinWhile(which, 0),
            0 => Op::Wait(which, 0, time),
            1 => Op::WaitWhile(which, 0, time),
            2 | 3 => Op::Wake(which, 1 + dice.roll(2) as u32),
            4 => Op::Add(which),
            _ => Op::Guarded(which),
        },
        2 => match dice.roll(3) {
            0 => Op::Get(which),
            1 => Op::Set(which, value),
            _ => Op::Local,
        },
        3 => match dice.roll(8) {
            0..=2 => Op::Acquire(which),
            3 => Op::TryAcquire(which),
            4 if timed => Op::AcquireTimeout(which),
            5 => Op::IsLocked(which),
            _ => Op::Release(which),
        },
        4 => match dice.roll(4) {
            0 | 1 => Op::CondWait(which, which, timed && dice.roll(2) == 0),
            2 => Op::Notify(which, which),
            _ => Op::NotifyAll(which, which),
        },
        5 => match dice.roll(6) {
            0 | 1 => Op::Take(which),
            2 => Op::TryTake(which),
            3 if timed => Op::TakeTimeout(which),
            4 => Op::Permits(which),
            _ => Op::Give(which, 1 + dice.roll(2) as u32),
        },
        6 => match dice.roll(4) {
            0 => Op::Await(which, timed && dice.roll(2) == 0),
            1 => Op::Raise(which),
            2 => Op::Lower(which),
            _ => Op::IsSet(which),
        },
        7 => match dice.roll(7) {
            0 | 1 => Op::Put(value, timed && dice.roll(2) == 0),
            2 => Op::TryPut(value),
            3 | 4 => Op::Fetch(timed && dice.roll(2) == 0),
            5 => Op::TryFetch,
            _ => match dice.roll(4) {
                0 => Op::Done,
                1 => Op::JoinQueue,
                now => Op::ShutDown(now == 3),
            },
        },
        8 => match dice.roll(8) {
            0..=2 => Op::Write(1 + which),
            3 | 4 => Op::Read,
            5 => Op::Poll(timed && dice.roll(2) == 0),
            6 => Op::CloseReader,
            _ => Op::CloseWriter,
        },
        9 if timed => match dice.roll(3) {
            0 => Op::Now,
            _ => Op::Sleep(1 + value),
        },
        9 => Op::Load(which),
        11 => match dice.roll(9) {
            0 => Op::SpinLoad(which),
            1 => Op::SpinTake(which),
            2 => Op::SpinAcquire(which),
            3 => Op::SpinFinished(1 + dice.roll(3)),
            4 if timed => Op::SpinTime(1 + value),
            5 => Op::SpinEither,
            6 => Op::Retry(which, 1 + value),
            7 => Op::Yield,
            _ => Op::Store(which, 1),
        },
        _ => match dice.roll(8) {
            0 => Op::Panic,
            1..=3 => Op::IsFinished(1 + dice.roll(3)),
            4 => Op::Join(1 + dice.roll(3), None),
            _ => Op::Add(which),
        },
    };
    if dice.roll(6) == 0 { Op::If(Box::new(op)) } else { op }
}

impl Op {
    fn gives_way(&self) -> bool {
        match self {
            Op::Yield | Op::SpinEither | Op::SpinLoad(_) | Op::SpinTake(_) | Op::SpinAcquire(_) => true,
            Op::SpinFinished(_) | Op::SpinTime(_) | Op::Retry(..) => true,
            Op::If(op) => op.gives_way(),
            _ => false,
        }
    }

    fn is_on_pipe(&self) -> bool {
        match self {
            Op::Write(_) | Op::Read | Op::Poll(_) | Op::CloseReader | Op::CloseWriter => true,
            Op::If(op) => op.is_on_pipe(),
            _ => false,
        }
    }
}

impl Code {
    /// Rolls a program.
    pub(crate) fn roll(dice: &mut Dice) -> Code {
        let count = 2 + dice.roll(3);
        let timed = dice.roll(3) == 0;
        let families: Vec<usize> = (0..1 + dice.roll(3)).map(|_| dice.roll(FAMILIES)).collect();
        let fine = dice.roll(3) == 0;
        let longest = if fine { 2 } else { 4 };
        let mut threads: Vec<Vec<Op>> = (0..count)
            .map(|thread| {
                let least = usize::from(thread > 0);
                (0..least + dice.roll(longest)).map(|_| roll_op(dice, &families, timed)).collect()
            })
            .collect();
        for child in (1..count).rev() {
            let parent = if dice.roll(4) == 0 { dice.roll(child) } else { 0 };
            let ops = &mut threads[parent];
            let at = if dice.roll(3) == 0 { dice.roll(ops.len() + 1) } else { 0 };
            if dice.roll(3) > 0 {
                let join = at + dice.roll(ops.len() + 1 - at);
                ops.insert(
                    if dice.roll(2) == 0 { ops.len() } else { join },
                    Op::Join(child, if timed && dice.roll(4) == 0 { Some(1) } else { None }),
                );
            }
            let process = families.contains(&8) && dice.roll(4) == 0;
            ops.insert(
                at,
                match dice.roll(8) {
                    _ if process => Op::SpawnProcess(child),
                    0 => Op::SpawnDaemon(child),
                    _ => Op::Spawn(child),
                },
            );
        }
        let grain = if fine { Grain::Fine } else { Grain::Coarse };
        let eager_clock = timed && dice.roll(3) == 0;
        // Many runs of a program that gives way go on to the end: it need not be far.
        let gives_way = threads.iter().flatten().any(Op::gives_way);
        let max_steps = if gives_way { 100 } else { 300 };
        let config = Config { grain, eager_clock, max_steps, ..Config::default() };
        Code { threads, named: dice.roll(2) == 0, config }
    }

    /// A pipe that nobody uses would be closed by the last thread, which makes the order of their ends matter.
    fn has_pipe(&self) -> bool {
        self.threads.iter().flatten().any(Op::is_on_pipe)
    }

    pub(crate) fn gives_way(&self) -> bool {
        self.threads.iter().flatten().any(Op::gives_way)
    }

    /// The program.
    pub(crate) fn program(&self) -> Program {
        let code = self.clone();
        Arc::new(move || main(&code))
    }
}

/// A word of memory, with every operation that the stepper knows.
#[derive(Default)]
struct Word {
    id: Identity,
    value: AtomicU64,
}

impl Word {
    fn peek(&self) -> u64 {
        self.value.load(Relaxed)
    }

    fn op(&self, op: AtomicOp, order: Ordering, next: impl FnOnce(u64) -> Option<u64>) -> u64 {
        let mut found = 0;
        inside::atomic(
            &self.id,
            op,
            order,
            order,
            || self.peek(),
            || {
                found = self.peek();
                let next = next(found);
                self.value.store(next.unwrap_or(found), Relaxed);
                (found, self.peek(), next.is_some())
            },
        );
        found
    }
}

struct Shared {
    code: Code,
    words: [Word; 2],
    gate: [Identity; 2],
    vars: [Var<u64>; 2],
    raw_locks: [raw::Lock; 2],
    locks: [Lock<u64>; 2],
    conditions: [Condition; 2],
    semaphores: [raw::Semaphore; 2],
    events: [Event; 2],
    queue: Queue<u64>,
    local: ThreadLocal<u64>,
}

fn main(code: &Code) {
    let two = ["0", "1"];
    let named = code.named;
    fn each<T>(names: [&str; 2], named: bool, make: impl Fn() -> T, name: impl Fn(T, &str) -> T) -> [T; 2] {
        names.map(|n| if named { name(make(), n) } else { make() })
    }
    let queue = Queue::bounded(1);
    if code.has_pipe() {
        assert_eq!(inside::pipe("Pipe", 2), PIPE);
    }
    let shared = Shared {
        code: code.clone(),
        words: Default::default(),
        gate: Default::default(),
        vars: each(two, named, || Var::new(0), Var::named),
        raw_locks: each(two, named, raw::Lock::new, raw::Lock::named),
        locks: each(two, named, || Lock::new(0), Lock::named),
        conditions: each(two, named, Condition::new, Condition::named),
        semaphores: each(two, named, || raw::Semaphore::new(1), raw::Semaphore::named),
        events: each(two, named, Event::new, Event::named),
        queue: if named { queue.named("queue") } else { queue },
        local: ThreadLocal::new(|| 0),
    };
    run(&Arc::new(shared), 0, Vec::new());
}

/// A thread or process that was started, by its number in the code.
#[derive(Clone, Copy)]
enum Child {
    Thread(usize, ThreadId),
    Process(usize, ProcessId),
}

impl Child {
    fn number(self) -> usize {
        match self {
            Child::Thread(number, _) | Child::Process(number, _) => number,
        }
    }
}

/// The descriptors of the pipe, in every process that has it.
const PIPE: (u32, u32) = (3, 4);

const NANOSECOND: Duration = Duration::from_nanos(1);

fn run(shared: &Arc<Shared>, me: usize, mut known: Vec<Child>) {
    let mut last = 0;
    let ops = shared.code.threads[me].clone();
    for op in &ops {
        perform(shared, me, op, &mut known, &mut last);
    }
}

/// Asks until the answer is not 0, and gives way each time.
fn until_not_0(ask: impl FnMut() -> u64) -> u64 {
    let mut answers = std::iter::repeat_with(ask).inspect(|answer| {
        if *answer == 0 {
            inside::yield_now();
        }
    });
    answers.find(|answer| *answer != 0).unwrap_or(0)
}

#[allow(clippy::too_many_lines, reason = "one line an operation")]
fn perform(shared: &Arc<Shared>, me: usize, op: &Op, known: &mut Vec<Child>, last: &mut u64) {
    // Of a load, a store, and what is both.
    let (op, [loads, stores, both]) = match op {
        Op::Weak(op) => (&**op, [Acquire, Release, AcqRel]),
        op => (op, [SeqCst; 3]),
    };
    let until = |time: &Time| time.map(|time| inside::now() + time);
    let word = |n: &usize| &shared.words[*n];
    let failed = 9;
    let answer: u64 = match op {
        Op::Load(w) => word(w).op(AtomicOp::Load, loads, |_| None),
        Op::Store(w, v) => {
            word(w).op(AtomicOp::Store, stores, |_| Some(*v));
            0
        }
        Op::Add(w) => word(w).op(AtomicOp::Add, both, |v| Some(v + 1)),
        Op::Swap(w, v) => word(w).op(AtomicOp::Swap, Relaxed, |_| Some(*v)),
        Op::Cas(w, old, new) => word(w).op(AtomicOp::CompareExchange, both, |v| (v == *old).then_some(*new)),
        Op::Wait(w, v, time) => {
            let word = word(w);
            inside::wait(&word.id, || word.peek(), *v, false, until(time)).into()
        }
        Op::WaitWhile(w, v, time) => {
            let word = word(w);
            inside::wait_while(&word.id, || word.peek(), *v, false, until(time)).into()
        }
        Op::Wake(w, n) => {
            let word = word(w);
            inside::wake(&word.id, || word.peek(), *n);
            0
        }
        Op::SpinWhile(w, v) => {
            let word = word(w);
            inside::spin_while(&word.id, || word.peek(), *v);
            word.peek()
        }
        Op::Guarded(w) => {
            let (word, object) = (word(w), &shared.gate[*w]);
            let at = std::panic::Location::caller();
            inside::call(object, "gate", "pass", at, false, true, Some((&word.id, word.peek(), |v| v > 0)));
            let found = word.op(AtomicOp::Sub, SeqCst, |v| Some(v.saturating_sub(1)));
            inside::end(None);
            found
        }
        Op::Get(x) => shared.vars[*x].get(),
        Op::Set(x, v) => {
            shared.vars[*x].set(*v);
            0
        }
        Op::Local => {
            shared.local.set(shared.local.get() + 1);
            shared.local.get()
        }
        Op::Acquire(l) => {
            shared.raw_locks[*l].acquire();
            1
        }
        Op::TryAcquire(l) => shared.raw_locks[*l].try_acquire().into(),
        Op::AcquireTimeout(l) => shared.raw_locks[*l].acquire_timeout(NANOSECOND).into(),
        Op::Release(l) => shared.raw_locks[*l].release().is_ok().into(),
        Op::IsLocked(l) => shared.raw_locks[*l].is_locked().into(),
        Op::CondWait(l, c, timed) => {
            let mut guard = shared.locks[*l].acquire();
            let notified = if *timed {
                shared.conditions[*c].wait_timeout(&mut guard, NANOSECOND)
            } else {
                shared.conditions[*c].wait(&mut guard);
                true
            };
            *guard += 1;
            *guard * 2 + u64::from(notified)
        }
        Op::Notify(l, c) => {
            let mut guard = shared.locks[*l].acquire();
            shared.conditions[*c].notify(&guard);
            *guard += 1;
            *guard
        }
        Op::NotifyAll(l, c) => {
            let guard = shared.locks[*l].acquire();
            shared.conditions[*c].notify_all(&guard);
            *guard
        }
        Op::Take(s) => {
            shared.semaphores[*s].acquire();
            1
        }
        Op::TryTake(s) => shared.semaphores[*s].try_acquire().into(),
        Op::TakeTimeout(s) => shared.semaphores[*s].acquire_timeout(NANOSECOND).into(),
        Op::Give(s, n) => shared.semaphores[*s].release(*n).is_ok().into(),
        Op::Permits(s) => shared.semaphores[*s].value().into(),
        Op::Await(e, false) => {
            shared.events[*e].wait();
            1
        }
        Op::Await(e, true) => shared.events[*e].wait_timeout(NANOSECOND).into(),
        Op::Raise(e) => {
            shared.events[*e].set();
            1
        }
        Op::Lower(e) => {
            shared.events[*e].clear();
            0
        }
        Op::IsSet(e) => shared.events[*e].is_set().into(),
        Op::Put(v, false) => shared.queue.put(*v).is_ok().into(),
        Op::Put(v, true) => shared.queue.put_timeout(*v, NANOSECOND).is_ok().into(),
        Op::TryPut(v) => shared.queue.try_put(*v).is_ok().into(),
        Op::Fetch(false) => shared.queue.get().unwrap_or(failed),
        Op::Fetch(true) => shared.queue.get_timeout(NANOSECOND).unwrap_or(failed),
        Op::TryFetch => shared.queue.try_get().unwrap_or(failed),
        Op::Done => shared.queue.task_done().is_ok().into(),
        Op::ShutDown(now) => {
            if *now {
                shared.queue.shutdown_now()
            } else {
                shared.queue.shutdown()
            }
            1
        }
        Op::JoinQueue => {
            shared.queue.join();
            1
        }
        Op::Write(n) => {
            let bytes = [me as u8; 2];
            inside::write(PIPE.1, &bytes[..*n]).map_or(failed, |n| n as u64)
        }
        Op::Read => {
            let read = inside::read(PIPE.0, 2);
            read.map_or(failed, |bytes| {
                bytes.iter().fold(bytes.len() as u64, |sum, &b| sum * 10 + u64::from(b))
            })
        }
        Op::Poll(timed) => {
            let until = Some(inside::now() + u64::from(*timed));
            inside::poll(PIPE.0, until).map_or(failed, u64::from)
        }
        Op::CloseReader => inside::close(PIPE.0).is_ok().into(),
        Op::CloseWriter => inside::close(PIPE.1).is_ok().into(),
        Op::Sleep(time) => {
            inside::sleep_until(inside::now() + time);
            0
        }
        Op::Now => inside::now(),
        Op::Spawn(child) | Op::SpawnDaemon(child) => {
            let (theirs, family, child) = (Arc::clone(shared), known.clone(), *child);
            let body = Box::new(move || run(&theirs, child, family));
            let thread = inside::spawn(&child.to_string(), body);
            if matches!(op, Op::SpawnDaemon(_)) {
                inside::set_daemon(thread);
            }
            known.push(Child::Thread(child, thread));
            0
        }
        Op::SpawnProcess(child) => {
            // What is closed cannot be given away.
            let closes = |op: &Op| match op {
                Op::CloseReader | Op::CloseWriter => true,
                Op::If(op) => matches!(**op, Op::CloseReader | Op::CloseWriter),
                _ => false,
            };
            let closed =
                me != 0 || !shared.code.has_pipe() || shared.code.threads.iter().flatten().any(closes);
            let given: &[u32] = if closed { &[] } else { &[PIPE.0, PIPE.1] };
            let (theirs, family, child) = (Arc::clone(shared), known.clone(), *child);
            let body = Box::new(move || run(&theirs, child, family));
            known.push(Child::Process(child, inside::spawn_process(&child.to_string(), given, body)));
            0
        }
        Op::Join(number, time) => match known.iter().find(|child| child.number() == *number) {
            None => return,
            Some(&Child::Process(_, process)) => inside::await_process(process) as u64,
            Some(&Child::Thread(_, thread)) => {
                if inside::join(thread, until(time)) {
                    inside::has_panicked(thread).into()
                } else {
                    failed
                }
            }
        },
        Op::IsFinished(number) => match known.iter().find(|child| child.number() == *number) {
            None => return,
            Some(&Child::Process(_, process)) => inside::exit_status(process).map_or(failed, |s| s as u64),
            Some(&Child::Thread(_, thread)) => inside::is_finished(thread).into(),
        },
        Op::Panic => panic!("on purpose"),
        Op::Yield => {
            inside::yield_now();
            0
        }
        Op::SpinLoad(w) => until_not_0(|| word(w).op(AtomicOp::Load, SeqCst, |_| None)),
        Op::SpinTake(s) => until_not_0(|| shared.semaphores[*s].try_acquire().into()),
        Op::SpinAcquire(l) => until_not_0(|| shared.raw_locks[*l].try_acquire().into()),
        Op::SpinTime(time) => {
            let end = inside::now() + time;
            until_not_0(|| {
                word(&0).op(AtomicOp::Load, SeqCst, |_| None);
                (inside::now() >= end).into()
            })
        }
        Op::SpinEither => {
            let mut turn = 0;
            until_not_0(|| {
                turn = 1 - turn;
                word(&turn).op(AtomicOp::Load, SeqCst, |_| None)
            })
        }
        Op::Retry(w, most) => {
            let mut tries = 0;
            let found = until_not_0(|| {
                tries += 1;
                if tries > *most {
                    failed
                } else {
                    word(w).op(AtomicOp::Swap, SeqCst, |v| (v > 0).then_some(0))
                }
            });
            found * 10 + tries
        }
        Op::SpinFinished(number) => match known.iter().find(|child| child.number() == *number) {
            None => return,
            Some(&Child::Process(_, process)) => {
                until_not_0(|| inside::exit_status(process).map_or(0, |status| 1 + status as u64))
            }
            Some(&Child::Thread(_, thread)) => until_not_0(|| inside::is_finished(thread).into()),
        },
        Op::Weak(_) => unreachable!("it is another one with less"),
        Op::If(op) => {
            if *last != 0 {
                perform(shared, me, op, known, last);
            }
            return;
        }
    };
    *last = answer;
    say!("{answer}");
}
