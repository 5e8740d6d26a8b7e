//! A gate: where threads sleep until somebody says that it may be worth trying again.
//!
//! One double word holds it all: in its low half, on which threads sleep, the grants, and in its high half the
//! threads that no grant was made for yet.
//!
//! | waiting | grants | notify(n)                                        | woken          | leaves unwoken |
//! |---------|--------|--------------------------------------------------|----------------|----------------|
//! | 0       | any    | does nothing                                     | takes a grant  | takes a grant  |
//! | 1..     | 0      | turns up to n waiting into grants, wakes as many | enters anew    | waits no more  |
//! | 1..     | 1..    | the same                                         | takes a grant  | waits no more  |
//!
//! Invariant: waiting and grants together are the threads that entered and have not left, and each of those
//! looks after it has entered. A grant ends with a try, by whomever. So what has changed since the last look of
//! a thread that sleeps without a grant was worth another grant, and that was tried for.
//!
//! Memory ordering: none of its own, all is Relaxed. Whoever enters must then look with a read-modify-write at
//! what the others change with one before they notify: one of the two comes second, and sees the other.

use std::sync::atomic::Ordering::Relaxed;

use crate::platform::{Backoff, Instant, Reads, WideWord};

const ONE_WAITING: u64 = 1 << 32;
const READS: Reads<u64> = &[(ONE_WAITING - 1, None, "grants"), (!(ONE_WAITING - 1), None, "waiting")];

/// Tries before sleeping: about as long as it takes to wake a thread.
const SPIN: u32 = 100;

#[derive(Debug)]
pub(super) struct Gate(WideWord);

impl Gate {
    pub(super) const fn new() -> Gate {
        Gate(WideWord::new(0).reads(READS))
    }

    /// Lets up to `n` waiting threads go. One load when nobody waits.
    #[inline]
    pub(super) fn notify(&self, n: u32) {
        let word = self.0.load(Relaxed);
        if word >= ONE_WAITING {
            self.grant(word, n);
        }
    }

    #[cold]
    fn grant(&self, mut word: u64, n: u32) {
        while word >= ONE_WAITING {
            let grants = (word / ONE_WAITING).min(n.into());
            match self.0.compare_exchange(word, word - grants * ONE_WAITING + grants, Relaxed, Relaxed) {
                Ok(_) => return self.0.wake(grants as u32),
                Err(now) => word = now,
            }
        }
    }

    /// Tries for a while, and then again after every sleep, until it works; none when the deadline has passed
    /// before. It sleeps only if `must_wait` says so after it has entered.
    #[cold]
    pub(super) fn wait<R>(
        &self,
        until: Option<Instant>,
        attempt: impl Fn() -> Option<R>,
        must_wait: impl Fn() -> bool,
    ) -> Option<R> {
        loop {
            let mut backoff = Backoff::new();
            while backoff.spin(SPIN) {
                if let Some(result) = attempt() {
                    return Some(result);
                }
            }
            self.0.fetch_add(ONE_WAITING, Relaxed);
            let sleeps = must_wait();
            let in_time = !sleeps || self.0.wait_while(0, until);
            self.leave(sleeps && in_time);
            // Also when it is too late: if a grant was taken, what it was made for is tried for.
            let result = attempt();
            if result.is_some() || !in_time {
                return result;
            }
        }
    }

    /// Who was woken takes a grant. Who was not takes one only if all that entered have one: the thread for which
    /// it was made has not looked since then, and would sleep on.
    fn leave(&self, woken: bool) {
        let mut word = self.0.load(Relaxed);
        loop {
            let (waiting, grants) = (word / ONE_WAITING, word % ONE_WAITING);
            let takes = if woken { grants > 0 } else { waiting == 0 };
            let after = if takes { word - 1 } else { word - ONE_WAITING };
            match self.0.compare_exchange(word, after, Relaxed, Relaxed) {
                Ok(_) => return,
                Err(now) => word = now,
            }
        }
    }
}
