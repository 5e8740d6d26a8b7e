//! Models of ThreadLocal.

use std::sync::Arc;

use super::primitives::{Event, Lock, Thread, ThreadLocal, Var};
use crate::Model;

pub(crate) const MODELS: &[Model] = &[
    Model::new("two_threads_apart", "each thread finds its own value", two_threads_apart),
    Model::new("gone_with_its_thread", "a value is dropped when its thread has ended", gone_with_its_thread),
    Model::new("gone_with_its_thread_alone", "the end of another takes nothing", gone_with_its_thread_alone),
    Model::new("gone_with_the_object", "or with the thread-local, if that comes first", gone_with_the_object).bounded(3),
];

fn two_threads_apart() {
    let record = ThreadLocal::new(|| 0);
    let shared = Var::new(0);
    let keep = |student| {
        record.set(student);
        shared.set(student);
        shared.get(); // in between, where the other may come
        assert_eq!(record.get(), student, "another thread's value");
    };
    Thread::scope(|s| {
        s.spawn("A", || keep(1));
        s.spawn("B", || keep(2));
    });
    assert_eq!(record.get(), 0, "another thread's value");
}

/// Counts how many of it there are.
struct Record(Arc<Lock<u32>>);

impl Record {
    fn new(records: &Arc<Lock<u32>>) -> Record {
        *records.acquire() += 1;
        Record(Arc::clone(records))
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        *self.0.acquire() -= 1;
    }
}

fn gone_with_its_thread() {
    let records = Arc::new(Lock::new(0));
    let count = Arc::clone(&records);
    let record = ThreadLocal::new(move || Record::new(&count));
    Thread::scope(|s| {
        let thread = s.spawn("A", || record.with(|record| assert_eq!(*record.0.acquire(), 1)));
        thread.join().expect("A is well");
        assert_eq!(*records.acquire(), 0, "the value outlives its thread");
    });
}

fn gone_with_its_thread_alone() {
    let record = ThreadLocal::new(|| 0);
    record.set(1);
    Thread::scope(|s| {
        s.spawn("A", || record.set(2));
        s.spawn("B", || assert_eq!(record.get(), 0, "another thread's value"));
    });
    assert_eq!(record.get(), 1, "another thread's end took the value");
}

/// Either of two threads may be the last to let go of the object; both still run then.
fn gone_with_the_object() {
    let records = Arc::new(Lock::new(0));
    let count = Arc::clone(&records);
    let record = Arc::new(ThreadLocal::new(move || Record::new(&count)));
    let dropped = Arc::new(Event::new());
    let looked = Arc::new(Event::new());
    let (there, drops, looks) = (Arc::clone(&record), Arc::clone(&dropped), Arc::clone(&looked));
    let thread = Thread::spawn("A", move || {
        there.with(|_| ());
        drop(there);
        drops.set();
        looks.wait();
    });
    record.with(|_| ());
    drop(record);
    dropped.wait();
    assert_eq!(*records.acquire(), 0, "the values outlive their object");
    looked.set();
    thread.join().expect("A is well");
}
