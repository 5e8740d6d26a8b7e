//! Two friends put a coin each into a jar.

use primitives::{Lock, Thread};

pub fn main() {
    let jar = Lock::new(0).named("jar");
    let put = || *jar.acquire() += 1;
    Thread::scope(|s| {
        s.spawn("Ann", put);
        s.spawn("Bob", put);
    });
    let coins = *jar.acquire();
    assert!(coins == 2, "there should be 2 coins, and there are {coins}");
}
