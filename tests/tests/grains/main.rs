//! A coarse step, which is a whole call, stands for its atomic operations only if a call does the same in one piece
//! as in many. This is what allows it, for each primitive: its clients end alike in coarse steps and in fine ones.
//!
//! All outcomes in coarse steps are found. In fine ones those of [`FINE`] executions are, and more as [`DICE`] fall
//! if those are not all; the test prints which. Then none may be new; otherwise they are the same.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use stepper::{Config, Dice, Execution, Grain, Program, Search, Verdict, What, explore};

mod clients;

/// What a program does, and the program.
type Client = (&'static str, fn());

/// What each thread said, by name.
type Said = BTreeMap<String, Vec<String>>;

/// At most so many executions in coarse steps; they must be enough.
const COARSE: u64 = 100_000;
/// At most so many in fine ones.
const FINE: u64 = 50_000;
/// So many more at random.
const DICE: u64 = 2_000;

/// A test for each kind of object, and the list of them.
macro_rules! checked {
    ($($test:ident $kind:literal $clients:ident;)*) => {
        const KINDS: &[&str] = &[$($kind),*];

        $(#[test]
        fn $test() {
            for client in clients::$clients {
                calls_it($kind, client);
                ends_alike($kind, client);
            }
        })*
    };
}

checked! {
    async_result "AsyncResult" ASYNC_RESULT;
    barrier "Barrier" BARRIER;
    bounded_semaphore "BoundedSemaphore" BOUNDED_SEMAPHORE;
    condition "Condition" CONDITION;
    event "Event" EVENT;
    lifo_queue "LifoQueue" LIFO_QUEUE;
    lock "Lock" LOCK;
    priority_queue "PriorityQueue" PRIORITY_QUEUE;
    queue "Queue" QUEUE;
    ring_queue "RingQueue" RING_QUEUE;
    rlock "RLock" RLOCK;
    semaphore "Semaphore" SEMAPHORE;
    simple_queue "SimpleQueue" SIMPLE_QUEUE;
    thread "Thread" THREAD;
    thread_local "ThreadLocal" THREAD_LOCAL;
    thread_pool "ThreadPool" THREAD_POOL;
    timer "Timer" TIMER;
    var "Var" VAR;
}

/// A time limit may end whatever comes first: the clock moves at any time. Who spins is stopped soon.
fn config(grain: Grain) -> Config {
    Config {
        grain,
        trusting: true,
        eager_clock: true,
        record: false,
        max_steps: 200,
        max_operations: 200,
        ..Config::default()
    }
}

/// The outcomes, and how many executions were made; whether these are all there are.
fn outcomes(client: fn(), grain: Grain, executions: u64) -> (BTreeSet<String>, u64, bool) {
    let program: Program = Arc::new(client);
    let search =
        Search { config: config(grain), executions, until_bug: false, samples: 0, ..Search::default() };
    let found = explore(&program, &search, &mut |_| ControlFlow::Continue(()));
    let words =
        found.outcomes.into_iter().map(|(it, _)| in_words(&it.said.into_iter().collect(), &it.verdict));
    (words.collect(), found.executions, found.complete)
}

/// What each thread said, by its name, and how it ended: without what two grains tell differently of one ending.
fn in_words(said: &Said, verdict: &Verdict) -> String {
    let ending = match verdict {
        Verdict::Finished => "fine".to_owned(),
        Verdict::Panicked { thread, message, .. } => format!("{thread:?} panicked: {message}"),
        Verdict::Deadlock { stuck, .. } => {
            format!("stuck: {:?}", stuck.iter().map(|(thread, _)| thread).collect::<BTreeSet<_>>())
        }
        Verdict::NoEnd { .. } | Verdict::Spins { .. } => "no end".to_owned(),
        Verdict::DataRace(_) => "a data race".to_owned(),
    };
    format!("{said:?} {ending}")
}

/// Compares the two; how far.
fn compared(client: fn()) -> Result<String, String> {
    let (coarse, kinds, all) = outcomes(client, Grain::Coarse, COARSE);
    assert!(all, "too many coarse schedules");
    let (mut fine, executions, all) = outcomes(client, Grain::Fine, FINE);
    if !all {
        fine.extend((0..DICE).map(|seed| by_dice(client, seed)));
    }
    let new: Vec<&str> = fine.difference(&coarse).map(String::as_str).collect();
    let gone: Vec<&str> = coarse.difference(&fine).map(String::as_str).collect();
    if !new.is_empty() || all && !gone.is_empty() {
        return Err(format!(
            "only in fine steps:\n{}\nonly in coarse steps:\n{}",
            new.join("\n"),
            gone.join("\n")
        ));
    }
    let how = match (all, gone.len()) {
        (true, _) => format!("all {executions} kinds of fine schedules end as"),
        (false, 0) => format!("{executions} fine schedules and {DICE} by dice, not all, end as"),
        (false, n) => {
            format!("{executions} fine schedules and {DICE} by dice, not all, end, {n} endings missing, as")
        }
    };
    Ok(format!("{how} {kinds} coarse ones, in {} ways", coarse.len()))
}

fn by_dice(client: fn(), seed: u64) -> String {
    let mut run = Execution::start(Config { record: true, ..config(Grain::Fine) }, client);
    let mut dice = Dice::new(seed);
    while let Some(choice) = dice.choose(&run.choices().iter().collect::<Vec<_>>()) {
        run.step(choice).expect("it was offered");
    }
    let mut said = Said::new();
    for event in run.trace().steps.iter().flat_map(|step| &step.events) {
        if let What::Say { text } = &event.what {
            let name = run.pending(event.thread).expect("it was started").name;
            said.entry(name).or_default().push(text.clone());
        }
    }
    in_words(&said, run.verdict().expect("it is over"))
}

fn ends_alike(kind: &str, (does, client): &Client) {
    match compared(*client) {
        Ok(how) => println!("{kind}, {does}: {how}"),
        Err(difference) => panic!("{kind}, {does}:\n{difference}"),
    }
}

/// The kernel makes pipes and processes, so no source of a primitive names their kind.
#[test]
fn pipe_and_process() {
    for client in clients::PIPE {
        calls_it("Pipe", client);
        ends_alike("Pipe", client);
    }
    for client in clients::PROCESS {
        assert!(to_its_end(client.1).trace().processes.len() > 1, "{} has one process", client.0);
        ends_alike("Process", client);
    }
}

/// A run of it.
fn to_its_end(client: fn()) -> Execution {
    let mut run = Execution::start(Config::default(), client);
    while let Some(choice) = run.choices().iter().next() {
        run.step(choice).expect("it was offered");
    }
    run
}

/// A client that does not use the primitive shows nothing about it.
fn calls_it(kind: &str, (does, client): &Client) {
    let calls = to_its_end(*client).trace().objects.iter().any(|object| object.kind == kind);
    assert!(calls, "{does} has no {kind}");
}

/// One notify that ends two waits is one that came between two operations of a wait: no coarse step shows it.
#[test]
fn a_condition_with_one_counter_does_not_pass() {
    let client = clients::one_notify::<primitives::steps::condition::SequenceCondition>;
    let difference = compared(client).expect_err("it is not linearizable");
    assert!(difference.contains(r#"{"A": ["told at 1"], "B": ["told at 1"]}"#), "{difference}");
}

#[test]
fn a_lock_that_looks_and_takes_in_two_operations_does_not_pass() {
    let client = primitives::steps::lock::two_add_one::<primitives::steps::lock::FlagLock>;
    let difference = compared(client).expect_err("it is not linearizable");
    assert!(difference.contains("an update was lost"), "{difference}");
}

/// Finds the kinds of objects in the primitives' source: a new one needs clients here.
#[test]
fn every_kind_of_object_is_checked() {
    let mut kinds = BTreeSet::new();
    kinds_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../primitives/src"), &mut kinds);
    assert!(kinds.iter().map(String::as_str).eq(KINDS.iter().copied().collect::<BTreeSet<_>>()), "{kinds:?}");
}

/// Where the kind of an object is named, and how.
const NAMED_BY: [&str; 3] = ["Object::new(", "of_kind(", "const KIND: &'static str = "];
/// Names of kinds that are named elsewhere.
const ELSEWHERE: [&str; 3] = ["kind", "S::KIND", "kind: &'static str"];

fn kinds_in(folder: &Path, kinds: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it is there").path();
        if path.is_dir() {
            // The versions from which primitives grew are wrong on purpose, and so no steps; the platform makes no kinds.
            if !path.ends_with("steps") && !path.ends_with("platform") {
                kinds_in(&path, kinds);
            }
            continue;
        }
        let text = fs::read_to_string(&path).expect("it can be read");
        for (at, words) in NAMED_BY.iter().flat_map(|words| text.match_indices(words)) {
            let rest = &text[at + words.len()..];
            let end = rest.find([')', ',', ';']).expect("it ends");
            match rest[..end].strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                Some(kind) => _ = kinds.insert(kind.to_owned()),
                None => assert!(ELSEWHERE.contains(&&rest[..end]), "{path:?}: {} is not known", &rest[..end]),
            }
        }
    }
}
