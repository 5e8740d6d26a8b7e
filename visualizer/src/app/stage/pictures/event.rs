//! An event: a flag that is set or not, and those who sleep until it is.

use egui::Rect;
use stepper::State;

use super::{Drawing, Measure, Picture, seats};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::tell;

pub(super) struct Event;

impl Picture for Event {
    fn icon(&self) -> Icon {
        Icon::Flag
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        says(run, thing)
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        seats(measure) + 6.0
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let says = says(drawing.run, drawing.thing);
        let sleepers = tell!(drawing.run.text, "event-sleepers");
        drawing.flag(body, is_set(drawing.thing), Icon::Flag, &says, &sleepers);
    }
}

fn is_set(thing: &Thing) -> bool {
    matches!(thing.state, Some(State::Flag(true)))
}

fn says(run: &Run, thing: &Thing) -> String {
    match is_set(thing) {
        true => tell!(run.text, "event-set"),
        false => tell!(run.text, "event-not-set"),
    }
}
