//! One account with 100 in it, and two cards. Each takes out 80, if there is enough.

use primitives::{Lock, Thread, say};

pub fn main() {
    let account = Lock::new(100).named("account");
    Thread::scope(|s| {
        s.spawn("Ann", || withdraw(&account, 80));
        s.spawn("Bob", || withdraw(&account, 80));
    });
    let left = *account.acquire();
    assert!(left >= 0, "the account is at {left}");
}

fn withdraw(account: &Lock<i32>, amount: i32) {
    let balance = *account.acquire();
    if balance >= amount {
        *account.acquire() -= amount;
        say!("takes {amount}");
    }
}
