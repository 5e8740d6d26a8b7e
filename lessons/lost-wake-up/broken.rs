//! A postman brings a letter and rings. Ada waits for it.

use primitives::{Condition, Lock, Thread, say};

pub fn main() {
    let mailbox = Lock::new(0).named("mailbox");
    let bell = Condition::new().named("bell");
    Thread::scope(|s| {
        s.spawn("Ada", || fetch(&mailbox, &bell));
        s.spawn("postman", || deliver(&mailbox, &bell));
    });
}

fn deliver(mailbox: &Lock<u32>, bell: &Condition) {
    let mut letters = mailbox.acquire();
    *letters += 1;
    bell.notify(&letters);
}

fn fetch(mailbox: &Lock<u32>, bell: &Condition) {
    while *mailbox.acquire() == 0 {
        bell.wait(&mut mailbox.acquire());
    }
    say!("has the letter");
}
