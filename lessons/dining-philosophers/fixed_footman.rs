//! Three philosophers at a round table, with a fork between each two. To eat takes two forks.

use primitives::raw::{Lock, Semaphore};
use primitives::{Thread, say};

pub fn main() {
    let forks = ["fork 1", "fork 2", "fork 3"].map(|name| Lock::new().named(name));
    let footman = Semaphore::new(2).named("footman");
    Thread::scope(|s| {
        s.spawn("Ada", || dine(&footman, &forks[0], &forks[1]));
        s.spawn("Ben", || dine(&footman, &forks[1], &forks[2]));
        s.spawn("Cem", || dine(&footman, &forks[2], &forks[0]));
    });
}

fn dine(footman: &Semaphore, left: &Lock, right: &Lock) {
    footman.acquire();
    left.acquire();
    right.acquire();
    say!("eats");
    right.release().unwrap();
    left.release().unwrap();
    footman.release(1).unwrap();
}
