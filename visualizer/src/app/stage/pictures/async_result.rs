//! The result of a pool's task: there or not, and those who sleep until it is.

use egui::Rect;
use stepper::State;

use super::{Drawing, Measure, Picture, seats};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct AsyncResult;

impl Picture for AsyncResult {
    fn icon(&self) -> Icon {
        Icon::Hourglass
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        says(run, thing)
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        seats(measure) + 6.0
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let says = says(drawing.run, drawing.thing);
        let sleepers = tell!(drawing.run.text, "result-sleepers");
        drawing.flag(body, is_there(drawing.thing), Icon::Hourglass, &says, &sleepers);
    }
}

fn is_there(thing: &Thing) -> bool {
    matches!(thing.state, Some(State::Flag(true)))
}

fn says(run: &Run, thing: &Thing) -> String {
    match is_there(thing) {
        true => tell!(run.text, "result-there"),
        false => tell!(run.text, "result-not-there"),
    }
}
