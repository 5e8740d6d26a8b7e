//! Sleeping on Linux: the futex.

use std::sync::atomic::AtomicU32;
use std::time::Instant;

use rustix::thread::futex::{self, Flags, Timespec};

/// Sleeps as long as the word is `expected`; false when the deadline has passed.
pub(super) fn wait(word: &AtomicU32, expected: u32, until: Option<Instant>) -> bool {
    let Some(until) = until else {
        // Interrupted, or the word had changed: the caller looks again in every case.
        let _ = futex::wait(word, Flags::PRIVATE, expected, None);
        return true;
    };
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return false;
    }
    // A time too long for the kernel is cut; the caller looks at the deadline again.
    let left = Timespec {
        tv_sec: left.as_secs().min(i32::MAX as u64) as i64,
        tv_nsec: i64::from(left.subsec_nanos()) as _,
    };
    let result = futex::wait(word, Flags::PRIVATE, expected, Some(&left));
    result != Err(rustix::io::Errno::TIMEDOUT) || Instant::now() < until
}

/// Wakes up to `n` threads that sleep on the word.
pub(super) fn wake(word: &AtomicU32, n: u32) {
    let n = n.min(i32::MAX as u32);
    futex::wake(word, Flags::PRIVATE, n).expect("waking is allowed on any valid address");
}
