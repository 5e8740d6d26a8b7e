//! A museum with two doors and one counter. Two visitors come in at each door.

use primitives::{Thread, Var, say};

pub fn main() {
    let visitors = Var::new(0).named("visitors");
    Thread::scope(|s| {
        s.spawn("door A", || count(&visitors));
        s.spawn("door B", || count(&visitors));
    });
    let counted = visitors.get();
    say!("counted {counted}");
    assert!(counted == 4, "4 visitors came in, and {counted} were counted");
}

fn count(visitors: &Var<u32>) {
    for _ in 0..2 {
        let seen = visitors.get();
        visitors.set(seen + 1);
    }
}
