//! A worker watches its own memory: the program under study may take all there is, and then it is the machine's last.

use std::thread;
use std::time::Duration;

use crossbeam_channel::{self as channel, RecvTimeoutError, Sender};
use memory_stats::memory_stats;

/// The environment's name for how many bytes a worker may occupy while it works.
pub(super) const BUDGET: &str = "THREADLAB_WORKER_MEMORY";

/// The exit code of a worker that has taken more than that. A line on its output would have to wait for a program that prints.
pub(super) const USED_UP: i32 = 0x6d;

/// How long a worker may take memory unseen.
const LOOK: Duration = Duration::from_millis(20);

/// Ends this process when it occupies more than its budget, where the system tells how much that is. What is returned hears
/// when work begins and ends: in between nothing is watched, and nothing wakes up.
pub(super) fn watch() -> Sender<bool> {
    let budget = std::env::var(BUDGET).ok().and_then(|bytes| bytes.parse().ok()).unwrap_or(usize::MAX);
    let (works, heard) = channel::unbounded();
    thread::spawn(move || {
        let mut is_busy = false;
        loop {
            let wait = if is_busy { LOOK } else { Duration::MAX };
            match heard.recv_timeout(wait) {
                Ok(works) => is_busy = works,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    if memory_stats().is_some_and(|now| now.physical_mem > budget) {
                        std::process::exit(USED_UP);
                    }
                }
            }
        }
    });
    works
}
