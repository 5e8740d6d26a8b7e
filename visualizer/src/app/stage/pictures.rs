//! How each kind of object is drawn: a file of its own in this folder, and a line in the table below.

use egui::Rect;
use stepper::State;

use super::Measure;
use super::drawing::{DIAL, Drawing};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::tell;

mod barrier;
mod condition;
mod flag;
mod lock;
mod pipe;
mod queue;
mod semaphore;
mod thread_local;
mod thread_pool;
mod timer;
mod value;

/// The look of one kind of object.
pub(super) trait Picture: Sync {
    /// What stands for it where there is little room.
    fn icon(&self) -> Icon;

    /// Its icon in the state it is in.
    fn icon_now(&self, _thing: &Thing) -> Icon {
        self.icon()
    }

    /// The state of the object in a few words.
    fn note(&self, run: &Run, thing: &Thing) -> String {
        match thing.waiting.len() {
            0 => String::new(),
            count => tell!(run.text, "note-waits", count),
        }
    }

    /// What is in it, for a screen reader.
    fn contents(&self, run: &Run, thing: &Thing) -> Vec<String> {
        match &thing.state {
            Some(State::Value(value)) => vec![tell!(run.text, "contains", what = value)],
            _ => Vec::new(),
        }
    }

    /// How wide the card is beside one of weight 1.
    fn weight(&self, _thing: &Thing) -> f32 {
        1.0
    }

    /// The least height of the body.
    fn height(&self, run: &Run, thing: &Thing, width: f32, measure: Measure) -> f32;

    /// Draws the body.
    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect);
}

/// The picture of an object: by its kind; by what it shows, if that kind is not known here.
pub(super) fn of(thing: &Thing) -> &'static dyn Picture {
    known(&thing.kind).unwrap_or(match &thing.state {
        Some(State::Items { .. }) => &queue::Queue,
        Some(State::Parties { .. }) => &barrier::Barrier,
        Some(State::Count(_)) => &semaphore::Semaphore,
        Some(State::Flag(_)) => &flag::EVENT,
        Some(State::Pipe { .. }) => &pipe::Pipe,
        _ => &value::Value,
    })
}

/// The picture of a kind, whatever state an object of it is in.
pub(super) fn of_kind(kind: &str) -> &'static dyn Picture {
    known(kind).unwrap_or(&value::Value)
}

fn known(kind: &str) -> Option<&'static dyn Picture> {
    Some(match kind {
        "Lock" | "RLock" => &lock::Lock,
        "Condition" => &condition::Condition,
        "Semaphore" | "BoundedSemaphore" => &semaphore::Semaphore,
        "Event" => &flag::EVENT,
        "Queue" | "LifoQueue" | "PriorityQueue" | "SimpleQueue" | "RingQueue" => &queue::Queue,
        "Barrier" => &barrier::Barrier,
        "Timer" => &timer::Timer,
        "Pipe" => &pipe::Pipe,
        "ThreadLocal" => &thread_local::ThreadLocal,
        "ThreadPool" => &thread_pool::ThreadPool,
        "AsyncResult" => &flag::ASYNC_RESULT,
        _ => return None,
    })
}

/// The height of a row of seats with its words.
fn seats(measure: Measure) -> f32 {
    2.0 * measure.seat + measure.caption + 12.0
}

/// The height of a dial with its words.
fn dial(measure: Measure) -> f32 {
    2.0 * measure.seat.max(DIAL) + measure.caption + 6.0
}

/// The height of the row of those who wait, if there is one.
fn queue(thing: &Thing, measure: Measure) -> f32 {
    if thing.waiting.is_empty() { 0.0 } else { seats(measure) }
}
