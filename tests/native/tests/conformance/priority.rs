//! The rows of Python's `PriorityQueue`; the others are those of `queue.rs`.
//!
//! | Python                           | here                                                         |
//! |----------------------------------|--------------------------------------------------------------|
//! | a heap, the smallest first       | `the_smallest_comes_out_first`                               |
//! | an incomparable item stays in it | `an_item_that_cannot_be_compared_is_in_the_heap_and_no_work` |

use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

use primitives::PriorityQueue;

#[test]
fn the_smallest_comes_out_first() {
    let queue = PriorityQueue::unbounded();
    [5, 1, 4, 1, 3].into_iter().for_each(|n| queue.put(n).unwrap());
    assert_eq!((queue.get(), queue.get()), (Ok(1), Ok(1)));
    queue.put(2).unwrap();
    assert_eq!([(); 4].map(|()| queue.get().unwrap()), [2, 3, 4, 5]);
    assert!(queue.is_empty());
}

/// Python has no type for what can be compared: there, too, the item is in the heap when its put raises.
#[test]
fn an_item_that_cannot_be_compared_is_in_the_heap_and_no_work() {
    #[derive(PartialEq, Eq, Debug)]
    struct Incomparable(u32);

    impl PartialOrd for Incomparable {
        fn partial_cmp(&self, other: &Incomparable) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl Ord for Incomparable {
        fn cmp(&self, _other: &Incomparable) -> Ordering {
            panic!("not supported")
        }
    }

    let queue = PriorityQueue::unbounded();
    queue.put(Incomparable(1)).unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| queue.put(Incomparable(2)))).is_err());
    assert_eq!(queue.len(), 2);
    queue.task_done().unwrap();
    assert!(queue.task_done().is_err());
    queue.shutdown_now();
    queue.join();
}
