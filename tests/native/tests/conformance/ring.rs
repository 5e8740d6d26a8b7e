use std::sync::atomic::{AtomicU32, Ordering};

use primitives::{RingQueue, Thread};

#[test]
fn what_is_put_first_comes_out_first() {
    for room in [1, 2, 3, 64] {
        let queue = RingQueue::bounded(room);
        Thread::scope(|s| {
            s.spawn("producer", || (0..10_000).for_each(|n| queue.put(n).unwrap()));
            (0..10_000).for_each(|n| assert_eq!(queue.get(), Ok(n)));
        });
    }
}

/// Each producer's items come in its order to each consumer, every item once, whatever the ring's size.
#[test]
fn many_put_and_many_get_until_the_shutdown() {
    for room in [1, 2, 5] {
        let queue = RingQueue::bounded(room);
        let got = AtomicU32::new(0);
        Thread::scope(|s| {
            for consumer in ["A", "B", "C"] {
                s.spawn(consumer, || {
                    let mut last = [-1; 3];
                    while let Ok((producer, n)) = queue.get() {
                        assert!(last[producer] < n);
                        last[producer] = n;
                        got.fetch_add(1, Ordering::Relaxed);
                        queue.task_done().unwrap();
                    }
                });
            }
            Thread::scope(|s| {
                for producer in 0..3 {
                    let queue = &queue;
                    s.spawn("producer", move || (0..3_000).for_each(|n| queue.put((producer, n)).unwrap()));
                }
            });
            queue.join();
            queue.shutdown();
        });
        assert_eq!(got.into_inner(), 9_000);
    }
}

#[test]
fn an_immediate_shutdown_amid_puts_and_gets_loses_no_item_and_drops_none_twice() {
    struct Item<'a>(&'a AtomicU32);

    impl Drop for Item<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    for _ in 0..200 {
        let dropped = AtomicU32::new(0);
        let queue = RingQueue::bounded(2);
        let made = Thread::scope(|s| {
            let producers = ["A", "B"].map(|producer| {
                s.spawn(producer, || {
                    let mut made = 1;
                    while queue.put(Item(&dropped)).is_ok() {
                        made += 1;
                    }
                    made
                })
            });
            s.spawn("consumer", || {
                while let Ok(item) = queue.get() {
                    drop(item);
                    queue.task_done().unwrap();
                }
            });
            s.spawn("boss", || queue.shutdown_now());
            producers.map(|producer| producer.join().unwrap()).iter().sum::<u32>()
        });
        queue.join();
        assert!(queue.task_done().is_err());
        assert_eq!(dropped.load(Ordering::Relaxed), made);
    }
}
