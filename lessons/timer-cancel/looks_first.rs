//! A letter goes out in the evening by itself, unless the clerk sends it by hand.

use std::sync::Arc;
use std::time::Duration;

use primitives::{Lock, Thread, Timer, say};

const EVENING: Duration = Duration::from_millis(10);

pub fn main() {
    let sent = Arc::new(Lock::new(0).named("sent"));
    let by_itself = Arc::clone(&sent);
    let evening = Timer::after(EVENING, move || send(&by_itself)).named("evening");
    Thread::scope(|s| {
        s.spawn("clerk", || {
            Thread::sleep(EVENING);
            if !evening.is_finished() {
                evening.cancel();
                send(&sent);
            }
        });
    });
    evening.join();
    let times = *sent.acquire();
    assert!(times == 1, "the letter was sent {times} times");
}

fn send(sent: &Lock<u32>) {
    *sent.acquire() += 1;
    say!("sends the letter");
}
