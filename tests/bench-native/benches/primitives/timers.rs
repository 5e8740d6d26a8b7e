//! A timer that is made and cancelled before its time, as most timeouts are; also while many others are pending.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::measure::{Bench, Row, Who};

const TABLE: &str = "Timers, one that is made and cancelled";
const LATER: Duration = Duration::from_secs(3_600);

pub(crate) fn cases(b: &mut Bench) {
    let ours = Row { table: TABLE, field: "", name: "Timer", who: Who::Ours };
    let threads =
        Row { table: TABLE, field: "", name: "a std thread each, unparked and joined", who: Who::Peer };
    for (column, pending) in [("nothing pending", 0), ("100,000 pending", 100_000)] {
        // Enough of them that what was cancelled is thrown out on the way.
        let times = b.effort.calls.max(2 * pending);
        b.timed(ours, column, times, move || {
            let pending: Vec<_> = (0..pending).map(|_| primitives::Timer::after(LATER, || {})).collect();
            let began = Instant::now();
            for _ in 0..times {
                assert!(black_box(primitives::Timer::after(LATER, || {})).cancel());
            }
            let passed = began.elapsed();
            pending.iter().for_each(|timer| assert!(timer.cancel()));
            passed
        });
    }
    let times = b.effort.calls / 1_000;
    b.timed(threads, "nothing pending", times, move || {
        let began = Instant::now();
        for _ in 0..times {
            let timer = std::thread::spawn(|| std::thread::park_timeout(LATER));
            timer.thread().unpark();
            timer.join().expect("it only parks");
        }
        began.elapsed()
    });
}
