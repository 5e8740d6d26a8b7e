//! A cook, two waiters, and between them a pass with room for one plate.

use primitives::{Condition, Lock, Thread, say};

pub fn main() {
    let pass = Lock::new(Vec::new()).named("pass");
    let [plated, cleared] = ["waiters' bell", "cook's bell"].map(|n| Condition::new().named(n));
    Thread::scope(|s| {
        s.spawn("waiter A", || serve(&pass, &plated, &cleared));
        s.spawn("waiter B", || serve(&pass, &plated, &cleared));
        s.spawn("cook", || cook(&pass, &plated, &cleared));
    });
}

fn cook(pass: &Lock<Vec<u32>>, plated: &Condition, cleared: &Condition) {
    for plate in [1, 2] {
        let mut pass = pass.acquire();
        while !pass.is_empty() {
            cleared.wait(&mut pass);
        }
        pass.push(plate);
        plated.notify(&pass);
    }
}

fn serve(pass: &Lock<Vec<u32>>, plated: &Condition, cleared: &Condition) {
    let mut pass = pass.acquire();
    while pass.is_empty() {
        plated.wait(&mut pass);
    }
    let plate = pass.remove(0);
    say!("serves plate {plate}");
    cleared.notify(&pass);
}
