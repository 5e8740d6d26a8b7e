//! A timer: a clock that has fired or not, and those who sleep until it has.

use egui::Rect;
use stepper::State;

use super::{Drawing, Measure, Picture, dial};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::{Text, tell};

pub(super) struct Timer;

impl Picture for Timer {
    fn icon(&self) -> Icon {
        Icon::Clock
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        match &thing.state {
            Some(State::Value(word)) => says(run.text, word),
            _ => String::new(),
        }
    }

    fn contents(&self, _run: &Run, _thing: &Thing) -> Vec<String> {
        Vec::new() // its note says it
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        dial(measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let Some(State::Value(word)) = &drawing.thing.state else {
            drawing.unused(body);
            return;
        };
        let icon = if word == "cancelled" { Icon::Cross } else { Icon::Clock };
        let text = drawing.run.text;
        drawing.flag(body, word == "fired", icon, &says(text, word), &tell!(text, "timer-sleepers"));
    }
}

fn says(text: &Text, word: &str) -> String {
    match word {
        "armed" => tell!(text, "timer-armed"),
        "fired" => tell!(text, "timer-fired"),
        "cancelled" => tell!(text, "timer-cancelled"),
        other => other.to_owned(),
    }
}
