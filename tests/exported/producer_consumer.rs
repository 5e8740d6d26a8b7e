//! A schedule that breaks `producer-consumer/broken`, as a test: it fails until the program is repaired.
//!
//! To run it, put this file into the folder `tests` of a package, and into its Cargo.toml (THREADLAB is where you
//! have Threadlab):
//!
//! ```toml
//! [dev-dependencies]
//! threadlab-primitives = { path = "THREADLAB/primitives", features = ["stepping"] }
//! threadlab-stepper = { path = "THREADLAB/stepper" }
//! ```
//!
//! The program, as it was when the schedule was found:
//!
//! One cook, two waiters. Each waiter carries out one order.

use std::collections::VecDeque;

use primitives::{Condition, Lock, Thread, say};

type Orders = Lock<VecDeque<u32>>;

pub fn main() {
    let orders = Lock::new(VecDeque::new()).named("orders");
    let not_empty = Condition::new().named("not_empty");
    Thread::scope(|s| {
        s.spawn("waiter A", || consume(&orders, &not_empty));
        s.spawn("waiter B", || consume(&orders, &not_empty));
        s.spawn("cook", || produce(&orders, &not_empty));
    });
}

fn produce(orders: &Orders, not_empty: &Condition) {
    for order in [1, 2] {
        let mut orders = orders.acquire();
        orders.push_back(order);
        not_empty.notify(&orders);
    }
}

fn consume(orders: &Orders, not_empty: &Condition) {
    let mut orders = orders.acquire();
    if orders.is_empty() {
        not_empty.wait(&mut orders);
    }
    let order = orders.pop_front().expect("told of an order, but there is none");
    say!("takes order {order}");
}

#[test]
fn the_schedule_that_broke_it_is_fine() {
    stepper::replay("tl1.producer-consumer/broken.c.b3f5bfe4.b2d3c2b2.ft", main);
}
