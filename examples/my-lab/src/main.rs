//! Two cashiers and one till: a program of your own, opened in the app. `cargo run -p my-lab`

use primitives::{Lock, Thread};

fn sell(till: &Lock<u32>, price: u32) {
    let before = *till.acquire();
    *till.acquire() = before + price;
}

pub fn shop() {
    let till = Lock::new(0).named("till");
    Thread::scope(|s| {
        s.spawn("Ada", || sell(&till, 3));
        s.spawn("Bob", || sell(&till, 5));
    });
    assert_eq!(*till.acquire(), 8, "money is missing");
}

fn main() -> std::process::ExitCode {
    visualizer::open("my lab", include_str!("main.rs"), shop)
}
