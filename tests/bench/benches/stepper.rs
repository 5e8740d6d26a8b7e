//! The stepper beside loom and shuttle, in one run: how many executions and steps a second.
//!
//! `cargo bench -p threadlab-bench` prints the table; with `--smoke`, and under `cargo test`, everything runs
//! once and nothing is worth reading. With `--once=1000 "counter: stepper, every schedule"` that row alone runs
//! once, for a profiler that counts instructions; with `--verdicts` or `--workers` only the table of times to a verdict is made,
//! or that of several threads at one search.

use std::cell::Cell;
use std::hint::black_box;
use std::io::Write;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use shuttle::scheduler::{DfsScheduler, RandomScheduler, Schedule, Scheduler, Task, TaskId};
use stepper::{
    Choice, Conclusion, Config, Dice, Execution, Exploration, Grain, Program, Search, Session, enumerate,
    explore, stacks_in_use,
};

mod ours {
    //! The programs, on the shipped primitives.

    use primitives::{Condition, Lock, Thread};

    /// Two threads, each of which takes a lock, adds one and gives it back, twice.
    pub(crate) fn counter() {
        let count = Lock::new(0);
        Thread::scope(|s| {
            for name in ["A", "B"] {
                s.spawn(name, || (0..2).for_each(|_| *count.acquire() += 1));
            }
        });
    }

    /// A buffer with one place, two producers and two consumers of one item each.
    pub(crate) fn buffer() {
        buffer_of(2);
    }

    /// With three of each: enough work for several threads.
    pub(crate) fn large_buffer() {
        buffer_of(3);
    }

    fn buffer_of(each: usize) {
        let place = Lock::new(None);
        let (filled, emptied) = (Condition::new(), Condition::new());
        Thread::scope(|s| {
            for (name, item) in
                [("producer A", 1), ("producer B", 2), ("producer C", 3)].into_iter().take(each)
            {
                let (place, filled, emptied) = (&place, &filled, &emptied);
                s.spawn(name, move || {
                    let mut place = place.acquire();
                    emptied.wait_while(&mut place, |place| place.is_some());
                    *place = Some(item);
                    filled.notify(&place);
                });
            }
            for name in ["consumer A", "consumer B", "consumer C"].into_iter().take(each) {
                s.spawn(name, || {
                    let mut place = place.acquire();
                    filled.wait_while(&mut place, |place| place.is_none());
                    place.take();
                    emptied.notify(&place);
                });
            }
        });
    }

    /// Three philosophers, who take the fork of the lower number first.
    pub(crate) fn philosophers() {
        dine([(0, 1), (1, 2), (0, 2)]);
    }

    /// Who all take the left one first, and so may starve.
    pub(crate) fn naive_philosophers() {
        dine([(0, 1), (1, 2), (2, 0)]);
    }

    fn dine(hands: [(usize, usize); 3]) {
        let forks = [(); 3].map(Lock::new);
        let forks = &forks;
        Thread::scope(|s| {
            for (name, (first, second)) in ["A", "B", "C"].into_iter().zip(hands) {
                s.spawn(name, move || {
                    let _first = forks[first].acquire();
                    let _second = forks[second].acquire();
                });
            }
        });
    }
}

/// The same programs on the types of a peer, which have std's names. An operation (of a lock or a
/// condition) is counted where it is made.
macro_rules! peer {
    ($name:ident, $sync:path, $spawn:path) => {
        mod $name {
            use $spawn as spawn;
            use $sync::{Arc, Condvar, Mutex};

            use super::OPERATIONS;

            fn counted(operations: u64) {
                OPERATIONS.with(|n| n.set(n.get() + operations));
            }

            pub(crate) fn counter() {
                let count = Arc::new(Mutex::new(0));
                let threads: Vec<_> = (0..2)
                    .map(|_| {
                        let count = Arc::clone(&count);
                        spawn(move || {
                            for _ in 0..2 {
                                *count.lock().unwrap() += 1;
                                counted(2);
                            }
                        })
                    })
                    .collect();
                threads.into_iter().for_each(|t| t.join().unwrap());
            }

            pub(crate) fn buffer() {
                let shared = Arc::new((Mutex::new(None), Condvar::new(), Condvar::new()));
                let threads: Vec<_> = (0..4)
                    .map(|n| {
                        let shared = Arc::clone(&shared);
                        spawn(move || {
                            let (place, filled, emptied) = &*shared;
                            let produces = n < 2;
                            let waits = if produces { emptied } else { filled };
                            let tells = if produces { filled } else { emptied };
                            let mut place = place.lock().unwrap();
                            while place.is_some() == produces {
                                place = waits.wait(place).unwrap();
                                counted(1);
                            }
                            *place = produces.then_some(n);
                            tells.notify_one();
                            drop(place);
                            counted(3);
                        })
                    })
                    .collect();
                threads.into_iter().for_each(|t| t.join().unwrap());
            }

            pub(crate) fn philosophers() {
                dine([(0, 1), (1, 2), (0, 2)]);
            }

            pub(crate) fn naive_philosophers() {
                dine([(0, 1), (1, 2), (2, 0)]);
            }

            fn dine(hands: [(usize, usize); 3]) {
                let forks = Arc::new([(); 3].map(Mutex::new));
                let threads = hands.map(|(first, second)| {
                    let forks = Arc::clone(&forks);
                    spawn(move || {
                        let first = forks[first].lock().unwrap();
                        let second = forks[second].lock().unwrap();
                        drop((second, first));
                        counted(4);
                    })
                });
                threads.into_iter().for_each(|t| t.join().unwrap());
            }
        }
    };
}

thread_local!(static OPERATIONS: Cell<u64> = const { Cell::new(0) });

peer!(for_loom, loom::sync, loom::thread::spawn);
peer!(for_shuttle, shuttle::sync, shuttle::thread::spawn);

/// What a run of a contestant did.
struct Done {
    executions: u64,
    steps: u64,
}

/// One row of the table, run once a round; the number is how many executions, at most.
type Row = (&'static str, &'static str, Box<dyn Fn(u64) -> Done>);

fn exhaust(main: fn(), grain: Grain, limit: u64) -> Done {
    let program: Program = Arc::new(main);
    let config = Config { grain, record: false, ..Config::default() };
    let mut done = Done { executions: 0, steps: 0 };
    while done.executions < limit {
        let report = enumerate(&program, config, limit - done.executions);
        assert_eq!(report.failures, 0);
        done.executions += report.executions;
        done.steps += report.steps;
    }
    done
}

/// Proves the program again and again, so that so many executions are made.
fn prove(main: fn(), executions: u64) -> Done {
    let program: Program = Arc::new(main);
    let mut done = Done { executions: 0, steps: 0 };
    while done.executions < executions {
        let found = search(&program, 1);
        assert_eq!(found.conclusion, Conclusion::Proved);
        done.executions += found.executions;
        done.steps += found.steps;
    }
    done
}

/// A search by so many threads; 0: as many as there are processors.
fn search(program: &Program, workers: usize) -> Exploration {
    let search = Search { workers, ..Search::default() };
    explore(program, &search, &mut |_| ControlFlow::Continue(()))
}

fn at_random(main: fn(), grain: Grain, limit: u64) -> Done {
    let mut dice = Dice::new(1);
    let mut steps = 0;
    for _ in 0..limit {
        let config = Config { grain, record: false, ..Config::default() };
        let mut run = Execution::start(config, main);
        loop {
            let choices = run.choices();
            if choices.is_empty() {
                break;
            }
            let choice = choices.iter().nth(dice.roll(choices.len())).expect("one of those counted");
            run.step(choice).expect("it was offered");
        }
        steps += u64::from(run.steps());
    }
    Done { executions: limit, steps }
}

/// Counts the decisions of a scheduler of shuttle's.
struct Counting<S>(S, Rc<Cell<(u64, u64)>>);

impl<S: Scheduler> Scheduler for Counting<S> {
    fn new_execution(&mut self) -> Option<Schedule> {
        let next = self.0.new_execution();
        let (executions, steps) = self.1.get();
        self.1.set((executions + u64::from(next.is_some()), steps));
        next
    }

    fn next_task(&mut self, tasks: &[&Task], current: Option<TaskId>, yields: bool) -> Option<TaskId> {
        let (executions, steps) = self.1.get();
        self.1.set((executions, steps + 1));
        self.0.next_task(tasks, current, yields)
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
}

fn shuttle(scheduler: impl Scheduler + 'static, main: fn()) -> Done {
    let count = Rc::new(Cell::new((0, 0)));
    let scheduler = Counting(scheduler, Rc::clone(&count));
    shuttle::Runner::new(scheduler, shuttle::Config::default()).run(main);
    let (executions, steps) = count.get();
    Done { executions, steps }
}

fn loom(main: fn(), limit: u64) -> Done {
    let executions = Arc::new(std::sync::atomic::AtomicU64::new(0));
    OPERATIONS.set(0);
    let so_far = || executions.load(std::sync::atomic::Ordering::Relaxed);
    while so_far() < limit {
        let inside = Arc::clone(&executions);
        let mut builder = loom::model::Builder::new();
        // Bounded: it would not come to the end of the buffer's schedules.
        builder.preemption_bound = Some(2);
        builder.max_permutations = Some((limit - so_far()) as usize);
        builder.checkpoint_interval = 100;
        builder.check(move || {
            inside.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            main();
        });
    }
    Done { executions: so_far(), steps: OPERATIONS.get() }
}

fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (program, ours, loom_main, shuttle_main) in [
        ("counter", ours::counter as fn(), for_loom::counter as fn(), for_shuttle::counter as fn()),
        ("buffer", ours::buffer, for_loom::buffer, for_shuttle::buffer),
        ("philosophers", ours::philosophers, for_loom::philosophers, for_shuttle::philosophers),
    ] {
        rows.push((program, "explorer, one thread", Box::new(move |n| prove(ours, n))));
        rows.push((program, "stepper, every schedule", Box::new(move |n| exhaust(ours, Grain::Coarse, n))));
        rows.push((program, "stepper, at random", Box::new(move |n| at_random(ours, Grain::Coarse, n))));
        rows.push((program, "stepper, fine, every", Box::new(move |n| exhaust(ours, Grain::Fine, n))));
        rows.push((program, "stepper, fine, at random", Box::new(move |n| at_random(ours, Grain::Fine, n))));
        rows.push((
            program,
            "shuttle, every schedule",
            Box::new(move |n| shuttle(DfsScheduler::new(Some(n as usize), false), shuttle_main)),
        ));
        rows.push((
            program,
            "shuttle, at random",
            Box::new(move |n| shuttle(RandomScheduler::new_from_seed(1, n as usize), shuttle_main)),
        ));
        rows.push((program, "loom, 2 preemptions", Box::new(move |n| loom(loom_main, n / 5))));
    }
    rows
}

/// Time that the thread was on a processor, where the system says so; else the time that passed.
fn now(start: Instant) -> Duration {
    let on_cpu = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = on_cpu.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

fn per_second(n: f64) -> String {
    match n {
        n if n >= 1e6 => format!("{:.2} M", n / 1e6),
        n if n >= 1e4 => format!("{:.0} k", n / 1e3),
        n => format!("{n:.0}"),
    }
}

fn table(rows: &[Row], rounds: usize, executions: u64) {
    let start = Instant::now();
    let mut measured: Vec<Vec<(f64, f64)>> = rows.iter().map(|_| Vec::new()).collect();
    let mut each = vec![0.0; rows.len()];
    for _ in 0..rounds {
        // All in every round, so that a slow moment of the machine hits all alike.
        for ((_, _, run), (measured, each)) in rows.iter().zip(measured.iter_mut().zip(&mut each)) {
            let before = now(start);
            let done = black_box(run(executions));
            let seconds = (now(start) - before).as_secs_f64().max(1e-9);
            measured.push((done.executions as f64 / seconds, done.steps as f64 / seconds));
            *each = done.steps as f64 / done.executions as f64;
        }
    }
    println!("| program | who | executions/s | steps/s | steps each |\n|---|---|--:|--:|--:|");
    for ((program, who, _), (measured, each)) in rows.iter().zip(measured.into_iter().zip(each)) {
        let (executions, steps): (Vec<_>, Vec<_>) = measured.into_iter().unzip();
        let (executions, steps) = (per_second(median(executions)), per_second(median(steps)));
        println!("| {program} | {who} | {executions} | {steps} | {each:.1} |");
    }
}

/// How many executions, and whether that was all.
type Verdict<'a> = &'a dyn Fn() -> (u64, bool);

/// What is told of a panic.
type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send>;

/// Has peers say nothing of panics, which loom uses to end its threads: to print each is not what is measured. Returns the
/// stepper's own hook, which it needs where programs panic.
fn silence() -> Hook {
    // Each puts its hook over the one that is there when it runs first.
    drop(Execution::start(Config::default(), || ()));
    let hook = std::panic::take_hook();
    shuttle(DfsScheduler::new(Some(1), false), for_shuttle::counter);
    std::panic::set_hook(Box::new(|_| {}));
    hook
}

/// How many executions, and how long, until it is known that every schedule ends well, or that one does not. Lessons panic:
/// `hook` is the stepper's.
fn verdicts(rounds: usize, cap: u64, smoke: bool, hook: Hook) {
    let start = Instant::now();
    println!("\n| program | who | executions | time | |\n|---|---|--:|--:|---|");
    let row = |program: &str, who: &str, all: &str, run: Verdict<'_>| {
        let mut last = (0, false);
        let times = (0..rounds).map(|_| {
            // The clock of a thread moves by milliseconds.
            let before = now(start);
            let mut runs = 0;
            while runs == 0 || now(start) - before < Duration::from_millis(40) {
                last = black_box(run());
                runs += 1;
            }
            (now(start) - before).as_secs_f64() / f64::from(runs)
        });
        let milliseconds = median(times.collect()) * 1e3;
        let (executions, is_all) = last;
        let end = if is_all { all } else { "and no end yet" };
        println!("| {program} | {who} | {executions} | {milliseconds:.3} ms | {end} |");
    };
    let proof = "to the end";
    for (program, ours, loom_main, shuttle_main) in [
        ("counter", ours::counter as fn(), for_loom::counter as fn(), for_shuttle::counter as fn()),
        ("buffer", ours::buffer, for_loom::buffer, for_shuttle::buffer),
        ("philosophers", ours::philosophers, for_loom::philosophers, for_shuttle::philosophers),
    ] {
        row(program, "explorer", proof, &|| {
            let found = search(&(Arc::new(ours) as Program), 1);
            (found.executions, found.conclusion == Conclusion::Proved)
        });
        for (who, bound) in [("loom, 2 preemptions", Some(2)), ("loom", None)] {
            row(program, who, proof, &|| {
                let executions = Arc::new(std::sync::atomic::AtomicU64::new(0));
                let inside = Arc::clone(&executions);
                let mut builder = loom::model::Builder::new();
                builder.preemption_bound = bound;
                builder.max_permutations = Some(cap as usize);
                builder.checkpoint_interval = 100;
                builder.check(move || {
                    inside.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    loom_main();
                });
                let executions = executions.load(std::sync::atomic::Ordering::Relaxed);
                (executions, executions + 1 < cap) // it stops one short of what it is allowed
            });
        }
        row(program, "shuttle, every schedule", proof, &|| {
            let done = shuttle(DfsScheduler::new(Some(cap as usize), false), shuttle_main);
            (done.executions, done.executions < cap)
        });
    }
    let (naive, bug) = ("naive philosophers", "the first deadlock");
    let ours: Program = Arc::new(ours::naive_philosophers);
    let first = Search { shorten: 0, ..Search::default() };
    for (who, what, search) in
        [("explorer", bug, first), ("explorer", "the shortest schedule of a deadlock", Search::default())]
    {
        row(naive, who, what, &|| {
            let found = explore(&ours, &search, &mut |_| ControlFlow::Continue(()));
            (found.executions, matches!(found.conclusion, Conclusion::Bug(_)))
        });
    }
    row(naive, "shuttle, every schedule", bug, &|| {
        shuttle_fails(DfsScheduler::new(Some(cap as usize), false))
    });
    row(naive, "shuttle, at random", bug, &|| shuttle_fails(RandomScheduler::new_from_seed(1, cap as usize)));
    std::panic::set_hook(hook);
    let (executions, time) = loom_fails();
    println!("| {naive} | loom | {executions} | {:.1} ms | {bug}, which ends the process |", time * 1e3);
    // Each as `threadlab check` asks, and up to the first schedule that fails. Shuttle has types of its own.
    for lesson in lessons::ALL {
        for program in lesson.programs {
            let main: Program = Arc::new(program.main);
            let name = format!("{}/{}", lesson.name, program.variant);
            let mut searches =
                vec![("the shortest schedule that fails", Search { workers: 1, ..Search::default() })];
            match search(&main, 1).conclusion {
                Conclusion::Bug(_) => {
                    searches.insert(0, ("the first that fails", Search { shorten: 0, ..searches[0].1 }))
                }
                _ => searches[0].0 = proof,
            }
            for (what, search) in searches {
                row(&name, "explorer", what, &|| {
                    let found = explore(&main, &search, &mut |_| ControlFlow::Continue(()));
                    (found.executions, !matches!(found.conclusion, Conclusion::NotFinished(_)))
                });
            }
            if !smoke && program.no_loom.is_none() {
                println!("{}", loom_on_a_lesson(&name));
            }
        }
    }
}

/// A lesson's program in the package that compiles it for loom, as a process, which a deadlock aborts: a row of the table.
fn loom_on_a_lesson(name: &str) -> String {
    let mut process = Command::new(env!("CARGO"));
    process.args(["run", "--quiet", "--profile", "bench", "-p", "threadlab-loom-lessons"]);
    process.args(["--bin", "lesson-model", "--", name]);
    let output = process.stderr(Stdio::null()).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert!(text.starts_with('|') && text.lines().count() == 1, "{name}: {text}");
    text
}

/// Up to the first deadlock.
fn shuttle_fails(scheduler: impl Scheduler + 'static) -> (u64, bool) {
    let count = Rc::new(Cell::new((0, 0)));
    let scheduler = Counting(scheduler, Rc::clone(&count));
    let run = || {
        shuttle::Runner::new(scheduler, shuttle::Config::default()).run(for_shuttle::naive_philosophers);
    };
    let failed = catch_unwind(AssertUnwindSafe(run)).is_err();
    (count.get().0, failed)
}

/// What a process is told to do for [`loom_fails`].
const LOOM_FAILS: &str = "--loom-fails";

/// Up to the first deadlock, which aborts the process: so it is another one, which writes a byte an execution. Its
/// start is part of the time.
fn loom_fails() -> (usize, f64) {
    let start = Instant::now();
    let mut process = Command::new(std::env::current_exe().expect("it has a name"));
    let output = process.arg(LOOM_FAILS).stderr(Stdio::null()).output().expect("it starts");
    assert!(!output.status.success(), "the philosophers are naive");
    (output.stdout.len(), start.elapsed().as_secs_f64())
}

/// How fast the explorer is with one thread and with all, on programs with enough schedules; time that passed.
fn workers(rounds: usize, most: u64) {
    println!("\n| program | threads | executions | time | executions/s |\n|---|--:|--:|--:|--:|");
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    for (name, main) in [("buffer, three of each", ours::large_buffer as fn())] {
        let program: Program = Arc::new(main);
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); all];
        let mut executions = 0;
        for _ in 0..rounds {
            for (workers, times) in (1..).zip(&mut times) {
                let search = Search { workers, executions: most, samples: 0, ..Search::default() };
                let start = Instant::now();
                let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
                times.push(start.elapsed().as_secs_f64());
                executions = found.executions;
            }
        }
        for (workers, times) in (1..).zip(times) {
            let time = median(times);
            let speed = per_second(executions as f64 / time);
            println!("| {name} | {workers} | {executions} | {:.1} ms | {speed} |", time * 1e3);
        }
    }
}

/// Back by one step in a run of `length` steps, and on with another thread.
fn step_back(rounds: usize, length: usize) -> f64 {
    let program: Program = Arc::new(|| {
        let count = primitives::Lock::new(0).named("count");
        primitives::Thread::scope(|s| {
            for name in ["A", "B"] {
                s.spawn(name, || (0..1_000).for_each(|_| *count.acquire() += 1));
            }
        });
    });
    let times = (0..rounds).map(|_| {
        let mut session = Session::new(program.clone(), Config::default());
        let free = |session: &Session| session.trace().steps[session.cursor()].then.choices.clone();
        // To a place where both could go on.
        while session.cursor() < length || free(&session).len() < 2 {
            let choice = free(&session)[0];
            session.step(choice).expect("it is offered");
        }
        let other: Choice = free(&session)[1];
        let first = free(&session)[0];
        session.step(first).expect("it is offered");
        let start = Instant::now();
        assert!(session.back());
        session.step(other).expect("it was offered");
        let time = start.elapsed();
        assert_eq!(session.branches().len(), 1);
        time.as_secs_f64()
    });
    median(times.collect())
}

/// Memory that the process has touched. Known on Linux only.
fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

/// Abandons executions of the buffer, each time somewhere else.
fn abandon(times: u64) -> f64 {
    let mut dice = Dice::new(2);
    let start = Instant::now();
    for n in 0..times {
        let config = Config { record: false, ..Config::default() };
        let mut run = Execution::start(config, ours::buffer);
        for _ in 0..n % 12 {
            let choices = run.choices();
            let Some(choice) = choices.iter().nth(dice.roll(choices.len().max(1))) else { break };
            run.step(choice).expect("it was offered");
        }
    }
    start.elapsed().as_secs_f64() / times as f64
}

fn main() {
    // `cargo bench` says --bench; `cargo test` does not.
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|a| a == name);
    if has(LOOM_FAILS) {
        return loom::model(|| {
            print!(".");
            std::io::stdout().flush().expect("somebody reads it");
            for_loom::naive_philosophers();
        });
    }
    let smoke = has("--smoke") || !has("--bench");
    let hook = silence();
    if let Some(executions) = arguments.iter().find_map(|a| a.strip_prefix("--once=")) {
        let executions = executions.parse().expect("--once=executions");
        let chosen = |(program, who, _): &Row| has(&format!("{program}: {who}"));
        let rows: Vec<Row> = rows().into_iter().filter(chosen).collect();
        return table(&rows, 1, executions);
    }
    if has("--workers") {
        return workers(5, u64::MAX);
    }
    if has("--verdicts") {
        return verdicts(3, 50_000, false, hook);
    }
    let (rounds, executions, abandons) = if smoke { (1, 50, 1_000) } else { (7, 20_000, 1_000_000) };
    table(&rows(), rounds, executions);
    verdicts(if smoke { 1 } else { 3 }, if smoke { 100 } else { 50_000 }, smoke, hook);
    workers(if smoke { 1 } else { 5 }, if smoke { 2_000 } else { u64::MAX });
    let back = step_back(if smoke { 1 } else { 101 }, 300);
    println!("\na step back and on with another thread, after 300 steps: {:.0} us", back * 1e6);
    abandon(1_000);
    let before = resident_kib();
    let each = abandon(abandons);
    assert_eq!(stacks_in_use(), 0, "no stack stays behind");
    println!("{abandons} executions abandoned: {:.2} us each", each * 1e6);
    if let (Some(before), Some(after)) = (before, resident_kib()) {
        println!("memory before and after them: {before} KiB, {after} KiB");
    }
}
