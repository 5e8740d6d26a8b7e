//! A bank with three accounts, and a lock for each. Three tellers move money, round in a ring.

use primitives::{Lock, Thread, say};

pub fn main() {
    let accounts = ["Kim", "Leo", "Mia"].map(|name| Lock::new(100).named(name));
    Thread::scope(|s| {
        s.spawn("teller A", || transfer(&accounts, 0, 1));
        s.spawn("teller B", || transfer(&accounts, 1, 2));
        s.spawn("teller C", || transfer(&accounts, 2, 0));
    });
}

fn transfer(accounts: &[Lock<i32>], from: usize, to: usize) {
    let mut one = accounts[from].acquire();
    let mut other = accounts[to].acquire();
    *one -= 10;
    *other += 10;
    say!("has moved 10");
}
