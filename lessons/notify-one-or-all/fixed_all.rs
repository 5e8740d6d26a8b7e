//! A cook, two waiters, and between them a pass with room for one plate.

use primitives::{Condition, Lock, Thread, say};

pub fn main() {
    let pass = Lock::new(Vec::new()).named("pass");
    let changed = Condition::new().named("changed");
    Thread::scope(|s| {
        s.spawn("waiter A", || serve(&pass, &changed));
        s.spawn("waiter B", || serve(&pass, &changed));
        s.spawn("cook", || cook(&pass, &changed));
    });
}

fn cook(pass: &Lock<Vec<u32>>, changed: &Condition) {
    for plate in [1, 2] {
        let mut pass = pass.acquire();
        while !pass.is_empty() {
            changed.wait(&mut pass);
        }
        pass.push(plate);
        changed.notify_all(&pass);
    }
}

fn serve(pass: &Lock<Vec<u32>>, changed: &Condition) {
    let mut pass = pass.acquire();
    while pass.is_empty() {
        changed.wait(&mut pass);
    }
    let plate = pass.remove(0);
    say!("serves plate {plate}");
    changed.notify_all(&pass);
}
