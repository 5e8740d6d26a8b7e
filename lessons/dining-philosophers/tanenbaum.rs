//! Ada, Ben and Cem side by side at a long table. Nobody eats while a neighbour does.

use primitives::raw::Semaphore;
use primitives::{Lock, Thread, say};

#[derive(Clone, Copy, Debug)]
enum Is {
    Thinking,
    Hungry,
    Eating,
}

#[derive(Debug)]
struct Seats {
    are: [Is; 3],
    meals: u32,
}

pub fn main() {
    let seats = Seats { are: [Is::Thinking; 3], meals: 0 };
    let seats = Lock::new(seats).named("seats");
    let permits = ["Ada's permit", "Ben's permit", "Cem's permit"];
    let permits = permits.map(|name| Semaphore::new(0).named(name));
    Thread::scope(|s| {
        s.spawn("Ada", || (0..2).for_each(|_| dine(0, &seats, &permits)));
        s.spawn("Ben", || dine(1, &seats, &permits));
        s.spawn("Cem", || (0..2).for_each(|_| dine(2, &seats, &permits)));
    });
}

fn dine(me: usize, table: &Lock<Seats>, permits: &[Semaphore; 3]) {
    let mut seats = table.acquire();
    let before = seats.meals;
    seats.are[me] = Is::Hungry;
    serve(me, &mut seats, permits);
    drop(seats);
    permits[me].acquire();
    say!("eats");
    let mut seats = table.acquire();
    let missed = seats.meals - before - 1;
    assert!(missed < 3, "starves: {missed} other meals began since the hunger came");
    seats.are[me] = Is::Thinking;
    (0..3).for_each(|seat| serve(seat, &mut seats, permits));
}

/// Whoever sits there and is hungry may eat, unless a neighbour eats.
fn serve(seat: usize, seats: &mut Seats, permits: &[Semaphore; 3]) {
    let waits = |other: usize| seat.abs_diff(other) == 1 && matches!(seats.are[other], Is::Eating);
    if matches!(seats.are[seat], Is::Hungry) && !(0..3).any(waits) {
        seats.are[seat] = Is::Eating;
        seats.meals += 1;
        permits[seat].release(1).unwrap();
    }
}
