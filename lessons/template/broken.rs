//! Two friends put a coin each into a jar.

use primitives::{Thread, Var};

pub fn main() {
    let jar = Var::new(0).named("jar");
    let put = || jar.set(jar.get() + 1);
    Thread::scope(|s| {
        s.spawn("Ann", put);
        s.spawn("Bob", put);
    });
    let coins = jar.get();
    assert!(coins == 2, "there should be 2 coins, and there are {coins}");
}
