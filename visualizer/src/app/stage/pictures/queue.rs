//! A queue of any kind: its items in a tube, and who waits at it.

use egui::Rect;
use stepper::State;

use super::{Drawing, Measure, Picture, queue};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Queue;

impl Picture for Queue {
    fn icon(&self) -> Icon {
        Icon::Queue
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        match &thing.state {
            Some(State::Items { items, capacity: Some(most), .. }) => {
                tell!(run.text, "note-items-of", count = items.len(), most = *most)
            }
            Some(State::Items { items, .. }) => tell!(run.text, "note-items", count = items.len()),
            _ => String::new(),
        }
    }

    fn contents(&self, run: &Run, thing: &Thing) -> Vec<String> {
        match &thing.state {
            Some(State::Items { items, .. }) if !items.is_empty() => {
                vec![tell!(run.text, "contains", what = items.join(", "))]
            }
            _ => Vec::new(),
        }
    }

    fn weight(&self, _thing: &Thing) -> f32 {
        1.3
    }

    fn height(&self, _run: &Run, thing: &Thing, _width: f32, measure: Measure) -> f32 {
        76.0 + measure.caption + queue(thing, measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let Some(State::Items { items, capacity, unfinished }) = &drawing.thing.state else {
            drawing.unused(body);
            return;
        };
        let rest = drawing.waiters_below(body);
        drawing.tube(rest, items, *capacity, *unfinished);
    }
}
