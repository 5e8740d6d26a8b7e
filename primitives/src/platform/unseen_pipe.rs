//! What pipes say about themselves when nobody looks: nothing.

use super::{Await, Call, Instant, PipeEnd, Place};

impl PipeEnd {
    pub(crate) fn name(&self, _name: &str) {}

    #[inline]
    pub(crate) fn call(&self, _verb: &'static str, _awaits: Await, _until: Option<Instant>) -> Call {
        Call
    }

    pub(crate) fn close(self, _place: Place, _dropped: bool) {}
}
