//! A pool of threads: its tasks in a tube.

use egui::Rect;
use stepper::State;

use super::{Drawing, Measure, Picture, queue};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct ThreadPool;

impl Picture for ThreadPool {
    fn icon(&self) -> Icon {
        Icon::Process
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        tell!(run.text, "note-tasks", count = tasks(thing).len())
    }

    fn height(&self, _run: &Run, thing: &Thing, _width: f32, measure: Measure) -> f32 {
        76.0 + measure.caption + queue(thing, measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let rest = drawing.waiters_below(body);
        drawing.tube(rest, tasks(drawing.thing), None, 0);
    }
}

/// The tasks that no thread has taken yet.
fn tasks(thing: &Thing) -> &[String] {
    match &thing.state {
        Some(State::Items { items, .. }) => items,
        _ => &[],
    }
}
