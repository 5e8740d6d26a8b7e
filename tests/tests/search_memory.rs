//! A search holds no more after fifty thousand executions than after five thousand.
//!
//! A program of its own: what the process holds is measured, so nothing else may run in it.

use std::ops::ControlFlow;
use std::sync::Arc;

use primitives::{Lock, Thread, say};
use stepper::{Conclusion, Exploration, Limit, Program, Search, explore};

/// Eight threads come in any order, and it is told in which: 40,320 outcomes.
fn orders() -> Program {
    Arc::new(|| {
        let order = Lock::new(String::new()).named("order");
        Thread::scope(|s| {
            for name in ["A", "B", "C", "D", "E", "F", "G", "H"] {
                let order = &order;
                s.spawn(name, move || order.acquire().push_str(name));
            }
        });
        say!("{}", *order.acquire());
    })
}

/// Six threads with a lock and a number each of which another one takes too, twice: races of many kinds.
fn rings() -> Program {
    Arc::new(|| {
        let places = [(); 6].map(|()| Lock::new(0));
        Thread::scope(|s| {
            for (n, name) in ["A", "B", "C", "D", "E", "F"].into_iter().enumerate() {
                let places = &places;
                s.spawn(name, move || {
                    for _ in 0..2 {
                        *places[n].acquire() += 1;
                        *places[(n + 1) % 6].acquire() += 1;
                    }
                });
            }
        });
    })
}

fn search(program: &Program, executions: u64, workers: usize) -> Exploration {
    let search = Search { executions, samples: 0, workers, ..Search::default() };
    explore(program, &search, &mut |_| ControlFlow::Continue(()))
}

/// The most memory that the process has ever touched, in KiB. Known on Linux only.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

#[test]
fn a_search_of_ten_times_the_length_holds_no_more() {
    for workers in [1, 2] {
        let found = search(&rings(), 5_000, workers);
        assert_eq!(found.conclusion, Conclusion::NotFinished(Limit::Executions));
        let before = peak_kib();
        search(&rings(), 50_000, workers);
        if let (Some(before), Some(after)) = (before, peak_kib()) {
            println!("{workers} workers: {before} KiB, then {after} KiB");
            // A hundred bytes kept for each execution would be too much.
            assert!(after < before + 4_500, "{workers} workers: {before} KiB became {after} KiB");
        }
    }
    let found = search(&orders(), u64::MAX, 2);
    assert_eq!((found.conclusion, found.executions), (Conclusion::Proved, 40_320));
    assert_eq!((found.outcomes.len(), found.complete), (10_000, false));
}
