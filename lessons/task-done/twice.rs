//! A waiter serves two orders. The kitchen closes when both are served.

use primitives::{Queue, Thread, Var, say};

pub fn main() {
    let orders = Queue::unbounded().named("orders");
    let served = Var::new(0).named("served");
    Thread::scope(|s| {
        s.spawn("waiter", || serve(&orders, &served));
        for order in [1, 2] {
            orders.put(order).unwrap();
        }
        orders.join();
        let served = served.get();
        orders.shutdown();
        assert!(served == 2, "the kitchen closes, and {served} of 2 orders are served");
    });
}

fn serve(orders: &Queue<u32>, served: &Var<u32>) {
    while let Ok(order) = orders.get() {
        orders.task_done().expect("one report for each order");
        say!("serves order {order}");
        served.set(order);
        orders.task_done().expect("one report for each order");
    }
}
