//! A library with one catalogue. To lend a book is to find it, and to note it.

use primitives::raw::Lock;
use primitives::{Thread, say};

pub fn main() {
    let catalogue = Lock::new().named("catalogue");
    Thread::scope(|s| {
        s.spawn("Ada", || lend(&catalogue));
        s.spawn("Ben", || find(&catalogue));
    });
}

fn lend(catalogue: &Lock) {
    catalogue.acquire();
    find(catalogue);
    say!("notes that the book is lent");
    catalogue.release().unwrap();
}

fn find(catalogue: &Lock) {
    catalogue.acquire();
    say!("finds the book");
    catalogue.release().unwrap();
}
