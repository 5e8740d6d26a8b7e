//! One account with 100 in it, and two cards. Each takes out 80, if there is enough.

use primitives::raw::Lock;
use primitives::{Thread, Var, say};

pub fn main() {
    let account = Var::new(100).named("account");
    let till = Lock::new().named("till");
    Thread::scope(|s| {
        s.spawn("Ann", || withdraw(&account, &till, 80));
        s.spawn("Bob", || withdraw(&account, &till, 80));
    });
    let left = account.get();
    assert!(left >= 0, "the account is at {left}");
}

fn withdraw(account: &Var<i32>, till: &Lock, amount: i32) {
    if account.get() >= amount {
        till.acquire();
        account.set(account.get() - amount);
        till.release().unwrap();
        say!("takes {amount}");
    }
}
