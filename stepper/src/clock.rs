//! Vector clocks: who has seen what. `a <= b` means that everything `a` knows happened before `b`.

/// The most threads an execution can have, the first one included.
pub const MAX_THREADS: usize = 16;

/// A moment in a thread's life: signed, for that is what every processor compares several of at once.
pub(crate) type Time = i32;

/// How much of each thread's past is known at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock([Time; MAX_THREADS]);

impl Clock {
    pub(crate) fn get(&self, thread: usize) -> Time {
        self.0[thread]
    }

    /// Starts a new interval of `thread`. Called after every release, so that what follows a release is
    /// not mistaken for something the acquirer has seen.
    pub(crate) fn tick(&mut self, thread: usize) {
        self.0[thread] += 1;
    }

    pub(crate) fn join(&mut self, other: &Clock) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    pub(crate) fn to_vec(self, threads: usize) -> Vec<u32> {
        self.0[..threads].iter().map(|&time| time as u32).collect()
    }
}
