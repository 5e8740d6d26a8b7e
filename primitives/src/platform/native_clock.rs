//! The real clock, and the threads that wait for its moments.

use std::sync::Arc;
use std::time::Duration;

use super::Instant;
use crate::clockwork::Clockwork;
use crate::timer::Alarm;

/// Behind all timers of the process.
static CLOCKWORK: Clockwork = Clockwork::new();

/// The moment after which a wait ends by itself; none: never. A time too far to count is never.
pub(crate) fn deadline(after: Duration) -> Option<Instant> {
    Instant::now().checked_add(after)
}

/// Rings `alarm` at that moment; none: never.
pub(crate) fn schedule(at: Option<crate::platform::Instant>, alarm: Arc<Alarm>) {
    CLOCKWORK.schedule(at, alarm);
}

/// Waits until no timer can fire any more; whether there was one.
pub(crate) fn settle() -> bool {
    CLOCKWORK.settle()
}

/// Lets the running thread's waits end at their time; otherwise Linux may let 50 microseconds pass, to save power.
pub(crate) fn be_punctual() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::set_current_timer_slack(std::num::NonZeroU64::new(1_000));
}
