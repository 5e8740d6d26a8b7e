//! Calls of primitives: the coarse steps.

use std::panic::Location;

use super::stop::{Arrival, announce, pass};
use super::{Identity, with};
use crate::trace::*;
use crate::world::{Frame, Ready, World};

/// What must hold before a call can be chosen: a word, its value if nobody has used it yet, and the test that it
/// must pass.
pub type Gate<'a> = (&'a Identity, u64, fn(u64) -> bool);

/// Begins a call of a primitive at the program's line `place`. `dropped`: a destructor makes it, and `place`
/// is where the thing was acquired. `whole`: others see it happen in one piece, so at the coarse grain it is a step; else
/// each of its operations is one at both grains. With `ready`, the thread cannot be chosen (where the call is a step) while
/// the word's value fails the test. Must be followed by [`end`], also when the call unwinds.
pub fn call(
    identity: &Identity,
    kind: &'static str,
    verb: &'static str,
    place: &'static Location<'static>,
    dropped: bool,
    whole: bool,
    ready: Option<Gate<'_>>,
) {
    begin(None, |world| {
        let object = identity.resolve(world, kind, || 0);
        let whole = whole || world.config.trusting;
        let step = whole && world.config.grain == Grain::Coarse;
        let ready = match ready.filter(|_| step) {
            None => Ready::Always,
            Some((word, value, test)) => {
                let new = world.objects.len();
                let word = word.resolve(world, "word", || value);
                if word.index() == new {
                    world.objects[word.index()].part_of = Some(object);
                }
                Ready::Word(word, test)
            }
        };
        (Frame { object, verb, place, dropped, whole }, ready)
    });
}

/// At the fine grain, or in pieces, the call itself is no step: its first operation stops.
#[inline]
pub(super) fn begin(deadline: Option<u64>, describe: impl FnOnce(&mut World) -> (Frame, Ready)) {
    pass(with(|world| {
        let (frame, ready) = describe(world);
        let stops = frame.whole && world.config.grain == Grain::Coarse || world.aborting;
        let arrival =
            if stops { announce(world, ready, Some(frame), deadline, None) } else { Arrival::Inline };
        if let Arrival::Inline = arrival {
            world.begin(frame);
        }
        arrival
    }));
}

impl World {
    /// The running thread is in this call from here on.
    #[inline]
    pub(super) fn begin(&mut self, frame: Frame) {
        self.me().calls.push(frame);
        self.record(Some(frame.object), || What::Begin { verb: frame.verb.into() }, None);
    }
}

/// Ends the call that began last. `value` is what it returned or was given.
pub fn end(value: Option<String>) {
    with(|world| {
        if world.config.record
            && let Some(&frame) = world.me().calls.last()
        {
            world.record(Some(frame.object), || What::End { verb: frame.verb.into(), value }, None);
        }
        let me = world.me();
        me.calls.pop();
        // What it is a part of may go on in pieces.
        me.inline &= me.calls.last().is_some_and(|call| call.whole);
        if me.calls.is_empty() {
            me.inside = None;
        }
    });
}
