//! Panics inside executions: silent, and remembered.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::active;
use crate::fiber;
use crate::trace::*;

/// Makes panics inside executions silent, and remembers what they said and where.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !active() {
                return before(info);
            }
            let message = words(info.payload()).to_owned();
            let place = info.location().map(|at| Place {
                file: at.file().to_owned().into(),
                line: at.line(),
                column: at.column(),
                dropped: false,
            });
            fiber::with_world(|world| {
                // A limit of the engine that was found while it was at work has no place of its own.
                let Some(Ok(mut world)) = world.as_ref().map(|world| world.try_borrow_mut()) else {
                    return;
                };
                if world.aborting {
                    return;
                }
                world.record(None, || What::Panic { message: message.clone() }, None);
                if world.config.record
                    && let Some(event) = world.events.last_mut()
                {
                    event.place = place.clone();
                }
                world.hears_text(message.as_bytes());
                world.panics += 1;
                let number = world.panics;
                let me = world.me();
                me.panic = Some((message, place));
                me.panic_number = number;
            });
        }));
    });
}

/// What a panic says.
pub(super) fn words(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&'static str>().copied();
    text.or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without words")
}

/// Drops what a thread ended with, whatever the destructors in it do.
pub(crate) fn discard(result: Result<(), Box<dyn Any + Send>>) {
    if let Err(again) = panic::catch_unwind(AssertUnwindSafe(|| drop(result))) {
        std::mem::forget(again);
    }
}
