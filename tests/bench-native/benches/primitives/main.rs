//! The primitives beside their peers, in one run: one table for what nobody contends for, one each for contended
//! locks, semaphores and queues, and one for a ball that two threads throw to and fro.
//!
//! `cargo bench -p threadlab-bench-native` prints the tables as Markdown. After `--`: `--quick` for a glance, and
//! words that a row must have, such as `ping-pong` or `"lock, tight"`. With `--once=1000 "a case"` that case alone
//! runs so often, for a profiler that counts instructions; the bench asks valgrind so itself, if it is there.

mod measure;
mod monitor;
mod ping_pong;
mod queues;
mod semaphores;
mod tight;
mod timers;
mod uncontended;

use measure::{Bench, Effort};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words = arguments.iter().filter(|a| !a.starts_with("--")).cloned().collect();
    let quick = arguments.iter().any(|a| a == "--quick");
    let mut bench = Bench::new(words, if quick { Effort::QUICK } else { Effort::FULL });

    crossfire::detect_backoff_cfg(); // as it asks its users to
    uncontended::cases(&mut bench);
    tight::cases(&mut bench);
    semaphores::cases(&mut bench);
    queues::cases(&mut bench);
    ping_pong::cases(&mut bench);
    timers::cases(&mut bench);

    match arguments.iter().find_map(|a| a.strip_prefix("--once=")) {
        Some(times) => bench.once(times.parse().expect("--once=times")),
        None => bench.run(),
    }
}
