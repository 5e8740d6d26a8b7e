//! What `threadlab check --export` writes: a test that compiles by itself, fails because of the bug, and passes when it
//! is repaired. (That the file is what the command writes is a test of the command.)

// Only here, "the stepper" is this file: so the exported test, which must fail, can be looked at.
extern crate self as stepper;
extern crate stepper as real;

use std::panic::catch_unwind;

#[path = "../exported/producer_consumer.rs"]
#[allow(unreachable_pub)] // a program is written as a classroom reads it
mod exported;

/// Stands in for the real one in the exported test.
fn replay(code: &str, program: fn()) {
    let failed = catch_unwind(|| real::replay(code, program)).expect_err("the bug is still there");
    let words = *failed.downcast::<String>().expect("a message");
    assert!(words.starts_with("waiter A panicked. “told of an order, but there is none”"), "{words}");
    real::replay(code, lessons::producer_consumer::fixed::main);
}
