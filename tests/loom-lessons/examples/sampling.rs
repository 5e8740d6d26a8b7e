//! How soon a schedule chosen at random goes wrong, by PCT and by POS: on the broken programs of the corpus, in coarse and
//! in fine steps, and on a few larger ones. `docs/explorer.md` has the table.
#![forbid(unsafe_code)]

// The corpus says `primitives`, which is loom's twin for the rest of this package.
extern crate stepped as primitives;

use std::ops::ControlFlow;
use std::sync::Arc;

use primitives::{Condition, Lock, Thread, raw};
use stepper::{Conclusion, Config, Grain, Sampling, Search, explore};

#[path = "../src/faithful/corpus/mod.rs"]
#[allow(dead_code, reason = "what goes wrong is found, not expected")]
mod corpus;

/// So many samples, each of so many runs at most.
const SEEDS: u64 = 20;
const RUNS: u64 = 2_000;

/// The mean number of runs to the first that goes wrong; those that never did count as [`RUNS`]. None if the very
/// first execution of the search goes wrong, whatever is sampled.
fn mean(main: fn(), grain: Grain, sampling: Sampling) -> Option<f64> {
    let config = Config { grain, max_steps: 1_000, ..Config::default() };
    let mut sum = 0;
    for seed in 0..SEEDS {
        let search =
            Search { config, executions: 1, samples: RUNS, shorten: 0, sampling, seed, ..Search::default() };
        let found = explore(&(Arc::new(main) as _), &search, &mut |_| ControlFlow::Continue(()));
        sum += match found.conclusion {
            Conclusion::Bug(bug) if bug.found_after == 1 => return None,
            Conclusion::Bug(bug) => bug.found_after - 1,
            Conclusion::Proved => return None,
            _ => RUNS,
        };
    }
    Some(sum as f64 / SEEDS as f64)
}

fn philosophers() {
    let forks: Vec<raw::Lock> = (0..6).map(|_| raw::Lock::new()).collect();
    Thread::scope(|s| {
        for n in 0..forks.len() {
            let (left, right) = (&forks[n], &forks[(n + 1) % forks.len()]);
            s.spawn(&n.to_string(), move || {
                for _ in 0..2 {
                    left.acquire();
                    right.acquire();
                    right.release().unwrap();
                    left.release().unwrap();
                }
            });
        }
    });
}

/// One condition for both, and an `if` in place of a `while`.
fn buffer() {
    let items = Lock::new(0_u32);
    let changed = Condition::new();
    Thread::scope(|s| {
        for n in 0..3 {
            s.spawn(&format!("producer {n}"), || {
                for _ in 0..2 {
                    let mut items = items.acquire();
                    if *items == 1 {
                        changed.wait(&mut items);
                    }
                    *items += 1;
                    assert!(*items <= 1, "it is full");
                    changed.notify(&items);
                }
            });
            s.spawn(&format!("consumer {n}"), || {
                for _ in 0..2 {
                    let mut items = items.acquire();
                    if *items == 0 {
                        changed.wait(&mut items);
                    }
                    assert!(*items > 0, "it is empty");
                    *items -= 1;
                    changed.notify(&items);
                }
            });
        }
    });
}

/// Two locks in two orders, once, in the middle of much else.
fn one_moment() {
    let [a, b, other] = [(); 3].map(|_| raw::Lock::new());
    let busy = || {
        for _ in 0..20 {
            other.acquire();
            other.release().unwrap();
        }
    };
    let both = |first: &raw::Lock, second: &raw::Lock| {
        busy();
        first.acquire();
        second.acquire();
        second.release().unwrap();
        first.release().unwrap();
        busy();
    };
    Thread::scope(|s| {
        s.spawn("A", || both(&a, &b));
        s.spawn("B", || both(&b, &a));
        s.spawn("C", busy);
    });
}

/// An update that is lost if three steps come between two others.
fn in_order() {
    let step = Lock::new(0);
    Thread::scope(|s| {
        for n in 0..4 {
            let step = &step;
            s.spawn(&n.to_string(), move || {
                let mut step = step.acquire();
                if *step == 3 - n {
                    *step += 1;
                }
                assert!(*step < 4, "the only order that counts to four");
            });
        }
    });
}

fn main() {
    let corpus = corpus::TOPICS.iter().flat_map(|(_, programs)| programs.iter().map(|p| (p.name, p.main)));
    let larger: [(&str, fn()); 4] = [
        ("six philosophers, twice", philosophers),
        ("3P3C, if for while", buffer),
        ("one moment among 200 steps", one_moment),
        ("one order of four", in_order),
    ];
    let (mut sums, mut count) = ([0.0; 2], 0);
    for (name, main) in corpus.chain(larger) {
        for grain in [Grain::Coarse, Grain::Fine] {
            let [pct, pos] = [Sampling::Pct, Sampling::Pos].map(|sampling| mean(main, grain, sampling));
            let (Some(pct), Some(pos)) = (pct, pos) else { continue };
            // Neither ever finds what is not there.
            if (pct, pos) == (RUNS as f64, RUNS as f64) {
                continue;
            }
            println!("{name:36} {grain:?}: PCT {pct:8.1}, POS {pos:8.1}");
            sums = [sums[0] + pct.ln(), sums[1] + pos.ln()];
            count += 1;
        }
    }
    let [pct, pos] = sums.map(|sum| (sum / f64::from(count)).exp());
    println!("{count} samples; geometric mean of the runs to the first bug: PCT {pct:.2}, POS {pos:.2}");
}
