//! Two bakers bring a loaf each, to a shelf with two places. A customer takes both.

use primitives::raw::{Lock, Semaphore};
use primitives::{Thread, Var, say};

pub fn main() {
    let places = ["left", "right"].map(|place| Var::new(0).named(place));
    let next = Var::new(0).named("next");
    let shelf = Lock::new().named("shelf");
    let free = Semaphore::new(2).named("free");
    let filled = Semaphore::new(0).named("filled");

    let bring = |loaf: u32| {
        free.acquire();
        filled.release(1).unwrap();
        shelf.acquire();
        let place: usize = next.get();
        places[place].set(loaf);
        next.set(1 - place);
        shelf.release().unwrap();
    };
    let take = |place: &Var<u32>| {
        filled.acquire();
        shelf.acquire();
        let loaf = place.get();
        shelf.release().unwrap();
        assert!(loaf != 0, "this place is empty");
        say!("takes loaf {loaf}");
        free.release(1).unwrap();
    };

    Thread::scope(|s| {
        s.spawn("baker A", || bring(1));
        s.spawn("baker B", || bring(2));
        s.spawn("customer", || places.iter().for_each(take));
    });
}
