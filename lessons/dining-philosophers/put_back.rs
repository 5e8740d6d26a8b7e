//! Three philosophers at a round table, with a fork between each two. To eat takes two forks.

use primitives::raw::Lock;
use primitives::{Thread, say};

pub fn main() {
    let forks = ["fork 1", "fork 2", "fork 3"].map(|name| Lock::new().named(name));
    Thread::scope(|s| {
        s.spawn("Ada", || dine(&forks[0], &forks[1]));
        s.spawn("Ben", || dine(&forks[1], &forks[2]));
        s.spawn("Cem", || dine(&forks[2], &forks[0]));
    });
}

fn dine(left: &Lock, right: &Lock) {
    left.acquire();
    while !right.try_acquire() {
        left.release().unwrap();
        Thread::yield_now();
        left.acquire();
    }
    say!("eats");
    right.release().unwrap();
    left.release().unwrap();
}
