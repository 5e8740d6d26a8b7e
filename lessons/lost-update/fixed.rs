//! A museum with two doors and one counter. Two visitors come in at each door.

use primitives::{Lock, Thread, say};

pub fn main() {
    let visitors = Lock::new(0).named("visitors");
    Thread::scope(|s| {
        s.spawn("door A", || count(&visitors));
        s.spawn("door B", || count(&visitors));
    });
    let counted = *visitors.acquire();
    say!("counted {counted}");
    assert!(counted == 4, "4 visitors came in, and {counted} were counted");
}

fn count(visitors: &Lock<u32>) {
    for _ in 0..2 {
        let mut seen = visitors.acquire();
        *seen += 1;
    }
}
