//! A condition: its bell, and its wait set in the order in which the threads came.

use egui::Rect;

use super::{Drawing, Measure, Picture, dial};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Condition;

impl Picture for Condition {
    fn icon(&self) -> Icon {
        Icon::Bell
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        tell!(run.text, "note-waits", count = thing.waiting.len())
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        dial(measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let words = tell!(drawing.run.text, "wait-set", count = drawing.thing.waiting.len());
        drawing.dial(body, Icon::Bell, drawing.t.line_strong, &words, &words);
    }
}
