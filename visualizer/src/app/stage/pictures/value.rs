//! A variable, or whatever else shows a value, in a hollow.

use egui::{Rect, vec2};
use stepper::State;

use super::{Drawing, Measure, Picture, queue};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;

pub(super) struct Value;

impl Picture for Value {
    fn icon(&self) -> Icon {
        Icon::Variable
    }

    fn height(&self, _run: &Run, thing: &Thing, _width: f32, measure: Measure) -> f32 {
        match thing.state {
            Some(State::Value(_)) => measure.body + queue(thing, measure),
            _ => 44.0 + queue(thing, measure),
        }
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let Some(State::Value(value)) = &drawing.thing.state else {
            drawing.unused(body);
            return;
        };
        let rest = drawing.waiters_below(body);
        let high = rest.height().min(84.0);
        let middle = Rect::from_center_size(rest.center(), vec2(rest.width(), high));
        drawing.value(middle, value, (drawing.seat * 1.2).clamp(20.0, 34.0));
    }
}
