//! A library with one catalogue. To lend a book is to find it, and to note it.

use primitives::raw::RLock;
use primitives::{Thread, say};

pub fn main() {
    let catalogue = RLock::new().named("catalogue");
    Thread::scope(|s| {
        s.spawn("Ada", || lend(&catalogue));
        s.spawn("Ben", || find(&catalogue));
    });
}

fn lend(catalogue: &RLock) {
    catalogue.acquire();
    find(catalogue);
    say!("notes that the book is lent");
    catalogue.release().unwrap();
}

fn find(catalogue: &RLock) {
    if !catalogue.try_acquire() {
        catalogue.release().expect("only Ada may release it");
        catalogue.acquire();
    }
    say!("finds the book");
    catalogue.release().unwrap();
}
