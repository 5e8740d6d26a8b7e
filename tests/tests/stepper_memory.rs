//! An execution abandoned a hundred thousand times leaves nothing behind.
//!
//! A program of its own: what the process holds is measured, so nothing else may run in it.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use primitives::{Condition, Lock, Thread};
use stepper::{Config, Execution, Grain, stacks_in_use};

fn program(count: &Arc<()>) {
    let orders = Lock::new(VecDeque::new()).named("orders");
    let not_empty = Condition::new().named("not_empty");
    Thread::scope(|s| {
        for name in ["waiter A", "waiter B"] {
            let held = Arc::clone(count);
            let (orders, not_empty) = (&orders, &not_empty);
            s.spawn(name, move || {
                let _held = held;
                let mut orders = orders.acquire();
                not_empty.wait_while(&mut orders, |orders| orders.is_empty());
                orders.pop_front()
            });
        }
        s.spawn("cook", || {
            let broken = catch_unwind(AssertUnwindSafe(|| {
                let mut orders = orders.acquire();
                orders.push_back(1);
                not_empty.notify(&orders);
                panic!("the first dish burns");
            }));
            assert!(broken.is_err());
            let mut orders = orders.acquire();
            orders.push_back(2);
            not_empty.notify(&orders);
        });
    });
}

/// Memory that the process has touched, in pages. Known on Linux only.
fn resident_pages() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    statm.split(' ').nth(1)?.parse().ok()
}

#[test]
fn a_hundred_thousand_abandoned_executions_leave_nothing() {
    let count = Arc::new(());
    let mut steps = 0;
    let mut abandon = |times: u64| {
        for n in 0..times {
            let grain = if n % 2 == 0 { Grain::Coarse } else { Grain::Fine };
            let inside = Arc::clone(&count);
            let config = Config { grain, record: n % 50 == 0, ..Config::default() };
            let mut run = Execution::start(config, move || program(&inside));
            // Each time a little further, along another path.
            for k in 0..n % 61 {
                let choices = run.choices();
                let Some(choice) = choices.iter().nth((n / 61 + k) as usize % choices.len().max(1)) else {
                    break;
                };
                run.step(choice).expect("it was offered");
                steps += 1;
            }
        }
    };
    abandon(10_000);
    let before = resident_pages();
    abandon(100_000);
    let after = resident_pages();
    assert!(steps > 1_000_000, "{steps}");
    assert_eq!(stacks_in_use(), 0);
    assert_eq!(Arc::strong_count(&count), 1);
    if let (Some(before), Some(after)) = (before, after) {
        // One leaked page for every hundredth execution would be too much.
        assert!(after < before + 1_000, "{before} pages became {after}");
    }
}
