//! Runs cases side by side, and prints tables of their medians.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Whom a row is about, which says who is measured against whom.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Ours,
    /// A peer that sleeps when it must wait.
    Peer,
    /// One that never sleeps, or never waits: shown, but nobody is measured against it.
    Other,
}

/// What came of a round: nanoseconds an operation, and the part of its equal share that the thread had which
/// was served least.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) nanoseconds: f64,
    pub(crate) least_share: Option<f64>,
}

/// How much of everything.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) rounds: usize,
    /// Calls in a round of an uncontended case.
    pub(crate) calls: u64,
    /// How long threads contend in a round.
    pub(crate) contend: Duration,
    /// Messages through a queue in a round: so many that it takes many turns of the system's scheduler.
    pub(crate) messages: u64,
    /// Throws of the ball in a round.
    pub(crate) throws: u64,
    instructions: bool,
}

impl Effort {
    pub(crate) const FULL: Effort = Effort {
        rounds: 9,
        calls: 100_000,
        contend: Duration::from_millis(80),
        messages: 1_000_000,
        throws: 600,
        instructions: true,
    };
    pub(crate) const QUICK: Effort = Effort {
        rounds: 3,
        calls: 20_000,
        contend: Duration::from_millis(20),
        messages: 50_000,
        throws: 200,
        instructions: false,
    };
}

struct Case {
    table: &'static str,
    /// What the row is compared in: those of one table and field are rivals.
    field: &'static str,
    name: &'static str,
    who: Who,
    column: String,
    run: Run,
    samples: Vec<Sample>,
}

/// How a case is run.
enum Run {
    /// So many operations of one thread alone. Only these have instructions that are worth counting.
    Alone(Box<dyn Fn(u64)>),
    /// Something that measures itself.
    Itself(Box<dyn Fn() -> Sample>),
}

impl Case {
    fn measure(&self, calls: u64) -> Sample {
        match &self.run {
            Run::Alone(run) => {
                let before = on_processor();
                run(calls);
                let nanoseconds = (on_processor() - before).as_secs_f64() * 1e9 / calls as f64;
                Sample { nanoseconds, least_share: None }
            }
            Run::Itself(run) => run(),
        }
    }

    fn path(&self) -> String {
        format!("{}: {}: {}: {}", self.table, self.field, self.name, self.column)
    }
}

/// All cases, in the order of the tables.
pub(crate) struct Bench {
    words: Vec<String>,
    pub(crate) effort: Effort,
    cases: Vec<Case>,
}

/// Where a row belongs, and whose it is.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) table: &'static str,
    pub(crate) field: &'static str,
    pub(crate) name: &'static str,
    pub(crate) who: Who,
}

impl Bench {
    pub(crate) fn new(words: Vec<String>, effort: Effort) -> Bench {
        Bench { words, effort, cases: Vec::new() }
    }

    /// Adds a row's cell.
    fn add(&mut self, row: Row, column: &str, run: Run) {
        let Row { table, field, name, who } = row;
        let case = Case { table, field, name, who, column: column.to_owned(), run, samples: Vec::new() };
        if self.words.iter().all(|word| case.path().to_lowercase().contains(&word.to_lowercase())) {
            self.cases.push(case);
        }
    }

    /// Adds an operation that one thread makes alone.
    pub(crate) fn alone(&mut self, row: Row, operation: impl Fn() + 'static) {
        let run = move |times| (0..times).for_each(|_| operation());
        self.add(row, "ns", Run::Alone(Box::new(run)));
    }

    /// Adds an operation that threads make as often as they can, at the same time.
    pub(crate) fn contended<T: Sync + 'static>(
        &mut self,
        row: Row,
        column: &str,
        threads: usize,
        make: impl Fn() -> T + 'static,
        operation: impl Fn(&T) + Copy + Send + Sync + 'static,
    ) {
        let time = self.effort.contend;
        let run = move || contend(threads, time, &make(), operation);
        self.add(row, column, Run::Itself(Box::new(run)));
    }

    /// Adds something that measures itself: `run` tells how long `times` operations took.
    pub(crate) fn timed(&mut self, row: Row, column: &str, times: u64, run: impl Fn() -> Duration + 'static) {
        let run = move || {
            let nanoseconds = run().as_secs_f64() * 1e9 / times as f64;
            Sample { nanoseconds, least_share: None }
        };
        self.add(row, column, Run::Itself(Box::new(run)));
    }

    /// Makes the operations of what was chosen so often, without measuring them.
    pub(crate) fn once(&self, times: u64) {
        for case in &self.cases {
            if let Run::Alone(run) = &case.run {
                run(times);
            }
        }
    }

    /// Measures everything, one table after the other.
    pub(crate) fn run(mut self) {
        let mut tables: Vec<&str> = self.cases.iter().map(|case| case.table).collect();
        tables.dedup();
        for table in tables {
            let mut cases: Vec<&mut Case> =
                self.cases.iter_mut().filter(|case| case.table == table).collect();
            for _ in 0..self.effort.rounds {
                // All in every round, so that a slow moment of the machine hits all alike.
                for case in &mut cases {
                    let sample = case.measure(self.effort.calls);
                    case.samples.push(sample);
                }
            }
            print(table, &cases, self.effort.instructions);
        }
    }
}

/// Lets threads make an operation until the time is over.
fn contend<T: Sync>(
    threads: usize,
    time: Duration,
    on: &T,
    operation: impl Fn(&T) + Copy + Send + Sync,
) -> Sample {
    let over = AtomicBool::new(false);
    let start = Barrier::new(threads + 1);
    let (counts, passed) = std::thread::scope(|s| {
        let work = || {
            start.wait();
            let mut count = 0_u64;
            while !over.load(Relaxed) {
                operation(on);
                count += 1;
            }
            count
        };
        let handles: Vec<_> = (0..threads).map(|_| s.spawn(work)).collect();
        start.wait();
        let began = Instant::now();
        std::thread::sleep(time);
        over.store(true, Relaxed);
        let passed = began.elapsed();
        let counts: Vec<u64> =
            handles.into_iter().map(|h| h.join().expect("a bench does not panic")).collect();
        (counts, passed)
    });
    let all: u64 = counts.iter().sum();
    let least = counts.into_iter().min().unwrap_or_default();
    Sample {
        nanoseconds: passed.as_secs_f64() * 1e9 / all as f64,
        least_share: Some(least as f64 * threads as f64 / all as f64),
    }
}

/// Time that this thread was on a processor, where the system says so; else the time that passed.
#[cfg(unix)]
fn on_processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn on_processor() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed()
}

/// Instructions of one operation, as valgrind counts them: the difference of two runs of this program.
fn instructions(case: &Case) -> Option<u64> {
    let count = |times: u64| {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(std::env::current_exe().ok()?)
            .args([format!("--once={times}"), case.path()])
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let said = String::from_utf8(output.stderr).ok()?;
        said.lines().find_map(|line| line.split("Collected : ").nth(1)?.trim().parse::<u64>().ok())
    };
    Some((count(1_100)? - count(100)? + 500) / 1_000)
}

fn median(of: impl Iterator<Item = f64>) -> Option<f64> {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied()
}

fn digits(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 10.0 => format!("{n:.2}"),
        n if n < 100.0 => format!("{n:.1}"),
        n if n < 10_000.0 => format!("{n:.0}"),
        n => format!("{:.1} us", n / 1e3),
    }
}

/// One table: a row a name, ours in bold with its ratio to the best peer of its field that sleeps.
fn print(table: &str, cases: &[&mut Case], with_instructions: bool) {
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<(&str, &str)> = Vec::new();
    let mut best: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let time = |case: &Case| median(case.samples.iter().map(|s| s.nanoseconds)).unwrap_or(f64::NAN);
    for case in cases {
        if !columns.contains(&case.column.as_str()) {
            columns.push(&case.column);
        }
        if !rows.contains(&(case.field, case.name)) {
            rows.push((case.field, case.name));
        }
        if case.who == Who::Peer {
            let best = best.entry((case.field, &case.column)).or_insert(f64::INFINITY);
            *best = best.min(time(case));
        }
    }
    let alone = cases.iter().any(|case| matches!(case.run, Run::Alone(_)));
    println!("### {table}\n");
    println!("| what | who | {}{} |", columns.join(" | "), if alone { " | instructions" } else { "" });
    println!("|---|---|{}", "--:|".repeat(columns.len() + usize::from(alone)));
    let mut field_before = "";
    for (field, name) in rows {
        let of_row = |column: &str| {
            cases.iter().find(|c| (c.field, c.name, c.column.as_str()) == (field, name, column))
        };
        let ours = cases.iter().any(|c| (c.field, c.name) == (field, name) && c.who == Who::Ours);
        print!("| {} | {} |", if field == field_before { "" } else { field }, bold(name, ours));
        field_before = field;
        for column in &columns {
            let Some(case) = of_row(column) else {
                print!(" |");
                continue;
            };
            let mut cell = bold(&digits(time(case)), ours);
            if let Some(best) = best.get(&(field, *column)).filter(|_| ours) {
                cell += &format!(" ({:.2})", time(case) / best);
            }
            if let Some(share) = median(case.samples.iter().filter_map(|s| s.least_share)) {
                cell += &format!(", share {share:.2}");
            }
            print!(" {cell} |");
        }
        if alone {
            let counted = of_row("ns").filter(|_| with_instructions).and_then(|case| instructions(case));
            print!(" {} |", counted.map_or(String::new(), |n| n.to_string()));
        }
        println!();
    }
    println!();
}

fn bold(text: &str, ours: bool) -> String {
    if ours { format!("**{text}**") } else { text.to_owned() }
}
