//! What is set or not, and those who sleep until it is: an event, the result of a pool's task.

use egui::Rect;
use stepper::State;

use super::{Drawing, Measure, Picture, dial};
use crate::app::Run;
use crate::look::Icon;
use crate::picture::Thing;
use crate::text::{Text, tell};

pub(super) struct Flag {
    icon: Icon,
    says: fn(&Text, bool) -> String,
    sleepers: fn(&Text) -> String,
}

pub(super) static EVENT: Flag = Flag {
    icon: Icon::Flag,
    says: |text, set| match set {
        true => tell!(text, "event-set"),
        false => tell!(text, "event-not-set"),
    },
    sleepers: |text| tell!(text, "event-sleepers"),
};

pub(super) static ASYNC_RESULT: Flag = Flag {
    icon: Icon::Hourglass,
    says: |text, there| match there {
        true => tell!(text, "result-there"),
        false => tell!(text, "result-not-there"),
    },
    sleepers: |text| tell!(text, "result-sleepers"),
};

impl Picture for Flag {
    fn icon(&self) -> Icon {
        self.icon
    }

    fn note(&self, run: &Run, thing: &Thing) -> String {
        (self.says)(run.text, is_set(thing))
    }

    fn height(&self, _run: &Run, _thing: &Thing, _width: f32, measure: Measure) -> f32 {
        dial(measure)
    }

    fn draw(&self, drawing: &mut Drawing<'_>, body: Rect) {
        let (text, set) = (drawing.run.text, is_set(drawing.thing));
        drawing.flag(body, set, self.icon, &(self.says)(text, set), &(self.sleepers)(text));
    }
}

fn is_set(thing: &Thing) -> bool {
    matches!(thing.state, Some(State::Flag(true)))
}
