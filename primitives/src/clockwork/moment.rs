//! A timer in the heap, in the order of their moments.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::platform::Instant;
use crate::timer::Alarm;

/// When a timer's call is due. The greatest, which a heap gives first, is the one that comes first.
pub(super) struct Moment {
    pub(super) at: Instant,
    pub(super) alarm: Arc<Alarm>,
}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        other.at.cmp(&self.at)
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        self.at == other.at
    }
}

impl Eq for Moment {}
