//! A cook, two waiters, and between them a pass with room for one plate.

use primitives::{Condition, Lock, Thread, say};

pub fn main() {
    let pass = Lock::new(Vec::new()).named("pass");
    let bell = Condition::new().named("bell");
    Thread::scope(|s| {
        s.spawn("waiter A", || serve(&pass, &bell));
        s.spawn("waiter B", || serve(&pass, &bell));
        s.spawn("cook", || cook(&pass, &bell));
    });
}

fn cook(pass: &Lock<Vec<u32>>, bell: &Condition) {
    for plate in [1, 2] {
        let mut pass = pass.acquire();
        while !pass.is_empty() {
            bell.wait(&mut pass);
        }
        pass.push(plate);
        bell.notify_all(&pass);
    }
}

fn serve(pass: &Lock<Vec<u32>>, bell: &Condition) {
    let mut pass = pass.acquire();
    while pass.is_empty() {
        bell.wait(&mut pass);
    }
    let plate = pass.remove(0);
    say!("serves plate {plate}");
    bell.notify_all(&pass);
}
