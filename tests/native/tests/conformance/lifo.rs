//! The row of Python's `LifoQueue`; the others are those of `queue.rs`.
//!
//! | Python  | here                               |
//! |---------|------------------------------------|
//! | a stack | `what_is_put_last_comes_out_first` |

use primitives::LifoQueue;

#[test]
fn what_is_put_last_comes_out_first() {
    let queue = LifoQueue::unbounded();
    (0..10).for_each(|n| queue.put(n).unwrap());
    assert_eq!((queue.get(), queue.get()), (Ok(9), Ok(8)));
    queue.put(10).unwrap();
    assert_eq!((queue.get(), queue.get()), (Ok(10), Ok(7)));
    assert_eq!(queue.len(), 7);
}
