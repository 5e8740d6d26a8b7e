//! A bank with two accounts, and a lock for each. Two tellers move money, in opposite directions.

use primitives::{Lock, Thread, say};

pub fn main() {
    let accounts = ["Kim", "Leo"].map(|name| Lock::new(100).named(name));
    Thread::scope(|s| {
        s.spawn("teller A", || transfer(&accounts, 0, 1));
        s.spawn("teller B", || transfer(&accounts, 1, 0));
    });
}

fn transfer(accounts: &[Lock<i32>], from: usize, to: usize) {
    let (first, second) = (from.min(to), from.max(to));
    let mut one = accounts[first].acquire();
    let mut other = accounts[second].acquire();
    let change = if first == from { -10 } else { 10 };
    *one += change;
    *other -= change;
    say!("has moved 10");
}
