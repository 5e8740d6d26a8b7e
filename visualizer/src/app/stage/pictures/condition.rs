//! A condition: its wait set, in the order in which the threads came.

use egui::{Rect, pos2};

use super::{Drawing, Measure, Picture, seats};
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
        seats(measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let y = body.center().y - drawing.captions / 2.0;
        let shown = drawing.thing.waiting.len().max(3) as f32;
        let step = (2.6 * drawing.seat).min((body.width() - 2.0 * drawing.seat) / (shown - 1.0).max(1.0));
        let first = pos2(body.center().x - step * (shown - 1.0) / 2.0, y);
        drawing.row(first, step, body.width() + 8.0, 3);
        let words = tell!(drawing.run.text, "wait-set", count = drawing.thing.waiting.len());
        drawing.caption(pos2(body.center().x, y + drawing.seat + 10.0), &words, body.width());
    }
}
